//! For how many accounts something is unknown, and why.
//!
//! Known bits say where to look; only there is a cause looked for.

use crate::column::{Batch, Bits, Cause, Slot};
use crate::evaluate::{Frame, Unknown, cause, script_fault};
use crate::graph::{NodeId, Program};
use crate::script::Fault;
use stageplay_dsl::typed::{PartKind, Play, Playbook, Trigger};
use stageplay_dsl::types::{FieldId, JourneyId, ListId, PartId, PlayId, RiskId, ScoreId, TierId};
use std::collections::{BTreeMap, BTreeSet};

/// Of what the unknown values are counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unknowns {
    /// Of nothing.
    #[default]
    Uncounted,
    /// Of scorecards and custom scores.
    Scores,
    /// Of everything that is decided, part by part.
    All,
}

/// Something an account may lack.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// The word of a tier.
    Tier(TierId),
    /// The points of a scorecard or dimension, the value of an indicator; not where it does not apply.
    Part(PartId),
    /// A custom score.
    Score(ScoreId),
    /// Whether the account may be in a stage (its place in the journey): a condition of it is unknown.
    Stage(JourneyId, usize),
    /// Whether a level holds, where no higher one does.
    Risk(RiskId),
    /// Whether a play opens.
    Play(PlayId),
}

/// How often something is unknown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Gap {
    /// For how many accounts.
    pub accounts: usize,
    /// Why, and the field where that begins; each account is counted once.
    pub causes: BTreeMap<(Cause, Option<FieldId>), usize>,
    /// Of a scorecard or dimension, where everything is counted: the fields that its missing indicators want, an
    /// account once for each.
    pub wanting: BTreeMap<FieldId, usize>,
    /// The lists where that begins, in one of their records or in the list as a whole; each account is counted once.
    pub lists: BTreeMap<ListId, usize>,
    /// As `wanting`, of lists.
    pub wanting_lists: BTreeMap<ListId, usize>,
    /// What the script said at the first account where it failed.
    pub first_fault: Option<Fault>,
}

impl Gap {
    /// Counts the accounts of a later stretch of rows as well.
    pub fn add(&mut self, later: &Self) {
        self.accounts += later.accounts;
        for (cause, accounts) in &later.causes {
            *self.causes.entry(*cause).or_default() += accounts;
        }
        for (field, accounts) in &later.wanting {
            *self.wanting.entry(*field).or_default() += accounts;
        }
        for (list, accounts) in &later.lists {
            *self.lists.entry(*list).or_default() += accounts;
        }
        for (list, accounts) in &later.wanting_lists {
            *self.wanting_lists.entry(*list).or_default() += accounts;
        }
        if self.first_fault.is_none() {
            self.first_fault.clone_from(&later.first_fault);
        }
    }

    /// How many accounts lack it for this reason, whatever the field.
    #[must_use]
    pub fn of(&self, cause: Cause) -> usize {
        self.causes.iter().filter(|((found, _), _)| *found == cause).map(|(_, accounts)| accounts).sum()
    }
}

/// Everything of which unknown values are counted, in the order of the language.
#[must_use]
pub fn subjects(playbook: &Playbook, of: Unknowns) -> Vec<Subject> {
    let scores = playbook.scores.ids().map(Subject::Score);
    match of {
        Unknowns::Uncounted => Vec::new(),
        Unknowns::Scores => playbook.cards.rows().iter().map(|card| Subject::Part(card.root)).chain(scores).collect(),
        Unknowns::All => {
            let mut all: Vec<Subject> = playbook.tiers.ids().map(Subject::Tier).collect();
            all.extend(playbook.parts.ids().map(Subject::Part));
            all.extend(scores);
            for (id, journey) in playbook.journeys.iter() {
                all.extend((0..journey.stages.len()).map(|stage| Subject::Stage(id, stage)));
            }
            all.extend(playbook.risks.ids().map(Subject::Risk));
            all.extend(playbook.plays.ids().map(Subject::Play));
            all
        }
    }
}

/// The gaps of the rows of a frame whose plan has been walked; only those that are there.
#[must_use]
pub fn gaps(program: &Program, frame: &Frame, batch: &Batch, of: Unknowns) -> Vec<(Subject, Gap)> {
    let look = Look { program, frame, batch, of };
    let all = subjects(&program.playbook, of).into_iter().map(|subject| (subject, look.gap(subject)));
    all.filter(|(_, gap)| gap.accounts > 0).collect()
}

/// What a subject cannot do without.
#[must_use]
pub fn subject_nodes(program: &Program, subject: Subject) -> Vec<NodeId> {
    let playbook = &program.playbook;
    match subject {
        Subject::Tier(id) => vec![program.tier(id)],
        Subject::Score(id) => vec![program.score(id)],
        Subject::Part(id) => match playbook.parts[id].kind {
            PartKind::Group(_) => vec![program.part(id).score],
            PartKind::Indicator { .. } => program.indicator(id).into_iter().collect(),
        },
        Subject::Stage(journey, stage) => {
            let stage = playbook.journeys[journey].stages.get(stage);
            let conditions = stage.into_iter().flat_map(|stage| {
                [&stage.enter, &stage.exit, &stage.holds_while, &stage.interrupts_while].into_iter().flatten()
            });
            conditions.map(|condition| program.node(condition)).collect()
        }
        // Highest first.
        Subject::Risk(id) => {
            playbook.risks[id].levels.iter().rev().map(|level| program.node(&level.condition)).collect()
        }
        Subject::Play(id) => triggers(program, &playbook.plays[id]),
    }
}

fn triggers(program: &Program, play: &Play) -> Vec<NodeId> {
    if play.each.is_some() {
        // They are of records, not of the account.
        return Vec::new();
    }
    let trigger = match &play.trigger {
        Trigger::When(condition) | Trigger::Once(condition) => vec![condition],
        Trigger::Every { anchor, when, .. } => std::iter::once(anchor).chain(when).collect(),
    };
    trigger.into_iter().chain(&play.unless).map(|condition| program.node(condition)).collect()
}

struct Look<'a> {
    program: &'a Program,
    frame: &'a Frame,
    batch: &'a Batch,
    of: Unknowns,
}

impl Look<'_> {
    fn gap(&self, subject: Subject) -> Gap {
        let mut gap = Gap::default();
        let nodes = subject_nodes(self.program, subject);
        for row in self.any_unknown(&nodes).ones_at() {
            let Some(node) = self.lacking(subject, &nodes, row) else { continue };
            let Some(why) = cause(self.program, self.frame, self.batch, node, row) else { continue };
            gap.accounts += 1;
            *gap.causes.entry((why.cause, why.field)).or_default() += 1;
            if let Some((list, _)) = why.list {
                *gap.lists.entry(list).or_default() += 1;
            }
            if let (Subject::Part(id), Unknowns::All) = (subject, self.of) {
                let wanting = self.wanting(id, row);
                let fields: BTreeSet<FieldId> = wanting.iter().filter_map(|why| why.field).collect();
                let lists: BTreeSet<ListId> = wanting.iter().filter_map(|why| Some(why.list?.0)).collect();
                fields.into_iter().for_each(|field| *gap.wanting.entry(field).or_default() += 1);
                lists.into_iter().for_each(|list| *gap.wanting_lists.entry(list).or_default() += 1);
            }
            if why.cause == Cause::Script && gap.first_fault.is_none() {
                gap.first_fault = script_fault(self.program, self.frame, self.batch, why.node, row);
            }
        }
        gap
    }

    /// Why the indicators in a group are missing in a row; nothing for an indicator.
    fn wanting(&self, group: PartId, row: usize) -> Vec<Unknown> {
        let parts = &self.program.playbook.parts;
        let is_inside = |path: &str| path.strip_prefix(&*parts[group].path).is_some_and(|rest| rest.starts_with('.'));
        let indicators = parts.iter().filter(|(_, part)| {
            part.card == parts[group].card && matches!(part.kind, PartKind::Indicator { .. }) && is_inside(&part.path)
        });
        let whys = indicators.filter_map(|(id, _)| {
            let subject = Subject::Part(id);
            let node = self.lacking(subject, &subject_nodes(self.program, subject), row)?;
            cause(self.program, self.frame, self.batch, node, row)
        });
        whys.collect()
    }

    fn any_unknown(&self, nodes: &[NodeId]) -> Bits {
        let rows = self.frame.len();
        let none = Bits::zeros(rows);
        nodes.iter().fold(none, |any, node| match self.known(*node) {
            Some(known) => any.zip(known, |any, known| any | !known),
            None => any,
        })
    }

    fn known(&self, node: NodeId) -> Option<&Bits> {
        match self.frame.slot(node)? {
            Slot::Number(numbers) => Some(&numbers.known),
            Slot::Code(codes) => Some(&codes.known),
            Slot::Truth(truths) => Some(&truths.known),
            Slot::Text(_) => None,
        }
    }

    /// The unknown node that matters in a row.
    fn lacking(&self, subject: Subject, nodes: &[NodeId], row: usize) -> Option<NodeId> {
        let is_unknown = |node: &NodeId| self.known(*node).is_some_and(|known| !known.get(row));
        let truth = |node: NodeId| self.frame.truths(node).get(row);
        match subject {
            // A level below one that holds does not matter, nor does what suppresses a play that is not asked for.
            Subject::Risk(_) => nodes.iter().find(|node| truth(**node) != Some(false)).copied().filter(is_unknown),
            Subject::Play(_) => nodes.iter().find(|node| truth(**node) == Some(false) || is_unknown(node)).copied(),
            Subject::Part(id) => {
                let applies = self.program.part(id).applies;
                let is_out = applies.is_some_and(|applies| truth(applies) == Some(false));
                nodes.iter().find(|node| is_unknown(node)).copied().filter(|_| !is_out)
            }
            Subject::Tier(_) | Subject::Score(_) | Subject::Stage(..) => {
                nodes.iter().find(|node| is_unknown(node)).copied()
            }
        }
        .filter(is_unknown)
    }
}

#[cfg(test)]
mod tests {
    use super::{Gap, Subject, Unknowns};
    use crate::column::Cause;
    use crate::decide::{DecideError, Wanted, decide};
    use crate::testing::{Book, TODAY};
    use stageplay_dsl::typed::{Comparison, Level};

    fn gaps(book: &Book, unknowns: Unknowns) -> Vec<(Subject, Gap)> {
        let mut all: Vec<(Subject, Gap)> = Vec::new();
        let wanted = Wanted { unknowns, ..Wanted::default() };
        decide(&book.compile(), &book.batch(), None, TODAY, wanted, |decided| -> Result<(), DecideError> {
            all.extend(decided.gaps);
            Ok(())
        })
        .unwrap();
        all
    }

    #[test]
    fn a_level_below_one_that_holds_is_no_gap() {
        let mut book = Book::new();
        let x = book.numbers("x", &[Some(1.0), None, Some(0.0), Some(0.0)]);
        let y = book.numbers("y", &[None, Some(1.0), None, Some(1.0)]);
        let mut above_zero = |field| {
            let (value, zero) = (book.field(field), book.number(0.0));
            book.compare(Comparison::Greater, value, zero)
        };
        let (watch, high) = (above_zero(y), above_zero(x));
        let risk = book.risk("r", high);
        book.playbook.risks[risk].levels.insert(0, Level { name: "watch".into(), condition: watch });
        // Row 0 is high whatever y is; row 1 wants x, row 2 wants y; of row 3 all is known.
        let found = gaps(&book, Unknowns::All);
        let [(Subject::Risk(_), gap)] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!(gap.accounts, 2);
        let causes: Vec<_> = gap.causes.iter().map(|(why, accounts)| (*why, *accounts)).collect();
        assert_eq!(causes, [((Cause::Absent, Some(x)), 1), ((Cause::Absent, Some(y)), 1)]);
        assert_eq!(gaps(&book, Unknowns::Scores), []);
        assert_eq!(gaps(&book, Unknowns::Uncounted), []);
    }

    #[test]
    fn the_first_fault_of_a_script_is_that_of_the_first_account() {
        let mut book = Book::new();
        let values: Vec<Option<f64>> = (0..3_000).map(|row| (row % 3 != 0).then_some(f64::from(row))).collect();
        let x = book.numbers("x", &values);
        let value = book.field(x);
        book.script("s", vec![("x", value)], "if x > 2000.0 { throw `at ${x}` } x");
        let mut all = Gap::default();
        gaps(&book, Unknowns::Scores).iter().for_each(|(_, gap)| all.add(gap));
        // A third of 3,000 is absent; of 2,001 to 2,999 two thirds are not, beginning with 2,002.
        assert_eq!((all.of(Cause::Absent), all.of(Cause::Script), all.accounts), (1_000, 666, 1_666));
        assert_eq!(all.first_fault.unwrap().message, "runtime error: at 2002.0");
    }
}
