//! Account data is written by others: none of it becomes markup, a link, a formula or an order to a terminal.

use super::{json, run, shown};
use crate::support::scratch::Scratch;
use serde_json::json;
use std::fs;

const IDS: [&str; 4] = [
    "=HYPERLINK(\"http://evil.example\")",
    "<script>alert(1)</script>",
    "\u{1b}[31mred\u{202e}",
    "[a](http://evil.example) @all #1",
];
const NAME: &str = "<img src=x onerror=alert(1)> **b** `c` @here https://evil.example \u{1b}]0;t\u{7}\nnew line";

fn book(name: &str) -> Scratch {
    let scratch = Scratch::new(name);
    // 0.6 × 5 + 0.4 × 10 points: red, so that each has a task with its name in the title.
    let line = |id: &str| {
        let account = json!({
            "id": id, "as_of": "2026-03-02", "name": NAME, "arr": 1000, "owner": "+1@<b>x</b>|@chan", "champion": true,
            "live": "2025-01-01", "tickets": 9, "usage": {"share": 5, "updated_on": "2026-03-02"}
        });
        format!("{account}\n")
    };
    let accounts = scratch.path().join("accounts.ndjson");
    fs::write(&accounts, IDS.map(line).concat()).unwrap();
    let event = json!({
        "id": "e1", "day": "2026-03-02", "account": IDS[1], "type": "override", "score": "health", "cap": 5,
        "until": "2026-04-01", "by": NAME, "reason": NAME
    });
    let events = scratch.path().join("events.ndjson");
    fs::write(&events, event.to_string()).unwrap();
    run(&scratch, &["--accounts", &accounts.to_string_lossy()]);
    let (accounts, events) = (accounts.to_string_lossy(), events.to_string_lossy());
    run(&scratch, &["--accounts", &accounts, "--events", &events, "--as-of", "2026-03-03"]);
    scratch
}

#[test]
fn on_a_terminal_there_are_only_letters() {
    let scratch = book("today-hostile-text");
    let text = shown(&scratch, &[]);
    assert!(text.contains("Call <img src=x"), "{text}");
    assert!(text.contains("\\u{1b}[31mred\\u{202e}"), "{text}");
    assert!(!text.chars().any(|letter| (letter.is_control() && letter != '\n') || letter == '\u{202e}'), "{text}");
}

/// A line without its code spans.
fn outside_of_code(line: &str) -> String {
    let letters: Vec<char> = line.chars().collect();
    let marks_at = |at: usize| letters[at..].iter().take_while(|letter| **letter == '`').count();
    let mut outside = String::new();
    let mut at = 0;
    while at < letters.len() {
        match letters[at] {
            '\\' => at += 2,
            '`' => {
                let marks = marks_at(at);
                let mut end = at + marks;
                while end < letters.len() && marks_at(end) != marks {
                    end += marks_at(end).max(1);
                }
                assert!(end < letters.len(), "code that does not end: {line}");
                at = end + marks;
            }
            letter => {
                outside.push(letter);
                at += 1;
            }
        }
    }
    outside
}

#[test]
fn in_markdown_nothing_is_markup_a_link_or_a_call() {
    let scratch = book("today-hostile-md");
    let text = shown(&scratch, &["--format", "md"]);
    assert!(!text.chars().any(|letter| (letter.is_control() && letter != '\n') || letter == '\u{202e}'));
    assert!(text.contains("\\*\\*b\\*\\*"), "{text}");
    for line in text.lines() {
        let outside = outside_of_code(line);
        for sign in ["<", "@", "http", "](", "#1"] {
            assert!(!outside.contains(sign), "{sign}: {line}");
        }
    }
}

#[test]
fn in_a_table_nothing_is_a_formula() {
    let scratch = book("today-hostile-csv");
    let text = shown(&scratch, &["--format", "csv"]);
    assert!(text.contains("\"'=HYPERLINK(\"\"http://evil.example\"\")\""), "{text}");
    assert!(text.contains("'+1@<b>x</b>|@chan"), "{text}");
    for cell in text.lines().flat_map(|line| line.split(',')) {
        let cell = cell.trim_start_matches('"');
        assert!(!cell.starts_with(['=', '+', '-', '@']), "{cell}");
    }
    assert!(!text.chars().any(|letter| letter.is_control() && letter != '\n'));
}

#[test]
fn on_a_page_nothing_is_an_element() {
    let scratch = book("today-hostile-html");
    let text = shown(&scratch, &["--format", "html"]);
    let elements: std::collections::BTreeSet<&str> = text
        .split('<')
        .skip(1)
        .map(|rest| rest.trim_start_matches('/').split([' ', '>']).next().unwrap_or(""))
        .collect();
    let ours = [
        "!doctype", "b", "body", "dd", "dl", "dt", "footer", "h1", "h2", "head", "header", "html", "li", "main",
        "meta", "p", "section", "span", "style", "title", "ul",
    ];
    for element in &elements {
        assert!(ours.contains(element), "<{element}>");
    }
    // Our own attributes only.
    for element in text.split('<').skip(1).filter_map(|rest| rest.split('>').next()) {
        assert!(!element.contains("onerror") && !element.contains("evil"), "{element}");
    }
    assert!(text.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
    assert!(!text.chars().any(|letter| (letter.is_control() && letter != '\n') || letter == '\u{202e}'));
}

#[test]
fn json_holds_the_data_as_it_is_and_drives_no_terminal() {
    let scratch = book("today-hostile-json");
    let text = shown(&scratch, &["--format", "json"]);
    assert_eq!(text.lines().count(), 1);
    assert!(!text.chars().any(|letter| (letter.is_control() && letter != '\n') || letter == '\u{202e}'));
    let morning = json(&scratch, &[]);
    let ids: Vec<&str> =
        morning["plays"].as_array().unwrap().iter().map(|play| play["account"].as_str().unwrap()).collect();
    assert!(IDS.iter().all(|id| ids.contains(id)), "{ids:?}");
    assert_eq!(morning["overrides"][0]["reason"], NAME);
}
