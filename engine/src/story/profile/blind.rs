//! Which decisions read a field, and which are unknown because of it.

use crate::column::Batch;
use crate::decide::{DecideError, Decisions, Gap, Subject, Unknowns, Wanted, decide, subject_nodes, subjects};
use crate::graph::{Op, Program};
use rustc_hash::{FxHashMap, FxHashSet};
use stageplay_dsl::typed::{PartKind, Playbook};
use stageplay_dsl::types::{Day, FieldId, Id, ListId};

/// A decision that is unknown for some accounts because of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Blind {
    /// Which.
    pub subject: Subject,
    /// For how many accounts.
    pub accounts: usize,
}

/// What comes of the gaps of every field.
pub(super) struct Blindness {
    /// How many decisions there are about an account.
    pub subjects: usize,
    /// Per field what is unknown because of it, most accounts first, and what else reads it.
    pub fields: Vec<(Vec<Blind>, Vec<Subject>)>,
    /// The same per list: of its records, their fields, or the list as a whole.
    pub lists: Vec<(Vec<Blind>, Vec<Subject>)>,
}

pub(super) fn blindness(program: &Program, batch: &Batch, as_of: Day) -> Result<Blindness, DecideError> {
    let playbook = &program.playbook;
    let all = subjects(playbook, Unknowns::All);
    let gaps = gaps(program, batch, as_of)?;
    let reads: Vec<(Subject, FxHashSet<Source>)> =
        all.iter().map(|subject| (*subject, read_by(program, *subject))).collect();
    let of = |source: Source| {
        let mut blinds: Vec<Blind> = Vec::new();
        for subject in &all {
            let accounts = gaps.get(subject).map_or(0, |gap| because_of(playbook, *subject, gap, source));
            if accounts > 0 {
                blinds.push(Blind { subject: *subject, accounts });
            }
        }
        blinds.sort_by_key(|blind| std::cmp::Reverse(blind.accounts));
        let told = |subject: &Subject| blinds.iter().any(|blind| blind.subject == *subject);
        let others = reads
            .iter()
            .filter(|(subject, read)| read.contains(&source) && !told(subject) && !is_group(playbook, *subject));
        let others = others.map(|(subject, _)| *subject).collect();
        (blinds, others)
    };
    let fields = playbook.fields.ids().map(|field| of(Source::Field(field))).collect();
    let lists = playbook.lists.ids().map(|list| of(Source::List(list))).collect();
    Ok(Blindness { subjects: all.len(), fields, lists })
}

/// Where data comes from.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Source {
    Field(FieldId),
    List(ListId),
}

fn because_of(playbook: &Playbook, subject: Subject, gap: &Gap, source: Source) -> usize {
    // Every part that is missing keeps a group from being known, not only the first.
    let is_group = is_group(playbook, subject);
    match source {
        Source::Field(field) if is_group => gap.wanting.get(&field).copied().unwrap_or(0),
        Source::Field(field) => {
            gap.causes.iter().filter(|((_, begins), _)| *begins == Some(field)).map(|(_, accounts)| accounts).sum()
        }
        Source::List(list) if is_group => gap.wanting_lists.get(&list).copied().unwrap_or(0),
        Source::List(list) => gap.lists.get(&list).copied().unwrap_or(0),
    }
}

/// A scorecard or dimension: it reads what its indicators read.
fn is_group(playbook: &Playbook, subject: Subject) -> bool {
    match subject {
        Subject::Part(id) => matches!(playbook.parts[id].kind, PartKind::Group(_)),
        _ => false,
    }
}

fn gaps(program: &Program, batch: &Batch, as_of: Day) -> Result<FxHashMap<Subject, Gap>, DecideError> {
    let wanted = Wanted { unknowns: Unknowns::All, ..Wanted::default() };
    let mut all: FxHashMap<Subject, Gap> = FxHashMap::default();
    decide(program, batch, None, as_of, wanted, |decided: Decisions| -> Result<(), DecideError> {
        for (subject, gap) in decided.gaps {
            all.entry(subject).or_default().add(&gap);
        }
        Ok(())
    })?;
    Ok(all)
}

/// The fields and lists a subject reads itself: not what other scores, tiers and decisions it reads rest on.
fn read_by(program: &Program, subject: Subject) -> FxHashSet<Source> {
    let playbook = &program.playbook;
    let parts = playbook.parts.ids().map(|id| program.part(id).score);
    let scores = playbook.scores.ids().map(|id| program.score(id));
    let tiers = playbook.tiers.ids().map(|id| program.tier(id));
    let others: FxHashSet<_> = parts.chain(scores).chain(tiers).collect();
    let starts = subject_nodes(program, subject);
    let mut sources = FxHashSet::default();
    let mut seen = FxHashSet::default();
    let mut rest = starts.clone();
    while let Some(at) = rest.pop() {
        if !seen.insert(at) {
            continue;
        }
        let Some(node) = program.graph.get(at) else { continue };
        match node.op {
            Op::Field(field) | Op::Fresh { field, .. } => {
                sources.insert(Source::Field(field));
                rest.extend(node.inputs.iter().copied());
            }
            Op::List(list) | Op::Aggregate { list, .. } | Op::Quantified { list, .. } => {
                sources.insert(Source::List(list));
                rest.extend(node.inputs.iter().copied());
            }
            _ if others.contains(&at) && !starts.contains(&at) => {}
            _ => rest.extend(node.inputs.iter().copied()),
        }
    }
    sources
}

/// What a subject is, in the language's word, and its name.
#[must_use]
pub fn name_of(playbook: &Playbook, subject: Subject) -> (&'static str, String) {
    match subject {
        Subject::Tier(id) => ("tier", playbook.tiers[id].name.to_string()),
        Subject::Score(id) => ("score", playbook.scores[id].name.to_string()),
        Subject::Risk(id) => ("risk", playbook.risks[id].name.to_string()),
        Subject::Play(id) => ("play", playbook.plays[id].name.to_string()),
        Subject::Stage(journey, stage) => {
            let journey = &playbook.journeys[journey];
            let name = journey.stages.get(stage).map_or("", |stage| stage.name.as_str());
            ("stage", format!("{}.{name}", journey.name))
        }
        Subject::Part(id) => {
            let part = &playbook.parts[id];
            let what = match part.kind {
                _ if playbook.cards.rows().get(part.card.index()).is_some_and(|card| card.root == id) => "scorecard",
                PartKind::Group(_) => "dimension",
                PartKind::Indicator { .. } => "indicator",
            };
            (what, part.path.to_string())
        }
    }
}
