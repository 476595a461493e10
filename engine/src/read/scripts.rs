//! The scripts of a playbook that is a single file: those it names.
//!
//! In a folder there may be scripts of other playbooks, so that only names count. They are looked for in the
//! text as it stands; the language says later what each of them is to a score.

use super::ReadError;
use super::playbook::{PlaybookFiles, read};
use std::path::{Component, Path, PathBuf};

/// How the names of scripts end.
pub(super) const ENDING: &str = ".rhai";

/// Adds the scripts that the only file names, from its folder or one in it. Where one is not there, all that lie
/// beside the playbook are added, so that the name that was meant can be said.
pub(super) fn beside(path: &Path, files: &mut PlaybookFiles) -> Result<(), ReadError> {
    let Some((_, text)) = files.first() else { return Ok(()) };
    let folder = path.parent().unwrap_or(Path::new(""));
    let mut found: Vec<PathBuf> = Vec::new();
    let mut is_any_missing = false;
    for name in named(text) {
        let file = folder.join(name);
        let is_inside =
            Path::new(name).components().all(|step| matches!(step, Component::Normal(_) | Component::CurDir));
        if is_inside && file.is_file() {
            found.push(file);
        } else {
            is_any_missing = true;
        }
    }
    if is_any_missing {
        let here = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        for entry in std::fs::read_dir(here).map_err(|cause| ReadError::io(here, cause))?.flatten() {
            let file = folder.join(entry.file_name());
            if file.to_string_lossy().ends_with(ENDING) && file.is_file() {
                found.push(file);
            }
        }
    }
    // `./a.rhai` is `a.rhai`: components leave such steps out.
    found = found.iter().map(|file| file.components().collect()).collect();
    found.sort();
    found.dedup();
    for file in found {
        files.push(read(&file)?);
    }
    Ok(())
}

/// Every quoted text of a file that ends as the names of scripts do.
fn named(text: &str) -> impl Iterator<Item = &str> {
    text.lines().flat_map(|line| line.split('"').skip(1).step_by(2)).filter(|quoted| quoted.ends_with(ENDING))
}

#[cfg(test)]
mod tests {
    use super::super::load;
    use std::fs;
    use std::path::Path;

    fn names(path: &Path, folder: &Path) -> Vec<String> {
        let start = format!("{}/", folder.to_string_lossy());
        load(path).unwrap().into_iter().map(|(name, _)| name.strip_prefix(&start).unwrap().to_owned()).collect()
    }

    #[test]
    fn a_folder_brings_all_its_scripts_and_a_file_those_it_names() {
        let at = std::env::temp_dir().join(format!("stageplay-scripts-{}", std::process::id()));
        let _ = fs::remove_dir_all(&at);
        fs::create_dir_all(at.join("in")).unwrap();
        for name in ["a.rhai", "b.rhai", "in/c.rhai"] {
            fs::write(at.join(name), "1").unwrap();
        }
        assert!(load(&at).unwrap_err().to_string().starts_with("no `.play` file in the folder"));
        fs::write(at.join("p.play"), "score a 0 to 1 from \"./in/c.rhai\"\nscore b 0 to 1 from \"in/c.rhai\"").unwrap();
        assert_eq!(names(&at, &at), ["a.rhai", "b.rhai", "in/c.rhai", "p.play"]);
        assert_eq!(names(&at.join("p.play"), &at), ["p.play", "in/c.rhai"]);
        // A name that is not there: what lies beside the playbook is read, to say which was meant.
        fs::write(at.join("p.play"), "score a 0 to 1 from \"aa.rhai\"").unwrap();
        assert_eq!(names(&at.join("p.play"), &at), ["p.play", "a.rhai", "b.rhai"]);
        fs::write(at.join("in/p.play"), "score a 0 to 1 from \"../a.rhai\"").unwrap();
        assert_eq!(names(&at.join("in/p.play"), &at), ["in/p.play", "in/c.rhai"]);
        fs::remove_dir_all(at).unwrap();
    }
}
