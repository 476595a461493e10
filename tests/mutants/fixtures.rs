//! Every playbook of the repository that checks: what is mutated.

use crate::support::markdown::blocks;
use crate::support::repository::{files, root};
use stageplay_dsl::{Tests, compile_layers};
use stageplay_engine::read::load_layers;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// A playbook and which of its files are mutated.
#[derive(Clone, Debug)]
pub struct Fixture {
    pub files: Vec<(String, String)>,
    /// The layers of the template it extends, the lowest first.
    pub below: Vec<Vec<(String, String)>>,
    /// The last so many of the files.
    pub own: usize,
}

impl Fixture {
    fn alone(files: Vec<(String, String)>, own: usize) -> Self {
        Self { files, below: Vec::new(), own }
    }

    /// All its files, as they are compiled.
    pub fn layers(&self) -> Vec<Vec<(String, String)>> {
        self.below.iter().chain([&self.files]).cloned().collect()
    }

    fn checks(&self) -> bool {
        compile_layers(self.layers(), None, Tests::Included).playbook.is_some()
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
        all.extend(folders.into_values().map(|files| Fixture::alone(files.clone(), files.len())));
    }
    let common: Vec<_> =
        files("tests/check", "play").into_iter().filter(|file| file.0.ends_with("common.play")).collect();
    for top in ["tests", "dsl/src/syntax/tests"] {
        for file in files(top, "play") {
            let alone = Fixture::alone(vec![file.clone()], 1);
            if alone.checks() {
                all.push(alone);
            } else {
                all.push(Fixture::alone(common.iter().cloned().chain([file]).collect(), 1));
            }
        }
    }
    all.extend(snippets());
    all.retain(Fixture::checks);
    all
}

/// The playbooks that extend another and check, with their templates, but for the largest: judging a mutant takes as
/// long as all its layers.
pub fn extensions() -> Vec<Fixture> {
    let mut places: Vec<PathBuf> = Vec::new();
    for file in ["examples", "docs", "tests"].iter().flat_map(|top| files(top, "play")) {
        if file.1.lines().any(|line| line.starts_with("playbook ") && line.contains(" extends ")) {
            let is_folder = file.0.ends_with("/playbook.play");
            let place = if is_folder { file.0.trim_end_matches("/playbook.play") } else { &file.0 };
            places.push(root().join(place));
        }
    }
    let mut all = Vec::new();
    for place in places {
        let Ok(mut layers) = load_layers(&place, &[], Tests::Included) else { continue };
        let files = layers.files.pop().unwrap();
        let bytes: usize = layers.files.iter().flatten().chain(&files).map(|(_, text)| text.len()).sum();
        if layers.missing.is_none() && !layers.files.is_empty() && bytes < 12_000 {
            all.push(Fixture { own: files.len(), files, below: layers.files });
        }
    }
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
                Fixture::alone(vec![(name, text)], 1)
            } else {
                let own = (name, format!("stageplay 1\n{text}"));
                Fixture::alone(preamble.iter().cloned().chain([own]).collect(), 1)
            }
        })
        .collect()
}
