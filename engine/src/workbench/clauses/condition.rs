//! Says of two conditions, by what is written alone, whether one implies the other: wherever the first is true, so is the
//! second. What cannot be shown from single comparisons, sets of words, `and`, `or` and `not` is not said.

use stageplay_dsl::syntax::written::{Form, Written};

/// A condition, as far as it is looked into.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// All are true.
    All(Vec<Condition>),
    /// One is true.
    Any(Vec<Condition>),
    /// It is false.
    Not(Box<Condition>),
    /// Something is compared with a number: what, its lowest and highest value.
    Range(String, End, End),
    /// Something is one of some words.
    Words(String, Vec<String>),
    /// Anything else.
    Plain(String),
}

/// An end of a range; the number belongs to it or not.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct End {
    /// Infinite where there is none.
    pub at: f64,
    /// Whether the number itself is in the range.
    pub included: bool,
}

const OPEN: (End, End) = (End { at: f64::NEG_INFINITY, included: false }, End { at: f64::INFINITY, included: false });

/// Reads the condition that an expression is.
#[must_use]
pub fn read(expr: &Written, text: &str) -> Condition {
    let parts: Vec<&Written> = if expr.parts.is_empty() { vec![expr] } else { expr.parts.iter().collect() };
    run(&parts, text)
}

fn run(parts: &[&Written], text: &str) -> Condition {
    for (form, make) in [(Form::Or, Condition::Any as fn(_) -> _), (Form::And, Condition::All as fn(_) -> _)] {
        if parts.iter().any(|part| part.form == form) {
            return make(parts.split(|part| part.form == form).map(|parts| run(parts, text)).collect());
        }
    }
    let word = |part: &Written| text.get(part.span.range()).unwrap_or_default();
    match parts {
        [not, rest @ ..] if not.form == Form::Test && word(not) == "not" => Condition::Not(Box::new(run(rest, text))),
        [paren] if paren.form == Form::Paren => {
            let inner: Vec<&Written> =
                paren.parts.iter().filter(|part| !matches!(part.form, Form::ParenOpen | Form::ParenClose)).collect();
            match inner.as_slice() {
                [one] if one.form == Form::Expr => read(one, text),
                all => run(all, text),
            }
        }
        [one] if one.form == Form::Expr => read(one, text),
        [cases] if cases.form == Form::Cases => group(cases, text),
        [left @ .., sign, number] if !left.is_empty() && sign.form == Form::Test && number.form == Form::Number => {
            compared(words(left, text), word(sign), word(number)).unwrap_or_else(|| plain(parts, text))
        }
        [left @ .., test] if !left.is_empty() && test.form == Form::Test => {
            tested(words(left, text), test, text).unwrap_or_else(|| plain(parts, text))
        }
        _ => plain(parts, text),
    }
}

fn plain(parts: &[&Written], text: &str) -> Condition {
    Condition::Plain(words(parts, text))
}

/// What is written, however it is laid out.
fn words(parts: &[&Written], text: &str) -> String {
    let mut found = Vec::new();
    parts.iter().for_each(|part| leaves(part, text, &mut found));
    found.join(" ")
}

fn leaves<'t>(part: &Written, text: &'t str, found: &mut Vec<&'t str>) {
    if part.parts.is_empty() {
        found.extend(text.get(part.span.range()).into_iter().flat_map(str::split_whitespace));
    }
    part.parts.iter().for_each(|part| leaves(part, text, found));
}

fn group(cases: &Written, text: &str) -> Condition {
    let conditions = || {
        let all =
            cases.parts.iter().filter(|part| !matches!(part.form, Form::Word | Form::Open | Form::Close | Form::Comma));
        all.map(|case| match case.form {
            Form::Case => case.parts.last().map_or_else(|| plain(&[case], text), |last| read(last, text)),
            _ => read(case, text),
        })
    };
    match cases.parts.first().and_then(|first| text.get(first.span.range())) {
        Some("all of") => Condition::All(conditions().collect()),
        Some("any of") => Condition::Any(conditions().collect()),
        _ => plain(&[cases], text),
    }
}

fn compared(left: String, sign: &str, number: &str) -> Option<Condition> {
    let (at, unit) = number_of(number)?;
    let (lowest, highest) = OPEN;
    let end = |included: bool| End { at, included };
    let (low, high) = match sign {
        "<" => (lowest, end(false)),
        "<=" => (lowest, end(true)),
        ">" => (end(false), highest),
        ">=" => (end(true), highest),
        "=" => (end(true), end(true)),
        _ => return None,
    };
    Some(Condition::Range(format!("{left} {unit}"), low, high))
}

/// `is red`, `is one of { … }`, `within next D`.
fn tested(left: String, test: &Written, text: &str) -> Option<Condition> {
    let parts: Vec<&Written> = test.parts.iter().collect();
    let own = words(&parts, text);
    let told: Vec<&str> = own.split_whitespace().filter(|word| !matches!(*word, "{" | "}" | ",")).collect();
    match told.as_slice() {
        ["is", "one", "of", set @ ..] => {
            Some(Condition::Words(left, set.iter().map(|word| (*word).trim_end_matches(',').to_owned()).collect()))
        }
        ["is", word] if !matches!(*word, "known" | "missing") => Some(Condition::Words(left, vec![(*word).into()])),
        ["within", way, rest @ ..] => {
            let distance = rest.join(" ");
            let (at, unit) = number_of(&distance)?;
            Some(Condition::Range(format!("{left} within {way} {unit}"), OPEN.0, End { at, included: true }))
        }
        _ => None,
    }
}

/// The value of a number as written, and what it counts.
#[must_use]
pub fn number_of(written: &str) -> Option<(f64, &str)> {
    let written = written.trim();
    let digits =
        written.find(|char: char| !(char.is_ascii_digit() || matches!(char, '.' | '_' | '-'))).unwrap_or(written.len());
    let (number, unit) = written.split_at_checked(digits)?;
    let value: f64 = number.replace('_', "").parse().ok()?;
    Some(match unit.trim() {
        "day" | "days" => (value, "days"),
        "week" | "weeks" => (value * 7.0, "days"),
        "month" | "months" => (value, "months"),
        "year" | "years" => (value * 12.0, "months"),
        "%" => (value / 100.0, ""),
        other => match other.strip_prefix(['k', 'm']) {
            Some(rest) if rest.is_empty() || rest.starts_with(' ') => {
                let times = if other.starts_with('k') { 1e3 } else { 1e6 };
                (value * times, rest.trim())
            }
            _ => (value, other),
        },
    })
}

impl Condition {
    /// Whether, by what is written, the other one is true wherever this one is.
    #[must_use]
    pub fn implies(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Any(all), _) => all.iter().all(|one| one.implies(other)),
            (_, Self::All(all)) => all.iter().all(|one| self.implies(one)),
            (Self::All(all), _) => all.iter().any(|one| one.implies(other)) || Self::any_of(self, other),
            (_, Self::Any(_)) => Self::any_of(self, other),
            (Self::Not(one), Self::Not(two)) => two.implies(one),
            (Self::Range(one, low, high), Self::Range(two, from, to)) => {
                let above =
                    low.at > from.at || (low.at.total_cmp(&from.at).is_eq() && (!low.included || from.included));
                let below = high.at < to.at || (high.at.total_cmp(&to.at).is_eq() && (!high.included || to.included));
                one == two && above && below
            }
            (Self::Words(one, words), Self::Words(two, set)) => {
                one == two && words.iter().all(|word| set.contains(word))
            }
            _ => self == other,
        }
    }

    fn any_of(&self, other: &Self) -> bool {
        matches!(other, Self::Any(all) if all.iter().any(|one| self.implies(one)))
    }
}

#[cfg(test)]
mod tests {
    use super::{Condition, number_of, read};
    use stageplay_dsl::source::SourceId;
    use stageplay_dsl::syntax::written::{Form, written};

    fn condition(text: &str) -> Condition {
        let text = format!("stageplay 1\nlet a = {text}\n");
        let file = written(SourceId(0), &text).expect("a sound condition");
        let expr = file.items[0].parts.iter().find(|part| part.form == Form::Expr).unwrap();
        read(expr, &text)
    }

    fn relation(one: &str, two: &str) -> (bool, bool) {
        let (one, two) = (condition(one), condition(two));
        (one.implies(&two), two.implies(&one))
    }

    #[test]
    fn a_smaller_range_implies_a_larger_one() {
        assert_eq!(relation("x < 5", "x < 6"), (true, false));
        assert_eq!(relation("x < 5", "x <= 5"), (true, false));
        assert_eq!(relation("x > 2 weeks", "x > 14 days"), (true, true));
        assert_eq!(relation("x = 5", "x >= 5"), (true, false));
        assert_eq!(relation("x < 5", "x > 5"), (false, false));
        assert_eq!(relation("x < 5 days", "x < 6"), (false, false));
        assert_eq!(relation("d within next 30 days", "d within next 40 days"), (true, false));
        assert_eq!(relation("d within next 30 days", "d within last 40 days"), (false, false));
        assert_eq!(relation("x < 100k USD", "x < 0.2m USD"), (true, false));
    }

    #[test]
    fn and_or_and_not_are_looked_through() {
        assert_eq!(relation("a and b", "a"), (true, false));
        assert_eq!(relation("a or b", "a"), (false, true));
        assert_eq!(relation("a and (b or c)", "(a and c) or (b and a)"), (false, true));
        assert_eq!(relation("not x < 5", "not x < 6"), (false, true));
        assert_eq!(relation("all of { one: a, two: x < 3 }", "x < 4 and a"), (true, false));
        assert_eq!(relation("health is red and a", "health is one of {red, yellow}"), (true, false));
        assert_eq!(relation("(a)", "a"), (true, true));
        assert_eq!(relation("a and b or c", "c or b and a"), (true, true));
    }

    #[test]
    fn what_is_not_understood_implies_only_itself() {
        assert_eq!(relation("x is missing", "x is known"), (false, false));
        assert_eq!(relation("x < y", "x < y"), (true, true));
        assert_eq!(relation("x < y", "x < z"), (false, false));
        assert_eq!(relation("(x < 3) for 30 days", "(x < 4) for 30 days"), (false, false));
        assert_eq!(number_of("70%"), Some((0.7, "")));
    }
}
