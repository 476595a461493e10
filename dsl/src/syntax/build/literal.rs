//! Numbers, units and dates as written.

use super::{Builder, Fault, find, one};
use crate::diagnostic::{Code, Diagnostic};
use crate::syntax::grammar::Rule;
use crate::syntax::tree::{NumberLiteral, Unit, UnitWord};
use crate::types::parse_day;
use pest::iterators::Pair;
use smol_str::SmolStr;

impl Builder<'_> {
    /// A number with its unit.
    pub(super) fn number(&self, pair: &Pair<'_, Rule>) -> Result<NumberLiteral, Fault> {
        let digits = one(self, pair, Rule::digits)?;
        let written = digits.as_str();
        let percent = written.ends_with('%');
        let unit = if let Some(word) = find(pair, Rule::unit) {
            Some((unit_of(word.as_str()), self.span(&word)))
        } else if let Some(code) = find(pair, Rule::currency) {
            Some(((Unit::Money(code.as_str().into()), 1), self.span(&code)))
        } else if percent {
            Some(((Unit::Percent, 1), self.span(&digits)))
        } else {
            None
        };
        let factor = unit.as_ref().map_or(1, |((_, factor), _)| *factor);
        let value = value_of(written).map(|value| value * f64::from(factor)).filter(|value| value.is_finite());
        let Some(value) = value else {
            let place = self.span(&digits);
            return Err(Box::new(Diagnostic::error(Code(109), place, "this number is too large")));
        };
        Ok(NumberLiteral { value, unit: unit.map(|((unit, _), span)| UnitWord { unit, span }) })
    }

    /// A date as a day number. One that does not exist is noted, and some day stands for it.
    pub(super) fn date(&self, pair: &Pair<'_, Rule>) -> i32 {
        let written = pair.as_str();
        parse_day(written).unwrap_or_else(|| {
            let message = format!("there is no date `{written}`");
            let mut said = Diagnostic::error(Code(110), self.span(pair), message);
            match padded(written) {
                Some(date) => {
                    said = said.help(format!("write `{date}`")).fix(self.span(pair), date.as_str());
                }
                None => said = said.help("dates are written year-month-day, as in `2026-03-02`"),
            }
            self.note(said);
            0
        })
    }
}

/// `2026-3-2` as `2026-03-02`, where that exists.
fn padded(written: &str) -> Option<SmolStr> {
    let mut parts = written.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let date = format!("{year}-{month:0>2}-{day:0>2}");
    parse_day(&date).map(|_| date.into())
}

/// A unit and how many of it one is.
fn unit_of(word: &str) -> (Unit, u32) {
    match word.trim_end_matches('s') {
        "day" => (Unit::Days, 1),
        "week" => (Unit::Days, 7),
        "month" => (Unit::Months, 1),
        "year" => (Unit::Months, 12),
        "hour" => (Unit::Hours, 1),
        _ => (Unit::BusinessDays, 1),
    }
}

/// The number of `12`, `0.5`, `70%`, `100k`, `1.2m`: the decimal is moved in the text and read once.
fn value_of(written: &str) -> Option<f64> {
    let (digits, places) = match written.strip_suffix('%') {
        Some(digits) => (digits, -2),
        None => match (written.strip_suffix('k'), written.strip_suffix('m')) {
            (Some(digits), _) => (digits, 3),
            (_, Some(digits)) => (digits, 6),
            _ => (written, 0),
        },
    };
    format!("{digits}e{places}").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::value_of;

    #[test]
    fn decimals_move_in_the_text() {
        assert_eq!(value_of("7%"), Some(0.07));
        assert_eq!(value_of("0.1%"), Some(0.001));
        assert_eq!(value_of("1.1k"), Some(1100.0));
        assert_eq!(value_of("1.2m"), Some(1_200_000.0));
        assert_eq!(value_of("2.55"), Some(2.55));
    }
}
