//! What the parser makes of texts, through one helper.

mod clauses;
mod expressions;
mod messages;
mod mutants;
mod plays;
mod series;
mod timeline;

use super::parse;
use super::tree::{Item, Module};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::{SourceFile, Sources};

/// The tree of a text, and its messages in order of place.
fn told(text: &str) -> (Module, Vec<Diagnostic>) {
    let mut sources = Sources::default();
    let source = sources.add(SourceFile::new("test.play", text));
    let mut diagnostics = Diagnostics::default();
    let module = parse(source, text, &mut diagnostics);
    (module, diagnostics.sorted().into_iter().cloned().collect())
}

/// The tree of a text, and its messages as `line:column code message = help`.
fn parsed(text: &str) -> (Module, Vec<String>) {
    let (module, told) = told(text);
    let file = SourceFile::new("test.play", text);
    let shown = told.iter().map(|said| {
        let place = file.position(said.span().unwrap().start as usize);
        let help = said.help.as_ref().map(|help| format!(" = {help}")).unwrap_or_default();
        format!("{}:{} {} {}{help}", place.line, place.column, said.code, said.message)
    });
    (module, shown.collect())
}

/// The items of a text without its first line, in which nothing may be wrong.
fn items(text: &str) -> Vec<Item> {
    let (module, told) = parsed(&format!("stageplay 1\n{text}\n"));
    assert_eq!(told, Vec::<String>::new(), "{text}");
    module.items
}

#[test]
fn the_whole_example_parses() {
    let (module, told) = parsed(include_str!("expansion_arc.play"));
    assert_eq!(told, Vec::<String>::new());
    assert_eq!(module.items.len(), 21);
    assert!(module.lost.is_empty());
}

#[test]
fn the_examples_of_the_repository_parse() {
    let examples = [
        include_str!("../../../../examples/portfolio/playbook.play"),
        include_str!("../../../../examples/wholesaler/playbook.play"),
        include_str!("../../../../examples/wholesaler/health.play"),
        include_str!("../../../../examples/wholesaler/plays.play"),
    ];
    for text in examples {
        assert_eq!(parsed(text).1, Vec::<String>::new());
    }
}

#[test]
fn carriage_returns_and_a_byte_order_mark_change_nothing() {
    let text = include_str!("expansion_arc.play");
    let (module, told) = parsed(&format!("\u{feff}{}", text.replace('\n', "\r\n")));
    assert_eq!(told, Vec::<String>::new());
    assert_eq!(module.items.len(), 21);
}
