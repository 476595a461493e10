//! docs/dependencies.md has a line for every crate that a manifest names, and none for others.

use crate::support::repository::root;
use std::collections::BTreeSet;
use std::fs;

/// The crates of a manifest's dependency sections; those of this repository left out.
fn named(manifest: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut inside = false;
    for line in manifest.lines() {
        if line.starts_with('[') {
            inside = line.trim_end_matches(']').ends_with("dependencies") && !line.starts_with("[workspace");
        } else if inside && let Some((name, _)) = line.split_once(['=', '.']) {
            found.insert(name.trim().to_owned());
        }
    }
    found.retain(|name| !name.starts_with('#') && !name.starts_with("stageplay-"));
    found
}

/// The crates in the first column of the tables.
fn described(page: &str) -> BTreeSet<String> {
    page.lines()
        .filter_map(|line| line.strip_prefix("| `")?.split('|').next())
        .flat_map(|cell| cell.split('`').step_by(2).zip(cell.split('`').skip(1).step_by(2)))
        .flat_map(|(first, second)| [first, second])
        .map(|name| name.trim_matches([' ', ',', '(', ')']).to_owned())
        .filter(|name| !name.is_empty() && !name.contains(' '))
        .collect()
}

#[test]
fn every_crate_has_its_line() {
    let read = |name: &str| fs::read_to_string(root().join(name)).unwrap();
    let named: BTreeSet<String> = ["Cargo.toml", "dsl/Cargo.toml", "engine/Cargo.toml", "bench/Cargo.toml"]
        .iter()
        .flat_map(|name| named(&read(name)))
        .collect();
    let mut described = described(&read("docs/dependencies.md"));
    described.remove("yaml_serde"); // the name behind `serde_yaml`
    let missing: Vec<_> = named.difference(&described).collect();
    let left: Vec<_> = described.difference(&named).collect();
    assert!(
        missing.is_empty() && left.is_empty(),
        "docs/dependencies.md: no line for {missing:?}, a line too many for {left:?}"
    );
}

#[test]
fn manifests_and_tables_are_read() {
    let manifest = "[workspace.dependencies]\na = \"1\"\n[dependencies]\nb = \"1\"\n# c = 1\nd.workspace = true\n\
                    stageplay-dsl.workspace = true\n[dev-dependencies]\ne = { path = \"e\" }\n[lints]\nf = 1\n";
    assert_eq!(named(manifest).into_iter().collect::<Vec<_>>(), ["b", "d", "e"]);
    let page = "| crate | for |\n| `a`, `b` | x `y` |\n| `c` (`d`) | z |\n| `e` (with its clock), `f` | z |\n`g`\n";
    assert_eq!(described(page).into_iter().collect::<Vec<_>>(), ["a", "b", "c", "d", "e", "f"]);
}
