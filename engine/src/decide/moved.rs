//! What is not what it was at the last evaluation, with the one thing that explains most of it.

use super::bands;
use super::chunk::{Chunk, Move, Moving};
use super::row::Row;
use super::why;
use crate::column::Cause;
use crate::evaluate::{Frame, cause};
use smol_str::SmolStr;
use stageplay_dsl::typed::{Playbook, show};
use stageplay_dsl::types::{CardId, Id, PartId, show_score};

/// A band, stage or level that is not what it was.
#[derive(Clone, Debug, PartialEq)]
pub struct Moved {
    /// The row of the batch.
    pub row: usize,
    /// The account's id.
    pub account: SmolStr,
    /// The scorecard, journey or risk.
    pub name: SmolStr,
    /// What kind of thing it is.
    pub kind: MovedKind,
    /// The word it was.
    pub from: SmolStr,
    /// The word it is.
    pub to: SmolStr,
    /// What explains most of it; empty where nothing does.
    pub because: String,
    /// Whether that is worse or better data, or data that is missing or too old.
    pub ground: Ground,
    /// What the account brings, in the revenue field's unit.
    pub revenue: Option<f64>,
}

/// What kind of thing has moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum MovedKind {
    Band,
    Stage,
    Level,
}

impl MovedKind {
    /// Its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Band => "band",
            Self::Stage => "stage",
            Self::Level => "level",
        }
    }
}

/// On what a move rests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// On values that are there.
    Values,
    /// On a value that is missing now.
    Missing,
    /// On a value that is too old now.
    Expired,
}

impl Ground {
    /// Its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Values => "values",
            Self::Missing => "missing",
            Self::Expired => "expired",
        }
    }
}

/// Tells what has moved, and remembers the new bands. Texts have been evaluated.
pub(super) fn tell(chunk: &mut Chunk<'_>, frame: &Frame) -> Vec<Moved> {
    let mut moves = std::mem::take(&mut chunk.moved);
    moves.sort_by_key(|it| it.row);
    moves.iter().map(|it| one(chunk, frame, *it)).collect()
}

fn one(chunk: &mut Chunk<'_>, frame: &Frame, it: Move) -> Moved {
    let playbook = &chunk.program.playbook;
    let row = chunk.row(frame, it.row, None);
    let (name, kind, set) = match it.of {
        Moving::Band(id) => (playbook.cards[id].name.clone(), MovedKind::Band, playbook.cards[id].band_set),
        Moving::Stage(id) => (playbook.journeys[id].name.clone(), MovedKind::Stage, playbook.journeys[id].stage_set),
        Moving::Level(id) => (playbook.risks[id].name.clone(), MovedKind::Level, playbook.risks[id].level_set),
    };
    let (because, ground) = match it.of {
        Moving::Band(id) => band(chunk, frame, id, it),
        Moving::Stage(id) => (stage(row, id, it), Ground::Values),
        Moving::Level(id) => {
            let level = usize::from(it.to).checked_sub(1).and_then(|level| playbook.risks[id].levels.get(level));
            (level.map_or_else(String::new, |level| why::holds(row, &level.condition)), Ground::Values)
        }
    };
    let word = |code: u16| SmolStr::from(playbook.choices[set].word(code));
    let at = frame.rows.start + it.row;
    let moved = Moved {
        row: at,
        account: chunk.batch.columns[playbook.id_field].text(at).unwrap_or_default().into(),
        name,
        kind,
        from: word(it.from),
        to: word(it.to),
        because,
        ground,
        revenue: frame.numbers(chunk.program.field(playbook.revenue_field)).get(it.row),
    };
    if let Moving::Band(id) = it.of {
        bands::settle(chunk, frame, id, it.row, it.to);
    }
    moved
}

/// The door through which an account came to its stage.
fn stage(row: Row<'_>, id: stageplay_dsl::types::JourneyId, it: Move) -> String {
    let journey = &row.playbook().journeys[id];
    let (from, to) = (journey.stages.get(usize::from(it.from)), journey.stages.get(usize::from(it.to)));
    let back = from.and_then(|from| from.back_to.iter().find(|(stage, _)| *stage == usize::from(it.to)));
    let conditions = [
        to.and_then(|to| to.interrupts_while.as_ref()),
        back.map(|(_, condition)| condition),
        to.and_then(|to| to.enter.as_ref()),
        from.and_then(|from| from.exit.as_ref()),
    ];
    let true_one = conditions.into_iter().flatten().find(|condition| row.is_true(condition));
    true_one.map_or_else(String::new, |condition| why::holds(row, condition))
}

/// The indicator that has moved the points most since the account came into its last band.
fn band(chunk: &Chunk<'_>, frame: &Frame, id: CardId, it: Move) -> (String, Ground) {
    let program = chunk.program;
    let playbook = &program.playbook;
    let row = chunk.row(frame, it.row, None);
    let indicators = bands::indicators(program, id);
    let now = bands::points(program, frame, &indicators, it.row);
    let before = chunk.states.get(it.row).and_then(|state| state.cards.get(id.index())).map(|card| &card.points);
    let mean = frame.numbers(program.part(playbook.cards[id].root).score).get(it.row).unwrap_or(50.0);
    let known = |points: u8| (points != u8::MAX).then(|| f64::from(points));
    let influence = |part: PartId, before: u8, now: u8| {
        // A part that is missing counts as the mean of the others does.
        let (before, now) = (known(before).unwrap_or(mean), known(now).unwrap_or(mean));
        share(row, playbook, part) * (now - before)
    };
    let changes = indicators.iter().zip(before.into_iter().flatten()).zip(&now);
    let worse = it.to < it.from;
    let most = changes
        .map(|((part, before), now)| (*part, *before, *now, influence(*part, *before, *now)))
        .filter(|(.., influence)| *influence != 0.0 && (*influence < 0.0) == worse)
        .max_by(|one, other| one.3.abs().total_cmp(&other.3.abs()));
    let Some((part, before, now, _)) = most else {
        let cap = playbook.cards[id].limits.iter().find(|limit| row.is_true(&limit.condition));
        return (cap.map_or_else(String::new, |limit| show(&limit.condition, playbook)), Ground::Values);
    };
    let name = &playbook.parts[part].path;
    let told = |points: u8| known(points).map_or_else(|| "missing".into(), show_score);
    let ground = match program.indicator(part).and_then(|node| cause(program, frame, chunk.batch, node, it.row)) {
        _ if now != u8::MAX => Ground::Values,
        Some(unknown) if unknown.cause == Cause::Expired => Ground::Expired,
        _ => Ground::Missing,
    };
    let now = if ground == Ground::Expired { "expired".into() } else { told(now) };
    (format!("{name} {} → {now}", told(before)), ground)
}

/// The share of a scorecard that an indicator has, where everything is known.
fn share(row: Row<'_>, playbook: &Playbook, part: PartId) -> f64 {
    let mut share = 1.0;
    let mut at = part;
    loop {
        let parent = playbook.parts.iter().find_map(|(id, other)| match &other.kind {
            stageplay_dsl::typed::PartKind::Group(children) if children.contains(&at) => Some((id, children)),
            _ => None,
        });
        let Some((id, children)) = parent else { return share };
        let weight = |part: PartId| row.number(&playbook.parts[part].weight).unwrap_or(0.0);
        let all: f64 = children.iter().map(|child| weight(*child)).sum();
        share *= if all > 0.0 { weight(at) / all } else { 0.0 };
        at = id;
    }
}
