//! An account's history as a fixture and a test: its snapshots in order of date, and what the playbook decides of them.
//!
//! | file | does |
//! |---|---|
//! | `snapshot` | takes the account's snapshots out of a book, without what is private |
//! | `fixture` | writes them as fixtures |
//! | `changes` | says what has changed from one to the next, as `set` does |
//! | `expected` | says what was decided on a date, as `expect` does |
//!
//! What is expected is what the test's own account is decided, evaluation by evaluation: a recorded test passes, whatever
//! was left out of it.

mod changes;
mod expected;
mod fixture;
mod snapshot;
#[cfg(test)]
mod tests;

use crate::column::Calendar;
use crate::graph::Program;
use crate::read::{self, Fixtures, Snapshots};
use crate::workbench::test;
use changes::Changes;
use expected::Told;
use smol_str::SmolStr;
use snapshot::{Snapshot, tells_a_secret};
use stageplay_dsl::source::{SourceId, Span};
use stageplay_dsl::typed::{Reach, Test, TestDay};
use stageplay_dsl::types::{Day, show_day};
use std::collections::BTreeMap;

/// More evaluations than this no test has.
const MOST_EVALUATIONS: i64 = 10_000;

const WEEK: i64 = 7;

/// A history written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recording {
    /// The name of the test, and of its fixture.
    pub name: SmolStr,
    /// The file of fixtures.
    pub fixtures: String,
    /// The test, not yet laid out.
    pub test: String,
    /// How many snapshots it is made of.
    pub snapshots: usize,
    /// Private fields that are no text: the fixture is without their values, and may be decided otherwise.
    pub left_out: Vec<SmolStr>,
}

/// The name that an account's recording has where nobody names it: its id, as far as letters and digits go. An id that
/// is private names nothing.
#[must_use]
pub fn name_of(program: &Program, snapshots: &Snapshots, account: &str) -> SmolStr {
    let playbook = &program.playbook;
    if playbook.fields[playbook.id_field].private || tells_a_secret(playbook, snapshots, account, account) {
        return "account".into();
    }
    let word = |letter: char| if letter.is_ascii_alphanumeric() || letter == '_' { letter } else { '_' };
    let name: String = account.chars().map(word).take(80).collect();
    match name.chars().next() {
        Some(first) if first.is_ascii_digit() => format!("account_{name}").into(),
        Some(_) if name.chars().any(|letter| letter != '_') => name.into(),
        _ => "account".into(),
    }
}

/// Records an account, by its id, under a name; `None` where it has no snapshot that carries a date.
#[must_use]
pub fn record(
    program: &Program,
    calendar: Option<&Calendar>,
    snapshots: &Snapshots,
    account: &str,
    name: &str,
) -> Option<Recording> {
    let playbook = &program.playbook;
    let (history, left_out) = snapshot::history(playbook, snapshots, account);
    let (first, last) = (history.first()?.day, history.last()?.day);
    let changes = changes::changes(playbook, &history, name);
    let fixtures = fixture::file(playbook, &history, &changes.fixtures);
    let every = rhythm(&history);
    let test = typed(name, every, &history, &changes);
    let (read, _) = read::fixtures([(SourceId(0), fixtures.as_str())], playbook);
    let told = follow(program, calendar, &read, &test);
    let mut text = format!(
        "stageplay 1\n\n# Recorded from {} of one account, {} to {}. It expects what was decided then: read it before you keep it.\n\
         test {name} {{\naccount {name}\n",
        if history.len() == 1 { "1 snapshot".into() } else { format!("{} snapshots", history.len()) },
        show_day(first),
        show_day(last),
    );
    if every > 1 {
        text.push_str(&format!("evaluate every {every} days\n"));
    }
    let mut before: Option<&Told> = None;
    for (day, now) in &told {
        let at = history.iter().position(|snapshot| snapshot.day == *day);
        if at.is_none() && now.happened.is_empty() {
            continue;
        }
        text.push_str(&format!("on {} {{\n", show_day(*day)));
        if let Some(set) = at.and_then(|at| changes.written.get(at)).filter(|set| !set.is_empty()) {
            text.push_str(&format!("set {}\n", set.join(",\n")));
        }
        if at.is_some() {
            now.states(playbook, before).iter().for_each(|line| text.push_str(&format!("expect {line}\n")));
            before = Some(now);
        }
        text.push_str(&format!("expect exactly {{ {} }}\n}}\n", now.happened.join(", ")));
    }
    text.push_str("}\n");
    Some(Recording { name: name.into(), fixtures, test: text, snapshots: history.len(), left_out })
}

/// How many days lie between two evaluations: a week where all snapshots are whole weeks apart, else a day, as of a book
/// that runs daily.
fn rhythm(history: &[Snapshot]) -> u32 {
    let days: Vec<i64> = history.iter().map(|snapshot| i64::from(snapshot.day)).collect();
    let gaps = || days.iter().zip(days.iter().skip(1)).map(|(before, after)| after - before);
    let span: i64 = gaps().sum();
    let usual = if span > 0 && gaps().all(|gap| gap % WEEK == 0) { WEEK } else { 1 };
    let least = span / MOST_EVALUATIONS + i64::from(span % MOST_EVALUATIONS > 0);
    u32::try_from(usual.max(least)).unwrap_or(u32::MAX)
}

/// The test without its expectations.
fn typed(name: &str, every: u32, history: &[Snapshot], changes: &Changes) -> Test {
    let nowhere = Span::new(SourceId(0), 0, 0);
    let days = history.iter().zip(&changes.typed).map(|(snapshot, set)| TestDay {
        reach: Reach::On,
        day: snapshot.day,
        set: set.values.clone(),
        without: set.without.clone(),
        borrowed: set.borrowed.clone(),
        events: Vec::new(),
        expects: Vec::new(),
        span: nowhere,
    });
    Test {
        name: name.into(),
        sentence: None,
        account: (name.into(), nowhere),
        every,
        series: Vec::new(),
        days: days.collect(),
        span: nowhere,
    }
}

/// What is decided in each evaluation, by date.
fn follow(program: &Program, calendar: Option<&Calendar>, fixtures: &Fixtures, test: &Test) -> BTreeMap<Day, Told> {
    let mut told = BTreeMap::new();
    test::follow(program, calendar, fixtures, test, &mut |decided| {
        told.insert(decided.as_of, Told::of(&program.playbook, &decided));
    });
    told
}
