//! The templates that come with the program.

use stageplay_engine::read::Template;
use std::path::Path;

/// Files of a folder below `playbooks/`, as a template.
macro_rules! template {
    ($name:literal: $($file:literal)*) => {
        Template { name: $name, files: &[$(($file, include_str!(concat!("../playbooks/", $name, "/", $file)))),*] }
    };
}

/// One entry for each, with its calendar, tests and fixtures among the files.
pub const TEMPLATES: &[Template] = &[template!("expansion-arc":
    "account.play"
    "calendars/business-days.yaml"
    "fixtures/stories.yaml"
    "health.play"
    "journey.play"
    "keep.play"
    "metrics.play"
    "playbook.play"
    "plays.play"
    "risks.play"
    "tests/growth.play"
    "tests/health.play"
    "tests/keep.play"
    "tests/plays.play"
    "tests/rhythm.play"
    "tests/risks.play"
    "tests/stages.play"
)];

/// A file of a template, such as its calendar, by the template's name and its own; `None` where it is none.
pub fn file(path: &Path) -> Option<&'static str> {
    TEMPLATES.iter().find_map(|template| {
        let rest = path.strip_prefix(template.name).ok()?;
        template.files.iter().find(|(name, _)| Path::new(name) == rest).map(|(_, text)| *text)
    })
}

#[cfg(test)]
mod tests {
    use super::TEMPLATES;
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::{Path, PathBuf};

    /// What lies below a folder and can belong to a playbook, by its path in it.
    fn below(folder: &Path) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        let mut waiting = vec![PathBuf::new()];
        while let Some(next) = waiting.pop() {
            for entry in fs::read_dir(folder.join(&next)).unwrap() {
                let entry = entry.unwrap();
                let path = next.join(entry.file_name());
                let name = path.to_string_lossy().into_owned();
                if entry.path().is_dir() {
                    waiting.push(path);
                } else if [".play", ".rhai", ".yaml"].iter().any(|ending| name.ends_with(ending)) {
                    found.insert(name);
                }
            }
        }
        found
    }

    #[test]
    fn a_template_comes_with_all_its_files() {
        let playbooks = Path::new(env!("CARGO_MANIFEST_DIR")).join("playbooks");
        for template in TEMPLATES {
            let listed: BTreeSet<String> = template.files.iter().map(|(name, _)| (*name).to_owned()).collect();
            assert_eq!(listed, below(&playbooks.join(template.name)), "{}", template.name);
        }
    }
}
