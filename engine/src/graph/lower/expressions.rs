//! Where expressions stand: those of a declaration, those of texts.

use crate::graph::order;
use stageplay_dsl::typed::{
    Again, Card, Declaration, Distance, Due, Effect, Escalation, EscalationTrigger, Expected, Expr, ExprKind,
    GroupKind, IfCleared, LimitTo, Metric, MissingPolicy, PartKind, Play, Playbook, Scale, ScoreBody, Stage, Template,
    TemplatePart, Trigger, UpdateValue,
};
use stageplay_dsl::types::{Id, PlayId, Table};

fn row<I: Id, T>(table: &Table<I, T>, id: I) -> Option<&T> {
    table.rows().get(id.index())
}

/// Every expression that computes or decides a declaration.
pub(in crate::graph) fn of_declaration(playbook: &Playbook, declaration: Declaration) -> Vec<&Expr> {
    match declaration {
        Declaration::Let(id) => row(&playbook.lets, id).map(|let_| &let_.value).into_iter().collect(),
        Declaration::Tier(id) => row(&playbook.tiers, id)
            .into_iter()
            .flat_map(|tier| &tier.rows)
            .filter_map(|row| row.condition.as_ref())
            .collect(),
        Declaration::Part(id) => {
            let Some(part) = row(&playbook.parts, id) else { return Vec::new() };
            let mut all = vec![&part.weight];
            all.extend(&part.applies_when);
            if let PartKind::Indicator { value, scale, missing } = &part.kind {
                all.push(value);
                all.extend(of_scale(scale));
                match missing {
                    MissingPolicy::Score(points) => all.push(points),
                    MissingPolicy::LastFor(days) => all.push(days),
                    MissingPolicy::Skip => {}
                }
            }
            if let Some(card) = row(&playbook.cards, part.card) {
                all.extend(of_bands(card));
                if card.root == id {
                    all.extend(of_limits(card));
                }
            }
            all
        }
        Declaration::Score(id) => match row(&playbook.scores, id).map(|score| &score.body) {
            Some(ScoreBody::Expr(body)) => vec![body],
            Some(ScoreBody::Script { params, .. }) => params.iter().map(|param| &param.value).collect(),
            None => Vec::new(),
        },
        Declaration::Journey(id) => {
            let journey = row(&playbook.journeys, id);
            journey
                .into_iter()
                .flat_map(|journey| journey.applies_when.iter().chain(journey.stages.iter().flat_map(of_stage)))
                .collect()
        }
        Declaration::Risk(id) => {
            let risk = row(&playbook.risks, id);
            risk.into_iter()
                .flat_map(|risk| risk.levels.iter().map(|level| &level.condition).chain(&risk.clears_after))
                .collect()
        }
        Declaration::Play(id) => row(&playbook.plays, id).map(of_play).unwrap_or_default(),
    }
}

fn of_scale(scale: &Scale) -> Vec<&Expr> {
    match scale {
        Scale::Linear { worst, best } => vec![worst, best],
        Scale::Steps { steps, otherwise } => {
            steps.iter().flat_map(|step| [&step.bound, &step.points]).chain([otherwise]).collect()
        }
        Scale::AsIs => Vec::new(),
    }
}

/// The cut points of a card's bands.
pub(super) fn of_bands(card: &Card) -> impl Iterator<Item = &Expr> {
    card.bands.iter().flat_map(|band| band.from.iter().chain(&band.until_below))
}

fn of_limits(card: &Card) -> impl Iterator<Item = &Expr> {
    card.limits.iter().flat_map(|limit| {
        let value = match &limit.to {
            LimitTo::Value(value) => Some(value),
            LimitTo::Band(_) => None,
        };
        std::iter::once(&limit.condition).chain(value)
    })
}

fn of_stage(stage: &Stage) -> impl Iterator<Item = &Expr> {
    let clauses = [
        &stage.clock_from,
        &stage.enter,
        &stage.exit,
        &stage.holds_while,
        &stage.interrupts_while,
        &stage.target,
        &stage.stuck_after,
    ];
    clauses.into_iter().flatten().chain(stage.back_to.iter().map(|(_, condition)| condition))
}

fn of_play(play: &Play) -> Vec<&Expr> {
    let mut all = match &play.trigger {
        Trigger::When(condition) | Trigger::Once(condition) => vec![condition],
        Trigger::Every { anchor, when, .. } => std::iter::once(anchor).chain(when).collect(),
    };
    all.extend([&play.holds_for, &play.unless, &play.succeeds, &play.expires].into_iter().flatten());
    if let Some(IfCleared::CloseAfter(days)) = &play.if_cleared {
        all.push(days);
    }
    if let Again::After(days) = &play.again {
        all.push(days);
    }
    all.push(&play.priority);
    all.extend(play.each.iter().flat_map(|each| &each.keep));
    all.extend(play.tasks.iter().flat_map(|task| task.when.iter().chain(&task.done_when)));
    // Dates are counted when it is decided what is due.
    all.extend(play.tasks.iter().flat_map(|task| of_due(task.due.as_ref())));
    all.extend(play.escalations.iter().map(of_trigger));
    all
}

/// How long the groups of a play count openings.
pub(in crate::graph) fn of_groups(playbook: &Playbook, play: PlayId) -> Vec<&Expr> {
    let groups = playbook.groups.rows().iter().filter(|group| group.plays.contains(&play));
    let per = groups.filter_map(|group| match &group.kind {
        GroupKind::Limit { per, .. } => Some(per),
        GroupKind::OneAtATime | GroupKind::FirstOf => None,
    });
    per.collect()
}

/// Who answers for the runs of a play: its owner, and those it escalates to.
pub(in crate::graph) fn of_roles(playbook: &Playbook, play: PlayId) -> Vec<&Expr> {
    let Some(play) = row(&playbook.plays, play) else { return Vec::new() };
    let roles = play.owner.into_iter().chain(play.escalations.iter().map(|escalation| escalation.to));
    roles.filter_map(|role| row(&playbook.roles, role).map(|role| &role.value)).collect()
}

fn of_due(due: Option<&Due>) -> Vec<&Expr> {
    match due {
        Some(Due::In(distance) | Due::After { distance, .. }) => vec![of_distance(distance)],
        Some(Due::Before { distance, date }) => vec![of_distance(distance), date],
        None => Vec::new(),
    }
}

fn of_trigger(escalation: &Escalation) -> &Expr {
    match &escalation.trigger {
        EscalationTrigger::AfterOpening(distance) | EscalationTrigger::Overdue { distance, .. } => {
            of_distance(distance)
        }
    }
}

/// Every expression that only texts, tasks, explanations and metrics read, but for those of plays.
pub(in crate::graph) fn of_texts(playbook: &Playbook) -> Vec<&Expr> {
    let mut all: Vec<&Expr> = playbook.roles.rows().iter().map(|role| &role.value).collect();
    for stage in playbook.journeys.rows().iter().flat_map(|journey| &journey.stages) {
        all.extend(stage.measures.iter().flat_map(|measure| [&measure.from, &measure.to]));
        all.extend(stage.friction.iter().map(|friction| &friction.condition));
    }
    let expectations = playbook.tests.iter().flat_map(|test| &test.days).flat_map(|day| &day.expects);
    all.extend(expectations.filter_map(|one| match &one.expected {
        Expected::Condition(condition) | Expected::Never(condition) => Some(condition),
        _ => None,
    }));
    all.extend(playbook.metrics.rows().iter().flat_map(Metric::expressions));
    all.extend(playbook.signals.rows().iter().map(|signal| &signal.condition));
    all
}

/// Those of a play: they are of an element where it has a run for each of a list.
pub(in crate::graph) fn texts_of_play(play: &Play) -> Vec<&Expr> {
    let mut all = Vec::new();
    for task in &play.tasks {
        all.extend(of_template(&task.title));
    }
    for escalation in &play.escalations {
        all.extend(&escalation.unless);
        all.extend(escalation.effects.iter().flat_map(of_effect));
    }
    let effects = [&play.on_opening, &play.on_success, &play.on_clearing, &play.on_closing];
    all.extend(effects.into_iter().flatten().flat_map(of_effect));
    all
}

fn of_distance(distance: &Distance) -> &Expr {
    &distance.amount
}

fn of_effect(effect: &Effect) -> Vec<&Expr> {
    match effect {
        Effect::Notify { message: template, .. } | Effect::Update { value: UpdateValue::Text(template), .. } => {
            of_template(template)
        }
        Effect::Update { value: UpdateValue::Value(value), .. } => vec![value],
    }
}

fn of_template(template: &Template) -> Vec<&Expr> {
    let values = template.parts.iter().filter_map(|part| match part {
        TemplatePart::Value(value) => Some(value),
        TemplatePart::Text(_) => None,
    });
    values.collect()
}

/// Every expression that is read of an earlier day.
pub(in crate::graph) fn of_past(playbook: &Playbook) -> Vec<&Expr> {
    let mut found = Vec::new();
    order::for_every(playbook, &mut |expression| match &expression.kind {
        ExprKind::Ago { value, .. } | ExprKind::Previous(value) | ExprKind::Trend { value, .. } => found.push(&**value),
        _ => {}
    });
    found
}
