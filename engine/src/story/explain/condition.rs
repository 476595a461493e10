//! What makes a condition true or not, and how far it is from turning.

use super::{Account, Line, Verdict};
use super::{list, memory, value};
use crate::decide::why;
use stageplay_dsl::typed::{Comparison, Criterion, Direction, Expr, ExprKind, show};
use stageplay_dsl::types::{PartId, Type, show_day, show_number, show_value};

/// How many `let`s deep a tree looks before it just names one.
const DEPTH: usize = 8;

/// The tree of a condition.
pub(super) fn tree(account: &Account, condition: &Expr) -> Line {
    tree_to(account, condition, DEPTH)
}

/// Whether a condition holds for the account.
pub(super) fn verdict(account: &Account, condition: &Expr) -> Verdict {
    match account.seen().truth(condition) {
        Some(true) => Verdict::Yes,
        Some(false) => Verdict::No,
        None => Verdict::Unknown,
    }
}

fn tree_to(account: &Account, condition: &Expr, depth: usize) -> Line {
    let verdict = Some(verdict(account, condition));
    let all = |criteria: &[Criterion]| criteria.iter().map(|criterion| named(account, criterion, depth)).collect();
    let group = |name: &str, because: Vec<Line>| Line { verdict, because, ..Line::new(name, "") };
    match &condition.kind {
        ExprKind::All(criteria) => group("all of", all(criteria)),
        ExprKind::Any(criteria) => group("any of", all(criteria)),
        ExprKind::AtLeastOf { count, criteria } => {
            group(&format!("at least {} of", value::of(account, count)), all(criteria))
        }
        ExprKind::Not(inner) if !matches!(inner.kind, ExprKind::Field(_) | ExprKind::Let(_)) => {
            group("not", vec![tree_to(account, inner, depth)])
        }
        ExprKind::For { condition: inner, duration } => {
            let mut line = group("", vec![tree_to(account, inner, depth)]);
            line.name = format!("for {}", value::of(account, duration));
            line.says = memory::clock(account, inner, duration);
            line
        }
        ExprKind::Let(id) if depth > 0 && condition.ty == Type::Truth => {
            let named = &account.playbook().lets[*id];
            let inner = tree_to(account, &named.value, depth - 1);
            Line { verdict, because: vec![inner], ..Line::new(named.name.to_string(), "") }
        }
        // What a question about a list rests on is told behind it: a line of its own would only repeat the question.
        ExprKind::Quantified { .. } => {
            let told = list::told(account, condition).map_or_else(String::new, |told| format!("; {told}"));
            Line { verdict, ..Line::new("", format!("{}{told}", atom(account, condition))) }
        }
        _ => Line { verdict, because: list::lines(account, condition), ..Line::new("", atom(account, condition)) },
    }
}

fn named(account: &Account, criterion: &Criterion, depth: usize) -> Line {
    let line = tree_to(account, &criterion.condition, depth);
    let Some(name) = &criterion.name else { return line };
    if line.name.is_empty() {
        return Line { name: name.to_string(), ..line };
    }
    Line { verdict: line.verdict, because: vec![line], ..Line::new(name.to_string(), "") }
}

/// One test with its values; where it is not true, what it needs and how far that is.
fn atom(account: &Account, condition: &Expr) -> String {
    let told = why::atom(account.seen(), condition);
    let told = crate::column::plain(&told).into_owned();
    match verdict(account, condition) {
        Verdict::Yes => told,
        Verdict::Unknown => format!("{}: {}", show(condition, account.playbook()), value::unknown(account, condition)),
        Verdict::No => match distance(account, condition) {
            Some(far) => format!("{told}; {far}"),
            None => told,
        },
    }
}

/// How far a test that is false is from being true: `20 days short of it`.
fn distance(account: &Account, condition: &Expr) -> Option<String> {
    let number = |expr: &Expr| account.seen().number(expr);
    let far = |by: f64, ty: &Type| {
        // A difference of dates is days.
        let ty = if *ty == Type::Date { &Type::Days } else { ty };
        show_value(by.abs(), ty, &account.playbook().choices)
    };
    match &condition.kind {
        ExprKind::Compare { op: Comparison::NotEqual, .. } => None,
        ExprKind::Compare { left, right, .. } => {
            let (left_value, right_value) = (number(left)?, number(right)?);
            let by = far(left_value - right_value, why::unit_beside(left, right));
            if left_value.total_cmp(&right_value).is_eq() {
                return Some("exactly at the edge".into());
            }
            Some(format!("{by} away"))
        }
        ExprKind::OneOf { subject, negated: false, words } => match subject.kind {
            ExprKind::Band(part) => band_distance(account, part, words),
            _ => {
                let Type::Choice(set) = subject.ty else { return None };
                Some(format!("needs {}", stageplay_dsl::typed::show_words(words, set, account.playbook())))
            }
        },
        ExprKind::OneOf { subject, negated: true, words } => {
            let Type::Choice(set) = subject.ty else { return None };
            Some(format!("needs not {}", stageplay_dsl::typed::show_words(words, set, account.playbook())))
        }
        ExprKind::AtLeast { subject, word } => {
            let Type::Choice(set) = subject.ty else { return None };
            let word = account.playbook().choices[set].word(*word);
            Some(format!("needs at least {word}"))
        }
        ExprKind::Within { date, direction, distance } => {
            let days = number(date)? - f64::from(account.frame.as_of);
            let reach = number(distance)?;
            let outside = match direction {
                Direction::Next if days < 0.0 => -days,
                Direction::Next => days - reach,
                Direction::Last if days > 0.0 => days,
                Direction::Last => -days - reach,
            };
            Some(format!("{} outside the {}", far(outside, &Type::Days), far(reach, &Type::Days)))
        }
        _ => None,
    }
}

/// How many points lie between a score and the nearest of the bands asked for.
fn band_distance(account: &Account, part: PartId, words: &[u16]) -> Option<String> {
    let playbook = account.playbook();
    let card = &playbook.cards[playbook.parts[part].card];
    let score = account.frame.numbers(account.program.part(part).score).get(0)?;
    let from = |code: usize| {
        let band = card.bands.get(code)?;
        band.from.as_ref().and_then(|from| account.seen().number(from))
    };
    let nearest = words
        .iter()
        .filter_map(|word| {
            let code = usize::from(*word);
            let (low, high) = (from(code), from(code + 1));
            let gap = match (low, high) {
                (Some(low), _) if score < low => low - score,
                (_, Some(high)) if score >= high => score - high,
                _ => return None,
            };
            Some((gap, playbook.choices[card.band_set].word(*word), low, high))
        })
        .min_by(|a, b| a.0.total_cmp(&b.0))?;
    let (gap, word, low, high) = nearest;
    let edge = match (low, high) {
        (Some(low), _) if score < low => format!("{word} is from {}", show_number(low)),
        (_, Some(high)) => format!("{word} is below {}", show_number(high)),
        _ => word.to_string(),
    };
    Some(format!("{edge}, {} away", show_number(gap)))
}

/// The first part of a condition that keeps it from being true, in words.
pub(super) fn first_unmet(account: &Account, condition: &Expr) -> String {
    let mut at = condition;
    for _ in 0..64 {
        let next = match &at.kind {
            ExprKind::All(criteria) => {
                criteria.iter().find(|criterion| verdict(account, &criterion.condition) != Verdict::Yes)
            }
            // Any one would do: the first that is not ruled out, else the first.
            ExprKind::Any(criteria) => criteria
                .iter()
                .find(|criterion| verdict(account, &criterion.condition) == Verdict::Unknown)
                .or(criteria.first()),
            _ => None,
        };
        at = match (next, &at.kind) {
            (Some(criterion), _) => &criterion.condition,
            (None, ExprKind::Let(id)) if at.ty == Type::Truth => &account.playbook().lets[*id].value,
            _ => break,
        };
    }
    if let ExprKind::For { condition: inner, duration } = &at.kind
        && verdict(account, inner) == Verdict::Yes
    {
        let since = memory::since(account, inner).filter(|since| *since != account.frame.as_of);
        let since = since.map_or_else(|| "today".into(), show_day);
        return format!("{} only since {since}, needs {}", atom(account, inner), value::of(account, duration));
    }
    atom(account, at)
}
