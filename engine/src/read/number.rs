//! Numbers as data writes them: read once from their text, so that nothing is rounded twice.

use std::io::Write;

/// A number in plain notation: `12`, `-0.5`, `1e3`. Nothing else: no thousands separators, no currency, no
/// infinity.
pub(super) fn parse_number(text: &str) -> Option<f64> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'+' | b'.' | b'e' | b'E'));
    if !plain {
        return None;
    }
    text.parse().ok().filter(|number: &f64| number.is_finite())
}

/// `35`, `35.7` or `35%` as the fraction: the decimal is moved two places in the text, which is then parsed.
pub(super) fn parse_percent(text: &str) -> Option<f64> {
    let digits = text.strip_suffix('%').map_or(text, str::trim_end);
    parse_number(digits)?;
    let (mantissa, exponent) = digits.split_once(['e', 'E']).unwrap_or((digits, "0"));
    let exponent = exponent.parse::<i32>().ok()?.checked_sub(2)?;
    let mut moved = [0u8; 64];
    let mut rest = moved.as_mut_slice();
    if write!(rest, "{mantissa}e{exponent}").is_err() {
        return parse_number(&format!("{mantissa}e{exponent}"));
    }
    let unused = rest.len();
    let used = moved.len() - unused;
    parse_number(std::str::from_utf8(moved.get(..used)?).ok()?)
}

/// What a number with a currency, with thousands separators or in days may have meant, written plainly; only
/// where there is no doubt.
pub(super) fn plain_spelling(text: &str) -> Option<String> {
    let number = without_unit(text)?;
    let digits: String = number.chars().filter(|letter| !letter.is_whitespace()).collect();
    let plain = digits.trim_start_matches('-').chars().all(|letter| letter.is_ascii_digit() || ",.".contains(letter));
    if !plain || digits.len() > 30 || !digits.contains(|letter: char| letter.is_ascii_digit()) {
        return None;
    }
    let separators = digits.matches([',', '.']).count();
    let last = digits.rfind([',', '.']);
    let decimals = last.map_or(0, |at| digits.len() - at - 1);
    // `1,200` may be either; one or two digits after the last separator are decimals, three after several are not.
    let spelled = match (separators, decimals) {
        (0, _) => digits,
        (_, 1 | 2) => {
            let (whole, part) = digits.split_at(last?);
            format!("{}.{}", whole.replace([',', '.'], ""), part.get(1..)?)
        }
        (2.., 3) if !(digits.contains(',') && digits.contains('.')) => digits.replace([',', '.'], ""),
        _ => return None,
    };
    parse_number(&spelled).map(|_| spelled)
}

/// The text without a currency sign or code, or the word days, before or after it; other words may stand for
/// thousands or millions.
fn without_unit(text: &str) -> Option<&str> {
    let is_digit = |letter: char| letter.is_ascii_digit();
    let first = text.find(|letter: char| is_digit(letter) || letter == '-')?;
    let after = text.rfind(is_digit)? + 1;
    let (before, behind) = (text.get(..first)?.trim(), text.get(after..)?.trim());
    let is_unit = |word: &str| {
        matches!(word, "" | "$" | "€" | "£" | "¥" | "day" | "days")
            || (word.len() == 3 && word.bytes().all(|byte| byte.is_ascii_uppercase()))
    };
    (is_unit(before) && is_unit(behind)).then(|| text.get(first..after))?
}

#[cfg(test)]
mod tests {
    use super::{parse_number, parse_percent, plain_spelling};

    #[test]
    fn only_plain_finite_numbers() {
        assert_eq!(parse_number("21472.12"), Some(21472.12));
        assert_eq!(parse_number("-1.5e3"), Some(-1500.0));
        for text in ["", "-", "nan", "inf", "1e999", "1,200", "$5", "0x10", "1_000", "1 000", "５"] {
            assert_eq!(parse_number(text), None, "{text}");
        }
    }

    #[test]
    fn a_percent_is_rounded_once() {
        assert_eq!(parse_percent("35"), Some(0.35));
        assert_eq!(parse_percent("35%"), Some(0.35));
        assert_eq!(parse_percent("35.7 %"), Some(0.357));
        // 35.7 / 100 is 0.35700000000000004.
        assert_ne!(Some(35.7 / 100.0), parse_percent("35.7"));
        assert_eq!(parse_percent("-7"), Some(-0.07));
        assert_eq!(parse_percent("1.1e1"), Some(0.11));
        assert_eq!(parse_percent(&format!("0.{}1", "0".repeat(70))), Some(1e-73));
        for text in ["%", "35%%", "1e", "1e999", "a%", "% 35"] {
            assert_eq!(parse_percent(text), None, "{text}");
        }
    }

    #[test]
    fn a_plain_spelling_only_without_doubt() {
        assert_eq!(plain_spelling("$1,200.00").as_deref(), Some("1200.00"));
        assert_eq!(plain_spelling("1.200,50").as_deref(), Some("1200.50"));
        assert_eq!(plain_spelling("USD 1200").as_deref(), Some("1200"));
        assert_eq!(plain_spelling("1,200,000").as_deref(), Some("1200000"));
        assert_eq!(plain_spelling("30 days").as_deref(), Some("30"));
        assert_eq!(plain_spelling("1 200,50 EUR").as_deref(), Some("1200.50"));
        for text in ["1,200", "hello", "100k", "1.2 million", "=1+1", "1e999", "1-2"] {
            assert_eq!(plain_spelling(text), None, "{text}");
        }
    }
}
