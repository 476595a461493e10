//! Every code of a message has a page, and every page a code; what it shows gives that message, and then no more.

use super::snippet::{Wanted, wanted};
use crate::support::markdown::blocks;
use crate::support::repository::{files, root};
use stageplay_dsl::compile;
use stageplay_dsl::diagnostic::CODES;
use std::fs;

/// Cannot be shown on a page: a file of more than 2 MiB, or one with a zero byte.
const NOT_SHOWN: &str = "SP0115";

/// Takes two playbooks; shown in `tests/extends`.
const TAKES_TWO: &str = "SP0804";

fn pages() -> Vec<(String, String)> {
    let of = |name: &str| Some(name.strip_prefix("docs/diagnostics/")?.strip_suffix(".md")?.to_owned());
    let all = files("docs/diagnostics", "md").into_iter().filter_map(|(name, text)| Some((of(&name)?, text)));
    all.filter(|(name, _)| name != "README").collect()
}

#[test]
fn every_code_has_a_page_and_every_page_a_code() {
    let codes: Vec<String> = CODES.iter().map(|(code, _)| code.to_string()).collect();
    let pages: Vec<String> = pages().into_iter().map(|(name, _)| name).collect();
    assert_eq!(pages, codes);
}

#[test]
fn a_page_begins_with_its_title_and_is_listed() {
    let readme = fs::read_to_string(root().join("docs/diagnostics/README.md")).unwrap();
    let listed: Vec<&str> = readme.lines().filter(|line| line.starts_with("- [SP")).collect();
    let wanted: Vec<String> = CODES.iter().map(|(code, title)| format!("- [{code}]({code}.md) {title}")).collect();
    assert_eq!(listed, wanted);
    for ((code, title), (_, text)) in CODES.iter().zip(pages()) {
        assert_eq!(text.lines().next(), Some(format!("# {code}: {title}").as_str()));
    }
}

/// What the snippets give is tested with all the documents.
#[test]
fn a_page_shows_its_own_mistake_and_then_what_mends_it() {
    for (name, text) in pages() {
        if name == NOT_SHOWN || name == TAKES_TWO {
            continue;
        }
        let shown: Vec<Wanted> = blocks(&text).iter().filter_map(|block| wanted(&block.kind)).collect();
        assert!(!shown.is_empty(), "{name} shows nothing");
        for pair in shown.chunks(2) {
            assert_eq!(pair, [Wanted::Fails(name.clone()), Wanted::Sound], "{name}");
        }
    }
}

#[test]
fn what_no_page_can_show_is_said() {
    let text = "stageplay 1\n\0\n".to_owned();
    let codes: Vec<String> =
        compile(vec![("zero".to_owned(), text)]).diagnostics.iter().map(|said| said.code.to_string()).collect();
    assert_eq!(codes, [NOT_SHOWN]);
}
