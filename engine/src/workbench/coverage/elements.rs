//! What there is to be shown of a playbook.

use super::conditions::{self, case};
use super::look::Look;
use super::{Case, Element, Kind};
use crate::decide::play_state;
use crate::decide::state::Ending;
use crate::graph::Program;
use stageplay_dsl::source::Span;
use stageplay_dsl::typed::{GroupKind, IfCleared, Journey, Play, Playbook};
use stageplay_dsl::types::{JourneyId, PlayId};

/// All elements, by kind and place.
pub(super) fn of(program: &Program) -> Vec<Element> {
    let playbook = &program.playbook;
    let mut elements = conditions::of(program);
    elements.extend(words(playbook));
    for (id, journey) in playbook.journeys.iter() {
        elements.extend(stages(program, id, journey));
    }
    for (id, play) in playbook.plays.iter() {
        elements.extend(of_play(playbook, id, play));
    }
    elements.retain(|element| !element.cases.is_empty());
    elements.sort_by_key(|element| (element.kind, element.span));
    elements
}

/// Bands and levels.
fn words(playbook: &Playbook) -> Vec<Element> {
    let mut elements = Vec::new();
    for (id, card) in playbook.cards.iter() {
        for (at, band) in card.bands.iter().enumerate() {
            let span = band.from.as_ref().map_or(card.span, |from| from.span);
            let name = format!("{} is {}", card.name, band.name);
            elements.push(one(Kind::Band, name, span, vec![case("entered", Look::Band(id, code(at)))]));
        }
    }
    for (id, risk) in playbook.risks.iter() {
        let none = format!("{} is none", risk.name);
        elements.push(one(Kind::Level, none, risk.span, vec![case("reached", Look::Level(id, 0))]));
        for (at, level) in risk.levels.iter().enumerate() {
            let name = format!("{} is {}", risk.name, level.name);
            let look = Look::Level(id, code(at + 1));
            elements.push(one(Kind::Level, name, level.condition.span, vec![case("reached", look)]));
        }
    }
    elements
}

fn stages(program: &Program, id: JourneyId, journey: &Journey) -> Vec<Element> {
    let name = |at: usize| journey.stages.get(at).map_or("", |stage| stage.name.as_str());
    let of = journey.stages.iter().enumerate().map(|(at, stage)| {
        let here = code(at);
        let mut cases = vec![case("reached", Look::Stage(id, here))];
        let from = stage
            .after
            .iter()
            .map(|from| case(format!("entered from {}", name(*from)), Look::Moves(id, code(*from), here)));
        cases.extend(from);
        cases.extend(stage.back_to.iter().map(|(to, condition)| {
            case(format!("back to {}", name(*to)), Look::Back(id, here, code(*to), program.node(condition)))
        }));
        if let Some(holds) = stage.holds_while.as_ref().filter(|_| !stage.after.is_empty()) {
            cases.push(case("left, because it does not hold", Look::Falls(id, here, program.node(holds))));
        }
        if stage.interrupts_while.is_some() {
            cases.push(case("interrupts", Look::Interrupts(id, here)));
            cases.push(case("ends its interruption", Look::Resumes(id, here)));
        }
        one(Kind::Stage, format!("stage {}.{}", journey.name, stage.name), stage.span, cases)
    });
    of.collect()
}

fn of_play(playbook: &Playbook, id: PlayId, play: &Play) -> Vec<Element> {
    let name = || format!("play {}", play.name);
    let mut outcomes = Vec::new();
    if play.holds_for.is_some() {
        outcomes.push(case("pending", Look::Play(id, play_state::PENDING)));
    }
    outcomes.push(case("opens", Look::Play(id, play_state::OPEN)));
    let closes = [
        (play.succeeds.is_some(), "succeeds", Ending::Succeeded),
        (matches!(play.if_cleared, Some(IfCleared::CloseAfter(_))), "clears", Ending::Cleared),
        (play.expires.is_some(), "expires", Ending::Expired),
    ];
    let closes = closes.into_iter().filter(|(is_written, ..)| *is_written);
    outcomes.extend(closes.map(|(_, says, how)| case(says, Look::Closes(id, how))));
    let mut elements = vec![one(Kind::Play, name(), play.span, outcomes)];
    let holds = |by: &str, span: Span, look: Look| {
        one(Kind::Suppression, format!("{} held back by {by}", name()), span, vec![case("happens", look)])
    };
    if let Some(unless) = &play.unless {
        elements.push(holds("its `unless`", unless.span, Look::Unless(id)));
    }
    for (group, plays) in playbook.groups.iter() {
        // Nothing stands before the first one of an order.
        let is_first = plays.kind == GroupKind::FirstOf && plays.plays.first() == Some(&id);
        if plays.plays.contains(&id) && !is_first {
            elements.push(holds(&format!("`{}`", plays.name), plays.span, Look::Group(id, group)));
        }
    }
    for (level, escalation) in play.escalations.iter().enumerate() {
        let says = format!("{} escalates to {}", name(), playbook.roles[escalation.to].name);
        let look = Look::Escalates(id, level);
        elements.push(one(Kind::Escalation, says, escalation.span, vec![case("happens", look)]));
    }
    for (at, task) in play.tasks.iter().enumerate() {
        let cases = vec![case("created", Look::Created(id, at)), case("done", Look::Done(id, at))];
        elements.push(one(Kind::Task, format!("task {}.{}", play.name, task.name), task.span, cases));
    }
    elements
}

fn one(kind: Kind, name: String, span: Span, cases: Vec<Case>) -> Element {
    Element { kind, name: Some(name), span, cases }
}

/// The number of a word.
fn code(at: usize) -> u16 {
    u16::try_from(at).unwrap_or(u16::MAX)
}
