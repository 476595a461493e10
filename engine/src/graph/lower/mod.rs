//! Lowering: a typed playbook becomes a graph and a plan.
//!
//! Declarations are taken in their order, so that a chain of `let`s of any length is no recursion; only
//! expressions recurse, and the parser bounds their depth.

mod expression;
pub(super) mod expressions;
mod health;
mod list;
mod score;
mod script;

use super::build::Builder;
use super::order::{self, Order};
use super::own_tasks::own_tasks;
use super::program::Places;
use super::{Decided, Memory, NodeId, Op, Portfolio, Program, Step};
use crate::column::SlotKind;
use crate::script::Script;
use rustc_hash::FxHashMap;
use stageplay_dsl::typed::{Declaration, Expr, Playbook};
use stageplay_dsl::types::{ExprId, FieldId, Id, JourneyId, PartId, ScoreId, Table, Type};
use std::ops::Range;

/// How deep declarations may be lowered out of their order, were an order ever incomplete.
const OUT_OF_ORDER: usize = 16;

/// What is being made.
struct Lowering<'a> {
    playbook: &'a Playbook,
    order: &'a Order,
    builder: Builder,
    expressions: Vec<Option<NodeId>>,
    fields: Vec<Option<NodeId>>,
    lets: Vec<Option<NodeId>>,
    tiers: Vec<Option<NodeId>>,
    scores: Vec<Option<NodeId>>,
    parts: Vec<Option<health::Lowered>>,
    indicators: FxHashMap<PartId, NodeId>,
    measures: FxHashMap<(JourneyId, usize, usize), NodeId>,
    /// What is read of the past, as written: the first expression that says so.
    past: FxHashMap<String, ExprId>,
    plan: Vec<Step>,
    /// The first node that is in no step yet.
    next: NodeId,
    depth: usize,
    scripts: &'a Table<ScoreId, Option<Script>>,
    /// Nodes that only scripts have.
    scripted: Vec<Range<NodeId>>,
}

/// Lowers a playbook.
pub(super) fn compile(playbook: Playbook) -> Program {
    let order = order::order(&playbook);
    let scripts = playbook.scores.rows().iter().map(|score| Script::of(score).ok().flatten()).collect();
    let mut lowering = Lowering::new(&playbook, &order, &scripts);
    for (at, declaration) in order.declarations.iter().enumerate() {
        if at == order.before_end {
            lowering.lower_all(playbook.ends_when.iter().collect());
        }
        lowering.declare(*declaration);
    }
    lowering.lower_all(playbook.ends_when.iter().collect());
    if playbook.fields.rows().get(playbook.revenue_field.index()).is_some() {
        lowering.field(playbook.revenue_field);
    }
    lowering.close_step();
    let first_text = lowering.builder.end();
    lowering.texts();
    let texts = first_text..lowering.builder.end();
    let scripted = std::mem::take(&mut lowering.scripted);
    let (plan, places, graph) = lowering.finish();
    let portfolio = Portfolio::of(&playbook, &places, &graph, texts.start);
    let memory = Memory::of(&playbook, &places, &graph, texts.start);
    let own_tasks = own_tasks(&playbook, &plan, &places, &graph);
    let first = order.declarations.iter().take(order.before_end);
    let before_end = first.filter_map(|first| match first {
        Declaration::Journey(id) => Some(*id),
        _ => None,
    });
    let before_end = before_end.collect();
    Program { graph, plan, texts, portfolio, memory, own_tasks, scripts, scripted, places, playbook, before_end }
}

impl<'a> Lowering<'a> {
    fn new(playbook: &'a Playbook, order: &'a Order, scripts: &'a Table<ScoreId, Option<Script>>) -> Self {
        let builder = Builder::new();
        Self {
            playbook,
            order,
            // The first node is there already and needs no evaluation.
            next: builder.end(),
            builder,
            expressions: vec![None; playbook.expressions.index()],
            fields: vec![None; playbook.fields.len()],
            lets: vec![None; playbook.lets.len()],
            tiers: vec![None; playbook.tiers.len()],
            scores: vec![None; playbook.scores.len()],
            parts: vec![None; playbook.parts.len()],
            indicators: FxHashMap::default(),
            measures: FxHashMap::default(),
            past: FxHashMap::default(),
            plan: Vec::new(),
            depth: 0,
            scripts,
            scripted: Vec::new(),
        }
    }

    /// Lowers a declaration in its turn.
    fn declare(&mut self, declaration: Declaration) {
        match declaration {
            Declaration::Let(id) if !self.order.wanted.contains(&id) => {}
            Declaration::Let(_) | Declaration::Tier(_) | Declaration::Score(_) => {
                self.ensure(declaration);
            }
            Declaration::Part(id) => {
                self.ensure(declaration);
                let card = order::card_of_root(self.playbook, id);
                if card.is_some() || self.order.bands.contains(&id) {
                    self.bands(id);
                    self.decide(declaration);
                }
            }
            Declaration::Journey(id) => {
                if let Some(field) = self.playbook.journeys.rows().get(id.index()).and_then(|journey| journey.start_in)
                {
                    self.field(field);
                }
                self.lower_all(expressions::of_declaration(self.playbook, declaration));
                self.decide(declaration);
            }
            Declaration::Risk(_) => {
                self.lower_all(expressions::of_declaration(self.playbook, declaration));
                self.decide(declaration);
            }
            Declaration::Play(id) => {
                // How long a group counts openings is a matter of the account, also of a play for each record.
                self.lower_all(expressions::of_groups(self.playbook, id));
                // Who answers for a run is asked while it is decided.
                self.lower_all(expressions::of_roles(self.playbook, id));
                let list = self.playbook.plays.rows().get(id.index()).and_then(|play| play.each.as_ref());
                let expressions = expressions::of_declaration(self.playbook, declaration);
                self.within(list.map(|each| each.list), |inside| inside.lower_all(expressions));
                self.decide(declaration);
            }
        }
    }

    /// The node of a declaration that is a value; lowers it first where its turn has not come yet.
    fn ensure(&mut self, declaration: Declaration) -> NodeId {
        let known = match declaration {
            Declaration::Let(id) => self.lets.get(id.index()).copied().flatten(),
            Declaration::Tier(id) => self.tiers.get(id.index()).copied().flatten(),
            Declaration::Score(id) => self.scores.get(id.index()).copied().flatten(),
            Declaration::Part(id) => self.parts.get(id.index()).copied().flatten().map(|part| part.score),
            Declaration::Journey(_) | Declaration::Risk(_) | Declaration::Play(_) => Some(NodeId(0)),
        };
        if let Some(node) = known {
            return node;
        }
        if self.depth >= OUT_OF_ORDER {
            return NodeId(0);
        }
        self.depth += 1;
        let node = match declaration {
            Declaration::Let(id) => self.lower_let(id),
            Declaration::Tier(id) => self.lower_tier(id),
            Declaration::Score(id) => self.lower_score(id),
            Declaration::Part(id) => self.lower_part(id),
            Declaration::Journey(_) | Declaration::Risk(_) | Declaration::Play(_) => NodeId(0),
        };
        self.depth -= 1;
        node
    }

    /// Ends the nodes of a step.
    fn close_step(&mut self) {
        let end = self.builder.end();
        if self.next < end {
            self.plan.push(Step::Evaluate(self.next..end));
            self.next = end;
        }
    }

    fn decide(&mut self, declaration: Declaration) {
        self.close_step();
        self.plan.push(Step::Decide(declaration));
    }

    fn lower_all(&mut self, expressions: Vec<&Expr>) {
        for expression in expressions {
            self.lower(expression);
        }
    }

    /// What is evaluated on request only.
    fn texts(&mut self) {
        for declaration in &self.order.declarations {
            if let Declaration::Let(_) = declaration {
                self.ensure(*declaration);
            }
        }
        self.lower_all(expressions::of_texts(self.playbook));
        for play in self.playbook.plays.rows() {
            let list = play.each.as_ref().map(|each| each.list);
            self.within(list, |inside| inside.lower_all(expressions::texts_of_play(play)));
        }
        for (journey, stage, measure) in self.all_measures() {
            self.measure(journey, stage, measure);
        }
        for part in self.playbook.parts.ids() {
            self.part_texts(part);
        }
        for field in self.playbook.fields.ids() {
            self.field(field);
        }
        for value in expressions::of_past(self.playbook) {
            self.lower(value);
        }
    }

    fn all_measures(&self) -> Vec<(JourneyId, usize, usize)> {
        let mut all = Vec::new();
        for (id, journey) in self.playbook.journeys.iter() {
            for (stage, measures) in journey.stages.iter().map(|stage| &stage.measures).enumerate() {
                all.extend((0..measures.len()).map(|measure| (id, stage, measure)));
            }
        }
        all
    }

    /// A field, unknown where stale.
    fn field(&mut self, id: FieldId) -> NodeId {
        if let Some(node) = self.fields.get(id.index()).copied().flatten() {
            return node;
        }
        let raw = self.raw_field(id);
        let stale = self.playbook.fields.rows().get(id.index()).and_then(|field| field.stale.as_ref());
        let node = match stale {
            // The date that vouches for the others does not vouch for itself.
            Some(stale) if stale.since != id => {
                let inputs = vec![raw, self.raw_field(stale.since)];
                let kind = self.kind_of(raw);
                self.builder.add(Op::Fresh { field: id, after: stale.after }, inputs, kind, &[])
            }
            _ => raw,
        };
        if let Some(place) = self.fields.get_mut(id.index()) {
            *place = Some(node);
        }
        node
    }

    fn raw_field(&mut self, id: FieldId) -> NodeId {
        let Some(field) = self.playbook.fields.rows().get(id.index()) else { return NodeId(0) };
        self.builder.add(Op::Field(id), Vec::new(), slot_kind(&field.ty), &[&field.path])
    }

    fn kind_of(&self, node: NodeId) -> SlotKind {
        self.builder.graph.get(node).map_or(SlotKind::Number, |node| node.kind)
    }

    fn decided(&mut self, decided: Decided, kind: SlotKind, words: &[&str]) -> NodeId {
        self.builder.add(Op::Decided(decided), Vec::new(), kind, words)
    }

    fn finish(self) -> (Vec<Step>, Places, super::Graph) {
        let or_nothing = |nodes: Vec<Option<NodeId>>| -> Vec<NodeId> {
            nodes.into_iter().map(|node| node.unwrap_or(NodeId(0))).collect()
        };
        let places = Places {
            expressions: or_nothing(self.expressions),
            fields: or_nothing(self.fields),
            lets: or_nothing(self.lets),
            tiers: or_nothing(self.tiers),
            scores: or_nothing(self.scores),
            parts: self.parts.iter().map(|part| part.map(|part| part.nodes())).collect(),
            indicators: self.indicators,
            decided: self.builder.decided,
        };
        (self.plan, places, self.builder.graph)
    }
}

/// What kind of slot a type has.
fn slot_kind(ty: &Type) -> SlotKind {
    match ty {
        Type::Truth | Type::List(_) => SlotKind::Truth,
        Type::Text => SlotKind::Text,
        Type::Choice(_) => SlotKind::Code,
        _ => SlotKind::Number,
    }
}
