//! Mutants as extra columns: evaluated with the playbook itself, to see where they could be decided otherwise at all.
//!
//! A mutant differs from the playbook in a few nodes. Those stand beside the playbook's own in one graph, and are evaluated
//! with them. As long as everything that is read has the same value in both, both decide and remember the same; so a
//! mutant need be run by itself only where a value differs.

use super::walk::{Reading, readings};
use crate::column::{Batch, Calendar};
use crate::decide::{Decisions, Given, decide_chunks, play_state};
use crate::evaluate::Frame;
use crate::graph::{Beside, Decided, NodeId, Op, Program, Step};
use crate::read::Fixtures;
use crate::workbench::test::run_seen;
use stageplay_dsl::typed::Declaration;
use stageplay_dsl::types::{Day, Id, PlayId};

/// Mutants beside their playbook.
pub(super) struct Columns {
    program: Program,
    /// One per mutant; `None`: it cannot be evaluated with the others.
    mutants: Vec<Option<Vec<Pair>>>,
}

/// Two nodes that have to have the same value for both to decide the same: of the playbook, and of a mutant.
struct Pair {
    nodes: (NodeId, NodeId),
    asked: Asked,
}

/// When, and how exactly, a value is asked for.
enum Asked {
    Always,
    /// For runs of a play.
    Runs(PlayId),
    /// Points, as far as a band goes: whether they reach each of these.
    Reaching(Vec<NodeId>),
    /// Points themselves: not while the playbook's tests run.
    Points,
}

/// What is at hand when a row is compared.
struct Place<'a> {
    program: &'a Program,
    batch: &'a Batch,
    frame: &'a Frame,
    row: usize,
}

impl Columns {
    /// Puts mutants beside their playbook.
    pub(super) fn new(program: &Program, mutants: &[&Program]) -> Self {
        let mut beside = Beside::new(Program::compile(program.playbook.clone()));
        let mutants = mutants.iter().map(|mutant| pairs(program, mutant, &mut beside)).collect();
        Self { program: beside.finish(), mutants }
    }

    /// Per mutant, the tests among some in which a value differs; `None`: nobody knows.
    pub(super) fn tests(
        &self,
        calendar: Option<&Calendar>,
        fixtures: &Fixtures,
        tests: &[usize],
    ) -> Vec<Option<Vec<usize>>> {
        let mut differ: Vec<Option<Vec<usize>>> =
            self.mutants.iter().map(|pairs| pairs.as_ref().map(|_| Vec::new())).collect();
        run_seen(&self.program, calendar, fixtures, tests, &mut |seen| {
            let place =
                Place { program: &self.program, batch: seen.row.batch, frame: seen.row.frame, row: seen.row.at };
            let has_runs = |play: PlayId| {
                [seen.before, seen.state].iter().any(|state| state.of_play(play.index()).next().is_some())
            };
            for (pairs, differ) in self.mutants.iter().zip(&mut differ) {
                let (Some(pairs), Some(differ)) = (pairs, differ) else { continue };
                let is_other = |pair: &Pair| match &pair.asked {
                    Asked::Points => false,
                    Asked::Runs(play) => has_runs(*play) && place.is_other(pair),
                    Asked::Always | Asked::Reaching(_) => place.is_other(pair),
                };
                if !differ.contains(&seen.test) && pairs.iter().any(is_other) {
                    differ.push(seen.test);
                }
            }
        });
        differ
    }

    /// Per mutant, the rows of a batch in which a value differs at a first evaluation; `None`: nobody knows.
    pub(super) fn rows(&mut self, calendar: Option<&Calendar>, batch: &Batch, as_of: Day) -> Vec<Option<Vec<usize>>> {
        // Nothing is remembered here, so that what stands beside the playbook is evaluated with its texts.
        self.program.texts.end = NodeId::from_index(self.program.graph.nodes.len());
        let program = &self.program;
        let chunks = decide_chunks(program, batch, Given::first(as_of, calendar), |frame, decided| {
            let of_mutant = |pairs: &Option<Vec<Pair>>| -> Option<Vec<usize>> {
                let pairs = pairs.as_ref()?;
                let is_other = |row: &usize| {
                    let place = Place { program, batch, frame, row: *row };
                    pairs.iter().any(|pair| match &pair.asked {
                        Asked::Runs(play) => is_touched(decided, *play, *row) && place.is_other(pair),
                        Asked::Always | Asked::Reaching(_) | Asked::Points => place.is_other(pair),
                    })
                };
                Some((0..frame.len()).filter(is_other).map(|row| frame.rows.start + row).collect())
            };
            self.mutants.iter().map(of_mutant).collect::<Vec<_>>()
        });
        let mut all: Vec<Option<Vec<usize>>> = self.mutants.iter().map(|it| it.as_ref().map(|_| Vec::new())).collect();
        for chunk in chunks {
            for (all, rows) in all.iter_mut().zip(chunk) {
                all.as_mut().zip(rows).into_iter().for_each(|(all, rows)| all.extend(rows));
            }
        }
        all
    }
}

/// Whether anything but idleness has come of a play.
fn is_touched(decided: &Decisions, play: PlayId, row: usize) -> bool {
    let columns = &decided.plays[play];
    columns.state.get(row) != Some(play_state::IDLE) || columns.suppressed.get(row)
}

impl Place<'_> {
    fn is_other(&self, pair: &Pair) -> bool {
        let Self { program, batch, frame, row } = self;
        match &pair.asked {
            Asked::Reaching(cuts) => {
                let of = |node: NodeId| frame.numbers(node).get(*row);
                match (of(pair.nodes.0), of(pair.nodes.1)) {
                    (Some(one), Some(other)) => {
                        cuts.iter().filter_map(|cut| of(*cut)).any(|cut| (one >= cut) != (other >= cut))
                    }
                    (None, None) => false,
                    _ => true,
                }
            }
            Asked::Always | Asked::Runs(_) | Asked::Points => !frame.same(program, batch, pair.nodes, *row),
        }
    }
}

/// What a playbook and a mutant read that is not one node; `None` where the mutant cannot be evaluated beside it.
fn pairs(program: &Program, mutant: &Program, beside: &mut Beside) -> Option<Vec<Pair>> {
    let mut read = readings(program, mutant)?;
    let places = beside.add(mutant)?;
    let place = |node: NodeId| places.get(node.index()).copied();
    let wakes = |one: &Program, place: &dyn Fn(NodeId) -> Option<NodeId>| -> Vec<Vec<_>> {
        let of_play = |wakes: &Vec<crate::graph::Wake>| wakes.iter().map(|wake| (place(wake.of), wake.worse)).collect();
        one.memory.wakes.iter().map(of_play).collect()
    };
    if wakes(program, &Some) != wakes(mutant, &place) {
        return None;
    }
    read.retain(|reading| place(reading.other) != Some(reading.one));
    // How tasks stand changes while a play is decided: such a value is not what it was when it was read.
    let is_task = |op: &Op| matches!(op, Op::Decided(Decided::TaskState { .. }));
    let (tasks, tasks_of_mutant) = (program.graph.resting_on(is_task), mutant.graph.resting_on(is_task));
    let rests = |rests: &[bool], node: NodeId| rests.get(node.index()) == Some(&true);
    if read.iter().any(|reading| rests(&tasks, reading.one) || rests(&tasks_of_mutant, reading.other)) {
        return None;
    }
    let asked = |reading: &Reading| reading.of.map_or(Asked::Always, Asked::Runs);
    let of_reading = |reading: &Reading| Some((reading.one, place(reading.other)?, asked(reading)));
    let mut all: Vec<(NodeId, NodeId, Asked)> = read.iter().map(of_reading).collect::<Option<_>>()?;
    for step in &program.plan {
        let Step::Decide(Declaration::Part(part)) = step else { continue };
        let card = &program.playbook.cards[program.playbook.parts[*part].card];
        let cuts = card.bands.iter().flat_map(|band| band.from.iter().chain(&band.until_below));
        let cuts = cuts.map(|cut| program.node(cut)).collect();
        all.push((program.part(*part).score, place(mutant.part(*part).score)?, Asked::Reaching(cuts)));
    }
    for card in program.playbook.cards.rows() {
        all.push((program.part(card.root).score, place(mutant.part(card.root).score)?, Asked::Points));
    }
    for score in program.playbook.scores.ids() {
        all.push((program.score(score), place(mutant.score(score))?, Asked::Points));
    }
    all.retain(|(one, other, _)| one != other);
    Some(all.into_iter().map(|(one, other, asked)| Pair { nodes: (one, other), asked }).collect())
}
