//! What an expression knows of earlier days.

use super::decided::Decided;
use super::evaluator::Evaluator;
use super::past::{Kept, Past, stretch};
use super::{Account, Known, number};
use stageplay_dsl::typed::{Expr, ExprKind, Move, Playbook, Trend};
use stageplay_dsl::types::Day;

impl<'a> Evaluator<'a> {
    /// Looking back, what was decided by the day that is looked at.
    pub(crate) fn decided_then(&self) -> Option<Option<&'a Decided>> {
        self.then.map(|kept| kept.map(|kept| &kept.decided))
    }

    /// The value of an expression that needs memory.
    pub(crate) fn remembered(&self, expr: &Expr) -> Option<Known> {
        // It cannot be worked out again on an earlier day: only today's evaluation has a past.
        if let Some(then) = self.then {
            let was = then.and_then(|kept| kept.values.get(&expr.id).cloned().flatten());
            return match &expr.kind {
                ExprKind::Trend { trend, value, .. } => self.trend(*trend, value, was?.number()),
                _ => was,
            };
        }
        match &expr.kind {
            ExprKind::For { condition, duration } => self.lasted(expr, condition, duration).map(Known::Truth),
            ExprKind::Becomes { subject, word } => {
                let now = self.value(subject)?.word();
                Some(Known::Truth(self.last_known(expr).is_some_and(|before| before.word() != *word) && now == *word))
            }
            ExprKind::Moves { subject, direction } => self.moves(expr, subject, *direction).map(Known::Truth),
            ExprKind::Previous(_) => {
                let (_, kept) = self.past.evaluations().next()?;
                kept.subjects.get(&expr.id).cloned().flatten()
            }
            ExprKind::Ago { value, distance } => self.ago(value, distance),
            ExprKind::Trend { trend, value, over } => {
                let before = self.ago(value, over)?.number();
                self.trend(*trend, value, before)
            }
            other => panic!("nothing to remember: {other:?}"),
        }
    }

    fn trend(&self, trend: Trend, value: &Expr, before: f64) -> Option<Known> {
        let change = number::finite(self.number(value)? - before)?;
        match trend {
            Trend::Change => Some(Known::Number(change)),
            Trend::Growth if before == 0.0 => None,
            Trend::Growth => number::finite(change / before).map(Known::Number),
        }
    }

    fn lasted(&self, expr: &Expr, condition: &Expr, duration: &Expr) -> Option<bool> {
        let now = self.truth(condition)?;
        if !now || self.impatient.get() {
            return Some(now);
        }
        let mut moments = self.past.moments(|kept| kept.subjects.get(&expr.id).cloned().flatten().map(|it| it.truth()));
        moments.push(self.moment(Some(true)));
        let days = stretch(&moments, self.gap()).map_or(0.0, |stretch| stretch.days);
        Some(days >= self.number(duration)?)
    }

    /// How long something may be unknown.
    pub(crate) fn gap(&self) -> f64 {
        self.book.header.gaps.unwrap_or(0.0)
    }

    /// Today.
    pub(crate) fn moment(&self, truth: Option<bool>) -> super::past::Moment {
        super::past::Moment { day: self.today(), truth, stands: false }
    }

    pub(crate) fn today(&self) -> Day {
        self.as_of as Day
    }

    /// What an event is about, as it was when it was last known.
    fn last_known(&self, expr: &Expr) -> Option<Known> {
        self.past.evaluations().find_map(|(_, kept)| kept.subjects.get(&expr.id).cloned().flatten())
    }

    fn moves(&self, expr: &Expr, subject: &Expr, direction: Move) -> Option<bool> {
        let now = self.value(subject)?;
        let Some(before) = self.last_known(expr) else { return Some(false) };
        let is_up = match (&now, &before) {
            (Known::Word(now), Known::Word(before)) => {
                let ordered = self.set_of(subject).map_or(0, |set| self.book.choices[set].ordered);
                // A word outside the order is neither above nor below.
                if usize::from(*now) >= ordered || usize::from(*before) >= ordered || now == before {
                    return Some(false);
                }
                now > before
            }
            (now, before) if now.number() == before.number() => return Some(false),
            (now, before) => now.number() > before.number(),
        };
        Some(is_up == (self.up_is_worse(subject) == (direction == Move::Worsens)))
    }

    /// More of it is worse: risks, and scores that say so.
    fn up_is_worse(&self, expr: &Expr) -> bool {
        match &expr.kind {
            ExprKind::Let(id) => self.up_is_worse(&self.book.lets[*id].value),
            ExprKind::Level(_) => true,
            ExprKind::Score(id) => self.book.scores[*id].higher_is_worse,
            _ => false,
        }
    }

    /// A value as it was so many days ago.
    fn ago(&self, value: &Expr, distance: &Expr) -> Option<Known> {
        let day = (self.as_of - self.number(distance)?.floor()) as Day;
        let (_, account) = self.past.snapshots.iter().rev().find(|(date, _)| *date <= day)?;
        let kept = self.past.evaluations().find(|(evaluated, _)| *evaluated <= day).map(|(_, kept)| kept);
        self.back(account, day, kept).value(value)
    }

    /// The same playbook on an earlier day.
    fn back<'b>(&'b self, account: &'b Account, day: Day, kept: Option<&'b Kept>) -> Evaluator<'b> {
        static NOTHING: std::sync::OnceLock<Past> = std::sync::OnceLock::new();
        let past = NOTHING.get_or_init(Past::default);
        let mut then = Evaluator::new(self.book, account, day, past, &[]);
        then.then = Some(kept);
        then
    }
}

/// What is kept of an evaluation for the next ones.
pub(crate) fn keep(on: &Evaluator<'_>, decided: Decided) -> Kept {
    let mut kept = Kept {
        decided,
        values: std::collections::HashMap::new(),
        subjects: std::collections::HashMap::new(),
        indicators: std::collections::HashMap::new(),
    };
    every(on.book, &mut |expr| {
        let subject = match &expr.kind {
            ExprKind::For { condition: subject, .. }
            | ExprKind::Becomes { subject, .. }
            | ExprKind::Moves { subject, .. }
            | ExprKind::Previous(subject) => on.of_account(subject),
            ExprKind::Ago { .. } | ExprKind::Trend { .. } => None,
            _ => return,
        };
        let value = match &expr.kind {
            ExprKind::Trend { value, over, .. } => on.ago(value, over),
            _ => on.of_account(expr),
        };
        kept.subjects.insert(expr.id, subject);
        kept.values.insert(expr.id, value);
    });
    for (id, part) in on.book.parts.iter() {
        if let stageplay_dsl::typed::PartKind::Indicator { value, missing, .. } = &part.kind {
            kept.indicators.insert(id, (on.number(value), on.lasting(id, value, missing)));
        }
    }
    kept
}

/// Every expression of a playbook.
pub(crate) fn every<'b>(book: &'b Playbook, visit: &mut impl FnMut(&'b Expr)) {
    let mut left: Vec<&Expr> = super::expressions::roots(book);
    while let Some(expr) = left.pop() {
        visit(expr);
        left.extend(expr.operands());
    }
}
