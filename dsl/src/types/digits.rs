//! Numbers as digits, thousands grouped.

/// A number with so many decimals at most and no trailing zeros: `1,234.5`.
pub(super) fn rounded(value: f64, most_decimals: usize) -> String {
    match units(value.abs(), most_decimals) {
        Some((units, power)) => written(value < 0.0, units, power),
        None => from_text(value, most_decimals),
    }
}

/// A number as a whole number of its last decimals, and how many of those make one: 12.34 with two is 1234 of 100.
/// `None` where multiplying might round to the other side of a half.
fn units(value: f64, decimals: usize) -> Option<(u64, u64)> {
    const POWERS: [u64; 5] = [1, 10, 100, 1_000, 10_000];
    let power = *POWERS.get(decimals)?;
    #[allow(clippy::cast_precision_loss, reason = "small whole numbers")]
    let scaled = value * power as f64;
    // Below this the product is off by less than a ten-thousandth.
    let is_clear = scaled < 1e12 && (scaled - scaled.floor() - 0.5).abs() > 0.001;
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 1e12")]
    is_clear.then(|| (scaled.round() as u64, power))
}

/// The digits of so many units, of which `power` make one.
fn written(is_negative: bool, units: u64, power: u64) -> String {
    let (mut whole, mut part, mut unit) = (units / power, units % power, power);
    while unit > 1 && part.is_multiple_of(10) {
        (part, unit) = (part / 10, unit / 10);
    }
    // From the last digit to the first.
    let mut text = Vec::with_capacity(24);
    let digit = |number: u64| b"0123456789".get((number % 10) as usize).copied().unwrap_or(b'0');
    if unit > 1 {
        while unit > 1 {
            text.push(digit(part));
            (part, unit) = (part / 10, unit / 10);
        }
        text.push(b'.');
    }
    for at in 0.. {
        if at > 0 && at % 3 == 0 {
            text.push(b',');
        }
        text.push(digit(whole));
        whole /= 10;
        if whole == 0 {
            break;
        }
    }
    if is_negative && units > 0 {
        text.push(b'-');
    }
    text.reverse();
    String::from_utf8(text).unwrap_or_default()
}

/// The same of any number, by the exact digits of the standard library.
fn from_text(value: f64, most_decimals: usize) -> String {
    let text = format!("{value:.most_decimals$}");
    let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("-", digits));
    let decimals = decimals.trim_end_matches('0');
    let sign = if digits == "0" && decimals.is_empty() { "" } else { sign };
    let point = if decimals.is_empty() { "" } else { "." };
    format!("{sign}{}{point}{decimals}", group(digits))
}

fn group(digits: &str) -> String {
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::{from_text, rounded};

    #[test]
    fn the_quick_way_and_the_exact_one_say_the_same() {
        let halves = [0.5, 0.05, 0.25, 0.125, 2.675, 1.005, 0.045, 1e-5, 0.99995, 999.5, 999.95, 123_456.785];
        let edges = [0.0, -0.0, 1.0, 9.999, 10.0, 999.0, 1_000.0, 999_999.999_949, 1e11, 1e12, 1e14, 1e300, f64::NAN];
        // Numbers of all sizes, the same in every run.
        let mut dice = 0x9e37_79b9_7f4a_7c15_u64;
        let mut thrown = Vec::new();
        for size in (0..15).cycle().take(30_000) {
            dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let share = f64::from(u32::try_from(dice >> 32).unwrap()) / f64::from(u32::MAX);
            thrown.push(share * 10_f64.powi(size));
            // Just at and beside a tie.
            let tie = (share * 10_f64.powi(size) * 20.0).round() / 20.0;
            thrown.extend([tie, tie.next_up(), tie.next_down()]);
        }
        for value in halves.into_iter().chain(edges).chain(thrown) {
            for value in [value, -value] {
                for decimals in [0, 1, 2, 4, 7, 17] {
                    assert_eq!(rounded(value, decimals), from_text(value, decimals), "{value:e} with {decimals}");
                }
            }
        }
    }
}
