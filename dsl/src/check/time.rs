//! Dates, durations, earlier values.

use super::checker::{Checker, Want};
use super::errors;
use super::unify::is_calendar;
use crate::source::Span;
use crate::syntax::tree::{self, Direction, Trend};
use crate::typed::{Expr, ExprKind};
use crate::types::Type;

impl Checker<'_> {
    pub(super) fn within(
        &mut self,
        span: Span,
        date: &tree::Expr,
        direction: Direction,
        distance: &tree::Expr,
    ) -> Option<Expr> {
        let date = self.date(date, "before `within`");
        let distance = self.days(distance, "after `within next` or `within last`");
        let kind = ExprKind::Within { date: Box::new(date?), direction, distance: Box::new(distance?) };
        Some(self.make(kind, Type::Truth, span))
    }

    pub(super) fn since(&mut self, span: Span, months: bool, date: &tree::Expr) -> Option<Expr> {
        let date = Box::new(self.date(date, "after `since`")?);
        Some(if months {
            self.make(ExprKind::MonthsSince(date), Type::Count, span)
        } else {
            self.make(ExprKind::DaysSince(date), Type::Days, span)
        })
    }

    pub(super) fn until(&mut self, span: Span, date: &tree::Expr) -> Option<Expr> {
        let date = Box::new(self.date(date, "after `until`")?);
        Some(self.make(ExprKind::DaysUntil(date), Type::Days, span))
    }

    pub(super) fn held_for(&mut self, span: Span, condition: &tree::Expr, duration: &tree::Expr) -> Option<Expr> {
        let condition = self.condition(condition);
        let duration = self.days(duration, "after `for`");
        let kind = ExprKind::For { condition: Box::new(condition?), duration: Box::new(duration?) };
        Some(self.make(kind, Type::Truth, span))
    }

    pub(super) fn ago(&mut self, span: Span, value: &tree::Expr, distance: &tree::Expr, want: Want) -> Option<Expr> {
        self.past += 1;
        let value = self.expr(value, want);
        self.past -= 1;
        let distance = self.days(distance, "before `ago`");
        let value = value?;
        let ty = value.ty.clone();
        let kind = ExprKind::Ago { value: Box::new(value), distance: Box::new(distance?) };
        Some(self.make(kind, ty, span))
    }

    pub(super) fn previous(&mut self, span: Span, value: &tree::Expr, want: Want) -> Option<Expr> {
        self.past += 1;
        let value = self.expr(value, want);
        self.past -= 1;
        let value = value?;
        let ty = value.ty.clone();
        Some(self.make(ExprKind::Previous(Box::new(value)), ty, span))
    }

    pub(super) fn trend(&mut self, span: Span, trend: Trend, value: &tree::Expr, over: &tree::Expr) -> Option<Expr> {
        let value = self.expr(value, Want::Value);
        let over = self.days(over, "after `over`");
        let (value, over) = (value?, over?);
        if !value.ty.is_numeric() || is_calendar(&value.ty) {
            let word = if trend == Trend::Change { "after `change in`" } else { "after `growth of`" };
            let error = errors::not_a_number(self, &value, word);
            self.report(error);
            return None;
        }
        let ty = match (trend, &value.ty) {
            (Trend::Growth, _) => Type::Ratio,
            // The difference of counts may be negative.
            (Trend::Change, Type::Count) => Type::Number,
            (Trend::Change, ty) => ty.clone(),
        };
        let kind = ExprKind::Trend { trend, value: Box::new(value), over: Box::new(over) };
        Some(self.make(kind, ty, span))
    }
}
