//! The nearest change that would turn what was asked for.

use super::Account;
use crate::decide::{Given, play_state};
use crate::graph::NodeId;
use crate::story::nearest::{Goal, Nearest, State, Watched, reaching};
use serde::Serialize;
use stageplay_dsl::typed::{Expr, Playbook, Trigger};
use stageplay_dsl::types::{CardId, JourneyId, PlayId, RiskId, Type};

/// What it would take for something to be otherwise.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Turning {
    /// What it would be: `silence is none`.
    pub to: String,
    /// What would have to change, the least first; nothing: no change of a few values was found.
    pub moves: Vec<Moved>,
}

/// A value that would have to change, as people read it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Moved {
    /// The field.
    pub name: String,
    /// What it is.
    pub from: String,
    /// What it would be.
    pub to: String,
    /// By how much, with its sign; nothing where that cannot be said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// The field's sentence.
    #[serde(skip)]
    pub(super) sentence: Option<String>,
    /// Its values are not to be told.
    #[serde(skip)]
    pub(super) is_private: bool,
}

impl Moved {
    /// `usage.logins_30d from 12 to 20 (+8)`.
    #[must_use]
    pub fn says(&self) -> String {
        let by = self.by.as_ref().map(|by| format!(" ({by})")).unwrap_or_default();
        format!("{} from {} to {}{by}", self.name, self.from, self.to)
    }
}

/// A goal and its words; what conditions it comes down to, each with the truth it needs.
pub(super) struct Wish {
    to: String,
    goal: Goal,
    needs: Vec<(NodeId, bool)>,
}

/// What may turn of a name, and is worth asking for.
pub(super) fn wishes(account: &Account, name: &str) -> Vec<Wish> {
    let playbook = account.playbook();
    if let Some((id, card)) = playbook.cards.iter().find(|(_, card)| card.name == name) {
        return bands(account, id, playbook.choices[card.band_set].names().count());
    }
    if let Some((id, _)) = playbook.risks.iter().find(|(_, risk)| risk.name == name) {
        return levels(account, id);
    }
    if let Some((id, _)) = playbook.journeys.iter().find(|(_, journey)| journey.name == name) {
        return stages(account, id);
    }
    if let Some((id, _)) = playbook.plays.iter().find(|(_, play)| play.name == name) {
        return play(account, id).into_iter().collect();
    }
    if let Some((_, named)) = playbook.lets.iter().find(|(_, named)| named.name == name) {
        return condition(account, name, &named.value).into_iter().collect();
    }
    inner(account, name).into_iter().collect()
}

/// What would reach each of the wishes.
pub(super) fn turnings(account: &Account, given: Given<'_>, wishes: Vec<Wish>) -> Vec<Turning> {
    let found = wishes.into_iter().map(|wish| {
        let nearest = reaching(account.program, account.batch, given, account.row, &wish.goal, &wish.needs);
        Turning { to: wish.to, moves: nearest.map_or_else(Vec::new, |nearest| moves(account.playbook(), &nearest)) }
    });
    found.collect()
}

fn moves(playbook: &Playbook, nearest: &Nearest) -> Vec<Moved> {
    let moves = nearest.moves.iter().map(|moved| {
        let place = moved.change.place;
        Moved {
            name: place.name(playbook),
            from: place.shown(playbook, moved.from.as_ref()),
            to: place.shown(playbook, moved.change.to.as_ref()),
            by: moved.by(playbook),
            is_private: place.is_private(playbook),
            sentence: place.field(playbook).and_then(|field| field.sentence.as_ref()).map(ToString::to_string),
        }
    });
    moves.collect()
}

fn words(numbers: impl Iterator<Item = usize>) -> Vec<State> {
    numbers.filter_map(|word| Some(State::Word(u16::try_from(word).ok()?))).collect()
}

/// The next band up and the next one down.
fn bands(account: &Account, id: CardId, count: usize) -> Vec<Wish> {
    let card = &account.playbook().cards[id];
    let word = |band: usize| card.bands.get(band).map_or("", |band| band.name.as_str());
    let now = account.decisions.cards[id].band.get(0).map(usize::from);
    let wish = |band: usize, is: Vec<State>| Wish {
        to: format!("{} is {}", card.name, word(band)),
        goal: Goal { of: Watched::Band(id), is },
        needs: Vec::new(),
    };
    match now {
        None => vec![Wish { to: format!("{} is known", card.name), ..wish(0, words(0..count)) }],
        Some(now) => {
            let up = (now + 1 < count).then(|| wish(now + 1, words(now + 1..count)));
            let down = now.checked_sub(1).map(|down| wish(down, words(0..now)));
            up.into_iter().chain(down).collect()
        }
    }
}

/// The next level up and the next one down.
fn levels(account: &Account, id: RiskId) -> Vec<Wish> {
    let risk = &account.playbook().risks[id];
    let word = |level: usize| {
        level.checked_sub(1).and_then(|level| risk.levels.get(level)).map_or("none", |level| level.name.as_str())
    };
    let now = account.decisions.levels[id].get(0).map_or(0, usize::from);
    let wish = |level: usize, is: Vec<State>, needs: Vec<(NodeId, bool)>| Wish {
        to: format!("{} is {}", risk.name, word(level)),
        goal: Goal { of: Watched::Level(id), is },
        needs,
    };
    let node = |level: usize| risk.levels.get(level).map(|level| account.program.node(&level.condition));
    let up = node(now).map(|next| wish(now + 1, words(now + 1..risk.levels.len() + 1), vec![(next, true)]));
    let down = now.checked_sub(1).map(|down| {
        let needs = (down..risk.levels.len()).filter_map(node).map(|node| (node, false));
        wish(down, words(0..now), needs.collect())
    });
    up.into_iter().chain(down).collect()
}

/// The next stages, whichever comes first.
fn stages(account: &Account, id: JourneyId) -> Vec<Wish> {
    let journey = &account.playbook().journeys[id];
    let Some(here) = account.decisions.stages[id].get(0).map(usize::from) else { return Vec::new() };
    let is_ordered = |stage: usize| journey.stages.get(stage).is_some_and(|stage| stage.interrupts_while.is_none());
    let ordered = journey.stages.len();
    let on_order = is_ordered(here);
    let next: Vec<usize> = (0..ordered).filter(|stage| is_ordered(*stage) && (!on_order || *stage > here)).collect();
    let Some(first) = next.first().copied() else { return Vec::new() };
    let to = if on_order {
        format!("{} goes on to {}", journey.name, journey.stages.get(first).map_or("", |stage| stage.name.as_str()))
    } else {
        format!("{} is interrupted no more", journey.name)
    };
    let stage = |at: usize| journey.stages.get(at);
    let needs = if on_order {
        let exit = stage(here).and_then(|stage| stage.exit.as_ref());
        exit.into_iter().chain(stage(first).and_then(|stage| stage.enter.as_ref())).map(|it| (it, true)).collect()
    } else {
        let interrupts = journey.stages.iter().filter_map(|stage| stage.interrupts_while.as_ref());
        interrupts.map(|it| (it, false)).collect::<Vec<_>>()
    };
    let needs = needs.into_iter().map(|(it, wanted)| (account.program.node(it), wanted)).collect();
    vec![Wish { to, goal: Goal { of: Watched::Stage(id), is: words(next.into_iter()) }, needs }]
}

fn play(account: &Account, id: PlayId) -> Option<Wish> {
    let play = &account.playbook().plays[id];
    let state = account.decisions.plays[id].state.get(0).unwrap_or(play_state::IDLE);
    let active = [play_state::OPEN, play_state::PENDING];
    let is_active = active.contains(&state);
    let trigger = match &play.trigger {
        Trigger::When(when) | Trigger::Once(when) => Some(when),
        Trigger::Every { when, .. } => when.as_ref(),
    };
    if play.each.is_some() {
        // It opens for records, not for the account.
        return None;
    }
    if is_active && account.is_remembered {
        // What keeps a run open that has begun is more than its condition.
        let wish = condition(account, &play.name, trigger?)?;
        return Some(Wish { to: format!("{} is asked for no more", play.name), ..wish });
    }
    let is: Vec<State> = if is_active {
        words((0..play_state::WORDS.len()).filter(|state| !active.iter().any(|it| usize::from(*it) == *state)))
    } else {
        active.into_iter().map(State::Word).collect()
    };
    let mut needs: Vec<(NodeId, bool)> = trigger.iter().map(|when| (account.program.node(when), !is_active)).collect();
    if !is_active {
        needs.extend(play.unless.iter().map(|unless| (account.program.node(unless), false)));
    }
    let to = format!("{} {}", play.name, if is_active { "does not open" } else { "opens" });
    Some(Wish { to, goal: Goal { of: Watched::Play(id), is }, needs })
}

/// The other truth of a condition.
fn condition(account: &Account, name: &str, condition: &Expr) -> Option<Wish> {
    if condition.ty != Type::Truth {
        return None;
    }
    let wanted = account.seen().truth(condition) != Some(true);
    let node = account.program.node(condition);
    let to = format!("{name} is {}", if wanted { "true" } else { "false" });
    Some(Wish { to, goal: Goal::condition(node, wanted), needs: Vec::new() })
}

/// A band, a level, a stage or a criterion of one, by its path.
fn inner(account: &Account, name: &str) -> Option<Wish> {
    let playbook = account.playbook();
    let (owner, rest) = name.split_once('.')?;
    if let Some((id, card)) = playbook.cards.iter().find(|(_, card)| card.name == owner) {
        let band = card.bands.iter().position(|band| band.name == rest)?;
        let now = account.decisions.cards[id].band.get(0).map(usize::from);
        let other = words((0..card.bands.len()).filter(|other| *other != band));
        let (is, says) = if now == Some(band) { (other, "is not") } else { (words(band..=band), "is") };
        let to = format!("{owner} {says} {rest}");
        return Some(Wish { to, goal: Goal { of: Watched::Band(id), is }, needs: Vec::new() });
    }
    super::asked::condition(playbook, name).and_then(|it| condition(account, name, it))
}
