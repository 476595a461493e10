//! The view of tools: every node of the graph in the order of evaluation, and the decisions between them.

use super::clauses;
use super::{Arrow, Drawing, Item, lines};
use crate::column::SlotKind;
use crate::graph::{Decided, Node, NodeId, Op, Program, Step};
use crate::script::Way;
use rustc_hash::FxHashMap;
use stageplay_dsl::typed::{Declaration, Expr, ExprKind, show};
use stageplay_dsl::types::{Id, Value, show_number};

pub(super) fn draw(program: &Program) -> Drawing {
    let mut drawer = Drawer {
        program,
        drawing: Drawing::default(),
        places: FxHashMap::default(),
        decided: FxHashMap::default(),
        names: names(program),
        texts: texts(program),
    };
    drawer.node(NodeId(0));
    for step in &program.plan {
        match step {
            Step::Evaluate(range) => (range.start.0..range.end.0).for_each(|id| drawer.node(NodeId(id))),
            Step::Decide(declaration) => drawer.decision(*declaration),
        }
    }
    (program.texts.start.0..program.texts.end.0).for_each(|id| drawer.node(NodeId(id)));
    drawer.portfolio();
    drawer.drawing
}

/// What a node is called, and what it is besides.
#[derive(Default)]
struct Called {
    names: Vec<(&'static str, String)>,
    also: Vec<String>,
}

struct Drawer<'p> {
    program: &'p Program,
    drawing: Drawing,
    places: FxHashMap<NodeId, usize>,
    decided: FxHashMap<Declaration, usize>,
    names: FxHashMap<NodeId, Called>,
    texts: FxHashMap<NodeId, String>,
}

impl Drawer<'_> {
    fn node(&mut self, id: NodeId) {
        let Some(node) = self.program.graph.get(id) else { return };
        let Called { names, mut also } = self.names.remove(&id).unwrap_or_default();
        if let Op::Script { score, .. } = node.op {
            let score = self.program.playbook.scores.rows().get(score.index());
            also.extend(score.and_then(|score| Way::of(&self.program.playbook, score)).map(|way| way.to_string()));
        }
        let to = self.drawing.add(Item {
            key: Some(node.key),
            what: node.op.name(),
            name: self.texts.remove(&id).unwrap_or_else(|| plain_text(self.program, node)),
            says: also,
            kind: Some(kind(node.kind)),
            names,
            group: None,
        });
        self.places.insert(id, to);
        // As often and in the order in which they are read.
        for input in &node.inputs {
            self.arrow_from(*input, to, "");
        }
        if let Op::Decided(decided) = node.op
            && let Some(from) = self.decided.get(&declaration_of(decided))
        {
            self.drawing.arrow(Arrow { from: *from, to, says: Vec::new(), aside: false });
        }
    }

    /// A decision reads nodes that stand before it, and supplies nodes that stand behind it.
    fn decision(&mut self, declaration: Declaration) {
        let program = self.program;
        let (what, name) = clauses::name(&program.playbook, declaration);
        let decides = if let Declaration::Part(_) = declaration { "band" } else { what };
        let to = self.drawing.add(Item {
            what: format!("decide {decides}"),
            name: name.clone(),
            says: clauses::sentence(&program.playbook, declaration).map(|text| lines(text, 32)).unwrap_or_default(),
            names: vec![(what, name)],
            ..Item::default()
        });
        self.decided.insert(declaration, to);
        for (clause, expression) in clauses::of(&program.playbook, declaration) {
            if !matches!(declaration, Declaration::Part(_)) || matches!(clause, "bands" | "limit") {
                self.arrow_from(program.node(expression), to, clause);
            }
        }
        match declaration {
            Declaration::Part(id) => {
                self.arrow_from(program.part(id).score, to, "score");
                // The cut points of a part are those of its scorecard.
                let card = program.playbook.parts.rows().get(id.index()).map(|part| part.card);
                let card = card.and_then(|card| program.playbook.cards.rows().get(card.index()));
                if let Some(card) = card.filter(|card| card.root != id) {
                    for cut in card.bands.iter().flat_map(|band| band.from.iter().chain(&band.until_below)) {
                        self.arrow_from(program.node(cut), to, "bands");
                    }
                }
            }
            Declaration::Journey(id) => {
                let start = program.playbook.journeys.rows().get(id.index()).and_then(|journey| journey.start_in);
                start.into_iter().for_each(|field| self.arrow_from(program.field(field), to, "start in"));
            }
            Declaration::Play(_) => {
                let ending = program.playbook.ends_when.iter();
                ending.for_each(|ending| self.arrow_from(program.node(ending), to, "ends when"));
            }
            _ => {}
        }
    }

    /// Metrics and signals read nodes of every account.
    fn portfolio(&mut self) {
        let program = self.program;
        let metrics = program.playbook.metrics.rows().iter();
        let metrics = metrics.map(|metric| ("metric", &metric.name, &metric.title, clauses::of_metric(metric)));
        let signals = program.playbook.signals.rows().iter();
        let signals = signals.map(|signal| ("signal", &signal.name, &signal.title, vec![("when", &signal.condition)]));
        for (what, name, title, clauses) in metrics.chain(signals) {
            let to = self.drawing.add(Item {
                what: what.into(),
                name: name.to_string(),
                says: if title == name { Vec::new() } else { lines(title, 32) },
                names: vec![(what, name.to_string())],
                ..Item::default()
            });
            for (clause, expression) in clauses {
                self.arrow_from(program.node(expression), to, clause);
            }
        }
    }

    fn arrow_from(&mut self, from: NodeId, to: usize, clause: &str) {
        let says = if clause.is_empty() || clause == clauses::VALUE { Vec::new() } else { vec![clause.to_owned()] };
        if let Some(from) = self.places.get(&from) {
            self.drawing.arrow(Arrow { from: *from, to, says, aside: false });
        }
    }
}

fn kind(kind: SlotKind) -> &'static str {
    match kind {
        SlotKind::Number => "number",
        SlotKind::Code => "code",
        SlotKind::Truth => "truth",
        SlotKind::Text => "text",
    }
}

fn declaration_of(decided: Decided) -> Declaration {
    match decided {
        Decided::Band(id) => Declaration::Part(id),
        Decided::Stage(id) | Decided::Pace(id) | Decided::StageDate { journey: id, .. } => Declaration::Journey(id),
        Decided::Level(id) => Declaration::Risk(id),
        Decided::PlayState(id) | Decided::TaskState { play: id, .. } => Declaration::Play(id),
    }
}

/// The names of the playbook at their nodes.
fn names(program: &Program) -> FxHashMap<NodeId, Called> {
    let playbook = &program.playbook;
    let mut called: FxHashMap<NodeId, Called> = FxHashMap::default();
    for (id, field) in playbook.fields.iter() {
        called.entry(program.field(id)).or_default().names.push(("field", field.path.to_string()));
    }
    for declaration in &playbook.order {
        let (what, name) = clauses::name(playbook, *declaration);
        let node = match declaration {
            Declaration::Let(id) => program.let_(*id),
            Declaration::Tier(id) => program.tier(*id),
            Declaration::Score(id) => program.score(*id),
            Declaration::Part(id) => {
                let part = program.part(*id);
                let mut also = |node: NodeId, words: &str| {
                    called.entry(node).or_default().also.push(format!("{words} {name}"));
                };
                also(part.weight, "weight of");
                also(part.known_share, "known share of");
                if part.raw != part.score {
                    also(part.raw, "before limits and conditions:");
                }
                part.applies.into_iter().for_each(|node| also(node, "applies:"));
                program.indicator(*id).into_iter().for_each(|node| also(node, "value of"));
                part.score
            }
            Declaration::Journey(_) | Declaration::Risk(_) | Declaration::Play(_) => continue,
        };
        called.entry(node).or_default().names.push((what, name));
    }
    called
}

/// The shortest text of the playbook for each node; names alone say what is called so, not what it is.
fn texts(program: &Program) -> FxHashMap<NodeId, String> {
    let playbook = &program.playbook;
    let mut texts: FxHashMap<NodeId, String> = FxHashMap::default();
    let declared = playbook.order.iter().flat_map(|declaration| clauses::of(playbook, *declaration));
    let mut left: Vec<&Expr> = declared.map(|(_, expression)| expression).chain(&playbook.ends_when).collect();
    left.extend(playbook.metrics.rows().iter().flat_map(|metric| metric.expressions()));
    left.extend(playbook.signals.rows().iter().map(|signal| &signal.condition));
    while let Some(expression) = left.pop() {
        let operands = expression.operands();
        let node = program.node(expression);
        if node != NodeId(0) && (!operands.is_empty() || matches!(expression.kind, ExprKind::Constant(_))) {
            let text = show(expression, playbook);
            let known = texts.entry(node).or_insert_with(|| text.clone());
            if (text.len(), &text) < (known.len(), known) {
                *known = text;
            }
        }
        left.extend(operands);
    }
    texts
}

/// What a node without a text in the playbook is.
fn plain_text(program: &Program, node: &Node) -> String {
    let playbook = &program.playbook;
    match &node.op {
        Op::Field(id) | Op::Fresh { field: id, .. } => playbook.fields[*id].path.to_string(),
        Op::List(id) => playbook.lists[*id].path.to_string(),
        Op::ElementField { list, field } | Op::ElementFresh { list, field, .. } => {
            let list = &playbook.lists[*list];
            format!("{}.{}", list.path, list.fields.get(*field).map_or("?", |field| field.path.as_str()))
        }
        Op::Constant(Value::Number(number)) => show_number(*number),
        Op::Constant(Value::Truth(truth)) => if *truth { "yes" } else { "no" }.into(),
        Op::Constant(Value::Text(text)) => format!("\"{text}\""),
        Op::Decided(decided) => {
            let (_, name) = clauses::name(playbook, declaration_of(*decided));
            match decided {
                Decided::StageDate { journey, stage, edge } => {
                    let stages = playbook.journeys.rows().get(journey.index()).map(|journey| &journey.stages);
                    let stage = stages.and_then(|stages| stages.get(*stage)).map_or("?", |stage| stage.name.as_str());
                    format!("{name}.{stage} {}", format!("{edge:?}").to_lowercase())
                }
                Decided::TaskState { play, task } => {
                    let tasks = playbook.plays.rows().get(play.index()).map(|play| &play.tasks);
                    let task = tasks.and_then(|tasks| tasks.get(*task)).map_or("?", |task| task.name.as_str());
                    format!("{name}.{task}")
                }
                _ => name,
            }
        }
        _ => String::new(),
    }
}
