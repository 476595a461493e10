//! What a playbook and accounts say stays text: no markup, no link, no order to a terminal.

use super::pages::{attributes, sound, tags};
use super::shown;
use crate::support::scratch::Scratch;
use std::fs;

const SAYS: &str =
    "<script>alert(1)</script> | `code` [x](javascript:alert) **b** &lt; ' onload=x https://evil.example @all";

/// A playbook with the same text wherever it may have one.
fn hostile(name: &str) -> Scratch {
    let scratch = Scratch::new(name);
    let text = format!(
        r#"stageplay 1
# - {SAYS}
playbook bad "{SAYS}" {{
  owner "{SAYS}"
}}
roles {{ csm = "{SAYS}" }}
account {{
  id = id
  revenue = arr
  id text required "{SAYS}"
  arr money USD required
  word one of some = "{SAYS}", none
  note text also "{SAYS}"
}}
setting few = 3 between 1 and 5 "{SAYS}"
let talks = arr > 5 USD "{SAYS}"
health "{SAYS}" {{
  missing skip
  money "{SAYS}" weight 100: arr worst 0 USD best 20 USD
  cap red when talks "{SAYS}"
  bands {{
    green from 70
    red
  }}
}}
journey way "{SAYS}" {{
  stage start "{SAYS}" {{
    expected "{SAYS}"
    friction some "{SAYS}" when note is known and id = "{SAYS}" answered by act
  }}
}}
risk drift "{SAYS}" {{ high when arr < 5 USD }}
metric spread "{SAYS}" = distribution(health)
signal many "{SAYS}" when at least 2 accounts have drift is high owner csm
defaults play {{
  owner csm
  priority amount(arr)
  if cleared keep
  again never
  on activation existing
}}
play act "{SAYS}" {{
  when talks
  task call "{SAYS} {{id}}" due in 2 days
  escalate to csm 2 days after opening {{
    notify "{SAYS}" "{SAYS}"
    update "{SAYS}" = "{SAYS}"
  }}
}}
play other "{SAYS}" {{
  when act is open
  task call "1. {SAYS}" due in 2 days
}}
one at a time turns "{SAYS}" {{ act, other }}
"#
    );
    fs::write(scratch.path().join("bad.play"), text).unwrap();
    let accounts = "{\"id\": \"<b>x</b>\", \"arr\": 10}\n";
    fs::write(scratch.path().join("accounts.ndjson"), accounts).unwrap();
    scratch
}

fn book(scratch: &Scratch, format: &str) -> String {
    let path = |name: &str| scratch.path().join(name).to_string_lossy().into_owned();
    let (playbook, accounts) = (path("bad.play"), path("accounts.ndjson"));
    shown(&[&playbook, "--format", format, "--accounts", &accounts, "--as-of", "2026-03-02"])
}

#[test]
fn in_a_browser_it_is_text() {
    let scratch = hostile("book-hostile-html");
    let page = book(&scratch, "html");
    sound(&page);
    // Every sentence came, some of them often.
    assert!(page.matches("&lt;script&gt;alert(1)&lt;/script&gt; | `code`").count() > 30, "{page}");
    assert!(!tags(&page).iter().any(|tag| attributes(tag).contains("javascript")), "{page}");
}

#[test]
fn in_markdown_it_is_text() {
    let scratch = hostile("book-hostile-md");
    let text = book(&scratch, "md");
    assert!(
        text.matches("&lt;script&gt;alert(1)&lt;/script&gt; \\| \\`code\\` \\[x\\](javascript:alert)").count() > 30,
        "{text}"
    );
    for line in text.lines() {
        // Places of the program's own hold nothing that the playbook says but a name.
        let line = &super::words(line);
        let is_mark = line.starts_with("<!-- made by");
        assert!(is_mark || (!line.contains('<') && !line.contains(" @all") && !line.contains("**b**")), "{line}");
        assert!(is_mark || !line.contains("https://") || line.contains("`https://evil.example`"), "{line}");
    }
    // Rows have the cells of their heading, whatever stands in them.
    let mut columns = 0;
    for line in text.lines() {
        let cells = line.replace("\\\\", "").replace("\\|", "").matches('|').count();
        if columns > 0 && line.starts_with('|') {
            assert_eq!(cells, columns, "{line}");
        }
        columns = if line.starts_with('|') { cells } else { 0 };
    }
    assert!(text.contains("\n\\- &lt;script"), "{text}");
}
