//! More of what is remembered: groups, records, journeys, risks, earlier values, activation, the end of a customer.

use super::support::{fails, named, passes, play};

/// `a` while hot, `b` while cold, and a group of them.
fn two(group: &str) -> String {
    let more = "again after 1 day\nif cleared close\n";
    format!(
        "{}{}{group} {{ a, b }}\n",
        named("a", &format!("when hot\n{more}")),
        named("b", &format!("when cold\n{more}"))
    )
}

#[test]
fn one_at_a_time() {
    let later = "on 2026-03-02 { set cold = yes expect b opens }\n\
                 on 2026-03-04 { set hot = yes expect a is suppressed by b, a suppressed by g, a never opens }\n\
                 through 2026-03-06 expect a never opens, a suppressed by g";
    // The one listed first has the place; when it goes, the other one comes in the same evaluation.
    let both = "on 2026-03-02 { set cold = yes, hot = yes expect a opens, b suppressed by a, b suppressed by g }\n\
                through 2026-03-05 expect b never opens\n\
                on 2026-03-06 { do dismiss a expect b opens }";
    passes("one-at-a-time", &two("one at a time g"), &[later, both]);
}

#[test]
fn first_of() {
    let both = "on 2026-03-02 { set cold = yes, hot = yes expect a opens, b suppressed by a, b suppressed by g }\n\
                on 2026-03-05 { set hot = no expect a closes, b opens }";
    // An open one that is listed later is no matter to it.
    let later = "on 2026-03-02 { set cold = yes expect b opens }\n\
                 on 2026-03-04 { set hot = yes expect a opens, b is open }";
    passes("first-of", &two("first of g"), &[both, later]);
    // One that is pending is asked for.
    let pending = two("first of g").replacen("when hot", "when hot\nholds for 3 days", 1);
    let waits = "on 2026-03-02 { set cold = yes, hot = yes expect a is pending, b suppressed by a }\n\
                 through 2026-03-04 expect b never opens\n\
                 on 2026-03-05 expect a opens, b never opens";
    passes("first-of-pending", &pending, &[waits]);
}

/// One opening in ten days: the one of the 2nd counts up to the 11th.
#[test]
fn limit() {
    let test = "on 2026-03-02 { set hot = yes expect a opens }\n\
                on 2026-03-04 { set cold = yes expect b suppressed by g, b suppressed by a }\n\
                on 2026-03-05 { set hot = no expect a closes, b suppressed by g }\n\
                through 2026-03-11 expect b never opens, b suppressed by g\n\
                on 2026-03-12 expect b opens";
    passes("limit", &two("limit g 1 per 10 days"), &[test]);
}

#[test]
fn unless_says_which_play() {
    let body = format!(
        "{}{}",
        named("a", "when hot\nagain after 1 day\nif cleared close"),
        named("b", "when cold\nunless a is open and n < 90\nagain after 1 day\nif cleared close")
    );
    let test = "on 2026-03-02 { set hot = yes, cold = yes expect b suppressed by a, b is idle }\n\
                on 2026-03-04 { set hot = no expect b opens }";
    passes("unless", &body, &[test]);
    let test = "on 2026-03-02 { set cold = yes expect b suppressed by a }";
    fails("unless-not", &body, test, "not suppressed by `a` on 2026-03-02");
}

/// People p1 and p2 are unhappy, p3 is not.
#[test]
fn a_run_for_each_record() {
    let p = play(
        "each person in people key person.id\nwhen person.nps <= 6\nsucceeds when answer is done\nagain after 5 days\n\
         task answer owner csm due in 2 days",
    );
    let test = "on 2026-03-02 expect p opens, p is open, p.answer.due = 2026-03-04\n\
                on 2026-03-03 { do finish p.answer for \"p1\" expect p closes, p is open, p.answer.due = 2026-03-04 }\n\
                on 2026-03-04 { do finish p.answer for \"p2\" expect p closes, p is succeeded }\n\
                on 2026-03-05 expect p is cooling\n\
                through 2026-03-07 expect p never opens\n\
                on 2026-03-08 expect p opens once";
    // p1 opens again on the 8th, as it was closed on the 3rd; both had opened before in this test.
    fails("each-once", &p, test, "opened 3 times: on 2026-03-02, 2026-03-02, 2026-03-08");
    passes("each", &p, &[&test.replace("opens once", "opens")]);
    let nobody = "on 2026-03-02 expect p opens\non 2026-03-03 { do dismiss p for \"p9\" }";
    fails("each-nobody", &p, nobody, "play `p` has no run for `p9`");
    let other = "on 2026-03-02 expect p opens\non 2026-03-03 { do finish p.answer for \"p3\" }";
    fails("each-other", &p, other, "play `p` is not open for this account");
    // Without the list nothing is known of anybody: nobody's run is cleared.
    let missing = "on 2026-03-02 expect p opens\non 2026-03-03 set people missing\nthrough 2026-03-20 expect p is open";
    passes("each-missing", &p, &[missing]);
}

const JOURNEY: &str = "journey life {\n\
    stage start { exit when step >= 1 }\n\
    stage spread {\nenter when step >= 1\nexit when step >= 2\nholds while n >= 20\n}\n\
    stage refer {\nenter when step >= 2\nback to start when nps < 3\n}\n\
    stage apart { interrupts while hot }\n}\n";

#[test]
fn a_journey_goes_back_and_is_interrupted() {
    let down = "on 2026-03-02 expect life is start\n\
                on 2026-03-03 { set step = 1 expect life is spread, life.spread.entered = 2026-03-03 }\n\
                on 2026-03-04 { set n = 10 expect life is start }\n\
                on 2026-03-05 { set n = 50 expect life is spread, life.spread.entered = 2026-03-05 }";
    let back = "on 2026-03-02 { set step = 2 expect life is refer, life.refer.entered = 2026-03-02 }\n\
                on 2026-03-07 { set nps = 2 expect life is start, life.refer.left = 2026-03-07 }\n\
                on 2026-03-08 { set nps = 5 expect life is refer, life.refer.entered = 2026-03-08 }";
    // Beneath the interruption the stage is kept, and not left.
    let apart = "on 2026-03-02 { set step = 2 expect life is refer }\n\
                 on 2026-03-05 { set hot = yes expect life is apart, life.apart.entered = 2026-03-05 }\n\
                 on 2026-03-08 { set hot = no expect life is refer, life.refer.entered = 2026-03-02, life.refer.left is missing }";
    passes("journey", JOURNEY, &[down, back, apart]);
}

#[test]
fn a_risk_clears_after_a_while() {
    let risk = "risk quiet {\nclears after 5 days\nwatch when n < 40\nhigh when n < 20\n}\n";
    let plain = "on 2026-03-02 { set n = 10 expect quiet is high }\n\
                 on 2026-03-03 set n = 50\n\
                 through 2026-03-07 expect quiet is high\n\
                 on 2026-03-08 expect quiet is none";
    // High again for a day: five days count from the 6th, and end on the level of the day.
    let again = "on 2026-03-02 set n = 10\n\
                 on 2026-03-03 set n = 50\n\
                 on 2026-03-05 set n = 10\n\
                 on 2026-03-06 set n = 30\n\
                 through 2026-03-10 expect quiet is high\n\
                 on 2026-03-11 expect quiet is watch";
    passes("clears-after", risk, &[plain, again]);
}

/// Known on the 2nd for the last time: it serves up to the 7th.
#[test]
fn a_value_lasts() {
    let card = "scorecard talk {\nmissing skip\nknown at least 50%\nvoice weight 100: nps worst 0 best 10 missing last for 5 days\n\
                bands { good from 50 bad }\n}\n";
    let test = "on 2026-03-02 { set nps = 8 expect talk = 80 }\n\
                on 2026-03-03 set nps missing\n\
                through 2026-03-07 expect talk = 80\n\
                on 2026-03-08 expect talk is missing";
    passes("last-for", card, &[test]);
}

#[test]
fn what_was_known_earlier() {
    let lets = "let week = n - (n 7 days ago)\nlet day = n - previous n\n";
    // On the 9th seven days ago is the 2nd; before there is nothing. From the 12th on it is the 5th.
    let ago = "on 2026-03-02 { set n = 50 expect week is missing, day is missing }\n\
               on 2026-03-05 { set n = 40 expect day = -10, week is missing }\n\
               through 2026-03-08 expect week is missing, day = 0\n\
               on 2026-03-09 expect week = -10\n\
               through 2026-03-11 expect week = -10\n\
               on 2026-03-12 expect week = 0";
    // The newest snapshot that is old enough: on the 13th that of the 2nd, as the next one is of the 12th.
    let seldom = "evaluate every 10 days\n\
                  on 2026-03-02 set n = 50\n\
                  on 2026-03-12 set n = 40\n\
                  on 2026-03-13 expect week = -10, day = 0";
    passes("earlier", lets, &[ago, seldom]);
}

#[test]
fn what_is_true_at_first() {
    let quiet = play("when n < 40").replace("on activation existing", "on activation existing quietly");
    let at_once = "on 2026-03-02 { set n = 30 expect p opens once, p is open, p.t.due = 2026-03-03 }\n\
                   on 2026-03-03 expect p never opens, p is open";
    passes("quietly", &quiet, &[at_once]);
    let pending = quiet.replace("when n < 40", "when n < 40\nholds for 2 days");
    let later = "on 2026-03-02 { set n = 30 expect p is pending }\n\
                 on 2026-03-03 expect p never opens\n\
                 on 2026-03-04 expect p opens";
    passes("quietly-later", &pending, &[later]);
    let new_only = play("when n < 40").replace("on activation existing", "on activation new only");
    let waits = "on 2026-03-02 { set n = 30 expect p is idle }\n\
                 through 2026-03-05 expect p never opens\n\
                 on 2026-03-06 set n = 50\n\
                 on 2026-03-07 { set n = 30 expect p opens once }";
    // Not true at first, there is nothing to wait for.
    let free = "on 2026-03-02 set n = 50\non 2026-03-03 { set n = 30 expect p opens }";
    passes("new-only", &new_only, &[waits, free]);
}

#[test]
fn who_has_left_has_no_plays() {
    let test = "on 2026-03-02 { set n = 30 expect p opens }\n\
                on 2026-03-04 { set left = 2026-03-04 expect p closes, p is withdrawn }\n\
                through 2026-03-20 expect p never opens\n\
                on 2026-03-21 { set left missing expect p opens }";
    passes("left", &play("when n < 40\nagain after 5 days"), &[test]);
}
