//! The page in a browser, and files.

use super::{SMALL, docs, shown};
use crate::support::program::stageplay;
use crate::support::scratch::Scratch;
use std::collections::BTreeSet;
use std::fs;

const ALL: [&str; 6] = [
    SMALL,
    "playbooks/expansion-arc",
    "examples/published/posthog/as-published",
    "examples/published/sourcegraph/assumed",
    "examples/wholesaler",
    "examples/templates/acme",
];

/// What stands between each of these beginnings and the end after it.
fn between<'p>(page: &'p str, begin: &str, end: char) -> Vec<&'p str> {
    page.split(begin).skip(1).map(|rest| rest.split_once(end).expect("what begins ends").0).collect()
}

/// The tags of a page, as they stand.
pub fn tags(page: &str) -> Vec<&str> {
    between(page, "<", '>')
}

/// A tag with the text of its attributes left out, which cannot do anything.
pub fn attributes(tag: &str) -> String {
    tag.split('"').step_by(2).collect()
}

/// Every tag that begins ends where it should, and no attribute does anything.
pub fn sound(page: &str) {
    let mut open: Vec<&str> = Vec::new();
    for tag in tags(page) {
        let name = tag.split([' ', '\n']).next().unwrap();
        match name.strip_prefix('/') {
            Some(name) => assert_eq!(open.pop(), Some(name), "in {tag}"),
            None if name.starts_with('!') || name == "meta" => {}
            None => open.push(name),
        }
        let attributes = attributes(tag);
        assert!([" on", "style=", "src="].iter().all(|it| !attributes.contains(it)), "{tag}");
        assert!(!["script", "img", "iframe", "link", "base", "form", "object"].contains(&name), "{tag}");
    }
    assert_eq!(open, Vec::<&str>::new());
}

fn values<'p>(page: &'p str, attribute: &str) -> Vec<&'p str> {
    between(page, attribute, '"')
}

#[test]
fn every_link_has_a_place() {
    for playbook in ALL {
        let page = shown(&[playbook, "--format", "html"]);
        sound(&page);
        let places: Vec<&str> = values(&page, " id=\"");
        let distinct: BTreeSet<&str> = places.iter().copied().collect();
        assert_eq!(places.len(), distinct.len(), "{playbook}");
        for link in values(&page, "href=\"") {
            let place = link.strip_prefix('#').expect("links stay in the page");
            assert!(distinct.contains(place), "{playbook}: {link}");
        }
    }
}

#[test]
fn in_markdown_every_link_has_a_place_too() {
    for playbook in ALL {
        let text = shown(&[playbook]);
        let places: Vec<&str> = values(&text, "<a id=\"");
        let distinct: BTreeSet<&str> = places.iter().copied().collect();
        assert_eq!(places.len(), distinct.len(), "{playbook}");
        let titles = text.lines().filter_map(|line| line.strip_prefix("## "));
        let sections: BTreeSet<String> =
            titles.map(|title| title.to_lowercase().replace(' ', "-").replace('\'', "")).collect();
        let links = between(&text, "](#", ')');
        assert!(links.len() > 10, "{playbook}");
        for link in links {
            assert!(distinct.contains(link) || sections.contains(link), "{playbook}: {link}");
        }
    }
    let text = shown(&[SMALL]);
    assert!(text.contains("### <a id=\"play-welcome\"></a>Say hello"), "{text}");
    assert!(text.contains("answered by [“Say hello”](#play-welcome)"), "{text}");
}

#[test]
fn every_declaration_has_its_place() {
    let page = shown(&["playbooks/expansion-arc", "--format", "html"]);
    let places: BTreeSet<&str> = values(&page, " id=\"").into_iter().collect();
    let mut found = 0;
    for file in fs::read_dir(crate::support::repository::root().join("playbooks/expansion-arc")).unwrap() {
        let file = file.unwrap().path();
        if file.extension().is_none_or(|ending| ending != "play") {
            continue;
        }
        for line in fs::read_to_string(file).unwrap().lines() {
            let words: Vec<&str> = line.split_whitespace().collect();
            let [keyword, name, ..] = words.as_slice() else { continue };
            let kind = match *keyword {
                "let" | "tier" => "term",
                "setting" | "scorecard" | "score" | "journey" | "risk" | "play" | "metric" | "signal" => keyword,
                "stage" => {
                    assert!(places.contains(format!("stage-lifecycle.{name}").as_str()), "{line}");
                    continue;
                }
                _ => continue,
            };
            found += 1;
            assert!(places.contains(format!("{kind}-{name}").as_str()), "{line}");
        }
    }
    // 24 settings and 32 plays alone.
    assert!(found > 56, "{found}");
    for place in ["scorecard-health", "role-cro", "field-usage.logins_30d", "field-people.nps", "the-customer"] {
        assert!(places.contains(place), "{place}");
    }
}

#[test]
fn a_template_and_what_has_little_are_books_too() {
    let scratch = Scratch::new("book-little");
    let file = scratch.path().join("little.play");
    let text = "stageplay 1\nplaybook little \"Little\" { }\naccount {\n  id = id\n  revenue = arr\n  id text required\n  \
                arr money USD required\n}\nsetting notice days required \"How long before\"\n";
    fs::write(&file, text).unwrap();
    let file = file.to_string_lossy();
    let text = shown(&[&file]);
    assert!(text.contains("**Notice** | has to be set |  | How long before |"), "{text}");
    for heading in ["## The customer's journey", "## Health", "## Plays", "## Glossary"] {
        assert!(!text.contains(heading), "{heading}");
    }
    sound(&shown(&[&file, "--format", "html"]));
    let accounts = docs(&[&file, "--accounts", super::FIRST]);
    assert_eq!(accounts.code, 2);
    assert!(accounts.says("`notice` must be set"), "{}", accounts.err);
}

#[test]
fn a_file_takes_only_the_place_of_a_book() {
    let scratch = Scratch::new("book-files");
    let path = |name: &str| scratch.path().join(name).to_string_lossy().into_owned();
    for (name, begins) in
        [("book.md", "<!-- made by stageplay docs -->\n# Small book"), ("book.html", "<!doctype html>")]
    {
        for _ in 0..2 {
            assert_eq!(shown(&[SMALL, "--out", &path(name)]), "");
        }
        assert!(fs::read_to_string(path(name)).unwrap().starts_with(begins));
    }
    fs::write(path("README.md"), "# Mine\n").unwrap();
    let refused = docs(&[SMALL, "--out", &path("README.md")]);
    assert_eq!(refused.code, 2);
    assert!(refused.says("is there already, and is no book of `stageplay docs`"), "{}", refused.err);
    assert_eq!(fs::read_to_string(path("README.md")).unwrap(), "# Mine\n");
    for (args, says) in [
        (vec!["--out", "book.play"], "end it in .md or .html"),
        (vec!["--out", "book.md", "--format", "html"], "says otherwise than --format"),
    ] {
        let ran = docs(&[&[SMALL], args.as_slice()].concat());
        assert_eq!(ran.code, 2);
        assert!(ran.says(says), "{}", ran.err);
    }
    // What says something about accounts needs some.
    assert_eq!(stageplay(&["docs", SMALL, "--as-of", "2026-03-02"]).code, 2);
}
