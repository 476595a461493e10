//! Every form an expression takes, dispatched to the file of its family.

use super::checker::{Checker, Want};
use super::errors;
use crate::syntax::tree::{self, BinaryOp, NumberLiteral, Unit};
use crate::typed::{Expr, ExprKind};
use crate::types::{Type, Value};

/// Deeper expressions are refused: what reads them later may walk them with a stack of bounded size.
const DEEPEST: usize = 160;

impl Checker<'_> {
    /// The typed form of an expression; `None` where it is in error, which has then been said.
    pub(super) fn expr(&mut self, expr: &tree::Expr, want: Want) -> Option<Expr> {
        if self.depth >= DEEPEST {
            let error = errors::too_deep(expr.span, DEEPEST);
            self.report(error);
            return None;
        }
        self.depth += 1;
        let typed = self.form(expr, want);
        self.depth -= 1;
        typed
    }

    fn form(&mut self, expr: &tree::Expr, want: Want) -> Option<Expr> {
        let span = expr.span;
        let looks_back = remembers(&expr.kind);
        if let (Some(words), true) = (looks_back, self.element.is_some()) {
            let error = errors::no_history(span, words);
            self.report(error);
            return None;
        }
        let typed = self.of_family(expr, want)?;
        match looks_back {
            Some(words) => self.looking_back(typed, words),
            None => Some(typed),
        }
    }

    fn of_family(&mut self, expr: &tree::Expr, want: Want) -> Option<Expr> {
        use tree::ExprKind as Kind;
        let span = expr.span;
        match &expr.kind {
            Kind::Number(number) => Some(self.number(number, span)),
            Kind::Date(day) => Some(self.make(ExprKind::Constant(Value::Date(*day)), Type::Date, span)),
            Kind::Text(text) => Some(self.make(ExprKind::Constant(Value::Text(text.clone())), Type::Text, span)),
            Kind::Path(path) => self.path(path, want),
            Kind::Call { name, args, keep } => self.call(name, args, keep.as_deref(), span),
            Kind::Quantified { quantifier, list, keep, test } => {
                self.quantified(span, *quantifier, list, keep.as_deref(), test.as_deref())
            }
            Kind::Negate(value) => self.negate(value, span),
            Kind::Not(condition) => {
                let condition = self.condition(condition)?;
                Some(self.make(ExprKind::Not(Box::new(condition)), Type::Truth, span))
            }
            Kind::Binary { op, left, right } => self.binary(expr, *op, left, right),
            Kind::Is { subject, negated, test } => self.is(span, subject, *negated, test),
            Kind::Within { date, direction, distance } => self.within(span, date, *direction, distance),
            Kind::IfMissing { value, fallback } => self.if_missing(span, value, fallback, want),
            Kind::If { condition, then, otherwise } => self.if_else(span, condition, then, otherwise, want),
            Kind::By { subject, arms } => self.by(span, subject, arms, want),
            Kind::Since { months, date } => self.since(span, *months, date),
            Kind::Until { date } => self.until(span, date),
            Kind::For { condition, duration } => self.held_for(span, condition, duration),
            Kind::Ago { value, distance } => self.ago(span, value, distance, want),
            Kind::Previous(value) => self.previous(span, value, want),
            Kind::Trend { trend, value, over } => self.trend(span, *trend, value, over),
            Kind::Becomes { subject, word } => self.becomes(span, subject, word),
            Kind::Moves { subject, direction } => self.moves(span, subject, *direction),
            Kind::Group { quantifier, criteria } => self.group(span, quantifier, criteria),
        }
    }

    fn number(&mut self, number: &NumberLiteral, span: crate::source::Span) -> Expr {
        let ty = match number.unit.as_ref().map(|word| &word.unit) {
            None => Type::Number,
            Some(Unit::Percent) => Type::Percent,
            Some(Unit::Days) => Type::Days,
            Some(Unit::Months) => Type::Months,
            Some(Unit::BusinessDays) => Type::BusinessDays,
            Some(Unit::Hours) => Type::Hours,
            Some(Unit::Money(currency)) => Type::Money(currency.clone()),
        };
        self.constant(number.value, ty, span)
    }

    fn binary(&mut self, whole: &tree::Expr, op: BinaryOp, left: &tree::Expr, right: &tree::Expr) -> Option<Expr> {
        match op {
            BinaryOp::And | BinaryOp::Or => self.chain(whole, op),
            BinaryOp::Add | BinaryOp::Subtract | BinaryOp::Multiply | BinaryOp::Divide => {
                self.arithmetic(whole.span, op, left, right)
            }
            BinaryOp::Equal
            | BinaryOp::NotEqual
            | BinaryOp::Less
            | BinaryOp::AtMost
            | BinaryOp::Greater
            | BinaryOp::AtLeast => self.compare(whole.span, op, left, right),
        }
    }
}

/// The words of a form that looks at earlier evaluations.
fn remembers(kind: &tree::ExprKind) -> Option<&'static str> {
    use tree::ExprKind as Kind;
    Some(match kind {
        Kind::For { .. } => "for",
        Kind::Ago { .. } => "ago",
        Kind::Previous(_) => "previous",
        Kind::Trend { trend: tree::Trend::Change, .. } => "change in",
        Kind::Trend { .. } => "growth of",
        Kind::Becomes { .. } => "becomes",
        Kind::Moves { direction: tree::Move::Worsens, .. } => "worsens",
        Kind::Moves { .. } => "improves",
        _ => return None,
    })
}
