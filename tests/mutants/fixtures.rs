//! Every playbook of the repository that checks: what is mutated.

use crate::support::markdown::blocks;
use crate::support::repository::files;
use stageplay_dsl::compile;
use std::collections::BTreeMap;

/// A playbook and which of its files are mutated.
#[derive(Clone, Debug)]
pub struct Fixture {
    pub files: Vec<(String, String)>,
    /// The last so many of the files.
    pub own: usize,
}

impl Fixture {
    fn checks(&self) -> bool {
        compile(self.files.clone()).playbook.is_some()
    }
}

/// The playbooks that check, in order of name: folders of examples and templates, files of tests (those that need it
/// with the ground they share), and the corrected snippets of the documents.
pub fn fixtures() -> Vec<Fixture> {
    let mut all = Vec::new();
    for top in ["examples", "playbooks"] {
        let mut folders: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
        for file in files(top, "play") {
            let folder = file.0.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
            folders.entry(folder).or_default().push(file);
        }
        all.extend(folders.into_values().map(|files| Fixture { own: files.len(), files }));
    }
    let common: Vec<_> =
        files("tests/check", "play").into_iter().filter(|file| file.0.ends_with("common.play")).collect();
    for top in ["tests", "dsl/src/syntax/tests"] {
        for file in files(top, "play") {
            let alone = Fixture { own: 1, files: vec![file.clone()] };
            if alone.checks() {
                all.push(alone);
            } else {
                all.push(Fixture { own: 1, files: common.iter().cloned().chain([file]).collect() });
            }
        }
    }
    all.extend(snippets());
    all.retain(Fixture::checks);
    all
}

/// The corrected snippets, each with the ground it stands on.
fn snippets() -> Vec<Fixture> {
    let pages = files("docs/diagnostics", "md");
    let blocks: Vec<_> =
        pages.iter().flat_map(|(name, text)| blocks(text).into_iter().map(move |b| (name, b))).collect();
    let preamble = blocks.iter().find(|(_, block)| block.kind == "stageplay preamble");
    let preamble = preamble.map(|(_, block)| ("preamble.play".to_owned(), block.lines.join("\n") + "\n"));
    let corrected = blocks.iter().filter(|(_, block)| block.kind == "stageplay corrected");
    corrected
        .map(|(name, block)| {
            let text = block.lines.join("\n") + "\n";
            let name = format!("{name}:{}", block.line);
            if block.lines.iter().any(|line| line.starts_with("playbook ")) {
                Fixture { own: 1, files: vec![(name, text)] }
            } else {
                let own = (name, format!("stageplay 1\n{text}"));
                Fixture { own: 1, files: preamble.iter().cloned().chain([own]).collect() }
            }
        })
        .collect()
}
