//! Expressions: the flat list of the grammar folded by precedence.

use super::{Builder, Fault, all, find, one, only, two};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::grammar::Rule;
use crate::syntax::tree::{
    Arm, BinaryOp, Criterion, Direction, Expr, ExprKind, IsTest, ListQuantifier, Move, Name, Quantifier, Trend,
};
use pest::iterators::Pair;
use pest::pratt_parser::{Assoc, Op, PrattParser};
use std::sync::LazyLock;

/// How deep a tree of one expression may be, long chains of operators included.
pub(super) const MAX_DEPTH: u32 = 128;

/// Loosest first, as in the language.
static PRECEDENCE: LazyLock<PrattParser<Rule>> = LazyLock::new(|| {
    let infix = |rule| Op::infix(rule, Assoc::Left);
    PrattParser::new()
        .op(infix(Rule::or_op))
        .op(infix(Rule::and_op))
        .op(Op::prefix(Rule::not_op))
        .op(Op::postfix(Rule::for_suffix))
        .op(infix(Rule::equal)
            | infix(Rule::not_equal)
            | infix(Rule::less)
            | infix(Rule::at_most_op)
            | infix(Rule::greater)
            | infix(Rule::at_least_op)
            | Op::postfix(Rule::is_suffix)
            | Op::postfix(Rule::within_suffix)
            | Op::postfix(Rule::becomes_suffix)
            | Op::postfix(Rule::worsens)
            | Op::postfix(Rule::improves))
        .op(infix(Rule::if_missing))
        .op(infix(Rule::plus) | infix(Rule::minus))
        .op(infix(Rule::times) | infix(Rule::divide))
        .op(Op::prefix(Rule::negate))
        .op(Op::prefix(Rule::days_since)
            | Op::prefix(Rule::months_since)
            | Op::prefix(Rule::days_until)
            | Op::prefix(Rule::previous_op))
        .op(Op::postfix(Rule::ago_suffix))
});

/// An expression on its way: `outer` holds the parentheses that [`Expr::span`] leaves out.
struct Built {
    expr: Expr,
    outer: Span,
    depth: u32,
}

impl Built {
    /// A node over parts that are `depth` deep.
    fn over(kind: ExprKind, span: Span, depth: u32) -> Result<Self, Fault> {
        if depth >= MAX_DEPTH {
            let message = "this expression is too long to follow";
            return Err(Box::new(
                Diagnostic::error(Code(108), span, message).help("give parts of it names with `let`"),
            ));
        }
        Ok(Self { expr: Expr { kind, span }, outer: span, depth: depth + 1 })
    }

    fn boxed(self) -> Box<Expr> {
        Box::new(self.expr)
    }
}

impl Builder<'_> {
    /// The expression of an `expr` or `quantity` pair.
    pub(super) fn expr(&self, pair: &Pair<'_, Rule>) -> Result<Expr, Fault> {
        self.built(pair).map(|built| built.expr)
    }

    /// The first `expr` inside a pair.
    pub(super) fn expr_in(&self, pair: &Pair<'_, Rule>) -> Result<Expr, Fault> {
        self.expr(&one(self, pair, Rule::expr)?)
    }

    /// The first `quantity` inside a pair: an expression that is no condition.
    pub(super) fn quantity_in(&self, pair: &Pair<'_, Rule>) -> Result<Expr, Fault> {
        self.expr(&one(self, pair, Rule::quantity)?)
    }

    /// The first `plain` inside a pair, as an expression.
    pub(super) fn plain(&self, pair: &Pair<'_, Rule>) -> Result<Expr, Fault> {
        self.plain_in(pair).map(|built| built.expr)
    }

    fn built(&self, pair: &Pair<'_, Rule>) -> Result<Built, Fault> {
        PRECEDENCE
            .map_primary(|primary| self.primary(&primary))
            .map_prefix(|op, value| self.prefix(&op, value?))
            .map_postfix(|value, op| self.suffix(value?, &op))
            .map_infix(|left, op, right| self.infix(left?, &op, right?))
            .parse(pair.clone().into_inner())
    }

    /// A `primary` or `plain` pair.
    fn primary(&self, pair: &Pair<'_, Rule>) -> Result<Built, Fault> {
        let inner = only(self, pair)?;
        let span = self.span(&inner);
        match inner.as_rule() {
            Rule::number => Built::over(ExprKind::Number(self.number(&inner)?), span, 0),
            Rule::date => Built::over(ExprKind::Date(self.date(&inner)), span, 0),
            Rule::text => Built::over(ExprKind::Text(self.text(&inner).text), span, 0),
            Rule::path => Built::over(ExprKind::Path(self.path(&inner)), span, 0),
            Rule::paren => {
                let within = self.built(&one(self, &inner, Rule::expr)?)?;
                Ok(Built { outer: span, ..within })
            }
            Rule::call => self.call(&inner),
            Rule::if_expr => self.if_expr(&inner),
            Rule::by_expr => self.by_expr(&inner),
            Rule::trend => self.trend(&inner),
            Rule::group => self.group(&inner),
            Rule::quantified => self.quantified(&inner),
            _ => Err(self.unreadable(&inner)),
        }
    }

    /// The first `plain` inside a pair: a duration, a count.
    fn plain_in(&self, pair: &Pair<'_, Rule>) -> Result<Built, Fault> {
        self.primary(&one(self, pair, Rule::plain)?)
    }

    fn call(&self, pair: &Pair<'_, Rule>) -> Result<Built, Fault> {
        let name = self.name(&one(self, pair, Rule::call_name)?);
        let mut args = Vec::new();
        let mut depth = 0;
        for arg in all(pair, Rule::expr) {
            let arg = self.built(&arg)?;
            depth = depth.max(arg.depth);
            args.push(arg.expr);
        }
        let keep = find(pair, Rule::where_part).map(|part| self.condition_of(&part, &mut depth)).transpose()?;
        Built::over(ExprKind::Call { name, args, keep }, self.span(pair), depth)
    }

    fn quantified(&self, pair: &Pair<'_, Rule>) -> Result<Built, Fault> {
        let span = self.span(pair);
        let quantifier = if find(pair, Rule::kw_every).is_some() {
            ListQuantifier::Every
        } else if find(pair, Rule::kw_share_of).is_some() {
            ListQuantifier::Share
        } else if one(self, pair, Rule::some_or_no)?.as_str() == "no" {
            ListQuantifier::No
        } else {
            ListQuantifier::Some
        };
        let mut depth = 0;
        let part = find(pair, Rule::where_part);
        let keep = part.as_ref().map(|part| self.condition_of(part, &mut depth)).transpose()?;
        let test = find(pair, Rule::has_part).map(|part| self.condition_of(&part, &mut depth)).transpose()?;
        if let (Some(part), None) = (&part, &test) {
            self.open_end(part)?;
        }
        Built::over(ExprKind::Quantified { quantifier, list: self.path_in(pair)?, keep, test }, span, depth)
    }

    /// `some people where a and b`: does `and b` still speak of people?
    fn open_end(&self, part: &Pair<'_, Rule>) -> Result<(), Fault> {
        let condition = one(self, part, Rule::expr)?;
        let Some(op) = condition.clone().into_inner().find(|op| matches!(op.as_rule(), Rule::and_op | Rule::or_op))
        else {
            return Ok(());
        };
        let message = format!("it is not clear whether `{}` belongs to `where`", op.as_str().trim());
        let written = self.text.get(self.span(&condition).range()).unwrap_or("…");
        let help = format!("put parentheses around what `where` asks: `where ({written})`, or around the question");
        Err(Box::new(Diagnostic::error(Code(310), self.span(&op), message).help(help)))
    }

    /// The condition of a `where` or `has`.
    fn condition_of(&self, part: &Pair<'_, Rule>, depth: &mut u32) -> Result<Box<Expr>, Fault> {
        let condition = self.built(&one(self, part, Rule::expr)?)?;
        *depth = (*depth).max(condition.depth);
        Ok(condition.boxed())
    }

    fn if_expr(&self, pair: &Pair<'_, Rule>) -> Result<Built, Fault> {
        let mut parts = all(pair, Rule::expr);
        let (Some(condition), Some(then), Some(otherwise)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(self.unreadable(pair));
        };
        let (condition, then, otherwise) = (self.built(&condition)?, self.built(&then)?, self.built(&otherwise)?);
        let depth = condition.depth.max(then.depth).max(otherwise.depth);
        let span = self.span(pair);
        let kind = ExprKind::If { condition: condition.boxed(), then: then.boxed(), otherwise: otherwise.boxed() };
        Built::over(kind, span, depth)
    }

    fn by_expr(&self, pair: &Pair<'_, Rule>) -> Result<Built, Fault> {
        let subject = self.path_in(pair)?;
        let mut arms = Vec::new();
        let mut depth = 0;
        for arm in all(pair, Rule::arm) {
            let value = self.built(&one(self, &arm, Rule::expr)?)?;
            depth = depth.max(value.depth);
            let word = find(&arm, Rule::word).map(|word| self.name(&word));
            arms.push(Arm { word, value: value.expr, span: self.span(&arm) });
        }
        Built::over(ExprKind::By { subject, arms }, self.span(pair), depth)
    }

    fn trend(&self, pair: &Pair<'_, Rule>) -> Result<Built, Fault> {
        let [value, over] = two(self, pair, Rule::plain)?;
        let (value, over) = (self.primary(&value)?, self.primary(&over)?);
        let depth = value.depth.max(over.depth);
        let trend = if find(pair, Rule::kw_growth_of).is_some() { Trend::Growth } else { Trend::Change };
        Built::over(ExprKind::Trend { trend, value: value.boxed(), over: over.boxed() }, self.span(pair), depth)
    }

    fn group(&self, pair: &Pair<'_, Rule>) -> Result<Built, Fault> {
        let mut depth = 0;
        let quantifier = if let Some(at_least) = find(pair, Rule::at_least_of) {
            let least = self.plain_in(&at_least)?;
            depth = least.depth;
            Quantifier::AtLeast(least.boxed())
        } else if find(pair, Rule::kw_all_of).is_some() {
            Quantifier::All
        } else if find(pair, Rule::kw_any_of).is_some() {
            Quantifier::Any
        } else {
            Quantifier::NumberOf
        };
        let mut criteria = Vec::new();
        for criterion in all(pair, Rule::criterion) {
            let condition = self.built(&one(self, &criterion, Rule::expr)?)?;
            depth = depth.max(condition.depth);
            let name = find(&criterion, Rule::criterion_name).map(|name| self.name(&name));
            criteria.push(Criterion { name, condition: condition.expr });
        }
        Built::over(ExprKind::Group { quantifier, criteria }, self.span(pair), depth)
    }

    fn prefix(&self, op: &Pair<'_, Rule>, value: Built) -> Result<Built, Fault> {
        let span = self.span(op).to(value.outer);
        let depth = value.depth;
        let value = value.boxed();
        let kind = match op.as_rule() {
            Rule::not_op => ExprKind::Not(value),
            Rule::negate => ExprKind::Negate(value),
            Rule::days_since => ExprKind::Since { months: false, date: value },
            Rule::months_since => ExprKind::Since { months: true, date: value },
            Rule::days_until => ExprKind::Until { date: value },
            Rule::previous_op => ExprKind::Previous(value),
            _ => return Err(self.unreadable(op)),
        };
        Built::over(kind, span, depth)
    }

    fn suffix(&self, value: Built, op: &Pair<'_, Rule>) -> Result<Built, Fault> {
        let span = value.outer.to(self.span(op));
        let mut depth = value.depth;
        let value = value.boxed();
        let kind = match op.as_rule() {
            Rule::for_suffix => {
                let duration = self.plain_in(op)?;
                depth = depth.max(duration.depth);
                ExprKind::For { condition: value, duration: duration.boxed() }
            }
            Rule::within_suffix => {
                let distance = self.plain_in(op)?;
                depth = depth.max(distance.depth);
                let direction = if find(op, Rule::kw_next).is_some() { Direction::Next } else { Direction::Last };
                ExprKind::Within { date: value, direction, distance: distance.boxed() }
            }
            Rule::ago_suffix => ExprKind::Ago { value, distance: Box::new(self.ago_distance(op)?) },
            Rule::becomes_suffix => ExprKind::Becomes { subject: value, word: self.name_in(op)? },
            Rule::worsens => ExprKind::Moves { subject: value, direction: Move::Worsens },
            Rule::improves => ExprKind::Moves { subject: value, direction: Move::Improves },
            Rule::is_suffix => {
                let negated = find(op, Rule::kw_not).is_some();
                ExprKind::Is { subject: value, negated, test: self.is_test(op)? }
            }
            _ => return Err(self.unreadable(op)),
        };
        Built::over(kind, span, depth)
    }

    fn ago_distance(&self, op: &Pair<'_, Rule>) -> Result<Expr, Fault> {
        if let Some(number) = find(op, Rule::number) {
            return Ok(Expr { kind: ExprKind::Number(self.number(&number)?), span: self.span(&number) });
        }
        let path = self.path_in(op)?;
        Ok(Expr { span: path.span, kind: ExprKind::Path(path) })
    }

    fn is_test(&self, op: &Pair<'_, Rule>) -> Result<IsTest, Fault> {
        if let Some(words) = find(op, Rule::is_one_of) {
            return Ok(IsTest::OneOf(self.names_in(&words)));
        }
        if let Some(at_least) = find(op, Rule::is_at_least) {
            return Ok(IsTest::AtLeast(self.name_in(&at_least)?));
        }
        let word = self.name_in(op)?;
        Ok(match word.text.as_str() {
            "known" => IsTest::Known,
            "missing" => IsTest::Missing,
            "null" | "nil" => {
                self.no_null(word.span, &word);
                IsTest::Missing
            }
            _ => IsTest::Word(word),
        })
    }

    fn infix(&self, left: Built, op: &Pair<'_, Rule>, right: Built) -> Result<Built, Fault> {
        let span = left.outer.to(right.outer);
        let depth = left.depth.max(right.depth);
        if op.as_rule() == Rule::minus && !self.blank_before(op) {
            let place = self.span(op);
            self.note(
                Diagnostic::error(Code(103), place, "`-` stands between blanks").help("write `a - b`").fix(place, " -"),
            );
        }
        if op.as_rule() == Rule::if_missing {
            return Built::over(ExprKind::IfMissing { value: left.boxed(), fallback: right.boxed() }, span, depth);
        }
        let op = match op.as_rule() {
            Rule::or_op => BinaryOp::Or,
            Rule::and_op => BinaryOp::And,
            Rule::equal => BinaryOp::Equal,
            Rule::not_equal => BinaryOp::NotEqual,
            Rule::less => BinaryOp::Less,
            Rule::at_most_op => BinaryOp::AtMost,
            Rule::greater => BinaryOp::Greater,
            Rule::at_least_op => BinaryOp::AtLeast,
            Rule::plus => BinaryOp::Add,
            Rule::minus => BinaryOp::Subtract,
            Rule::times => BinaryOp::Multiply,
            Rule::divide => BinaryOp::Divide,
            _ => return Err(self.unreadable(op)),
        };
        if let Some(word) = null_word(&right.expr)
            && matches!(op, BinaryOp::Equal | BinaryOp::NotEqual)
        {
            self.no_null(left.outer.to(right.outer), word);
            let negated = op == BinaryOp::NotEqual;
            let kind = ExprKind::Is { subject: left.boxed(), negated, test: IsTest::Missing };
            return Built::over(kind, span, depth);
        }
        Built::over(ExprKind::Binary { op, left: left.boxed(), right: right.boxed() }, span, depth)
    }

    fn blank_before(&self, op: &Pair<'_, Rule>) -> bool {
        let at = self.base + op.as_span().start();
        self.parsed.text().get(..at).is_none_or(|before| before.ends_with(char::is_whitespace))
    }

    fn no_null(&self, place: Span, word: &Name) {
        let message = format!("there is no `{}`: a value is known or missing", word.text);
        self.note(Diagnostic::error(Code(111), place, message).help("write `is missing` or `is known`"));
    }
}

/// The word of an expression that is nothing but `null` or `nil`.
fn null_word(expr: &Expr) -> Option<&Name> {
    let ExprKind::Path(path) = &expr.kind else { return None };
    let [word] = path.parts.as_slice() else { return None };
    matches!(word.text.as_str(), "null" | "nil").then_some(word)
}
