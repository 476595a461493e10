//! What there is to tell, part by part.

use crate::diff::{Made, Over, Told, Weeks};
use crate::view::words::{compact, count, name, sentence};
use stageplay_dsl::types::{show_day, show_number, show_score};
use stageplay_engine::workbench::diff::{Action, Cause, Difference, Effect, Item, Kind, Move, Summary, Whose};

/// So many of a long list are shown.
const LISTED: usize = 20;
/// So many differences of an example.
const DIFFERENCES: usize = 6;

/// A heading and what stands below it.
pub struct Section {
    pub title: String,
    pub lines: Vec<Line>,
    /// Whether the weeks of a history stand below it.
    pub has_weeks: bool,
}

fn section(title: impl Into<String>, lines: Vec<Line>) -> Section {
    Section { title: title.into(), lines, has_weeks: false }
}

/// A line, and how far it is set in.
pub struct Line {
    pub depth: usize,
    pub says: String,
}

fn line(depth: usize, says: impl Into<String>) -> Line {
    Line { depth, says: says.into() }
}

/// What there is to tell.
pub fn sections(told: &Told) -> Vec<Section> {
    let mut sections = vec![section("What the playbook says", said(told))];
    if let Some(over) = &told.over {
        sections.push(section(title_over(over), overall(told, over)));
        if over.history.is_some() && !over.changed.is_empty() {
            sections.push(Section { has_weeks: true, ..section("Week by week", Vec::new()) });
        }
        for cause in &over.causes {
            sections.push(section(title_of(told, cause), of_cause(told, over, cause)));
        }
    }
    if let Some(made) = &told.made {
        let lines = generated(told, made);
        sections.push(section("On generated accounts, at the boundaries of both versions", lines));
    }
    if !told.failed.is_empty() {
        let failed = told.failed.iter();
        let lines = failed.map(|(gate, counted)| line(0, format!("{}: it is {}", gate.written, show_number(*counted))));
        sections.push(section("Not allowed", lines.collect()));
    }
    sections
}

fn title_over(over: &Over) -> String {
    let (accounts, last) = (count(over.accounts as u64, "account"), show_day(over.as_of));
    match &over.history {
        None => format!("What that makes of {accounts} as of {last}"),
        Some(history) => {
            let dates = count(history.dates as u64, "date");
            format!("What that makes of {accounts} on {dates}, from {} to {last}", show_day(history.from))
        }
    }
}

fn said(told: &Told) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let (cosmetic, real): (Vec<&Item>, Vec<&Item>) =
        told.items.iter().partition(|item| item.effect == Effect::Cosmetic);
    for item in real.iter().take(LISTED * 3) {
        let change = match (&item.before, &item.after) {
            (Some(before), Some(after)) => format!("`{before}` is now `{after}`"),
            (None, Some(after)) if item.calendar == Whose::New => after.clone(),
            (None, Some(after)) => format!("`{after}`"),
            (Some(before), None) => format!("`{before}`"),
            (None, None) => String::new(),
        };
        let colon = if change.is_empty() { "" } else { ": " };
        let place = place(told, item);
        let place = if place.is_empty() { place } else { format!(" ({place})") };
        lines.push(line(0, format!("{} {}{colon}{}{place}", item.effect.word(), item.name, sentence(&change))));
    }
    if real.len() > LISTED * 3 {
        lines.push(line(0, format!("and {}", count((real.len() - LISTED * 3) as u64, "more change"))));
    }
    if !cosmetic.is_empty() {
        let names: Vec<&str> = cosmetic.iter().take(LISTED).map(|item| item.name.as_str()).collect();
        let more = cosmetic.len().saturating_sub(LISTED);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        lines.push(line(0, format!("cosmetic: {}{more}", names.join(", "))));
    }
    if lines.is_empty() {
        lines.push(line(0, "both say the same"));
    }
    lines
}

/// File and line, in the new version where it is there.
pub fn place(told: &Told, item: &Item) -> String {
    let (version, span) = match (item.new, item.old) {
        (Some(span), _) => (&told.new, span),
        (None, Some(span)) => (&told.old, span),
        (None, None) => return String::new(),
    };
    let (file, line) = version.place(span);
    let file = file.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
    format!("{}:{line}", name(&file))
}

fn overall(told: &Told, over: &Over) -> Vec<Line> {
    let summary = &over.summary;
    if over.changed.is_empty() {
        return vec![line(0, "every account is decided as before")];
    }
    let mut lines = vec![line(
        0,
        format!(
            "{} decided otherwise, with {}{} of revenue",
            count(summary.changed.accounts as u64, "account"),
            compact(summary.changed.revenue),
            told.unit
        ),
    )];
    if let Some(Weeks { at_end, .. }) = &over.history {
        lines.push(line(
            0,
            match at_end.accounts {
                0 => "at the end every account stands as before".into(),
                some => {
                    let accounts = count(some as u64, "account");
                    format!("at the end still {accounts}, with {}{}", compact(at_end.revenue), told.unit)
                }
            },
        ));
    }
    if summary.moved_silently > 0 {
        let accounts = count(summary.moved_silently as u64, "account");
        lines.push(line(0, format!("{accounts} more with other points or priorities, and nothing else")));
    }
    lines.extend(moves(told, summary, 0));
    if over.uncounted > 0 {
        let accounts = count(over.uncounted as u64, "account");
        lines.push(line(0, format!("a due date of {accounts} lies outside the calendar")));
    }
    lines
}

/// Every move of a band, stage, level or play, then whose work it is.
fn moves(told: &Told, summary: &Summary, depth: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    for kind in [Kind::Band, Kind::Stage, Kind::Level, Kind::Play] {
        for (subject, moves) in summary.of_kind(kind) {
            let mut all: Vec<_> = moves.iter().collect();
            all.sort_by_key(|(_, affected)| std::cmp::Reverse(affected.accounts));
            for (to, affected) in all.into_iter().take(LISTED) {
                let revenue = format!(", {}{}", compact(affected.revenue), told.unit);
                let accounts = count(affected.accounts as u64, "account");
                lines.push(line(depth, format!("{} {} {}: {accounts}{revenue}", kind.word(), subject.1, arrow(to))));
            }
        }
    }
    let (appear, disappear) = summary.read;
    if appear + disappear > 0 {
        lines.push(line(depth, format!("accounts that can be read: {appear} more, {disappear} fewer")));
    }
    if summary.redated > 0 {
        lines.push(line(depth, format!("{} due on another day", count(summary.redated as u64, "action"))));
    }
    let mut owners: Vec<_> = summary.owners.iter().collect();
    owners.sort_by_key(|(_, (added, removed))| std::cmp::Reverse(added + removed));
    let more = owners.len().saturating_sub(LISTED);
    for (owner, (added, removed)) in owners.into_iter().take(LISTED) {
        lines.push(line(depth, format!("{}: {} more, {removed} fewer", name(owner), count(*added as u64, "action"))));
    }
    if more > 0 {
        lines.push(line(depth, format!("and {}", count(more as u64, "more owner"))));
    }
    lines
}

fn arrow((before, after): &Move) -> String {
    let word = |word: &Option<_>| word.as_ref().map_or_else(|| "unknown".to_owned(), ToString::to_string);
    format!("{} → {}", word(before), word(after))
}

fn title_of(told: &Told, cause: &Cause) -> String {
    match (names(told, &cause.items).as_slice(), cause.together) {
        ([], _) => "No change does it by itself".into(),
        (names, true) => format!("With {}, beside the other changes", names.join(" and ")),
        (names, false) => format!("Because of {}", names.join(" and ")),
    }
}

/// What accounts that nobody has show of each change.
fn generated(told: &Told, made: &Made) -> Vec<Line> {
    let Made::Shown(made) = made else {
        return vec![line(0, "none were made: the two versions do not read the same fields")];
    };
    let accounts = count(made.accounts as u64, "account");
    let mut lines = vec![line(0, format!("{accounts} as of {}; none of them is a customer", show_day(made.as_of)))];
    for shown in &made.shown {
        let names = names(told, &shown.items);
        let of = if names.is_empty() { "no change by itself".into() } else { names.join(" and ") };
        let beside = if shown.together { ", beside the other changes" } else { "" };
        lines.push(line(0, format!("{of}{beside}: for example {}", sentence(&shown.account))));
        lines.extend(shown.change.differences.iter().take(DIFFERENCES).map(|it| line(1, difference(it))));
    }
    for at in &made.hidden {
        let name = names(told, std::slice::from_ref(at)).join("");
        lines.push(line(0, format!("{name}: all of them are decided as before")));
    }
    if !made.hidden.is_empty() {
        lines.push(line(0, "they have no past: what takes time shows with --accounts and --history"));
    }
    lines
}

fn names<'t>(told: &'t Told, items: &[usize]) -> Vec<&'t str> {
    items.iter().filter_map(|at| told.items.get(*at)).map(|item| item.name.as_str()).collect()
}

fn of_cause(told: &Told, over: &Over, cause: &Cause) -> Vec<Line> {
    let mut lines = Vec::new();
    let accounts = count(cause.summary.changed.accounts as u64, "account");
    lines.push(line(0, format!("{accounts}, with {}{} of revenue", compact(cause.summary.changed.revenue), told.unit)));
    lines.extend(moves(told, &cause.summary, 0));
    if let Some(witness) = &cause.witness {
        let first = if over.history.is_some() { format!(", first on {}", show_day(witness.on)) } else { String::new() };
        lines.push(line(0, format!("for example {}{first}", name(&witness.account))));
        lines.extend(witness.differences.iter().take(DIFFERENCES).map(|it| line(1, difference(it))));
    }
    lines
}

/// One difference in words.
pub fn difference(difference: &Difference) -> String {
    let points = |points: &Option<f64>| points.map_or_else(|| "unknown".to_owned(), show_score);
    match difference {
        Difference::Word { subject, before, after } => {
            format!("{} {} {}", subject.0.word(), subject.1, arrow(&(before.clone(), after.clone())))
        }
        Difference::Points { name, before, after } => format!("{name} {} → {}", points(before), points(after)),
        Difference::Added(action) => format!("more to do: {}", told_action(action)),
        Difference::Removed(action) => format!("not to do: {}", told_action(action)),
        Difference::Due { before, after } => {
            let day = |action: &Action| action.due.map_or_else(|| "no date".to_owned(), show_day);
            format!("{} due {} → {}", told_action(after), day(before), day(after))
        }
        Difference::Priority { play, before, after } => {
            format!("priority of {play} {} → {}", points(before), points(after))
        }
        Difference::Appears => "can be read now".into(),
        Difference::Disappears => "cannot be read any more".into(),
    }
}

fn told_action(action: &Action) -> String {
    let task = action.task.as_ref().map(|task| format!(".{task}")).unwrap_or_default();
    let key = action.key.as_ref().map(|key| format!(" {}", name(key))).unwrap_or_default();
    let who = action.who.as_ref().unwrap_or(&action.role);
    format!("{}{task}{key} by {}", action.play, name(who))
}
