//! The Stageplay language: text to typed playbook and diagnostics.
//!
//! | stage | input | output |
//! |---|---|---|
//! | [`syntax::parse`] | one file's text | [`syntax::tree::Module`] |
//! | [`resolve::resolve`] | the modules of a playbook | [`resolve::Resolved`]: names, order, cycles |
//! | [`check::check`] | what was resolved | [`typed::Playbook`] |
//! | [`lint::lint`] | what was checked | what is worth a look |
//!
//! Every stage tells its [`Diagnostics`] what is wrong and goes on with the rest. [`compile`] runs all of
//! them. [`format::format`] lays one file out. Nothing here knows an account, a clock, a file or a terminal.

pub mod check;
pub mod diagnostic;
pub mod format;
pub mod lint;
pub mod report;
pub mod resolve;
pub mod source;
pub mod syntax;
pub mod typed;
pub mod types;

pub use resolve::Tests;

use diagnostic::{Diagnostic, Diagnostics, Severity};
use source::{SourceFile, SourceId, Sources};
use syntax::{Kept, Layer};

/// What became of a playbook's files.
#[derive(Clone, Debug)]
pub struct Compiled {
    /// The files, for showing what the diagnostics point at.
    pub sources: Sources,
    /// Errors and lints of all stages.
    pub diagnostics: Diagnostics,
    /// The checked playbook: there exactly when no diagnostic is an error.
    pub playbook: Option<typed::Playbook>,
    /// The names of what a playbook disabled of its template.
    pub disabled: Vec<String>,
}

/// Name and text of a file.
pub type File = (String, String);

/// Compiles the files of one playbook that extends no other; see [`compile_layers`]. Those whose names end in `.rhai` are
/// scripts, for scores that name them.
#[must_use]
pub fn compile(files: Vec<File>) -> Compiled {
    compile_layers(vec![files], None, Tests::Included)
}

/// Compiles a playbook, given by the files of the template it extends, of the template that extends, and so on, last its
/// own; one file of each layer holds the `playbook` header. `missing` says why the lowest layer is not the last, where
/// it is not; its span counts files from the first layer on. Where `tests` are left out, what the playbook does with
/// those of its template is no mistake. Never panics and reads nothing but its arguments; the order of the files of a
/// layer makes no difference to what is computed.
#[must_use]
pub fn compile_layers(layers: Vec<Vec<File>>, missing: Option<Diagnostic>, tests: Tests) -> Compiled {
    compile_kept(layers, missing, tests, &Kept::default())
}

/// Parses the files of a playbook, to be kept for [`compile_kept`].
#[must_use]
pub fn parse_layers(layers: &[Vec<File>]) -> Kept {
    let mut kept = Kept::default();
    let mut source = 0;
    for (at, files) in layers.iter().enumerate() {
        for (name, text) in files {
            if !SourceFile::is_named_as_script(name) {
                kept.keep(SourceId(source), layer(at), text);
            }
            source += 1;
        }
    }
    kept
}

fn layer(at: usize) -> Layer {
    if at == 0 { Layer::Lowest } else { Layer::Above }
}

/// The same as [`compile_layers`], where some of the files were parsed before: to try many small changes of one playbook.
#[must_use]
pub fn compile_kept(layers: Vec<Vec<File>>, missing: Option<Diagnostic>, tests: Tests, kept: &Kept) -> Compiled {
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::default();
    let (trees, own) = trees(layers, kept, &mut sources, &mut diagnostics);
    let parsed = diagnostics.iter().count();
    diagnostics.extend(missing);
    let extended = resolve::extend(trees, &sources, tests, &mut diagnostics);
    if extended.incomplete {
        // Without what it extends nearly everything in it would seem wrong.
        return Compiled { sources, diagnostics, playbook: None, disabled: Vec::new() };
    }
    // Of what was told while the layers were put together, only what could not be read leaves a hole.
    let faults = (0..).zip(diagnostics.iter()).filter(|(at, said)| *at < parsed || said.code.is_syntax());
    let faults = faults.map(|(_, said)| said).filter(|said| said.severity == Severity::Error);
    let torn = faults.filter_map(Diagnostic::span).map(|span| sources.whole_lines(span)).collect();
    let resolved = resolve::resolve(&extended.modules, torn, &mut diagnostics);
    let checked = check::check(&sources, &resolved, &mut diagnostics);
    lint::lint(&sources, &extended.modules, &resolved, &checked, &mut diagnostics);
    resolve::settle(&mut diagnostics, &extended, &sources, own);
    let disabled = extended.disabled.into_iter().map(|(name, _)| name.to_string()).collect();
    Compiled { sources, diagnostics, playbook: checked.playbook, disabled }
}

/// What became of everything that the layers of a playbook declare, by name: who says it, and what was said before. What
/// is wrong with the layers is passed over: [`compile_layers`] tells it.
#[must_use]
pub fn histories(layers: Vec<Vec<File>>, tests: Tests) -> (Sources, Vec<resolve::History>) {
    let mut sources = Sources::default();
    let (trees, _) = trees(layers, &Kept::default(), &mut sources, &mut Diagnostics::default());
    let found = resolve::histories(trees, &sources, tests);
    (sources, found)
}

/// The trees of all files, layer by layer, and the first file of the last layer.
fn trees(
    layers: Vec<Vec<File>>,
    kept: &Kept,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> (Vec<Vec<syntax::tree::Module>>, SourceId) {
    let mut trees: Vec<Vec<syntax::tree::Module>> = Vec::new();
    let mut own = SourceId(0);
    for files in layers {
        let ids: Vec<SourceId> =
            files.into_iter().map(|(name, text)| sources.add(SourceFile::new(name, text))).collect();
        let parse = |id: &SourceId| {
            let text = sources.get(*id).map_or("", |file| file.text.as_str());
            kept.parse(*id, layer(trees.len()), text, diagnostics)
        };
        own = ids.first().copied().unwrap_or(own);
        let written = |id: &&SourceId| sources.get(**id).is_some_and(|file| !file.is_script());
        let layer = ids.iter().filter(written).map(parse).collect();
        trees.push(layer);
    }
    (trees, own)
}
