//! A playbook as it was in a revision of git: its files, and those that it may extend, in a folder that is gone
//! afterwards. Neither the working tree nor the index is touched.

use crate::exit::Fault;
use stageplay_engine::column::plain_cut;
use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// Two revisions as `main..` or `v1..v2`; without the second, the working tree.
pub fn range(text: &str) -> Option<(&str, Option<&str>)> {
    if Path::new(text).exists() {
        return None;
    }
    let (old, new) = text.split_once("..")?;
    (!old.is_empty() && !old.contains(['/', '\\']) || old.contains('/') && !old.starts_with('.'))
        .then_some((old, Some(new).filter(|new| !new.is_empty())))
}

/// What a playbook was in a revision. The folder is deleted with it.
pub struct Revision {
    folder: PathBuf,
    /// The playbook in it.
    pub playbook: PathBuf,
}

impl Drop for Revision {
    fn drop(&mut self) {
        // What is left in the folder for temporary files harms nobody.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Takes a playbook out of a revision.
pub fn revision(playbook: &Path, revision: &str) -> Result<Revision, Fault> {
    let whole = playbook.canonicalize().map_err(|cause| Fault::outside(format!("{}: {cause}", playbook.display())))?;
    let beside = if whole.is_dir() { whole.as_path() } else { whole.parent().unwrap_or(&whole) };
    let git = Git { beside, index: None };
    let top = git.text(&["rev-parse", "--show-toplevel"]).map_err(|_| {
        Fault::helped(
            format!("{} is in no git repository", plain_cut(&playbook.to_string_lossy(), 200)),
            Some("name two folders instead: `stageplay diff OLD NEW`".into()),
        )
    })?;
    let top = Path::new(&top).canonicalize().map_err(Fault::outside)?;
    let inside = whole.strip_prefix(&top).map_err(Fault::outside)?;
    let commit = format!("{revision}^{{commit}}");
    let commit = git.text(&["rev-parse", "--verify", "--quiet", "--end-of-options", &commit]).map_err(|_| {
        Fault::helped(
            format!("git knows no revision `{}` here", plain_cut(revision, 80)),
            Some("`git branch -a` and `git tag` list the names there are; a shallow clone has only the newest".into()),
        )
    })?;
    let folder = made_folder(&commit)?;
    let taken = Revision { playbook: folder.join("tree").join(inside), folder };
    let index = taken.folder.join("index");
    let git = Git { beside: &top, index: Some(&index) };
    git.text(&["read-tree", &commit])?;
    let listed = git.run(&["ls-files", "-z"], None)?.stdout;
    let wanted: Vec<&[u8]> = listed.split(|byte| *byte == 0).filter(|path| is_of_playbooks(path)).collect();
    let prefix = format!("--prefix={}/", taken.folder.join("tree").display());
    git.run(&["checkout-index", "-f", "-z", "--stdin", &prefix], Some(&wanted.join(&0)))?;
    if !taken.playbook.exists() {
        return Err(Fault::helped(
            format!("revision `{}` has no {}", plain_cut(revision, 80), plain_cut(&inside.to_string_lossy(), 200)),
            Some("it may have been called otherwise then: name the two folders instead".into()),
        ));
    }
    Ok(taken)
}

/// Whether a file may be part of a playbook, or says where its templates lie: the data beside it is not needed.
fn is_of_playbooks(path: &[u8]) -> bool {
    [&b".play"[..], b".rhai", b".yaml", b".yml", b"stageplay.lock"].iter().any(|end| path.ends_with(end))
}

fn made_folder(commit: &str) -> Result<PathBuf, Fault> {
    let short: String = commit.chars().take(12).collect();
    for number in 0..100 {
        let folder = std::env::temp_dir().join(format!("stageplay-{short}-{}-{number}", std::process::id()));
        match std::fs::create_dir(&folder) {
            Ok(()) => return Ok(folder),
            Err(cause) if cause.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(cause) => return Err(Fault::outside(format!("{}: {cause}", folder.display()))),
        }
    }
    Err(Fault::outside("no folder for temporary files can be made"))
}

struct Git<'a> {
    beside: &'a Path,
    index: Option<&'a Path>,
}

impl Git<'_> {
    fn text(&self, args: &[&str]) -> Result<String, Fault> {
        Ok(String::from_utf8_lossy(&self.run(args, None)?.stdout).trim_end_matches(['\n', '\r']).to_owned())
    }

    fn run(&self, args: &[&str], input: Option<&[u8]>) -> Result<Output, Fault> {
        let mut command = Command::new("git");
        command.current_dir(self.beside).args(args.iter().map(OsStr::new));
        if let Some(index) = self.index {
            command.env("GIT_INDEX_FILE", index);
        }
        command.stdin(if input.is_some() { Stdio::piped() } else { Stdio::null() });
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().map_err(|cause| {
            let help = "revisions are read by git: install it, or name two folders".to_owned();
            Fault::helped(format!("git cannot be run: {cause}"), Some(help))
        })?;
        if let (Some(input), Some(mut stdin)) = (input, child.stdin.take()) {
            // Git that ends early says why by itself.
            let _ = stdin.write_all(input);
        }
        let output = child.wait_with_output().map_err(Fault::outside)?;
        if output.status.success() {
            return Ok(output);
        }
        let said = String::from_utf8_lossy(&output.stderr);
        Err(Fault::outside(format!("git {}: {}", args.first().unwrap_or(&""), plain_cut(said.trim(), 300))))
    }
}

#[cfg(test)]
mod tests {
    use super::range;

    #[test]
    fn revisions_are_told_from_folders() {
        assert_eq!(range("main.."), Some(("main", None)));
        assert_eq!(range("v1..v2"), Some(("v1", Some("v2"))));
        assert_eq!(range("origin/main.."), Some(("origin/main", None)));
        assert_eq!(range("../other"), None);
        assert_eq!(range("./a/../b"), None);
        assert_eq!(range("playbooks"), None);
        assert_eq!(range(".."), None);
    }
}
