//! The view of people: fields and settings that something reads, and every declaration with what it rests on.

use super::clauses::{self, Clause, VALUE};
use super::{Arrow, Drawing, Item, lines};
use crate::script::Way;
use rustc_hash::{FxHashMap, FxHashSet};
use stageplay_dsl::typed::{Declaration, Expr, ExprKind, PartKind, Playbook};
use stageplay_dsl::types::{FieldId, Id, ListId, MetricId, SettingId, SignalId};
use std::collections::BTreeSet;

/// Clauses that say whether something is so; the others say how urgent, how long, how much.
const MAIN: &[&str] = &[
    VALUE,
    "when",
    "once",
    "every",
    "each",
    "enter",
    "exit",
    "holds while",
    "interrupts while",
    "back to",
    "applies when",
    "limit",
];

/// What an expression may name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Named {
    Field(FieldId),
    List(ListId),
    Setting(SettingId),
    Declared(Declaration),
    Metric(MetricId),
    Signal(SignalId),
    /// The condition that ends a customer.
    Ending,
}

/// What a named thing rests on, with the clause that says so.
type Grounds = Vec<(&'static str, Named)>;

pub(super) fn draw(playbook: &Playbook) -> Drawing {
    let mut grounds: FxHashMap<Named, Grounds> = FxHashMap::default();
    for declaration in &playbook.order {
        grounds.insert(Named::Declared(*declaration), of_declaration(playbook, *declaration));
    }
    if let Some(ending) = &playbook.ends_when {
        grounds.insert(Named::Ending, of_clauses(playbook, &[(VALUE, ending)]));
    }
    for (id, metric) in playbook.metrics.iter() {
        grounds.insert(Named::Metric(id), of_clauses(playbook, &clauses::of_metric(metric)));
    }
    for (id, signal) in playbook.signals.iter() {
        grounds.insert(Named::Signal(id), of_clauses(playbook, &[("when", &signal.condition)]));
    }
    let read: FxHashSet<Named> = grounds.values().flatten().map(|(_, named)| *named).collect();
    let order = order(playbook, &grounds, &read);

    let mut drawing = Drawing::default();
    let mut places: FxHashMap<Named, usize> = FxHashMap::default();
    for named in &order {
        let mut item = item(playbook, *named);
        if let Named::List(id) = named {
            item.says.extend(fields_read(playbook, *id));
        }
        places.insert(*named, drawing.add(item));
    }
    for named in &order {
        let of_field = match named {
            Named::Field(id) => of_field(playbook, *id),
            _ => Vec::new(),
        };
        for (clause, ground) in grounds.get(named).unwrap_or(&of_field) {
            let (Some(from), Some(to)) = (places.get(ground), places.get(named)) else { continue };
            if from != to {
                let says = if matches!(*clause, VALUE | "when") { Vec::new() } else { vec![(*clause).to_owned()] };
                drawing.arrow(Arrow { from: *from, to: *to, aside: !MAIN.contains(clause), says });
            }
        }
    }
    drawing.merge_arrows();
    drawing
}

/// Each after what it rests on: fields (those that may be stale after the dates that vouch for them), settings,
/// what the end of a customer rests on, that end, and the rest.
fn order(playbook: &Playbook, grounds: &FxHashMap<Named, Grounds>, read: &FxHashSet<Named>) -> Vec<Named> {
    let mut fields: Vec<FieldId> = Vec::new();
    for (id, field) in playbook.fields.iter().filter(|(id, _)| read.contains(&Named::Field(*id))) {
        fields.extend(field.stale.iter().map(|stale| stale.since));
        fields.push(id);
    }
    fields.sort_by_key(|id| (playbook.fields[*id].stale.is_some(), *id));
    fields.dedup();
    let mut early: FxHashSet<Named> = FxHashSet::default();
    let mut left = vec![Named::Ending];
    while let Some(named) = left.pop() {
        for (_, ground) in grounds.get(&named).into_iter().flatten() {
            if early.insert(*ground) {
                left.push(*ground);
            }
        }
    }
    let declared = playbook.order.iter().copied().map(Named::Declared);
    let (first, rest): (Vec<Named>, Vec<Named>) = declared.partition(|named| early.contains(named));
    let settings = playbook.settings.ids().map(Named::Setting).filter(|named| read.contains(named));
    let ending = playbook.ends_when.iter().map(|_| Named::Ending);
    let lists = playbook.lists.ids().map(Named::List).filter(|named| read.contains(named));
    let metrics = playbook.metrics.ids().map(Named::Metric);
    let portfolio = metrics.chain(playbook.signals.ids().map(Named::Signal));
    let inputs = fields.into_iter().map(Named::Field).chain(lists).chain(settings);
    inputs.chain(first).chain(ending).chain(rest).chain(portfolio).collect()
}

fn of_field(playbook: &Playbook, id: FieldId) -> Grounds {
    playbook.fields[id].stale.iter().map(|stale| ("stale", Named::Field(stale.since))).collect()
}

fn of_declaration(playbook: &Playbook, declaration: Declaration) -> Grounds {
    let mut grounds = of_clauses(playbook, &clauses::of(playbook, declaration));
    match declaration {
        Declaration::Part(id) => {
            if let Some(PartKind::Group(parts)) = playbook.parts.rows().get(id.index()).map(|part| &part.kind) {
                grounds.extend(parts.iter().map(|part| (VALUE, Named::Declared(Declaration::Part(*part)))));
            }
        }
        Declaration::Journey(id) => {
            let start = playbook.journeys.rows().get(id.index()).and_then(|journey| journey.start_in);
            grounds.extend(start.map(|field| ("start in", Named::Field(field))));
        }
        Declaration::Play(id) => {
            let each = playbook.plays.rows().get(id.index()).and_then(|play| play.each.as_ref());
            grounds.extend(each.map(|each| ("each", Named::List(each.list))));
            grounds.extend(playbook.ends_when.iter().map(|_| ("ends when", Named::Ending)));
        }
        _ => {}
    }
    grounds
}

/// What clauses name. A measure stands for its two dates.
fn of_clauses(playbook: &Playbook, clauses: &[Clause<'_>]) -> Grounds {
    let mut grounds = Vec::new();
    for (clause, expression) in clauses {
        let mut measures = FxHashSet::default();
        let mut left: Vec<&Expr> = vec![expression];
        while let Some(expression) = left.pop() {
            let named = match expression.kind {
                ExprKind::Field(id) => Some(Named::Field(id)),
                ExprKind::List(list) | ExprKind::Aggregate { list, .. } | ExprKind::Quantified { list, .. } => {
                    Some(Named::List(list))
                }
                ExprKind::Setting(id) => Some(Named::Setting(id)),
                ExprKind::Measure { journey, stage, measure } => {
                    let found =
                        playbook.journeys.rows().get(journey.index()).and_then(|journey| journey.stages.get(stage));
                    if let Some(found) = found.and_then(|stage| stage.measures.get(measure))
                        && measures.insert((journey, stage, measure))
                    {
                        left.extend([&found.from, &found.to]);
                    }
                    None
                }
                _ => declared(&expression.kind).map(Named::Declared),
            };
            grounds.extend(named.map(|named| (*clause, named)));
            left.extend(expression.operands());
        }
    }
    grounds
}

/// Which fields of the records of a list anything reads, the dates that vouch for them included, in lines.
fn fields_read(playbook: &Playbook, list: ListId) -> Vec<String> {
    let declarations = playbook.order.iter().flat_map(|declaration| clauses::of(playbook, *declaration));
    let ending = playbook.ends_when.iter().map(|ending| (VALUE, ending));
    let metrics = playbook.metrics.rows().iter().flat_map(clauses::of_metric);
    let signals = playbook.signals.rows().iter().map(|signal| (VALUE, &signal.condition));
    let all = declarations.chain(ending).chain(metrics).chain(signals);
    let mut left: Vec<&Expr> = all.map(|(_, expression)| expression).collect();
    let mut read: BTreeSet<usize> = BTreeSet::new();
    let schema = &playbook.lists[list];
    while let Some(expression) = left.pop() {
        if let ExprKind::Element { list: of, field } = expression.kind
            && of == list
        {
            read.insert(field);
            read.extend(schema.stale.get(field).copied().flatten().map(|(since, _)| since));
        }
        left.extend(expression.operands());
    }
    let names: Vec<&str> = read.iter().filter_map(|field| Some(schema.fields.get(*field)?.path.as_str())).collect();
    if names.is_empty() { Vec::new() } else { lines(&format!("read of it: {}", names.join(", ")), 32) }
}

fn declared(kind: &ExprKind) -> Option<Declaration> {
    match kind {
        ExprKind::Let(id) => Some(Declaration::Let(*id)),
        ExprKind::Tier(id) => Some(Declaration::Tier(*id)),
        ExprKind::Score(id) => Some(Declaration::Score(*id)),
        ExprKind::Part(id) | ExprKind::Band(id) => Some(Declaration::Part(*id)),
        ExprKind::Stage(id) | ExprKind::Pace(id) | ExprKind::StageDate { journey: id, .. } => {
            Some(Declaration::Journey(*id))
        }
        ExprKind::Level(id) => Some(Declaration::Risk(*id)),
        ExprKind::PlayState(id) | ExprKind::TaskState { play: id, .. } => Some(Declaration::Play(*id)),
        _ => None,
    }
}

fn item(playbook: &Playbook, named: Named) -> Item {
    let (what, name, sentence, group) = match named {
        Named::Field(id) => {
            let field = &playbook.fields[id];
            ("field", field.path.to_string(), field.sentence.as_deref(), None)
        }
        Named::List(id) => {
            let list = &playbook.lists[id];
            ("list", list.path.to_string(), list.sentence.as_deref(), None)
        }
        Named::Setting(id) => {
            let setting = &playbook.settings[id];
            ("setting", setting.name.to_string(), setting.sentence.as_deref(), None)
        }
        Named::Metric(id) => {
            let metric = &playbook.metrics[id];
            let title = (metric.title != metric.name).then_some(metric.title.as_str());
            ("metric", metric.name.to_string(), title, None)
        }
        Named::Signal(id) => {
            let signal = &playbook.signals[id];
            let title = (signal.title != signal.name).then_some(signal.title.as_str());
            ("signal", signal.name.to_string(), title, None)
        }
        Named::Ending => ("ending", "ends when".into(), Some("The customer has left"), None),
        Named::Declared(declaration) => {
            let (what, name) = clauses::name(playbook, declaration);
            let card = match declaration {
                Declaration::Part(id) => playbook.parts.rows().get(id.index()).map(|part| part.card),
                _ => None,
            };
            let group = card.and_then(|card| playbook.cards.rows().get(card.index())).map(|card| card.name.to_string());
            (what, name, clauses::sentence(playbook, declaration), group)
        }
    };
    let mut says = sentence.map(|sentence| lines(sentence, 32)).unwrap_or_default();
    if let Named::Declared(Declaration::Score(id)) = named {
        let way = playbook.scores.rows().get(id.index()).and_then(|score| Way::of(playbook, score));
        says.extend(way.into_iter().flat_map(|way| lines(&format!("script, {way}"), 32)));
    }
    Item { what: what.into(), names: vec![(what, name.clone())], name, says, group, ..Item::default() }
}
