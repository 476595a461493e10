//! The nearest change: one value, else two, else what turns the parts of a condition one by one.

use super::{Bench, Change, Place, Range, State, Turn, Watched};
use crate::column::Batch;
use crate::decide::Given;
use crate::graph::{Decided, NodeId, Op, Program};
use stageplay_dsl::typed::Playbook;
use stageplay_dsl::types::{Id, Type, Value, show_value};

/// How many single changes are paired.
const SINGLES: usize = 96;
/// How many pairs are looked into more closely.
const PAIRS: usize = 6;
/// How deep conditions in conditions are taken apart.
const DEPTH: usize = 12;
/// More changes than this tell nobody anything.
const MOST: usize = 6;

/// What is wanted of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Goal {
    /// Of what.
    pub of: Watched,
    /// Any of these will do.
    pub is: Vec<State>,
}

impl Goal {
    /// A condition that is true, or false.
    #[must_use]
    pub fn condition(node: NodeId, wanted: bool) -> Self {
        Self { of: Watched::Node(node), is: vec![if wanted { State::True } else { State::False }] }
    }
}

/// The nearest change that reaches a goal.
#[derive(Clone, Debug, PartialEq)]
pub struct Nearest {
    /// The changes, each of another place, the least first.
    pub moves: Vec<Move>,
    /// How far they are together: the sum of their distances.
    pub distance: f64,
}

/// One of the changes.
#[derive(Clone, Debug, PartialEq)]
pub struct Move {
    /// What is changed, and to what.
    pub change: Change,
    /// What it is now; `None` is missing.
    pub from: Option<Value>,
    /// How far that is: see [`Range::distance`].
    pub distance: f64,
}

/// The nearest change of an account that makes a condition true, or false: one place if that does, else two, else as few
/// as were found; of these the least far. `None` where none was found, or where it is so already.
#[must_use]
pub fn nearest(
    program: &Program,
    batch: &Batch,
    given: Given<'_>,
    row: usize,
    node: NodeId,
    wanted: bool,
) -> Option<Nearest> {
    reaching(program, batch, given, row, &Goal::condition(node, wanted))
}

/// The same for any goal.
#[must_use]
pub fn reaching(program: &Program, batch: &Batch, given: Given<'_>, row: usize, goal: &Goal) -> Option<Nearest> {
    let bench = Bench::about(program, goal.of);
    let search = Search { bench: &bench, batch, given, row };
    if search.reaches(goal, &[&[]]).first() == Some(&true) {
        return None;
    }
    let changes = search.find(goal)?;
    let moves = changes.into_iter().map(|change| {
        let from = change.place.value(batch, row);
        let distance = bench.range(change.place, batch, row).distance(from.as_ref(), change.to.as_ref());
        Move { change, from, distance }
    });
    let mut moves: Vec<Move> = moves.collect();
    moves.sort_by(|a, b| a.distance.total_cmp(&b.distance).then(a.change.place.cmp(&b.change.place)));
    let distance = moves.iter().map(|moved| moved.distance).sum();
    Some(Nearest { moves, distance })
}

struct Search<'s, 'a> {
    bench: &'s Bench<'a>,
    batch: &'s Batch,
    given: Given<'s>,
    row: usize,
}

impl Search<'_, '_> {
    /// Which of some changed copies reach a goal.
    fn reaches(&self, goal: &Goal, changes: &[impl AsRef<[Change]>]) -> Vec<bool> {
        let Some(sight) = self.sight(goal) else { return vec![false; changes.len()] };
        let seen = self.bench.see(self.batch, self.given, self.row, changes);
        seen.iter().map(|seen| goal.is.contains(&seen.state(sight))).collect()
    }

    /// What a goal is seen by: a threshold stands before the condition of the same node.
    fn sight(&self, goal: &Goal) -> Option<usize> {
        let watched = self.bench.sights.watched().enumerate();
        watched.filter(|(_, of)| *of == goal.of).map(|(sight, _)| sight).last()
    }

    fn range(&self, place: Place) -> Range {
        self.bench.range(place, self.batch, self.row)
    }

    fn distance(&self, changes: &[Change]) -> f64 {
        let of = |change: &Change| {
            let now = change.place.value(self.batch, self.row);
            self.range(change.place).distance(now.as_ref(), change.to.as_ref())
        };
        changes.iter().map(of).sum()
    }

    /// The places that may be changed: not who the account is.
    fn places(&self) -> Vec<Place> {
        let id = Place::Field(self.bench.program.playbook.id_field);
        let places = self.bench.places(self.batch, self.row);
        places.into_iter().filter(|place| *place != id).collect()
    }

    fn find(&self, goal: &Goal) -> Option<Vec<Change>> {
        let places = self.places();
        let turns = self.bench.sweep(self.batch, self.given, self.row, &places, &[]);
        let sight = self.sight(goal)?;
        let reaches = |turn: &&Turn| goal.is.contains(&turn.seen.state(sight));
        let far = |turn: &&Turn| self.distance(std::slice::from_ref(&turn.change));
        let single = turns.iter().filter(reaches).min_by(|a, b| far(a).total_cmp(&far(b)));
        if let Some(turn) = single {
            return Some(vec![turn.change.clone()]);
        }
        if let Some(pair) = self.pair(goal, &turns) {
            return Some(pair);
        }
        let (node, wanted) = self.as_condition(goal)?;
        let parts = self.parts(&turns, node, wanted, DEPTH)?;
        self.pruned(goal, parts)
    }

    /// Two changes: of the values at which something turns, and then from there as near as can be.
    fn pair(&self, goal: &Goal, turns: &[Turn]) -> Option<Vec<Change>> {
        let mut near: Vec<&Change> = turns.iter().map(|turn| &turn.change).collect();
        near.sort_by(|a, b| self.distance(std::slice::from_ref(a)).total_cmp(&self.distance(std::slice::from_ref(b))));
        near.truncate(SINGLES);
        let others = |at: usize| near.iter().skip(at + 1);
        let pairs = near.iter().enumerate().flat_map(|(at, one)| others(at).map(move |other| (*one, *other)));
        let pairs = pairs.filter(|(one, other)| one.place != other.place);
        let pairs: Vec<Vec<Change>> = pairs.map(|(one, other)| vec![one.clone(), other.clone()]).collect();
        let reaches = self.reaches(goal, &pairs);
        let mut reaching: Vec<Vec<Change>> =
            pairs.into_iter().zip(reaches).filter(|(_, reaches)| *reaches).map(|(pair, _)| pair).collect();
        reaching.sort_by(|a, b| self.distance(a).total_cmp(&self.distance(b)));
        reaching.truncate(PAIRS);
        let nearer = reaching.into_iter().map(|pair| self.nearer(goal, pair));
        nearer.min_by(|a, b| self.distance(a).total_cmp(&self.distance(b)))
    }

    /// Each change in turn as near as it may be while the others stay.
    fn nearer(&self, goal: &Goal, mut changes: Vec<Change>) -> Vec<Change> {
        let Some(sight) = self.sight(goal) else { return changes };
        for at in 0..changes.len() {
            let Some(own) = changes.get(at).map(|change| change.place) else { break };
            let others: Vec<Change> = changes.iter().filter(|change| change.place != own).cloned().collect();
            let turns = self.bench.sweep(self.batch, self.given, self.row, &[own], &others);
            let reaching = turns.into_iter().filter(|turn| goal.is.contains(&turn.seen.state(sight)));
            let far = |change: &Change| self.distance(std::slice::from_ref(change));
            let nearest = reaching.map(|turn| turn.change).min_by(|a, b| far(a).total_cmp(&far(b)));
            if let (Some(nearest), Some(change)) = (nearest, changes.get_mut(at))
                && far(&nearest) < far(change)
            {
                *change = nearest;
            }
        }
        changes
    }

    /// A goal as a condition that is to be true or false, where it is one.
    fn as_condition(&self, goal: &Goal) -> Option<(NodeId, bool)> {
        match (goal.of, goal.is.as_slice()) {
            (Watched::Node(node), [State::True]) => Some((node, true)),
            (Watched::Node(node), [State::False]) => Some((node, false)),
            _ => None,
        }
    }

    /// Changes that turn the parts of a condition, each by itself.
    fn parts(&self, turns: &[Turn], node: NodeId, wanted: bool, depth: usize) -> Option<Vec<Change>> {
        let goal = Goal::condition(node, wanted);
        let sight = self.sight(&goal)?;
        if self.reaches(&goal, &[&[]]).first() == Some(&true) {
            return Some(Vec::new());
        }
        let far = |turn: &&Turn| self.distance(std::slice::from_ref(&turn.change));
        let reaches = |turn: &&Turn| goal.is.contains(&turn.seen.state(sight));
        if let Some(turn) = turns.iter().filter(reaches).min_by(|a, b| far(a).total_cmp(&far(b))) {
            return Some(vec![turn.change.clone()]);
        }
        let inner = self.bench.program.graph.get(node).filter(|_| depth > 0)?;
        let mut parts: Vec<Option<Vec<Change>>> = Vec::new();
        let mut needed = 1;
        match &inner.op {
            Op::Not => return self.parts(turns, *inner.inputs.first()?, !wanted, depth - 1),
            Op::All | Op::Any => {
                parts.extend(inner.inputs.iter().map(|input| self.parts(turns, *input, wanted, depth - 1)));
                if (inner.op == Op::All) == wanted {
                    needed = parts.len();
                }
            }
            Op::AtLeastOf if wanted => {
                parts.extend(inner.inputs.iter().skip(1).map(|input| self.parts(turns, *input, wanted, depth - 1)));
                let Op::Constant(Value::Number(count)) = self.bench.program.graph.get(*inner.inputs.first()?)?.op
                else {
                    return None;
                };
                #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small count")]
                let count = count.max(0.0) as usize;
                needed = count;
            }
            _ => return None,
        }
        let mut found: Vec<Vec<Change>> = parts.into_iter().flatten().collect();
        if found.len() < needed {
            return None;
        }
        found.sort_by(|a, b| a.len().cmp(&b.len()).then(self.distance(a).total_cmp(&self.distance(b))));
        let mut all: Vec<Change> = Vec::new();
        for change in found.into_iter().take(needed).flatten() {
            if !all.iter().any(|other| other.place == change.place) {
                all.push(change);
            }
        }
        Some(all)
    }

    /// Without what is not needed; `None` where all of it together does not reach the goal.
    fn pruned(&self, goal: &Goal, mut changes: Vec<Change>) -> Option<Vec<Change>> {
        if self.reaches(goal, &[&changes]).first() != Some(&true) {
            return None;
        }
        let mut at = 0;
        while at < changes.len() {
            let mut fewer = changes.clone();
            fewer.remove(at);
            if self.reaches(goal, &[&fewer]).first() == Some(&true) {
                changes = fewer;
            } else {
                at += 1;
            }
        }
        (changes.len() <= MOST).then(|| self.nearer(goal, changes))
    }
}

/// The nodes that something watched rests on.
pub(super) fn nodes_of(program: &Program, watched: Watched) -> Vec<NodeId> {
    let playbook = &program.playbook;
    match watched {
        Watched::Node(node) => vec![node],
        Watched::Band(id) => {
            let root = playbook.cards.rows().get(id.index()).map(|card| card.root);
            root.map(|root| program.read_by(Decided::Band(root))).unwrap_or_default()
        }
        Watched::Stage(id) => program.read_by(Decided::Stage(id)),
        Watched::Level(id) => program.read_by(Decided::Level(id)),
        Watched::Play(id) | Watched::Held(id) => {
            let ends = playbook.ends_when.iter().map(|ends| program.node(ends));
            program.read_by(Decided::PlayState(id)).into_iter().chain(ends).collect()
        }
    }
}

impl Move {
    /// It in words, in the field's own unit: `usage.logins_30d from 12 to 20 (+8)`. Private values are not told.
    #[must_use]
    pub fn says(&self, playbook: &Playbook) -> String {
        let place = self.change.place;
        let shown = |value: Option<&Value>| place.shown(playbook, value);
        let by = self.by(playbook).map(|by| format!(" ({by})")).unwrap_or_default();
        format!("{} from {} to {}{by}", place.name(playbook), shown(self.from.as_ref()), shown(self.change.to.as_ref()))
    }

    /// By how much, with its sign; `None` of what has no measure, or is private.
    #[must_use]
    pub fn by(&self, playbook: &Playbook) -> Option<String> {
        let place = self.change.place;
        if place.is_private(playbook) {
            return None;
        }
        let ty = place.field(playbook).map_or(&Type::Count, |field| &field.ty);
        // A difference of dates is days.
        let ty = if *ty == Type::Date { &Type::Days } else { ty };
        let by = super::values::number(self.change.to.as_ref()?)? - super::values::number(self.from.as_ref()?)?;
        Some(format!("{}{}", if by < 0.0 { "-" } else { "+" }, show_value(by.abs(), ty, &playbook.choices)))
    }
}
