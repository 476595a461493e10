//! Coverage: what the tests of a playbook show of it, and what they leave out.
//!
//! | file | shows it |
//! |---|---|
//! | `text` | as a summary, and a line for each place where something is missing |
//! | `json` | as one object |
//! | `html` | as a page of the playbook's sources with marks |

pub mod html;
pub mod json;
pub mod text;

use crate::playbook::Tested;
use stageplay_dsl::source::Span;
use stageplay_engine::workbench::coverage::{By, Element};

/// The words of an element: its name, or as it is written.
fn words(tested: &Tested, element: &Element) -> String {
    element.name.clone().unwrap_or_else(|| written(tested, element.span))
}

/// What is written at a place, in one line.
fn written(tested: &Tested, span: Span) -> String {
    let words: Vec<&str> = tested.ready.sources.slice(span).split_whitespace().collect();
    words.join(" ")
}

/// The file and the line of a place.
fn place(tested: &Tested, span: Span) -> (&str, usize) {
    let file = tested.ready.sources.get(span.source);
    let line = file.map_or(0, |file| file.position(span.range().start).line);
    (file.map_or("", |file| file.name.as_str()), line)
}

/// What of an element is shown by such.
fn shown_by(element: &Element, by: By) -> Vec<&str> {
    element.cases.iter().filter(|case| case.by == by).map(|case| case.says.as_str()).collect()
}

/// What of an element the tests do not show, and which of that a generated account shows: `at, above (generated)`.
fn missing(element: &Element) -> String {
    let left = element.cases.iter().filter(|case| case.by != By::Test);
    let left = left.map(|case| match case.by {
        By::Edge => format!("{} (generated)", case.says),
        By::Nobody | By::Test => case.says.to_string(),
    });
    left.collect::<Vec<_>>().join(", ")
}
