//! What a look has read, to be compared with what the next one reads.

use stageplay_dsl::source::{SourceId, Sources};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Files of data, by the size and the time at which they were last written; `None` where one is not there.
pub type Data = BTreeMap<PathBuf, Option<(u64, Option<SystemTime>)>>;

/// Texts by content; data, which may be large, by its size and the time it was written.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Inputs {
    texts: BTreeMap<String, String>,
    data: Data,
}

impl Inputs {
    /// Adds the files of a playbook, those of its templates and tests included.
    pub fn texts(&mut self, sources: &Sources) {
        let all = (0..).map_while(|id| sources.get(SourceId(id)));
        self.texts.extend(all.map(|file| (file.name.clone(), file.text.clone())));
    }

    /// Takes over what was read before and not now, of files that are still there: where a playbook has mistakes, what only
    /// its tests read is not looked at.
    pub fn carry_over(&mut self, before: &Self) {
        let missing = before.texts.iter().filter(|(name, _)| !self.texts.contains_key(*name));
        let there: Vec<_> =
            missing.filter(|(name, _)| Path::new(name).exists()).map(|(n, t)| (n.clone(), t.clone())).collect();
        self.texts.extend(there);
    }

    /// Adds a file of data.
    pub fn data(&mut self, file: PathBuf) {
        let about = std::fs::metadata(&file).ok().map(|about| (about.len(), about.modified().ok()));
        self.data.insert(file, about);
    }

    /// The files that have come, gone or changed since.
    pub fn changed_since(&self, before: &Self) -> Vec<String> {
        let mut names = differing(&before.texts, &self.texts).cloned().collect::<Vec<_>>();
        names.extend(differing(&before.data, &self.data).map(|file| file.to_string_lossy().into_owned()));
        names
    }

    /// The data among it.
    pub fn seen_data(&self) -> &Data {
        &self.data
    }

    /// The files that were read.
    pub fn files(&self) -> impl Iterator<Item = PathBuf> {
        self.texts.keys().map(PathBuf::from).chain(self.data.keys().cloned())
    }
}

/// The names under which two maps hold something different.
fn differing<'a, N: Ord, T: PartialEq>(
    one: &'a BTreeMap<N, T>,
    other: &'a BTreeMap<N, T>,
) -> impl Iterator<Item = &'a N> {
    let gone = one.keys().filter(|name| !other.contains_key(name));
    other.iter().filter(|(name, text)| one.get(name) != Some(text)).map(|(name, _)| name).chain(gone)
}

#[cfg(test)]
mod tests {
    use super::*;
    use stageplay_dsl::source::SourceFile;

    fn inputs(files: &[(&str, &str)]) -> Inputs {
        let mut sources = Sources::default();
        for (name, text) in files {
            sources.add(SourceFile::new(*name, *text));
        }
        let mut inputs = Inputs::default();
        inputs.texts(&sources);
        inputs
    }

    #[test]
    fn what_came_went_and_changed_is_named_and_nothing_else() {
        let before = inputs(&[("a", "1"), ("b", "2"), ("c", "3")]);
        let after = inputs(&[("a", "1"), ("b", "4"), ("d", "5")]);
        assert_eq!(after.changed_since(&before), ["b", "d", "c"]);
        assert!(after.changed_since(&inputs(&[("a", "1"), ("b", "4"), ("d", "5")])).is_empty());
    }
}
