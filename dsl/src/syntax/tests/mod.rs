//! What the parser makes of texts, through one helper.

mod mutants;

use super::parse;
use super::tree::Module;
use crate::diagnostic::Diagnostics;
use crate::source::{SourceFile, Sources};

/// The tree of a text and its messages as `line:column code message`, followed by `= help`.
fn parsed(text: &str) -> (Module, Vec<String>) {
    let mut sources = Sources::default();
    let source = sources.add(SourceFile::new("test.play", text));
    let mut diagnostics = Diagnostics::default();
    let module = parse(source, text, &mut diagnostics);
    let file = sources.get(source).unwrap();
    let told = diagnostics
        .sorted()
        .into_iter()
        .map(|said| {
            let place = file.position(said.span().unwrap().start as usize);
            let help = said.help.as_ref().map(|help| format!(" = {help}")).unwrap_or_default();
            format!("{}:{} {} {}{help}", place.line, place.column, said.code, said.message)
        })
        .collect();
    (module, told)
}

#[test]
fn the_whole_example_parses() {
    let (module, told) = parsed(include_str!("expansion_arc.play"));
    assert_eq!(told, Vec::<String>::new());
    assert_eq!(module.items.len(), 21);
    assert!(module.lost.is_empty());
}

#[test]
fn show_me() {
    let Ok(list) = std::env::var("PLAY_FILES") else { return };
    for path in list.split(':') {
        let text = std::fs::read_to_string(path).unwrap();
        let start = std::time::Instant::now();
        let (module, told) = parsed(&text);
        eprintln!("{path}: {} items, {} told, {:?}", module.items.len(), told.len(), start.elapsed());
        for said in told.iter().take(25) {
            eprintln!("   {said}");
        }
    }
}
