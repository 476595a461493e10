//! Tests over several dates: what is remembered from one evaluation to the next, worked out by hand.
//!
//! 2026-03-02 is a Monday. Evaluations are daily where nothing is said. `n` is the account's health.

use super::support::{passes, play};

#[test]
fn a_clock_stands_still_while_nobody_knows_and_is_forgotten_after_the_gap() {
    let low = "let low = (n < 40) for 5 days\n";
    // Unknown on the 4th and 5th: two days do not count, and five are full on the 9th instead of the 7th.
    let within = "on 2026-03-02 set n = 30\n\
                  on 2026-03-04 { set n missing expect low is missing }\n\
                  on 2026-03-05 expect low is missing\n\
                  on 2026-03-06 set n = 30\n\
                  through 2026-03-08 expect never low\n\
                  on 2026-03-09 expect low";
    // Three days are more than the gap: the clock begins anew on the 7th.
    let beyond = "on 2026-03-02 set n = 30\n\
                  on 2026-03-04 set n missing\n\
                  on 2026-03-07 { set n = 30 expect never low }\n\
                  through 2026-03-11 expect never low\n\
                  on 2026-03-12 expect low";
    passes("gap", low, &[within, beyond]);
}

#[test]
fn it_opens_when_it_has_held_for_long_enough() {
    let p = play("when n < 40\nholds for 3 days");
    let held = "on 2026-03-02 { set n = 30 expect p is pending }\n\
                through 2026-03-04 expect p is pending, p never opens\n\
                on 2026-03-05 expect p opens, p is open";
    // Not low on the 4th: three days count from the 5th.
    let broken = "on 2026-03-02 set n = 30\n\
                  on 2026-03-04 { set n = 50 expect p is idle }\n\
                  on 2026-03-05 { set n = 30 expect p is pending }\n\
                  through 2026-03-07 expect p never opens\n\
                  on 2026-03-08 expect p opens once";
    // Seldom evaluated: on the 2nd, 6th and 10th; four days are enough.
    let seldom = "evaluate every 4 days\n\
                  on 2026-03-02 set n = 30\n\
                  on 2026-03-06 expect p opens";
    passes("holds", &p, &[held, broken, seldom]);
}

#[test]
fn an_event_compares_with_what_was_known_last() {
    let p = play("once health becomes red\nagain never");
    let first = "on 2026-03-02 { set n = 10 expect p never opens }\n\
                 on 2026-03-03 set n = 80\n\
                 through 2026-03-04 expect p never opens\n\
                 on 2026-03-05 { set n = 10 expect p opens once }\n\
                 on 2026-03-06 expect p never opens, p is open";
    // Yellow, unknown, red: it has become red all the same.
    let unknown = "on 2026-03-02 set n = 50\n\
                   on 2026-03-03 { set n missing expect health is missing, p never opens }\n\
                   on 2026-03-04 { set n = 10 expect p opens }";
    passes("becomes", &p, &[first, unknown]);
}

/// Green from 70 until below 60, yellow from 40 until below 35.
#[test]
fn a_band_is_kept_until_below() {
    passes(
        "hysteresis",
        "",
        &[
            "on 2026-03-02 { set n = 72 expect health is green }\n\
             on 2026-03-03 { set n = 60 expect health is green }\n\
             on 2026-03-04 { set n = 59 expect health is yellow }\n\
             on 2026-03-05 { set n = 69 expect health is yellow }\n\
             on 2026-03-06 { set n = 70 expect health is green }\n\
             on 2026-03-07 { set n = 37 expect health is yellow }\n\
             on 2026-03-08 { set n = 34 expect health is red }\n\
             on 2026-03-09 { set n = 39 expect health is red }\n\
             on 2026-03-10 { set n = 40 expect health is yellow }",
            "on 2026-03-02 { set n = 69 expect health is yellow }",
            // Nobody knows for a day, and the band is the one before.
            "on 2026-03-02 set n = 72\n\
             on 2026-03-03 { set n missing expect health is missing }\n\
             on 2026-03-04 { set n = 65 expect health is green }",
        ],
    );
}

const WHOLE: &str =
    "when n < 40\nsucceeds when fixed\nif cleared close after 3 days\nexpires after 10 days\nagain after 5 days";

#[test]
fn it_ends_and_opens_again() {
    // Closed on the 4th, and five days later it may open again: on the 9th.
    let success = "on 2026-03-02 { set n = 30 expect p opens }\n\
                   on 2026-03-04 { set fixed = yes expect p closes, p is succeeded }\n\
                   on 2026-03-05 { set fixed = no expect p is cooling }\n\
                   through 2026-03-08 expect p is cooling, p never opens\n\
                   on 2026-03-09 expect p opens";
    // Not low since the 5th, low again on the 7th, not since the 8th: three days are full on the 11th.
    let clearing = "on 2026-03-02 set n = 30\n\
                    on 2026-03-05 set n = 50\n\
                    on 2026-03-07 set n = 30\n\
                    on 2026-03-08 set n = 50\n\
                    through 2026-03-10 expect p is open\n\
                    on 2026-03-11 expect p closes, p is cleared\n\
                    on 2026-03-12 expect p is cooling";
    // Open for ten days on the 12th.
    let expiry = "on 2026-03-02 set n = 30\n\
                  through 2026-03-11 expect p is open\n\
                  on 2026-03-12 expect p closes, p is expired";
    passes("ends", &play(WHOLE), &[success, clearing, expiry]);
}

/// Not low since the 3rd; success is there from the 4th to the 6th, and not for the four days it needs. For these three
/// days the clock of clearing stands still: three days are full on the 9th, not on the 6th.
#[test]
fn clearing_waits_while_success_is_near() {
    let p = play("when n < 40\nsucceeds when fixed for 4 days\nif cleared close after 3 days");
    let near = "on 2026-03-02 set n = 30\n\
                on 2026-03-03 set n = 50\n\
                on 2026-03-04 set fixed = yes\n\
                on 2026-03-07 set fixed = no\n\
                through 2026-03-08 expect p is open\n\
                on 2026-03-09 expect p is cleared";
    let reached = "on 2026-03-02 set n = 30\n\
                   on 2026-03-03 set n = 50\n\
                   on 2026-03-04 set fixed = yes\n\
                   through 2026-03-07 expect p is open\n\
                   on 2026-03-08 expect p is succeeded";
    passes("near", &p, &[near, reached]);
}

#[test]
fn what_sleeps_is_due_later() {
    let p = play(
        "when health is not green\nescalate to lead when call is 1 day overdue\ntask call owner csm due in 3 days",
    );
    // Asleep for seven days: what was due on the 5th is due on the 12th, and overdue a day later.
    let until = "on 2026-03-02 { set n = 50 expect p.call.due = 2026-03-05 }\n\
                 on 2026-03-03 do snooze p until 2026-03-10\n\
                 through 2026-03-09 expect p.call.due = 2026-03-05, p never escalates to lead\n\
                 on 2026-03-10 expect p.call.due = 2026-03-12\n\
                 through 2026-03-12 expect p never escalates to lead\n\
                 on 2026-03-13 expect p escalates to lead";
    let woken = "on 2026-03-02 set n = 50\n\
                 on 2026-03-03 do snooze p until 2026-03-20\n\
                 on 2026-03-05 { do wake p expect p.call.due = 2026-03-07 }";
    // Red is worse than yellow was.
    let worse = "on 2026-03-02 set n = 50\n\
                 on 2026-03-03 do snooze p until 2026-03-20\n\
                 on 2026-03-05 { set n = 10 expect p.call.due = 2026-03-07 }";
    let better = "on 2026-03-02 set n = 10\n\
                  on 2026-03-03 do snooze p until 2026-03-20\n\
                  on 2026-03-05 { set n = 50 expect p.call.due = 2026-03-05 }";
    passes("snooze", &p, &[until, woken, worse, better]);
    // In business days: Wednesday the 4th and, from Tuesday to Monday, four more: the 5th, 6th, 9th and 10th.
    let p = play("when n < 40\ntask call owner csm due in 2 business days");
    let business = "on 2026-03-02 { set n = 30 expect p.call.due = 2026-03-04 }\n\
                    on 2026-03-03 do snooze p until 2026-03-09\n\
                    on 2026-03-09 expect p.call.due = 2026-03-10";
    passes("snooze-business", &p, &[business]);
}

#[test]
fn what_is_dismissed_is_left_alone_for_a_while() {
    let test = "on 2026-03-02 { set n = 30 expect p opens }\n\
                on 2026-03-04 { do dismiss p expect p closes, p is dismissed }\n\
                through 2026-03-08 expect p never opens, p is cooling\n\
                on 2026-03-09 expect p opens";
    passes("dismissed", &play("when n < 40\nagain after 5 days"), &[test]);
}

#[test]
fn a_task_follows_another_in_business_days() {
    let p = play(
        "when n < 40\nsucceeds when third is done\ntask first owner csm due in 1 day\n\
         task second owner csm due 2 business days after first\n\
         task third owner csm due 1 day after second done when fixed\ntask late owner csm due in 1 day when hot",
    );
    // Thursday the 5th, then Friday and Monday the 9th.
    let weekend = "on 2026-03-02 { set n = 30 expect p.first.due = 2026-03-03 }\n\
                   on 2026-03-05 { do finish p.first expect p.second.due = 2026-03-09, p.first is done }\n\
                   on 2026-03-10 { do finish p.second expect p.third.due = 2026-03-11 }\n\
                   on 2026-03-13 { set fixed = yes expect p.third is done, p is open }\n\
                   on 2026-03-14 expect p is succeeded";
    // Thursday the 2nd of April; Friday is a working day in this calendar, Monday the 6th a holiday.
    let holiday = "on 2026-04-01 set n = 30\n\
                   on 2026-04-02 { do finish p.first expect p.second.due = 2026-04-07 }";
    // It is created when its condition is true, and counts from then.
    let condition = "on 2026-03-02 set n = 30\n\
                     on 2026-03-08 { set hot = yes expect p.late.due = 2026-03-09 }\n\
                     on 2026-03-09 { set hot = no expect p.late.due = 2026-03-09 }";
    passes("tasks", &p, &[weekend, holiday, condition]);
}

#[test]
fn it_escalates_when_nothing_happens() {
    let p = play(
        "when n < 40\ntask call owner csm due in 1 day\n\
         escalate to lead 2 business days after opening unless call is done\n\
         escalate to boss when call is 3 days overdue",
    );
    // Friday the 6th: two business days later it is Tuesday the 10th; due on the 7th, three days overdue on the 10th.
    let opening = "on 2026-03-06 set n = 30\n\
                   through 2026-03-09 expect p never escalates to lead, p never escalates to boss\n\
                   on 2026-03-10 expect p escalates to lead, p escalates to boss\n\
                   through 2026-03-20 expect p never escalates to lead, p never escalates to boss";
    let done = "on 2026-03-06 set n = 30\n\
                on 2026-03-09 do finish p.call\n\
                through 2026-03-20 expect p never escalates to lead, p never escalates to boss";
    // Not in the evaluation in which the run closes.
    let closes = "on 2026-03-06 set n = 30\n\
                  on 2026-03-10 { do dismiss p expect p never escalates to boss, p closes }";
    passes("escalates", &p, &[opening, done, closes]);
}

#[test]
fn an_escalation_brings_tasks_and_an_owner() {
    let p = play(
        "when n < 40\ntask call owner csm due in 1 day\n\
         escalate to lead 3 days after opening {\nowner\ntask visit owner lead due in 2 days\n\
         task report owner lead due 1 day after visit\n}",
    );
    let test = "on 2026-03-02 { set n = 30 do assign p to \"somebody\" }\n";
    // Nothing is open before the first evaluation, so it cannot be handed over in it.
    super::support::fails("assign-early", &p, test, "play `p` is not open for this account");
    let test = "on 2026-03-02 set n = 30\n\
                on 2026-03-03 do assign p to \"somebody\"\n\
                through 2026-03-04 expect p never escalates to lead\n\
                on 2026-03-05 expect p escalates to lead, p.visit.due = 2026-03-07\n\
                on 2026-03-06 { do finish p.visit expect p.report.due = 2026-03-07 }";
    passes("takes-over", &p, &[test]);
}

/// A week from Monday the 23rd of February, and so on: the 2nd, 9th and 16th of March.
#[test]
fn a_cadence_asks_once_for_what_was_missed() {
    let p = play("every 1 week from signed\nwhen hot\nexpires after 2 days\nagain after 1 day");
    let weekly = "on 2026-03-02 { set hot = yes expect p opens }\n\
                  on 2026-03-04 expect p is expired\n\
                  through 2026-03-08 expect p never opens\n\
                  on 2026-03-09 expect p opens";
    // The account is new on the day after: it waits for the next one.
    let late = "on 2026-03-03 { set hot = yes expect p never opens }\n\
                through 2026-03-08 expect p never opens\n\
                on 2026-03-09 expect p opens once";
    // Evaluated on the 3rd, 7th and 11th: the 9th lies between.
    let seldom = "evaluate every 4 days\n\
                  on 2026-03-03 set hot = yes\n\
                  on 2026-03-07 expect p never opens\n\
                  on 2026-03-11 expect p opens";
    let skipped = "on 2026-03-03 set n = 50\n\
                   on 2026-03-10 set hot = yes\n\
                   through 2026-03-15 expect p never opens\n\
                   on 2026-03-16 expect p opens";
    passes("every", &p, &[weekly, late, seldom, skipped]);
    let p = play("every 1 week from signed\nwhen hot\nexpires after 10 days\nagain after 1 day");
    // The 9th finds it open, and is merged. It expires on the 12th.
    let merged = "on 2026-03-02 { set hot = yes expect p opens }\n\
                  through 2026-03-11 expect p is open, p never opens\n\
                  on 2026-03-12 expect p is expired\n\
                  through 2026-03-15 expect p never opens\n\
                  on 2026-03-16 expect p opens";
    passes("merged", &p, &[merged]);
}
