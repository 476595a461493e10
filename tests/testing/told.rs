//! What a test over several dates says when it fails: what was decided instead, when, and since when it was so.

use super::support::{fails, of, play, ran};
use serde_json::Value;

#[test]
fn a_stretch_names_the_first_date_on_which_it_did_not_hold() {
    let test = "on 2026-03-02 set n = 50\non 2026-03-05 set n = 30\nthrough 2026-03-09 expect health is yellow\n";
    fails("stretch", "", test, "of plain on 2026-03-06, expected through 2026-03-09 no health is red (30.0)");
}

#[test]
fn once_lists_the_dates() {
    let p = play("when n < 40\nexpires after 2 days\nagain after 3 days");
    // Open on the 2nd, expired on the 4th, open again on the 7th, expired on the 9th, open again on the 12th.
    let test = "on 2026-03-01 set n = 50\non 2026-03-02 set n = 30\non 2026-03-03 expect p is open\n\
                through 2026-03-12 expect p opens once\n";
    fails("once", &p, test, "opened 2 times: on 2026-03-07, 2026-03-12");
    let test = "on 2026-03-02 set n = 30\non 2026-03-07 expect p opens once\n";
    fails("once-on", &p, test, "opened 2 times: on 2026-03-02, 2026-03-07");
    let test = "on 2026-03-02 set n = 30\nthrough 2026-03-12 expect p never opens\n";
    fails("never", &p, test, "opens on 2026-03-07");
}

#[test]
fn what_is_pending_says_since_when() {
    let p = play("when n < 40\nholds for 5 days");
    let test = "on 2026-03-02 set n = 30\nthrough 2026-03-05 expect p opens\n";
    let ran = fails("pending", &p, test, "did not open from 2026-03-03 to 2026-03-05");
    assert!(ran.contains("pending since 2026-03-02, and it has to hold for 5 days"), "{ran}");
    let low = "let low = (n < 40) for 5 days\n";
    let ran = fails("for", low, "on 2026-03-02 set n = 30\non 2026-03-05 expect low\n", "no low");
    assert!(ran.contains("true since 2026-03-02"), "{ran}");
}

#[test]
fn a_task_says_what_became_of_it() {
    let p = play(
        "when n < 40\ntask second owner csm due 1 day after t\n\
         escalate to lead 9 days after opening {\ntask visit owner lead due in 1 day\n}",
    );
    for (name, expect, said) in [
        ("due-other", "p.t.due = 2026-03-04", "p.t: due on 2026-03-03"),
        ("due-after", "p.second.due = 2026-03-04", "p.second: not created yet: `t` is not done"),
        ("due-level", "p.visit.due = 2026-03-04", "p.visit: not created yet: it begins with the escalation to `lead`"),
    ] {
        let ran = fails(name, &p, &format!("on 2026-03-02 set n = 30\non 2026-03-03 expect {expect}\n"), said);
        // A task that there is says enough by itself.
        let stands = "open since 2026-03-02; `t` due on 2026-03-03";
        assert_eq!(ran.contains(stands), name != "due-other", "{ran}");
    }
    let test = "on 2026-03-02 set n = 30\non 2026-03-03 { do finish p.t expect p.t.due = 2026-03-03 }\n";
    fails("due-done", &p, test, "p.t: done on 2026-03-03");
}

/// What people cannot do is no test of anything.
#[test]
fn what_cannot_be_done_fails_the_test_where_it_stands() {
    let p = play("when n < 40");
    for (name, first, deed, said) in [
        ("not-open", "n = 50", "dismiss p", "play `p` is not open for this account"),
        ("not-asleep", "n = 30", "wake p", "play `p` is not asleep"),
        ("done-twice", "n = 30", "finish p.t, finish p.t", "task `t` of play `p` is done already"),
    ] {
        let test = format!("on 2026-03-02 set {first}\non 2026-03-03 {{ do {deed}\nexpect n is known }}\n");
        let told = fails(name, &p, &test, said);
        let written = deed.rsplit(", ").next().unwrap();
        assert!(told.contains(&format!("do {written} of plain on 2026-03-03")), "{told}");
        let out = ran(name, &p, &of(&[&test]), &["--format", "json"]).out;
        let one: Value = serde_json::from_str(&out).unwrap();
        let failure = &one["failures"][0];
        assert_eq!((one["failures"].as_array().unwrap().len(), one["expectations"].as_u64()), (1, Some(1)), "{out}");
        assert_eq!((failure["done"].as_str(), failure["expected"].as_str()), (Some(written), None), "{out}");
        assert_eq!(failure["as_of"].as_str(), Some("2026-03-03"), "{out}");
    }
}

/// Two accounts with one fixture, on the same dates: what people do to the one does nothing to the other.
#[test]
fn tests_do_not_disturb_each_other() {
    let p = play("when n < 40\nagain never");
    let dismissed = "on 2026-03-02 set n = 30\non 2026-03-03 { do dismiss p expect p is dismissed }\n";
    let left_alone = "on 2026-03-02 set n = 30\non 2026-03-03 expect p is open\n";
    // Begun on the day on which the others end: the play is new for it.
    let begun_later = "on 2026-03-03 { set n = 30 expect p opens once }\n";
    super::support::passes("apart", &p, &[dismissed, left_alone, begun_later, dismissed]);
}

/// A date that the calendar does not cover is told where it matters, also later.
#[test]
fn a_date_that_cannot_be_counted_is_said() {
    let p = play("when n < 40\ntask call owner csm due in 9 business days");
    let test = "on 2026-12-28 { set n = 30 expect p is open }\non 2026-12-29 expect p.call.due = 2027-01-08\n";
    fails("calendar", &p, test, "p.call: the calendar does not cover 2026-12-28 and the 9 business days after it");
}

/// A year of days is nothing to wait for.
#[test]
fn a_year_of_days_passes() {
    let p = play("when n < 40\nholds for 300 days\nagain never");
    let test = "on 2026-01-01 set n = 30\nthrough 2026-10-27 expect p is pending, p never opens\n\
                on 2026-10-28 expect p opens\nthrough 2026-12-31 expect p is open\n";
    super::support::passes("year", &p, &[test]);
}
