//! A history week by week, as a table: for a terminal, for a pull request, for programs.

use crate::diff::{Over, Weeks};
use crate::view::words::count;
use serde_json::{Value, json};
use stageplay_dsl::types::{Day, show_day};
use stageplay_engine::workbench::diff::{Kind, Summary};

/// So many weeks are shown at once in a comment; the others are folded.
const SHOWN: usize = 8;

const KINDS: [Kind; 4] = [Kind::Band, Kind::Stage, Kind::Level, Kind::Play];

/// A week in numbers.
struct Row {
    week: Day,
    actions: (usize, usize),
    kinds: [usize; 4],
}

/// The weeks in which anything is decided otherwise.
fn rows(weeks: &Weeks) -> Vec<Row> {
    let differs = |summary: &Summary| summary.changed.accounts > 0;
    let differing = weeks.weeks.iter().filter(|(_, summary)| differs(summary));
    differing
        .map(|(week, summary)| Row {
            week: *week,
            actions: summary.actions(),
            kinds: KINDS.map(|kind| of(summary, kind)),
        })
        .collect()
}

fn of(summary: &Summary, kind: Kind) -> usize {
    summary.kinds.get(&kind).copied().unwrap_or(0)
}

/// What there is to say of the weeks that have no row.
fn rest(weeks: &Weeks, rows: &[Row]) -> Option<String> {
    let same = weeks.weeks.len() - rows.len();
    (same > 0).then(|| {
        format!("nothing differs in {}", count(same as u64, if rows.is_empty() { "week" } else { "other week" }))
    })
}

/// What the columns hold, for people.
const LEGEND: &str =
    "actions that there are more or fewer; accounts with another band, stage, risk level, state of a play";

/// For a terminal, line by line.
pub fn text(over: &Over) -> Vec<String> {
    let Some(weeks) = &over.history else { return Vec::new() };
    let rows = rows(weeks);
    let mut lines = Vec::new();
    if !rows.is_empty() {
        lines.push(format!(
            "{:<10}  {:>6}  {:>6}  {:>6}  {:>6}  {:>6}  {:>6}",
            "week of", "more", "fewer", "band", "stage", "risk", "play"
        ));
    }
    for Row { week, actions: (more, fewer), kinds: [band, stage, risk, play] } in &rows {
        let week = show_day(*week);
        lines.push(format!("{week:<10}  {more:>6}  {fewer:>6}  {band:>6}  {stage:>6}  {risk:>6}  {play:>6}"));
    }
    lines.extend(rest(weeks, &rows));
    if !rows.is_empty() {
        lines.push(LEGEND.into());
    }
    lines
}

/// A table in Markdown; of many weeks the later ones are folded.
pub fn markdown(over: &Over) -> String {
    let Some(weeks) = &over.history else { return String::new() };
    let rows = rows(weeks);
    let mut text = String::new();
    let (shown, folded) = rows.split_at(rows.len().min(SHOWN));
    if !shown.is_empty() {
        text.push_str(&format!("{LEGEND}\n\n"));
        text.push_str(&table(shown));
    }
    if !folded.is_empty() {
        let more = count(folded.len() as u64, "more week");
        text.push_str(&format!("\n<details><summary>{more}</summary>\n\n{}\n</details>\n", table(folded)));
    }
    if let Some(rest) = rest(weeks, &rows) {
        text.push_str(&format!("{}{rest}\n", if rows.is_empty() { "" } else { "\n" }));
    }
    text
}

fn table(rows: &[Row]) -> String {
    let mut text = String::from(
        "| week of | actions more | fewer | band | stage | risk | play |\n|---|---:|---:|---:|---:|---:|---:|\n",
    );
    for Row { week, actions: (more, fewer), kinds: [band, stage, risk, play] } in rows {
        let week = show_day(*week);
        text.push_str(&format!("| {week} | {more} | {fewer} | {band} | {stage} | {risk} | {play} |\n"));
    }
    text
}

/// Every week with a date.
pub fn json(weeks: &Weeks) -> Vec<Value> {
    let told = weeks.weeks.iter().map(|(week, summary)| {
        let (added, removed) = summary.actions();
        json!({
            "week": show_day(*week),
            "actions_added": added,
            "actions_removed": removed,
            "owners": super::json::owners(summary),
            "due_on_another_day": summary.redated,
            "accounts": summary.changed.accounts,
            "band": of(summary, Kind::Band),
            "stage": of(summary, Kind::Stage),
            "risk": of(summary, Kind::Level),
            "play": of(summary, Kind::Play),
        })
    });
    told.collect()
}
