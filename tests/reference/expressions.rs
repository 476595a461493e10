//! Every expression that a playbook writes down, but for those of its messages and metrics.

use stageplay_dsl::typed::{
    Again, Card, Distance, Due, EscalationTrigger, Expr, IfCleared, Journey, LimitTo, MissingPolicy, Part, PartKind,
    Play, Playbook, Scale, ScoreBody, Trigger,
};

/// The outermost ones.
pub(crate) fn roots(book: &Playbook) -> Vec<&Expr> {
    let mut all: Vec<&Expr> = book.ends_when.iter().collect();
    all.extend(book.roles.rows().iter().map(|role| &role.value));
    all.extend(book.lets.rows().iter().map(|named| &named.value));
    all.extend(book.tiers.rows().iter().flat_map(|tier| &tier.rows).filter_map(|row| row.condition.as_ref()));
    book.cards.rows().iter().for_each(|card| of_card(card, &mut all));
    book.parts.rows().iter().for_each(|part| of_part(part, &mut all));
    for score in book.scores.rows() {
        match &score.body {
            ScoreBody::Expr(body) => all.push(body),
            ScoreBody::Script { params, .. } => all.extend(params.iter().map(|param| &param.value)),
        }
    }
    book.journeys.rows().iter().for_each(|journey| of_journey(journey, &mut all));
    for risk in book.risks.rows() {
        all.extend(risk.levels.iter().map(|level| &level.condition).chain(&risk.clears_after));
    }
    book.plays.rows().iter().for_each(|play| of_play(play, &mut all));
    all
}

/// What decides a card's points and band, but for its parts.
pub(crate) fn of_card<'b>(card: &'b Card, all: &mut Vec<&'b Expr>) {
    for limit in &card.limits {
        all.push(&limit.condition);
        if let LimitTo::Value(value) = &limit.to {
            all.push(value);
        }
    }
    all.extend(card.bands.iter().flat_map(|band| band.from.iter().chain(&band.until_below)));
}

pub(crate) fn of_part<'b>(part: &'b Part, all: &mut Vec<&'b Expr>) {
    all.push(&part.weight);
    all.extend(&part.applies_when);
    let PartKind::Indicator { value, scale, missing } = &part.kind else { return };
    all.push(value);
    match scale {
        Scale::Linear { worst, best } => all.extend([worst, best]),
        Scale::Steps { steps, otherwise } => {
            all.extend(steps.iter().flat_map(|step| [&step.bound, &step.points]));
            all.push(otherwise);
        }
        Scale::AsIs => {}
    }
    match missing {
        MissingPolicy::Skip => {}
        MissingPolicy::Score(expr) | MissingPolicy::LastFor(expr) => all.push(expr),
    }
}

pub(crate) fn of_journey<'b>(journey: &'b Journey, all: &mut Vec<&'b Expr>) {
    all.extend(&journey.applies_when);
    for stage in &journey.stages {
        let clauses = [
            &stage.clock_from,
            &stage.enter,
            &stage.exit,
            &stage.holds_while,
            &stage.interrupts_while,
            &stage.target,
            &stage.stuck_after,
        ];
        all.extend(clauses.into_iter().flatten());
        all.extend(stage.back_to.iter().map(|(_, condition)| condition));
        all.extend(stage.measures.iter().flat_map(|measure| [&measure.from, &measure.to]));
        all.extend(stage.friction.iter().map(|friction| &friction.condition));
    }
}

fn of_play<'b>(play: &'b Play, all: &mut Vec<&'b Expr>) {
    match &play.trigger {
        Trigger::When(condition) | Trigger::Once(condition) => all.push(condition),
        Trigger::Every { anchor, when, .. } => all.extend(std::iter::once(anchor).chain(when)),
    }
    all.extend([&play.holds_for, &play.unless, &play.succeeds, &play.expires].into_iter().flatten());
    all.extend(play.each.iter().filter_map(|each| each.keep.as_ref()));
    if let Some(IfCleared::CloseAfter(days)) = &play.if_cleared {
        all.push(days);
    }
    if let Again::After(days) = &play.again {
        all.push(days);
    }
    for task in &play.tasks {
        match &task.due {
            Some(Due::In(Distance { amount, .. }) | Due::After { distance: Distance { amount, .. }, .. }) => {
                all.push(amount);
            }
            Some(Due::Before { distance, date }) => all.extend([&distance.amount, date]),
            None => {}
        }
        all.extend(task.when.iter().chain(&task.done_when));
    }
    for escalation in &play.escalations {
        let (EscalationTrigger::AfterOpening(distance) | EscalationTrigger::Overdue { distance, .. }) =
            &escalation.trigger;
        all.push(&distance.amount);
        all.extend(&escalation.unless);
    }
}
