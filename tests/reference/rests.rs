//! What an expression rests on, through everything that it names. Earlier evaluations are not asked.

use stageplay_dsl::typed::{Declaration, Expr, ExprKind, PartKind, Playbook, ScoreBody};
use stageplay_dsl::types::{JourneyId, PartId};

/// Whether a journey has to be decided before an expression can be.
pub(crate) fn rests_on(book: &Playbook, expr: &Expr, journey: JourneyId) -> bool {
    let mut been: Vec<Declaration> = Vec::new();
    let mut left = vec![expr];
    while let Some(expr) = left.pop() {
        match &expr.kind {
            ExprKind::Previous(_) => continue,
            ExprKind::Ago { distance, .. } => {
                left.push(distance);
                continue;
            }
            _ => left.extend(expr.operands()),
        }
        let named = match &expr.kind {
            ExprKind::Let(id) => Declaration::Let(*id),
            ExprKind::Tier(id) => Declaration::Tier(*id),
            ExprKind::Score(id) => Declaration::Score(*id),
            ExprKind::Part(id) | ExprKind::Band(id) => Declaration::Part(*id),
            ExprKind::Level(id) => Declaration::Risk(*id),
            ExprKind::Stage(id) | ExprKind::Pace(id) => Declaration::Journey(*id),
            ExprKind::StageDate { journey, .. } => Declaration::Journey(*journey),
            ExprKind::Measure { journey, stage, measure } => {
                let measure = &book.journeys[*journey].stages[*stage].measures[*measure];
                left.extend([&measure.from, &measure.to]);
                continue;
            }
            _ => continue,
        };
        if named == Declaration::Journey(journey) {
            return true;
        }
        if been.contains(&named) {
            continue;
        }
        been.push(named);
        match named {
            Declaration::Let(id) => left.push(&book.lets[id].value),
            Declaration::Tier(id) => left.extend(book.tiers[id].rows.iter().filter_map(|row| row.condition.as_ref())),
            Declaration::Score(id) => match &book.scores[id].body {
                ScoreBody::Expr(body) => left.push(body),
                ScoreBody::Script { params, .. } => left.extend(params.iter().map(|param| &param.value)),
            },
            Declaration::Part(id) => of_part(book, id, &mut left),
            Declaration::Risk(id) => {
                left.extend(
                    book.risks[id].levels.iter().map(|level| &level.condition).chain(&book.risks[id].clears_after),
                );
            }
            Declaration::Journey(id) => super::expressions::of_journey(&book.journeys[id], &mut left),
            Declaration::Play(_) => {}
        }
    }
    false
}

fn of_part<'b>(book: &'b Playbook, id: PartId, left: &mut Vec<&'b Expr>) {
    let part = &book.parts[id];
    super::expressions::of_part(part, left);
    if let PartKind::Group(parts) = &part.kind {
        parts.iter().for_each(|part| of_part(book, *part, left));
    }
    let card = &book.cards[part.card];
    if card.root == id {
        super::expressions::of_card(card, left);
    } else {
        // Its band is cut where its card's is.
        left.extend(card.bands.iter().flat_map(|band| band.from.iter().chain(&band.until_below)));
    }
}
