//! The Stageplay language: text to typed playbook and diagnostics.
//!
//! | stage | input | output |
//! |---|---|---|
//! | [`syntax::parse`] | one file's text | [`syntax::tree::Module`] |
//! | [`resolve::resolve`] | the modules of a playbook | [`resolve::Resolved`]: names, order, cycles |
//! | [`check::check`] | what was resolved | [`typed::Playbook`] |
//!
//! Every stage tells its [`Diagnostics`] what is wrong and goes on with the rest. [`compile`] runs all of
//! them. [`format::format`] lays one file out. Nothing here knows an account, a clock, a file or a terminal.

pub mod check;
pub mod diagnostic;
pub mod format;
pub mod report;
pub mod resolve;
pub mod source;
pub mod syntax;
pub mod typed;
pub mod types;

use diagnostic::{Diagnostics, Severity};
use source::{SourceFile, Sources};

/// What became of a playbook's files.
#[derive(Clone, Debug)]
pub struct Compiled {
    /// The files, for showing what the diagnostics point at.
    pub sources: Sources,
    /// Errors and lints of all stages.
    pub diagnostics: Diagnostics,
    /// The checked playbook: there exactly when no diagnostic is an error.
    pub playbook: Option<typed::Playbook>,
}

/// Compiles the files of one playbook, given by name and text; one of them holds the `playbook` header. Those
/// whose names end in `.rhai` are scripts, for scores that name them.
/// Never panics and reads nothing but its arguments; the order of the files makes no difference to what
/// is computed.
#[must_use]
pub fn compile(files: Vec<(String, String)>) -> Compiled {
    let mut sources = Sources::default();
    for (name, text) in files {
        sources.add(SourceFile::new(name, text));
    }
    let mut diagnostics = Diagnostics::default();
    let written = sources.iter().filter(|(_, file)| !file.is_script());
    let modules: Vec<syntax::tree::Module> =
        written.map(|(id, file)| syntax::parse(id, &file.text, &mut diagnostics)).collect();
    let faults = diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
    let torn = faults.filter_map(diagnostic::Diagnostic::span).map(|span| sources.whole_lines(span)).collect();
    let resolved = resolve::resolve(&modules, torn, &mut diagnostics);
    let playbook = check::check(&sources, &resolved, &mut diagnostics);
    Compiled { sources, diagnostics, playbook }
}
