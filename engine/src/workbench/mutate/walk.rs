//! Goes through a playbook and its mutant at once, and notes in pairs what both read.

use super::shape::Shape;
use crate::graph::{NodeId, Program, Step};
use crate::workbench::diff::same_schema;
use rustc_hash::FxHashSet;
use stageplay_dsl::typed::{Expr, ExprKind, Playbook};
use stageplay_dsl::types::PlayId;
use std::collections::BTreeSet;

/// A node that one program reads where the other one reads another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reading {
    pub(super) one: NodeId,
    pub(super) other: NodeId,
    /// It is read for runs of this play only.
    pub(super) of: Option<PlayId>,
}

/// What both programs read when they decide; `None` where they are not of one shape.
pub(super) fn readings(one: &Program, other: &Program) -> Option<Vec<Reading>> {
    let decides = |program: &Program| -> Vec<Step> {
        program.plan.iter().filter(|step| matches!(step, Step::Decide(_))).cloned().collect()
    };
    let freezes = |program: &Program| -> Vec<bool> {
        program.playbook.journeys.ids().map(|journey| program.freezes(journey)).collect()
    };
    if !same_schema(one, other) || decides(one) != decides(other) || freezes(one) != freezes(other) {
        return None;
    }
    let mut walk = Walk { one, other, of: None, found: Vec::new() };
    one.playbook.same(&other.playbook, &mut walk).then_some(walk.found)
}

/// A walk on its way.
pub(super) struct Walk<'a> {
    one: &'a Program,
    other: &'a Program,
    of: Option<PlayId>,
    found: Vec<Reading>,
}

impl Walk<'_> {
    /// The value of an expression is read. Where no record is at hand, what is the same for all of them is asked of the
    /// account.
    pub(super) fn read(&mut self, one: &Expr, other: &Expr) {
        self.found.push(Reading { one: self.one.node(one), other: self.other.node(other), of: self.of });
        let (one, other) = (self.one.node(one.bare()), self.other.node(other.bare()));
        self.found.push(Reading { one, other, of: self.of });
    }

    /// What is noted in `inside` is read for runs of a play.
    pub(super) fn of_runs(&mut self, play: PlayId, inside: impl FnOnce(&mut Self) -> bool) -> bool {
        self.of = Some(play);
        let same = inside(self);
        self.of = None;
        same
    }

    /// A condition of which parts are read, too: both have to be built in the same way as far as that goes.
    pub(super) fn inside(&mut self, one: &Expr, other: &Expr) -> bool {
        let (mine, theirs) = (&self.one.playbook, &self.other.playbook);
        let mut lets = FxHashSet::default();
        let mut left: Vec<(&Expr, &Expr)> = vec![(one, other)];
        while let Some((one, other)) = left.pop() {
            self.read(one, other);
            match (&one.kind, &other.kind) {
                (ExprKind::For { condition: one, .. }, ExprKind::For { condition: other, .. })
                | (ExprKind::OfAccount(one), ExprKind::OfAccount(other))
                | (ExprKind::Not(one), ExprKind::Not(other)) => left.push((one, other)),
                (ExprKind::All(one), ExprKind::All(other)) | (ExprKind::Any(one), ExprKind::Any(other)) => {
                    if one.len() != other.len() {
                        return false;
                    }
                    left.extend(one.iter().zip(other).map(|(one, other)| (&one.condition, &other.condition)));
                }
                (ExprKind::Let(one), ExprKind::Let(other)) => {
                    if one != other {
                        return false;
                    }
                    if lets.insert(*one) {
                        left.push((&mine.lets[*one].value, &theirs.lets[*other].value));
                    }
                }
                (
                    ExprKind::OneOf { subject, negated, words },
                    ExprKind::OneOf { subject: other_subject, negated: other_negated, words: other_words },
                ) => {
                    let (task, other_task) = (task(subject), task(other_subject));
                    if task != other_task || task.is_some() && (negated, words) != (other_negated, other_words) {
                        return false;
                    }
                }
                (one, other) => {
                    if is_opened(one) || is_opened(other) {
                        return false;
                    }
                }
            }
        }
        true
    }

    /// Whether two conditions ask how the same plays stand.
    pub(super) fn reads_same_plays(&self, one: Option<&Expr>, other: Option<&Expr>) -> bool {
        let one = one.map(|one| plays(&self.one.playbook, one));
        let other = other.map(|other| plays(&self.other.playbook, other));
        one == other
    }
}

/// Whether somebody looks into an expression of this kind.
fn is_opened(kind: &ExprKind) -> bool {
    matches!(
        kind,
        ExprKind::For { .. }
            | ExprKind::OfAccount(_)
            | ExprKind::Not(_)
            | ExprKind::All(_)
            | ExprKind::Any(_)
            | ExprKind::Let(_)
            | ExprKind::OneOf { .. }
    )
}

fn task(subject: &Expr) -> Option<(PlayId, usize)> {
    match subject.bare().kind {
        ExprKind::TaskState { play, task } => Some((play, task)),
        _ => None,
    }
}

fn plays(playbook: &Playbook, condition: &Expr) -> BTreeSet<u32> {
    let mut found = BTreeSet::new();
    let mut lets = FxHashSet::default();
    let mut left = vec![condition];
    while let Some(expr) = left.pop() {
        match &expr.kind {
            ExprKind::PlayState(play) | ExprKind::TaskState { play, .. } => {
                found.insert(play.0);
            }
            ExprKind::Let(id) if lets.insert(*id) => left.push(&playbook.lets[*id].value),
            _ => left.extend(expr.operands()),
        }
    }
    found
}
