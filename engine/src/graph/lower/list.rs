//! Lists of records: expressions of an element, and what is made of elements.

use super::{Lowering, slot_kind};
use crate::column::SlotKind;
use crate::graph::{NodeId, Op};
use stageplay_dsl::typed::{Aggregate, Expr, ExprKind};
use stageplay_dsl::types::{Id, ListId};

impl Lowering<'_> {
    /// Whether an expression is of the account although it stands among those of an element.
    pub(super) fn reaches_out(&self, kind: &ExprKind) -> bool {
        use ExprKind as Kind;
        self.builder.domain.is_some()
            && matches!(
                kind,
                Kind::Field(_)
                    | Kind::Let(_)
                    | Kind::Tier(_)
                    | Kind::Score(_)
                    | Kind::Part(_)
                    | Kind::Band(_)
                    | Kind::Stage(_)
                    | Kind::StageDate { .. }
                    | Kind::Pace(_)
                    | Kind::Measure { .. }
                    | Kind::Level(_)
                    | Kind::PlayState(_)
                    | Kind::TaskState { .. }
                    | Kind::List(_)
                    | Kind::Aggregate { .. }
                    | Kind::Quantified { .. }
            )
    }

    /// A value of the account for each element of the list at hand; outside of lists just that value.
    pub(super) fn spread(&mut self, kind: SlotKind, outside: impl FnOnce(&mut Self) -> NodeId) -> NodeId {
        let domain = self.builder.domain.take();
        let value = outside(self);
        self.builder.domain = domain;
        if self.builder.domain.is_none() {
            return value;
        }
        self.builder.add(Op::Spread, vec![value], kind, &[])
    }

    /// A list, a field of its elements, or what is made of them.
    pub(super) fn of_list(&mut self, expression: &ExprKind, kind: SlotKind) -> NodeId {
        match expression {
            ExprKind::List(list) => {
                let Some(known) = self.playbook.lists.rows().get(list.index()) else { return NodeId(0) };
                self.builder.add(Op::List(*list), Vec::new(), kind, &[&known.path])
            }
            ExprKind::Element { list, field } => self.element_field(*list, *field),
            // Every aggregate but `count` is of a value.
            ExprKind::Aggregate { aggregate, list, value, keep }
                if value.is_some() || *aggregate == Aggregate::Count =>
            {
                let value = value.as_deref().filter(|_| *aggregate != Aggregate::Count);
                let inputs = self.of_elements(*list, [value, keep.as_deref()]);
                self.of_account(Op::Aggregate { aggregate: *aggregate, list: *list }, *list, inputs, kind)
            }
            ExprKind::Quantified { quantifier, list, keep, test } => {
                let inputs = self.of_elements(*list, [keep.as_deref(), test.as_deref()]);
                let (has_keep, has_test) = (keep.is_some(), test.is_some());
                let op = Op::Quantified { quantifier: *quantifier, list: *list, has_keep, has_test };
                self.of_account(op, *list, inputs, kind)
            }
            _ => NodeId(0),
        }
    }

    /// Lowers expressions of the elements of a list.
    fn of_elements(&mut self, list: ListId, expressions: [Option<&Expr>; 2]) -> Vec<NodeId> {
        self.within(Some(list), |inside| {
            expressions.into_iter().flatten().map(|expression| inside.lower(expression)).collect()
        })
    }

    /// What is made inside is of the elements of a list, or of accounts where there is none.
    pub(super) fn within<T>(&mut self, list: Option<ListId>, make: impl FnOnce(&mut Self) -> T) -> T {
        let domain = list.map(|list| {
            let path = self.playbook.lists.rows().get(list.index()).map(|list| list.path.clone());
            (list, path.unwrap_or_default())
        });
        let outer = std::mem::replace(&mut self.builder.domain, domain);
        let made = make(self);
        self.builder.domain = outer;
        made
    }

    /// True for the state of a task of the run at hand: each run of such a play has its own.
    pub(super) fn of_own_run(&self, kind: &ExprKind) -> bool {
        let ExprKind::TaskState { play, .. } = kind else { return false };
        let play = self.playbook.plays.rows().get(play.index());
        self.builder.domain.is_some() && play.is_some_and(|play| play.each.is_some())
    }

    fn of_account(&mut self, op: Op, list: ListId, inputs: Vec<NodeId>, kind: SlotKind) -> NodeId {
        let playbook = self.playbook;
        let path = playbook.lists.rows().get(list.index()).map_or("", |list| &list.path);
        self.builder.add(op, inputs, kind, &[path])
    }

    /// A field of an element, unknown where stale.
    fn element_field(&mut self, list: ListId, field: usize) -> NodeId {
        let raw = self.raw_element_field(list, field);
        let stale = self.playbook.lists.rows().get(list.index()).and_then(|list| list.stale.get(field));
        match stale.copied().flatten() {
            // The date that vouches for the others does not vouch for itself.
            Some((since, after)) if since != field => {
                let inputs = vec![raw, self.raw_element_field(list, since)];
                let kind = self.kind_of(raw);
                self.builder.add(Op::ElementFresh { list, field, after }, inputs, kind, &[])
            }
            _ => raw,
        }
    }

    fn raw_element_field(&mut self, list: ListId, field: usize) -> NodeId {
        let playbook = self.playbook;
        let Some(of) = playbook.lists.rows().get(list.index()) else { return NodeId(0) };
        let Some(found) = of.fields.get(field) else { return NodeId(0) };
        // Only inside its list: elsewhere there is no element at hand.
        if self.builder.domain.as_ref().is_none_or(|(at_hand, _)| *at_hand != list) {
            return NodeId(0);
        }
        self.builder.add(Op::ElementField { list, field }, Vec::new(), slot_kind(&found.ty), &[&found.path])
    }
}
