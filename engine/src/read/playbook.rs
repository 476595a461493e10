//! The files of a playbook.
//!
//! Knows where `.play` and `.rhai` files lie, not what is in them.

use super::ReadError;
use super::scripts;
use super::vendored::is_vendor;
use std::collections::BTreeSet;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

/// The files of one playbook: the name shown to people, and the text. Sorted by name.
pub type PlaybookFiles = Vec<(String, String)>;

/// A larger playbook file is a mistake; it also keeps a device or an endless pipe from being read.
const MOST_MEGABYTES: u64 = 16;

/// More files and folders are no playbook: somebody has named the whole disk.
const MOST_FILES: usize = 100_000;

/// The same of a file of fixtures: those are written by hand.
const MOST_FIXTURES: u64 = 2;

/// Reads a playbook: one file with the scripts it names, or every `.play` and `.rhai` file in a folder and the
/// folders in it. Folders named `tests`, hidden ones and copies of templates are left out, unless given as `path` itself;
/// a file or folder met again through a link is read once.
///
/// # Errors
/// Nothing at `path`, no `.play` file in it, a file that is not UTF-8 or larger than 16 MB, or one the system
/// does not give.
pub fn load(path: &Path) -> Result<PlaybookFiles, ReadError> {
    let about = fs::metadata(path).map_err(|cause| ReadError::io(path, cause))?;
    if !about.is_dir() {
        let mut files = vec![read(path)?];
        scripts::beside(path, &mut files)?;
        return Ok(files);
    }
    of_playbook(path, &|folder| folder != "tests")
}

/// The same with the folders named `tests`.
///
/// # Errors
/// Those of [`load`].
pub fn load_with_tests(path: &Path) -> Result<PlaybookFiles, ReadError> {
    let about = fs::metadata(path).map_err(|cause| ReadError::io(path, cause))?;
    if about.is_dir() { of_playbook(path, &|_| true) } else { load(path) }
}

/// The playbook files and scripts of a folder.
fn of_playbook(path: &Path, wanted_folder: &dyn Fn(&str) -> bool) -> Result<PlaybookFiles, ReadError> {
    let is_play = |name: &str| name.ends_with(".play");
    let files = files(path, wanted_folder, &|_, file| is_play(file) || file.ends_with(scripts::ENDING))?;
    if files.iter().any(|(name, _)| is_play(name)) {
        Ok(files)
    } else {
        Err(ReadError::NoPlayFiles(path.to_path_buf()))
    }
}

/// The files that tests take their accounts from: every `.yaml` and `.yml` file in a folder named `fixtures`, of
/// the playbook or beside the file that is one. None is no error.
///
/// # Errors
/// A file that is not UTF-8 or larger than 2 MB, or one the system does not give.
pub(super) fn fixture_files(path: &Path) -> Result<PlaybookFiles, ReadError> {
    let about = fs::metadata(path).map_err(|cause| ReadError::io(path, cause))?;
    let folder = if about.is_dir() { path } else { path.parent().unwrap_or(Path::new(".")) };
    let is_yaml = |file: &str| file.ends_with(".yaml") || file.ends_with(".yml");
    if !about.is_dir() {
        let beside = folder.join("fixtures");
        return if beside.is_dir() { files(&beside, &|_| false, &|_, file| is_yaml(file)) } else { Ok(Vec::new()) };
    }
    files(path, &|_| true, &|folder, file| folder == "fixtures" && is_yaml(file))
}

/// The files of a folder and the folders in it that are wanted, by their names and that of their folder.
fn files(
    path: &Path,
    wanted_folder: &dyn Fn(&str) -> bool,
    wanted_file: &dyn Fn(&str, &str) -> bool,
) -> Result<PlaybookFiles, ReadError> {
    let mut seen = BTreeSet::new();
    let mut found: Vec<PathBuf> = Vec::new();
    let mut folders = vec![path.to_path_buf()];
    let mut met = 0_usize;
    while let Some(folder) = folders.pop() {
        if !seen.insert(real(&folder)?) {
            continue;
        }
        let of = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        for entry in fs::read_dir(&folder).map_err(|cause| ReadError::io(&folder, cause))? {
            met += 1;
            if met > MOST_FILES {
                return Err(ReadError::TooManyFiles { folder: path.to_path_buf(), most: MOST_FILES });
            }
            let entry = entry.map_err(|cause| ReadError::io(&folder, cause))?.path();
            let name = entry.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            if name.starts_with('.') || is_vendor(&folder, &name) {
                continue;
            }
            // A link that leads nowhere is no playbook file.
            let Ok(about) = fs::metadata(&entry) else { continue };
            if about.is_dir() && wanted_folder(&name) {
                folders.push(entry);
            } else if about.is_file() && wanted_file(&of, &name) {
                found.push(entry);
            }
        }
    }
    found.sort();
    let mut files = Vec::with_capacity(found.len());
    for file in found {
        if seen.insert(real(&file)?) {
            let name = name_of(&file);
            let is_fixtures = name.ends_with(".yaml") || name.ends_with(".yml");
            files.push(if is_fixtures { read_at_most(&file, MOST_FIXTURES)? } else { read(&file)? });
        }
    }
    Ok(files)
}

fn name_of(path: &Path) -> String {
    path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/")
}

pub(super) fn real(path: &Path) -> Result<PathBuf, ReadError> {
    fs::canonicalize(path).map_err(|cause| ReadError::io(path, cause))
}

pub(super) fn read(path: &Path) -> Result<(String, String), ReadError> {
    read_at_most(path, MOST_MEGABYTES)
}

fn read_at_most(path: &Path, megabytes: u64) -> Result<(String, String), ReadError> {
    Ok((name_of(path), read_text(path, megabytes)?))
}

/// A whole file as text.
pub(super) fn read_text(path: &Path, megabytes: u64) -> Result<String, ReadError> {
    let file = fs::File::open(path).map_err(|cause| ReadError::io(path, cause))?;
    let most = megabytes << 20;
    let mut bytes = Vec::new();
    file.take(most + 1).read_to_end(&mut bytes).map_err(|cause| ReadError::io(path, cause))?;
    if bytes.len() as u64 > most {
        return Err(ReadError::TooLarge { file: path.to_path_buf(), megabytes });
    }
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(ReadError::Utf16(path.to_path_buf()));
    }
    String::from_utf8(bytes)
        .map_err(|error| ReadError::NotUtf8 { file: path.to_path_buf(), byte: error.utf8_error().valid_up_to() })
}

#[cfg(test)]
mod tests {
    use super::load;
    use std::fs;
    use std::path::PathBuf;

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("stageplay-load-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        folder
    }

    #[test]
    fn a_folder_is_read_in_order_without_its_tests() {
        let at = folder("order");
        for (name, text) in [
            ("b.play", "b"),
            ("a/z.play", "z"),
            ("tests/t.play", "t"),
            ("a/tests/u.play", "u"),
            (".git/x.play", "x"),
            ("notes.txt", "n"),
        ] {
            let file = at.join(name);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, text).unwrap();
        }
        let texts: Vec<String> = load(&at).unwrap().into_iter().map(|file| file.1).collect();
        assert_eq!(texts, ["z", "b"]);
        let tests: Vec<String> = load(&at.join("tests")).unwrap().into_iter().map(|file| file.1).collect();
        assert_eq!(tests, ["t"]);
        let one = load(&at.join("b.play")).unwrap();
        assert_eq!(one.len(), 1);
        assert!(one[0].0.ends_with("/b.play"));
        fs::remove_dir_all(at).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn a_link_back_up_is_followed_once() {
        let at = folder("loop");
        fs::create_dir_all(at.join("a")).unwrap();
        fs::write(at.join("a/p.play"), "p").unwrap();
        std::os::unix::fs::symlink(&at, at.join("a/up")).unwrap();
        std::os::unix::fs::symlink(at.join("a/p.play"), at.join("again.play")).unwrap();
        std::os::unix::fs::symlink(at.join("nowhere"), at.join("gone.play")).unwrap();
        assert_eq!(load(&at).unwrap().len(), 1);
        fs::remove_dir_all(at).unwrap();
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        let at = folder("faults");
        let shown = at.to_string_lossy().into_owned();
        assert_eq!(load(&at).unwrap_err().to_string(), format!("no `.play` file in the folder `{shown}`"));
        let missing = at.join("none");
        let error = load(&missing).unwrap_err().to_string();
        assert_eq!(error, format!("there is no file or folder `{shown}/none`"));
        fs::write(at.join("p.play"), b"stageplay 1\n\xff").unwrap();
        let error = load(&at).unwrap_err().to_string();
        assert_eq!(error, format!("`{shown}/p.play` is not UTF-8 text: byte 12 is not part of any character"));
        fs::write(at.join("p.play"), b"\xff\xfes\0").unwrap();
        assert!(load(&at).unwrap_err().to_string().contains("UTF-16"));
        fs::remove_dir_all(at).unwrap();
    }
}
