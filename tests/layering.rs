//! The rooms of docs/architecture.md, kept: which folder may name which, which crate is seen where, how long a file is.
//!
//! Reads the text of every Rust file. Comments and texts do not count.

use crate::support::repository;
use crate::support::rust_path::{NamedPath, paths};
use crate::support::rust_text::tokens;
use std::collections::BTreeMap;
use std::fmt;

/// Crate folder and its rooms, bottom to top: a room may name those before it, never those after it.
const ROOMS: &[(&str, &[&str])] = &[
    ("dsl", &["source", "diagnostic", "types", "syntax", "typed", "resolve", "check", "lint", "format", "report"]),
    (
        "engine",
        &[
            "column",
            "kernel",
            "script",
            "graph",
            "evaluate",
            "decide",
            "read",
            "store",
            "send",
            "live",
            "story",
            "workbench",
        ],
    ),
];

/// Helpers for unit tests: may name every room of its crate, and is named only by tests.
const TEST_ROOM: &str = "testing";

/// Room and what it must not know although it lies below; a longer path beginning with the exception is allowed.
const MUST_NOT_KNOW: &[(&str, &str, &str, Option<&str>)] = &[
    ("dsl", "typed", "syntax", Some("tree")),
    ("dsl", "format", "types", None),
    ("dsl", "format", "typed", None),
    ("dsl", "format", "resolve", None),
    ("dsl", "format", "check", None),
];

/// Crate and the folders that may name it.
const CRATES: &[(&str, &[&str])] = &[
    ("pest", &["dsl/src/syntax/"]),
    ("pest_derive", &["dsl/src/syntax/"]),
    ("miette", &["dsl/src/report/"]),
    ("rhai", &["engine/src/script/"]),
    ("rusqlite", &["engine/src/store/"]),
    ("postcard", &["engine/src/live/"]),
    ("ureq", &["engine/src/send/deliver/"]),
    ("fearless_simd", &["engine/src/kernel/", "bench/src/"]),
    ("backon", &["engine/src/send/deliver/"]),
    ("base64", &["engine/src/send/deliver/"]),
    ("hmac", &["engine/src/send/deliver/"]),
    ("process_control", &["engine/src/send/deliver/"]),
    ("calamine", &["engine/src/read/import/"]),
    ("encoding_rs", &["engine/src/read/import/"]),
    ("zip", &["engine/src/read/import/"]),
    ("stageplay_engine", &["cli/"]),
    ("cli", &[]),
    ("stageplay", &[]),
    ("anstream", &["cli/"]),
    ("anstyle", &["cli/"]),
    ("clap", &["cli/"]),
    ("comfy_table", &["cli/"]),
    ("indicatif", &["cli/"]),
];

/// Folders that may lift clippy's ban on files, network, environment and clock.
const MAY_REACH_OUTSIDE: &[&str] = &["engine/src/read/", "engine/src/store/", "engine/src/send/", "cli/", "tests/"];

const LONGEST_FILE: usize = 500;

/// Crate and room, the rooms it names, and where it first names each.
type Edges = BTreeMap<(String, String), BTreeMap<String, (String, usize)>>;

struct Violation {
    file: String,
    line: usize,
    rule: &'static str,
    what: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}: {}", self.file, self.line, self.rule, self.what)
    }
}

/// A Rust file placed in the house: `dsl/src/syntax/tree/word.rs` is module `syntax::tree::word` of `dsl`.
struct Place<'a> {
    krate: &'a str,
    rooms: &'a [&'a str],
    module: Vec<&'a str>,
}

/// Where a file of a layered crate stands; `None` for files of other folders.
fn place(file: &str) -> Option<Place<'_>> {
    let (krate, inside) = file.split_once("/src/")?;
    let rooms = ROOMS.iter().find(|(name, _)| *name == krate)?.1;
    let mut module: Vec<&str> = inside.trim_end_matches(".rs").split('/').collect();
    if matches!(module.last(), Some(&("mod" | "lib"))) {
        module.pop();
    }
    Some(Place { krate, rooms, module })
}

fn violations(files: &[(String, String)]) -> Vec<Violation> {
    let mut found = Vec::new();
    let mut edges = Edges::new();
    for (file, text) in files {
        let mut say = |line: usize, rule: &'static str, what: String| {
            found.push(Violation { file: file.clone(), line, rule, what });
        };
        let length = text.lines().count();
        if length > LONGEST_FILE {
            say(length, "one idea per file", format!("{length} lines, at most {LONGEST_FILE}"));
        }
        let named = paths(text);
        for path in &named {
            if let Some(what) = stray_crate(file, path) {
                say(path.line, "a crate outside its room", what);
            }
        }
        for (line, rule, what) in stray_attributes(file, text) {
            say(line, rule, what);
        }
        let Some(place) = place(file) else { continue };
        let Some(&room) = place.module.first() else { continue };
        if room == TEST_ROOM {
            continue;
        }
        if !place.rooms.contains(&room) {
            say(1, "every folder has a place", format!("`{room}` is not a room of `{}`; give it a rank", place.krate));
            continue;
        }
        for path in &named {
            let Some(target) = inside_the_crate(&place, path) else { continue };
            if target.first().is_some_and(|to| to == TEST_ROOM) && is_test(&place, path) {
                continue;
            }
            if let Some((rule, what)) = unknown_or_upward(&place, room, &target) {
                say(path.line, rule, what);
            }
            if let Some(to) = target.first().filter(|to| *to != room && place.rooms.contains(&to.as_str())) {
                let from = (place.krate.to_owned(), room.to_owned());
                edges.entry(from).or_default().entry(to.clone()).or_insert_with(|| (file.clone(), path.line));
            }
        }
    }
    found.extend(cycles(&edges));
    found
}

fn stray_crate(file: &str, path: &NamedPath) -> Option<String> {
    let head = path.segments.first()?;
    let (name, folders) = CRATES.iter().find(|(name, _)| name == head)?;
    if folders.iter().any(|folder| file.starts_with(folder)) {
        return None;
    }
    let homes = if folders.is_empty() { "nowhere".to_owned() } else { format!("only in {}", folders.join(", ")) };
    Some(format!("`{name}` may be named {homes}"))
}

fn stray_attributes(file: &str, text: &str) -> Vec<(usize, &'static str, String)> {
    let tokens = tokens(text);
    let mut found = Vec::new();
    for window in tokens.windows(4) {
        let [hash, bracket, word, sign] = window else { continue };
        if (hash.text.as_str(), bracket.text.as_str(), word.text.as_str(), sign.text.as_str())
            == ("#", "[", "path", "=")
        {
            found.push((word.line, "a file is the module it lies in", "`#[path]` would hide where it lies".to_owned()));
        }
    }
    let may = MAY_REACH_OUTSIDE.iter().any(|folder| file.starts_with(folder));
    for token in tokens.iter().filter(|token| !may && token.text == "disallowed_methods") {
        let what = format!("the ban may be lifted only in {}", MAY_REACH_OUTSIDE.join(", "));
        found.push((token.line, "no files, network, environment or clock in the core", what));
    }
    found
}

/// The path from the top of its crate, where it starts at `crate`, `self` or `super`.
fn inside_the_crate(place: &Place<'_>, path: &NamedPath) -> Option<Vec<String>> {
    let mut base: Vec<String> = place.module.iter().map(|part| (*part).to_owned()).collect();
    base.extend(path.inside.iter().cloned());
    let mut rest = path.segments.as_slice();
    match rest.first()?.as_str() {
        "crate" => {
            base.clear();
            rest = &rest[1..];
        }
        "self" => rest = &rest[1..],
        "super" => {
            while rest.first().is_some_and(|part| part == "super") {
                base.pop();
                rest = &rest[1..];
            }
        }
        _ => return None,
    }
    base.extend(rest.iter().cloned());
    Some(base)
}

/// True in files and modules of tests: `tests`, `something_test`.
fn is_test(place: &Place<'_>, path: &NamedPath) -> bool {
    let test = |name: &str| name == "tests" || name.ends_with("_test");
    place.module.iter().any(|name| test(name)) || path.inside.iter().any(|name| test(name))
}

fn unknown_or_upward(place: &Place<'_>, room: &str, target: &[String]) -> Option<(&'static str, String)> {
    let rank = |name: &str| place.rooms.iter().position(|known| *known == name);
    let to = match target.first().map(String::as_str) {
        None | Some("*") => return Some(("imports name a room", "this names the whole crate".to_owned())),
        Some(to) => to,
    };
    let Some(to_rank) = rank(to) else {
        let what = format!("`{}` is no room of `{}`: what lib.rs holds stands above all rooms", to, place.krate);
        return Some(("imports name a room", what));
    };
    if Some(to_rank) > rank(room) {
        return Some(("imports go one way", format!("`{room}` lies below `{to}` and must not name it")));
    }
    let (_, _, _, exception) = MUST_NOT_KNOW.iter().find(|rule| (rule.0, rule.1, rule.2) == (place.krate, room, to))?;
    if exception.is_some_and(|part| target.get(1).is_some_and(|found| found == part)) {
        return None;
    }
    let but = exception.map_or(String::new(), |part| format!(", only `{to}::{part}`"));
    Some(("what a room must not know", format!("`{room}` must not know `{to}`{but}")))
}

/// One violation for each pair of rooms that reach each other, at the lower room's import.
fn cycles(edges: &Edges) -> Vec<Violation> {
    let mut found = Vec::new();
    for ((krate, from), targets) in edges {
        for (to, (file, line)) in targets {
            if let Some(way) = way(edges, krate, to, from).filter(|_| from < to) {
                let what = format!("{from} → {}", way.join(" → "));
                found.push(Violation { file: file.clone(), line: *line, rule: "no cycles between folders", what });
            }
        }
    }
    found
}

fn way(edges: &Edges, krate: &str, from: &str, to: &str) -> Option<Vec<String>> {
    let mut seen = vec![from.to_owned()];
    let mut waiting = vec![vec![from.to_owned()]];
    while let Some(way) = waiting.pop() {
        let last = way.last()?.clone();
        if last == to {
            return Some(way);
        }
        for next in edges.get(&(krate.to_owned(), last)).into_iter().flat_map(BTreeMap::keys) {
            if !seen.contains(next) {
                seen.push(next.clone());
                waiting.push(way.iter().chain([next]).cloned().collect());
            }
        }
    }
    None
}

#[test]
fn the_house_stands_as_drawn() {
    let mut files = Vec::new();
    for folder in ["dsl/src", "engine/src", "cli", "tests"] {
        files.extend(repository::files(folder, "rs"));
    }
    assert!(files.len() > 40, "only {} files were read: is the test in the right folder?", files.len());
    // The tests drive every room and crate; only length and attributes are asked of them.
    let found: Vec<String> = violations(&files)
        .iter()
        .filter(|violation| !(violation.file.starts_with("tests/") && violation.rule == "a crate outside its room"))
        .map(ToString::to_string)
        .collect();
    assert!(found.is_empty(), "{} against docs/architecture.md:\n{}", found.len(), found.join("\n"));
}

#[cfg(test)]
mod rules {
    use super::violations;

    fn said(files: &[(&str, &str)]) -> Vec<String> {
        let files: Vec<(String, String)> = files.iter().map(|(f, t)| ((*f).to_owned(), (*t).to_owned())).collect();
        violations(&files).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_clean_house_is_quiet() {
        let files = [
            ("dsl/src/lib.rs", "pub mod source; pub use check::Compiled; pub mod check;"),
            ("dsl/src/check/mod.rs", "use crate::typed::Playbook; use crate::{source::Span, diagnostic}; mod types;"),
            ("dsl/src/check/types.rs", "use super::Checker; mod tests { use super::super::Checker; use super::*; }"),
            ("dsl/src/typed/mod.rs", "pub use crate::syntax::tree::Move;"),
            ("dsl/src/syntax/mod.rs", "use pest::Parser; // miette::x crate::report\n"),
            ("engine/src/read/mod.rs", "#![allow(clippy::disallowed_methods, reason = \"reads\")]"),
        ];
        assert_eq!(said(&files), [""; 0]);
    }

    #[test]
    fn an_import_that_goes_up_is_refused_however_it_is_written() {
        let rule = "imports go one way: `types` lies below `check` and must not name it";
        for (at, text) in [
            (1, "use crate::check::Checker;"),
            (2, "\nuse crate::{source::Span, check::{self, Checker}};"),
            (1, "fn f() { crate::check::run() }"),
            (1, "use super::super::check;"),
            (1, "mod tests { use super::super::super::check::run; }"),
        ] {
            let found = said(&[("dsl/src/types/kind.rs", text)]);
            assert_eq!(found.first().unwrap(), &format!("dsl/src/types/kind.rs:{at}: {rule}"), "{text}");
        }
    }

    #[test]
    fn naming_the_whole_crate_or_lib_rs_is_refused() {
        let names = |text| said(&[("engine/src/graph/mod.rs", text)]);
        assert_eq!(
            names("use super::*;"),
            ["engine/src/graph/mod.rs:1: imports name a room: this names the whole crate"]
        );
        assert_eq!(names("use crate as k;").len(), 1);
        assert_eq!(
            names("use crate::run;"),
            ["engine/src/graph/mod.rs:1: imports name a room: `run` is no room of `engine`: \
              what lib.rs holds stands above all rooms"]
        );
    }

    #[test]
    fn a_folder_without_a_rank_is_refused() {
        assert_eq!(
            said(&[("dsl/src/helpers/mod.rs", "")]),
            ["dsl/src/helpers/mod.rs:1: every folder has a place: `helpers` is not a room of `dsl`; give it a rank"]
        );
        assert_eq!(said(&[("engine/src/util.rs", "")]).len(), 1);
    }

    #[test]
    fn helpers_of_tests_are_named_only_by_tests() {
        let files = [
            ("engine/src/testing.rs", "use crate::story::explain;"),
            ("engine/src/graph/tests.rs", "use crate::testing::Book;"),
            ("engine/src/graph/node.rs", "mod tests { use crate::testing::Book; }"),
        ];
        assert_eq!(said(&files), [""; 0]);
        assert_eq!(said(&[("engine/src/graph/node.rs", "use crate::testing::Book;")]).len(), 1);
        assert_eq!(said(&[("engine/src/graph/tests.rs", "use crate::story::explain;")]).len(), 1);
    }

    #[test]
    fn what_a_room_must_not_know_is_refused() {
        assert_eq!(
            said(&[("dsl/src/typed/a.rs", "use crate::syntax::parse;")]),
            ["dsl/src/typed/a.rs:1: what a room must not know: `typed` must not know `syntax`, only `syntax::tree`"]
        );
        assert_eq!(
            said(&[("dsl/src/format/a.rs", "use crate::types::Type;")]),
            ["dsl/src/format/a.rs:1: what a room must not know: `format` must not know `types`"]
        );
    }

    #[test]
    fn a_cycle_between_folders_is_named() {
        let files = [
            ("engine/src/script/mod.rs", "use crate::evaluate::Frame;"),
            ("engine/src/evaluate/mod.rs", "use crate::graph::Node;"),
            ("engine/src/graph/mod.rs", "use crate::script::Engine;"),
        ];
        let found = said(&files);
        let cycle = "no cycles between folders: evaluate → graph → script → evaluate";
        assert!(found.contains(&format!("engine/src/evaluate/mod.rs:1: {cycle}")), "{found:?}");
    }

    #[test]
    fn a_crate_outside_its_room_is_refused() {
        for (file, text, name) in [
            ("dsl/src/check/mod.rs", "use pest::Parser;", "pest"),
            ("dsl/src/check/mod.rs", "#[derive(pest_derive::Parser)] struct P;", "pest_derive"),
            ("dsl/src/syntax/mod.rs", "fn f() { ::miette::set_hook() }", "miette"),
            ("engine/src/decide/mod.rs", "use {std::fmt, rhai::Engine};", "rhai"),
            ("engine/src/read/mod.rs", "extern crate rusqlite;", "rusqlite"),
            ("cli/run.rs", "use rhai as script;", "rhai"),
            ("dsl/src/report/mod.rs", "use stageplay_engine::graph;", "stageplay_engine"),
            ("engine/src/send/mod.rs", "use cli::view;", "cli"),
            ("engine/src/send/mod.rs", "use clap::Parser;", "clap"),
        ] {
            let found = said(&[(file, text)]);
            let wanted = format!("{file}:1: a crate outside its room: `{name}` may be named ");
            assert!(found.len() == 1 && found[0].starts_with(&wanted), "{text}: {found:?}");
        }
    }

    #[test]
    fn a_long_file_and_hidden_modules_and_lifted_bans_are_refused() {
        assert_eq!(said(&[("cli/a.rs", &"\n".repeat(500))]), [""; 0]);
        assert_eq!(
            said(&[("cli/a.rs", &"\n".repeat(501))]),
            ["cli/a.rs:501: one idea per file: 501 lines, at most 500"]
        );
        assert_eq!(
            said(&[("dsl/src/check/mod.rs", "#[path = \"../../../cli/a.rs\"] mod a;")]),
            ["dsl/src/check/mod.rs:1: a file is the module it lies in: `#[path]` would hide where it lies"]
        );
        let found = said(&[("engine/src/decide/mod.rs", "#![allow(clippy::disallowed_methods)]")]);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].contains("no files, network, environment or clock in the core"), "{found:?}");
    }
}
