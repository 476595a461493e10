//! The functions of the fuzz targets, called with their corpora and with a fixed number of texts made from these.

mod entries;
mod formula;
mod scanner;

use crate::support::repository::root;
use std::fs;

/// What is found in a corpus, in order of name.
fn corpus(name: &str) -> Vec<Vec<u8>> {
    // Exports stand where what must be said of them stands too.
    let folder =
        if name == "import" { root().join("tests/bad-exports") } else { root().join("fuzz/corpus").join(name) };
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_none_or(|ending| ending != "expected"));
    paths.sort();
    paths.iter().map(|path| fs::read(path).unwrap()).collect()
}

/// A fixed sequence (xorshift), so that a failure can be repeated.
struct Chance(u64);

impl Chance {
    fn below(&mut self, count: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % count.max(1) as u64).unwrap()
    }

    /// A text of the corpus with a few pieces left out, doubled, cut off, or taken from another one.
    fn mutant(&mut self, corpus: &[Vec<u8>]) -> Vec<u8> {
        let mut bytes = corpus[self.below(corpus.len())].clone();
        for _ in 0..=self.below(4) {
            let from = self.below(bytes.len() + 1);
            let to = (from + self.below(24)).min(bytes.len());
            match self.below(6) {
                0 => drop(bytes.drain(from..to)),
                1 => bytes.extend_from_within(from..to),
                2 => bytes.insert(from, b"\"\\{}()[],:=;\n\r\t\0\xff9e-%#`"[self.below(23)]),
                3 => bytes.truncate(from.max(1)),
                _ => {
                    let other = &corpus[self.below(corpus.len())];
                    let start = self.below(other.len());
                    let end = (start + self.below(60)).min(other.len());
                    bytes.splice(from..to, other[start..end].iter().copied());
                }
            }
        }
        bytes
    }
}

fn replay(name: &str, entry: fn(&[u8]), mutants: usize) {
    replay_from(0x9e37_79b9_7f4a_7c15, name, entry, mutants);
}

fn replay_from(seed: u64, name: &str, entry: fn(&[u8]), mutants: usize) {
    let corpus = corpus(name);
    assert!(!corpus.is_empty());
    corpus.iter().for_each(|text| entry(text));
    let mut chance = Chance(seed);
    for _ in 0..mutants {
        let text = chance.mutant(&corpus);
        let shown = String::from_utf8_lossy(&text).into_owned();
        let caught = std::panic::catch_unwind(|| entry(&text));
        assert!(caught.is_ok(), "{name}: {shown:?}");
    }
}

#[test]
fn fuzzed_playbooks_compile_or_say_why() {
    replay("playbook", entries::compile, 400);
}

#[test]
fn fuzzed_playbooks_are_laid_out_or_left_alone() {
    replay("playbook", entries::format, 400);
}

#[test]
fn fuzzed_accounts_are_all_accounted_for() {
    replay("accounts", entries::accounts, 1_500);
}

#[test]
fn fuzzed_exports_are_refused_or_told_of_row_by_row() {
    replay("import", entries::import, 600);
}

#[test]
fn fuzzed_calendars_are_read_or_refused() {
    replay("calendar", entries::calendar, 400);
}

#[test]
fn fuzzed_fixtures_are_read_or_refused() {
    replay("fixtures", entries::fixtures, 400);
}

#[test]
fn fuzzed_scripts_give_a_number_or_nothing() {
    replay("script", entries::script, 600);
}

#[test]
fn fuzzed_records_are_read_by_both_ways_the_same() {
    replay("scanner", scanner::scanner, 600);
}

/// `FUZZ=fixtures:7:50000 cargo test --test main more_mutants -- --ignored`: so many texts from another sequence, where
/// a fuzzer cannot be built.
#[test]
#[ignore = "as long as it is wanted"]
fn more_mutants_of_a_corpus() {
    let wanted = std::env::var("FUZZ").unwrap_or_else(|_| "fixtures:7:20000".into());
    let parts: Vec<&str> = wanted.split(':').collect();
    let [name, seed, count] = parts[..] else { panic!("name:seed:count, not {wanted}") };
    let (corpus, entry): (&str, fn(&[u8])) = match name {
        "compile" => ("playbook", entries::compile),
        "format" => ("playbook", entries::format),
        "accounts" => (name, entries::accounts),
        "calendar" => (name, entries::calendar),
        "import" => (name, entries::import),
        "scanner" => (name, scanner::scanner),
        "script" => (name, entries::script),
        _ => ("fixtures", entries::fixtures),
    };
    replay_from(seed.parse().unwrap(), corpus, entry, count.parse().unwrap());
}
