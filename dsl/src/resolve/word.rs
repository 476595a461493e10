//! Where a bare word is a word of the set at hand, and so no name.
//!
//! `check/` takes the set's word first, beside `=` and behind `if missing`. What a declaration reads must agree with
//! that: a tier called `none` is not read by `(silence if missing none) is none`.

use super::declared::Declared;
use super::lookup::{Scope, Target};
use super::names::Names;
use crate::syntax::tree::{BinaryOp, CardClause, Expr, ExprKind, JourneyClause, Path, RiskClause, TypeKind};
use crate::types::{CardId, LetId};
use rustc_hash::FxHashSet;
use std::ptr;

/// Chains of `let` longer than this are not followed.
const MOST_LETS: usize = 64;

/// The states of plays and tasks, and the paces.
const STATES: &[&str] =
    &["idle", "pending", "open", "succeeded", "cleared", "expired", "dismissed", "withdrawn", "gone", "cooling"];
const TASK_STATES: &[&str] = &["open", "done", "waiting"];
const PACES: &[&str] = &["on_track", "behind", "stuck"];

/// Whether a scorecard's part stands for its points or for its band.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Points,
    Band,
}

/// Where a word may be meant.
pub(super) struct Words<'s> {
    pub(super) declared: &'s Declared<'s>,
    pub(super) names: &'s Names,
    pub(super) scope: Scope,
}

impl Words<'_> {
    /// The bare paths of an expression that are words of the set at hand.
    pub(super) fn of(&self, root: &Expr) -> FxHashSet<*const Path> {
        let mut found = FxHashSet::default();
        let mut waiting = vec![(root, Part::Points)];
        while let Some((expr, part)) = waiting.pop() {
            match &expr.kind {
                ExprKind::IfMissing { value, fallback } => {
                    self.words_in(value, fallback, part, &mut found);
                    waiting.extend([(&**value, part), (&**fallback, part)]);
                }
                ExprKind::Binary { op: BinaryOp::Equal | BinaryOp::NotEqual, left, right } => {
                    self.words_in(left, right, Part::Points, &mut found);
                    waiting.extend([(&**left, Part::Points), (&**right, Part::Points)]);
                }
                ExprKind::Is { subject, .. } | ExprKind::Becomes { subject, .. } | ExprKind::Moves { subject, .. } => {
                    waiting.push((&**subject, Part::Band));
                }
                ExprKind::If { condition, then, otherwise } => {
                    waiting.extend([(&**condition, Part::Points), (&**then, part), (&**otherwise, part)]);
                }
                ExprKind::By { arms, .. } => waiting.extend(arms.iter().map(|arm| (&arm.value, part))),
                _ => super::walk::children(expr, |child| waiting.push((child, Part::Points))),
            }
        }
        found
    }

    /// Notes the words that `to` gives, where `from` has them.
    fn words_in(&self, from: &Expr, to: &Expr, part: Part, found: &mut FxHashSet<*const Path>) {
        let mut waiting = vec![to];
        while let Some(expr) = waiting.pop() {
            match &expr.kind {
                ExprKind::Path(path) => {
                    if let [word] = path.parts.as_slice()
                        && self.has(from, &word.text, part, MOST_LETS)
                    {
                        found.insert(ptr::from_ref(path));
                    }
                }
                ExprKind::If { then, otherwise, .. } => waiting.extend([&**then, &**otherwise]),
                ExprKind::By { arms, .. } => waiting.extend(arms.iter().map(|arm| &arm.value)),
                ExprKind::IfMissing { value, fallback } => waiting.extend([&**value, &**fallback]),
                _ => {}
            }
        }
    }

    /// True where the value is one of a set that has the word.
    fn has(&self, value: &Expr, word: &str, part: Part, lets: usize) -> bool {
        let mut expr = value;
        loop {
            expr = match &expr.kind {
                ExprKind::Path(path) => return self.path_has(path, word, part, lets),
                ExprKind::If { then, .. } => then,
                ExprKind::IfMissing { value, .. } | ExprKind::Previous(value) | ExprKind::Ago { value, .. } => value,
                ExprKind::By { arms, .. } => match arms.first() {
                    Some(arm) => &arm.value,
                    None => return false,
                },
                _ => return false,
            };
        }
    }

    fn path_has(&self, path: &Path, word: &str, part: Part, lets: usize) -> bool {
        let declared = self.declared;
        let Ok(target) = self.names.lookup(path, self.scope) else { return false };
        match target {
            Target::Field(id) => match &declared.fields[id].field.ty.kind {
                TypeKind::OneOf { choices, .. } => choices.iter().any(|choice| choice.name.text == word),
                _ => false,
            },
            Target::Element { list, field } => {
                let kind = declared.lists[list].fields.get(field).map(|own| &own.field.ty.kind);
                matches!(kind, Some(TypeKind::OneOf { choices, .. }) if choices.iter().any(|choice| choice.name.text == word))
            }
            Target::Let(id) => self.let_has(id, word, lets),
            Target::Tier(id) => declared.tiers[id].rows.iter().any(|row| row.name.text == word),
            Target::Part(id) => part == Part::Band && has_band(declared, declared.parts[id].card, word),
            Target::Stage(id) => {
                let applies = |clause: &JourneyClause| matches!(clause, JourneyClause::AppliesWhen(_));
                let source = &declared.journeys[id];
                source.stages.iter().any(|stage| stage.name.text == word)
                    || (word == "none" && source.journey.clauses.iter().any(applies))
            }
            Target::Pace(_) => PACES.contains(&word),
            Target::Level(id) => {
                let level = |clause: &RiskClause| matches!(clause, RiskClause::Level { name, .. } if name.text == word);
                word == "none" || declared.risks[id].clauses.iter().any(level)
            }
            Target::PlayState(_) => STATES.contains(&word),
            Target::TaskState { .. } => TASK_STATES.contains(&word),
            _ => false,
        }
    }

    fn let_has(&self, id: LetId, word: &str, lets: usize) -> bool {
        lets > 0 && self.has(&self.declared.lets[id].value, word, Part::Points, lets - 1)
    }
}

/// True where a scorecard has a band of this name.
pub(super) fn has_band(declared: &Declared<'_>, card: CardId, word: &str) -> bool {
    declared.cards[card].clauses.iter().any(
        |clause| matches!(clause, CardClause::Bands { bands, .. } if bands.iter().any(|band| band.name.text == word)),
    )
}
