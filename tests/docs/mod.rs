//! What README.md, docs/, examples/ and playbooks/ show is true: their console blocks are executed, their playbooks
//! checked, the declarations they quote parsed. Files that a document has its reader write are written first.
//!
//! `UPDATE=1 cargo test docs` writes the output that came into the documents.

mod cheat_sheet;
mod pages;
mod snippet;
mod watching;
mod written;

use crate::support::console::{Step, steps};
use crate::support::markdown::{Block, blocks};
use crate::support::repository::{files, root};
use crate::support::scratch::Scratch;
use stageplay_dsl::diagnostic::Diagnostics;
use stageplay_dsl::report::{Options, human};
use stageplay_dsl::source::{SourceFile, Sources};
use stageplay_dsl::syntax::parse;
use std::fmt::Write;
use std::fs;
use std::path::Path;
use watching::Watching;

/// What happened with one document.
#[derive(Debug, Default)]
struct Account {
    executed: usize,
    playbooks: usize,
    excerpts: usize,
    snippets: usize,
    files: usize,
    notes: Vec<String>,
    faults: Vec<String>,
    /// Lines to put in place of a block's: its number, the lines.
    rewritten: Vec<(usize, Vec<String>)>,
}

/// Executes the console blocks of a document and checks its playbooks, in `folder`.
fn walk(name: &str, text: &str, folder: &Path) -> Account {
    let mut account = Account::default();
    let mut watching = None;
    for (number, block) in blocks(text).iter().enumerate() {
        let at = format!("{name}:{}", block.line);
        match (block.kind.as_str(), &block.not_run) {
            ("console", Some(reason)) => account.notes.push(format!("{at}: not run: {reason}")),
            (kind, _) if written::target(kind).is_some() => file(&at, block, folder, &mut account),
            ("console", None) => console(&at, number, block, folder, &mut watching, &mut account),
            ("console watch", _) => goes_on(&at, number, block, &mut watching, &mut account),
            ("stageplay", _) => playbook(&at, block, folder, &mut account),
            ("stageplay excerpt", _) => excerpt(&at, block, &mut account),
            (kind, _) if snippet::wanted(kind).is_some() => snippet(&at, block, &mut account),
            (kind, _) if kind.starts_with("console") || kind.starts_with("stageplay") => {
                account.faults.push(format!(
                    "{at}: a block is `console`, `stageplay`, `stageplay excerpt`, `stageplay fails SPnnnn` or \
                     `stageplay corrected`, not `{kind}`"
                ));
            }
            _ => {}
        }
    }
    account
}

fn console(
    at: &str,
    number: usize,
    block: &Block,
    folder: &Path,
    watching: &mut Option<Watching>,
    account: &mut Account,
) {
    let steps = match steps(&block.lines) {
        Ok(steps) => steps,
        Err(fault) => return account.faults.push(format!("{at}: {fault}")),
    };
    let mut lines = Vec::new();
    let mut differs = false;
    for step in &steps {
        let command = step.command.join("\n");
        let ran = if Watching::is_meant(step) {
            Watching::start(step, folder).and_then(|started| watching.insert(started).says())
        } else {
            step.run(folder)
        };
        match ran {
            Ok(outcome) => {
                account.executed += 1;
                match step.difference(&outcome) {
                    Some(difference) => {
                        account.faults.push(format!("{at}: {command}\n{difference}"));
                        lines.extend(step.rewritten(&outcome));
                        differs = true;
                    }
                    None => lines.extend(step.as_written()),
                }
            }
            Err(fault) => return account.faults.push(format!("{at}: {command}\n{fault}")),
        }
    }
    if differs {
        account.rewritten.push((number, lines));
    }
}

/// What a program that was started above says after a file has changed.
fn goes_on(at: &str, number: usize, block: &Block, watching: &mut Option<Watching>, account: &mut Account) {
    let Some(watching) = watching else {
        return account.faults.push(format!("{at}: nothing was started above that watches"));
    };
    let step = Step { command: Vec::new(), expected: block.lines.clone(), exit: 0 };
    match watching.says() {
        Ok(outcome) => {
            account.executed += 1;
            if let Some(difference) = step.difference(&outcome) {
                account.faults.push(format!("{at}: {difference}"));
                account.rewritten.push((number, step.rewritten(&outcome)));
            }
        }
        Err(fault) => account.faults.push(format!("{at}: {fault}")),
    }
}

fn playbook(at: &str, block: &Block, folder: &Path, account: &mut Account) {
    if block.lines.first().map(String::as_str) != Some("stageplay 1") {
        let fault = "a whole playbook begins with `stageplay 1`; call it `stageplay excerpt` where it is a part of one";
        return account.faults.push(format!("{at}: {fault}"));
    }
    let file = folder.join("block.play");
    fs::write(&file, block.lines.join("\n") + "\n").unwrap();
    account.playbooks += 1;
    let check = steps(&["$ stageplay check block.play".to_owned()]).unwrap();
    match check[0].run(folder) {
        Ok(outcome) if outcome.exit == 0 => {}
        Ok(outcome) => account.faults.push(format!("{at}: does not check\n{}", outcome.lines.join("\n"))),
        Err(fault) => account.faults.push(format!("{at}: {fault}")),
    }
    fs::remove_file(&file).unwrap();
}

/// A file that the reader writes; what is in it is for the commands below it to say.
fn file(at: &str, block: &Block, folder: &Path, account: &mut Account) {
    let outcome = written::target(&block.kind).map(|path| written::write(block, path, folder));
    match outcome {
        Some(Err(fault)) => account.faults.push(format!("{at}: {fault}")),
        _ => account.files += 1,
    }
}

/// An excerpt is whole declarations whose names may be declared elsewhere.
fn excerpt(at: &str, block: &Block, account: &mut Account) {
    let text = format!("stageplay 1\n{}\n", block.lines.join("\n"));
    let mut sources = Sources::default();
    let id = sources.add(SourceFile::new("excerpt", text.clone()));
    let mut diagnostics = Diagnostics::default();
    parse(id, &text, &mut diagnostics);
    account.excerpts += 1;
    if diagnostics.has_errors() {
        let said = human(&sources, &diagnostics, Options::default());
        account.faults.push(format!("{at}: does not parse\n\n{said}"));
    }
}

/// A mistake of a page about a message, or what mends it.
fn snippet(at: &str, block: &Block, account: &mut Account) {
    account.snippets += 1;
    let fault = snippet::wanted(&block.kind).and_then(|wanted| snippet::fault(&wanted, block));
    account.faults.extend(fault.map(|fault| format!("{at}: {fault}")));
}

/// The document with some blocks' lines replaced.
fn updated(text: &str, rewritten: &[(usize, Vec<String>)]) -> String {
    let found = blocks(text);
    let mut lines: Vec<&str> = text.lines().collect();
    for (number, new) in rewritten.iter().rev() {
        let block = &found[*number];
        lines.splice(block.line..block.line + block.lines.len(), new.iter().map(String::as_str));
    }
    lines.join("\n") + "\n"
}

#[test]
fn what_the_documents_show_is_true() {
    let mut documents: Vec<_> =
        ["docs", "examples", "playbooks"].iter().flat_map(|folder| files(folder, "md")).collect();
    documents.extend(fs::read_to_string(root().join("README.md")).map(|text| ("README.md".to_owned(), text)));
    let update = std::env::var_os("UPDATE").is_some_and(|value| value == "1");
    let mut faults = Vec::new();
    let mut said = String::new();
    for (name, text) in &documents {
        let scratch = Scratch::new(&format!("docs-{}", name.replace('/', "-")));
        scratch.copy("docs");
        scratch.copy("examples");
        scratch.copy("playbooks");
        let account = walk(name, text, scratch.path());
        let Account { executed, playbooks, excerpts, snippets, files, .. } = account;
        let _ = writeln!(
            said,
            "{name}: {executed} commands run, {playbooks} playbooks checked, {excerpts} excerpts parsed, \
             {snippets} snippets checked, {files} files written"
        );
        for note in &account.notes {
            let _ = writeln!(said, "  {note}");
        }
        if update && !account.rewritten.is_empty() {
            fs::write(root().join(name), updated(text, &account.rewritten)).unwrap();
            let _ = writeln!(said, "  {} blocks rewritten: run again without UPDATE", account.rewritten.len());
        }
        faults.extend(account.faults);
    }
    println!("{said}");
    assert!(faults.is_empty(), "{} faults in the documents:\n\n{}", faults.len(), faults.join("\n\n"));
}

#[cfg(test)]
mod rules {
    use super::{updated, walk};
    use crate::support::scratch::Scratch;

    #[test]
    fn what_is_not_true_is_found_and_can_be_written_back() {
        let scratch = Scratch::new("docs-rules");
        std::fs::write(scratch.path().join("a.txt"), "one\ntwo \n").unwrap();
        let text = "\
```console
$ cat a.txt
one
...
$ cat a.txt
one
three
```
<!-- not run: it is slow -->
```console
$ cargo install --path .
```
```stageplay excerpt
let a = 1
```
```stageplay excerpt
let a =
```
```console
$ cargo build
```
```stageplay
play a {}
```
```stageplay1
```
```stageplay fails SP0302
risk small { high when segment is smbs }
```
```stageplay fails SP0301
risk small { high when arr < 100,000 USD }
```
```stageplay corrected
let a = 1
```
";
        let account = walk("doc.md", text, scratch.path());
        assert_eq!((account.executed, account.playbooks, account.excerpts, account.snippets), (2, 0, 2, 3));
        assert_eq!(account.notes, ["doc.md:10: not run: it is slow"]);
        // Only the first two lines: which mistake it is that does not parse is the parser's business.
        let starts: Vec<String> =
            account.faults.iter().map(|fault| fault.lines().take(2).collect::<Vec<_>>().join("|")).collect();
        assert_eq!(
            starts,
            [
                "doc.md:1: $ cat a.txt|the output differs, first near its line 2",
                "doc.md:16: does not parse|",
                "doc.md:19: $ cargo build|only `stageplay`, `cargo run --release --`, `cat FILE`, `cp -r FOLDER FOLDER` and \
                 `sh FILE` are run; put `<!-- not run: reason -->` above the block",
                "doc.md:22: a whole playbook begins with `stageplay 1`; call it `stageplay excerpt` where it is a part \
                 of one",
                "doc.md:25: a block is `console`, `stageplay`, `stageplay excerpt`, `stageplay fails SPnnnn` or \
                 `stageplay corrected`, not `stageplay1`",
                "doc.md:30: expected one message, with the code SP0301, found 1: SP0109 a number is written without \
                 commas",
                "doc.md:33: expected no message, found 1: SP0702 nothing uses the let `a`"
            ]
        );
        let new = updated(text, &account.rewritten);
        assert_eq!(new, text.replacen("three", "two", 1));
        assert_eq!(walk("doc.md", &new, scratch.path()).faults.len(), 6);
    }
}
