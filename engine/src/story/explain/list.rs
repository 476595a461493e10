//! Lists of records: how many were kept, and which ones decided.

use super::{Account, Line};
use crate::column::{Truths, plain};
use crate::evaluate::{Unknown, cause};
use crate::kernel::list::Lists;
use stageplay_dsl::typed::{Expr, ExprKind, ListQuantifier, show};
use stageplay_dsl::types::{ListId, Type};

/// How many elements are named.
const NAMED: usize = 3;

/// What went into each aggregate and question about a list that an expression asks, those in others included.
pub(super) fn lines(account: &Account, expr: &Expr) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut left = vec![expr];
    while let Some(expr) = left.pop() {
        if let Some(says) = told(account, expr) {
            let line = Line::new(show(expr, account.playbook()), says);
            if !lines.contains(&line) {
                lines.push(line);
            }
        }
        let mut operands = expr.operands();
        operands.reverse();
        left.extend(operands);
    }
    lines
}

/// `2 of 5 kept, 1 unknown`, and of a question who decided it; nothing of other expressions.
pub(super) fn told(account: &Account, expr: &Expr) -> Option<String> {
    let (list, keep, asked) = match &expr.kind {
        ExprKind::Aggregate { list, value, keep, .. } => (*list, keep, value),
        ExprKind::Quantified { list, keep, test, .. } => (*list, keep, test),
        _ => return None,
    };
    let lists = Lists::of(account.batch.lists.rows().get(list.0 as usize), &account.frame.rows);
    if !lists.is_known(0) {
        return Some(unknown_list(account, expr));
    }
    let elements = lists.elements(0);
    let all = elements.len();
    let keep = keep.as_ref().map(|keep| account.frame.truths(account.program.node(keep)));
    let kept: Vec<usize> = elements.filter(|at| keep.is_none_or(|keep| keep.get(*at) == Some(true))).collect();
    let mut says = match keep {
        None => format!("of {all}"),
        Some(keep) => {
            let unknown = (0..all).filter(|at| keep.get(*at).is_none()).count();
            let unknown = if unknown > 0 { format!(", {unknown} unknown and left out") } else { String::new() };
            format!("{} of {all} kept{unknown}", kept.len())
        }
    };
    match (&expr.kind, asked) {
        (ExprKind::Quantified { quantifier, .. }, test) => {
            let test = test.as_ref().map(|test| account.frame.truths(account.program.node(test)));
            says.push_str(&answers(account, list, *quantifier, &kept, test));
        }
        (_, Some(value)) => {
            let unknown = kept.iter().filter(|at| !is_known(account, value, **at)).count();
            if unknown > 0 {
                says.push_str(&format!(", {unknown} of them without a value"));
            }
        }
        _ => {}
    }
    Some(says)
}

fn is_known(account: &Account, value: &Expr, element: usize) -> bool {
    let node = account.program.node(value);
    match &value.ty {
        Type::Truth => account.frame.truths(node).get(element).is_some(),
        Type::Choice(_) => account.frame.codes(node).get(element).is_some(),
        Type::Text => account.frame.text(account.program, account.batch, node, element).is_some(),
        _ => account.frame.numbers(node).get(element).is_some(),
    }
}

fn unknown_list(account: &Account, expr: &Expr) -> String {
    match cause(account.program, &account.frame, account.batch, account.program.node(expr), 0) {
        Some(Unknown { cause, list: Some(_), .. }) => format!("the list is {cause}"),
        _ => "the list is absent".into(),
    }
}

/// How many say yes, no and neither, and the first of those that decide it.
fn answers(
    account: &Account,
    list: ListId,
    quantifier: ListQuantifier,
    kept: &[usize],
    test: Option<&Truths>,
) -> String {
    let answer = |at: usize| test.map_or(Some(true), |test| test.get(at));
    let with =
        |wanted: Option<bool>| -> Vec<usize> { kept.iter().copied().filter(|at| answer(*at) == wanted).collect() };
    let (yes, no, unknown) = (with(Some(true)), with(Some(false)), with(None));
    let counts = match test {
        Some(_) => {
            let unknown = if unknown.is_empty() { String::new() } else { format!(", {} unknown", unknown.len()) };
            format!(": {} yes, {} no{unknown}", yes.len(), no.len())
        }
        None => String::new(),
    };
    let deciding = match quantifier {
        ListQuantifier::Every if !no.is_empty() => no,
        ListQuantifier::Every => unknown,
        ListQuantifier::Share if !unknown.is_empty() => unknown,
        _ if yes.is_empty() => unknown,
        _ => yes,
    };
    match deciding.as_slice() {
        [] => counts,
        some => {
            let names: Vec<String> = some.iter().take(NAMED).map(|at| name(account, list, *at)).collect();
            let more = if some.len() > NAMED { format!(" and {} more", some.len() - NAMED) } else { String::new() };
            format!("{counts} ({}{more})", names.join(", "))
        }
    }
}

/// What an element is called: its id, else its first text; by its place where those are private or missing.
fn name(account: &Account, list: ListId, at: usize) -> String {
    let schema = &account.playbook().lists[list];
    let place = || format!("{}[{at}]", schema.path);
    let is_shown = |field: usize| {
        schema.fields.get(field).is_some_and(|field| field.ty == Type::Text && !field.private && !schema.private)
    };
    let id = schema.fields.iter().position(|field| field.path == "id").filter(|field| is_shown(*field));
    let Some(field) = id.or_else(|| (0..schema.fields.len()).find(|field| is_shown(*field))) else { return place() };
    let text = account.batch.lists.rows().get(list.0 as usize).and_then(|column| {
        let first = column.elements(account.frame.rows.clone()).start;
        column.columns.get(field)?.text(first + at)
    });
    text.map_or_else(place, |text| plain(text).into_owned())
}

/// A list of the record.
pub(super) fn list(account: &Account, id: ListId) -> Line {
    let schema = &account.playbook().lists[id];
    let column = account.batch.lists.rows().get(id.0 as usize);
    let row = account.row;
    let says = match column.filter(|column| column.known.get(row)) {
        Some(column) => match column.elements(row..row + 1).len() {
            1 => "1 record".to_string(),
            many => format!("{many} records"),
        },
        None => {
            format!("unknown ({})", column.and_then(|column| column.flaw(row)).unwrap_or(crate::column::Cause::Absent))
        }
    };
    let meaning = schema.sentence.as_ref().map(|sentence| format!(" ({sentence})")).unwrap_or_default();
    Line::new(schema.path.to_string(), format!("{says}{meaning}"))
}
