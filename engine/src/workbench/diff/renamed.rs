//! Names that changed. The new text is read with the old names, wherever `formerly` says what they were, so that what it
//! says differently is more than its names.

use super::decided::same_schema;
use super::items::{Effect, Item, Whose};
use crate::workbench::clauses::{Edit, Part, Version};
use smol_str::SmolStr;
use stageplay_dsl::source::{SourceId, Span};
use stageplay_dsl::syntax::written::{Form, Written, written};

/// Something that has another name.
struct Rename {
    /// Where it is, in old names: `play save / task call`.
    path: String,
    /// What it is called there now: `task ring`.
    key: SmolStr,
    /// The name alone, as it was.
    before: SmolStr,
    /// As it is.
    now: SmolStr,
    old: Span,
    new: Span,
    /// `formerly NAME`.
    formerly: Span,
}

/// What has another name, and how to get back to the new text.
#[derive(Default)]
pub(super) struct Renames {
    list: Vec<Rename>,
    /// What made the new text one with the old names.
    edits: Vec<Edit>,
}

/// The new version with the old names. A name that cannot be put back without doubt stays as it is.
pub(super) fn with_old_names(new: &Version, before: &[Part], after: &[Part]) -> (Version, Renames) {
    let mut all = Vec::new();
    collect(new, "", before, after, &mut all);
    if all.is_empty() {
        return (new.clone(), Renames::default());
    }
    let Some(program) = new.compile() else { return (new.clone(), Renames::default()) };
    let mut kept = Renames::default();
    for rename in all {
        let Some(own) = edits(new, &rename) else { continue };
        let edits: Vec<Edit> = kept.edits.iter().cloned().chain(own).collect();
        // Where a word of the data has been taken for the name, other data would be read.
        if new.with(&edits).compile().is_some_and(|plain| same_schema(&plain, &program)) {
            kept.edits = edits;
            kept.list.push(rename);
        }
    }
    kept.edits.sort_by_key(|edit| (edit.span.source, edit.span.range().start));
    (new.with(&kept.edits), kept)
}

fn collect(new: &Version, place: &str, before: &[Part], after: &[Part], found: &mut Vec<Rename>) {
    for part in after {
        let named = |name: &SmolStr| before.iter().find(|old| old.key == *name);
        let (old, is_renamed) = match (named(&part.key), part.formerly.as_ref().and_then(named)) {
            (Some(old), _) => (old, false),
            (None, Some(old)) => (old, true),
            (None, None) => continue,
        };
        let path = if place.is_empty() { old.key.to_string() } else { format!("{place} / {}", old.key) };
        if is_renamed && let Some(formerly) = part.formerly_at(new.text(part.span.source)) {
            let name = |key: &SmolStr| -> SmolStr { key.rsplit(' ').next().unwrap_or_default().into() };
            found.push(Rename {
                path: path.clone(),
                key: part.key.clone(),
                before: name(&old.key),
                now: name(&part.key),
                old: old.span,
                new: part.span,
                formerly,
            });
        }
        collect(new, &path, &old.inner, &part.inner, found);
    }
}

/// What gives something its old name again, wherever it is named; `None` where the old name stands for another thing now.
fn edits(new: &Version, rename: &Rename) -> Option<Vec<Edit>> {
    let mut edits = vec![Edit { span: rename.formerly, text: String::new() }];
    for (source, (_, text)) in new.files().filter(|(_, (name, _))| name.ends_with(".play")) {
        let Some(file) = written(source, text) else { continue };
        let mut names = Vec::new();
        file.items.iter().for_each(|item| leaves(item, text, &mut names));
        for (start, end) in names {
            let span = Span::new(source, start, end);
            if source == rename.formerly.source && covers(rename.formerly, span) {
                continue;
            }
            match text.get(start..end) {
                Some(name) if name == rename.before => return None,
                Some(name) if name == rename.now => edits.push(Edit { span, text: rename.before.to_string() }),
                _ => {}
            }
        }
    }
    Some(edits)
}

fn covers(outer: Span, inner: Span) -> bool {
    outer.range().start <= inner.range().start && inner.range().end <= outer.range().end
}

/// Where names stand: words, parts of paths, and what stands between braces in a text.
fn leaves(part: &Written, text: &str, found: &mut Vec<(usize, usize)>) {
    if !part.parts.is_empty() {
        part.parts.iter().for_each(|inner| leaves(inner, text, found));
        return;
    }
    let range = part.span.range();
    let says = text.get(range.clone()).unwrap_or_default();
    match part.form {
        Form::Fence => {}
        Form::Text => {
            for (start, end) in words(says) {
                let before = says.get(..start).unwrap_or_default();
                // What stands between braces is a value.
                if before.rfind('{') > before.rfind('}') {
                    found.push((range.start + start, range.start + end));
                }
            }
        }
        _ => found.extend(words(says).into_iter().map(|(start, end)| (range.start + start, range.start + end))),
    }
}

/// The words of a text that could be names: where each begins and ends.
fn words(text: &str) -> Vec<(usize, usize)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (at, letter) in text.char_indices().filter(|(_, letter)| letter.is_alphanumeric() || *letter == '_') {
        let end = at + letter.len_utf8();
        match found.last_mut() {
            Some((_, last)) if *last == at => *last = end,
            _ => found.push((at, end)),
        }
    }
    found
}

impl Renames {
    /// Whether nothing has another name.
    pub(super) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Tells what was found in old names in the new ones, and the names first.
    pub(super) fn told(self, found: Vec<Item>) -> Vec<Item> {
        if self.list.is_empty() {
            return found;
        }
        let names = self.list.iter().map(|rename| Item {
            name: self.name(&rename.path),
            effect: Effect::Renames,
            before: Some(rename.before.to_string()),
            after: Some(rename.now.to_string()),
            old: Some(rename.old),
            new: Some(rename.new),
            calendar: Whose::Old,
            edits: Vec::new(),
        });
        let others = found.into_iter().map(|item| Item {
            name: self.name(&item.name),
            after: item.after.map(|text| self.text(&text)),
            new: item.new.map(|span| self.place(span)),
            ..item
        });
        names.chain(others).collect()
    }

    /// A path in new names.
    fn name(&self, path: &str) -> String {
        let mut at = String::new();
        let mut now: Vec<&str> = Vec::new();
        for key in path.split(" / ") {
            at = if at.is_empty() { key.to_owned() } else { format!("{at} / {key}") };
            now.push(self.list.iter().find(|rename| rename.path == at).map_or(key, |rename| &rename.key));
        }
        now.join(" / ")
    }

    /// A piece of the text in new names; what is said to people stays as it is.
    fn text(&self, text: &str) -> String {
        let mut told = String::with_capacity(text.len());
        let mut from = 0;
        for (start, end) in words(text) {
            let is_quoted = text.get(..start).is_some_and(|before| before.matches('"').count() % 2 == 1);
            let now = self.list.iter().find(|rename| text.get(start..end) == Some(rename.before.as_str()));
            if let (Some(rename), false) = (now, is_quoted) {
                told.push_str(text.get(from..start).unwrap_or_default());
                told.push_str(&rename.now);
                from = end;
            }
        }
        told.push_str(text.get(from..).unwrap_or_default());
        told
    }

    /// A place in the new text.
    fn place(&self, span: Span) -> Span {
        let (start, end) = (span.range().start, span.range().end);
        Span::new(span.source, self.back(span.source, start), self.back(span.source, end))
    }

    fn back(&self, source: SourceId, at: usize) -> usize {
        // How much longer the new text is up to there.
        let (mut longer, mut shorter) = (0, 0);
        for edit in self.edits.iter().filter(|edit| edit.span.source == source) {
            let range = edit.span.range();
            if range.start + shorter >= at + longer {
                break;
            }
            longer += range.len();
            shorter += edit.text.len();
        }
        (at + longer).saturating_sub(shorter)
    }
}
