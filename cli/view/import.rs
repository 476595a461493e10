//! What a heading of an export is taken for, what is left to be asked, and what was set aside.

use super::terminal::wrapped;
use super::words::{FAINT, HEADING, count, grouped};
use crate::args::import::ImportArgs;
use crate::import::shown;
use stageplay_engine::column::{plain, plain_cut};
use stageplay_engine::read::import::{Imported, JoinTold, Looked, SetAside, Told, ToldColumn, Why};

/// How many kinds of faults are listed before the rest is only counted.
const LISTED: usize = 12;
/// How many headings or fields are named in one line.
const NAMED: usize = 40;

/// A mapping, for a person to look at.
pub fn proposal(looked: &Looked, args: &ImportArgs, notes: &[String], width: usize) -> String {
    let mut text = String::new();
    for (at, table) in looked.tables.iter().enumerate() {
        if at > 0 {
            text.push('\n');
        }
        text.push_str(&of_table(table, width));
    }
    text.push_str(&questions(looked, width));
    text.push('\n');
    for note in notes {
        text.push_str(&wrapped(note, width, "  "));
    }
    text.push_str(&wrapped(&next(looked, args), width, "  "));
    text
}

fn of_table(table: &Told, width: usize) -> String {
    let mut text = wrapped(&format!("{}  {}", plain(&table.file), count(table.rows as u64, "row")), width, "  ");
    for note in &table.notes {
        text.push_str(&wrapped(&format!(" {note}"), width, "   "));
    }
    text.push_str(&rows(table, width));
    if !table.similar.is_empty() {
        text.push_str(&format!("\n{HEADING}Looks like it, and is not taken{HEADING:#}\n"));
        for column in &table.similar {
            let why = if column.why == Why::Words { " (its words stand below it)" } else { "" };
            let filled = format!("{} of {} filled", grouped(column.filled as u64), grouped(table.rows as u64));
            let line = format!(" {}: \"{}\"  {filled}{why}", column.field, column.heading);
            text.push_str(&wrapped(&line, width, "   "));
        }
    }
    let left: Vec<String> = table
        .left
        .iter()
        .filter(|(heading, _)| table.similar.iter().all(|column| column.heading != *heading))
        .map(|(heading, cells)| format!("`{}` ({})", plain_cut(heading, 60), grouped(*cells as u64)))
        .collect();
    text.push_str(&list("Headings left over, with how many cells are filled", &left, width));
    let is_proposed = |path: &str| table.similar.iter().any(|column| column.field == path);
    let open = |wanted: bool| {
        let open = table.open.iter().filter(move |(.., required)| *required == wanted);
        // What is required is named even where something looks like it.
        let open = open.filter(|(path, ..)| wanted || !is_proposed(path));
        open.map(|(path, kind, _)| match kind.as_str() {
            "list" => format!("{path} (list: `--with {path}=FILE --on HEADING` joins a table of them)"),
            kind => format!("{path} ({kind})"),
        })
        .collect::<Vec<String>>()
    };
    text.push_str(&list("Required fields without a heading", &open(true), width));
    text.push_str(&list("Other fields without a heading", &open(false), width));
    text
}

fn list(title: &str, names: &[String], width: usize) -> String {
    if names.is_empty() {
        return String::new();
    }
    let rest = names.len().saturating_sub(NAMED);
    let more = if rest == 0 { String::new() } else { format!(" and {} more", grouped(rest as u64)) };
    let named: Vec<&str> = names.iter().take(NAMED).map(String::as_str).collect();
    let line = format!(" {}{more}", named.join(", "));
    format!("\n{HEADING}{title}{HEADING:#}\n{}", wrapped(&line, width, " "))
}

/// Heading, field, why, kind, filled, unread.
fn rows(table: &Told, width: usize) -> String {
    if table.taken.is_empty() {
        return "\nno heading is taken for a field\n".into();
    }
    // Why, kind and the two numbers take 38; the rest is shared out.
    let room = width.saturating_sub(38).max(30);
    let longest =
        |of: &dyn Fn(&ToldColumn) -> usize, most: usize| table.taken.iter().map(of).max().unwrap_or(0).min(most);
    let fields = longest(&|column| column.field.chars().count(), room / 2).max(5);
    let headings = longest(&|column| column.heading.chars().count(), room - fields).max(7);
    let mut text = format!(
        "\n{HEADING}{:headings$} {:fields$} {:8} {:10} {:>7} {:>7}{HEADING:#}\n",
        "Heading", "Field", "Why", "Kind", "Filled", "Unread"
    );
    for column in &table.taken {
        let unread = if column.unread == 0 { "·".to_owned() } else { grouped(column.unread as u64) };
        text.push_str(&format!(
            "{:headings$} {:fields$} {:8} {:10} {:>7} {:>7}\n",
            cut(&column.heading, headings),
            cut(&column.field, fields),
            column.why.words(),
            cut(&column.kind, 10),
            grouped(column.filled as u64),
            unread
        ));
        if let Some(example) = &column.example {
            text.push_str(&wrapped(&format!("   {example}"), width, "     "));
        }
    }
    text
}

fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most { text.to_owned() } else { plain_cut(text, most.saturating_sub(1)).into_owned() }
}

fn questions(looked: &Looked, width: usize) -> String {
    let all: Vec<_> = looked.tables.iter().flat_map(|table| &table.questions).collect();
    if all.is_empty() {
        return String::new();
    }
    let mut text = format!("\n{HEADING}Questions, to be answered before anything is written{HEADING:#}\n");
    for question in all {
        text.push_str(&wrapped(&format!(" {}", question.question), width, "   "));
        text.push_str(&wrapped(&format!("   {}", question.answers), width, "   "));
    }
    text
}

fn next(looked: &Looked, args: &ImportArgs) -> String {
    let has_questions = looked.tables.iter().any(|table| !table.questions.is_empty());
    let has_similar = looked.tables.iter().any(|table| !table.similar.is_empty());
    match &args.mapping {
        None if has_similar || !looked.required.is_empty() => {
            "next: `--mapping FILE` writes this as a file to edit; `--out FILE` then writes the snapshots".into()
        }
        _ if !looked.required.is_empty() => "next: give the required fields a heading in the mapping".into(),
        _ if has_questions => "next: answer the questions; `--out FILE` then writes the snapshots".into(),
        _ => "next: `--out FILE` writes the snapshots".into(),
    }
}

/// What was written, and what was set aside.
pub fn imported(looked: &Looked, imported: &Imported, args: &ImportArgs, notes: &[String], width: usize) -> String {
    let mut text = String::new();
    let mut line = |words: String| text.push_str(&wrapped(&words, width, "   "));
    let out = args.out.as_deref().map(shown).unwrap_or_default();
    line(format!("{} of {} written to {out}", count(imported.records, "record"), count(imported.rows, "row")));
    notes.iter().for_each(|note| line(note.clone()));
    looked.tables.iter().flat_map(|table| &table.notes).for_each(|note| line(format!(" {note}")));
    if imported.dated > 0 {
        let day = args.as_of.map(stageplay_dsl::types::show_day).unwrap_or_default();
        line(format!(" dated: {} as of {day}", count(imported.dated, "record")));
    }
    if imported.undated > 0 {
        let records = count(imported.undated, "record");
        line(format!(" undated: {records}; a run takes them as of its own date (`--as-of` here gives them one)"));
    }
    if imported.repeated > 0 {
        let which = if imported.repeated == 1 { "counts" } else { "count" };
        line(format!(" repeated: {}, which {which} once", count(imported.repeated, "record")));
    }
    for (heading, cells, first) in &imported.nothings {
        let means = if *cells == 1 { "means" } else { "mean" };
        line(format!(
            " `{}`: {} such as `{first}` {means} that there is nothing",
            plain_cut(heading, 60),
            count(*cells, "cell")
        ));
    }
    imported.joins.iter().for_each(|join| joined(join, &mut line));
    let similar: Vec<String> = looked
        .tables
        .iter()
        .flat_map(|table| &table.similar)
        .map(|column| format!("`{}` ({})", plain_cut(&column.heading, 60), column.field))
        .collect();
    if !similar.is_empty() {
        line(format!(" not taken, for it only looks like a field: {}", similar.join(", ")));
    }
    left(looked, &mut line);
    text.push_str(&set_aside(imported, args, width));
    text.push_str(&wrapped(&format!("next: stageplay run {} --accounts {out}", shown(&args.playbook)), width, "  "));
    text
}

/// Headings that no field takes, where something stands below them.
fn left(looked: &Looked, line: &mut impl FnMut(String)) {
    for table in &looked.tables {
        let is_similar = |heading: &String| table.similar.iter().any(|column| column.heading == *heading);
        let filled = table.left.iter().filter(|(heading, cells)| *cells > 0 && !is_similar(heading));
        let all: Vec<String> = filled.map(|(heading, _)| format!("`{}`", plain_cut(heading, 60))).collect();
        let more = match all.len().saturating_sub(LISTED) {
            0 => String::new(),
            more => format!(" and {} more", grouped(more as u64)),
        };
        if !all.is_empty() {
            let named: Vec<&str> = all.iter().take(LISTED).map(String::as_str).collect();
            line(format!(" left out, for no field takes it: {}{more}", named.join(", ")));
        }
    }
}

fn joined(join: &JoinTold, line: &mut impl FnMut(String)) {
    let file = plain(&join.file);
    line(format!(
        " `{}`: {} of {file} joined; {} without any have an empty list",
        join.list,
        count(join.joined, "row"),
        count(join.empty, "account")
    ));
    let (rows, lines) = &join.nameless;
    if *rows > 0 {
        let lines: Vec<String> = lines.iter().map(u64::to_string).collect();
        let more = if *rows > lines.len() as u64 { ", …" } else { "" };
        line(format!(
            " {} of {file} without an account, left out (line {}{more})",
            count(*rows, "row"),
            lines.join(", ")
        ));
    }
    let (rows, named) = &join.strange;
    if *rows > 0 {
        let named: Vec<String> = named.iter().map(|(account, line)| format!("`{account}` on line {line}")).collect();
        let more = if *rows > named.len() as u64 { ", …" } else { "" };
        line(format!(
            " {} of {file} of accounts that the export does not have, left out ({}{more})",
            count(*rows, "row"),
            named.join(", ")
        ));
    }
}

/// The same fault of the same column is told once.
struct Kind<'i> {
    first: &'i SetAside,
    times: u64,
}

fn set_aside(imported: &Imported, args: &ImportArgs, width: usize) -> String {
    if imported.set_aside.is_empty() {
        return String::new();
    }
    let mut kinds: Vec<Kind<'_>> = Vec::new();
    let mut known = std::collections::HashMap::new();
    for fault in &imported.set_aside {
        let key = (&fault.file, &fault.heading, &fault.field, &fault.reason);
        let at = *known.entry(key).or_insert_with(|| {
            kinds.push(Kind { first: fault, times: 0 });
            kinds.len() - 1
        });
        if let Some(kind) = kinds.get_mut(at) {
            kind.times += 1;
        }
    }
    let (records, values) = (count(imported.records_set_aside, "record"), count(imported.values_set_aside, "value"));
    let mut text = wrapped(&format!(" set aside: {records}, {values}"), width, "   ");
    for kind in kinds.iter().take(LISTED) {
        let fault = kind.first;
        let place = match (&fault.heading, &fault.field) {
            (Some(heading), _) => format!("`{}` ", plain_cut(heading, 60)),
            (None, Some(field)) => format!("`{}` ", plain(field)),
            (None, None) => String::new(),
        };
        let more = match kind.times - 1 {
            0 => String::new(),
            more => format!(" and {} more", count(more, "line")),
        };
        let help = fault.help.as_ref().map_or(String::new(), |help| format!("; {}", plain(help)));
        let line =
            format!("   {} line {}{more}: {place}{}{help}", plain(&fault.file), fault.line, plain(&fault.reason));
        text.push_str(&wrapped(&line, width, "     "));
    }
    let rest = kinds.len().saturating_sub(LISTED);
    if rest > 0 && args.rejects.is_none() {
        text.push_str(&format!("   and {} more (--rejects FILE writes them all)\n", grouped(rest as u64)));
    }
    if let Some(file) = &args.rejects {
        text.push_str(&wrapped(&format!("   all of them are in {}", shown(file)), width, "     "));
    }
    let told = "they stay in the file as they stood, so that a run says of them that they are not known";
    text.push_str(&format!("{FAINT}{}{FAINT:#}\n", wrapped(&format!("   {told}"), width, "   ").trim_end()));
    text
}
