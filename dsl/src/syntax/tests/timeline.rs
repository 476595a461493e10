//! Tests over several dates: their trees, and what is said where they do not parse.

use super::parsed;
use crate::syntax::tree::{Assigned, DayClause, Deed, Expected, ExprKind, Item, Reach, Test, TestClause, Times};

fn test_of(clauses: &str) -> Test {
    let (module, told) = parsed(&format!("stageplay 1\ntest t {{\n{clauses}\n}}\n"));
    assert_eq!(told, Vec::<String>::new(), "{clauses}");
    let Some(Item::Test(test)) = module.items.first() else { panic!("{module:?}") };
    test.clone()
}

/// What is expected in `expect …`.
fn expected(what: &str) -> Vec<Expected> {
    let test = test_of(&format!("on 2026-03-02 expect {what}"));
    let Some(TestClause::Day(day)) = test.clauses.first() else { panic!("{test:?}") };
    let Some(DayClause::Expect(all)) = day.clauses.first() else { panic!("{test:?}") };
    all.iter().map(|one| one.expected.clone()).collect()
}

#[test]
fn a_test_has_an_account_an_interval_and_dates() {
    let test = test_of(
        "account a\nevaluate every 2 weeks\non 2026-03-02 {\nset x = 1, y missing\ndo wake p\nexpect z\n}\n\
         on 2026-03-03 do dismiss p\non 2026-03-04 set x = 2\nthrough 2026-03-20 expect z, p opens",
    );
    let [
        TestClause::Account(_),
        TestClause::Every(_),
        TestClause::Day(first),
        TestClause::Day(second),
        TestClause::Day(third),
        TestClause::Day(last),
    ] = test.clauses.as_slice()
    else {
        panic!("{test:?}")
    };
    let reaches: Vec<Reach> = [first, second, third, last].iter().map(|day| day.reach).collect();
    assert_eq!(reaches, [Reach::On, Reach::On, Reach::On, Reach::Through]);
    assert!(matches!(
        first.clauses.as_slice(),
        [DayClause::Set { fields, .. }, DayClause::Do { .. }, DayClause::Expect(_)] if fields.len() == 2
    ));
    assert!(matches!(second.clauses.as_slice(), [DayClause::Do { .. }]));
    assert!(matches!(third.clauses.as_slice(), [DayClause::Set { .. }]));
    assert!(matches!(last.clauses.as_slice(), [DayClause::Expect(all)] if all.len() == 2));
    // 2026-03-02 is day 20514.
    assert_eq!((first.date, last.date), (20_514, 20_532));
}

#[test]
fn a_field_is_given_a_value_nothing_or_what_it_has_elsewhere() {
    let test = test_of("on 2026-03-02 set x = 1, y missing, z.people from other");
    let Some(TestClause::Day(day)) = test.clauses.first() else { panic!("{test:?}") };
    let Some(DayClause::Set { fields, .. }) = day.clauses.first() else { panic!("{day:?}") };
    let values: Vec<&Assigned> = fields.iter().map(|field| &field.value).collect();
    let [Assigned::Value(_), Assigned::Missing, Assigned::From(other)] = values.as_slice() else {
        panic!("{values:?}")
    };
    assert_eq!(other.text, "other");
}

#[test]
fn people_finish_dismiss_snooze_wake_and_assign() {
    let test = test_of(
        "on 2026-03-02 do finish p.call for \"K1\", dismiss p, snooze p until 2026-03-09, wake p, assign p to \"jo\"",
    );
    let Some(TestClause::Day(day)) = test.clauses.first() else { panic!("{test:?}") };
    let Some(DayClause::Do { events, .. }) = day.clauses.first() else { panic!("{test:?}") };
    let subjects: Vec<String> = events.iter().map(|event| event.subject.joined().to_string()).collect();
    assert_eq!(subjects, ["p.call", "p", "p", "p", "p"]);
    let keys: Vec<Option<&str>> = events.iter().map(|event| event.key.as_ref().map(|key| key.text.as_str())).collect();
    assert_eq!(keys, [Some("K1"), None, None, None, None]);
    let deeds: Vec<&Deed> = events.iter().map(|event| &event.deed).collect();
    let [Deed::Finish, Deed::Dismiss, Deed::Snooze { until: 20_521, .. }, Deed::Wake, Deed::Assign(to)] =
        deeds.as_slice()
    else {
        panic!("{deeds:?}")
    };
    assert_eq!(to.text, "jo");
}

#[test]
fn plays_open_close_escalate_and_keep_each_other_from_opening() {
    let all = expected("p opens, p opens once, p never opens, p closes, p escalates to r, p never escalates to r");
    let [
        Expected::Opens { how: Times::Any, .. },
        Expected::Opens { how: Times::Once, .. },
        Expected::Opens { how: Times::Never, .. },
        Expected::Closes(_),
        Expected::Escalates { how: Times::Any, to, .. },
        Expected::Escalates { how: Times::Never, .. },
    ] = all.as_slice()
    else {
        panic!("{all:?}")
    };
    assert_eq!(to.text, "r");
    for text in ["p suppressed by q", "p is suppressed by q"] {
        assert!(matches!(expected(text).as_slice(), [Expected::Suppressed { by, .. }] if by.text == "q"), "{text}");
    }
}

#[test]
fn never_takes_a_whole_condition_and_is_no_name() {
    let all = expected("never a is red or b is green, not c is known");
    let [Expected::Never(never), Expected::Condition(other)] = all.as_slice() else { panic!("{all:?}") };
    assert!(matches!(never.kind, ExprKind::Binary { .. }), "{never:?}");
    assert!(matches!(other.kind, ExprKind::Not(_)));
    assert!(matches!(expected("never (a)").as_slice(), [Expected::Never(_)]));
    // A field of that name is reached in parentheses; a choice of that name, and of the others, behind `is`.
    assert!(matches!(expected("(never) is red").as_slice(), [Expected::Condition(_)]));
    assert!(matches!(expected("a is never, a is suppressed, a is opens").as_slice(), [Expected::Condition(_), ..]));
}

/// The messages about a test with these clauses; they begin on line 3.
fn told(clauses: &str) -> Vec<String> {
    parsed(&format!("stageplay 1\ntest t {{\n  {clauses}\n}}\nlet a = 1\n")).1
}

#[test]
fn nearly_what_plays_do() {
    let on = |text: &str| told(&format!("on 2026-03-05 expect {text}"));
    let said = |at: usize, near: &str, behind: &str, found: &str| {
        [format!("3:{at} SP0102 expected `{near}` after `{behind}`, found `{found}` = did you mean `{near}`?")]
    };
    assert_eq!(on("p open once"), said(26, "opens", "p", "open"));
    assert_eq!(on("p opened"), said(26, "opens", "p", "opened"));
    assert_eq!(on("p oepns once, q closes"), said(26, "opens", "p", "oepns"));
    assert_eq!(on("health is red, p closed"), said(41, "closes", "p", "closed"));
    assert_eq!(on("p escalated to r"), said(26, "escalates", "p", "escalated"));
    assert_eq!(on("p never escalated to r"), said(32, "escalates", "never", "escalated"));
    assert_eq!(on("p never open"), said(32, "opens", "never", "open"));
    assert_eq!(on("p neevr opens"), said(26, "never", "p", "neevr"));
    assert_eq!(on("p supressed by q"), said(26, "suppressed", "p", "supressed"));
    assert_eq!(
        on("p opens onec"),
        ["3:32 SP0102 expected `once` or `,` after `opens`, found `onec` = did you mean `once`?"]
    );
    assert_eq!(
        on("health never is red"),
        ["3:31 SP0102 `never` stands before a condition = write it first, as in `never health is red`"]
    );
}

#[test]
fn what_is_missing_is_said() {
    let deeds = "expected `assign`, `dismiss`, `finish`, `snooze` or `wake` after `do`";
    let on = |text: &str| told(&format!("on 2026-03-05 {text}"));
    assert_eq!(
        on("expect p escalates r"),
        ["3:36 SP0103 expected `to` after `escalates`, found `r` = write `to` after `escalates`"]
    );
    assert_eq!(
        on("expect p suppressed q"),
        ["3:37 SP0103 expected `by` after `suppressed`, found `q` = write `by` after `suppressed`"]
    );
    assert_eq!(on("expect never"), ["3:29 SP0103 expected a condition after `never`, found the end of the line"]);
    assert_eq!(on("do"), [format!("3:19 SP0103 {deeds}, found the end of the line")]);
    assert_eq!(on("do finsh p.call"), [format!("3:20 SP0102 {deeds}, found `finsh` = did you mean `finish`?")]);
    assert_eq!(
        on("do complete p.call"),
        ["3:20 SP0102 nothing is called `complete` that people do to plays = did you mean `finish`?"]
    );
    assert_eq!(on("do snooze p"), ["3:28 SP0103 expected `until` after `p`, found the end of the line"]);
    assert_eq!(
        on("do snooze p to 2026-03-09"),
        ["3:29 SP0102 expected `until` after `p`, found `to` = write `until` instead of `to`"]
    );
    assert_eq!(
        on("do snooze p until 2026-03"),
        ["3:35 SP0110 `2026-03` is no whole date = a date is written year-month-day, as in `2026-03-02`"]
    );
    assert_eq!(on("do assign p to csm"), ["3:32 SP0102 expected a text in quotes after `to`, found `csm`"]);
    assert_eq!(
        on("do finish p.call dismiss q"),
        ["3:34 SP0102 expected `,` after `call`, found `dismiss` = write `,` after `call`"]
    );
    assert_eq!(
        on("do finish p.call expect p closes"),
        [
            "3:34 SP0102 `expect` stands behind `do`, and without braces a date has one clause = write them between braces, each on its line, as in `on 2026-03-02 { … }`"
        ]
    );
}

#[test]
fn what_stands_around_dates() {
    assert_eq!(
        told("through expect p closes"),
        ["3:11 SP0102 expected a date such as `2026-03-02` after `through`, found `expect`"]
    );
    assert_eq!(
        told("thruogh 2026-03-05 expect p closes"),
        ["3:3 SP0102 a test has no clause `thruogh` = did you mean `through`?"]
    );
    for (clause, found) in [("evaluate 1 day", "evaluate"), ("every 1 day", "every")] {
        assert_eq!(
            told(clause),
            [format!("3:3 SP0103 expected `evaluate every`, found `{found}` = write `evaluate every`")]
        );
    }
    assert_eq!(told("evaluate every"), ["3:17 SP0103 expected a value after `every`, found the end of the line"]);
    for (clause, word) in [("set x = 1", "set"), ("do finish p.call", "do"), ("expect p opens", "expect")] {
        assert_eq!(told(clause), [format!("3:3 SP0102 `{word}` belongs in a date of a test, not in a test")]);
    }
}
