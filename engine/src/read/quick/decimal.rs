//! Numbers as JSON writes them, turned into the nearest double without a detour.

use super::cursor::Cursor;
use crate::read::number::{parse_number, parse_percent};

/// A number as it is written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Decimal<'t> {
    /// As it stands.
    text: &'t [u8],
    is_negative: bool,
    /// All its digits as one whole number, where that is exact; else nothing.
    digits: Option<u64>,
    /// How many of the digits are behind the point.
    places: usize,
}

/// Powers of ten that a double holds exactly.
const TENS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
];

/// Whole numbers up to this are doubles.
const EXACT: u64 = 1 << 53;

/// Steps over a number of JSON. Always in place: what it returns is too large to come through memory thirty times a
/// record.
#[inline(always)]
pub(super) fn decimal<'t>(cursor: &mut Cursor<'t>) -> Option<Decimal<'t>> {
    let from = cursor.rest;
    let is_negative = cursor.take(b'-');
    let mut digits = 0;
    let whole = take_digits(cursor, &mut digits);
    let starts_with_zero = from.get(usize::from(is_negative)) == Some(&b'0');
    if whole == 0 || (starts_with_zero && whole > 1) {
        return None;
    }
    let mut places = 0;
    if cursor.take(b'.') {
        places = take_digits(cursor, &mut digits);
        if places == 0 {
            return None;
        }
    }
    let mut is_exact = whole + places <= 18;
    if cursor.take(b'e') || cursor.take(b'E') {
        let _ = cursor.take(b'+') || cursor.take(b'-');
        if take_digits(cursor, &mut 0) == 0 {
            return None;
        }
        is_exact = false;
    }
    let text = from.get(..from.len() - cursor.rest.len())?;
    Some(Decimal { text, is_negative, digits: is_exact.then_some(digits), places })
}

/// Steps over digits: how many. The number is that of the last ones only, where they are more than a `u64` holds.
#[inline(always)]
fn take_digits(cursor: &mut Cursor<'_>, number: &mut u64) -> usize {
    let mut count = 0;
    // How many digits there are differs from number to number, and a branch that cannot be foreseen takes as long as all
    // eight.
    if let Some(eight) = cursor.rest.first_chunk::<8>() {
        let (digits, value) = leading_digits(u64::from_le_bytes(*eight));
        *number = number.wrapping_mul(WHOLE_TENS.get(digits).copied().unwrap_or(0)).wrapping_add(value);
        cursor.rest = cursor.rest.get(digits..).unwrap_or(&[]);
        if digits < 8 {
            return digits;
        }
        count = digits;
    }
    while let [digit @ b'0'..=b'9', rest @ ..] = cursor.rest {
        *number = number.wrapping_mul(10).wrapping_add(u64::from(digit - b'0'));
        cursor.rest = rest;
        count += 1;
    }
    count
}

/// Powers of ten.
const WHOLE_TENS: [u64; 9] = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000];

/// How many of eight bytes, the first lowest, are digits before another byte comes, and the number that they write.
#[inline(always)]
fn leading_digits(word: u64) -> (usize, u64) {
    const ZEROS: u64 = 0x3030_3030_3030_3030;
    // The high bit of a byte that is no digit is set; above the lowest such byte the bits mean nothing.
    let others = (word.wrapping_add(0x4646_4646_4646_4646) | word.wrapping_sub(ZEROS)) & 0x8080_8080_8080_8080;
    let count = (others.trailing_zeros() / 8) as usize;
    // With zeros before them they are always eight; of no digits nothing is left.
    let digits = (word ^ ZEROS).checked_shl(64 - 8 * (others.trailing_zeros() / 8)).unwrap_or(0);
    // Neighbours are put together: digits to pairs, pairs to fours, fours to the number.
    let pairs = digits.wrapping_mul(2561) >> 8 & 0x00ff_00ff_00ff_00ff;
    let fours = pairs.wrapping_mul(6_553_601) >> 16 & 0x0000_ffff_0000_ffff;
    (count, fours.wrapping_mul(42_949_672_960_001) >> 32)
}

impl Decimal<'_> {
    /// The nearest double; `None` where that is not finite.
    #[inline(always)]
    pub(super) fn number(&self) -> Option<f64> {
        self.moved(0).or_else(|| by_text(self.text, parse_number))
    }

    /// As a whole number that is not negative.
    #[inline(always)]
    pub(super) fn count(&self) -> Option<f64> {
        let number = self.number()?;
        let is_whole = self.places == 0 && self.digits.is_some();
        let is_count = number >= 0.0 && (is_whole || number.fract() == 0.0);
        // Adding zero makes a count of -0 a plain 0.
        is_count.then_some(number + 0.0)
    }

    /// As a share of a hundred, rounded once.
    #[inline(always)]
    pub(super) fn percent(&self) -> Option<f64> {
        self.moved(2).or_else(|| by_text(self.text, parse_percent))
    }

    /// The point moved to the left. One division of two exact doubles rounds once, as it has to be.
    #[inline(always)]
    fn moved(&self, places: usize) -> Option<f64> {
        let digits = self.digits.filter(|digits| *digits <= EXACT)?;
        #[allow(clippy::cast_precision_loss, reason = "not above 2 to the 53rd")]
        let whole = digits as f64;
        // Most numbers are whole, and a division takes as long as all the rest.
        let number = if self.places + places == 0 { whole } else { whole / TENS.get(self.places + places)? };
        Some(if self.is_negative { -number } else { number })
    }
}

/// The way of those that are not exact.
#[cold]
fn by_text(text: &[u8], parse: fn(&str) -> Option<f64>) -> Option<f64> {
    parse(std::str::from_utf8(text).ok()?)
}

#[cfg(test)]
mod tests {
    use super::{Cursor, decimal};
    use crate::read::number::{parse_number, parse_percent};
    use proptest::prelude::*;

    fn check(text: &str) {
        let mut cursor = Cursor { rest: text.as_bytes() };
        let read = decimal(&mut cursor).filter(|_| cursor.rest.is_empty());
        let is_json = serde_json::from_str::<&serde_json::value::RawValue>(text).is_ok();
        assert_eq!(read.is_some(), is_json && !text.trim().is_empty(), "{text}");
        if let Some(read) = read {
            let bits = |number: Option<f64>| number.map(f64::to_bits);
            assert_eq!(bits(read.number()), bits(parse_number(text)), "{text}");
            assert_eq!(bits(read.percent()), bits(parse_percent(text)), "{text}%");
            // Whatever stands behind it, and however much of that.
            for tail in [",\"a\":12", "}", "/0123456789", ":::::::::", "\u{ff}\u{ff}12345678"] {
                let more = format!("{text}{tail}");
                let mut cursor = Cursor { rest: more.as_bytes() };
                let again = decimal(&mut cursor).unwrap();
                assert_eq!(bits(again.number()), bits(read.number()), "{more}");
                assert_eq!(cursor.rest, tail.as_bytes(), "{more}");
            }
        }
    }

    #[test]
    fn the_nearest_double_at_every_edge() {
        for text in [
            "0",
            "-0",
            "-0.0",
            "1",
            "10",
            "0.1",
            "35.7",
            "9007199254740993",
            "9007199254740992",
            "900719925474099.3",
            "123456789012345678",
            "1234567890123456789",
            "0.000000000000000000000001",
            "1e23",
            "1E-5",
            "1e999",
            "-1e999",
            "4.35",
            "0.07",
            "41123.92",
            "00",
            "01",
            "-01",
            "1.",
            "1.e3",
            "1e",
            "1e+",
            "-",
            "1.5e+3",
            "5e-324",
            "2.5e-324",
        ] {
            check(text);
        }
    }

    proptest! {
        #[test]
        fn the_nearest_double(text in "-?(0|[1-9][0-9]{0,20})(\\.[0-9]{1,25})?([eE][+-]?[0-9]{1,3})?") {
            check(&text);
        }
    }
}
