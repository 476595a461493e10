//! A playbook's files, whose text can be changed and compiled.

use super::part::{Part, outline};
use crate::graph::Program;
use crate::script;
use smol_str::SmolStr;
use stageplay_dsl::source::{SourceId, Span};
use stageplay_dsl::syntax::Kept;
use stageplay_dsl::{File, Tests, compile_kept, parse_layers};
use std::sync::Arc;

/// The files of a playbook: its templates first, itself last.
#[derive(Clone, Debug)]
pub struct Version {
    /// Layer by layer; a file's place, counted over all of them, is its source's number.
    layers: Vec<Vec<File>>,
    /// Whether its tests are compiled with it.
    tests: Tests,
    /// Files as they were parsed before somebody changed some of them.
    kept: Arc<Kept>,
}

/// A change of a text: what stands at a place is replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The place.
    pub span: Span,
    /// What stands there then.
    pub text: String,
}

impl Version {
    /// Of the layers of a playbook, as `read::load_layers` gives them.
    #[must_use]
    pub fn new(layers: Vec<Vec<File>>, tests: Tests) -> Self {
        Self { layers, tests, kept: Arc::default() }
    }

    /// The same, parsed once for all the versions that are made of it with [`Version::with`].
    #[must_use]
    pub fn parsed(&self) -> Self {
        Self { kept: Arc::new(parse_layers(&self.layers)), ..self.clone() }
    }

    /// All files, in the order of their sources.
    pub fn files(&self) -> impl Iterator<Item = (SourceId, &File)> {
        self.layers.iter().flatten().enumerate().map(|(at, file)| (id(at), file))
    }

    /// Whether a file is one of the playbook itself, and not of a template.
    #[must_use]
    pub fn is_own(&self, source: SourceId) -> bool {
        let below: usize = self.layers.iter().rev().skip(1).map(Vec::len).sum();
        usize::try_from(source.0).is_ok_and(|at| at >= below)
    }

    /// The text of a file.
    #[must_use]
    pub fn text(&self, source: SourceId) -> &str {
        let at = usize::try_from(source.0).unwrap_or(usize::MAX);
        self.layers.iter().flatten().nth(at).map_or("", |(_, text)| text)
    }

    /// What stands at a place.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.text(span.source).get(span.range()).unwrap_or_default()
    }

    /// Name and line of a place.
    #[must_use]
    pub fn place(&self, span: Span) -> (SmolStr, usize) {
        let at = usize::try_from(span.source.0).unwrap_or(usize::MAX);
        let file = self.layers.iter().flatten().nth(at);
        let before = file.and_then(|(_, text)| text.get(..span.range().start)).unwrap_or_default();
        let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
        (file.map_or_else(SmolStr::default, |(name, _)| name.into()), line)
    }

    /// Every declaration with its clauses, file by file.
    #[must_use]
    pub fn outline(&self) -> Vec<Part> {
        self.outline_without(|_| false)
    }

    /// The same without some of the files.
    #[must_use]
    pub fn outline_without(&self, without: impl Fn(&File) -> bool) -> Vec<Part> {
        let files = self.files().filter(|(_, file)| !file.0.ends_with(".rhai") && !without(file));
        files.flat_map(|(source, (_, text))| outline(source, text)).collect()
    }

    /// The same with some text changed; edits that overlap one that stands before them are left out.
    #[must_use]
    pub fn with(&self, edits: &[Edit]) -> Self {
        let mut changed = self.clone();
        let mut sorted: Vec<&Edit> = edits.iter().collect();
        sorted.sort_by_key(|edit| (edit.span.source, edit.span.range().start, edit.span.range().end));
        for (at, (_, text)) in changed.layers.iter_mut().flatten().enumerate() {
            let own = sorted.iter().filter(|edit| edit.span.source == id(at));
            let mut done = String::new();
            let mut from = 0;
            for edit in own {
                let range = edit.span.range();
                let Some(kept) = text.get(from..range.start) else { continue };
                done.push_str(kept);
                done.push_str(&edit.text);
                from = range.end;
            }
            if from > 0 || !done.is_empty() {
                done.push_str(text.get(from..).unwrap_or_default());
                *text = done;
            }
        }
        changed
    }

    /// Compiles it; `None` where it has faults, or leaves settings open.
    #[must_use]
    pub fn compile(&self) -> Option<Program> {
        let compiled = compile_kept(self.layers.clone(), None, self.tests, &self.kept);
        let playbook = compiled.playbook?;
        let is_open = playbook.settings.rows().iter().any(|setting| setting.value.is_none());
        if compiled.diagnostics.has_errors() || is_open || !script::check(&playbook).is_empty() {
            return None;
        }
        Some(Program::compile(playbook))
    }
}

fn id(at: usize) -> SourceId {
    SourceId(u32::try_from(at).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::{Edit, Version};
    use stageplay_dsl::Tests;
    use stageplay_dsl::source::{SourceId, Span};

    #[test]
    fn edits_change_their_places_and_nothing_else() {
        let files =
            vec![("a.play".to_owned(), "one two three".to_owned()), ("b.play".to_owned(), "four\nfive".to_owned())];
        let version = Version::new(vec![files], Tests::LeftOut);
        let at = |source: u32, start: usize, end: usize, text: &str| Edit {
            span: Span::new(SourceId(source), start, end),
            text: text.into(),
        };
        let changed = version.with(&[at(1, 5, 9, "six"), at(0, 8, 13, "3"), at(0, 0, 3, "1"), at(0, 3, 3, " and")]);
        let texts: Vec<&str> = changed.files().map(|(_, (_, text))| text.as_str()).collect();
        assert_eq!(texts, ["1 and two 3", "four\nsix"]);
        assert_eq!(version.place(Span::new(SourceId(1), 5, 9)), ("b.play".into(), 2));
    }
}
