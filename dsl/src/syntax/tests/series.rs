//! `series` and `exactly`: their trees, and what is said where they do not parse.

use super::parsed;
use crate::syntax::tree::{DayClause, Expected, ExprKind, Item, Occurs, Series, TestClause};

fn clauses(text: &str) -> Vec<TestClause> {
    let (module, told) = parsed(&format!("stageplay 1\ntest t {{\n{text}\n}}\n"));
    assert_eq!(told, Vec::<String>::new(), "{text}");
    let Some(Item::Test(test)) = module.items.first() else { panic!("{module:?}") };
    test.clauses.clone()
}

fn series(text: &str) -> Series {
    let all = clauses(&format!("series {text}"));
    let [TestClause::Series(series)] = all.as_slice() else { panic!("{all:?}") };
    series.clone()
}

/// What is expected on a date.
fn expected(text: &str) -> Vec<Expected> {
    let all = clauses(&format!("on 2026-03-02 expect {text}"));
    let [TestClause::Day(day)] = all.as_slice() else { panic!("{all:?}") };
    let [DayClause::Expect(all)] = day.clauses.as_slice() else { panic!("{day:?}") };
    all.iter().map(|one| one.expected.clone()).collect()
}

#[test]
fn a_series_has_values_steps_and_gaps() {
    let found = series("usage.logins = 400 x 6, 400 - 60 x 5,\n  2026-03-02 + 7 days x 2, unknown x 3, x x 1");
    assert_eq!(found.field.joined(), "usage.logins");
    let parts: Vec<(bool, Option<f64>, u64)> = found
        .parts
        .iter()
        .map(|part| (part.start.is_some(), part.step.as_ref().map(|step| step.sign), part.count))
        .collect();
    let known = [(true, None, 6), (true, Some(-1.0), 5), (true, Some(1.0), 2)];
    assert_eq!(parts, [&known[..], &[(false, None, 3), (true, None, 1)]].concat());
    // A choice may be called as the sign is.
    let last = found.parts.last().and_then(|part| part.start.as_ref()).unwrap();
    assert!(matches!(&last.kind, ExprKind::Path(path) if path.joined() == "x"));
}

/// What is in parentheses is one value, and so is what is below zero.
#[test]
fn only_what_stands_before_the_number_of_values_is_a_step() {
    let found = series("n = (400 - 60) x 2, -5 x 2, -5 - -1 x 3");
    let steps: Vec<bool> = found.parts.iter().map(|part| part.step.is_some()).collect();
    assert_eq!(steps, [false, false, true]);
    // More than a number holds is more than there may be.
    let count = |text: &str| series(text).parts.first().unwrap().count;
    assert_eq!((count("n = 1 x 0"), count("n = 1 x 99999999999999999999999")), (0, u64::MAX));
}

#[test]
fn exactly_names_what_plays_do() {
    let all = expected("health is red, exactly { p opens, q closes\n  r escalates to boss, }, exactly { }");
    let [Expected::Condition(_), Expected::Exactly(some), Expected::Exactly(none)] = all.as_slice() else {
        panic!("{all:?}")
    };
    let some: Vec<(String, &Occurs)> = some.iter().map(|one| (one.play.joined().to_string(), &one.what)).collect();
    let [(p, Occurs::Opens), (q, Occurs::Closes), (r, Occurs::Escalates(to))] = some.as_slice() else {
        panic!("{some:?}")
    };
    assert_eq!((p.as_str(), q.as_str(), r.as_str(), to.text.as_str()), ("p", "q", "r", "boss"));
    assert!(none.is_empty());
    // Without braces it is a name as any other.
    assert!(matches!(expected("exactly is red, exactly = 3").as_slice(), [Expected::Condition(_), _]));
}

/// The messages about a test with this clause; it stands on line 3.
fn told(clause: &str) -> Vec<String> {
    parsed(&format!("stageplay 1\ntest t {{\n  {clause}\n}}\nlet a = 1\n")).1
}

#[test]
fn what_is_missing_in_a_series_is_said() {
    let number = "how many there are, such as `6`";
    assert_eq!(
        told("series logins 400 x 6"),
        ["3:17 SP0102 expected `=` after `logins`, found `400` = write `=` after `logins`"]
    );
    assert_eq!(told("series logins = 400"), ["3:22 SP0103 expected `x` after the value, found the end of the line"]);
    assert_eq!(
        told("series logins = 400 x"),
        [format!("3:24 SP0103 expected {number} after `x`, found the end of the line")]
    );
    assert_eq!(told("series logins = 400 x six"), [format!("3:25 SP0102 expected {number} after `x`, found `six`")]);
    assert_eq!(told("series logins = 400 x 2.5"), [format!("3:25 SP0102 expected {number} after `x`, found `2.5`")]);
    assert_eq!(
        told("on 2026-03-02 { series n = 1 x 2 }"),
        ["3:19 SP0102 `series` belongs in a test, not in a date of a test"]
    );
}

#[test]
fn what_is_missing_in_exactly_is_said() {
    let on = |text: &str| told(&format!("on 2026-03-05 expect {text}"));
    let braces =
        "expected `{` after `exactly` = write all that happens between braces, as in `exactly { save_plan opens }`";
    assert_eq!(on("exactly p opens"), [format!("3:24 SP0103 {braces}")]);
    assert_eq!(on("health is red, exactly p, q are open"), [format!("3:39 SP0103 {braces}")]);
}
