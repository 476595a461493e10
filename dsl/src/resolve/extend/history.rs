//! Who says what: the layers gone through one by one, and what each does to every declaration.

use super::outline::{Holds, Outline};
use super::{Extended, Tests, add, changes, headers, lowest, path};
use crate::diagnostic::Diagnostics;
use crate::source::{Sources, Span};
use crate::syntax::tree::{Module, VerbKind};
use smol_str::SmolStr;
use std::collections::BTreeMap;

/// What a layer does to a declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// It is new.
    Declared,
    /// A setting is answered.
    Set,
    /// Something is added to it.
    Appended,
    /// Something else stands in its place.
    Replaced,
    /// It is taken out.
    Disabled,
}

/// How much of a declaration a step is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// It, or what holds it.
    Whole,
    /// Something in it.
    Part,
}

/// One thing that was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// By which layer, the lowest being 0.
    pub layer: usize,
    /// What.
    pub deed: Deed,
    /// To what, by name.
    pub target: String,
    /// Whether that is the declaration.
    pub reach: Reach,
    /// Where that is said.
    pub place: Span,
    /// Why, where a reason stands there.
    pub reason: Option<String>,
}

/// What became of a declaration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
    /// Its name in full, as verbs say it.
    pub name: String,
    /// What it was called before.
    pub formerly: Option<String>,
    /// What people call its kind.
    pub what: &'static str,
    /// What was done, the lowest layer first.
    pub steps: Vec<Step>,
    /// Whether it is there in the end.
    pub is_there: bool,
}

impl History {
    /// The step that made it what it is.
    #[must_use]
    pub fn in_force(&self) -> Option<&Step> {
        // What is added to a declaration, or done to something in it, leaves what it says itself.
        let makes =
            |step: &&Step| step.reach == Reach::Whole && (step.deed != Deed::Appended || step.target != self.name);
        self.steps.iter().rev().find(makes)
    }
}

/// A declaration as it stands at some layer, by its path with whatever holds it.
struct Standing {
    what: &'static str,
    formerly: Option<SmolStr>,
    name: String,
    span: Span,
}

type Standings = BTreeMap<Vec<SmolStr>, Standing>;

/// A verb of a layer, apart from the tree.
struct Act {
    path: Vec<SmolStr>,
    target: String,
    deed: Deed,
    span: Span,
    reason: Option<String>,
}

/// What became of everything that any layer declares, by name.
#[must_use]
pub fn histories(layers: Vec<Vec<Module>>, sources: &Sources, tests: Tests) -> Vec<History> {
    let mut told = Diagnostics::default();
    let mut all = Extended::default();
    let mut found: BTreeMap<Vec<SmolStr>, History> = BTreeMap::new();
    let mut before = Standings::new();
    for (number, layer) in layers.into_iter().enumerate() {
        let mut acts = Vec::new();
        if number == 0 {
            if let Some(header) = headers(&layer).next() {
                lowest(header, &mut all, &mut told);
            }
            all.modules = layer;
        } else {
            acts = acts_of(&all, &layer, sources, tests);
            add(&mut all, layer, sources, tests, &mut told);
        }
        let after = standings(&all.modules);
        for (path, now) in &after {
            let history = found.entry(path.clone()).or_insert_with(|| History {
                name: now.name.clone(),
                formerly: None,
                what: now.what,
                steps: Vec::new(),
                is_there: true,
            });
            history.is_there = true;
            history.formerly = now.formerly.as_ref().map(ToString::to_string);
            history.steps.extend(steps(number, path, now, before.get(path), &acts));
        }
        for (path, _) in before.iter().filter(|(path, _)| !after.contains_key(*path)) {
            if let Some(history) = found.get_mut(path) {
                history.is_there = false;
                let gone = acts.iter().filter(|act| matches!(act.deed, Deed::Disabled | Deed::Replaced));
                let gone = gone.filter(|act| path.starts_with(&act.path));
                history.steps.extend(gone.map(|act| act.step(number, path, act.span)));
            }
        }
        before = after;
    }
    found.into_values().collect()
}

impl Act {
    /// Done to what stands at a path.
    fn step(&self, layer: usize, path: &[SmolStr], place: Span) -> Step {
        let reach = if path.starts_with(&self.path) { Reach::Whole } else { Reach::Part };
        Step { layer, deed: self.deed, target: self.target.clone(), reach, place, reason: self.reason.clone() }
    }
}

/// What a layer did to a declaration that stands there afterwards.
fn steps(layer: usize, path: &[SmolStr], now: &Standing, before: Option<&Standing>, acts: &[Act]) -> Vec<Step> {
    let holds = |act: &Act| {
        act.span.source == now.span.source && act.span.start <= now.span.start && now.span.end <= act.span.end
    };
    let declared = || Step {
        layer,
        deed: Deed::Declared,
        target: now.name.clone(),
        reach: Reach::Whole,
        place: now.span,
        reason: None,
    };
    let Some(before) = before else {
        // What a verb puts in stands in the verb.
        let by = acts.iter().find(|act| path.starts_with(&act.path) && path != act.path && holds(act));
        return vec![by.map_or_else(declared, |act| act.step(layer, path, now.span))];
    };
    let touches = |act: &&Act| match act.deed {
        // Something in it, or it itself.
        _ if act.path.starts_with(path) => true,
        Deed::Replaced => path.starts_with(&act.path) && before.span != now.span,
        _ => false,
    };
    let place = |act: &Act| if act.path.len() < path.len() { now.span } else { act.span };
    acts.iter().filter(touches).map(|act| act.step(layer, path, place(act))).collect()
}

/// What the verbs of a layer do, as far as they can be done.
fn acts_of(all: &Extended, layer: &[Module], sources: &Sources, tests: Tests) -> Vec<Act> {
    let (below, own) = (path::outlines(&all.modules), path::outlines(layer));
    let Some(header) = headers(layer).next() else { return Vec::new() };
    let done = changes(header, &below, &own, (tests, sources), &mut Diagnostics::default());
    let act = |change: &super::Change<'_, '_>| {
        let (deed, reason) = match &change.verb.kind {
            VerbKind::Set(_) => (Deed::Set, None),
            VerbKind::Append(_) => (Deed::Appended, None),
            VerbKind::Replace(_) => (Deed::Replaced, None),
            VerbKind::Disable(reason) => (Deed::Disabled, reason.as_ref().map(|text| text.text.to_string())),
        };
        let chain = &change.found.chain;
        let path = chain.iter().map(|outline| outline.name.clone()).collect();
        Act { path, target: full(chain), deed, span: change.verb.span, reason }
    };
    done.iter().map(act).collect()
}

/// A name as verbs say it: what is open is not named before what is in it.
fn full(chain: &[&Outline]) -> String {
    let is_named = |(at, outline): &(usize, &&Outline)| outline.holds != Holds::Open || at + 1 == chain.len();
    let names = chain.iter().enumerate().filter(is_named).map(|(_, outline)| outline.name.as_str());
    names.collect::<Vec<_>>().join(".")
}

fn standings(modules: &[Module]) -> Standings {
    let outlines = path::outlines(modules);
    let mut found = Standings::new();
    let mut waiting: Vec<Vec<&Outline>> = outlines.iter().flatten().map(|outline| vec![outline]).collect();
    while let Some(chain) = waiting.pop() {
        let Some(last) = chain.last().copied() else { continue };
        let path: Vec<SmolStr> = chain.iter().map(|outline| outline.name.clone()).collect();
        found.insert(
            path,
            Standing { what: last.what, formerly: last.former.clone(), name: full(&chain), span: last.span },
        );
        waiting.extend(last.inside.iter().map(|inner| chain.iter().copied().chain([inner]).collect()));
    }
    found
}
