//! `stageplay test --record`: an account's history as a fixture and a test, tried before anybody gets it.

use crate::args::AccountsArgs;
use crate::args::test::TestArgs;
use crate::exit::{Exit, Fault};
use crate::playbook::{self, Tested};
use crate::view::terminal;
use crate::{accounts, deployment};
use stageplay_dsl::diagnostic::near;
use stageplay_dsl::format::format;
use stageplay_dsl::source::SourceId;
use stageplay_engine::column::{plain, plain_cut};
use stageplay_engine::workbench::record::{self, Recording};
use stageplay_engine::{read, workbench};
use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::Path;

/// Records an account.
pub fn record(args: &TestArgs, account: &str) -> Result<Exit, Fault> {
    let asked = AccountsArgs { accounts: args.accounts.clone(), as_of: None };
    let (asked, deployment) = deployment::accounts(&args.playbook, &asked)?;
    let tested = playbook::ready_to_test(&args.playbook)?;
    let program = &tested.ready.program;
    let options = read::Options {
        // Of what was set aside only this account is of interest.
        most_rejects: Some(0),
        rejects_of: Some(account.to_owned()),
        columns: deployment::columns(deployment.as_ref()),
        ..read::Options::default()
    };
    let book = accounts::read_for(account, &asked, &program.playbook, &options)?;
    let name = name(args, &tested, &book.snapshots, account)?;
    let recorded = record::record(program, tested.ready.calendar.as_ref(), &book.snapshots, account, &name);
    let mut recorded = recorded.ok_or_else(|| unknown(&tested, &book.snapshots, account))?;
    if let Some(laid_out) = format(SourceId(0), &recorded.test) {
        recorded.test = laid_out;
    }
    tried(args, &recorded)?;
    match &args.out {
        Some(folder) => write(folder, &recorded)?,
        None => {
            let Recording { name, fixtures, test, .. } = &recorded;
            terminal::print(&format!("# fixtures/{name}.yaml\n{fixtures}\n# tests/{name}.play\n{test}"))?;
        }
    }
    if !recorded.left_out.is_empty() {
        let fields: Vec<String> = recorded.left_out.iter().map(|path| format!("`{path}`")).collect();
        terminal::note(&format!(
            "note: private and left out, so that a run may decide otherwise: {}\n",
            fields.join(", ")
        ));
    }
    Ok(Exit::Done)
}

/// The name of the recording, which nothing else has.
fn name(args: &TestArgs, tested: &Tested, snapshots: &read::Snapshots, account: &str) -> Result<String, Fault> {
    let is_word = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    let name = match &args.test {
        Some(name) if name.starts_with(|letter: char| letter.is_ascii_digit()) || !name.chars().all(is_word) => {
            let what = format!("`{}` cannot be the name of a test", plain_cut(name, 80));
            return Err(Fault::helped(what, Some("a name has letters, digits and `_`, and no digit in front".into())));
        }
        Some(name) => name.clone(),
        None => record::name_of(&tested.ready.program, snapshots, account).into(),
    };
    let is_test = tested.ready.program.playbook.tests.iter().any(|test| test.name == name);
    if is_test || tested.fixtures.named(&name).is_some() {
        let kind = if is_test { "test" } else { "fixture" };
        let help = format!("name this one with `--test`, as in `--test {name}_again`");
        return Err(Fault::helped(format!("the playbook has a {kind} `{name}` already"), Some(help)));
    }
    Ok(name)
}

/// Why there is nothing to record.
fn unknown(tested: &Tested, snapshots: &read::Snapshots, account: &str) -> Fault {
    let playbook = &tested.ready.program.playbook;
    let shown = plain_cut(account, 80);
    if let Some(reject) = snapshots.reject_of(account) {
        return Fault::outside(format!(
            "the record of account `{shown}` was set aside: {} line {}: {}",
            plain(&reject.file),
            reject.line,
            plain(&reject.reason)
        ));
    }
    let ids = || {
        let column = &snapshots.batch.columns[playbook.id_field];
        (0..snapshots.batch.rows).filter_map(|row| column.text(row))
    };
    if ids().any(|id| id == account) {
        return Fault::helped(
            format!("no record of account `{shown}` carries a date, and a history is told by dates"),
            Some("give each record the date of its snapshot, as in \"as_of\": \"2026-03-02\"".into()),
        );
    }
    let near = near::nearest(account, ids().filter(|_| !playbook.fields[playbook.id_field].private));
    Fault::helped(format!("there is no account `{shown}`"), near.map(|near| format!("did you mean `{}`?", plain(near))))
}

/// Compiles the recording beside the playbook and runs it: what does not pass is not handed out.
fn tried(args: &TestArgs, recorded: &Recording) -> Result<(), Fault> {
    let (opened, fixtures) = playbook::open_with(&args.playbook, Some((&recorded.test, &recorded.fixtures)))?;
    let cannot = |why: &str| Fault::outside(format!("this history cannot be written as a test: {why}"));
    let error = opened.diagnostics.iter().find(|one| one.severity == stageplay_dsl::diagnostic::Severity::Error);
    if let Some(error) = error {
        return Err(cannot(&error.message));
    }
    let tested = playbook::made_ready(opened, fixtures, &args.playbook)?;
    let program = &tested.ready.program;
    let at = program.playbook.tests.iter().position(|test| test.name == recorded.name);
    let at = at.ok_or_else(|| cannot("it is not found again"))?;
    let outcomes = workbench::test::run(program, tested.ready.calendar.as_ref(), &tested.fixtures, &[at]);
    if outcomes.iter().any(|outcome| !outcome.failures.is_empty()) {
        return Err(cannot("read again, it is decided otherwise"));
    }
    Ok(())
}

/// Writes both files; where one is there already, neither.
fn write(folder: &Path, recorded: &Recording) -> Result<(), Fault> {
    let name = &recorded.name;
    let files = [
        (folder.join("fixtures").join(format!("{name}.yaml")), &recorded.fixtures),
        (folder.join("tests").join(format!("{name}.play")), &recorded.test),
    ];
    let shown = |path: &Path| plain(&path.to_string_lossy()).into_owned();
    let there = |path: &Path| {
        let help = "nothing was written: name another recording with `--test`, or move the file away";
        Fault::helped(format!("`{}` is there already", shown(path)), Some(help.into()))
    };
    if let Some((path, _)) = files.iter().find(|(path, _)| path.symlink_metadata().is_ok()) {
        return Err(there(path));
    }
    for (path, text) in &files {
        let cannot = |cause: std::io::Error| match cause.kind() {
            ErrorKind::AlreadyExists => there(path),
            _ => Fault::outside(format!("cannot write `{}`: {cause}", shown(path))),
        };
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(cannot)?;
        }
        let mut file = OpenOptions::new().write(true).create_new(true).open(path).map_err(cannot)?;
        file.write_all(text.as_bytes()).map_err(cannot)?;
        terminal::print(&format!("wrote {}\n", shown(path)))?;
    }
    Ok(())
}
