//! `let`s, tiers, custom scores and measures.

use super::Lowering;
use crate::column::SlotKind;
use crate::graph::order::{self, MeasurePlace, measure_at};
use crate::graph::{NodeId, Op, Scored};
use rustc_hash::FxHashSet;
use stageplay_dsl::typed::{Arithmetic, ScoreBody};
use stageplay_dsl::types::{Id, JourneyId, LetId, ScoreId, TierId};

impl Lowering<'_> {
    pub(super) fn lower_let(&mut self, id: LetId) -> NodeId {
        let playbook = self.playbook;
        let node = playbook.lets.rows().get(id.index()).map_or(NodeId(0), |let_| self.lower(&let_.value));
        if let Some(place) = self.lets.get_mut(id.index()) {
            *place = Some(node);
        }
        node
    }

    pub(super) fn lower_tier(&mut self, id: TierId) -> NodeId {
        let playbook = self.playbook;
        let Some(tier) = playbook.tiers.rows().get(id.index()) else { return NodeId(0) };
        // Rows after an `otherwise` cannot be reached.
        let conditions: Vec<_> = tier.rows.iter().map_while(|row| row.condition.as_ref()).collect();
        let has_otherwise = conditions.len() < tier.rows.len();
        let inputs = conditions.into_iter().map(|condition| self.lower(condition)).collect();
        let words = self.word_names(tier.set);
        let node = self.builder.add(Op::FirstTrue { has_otherwise }, inputs, SlotKind::Code, &words);
        if let Some(place) = self.tiers.get_mut(id.index()) {
            *place = Some(node);
        }
        node
    }

    pub(super) fn lower_score(&mut self, id: ScoreId) -> NodeId {
        let playbook = self.playbook;
        let Some(score) = playbook.scores.rows().get(id.index()) else { return NodeId(0) };
        let result = match &score.body {
            ScoreBody::Expr(body) => self.lower(body),
            ScoreBody::Script { params, text, .. } => self.lower_script(id, params, text),
        };
        let range = Op::Range { low: score.low, high: score.high };
        let computed = self.builder.add(range, vec![result], SlotKind::Number, &[]);
        let overridden = Op::Overridden(Scored::Score(id));
        let node = self.builder.add(overridden, vec![computed], SlotKind::Number, &[&score.name]);
        if let Some(place) = self.scores.get_mut(id.index()) {
            *place = Some(node);
        }
        node
    }

    /// The days between the two dates of a measure. One may read another, and that the next: the last comes first
    /// instead of being called for.
    pub(super) fn measure(&mut self, journey: JourneyId, stage: usize, measure: usize) -> NodeId {
        let at = (journey, stage, measure);
        let mut waiting = vec![(at, false)];
        let mut met = FxHashSet::default();
        while let Some((at, read)) = waiting.pop() {
            if self.measures.contains_key(&at) {
                continue;
            }
            if read {
                self.lower_measure(at);
            } else if met.insert(at) {
                waiting.push((at, true));
                let dates = measure_at(self.playbook, at).map_or_else(Vec::new, |it| vec![&it.from, &it.to]);
                waiting.extend(order::measures(dates).into_iter().map(|inner| (inner, false)));
            }
        }
        self.measures.get(&at).copied().unwrap_or(NodeId(0))
    }

    fn lower_measure(&mut self, at: MeasurePlace) {
        let playbook = self.playbook;
        let Some(measure) = measure_at(playbook, at) else { return };
        if self.depth >= super::OUT_OF_ORDER {
            return;
        }
        self.depth += 1;
        let inputs = vec![self.lower(&measure.to), self.lower(&measure.from)];
        self.depth -= 1;
        let node = self.builder.add(Op::Arithmetic(Arithmetic::Subtract), inputs, SlotKind::Number, &[]);
        self.measures.insert(at, node);
    }
}
