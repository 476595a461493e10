//! What of an account is looked at to see where its values turn: conditions, words, decisions, and on which side of
//! each threshold a number lies.

use crate::column::Batch;
use crate::decide::Decisions;
use crate::evaluate::Frame;
use crate::graph::{NodeId, Op, Program};
use crate::kernel::list::Lists;
use stageplay_dsl::typed::Direction;
use stageplay_dsl::types::{CardId, Function, Id, JourneyId, ListId, PlayId, RiskId};
use std::cmp::Ordering;

/// Something with few values, that a small change of an account may turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Watched {
    /// A condition, a word, or a threshold.
    Node(NodeId),
    /// The band of a scorecard.
    Band(CardId),
    /// The stage of a journey.
    Stage(JourneyId),
    /// The level of a risk.
    Level(RiskId),
    /// The state of a play.
    Play(PlayId),
    /// Whether something holds a play back that would open.
    Held(PlayId),
}

/// What was seen of a [`Watched`] in an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names say it")]
pub enum State {
    /// Of a threshold: the value is less.
    Below,
    /// The value is the threshold.
    At,
    /// The value is more.
    Above,
    False,
    True,
    Unknown,
    /// The number of a word, of a level or of a play's state.
    Word(u16),
    /// Of records: their values together.
    Records(u32),
}

/// Everything that is looked at, in order.
#[derive(Debug)]
pub(crate) struct Sights {
    list: Vec<Sight>,
}

#[derive(Debug)]
struct Sight {
    of: Watched,
    look: Look,
    list: Option<ListId>,
}

#[derive(Debug)]
enum Look {
    Truth(NodeId),
    Code(NodeId),
    Sides(Sum, Sum),
    Decided,
}

/// Values of nodes added up, with a constant.
#[derive(Debug)]
struct Sum(Vec<(f64, NodeId)>, f64);

/// What was seen of an account: a [`State`] per sight, each as a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Seen(Box<[u32]>);

/// Set in the number of what was seen of records.
const RECORDS: u32 = 1 << 31;

impl Seen {
    /// The first sight that differs in another account.
    pub(crate) fn turns(&self, other: &Self) -> Option<usize> {
        self.0.iter().zip(&*other.0).position(|(one, other)| one != other)
    }

    /// What was seen of a sight.
    pub(crate) fn state(&self, sight: usize) -> State {
        match self.0.get(sight).copied() {
            None | Some(5) => State::Unknown,
            Some(0) => State::Below,
            Some(1) => State::At,
            Some(2) => State::Above,
            Some(3) => State::False,
            Some(4) => State::True,
            Some(records) if records & RECORDS != 0 => State::Records(records & !RECORDS),
            Some(word) => State::Word(u16::try_from(word - 6).unwrap_or(u16::MAX)),
        }
    }
}

impl Sights {
    /// What there is to see in a program.
    pub(crate) fn of(program: &Program) -> Self {
        let mut sights = Self { list: Vec::new() };
        for (id, node) in program.graph.nodes.iter() {
            // What a script asks itself has no words in the playbook.
            if program.is_within_script(id) {
                continue;
            }
            let mut add = |look| sights.list.push(Sight { of: Watched::Node(id), look, list: node.list });
            let input = |at: usize| node.inputs.get(at).copied().unwrap_or(NodeId(0));
            let one = |node| Sum(vec![(1.0, node)], 0.0);
            // Thresholds stand before what rests on them.
            match &node.op {
                Op::Compare(_) => add(Look::Sides(one(input(0)), one(input(1)))),
                Op::Within(direction) => {
                    let sign = if *direction == Direction::Next { 1.0 } else { -1.0 };
                    add(Look::Sides(one(input(0)), one(input(2))));
                    add(Look::Sides(one(input(0)), Sum(vec![(1.0, input(2)), (sign, input(1))], 0.0)));
                }
                Op::Steps { inclusive } => {
                    (0..inclusive.len()).for_each(|step| add(Look::Sides(one(input(0)), one(input(1 + 2 * step)))));
                }
                Op::Linear => {
                    add(Look::Sides(one(input(0)), one(input(1))));
                    add(Look::Sides(one(input(0)), one(input(2))));
                }
                Op::KnownEnough { at_least } => add(Look::Sides(one(input(1)), Sum(Vec::new(), *at_least))),
                Op::Limit(_) => add(Look::Sides(one(input(0)), one(input(2)))),
                Op::Range { low, high } => {
                    add(Look::Sides(one(input(0)), Sum(Vec::new(), *low)));
                    add(Look::Sides(one(input(0)), Sum(Vec::new(), *high)));
                }
                Op::Function(Function::Min | Function::Max | Function::Clamp) => {
                    (1..node.inputs.len()).for_each(|at| add(Look::Sides(one(input(0)), one(input(at)))));
                }
                _ => {}
            }
            match node.kind {
                crate::column::SlotKind::Truth => add(Look::Truth(id)),
                crate::column::SlotKind::Code if !matches!(node.op, Op::Field(_) | Op::ElementField { .. }) => {
                    add(Look::Code(id));
                }
                _ => {}
            }
        }
        sights.decisions(program);
        sights
    }

    fn decisions(&mut self, program: &Program) {
        let playbook = &program.playbook;
        let mut add = |of, look| self.list.push(Sight { of, look, list: None });
        for (id, card) in playbook.cards.iter() {
            let score = program.part(card.root).score;
            for cut in card.bands.iter().flat_map(|band| [&band.from, &band.until_below]).flatten() {
                let sides = Look::Sides(Sum(vec![(1.0, score)], 0.0), Sum(vec![(1.0, program.node(cut))], 0.0));
                add(Watched::Band(id), sides);
            }
            add(Watched::Band(id), Look::Decided);
        }
        playbook.journeys.ids().for_each(|id| add(Watched::Stage(id), Look::Decided));
        playbook.risks.ids().for_each(|id| add(Watched::Level(id), Look::Decided));
        for id in playbook.plays.ids() {
            add(Watched::Play(id), Look::Decided);
            add(Watched::Held(id), Look::Decided);
        }
    }

    /// Those of what is asked for.
    pub(crate) fn only(mut self, is_wanted: impl Fn(Watched) -> bool) -> Self {
        self.list.retain(|sight| is_wanted(sight.of));
        self
    }

    /// What each sight is of.
    pub(crate) fn watched(&self) -> impl Iterator<Item = Watched> + '_ {
        self.list.iter().map(|sight| sight.of)
    }

    /// Whether a sight says a condition of an account, and not of its records.
    pub(crate) fn is_condition(&self, at: usize) -> bool {
        self.list.get(at).is_some_and(|sight| matches!(sight.look, Look::Truth(_)) && sight.list.is_none())
    }

    /// What is seen of every row of a frame.
    pub(crate) fn see(&self, batch: &Batch, frame: &Frame, decided: &Decisions) -> Vec<Seen> {
        let mut rows = vec![Vec::with_capacity(self.list.len()); frame.len()];
        for sight in &self.list {
            let lists = sight.list.map(|list| Lists::of(batch.lists.rows().get(list.index()), &frame.rows));
            for (row, seen) in rows.iter_mut().enumerate() {
                seen.push(match &lists {
                    None => code(sight.look(frame, decided, row)),
                    Some(lists) => {
                        let states = lists.elements(row).map(|at| code(sight.look(frame, decided, at)));
                        code(State::Records(states.fold(1, |all: u32, state| all.wrapping_mul(37).wrapping_add(state))))
                    }
                });
            }
        }
        rows.into_iter().map(|seen| Seen(seen.into_boxed_slice())).collect()
    }
}

/// A state as a number, and back in [`Seen::state`].
fn code(state: State) -> u32 {
    match state {
        State::Below => 0,
        State::At => 1,
        State::Above => 2,
        State::False => 3,
        State::True => 4,
        State::Unknown => 5,
        State::Word(word) => 6 + u32::from(word),
        State::Records(all) => all | RECORDS,
    }
}

impl Sight {
    fn look(&self, frame: &Frame, decided: &Decisions, row: usize) -> State {
        let word = |code: Option<u16>| code.map_or(State::Unknown, State::Word);
        match &self.look {
            Look::Truth(node) => truth(frame.truths(*node).get(row)),
            Look::Code(node) => word(frame.codes(*node).get(row)),
            Look::Sides(left, right) => match left.of(frame, row).zip(right.of(frame, row)) {
                None => State::Unknown,
                Some((left, right)) => match left.total_cmp(&right) {
                    _ if left == right => State::At,
                    Ordering::Less => State::Below,
                    Ordering::Greater | Ordering::Equal => State::Above,
                },
            },
            Look::Decided => match self.of {
                Watched::Band(id) => word(decided.cards.rows().get(id.index()).and_then(|card| card.band.get(row))),
                Watched::Stage(id) => word(decided.stages.rows().get(id.index()).and_then(|codes| codes.get(row))),
                Watched::Level(id) => word(decided.levels.rows().get(id.index()).and_then(|codes| codes.get(row))),
                Watched::Play(id) => word(decided.plays.rows().get(id.index()).and_then(|play| play.state.get(row))),
                Watched::Held(id) => {
                    let play = decided.plays.rows().get(id.index());
                    truth(play.map(|play| row < play.suppressed.len() && play.suppressed.get(row)))
                }
                Watched::Node(_) => State::Unknown,
            },
        }
    }
}

fn truth(truth: Option<bool>) -> State {
    match truth {
        None => State::Unknown,
        Some(false) => State::False,
        Some(true) => State::True,
    }
}

impl Sum {
    fn of(&self, frame: &Frame, row: usize) -> Option<f64> {
        self.0.iter().try_fold(self.1, |sum, (times, node)| Some(sum + times * frame.numbers(*node).get(row)?))
    }
}
