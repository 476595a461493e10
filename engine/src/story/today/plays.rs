//! The open plays and their tasks: where they stand from the state, what they are called and why from what was told.

use super::SOON;
use super::kept::Kept;
use super::people;
use super::told::Told;
use crate::decide::state::{AccountState, Open, PlayRecord, TaskRecord};
use crate::live::{PlayWords, Record};
use stageplay_dsl::types::Day;
use std::cmp::Ordering;

/// An open play of an account.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Play {
    /// The account's id.
    pub account: String,
    /// The play's name.
    pub name: String,
    /// What people call it; the name where nobody was told.
    pub title: String,
    /// Of a play with one run for each record of a list: which.
    pub key: Option<String>,
    /// When it opened.
    pub opened: Day,
    /// It opened since the run before the last.
    pub is_new: bool,
    /// Nobody was told when it opened.
    pub is_quiet: bool,
    /// Awake, and without an open task that has a date.
    pub is_undated: bool,
    /// Who answers for it; `None`: the data named nobody.
    pub owner: Option<String>,
    /// The role that does.
    pub role: Option<String>,
    /// Highest first, as last told; `None`: unknown, or never told.
    pub priority: Option<f64>,
    /// What the account brings, as last told.
    pub revenue: Option<f64>,
    /// Why it opened.
    pub reason: Option<String>,
    /// Its open tasks, by date; those without one last.
    pub tasks: Vec<Task>,
    /// Who has been told that nothing happens, in the order of the playbook.
    pub escalated: Vec<Escalated>,
    /// Asleep.
    pub asleep: Option<Asleep>,
    /// Since when nothing has spoken for the account.
    pub no_data_since: Option<Day>,
    /// The scores of the account on which somebody's word holds.
    pub overridden: Vec<String>,
    /// What people have recorded about it that counts from the next run on.
    pub recorded: Vec<String>,
}

/// An open task.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Task {
    /// Its name.
    pub name: String,
    /// What is to be done; the name where nobody was told.
    pub title: String,
    /// Who does it; `None`: the data named nobody, or nobody was told.
    pub owner: Option<String>,
    /// The role that does.
    pub role: Option<String>,
    /// It is the customer's move.
    pub is_customers: bool,
    /// By when.
    pub due: Option<Day>,
    /// Where that lies.
    pub when: When,
    /// Since how many days it is overdue; 0 where it is not.
    pub days_overdue: Day,
    /// What people have recorded about it that counts from the next run on.
    pub recorded: Vec<String>,
}

/// Where the date of a task lies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum When {
    /// Before today.
    Overdue,
    /// Today.
    Today,
    /// In the next days.
    Soon,
    /// After those.
    Later,
    /// It has none.
    #[default]
    Undated,
    /// Its play sleeps, and its date with it.
    Asleep,
}

impl When {
    /// Its word for programs.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Overdue => "overdue",
            Self::Today => "today",
            Self::Soon => "soon",
            Self::Later => "later",
            Self::Undated => "undated",
            Self::Asleep => "asleep",
        }
    }
}

/// Somebody was told that nothing happens.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Escalated {
    /// The role.
    pub role: String,
    /// Who that is; `None`: the data named nobody.
    pub to: Option<String>,
    /// When.
    pub on: Option<Day>,
    /// Why.
    pub reason: Option<String>,
    /// It is theirs now.
    pub took_over: bool,
}

/// A play that sleeps.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Asleep {
    /// Since when.
    pub on: Day,
    /// Until when.
    pub until: Day,
    /// Who put it to sleep, where they said so.
    pub by: Option<String>,
    /// Why, where they said so.
    pub reason: Option<String>,
}

/// The open plays, by priority and revenue.
pub(super) fn open(kept: &Kept, as_of: Day) -> Vec<Play> {
    let mut plays = Vec::new();
    for (account, state) in &kept.accounts {
        for record in &state.plays {
            if let Some(open) = record.open() {
                plays.push(Reading { kept, account, state, record, open, as_of }.play());
            }
        }
    }
    plays.sort_by(order);
    plays
}

/// Highest priority first, then the most revenue; what is unknown comes before all, so that nobody forgets it.
fn order(one: &Play, other: &Play) -> Ordering {
    let rank = |value: Option<f64>| value.unwrap_or(f64::INFINITY);
    rank(other.priority)
        .total_cmp(&rank(one.priority))
        .then_with(|| rank(other.revenue).total_cmp(&rank(one.revenue)))
        .then_with(|| (&one.account, &one.name, &one.key).cmp(&(&other.account, &other.name, &other.key)))
}

/// An open run and where everything about it is found.
struct Reading<'a> {
    kept: &'a Kept,
    account: &'a str,
    state: &'a AccountState,
    record: &'a PlayRecord,
    open: &'a Open,
    as_of: Day,
}

impl<'a> Reading<'a> {
    fn name(&self) -> &'a str {
        self.kept.layout.plays.get(usize::from(self.record.play)).map_or("", |play| play.name.as_str())
    }

    fn told(&self) -> &'a [Told] {
        let key = self.record.key.as_deref().unwrap_or_default().to_owned();
        let run = (self.account.to_owned(), self.name().to_owned(), key, self.open.opened);
        self.kept.told.get(&run).map_or(&[], Vec::as_slice)
    }

    fn words(&self) -> Option<&'a PlayWords> {
        self.kept.words.plays.get(self.name())
    }

    fn play(&self) -> Play {
        let told = self.told();
        let newest = |of: fn(&Told) -> Option<f64>| told.iter().rev().find_map(of);
        let opening = told.iter().find(|it| it.kind == "stageplay.play.opened");
        let title =
            told.iter().find_map(|it| it.title.clone()).or_else(|| self.words().map(|words| words.title.clone()));
        let mut tasks: Vec<Task> =
            self.open.tasks.iter().filter(|task| task.done.is_none()).map(|task| self.task(task)).collect();
        tasks.sort_by_key(|task| task.due.unwrap_or(Day::MAX));
        let asleep = self.open.snooze.as_ref().map(|snooze| {
            let by = people::snoozed_by(self.kept, self.account, self.name(), self.record.key.as_deref(), snooze.until);
            let said = |of: fn(&Record) -> Option<String>| by.and_then(of);
            Asleep {
                on: snooze.on,
                until: snooze.until,
                by: said(|record| record.by.as_ref().map(ToString::to_string)),
                reason: said(|record| record.reason.as_ref().map(ToString::to_string)),
            }
        });
        Play {
            account: self.account.to_owned(),
            name: self.name().to_owned(),
            title: title.unwrap_or_else(|| self.name().to_owned()),
            key: self.record.key.as_ref().map(ToString::to_string),
            opened: self.open.opened,
            is_new: self.kept.run_before.is_none_or(|before| self.open.opened > before),
            is_quiet: self.open.quiet,
            is_undated: asleep.is_none() && tasks.iter().all(|task| task.due.is_none()),
            owner: self.open.owner.as_ref().map(ToString::to_string),
            role: self.open.taken_over.map_or_else(
                || self.role().map(str::to_owned),
                |level| self.escalation(level).map(ToString::to_string),
            ),
            priority: newest(|it| it.priority),
            revenue: newest(|it| it.revenue),
            reason: opening.and_then(|it| it.reason.clone()).filter(|reason| !reason.is_empty()),
            tasks,
            escalated: self.open.fired.iter().map(|level| self.escalated(*level)).collect(),
            asleep,
            no_data_since: self.state.seen.and_then(|seen| seen.absent),
            overridden: people::overridden_scores(self.state, self.as_of),
            recorded: people::recorded(self.kept, self.account, self.name(), self.record.key.as_deref(), None),
        }
    }

    fn task(&self, record: &TaskRecord) -> Task {
        let names = self.kept.layout.plays.get(usize::from(self.record.play)).map_or(&[][..], |play| &play.tasks);
        let name = names.get(usize::from(record.task)).map(ToString::to_string).unwrap_or_default();
        let created = |it: &&Told| it.kind == "stageplay.task.created" && it.task.as_deref() == Some(&name);
        let told = self.told().iter().find(created);
        let words = self.words().and_then(|words| words.tasks.get(name.as_str()));
        let role = told.and_then(|it| it.role.as_deref()).or(words.map(|words| words.role.as_str()));
        // A task of the role that answers for the play goes with the play, whoever that is now.
        let is_plays = role.is_some() && role == self.role();
        let owner = match told {
            _ if is_plays => self.open.owner.as_ref().map(ToString::to_string),
            Some(told) => told.owner.clone(),
            None if role.is_none() => self.open.owner.as_ref().map(ToString::to_string),
            None => None,
        };
        let title = told.and_then(|it| it.task_title.clone()).or_else(|| words.map(|words| words.title.clone()));
        let key = self.record.key.as_deref();
        let when = self.when(record.due);
        Task {
            title: title.unwrap_or_else(|| name.clone()),
            owner,
            role: role.map(str::to_owned),
            is_customers: told.and_then(|it| it.side.as_deref()) == Some("customer"),
            due: record.due,
            when,
            days_overdue: record.due.filter(|_| when == When::Overdue).map_or(0, |due| self.as_of.saturating_sub(due)),
            recorded: people::recorded(self.kept, self.account, self.name(), key, Some(&name)),
            name,
        }
    }

    /// The role that answered for the play when it opened.
    fn role(&self) -> Option<&'a str> {
        let opening = self.told().iter().find(|it| it.kind == "stageplay.play.opened");
        opening.and_then(|it| it.role.as_deref()).or_else(|| self.words()?.role.as_deref())
    }

    fn when(&self, due: Option<Day>) -> When {
        match due {
            _ if self.open.snooze.is_some() => When::Asleep,
            None => When::Undated,
            Some(due) if due < self.as_of => When::Overdue,
            Some(due) if due == self.as_of => When::Today,
            Some(due) if due <= self.as_of.saturating_add(SOON) => When::Soon,
            Some(_) => When::Later,
        }
    }

    /// The role that an escalation goes to.
    fn escalation(&self, level: u16) -> Option<&'a smol_str::SmolStr> {
        self.kept.layout.plays.get(usize::from(self.record.play))?.escalations.get(usize::from(level))
    }

    fn escalated(&self, level: u16) -> Escalated {
        let number = usize::from(level) + 1;
        let is_it = |it: &&Told| it.kind == "stageplay.play.escalated" && it.escalation == Some(number);
        let told = self.told().iter().find(is_it);
        Escalated {
            role: self.escalation(level).map(ToString::to_string).unwrap_or_default(),
            to: told.and_then(|it| it.owner.clone()),
            on: told.map(|it| it.on),
            reason: told.and_then(|it| it.reason.clone()),
            took_over: self.open.taken_over == Some(level),
        }
    }
}
