//! What is made of capacities, and what verbs make of them.

use super::groups::extended;
use super::with_common;
use stageplay_dsl::compile;
use stageplay_dsl::typed::{Capacity, Playbook};

const PLAYS: &str = "
roles { lead = \"lead@example.com\" }
play a {
  when nps < 3
  owner csm
  task call owner lead due in 2 days
}
capacity csm { open plays 12   new plays 5 per week }
capacity lead { effort 20 hours per week }
";

/// Role, open plays, new plays, hours.
fn capacities(book: &Playbook) -> Vec<(&str, [Option<f64>; 3])> {
    let of = |it: &Capacity| (it.role, [it.open_plays, it.new_plays, it.effort_hours]);
    let all = book.capacities.iter().map(of);
    all.map(|(role, most)| (book.roles[role].name.as_str(), most)).collect()
}

#[test]
fn a_capacity_holds_what_it_says_and_no_more() {
    let book = compile(with_common(PLAYS)).playbook.unwrap();
    assert_eq!(capacities(&book), [("csm", [Some(12.0), Some(5.0), None]), ("lead", [None, None, Some(20.0)])]);
}

#[test]
fn verbs_change_capacities() {
    let book =
        extended(PLAYS, "append capacity csm { effort 30 hours per week }\nreplace capacity lead { open plays 3 }")
            .unwrap();
    assert_eq!(capacities(&book), [("csm", [Some(12.0), Some(5.0), Some(30.0)]), ("lead", [Some(3.0), None, None])]);
    let book = extended(PLAYS, "disable capacity lead \"nobody counts\"").unwrap();
    assert_eq!(capacities(&book), [("csm", [Some(12.0), Some(5.0), None])]);
}

#[test]
fn verbs_that_cannot_change_a_capacity_say_why() {
    let said = |verbs: &str| extended(PLAYS, verbs).unwrap_err();
    assert_eq!(said("append capacity csm { open plays 3 }"), ["SP0205 `open plays` is given twice  first given here"]);
    assert_eq!(said("disable capacity cms"), ["SP0801 the template has no capacity of `cms` "]);
    assert_eq!(
        said("set capacity csm = 3"),
        ["SP0808 `capacity csm` is a capacity, and only a setting is set  declared here"]
    );
    let role = said("disable csm");
    assert!(role[0].starts_with("SP0201 there is no role `csm`") && role[0].contains("disabled here"), "{role:?}");
}
