//! Account data held against a playbook: what is there, what is not, and what that keeps from being decided.

use super::terminal::wrapped;
use super::words::{FAINT, HEADING, count, grouped};
use crate::accounts::{Book, DateFrom};
use stageplay_dsl::typed::{FieldKind, Playbook};
use stageplay_dsl::types::{Type, show_brief, show_day};
use stageplay_engine::column::{plain, plain_cut};
use stageplay_engine::decide::Subject;
use stageplay_engine::read::ListGap;
use stageplay_engine::story::profile::{Blind, FieldProfile, ListProfile, Look, Profile, Spread, UnknownWord, name_of};

/// How many decisions, words or columns are listed before the rest is only counted.
const LISTED: usize = 6;

/// What the columns behind the names take.
const COLUMNS: usize = 57;

/// The profile as people read it.
pub fn show(playbook: &Playbook, book: &Book, profile: &Profile, width: usize) -> String {
    let mut text = head(book, profile, width);
    text.push_str(&table(playbook, profile, width));
    text.push_str(&lists(playbook, profile, width));
    text.push_str(&gaps(playbook, profile, width));
    text.push_str(&looks(playbook, book, profile, width));
    text.push_str(&set_aside(book, width));
    text
}

fn head(book: &Book, profile: &Profile, width: usize) -> String {
    let from = match book.date_from {
        DateFrom::Asked => "",
        DateFrom::Data => " (the newest date in the data)",
        DateFrom::Today => " (today: the records carry no date)",
    };
    let (records, accounts) = (count(book.snapshots.records_read, "record"), count(profile.accounts as u64, "account"));
    wrapped(&format!("{records}, {accounts} as of {}{from}", show_day(profile.as_of)), width, "")
}

/// Every field in a line: which share of the accounts has a value, and which has none for what cause.
fn table(playbook: &Playbook, profile: &Profile, width: usize) -> String {
    let rows = profile.fields.iter().map(|field| {
        let declared = &playbook.fields[field.field];
        let ends = field.spread.map(|spread| ends(playbook, spread, &declared.ty)).unwrap_or_default();
        let bad = field.gap.invalid + field.gap.out_of_range;
        let shares = [field.known, field.gap.absent, field.gap.expired, bad];
        Row { name: declared.path.to_string(), shares, of: profile.accounts, ends }
    });
    rows_of("Field", &rows.collect::<Vec<_>>(), width)
}

/// Every list in a line, which says of how many accounts it is known and how many records those have, and under it
/// the fields of its records.
fn lists(playbook: &Playbook, profile: &Profile, width: usize) -> String {
    if profile.lists.is_empty() {
        return String::new();
    }
    let mut rows = Vec::new();
    for found in &profile.lists {
        let list = &playbook.lists[found.list];
        let shares = |known: usize, gap: &ListGap| [known, gap.absent, gap.expired, gap.invalid + gap.out_of_range];
        let of = |spread: Option<Spread>, ty: &Type| spread.map(|it| ends(playbook, it, ty)).unwrap_or_default();
        let per_account = of(found.per_account, &Type::Number);
        let own = shares(found.known, &found.gap);
        rows.push(Row { name: list.path.to_string(), shares: own, of: profile.accounts, ends: per_account });
        rows.extend(list.fields.iter().zip(&found.fields).map(|(field, element)| Row {
            name: format!("  .{}", field.path),
            shares: shares(element.known, &element.gap),
            of: found.records,
            ends: of(element.spread, &field.ty),
        }));
    }
    let records: Vec<String> = profile
        .lists
        .iter()
        .map(|found| format!("{} in `{}`", count(found.records as u64, "record"), playbook.lists[found.list].path))
        .collect();
    let told = format!("of a list: accounts that have it, records per account; of its fields: {}", records.join(", "));
    format!("{}{FAINT}{}{FAINT:#}\n", rows_of("List", &rows, width), wrapped(&told, width, "  ").trim_end())
}

/// A line of a table.
struct Row {
    name: String,
    /// Known, absent, stale, bad.
    shares: [usize; 4],
    of: usize,
    /// Smallest, median, largest; empty where there is none.
    ends: [String; 3],
}

fn ends(playbook: &Playbook, spread: Spread, ty: &Type) -> [String; 3] {
    [spread.smallest, spread.median, spread.largest].map(|value| short(playbook, value, ty))
}

fn rows_of(heading: &str, rows: &[Row], width: usize) -> String {
    let longest = width.saturating_sub(COLUMNS).max(12);
    let name = |row: &Row| {
        if row.name.chars().count() <= longest {
            row.name.clone()
        } else {
            plain_cut(&row.name, longest - 1).into_owned()
        }
    };
    let widest = rows.iter().map(|row| name(row).chars().count()).max().unwrap_or(0).max(5);
    let columns = format!(
        "{:>5} {:>6} {:>5} {:>4} {:>10} {:>10} {:>10}",
        "known", "absent", "stale", "bad", "smallest", "median", "largest"
    );
    let mut text = format!("\n{HEADING}{heading:widest$}{HEADING:#} {columns}\n");
    for row in rows {
        let [known, absent, stale, bad] = row.shares.map(|number| share(number, row.of));
        let [smallest, median, largest] = &row.ends;
        let [absent, stale, bad] = [absent, stale, bad].map(none);
        let line = format!(
            "{:widest$} {known:>5} {absent:>6} {stale:>5} {bad:>4} {smallest:>10} {median:>10} {largest:>10}",
            name(row)
        );
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// What was set aside, in one line: `run` tells each of them.
fn set_aside(book: &Book, width: usize) -> String {
    let read = &book.snapshots;
    if read.rejects_found == 0 {
        return String::new();
    }
    let (records, values) = (count(read.records_set_aside, "record"), count(read.values_set_aside, "value"));
    let line = format!("set aside: {records}, {values} (`stageplay run --rejects FILE` writes each with its reason)");
    format!("\n{}", wrapped(&line, width, "  "))
}

/// A number of a field in few characters.
fn short(playbook: &Playbook, value: f64, ty: &Type) -> String {
    match ty {
        Type::Date | Type::Percent => show_brief(value, ty, &playbook.choices),
        _ if value.abs() < 100.0 && value.fract() != 0.0 => format!("{value:.2}"),
        _ => super::words::compact(value),
    }
}

/// Rounded down, so that 100% means all.
fn share(accounts: usize, of: usize) -> String {
    match accounts * 100 / of.max(1) {
        _ if of == 0 => "·".into(),
        0 if accounts > 0 => "<1%".into(),
        percent => format!("{percent}%"),
    }
}

fn none(share: String) -> String {
    if share == "0%" { "·".into() } else { share }
}

/// What the gaps keep from being decided, field by field.
fn gaps(playbook: &Playbook, profile: &Profile, width: usize) -> String {
    let matters = |field: &&FieldProfile| !field.blinds.is_empty() || field.faults.set_aside > 0;
    let blind: Vec<&FieldProfile> = profile.fields.iter().filter(matters).collect();
    let blind_lists: Vec<&ListProfile> = profile.lists.iter().filter(|list| !list.blinds.is_empty()).collect();
    if blind.is_empty() && blind_lists.is_empty() {
        return format!("\n{HEADING}Gaps{HEADING:#}  none that keeps anything from being decided\n");
    }
    let mut text = format!("\n{HEADING}Gaps{HEADING:#}  by how much they keep from being decided\n");
    for field in blind {
        let aside = field.faults.set_aside;
        let all = (aside > 0).then(|| format!("everything in {}, set aside", count(aside, "record")));
        let path = &playbook.fields[field.field].path;
        text.push_str(&gap(playbook, path, all, &field.blinds, &field.reads, width));
    }
    for list in blind_lists {
        let path = format!("list {}", playbook.lists[list.list].path);
        text.push_str(&gap(playbook, &path, None, &list.blinds, &list.reads, width));
    }
    text
}

fn gap(
    playbook: &Playbook,
    path: &str,
    all: Option<String>,
    blinds: &[Blind],
    reads: &[Subject],
    width: usize,
) -> String {
    let told = blinds.iter().take(LISTED).map(|blind| told(playbook, blind));
    let told: Vec<String> = all.into_iter().chain(told).collect();
    let more = |all: usize| match all.saturating_sub(LISTED) {
        0 => String::new(),
        rest => format!(", and {rest} more"),
    };
    let mut text = wrapped(&format!(" {path}: {}{}", told.join(", "), more(blinds.len())), width, "   ");
    if !reads.is_empty() {
        let read: Vec<String> = reads.iter().take(LISTED).map(|read| named(playbook, *read)).collect();
        let line = format!("   also read by {}{}", read.join(", "), more(reads.len()));
        text.push_str(&format!("{FAINT}{}{FAINT:#}\n", wrapped(&line, width, "     ").trim_end()));
    }
    text
}

fn told(playbook: &Playbook, blind: &Blind) -> String {
    format!("{} for {}", named(playbook, blind.subject), grouped(blind.accounts as u64))
}

fn named(playbook: &Playbook, subject: Subject) -> String {
    let (what, name) = name_of(playbook, subject);
    format!("{what} {name}")
}

/// What looks like something else than the playbook says.
fn looks(playbook: &Playbook, book: &Book, profile: &Profile, width: usize) -> String {
    let mut lines = Vec::new();
    for field in &profile.fields {
        let declared = &playbook.fields[field.field];
        let path = &declared.path;
        lines.extend(field.looks.iter().map(|look| match look {
            Look::PercentInRatio { values, of } => format!(
                "{path}: {} of {} lie above 1 and up to 100: declare it `percent`, so that 35 is 35%, or export 0.35",
                grouped(*values),
                count(*of, "value")
            ),
            Look::RatioInPercent { of } => format!(
                "{path}: {} lie between 0 and 1, and count as 0% to 1%: declare it `ratio`, so that 0.35 is 35%",
                if *of == 1 { "its only value".to_owned() } else { format!("all {} values", grouped(*of)) }
            ),
            Look::Future { accounts } => {
                format!("{path}: after {} for {}", show_day(profile.as_of), count(*accounts as u64, "account"))
            }
            Look::LongAgo { accounts } => format!(
                "{path}: before 1990 for {}: does such a date stand for nothing?",
                count(*accounts as u64, "account")
            ),
        }));
        if !field.words.is_empty() {
            lines.push(words(playbook, field));
        }
    }
    let columns = &book.snapshots.unknown_columns;
    if !columns.is_empty() {
        let names = columns.iter().take(LISTED * 2).map(|column| {
            let near = column.near.as_ref().map(|near| format!(" (did you mean `{near}`?)")).unwrap_or_default();
            format!("`{}`{near}", plain(&column.name))
        });
        let names: Vec<String> = names.collect();
        let rest = columns.len().saturating_sub(LISTED * 2);
        let more = if rest > 0 { format!(", and {rest} more") } else { String::new() };
        lines.push(format!("columns the playbook does not know: {}{more}", names.join(", ")));
    }
    if lines.is_empty() {
        return String::new();
    }
    let mut text = format!("\n{HEADING}Worth a look{HEADING:#}\n");
    lines.iter().for_each(|line| text.push_str(&wrapped(&format!(" {line}"), width, "   ")));
    text
}

/// Unknown words, and the labels that would make them known.
fn words(playbook: &Playbook, field: &FieldProfile) -> String {
    let declared = &playbook.fields[field.field];
    let words: Vec<String> = field.words.iter().take(LISTED).map(one_word).collect();
    let all = field.faults.words.len().saturating_sub(LISTED);
    let more = match (all, field.faults.other_words) {
        (0, 0) => String::new(),
        (rest, 0) => format!(", and {} more", grouped(rest as u64)),
        (rest, _) => format!(", and more than {} more", grouped(rest as u64)),
    };
    let set = match &declared.kind {
        FieldKind::Choice(set) => {
            let names: Vec<&str> = playbook.choices[*set].names().collect();
            let listed = names.iter().take(LISTED * 2).copied().collect::<Vec<_>>().join(", ");
            if names.len() > LISTED * 2 { format!("{listed}, …") } else { listed }
        }
        _ => String::new(),
    };
    format!("{}: not one of {set}: {}{more}", declared.path, words.join(", "))
}

fn one_word(word: &UnknownWord) -> String {
    let records = count(word.records, "record");
    let shown = plain_cut(&word.word, 40);
    match &word.near {
        Some((name, true)) => format!("`{shown}` in {records} (declare `{name} = \"{shown}\"`)"),
        Some((name, false)) => format!("`{shown}` in {records} (did you mean `{name}`?)"),
        None => format!("`{shown}` in {records}"),
    }
}
