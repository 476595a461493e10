//! The portfolio workload as somebody would write it who needs nothing else: one loop, by hand.
//!
//! Sixty-four accounts at a time, so that the compiler can use vector instructions and everything between two columns
//! stays in the nearest cache. A missing number is NaN. Sums run from left to right, as everywhere.

use stageplay_dsl::typed::Playbook;
use stageplay_engine::column::{Batch, Column};

/// Accounts at a time.
const WIDTH: usize = 64;

/// 2026-06-30.
pub(crate) const AS_OF: f64 = 20_634.0;

type Lane = [f64; WIDTH];

/// What comes of a book: accounts per band (lowest first), stage and play, and two sums.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sums {
    pub(crate) bands: [u64; 3],
    pub(crate) stages: [u64; 5],
    pub(crate) plays: [u64; 12],
    pub(crate) health: f64,
    pub(crate) priority: f64,
}

/// The columns of a book as numbers: words by their place, yes is 1, missing is NaN.
pub(crate) struct Book {
    columns: Vec<Vec<f64>>,
    rows: usize,
}

/// The fields that are read, in this order.
const FIELDS: [&str; 30] = [
    "segment",
    "arr",
    "contract_start",
    "renewal_date",
    "logins_30d",
    "logins_prev_30d",
    "active_users",
    "licensed_users",
    "features_used",
    "features_total",
    "open_tickets",
    "sev1_open",
    "resolution_hours",
    "reopened_90d",
    "nps",
    "csat",
    "last_qbr",
    "exec_last_seen",
    "last_meaningful",
    "champion_active",
    "contacts_active",
    "days_past_due",
    "contract_years",
    "upsells_12m",
    "first_value_date",
    "roi_achieved",
    "roi_contracted",
    "milestones_done",
    "milestones_total",
    "referrals_12m",
];

impl Book {
    /// The columns of a batch.
    pub(crate) fn of(playbook: &Playbook, batch: &Batch) -> Self {
        let column = |name: &&str| {
            let field = playbook.fields.iter().find(|(_, field)| field.path == **name);
            let column = field.and_then(|(id, _)| batch.columns.rows().get(id.0 as usize));
            (0..batch.rows.next_multiple_of(WIDTH))
                .map(|row| column.map_or(f64::NAN, |column| number(column, row)))
                .collect()
        };
        Self { columns: FIELDS.iter().map(column).collect(), rows: batch.rows }
    }

    /// Decides all accounts.
    #[inline(always)]
    pub(crate) fn decide(&self) -> Sums {
        let mut sums = Sums::default();
        for start in (0..self.rows).step_by(WIDTH) {
            let mut lanes = [[0.0; WIDTH]; FIELDS.len()];
            for (lane, column) in lanes.iter_mut().zip(&self.columns) {
                if let Some(values) = column.get(start..start + WIDTH) {
                    lane.copy_from_slice(values);
                }
            }
            decide(&lanes, (self.rows - start).min(WIDTH), &mut sums);
        }
        sums
    }
}

fn number(column: &Column, row: usize) -> f64 {
    if column.is_missing(row) {
        return f64::NAN;
    }
    match column {
        Column::Number(array) => array.value(row),
        Column::Date(array) => f64::from(array.value(row)),
        Column::Code(array) => f64::from(array.value(row)),
        Column::Truth(array) => f64::from(u8::from(array.value(row))),
        Column::Text(_) => f64::NAN,
    }
}

/// Points from 0 at `worst` to 100 at `best`, added with their weight where the number is there.
#[inline(always)]
fn add(sum: &mut Lane, weights: &mut Lane, value: impl Fn(usize) -> f64, worst: f64, best: f64, weight: f64) {
    for at in 0..WIDTH {
        let value = value(at);
        let points = 100.0 * ((value - worst) / (best - worst)).clamp(0.0, 1.0);
        let is_there = value.is_finite();
        sum[at] += if is_there { points * weight } else { 0.0 };
        weights[at] += if is_there { weight } else { 0.0 };
    }
}

/// A weighted mean, added with its weight where there is one.
#[inline(always)]
fn add_mean(total: &mut Lane, weights: &mut Lane, part: (&Lane, &Lane), weight: f64) {
    for at in 0..WIDTH {
        let is_there = part.1[at] > 0.0;
        total[at] += if is_there { part.0[at] / part.1[at] * weight } else { 0.0 };
        weights[at] += if is_there { weight } else { 0.0 };
    }
}

#[inline(always)]
#[allow(
    clippy::manual_range_contains,
    clippy::too_many_lines,
    reason = "the workload in one piece, without branches, is the point"
)]
fn decide(lanes: &[Lane; FIELDS.len()], rows: usize, sums: &mut Sums) {
    let [
        segment,
        arr,
        start,
        renewal,
        logins,
        logins_before,
        active,
        seats,
        used,
        features,
        tickets,
        sev1,
        hours,
        reopened,
        nps,
        csat,
        qbr,
        executive,
        meaningful,
        champion,
        contacts,
        past_due,
        years,
        upsells,
        first_value,
        roi,
        promised,
        done,
        milestones,
        referrals,
    ] = lanes;
    let zero = || ([0.0; WIDTH], [0.0; WIDTH]);
    let (mut health, mut weights) = zero();
    let (mut sum, mut weight) = zero();
    add(&mut sum, &mut weight, |at| logins[at] / logins_before[at].max(1.0), 0.5, 1.1, 10.0);
    add(&mut sum, &mut weight, |at| active[at] / seats[at], 0.2, 0.8, 15.0);
    add(&mut sum, &mut weight, |at| used[at] / features[at], 0.1, 0.6, 15.0);
    add_mean(&mut health, &mut weights, (&sum, &weight), 40.0);
    (sum, weight) = zero();
    add(&mut sum, &mut weight, |at| tickets[at], 10.0, 0.0, 5.0);
    add(&mut sum, &mut weight, |at| sev1[at], 2.0, 0.0, 5.0);
    add(&mut sum, &mut weight, |at| hours[at], 72.0, 8.0, 5.0);
    add(&mut sum, &mut weight, |at| reopened[at], 4.0, 0.0, 5.0);
    add_mean(&mut health, &mut weights, (&sum, &weight), 20.0);
    (sum, weight) = zero();
    add(&mut sum, &mut weight, |at| nps[at], 3.0, 9.0, 10.0);
    add(&mut sum, &mut weight, |at| csat[at], 2.5, 4.5, 10.0);
    add_mean(&mut health, &mut weights, (&sum, &weight), 20.0);
    (sum, weight) = zero();
    add(&mut sum, &mut weight, |at| AS_OF - qbr[at], 180.0, 60.0, 4.0);
    add(&mut sum, &mut weight, |at| AS_OF - executive[at], 120.0, 30.0, 4.0);
    add(&mut sum, &mut weight, |at| contacts[at], 1.0, 4.0, 2.0);
    add_mean(&mut health, &mut weights, (&sum, &weight), 10.0);
    (sum, weight) = zero();
    add(&mut sum, &mut weight, |at| past_due[at], 45.0, 0.0, 5.0);
    add(&mut sum, &mut weight, |at| years[at], 1.0, 3.0, 3.0);
    add(&mut sum, &mut weight, |at| upsells[at], 0.0, 2.0, 2.0);
    add_mean(&mut health, &mut weights, (&sum, &weight), 10.0);

    let mut bands = [0_u8; WIDTH];
    let mut stages = [0_u8; WIDTH];
    let mut plays = [0_u16; WIDTH];
    let mut priority = [0.0; WIDTH];
    for at in 0..WIDTH {
        health[at] /= weights[at];
        let points = health[at];
        bands[at] = u8::from(points >= 50.0) + u8::from(points >= 75.0);
        let share = active[at] / seats[at];
        let adoption = first_value[at].is_finite() & (done[at] / milestones[at] >= 0.8);
        let realization = adoption & (share >= 0.5) & (used[at] / features[at] >= 0.3);
        let loyalty = realization & (roi[at] / promised[at] >= 1.0) & (points >= 70.0);
        let advocacy = loyalty & (referrals[at] >= 1.0) & (nps[at] >= 9.0);
        stages[at] = u8::from(adoption) + u8::from(realization) + u8::from(loyalty) + u8::from(advocacy);
        let left = renewal[at] - AS_OF;
        let patience = if segment[at] == 0.0 {
            112.0
        } else if segment[at] == 1.0 {
            42.0
        } else {
            21.0
        };
        let (red, green) = (bands[at] == 0, bands[at] == 2);
        let unseen = AS_OF - executive[at];
        let bits = [
            red & (arr[at] >= 100_000.0),
            red & (left >= 0.0) & (left <= 120.0),
            (bands[at] == 1) & (AS_OF - meaningful[at] > 30.0),
            (stages[at] == 0) & (AS_OF - start[at] > patience),
            executive[at].is_nan() | (unseen > 90.0),
            contacts[at] <= 1.0,
            champion[at] == 0.0,
            nps[at] <= 6.0,
            (tickets[at] >= 8.0) | (sev1[at] >= 2.0),
            roi[at].is_nan() & (left >= 0.0) & (left <= 180.0),
            realization & green & (share >= 0.85),
            loyalty & green & (nps[at] >= 9.0),
        ];
        let mut mask = 0;
        for (bit, is_open) in bits.iter().enumerate() {
            mask |= u16::from(*is_open) << bit;
        }
        plays[at] = mask;
        let near = if (left >= 0.0) & (left < 90.0) { 20.0 } else { 0.0 };
        let silent = if champion[at] == 0.0 { 15.0 } else { 0.0 };
        let late = (past_due[at] / 3.0).min(15.0);
        priority[at] = 0.5 * (100.0 - points) + near + silent + late;
    }
    for at in 0..WIDTH {
        priority[at] = priority[at] * (1.0 + arr[at]).ln() / 10.0;
    }
    for at in 0..rows {
        sums.health += health[at];
        sums.priority += priority[at];
    }
    for (code, count) in sums.bands.iter_mut().enumerate() {
        *count += bands.iter().take(rows).map(|band| u64::from(usize::from(*band) == code)).sum::<u64>();
    }
    for (code, count) in sums.stages.iter_mut().enumerate() {
        *count += stages.iter().take(rows).map(|stage| u64::from(usize::from(*stage) == code)).sum::<u64>();
    }
    for (bit, count) in sums.plays.iter_mut().enumerate() {
        *count += plays.iter().take(rows).map(|mask| u64::from(mask >> bit & 1)).sum::<u64>();
    }
}
