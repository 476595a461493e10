//! Journeys: who gets into a stage, who gets on, how long it should take, what may go wrong, and what is done about it.

use super::phrase::{Anchor, Kind, Line, Phrase, Said};
use super::sentences::{condition, phrase};
use super::{sentence, title};
use crate::story::words::{quoted, words};
use stageplay_dsl::typed::{self, Expr, ExprKind, Playbook, Trigger};
use stageplay_dsl::types::{Id, JourneyId, PlayId};

/// A journey.
#[derive(Clone, Debug, PartialEq)]
pub struct Journey {
    /// Its name.
    pub name: String,
    /// The name in words.
    pub title: String,
    /// The playbook's sentence.
    pub sentence: Option<String>,
    /// Who is on it, and where an account begins.
    pub lines: Vec<Line>,
    /// As the playbook has them: those in the order, then those that interrupt.
    pub stages: Vec<Stage>,
}

/// A stage.
#[derive(Clone, Debug, PartialEq)]
pub struct Stage {
    /// Its name.
    pub name: String,
    /// The name in words.
    pub title: String,
    /// What it is for.
    pub sentence: Option<String>,
    /// Who looks after it.
    pub owner: Option<Phrase>,
    /// It interrupts the others.
    pub is_interrupting: bool,
    /// What the customer may expect.
    pub expected: Option<String>,
    /// Who gets in, who gets on, how long it should take.
    pub lines: Vec<Line>,
    /// What may go wrong.
    pub friction: Vec<Friction>,
    /// Plays that open by a condition on this stage.
    pub plays: Vec<Phrase>,
}

/// What may go wrong in a stage.
#[derive(Clone, Debug, PartialEq)]
pub struct Friction {
    /// The playbook's sentence, else its name in words.
    pub title: String,
    /// When it is there.
    pub when: Said,
    /// What is done about it.
    pub answer: Option<Phrase>,
}

/// The journeys of a playbook.
pub(super) fn journeys(playbook: &Playbook) -> Vec<Journey> {
    playbook.journeys.iter().map(|(id, journey)| self::journey(playbook, id, journey)).collect()
}

fn journey(playbook: &Playbook, id: JourneyId, journey: &typed::Journey) -> Journey {
    let mut lines = Vec::new();
    if let Some(applies) = &journey.applies_when {
        lines.push(Line::new("For accounts of which", condition(playbook, applies)));
    }
    if let Some(field) = journey.start_in {
        let field = &playbook.fields[field];
        let mut says = Phrase::of("is what ");
        says.name(words(&field.path), Anchor::new(Kind::Field, &field.path), field.sentence.as_deref());
        says.say(" says, else the first");
        lines.push(Line::new("The stage in which an account begins", Said::Phrase(says)));
    }
    let stages = (0..).zip(&journey.stages);
    Journey {
        name: journey.name.to_string(),
        title: title(&journey.name),
        sentence: sentence(journey.sentence.as_ref()),
        lines,
        stages: stages.map(|(at, stage)| self::stage(playbook, (id, journey), (at, stage))).collect(),
    }
}

fn stage(
    playbook: &Playbook,
    (id, journey): (JourneyId, &typed::Journey),
    (at, stage): (usize, &typed::Stage),
) -> Stage {
    let plays = playbook.plays.iter().filter(|(_, play)| names_stage(playbook, &play.trigger, id, at));
    Stage {
        name: stage.name.to_string(),
        title: title(&stage.name),
        sentence: sentence(stage.sentence.as_ref()),
        owner: stage.owner.map(|owner| super::roles::name(playbook, owner)),
        is_interrupting: stage.interrupts_while.is_some(),
        expected: sentence(stage.expected.as_ref()),
        lines: lines(playbook, journey, stage),
        friction: stage.friction.iter().map(|friction| self::friction(playbook, friction)).collect(),
        plays: plays.map(|(id, _)| play_name(playbook, id)).collect(),
    }
}

fn lines(playbook: &Playbook, journey: &typed::Journey, stage: &typed::Stage) -> Vec<Line> {
    let mut lines = Vec::new();
    let named = |at: &usize| journey.stages.get(*at).map_or_else(String::new, |stage| words(&stage.name));
    let comes_after: Vec<String> = stage.after.iter().map(named).collect();
    let mut add = |label: &str, says: Said| lines.push(Line::new(label, says));
    if let Some(interrupts) = &stage.interrupts_while {
        add("A customer is here, wherever they were, as long as", condition(playbook, interrupts));
    } else {
        let lets_in = match &stage.enter {
            Some(enter) => condition(playbook, enter),
            None if comes_after.is_empty() => Said::of("every new account begins here"),
            None => Said::of("whoever may leave the stage before"),
        };
        let from = if comes_after.is_empty() { String::new() } else { format!(" from {}", comes_after.join(" or ")) };
        add(&format!("Lets in{from}"), lets_in);
    }
    if let Some(exit) = &stage.exit {
        add("Lets on when", condition(playbook, exit));
    }
    if let Some(holds) = &stage.holds_while {
        add("Holds only while", condition(playbook, holds));
    }
    for (to, when) in &stage.back_to {
        add(&format!("Takes back to {} when", named(to)), condition(playbook, when));
    }
    match &stage.clock_from {
        Some(clock) => add("The clock runs", Said::Phrase(after("from ", phrase(playbook, clock)))),
        None if stage.target.is_some() || stage.stuck_after.is_some() => {
            add("The clock runs", Said::of("from the day on which the stage was entered"));
        }
        None => {}
    }
    if let Some(target) = &stage.target {
        add("Should take at most", Said::Phrase(phrase(playbook, target)));
    }
    if let Some(stuck) = &stage.stuck_after {
        add("Is stuck after", Said::Phrase(phrase(playbook, stuck)));
    }
    for measure in &stage.measures {
        let mut says = after("days from ", phrase(playbook, &measure.from));
        says.say(" to ");
        says.add(phrase(playbook, &measure.to));
        add(&format!("Measures {}", words(&measure.name)), Said::Phrase(says));
    }
    lines
}

fn after(head: &str, rest: Phrase) -> Phrase {
    let mut says = Phrase::of(head);
    says.add(rest);
    says
}

fn friction(playbook: &Playbook, friction: &typed::Friction) -> Friction {
    Friction {
        title: sentence(friction.sentence.as_ref()).unwrap_or_else(|| title(&friction.name)),
        when: condition(playbook, &friction.condition),
        answer: friction.answered_by.map(|id| play_quoted(playbook, id)),
    }
}

/// A play by its title, alone.
pub(super) fn play_name(playbook: &Playbook, id: PlayId) -> Phrase {
    let play = &playbook.plays[id];
    let mut name = Phrase::default();
    name.name(play.title.to_string(), Anchor::new(Kind::Play, &play.name), None);
    name
}

/// A play by its title, in a sentence.
pub(super) fn play_quoted(playbook: &Playbook, id: PlayId) -> Phrase {
    let play = &playbook.plays[id];
    let mut name = Phrase::default();
    name.name(quoted(&play.title), Anchor::new(Kind::Play, &play.name), None);
    name
}

/// Whether what opens a play asks for a stage by its name.
fn names_stage(playbook: &Playbook, trigger: &Trigger, journey: JourneyId, stage: usize) -> bool {
    let condition = match trigger {
        Trigger::When(condition) | Trigger::Once(condition) => Some(condition),
        Trigger::Every { when, .. } => when.as_ref(),
    };
    let mut left: Vec<&Expr> = condition.into_iter().collect();
    let mut seen = vec![false; playbook.lets.len()];
    while let Some(expr) = left.pop() {
        let is_here = |subject: &Expr| matches!(subject.bare().kind, ExprKind::Stage(id) if id == journey);
        let is_it = |word: &u16| usize::from(*word) == stage;
        match &expr.kind {
            ExprKind::OneOf { subject, negated: false, words } if is_here(subject) && words.iter().any(is_it) => {
                return true;
            }
            ExprKind::AtLeast { subject, word } | ExprKind::Becomes { subject, word }
                if is_here(subject) && is_it(word) =>
            {
                return true;
            }
            ExprKind::StageDate { journey: id, stage: at, .. } | ExprKind::Measure { journey: id, stage: at, .. }
                if *id == journey && *at == stage =>
            {
                return true;
            }
            // A name stands for what it was given.
            ExprKind::Let(id) => {
                if let Some(seen @ false) = seen.get_mut(id.index()) {
                    *seen = true;
                    left.push(&playbook.lets[*id].value);
                }
            }
            _ => left.extend(expr.operands()),
        }
    }
    false
}
