//! Values a script is tried on: from the declared ranges of its inputs, always the same.

use super::ScriptValue;
use stageplay_dsl::typed::{Expr, ExprKind, FieldKind, Param, Playbook};
use stageplay_dsl::types::{Id, Table, Type, Value};

/// A script is tried so often at most.
pub(super) const MOST: usize = 64;

/// How many `let`s deep a range is looked for.
const DEPTH: usize = 8;

/// How many of its own texts a script is given.
const OWN_TEXTS: usize = 6;

/// Numbers for every script, where the range allows them: the ends of fractions, ordinary, large, below zero.
const NUMBERS: [f64; 7] = [0.0, 1.0, 0.5, 50.0, 2.0, 20_000.0, -1.0];

/// Days for every script: around 2024-10-04, and the first that a computer counts.
const DAYS: [f64; 4] = [20_000.0, 19_635.0, 20_365.0, 0.0];

/// Rows of values, one per variable: every combination where there are few, else the low ends together, the
/// middles, the high ends and so on, and then mixtures.
pub(super) fn rows(playbook: &Playbook, params: &[Param], script: &str) -> Vec<Vec<ScriptValue>> {
    let values: Vec<Vec<ScriptValue>> = params.iter().map(|param| of(playbook, &param.value, script)).collect();
    let all = values.iter().try_fold(1_usize, |all, values| all.checked_mul(values.len()));
    let together = values.iter().map(Vec::len).max().unwrap_or(1);
    let mut chance: u64 = 0x5eed;
    let row = |turn: usize| {
        let mut rest = turn;
        let pick = |values: &Vec<ScriptValue>| {
            let at = if all.is_some_and(|all| all <= MOST) {
                let at = rest % values.len().max(1);
                rest /= values.len().max(1);
                at
            } else if turn < together {
                turn
            } else {
                // Knuth's numbers; the low bits repeat soon and are left out.
                chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                usize::try_from(chance >> 33).unwrap_or(0)
            };
            values.get(at % values.len().max(1)).cloned().unwrap_or(ScriptValue::Number(0.0))
        };
        values.iter().map(pick).collect()
    };
    (0..all.unwrap_or(MOST).min(MOST)).map(row).collect()
}

/// The values one variable is given, at least one.
fn of(playbook: &Playbook, value: &Expr, script: &str) -> Vec<ScriptValue> {
    match &value.ty {
        Type::Truth => vec![ScriptValue::Truth(true), ScriptValue::Truth(false)],
        Type::Choice(set) => {
            let words = row(&playbook.choices, *set).map_or(&[][..], |set| &set.words);
            let texts: Vec<ScriptValue> =
                words.iter().take(MOST).map(|word| ScriptValue::Text(word.name.clone())).collect();
            if texts.is_empty() { vec![ScriptValue::Text("?".into())] } else { texts }
        }
        Type::Text => {
            // What a script compares with is what it expects to be given.
            let own = script.split('"').skip(1).step_by(2).filter(|text| text.len() <= 100).take(OWN_TEXTS);
            own.chain(["text", "", "1", "Zoë B."]).map(|text| ScriptValue::Text(text.into())).collect()
        }
        ty => numbers(range(playbook, value, DEPTH), ty).into_iter().map(ScriptValue::Number).collect(),
    }
}

/// Low, middle, high, and what else lies between.
fn numbers((low, high): Ends, ty: &Type) -> Vec<f64> {
    let mut all = Vec::new();
    let whole = *ty == Type::Count || *ty == Type::Date;
    if let (Some(low), Some(high)) = (low, high) {
        all.extend([low, low + (high - low) / 2.0, high, low + (high - low) * 0.371]);
    }
    all.extend(low);
    all.extend(high);
    if *ty == Type::Date {
        all.extend(DAYS)
    } else {
        all.extend(NUMBERS)
    }
    let mut kept: Vec<f64> = Vec::new();
    for value in all.into_iter().map(|value| if whole { value.floor() } else { value }) {
        let fits = low.is_none_or(|low| value >= low) && high.is_none_or(|high| value <= high) && value.is_finite();
        if fits && !kept.contains(&value) {
            kept.push(value);
        }
    }
    if kept.is_empty() { vec![low.or(high).unwrap_or(1.0)] } else { kept }
}

/// The lowest and the highest a value can be, where that is declared.
type Ends = (Option<f64>, Option<f64>);

fn range(playbook: &Playbook, value: &Expr, depth: usize) -> Ends {
    let exactly = |value: &Value| match value {
        Value::Number(number) => (Some(*number), Some(*number)),
        Value::Date(day) => (Some(f64::from(*day)), Some(f64::from(*day))),
        _ => (None, None),
    };
    match &value.kind {
        ExprKind::Constant(value) => exactly(value),
        ExprKind::Setting(id) => {
            row(&playbook.settings, *id).and_then(|setting| setting.value.as_ref()).map_or((None, None), exactly)
        }
        ExprKind::Field(id) => row(&playbook.fields, *id).map_or((None, None), |field| {
            let (low, high) = match field.kind {
                FieldKind::Percent | FieldKind::Ratio => (Some(0.0), field.low.is_none().then_some(1.0)),
                FieldKind::Count | FieldKind::Days | FieldKind::Money(_) => (Some(0.0), None),
                _ => (None, None),
            };
            (field.low.or(low), field.high.or(high))
        }),
        ExprKind::Part(_) => (Some(0.0), Some(100.0)),
        ExprKind::Score(id) => {
            row(&playbook.scores, *id).map_or((None, None), |score| (Some(score.low), Some(score.high)))
        }
        ExprKind::Let(id) if depth > 0 => {
            row(&playbook.lets, *id).map_or((None, None), |let_| range(playbook, &let_.value, depth - 1))
        }
        _ if matches!(value.ty, Type::Percent | Type::Ratio | Type::Count) => (Some(0.0), None),
        _ => (None, None),
    }
}

fn row<I: Id, T>(table: &Table<I, T>, id: I) -> Option<&T> {
    table.rows().get(id.index())
}
