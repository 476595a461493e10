//! Coverage as programs read it.

use super::{place, shown_by, words};
use crate::playbook::Tested;
use serde_json::{Map, Value, json};
use stageplay_engine::send;
use stageplay_engine::workbench::coverage::{By, Count, Coverage, Kind};

/// One object on a line.
pub fn show(tested: &Tested, coverage: &Coverage) -> String {
    let mut kinds = Map::new();
    for kind in Kind::ALL {
        kinds.insert(kind.word().into(), count(coverage.count(kind)));
    }
    let elements = coverage.elements.iter().map(|element| {
        let (file, line) = place(tested, element.span);
        json!({
            "kind": element.kind.word(),
            "file": file,
            "line": line,
            "says": words(tested, element),
            "tests": shown_by(element, By::Test),
            "generated": shown_by(element, By::Edge),
            "uncovered": shown_by(element, By::Nobody),
        })
    });
    let told = json!({
        "playbook": tested.ready.program.playbook.header.name,
        "total": count(coverage.total()),
        "uncovered_by_tests": coverage.uncovered(),
        "kinds": kinds,
        "elements": elements.collect::<Vec<_>>(),
    });
    format!("{}\n", send::line(&told))
}

fn count(Count { tests, edges, of }: Count) -> Value {
    json!({ "tests": tests, "generated": edges, "of": of })
}
