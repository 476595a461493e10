//! Every place of an account through its values, one at a time: where does something turn?
//!
//! Each place is looked at on a grid first. Between two values for which anything that is watched differs, the middle is
//! looked at, and so on until the two are next to each other: all places together, as rows of one batch a turn.

use super::search::nodes_of;
use super::values::{Range, number};
use super::{Change, Place, Seen, Sights, State, Watched, changed};
use crate::column::Batch;
use crate::decide::state::AccountState;
use crate::decide::{Given, History, Remembered, decide_chunks};
use crate::graph::{NodeId, Op, Program, Reach};
use stageplay_dsl::types::{Id, ListId, Value};
use std::collections::BTreeMap;

/// How many stretches of one place are looked into at a time; those nearest to what it is now come first.
const STRETCHES: usize = 24;
/// How often stretches are halved: enough for 64-bit numbers.
const HALVINGS: usize = 64;

/// What candidates are tried on: a program, and what is watched of it.
pub(crate) struct Bench<'a> {
    pub(crate) program: &'a Program,
    pub(crate) sights: Sights,
    pub(crate) reach: Reach,
    /// What it is about.
    pub(super) about: Option<Watched>,
    /// Per place that anything rests on, of a list that of the first record: the nodes that read it, and the literals
    /// that what rests on it reads.
    sources: BTreeMap<Place, (Vec<NodeId>, Vec<Value>)>,
}

/// A value of one place at which something turns.
#[derive(Clone, Debug)]
pub(crate) struct Turn {
    pub(crate) change: Change,
    /// Why the value was taken.
    pub(crate) why: Why,
    /// What is seen of the account with it.
    pub(crate) seen: Seen,
}

/// Why a value was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Why {
    /// As it was written.
    Written,
    /// Something turns there, and is so on this side.
    Turns(Watched, State),
    /// It is an end of the field's range.
    End,
    /// The value is missing.
    Missing,
}

/// The memory of one account, for copies of it.
struct Same<'a> {
    memory: &'a dyn Remembered,
    row: usize,
}

impl Remembered for Same<'_> {
    fn recall(&self, _: usize) -> AccountState {
        self.memory.recall(self.row)
    }

    fn keep(&self, _: usize, _: &AccountState) -> Option<Vec<u8>> {
        None
    }

    fn remembers(&self) -> bool {
        self.memory.remembers()
    }
}

impl<'a> Bench<'a> {
    /// Everything is watched.
    pub(crate) fn new(program: &'a Program) -> Self {
        Self::of(program, Sights::of(program), Reach::of(program), None)
    }

    /// Only one thing is watched, and what it rests on.
    pub(crate) fn about(program: &'a Program, of: Watched) -> Self {
        let reach = Reach::of(program);
        let beneath = reach.beneath(&nodes_of(program, of));
        let sights = Sights::of(program).only(|watched| match watched {
            Watched::Node(node) => beneath.binary_search(&node).is_ok(),
            other => other == of,
        });
        Self::of(program, sights, reach, Some(of))
    }

    fn of(program: &'a Program, sights: Sights, reach: Reach, about: Option<Watched>) -> Self {
        let mut readers: BTreeMap<Place, Vec<NodeId>> = BTreeMap::new();
        for (id, node) in program.graph.nodes.iter() {
            let place = match node.op {
                Op::Field(field) => Place::Field(field),
                Op::ElementField { list, field } => Place::Element { list, element: 0, field },
                Op::List(list) | Op::Aggregate { list, .. } | Op::Quantified { list, .. } => Place::List(list),
                _ => continue,
            };
            readers.entry(place).or_default().push(id);
        }
        let sources = readers.into_iter().filter_map(|(place, nodes)| {
            let above = reach.above(&nodes);
            // What nothing rests on turns nothing.
            let is_read = above.len() > nodes.len() || matches!(place, Place::List(_));
            is_read.then(|| (place, (nodes, literals(program, &above))))
        });
        Self { program, sights, sources: sources.collect(), reach, about }
    }

    /// The places of a row that what is watched rests on.
    pub(crate) fn places(&self, batch: &Batch, row: usize) -> Vec<Place> {
        let mut all = Place::all(&self.program.playbook, batch, row);
        all.retain(|place| self.sources.contains_key(&first(*place)));
        self.about.map(|of| self.beneath(&nodes_of(self.program, of), &all)).unwrap_or(all)
    }

    /// Those of some places that nodes rest on.
    pub(crate) fn beneath(&self, nodes: &[NodeId], places: &[Place]) -> Vec<Place> {
        let beneath = self.reach.beneath(nodes);
        let is_read = |place: &Place| {
            let readers = self.sources.get(&first(*place)).map_or(&[][..], |(nodes, _)| nodes.as_slice());
            readers.iter().any(|node| beneath.binary_search(node).is_ok())
        };
        places.iter().copied().filter(is_read).collect()
    }

    /// What a place of a row may hold.
    pub(crate) fn range(&self, place: Place, batch: &Batch, row: usize) -> Range {
        Range::of(self.program, place, records(place, batch, row))
    }

    /// What is seen of changed copies of a row.
    pub(crate) fn see(
        &self,
        batch: &Batch,
        given: Given<'_>,
        row: usize,
        changes: &[impl AsRef<[Change]>],
    ) -> Vec<Seen> {
        self.with_copies(batch, given, row, changes, |copies, given| {
            let seen =
                decide_chunks(self.program, copies, given, |frame, decided| self.sights.see(copies, frame, decided));
            seen.into_iter().flatten().collect()
        })
    }

    /// Changed copies of a row, with what is given of it.
    pub(crate) fn with_copies<T>(
        &self,
        batch: &Batch,
        given: Given<'_>,
        row: usize,
        changes: &[impl AsRef<[Change]>],
        look: impl FnOnce(&Batch, Given<'_>) -> T,
    ) -> T {
        let copies = changed(batch, &vec![row; changes.len()], changes);
        let memory = Same { memory: given.memory, row };
        let same = |view: &Vec<usize>| vec![view.get(row).copied().unwrap_or(usize::MAX); changes.len()];
        let history = History { batch: given.history.batch, views: given.history.views.iter().map(same).collect() };
        look(&copies, Given { memory: &memory, history: &history, ..given })
    }

    /// The values of each place at which something turns, with changes that are made besides: those nearest to what the
    /// place is now first.
    pub(crate) fn sweep(
        &self,
        batch: &Batch,
        given: Given<'_>,
        row: usize,
        places: &[Place],
        besides: &[Change],
    ) -> Vec<Turn> {
        let mut sweep = Sweep { bench: self, batch, given, row, besides, points: Vec::new() };
        sweep.run(places)
    }
}

/// Of a record of a list, the same of its first one.
fn first(place: Place) -> Place {
    match place {
        Place::Element { list, field, .. } => Place::Element { list, element: 0, field },
        place => place,
    }
}

fn records(place: Place, batch: &Batch, row: usize) -> usize {
    let of = |list: ListId| batch.lists.rows().get(list.index()).map_or(0, |list| list.elements(row..row + 1).len());
    if let Place::List(list) = place { of(list) } else { 0 }
}

/// The constants that nodes read, each once.
fn literals(program: &Program, nodes: &[NodeId]) -> Vec<Value> {
    let mut found: Vec<Value> = Vec::new();
    let inputs = nodes.iter().filter_map(|node| program.graph.get(*node)).flat_map(|node| &node.inputs);
    for input in inputs {
        if let Some(Op::Constant(value)) = program.graph.get(*input).map(|node| &node.op)
            && !found.contains(value)
        {
            found.push(value.clone());
        }
    }
    found
}

/// A value of a place, and what is seen with it.
struct Point {
    /// Which of the places.
    line: usize,
    value: Option<Value>,
    seen: Seen,
}

struct Sweep<'s, 'a> {
    bench: &'s Bench<'a>,
    batch: &'s Batch,
    given: Given<'s>,
    row: usize,
    besides: &'s [Change],
    points: Vec<Point>,
}

/// A place on its way.
struct Course {
    place: Place,
    range: Range,
    now: Option<Value>,
    /// Ordered: the points in order of value.
    points: Vec<usize>,
}

impl Sweep<'_, '_> {
    /// Looks at values of places; their points are added in the order given.
    fn look(&mut self, courses: &[Course], wanted: Vec<(usize, Option<Value>)>) {
        let changes: Vec<Vec<Change>> = wanted
            .iter()
            .map(|(line, to)| {
                let place = courses.get(*line).map(|course| Change { place: course.place, to: to.clone() });
                self.besides.iter().cloned().chain(place).collect()
            })
            .collect();
        let seen = self.bench.see(self.batch, self.given, self.row, &changes);
        let points = wanted.into_iter().zip(seen);
        self.points.extend(points.map(|((line, value), seen)| Point { line, value, seen }));
    }

    fn run(&mut self, places: &[Place]) -> Vec<Turn> {
        let (program, batch, row) = (self.bench.program, self.batch, self.row);
        let besides = |place: Place| self.besides.iter().rev().find(|change| change.place == place);
        let mut courses: Vec<Course> = places
            .iter()
            .map(|place| {
                let range = self.bench.range(*place, batch, row);
                let now = besides(*place).map_or_else(|| place.value(batch, row), |change| change.to.clone());
                Course { place: *place, range, now, points: Vec::new() }
            })
            .collect();
        let mut wanted = Vec::new();
        for (line, course) in courses.iter().enumerate() {
            let literals =
                self.bench.sources.get(&first(course.place)).map_or(&[][..], |(_, values)| values.as_slice());
            let values = course.range.first(program, course.now.as_ref(), self.given.as_of, literals);
            wanted.extend(values.into_iter().map(|value| (line, Some(value))));
            wanted.extend((course.range.may_miss || course.now.is_none()).then_some((line, None)));
        }
        self.look(&courses, wanted);
        for (at, point) in self.points.iter().enumerate() {
            if let Some(course) = courses.get_mut(point.line).filter(|course| course.range.is_ordered())
                && point.value.is_some()
            {
                course.points.push(at);
            }
        }
        self.halve(&mut courses);
        self.turns(&courses)
    }

    /// Halves every stretch in which something turns, until nothing lies between its ends.
    fn halve(&mut self, courses: &mut [Course]) {
        for _ in 0..HALVINGS {
            let mut wanted = Vec::new();
            for (line, course) in courses.iter().enumerate() {
                let mut open: Vec<Value> = self
                    .turning(course)
                    .filter_map(|(low, high)| course.range.between(low.value.as_ref()?, high.value.as_ref()?))
                    .collect();
                let far = |value: &Value| course.range.distance(course.now.as_ref(), Some(value));
                open.sort_by(|a, b| far(a).total_cmp(&far(b)));
                wanted.extend(open.into_iter().take(STRETCHES).map(|value| (line, Some(value))));
            }
            if wanted.is_empty() {
                return;
            }
            let before = self.points.len();
            self.look(courses, wanted);
            for (at, point) in self.points.iter().enumerate().skip(before) {
                let value = |at: &usize| self.points.get(*at).and_then(|point| point.value.as_ref()).and_then(number);
                if let Some(course) = courses.get_mut(point.line) {
                    let own = value(&at);
                    let place = course.points.partition_point(|other| value(other) < own);
                    course.points.insert(place, at);
                }
            }
        }
    }

    /// The stretches of a place in which something turns.
    fn turning<'t>(&'t self, course: &'t Course) -> impl Iterator<Item = (&'t Point, &'t Point)> {
        let pairs = course.points.iter().zip(course.points.iter().skip(1));
        pairs
            .filter_map(|(low, high)| self.points.get(*low).zip(self.points.get(*high)))
            .filter(|(low, high)| low.seen != high.seen)
    }

    fn turns(&self, courses: &[Course]) -> Vec<Turn> {
        let mut turns = Vec::new();
        for (line, course) in courses.iter().enumerate() {
            let mut own: Vec<(&Point, Why)> = Vec::new();
            for (low, high) in self.turning(course) {
                if let Some(sight) = low.seen.turns(&high.seen) {
                    own.extend([(low, self.why(sight, &low.seen)), (high, self.why(sight, &high.seen))]);
                }
            }
            let ends = course.range.ends();
            let of_line = || self.points.iter().filter(|point| point.line == line);
            let now = of_line().find(|point| point.value == course.now);
            let turned = |point: &Point| now.and_then(|now| now.seen.turns(&point.seen));
            // What was missing comes to be known, wherever that is.
            let comes = course.now.is_none() && own.is_empty() && course.range.is_ordered();
            own.extend(of_line().filter_map(|point| match (&point.value, turned(point)) {
                (None, _) => Some((point, Why::Missing)),
                (Some(value), _) if ends.contains(value) => Some((point, Why::End)),
                (_, Some(sight)) if comes || !course.range.is_ordered() => Some((point, self.why(sight, &point.seen))),
                _ => None,
            }));
            let mut added: Vec<Turn> = Vec::new();
            let mut has_come = false;
            for (point, why) in own {
                let is_there = added.iter().any(|turn| turn.change.to == point.value);
                if point.value == course.now || is_there || (comes && has_come && matches!(why, Why::Turns(..))) {
                    continue;
                }
                has_come |= matches!(why, Why::Turns(..));
                let change = Change { place: course.place, to: point.value.clone() };
                added.push(Turn { change, why, seen: point.seen.clone() });
            }
            let far = |turn: &Turn| course.range.distance(course.now.as_ref(), turn.change.to.as_ref());
            added.sort_by(|a, b| far(a).total_cmp(&far(b)));
            turns.extend(added);
        }
        turns
    }

    fn why(&self, sight: usize, seen: &Seen) -> Why {
        self.bench.sights.watched().nth(sight).map_or(Why::Written, |of| Why::Turns(of, seen.state(sight)))
    }
}
