//! Scorecards: indicators, means, known shares, floors and caps.

use super::Lowering;
use super::expressions::of_bands;
use crate::column::SlotKind;
use crate::graph::order::card_of_root;
use crate::graph::{Child, NodeId, Op, PartNodes, Scored};
use stageplay_dsl::typed::{Card, LimitKind, LimitTo, MissingPolicy, Part, PartKind, Scale};
use stageplay_dsl::types::{CardId, Id, PartId};

/// A part that has been lowered.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lowered {
    weight: NodeId,
    /// Whether it applies: its own condition, and that any of its parts does.
    applies: Option<NodeId>,
    raw: NodeId,
    /// Before anybody overrides it.
    computed: NodeId,
    pub(super) score: NodeId,
    /// The share of its weight that is known, once asked for.
    share: Option<NodeId>,
}

impl Lowered {
    pub(super) fn nodes(self) -> PartNodes {
        PartNodes {
            weight: self.weight,
            applies: self.applies,
            raw: self.raw,
            known_share: self.share.unwrap_or(NodeId(0)),
            computed: self.computed,
            score: self.score,
        }
    }
}

impl Lowering<'_> {
    pub(super) fn lower_part(&mut self, id: PartId) -> NodeId {
        let playbook = self.playbook;
        let Some(part) = playbook.parts.rows().get(id.index()) else { return NodeId(0) };
        let weight = self.lower(&part.weight);
        let own = part.applies_when.as_ref().map(|condition| self.lower(condition));
        let (raw, applies) = match &part.kind {
            PartKind::Indicator { value, scale, missing } => {
                let mut value = self.lower(value);
                if let MissingPolicy::LastFor(days) = missing {
                    let days = self.lower(days);
                    value = self.builder.add(Op::LastFor, vec![value, days], SlotKind::Number, &[]);
                }
                self.indicators.insert(id, value);
                (self.indicator(value, scale, missing), own)
            }
            PartKind::Group(children) => {
                let children = self.children(children);
                let applies = self.group_applies(own, &children);
                let pairs = children.iter().flat_map(|child| [child.weight, child.score]).collect();
                (self.builder.add(Op::Mean, pairs, SlotKind::Number, &[]), applies)
            }
        };
        let score = match applies {
            Some(applies) => self.builder.add(Op::WhereTrue, vec![raw, applies], SlotKind::Number, &[]),
            None => raw,
        };
        self.place(id, Lowered { weight, applies, raw, computed: score, score, share: None });
        let Some(card) = card_of_root(playbook, id) else { return score };
        playbook.cards.rows().get(card.index()).map_or(score, |body| self.limited(id, card, body, score))
    }

    fn place(&mut self, id: PartId, lowered: Lowered) {
        if let Some(place) = self.parts.get_mut(id.index()) {
            *place = Some(lowered);
        }
    }

    fn children(&mut self, children: &[PartId]) -> Vec<Lowered> {
        for child in children {
            self.ensure(stageplay_dsl::typed::Declaration::Part(*child));
        }
        children.iter().filter_map(|child| self.parts.get(child.index()).copied().flatten()).collect()
    }

    /// A group applies where it is meant to and any of its parts does.
    fn group_applies(&mut self, own: Option<NodeId>, children: &[Lowered]) -> Option<NodeId> {
        let conditions: Option<Vec<NodeId>> = children.iter().map(|child| child.applies).collect();
        let any = conditions.map(|conditions| self.builder.add(Op::Any, conditions, SlotKind::Truth, &[]));
        match (own, any) {
            (Some(own), Some(any)) => Some(self.builder.add(Op::All, vec![own, any], SlotKind::Truth, &[])),
            (own, any) => own.or(any),
        }
    }

    fn indicator(&mut self, value: NodeId, scale: &Scale, missing: &MissingPolicy) -> NodeId {
        let (op, inputs) = match scale {
            Scale::Linear { worst, best } => (Op::Linear, vec![value, self.lower(worst), self.lower(best)]),
            Scale::Steps { steps, otherwise } => {
                let mut inputs = vec![value];
                for step in steps {
                    inputs.extend([self.lower(&step.bound), self.lower(&step.points)]);
                }
                inputs.push(self.lower(otherwise));
                (Op::Steps { inclusive: steps.iter().map(|step| step.inclusive).collect() }, inputs)
            }
            Scale::AsIs => (Op::Range { low: 0.0, high: 100.0 }, vec![value]),
        };
        let points = self.builder.add(op, inputs, SlotKind::Number, &[]);
        match missing {
            MissingPolicy::Score(instead) => {
                let instead = self.lower(instead);
                self.builder.add(Op::IfMissing, vec![points, instead], SlotKind::Number, &[])
            }
            MissingPolicy::Skip | MissingPolicy::LastFor(_) => points,
        }
    }

    /// A scorecard's score: unknown where too little is known, then floors, then caps, then what a person says.
    fn limited(&mut self, id: PartId, of: CardId, card: &Card, mean: NodeId) -> NodeId {
        let mut score = mean;
        if let Some(at_least) = card.known_at_least {
            let share = self.known_share(id);
            score = self.builder.add(Op::KnownEnough { at_least }, vec![score, share], SlotKind::Number, &[]);
        }
        for kind in [LimitKind::Floor, LimitKind::Cap] {
            for limit in card.limits.iter().filter(|limit| limit.kind == kind) {
                let condition = self.lower(&limit.condition);
                if let LimitTo::Value(value) = &limit.to {
                    let inputs = vec![score, condition, self.lower(value)];
                    score = self.builder.add(Op::Limit(kind), inputs, SlotKind::Number, &[]);
                }
            }
        }
        let computed = score;
        let score = self.builder.add(Op::Overridden(Scored::Card(of)), vec![computed], SlotKind::Number, &[&card.name]);
        if let Some(Some(place)) = self.parts.get_mut(id.index()) {
            (place.computed, place.score) = (computed, score);
        }
        score
    }

    /// The share of a part's weight that is known. Dimensions lie in dimensions as deep as anyone likes, so the inner
    /// ones come first instead of being called for.
    fn known_share(&mut self, id: PartId) -> NodeId {
        let mut waiting = vec![id];
        while let Some(part) = waiting.last().copied() {
            let inner: Vec<PartId> =
                self.children_of(part).iter().copied().filter(|child| self.awaits_share(*child)).collect();
            if inner.is_empty() {
                self.place_share(part);
                waiting.pop();
            } else {
                waiting.extend(inner);
            }
        }
        self.share_of(id)
    }

    fn share_of(&self, id: PartId) -> NodeId {
        self.parts.get(id.index()).copied().flatten().and_then(|part| part.share).unwrap_or(NodeId(0))
    }

    fn children_of(&self, id: PartId) -> &[PartId] {
        match self.playbook.parts.rows().get(id.index()).map(|part| &part.kind) {
            Some(PartKind::Group(children)) => children,
            _ => &[],
        }
    }

    /// A group that has been lowered, and its share not yet.
    fn awaits_share(&self, id: PartId) -> bool {
        let lowered = self.parts.get(id.index()).copied().flatten();
        let part = self.playbook.parts.rows().get(id.index());
        part.is_some_and(|part| matches!(part.kind, PartKind::Group(_)))
            && lowered.is_some_and(|part| part.share.is_none())
    }

    /// The share of a part all of whose inner groups have theirs.
    fn place_share(&mut self, id: PartId) {
        let playbook = self.playbook;
        let lowered = self.parts.get(id.index()).copied().flatten();
        let (Some(part), Some(lowered)) = (playbook.parts.rows().get(id.index()), lowered) else { return };
        if lowered.share.is_some() {
            return;
        }
        let share = match &part.kind {
            PartKind::Indicator { .. } => {
                let known = self.builder.add(Op::IsKnown, vec![lowered.score], SlotKind::Truth, &[]);
                self.builder.add(Op::NumberOf, vec![known], SlotKind::Number, &[])
            }
            PartKind::Group(children) => self.group_share(children),
        };
        if let Some(Some(place)) = self.parts.get_mut(id.index()) {
            place.share = Some(share);
        }
    }

    fn group_share(&mut self, children: &[PartId]) -> NodeId {
        let (mut shape, mut inputs) = (Vec::new(), Vec::new());
        for id in children {
            let Some(child) = self.parts.get(id.index()).copied().flatten() else { continue };
            let part: Option<&Part> = self.playbook.parts.rows().get(id.index());
            let is_share = part.is_some_and(|part| matches!(part.kind, PartKind::Group(_)));
            let value = if is_share { self.share_of(*id) } else { child.score };
            shape.push(Child { has_condition: child.applies.is_some(), is_share });
            inputs.extend([child.weight, value]);
            inputs.extend(child.applies);
        }
        self.builder.add(Op::KnownShare(shape), inputs, SlotKind::Number, &[])
    }

    /// What the band of a part reads besides its points.
    pub(super) fn bands(&mut self, id: PartId) {
        let playbook = self.playbook;
        let card = playbook.parts.rows().get(id.index()).and_then(|part| playbook.cards.rows().get(part.card.index()));
        self.lower_all(card.into_iter().flat_map(of_bands).collect());
    }

    /// What only explanations read of a part.
    pub(super) fn part_texts(&mut self, id: PartId) {
        self.ensure(stageplay_dsl::typed::Declaration::Part(id));
        self.known_share(id);
        let part = self.playbook.parts.rows().get(id.index());
        if let Some(PartKind::Indicator { missing: MissingPolicy::LastFor(days), .. }) = part.map(|part| &part.kind) {
            self.lower(days);
        }
    }
}
