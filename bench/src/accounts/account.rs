//! One account on one day. A hidden quality of the account drives most of its fields; one account in nine is new.

use crate::dice::Dice;
use stageplay_dsl::types::show_day;
use std::fmt::{Display, Write};

/// 2026-06-30.
const FIRST_DAY: i64 = 20_634;

/// An account on a day, as a line of NDJSON.
pub(crate) fn account(number: u64, day: u64) -> String {
    // What it is does not change; how it does is drawn anew about every hundred days, each account on its own day.
    let mut dice = Dice::of(number, 0);
    let turn = dice.next() % 100;
    let epoch = (day + turn) / 100;
    let as_of = FIRST_DAY + i64::try_from(day).unwrap_or(0);
    let mut now = Dice::of(number, epoch + 1);

    let quality = dice.normal(0.60, 0.27).clamp(0.0, 1.0);
    let is_new = dice.often(0.11);
    let segment: usize = dice.one(&[(0.15, 0), (0.35, 1)], 2);
    let pick = |of: [f64; 3]| of.get(segment).copied().unwrap_or(0.0);
    let revenue =
        if dice.often(0.004) { 0.0 } else { pick([240_000.0, 48_000.0, 6_500.0]) * dice.normal(0.0, 0.7).exp() };
    let age = if is_new { dice.whole(1, 160) } else { dice.whole(90, 2_200) };
    let start = FIRST_DAY - age;
    let seats = (pick([900.0, 160.0, 18.0]) * dice.normal(0.0, 0.6).exp()).round().max(1.0);

    let mut line = Line::new();
    line.text("id", format_args!("acct-{number:07}"));
    line.text("segment", ["enterprise", "mid_market", "smb"].get(segment).unwrap_or(&"smb"));
    line.number("arr", (revenue * 100.0).round() / 100.0);
    line.date("contract_start", start);
    line.date("renewal_date", FIRST_DAY + dice.whole(-30, 366));
    let used = (quality * 1.05 + now.normal(0.0, 0.16)).clamp(0.0, 1.15) * if is_new { 0.55 } else { 1.0 };
    let active = (seats * used).round();
    let before = now.count(active.max(0.2) * 11.0) as f64;
    let trend = (0.72 + 0.45 * quality + now.normal(0.0, 0.22)).clamp(0.0, 2.0);
    line.number("logins_30d", (before * trend).round() + now.whole(0, 3) as f64);
    line.number("logins_prev_30d", before);
    line.number("active_users", active);
    line.number("licensed_users", seats);
    let features = dice.one(&[(0.2, 12.0), (0.2, 20.0), (0.2, 24.0), (0.2, 30.0)], 40.0);
    let adopted = (quality * 0.75 + now.normal(0.02, 0.13)).clamp(0.0, 1.0);
    line.number("features_used", (features * adopted).round().min(features));
    line.number("features_total", features);
    line.number("open_tickets", now.count((6.5 * (1.05 - quality)).max(0.2) * pick([1.7, 1.0, 0.5])) as f64);
    line.number("sev1_open", now.count((0.55 * (1.0 - quality)).max(0.02)) as f64);
    let hours = now.normal(2.4 + 1.6 * (1.0 - quality), 0.6).exp();
    line.maybe("resolution_hours", (hours * 10.0).round() / 10.0, !now.often(0.10));
    line.number("reopened_90d", now.count((2.4 * (1.0 - quality)).max(0.1)) as f64);
    line.maybe("nps", (3.2 + 6.2 * quality + now.normal(0.0, 1.8)).round().clamp(0.0, 10.0), !now.often(0.35));
    let csat = (2.4 + 2.3 * quality + now.normal(0.0, 0.5)).clamp(1.0, 5.0);
    line.maybe("csat", (csat * 100.0).round() / 100.0, !now.often(0.25));
    // What lies some days back on the first day lies more days back on the next, unless it has been drawn anew.
    let seen_on =
        if epoch == 0 { FIRST_DAY } else { as_of.min(FIRST_DAY + i64::try_from(epoch * 100 - turn).unwrap_or(0)) };
    line.maybe_date("last_qbr", seen_on - now.whole(5, 300), !now.often(0.20));
    let days = |days: f64, most: f64| days.clamp(0.0, most).round();
    #[allow(clippy::cast_possible_truncation, reason = "clamped to some hundreds")]
    let back = |days: f64| days as i64;
    let executive = back(days(now.wait(1.6, 40.0) * (1.4 - quality), 700.0));
    line.maybe_date("exec_last_seen", seen_on - executive, !now.often(0.15));
    line.date("last_meaningful", seen_on - back(days(now.wait(1.4, 17.0) * (1.5 - quality), 400.0)));
    line.put("champion_active", now.often(0.62 + 0.36 * quality));
    line.number("days_past_due", if now.often(0.70) { 0.0 } else { now.whole(1, 95) as f64 });
    line.number("contract_years", dice.one(&[(0.45, 1.0), (0.25, 2.0), (0.25, 3.0)], 5.0));
    line.number("upsells_12m", now.count(0.25 + 0.9 * quality) as f64);
    let value = (start + dice.whole(7, 120)).min(FIRST_DAY);
    line.maybe_date("first_value_date", value, !dice.often(if is_new { 0.60 } else { 0.15 }));
    let promised = ((1.1 + 2.9 * dice.share()) * 100.0).round() / 100.0;
    let reached = promised * (0.45 + 0.75 * quality + now.normal(0.0, 0.28)).clamp(0.0, 3.0);
    line.maybe("roi_achieved", (reached * 100.0).round() / 100.0, !dice.often(0.30));
    line.number("roi_contracted", promised);
    let milestones = dice.whole(3, 16) as f64;
    let done = (if is_new { 0.35 } else { 0.86 } + 0.2 * (quality - 0.4) + now.normal(0.0, 0.16)).clamp(0.0, 1.0);
    line.number("milestones_done", (milestones * done).round());
    line.number("milestones_total", milestones);
    line.number("contacts_active", now.count(0.7 + 3.6 * quality) as f64);
    line.number("referrals_12m", now.count(0.05 + 0.7 * quality) as f64);
    line.end()
}

/// A line of NDJSON in the making.
struct Line(String);

impl Line {
    fn new() -> Self {
        Self(String::with_capacity(800))
    }

    fn put(&mut self, name: &str, value: impl Display) {
        let before = if self.0.is_empty() { '{' } else { ',' };
        // Writing to memory does not fail.
        let _ = write!(self.0, "{before}\"{name}\":{value}");
    }

    fn text(&mut self, name: &str, value: impl Display) {
        self.put(name, format_args!("\"{value}\""));
    }

    fn number(&mut self, name: &str, value: f64) {
        self.put(name, value);
    }

    fn date(&mut self, name: &str, day: i64) {
        self.text(name, show_day(i32::try_from(day).unwrap_or(0)));
    }

    /// A number, or nothing.
    fn maybe(&mut self, name: &str, value: f64, is_known: bool) {
        if is_known {
            self.number(name, value);
        }
    }

    /// A date, or nothing.
    fn maybe_date(&mut self, name: &str, day: i64, is_known: bool) {
        if is_known {
            self.date(name, day);
        }
    }

    fn end(mut self) -> String {
        self.0.push_str("}\n");
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::account;

    #[test]
    fn about_one_account_in_a_hundred_is_another_one_the_next_day() {
        let changed = (1..=10_000).filter(|number| account(*number, 0) != account(*number, 1)).count();
        assert!((50..=200).contains(&changed), "{changed} of 10,000");
    }
}
