//! What decides a declaration: its expressions, each under the name of its clause.

use stageplay_dsl::typed::{
    Again, Card, Declaration, Expr, IfCleared, Journey, LimitTo, Measured, Metric, MissingPolicy, Part, PartKind, Play,
    Playbook, Scale, ScoreBody, Trigger,
};
use stageplay_dsl::types::{Id, PartId, Table};

/// The name of a clause that is the value itself: it needs no words beside an arrow.
pub(super) const VALUE: &str = "value";

/// A clause and its expression.
pub(super) type Clause<'p> = (&'static str, &'p Expr);

fn row<I: Id, T>(table: &Table<I, T>, id: I) -> Option<&T> {
    table.rows().get(id.index())
}

/// Every clause of a declaration, in the order of the language. Titles and messages decide nothing.
pub(super) fn of(playbook: &Playbook, declaration: Declaration) -> Vec<Clause<'_>> {
    match declaration {
        Declaration::Let(id) => row(&playbook.lets, id).map(|found| (VALUE, &found.value)).into_iter().collect(),
        Declaration::Tier(id) => {
            let rows = row(&playbook.tiers, id).into_iter().flat_map(|tier| &tier.rows);
            rows.filter_map(|row| Some((VALUE, row.condition.as_ref()?))).collect()
        }
        Declaration::Score(id) => match row(&playbook.scores, id).map(|score| &score.body) {
            Some(ScoreBody::Expr(body)) => vec![(VALUE, body)],
            Some(ScoreBody::Script { params, .. }) => params.iter().map(|param| (VALUE, &param.value)).collect(),
            None => Vec::new(),
        },
        Declaration::Part(id) => {
            let Some(part) = row(&playbook.parts, id) else { return Vec::new() };
            let mut all = of_part(part);
            all.extend(row(&playbook.cards, part.card).map(|card| of_card(card, id)).unwrap_or_default());
            all
        }
        Declaration::Risk(id) => {
            let risk = row(&playbook.risks, id).into_iter();
            risk.flat_map(|risk| {
                let levels = risk.levels.iter().map(|level| (VALUE, &level.condition));
                levels.chain(risk.clears_after.iter().map(|days| ("clears after", days)))
            })
            .collect()
        }
        Declaration::Journey(id) => row(&playbook.journeys, id).map(of_journey).unwrap_or_default(),
        Declaration::Play(id) => row(&playbook.plays, id).map(of_play).unwrap_or_default(),
    }
}

fn of_part(part: &Part) -> Vec<Clause<'_>> {
    let mut all = vec![("weight", &part.weight)];
    all.extend(part.applies_when.iter().map(|condition| ("applies when", condition)));
    if let PartKind::Indicator { value, scale, missing } = &part.kind {
        all.push((VALUE, value));
        match scale {
            Scale::Linear { worst, best } => all.extend([("worst", worst), ("best", best)]),
            Scale::Steps { steps, otherwise } => {
                all.extend(steps.iter().flat_map(|step| [("steps", &step.bound), ("steps", &step.points)]));
                all.push(("steps", otherwise));
            }
            Scale::AsIs => {}
        }
        match missing {
            MissingPolicy::Score(value) | MissingPolicy::LastFor(value) => all.push(("missing", value)),
            MissingPolicy::Skip => {}
        }
    }
    all
}

/// What a scorecard says about one of its parts: cut points about all, caps and floors about the whole.
fn of_card(card: &Card, part: PartId) -> Vec<Clause<'_>> {
    if card.root != part {
        return Vec::new();
    }
    let cuts = card.bands.iter().flat_map(|band| band.from.iter().chain(&band.until_below));
    let mut all: Vec<Clause<'_>> = cuts.map(|cut| ("bands", cut)).collect();
    for limit in &card.limits {
        all.push(("limit", &limit.condition));
        if let LimitTo::Value(value) = &limit.to {
            all.push(("limit", value));
        }
    }
    all
}

fn of_journey(journey: &Journey) -> Vec<Clause<'_>> {
    let mut all: Vec<Clause<'_>> = journey.applies_when.iter().map(|condition| ("applies when", condition)).collect();
    for stage in &journey.stages {
        let clauses = [
            ("enter", &stage.enter),
            ("exit", &stage.exit),
            ("holds while", &stage.holds_while),
            ("interrupts while", &stage.interrupts_while),
            ("clock from", &stage.clock_from),
            ("target", &stage.target),
            ("stuck after", &stage.stuck_after),
        ];
        all.extend(clauses.into_iter().filter_map(|(name, clause)| Some((name, clause.as_ref()?))));
        all.extend(stage.back_to.iter().map(|(_, condition)| ("back to", condition)));
    }
    all
}

fn of_play(play: &Play) -> Vec<Clause<'_>> {
    let mut all = match &play.trigger {
        Trigger::When(condition) => vec![("when", condition)],
        Trigger::Once(condition) => vec![("once", condition)],
        Trigger::Every { anchor, when, .. } => {
            std::iter::once(("every", anchor)).chain(when.iter().map(|when| ("when", when))).collect()
        }
    };
    let clauses = [
        ("holds for", &play.holds_for),
        ("unless", &play.unless),
        ("succeeds when", &play.succeeds),
        ("expires after", &play.expires),
    ];
    all.extend(clauses.into_iter().filter_map(|(name, clause)| Some((name, clause.as_ref()?))));
    if let Some(IfCleared::CloseAfter(days)) = &play.if_cleared {
        all.push(("if cleared", days));
    }
    if let Again::After(days) = &play.again {
        all.push(("again after", days));
    }
    all.push(("priority", &play.priority));
    all.extend(play.each.iter().flat_map(|each| &each.keep).map(|keep| ("each", keep)));
    for task in &play.tasks {
        all.extend(task.when.iter().map(|when| ("task when", when)));
        all.extend(task.done_when.iter().map(|done| ("done when", done)));
    }
    all
}

/// Every clause of a metric.
pub(super) fn of_metric(metric: &Metric) -> Vec<Clause<'_>> {
    match &metric.measure {
        Measured::Retention { value, .. } | Measured::Churn { value, .. } => vec![(VALUE, value)],
        Measured::Distribution { numbers, words, per } => {
            let values = numbers.iter().chain(words).map(|value| (VALUE, value));
            values.chain(per.iter().map(|per| ("per", per))).collect()
        }
        Measured::Nps { answer, weight } => {
            let answers = answer.expressions().into_iter().map(|answer| (VALUE, answer));
            answers.chain(weight.iter().map(|weight| ("weighted by", weight))).collect()
        }
    }
}

/// What a declaration is and what it is called: `("dimension", "health.usage")`.
pub(super) fn name(playbook: &Playbook, declaration: Declaration) -> (&'static str, String) {
    let found = match declaration {
        Declaration::Let(id) => row(&playbook.lets, id).map(|found| ("let", &found.name)),
        Declaration::Tier(id) => row(&playbook.tiers, id).map(|found| ("tier", &found.name)),
        Declaration::Score(id) => row(&playbook.scores, id).map(|found| ("score", &found.name)),
        Declaration::Journey(id) => row(&playbook.journeys, id).map(|found| ("journey", &found.name)),
        Declaration::Risk(id) => row(&playbook.risks, id).map(|found| ("risk", &found.name)),
        Declaration::Play(id) => row(&playbook.plays, id).map(|found| ("play", &found.name)),
        Declaration::Part(id) => row(&playbook.parts, id).map(|part| {
            let what = match part.kind {
                PartKind::Indicator { .. } => "indicator",
                PartKind::Group(_) if row(&playbook.cards, part.card).is_some_and(|card| card.root == id) => {
                    "scorecard"
                }
                PartKind::Group(_) => "dimension",
            };
            (what, &part.path)
        }),
    };
    found.map_or(("declaration", "?".into()), |(what, name)| (what, name.to_string()))
}

/// What the playbook says a declaration is about.
pub(super) fn sentence(playbook: &Playbook, declaration: Declaration) -> Option<&str> {
    let sentence = match declaration {
        Declaration::Let(id) => &row(&playbook.lets, id)?.sentence,
        Declaration::Tier(id) => &row(&playbook.tiers, id)?.sentence,
        Declaration::Score(id) => &row(&playbook.scores, id)?.sentence,
        Declaration::Journey(id) => &row(&playbook.journeys, id)?.sentence,
        Declaration::Risk(id) => &row(&playbook.risks, id)?.sentence,
        Declaration::Part(id) => {
            let part = row(&playbook.parts, id)?;
            let card = row(&playbook.cards, part.card).filter(|card| card.root == id);
            card.map_or(&part.sentence, |card| &card.sentence)
        }
        Declaration::Play(id) => {
            let play = row(&playbook.plays, id)?;
            return (play.title != play.name).then_some(play.title.as_str());
        }
    };
    sentence.as_deref()
}
