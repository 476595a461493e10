//! What the morning shows to people: parts with entries, in plain words. Texts of the data are in them as they came:
//! whoever sets them escapes them.

use crate::view::capacity;
use crate::view::words::{compact, count, grouped};
use stageplay_dsl::types::{show_day, show_number, show_score};
use stageplay_engine::live::{Held, Measure};
use stageplay_engine::story::today::{
    Load, Morning, Moved, NotApplied, OverCapacity, Overridden, Play, SOON, Task, When,
};

/// The whole morning.
pub struct Page {
    pub title: String,
    /// For which day, and whose.
    pub about: String,
    /// How much there is.
    pub counts: String,
    pub sections: Vec<Section>,
    /// What is not listed.
    pub notes: Vec<String>,
}

impl Page {
    /// For which day and whose, where it stands by itself.
    pub fn about_as_sentence(&self) -> String {
        let mut letters = self.about.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    }
}

/// A part of the morning.
pub struct Section {
    /// A word for how it looks.
    pub class: &'static str,
    pub heading: &'static str,
    /// How many there are, and of what.
    pub count: String,
    pub entries: Vec<Entry>,
    /// How many are not listed.
    pub more: usize,
}

/// One line to act on, and what belongs to it.
#[derive(Default)]
pub struct Entry {
    /// Its priority is not known.
    pub is_marked: bool,
    pub account: Option<String>,
    pub head: String,
    /// What is less important, in parentheses.
    pub aside: Vec<String>,
    /// A short word and what it introduces.
    pub lines: Vec<(&'static str, String)>,
}

/// The morning in parts; those without entries are left out.
pub fn page(morning: &Morning, top: usize) -> Page {
    let parts = Parts { morning, top };
    let tasks = |class, heading, when| parts.tasks(class, heading, when);
    let is_first = morning.run_before.is_none();
    let sections = [
        tasks("overdue", "Overdue", When::Overdue),
        tasks("today", "Due today", When::Today),
        tasks("soon", "Due in the next 7 days", When::Soon),
        parts.plays(
            "new",
            if is_first { "New: all there is, for this was the first run" } else { "New since the run before" },
            morning.new_plays(),
            new,
        ),
        parts.plays("escalated", "Escalated", morning.escalated(), escalated),
        parts.plays("asleep", "Asleep", morning.asleep(), asleep),
        parts.plays("undated", "Open without a due date", morning.undated(), undated),
        parts.moved("worse", "Moved: worse", &morning.moves.worse, why_moved),
        parts.moved("data", "Moved: data expired or missing", &morning.moves.data, why_moved),
        parts.moved("stages", "Moved: stages", &morning.moves.stages, why_moved),
        parts.moved("better", "Moved: better", &morning.moves.better, |_| Vec::new()),
        parts.section("overrides", "Overrides in force", "score", &morning.overrides, |it| parts.overridden(it)),
        parts.section("refused", "Not applied", "record", &morning.not_applied, not_applied),
        parts.section("over", "Over capacity", "owner", &morning.over_capacity, |it| parts.over_capacity(it)),
        parts.section("owners", "Owners", "owner", &morning.owners, load),
    ];
    Page {
        title: morning.title.clone(),
        about: about(morning),
        counts: counts(morning),
        sections: sections.into_iter().filter(|section| !section.count.is_empty()).collect(),
        notes: notes(morning),
    }
}

fn about(morning: &Morning) -> String {
    let (as_of, last) = (show_day(morning.as_of), show_day(morning.last_run));
    let day = if morning.as_of == morning.last_run {
        format!("as of {as_of} (the date of the last run)")
    } else {
        format!("due dates as of {as_of}, everything else as of the last run, {last}")
    };
    let before = morning.run_before.map(|day| format!("; the run before was on {}", show_day(day))).unwrap_or_default();
    let whose = morning.owner.as_ref().map(|owner| format!(", for {owner}")).unwrap_or_default();
    format!("{day}{whose}{before}")
}

fn counts(morning: &Morning) -> String {
    if morning.plays.is_empty() {
        return "no play is open".into();
    }
    let plays = count(morning.plays.len() as u64, "play");
    let accounts = count(morning.accounts() as u64, "account");
    let number = |when| morning.tasks(when).count();
    let (overdue, today, soon) = (number(When::Overdue), number(When::Today), number(When::Soon));
    let due = match (overdue, today, soon) {
        (0, 0, 0) => format!("nothing is overdue or due in the next {SOON} days"),
        _ => format!(
            "{} overdue, {} due today, {} in the next {SOON} days",
            count(overdue as u64, "task"),
            grouped(today as u64),
            grouped(soon as u64)
        ),
    };
    format!("{plays} open for {accounts}; {due}")
}

fn notes(morning: &Morning) -> Vec<String> {
    let mut notes = Vec::new();
    match morning.tasks(When::Later).count() {
        0 => {}
        1 => notes.push("1 task is due later".into()),
        later => notes.push(format!("{} tasks are due later", grouped(later as u64))),
    }
    match morning.waiting {
        0 => {}
        1 => notes.push("1 record of people counts from the next run on".into()),
        some => notes.push(format!("{some} records of people count from the next run on")),
    }
    if morning.plays.iter().any(|play| play.priority.is_none()) {
        notes.push("? stands before what has no known priority".into());
    }
    notes
}

struct Parts<'m> {
    morning: &'m Morning,
    top: usize,
}

impl Parts<'_> {
    fn section<T>(
        &self,
        class: &'static str,
        heading: &'static str,
        one: &str,
        all: &[T],
        entry: impl Fn(&T) -> Entry,
    ) -> Section {
        Section {
            class,
            heading,
            count: if all.is_empty() { String::new() } else { count(all.len() as u64, one) },
            entries: all.iter().take(self.top).map(entry).collect(),
            more: all.len().saturating_sub(self.top),
        }
    }

    fn tasks(&self, class: &'static str, heading: &'static str, when: When) -> Section {
        let all: Vec<(&Play, &Task)> = self.morning.tasks(when).collect();
        self.section(class, heading, "task", &all, |(play, task)| {
            let mut lines = vec![("in", format!("{} ({})", play.title, self.aside(play).join(", ")))];
            lines.extend(recorded(&task.recorded));
            lines.extend(about_play(play));
            let mut aside = vec![due(task)];
            aside.push(doer(task));
            Entry { aside, lines, ..entry(play, &task.title) }
        })
    }

    fn plays<'p>(
        &self,
        class: &'static str,
        heading: &'static str,
        plays: impl Iterator<Item = &'p Play>,
        lines: impl Fn(&Play) -> Vec<(&'static str, String)>,
    ) -> Section {
        let all: Vec<&Play> = plays.collect();
        self.section(class, heading, "play", &all, |play| {
            let mut lines = lines(play);
            lines.extend(about_play(play));
            Entry { aside: self.aside(play), lines, ..entry(play, &play.title) }
        })
    }

    fn moved(
        &self,
        class: &'static str,
        heading: &'static str,
        moved: &[Moved],
        lines: impl Fn(&Moved) -> Vec<(&'static str, String)>,
    ) -> Section {
        self.section(class, heading, "move", moved, |moved| {
            let mut aside = vec![self.revenue(moved.revenue).unwrap_or_else(|| "revenue unknown".into())];
            aside.extend(moved.overridden.iter().map(|score| format!("{score} overridden")));
            Entry {
                account: Some(moved.account.clone()),
                head: format!("{} {} → {}", moved.what, moved.from, moved.to),
                aside,
                lines: lines(moved),
                is_marked: false,
            }
        })
    }

    fn overridden(&self, it: &Overridden) -> Entry {
        let score = |value: Option<f64>| value.map_or_else(|| "unknown".into(), show_score);
        Entry {
            account: Some(it.account.clone()),
            head: format!("{} {} → {}", it.score, score(it.computed), score(it.said)),
            aside: vec![it.words.clone(), format!("until {}", show_day(it.until))],
            lines: vec![("why", it.reason.clone()), ("who", format!("{}, on {}", it.by, show_day(it.from)))],
            is_marked: false,
        }
    }

    /// Only what is too much: the rest is in the last lines.
    fn over_capacity(&self, it: &OverCapacity) -> Entry {
        let over = |of_week: bool| {
            let is_it = move |held: &&Held| held.is_over() && (held.of != Measure::OpenPlays) == of_week;
            it.held.iter().filter(is_it).map(capacity::held).collect::<Vec<_>>()
        };
        let mut aside = over(false);
        let of_week = over(true).join(", ");
        if !of_week.is_empty() {
            let week = self.morning.week;
            let is_now = (0..7).contains(&self.morning.as_of.saturating_sub(week));
            let when = if is_now { "this week".into() } else { format!("in the week of {}", show_day(week)) };
            aside.push(format!("{of_week} {when}"));
        }
        Entry { head: capacity::who(&it.who), aside, ..Entry::default() }
    }

    /// What tells a play from others, and how much it weighs.
    fn aside(&self, play: &Play) -> Vec<String> {
        let priority = match play.priority {
            None => "priority unknown".into(),
            Some(priority) if priority.abs() >= 1e15 => format!("priority {}", compact(priority)),
            Some(priority) => format!("priority {}", show_number(priority.round())),
        };
        let mut aside = vec![play.name.clone(), priority];
        aside.extend(self.revenue(play.revenue));
        aside.extend(play.overridden.iter().map(|score| format!("{score} overridden")));
        aside
    }

    fn revenue(&self, revenue: Option<f64>) -> Option<String> {
        let unit = self.morning.currency.as_ref().map(|currency| format!(" {currency}")).unwrap_or_default();
        revenue.map(|revenue| format!("{}{unit}", compact(revenue)))
    }
}

fn entry(play: &Play, head: &str) -> Entry {
    let key = play.key.as_ref().map(|key| format!(", for {key}")).unwrap_or_default();
    Entry {
        is_marked: play.priority.is_none(),
        account: Some(play.account.clone()),
        head: format!("{head}{key}"),
        ..Entry::default()
    }
}

fn due(task: &Task) -> String {
    match (task.due, task.days_overdue) {
        (None, _) => "no date".into(),
        (Some(due), 0) => format!("by {}", show_day(due)),
        (Some(due), 1) => format!("1 day overdue, since {}", show_day(due)),
        (Some(due), days) => format!("{days} days overdue, since {}", show_day(due)),
    }
}

fn doer(task: &Task) -> String {
    if task.is_customers { "the customer's move".into() } else { who(task.owner.as_ref(), task.role.as_ref()) }
}

/// Who, or the role where nobody was named.
fn who(owner: Option<&String>, role: Option<&String>) -> String {
    match (owner, role) {
        (Some(owner), _) => owner.clone(),
        (None, Some(role)) => format!("{role}, nobody named"),
        (None, None) => "nobody named".into(),
    }
}

fn recorded(recorded: &[String]) -> Option<(&'static str, String)> {
    let said = recorded.join("; ");
    (!said.is_empty()).then(|| ("said", format!("{said}: counts from the next run on")))
}

/// What is to be known of a play wherever it is shown.
fn about_play(play: &Play) -> Vec<(&'static str, String)> {
    let mut lines: Vec<_> = recorded(&play.recorded).into_iter().collect();
    if let Some(day) = play.no_data_since {
        lines.push(("data", format!("none for this account since {}: nothing is decided about it", show_day(day))));
    }
    lines
}

fn why(play: &Play) -> Option<(&'static str, String)> {
    match &play.reason {
        Some(reason) => Some(("why", reason.clone())),
        None if play.is_quiet => Some((
            "why",
            format!("true already when the play came; opened without a word on {}", show_day(play.opened)),
        )),
        None => None,
    }
}

fn to_do(play: &Play) -> Vec<(&'static str, String)> {
    let line = |task: &Task| ("do", format!("{} ({}, {})", task.title, doer(task), due(task)));
    let mut lines: Vec<_> = play.tasks.iter().map(line).collect();
    if lines.is_empty() {
        lines.push(("who", who(play.owner.as_ref(), play.role.as_ref())));
    }
    lines
}

fn new(play: &Play) -> Vec<(&'static str, String)> {
    why(play).into_iter().chain(to_do(play)).collect()
}

fn escalated(play: &Play) -> Vec<(&'static str, String)> {
    let mut lines: Vec<_> = play
        .escalated
        .iter()
        .map(|it| {
            let told = it.to.as_ref().map_or_else(|| format!("{}, nobody named", it.role), Clone::clone);
            let on = it.on.map(|day| format!(" on {}", show_day(day))).unwrap_or_default();
            let reason = it.reason.as_ref().map(|reason| format!(": {reason}")).unwrap_or_default();
            let theirs = if it.took_over { "; it is theirs now" } else { "" };
            ("told", format!("{told}{on}{reason}{theirs}"))
        })
        .collect();
    lines.push(("who", who(play.owner.as_ref(), play.role.as_ref())));
    lines
}

fn asleep(play: &Play) -> Vec<(&'static str, String)> {
    let Some(sleep) = &play.asleep else { return Vec::new() };
    let by = sleep.by.as_ref().map(|by| format!(" by {by}")).unwrap_or_default();
    let reason = sleep.reason.as_ref().map(|reason| format!(": {reason}")).unwrap_or_default();
    let until = format!("{}, put to sleep on {}{by}{reason}", show_day(sleep.until), show_day(sleep.on));
    vec![("till", until), ("who", who(play.owner.as_ref(), play.role.as_ref()))]
}

fn undated(play: &Play) -> Vec<(&'static str, String)> {
    let mut lines = vec![("open", format!("since {}", show_day(play.opened)))];
    lines.extend(to_do(play));
    lines
}

fn why_moved(moved: &Moved) -> Vec<(&'static str, String)> {
    match (moved.because.as_str(), moved.overridden.join(", ")) {
        ("", scores) if scores.is_empty() => Vec::new(),
        ("", scores) => vec![("why", format!("somebody has overridden {scores}"))],
        (because, _) => vec![("why", because.to_owned())],
    }
}

fn not_applied(it: &NotApplied) -> Entry {
    let mut aside: Vec<String> = it.by.iter().cloned().collect();
    aside.extend(it.day.map(show_day));
    Entry {
        is_marked: false,
        account: Some(it.account.clone()),
        head: if it.what.is_empty() { it.id.clone() } else { it.what.clone() },
        aside,
        lines: vec![("why", it.why.clone())],
    }
}

fn load(load: &Load) -> Entry {
    let plays = format!("{} open", count(load.plays as u64, "play"));
    let asleep = (load.asleep > 0).then(|| format!("{} asleep", load.asleep));
    let overdue = (load.overdue > 0).then(|| format!("{} overdue", count(load.overdue as u64, "task")));
    let due = format!("{} due within {SOON} days", count(load.due as u64, "task"));
    Entry {
        head: load.owner.clone().unwrap_or_else(|| "nobody named".into()),
        aside: [Some(plays), asleep, overdue, Some(due)].into_iter().flatten().collect(),
        ..Entry::default()
    }
}
