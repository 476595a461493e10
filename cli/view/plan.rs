//! What a changed playbook makes of what is remembered: for people, and for a pull request.

use super::terminal::wrapped;
use super::words::{HEADING, compact, count, sentence};
use crate::plan::Told;
use stageplay_dsl::types::show_number;
use stageplay_engine::live::{Change, Opened};
use std::collections::BTreeMap;

/// So many accounts are listed of what opens, and of what closes.
const LISTED: usize = 10;

/// A heading and what stands below it.
struct Section {
    title: &'static str,
    lines: Vec<String>,
}

/// For people.
pub fn text(told: &Told, width: usize) -> String {
    let mut text = wrapped(&head(told), width, "  ");
    for Section { title, lines } in sections(told) {
        text.push_str(&format!("\n{HEADING}{title}{HEADING:#}\n"));
        for line in lines {
            text.push_str(&wrapped(&format!(" {line}"), width, "   "));
        }
    }
    text
}

/// For a pull request.
pub fn markdown(told: &Told) -> String {
    let mut text = format!("{}\n", escaped(&head(told)));
    for Section { title, lines } in sections(told) {
        text.push_str(&format!("\n### {title}\n\n"));
        for line in lines {
            text.push_str(&format!("- {}\n", escaped(&line)));
        }
    }
    text
}

/// Text in which nothing is markup, but for the marks around code. What comes from elsewhere has none of these.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut is_code = false;
    for letter in text.chars() {
        is_code ^= letter == '`';
        if !is_code && matches!(letter, '\\' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '~' | '@' | '&') {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped
}

/// Text that is not ours, without marks of code.
fn quoted(text: &str) -> String {
    sentence(text).replace('`', "'")
}

fn head(told: &Told) -> String {
    let change = &told.change;
    let version = if told.same_version { "the version that the state was written with" } else { "another version" };
    let accounts = count(change.accounts as u64, "account");
    let as_of = told.as_of.as_ref().map(|day| format!(", evaluated as of {day}")).unwrap_or_default();
    format!("{}: {version}, against {accounts} as of the run of {}{as_of}", quoted(&told.playbook), told.last)
}

fn sections(told: &Told) -> Vec<Section> {
    let change = &told.change;
    let mut sections = vec![
        Section { title: "To be decided", lines: unresolved(change) },
        Section { title: "Stages", lines: stages(change) },
        Section { title: "Counted anew", lines: clocks(change) },
        Section { title: "Bands and levels", lines: words(change) },
        Section { title: "Plays", lines: plays(change) },
    ];
    if let Some(planned) = &told.planned {
        sections.push(Section { title: "Would open", lines: runs(&planned.opens) });
        sections.push(Section { title: "Would close", lines: runs(&planned.closes) });
    }
    sections.retain(|section| !section.lines.is_empty());
    if change.is_none() {
        let lines = vec!["nothing that is remembered changes its meaning".into()];
        sections.insert(0, Section { title: "Memory", lines });
    }
    if told.planned.as_ref().is_some_and(|it| it.opens.is_empty() && it.closes.is_empty()) {
        sections.push(Section { title: "Plays now", lines: vec!["no play opens or closes".into()] });
    }
    sections
}

fn unresolved(change: &Change) -> Vec<String> {
    let line = |stage: &stageplay_engine::live::Stage| {
        format!(
            "{} on stage `{}` of journey `{}`, which is gone: write `stage NEW formerly {}` if it has a new name, or \
             `retired stage {} to OTHER` to say where they go",
            count(stage.accounts as u64, "account"),
            stage.stage,
            stage.journey,
            stage.stage,
            stage.stage
        )
    };
    change.unresolved().map(line).collect()
}

fn stages(change: &Change) -> Vec<String> {
    let settled = change.stages.iter().filter(|stage| !stage.unresolved);
    settled
        .map(|stage| {
            let accounts = count(stage.accounts as u64, "account");
            match &stage.becomes {
                Some(to) => {
                    format!("`{}` of journey `{}` becomes `{to}`, with {accounts} on it", stage.stage, stage.journey)
                }
                None => format!("`{}` goes with its journey `{}`, with {accounts} on it", stage.stage, stage.journey),
            }
        })
        .collect()
}

fn clocks(change: &Change) -> Vec<String> {
    let line = |gone: &stageplay_engine::live::Gone| {
        let days = gone.days.unwrap_or_default();
        let unit = if days.total_cmp(&1.0).is_eq() { "day" } else { "days" };
        let accounts = count(gone.accounts as u64, "account");
        format!("`{}`, true for up to {} {unit} of {accounts}", quoted(&gone.name), show_number(days))
    };
    change.clocks.iter().map(line).collect()
}

fn words(change: &Change) -> Vec<String> {
    let line = |gone: &stageplay_engine::live::Gone| {
        let accounts = count(gone.accounts as u64, "account");
        format!(
            "`{}` of `{}` is gone, with {accounts} in it: they are as if seen for the first time",
            gone.name, gone.of
        )
    };
    change.words.iter().map(line).collect()
}

fn plays(change: &Change) -> Vec<String> {
    let mut lines = Vec::new();
    for play in &change.plays {
        let mut parts = Vec::new();
        let mut part = |number: usize, one: &str| {
            if number > 0 {
                parts.push(count(number as u64, one));
            }
        };
        part(play.open, "open run");
        part(play.pending, "pending account");
        part(play.cooling, "cooling account");
        let parts = if parts.is_empty() { "nothing".to_owned() } else { parts.join(", ") };
        lines.push(match &play.becomes {
            Some(now) => format!("`{}` is `{now}` now, with {parts}", play.play),
            None => format!(
                "`{}` is gone, with {parts}: open runs are withdrawn; write `play NEW formerly {}` if it has a new name",
                play.play, play.play
            ),
        });
    }
    lines.extend(change.tasks.iter().map(|gone| {
        let runs = count(gone.accounts as u64, "open run");
        format!(
            "task `{}` of `{}` is gone from {runs} in which it was not done; write `task NEW formerly {}` if it has a new name",
            gone.name, gone.of, gone.name
        )
    }));
    if !change.new_plays.is_empty() {
        let names: Vec<String> = change.new_plays.iter().map(|play| format!("`{play}`")).collect();
        lines.push(format!("new: {}", names.join(", ")));
    }
    lines
}

/// Counts by play, then the first accounts.
fn runs(runs: &[Opened]) -> Vec<String> {
    if runs.is_empty() {
        return Vec::new();
    }
    let mut plays: BTreeMap<&str, usize> = BTreeMap::new();
    for run in runs {
        *plays.entry(&run.play).or_default() += 1;
    }
    let counts: Vec<String> = plays.iter().map(|(play, number)| format!("{play} {number}")).collect();
    let mut lines = vec![format!("{}: {}", count(runs.len() as u64, "run"), counts.join(", "))];
    lines.extend(runs.iter().take(LISTED).map(|run| {
        let key = run.key.as_ref().map(|key| format!(" {}", quoted(key))).unwrap_or_default();
        let priority = run.priority.map(|priority| format!(", priority {}", show_number(priority.round())));
        let revenue = run.revenue.map(|revenue| format!(", {}", compact(revenue)));
        let why = run.why.as_ref().map(|why| format!(": {}", quoted(why))).unwrap_or_default();
        let (priority, revenue) = (priority.unwrap_or_default(), revenue.unwrap_or_default());
        format!("{} {}{key}{priority}{revenue}{why}", quoted(&run.account), run.play)
    }));
    if runs.len() > LISTED {
        lines.push(format!("and {}", count((runs.len() - LISTED) as u64, "more run")));
    }
    lines
}
