//! What the data did not say: missing fields, stale accounts, columns nobody knows, what was set aside.

use super::terminal::wrapped;
use super::words::{HEADING, count, grouped, name};
use crate::accounts::Book;
use stageplay_dsl::typed::Playbook;
use stageplay_dsl::types::show_day;
use stageplay_engine::column::plain;
use stageplay_engine::read::{FieldGap, ListGap, Missing, Snapshots};

/// How many fields, accounts or rejects are listed before the rest is only counted.
const LISTED: usize = 6;

/// The data report.
pub fn show(playbook: &Playbook, book: &Book, missing: &Missing, width: usize) -> String {
    let selection = &book.selection;
    let mut text = format!("{HEADING}Data{HEADING:#}  {} read\n", count(book.snapshots.records_read, "record"));
    let mut line = |words: String| text.push_str(&wrapped(&format!(" {words}"), width, "   "));

    let one_or_more = |number: u64, one: &str, more: &str| {
        format!("{} {}", count(number, "record"), if number == 1 { one } else { more })
    };
    if book.snapshots.records_repeated > 0 {
        let repeated = one_or_more(book.snapshots.records_repeated, "says", "say");
        line(format!("repeated: {repeated} what an earlier one says, and count once"));
    }
    if book.snapshots.records_undated > 0 && book.snapshots.newest.is_some() {
        let undated =
            one_or_more(book.snapshots.records_undated, "carries no date and counts", "carry no date and count");
        line(format!("undated: {undated} as of {}", show_day(book.as_of)));
    }
    if !selection.stale.is_empty() {
        let names: Vec<String> = selection
            .stale
            .iter()
            .take(LISTED)
            .map(|(account, date)| format!("{} ({})", name(account), show_day(*date)))
            .collect();
        let stale = count(selection.stale.len() as u64, "account");
        line(format!("stale: {stale} not decided, last seen {}{}", names.join(", "), more(selection.stale.len())));
    }
    if selection.later > 0 {
        let later = count(selection.later as u64, "account");
        line(format!("later: {later} not decided, first seen after {}", show_day(book.as_of)));
    }
    let mut gaps: Vec<&FieldGap> = missing.fields.iter().filter(|gap| gap.total() > 0).collect();
    gaps.sort_by_key(|gap| std::cmp::Reverse(gap.total()));
    for gap in gaps.iter().take(LISTED) {
        line(missing_field(playbook, gap, missing.accounts));
    }
    if gaps.len() > LISTED {
        line(format!("missing: and {} with less missing", count((gaps.len() - LISTED) as u64, "field")));
    }
    let mut in_lists: Vec<&ListGap> = missing.lists.iter().filter(|gap| gap.total() > 0).collect();
    in_lists.sort_by_key(|gap| std::cmp::Reverse(gap.total()));
    for gap in in_lists.iter().take(LISTED) {
        line(missing_in_list(playbook, gap));
    }
    if in_lists.len() > LISTED {
        let more = count((in_lists.len() - LISTED) as u64, "field");
        line(format!("missing: and {more} of records in lists with less missing"));
    }
    if !book.snapshots.unknown_columns.is_empty() {
        line(unknown(&book.snapshots));
    }
    text.push_str(&set_aside(&book.snapshots, width));
    text
}

fn missing_field(playbook: &Playbook, gap: &FieldGap, accounts: usize) -> String {
    let causes = causes(gap.absent, gap.expired, gap.invalid, gap.out_of_range);
    let share = share(gap.total(), accounts);
    format!("missing: `{}` in {share} of accounts ({causes})", playbook.fields[gap.field].path)
}

fn missing_in_list(playbook: &Playbook, gap: &ListGap) -> String {
    let list = &playbook.lists[gap.list];
    let causes = causes(gap.absent, gap.expired, gap.invalid, gap.out_of_range);
    let share = share(gap.total(), gap.of);
    match gap.field.and_then(|field| list.fields.get(field)) {
        Some(field) => format!("missing: `{0}.{1}` in {share} of `{0}` ({causes})", list.path, field.path),
        None => format!("missing: `{}` in {share} of accounts ({causes})", list.path),
    }
}

fn causes(absent: usize, expired: usize, invalid: usize, out_of_range: usize) -> String {
    let causes: Vec<String> =
        [(absent, "absent"), (expired, "expired"), (invalid, "invalid"), (out_of_range, "out of range")]
            .iter()
            .filter(|(number, _)| *number > 0)
            .map(|(number, cause)| format!("{} {cause}", grouped(*number as u64)))
            .collect();
    causes.join(", ")
}

/// Rounded down, so that 100% means all.
fn share(missing: usize, all: usize) -> String {
    match missing * 100 / all.max(1) {
        0 => "less than 1%".into(),
        percent => format!("{percent}%"),
    }
}

fn unknown(snapshots: &Snapshots) -> String {
    let names: Vec<String> = snapshots
        .unknown_columns
        .iter()
        .take(LISTED * 2)
        .map(|column| {
            let near = column.near.as_ref().map(|near| format!(" (did you mean `{near}`?)")).unwrap_or_default();
            format!("`{}`{near}", plain(&column.name))
        })
        .collect();
    let rest = snapshots.unknown_columns.len().saturating_sub(LISTED * 2);
    let more = if rest == 0 { String::new() } else { format!(" and {rest} more") };
    format!("ignored, because the playbook does not know them: {}{more}", names.join(", "))
}

/// What was set aside; nothing where nothing was.
pub fn set_aside(snapshots: &Snapshots, width: usize) -> String {
    let rejects = &snapshots.rejects;
    if snapshots.rejects_found == 0 {
        return String::new();
    }
    let (records, values) = (count(snapshots.records_set_aside, "record"), count(snapshots.values_set_aside, "value"));
    let head = format!(" set aside: {records}, {values}");
    let mut text = wrapped(&head, width, "   ");
    for reject in rejects.iter().take(LISTED) {
        let field = reject.field.as_ref().map(|field| format!("`{}` ", plain(field))).unwrap_or_default();
        let line = format!("   {} line {}: {field}{}", plain(&reject.file), reject.line, plain(&reject.reason));
        text.push_str(&wrapped(&line, width, "     "));
    }
    let rest = snapshots.rejects_found.saturating_sub(LISTED as u64);
    if rest > 0 {
        text.push_str(&format!("   and {} more (--rejects FILE writes them all)\n", grouped(rest)));
    }
    text
}

fn more(all: usize) -> String {
    if all > LISTED { format!(" and {} more", all - LISTED) } else { String::new() }
}
