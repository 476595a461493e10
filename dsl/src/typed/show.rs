//! A typed expression as text of the language, one normal spelling.

use super::{
    Arithmetic, Comparison, Criterion, Direction, Expr, ExprKind, ListQuantifier, Move, Playbook, Setting, StageEdge,
    Trend,
};
use crate::types::{ChoiceSetId, Type, Value, show_number, show_value};

impl Comparison {
    /// As the language writes it.
    #[must_use]
    pub fn sign(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::Greater => ">",
            Self::AtLeast => ">=",
        }
    }

    /// In words that follow `is 5 days,` or `needs`: `above`, `at least`; of a date `after`, `on or after`.
    #[must_use]
    pub fn words(self, of: &Type) -> &'static str {
        match self {
            Self::Equal if *of == Type::Date => "on",
            Self::Less if *of == Type::Date => "before",
            Self::AtMost if *of == Type::Date => "on or before",
            Self::Greater if *of == Type::Date => "after",
            Self::AtLeast if *of == Type::Date => "on or after",
            Self::Equal => "exactly",
            Self::NotEqual => "other than",
            Self::Less => "below",
            Self::AtMost => "at most",
            Self::Greater => "above",
            Self::AtLeast => "at least",
        }
    }

    /// The same comparison read from the other side: `1 < x` as `x > 1`.
    #[must_use]
    pub fn turned(self) -> Self {
        match self {
            Self::Equal => Self::Equal,
            Self::NotEqual => Self::NotEqual,
            Self::Less => Self::Greater,
            Self::AtMost => Self::AtLeast,
            Self::Greater => Self::Less,
            Self::AtLeast => Self::AtMost,
        }
    }
}

impl Arithmetic {
    /// As the language writes it.
    #[must_use]
    pub fn sign(self) -> &'static str {
        match self {
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "*",
            Self::Divide => "/",
        }
    }
}

/// How tightly a form binds; looser ones get parentheses inside tighter ones.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Tightness {
    Or,
    And,
    Not,
    For,
    Test,
    Fallback,
    Sum,
    Product,
    Negation,
    Atom,
}

/// The text of an expression.
#[must_use]
pub fn show(expr: &Expr, playbook: &Playbook) -> String {
    write(expr, playbook, Tightness::Or)
}

/// The words of `x is …` for a set: `red`, or `one of {red, yellow}`.
#[must_use]
pub fn show_words(words: &[u16], set: ChoiceSetId, playbook: &Playbook) -> String {
    let names: Vec<&str> = words.iter().map(|word| playbook.choices[set].word(*word)).collect();
    match names.as_slice() {
        [one] => (*one).to_string(),
        many => format!("one of {{{}}}", many.join(", ")),
    }
}

/// The value of a setting: `90 days`, `yes`, a text without its quotes; `not set` where who extends the playbook must say it.
#[must_use]
pub fn show_setting(setting: &Setting, playbook: &Playbook) -> String {
    match &setting.value {
        None => "not set".into(),
        Some(Value::Text(text)) => text.to_string(),
        Some(value) => constant(value, &setting.ty, playbook),
    }
}

fn write(expr: &Expr, playbook: &Playbook, around: Tightness) -> String {
    let (text, own) = form(expr, playbook);
    if own < around { format!("({text})") } else { text }
}

fn form(expr: &Expr, playbook: &Playbook) -> (String, Tightness) {
    let inner = |expr: &Expr, around| write(expr, playbook, around);
    match &expr.kind {
        ExprKind::Constant(value) => (constant(value, &expr.ty, playbook), Tightness::Atom),
        ExprKind::Negate(operand) => (format!("-{}", inner(operand, Tightness::Negation)), Tightness::Negation),
        ExprKind::Not(operand) => (format!("not {}", inner(operand, Tightness::Not)), Tightness::Not),
        ExprKind::Arithmetic { op, left, right } => {
            let (own, next) = match op {
                Arithmetic::Add | Arithmetic::Subtract => (Tightness::Sum, Tightness::Product),
                Arithmetic::Multiply | Arithmetic::Divide => (Tightness::Product, Tightness::Negation),
            };
            (format!("{} {} {}", inner(left, own), op.sign(), inner(right, next)), own)
        }
        ExprKind::AddMonths { date, months, back } => {
            let sign = if *back { "-" } else { "+" };
            let text = format!("{} {sign} {}", inner(date, Tightness::Sum), inner(months, Tightness::Product));
            (text, Tightness::Sum)
        }
        ExprKind::Compare { op, left, right } => {
            let text =
                format!("{} {} {}", inner(left, Tightness::Fallback), op.sign(), inner(right, Tightness::Fallback));
            (text, Tightness::Test)
        }
        ExprKind::Same { negated, left, right } => {
            let sign = if *negated { "!=" } else { "=" };
            let text = format!("{} {sign} {}", inner(left, Tightness::Fallback), inner(right, Tightness::Fallback));
            (text, Tightness::Test)
        }
        ExprKind::All(criteria) => joined(criteria, playbook, " and ", "all of", Tightness::And),
        ExprKind::Any(criteria) => joined(criteria, playbook, " or ", "any of", Tightness::Or),
        ExprKind::AtLeastOf { count, criteria } => {
            let head = format!("at least {} of", inner(count, Tightness::Atom));
            (block(&head, criteria, playbook), Tightness::Atom)
        }
        ExprKind::NumberOf(criteria) => (block("number of", criteria, playbook), Tightness::Atom),
        ExprKind::IsKnown(subject) => (format!("{} is known", inner(subject, Tightness::Fallback)), Tightness::Test),
        ExprKind::IsMissing(subject) => {
            (format!("{} is missing", inner(subject, Tightness::Fallback)), Tightness::Test)
        }
        ExprKind::OneOf { subject, negated, words } => {
            let not = if *negated { "not " } else { "" };
            let words = word_list(words, &subject.ty, playbook);
            (format!("{} is {not}{words}", inner(subject, Tightness::Fallback)), Tightness::Test)
        }
        ExprKind::AtLeast { subject, word } => {
            let word = word_list(&[*word], &subject.ty, playbook);
            (format!("{} is at least {word}", inner(subject, Tightness::Fallback)), Tightness::Test)
        }
        ExprKind::Within { date, direction, distance } => {
            let which = if *direction == Direction::Next { "next" } else { "last" };
            let text =
                format!("{} within {which} {}", inner(date, Tightness::Fallback), inner(distance, Tightness::Atom));
            (text, Tightness::Test)
        }
        ExprKind::IfMissing { value, fallback } => {
            let text = format!("{} if missing {}", inner(value, Tightness::Fallback), inner(fallback, Tightness::Sum));
            (text, Tightness::Fallback)
        }
        ExprKind::If { condition, then, otherwise } => {
            let (condition, then) = (inner(condition, Tightness::Or), inner(then, Tightness::Or));
            (format!("if {condition} then {then} else {}", inner(otherwise, Tightness::Or)), Tightness::Or)
        }
        ExprKind::By { subject, arms, values } => (by(subject, arms, values, playbook), Tightness::Atom),
        ExprKind::DaysSince(date) => (format!("days since {}", inner(date, Tightness::Atom)), Tightness::Atom),
        ExprKind::DaysUntil(date) => (format!("days until {}", inner(date, Tightness::Atom)), Tightness::Atom),
        ExprKind::MonthsSince(date) => (format!("months since {}", inner(date, Tightness::Atom)), Tightness::Atom),
        ExprKind::For { condition, duration } => {
            (format!("{} for {}", inner(condition, Tightness::Test), inner(duration, Tightness::Atom)), Tightness::For)
        }
        ExprKind::Ago { value, distance } => {
            (format!("{} {} ago", inner(value, Tightness::Atom), inner(distance, Tightness::Atom)), Tightness::Atom)
        }
        ExprKind::Previous(value) => (format!("previous {}", inner(value, Tightness::Atom)), Tightness::Atom),
        ExprKind::Trend { trend, value, over } => {
            let head = if *trend == Trend::Change { "change in" } else { "growth of" };
            let text = format!("{head} {} over {}", inner(value, Tightness::Atom), inner(over, Tightness::Atom));
            (text, Tightness::Atom)
        }
        ExprKind::Becomes { subject, word } => {
            let word = word_list(&[*word], &subject.ty, playbook);
            (format!("{} becomes {word}", inner(subject, Tightness::Fallback)), Tightness::Test)
        }
        ExprKind::Moves { subject, direction } => {
            let word = if *direction == Move::Worsens { "worsens" } else { "improves" };
            (format!("{} {word}", inner(subject, Tightness::Fallback)), Tightness::Test)
        }
        ExprKind::List(id) => (playbook.lists[*id].path.to_string(), Tightness::Atom),
        ExprKind::Element { list, field } => {
            let field = playbook.lists[*list].fields.get(*field);
            (field.map_or("?", |field| field.path.as_str()).into(), Tightness::Atom)
        }
        ExprKind::OfAccount(value) => {
            // Only names are written with `account.`; a clause about the account stands as it is.
            let (text, own) = form(value, playbook);
            let named = own == Tightness::Atom && !matches!(value.kind, ExprKind::Constant(_));
            if named { (format!("account.{text}"), own) } else { (text, own) }
        }
        ExprKind::Aggregate { aggregate, list, value, keep } => {
            let field = value.as_ref().map_or_else(String::new, |value| format!(".{}", inner(value, Tightness::Atom)));
            let keep = keep.as_ref().map_or_else(String::new, |keep| format!(" where {}", inner(keep, Tightness::Or)));
            (format!("{}({}{field}{keep})", aggregate.name(), playbook.lists[*list].path), Tightness::Atom)
        }
        ExprKind::Quantified { quantifier, list, keep, test } => {
            let words = match quantifier {
                ListQuantifier::Some => "some",
                ListQuantifier::No => "no",
                ListQuantifier::Every => "every",
                ListQuantifier::Share => "share of",
            };
            // Without `has`, what follows would be taken for a part of `where`.
            let (around, own) =
                if test.is_some() { (Tightness::Or, Tightness::Atom) } else { (Tightness::Not, Tightness::Or) };
            let keep = keep.as_ref().map_or_else(String::new, |keep| format!(" where {}", inner(keep, around)));
            let test = test.as_ref().map_or_else(String::new, |test| format!(" has ({})", inner(test, Tightness::Or)));
            (format!("{words} {}{keep}{test}", playbook.lists[*list].path), own)
        }
        ExprKind::Call { function, args } => {
            let args: Vec<String> = args.iter().map(|arg| inner(arg, Tightness::Or)).collect();
            (format!("{}({})", function.name(), args.join(", ")), Tightness::Atom)
        }
        named => (name(named, playbook), Tightness::Atom),
    }
}

/// The text of a form that is a name.
fn name(kind: &ExprKind, playbook: &Playbook) -> String {
    match kind {
        ExprKind::AsOf => "as_of".into(),
        ExprKind::Field(id) => playbook.fields[*id].path.to_string(),
        ExprKind::Setting(id) => playbook.settings[*id].name.to_string(),
        ExprKind::Let(id) => playbook.lets[*id].name.to_string(),
        ExprKind::Tier(id) => playbook.tiers[*id].name.to_string(),
        ExprKind::Score(id) => playbook.scores[*id].name.to_string(),
        ExprKind::Part(id) | ExprKind::Band(id) => playbook.parts[*id].path.to_string(),
        ExprKind::Stage(id) => playbook.journeys[*id].name.to_string(),
        ExprKind::Pace(id) => format!("{}.pace", playbook.journeys[*id].name),
        ExprKind::Level(id) => playbook.risks[*id].name.to_string(),
        ExprKind::PlayState(id) => playbook.plays[*id].name.to_string(),
        ExprKind::StageDate { journey, stage, edge } => {
            let journey = &playbook.journeys[*journey];
            let stage = journey.stages.get(*stage).map_or("?", |stage| stage.name.as_str());
            let edge = if *edge == StageEdge::Entered { "entered" } else { "left" };
            format!("{}.{stage}.{edge}", journey.name)
        }
        ExprKind::Measure { journey, stage, measure } => {
            let journey = &playbook.journeys[*journey];
            let stage = journey.stages.get(*stage);
            let measure = stage.and_then(|stage| stage.measures.get(*measure)).map_or("?", |measure| &measure.name);
            format!("{}.{}.{measure}", journey.name, stage.map_or("?", |stage| &stage.name))
        }
        ExprKind::TaskState { play, task } => {
            let play = &playbook.plays[*play];
            format!("{}.{}", play.name, play.tasks.get(*task).map_or("?", |task| &task.name))
        }
        _ => "?".into(),
    }
}

fn constant(value: &Value, ty: &Type, playbook: &Playbook) -> String {
    match value {
        // A plain fraction is kept plain; grouping is for people, not for text that could be written.
        Value::Number(number) if ty.is_plain() && *ty != Type::Percent => number.to_string(),
        Value::Number(number) => show_value(*number, ty, &playbook.choices).replace(',', ""),
        Value::Date(day) => crate::types::show_day(*day),
        Value::Truth(truth) => if *truth { "yes" } else { "no" }.into(),
        Value::Choice(code) => word_list(&[*code], ty, playbook),
        Value::Text(text) => format!("\"{text}\""),
    }
}

fn word_list(words: &[u16], ty: &Type, playbook: &Playbook) -> String {
    match ty {
        Type::Choice(set) => show_words(words, *set, playbook),
        _ => show_number(words.first().copied().map_or(0.0, f64::from)),
    }
}

fn joined(criteria: &[Criterion], playbook: &Playbook, word: &str, head: &str, own: Tightness) -> (String, Tightness) {
    if criteria.iter().any(|criterion| criterion.name.is_some()) {
        return (block(head, criteria, playbook), Tightness::Atom);
    }
    let around = if own == Tightness::Or { Tightness::And } else { Tightness::Not };
    let texts: Vec<String> = criteria.iter().map(|criterion| write(&criterion.condition, playbook, around)).collect();
    (texts.join(word), own)
}

fn block(head: &str, criteria: &[Criterion], playbook: &Playbook) -> String {
    let texts: Vec<String> = criteria
        .iter()
        .map(|criterion| {
            let condition = show(&criterion.condition, playbook);
            criterion.name.as_ref().map_or(condition.clone(), |name| format!("{name}: {condition}"))
        })
        .collect();
    format!("{head} {{{}}}", texts.join(", "))
}

fn by(subject: &Expr, arms: &[usize], values: &[Expr], playbook: &Playbook) -> String {
    let Type::Choice(set) = subject.ty else { return "by ?".into() };
    let cases: Vec<String> = playbook.choices[set]
        .names()
        .zip(arms)
        .filter_map(|(word, arm)| values.get(*arm).map(|value| format!("{word}: {}", show(value, playbook))))
        .collect();
    format!("by {} {{{}}}", show(subject, playbook), cases.join(", "))
}
