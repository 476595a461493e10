use super::{By, Coverage, Kind, measure};
use crate::graph::Program;
use crate::read::Fixtures;
use crate::testing::{compiled, fixtures};
use crate::workbench::test::run;

const BOOK: &str = r#"
stageplay 1

playbook covered "Covered" { version 1.0.0 }

account {
  id      = id
  revenue = arr
  id      text required
  arr     money USD required
  logins  count
  plan    one of basic, pro required
}

roles { csm = id }

let quiet = logins < 10

risk silence "Nobody comes" {
  high when quiet and arr > 100 USD
}

play call "Call them" {
  when     silence is high
  unless   plan is basic
  succeeds when logins >= 20
  owner    csm
  priority 10
  if cleared close
  again    never
  on activation existing
  task ring "Ring them" owner csm due in 3 days done when logins > 0
}
"#;

const FIXTURES: &str = "one:\n  id: one\n  arr: 500\n  logins: 0\n  plan: pro\n";

/// Opens, the task is done, and it succeeds; at 20 logins exactly.
const STORY: &str = r#"
test story "A call helps" {
  account one
  on 2026-03-02 expect call opens
  on 2026-03-03 { set logins = 5 }
  on 2026-03-04 {
    set logins = 20
    expect call is succeeded
  }
  on 2026-03-05 { set logins = 30 }
}
"#;

fn measured(tests: &str) -> (Program, Fixtures, Coverage) {
    let text = format!("{}{tests}", BOOK.trim_start());
    let program = compiled(&text);
    let fixtures = fixtures(&program, FIXTURES);
    let wanted: Vec<usize> = (0..program.playbook.tests.len()).collect();
    let (outcomes, coverage) = measure(&program, None, &fixtures, &wanted);
    assert!(outcomes.iter().all(|outcome| outcome.failures.is_empty()), "{outcomes:?}");
    assert_eq!(outcomes, run(&program, None, &fixtures, &wanted));
    (program, fixtures, coverage)
}

/// The elements of a kind, as `line: tests | edges | nobody`.
fn told(tests: &str, kind: Kind) -> Vec<String> {
    let (.., coverage) = measured(tests);
    let elements = coverage.elements.iter().filter(|element| element.kind == kind);
    let by = |element: &super::Element, by: By| {
        let cases = element.cases.iter().filter(|case| case.by == by);
        cases.map(|case| case.says.to_string()).collect::<Vec<_>>().join(" ")
    };
    elements
        .map(|it| {
            let start = it.span.range().start;
            let line = BOOK.trim_start().get(..start).map_or(0, |before| before.matches('\n').count() + 1);
            format!("{line}: {} | {} | {}", by(it, By::Test), by(it, By::Edge), by(it, By::Nobody))
        })
        .collect()
}

#[test]
fn conditions_come_out_true_false_and_where_they_can_unknown() {
    assert_eq!(
        told(STORY, Kind::Condition),
        [
            // logins < 10: the field may be missing, and no test is without it.
            "16: true false | unknown | ",
            // quiet and arr > 100 USD.
            "19: true false | unknown | ",
            // arr > 100 USD: required, and so never unknown.
            "19: true | false | ",
            // silence is high.
            "23: true false | unknown | ",
            // plan is basic: required.
            "24: false | true | ",
            // logins >= 20, logins > 0.
            "25: true false | unknown | ",
            "31: true false | unknown | ",
        ]
    );
}

#[test]
fn thresholds_are_met_from_both_sides_and_exactly() {
    assert_eq!(
        told(STORY, Kind::Threshold),
        [
            "16: below above | at | ",
            "19: above | below at | ",
            "25: below at above |  | ",
            // No count is below 0.
            "31: at above |  | ",
        ]
    );
}

#[test]
fn what_plays_and_risks_do_is_counted_where_a_test_shows_it() {
    assert_eq!(told(STORY, Kind::Level), ["18: reached |  | ", "19: reached |  | "]);
    assert_eq!(told(STORY, Kind::Task), ["31: created done |  | "]);
    assert_eq!(told(STORY, Kind::Suppression), ["24:  | happens | "]);
    let (.., coverage) = measured(STORY);
    let play: Vec<(&str, By)> = coverage
        .elements
        .iter()
        .filter(|element| element.kind == Kind::Play)
        .flat_map(|element| &element.cases)
        .map(|case| (case.says.as_str(), case.by))
        .collect();
    assert_eq!(play, [("opens", By::Test), ("succeeds", By::Test), ("clears", By::Nobody)]);
}

#[test]
fn counts_add_up_and_generated_accounts_do_not_count_as_tests() {
    let (.., coverage) = measured(STORY);
    let sum: usize = Kind::ALL.iter().map(|kind| coverage.count(*kind).of).sum();
    let total = coverage.total();
    assert_eq!(total.of, sum);
    let left = coverage.elements.iter().flat_map(|element| &element.cases).filter(|case| case.by != By::Test).count();
    assert_eq!(coverage.uncovered(), left);
    assert!(total.edges > 0 && total.tests + total.edges <= total.of);
}

#[test]
fn more_tests_never_show_less() {
    let (.., few) = measured(STORY);
    let other = "test other {\n account one\n on 2026-03-02 {\n set logins missing\n expect call is idle\n }\n}\n";
    let (.., more) = measured(&format!("{STORY}{other}"));
    let by = |coverage: &Coverage| -> Vec<bool> {
        coverage.elements.iter().flat_map(|element| &element.cases).map(|case| case.by == By::Test).collect()
    };
    assert!(by(&few).iter().zip(by(&more)).all(|(few, more)| !few || more));
    assert!(more.uncovered() < few.uncovered());
}

/// The run is over in the evaluation in which somebody has done its task: the task and the condition were so all the same.
#[test]
fn what_closes_a_run_is_shown_although_the_run_is_gone() {
    let book =
        BOOK.replace("succeeds when logins >= 20", "succeeds when ring is done").replace(" done when logins > 0", "");
    let story = "
test story \"Done, and over\" {
  account one
  on 2026-03-02 expect call opens
  on 2026-03-03 {
    do      finish call.ring
    expect  call is succeeded
  }
}
";
    let program = compiled(format!("{}{story}", book.trim_start()).as_str());
    let fixtures = fixtures(&program, FIXTURES);
    let (outcomes, coverage) = measure(&program, None, &fixtures, &[0]);
    assert!(outcomes.iter().all(|outcome| outcome.failures.is_empty()), "{outcomes:?}");
    let shown = |kind: Kind, line: u32| -> Vec<String> {
        let text = format!("{}{story}", book.trim_start());
        let is_there = |element: &&super::Element| {
            let before = text.get(..element.span.range().start).unwrap_or_default();
            element.kind == kind && before.matches('\n').count() + 1 == line as usize
        };
        let cases = coverage.elements.iter().filter(is_there).flat_map(|element| &element.cases);
        cases.filter(|case| case.by == By::Test).map(|case| case.says.to_string()).collect()
    };
    assert_eq!(shown(Kind::Task, 31), ["created", "done"]);
    // Unknown where no run is open.
    assert_eq!(shown(Kind::Condition, 25), ["true", "false", "unknown"]);
}
