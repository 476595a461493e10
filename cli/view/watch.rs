//! What a look at a playbook has found, for people who are writing it.

use super::terminal::{self, wrapped};
use super::tests;
use super::words::{FAINT, HEADING, compact, count, name, revenue_unit};
use crate::exit::Fault;
use crate::watch::{Found, Look, Moved, Since, Sound};
use anstyle::{AnsiColor, Style};
use stageplay_dsl::typed::Playbook;
use stageplay_dsl::types::show_day;
use stageplay_engine::column::plain;
use stageplay_engine::workbench::diff::{Affected, Difference, Kind, Move, Subject};
use std::collections::BTreeMap;
use std::path::Path;

const BAD: Style = Style::new().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Red))).bold();

/// So many names of files are told, and the rest counted.
const LISTED: usize = 3;

/// What was found.
pub fn show(look: &Look, at: &str, playbook: &Path, width: usize) -> String {
    let mut text = String::new();
    if !look.changed.is_empty() {
        let listed: Vec<_> = look.changed.iter().take(LISTED).map(|file| plain(file)).collect();
        let more = look.changed.len().saturating_sub(LISTED);
        let more = if more == 0 { String::new() } else { format!(" and {}", count(more as u64, "other file")) };
        let line = format!("{HEADING}{at}{HEADING:#}  {}{more} changed", listed.join(", "));
        text.push_str(&format!("\n{}\n", wrapped(&line, width, "  ")));
    }
    match &look.found {
        Found::Outside(Fault::Playbook) => {}
        Found::Outside(Fault::Outside { what, help }) => {
            text.push_str(&terminal::fault_text(what, help.as_deref(), width));
        }
        Found::Faulty(opened) => text.push_str(&terminal::rendered(&opened.sources, &opened.diagnostics)),
        Found::Sound(found) => text.push_str(&sound(found, width)),
    }
    text.push_str(&format!("\n{FAINT}watching {} (Ctrl-C ends it){FAINT:#}\n", plain(&playbook.to_string_lossy())));
    text
}

fn sound(sound: &Sound, width: usize) -> String {
    let mut text = sound.fine.clone();
    if !sound.passes() {
        text.push('\n');
        text.push_str(&tests::show(&sound.tested, &sound.outcomes, &BTreeMap::new(), width));
    } else if !sound.outcomes.is_empty() {
        text.push_str(&format!("{} passed\n", sound.outcomes.len()));
    }
    match &sound.accounts {
        None | Some(Err(Fault::Playbook)) => {}
        Some(Err(Fault::Outside { what, .. })) => {
            text.push_str(&format!("\n{}", wrapped(&format!("{BAD}accounts{BAD:#}: {}", plain(what)), width, "  ")));
        }
        Some(Ok(moved)) => {
            text.push_str(&format!("\n{}", accounts(&sound.tested.ready.program.playbook, moved, width)));
        }
    }
    text
}

/// What becomes of the accounts.
fn accounts(playbook: &Playbook, moved: &Moved, width: usize) -> String {
    let head =
        format!("{} on {}", count(moved.decided.accounts.len() as u64, "account"), show_day(moved.decided.as_of));
    let Some(since) = &moved.since else {
        return wrapped(&format!("{head}: what a change makes of them is shown from now on"), width, "  ");
    };
    let summary = &since.summary;
    if summary.changed.accounts == 0 && summary.moved_silently == 0 {
        return wrapped(&format!("{head}: all as in the version of {}", since.at), width, "  ");
    }
    let unit = revenue_unit(playbook);
    let of_all = format!("{}{unit}", compact(summary.changed.revenue));
    let changed = count(summary.changed.accounts as u64, "account");
    let mut text = wrapped(
        &format!("{head}, since the version of {}: {changed} ({of_all}) decided otherwise", since.at),
        width,
        "  ",
    );
    for kind in [Kind::Band, Kind::Stage, Kind::Level, Kind::Play] {
        for (subject, moves) in summary.of_kind(kind) {
            let told: Vec<String> = moves.iter().map(|(step, affected)| one_move(subject, step, *affected)).collect();
            let line = format!(" {HEADING}{}{HEADING:#}: {}", subject.1, told.join(", "));
            text.push_str(&wrapped(&line, width, "   "));
        }
    }
    if summary.moved_silently > 0 {
        let accounts = count(summary.moved_silently as u64, "account");
        text.push_str(&wrapped(
            &format!(" {accounts} with other points or priorities, and nothing else"),
            width,
            "   ",
        ));
    }
    if summary.actions() != (0, 0) {
        text.push_str(&wrapped(&actions(since), width, "   "));
    }
    text.push_str(&witness(since, width));
    text
}

/// `yellow to red 3 (40.0k)`; of a play `opens 3 (40.0k)`.
fn one_move(subject: &Subject, (before, after): &Move, affected: Affected) -> String {
    let step = match (subject.0, before.as_deref(), after.as_deref()) {
        (Kind::Play, _, Some("open")) => "opens".to_owned(),
        (Kind::Play, Some("open"), _) => "does not open".to_owned(),
        (_, before, after) => format!("{} to {}", word(before), word(after)),
    };
    format!("{step} {} ({})", affected.accounts, compact(affected.revenue))
}

fn actions(since: &Since) -> String {
    let (added, removed) = since.summary.actions();
    let owners = since.summary.owners.iter().filter(|(_, (added, removed))| added + removed > 0);
    let mut owners: Vec<_> = owners.collect();
    owners.sort_by_key(|(_, (added, removed))| std::cmp::Reverse(added + removed));
    let told: Vec<String> = owners
        .iter()
        .take(LISTED)
        .map(|(who, (added, removed))| format!("{} +{added} −{removed}", name(who)))
        .collect();
    let more = owners.len().saturating_sub(LISTED);
    let more = if more == 0 { String::new() } else { format!(", {more} more owners") };
    let told = if told.is_empty() { String::new() } else { format!(": {}{more}", told.join(", ")) };
    format!(" {} added, {removed} removed{told}", count(added as u64, "action"))
}

/// The account that shows it most simply.
fn witness(since: &Since, width: usize) -> String {
    let Some(witness) = &since.witness else { return String::new() };
    let differences: Vec<String> = witness.differences.iter().filter_map(difference).take(LISTED).collect();
    if differences.is_empty() {
        return String::new();
    }
    wrapped(&format!(" for example {}: {}", name(&witness.account), differences.join("; ")), width, "   ")
}

fn difference(difference: &Difference) -> Option<String> {
    let points = |points: &Option<f64>| {
        points.map_or("unknown".to_owned(), |points| format!("{:.1}", (points * 10.0).floor() / 10.0))
    };
    match difference {
        Difference::Word { subject, before, after } => {
            Some(format!("{} {} to {}", subject.1, word(before.as_deref()), word(after.as_deref())))
        }
        Difference::Points { name, before, after } => Some(format!("{name} {} to {}", points(before), points(after))),
        Difference::Appears => Some("can be read now".into()),
        Difference::Disappears => Some("can no longer be read".into()),
        Difference::Added(_) | Difference::Removed(_) | Difference::Due { .. } | Difference::Priority { .. } => None,
    }
}

fn word(word: Option<&str>) -> &str {
    word.unwrap_or("unknown")
}
