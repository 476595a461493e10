//! Which folders have to be watched, so that no change of some files is missed.

use notify::RecursiveMode::{self, NonRecursive, Recursive};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What a look reads, by absolute paths.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Files {
    /// The playbook: everything in this folder counts, or this file.
    playbook: PathBuf,
    /// Further files: of templates, accounts, a calendar, settings.
    others: Vec<PathBuf>,
}

impl Files {
    /// A playbook, and what else is read.
    pub fn new(playbook: &Path, others: impl IntoIterator<Item = PathBuf>) -> Self {
        let playbook = absolute(playbook);
        let others = others.into_iter().map(|file| absolute(&file)).filter(|file| !file.starts_with(&playbook));
        Self { others: others.collect(), playbook }
    }

    /// Whether a change at this place may change what is read: one of the files, or a folder above one, which may have
    /// come, gone or been replaced.
    pub fn concern(&self, place: &Path) -> bool {
        place.starts_with(&self.playbook) || self.each().any(|file| file.starts_with(place))
    }

    /// The folders: that of the playbook with all below it; for every other file its folder and the one above, which
    /// tells when the folder is replaced. Where a folder is missing, the nearest above it that is there.
    pub fn folders(&self) -> BTreeMap<PathBuf, RecursiveMode> {
        let mut folders = BTreeMap::new();
        for file in self.each() {
            let there = file.ancestors().skip(1).skip_while(|folder| !folder.is_dir());
            folders.extend(there.take(2).map(|folder| (folder.to_path_buf(), NonRecursive)));
        }
        if self.playbook.is_dir() {
            folders.insert(self.playbook.clone(), Recursive);
        }
        folders
    }

    fn each(&self) -> impl Iterator<Item = &PathBuf> {
        std::iter::once(&self.playbook).chain(&self.others)
    }
}

fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_above_and_below_is_of_concern_and_what_is_beside_is_not() {
        let files = Files::new(Path::new("/a/b/book"), ["/c/accounts.csv", "/a/b/book/more.play"].map(PathBuf::from));
        let of_concern = ["/a/b/book", "/a/b/book/deep/x.play", "/a/b", "/c/accounts.csv", "/c"];
        assert!(of_concern.iter().all(|place| files.concern(Path::new(place))));
        assert!(!["/a/b/bookmark", "/c/accounts.csv.swp", "/d"].iter().any(|place| files.concern(Path::new(place))));
    }

    #[test]
    fn a_folder_that_is_gone_is_waited_for_above_it() {
        let root = std::env::temp_dir().canonicalize().unwrap();
        let gone = root.join("stageplay-watch-nowhere/deep/book");
        let folders = Files::new(&gone, []).folders();
        assert_eq!(folders.get(&root), Some(&NonRecursive));
        assert!(folders.keys().all(|folder| folder.is_dir()));
    }
}
