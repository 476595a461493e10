//! `stageplay import`: an export of another system as snapshots, by a mapping that a person has seen.

use crate::args::import::ImportArgs;
use crate::deployment;
use crate::exit::{Exit, Fault};
use crate::fresh;
use crate::playbook;
use crate::view::{import as view, terminal};
use stageplay_dsl::typed::Playbook;
use stageplay_engine::column::{plain, plain_cut};
use stageplay_engine::read;
use stageplay_engine::read::import::{
    Answers, Ask, Guess, Imported, Looked, Missing, With, import, look, mapping_text,
};
use std::path::Path;

/// Shows a mapping, and writes snapshots by it.
pub fn import_accounts(args: &ImportArgs) -> Result<Exit, Fault> {
    [args.out.as_deref(), args.rejects.as_deref()].into_iter().flatten().try_for_each(fresh::refuse_taken)?;
    if args.out.is_some() && args.out == args.rejects {
        let help = "give each a file of its own";
        return Err(Fault::helped("--out and --rejects name the same file", Some(help.into())));
    }
    let playbook = opened(&args.playbook)?;
    let ask = ask(args)?;
    let looked = look(&playbook, &ask).map_err(Fault::outside)?;
    let mut notes = Vec::new();
    if let Some(file) = args.mapping.as_deref().filter(|file| !file.exists()) {
        fresh::write(file, mapping_text(&looked).as_bytes())?;
        notes.push(format!("mapping written to {}: edit it, and run this again", shown(file)));
    }
    let Some(out) = &args.out else {
        terminal::print(&view::proposal(&looked, args, &notes, terminal::width()))?;
        return Ok(Exit::Done);
    };
    settled(&looked)?;
    let imported = import(&playbook, &ask).map_err(Fault::outside)?;
    fresh::write(out, &imported.text)?;
    if let Some(file) = &args.rejects {
        fresh::write(file, &rejects(&imported)?)?;
    }
    terminal::print(&view::imported(&looked, &imported, args, &notes, terminal::width()))?;
    let is_too_many = args.max_rejects.exceeded(imported.with_fault, imported.rows);
    Ok(if is_too_many { Exit::SetAside } else { Exit::Done })
}

fn opened(path: &Path) -> Result<Playbook, Fault> {
    let opened = playbook::open(path)?;
    if let Some(playbook) = opened.playbook {
        return Ok(playbook);
    }
    terminal::diagnostics(&opened.sources, &opened.diagnostics);
    Err(Fault::Playbook)
}

fn ask(args: &ImportArgs) -> Result<Ask, Fault> {
    let (columns, missing, guess) = match args.mapping.as_deref().filter(|file| file.exists()) {
        // What a person has written down is the whole of it: a line that was taken out is not put back.
        Some(file) => (read::deployment(file).map_err(Fault::outside)?.columns, Missing::Fault, Guess::Names),
        None => {
            let folder =
                if args.playbook.is_dir() { &args.playbook } else { args.playbook.parent().unwrap_or(Path::new("")) };
            let there = deployment::in_folder(folder)?;
            (deployment::columns(there.as_ref()), Missing::Nothing, Guess::Certain)
        }
    };
    Ok(Ask {
        file: args.file.clone(),
        with: with(args)?,
        sheet: args.sheet.clone(),
        encoding: args.encoding.clone(),
        columns,
        missing,
        guess,
        answers: Answers {
            dates: args.dates.map(Into::into),
            numbers: args.numbers.map(Into::into),
            percents: args.percents.map(Into::into),
        },
        as_of: args.as_of,
    })
}

/// The second exports, each with what joins it.
fn with(args: &ImportArgs) -> Result<Vec<With>, Fault> {
    if !args.with.is_empty() && args.on.len() != 1 && args.on.len() != args.with.len() {
        let help = "name the heading of the second export that holds the account's id, as in `--on account_id`";
        let what = format!("{} --with, and {} --on", args.with.len(), args.on.len());
        return Err(Fault::helped(what, Some(help.into())));
    }
    for (at, one) in args.with.iter().enumerate() {
        if args.with.iter().skip(at + 1).any(|other| other.list == one.list) {
            let help = "put its records into one export";
            return Err(Fault::helped(format!("`{}` is given twice in --with", one.list), Some(help.into())));
        }
    }
    let ons = args.on.iter().chain(std::iter::repeat_n(&args.on, args.with.len()).flatten());
    let pairs = args.with.iter().zip(ons).map(|(with, on)| {
        let (own, on) = match on.split_once('=') {
            Some((own, on)) => (Some(own.to_owned()), on.to_owned()),
            None => (None, on.clone()),
        };
        With { list: with.list.clone(), file: with.file.clone(), own, on }
    });
    Ok(pairs.collect())
}

/// Refuses to write what nobody has decided.
fn settled(looked: &Looked) -> Result<(), Fault> {
    let questions: Vec<String> = looked
        .tables
        .iter()
        .flat_map(|table| &table.questions)
        .map(|question| format!("{} ({})", question.question, question.answers))
        .collect();
    if !questions.is_empty() {
        let what = if questions.len() == 1 { "a question is open" } else { "some questions are open" };
        return Err(Fault::helped(format!("{what}, and nothing is written"), Some(questions.join("\n"))));
    }
    if let Some(first) = looked.required.first() {
        let more = match looked.required.len() - 1 {
            0 => String::new(),
            more => format!(", nor for {more} more that are required"),
        };
        let mapping = "say which it is in a mapping: `--mapping FILE` writes one, without `--out`";
        return Err(Fault::helped(
            format!("there is no heading for `{first}`{more}, and nothing is written"),
            Some(strange(looked).map_or_else(|| mapping.into(), |strange| format!("{strange}; else {mapping}"))),
        ));
    }
    Ok(())
}

/// Where no heading at all is known, something else may stand in their place.
fn strange(looked: &Looked) -> Option<String> {
    let table = looked.tables.first().filter(|table| table.taken.is_empty())?;
    let named = || table.left.iter().filter(|(heading, _)| !heading.ends_with("without a heading"));
    let read: Vec<String> = named().take(5).map(|(heading, _)| format!("`{}`", plain_cut(heading, 40))).collect();
    let more = if named().count() > read.len() { ", …" } else { "" };
    Some(format!(
        "its first line, {}{more}, is taken for the headings: where they stand further down, delete what is above \
         them, and where there are none, put a line of them first",
        read.join(", ")
    ))
}

fn rejects(imported: &Imported) -> Result<Vec<u8>, Fault> {
    let mut lines = Vec::new();
    for fault in &imported.set_aside {
        serde_json::to_writer(&mut lines, fault).map_err(Fault::outside)?;
        lines.push(b'\n');
    }
    Ok(lines)
}

pub fn shown(path: &Path) -> String {
    plain(&path.to_string_lossy()).into_owned()
}
