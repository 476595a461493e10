//! Dates as data writes them.

use stageplay_dsl::types::{Day, parse_day};

/// `2026-03-02`, or the date part of a timestamp such as `2026-03-02T09:30:00Z`.
pub(super) fn parse_date(text: &str) -> Option<Day> {
    if text.len() == 10 {
        return parse_day(text);
    }
    let day = parse_day(text.get(..10)?)?;
    is_time(text.get(10..)?).then_some(day)
}

/// True for text shaped as `dddd-dd-dd`: a date that may not exist.
pub(super) fn is_date_shaped(text: &str) -> bool {
    shaped(text.as_bytes(), b"0000-00-00")
}

/// `T09:30:00`, with a fraction and an offset or without: the date is the writer's own date.
fn is_time(text: &str) -> bool {
    let bytes = text.as_bytes();
    let Some((b'T' | b't' | b' ', clock)) = bytes.split_first() else { return false };
    let (time, rest) = clock.split_at(clock.len().min(8));
    if !shaped(time, b"00:00:00") || !at_most(time, b"23:59:60") {
        return false;
    }
    let offset = match rest.split_first() {
        Some((b'.', fraction)) => {
            let digits = fraction.iter().take_while(|byte| byte.is_ascii_digit()).count();
            if digits == 0 {
                return false;
            }
            fraction.get(digits..).unwrap_or(&[])
        }
        _ => rest,
    };
    match offset.split_first() {
        None => true,
        Some((b'Z' | b'z', after)) => after.is_empty(),
        Some((b'+' | b'-', after)) => shaped(after, b"00:00") && at_most(after, b"23:59"),
        Some(_) => false,
    }
}

/// The same length, digits where the pattern has digits, else the same.
fn shaped(text: &[u8], pattern: &[u8]) -> bool {
    text.len() == pattern.len()
        && text.iter().zip(pattern).all(|(byte, like)| if *like == b'0' { byte.is_ascii_digit() } else { byte == like })
}

/// Each pair of digits at most that of `most`.
fn at_most(text: &[u8], most: &[u8]) -> bool {
    text.chunks(3).zip(most.chunks(3)).all(|(part, most)| part.get(..2) <= most.get(..2))
}

#[cfg(test)]
mod tests {
    use super::parse_date;

    #[test]
    fn a_date_or_the_date_of_a_timestamp() {
        let day = Some(20_634);
        for text in [
            "2026-06-30",
            "2026-06-30T23:59:59Z",
            "2026-06-30t00:00:00.123456+14:00",
            "2026-06-30 09:30:00",
            "2026-06-30T09:30:00-05:00",
        ] {
            assert_eq!(parse_date(text), day, "{text}");
        }
        for text in [
            "",
            "2026-06-31",
            "2026-6-30",
            "30.06.2026",
            "2026-06-30T",
            "2026-06-30T24:00:00Z",
            "2026-06-30T09:60:00Z",
            "2026-06-30T09:30:00.Z",
            "2026-06-30T09:30:00+5",
            "2026-06-30x",
            "2026-06-30T09:30:00Zz",
            "2026-06-3ö",
        ] {
            assert_eq!(parse_date(text), None, "{text}");
        }
    }
}
