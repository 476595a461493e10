//! `exactly { … }`: what happened to plays that is not named there, and what is named and did not happen.

use super::judge::{Happened, Seen, Stretch, Watch, during};
use super::standing;
use crate::story::explain::Line;
use stageplay_dsl::typed::{Occurrence, Occurs, Playbook};
use stageplay_dsl::types::show_day;

/// What happened in an evaluation, each kind of it once for each play.
pub(in crate::workbench) fn occurrences(happened: &Happened) -> Vec<Occurrence> {
    let opened = happened.opened.iter().map(|play| (*play, Occurs::Opens));
    let closed = happened.closed.iter().map(|play| (*play, Occurs::Closes));
    let escalated = happened.escalated.iter().map(|(play, to)| (*play, Occurs::Escalates(*to)));
    let mut all: Vec<Occurrence> = Vec::new();
    for (play, what) in opened.chain(closed).chain(escalated) {
        let one = Occurrence { play, what };
        if !all.contains(&one) {
            all.push(one);
        }
    }
    all
}

/// As a test writes it.
pub(in crate::workbench) fn written(playbook: &Playbook, one: Occurrence) -> String {
    let play = &playbook.plays[one.play].name;
    match one.what {
        Occurs::Opens => format!("{play} opens"),
        Occurs::Closes => format!("{play} closes"),
        Occurs::Escalates(to) => format!("{play} escalates to {}", playbook.roles[to].name),
    }
}

/// Why it is not exactly what is named: something else at once, what is lacking when the stretch ends.
pub(super) fn failure(
    seen: &Seen<'_>,
    named: &[Occurrence],
    stretch: &Stretch<'_>,
    watch: &mut Watch,
) -> Option<Vec<Line>> {
    let today = seen.given.as_of;
    let now = occurrences(stretch.happened);
    let others: Vec<Occurrence> = now.iter().copied().filter(|one| !named.contains(one)).collect();
    watch.seen.extend(now);
    let lacking: Vec<Occurrence> =
        named.iter().copied().filter(|one| stretch.ends && !watch.seen.contains(one)).collect();
    if others.is_empty() && lacking.is_empty() {
        return None;
    }
    let playbook = seen.playbook();
    let mut lines = Vec::new();
    for one in &others {
        lines.push(Line::new("not named", format!("{} on {}", written(playbook, *one), show_day(today))));
    }
    for one in &lacking {
        lines.push(Line::new("did not happen", format!("{}, {}", written(playbook, *one), during(stretch, today))));
    }
    let mut told = Vec::new();
    for one in others.iter().chain(&lacking) {
        if !told.contains(&one.play) {
            told.push(one.play);
            lines.push(standing::of(seen, one.play));
        }
    }
    Some(lines)
}
