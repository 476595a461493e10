//! Plays: when one opens, what it waits for, what is done, when somebody else hears of it, how it ends.

use super::phrase::{Item, Line, Phrase, Said};
use super::sentences::{condition, distance, period, phrase, template};
use super::{roles, sentence, title};
use crate::story::words::{quoted, words};
use stageplay_dsl::typed::{
    self, Activation, Again, Due, Effect, Escalation, EscalationTrigger, GroupKind, IfCleared, Playbook, Side, Trigger,
    UpdateValue,
};
use stageplay_dsl::types::PlayId;

/// A play.
#[derive(Clone, Debug, PartialEq)]
pub struct Play {
    /// Its name.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// Who answers for it.
    pub owner: Option<Phrase>,
    /// When it opens, what holds it back, how it ends.
    pub lines: Vec<Line>,
    /// What is done, those of escalations last.
    pub tasks: Vec<Task>,
    /// Who hears of it when nothing happens.
    pub ladder: Vec<Rung>,
    /// What other systems are told.
    pub told: Vec<Line>,
}

/// A task.
#[derive(Clone, Debug, PartialEq)]
pub struct Task {
    /// What the others call it.
    pub name: String,
    /// What is to be done.
    pub title: Phrase,
    /// Who does it.
    pub owner: Phrase,
    /// It is the customer's.
    pub is_customers: bool,
    /// By when.
    pub due: Phrase,
    /// Only when; also when it counts as done by itself; its effort.
    pub notes: Vec<Line>,
    /// The step of the ladder that creates it, from 1.
    pub rung: Option<usize>,
}

/// A step of an escalation.
#[derive(Clone, Debug, PartialEq)]
pub struct Rung {
    /// Who hears of it.
    pub to: Phrase,
    /// When.
    pub when: Phrase,
    /// Not when.
    pub unless: Option<Phrase>,
    /// What comes with it.
    pub does: Vec<Phrase>,
}

/// Plays that stand in each other's way.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// The sentence, else the name in words.
    pub title: String,
    /// What it asks.
    pub says: Phrase,
    /// Its plays in order.
    pub plays: Vec<Phrase>,
}

/// The plays of a playbook.
pub(super) fn plays(playbook: &Playbook) -> Vec<Play> {
    playbook.plays.iter().map(|(id, play)| self::play(playbook, id, play)).collect()
}

fn play(playbook: &Playbook, id: PlayId, play: &typed::Play) -> Play {
    Play {
        name: play.name.to_string(),
        title: if play.title == play.name { title(&play.name) } else { play.title.to_string() },
        owner: play.owner.map(|owner| roles::name(playbook, owner)),
        lines: lines(playbook, id, play),
        tasks: play.tasks.iter().map(|task| self::task(playbook, play, task)).collect(),
        ladder: play.escalations.iter().map(|escalation| rung(playbook, play, escalation)).collect(),
        told: told(playbook, play),
    }
}

fn lines(playbook: &Playbook, id: PlayId, play: &typed::Play) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut add = |label: &str, says: Said| lines.push(Line::new(label, says));
    if let Some(each) = &play.each {
        let list = &playbook.lists[each.list];
        let mut says = Phrase::of(format!("{} in {}", words(&each.variable), words(&list.path)));
        if let Some(keep) = &each.keep {
            says.say(" where ");
            says.add(phrase(playbook, keep));
        }
        add("Once for each", Said::Phrase(says));
    }
    match &play.trigger {
        Trigger::When(when) => add("Opens when", condition(playbook, when)),
        Trigger::Once(event) => add("Opens on the day on which", condition(playbook, event)),
        Trigger::Every { period: length, anchor, when } => {
            let mut says = Phrase::of(format!("every {}, counted from ", period(*length)));
            says.add(phrase(playbook, anchor));
            add("Opens", Said::Phrase(says));
            if let Some(when) = when {
                add("But only when", condition(playbook, when));
            }
        }
    }
    if let Some(holds) = &play.holds_for {
        let mut says = phrase(playbook, holds);
        says.say(", in which it has to stay so");
        add("Waits for", Said::Phrase(says));
    }
    if let Some(unless) = &play.unless {
        add("Is held back while", condition(playbook, unless));
    }
    for group in playbook.groups.rows().iter().filter(|group| group.plays.contains(&id)) {
        add("Is held back", Said::Phrase(group_rule(playbook, group, id)));
    }
    match play.activation {
        Activation::Existing => {}
        Activation::ExistingQuietly => {
            add("At the first run", Said::of("opens without telling anybody where it is true already"));
        }
        Activation::NewOnly => add("At the first run", Said::of("waits where it is true already, until it comes anew")),
    }
    endings(playbook, play, &mut lines);
    lines
}

/// How a play ends, and when it may come again.
fn endings(playbook: &Playbook, play: &typed::Play, lines: &mut Vec<Line>) {
    let mut add = |label: &str, says: Said| lines.push(Line::new(label, says));
    if let Some(succeeds) = &play.succeeds {
        add("Has done its work when", condition(playbook, succeeds));
    }
    match &play.if_cleared {
        Some(IfCleared::Keep) => add("When the reason is gone", Said::of("goes on")),
        Some(IfCleared::CloseAfter(days)) => {
            let days = phrase(playbook, days);
            let is_at_once = days.plain() == "0 days";
            let mut says = Phrase::of(if is_at_once { "closes at once" } else { "closes after " });
            if !is_at_once {
                says.add(days);
            }
            add("When the reason is gone", Said::Phrase(says));
        }
        None => {}
    }
    if let Some(expires) = &play.expires {
        let mut says = Phrase::of("after ");
        says.add(phrase(playbook, expires));
        add("Is given up", Said::Phrase(says));
    }
    let again = match &play.again {
        Again::Never => Phrase::of("never for the same account"),
        Again::After(days) => {
            let mut says = Phrase::of("from ");
            says.add(phrase(playbook, days));
            says.say(" after it has closed");
            says
        }
    };
    add("May open again", Said::Phrase(again));
    add("Comes first where it is highest", Said::Phrase(phrase(playbook, &play.priority)));
}

/// What a group asks of one of its plays.
fn group_rule(playbook: &Playbook, group: &typed::Group, play: PlayId) -> Phrase {
    let listed = |says: &mut Phrase, plays: &mut dyn Iterator<Item = &PlayId>| {
        for (at, id) in plays.enumerate() {
            says.say(if at == 0 { "" } else { ", " });
            says.add(super::journeys::play_quoted(playbook, *id));
        }
    };
    let mut says = Phrase::default();
    match &group.kind {
        GroupKind::OneAtATime => {
            says.say("while one of these is open: ");
            listed(&mut says, &mut group.plays.iter().filter(|id| **id != play));
        }
        GroupKind::FirstOf => {
            let mut before = group.plays.iter().take_while(|id| **id != play).peekable();
            if before.peek().is_none() {
                says.say("by none of its group: it stands first");
            } else {
                says.say("while the reason for one of these is there: ");
                listed(&mut says, &mut before);
            }
        }
        GroupKind::Limit { .. } => says.add(group_says(playbook, group)),
    }
    says
}

fn group_says(playbook: &Playbook, group: &typed::Group) -> Phrase {
    match &group.kind {
        GroupKind::OneAtATime => Phrase::of("None of them opens while another one is open."),
        GroupKind::FirstOf => {
            Phrase::of("None of them opens while the reason for one that stands before it in the list is there.")
        }
        GroupKind::Limit { most, per } => {
            let mut says = Phrase::of(format!("once {most} of its group have opened in "));
            says.add(phrase(playbook, per));
            says
        }
    }
}

/// The groups of a playbook.
pub(super) fn groups(playbook: &Playbook) -> Vec<Group> {
    let group = |group: &typed::Group| Group {
        title: sentence(group.sentence.as_ref()).unwrap_or_else(|| title(&group.name)),
        says: match &group.kind {
            GroupKind::Limit { .. } => {
                let mut says = Phrase::of("None of them opens ");
                says.add(group_says(playbook, group));
                says.say(".");
                says
            }
            _ => group_says(playbook, group),
        },
        plays: group.plays.iter().map(|id| super::journeys::play_quoted(playbook, *id)).collect(),
    };
    playbook.groups.rows().iter().map(group).collect()
}

fn task(playbook: &Playbook, play: &typed::Play, task: &typed::Task) -> Task {
    let mut notes = Vec::new();
    if let Some(when) = &task.when {
        notes.push(Line::new("only when", condition(playbook, when)));
    }
    if let Some(done) = &task.done_when {
        notes.push(Line::new("done by itself when", condition(playbook, done)));
    }
    if let Some(hours) = task.effort_hours {
        let unit = if hours == 1.0 { "hour" } else { "hours" };
        let hours = stageplay_dsl::types::show_number(hours);
        notes.push(Line::new("effort", Said::of(format!("{hours} {unit}"))));
    }
    Task {
        name: title(&task.name),
        title: template(playbook, &task.title),
        owner: roles::name(playbook, task.owner),
        is_customers: task.side == Side::Customer,
        due: due(playbook, play, task.due.as_ref()),
        notes,
        rung: task.level.map(|level| level + 1),
    }
}

fn due(playbook: &Playbook, play: &typed::Play, due: Option<&Due>) -> Phrase {
    match due {
        None => Phrase::of("no date"),
        Some(Due::In(within)) => {
            let mut says = Phrase::of("in ");
            says.add(distance(playbook, within));
            says
        }
        Some(Due::After { distance: within, task }) => {
            let mut says = distance(playbook, within);
            says.say(&format!(" after {}", task_name(play, *task)));
            says
        }
        Some(Due::Before { distance: within, date }) => {
            let mut says = distance(playbook, within);
            let is_that_day = matches!(says.plain().as_str(), "0 days" | "0 business days");
            if is_that_day {
                says = Phrase::of("on the day of ");
            } else {
                says.say(" before ");
            }
            says.add(phrase(playbook, date));
            says
        }
    }
}

/// A task by its name.
fn task_name(play: &typed::Play, at: usize) -> String {
    quoted(&play.tasks.get(at).map_or_else(String::new, |task| words(&task.name)))
}

fn rung(playbook: &Playbook, play: &typed::Play, escalation: &Escalation) -> Rung {
    let when = match &escalation.trigger {
        EscalationTrigger::AfterOpening(within) => {
            let mut says = distance(playbook, within);
            says.say(" after it opened");
            says
        }
        EscalationTrigger::Overdue { task, distance: within } => {
            let mut says = Phrase::of(format!("when {} is ", task_name(play, *task)));
            says.add(distance(playbook, within));
            says.say(" overdue");
            says
        }
    };
    let at = play.escalations.iter().position(|other| std::ptr::eq(other, escalation));
    let tasks = play.tasks.iter().filter(|task| task.level.is_some() && task.level == at);
    let mut does: Vec<Phrase> = escalation.effects.iter().map(|effect| self::effect(playbook, effect)).collect();
    does.extend(tasks.map(|task| {
        let mut says = Phrase::of("gets the task ");
        says.add(template(playbook, &task.title));
        says
    }));
    if escalation.takes_over {
        does.push(Phrase::of("answers for the play from then on"));
    }
    Rung {
        to: roles::name(playbook, escalation.to),
        when,
        unless: escalation.unless.as_ref().map(|unless| phrase(playbook, unless)),
        does,
    }
}

fn effect(playbook: &Playbook, effect: &Effect) -> Phrase {
    match effect {
        Effect::Notify { to, message } => {
            let mut says = Phrase::of(format!("{to} is told: "));
            says.add(template(playbook, message));
            says
        }
        Effect::Update { field, value } => {
            let mut says = Phrase::of(format!("{field} is set to "));
            says.add(match value {
                UpdateValue::Text(text) => template(playbook, text),
                UpdateValue::Value(value) => phrase(playbook, value),
            });
            says
        }
    }
}

fn told(playbook: &Playbook, play: &typed::Play) -> Vec<Line> {
    let moments = [
        ("When it opens", &play.on_opening),
        ("When it has done its work", &play.on_success),
        ("When its reason is gone", &play.on_clearing),
        ("When it closes", &play.on_closing),
    ];
    let mut lines = Vec::new();
    for (label, effects) in moments {
        let items = effects.iter().map(|it| Item { label: None, says: Said::Phrase(effect(playbook, it)) });
        let mut items: Vec<Item> = items.collect();
        match (items.len(), items.pop()) {
            (1, Some(only)) => lines.push(Line::new(label, only.says)),
            (_, Some(last)) => {
                items.push(last);
                lines.push(Line::new(label, Said::Group { head: "all of these".into(), items }));
            }
            (_, None) => {}
        }
    }
    lines
}
