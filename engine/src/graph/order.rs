//! In which order declarations are lowered, and which of them the plan needs.

use super::lower::expressions::{of_declaration, of_texts, texts_of_play};
use rustc_hash::FxHashSet;
use stageplay_dsl::typed::{Declaration, Expr, ExprKind, Measure, PartKind, Playbook};
use stageplay_dsl::types::{CardId, Id, JourneyId, LetId, PartId};

/// The order of lowering.
pub(super) struct Order {
    /// Each after what it reads.
    pub(super) declarations: Vec<Declaration>,
    /// How many of them stand before the condition that ends a customer: plays read it.
    pub(super) before_end: usize,
    /// The `let`s that decisions and scores read; the others wait for the texts.
    pub(super) wanted: FxHashSet<LetId>,
    /// The parts whose band something reads.
    pub(super) bands: FxHashSet<PartId>,
}

/// The playbook's own order, but what the end of a customer reads comes first.
pub(super) fn order(playbook: &Playbook) -> Order {
    let mut bands = FxHashSet::default();
    for_every(playbook, &mut |expression| {
        if let ExprKind::Band(part) = expression.kind {
            bands.insert(part);
        }
    });
    let mut needed: FxHashSet<Declaration> = FxHashSet::default();
    // What the end asks of an earlier day need not come first; drawn there, it would stand in front of what it reads.
    needed.extend(playbook.ends_when.iter().flat_map(|end| reads(playbook, vec![end], Past::Left)));
    for declaration in playbook.order.iter().rev() {
        if needed.contains(declaration) {
            needed.extend(read_by(playbook, *declaration, Past::Left));
        }
    }
    let (mut declarations, rest): (Vec<_>, Vec<_>) =
        playbook.order.iter().copied().partition(|declaration| needed.contains(declaration));
    let before_end = declarations.len();
    declarations.extend(rest);

    let let_of = |declaration: &Declaration| match declaration {
        Declaration::Let(id) => Some(*id),
        _ => None,
    };
    let mut wanted: FxHashSet<LetId> = needed.iter().filter_map(let_of).collect();
    for declaration in declarations.iter().rev() {
        if let_of(declaration).is_none_or(|id| wanted.contains(&id)) {
            wanted.extend(read_by(playbook, *declaration, Past::Read).iter().filter_map(let_of));
        }
    }
    Order { declarations, before_end, wanted, bands }
}

/// What a declaration reads itself.
fn read_by(playbook: &Playbook, declaration: Declaration, past: Past) -> Vec<Declaration> {
    let mut read = reads(playbook, of_declaration(playbook, declaration), past);
    if let Declaration::Part(id) = declaration {
        let part = playbook.parts.rows().get(id.0 as usize);
        if let Some(PartKind::Group(parts)) = part.map(|part| &part.kind) {
            read.extend(parts.iter().copied().map(Declaration::Part));
        }
    }
    read
}

/// Whether what is read of an earlier evaluation counts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Past {
    Read,
    Left,
}

/// The declarations that expressions name. A measure stands for its two dates.
pub(super) fn reads(playbook: &Playbook, expressions: Vec<&Expr>, past: Past) -> Vec<Declaration> {
    let mut found = Vec::new();
    let mut measures = FxHashSet::default();
    let mut left = expressions;
    while let Some(expression) = left.pop() {
        match expression.kind {
            ExprKind::Let(id) => found.push(Declaration::Let(id)),
            ExprKind::Tier(id) => found.push(Declaration::Tier(id)),
            ExprKind::Score(id) => found.push(Declaration::Score(id)),
            ExprKind::Part(id) | ExprKind::Band(id) => found.push(Declaration::Part(id)),
            ExprKind::Stage(id) | ExprKind::Pace(id) => found.push(Declaration::Journey(id)),
            ExprKind::StageDate { journey, .. } => found.push(Declaration::Journey(journey)),
            ExprKind::Level(id) => found.push(Declaration::Risk(id)),
            ExprKind::PlayState(id) => found.push(Declaration::Play(id)),
            ExprKind::TaskState { play, .. } => found.push(Declaration::Play(play)),
            ExprKind::Measure { journey, stage, measure } => {
                if measures.insert((journey, stage, measure))
                    && let Some(measure) = measure_at(playbook, (journey, stage, measure))
                {
                    left.extend([&measure.from, &measure.to]);
                }
            }
            _ => {}
        }
        match &expression.kind {
            ExprKind::Previous(_) if past == Past::Left => {}
            ExprKind::Ago { distance, .. } if past == Past::Left => left.push(distance),
            _ => left.extend(expression.operands()),
        }
    }
    found
}

/// Where a measure stands: its journey, its stage, and which of that stage's it is.
pub(super) type MeasurePlace = (JourneyId, usize, usize);

pub(super) fn measure_at(playbook: &Playbook, (journey, stage, measure): MeasurePlace) -> Option<&Measure> {
    playbook.journeys.rows().get(journey.index())?.stages.get(stage)?.measures.get(measure)
}

/// The measures that expressions name.
pub(super) fn measures(mut left: Vec<&Expr>) -> Vec<MeasurePlace> {
    let mut found = Vec::new();
    while let Some(expression) = left.pop() {
        if let ExprKind::Measure { journey, stage, measure } = expression.kind {
            found.push((journey, stage, measure));
        }
        left.extend(expression.operands());
    }
    found
}

/// Calls `visit` for every expression of the playbook.
pub(super) fn for_every<'p>(playbook: &'p Playbook, visit: &mut impl FnMut(&'p Expr)) {
    let mut left = of_texts(playbook);
    left.extend(playbook.plays.rows().iter().flat_map(texts_of_play));
    left.extend(playbook.ends_when.as_ref());
    left.extend(playbook.order.iter().flat_map(|declaration| of_declaration(playbook, *declaration)));
    while let Some(expression) = left.pop() {
        visit(expression);
        left.extend(expression.operands());
    }
}

/// The card a part belongs to, where it is that card's root.
pub(super) fn card_of_root(playbook: &Playbook, part: PartId) -> Option<CardId> {
    playbook.cards.iter().find(|(_, card)| card.root == part).map(|(id, _)| id)
}
