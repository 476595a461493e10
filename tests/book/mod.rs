//! `stageplay docs`: a playbook as a book. What is expected of `small.play` is worked out by hand from it and from its
//! accounts: on 2 March 2026 A has been in the stage start for 20 days, B for 45 and C for 90.

mod hostile;
mod pages;

use crate::support::program::{Ran, stageplay};
use crate::support::scratch::Scratch;

const SMALL: &str = "tests/book/small.play";
const FIRST: &str = "tests/book/first.ndjson";

pub fn shown(args: &[&str]) -> String {
    let ran = docs(args);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    ran.out
}

fn docs(args: &[&str]) -> Ran {
    stageplay(&[&["docs"], args].concat())
}

/// A line of Markdown without places and without where links lead to.
fn words(line: &str) -> String {
    let mut parts = line.split("<a id=\"");
    let mut text = parts.next().unwrap_or("").to_owned();
    parts.for_each(|part| text.push_str(part.split_once("\"></a>").expect("a place ends").1));
    let mut out = String::new();
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once("](#") {
        let (start, name) = before.rsplit_once('[').expect("a link begins");
        out.push_str(start);
        out.push_str(name);
        rest = after.split_once(')').expect("a link ends").1;
    }
    out + rest
}

fn has(text: &str, lines: &[&str]) {
    for line in lines {
        assert!(text.lines().any(|other| other == *line || words(other) == *line), "not there: {line}\n{text}");
    }
}

#[test]
fn a_playbook_reads_as_sentences() {
    let text = shown(&[SMALL]);
    has(
        &text,
        &[
            "# Small book",
            "version 2.1.0 · answered for by `ops@example.com`",
            "Two stages, one that interrupts them, and two plays: enough to be counted by hand.",
            "- **A customer has left when:** gone on is known",
            "| **Soon** | 30 days | 10 days to 60 days | How long the start may take |",
            "| **Good** | 70 |  |  |",
        ],
    );
    // Stages.
    has(
        &text,
        &[
            "1. **Start**: Get going",
            "2. **Using**: Use it",
            "- **Pause**: They asked for a break",
            "- **Looked after by:** csm",
            "- **The customer may expect:** A call in the first week",
            "- **Lets on when:** all of these:",
            "  - first day: live is known",
            "  - boss: boss known",
            "- **The clock runs:** from signed",
            "- **Should take at most:** 30 days (soon)",
            "- **Is stuck after:** 60 days (2 × soon)",
            "- **Nobody has called**",
            "  - seen when calls is exactly 0",
            "  - answered by “Say hello”",
            "- **Lets in from start:** logins is above 0",
            "- **Takes back to start when:** live is not known",
            "- **A customer is here, wherever they were, as long as:** paused is yes",
        ],
    );
    // Health and risks.
    has(
        &text,
        &[
            "- **green** from 70 (good) points, left again below 65 (good − 5)",
            "- **yellow** from 40 points",
            "- **red** below that",
            "| **Use, weight 60** Do they come? |  |  |  |  |",
            "| **Logins** (Counts only when live is known) | 60 | logins | 0 points at 0, 100 points at 20 | left out |",
            "| **Calls** | 40 | calls | below 1: 0 points, up to 3: 50 points, otherwise 100 points | counts as 20 points |",
            "- **Says nothing:** unless at least 50% of the weight is known",
            "- **Never better than yellow when:** not boss known — Nobody decides",
            "| **high** | (logins is exactly 0 and calls is exactly 0) or health is red |",
            "| **watch** | logins is below 5 |",
            "- **Root cause:** Engagement neglect",
            "- **A level falls only after:** 7 days below it",
        ],
    );
}

#[test]
fn a_play_says_when_who_and_what_if_not() {
    let text = shown(&[SMALL]);
    has(
        &text,
        &[
            "- **Opens when:** way is start and not talks",
            "- **Waits for:** 2 days, in which it has to stay so",
            "- **Is held back while:** drifting is high",
            "- **Is held back:** while one of these is open: “Ask how it goes”",
            "- **Has done its work when:** the task “hello” is done",
            "- **When the reason is gone:** closes after 3 days",
            "- **Is given up:** after 45 days",
            "- **May open again:** from 30 days after it has closed",
            "- **Comes first where it is highest:** arr",
            "| **Hello:** Call ‹id›: ‹health› points (effort 1 hour) | csm | in 2 days |",
            "| **Plan:** Write a plan (only when boss known) | lead | 5 days after “hello” |",
            "| **Sign:** Sign it | the customer (looked after by csm) | 3 days before live |",
            "| **Step in:** Call yourself (from step 1 of the escalation on) | lead | in 1 day |",
            "1. **when “hello” is 3 days overdue: lead**",
            "   - `#cs` is told: nobody called ‹id›",
            "   - gets the task Call yourself",
            "   - answers for the play from then on",
            "- **Opens:** every 3 months, counted from signed",
            "- **But only when:** way is using",
            "- **May open again:** never for the same account",
            "| **Call** | csm | no date |",
        ],
    );
    // Who does what, and the rest.
    has(
        &text,
        &[
            "- **Who that is:** owner, else `queue@example.com`",
            "- **Answers for:** the stage start; Say hello; Ask how it goes",
            "| Say hello | **Plan:** Write a plan | 5 days after “hello”; only when boss known |",
            "| Say hello | **Step in:** Call yourself | in 1 day from the escalation on |",
            "### The customer",
            "| **Who left** | the share of arr that left with its account within 365 days | at most 8% |",
            "| **Many drift** | at least 2 accounts or 10% of revenue | drifting is high | lead |",
            "| **Boss known** | at least one of people where role is boss |",
            "| **Span** | by segment: smb 5 days, mid market 9 days |",
            "| **Talks** | They talk to us and come (calls is at least 1 and logins is above 0) |",
            "| **paused** | yes or no |  | no where it is not given |",
            "| **signed** | a date | The day of the signature |  |",
        ],
    );
    let place = |line: &str| text.lines().position(|other| words(other).starts_with(line)).expect("the field");
    assert!(place("| **arr** | an amount in USD |  | required") < place("| **segment** | one of smb, mid_market"));
}

/// A year ago A brought 1000 and B 3000; B has gone, which are three quarters.
#[test]
fn metrics_have_their_values_where_accounts_are_given() {
    let scratch = Scratch::new("book-metrics");
    let file = scratch.path().join("year.ndjson");
    let row = |id: &str, as_of: &str, arr: u32, more: &str| {
        format!(
            "{{\"id\": \"{id}\", \"as_of\": \"{as_of}\", \"arr\": {arr}, \"signed\": \"2024-02-10\", \"people\": []{more}}}\n"
        )
    };
    let gone = ", \"gone_on\": \"2026-02-01\"";
    let rows = [
        row("A", "2025-03-02", 1000, ""),
        row("B", "2025-03-02", 3000, ""),
        row("A", "2026-03-02", 1000, ""),
        row("B", "2026-03-02", 3000, gone),
    ];
    std::fs::write(&file, rows.concat()).unwrap();
    let accounts = file.to_string_lossy();
    let text = shown(&[SMALL, "--accounts", &accounts]);
    let line = text.lines().find(|line| line.contains("**Who left**")).unwrap();
    assert!(line.ends_with("| 75%, target not met |"), "{line}");
    assert!(text.contains("| Metric | What it measures | Target | Now |"), "{text}");
    assert!(!shown(&[SMALL]).contains("| Now |"));
    assert!(shown(&[SMALL, "--accounts", &accounts, "--format", "html"]).contains("75%, target not met"));
}

#[test]
fn accounts_stand_where_they_stand() {
    let text = shown(&[SMALL, "--accounts", FIRST]);
    has(
        &text,
        &[
            "#### Where accounts stand on 2026-03-02",
            "| **Start** | 3 | 6,000 USD | 45 days | 30 days | 1 | 1 | Nobody has called (1) |",
            // Without a memory nobody knows since when D has been there; E has left.
            "| **Using** | 2 (1 left) | 4,500 USD | – | 90 days | – | – |  |",
            "| **Pause** | 1 | 250 USD | – | – | – | – |  |",
            "- **Nobody has called** (1 account, 1 not known)",
        ],
    );
    assert!(text.contains("nothing is remembered"), "{text}");
}

#[test]
fn with_a_state_it_is_known_since_when() {
    let scratch = Scratch::new("book-state");
    let state = scratch.path().join("state.db").to_string_lossy().into_owned();
    let ran = stageplay(&["run", SMALL, "--accounts", FIRST, "--state", &state]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let then = |as_of: &str| {
        let second = "tests/book/second.ndjson";
        shown(&[SMALL, "--accounts", second, "--accounts", FIRST, "--state", &state, "--as-of", as_of])
    };
    // Ten days later D has been in `using` for ten days, B in `start` for 55 and A for 30: not yet behind.
    let text = then("2026-03-12");
    has(
        &text,
        &[
            "| **Start** | 3 | 6,000 USD | 55 days | 30 days | 1 | 1 | Nobody has called (1) |",
            "| **Using** | 2 (1 left) | 4,500 USD | 10 days | 90 days | 0 | – |  |",
            "| **Pause** | 1 | 250 USD | 10 days | – | – | – |  |",
        ],
    );
    assert!(text.contains("with what the run of 2026-03-02 left"), "{text}");
    // On the day of the first run again, that run is taken back.
    has(&then("2026-03-02"), &["| **Using** | 2 (1 left) | 4,500 USD | 0 days | 90 days | 0 | – |  |"]);
    // Looking has changed nothing.
    assert!(then("2026-03-12").contains("with what the run of 2026-03-02 left"));
    let other = docs(&["tests/today/book.play", "--accounts", "tests/today/first.ndjson", "--state", &state]);
    assert_eq!(other.code, 2);
    assert!(other.says("`small`"), "{}", other.err);
}
