//! Compares what was decided about a test's account with what is expected of it.

use super::standing::{self, task_name};
use super::{asked, exactly};
use crate::decide::state::{AccountState, Phase, PlayRecord, TaskRecord};
use crate::decide::{Decisions, Given, Happening, Held, Row, Step};
use crate::story::explain::{self, Line};
use crate::story::nearest::{Move, nearest};
use stageplay_dsl::typed::{Due, Expected, Expr, ExprKind, GroupKind, Occurrence, Playbook, Reach, Suppressor, Times};
use stageplay_dsl::types::{Day, Id, PlayId, RoleId, show_day};

/// What was decided about a test's account in one evaluation.
pub(super) struct Seen<'a> {
    pub(super) row: Row<'a>,
    pub(super) decided: &'a Decisions,
    pub(super) given: Given<'a>,
    /// What is remembered after it.
    pub(super) state: &'a AccountState,
    /// A date that could not be counted, in this evaluation or before.
    pub(super) fault: Option<&'a str>,
    /// The row of the batch.
    pub(super) at: usize,
}

/// What happened to runs in one evaluation, one entry per run.
pub(in crate::workbench) struct Happened {
    pub(super) opened: Vec<PlayId>,
    pub(super) closed: Vec<PlayId>,
    pub(super) escalated: Vec<(PlayId, RoleId)>,
}

/// The evaluations that a date of a test is about, as far as they have come.
pub(super) struct Stretch<'a> {
    /// What opened before this evaluation, since the test began.
    pub(super) opened: &'a [(PlayId, Day)],
    /// What happens in it.
    pub(super) happened: &'a Happened,
    /// The first one.
    pub(super) since: Day,
    /// Whether it is one evaluation, or all since the date before.
    pub(super) reach: Reach,
    /// Whether this is the last.
    pub(super) ends: bool,
}

/// What a date has shown of an expectation so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Watch {
    /// The dates on which it happened.
    dates: Vec<Day>,
    /// Which of what `exactly` names has happened.
    pub(super) seen: Vec<Occurrence>,
    /// It has failed: nothing more is to be said.
    is_settled: bool,
}

impl<'a> Seen<'a> {
    pub(super) fn playbook(&self) -> &'a Playbook {
        self.row.playbook()
    }

    pub(super) fn of_play(&self, play: PlayId) -> impl Iterator<Item = &'a PlayRecord> {
        self.state.of_play(play.index())
    }

    fn steps(&self) -> &'a [Step] {
        let steps = self.decided.steps.as_slice();
        let start = steps.partition_point(|step| step.row < self.at);
        let end = steps.partition_point(|step| step.row <= self.at);
        steps.get(start..end).unwrap_or(&[])
    }

    /// What happened to runs: those that begin without a word, too.
    pub(super) fn happened(&self) -> Happened {
        let today = self.given.as_of;
        let of = |record: &PlayRecord| PlayId::from_index(usize::from(record.play));
        let records = || self.state.plays.iter();
        let opens = |record: &&PlayRecord| matches!(&record.phase, Phase::Open(open) if open.opened == today);
        let closes = |record: &&PlayRecord| matches!(&record.phase, Phase::Closed { on, .. } if *on == today);
        let escalated = self.steps().iter().filter_map(|step| match step.what {
            Happening::Escalated { level, .. } => {
                let escalation = self.playbook().plays[step.play].escalations.get(level)?;
                Some((step.play, escalation.to))
            }
            _ => None,
        });
        Happened {
            opened: records().filter(opens).map(of).collect(),
            closed: records().filter(closes).map(of).collect(),
            escalated: escalated.collect(),
        }
    }

    /// What holds a play back in this evaluation.
    fn held(&self, play: PlayId) -> impl Iterator<Item = Held> {
        let at = self.at - self.decided.rows.start;
        let held = self.decided.plays.rows().get(play.index()).map_or(&[][..], |columns| &columns.held);
        held.iter().filter(move |(row, _)| *row == at).map(|(_, held)| *held)
    }

    fn is_open(&self, play: PlayId) -> bool {
        self.of_play(play).any(|record| record.open().is_some())
    }

    /// Whether a play would open and that other one keeps it from that.
    fn is_suppressed(&self, play: PlayId, by: Suppressor) -> bool {
        self.held(play).any(|held| match (held, by) {
            (Held::Unless, Suppressor::Play(other)) => {
                let unless = self.playbook().plays[play].unless.as_ref();
                self.is_open(other) && unless.is_some_and(|unless| reads(self.playbook(), unless, other))
            }
            (Held::Group { by: Some(holder), .. }, Suppressor::Play(other)) if holder == other => true,
            // Whatever of the group is open has its part in a limit, and in who holds the place.
            (Held::Group { group, .. }, Suppressor::Play(other)) => {
                let group = &self.playbook().groups[group];
                let is_earlier = || {
                    let mut places = group.plays.iter().filter(|member| [play, other].contains(member));
                    places.next() == Some(&other)
                };
                let counts = group.kind != GroupKind::FirstOf || is_earlier();
                counts && group.plays.contains(&other) && self.is_open(other)
            }
            (Held::Group { group, .. }, Suppressor::Group(other)) => group == other,
            (Held::Unless, Suppressor::Group(_)) => false,
        })
    }

    /// What makes a condition true or not.
    fn grounds(&self, condition: &Expr) -> Vec<Line> {
        explain::grounds(self.row.program, self.row.batch, self.given, self.at, condition)
    }

    /// Where a play stands, behind what is to be said of it; and the date that could not be counted, where there is one.
    fn told(&self, play: PlayId, says: impl Into<String>) -> Vec<Line> {
        let mut lines = vec![Line::new(self.playbook().plays[play].name.to_string(), says)];
        lines.extend(self.fault.map(|fault| Line::new("dates", fault)));
        lines.push(standing::of(self, play));
        lines
    }
}

/// Whether a condition asks how a play stands.
fn reads(playbook: &Playbook, condition: &Expr, play: PlayId) -> bool {
    let mut left = vec![condition];
    let mut lets = Vec::new();
    while let Some(expr) = left.pop() {
        match &expr.kind {
            ExprKind::PlayState(other) if *other == play => return true,
            ExprKind::TaskState { play: other, .. } if *other == play => return true,
            ExprKind::Let(id) if !lets.contains(id) => {
                lets.push(*id);
                left.push(&playbook.lets[*id].value);
            }
            _ => left.extend(expr.operands()),
        }
    }
    false
}

/// Why an expectation has not come true in this evaluation, or by now; `None` where it has, or still may.
pub(super) fn failure(
    seen: &Seen<'_>,
    expected: &Expected,
    stretch: &Stretch<'_>,
    watch: &mut Watch,
) -> Option<Vec<Line>> {
    if watch.is_settled {
        return None;
    }
    let today = seen.given.as_of;
    let because = match expected {
        Expected::Condition(condition) => (!seen.row.is_true(condition)).then(|| seen.grounds(condition)),
        Expected::Never(condition) => seen.row.is_true(condition).then(|| seen.grounds(condition)),
        Expected::Due { play, task, day } => due(seen, *play, *task, *day),
        Expected::Priority { play, is, number } => asked::priority(seen, *play, *is, *number),
        Expected::Owner { play, task, who } => asked::owner(seen, *play, *task, who),
        Expected::Opens { play, how } => {
            let now = stretch.happened.opened.iter().filter(|opened| *opened == play).count();
            watch.dates.extend(std::iter::repeat_n(today, now));
            opens(seen, *play, *how, stretch, &watch.dates)
        }
        Expected::Closes { play } => {
            let now = stretch.happened.closed.contains(play);
            watch.dates.extend(now.then_some(today));
            let missed = stretch.ends && watch.dates.is_empty();
            missed.then(|| seen.told(*play, format!("did not close {}", during(stretch, today))))
        }
        Expected::Escalates { play, to, how } => {
            let now = stretch.happened.escalated.contains(&(*play, *to));
            watch.dates.extend(now.then_some(today));
            let role = &seen.playbook().roles[*to].name;
            match how {
                Times::Never => now.then(|| seen.told(*play, format!("escalates to `{role}` on {}", show_day(today)))),
                Times::Any | Times::Once => (stretch.ends && watch.dates.is_empty())
                    .then(|| seen.told(*play, format!("did not escalate to `{role}` {}", during(stretch, today)))),
            }
        }
        Expected::Exactly(all) => exactly::failure(seen, all, stretch, watch),
        Expected::Suppressed { play, by } => {
            watch.dates.extend(seen.is_suppressed(*play, *by).then_some(today));
            (stretch.ends && watch.dates.is_empty()).then(|| {
                let name = match by {
                    Suppressor::Play(by) => &seen.playbook().plays[*by].name,
                    Suppressor::Group(by) => &seen.playbook().groups[*by].name,
                };
                let mut lines = seen.told(*play, format!("not suppressed by `{name}` {}", during(stretch, today)));
                if let Suppressor::Play(by) = by {
                    lines.push(standing::of(seen, *by));
                }
                lines
            })
        }
    };
    watch.is_settled = because.is_some();
    because
}

/// The nearest change of the account with which a condition would have come out as expected: private values are not told.
pub(super) fn would_pass(seen: &Seen<'_>, expected: &Expected) -> Option<Line> {
    let (condition, wanted) = match expected {
        Expected::Condition(condition) => (condition, true),
        Expected::Never(condition) => (condition, false),
        _ => return None,
    };
    let row = seen.row;
    let found = nearest(row.program, row.batch, seen.given, seen.at, row.program.node(condition), wanted)?;
    let told = |moved: &Move| {
        let (playbook, place) = (seen.playbook(), moved.change.place);
        format!("{} (it is {})", moved.change.says(playbook), place.shown(playbook, moved.from.as_ref()))
    };
    let moves: Vec<String> = found.moves.iter().map(told).collect();
    Some(Line::new("would pass with", moves.join(" and ")))
}

/// `on 2026-03-09`, `from 2026-03-03 to 2026-03-09`.
pub(super) fn during(stretch: &Stretch<'_>, today: Day) -> String {
    if stretch.since == today {
        format!("on {}", show_day(today))
    } else {
        format!("from {} to {}", show_day(stretch.since), show_day(today))
    }
}

fn opens(seen: &Seen<'_>, play: PlayId, how: Times, stretch: &Stretch<'_>, dates: &[Day]) -> Option<Vec<Line>> {
    let today = seen.given.as_of;
    match how {
        Times::Never => {
            let opens = stretch.happened.opened.contains(&play);
            opens.then(|| seen.told(play, format!("opens on {}", show_day(today))))
        }
        _ if !stretch.ends => None,
        _ if dates.is_empty() => Some(seen.told(play, format!("did not open {}", during(stretch, today)))),
        Times::Any => None,
        Times::Once => {
            // On one date, it counts as well whether it has opened before.
            let before = stretch.opened.iter().filter(|(opened, _)| *opened == play && stretch.reach == Reach::On);
            let all: Vec<Day> = before.map(|(_, on)| *on).chain(dates.iter().copied()).collect();
            (all.len() > 1).then(|| {
                let all: Vec<String> = all.into_iter().map(show_day).collect();
                seen.told(play, format!("opened {} times: on {}", all.len(), all.join(", ")))
            })
        }
    }
}

/// Why a task is not due on a day.
fn due(seen: &Seen<'_>, play: PlayId, task: usize, day: Day) -> Option<Vec<Line>> {
    let source = &seen.playbook().plays[play];
    let open = || seen.of_play(play).filter_map(PlayRecord::open);
    let records = || open().filter_map(|open| open.task(task));
    let is_due = |record: &TaskRecord| record.done.is_none() && record.due == Some(day);
    if records().any(is_due) {
        return None;
    }
    let name = task_name(source, task);
    let says: Vec<String> = records()
        .map(|record| match (record.done, record.due, seen.fault) {
            (Some(done), ..) => format!("done on {}", show_day(done)),
            (None, Some(due), _) => format!("due on {}", show_day(due)),
            (None, None, Some(fault)) => fault.into(),
            (None, None, None) => "has no due date: what it counts from is unknown".into(),
        })
        .collect();
    let path = format!("{}.{name}", source.name);
    if !says.is_empty() {
        return Some(vec![Line::new(path, says.join("; "))]);
    }
    let turn = || {
        let source = source.tasks.get(task)?;
        let fired = |level: usize| open().any(|open| open.fired.iter().any(|fired| usize::from(*fired) == level));
        if let Some(level) = source.level.filter(|level| !fired(*level)) {
            let to = seen.playbook().plays[play].escalations.get(level)?.to;
            return Some(format!("it begins with the escalation to `{}`", seen.playbook().roles[to].name));
        }
        match &source.due {
            Some(Due::After { task: before, .. }) => {
                let before_it = task_name(&seen.playbook().plays[play], *before);
                let is_done = open().any(|open| open.task(*before).is_some_and(|record| record.done.is_some()));
                (!is_done).then(|| format!("`{before_it}` is not done"))
            }
            _ => None,
        }
        .or_else(|| source.when.as_ref().map(|_| "its `when` is not true".into()))
    };
    let why = if open().next().is_some() {
        turn().map_or_else(|| "not created yet".into(), |why| format!("not created yet: {why}"))
    } else {
        format!("not created, because `{}` is {}", source.name, standing::word(seen, play))
    };
    Some(vec![Line::new(path, why), standing::of(seen, play)])
}
