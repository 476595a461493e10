//! The templates in playbooks/: sound, in style, tested, and every fact of their frameworks traced to what says it.

use crate::support::program::stageplay;
use crate::support::repository::root;
use crate::support::scratch::Scratch;
use stageplay_dsl::source::SourceId;
use stageplay_engine::workbench::clauses::{Part, outline};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Sound, without a lint, in the one style; every test passes, and none of its figures is silenced.
fn is_in_order(template: &str) {
    let path = format!("playbooks/{template}");
    let checked = stageplay(&["check", &path, "--format", "json"]);
    assert_eq!((checked.code, checked.out.as_str()), (0, ""), "{}", checked.err);
    assert_eq!(stageplay(&["fmt", "--check", &path]).code, 0);
    let tested = stageplay(&["test", &path]);
    assert_eq!(tested.code, 0, "{}", tested.out);
    for file in files(&root().join(&path)) {
        let text = fs::read_to_string(&file).unwrap();
        assert!(!text.lines().any(|line| line.trim_start().starts_with("allow SP")), "{}", file.display());
    }
}

macro_rules! in_order {
    ($($test:ident: $template:literal)*) => {
        $(#[test] fn $test() { is_in_order($template); })*

        #[test]
        fn all_templates_are_looked_at() {
            let here: BTreeSet<String> = templates().into_iter().map(|path| name(&path)).collect();
            assert_eq!(here, BTreeSet::from([$($template.to_owned()),*]));
        }
    };
}

in_order! {
    advocacy_ladder: "advocacy-ladder"
    b2b_health: "b2b-health"
    consultancy: "variants/consultancy.play"
    customer_growth: "customer-growth"
    expansion_arc: "expansion-arc"
    journey: "journey"
    manufacturer: "variants/manufacturer.play"
    onboarding: "onboarding"
    organisation: "organisation"
    seat_saas: "variants/seat-saas.play"
    usage_infrastructure: "variants/usage-infrastructure.play"
}

fn templates() -> Vec<PathBuf> {
    let entries =
        |folder: &Path| -> Vec<PathBuf> { fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect() };
    let playbooks = root().join("playbooks");
    let folders = entries(&playbooks).into_iter().filter(|path| path.join("playbook.play").is_file());
    let variants = entries(&playbooks.join("variants")).into_iter();
    folders.chain(variants.filter(|path| path.extension().is_some_and(|ending| ending == "play"))).collect()
}

/// Its path below playbooks/.
fn name(path: &Path) -> String {
    path.strip_prefix(root().join("playbooks")).unwrap().to_string_lossy().into_owned()
}

/// The playbook files of a folder, or the file.
fn files(path: &Path) -> Vec<PathBuf> {
    if path.is_file() {
        return vec![path.to_path_buf()];
    }
    let below = fs::read_dir(path).unwrap().flat_map(|entry| files(&entry.unwrap().path()));
    below.filter(|file| file.extension().is_some_and(|ending| ending == "play")).collect()
}

/// The words by which a playbook calls what it declares, down to criteria and bands, and what its fixtures are called; and its
/// tests.
fn declared(path: &Path) -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut names, mut tests) = (BTreeSet::from(["pace".to_owned()]), BTreeSet::new());
    for file in files(path) {
        let text = fs::read_to_string(file).unwrap();
        let told = text.lines().filter_map(|line| line.strip_prefix("test ")?.split_whitespace().next());
        tests.extend(told.map(str::to_owned));
        collect(&outline(SourceId(0), &text), &mut names);
        // Criteria: `holding:  login_trend >= 80%`.
        let criteria = text.lines().filter_map(|line| line.split_once(':').map(|(name, _)| name.trim()));
        names.extend(criteria.filter(|name| is_word(name)).map(str::to_owned));
        // Tasks of escalations stand in blocks of their own.
        let tasks = text.lines().filter_map(|line| line.trim().strip_prefix("task ")?.split_whitespace().next());
        names.extend(tasks.map(str::to_owned));
    }
    for file in fs::read_dir(path.join("fixtures")).unwrap() {
        let text = fs::read_to_string(file.unwrap().path()).unwrap();
        let told = text.lines().filter(|line| !line.starts_with([' ', '#'])).filter_map(|line| line.strip_suffix(':'));
        names.extend(told.map(str::to_owned));
    }
    (names, tests)
}

fn is_word(text: &str) -> bool {
    !text.is_empty()
        && text.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_')
}

fn collect(parts: &[Part], names: &mut BTreeSet<String>) {
    for part in parts {
        let key = part.key.split(" #").next().unwrap_or_default();
        let own = key.rsplit(' ').next().unwrap_or_default().trim_end_matches(':');
        names.extend(own.split('.').map(str::to_owned));
        collect(&part.inner, names);
    }
}

/// The words in backticks of a cell. One that begins with a dot goes on from the one before it.
fn quoted(cell: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for word in cell.split('`').skip(1).step_by(2) {
        let word = word.strip_prefix('.').map_or(word.to_owned(), |rest| {
            let before = found.last().cloned().unwrap_or_default();
            format!("{}.{rest}", before.rsplit_once('.').map_or(before.as_str(), |(above, _)| above))
        });
        found.push(word);
    }
    found
}

#[test]
fn a_test_of_the_template_says_that_a_value_was_set() {
    let scratch = Scratch::new("templates-set-value");
    let file = scratch.path().join("ours.play");
    let text = "stageplay 1\n\nplaybook ours extends \"onboarding\" {\n  set quiet_after = 10 days\n  set holders_needed = \
                4\n}\n";
    fs::write(&file, text).unwrap();
    let path = file.to_string_lossy();
    let test = |more: &[&str]| stageplay(&[&["test", &path, "--filter", "two_weeks_without_a_word"], more].concat());
    let ran = test(&[]);
    assert_eq!(ran.code, 1, "{}{}", ran.out, ran.err);
    let flat = ran.out.split_whitespace().collect::<Vec<_>>().join(" ");
    let says = "it passes with the template's own value of `quiet_after`, which is set at ";
    let then = "ours.play:4; where yours is meant, put the test aside there: `disable test two_weeks_without_a_word \
                \"written for another value of quiet_after\"`";
    assert!(flat.contains(says) && flat.contains(then), "{}", ran.out);
    let json: serde_json::Value = serde_json::from_str(
        test(&["--format", "json"]).out.lines().find(|line| line.contains("\"two_weeks_without_a_word\"")).unwrap(),
    )
    .unwrap();
    assert_eq!(json["written_for_other_values_of"], serde_json::json!(["quiet_after"]));
}

#[test]
fn every_fact_leads_to_what_says_it_and_to_a_test() {
    let text = fs::read_to_string(root().join("playbooks/COVERAGE.md")).unwrap();
    let mut missing = Vec::new();
    let mut sections = BTreeSet::new();
    for section in text.split("\n## ").skip(1) {
        let template = section.lines().next().unwrap_or_default().trim().to_owned();
        let (names, tests) = declared(&root().join("playbooks").join(&template));
        let mut rows = 0;
        for row in section.lines().filter(|line| line.starts_with("| ") && line.contains('`')) {
            let row = row.replace("\\|", "/");
            let cells: Vec<&str> = row.trim_matches('|').split('|').collect();
            let [fact, says, shows] = cells[..] else { panic!("{template}: three cells: {row}") };
            let is_known = |name: &String| name.split('.').all(|word| names.contains(word));
            let is_name = |name: &String| name.split('.').all(is_word);
            let unknown = quoted(says).into_iter().filter(is_name).filter(|name| !is_known(name));
            missing.extend(unknown.map(|name| format!("{template}: no `{name}` for{fact}")));
            // What is about more than one account is seen in a run.
            let of_books = include_str!("template_metrics.rs");
            let is_of_a_book = |name: &String| of_books.contains(&format!("fn {name}()"));
            let is_command = |name: &String| name.starts_with("stageplay ");
            let is_shown =
                |name: &String| tests.contains(name) || is_of_a_book(name) || is_command(name) || is_known(name);
            let unshown = quoted(shows).into_iter().filter(|name| !is_shown(name));
            missing.extend(unshown.map(|name| format!("{template}: no test `{name}` for{fact}")));
            rows += 1;
        }
        assert!(rows >= 10, "{template}: {rows} rows");
        sections.insert(template);
    }
    assert_eq!(missing, Vec::<String>::new());
    let whole: BTreeSet<String> = templates().iter().filter(|path| path.is_dir()).map(|path| name(path)).collect();
    assert_eq!(sections, whole);
}

/// One vocabulary: a field that several templates have is of one kind in all of them.
#[test]
fn the_same_field_is_of_the_same_kind_everywhere() {
    let mut kinds: std::collections::BTreeMap<String, (String, String)> = std::collections::BTreeMap::new();
    let mut other = Vec::new();
    for template in templates().iter().filter(|path| path.is_dir()) {
        let layers = stageplay_engine::read::load_layers(template, &[], stageplay_dsl::Tests::LeftOut).unwrap();
        let compiled = stageplay_dsl::compile_layers(layers.files, layers.missing, stageplay_dsl::Tests::LeftOut);
        let playbook = compiled.playbook.expect("it is sound");
        let lists = playbook.lists.rows().iter();
        let in_lists =
            lists.flat_map(|list| list.fields.iter().map(|field| (format!("{}.{}", list.path, field.path), field)));
        let fields = playbook.fields.rows().iter().map(|field| (field.path.to_string(), field)).chain(in_lists);
        for (path, field) in fields {
            // Words may be fewer here and more there.
            let kind = format!("{:?}", field.kind).split('(').next().unwrap_or_default().to_owned();
            let (known, first) = kinds.entry(path.clone()).or_insert_with(|| (kind.clone(), name(template)));
            if *known != kind {
                other.push(format!("{path}: {known} in {first}, {kind} in {}", name(template)));
            }
        }
    }
    assert_eq!(other, Vec::<String>::new());
}
