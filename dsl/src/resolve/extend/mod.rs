//! A playbook and the templates it extends, made one: the verbs of its header work on the syntax tree, before anything
//! has a name.
//!
//! | file | does |
//! |---|---|
//! | `outline` | what is declared, by name: the table of kinds |
//! | `path` | from a verb's path to a declaration |
//! | `graft` | the change itself |
//! | `history` | who says what, layer by layer |
//! | `settle` | what is said of both together |
//! | `errors` | wording |
//!
//! Every span stays that of the file it was written in.

mod errors;
mod graft;
mod history;
mod outline;
mod path;
mod settle;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::source::{Sources, Span};
use crate::syntax;
use crate::syntax::tree::{Body, Header, HeaderClause, Item, Module, Path, Verb, VerbKind};
use graft::{Graft, Put};
pub use history::{Deed, History, Reach, Step, histories};
use outline::{Holds, Outline};
use path::Found;
pub use settle::settle;
use smol_str::SmolStr;

/// The templates and the playbook that extends them as one.
#[derive(Debug, Default)]
pub struct Extended {
    /// The files of all layers, the template's first.
    pub modules: Vec<Module>,
    /// What was taken out: its own name, and where that is said.
    pub disabled: Vec<(SmolStr, Span)>,
    /// The lowest template was not given; what is missing is not worth a message.
    pub incomplete: bool,
    /// Some verb could not be read or hits nothing, and that was told: what is missing in the template may be its doing.
    pub doubtful: bool,
}

/// Whether the tests of a playbook, and of its templates, are among its files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tests {
    /// All of them: a verb for another test hits nothing.
    Included,
    /// Those in folders of their own were not read, as for a run.
    LeftOut,
}

/// Puts layers together, the lowest template first, the playbook itself last. What a verb cannot do is told.
pub fn extend(layers: Vec<Vec<Module>>, sources: &Sources, tests: Tests, diagnostics: &mut Diagnostics) -> Extended {
    let mut all = Extended::default();
    for (number, layer) in layers.into_iter().enumerate() {
        if number == 0 {
            if let Some(header) = headers(&layer).next() {
                lowest(header, &mut all, diagnostics);
            }
            all.modules = layer;
        } else {
            add(&mut all, layer, sources, tests, diagnostics);
        }
    }
    all
}

fn headers(modules: &[Module]) -> impl Iterator<Item = &Header> {
    modules.iter().flat_map(|module| &module.items).filter_map(|item| match item {
        Item::Playbook(header) => Some(header),
        _ => None,
    })
}

/// Below the lowest layer there is nothing to change.
fn lowest(header: &Header, all: &mut Extended, diagnostics: &mut Diagnostics) {
    match (&header.extends, header.verbs.first()) {
        (Some(template), _) => {
            all.incomplete = true;
            // Who looked for it said why it is not there.
            if !diagnostics.iter().any(|said| said.span() == Some(template.span)) {
                diagnostics.push(errors::not_given(template));
            }
        }
        (None, Some(verb)) => diagnostics.push(errors::extends_nothing(verb.span, &header.name)),
        (None, None) => {}
    }
}

/// One layer upon those below it.
fn add(all: &mut Extended, mut layer: Vec<Module>, sources: &Sources, tests: Tests, diagnostics: &mut Diagnostics) {
    let below = path::outlines(&all.modules);
    let own = path::outlines(&layer);
    repeated(&mut layer, &below, &own, diagnostics);
    let header = headers(&layer).next().cloned();
    if let Some(header) = &header {
        let mut lost = Vec::new();
        let done = changes(header, &below, &own, (tests, sources), diagnostics);
        lost.extend(undone(header, &done));
        let within = |span: Span| span.source == header.span.source && header.span.start <= span.start;
        let missed = |said: &Diagnostic| said.code == Code(801) && said.span().is_some_and(within);
        all.doubtful |= diagnostics.iter().any(missed) || !torn(header.span, sources, diagnostics).is_empty();
        apply(all, done, sources, &mut lost, diagnostics);
        if let Some(module) = layer.first_mut() {
            module.lost.extend(lost);
        }
        merge_headers(all, &mut layer);
    }
    all.modules.extend(layer);
}

/// Declarations of the extension that the template has, too: each is told and left out.
fn repeated(layer: &mut [Module], below: &[Vec<Outline>], own: &[Vec<Outline>], diagnostics: &mut Diagnostics) {
    for (module, outlines) in layer.iter_mut().zip(own) {
        let mut out: Vec<usize> = Vec::new();
        for mine in outlines {
            // More roles are more roles; single ones of one name are found where names are.
            let there = below.iter().flatten().find(|other| other.what == mine.what && other.name == mine.name);
            if let Some(theirs) = there.filter(|_| mine.what != "roles") {
                let line = mine.holds == Holds::Line;
                let error = errors::declared_by_template(mine.what, &mine.name, mine.span, theirs.span, line);
                diagnostics.push(error);
                out.push(mine.at);
            }
        }
        let mut at = 0;
        module.items.retain(|_| {
            at += 1;
            !out.contains(&(at - 1))
        });
    }
}

/// A verb and where it leads.
struct Change<'h, 'o> {
    verb: &'h Verb,
    found: Found<'o>,
}

/// The verbs that can be done.
fn changes<'h, 'o>(
    header: &'h Header,
    below: &'o [Vec<Outline>],
    own: &[Vec<Outline>],
    (tests, sources): (Tests, &Sources),
    diagnostics: &mut Diagnostics,
) -> Vec<Change<'h, 'o>> {
    let mut done: Vec<Change<'h, 'o>> = Vec::new();
    let torn = torn(header.span, sources, diagnostics);
    for verb in &header.verbs {
        // What is left of a line that could not be read may name anything.
        let head = Span::new(verb.span.source, verb.span.start as usize, verb.target.span.end as usize);
        if torn.iter().any(|line| line.start < head.end && head.start < line.end) {
            continue;
        }
        // Tests that were not read are no names that are missing.
        let unread = tests == Tests::LeftOut && path::is_test(&verb.target);
        if unread && !below.iter().flatten().any(|outline| Some(&outline.name) == first(&verb.target)) {
            continue;
        }
        let Some(found) = path::find(below, own, &verb.target, diagnostics) else { continue };
        let Some(last) = found.last() else { continue };
        let unfit = match &verb.kind {
            VerbKind::Set(_) if last.what != "setting" => Some(errors::no_setting(&verb.target, last)),
            VerbKind::Append(_) if last.holds == Holds::Whole => Some(errors::test_appended(&verb.target)),
            VerbKind::Append(_) if last.holds == Holds::Line => Some(errors::no_block(&verb.target, last)),
            VerbKind::Disable(_) if last.holds == Holds::Open => Some(errors::needed(&verb.target, last)),
            _ => None,
        };
        if let Some(error) = unfit {
            diagnostics.push(error);
            continue;
        }
        if matches!(verb.kind, VerbKind::Disable(None)) && last.what == "test" {
            diagnostics.push(errors::no_reason(&verb.target, "disable", ""));
        }
        let change = Change { verb, found };
        match done.iter().find_map(|other| conflict(&change, other)) {
            Some(error) => diagnostics.push(error),
            None => done.push(change),
        }
    }
    done
}

/// The lines of a header in which something could not be read.
fn torn(header: Span, sources: &Sources, diagnostics: &Diagnostics) -> Vec<Span> {
    let faults = diagnostics.iter().filter(|said| said.code.is_syntax() && said.severity == Severity::Error);
    let within = |span: &Span| span.source == header.source && header.start <= span.start && span.start <= header.end;
    faults.filter_map(Diagnostic::span).filter(within).map(|span| sources.whole_lines(span)).collect()
}

fn first(target: &Path) -> Option<&SmolStr> {
    target.parts.first().map(|name| &name.text)
}

/// The words of what could not be put in: nobody need miss them a second time.
fn undone(header: &Header, done: &[Change<'_, '_>]) -> Vec<SmolStr> {
    let left = header.verbs.iter().filter(|verb| !done.iter().any(|change| std::ptr::eq(change.verb, *verb)));
    let bodies = left.filter_map(|verb| match &verb.kind {
        VerbKind::Append(Some(body)) | VerbKind::Replace(Some(body)) => Some(body.text.as_str()),
        _ => None,
    });
    bodies.flat_map(words).collect()
}

fn words(text: &str) -> impl Iterator<Item = SmolStr> {
    let words = text.split(|char: char| !(char.is_ascii_alphanumeric() || char == '_'));
    words.filter(|word| !word.is_empty()).map(SmolStr::new)
}

/// Why a change cannot stand beside an earlier one.
fn conflict(change: &Change<'_, '_>, other: &Change<'_, '_>) -> Option<Diagnostic> {
    let (place, there) = (change.found.place(), other.found.place());
    if place == there {
        return Some(errors::changed_twice(&change.verb.target, other.verb.target.span));
    }
    if let (true, Some(done)) = (place.starts_with(&there), whole(other.verb)) {
        return Some(errors::inside(&change.verb.target, &other.verb.target, done));
    }
    if let (true, Some(done)) = (there.starts_with(&place), whole(change.verb)) {
        return Some(errors::inside(&other.verb.target, &change.verb.target, done));
    }
    None
}

fn whole(verb: &Verb) -> Option<&'static str> {
    match verb.kind {
        VerbKind::Disable(_) => Some("disabled"),
        VerbKind::Replace(_) => Some("replaced"),
        VerbKind::Set(_) | VerbKind::Append(_) => None,
    }
}

/// Does what the verbs say. What is disabled goes last, from behind, so that no place moves before it is used.
fn apply(
    all: &mut Extended,
    changes: Vec<Change<'_, '_>>,
    sources: &Sources,
    lost: &mut Vec<SmolStr>,
    diagnostics: &mut Diagnostics,
) {
    let mut out: Vec<Vec<usize>> = Vec::new();
    for Change { verb, found } in &changes {
        let place = found.place();
        let [module, item, rest @ ..] = place.as_slice() else { continue };
        let slot = all.modules.get_mut(*module).and_then(|module| module.items.get_mut(*item));
        let (put, body) = match &verb.kind {
            VerbKind::Set(value) => {
                if let Some(Item::Setting(setting)) = slot {
                    setting.set = Some(value.clone());
                }
                continue;
            }
            VerbKind::Disable(_) => {
                all.disabled.push((last_name(found, &verb.target), verb.target.span));
                out.push(place);
                continue;
            }
            VerbKind::Append(body) => (Put::Append, body),
            VerbKind::Replace(body) => (Put::Replace, body),
        };
        if let (Some(slot), Some(body)) = (slot, body)
            && let Some(other) = read(body, (found, put), sources, lost, diagnostics)
        {
            if let Item::Test(test) = &other
                && test.sentence.is_none()
            {
                diagnostics.push(errors::no_reason(&verb.target, "replace", " { … }"));
            }
            slot.graft(other, rest, put);
        }
    }
    out.sort();
    for place in out.iter().rev() {
        let [module, item, rest @ ..] = place.as_slice() else { continue };
        let Some(items) = all.modules.get_mut(*module).map(|module| &mut module.items) else { continue };
        match rest {
            [] if *item < items.len() => {
                items.remove(*item);
            }
            rest => {
                if let Some(item) = items.get_mut(*item) {
                    item.take(rest);
                }
            }
        }
    }
}

fn last_name(found: &Found<'_>, target: &Path) -> SmolStr {
    found.last().map_or_else(|| target.joined(), |last| last.name.clone())
}

/// A body, now that it is known what it is the body of.
fn read(
    body: &Body,
    (found, put): (&Found<'_>, Put),
    sources: &Sources,
    lost: &mut Vec<SmolStr>,
    diagnostics: &mut Diagnostics,
) -> Option<Item> {
    let text = &sources.get(body.span.source)?.text;
    // What was told of it when the header was read tore it: what is left says something else.
    let within =
        |span: Span| span.source == body.span.source && body.span.start <= span.start && span.end <= body.span.end;
    if diagnostics.iter().any(|said| said.code.is_syntax() && said.span().is_some_and(within)) {
        lost.extend(words(&body.text));
        return None;
    }
    let (before, after) = found.around(put);
    let (item, words) = syntax::parse_part(text, body, &before, &after, diagnostics);
    lost.extend(words);
    item
}

/// One header: what the extension says counts, what it does not say is the template's.
fn merge_headers(all: &mut Extended, layer: &mut [Module]) {
    let mut below: Option<Header> = None;
    for module in &mut all.modules {
        module.items.retain(|item| match item {
            Item::Playbook(header) => {
                below.get_or_insert_with(|| header.clone());
                false
            }
            _ => true,
        });
    }
    let items = layer.iter_mut().flat_map(|module| &mut module.items);
    let header = items.filter_map(|item| match item {
        Item::Playbook(header) => Some(header),
        _ => None,
    });
    let (Some(below), Some(header)) = (below, header.into_iter().next()) else { return };
    header.title = header.title.take().or(below.title);
    let same = |one: &HeaderClause, other: &HeaderClause| std::mem::discriminant(one) == std::mem::discriminant(other);
    let more: Vec<HeaderClause> =
        below.clauses.into_iter().filter(|clause| !header.clauses.iter().any(|own| same(own, clause))).collect();
    header.clauses.extend(more);
}
