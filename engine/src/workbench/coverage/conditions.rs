//! The conditions and thresholds of a playbook. Equal ones are one, and stand where they are written first.

use super::look::{Bound, Look};
use super::possible;
use super::{By, Case, Element, Kind};
use crate::column::SlotKind;
use crate::graph::{NodeId, Op, Program};
use rustc_hash::FxHashSet;
use stageplay_dsl::source::Span;
use stageplay_dsl::typed::{Direction, Expr, ExprKind, FieldKind, PartKind, Scale};
use stageplay_dsl::types::{Id, Type, Value};
use std::cmp::Ordering;

/// The sides of a threshold.
const SIDES: [(Ordering, &str); 3] = [(Ordering::Less, "below"), (Ordering::Equal, "at"), (Ordering::Greater, "above")];

/// What is found on the way.
struct Found<'p> {
    program: &'p Program,
    can_be_unknown: Vec<bool>,
    conditions: FxHashSet<NodeId>,
    thresholds: FxHashSet<(NodeId, NodeId)>,
    elements: Vec<Element>,
}

/// Every condition and every threshold.
pub(super) fn of(program: &Program) -> Vec<Element> {
    let mut expressions = program.deciding();
    expressions.sort_by_key(|expression| (expression.span, expression.id.index()));
    let mut found = Found {
        program,
        can_be_unknown: possible::unknown(program),
        conditions: FxHashSet::default(),
        thresholds: FxHashSet::default(),
        elements: Vec::new(),
    };
    for expression in expressions {
        found.condition(expression);
        found.comparison(expression);
    }
    found.scales();
    found.bands();
    found.elements
}

impl Found<'_> {
    fn op(&self, node: NodeId) -> &Op {
        self.program.graph.get(node).map_or(&Op::Nothing, |node| &node.op)
    }

    fn condition(&mut self, expression: &Expr) {
        // A name stands for a condition that is counted where it is written; `not c` says no more than c.
        let says_nothing = matches!(
            expression.kind,
            ExprKind::Let(_) | ExprKind::OfAccount(_) | ExprKind::Not(_) | ExprKind::Constant(_) | ExprKind::Setting(_)
        );
        let node = self.program.node(expression);
        if expression.ty != Type::Truth || says_nothing || self.is_settled(node) || !self.conditions.insert(node) {
            return;
        }
        let can_be_unknown = self.can_be_unknown.get(node.index()).copied().unwrap_or(true);
        let truths = [(Some(true), "true"), (Some(false), "false"), (None, "unknown")];
        let cases = truths.into_iter().filter(|(truth, _)| truth.is_some() || can_be_unknown);
        let cases = cases.map(|(truth, says)| case(says, Look::Truth(node, truth))).collect();
        self.elements.push(Element { kind: Kind::Condition, name: None, span: expression.span, cases });
    }

    /// Whether a condition is the same for every account.
    fn is_settled(&self, node: NodeId) -> bool {
        let input = || self.program.graph.get(node).and_then(|node| node.inputs.first());
        match self.op(node) {
            Op::Nothing | Op::Constant(_) => true,
            Op::IsKnown | Op::IsMissing => {
                input().is_some_and(|input| self.can_be_unknown.get(input.index()) == Some(&false))
                    && !input().is_some_and(|input| matches!(self.op(*input), Op::List(_)))
            }
            _ => false,
        }
    }

    fn comparison(&mut self, expression: &Expr) {
        match &expression.kind {
            ExprKind::Compare { left, right, .. } => {
                let (value, bound) = if is_bound(left) { (right, left) } else { (left, right) };
                if is_bound(bound) && !is_bound(value) {
                    let (value, bound) = (self.program.node(value), self.program.node(bound));
                    self.threshold(value, Bound::Node(bound), expression.span);
                }
            }
            ExprKind::Within { date, direction, distance } if is_bound(distance) => {
                let times = if *direction == Direction::Next { 1.0 } else { -1.0 };
                let (date, distance) = (self.program.node(date), self.program.node(distance));
                self.threshold(date, Bound::FromToday(distance, times), expression.span);
            }
            _ => {}
        }
    }

    fn scales(&mut self) {
        for (id, part) in self.program.playbook.parts.iter() {
            let (PartKind::Indicator { scale, .. }, Some(value)) = (&part.kind, self.program.indicator(id)) else {
                continue;
            };
            let bounds: Vec<&Expr> = match scale {
                Scale::Linear { worst, best } => vec![worst, best],
                Scale::Steps { steps, .. } => steps.iter().map(|step| &step.bound).collect(),
                Scale::AsIs => Vec::new(),
            };
            for bound in bounds {
                self.threshold(value, Bound::Node(self.program.node(bound)), bound.span);
            }
        }
    }

    fn bands(&mut self) {
        for card in self.program.playbook.cards.rows() {
            let score = self.program.part(card.root).score;
            for cut in card.bands.iter().flat_map(|band| [&band.from, &band.until_below]).flatten() {
                self.threshold(score, Bound::Node(self.program.node(cut)), cut.span);
            }
        }
    }

    fn threshold(&mut self, value: NodeId, bound: Bound, span: Span) {
        let (Bound::Node(with) | Bound::FromToday(with, _)) = bound;
        let is_number = self.program.graph.get(value).is_some_and(|node| node.kind == SlotKind::Number);
        if !is_number || matches!(self.op(value), Op::Nothing | Op::Constant(_)) {
            return;
        }
        if !self.thresholds.insert((value, with)) {
            return;
        }
        let sides = SIDES.into_iter().filter(|(side, _)| self.can_be(value, bound, *side));
        let cases = sides.map(|(side, says)| case(says, Look::Side(value, bound, side))).collect();
        self.elements.push(Element { kind: Kind::Threshold, name: None, span, cases });
    }

    /// Whether a value may stand so to a bound: a field may say how low and how high it goes.
    fn can_be(&self, value: NodeId, bound: Bound, side: Ordering) -> bool {
        let Bound::Node(bound) = bound else { return true };
        let Op::Constant(Value::Number(bound)) = *self.op(bound) else { return true };
        let (low, high) = self.range(value);
        match side {
            Ordering::Less => low.is_none_or(|low| low < bound),
            Ordering::Equal => low.is_none_or(|low| low <= bound) && high.is_none_or(|high| high >= bound),
            Ordering::Greater => high.is_none_or(|high| high > bound),
        }
    }

    fn range(&self, value: NodeId) -> (Option<f64>, Option<f64>) {
        let playbook = &self.program.playbook;
        let field = match self.op(value) {
            Op::Field(id) => playbook.fields.rows().get(id.index()),
            Op::Fresh { field, .. } => playbook.fields.rows().get(field.index()),
            Op::ElementField { list, field } | Op::ElementFresh { list, field, .. } => {
                playbook.lists.rows().get(list.index()).and_then(|list| list.fields.get(*field))
            }
            Op::Aggregate { aggregate: stageplay_dsl::typed::Aggregate::Count, .. } => return (Some(0.0), None),
            _ if playbook.cards.rows().iter().any(|card| self.program.part(card.root).score == value) => {
                return (Some(0.0), Some(100.0));
            }
            _ => None,
        };
        let Some(field) = field else { return (None, None) };
        let least = (field.kind == FieldKind::Count).then_some(0.0);
        (field.low.or(least), field.high)
    }
}

/// Whether something is written as a bound: a literal, a setting, or one of those per word.
fn is_bound(expression: &Expr) -> bool {
    match &expression.kind {
        ExprKind::Constant(_) | ExprKind::Setting(_) => true,
        ExprKind::By { values, .. } => values.iter().all(is_bound),
        ExprKind::OfAccount(inner) | ExprKind::Negate(inner) => is_bound(inner),
        _ => false,
    }
}

/// A case that nothing has shown yet.
pub(super) fn case(says: impl Into<smol_str::SmolStr>, look: Look) -> Case {
    Case { says: says.into(), by: By::Nobody, look }
}
