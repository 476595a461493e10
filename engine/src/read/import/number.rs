//! Numbers as people write them: with a currency, a percent sign, thousands apart, a decimal comma, in brackets.

use super::sheet::trimmed;

/// What stands before the decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decimals {
    /// 1.200,50
    Comma,
    /// 1,200.50
    Point,
}

/// What the digits of a number say, in plain notation.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Digits {
    /// The same with either.
    Plain(String),
    /// Only with these decimals.
    With(Decimals, String),
    /// Two numbers, and nothing in it says which: 1.200.
    Either { comma: String, point: String },
}

/// A number, taken apart.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Written<'t> {
    pub digits: Digits,
    /// `$`, `EUR`, `%`, `days`; empty where there is none.
    pub unit: &'t str,
}

/// Takes a number apart; nothing where it is none.
pub(super) fn written(text: &str) -> Option<Written<'_>> {
    let (text, in_brackets) = match text.strip_prefix('(').and_then(|text| text.strip_suffix(')')) {
        Some(inside) => (trimmed(inside), true),
        None => (text, false),
    };
    let is_digit = |letter: char| letter.is_ascii_digit();
    let first = text.find(is_digit)?;
    let after = text.rfind(is_digit)? + 1;
    let (before, middle, behind) = (text.get(..first)?, text.get(first..after)?, text.get(after..)?);
    // `.5`: half, not five.
    let (before, leading) = match before.strip_suffix(['.', ',']) {
        Some(rest) => (rest, before.get(rest.len()..)?),
        None => (before, ""),
    };
    let (before, minus_before) = without_minus(trimmed(before));
    let (behind, minus_behind) = without_minus(trimmed(behind));
    if before.starts_with('+') && before.len() > 1 || !before.is_empty() && !behind.is_empty() {
        return None;
    }
    let unit = if before.is_empty() || before == "+" { behind } else { before };
    let sign = match u8::from(in_brackets) + u8::from(minus_before) + u8::from(minus_behind) {
        0 => "",
        1 => "-",
        _ => return None,
    };
    let digits = match digits(&format!("{leading}{middle}"))? {
        Digits::Plain(plain) => Digits::Plain(format!("{sign}{plain}")),
        Digits::With(decimals, plain) => Digits::With(decimals, format!("{sign}{plain}")),
        Digits::Either { comma, point } => {
            Digits::Either { comma: format!("{sign}{comma}"), point: format!("{sign}{point}") }
        }
    };
    Some(Written { digits, unit })
}

/// A minus before the currency or behind it; or, as some systems write, behind the number.
fn without_minus(text: &str) -> (&str, bool) {
    let is_minus = |letter: char| matches!(letter, '-' | '\u{2212}');
    match text.strip_prefix(is_minus).or_else(|| text.strip_suffix(is_minus)) {
        Some(rest) => (trimmed(rest), true),
        None => (text, false),
    }
}

fn is_blank(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '\'' | '\u{2019}')
}

fn digits(text: &str) -> Option<Digits> {
    let count = |mark: char| text.matches(mark).count();
    let has_blanks = text.contains(is_blank);
    Some(match (count(','), count('.')) {
        (0, 0) if has_blanks => Digits::Plain(thousands(text, is_blank)?),
        (0, 0) => Digits::Plain(only_digits(text)?),
        (1, 0) => one_mark(text, ',', Decimals::Comma)?,
        (0, 1) => one_mark(text, '.', Decimals::Point)?,
        (_, 0) => Digits::With(Decimals::Point, thousands(text, |letter| letter == ',')?),
        (0, _) => Digits::With(Decimals::Comma, thousands(text, |letter| letter == '.')?),
        (commas, points) => {
            let (decimals, mark, other, marks) = if text.rfind(',') > text.rfind('.') {
                (Decimals::Comma, ',', '.', commas)
            } else {
                (Decimals::Point, '.', ',', points)
            };
            let (whole, part) = text.split_once(mark)?;
            if marks > 1 {
                return None;
            }
            let whole = thousands(whole, |letter| letter == other)?;
            Digits::With(decimals, format!("{whole}.{}", only_digits(part)?))
        }
    })
}

/// A number with one comma or one point in it, `decimals` if it stands before decimals.
fn one_mark(text: &str, mark: char, decimals: Decimals) -> Option<Digits> {
    let (whole, part) = text.split_once(mark)?;
    let part = only_digits(part)?;
    let is_grouped = whole.contains(is_blank);
    let plain = match whole {
        "" => "0".to_owned(),
        _ if is_grouped => thousands(whole, is_blank)?,
        _ => only_digits(whole)?,
    };
    let with_decimals = format!("{plain}.{part}");
    let may_group = part.len() == 3 && (1..=3).contains(&whole.len()) && !is_grouped && !whole.starts_with('0');
    if !may_group {
        return Some(Digits::With(decimals, with_decimals));
    }
    let grouped = format!("{plain}{part}");
    Some(match decimals {
        Decimals::Comma => Digits::Either { comma: with_decimals, point: grouped },
        Decimals::Point => Digits::Either { comma: grouped, point: with_decimals },
    })
}

fn only_digits(text: &str) -> Option<String> {
    (!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.to_owned())
}

/// The digits of groups of three, of which the first may be shorter.
fn thousands(text: &str, mark: impl Fn(char) -> bool) -> Option<String> {
    let mut groups = text.split(mark);
    let mut all = only_digits(groups.next()?).filter(|first| first.len() <= 3)?;
    for group in groups {
        all.push_str(&only_digits(group).filter(|group| group.len() == 3)?);
    }
    Some(all)
}

/// Whether a sign or code may mean this currency. A dollar is that of the field.
pub(super) fn is_currency(unit: &str, currency: &str) -> bool {
    if unit.eq_ignore_ascii_case(currency) {
        return true;
    }
    match unit {
        "$" => {
            matches!(currency, "USD" | "CAD" | "AUD" | "NZD" | "SGD" | "HKD" | "MXN" | "ARS" | "CLP" | "COP" | "TWD")
        }
        "US$" => currency == "USD",
        "C$" | "CA$" => currency == "CAD",
        "A$" | "AU$" => currency == "AUD",
        "R$" => currency == "BRL",
        "€" | "Euro" | "euro" => currency == "EUR",
        "£" => currency == "GBP",
        "¥" | "￥" => matches!(currency, "JPY" | "CNY"),
        "₹" => currency == "INR",
        "Fr." | "SFr." => currency == "CHF",
        "kr" | "kr." => matches!(currency, "SEK" | "NOK" | "DKK" | "ISK"),
        "zł" => currency == "PLN",
        "Kč" => currency == "CZK",
        _ => false,
    }
}

/// Whether a word says that a number is of days.
pub(super) fn is_days(unit: &str) -> bool {
    let words = ["d", "day", "days", "tag", "tage", "tagen", "jour", "jours", "día", "días", "dia", "dias"];
    words.contains(&unit.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::{Decimals, Digits, is_currency, written};

    fn said(text: &str) -> String {
        let Some(written) = written(text) else { return "no number".into() };
        let digits = match written.digits {
            Digits::Plain(plain) => plain,
            Digits::With(Decimals::Comma, plain) => format!("comma {plain}"),
            Digits::With(Decimals::Point, plain) => format!("point {plain}"),
            Digits::Either { comma, point } => format!("comma {comma} or point {point}"),
        };
        format!("{digits} {}", written.unit).trim().into()
    }

    #[test]
    fn a_number_says_what_it_can_and_no_more() {
        for (text, expected) in [
            ("1200", "1200"),
            ("$1,200.00", "point 1200.00 $"),
            ("1.200,00 €", "comma 1200.00 €"),
            ("EUR 1.234.567", "comma 1234567 EUR"),
            ("1,234,567 USD", "point 1234567 USD"),
            ("1 200", "1200"),
            ("1\u{202f}200,5", "comma 1200.5"),
            ("1'200.50", "point 1200.50"),
            ("1.200", "comma 1200 or point 1.200"),
            ("1,200", "comma 1.200 or point 1200"),
            ("(1,200)", "comma -1.200 or point -1200"),
            ("0.125", "point 0.125"),
            ("1200.125", "point 1200.125"),
            (",5", "comma 0.5"),
            ("12,5 %", "comma 12.5 %"),
            ("-45%", "-45 %"),
            ("-$ 5", "-5 $"),
            ("$-5", "-5 $"),
            ("500-", "-500"),
            ("+5", "5"),
            ("30 days", "30 days"),
        ] {
            assert_eq!(said(text), expected, "{text}");
        }
        for text in ["", "n/a", "1.2.3", "1,20,000", "12 34", "1.200,00,00", "(-5)", "$5 EUR", "5.", "1-2", "٣", "=1+1"]
        {
            assert!(said(text) == "no number" || said(text).ends_with('.'), "{text}: {}", said(text));
        }
    }

    #[test]
    fn a_dollar_is_that_of_the_field_and_a_euro_is_no_dollar() {
        assert!(is_currency("$", "CAD") && is_currency("usd", "USD") && is_currency("€", "EUR"));
        assert!(!is_currency("$", "EUR") && !is_currency("€", "USD") && !is_currency("US$", "CAD"));
    }
}
