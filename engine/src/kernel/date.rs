//! Dates: distances to the day of the evaluation, and whole months on the calendar.

use super::Lanes;
use super::lanes::{BLOCK, fill, fill_truths, pack};
use crate::column::{Bits, Numbers, Truths};
use chrono::{Datelike, Months, NaiveDate};
use stageplay_dsl::typed::Direction;
use stageplay_dsl::types::day_of;

/// Days from the first day chrono counts to 1970-01-01.
const EPOCH: i32 = 719_163;

/// The calendar day of a day number, fractions cut downwards; `None` outside the calendar.
fn date_of(day: f64) -> Option<NaiveDate> {
    let day = day.floor();
    // Far wider than the calendar, and safe to convert.
    if !(-1.0e9..=1.0e9).contains(&day) {
        return None;
    }
    NaiveDate::from_num_days_from_ce_opt((day as i32).checked_add(EPOCH)?)
}

/// A day moved by whole months (fractions cut towards zero), clamped to the end of the month; `None` outside
/// the calendar.
#[must_use]
pub fn add_months_to(day: f64, months: f64) -> Option<f64> {
    let date = date_of(day)?;
    let months = months.trunc();
    if !(-1.0e8..=1.0e8).contains(&months) {
        return None;
    }
    let distance = Months::new(months.abs() as u32);
    let moved = if months < 0.0 { date.checked_sub_months(distance) } else { date.checked_add_months(distance) };
    moved.map(|date| f64::from(day_of(date)))
}

/// The largest number of whole months that can be added to `day` without passing `as_of`; `None` outside the
/// calendar.
#[must_use]
pub fn months_between(day: f64, as_of: f64) -> Option<f64> {
    let (from, to) = (date_of(day)?, date_of(as_of)?);
    let months = (to.year() - from.year()) * 12 + to.month().cast_signed() - from.month().cast_signed();
    // In the last month, the day that `from` falls on, its month being cut short if need be.
    let landed = from.day().min(days_in_month(to));
    Some(f64::from(if landed > to.day() { months - 1 } else { months }))
}

fn days_in_month(date: NaiveDate) -> u32 {
    u32::from(date.num_days_in_month())
}

/// Dates moved by months.
pub fn add_months(out: &mut Numbers, rows: usize, date: Lanes<'_, f64>, months: Lanes<'_, f64>, sign: f64) {
    let moved = |day: &f64, months: &f64| add_months_to(*day, sign * *months);
    fill(
        out,
        rows,
        #[inline(always)]
        |at, values| {
            let both = date.known(at) & months.known(at);
            scalar(values, both, date.block(at).iter().zip(months.block(at)).map(|(day, months)| moved(day, months)))
        },
    );
}

/// Whole months from dates to the day of the evaluation.
pub fn months_since(out: &mut Numbers, rows: usize, date: Lanes<'_, f64>, as_of: Lanes<'_, f64>) {
    fill(
        out,
        rows,
        #[inline(always)]
        |at, values| {
            let both = date.known(at) & as_of.known(at);
            scalar(
                values,
                both,
                date.block(at).iter().zip(as_of.block(at)).map(|(day, as_of)| months_between(*day, *as_of)),
            )
        },
    );
}

/// Writes what is there and says where it is.
fn scalar(values: &mut [f64], known: u64, results: impl Iterator<Item = Option<f64>>) -> u64 {
    let mut found = 0;
    for ((lane, value), result) in values.iter_mut().enumerate().zip(results) {
        if let Some(result) = result {
            *value = result;
            found |= 1 << (lane % BLOCK);
        }
    }
    found & known
}

/// Whether dates lie between the day of the evaluation and so many days after or before it, both ends included.
pub fn within(
    direction: Direction,
    out: &mut Truths,
    rows: usize,
    date: Lanes<'_, f64>,
    distance: Lanes<'_, f64>,
    as_of: Lanes<'_, f64>,
) {
    let known = |at: usize| date.known(at) & distance.known(at) & as_of.known(at);
    let operands = |at: usize| date.block(at).iter().zip(distance.block(at)).zip(as_of.block(at));
    match direction {
        Direction::Next => fill_truths(
            out,
            rows,
            #[inline(always)]
            |at| {
                let inside =
                    |((date, distance), as_of): ((&f64, &f64), &f64)| (as_of <= date) & (*date <= as_of + distance);
                (pack(operands(at).map(inside)), known(at))
            },
        ),
        Direction::Last => fill_truths(
            out,
            rows,
            #[inline(always)]
            |at| {
                let inside =
                    |((date, distance), as_of): ((&f64, &f64), &f64)| (as_of - distance <= *date) & (date <= as_of);
                (pack(operands(at).map(inside)), known(at))
            },
        ),
    }
}

/// Which dates are known and at most so many days before the day of the evaluation: what they vouch for counts.
pub fn fresh(out: &mut Bits, rows: usize, since: Lanes<'_, f64>, after: f64, as_of: f64) {
    let blocks = 0..rows.div_ceil(BLOCK);
    out.refill(
        rows,
        blocks.map(|at| since.known(at) & pack(since.block(at).iter().map(|since| as_of - since <= after))),
    );
}
