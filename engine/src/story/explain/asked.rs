//! What a name stands for, and its line.

use super::risk::lifted;
use super::{Account, Line, Verdict, card, condition, journey, list, play, portfolio, risk, value};
use stageplay_dsl::typed::{Criterion, Expr, ExprKind, Playbook, Stage};

/// The line of a name, whatever kind of thing it is.
pub(super) fn named(account: &Account, name: &str) -> Option<Line> {
    let playbook = account.playbook();
    if let Some((id, _)) = playbook.cards.iter().find(|(_, card)| card.name == name) {
        return Some(card::card(account, id));
    }
    if let Some((id, _)) = playbook.parts.iter().find(|(_, part)| part.path == name) {
        return Some(card::part_alone(account, id));
    }
    if let Some((id, _)) = playbook.scores.iter().find(|(_, score)| score.name == name) {
        return Some(value::score(account, id));
    }
    if let Some((id, _)) = playbook.journeys.iter().find(|(_, journey)| journey.name == name) {
        return Some(journey::journey(account, id));
    }
    if let Some((id, _)) = playbook.risks.iter().find(|(_, risk)| risk.name == name) {
        return Some(risk::risk(account, id));
    }
    if let Some((id, _)) = playbook.plays.iter().find(|(_, play)| play.name == name) {
        return Some(play::play(account, id));
    }
    if let Some((_, named)) = playbook.lets.iter().find(|(_, named)| named.name == name) {
        return Some(value::named_expression(account, &named.name, &named.value));
    }
    if let Some((id, _)) = playbook.tiers.iter().find(|(_, tier)| tier.name == name) {
        return Some(value::tier(account, id));
    }
    if let Some((_, setting)) = playbook.settings.iter().find(|(_, setting)| setting.name == name) {
        return Some(value::setting(account, setting));
    }
    if let Some((_, metric)) = playbook.metrics.iter().find(|(_, metric)| metric.name == name) {
        return Some(portfolio::metric(account, metric));
    }
    if let Some((_, signal)) = playbook.signals.iter().find(|(_, signal)| signal.name == name) {
        return Some(portfolio::signal(account, signal));
    }
    if let Some((id, _)) = playbook.lists.iter().find(|(_, list)| list.path == name) {
        return Some(list::list(account, id));
    }
    let field = playbook.fields.iter().find(|(_, field)| field.path == name);
    field.map(|(id, _)| value::field(account, id)).or_else(|| inner(account, name))
}

/// A band, a level, a stage or a criterion, by its path: `health.green`, `silence.high`, `lifecycle.expand.proven`.
fn inner(account: &Account, name: &str) -> Option<Line> {
    let playbook = account.playbook();
    let (owner, rest) = name.split_once('.')?;
    if let Some((id, card)) = playbook.cards.iter().find(|(_, card)| card.name == owner) {
        let code = card.bands.iter().position(|band| band.name == rest)?;
        let now = account.decisions.cards[id].band.get(0).map(usize::from);
        let line = card::card(account, id);
        let verdict = now.map_or(Verdict::Unknown, |now| if now == code { Verdict::Yes } else { Verdict::No });
        let says = format!("{owner} is {}", line.says);
        return Some(Line { verdict: Some(verdict), because: line.because, ..Line::new(name, says) });
    }
    if let Some((id, found)) = playbook.journeys.iter().find(|(_, journey)| journey.name == owner)
        && let Some(at) = found.stages.iter().position(|stage| stage.name == rest)
    {
        let line = journey::journey(account, id).because.into_iter().find(|line| line.name == rest)?;
        let here = account.decisions.stages[id].get(0).map(usize::from) == Some(at);
        let verdict = Some(if here { Verdict::Yes } else { Verdict::No });
        return Some(Line { name: name.into(), verdict, ..line });
    }
    let found = self::condition(playbook, name)?;
    Some(Line { name: name.into(), ..lifted(condition::tree(account, found)) })
}

/// The condition of a level of a risk, or of a criterion of a stage, by its path.
pub(super) fn condition<'p>(playbook: &'p Playbook, name: &str) -> Option<&'p Expr> {
    let (owner, rest) = name.split_once('.')?;
    if let Some(risk) = playbook.risks.rows().iter().find(|risk| risk.name == owner) {
        return risk.levels.iter().find(|level| level.name == rest).map(|level| &level.condition);
    }
    let (stage, criterion) = rest.split_once('.').unwrap_or((rest, ""));
    let journey = playbook.journeys.rows().iter().find(|journey| journey.name == owner)?;
    let stage = journey.stages.iter().find(|it| it.name == stage)?;
    if criterion.is_empty() {
        return stage.enter.as_ref().or(stage.exit.as_ref());
    }
    criteria(stage).find(|it| it.name.as_deref() == Some(criterion)).map(|it| &it.condition)
}

/// The named criteria of a stage.
fn criteria(stage: &Stage) -> impl Iterator<Item = &Criterion> {
    let clauses = [&stage.enter, &stage.exit, &stage.holds_while, &stage.interrupts_while];
    clauses.into_iter().flatten().flat_map(|clause| match &clause.kind {
        ExprKind::All(criteria) | ExprKind::Any(criteria) | ExprKind::AtLeastOf { criteria, .. } => criteria.as_slice(),
        _ => &[],
    })
}

/// Every name that may be asked for.
pub(super) fn names(playbook: &Playbook) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    names.extend(playbook.parts.rows().iter().map(|part| part.path.to_string()));
    names.extend(playbook.scores.rows().iter().map(|score| score.name.to_string()));
    names.extend(playbook.journeys.rows().iter().map(|journey| journey.name.to_string()));
    names.extend(playbook.risks.rows().iter().map(|risk| risk.name.to_string()));
    names.extend(playbook.plays.rows().iter().map(|play| play.name.to_string()));
    names.extend(playbook.lets.rows().iter().map(|named| named.name.to_string()));
    names.extend(playbook.tiers.rows().iter().map(|tier| tier.name.to_string()));
    names.extend(playbook.settings.rows().iter().map(|setting| setting.name.to_string()));
    names.extend(playbook.metrics.rows().iter().map(|metric| metric.name.to_string()));
    names.extend(playbook.signals.rows().iter().map(|signal| signal.name.to_string()));
    names.extend(playbook.lists.rows().iter().map(|list| list.path.to_string()));
    names.extend(playbook.fields.rows().iter().map(|field| field.path.to_string()));
    for card in playbook.cards.rows() {
        names.extend(card.bands.iter().map(|band| format!("{}.{}", card.name, band.name)));
    }
    for risk in playbook.risks.rows() {
        names.extend(risk.levels.iter().map(|level| format!("{}.{}", risk.name, level.name)));
    }
    for journey in playbook.journeys.rows() {
        for stage in &journey.stages {
            let path = format!("{}.{}", journey.name, stage.name);
            names.extend(criteria(stage).filter_map(|it| it.name.as_ref()).map(|name| format!("{path}.{name}")));
            names.push(path);
        }
    }
    names
}
