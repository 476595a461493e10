//! Priorities and owners of open runs, worked out by hand. Evaluations are daily; `n` is the account's health.

use super::support::{fails, passes};

/// Three days after the 2nd it is the 5th.
const P: &str = "play p {\n  when n < 40\n  if cleared close\n  again never\n  priority 100 - n\n  owner csm\n  \
                 on activation existing\n  task call owner csm due in 1 day\n  escalate to lead 3 days after opening {\n    \
                 owner\n    task visit owner boss due in 2 days\n  }\n}\n";

/// The people of the account have 3, 5 and 9.
const EACH: &str = "play each_one {\n  each person in people where nps < 9 key person.id\n  when n < 40\n  \
                    if cleared close\n  again never\n  priority 10 - person.nps\n  owner csm\n  on activation existing\n  \
                    task call owner csm due in 1 day\n}\n";

#[test]
fn a_priority_is_that_of_the_day() {
    let test = "on 2026-03-02 { set n = 30 expect p.priority = 70, p.priority > 69, p.priority <= 70, p.priority != 71 }\n\
                on 2026-03-03 { set n = 20 expect p.priority = 80 }\n\
                through 2026-03-06 expect p.priority >= 80";
    passes("priority", P, &[test]);
    let open = "on 2026-03-02 { set n = 30 expect p.priority = 71 }";
    fails("priority-other", P, open, "p.priority: 70");
    let closed = "on 2026-03-02 { set n = 50 expect p.priority = 50 }";
    fails("priority-closed", P, closed, "p.priority: `p` is idle");
    let strict = "on 2026-03-02 { set n = 30 expect p.priority > 70 }";
    fails("priority-strict", P, strict, "p.priority: 70");
    // At every evaluation: on the 4th it is 75.
    let all = "on 2026-03-02 set n = 30\nthrough 2026-03-03 expect p.priority = 70\n\
               on 2026-03-04 set n = 25\nthrough 2026-03-05 expect p.priority = 70";
    fails("priority-through", P, all, "p.priority: 75");
}

#[test]
fn of_runs_for_records_any_may_have_it() {
    let test = "on 2026-03-02 { set n = 30 expect each_one.priority = 7, each_one.priority = 5, each_one.owner = csm }";
    passes("priority-each", EACH, &[test]);
    // Whoever has 9 has no run.
    let test = "on 2026-03-02 { set n = 30 expect each_one.priority = 1 }";
    fails("priority-no-run", EACH, test, "each_one.priority: 7; 5");
}

#[test]
fn an_owner_is_who_answers_for_it_now() {
    let test = "on 2026-03-02 { set n = 30 expect p.owner = csm, p.owner = \"csm@example.com\", p.call.owner = csm }\n\
                through 2026-03-04 expect p.owner = csm\n\
                on 2026-03-05 expect p escalates to lead, p.owner = lead, p.owner = \"lead@example.com\", \
                p.call.owner = csm, p.visit.owner = boss\n\
                on 2026-03-06 { do assign p to \"jo@example.com\" expect p.owner = \"jo@example.com\", p.owner = lead }";
    passes("owner", P, &[test]);
    let before = "on 2026-03-02 { set n = 30 expect p.owner = lead }";
    fails("owner-before", P, before, "p.owner: `csm`, csm@example.com");
    let person = "on 2026-03-02 { set n = 30 expect p.owner = \"lead@example.com\" }";
    fails("owner-person", P, person, "p.owner: `csm`, csm@example.com");
    let closed = "on 2026-03-02 { set n = 50 expect p.owner = csm }";
    fails("owner-closed", P, closed, "p.owner: `p` is idle");
    let task = "on 2026-03-02 { set n = 30 expect p.call.owner = boss }";
    fails("task-owner", P, task, "p.call.owner: `csm`, csm@example.com");
    let early = "on 2026-03-02 { set n = 30 expect p.visit.owner = boss }";
    fails("task-owner-early", P, early, "p.visit.owner: not created yet");
    let done = "on 2026-03-02 set n = 30\non 2026-03-03 { do finish p.call expect p.call.owner = csm }";
    fails("task-owner-done", P, done, "p.call.owner: done on 2026-03-03");
}

/// Tasks may have the words for names, and are meant then.
#[test]
fn a_task_may_be_called_owner() {
    let p = P.replace("task call ", "task owner ");
    let test = "on 2026-03-02 { set n = 30 expect p.owner is open, p.owner.owner = csm, p.priority = 70 }";
    passes("task-called-owner", &p, &[test]);
}
