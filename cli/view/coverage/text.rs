//! Coverage as people read it on a terminal.

use super::{missing, place, words};
use crate::playbook::Tested;
use crate::view::terminal::wrapped;
use crate::view::words::{FAINT, HEADING, grouped, sentence};
use stageplay_engine::column::plain;
use stageplay_engine::workbench::coverage::{By, Count, Coverage, Kind};

/// A summary per kind, then the places where something is missing.
pub fn show(tested: &Tested, coverage: &Coverage, width: usize) -> String {
    let mut text = format!("\n{HEADING}{:<14}{:>8}{:>11}{:>8}{HEADING:#}\n", "coverage", "tests", "generated", "of");
    for kind in Kind::ALL {
        let count = coverage.count(kind);
        if count.of > 0 {
            text.push_str(&line(kind.word(), count));
        }
    }
    text.push_str(&line("all", coverage.total()));
    text.push_str(&format!("{} uncovered by tests\n", grouped(coverage.uncovered() as u64)));
    for kind in Kind::ALL {
        let left =
            || coverage.elements.iter().filter(|it| it.kind == kind && it.cases.iter().any(|it| it.by != By::Test));
        if left().next().is_none() {
            continue;
        }
        text.push_str(&format!("\n{HEADING}{} not covered{HEADING:#}\n", kind.word()));
        for element in left() {
            let (file, at) = place(tested, element.span);
            let words = words(tested, element);
            let says = format!("{FAINT}{}:{at}{FAINT:#}  {}: {}", plain(file), sentence(&words), missing(element));
            text.push_str(&wrapped(&says, width, "    "));
        }
    }
    text
}

fn line(word: &str, count: Count) -> String {
    let number = |number: usize| grouped(number as u64);
    format!("{word:<14}{:>8}{:>11}{:>8}\n", number(count.tests), number(count.edges), number(count.of))
}
