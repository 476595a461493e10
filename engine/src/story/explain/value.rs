//! What a named thing is for the account, or why it is unknown.

use super::{Account, Line, Verdict, condition, list, memory};
use crate::evaluate::{Unknown, cause, script_fault};
use crate::graph::Scored;
use stageplay_dsl::typed::{Expr, ExprKind, ScoreBody, Setting, show, show_setting};
use stageplay_dsl::types::{FieldId, ScoreId, TierId, Type, show_value};

/// A value in full, as `0.8571`, `72 days`, `mid_market`; or `unknown` with its cause.
pub(super) fn of(account: &Account, expr: &Expr) -> String {
    let seen = account.seen();
    // Numbers are shown to four decimals, points not floored: the reader is to work them out again.
    let text = match &expr.ty {
        Type::Truth | Type::Text | Type::Choice(_) => seen.shown(expr),
        ty => seen.number(expr).map(|value| show_value(value, ty, &account.playbook().choices)),
    };
    text.map_or_else(|| unknown(account, expr), |text| crate::column::plain(&text).into_owned())
}

/// `unknown (renewal is absent)`.
pub(super) fn unknown(account: &Account, expr: &Expr) -> String {
    let node = account.program.node(expr);
    match cause(account.program, &account.frame, account.batch, node, 0) {
        Some(Unknown { cause, field: Some(field), .. }) => {
            format!("unknown ({} is {cause})", account.playbook().fields[field].path)
        }
        Some(Unknown { cause, list: Some((list, field)), .. }) => {
            let list = &account.playbook().lists[list];
            match field.and_then(|field| list.fields.get(field)) {
                Some(field) => format!("unknown ({}.{} is {cause})", list.path, field.path),
                None => format!("unknown ({} is {cause})", list.path),
            }
        }
        Some(Unknown { cause, field: None, .. }) => format!("unknown ({cause})"),
        None => "unknown".into(),
    }
}

/// A custom score: its value, its formula, and what went in.
pub(super) fn score(account: &Account, id: ScoreId) -> Line {
    let score = &account.playbook().scores[id];
    let value = account.frame.numbers(account.program.score(id)).get(0);
    let range = format!("{} to {}", show_plain(score.low), show_plain(score.high));
    let (formula, mut inputs): (String, Vec<Line>) = match &score.body {
        ScoreBody::Expr(expr) => (show(expr, account.playbook()), inputs(account, [expr])),
        ScoreBody::Script { params, .. } => {
            let values = params.iter().map(|param| Line::new(param.name.to_string(), of(account, &param.value)));
            ("a rhai script".into(), values.collect())
        }
    };
    let value = value.map_or_else(
        || match &score.body {
            ScoreBody::Expr(expr) if account.seen().number(expr).is_some() => "unknown (out of range)".into(),
            ScoreBody::Expr(expr) => unknown(account, expr),
            ScoreBody::Script { params, .. } => params
                .iter()
                .find(|param| !is_known(account, &param.value))
                .map_or_else(|| failed(account, id), |param| unknown(account, &param.value)),
        },
        stageplay_dsl::types::show_number,
    );
    let computed = account.frame.numbers(account.program.computed(id)).get(0);
    inputs.extend(memory::overrides(account, Scored::Score(id), computed));
    Line::new(score.name.to_string(), format!("{value}, from {range} = {formula}")).because(inputs)
}

/// What kept a script from giving a score although all it reads is known.
fn failed(account: &Account, id: ScoreId) -> String {
    let why = cause(account.program, &account.frame, account.batch, account.program.score(id), 0);
    let fault = why.and_then(|why| script_fault(account.program, &account.frame, account.batch, why.node, 0));
    match (why, fault) {
        (_, Some(fault)) => format!("unknown (script: {})", crate::column::plain(&fault.message)),
        (Some(why), None) => format!("unknown ({})", why.cause),
        (None, None) => "unknown".into(),
    }
}

fn show_plain(value: f64) -> String {
    stageplay_dsl::types::show_number(value)
}

/// Whether a value is known.
pub(super) fn is_known(account: &Account, expr: &Expr) -> bool {
    account.seen().shown(expr).is_some()
}

/// A `let`: its value and what went in; a condition is told as conditions are.
pub(super) fn named_expression(account: &Account, name: &str, value: &Expr) -> Line {
    if value.ty == Type::Truth {
        let mut line = condition::tree(account, value);
        line.says = format!("{}{}{}", line.name, if line.says.is_empty() { "" } else { ": " }, line.says);
        line.name = name.into();
        return line;
    }
    let says = format!("{} = {}", of(account, value), show(value, account.playbook()));
    Line::new(name, says).because(inputs(account, [value]))
}

/// A tier: its word, and each row's condition.
pub(super) fn tier(account: &Account, id: TierId) -> Line {
    let tier = &account.playbook().tiers[id];
    let word = account.frame.codes(account.program.tier(id)).get(0);
    let says = word.map_or("unknown", |word| account.playbook().choices[tier.set].word(word)).to_string();
    let rows = tier.rows.iter().map(|row| {
        let mut line = row.condition.as_ref().map_or_else(
            || Line { verdict: Some(Verdict::Yes), ..Line::new("", "otherwise") },
            |condition| condition::tree(account, condition),
        );
        line.says = if line.name.is_empty() { line.says } else { format!("{} {}", line.name, line.says) };
        line.name = row.name.to_string();
        line
    });
    Line::new(tier.name.to_string(), says).because(rows.collect())
}

/// A setting.
pub(super) fn setting(account: &Account, setting: &Setting) -> Line {
    Line::new(
        setting.name.to_string(),
        format!("{} (a setting of the playbook)", show_setting(setting, account.playbook())),
    )
}

/// A field of the record.
pub(super) fn field(account: &Account, id: FieldId) -> Line {
    let field = &account.playbook().fields[id];
    let node = account.program.field(id);
    let known = match &field.ty {
        Type::Text => account.batch.columns[id].text(account.row).map(|text| crate::column::plain(text).into_owned()),
        Type::Truth => account.frame.truths(node).get(0).map(|truth| if truth { "yes" } else { "no" }.into()),
        Type::Choice(set) => {
            account.frame.codes(node).get(0).map(|code| account.playbook().choices[*set].word(code).to_string())
        }
        ty => account.frame.numbers(node).get(0).map(|value| show_value(value, ty, &account.playbook().choices)),
    };
    let says = known.unwrap_or_else(|| {
        cause(account.program, &account.frame, account.batch, node, 0)
            .map_or_else(|| "unknown".into(), |unknown| format!("unknown ({})", unknown.cause))
    });
    let meaning = field.sentence.as_ref().map(|sentence| format!(" ({sentence})")).unwrap_or_default();
    Line::new(field.path.to_string(), format!("{says}{meaning}"))
}

/// The named things that expressions read, each once, with their values.
pub(super) fn inputs<'e>(account: &Account, exprs: impl IntoIterator<Item = &'e Expr>) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut rest: Vec<&Expr> = exprs.into_iter().collect();
    rest.reverse();
    while let Some(expr) = rest.pop() {
        let is_named = matches!(
            expr.kind,
            ExprKind::Field(_)
                | ExprKind::Setting(_)
                | ExprKind::Let(_)
                | ExprKind::Tier(_)
                | ExprKind::Score(_)
                | ExprKind::Part(_)
                | ExprKind::Band(_)
                | ExprKind::Stage(_)
                | ExprKind::Level(_)
                | ExprKind::PlayState(_)
        );
        if is_named {
            // One inside a list stands at each element, and at none where there is none.
            let value = match expr.kind {
                ExprKind::Setting(id) => show_setting(&account.playbook().settings[id], account.playbook()),
                _ => of(account, expr),
            };
            let line = Line::new(show(expr, account.playbook()), value);
            if !lines.contains(&line) {
                lines.push(line);
            }
        }
        if let Some(told) = list::told(account, expr) {
            let line = Line::new(show(expr, account.playbook()), format!("{}; {told}", of(account, expr)));
            if !lines.contains(&line) {
                lines.push(line);
            }
        }
        let mut parts = expr.operands();
        parts.reverse();
        rest.extend(parts);
    }
    lines
}
