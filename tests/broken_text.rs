//! Playbooks nobody writes: deep, large, broken. None may panic, and all must end: what they guard against took hours.

use stageplay_dsl::diagnostic::Diagnostics;
use stageplay_dsl::source::{SourceFile, Sources};
use stageplay_dsl::syntax::parse;

/// Codes and messages.
fn told_of(text: &str) -> Vec<String> {
    let source = Sources::default().add(SourceFile::new("junk.play", text));
    let mut diagnostics = Diagnostics::default();
    parse(source, text, &mut diagnostics);
    diagnostics.sorted().into_iter().map(|said| format!("{} {}", said.code, said.message)).collect()
}

#[test]
fn deep_nesting_is_one_message() {
    for open in ["(", "not (", "if x then (", "max(1, ", "-("] {
        let text = format!("stageplay 1\nlet a = {}1{}\nlet b = 2\n", open.repeat(5_000), ")".repeat(5_000));
        let told = told_of(&text);
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].contains("SP0108"), "{told:?}");
    }
    let blocks = format!("stageplay 1\nhealth {{\n{}\n{}}}\n", "dimension a { ".repeat(5_000), "}".repeat(5_000));
    let told = told_of(&blocks);
    assert!(told.len() <= 2 && told[0].contains("SP0108"), "{told:?}");
}

#[test]
fn sixty_levels_are_allowed() {
    let text = format!("stageplay 1\nlet a = {}1{}\n", "(".repeat(60), ")".repeat(60));
    assert_eq!(told_of(&text), Vec::<String>::new());
    let text = format!("stageplay 1\nlet a = {}0\n", "if x then 1 else ".repeat(60));
    assert_eq!(told_of(&text), Vec::<String>::new());
    let text = format!("stageplay 1\nlet a = {}0\n", "if x then 1 else ".repeat(70));
    assert_eq!(told_of(&text).len(), 1);
    let text = format!("stageplay 1\nlet a = {}0{}\n", "by x { a: if x then ".repeat(30), " else 1 }".repeat(30));
    assert_eq!(told_of(&text), Vec::<String>::new());
}

#[test]
fn long_chains_are_one_message() {
    for link in [" + 1", " and a", " or a is red", " - 1", " if missing 2", " is known"] {
        let told = told_of(&format!("stageplay 1\nlet a = b{}\nlet c = 1\n", link.repeat(5_000)));
        assert_eq!(told.len(), 1, "{told:?}");
    }
    for prefix in ["not ", "-", "days since ", "previous ", "change in ", "if "] {
        let told = told_of(&format!("stageplay 1\nlet a = {}b\nlet c = 1\n", prefix.repeat(5_000)));
        assert!(!told.is_empty() && told.len() <= 3, "{told:?}");
    }
}

#[test]
fn unclosed_brackets_stay_quick() {
    for open in ["{", "(", "play p {\n", "x {\n", "all of {\n", "by x { a: ", "\"", "```rhai\n", "[", "if (", "'"] {
        let told = told_of(&format!("stageplay 1\nplay p {{\n{}", open.repeat(5_000)));
        assert!(!told.is_empty());
    }
    for close in ["}", ")", "]", "}\n", ") and ("] {
        let told = told_of(&format!("stageplay 1\nlet a = 1\n{}", close.repeat(5_000)));
        assert!(!told.is_empty());
    }
}

#[test]
fn two_mebibytes_of_junk_stay_quick() {
    // Built without optimisation a parser is slow; the whole size is asked of one text only.
    let whole = 2 * 1024 * 1024;
    let size = 32 * 1024;
    for piece in
        ["x ", "a b c\n", "{ ", "play p { when x }\n", "  when x\n", "\u{e9}", "=", "1 + ", "\"a\" ", "\n", "( ) "]
    {
        told_of(&format!("stageplay 1\n{}", piece.repeat(size / piece.len())));
        told_of(&format!("stageplay 1\nplay p {{\n{}", piece.repeat(size / piece.len())));
    }
    told_of(&format!("stageplay 1\nplay p {{\n{}", "a b c\n".repeat((whole - 100) / 6)));
    assert!(told_of(&"x".repeat(whole + 1))[0].contains("SP0115"));
    assert!(told_of("stageplay 1\n\0")[0].contains("SP0115"));
}

/// A text with a few random pieces taken out, doubled or exchanged for others.
fn shaken(text: &str, seed: u64) -> String {
    const PIECES: &[&str] =
        &["{", "}", "(", ")", "\"", ",", ":", "=", "\n", " is ", "```", "#", "é", "'", "\\", "when", "1%", "-"];
    let mut state = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    let mut next = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below.max(1)
    };
    let mut chars: Vec<char> = text.chars().collect();
    for _ in 0..=next(6) {
        let at = next(chars.len());
        let end = (at + next(12)).min(chars.len());
        match next(3) {
            0 => drop(chars.drain(at..end)),
            1 => {
                let piece: Vec<char> = chars[at..end].to_vec();
                chars.splice(at..at, piece);
            }
            _ => {
                let piece = PIECES[next(PIECES.len())];
                chars.splice(at..end, piece.chars());
            }
        }
    }
    chars.into_iter().collect()
}

#[test]
fn shaken_playbooks_never_panic_and_their_places_are_places() {
    let text = include_str!("../examples/portfolio/playbook.play");
    let rounds = std::env::var("SHAKE").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(150);
    for seed in 0..rounds {
        let shaken = shaken(text, seed);
        let mut diagnostics = Diagnostics::default();
        let source = Sources::default().add(SourceFile::new("shaken.play", shaken.as_str()));
        parse(source, &shaken, &mut diagnostics);
        for said in diagnostics.iter() {
            let spans = said.labels.iter().map(|label| label.span).chain(said.fix.iter().map(|fix| fix.span));
            for span in spans {
                assert!(shaken.get(span.range()).is_some(), "seed {seed}: {said:?}");
            }
            assert!(!said.message.contains("Rule") && !said.message.contains("kw_"), "seed {seed}: {said:?}");
        }
    }
}

#[test]
fn a_hundred_thousand_brackets_are_one_message_at_once() {
    for (open, close) in [("(", ")"), ("{", "}"), ("[", "]")] {
        let text = format!("stageplay 1\nlet a = {}1{}\nlet b = 2\n", open.repeat(100_000), close.repeat(100_000));
        let told = told_of(&text);
        assert!(!told.is_empty() && told.len() <= 101, "{}", told.len());
        let left_open = told_of(&format!("stageplay 1\nlet a = {}1\nlet b = 2\n", open.repeat(100_000)));
        assert!(!left_open.is_empty() && left_open.len() <= 101, "{}", left_open.len());
    }
}

#[test]
fn tabs_are_blanks() {
    let text = include_str!("../examples/portfolio/playbook.play").replace("  ", "\t");
    assert_eq!(told_of(&text), Vec::<String>::new());
}
