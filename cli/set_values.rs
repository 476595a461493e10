//! Which tests of a template fail only because a playbook above it has set another value.
//!
//! Each `set` is taken back for a moment: what passes then was written for the template's own value.

use crate::playbook::{self, Tested};
use crate::templates::TEMPLATES;
use stageplay_dsl::Tests;
use stageplay_dsl::diagnostic::Diagnostics;
use stageplay_dsl::source::{SourceId, Span};
use stageplay_dsl::syntax::parse_extension;
use stageplay_dsl::syntax::tree::{Item, VerbKind};
use stageplay_dsl::typed::Playbook;
use stageplay_engine::graph::Program;
use stageplay_engine::read::{self, PlaybookFiles};
use stageplay_engine::workbench;
use stageplay_engine::workbench::test::Outcome;
use std::collections::BTreeMap;
use std::path::Path;

/// A value that a playbook gives a setting of its template.
#[derive(Clone)]
pub struct SetValue {
    pub name: String,
    pub span: Span,
    /// Files before this one are of layers below.
    first: u32,
}

/// By the place of a test, the values that it was not written for.
pub fn tests_of_other_values(path: &Path, tested: &Tested, outcomes: &[Outcome]) -> BTreeMap<usize, Vec<SetValue>> {
    let tests = &tested.ready.program.playbook.tests;
    let failing: Vec<usize> = outcomes.iter().filter(|it| !it.failures.is_empty()).map(|it| it.test).collect();
    let mut found: BTreeMap<usize, Vec<SetValue>> = BTreeMap::new();
    if failing.is_empty() {
        return found;
    }
    let Ok(layers) = read::load_layers(path, TEMPLATES, Tests::Included) else { return found };
    for set in values(&layers.files) {
        let is_below = |at: &&usize| tests.get(**at).is_some_and(|test| test.span.source.0 < set.first);
        let wanted: Vec<usize> = failing.iter().filter(is_below).copied().collect();
        if wanted.is_empty() {
            continue;
        }
        let Some(playbook) = without(path, &set) else { continue };
        // Nothing but a value differs: the tests are the same, in the same order.
        if playbook.tests.len() != tests.len() {
            continue;
        }
        let program = Program::compile(playbook);
        let again = workbench::test::run(&program, tested.ready.calendar.as_ref(), &tested.fixtures, &wanted);
        for outcome in again.iter().filter(|outcome| outcome.failures.is_empty()) {
            found.entry(outcome.test).or_default().push(set.clone());
        }
    }
    found
}

/// All values that are set, of all layers.
fn values(layers: &[PlaybookFiles]) -> Vec<SetValue> {
    let (mut found, mut number) = (Vec::new(), 0);
    for files in layers {
        let first = number;
        for (name, text) in files {
            let source = SourceId(number);
            number += 1;
            if !name.ends_with(".play") {
                continue;
            }
            let module = parse_extension(source, text, &mut Diagnostics::default());
            for item in &module.items {
                let Item::Playbook(header) = item else { continue };
                let sets = header.verbs.iter().filter(|verb| matches!(verb.kind, VerbKind::Set(_)));
                found.extend(sets.filter_map(|verb| {
                    let name = text.get(verb.span.range())?.split_whitespace().nth(1)?.to_owned();
                    Some(SetValue { name, span: verb.span, first })
                }));
            }
        }
    }
    found
}

/// The playbook without a value that is set; `None` where it does not run so, as where somebody has to set it.
fn without(path: &Path, set: &SetValue) -> Option<Playbook> {
    let mut layers = read::load_layers(path, TEMPLATES, Tests::Included).ok()?;
    let at = usize::try_from(set.span.source.0).ok()?;
    let (_, text) = layers.files.iter_mut().flatten().nth(at)?;
    let said = text.get(set.span.range())?;
    let blank: String = said.chars().map(|letter| if letter == '\n' { '\n' } else { ' ' }).collect();
    text.replace_range(set.span.range(), &blank);
    let playbook = playbook::compiled(layers, Tests::Included).playbook?;
    playbook.settings.rows().iter().all(|setting| setting.value.is_some()).then_some(playbook)
}
