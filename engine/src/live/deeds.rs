//! What people have done, from records with names to events of the step.
//!
//! One JSON object a line:
//!
//! ```json
//! {"day": "2026-03-10", "account": "A1", "type": "done", "play": "rescue", "task": "call", "by": "ada@example.com"}
//! {"day": "2026-03-10", "account": "A1", "type": "snooze", "play": "rescue", "until": "2026-03-20"}
//! {"day": "2026-03-10", "account": "A1", "type": "override", "score": "health", "cap": 60, "until": "2026-04-10", "by": "ada@example.com", "reason": "invoice in dispute"}
//! ```

use super::layout::Layout;
use crate::decide::events::{Deed, Event, PlayDeed};
use crate::decide::state::{Change, OverrideRecord};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use smol_str::SmolStr;
use stageplay_dsl::diagnostic::near;
use stageplay_dsl::typed::Playbook;
use stageplay_dsl::types::{Day, Id, PlayId, parse_day};

/// Something a person has done, as it is written. What belongs to which type is checked by [`Record::read`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// Its name: a record told twice is one. Left out, it is made of the rest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<SmolStr>,
    /// `2026-03-10`.
    pub day: SmolStr,
    /// The account's id.
    pub account: SmolStr,
    /// `done`, `dismiss`, `snooze`, `wake`, `owner`, `override`.
    #[serde(rename = "type")]
    pub kind: SmolStr,
    /// Who has done it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<SmolStr>,
    /// The play.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub play: Option<SmolStr>,
    /// Of `done`: the task.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task: Option<SmolStr>,
    /// Of a play with one run for each record of a list: which.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<SmolStr>,
    /// Of `snooze` and `override`: the day it ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<SmolStr>,
    /// Of `owner`: who answers for it from now on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<SmolStr>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<SmolStr>,
    /// Of `override`: the score.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<SmolStr>,
    /// The score is this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replace: Option<f64>,
    /// The score is at most this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cap: Option<f64>,
    /// The score is at least this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub floor: Option<f64>,
}

const KINDS: [&str; 6] = ["done", "dismiss", "snooze", "wake", "owner", "override"];

/// A record, understood.
#[derive(Clone, Debug, PartialEq)]
pub struct Deeds {
    /// Whose.
    pub account: SmolStr,
    /// What.
    pub event: Event,
}

/// What records may name.
struct Names<'n> {
    plays: Vec<(Name<'n>, Vec<Name<'n>>)>,
    /// With the least and the most they can be.
    scores: Vec<(&'n SmolStr, f64, f64)>,
}

/// A name, and the one it had formerly.
type Name<'n> = (&'n SmolStr, Option<&'n SmolStr>);

impl<'n> Names<'n> {
    fn of(playbook: &'n Playbook) -> Self {
        let cards = playbook.cards.rows().iter().map(|card| (&card.name, 0.0, 100.0));
        let scores = playbook.scores.rows().iter().map(|score| (&score.name, score.low, score.high));
        let plays = playbook.plays.rows().iter().map(|play| {
            let tasks = play.tasks.iter().map(|task| (&task.name, task.formerly.as_ref())).collect();
            ((&play.name, play.formerly.as_ref()), tasks)
        });
        Self { plays: plays.collect(), scores: cards.chain(scores).collect() }
    }

    fn of_state(layout: &'n Layout) -> Self {
        let cards = layout.cards.iter().map(|card| (&card.name, 0.0, 100.0));
        let scores = layout.scores.iter().map(|score| (&score.name, score.low, score.high));
        let plays =
            layout.plays.iter().map(|play| ((&play.name, None), play.tasks.iter().map(|task| (task, None)).collect()));
        Self { plays: plays.collect(), scores: cards.chain(scores).collect() }
    }
}

/// The place of a name, under that name or as a former one.
fn find(name: &SmolStr, names: &[Name<'_>]) -> Option<usize> {
    let same = names.iter().position(|(other, _)| *other == name);
    same.or_else(|| names.iter().position(|(_, formerly)| *formerly == Some(name)))
}

impl Record {
    /// Its name: the one given, or one made of what it says.
    #[must_use]
    pub fn name(&self) -> SmolStr {
        self.id.clone().unwrap_or_else(|| {
            let text = serde_json::to_string(self).unwrap_or_default();
            let hash = Sha256::digest(text.as_bytes());
            hash.iter().take(16).map(|byte| format!("{byte:02x}")).collect::<String>().into()
        })
    }

    /// The day, if it is one.
    #[must_use]
    pub fn on(&self) -> Option<Day> {
        parse_day(&self.day)
    }

    /// What it means for a playbook.
    ///
    /// # Errors
    /// In words: what it names that is not there, what it lacks, or what does not belong in it.
    pub fn read(&self, playbook: &Playbook) -> Result<Deeds, String> {
        self.understood(&Names::of(playbook))
    }

    /// What it means for the playbook that a state was last written with.
    ///
    /// # Errors
    /// As [`Record::read`].
    pub fn read_for(&self, layout: &Layout) -> Result<Deeds, String> {
        self.understood(&Names::of_state(layout))
    }

    fn understood(&self, names: &Names<'_>) -> Result<Deeds, String> {
        let day = self.on().ok_or_else(|| format!("`{}` is no date, expected one such as 2026-03-10", self.day))?;
        if self.account.is_empty() {
            return Err("`account` is empty".into());
        }
        let deed = match self.kind.as_str() {
            "done" => self.play(names, |record, (play, _), tasks| {
                let name = record.need(&record.task, "task")?;
                let task = find(name, tasks).ok_or_else(|| {
                    let told = unknown("task", name, tasks.iter().map(|(task, _)| task.as_str()));
                    format!("play `{play}` has {told}")
                })?;
                Ok(PlayDeed::Done { task })
            }),
            "dismiss" => self.play(names, |_, _, _| Ok(PlayDeed::Dismiss)),
            "snooze" => self.play(names, |record, _, _| Ok(PlayDeed::Snooze { until: record.end(day)? })),
            "wake" => self.play(names, |_, _, _| Ok(PlayDeed::Wake)),
            "owner" => self
                .play(names, |record, _, _| Ok(PlayDeed::Owner { to: record.need(&record.owner, "owner")?.clone() })),
            "override" => self.score(names, day).map(Deed::Override),
            other => Err(match near::nearest(other, KINDS) {
                Some(near) => format!("`{other}` is no type of record, did you mean `{near}`?"),
                None => format!("`{other}` is no type of record, expected one of {}", KINDS.join(", ")),
            }),
        }?;
        Ok(Deeds { account: self.account.clone(), event: Event { id: self.name(), day, deed } })
    }

    fn need<'a>(&self, value: &'a Option<SmolStr>, name: &str) -> Result<&'a SmolStr, String> {
        value.as_ref().filter(|value| !value.is_empty()).ok_or_else(|| format!("`{}` needs `{name}`", self.kind))
    }

    /// The last day of what has one.
    fn end(&self, day: Day) -> Result<Day, String> {
        let text = self.need(&self.until, "until")?;
        let until = parse_day(text).ok_or_else(|| format!("`{text}` is no date, expected one such as 2026-03-20"))?;
        if until <= day {
            return Err(format!("`until` ({text}) must be after `day` ({})", self.day));
        }
        Ok(until)
    }

    fn play(
        &self,
        names: &Names<'_>,
        what: impl FnOnce(&Self, Name<'_>, &[Name<'_>]) -> Result<PlayDeed, String>,
    ) -> Result<Deed, String> {
        let name = self.need(&self.play, "play")?;
        let plays: Vec<Name<'_>> = names.plays.iter().map(|(play, _)| *play).collect();
        let at = find(name, &plays);
        let Some((at, (play, tasks))) = at.and_then(|at| Some((at, names.plays.get(at)?))) else {
            return Err(format!("the playbook has {}", unknown("play", name, plays.iter().map(|(it, _)| it.as_str()))));
        };
        Ok(Deed::Play { play: PlayId::from_index(at), key: self.key.clone(), what: what(self, *play, tasks)? })
    }

    fn score(&self, names: &Names<'_>, day: Day) -> Result<OverrideRecord, String> {
        let name = self.need(&self.score, "score")?;
        let Some((_, low, high)) = names.scores.iter().find(|(other, ..)| *other == name) else {
            let told = unknown("score", name, names.scores.iter().map(|(name, ..)| name.as_str()));
            return Err(format!("the playbook has {told}"));
        };
        let changes = [self.replace.map(Change::Replace), self.cap.map(Change::Cap), self.floor.map(Change::Floor)];
        let mut given = changes.into_iter().flatten();
        let (Some(change), None) = (given.next(), given.next()) else {
            return Err("`override` needs one of `replace`, `cap` and `floor`".into());
        };
        let (Change::Replace(value) | Change::Cap(value) | Change::Floor(value)) = change;
        if !(*low..=*high).contains(&value) {
            return Err(format!("`{name}` lies between {low} and {high}, and {value} does not"));
        }
        Ok(OverrideRecord {
            score: name.clone(),
            change,
            from: day,
            until: self.end(day)?,
            by: self.need(&self.by, "by")?.clone(),
            reason: self.need(&self.reason, "reason")?.clone(),
        })
    }
}

fn unknown<'a>(what: &str, name: &str, names: impl Iterator<Item = &'a str>) -> String {
    match near::help(name, names) {
        Some(help) => format!("no {what} `{name}`, {help}"),
        None => format!("no {what} `{name}`"),
    }
}

/// The records of a text, one a line; blank lines are none. With each its line.
///
/// # Errors
/// The first line that is none, and why.
pub fn read_records(text: &str) -> Result<Vec<(usize, Record)>, (usize, String)> {
    let lines = (1..).zip(text.trim_start_matches('\u{feff}').lines()).filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(number, line)| match serde_json::from_str::<Record>(line) {
            Ok(record) => Ok((number, record)),
            Err(error) => Err((number, fault(&error.to_string()))),
        })
        .collect()
}

/// What is wrong with a line, without the library's count of lines.
fn fault(error: &str) -> String {
    error.split(" at line ").next().unwrap_or(error).to_owned()
}

#[cfg(test)]
mod tests {
    use super::read_records;

    #[test]
    fn a_line_that_is_no_record_is_named() {
        let text = "{\"day\":\"2026-03-10\",\"account\":\"A\",\"type\":\"wake\",\"play\":\"p\"}\n\n{\"dya\":1}\n";
        let (line, why) = read_records(text).unwrap_err();
        assert_eq!(line, 3);
        assert!(why.starts_with("unknown field `dya`"), "{why}");
        let torn = read_records(text.split_at(50).0).unwrap_err();
        assert_eq!(torn.0, 1);
        let one = read_records(text.lines().next().unwrap()).unwrap();
        let (_, record) = &one[0];
        // The same thing told twice has one name, and another thing another one.
        assert_eq!(record.name(), record.clone().name());
        assert_ne!(record.name(), super::Record { kind: "dismiss".into(), ..record.clone() }.name());
    }
}
