//! What has moved since a date: the values of the account, and what came of that.

use super::{Account, Line, card};
use crate::column::Batch;
use crate::decide::play_state;
use crate::graph::{Decided, NodeId, Op, Reach};
use crate::story::nearest::{Change, Move, Place};
use serde::Serialize;
use stageplay_dsl::typed::show;
use stageplay_dsl::types::{Value, show_day};
use std::collections::BTreeMap;

/// What has moved since a date.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Movement {
    /// The date.
    pub since: String,
    /// The date of the snapshot that spoke for it then, where it is another one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub snapshot: Option<String>,
    /// Bands, stages, levels and plays that are others than then.
    pub decisions: Vec<Turned>,
    /// Parts of scorecards with other points, those that matter most first.
    pub parts: Vec<PartMoved>,
    /// Conditions that are true and were not, or the other way round; unknown, too.
    pub conditions: Vec<Turned>,
    /// Inputs that are others than then.
    pub inputs: Vec<InputMoved>,
}

/// Something that was one thing and is another.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Turned {
    /// What.
    pub name: String,
    /// What it was.
    pub from: String,
    /// What it is.
    pub to: String,
    /// The inputs that have moved beneath it.
    pub because: Vec<String>,
}

/// A part of a scorecard whose points have moved.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PartMoved {
    /// Its path.
    pub name: String,
    /// Its points then; `None` is missing.
    pub points_then: Option<f64>,
    /// Its points now.
    pub points: Option<f64>,
    /// What it added to the scorecard's score then, after missing parts were left out.
    pub adds_then: Option<f64>,
    /// What it adds now.
    pub adds: Option<f64>,
    /// The inputs that have moved beneath it.
    pub because: Vec<String>,
}

/// An input that has moved.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct InputMoved {
    /// The field, of records of a list the list.
    pub name: String,
    /// What it was.
    pub from: String,
    /// What it is.
    pub to: String,
    /// By how much, with its sign.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
}

/// What has moved from one evaluation of an account to another: everything, or what `name` rests on.
pub(super) fn movement(then: &Account, now: &Account, name: Option<&str>) -> Movement {
    let reach = Reach::of(now.program);
    let inputs = inputs(then, now);
    let compare = Compare { then, now, reach, inputs, name };
    let beneath = compare.beneath();
    let is_beneath = |nodes: &[NodeId]| {
        beneath.as_ref().is_none_or(|beneath| nodes.iter().any(|node| beneath.binary_search(node).is_ok()))
    };
    let told = compare.inputs.iter().filter(|(place, _)| is_beneath(&readers(now, *place)));
    let as_of = then.frame.as_of;
    let snapshot = then.batch.dates.get(then.row).copied().flatten().filter(|day| *day != as_of);
    Movement {
        since: show_day(as_of),
        snapshot: snapshot.map(show_day),
        decisions: compare.decisions(),
        parts: compare.parts(),
        conditions: if name.is_some() { compare.conditions(beneath.as_deref()) } else { Vec::new() },
        inputs: told.map(|(_, moved)| moved.clone()).collect(),
    }
}

struct Compare<'a> {
    then: &'a Account<'a>,
    now: &'a Account<'a>,
    reach: Reach,
    /// Each with its place; of a list once.
    inputs: Vec<(Place, InputMoved)>,
    name: Option<&'a str>,
}

impl Compare<'_> {
    fn is_asked(&self, name: &str) -> bool {
        self.name.is_none_or(|asked| {
            asked == name
                || name.strip_prefix(asked).is_some_and(|rest| rest.starts_with('.'))
                || asked.strip_prefix(name).is_some_and(|rest| rest.starts_with('.'))
        })
    }

    /// What the name asked for rests on.
    fn beneath(&self) -> Option<Vec<NodeId>> {
        let name = self.name?;
        let mut roots: Vec<NodeId> = Vec::new();
        let (program, playbook) = (self.now.program, self.now.playbook());
        let is_part = playbook.parts.rows().iter().any(|part| part.path == name);
        for card in
            playbook.cards.rows().iter().filter(|card| card.name == name || (!is_part && self.is_asked(&card.name)))
        {
            roots.extend(program.read_by(Decided::Band(card.root)));
        }
        let parts = playbook.parts.iter().filter(|(_, part)| part.path == name);
        roots.extend(parts.map(|(id, _)| program.part(id).score));
        roots.extend(playbook.scores.iter().filter(|(_, it)| it.name == name).map(|(id, _)| program.score(id)));
        roots.extend(playbook.lets.iter().filter(|(_, it)| it.name == name).map(|(id, _)| program.let_(id)));
        roots.extend(playbook.tiers.iter().filter(|(_, it)| it.name == name).map(|(id, _)| program.tier(id)));
        roots.extend(playbook.fields.iter().filter(|(_, it)| it.path == name).map(|(id, _)| program.field(id)));
        for (id, _) in playbook.journeys.iter().filter(|(_, it)| self.is_asked(&it.name)) {
            roots.extend(program.read_by(Decided::Stage(id)));
        }
        for (id, _) in playbook.risks.iter().filter(|(_, it)| self.is_asked(&it.name)) {
            roots.extend(program.read_by(Decided::Level(id)));
        }
        for (id, _) in playbook.plays.iter().filter(|(_, it)| it.name == name) {
            roots.extend(program.read_by(Decided::PlayState(id)));
        }
        Some(self.reach.beneath(&roots))
    }

    /// The inputs that have moved beneath nodes, by name.
    fn because(&self, nodes: &[NodeId]) -> Vec<String> {
        let beneath = self.reach.beneath(nodes);
        let is_read = |place: Place| readers(self.now, place).iter().any(|node| beneath.binary_search(node).is_ok());
        self.inputs.iter().filter(|(place, _)| is_read(*place)).map(|(_, moved)| moved.name.clone()).collect()
    }

    fn decisions(&self) -> Vec<Turned> {
        let playbook = self.now.playbook();
        let mut all = Vec::new();
        let mut add = |name: &str, from: Option<&str>, to: Option<&str>, nodes: Vec<NodeId>| {
            if from != to && self.is_asked(name) {
                let (from, to) = (from.unwrap_or("unknown").into(), to.unwrap_or("unknown").into());
                all.push(Turned { name: name.into(), from, to, because: self.because(&nodes) });
            }
        };
        for (id, it) in playbook.cards.iter() {
            let word = |account: &Account| account.decisions.cards[id].band.get(0);
            let word = |account| word(account).map(|code| playbook.choices[it.band_set].word(code));
            add(&it.name, word(self.then), word(self.now), self.now.program.read_by(Decided::Band(it.root)));
        }
        for (id, it) in playbook.journeys.iter() {
            let word = |account: &Account| account.decisions.stages[id].get(0);
            let word = |account| word(account).map(|code| playbook.choices[it.stage_set].word(code));
            add(&it.name, word(self.then), word(self.now), self.now.program.read_by(Decided::Stage(id)));
        }
        for (id, it) in playbook.risks.iter() {
            let word = |account: &Account| account.decisions.levels[id].get(0);
            let word = |account| word(account).map(|code| playbook.choices[it.level_set].word(code));
            add(&it.name, word(self.then), word(self.now), self.now.program.read_by(Decided::Level(id)));
        }
        for (id, it) in playbook.plays.iter() {
            let word = |account: &Account| account.decisions.plays[id].state.get(0);
            let word = |account| word(account).and_then(|code| play_state::WORDS.get(usize::from(code)).copied());
            add(&it.name, word(self.then), word(self.now), self.now.program.read_by(Decided::PlayState(id)));
        }
        all
    }

    fn parts(&self) -> Vec<PartMoved> {
        let playbook = self.now.playbook();
        let of = |account: &Account| {
            let mut all = BTreeMap::new();
            for (id, card) in playbook.cards.iter() {
                flatten(&card::card(account, id), &card.name, &mut all);
            }
            all
        };
        let (then, now) = (of(self.then), of(self.now));
        let mut moved: Vec<PartMoved> = Vec::new();
        for (id, part) in playbook.parts.iter() {
            let (Some(then), Some(now)) = (then.get(part.path.as_str()), now.get(part.path.as_str())) else { continue };
            if then == now || !self.is_asked(&part.path) {
                continue;
            }
            moved.push(PartMoved {
                name: part.path.to_string(),
                points_then: then.0,
                points: now.0,
                adds_then: then.1,
                adds: now.1,
                because: self.because(&[self.now.program.part(id).score]),
            });
        }
        let by = |part: &PartMoved| (part.adds.unwrap_or(0.0) - part.adds_then.unwrap_or(0.0)).abs();
        moved.sort_by(|a, b| by(b).total_cmp(&by(a)));
        moved
    }

    /// Conditions as they are written: comparisons and other tests, not what joins them.
    fn conditions(&self, beneath: Option<&[NodeId]>) -> Vec<Turned> {
        let graph = &self.now.program.graph;
        let mut all = Vec::new();
        for node in beneath.unwrap_or_default() {
            let Some(inner) = graph.get(*node) else { continue };
            let joins = matches!(inner.op, Op::All | Op::Any | Op::Not | Op::AtLeastOf | Op::Decided(_) | Op::Field(_));
            if inner.list.is_some() || inner.kind != crate::column::SlotKind::Truth || joins {
                continue;
            }
            let truth = |account: &Account| account.frame.truths(*node).get(0);
            let (from, to) = (truth(self.then), truth(self.now));
            let Some(written) = self.now.program.expression(*node).filter(|_| from != to) else { continue };
            let word = |truth: Option<bool>| match truth {
                Some(true) => "true".to_string(),
                Some(false) => "false".to_string(),
                None => "unknown".to_string(),
            };
            let name = show(written, self.now.playbook());
            all.push(Turned { name, from: word(from), to: word(to), because: self.because(&[*node]) });
        }
        all
    }
}

/// Points and what they add, by path.
type Points = (Option<f64>, Option<f64>);

fn flatten(line: &Line, path: &str, all: &mut BTreeMap<String, Points>) {
    for part in &line.because {
        if let Some(weighed) = part.weighed {
            let path = format!("{path}.{}", part.name);
            flatten(part, &path, all);
            all.insert(path, (weighed.points, weighed.adds));
        }
    }
}

/// The nodes that read a place.
fn readers(account: &Account, place: Place) -> Vec<NodeId> {
    let nodes = account.program.graph.nodes.iter();
    let reads = |op: &Op| match (place, op) {
        (Place::Field(field), Op::Field(other)) => field == *other,
        (Place::List(list) | Place::Element { list, .. }, op) => match op {
            Op::List(other)
            | Op::ElementField { list: other, .. }
            | Op::Aggregate { list: other, .. }
            | Op::Quantified { list: other, .. } => list == *other,
            _ => false,
        },
        _ => false,
    };
    nodes.filter(|(_, node)| reads(&node.op)).map(|(id, _)| id).collect()
}

/// The inputs that differ, with their values then and now; private ones are not told.
fn inputs(then: &Account, now: &Account) -> Vec<(Place, InputMoved)> {
    let playbook = now.playbook();
    let mut all = Vec::new();
    for id in playbook.fields.ids().filter(|id| *id != playbook.id_field) {
        let place = Place::Field(id);
        let (from, to) = (place.value(then.batch, then.row), place.value(now.batch, now.row));
        if from == to {
            continue;
        }
        let moved = Move { change: Change { place, to }, from, distance: 0.0 };
        let shown = |value| place.shown(playbook, value);
        let (from, to) = (shown(moved.from.as_ref()), shown(moved.change.to.as_ref()));
        all.push((place, InputMoved { name: place.name(playbook), from, to, by: moved.by(playbook) }));
    }
    for id in playbook.lists.ids() {
        let place = Place::List(id);
        let records = |batch: &Batch, row: usize| {
            let element = |place: &Place| matches!(place, Place::Element { list, .. } if *list == id);
            let places = Place::all(playbook, batch, row).into_iter().filter(element);
            places.map(|place| (place, place.value(batch, row))).collect::<BTreeMap<_, _>>()
        };
        let (before, after) = (records(then.batch, then.row), records(now.batch, now.row));
        let differ = after.iter().filter(|(place, value)| before.get(place) != Some(value)).count();
        let (from, to) = (place.value(then.batch, then.row), place.value(now.batch, now.row));
        if from == to && before == after {
            continue;
        }
        let count = |value: Option<&Value>| match value {
            None => "missing".to_string(),
            Some(_) => {
                let count = place.shown(playbook, value);
                format!("{count} record{}", if count == "1" { "" } else { "s" })
            }
        };
        let to = format!("{}, {differ} values of them others", count(to.as_ref()));
        all.push((place, InputMoved { name: place.name(playbook), from: count(from.as_ref()), to, by: None }));
    }
    all
}
