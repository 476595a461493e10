//! The templates that come with the program.

mod files;

pub use files::TEMPLATES;

use std::path::Path;

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
    fn every_template_of_the_repository_comes_with_the_program() {
        let playbooks = Path::new(env!("CARGO_MANIFEST_DIR")).join("playbooks");
        let entries = |folder: &Path| -> Vec<PathBuf> {
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect()
        };
        let folders = entries(&playbooks).into_iter().filter(|path| path.is_dir() && !path.ends_with("variants"));
        let variants = entries(&playbooks.join("variants")).into_iter();
        let variants = variants.filter(|path| path.extension().is_some_and(|ending| ending == "play"));
        let names = folders.chain(variants).map(|path| path.file_stem().unwrap().to_string_lossy().into_owned());
        let folders: BTreeSet<String> = names.collect();
        let listed: BTreeSet<String> = TEMPLATES.iter().map(|template| template.name.to_owned()).collect();
        assert_eq!(listed, folders);
    }

    #[test]
    fn a_template_comes_with_all_its_files() {
        let playbooks = Path::new(env!("CARGO_MANIFEST_DIR")).join("playbooks");
        for template in TEMPLATES.iter().filter(|template| playbooks.join(template.name).is_dir()) {
            let listed: BTreeSet<String> = template.files.iter().map(|(name, _)| (*name).to_owned()).collect();
            assert_eq!(listed, below(&playbooks.join(template.name)), "{}", template.name);
        }
    }
}
