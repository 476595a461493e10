//! Snippets of the pages about messages: `stageplay fails SPnnnn` gives exactly one message, with that code, and
//! `stageplay corrected` gives none. So do `yaml fails SPnnnn` and `yaml corrected`, which are fixtures.
//!
//! A snippet is one more file of the playbook that stands as `stageplay preamble` in docs/diagnostics/README.md; its first
//! line, `stageplay 1`, goes without saying. One with a `playbook` header is a whole playbook, and stands
//! alone, unless it extends that one.

use crate::support::markdown::{Block, blocks};
use crate::support::repository::root;
use stageplay_dsl::source::SourceFile;
use stageplay_dsl::{Tests, compile_layers};
use stageplay_engine::{read, script, workbench};
use std::fs;

/// What a snippet must give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// One message, with this code.
    Fails(String),
    /// Nothing.
    Sound,
}

/// What a block of this kind must give; `None` for a block that is no snippet.
pub fn wanted(kind: &str) -> Option<Wanted> {
    match kind {
        "stageplay corrected" | "stageplay preamble" | "yaml corrected" | "yaml fixtures" => Some(Wanted::Sound),
        _ => {
            let code = kind.strip_prefix("stageplay fails ").or_else(|| kind.strip_prefix("yaml fails "));
            code.map(|code| Wanted::Fails(code.to_owned()))
        }
    }
}

/// The messages of a snippet, as `SPnnnn words`.
pub fn said(block: &Block) -> Vec<String> {
    let text = block.lines.join("\n") + "\n";
    let header = block.lines.iter().find(|line| line.starts_with("playbook "));
    let is_fixtures = block.kind.starts_with("yaml ");
    let snippet = |begin: &str| ("snippet".to_owned(), format!("{begin}{text}"));
    let before = ("preamble".to_owned(), of_readme("stageplay preamble"));
    let layers = match header {
        Some(header) if header.contains("extends \"pages\"") => vec![vec![before], vec![snippet("stageplay 1\n")]],
        Some(header) if header.contains("extends") => vec![vec![snippet("stageplay 1\n")]],
        Some(_) => vec![vec![snippet("")]],
        None if is_fixtures => vec![vec![before]],
        None => vec![vec![before, snippet("stageplay 1\n")]],
    };
    let whole = header.is_some();
    let compiled = compile_layers(layers, None, Tests::Included);
    let fixtures = if is_fixtures { text } else { of_readme("yaml fixtures") };
    let (mut sources, mut diagnostics) = (compiled.sources, compiled.diagnostics);
    if let Some(playbook) = &compiled.playbook {
        diagnostics.extend(script::check(playbook));
        // A playbook of its own has another account.
        if !whole {
            let id = sources.add(SourceFile::new("fixtures", fixtures.clone()));
            let (fixtures, found) = read::fixtures([(id, fixtures.as_str())], playbook);
            diagnostics.extend(found);
            diagnostics.extend(workbench::test::check(playbook, &fixtures));
        }
    }
    diagnostics.sorted().iter().map(|found| format!("{} {}", found.code, found.message)).collect()
}

/// What is wrong with a snippet; `None` where it gives what it must.
pub fn fault(wanted: &Wanted, block: &Block) -> Option<String> {
    let said = said(block);
    let right = match (wanted, said.as_slice()) {
        (Wanted::Sound, []) => true,
        (Wanted::Fails(code), [only]) => only.split(' ').next() == Some(code),
        _ => false,
    };
    let wanted = match wanted {
        Wanted::Fails(code) => format!("one message, with the code {code}"),
        Wanted::Sound => "no message".to_owned(),
    };
    (!right).then(|| format!("expected {wanted}, found {}: {}", said.len(), said.join("; ")))
}

/// A block of docs/diagnostics/README.md.
fn of_readme(kind: &str) -> String {
    let readme = fs::read_to_string(root().join("docs/diagnostics/README.md")).unwrap();
    let found = blocks(&readme).into_iter().find(|block| block.kind == kind);
    found.unwrap_or_else(|| panic!("no block `{kind}` in docs/diagnostics/README.md")).lines.join("\n") + "\n"
}
