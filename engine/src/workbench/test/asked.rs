//! `PLAY.priority > NUMBER`, `PLAY.owner = ROLE`, `PLAY.TASK.owner = ROLE`: what is said of the open runs of a play.

use super::judge::Seen;
use super::standing::{self, task_name};
use crate::column::plain_cut;
use crate::decide::state::{Open, PlayRecord};
use crate::decide::{Row, record_keys};
use crate::kernel::compare::compare_of;
use crate::story::explain::Line;
use stageplay_dsl::typed::{Comparison, Play, Responsible};
use stageplay_dsl::types::{PlayId, RoleId, show_day, show_number};

/// So many characters of a person's name are shown.
const LONGEST: usize = 80;

/// Why the priority of no open run compares so.
pub(super) fn priority(seen: &Seen<'_>, play: PlayId, is: Comparison, number: f64) -> Option<Vec<Line>> {
    let source = &seen.playbook().plays[play];
    let of = |record: &PlayRecord| row_of(seen, source, record).number(&source.priority);
    let found: Vec<Option<f64>> = open(seen, play).map(|(record, _)| of(record)).collect();
    if found.iter().flatten().any(|priority| compare_of(is, *priority, number)) {
        return None;
    }
    let says = |priority: &Option<f64>| priority.map_or_else(|| "unknown".into(), show_number);
    let says = found.iter().map(says).collect();
    Some(told(seen, play, format!("{}.priority", source.name), says))
}

/// Why nobody expected answers for an open run, or for its open task.
pub(super) fn owner(seen: &Seen<'_>, play: PlayId, task: Option<usize>, who: &Responsible) -> Option<Vec<Line>> {
    let source = &seen.playbook().plays[play];
    let name = |role: RoleId| &seen.playbook().roles[role].name;
    let mut says = Vec::new();
    for (_, open) in open(seen, play) {
        let (role, person) = match task {
            None => (role_of(source, open), open.owner.as_deref()),
            Some(at) => match (source.tasks.get(at), open.task(at).map(|record| record.done)) {
                (Some(task), Some(None)) => (Some(task.owner), seen.row.text(&seen.playbook().roles[task.owner].value)),
                (_, Some(Some(done))) => {
                    says.push(format!("done on {}", show_day(done)));
                    continue;
                }
                _ => {
                    says.push("not created yet".into());
                    continue;
                }
            },
        };
        let is_so = match who {
            Responsible::Role(wanted) => role == Some(*wanted),
            Responsible::Person(wanted) => person == Some(wanted.as_str()),
        };
        if is_so {
            return None;
        }
        let shown = person.map(|person| plain_cut(person, LONGEST));
        says.push(match (role, shown) {
            (None, None) => "nobody answers for it".into(),
            (None, Some(person)) => person.into_owned(),
            (Some(role), None) => format!("`{}`, and nobody is known who that is", name(role)),
            (Some(role), Some(person)) => format!("`{}`, {person}", name(role)),
        });
    }
    let of_task = task.map_or_else(String::new, |task| format!(".{}", task_name(source, task)));
    Some(told(seen, play, format!("{}{of_task}.owner", source.name), says))
}

/// The role that answers for a run.
fn role_of(play: &Play, open: &Open) -> Option<RoleId> {
    let taken = open.taken_over.and_then(|level| play.escalations.get(usize::from(level)));
    taken.map(|level| level.to).or(play.owner)
}

fn open<'a>(seen: &Seen<'a>, play: PlayId) -> impl Iterator<Item = (&'a PlayRecord, &'a Open)> {
    seen.of_play(play).filter_map(|record| Some((record, record.open()?)))
}

/// The row that a run reads: of a run for a record, with that record.
fn row_of<'a>(seen: &Seen<'a>, play: &Play, record: &PlayRecord) -> Row<'a> {
    let row = seen.row;
    let find = |each| record_keys(row.batch, row.frame, each, row.at).into_iter();
    let mut keys = play.each.iter().flat_map(find);
    let element = keys.find(|(_, key)| Some(key) == record.key.as_ref()).map(|(element, _)| element);
    Row { element, ..row }
}

/// What is so of each open run, and where the play stands; where none is open, only that.
fn told(seen: &Seen<'_>, play: PlayId, name: String, says: Vec<String>) -> Vec<Line> {
    let says = if says.is_empty() {
        format!("`{}` is {}", seen.playbook().plays[play].name, standing::word(seen, play))
    } else {
        says.join("; ")
    };
    vec![Line::new(name, says), standing::of(seen, play)]
}
