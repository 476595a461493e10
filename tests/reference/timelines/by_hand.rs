//! Timelines worked out by hand: what ties both evaluators to what is meant.

use super::super::case::compiled;
use super::super::decided::{Deed, What};
use super::super::timeline::Life;
use super::super::{Account, Known};
use super::shrink::parting;
use super::{Happening, Timeline, said};
use stageplay_dsl::types::{Day, parse_day};

const HEAD: &str = "stageplay 1
playbook by_hand {
  version 1.0.0
  gaps up to 3 days pause
  absent after 5 days
}
roles { desk = \"desk@example.com\" }
account {
  id = account_key
  revenue = arr
  account_key text required
  arr money USD required
  a  number
  on date
  people list of { who text  nps number }
}
defaults play {
  owner desk
  priority 1
  if cleared close after 2 days
  again after 4 days
  on activation existing
}
";

/// Of a day in March 2026: what `a` is (`None`: nothing speaks for the account), and what people have done.
type Of<'d> = (u32, Option<Option<f64>>, &'d [What]);

fn march(day: u32) -> Day {
    parse_day(&format!("2026-03-{day:02}")).unwrap()
}

/// Somebody is there where there is anything.
fn people(a: f64) -> Known {
    let ada = || [("who".into(), Some(Known::Text("ada".into()))), ("nps".into(), Some(Known::Number(a)))];
    Known::Records(if a > 0.0 { vec![ada().into()] } else { Vec::new() })
}

/// What is said of the answers that have a name, a line per evaluation; engine and reference agree on everything.
fn lived(declarations: &str, names: &[&str], days: &[Of<'_>]) -> Vec<String> {
    let book = compiled(&format!("{HEAD}{declarations}\n")).unwrap_or_else(|faults| panic!("{faults}"));
    let account = |a: Option<f64>| {
        let known = [
            ("account_key", Some(Known::Text("A".into()))),
            ("arr", Some(Known::Number(1.0))),
            ("a", a.map(Known::Number)),
            ("on", Some(Known::Number(f64::from(march(1))))),
            ("people", a.map(people)),
        ];
        known.into_iter().map(|(path, value)| (path.to_string(), value)).collect::<Account>()
    };
    let happening = |(day, a, deeds): &Of<'_>| Happening {
        day: march(*day),
        snapshots: vec![a.map(|a| (march(*day), account(a)))],
        deeds: vec![
            deeds
                .iter()
                .map(|what| Deed { day: march(*day), play: "p".into(), key: None, what: what.clone() })
                .collect(),
        ],
    };
    let timeline = Timeline { days: days.iter().map(happening).collect() };
    assert_eq!(parting(&book, &timeline).map(|found| found.how), None);
    let mut life = Life::default();
    let mut first = None;
    let mut lines = Vec::new();
    for day in &timeline.days {
        let decided = life.evaluate(&book, day.day, first, day.snapshots[0].as_ref(), &day.deeds[0]);
        first = first.or(Some(day.day));
        lines.push(decided.map_or("absent".into(), |decided| {
            let said = said::of_reference(&book, &decided);
            let wanted = said.into_iter().filter(|(name, _)| names.contains(&name.as_str()));
            wanted.map(|(_, answer)| answer).collect::<Vec<_>>().join(" | ")
        }));
    }
    lines
}

const NONE: &[What] = &[];

fn known(day: u32, a: f64) -> Of<'static> {
    (day, Some(Some(a)), NONE)
}

fn unknown(day: u32) -> Of<'static> {
    (day, Some(None), NONE)
}

fn absent(day: u32) -> Of<'static> {
    (day, None, NONE)
}

#[test]
fn what_is_not_known_stops_a_clock_for_the_gap() {
    let tier = "tier t {\n  long: when (a > 0) for 3 days\n  short: otherwise\n}\nrisk r {\n  watch when t is long\n}";
    // From the 1st; the 2nd and 3rd do not count, so three days are over on the 6th.
    let days = [known(1, 1.0), unknown(2), unknown(3), known(4, 1.0), known(5, 1.0), known(6, 1.0)];
    assert_eq!(lived(tier, &["r"], &days), ["none", "unknown", "unknown", "none", "none", "watch"]);
    // Four days are more than the gap; a day on which nobody ran anything is none.
    let days = [known(1, 1.0), absent(2), known(6, 1.0), known(9, 1.0)];
    assert_eq!(lived(tier, &["r"], &days), ["none", "absent", "none", "watch"]);
}

#[test]
fn a_band_is_kept_below_where_it_begins_and_a_level_for_a_while() {
    let health = "health {\n  missing skip\n  x weight 100: a as is\n  bands {\n    green from 75 until below 70\n    red\n  }\n}";
    let days =
        [known(1, 72.0), known(2, 75.0), known(3, 70.0), unknown(4), known(5, 71.0), known(6, 69.0), known(7, 74.0)];
    let bands = ["red", "green", "green", "unknown", "green", "red", "red"];
    assert_eq!(lived(health, &["health band"], &days), bands);

    let risk = "risk r {\n  watch when a > 1\n  high when a > 2\n  clears after 2 days\n}";
    let days = [known(1, 3.0), known(2, 2.0), known(3, 0.0), known(4, 0.0), known(5, 3.0), known(6, 0.0)];
    assert_eq!(lived(risk, &["r"], &days), ["high", "high", "high", "none", "high", "high"]);
}

#[test]
fn a_run_clears_cools_and_opens_again() {
    let play = "play p {\n  when a > 0\n}";
    let days = [known(1, 1.0), known(2, 0.0), known(4, 0.0), known(5, 1.0), known(7, 1.0), known(8, 1.0)];
    assert_eq!(lived(play, &["p"], &days), ["open", "open", "cleared", "cooling", "cooling", "open"]);
    // Absent for five days it is gone, and cools from there.
    let days = [known(1, 1.0), absent(2), absent(7), known(8, 1.0), known(11, 1.0)];
    assert_eq!(lived(play, &["p"], &days), ["open", "absent", "absent", "cooling", "open"]);
}

#[test]
fn success_that_is_near_stops_the_clearing() {
    let play = "play p {\n  when a > 5\n  succeeds when (a < 3) for 4 days\n}";
    let days = [known(1, 9.0), known(2, 1.0), known(3, 1.0), known(5, 1.0), known(6, 1.0)];
    assert_eq!(lived(play, &["p"], &days), ["open", "open", "open", "open", "succeeded"]);
    // Neither asked for nor near: one day of that is counted on the 5th, and two on the 6th.
    let days = [known(1, 9.0), known(2, 1.0), known(4, 4.0), known(5, 4.0), known(6, 4.0)];
    assert_eq!(lived(play, &["p"], &days), ["open", "open", "open", "open", "cleared"]);
}

#[test]
fn a_run_that_sleeps_is_due_later_by_as_long_as_it_slept() {
    let play =
        "play p {\n  when a > 0\n  task call \"Call\" due in 3 days\n  escalate to desk when call is 1 day overdue\n}";
    let days =
        [known(1, 1.0), (2, Some(Some(1.0)), &[What::Snooze(20_520)][..]), known(5, 1.0), known(8, 1.0), known(9, 1.0)];
    // Day 20520 is 2026-03-08: six days of sleep, due on the 10th instead of the 4th.
    let told = ["call created, due 2026-03-04; opened", "", "", "", ""];
    assert_eq!(lived(play, &["p told"], &days), told);
    let days = [&days[..], &[known(11, 1.0)]].concat();
    assert_eq!(lived(play, &["p told"], &days).last().map(String::as_str), Some("escalated 0"));
}

#[test]
fn a_cadence_that_was_missed_comes_once() {
    let play = "play p {\n  every 2 days from on\n  expires after 1 day\n  again after 0 days\n}";
    // The 3rd, 5th, 7th, …: the first evaluation is on none of them, the next one after three of them.
    let days = [known(2, 1.0), known(8, 1.0), known(9, 1.0), known(10, 1.0), known(11, 1.0)];
    assert_eq!(lived(play, &["p"], &days), ["idle", "open", "expired", "idle", "open"]);
}

#[test]
fn a_stage_is_left_by_the_way_back_and_then_nothing_moves_forward() {
    let journey = "journey j {\n  stage one { exit when a > 1 }\n  stage two {\n    enter when a > 1\n    holds while a > 2\n  }\n}";
    // Two is entered only while it would hold; on the 3rd it does not any more.
    let days = [known(1, 2.0), known(2, 3.0), known(3, 2.0), unknown(4), known(5, 3.0)];
    assert_eq!(lived(journey, &["j"], &days), ["one", "two", "one", "one", "two"]);
}

#[test]
fn a_stage_that_does_not_hold_is_no_ground_to_go_on_from() {
    let journey = "journey j {
  stage one {
    exit when a > 1
    holds while a < 5
  }
  stage two { }
}";
    let days = [known(1, 0.0), known(2, 7.0), known(3, 3.0)];
    assert_eq!(lived(journey, &["j"], &days), ["one", "one", "two"]);
}

#[test]
fn a_run_ends_when_its_record_is_gone() {
    let play = "play p {
  each person in people key person.who
  when person.nps > 0
}";
    let days = [known(1, 1.0), known(2, 0.0), unknown(3), known(4, 0.0), known(5, 0.0)];
    // The 3rd is not known and does not count.
    assert_eq!(lived(play, &["p"], &days), ["open", "open", "open", "open", "cleared"]);
}

#[test]
fn a_limit_counts_the_openings_of_its_plays() {
    let plays = "play p {
  when a > 0
  if cleared close
  again after 0 days
}
play q { when a > 5 }
limit few 2 per 10 days { p, q }";
    let days = [known(1, 1.0), known(2, 0.0), known(3, 1.0), known(4, 9.0), known(11, 9.0)];
    // The opening of the 1st counts until the 10th.
    let said = ["open | idle", "cleared | idle", "open | idle", "open | idle, suppressed", "open | open"];
    assert_eq!(lived(plays, &["p", "q"], &days), said);
}

#[test]
fn what_was_true_at_the_first_evaluation_opens_without_a_word_unless_it_begins_anew() {
    let play = "play p {
  when a > 0
  holds for 2 days
  on activation existing quietly
}";
    let quiet = [known(1, 1.0), known(3, 1.0)];
    assert_eq!(lived(play, &["p", "p told"], &quiet), ["pending | ", "open | "]);
    let anew = [known(1, 1.0), unknown(2), known(7, 1.0), known(9, 1.0)];
    let said = ["pending | ", "pending | ", "pending | ", "open | opened"];
    assert_eq!(lived(play, &["p", "p told"], &anew), said);
}
