//! Texts nobody writes: deep, large, broken. None may panic, and all must be quick.

use super::parsed;
use std::time::{Duration, Instant};

/// Parses within a time that leaves a slow machine room, and returns the messages.
fn quickly(text: &str) -> Vec<String> {
    let start = Instant::now();
    let (_, told) = parsed(text);
    let took = start.elapsed();
    assert!(took < Duration::from_secs(30), "took {took:?}");
    told
}

#[test]
fn deep_nesting_is_one_message() {
    for open in ["(", "not (", "if x then (", "max(1, ", "-("] {
        let text = format!("stageplay 1\nlet a = {}1{}\nlet b = 2\n", open.repeat(5_000), ")".repeat(5_000));
        let told = quickly(&text);
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].contains("SP0108"), "{told:?}");
    }
    let blocks = format!("stageplay 1\nhealth {{\n{}\n{}}}\n", "dimension a { ".repeat(5_000), "}".repeat(5_000));
    let told = quickly(&blocks);
    assert!(told.len() <= 2 && told[0].contains("SP0108"), "{told:?}");
}

#[test]
fn sixty_levels_are_allowed() {
    let text = format!("stageplay 1\nlet a = {}1{}\n", "(".repeat(60), ")".repeat(60));
    assert_eq!(quickly(&text), Vec::<String>::new());
    let text = format!("stageplay 1\nlet a = {}0\n", "if x then 1 else ".repeat(60));
    assert_eq!(quickly(&text), Vec::<String>::new());
    let text = format!("stageplay 1\nlet a = {}0\n", "if x then 1 else ".repeat(70));
    assert_eq!(quickly(&text).len(), 1);
    let text = format!("stageplay 1\nlet a = {}0{}\n", "by x { a: if x then ".repeat(30), " else 1 }".repeat(30));
    assert_eq!(quickly(&text), Vec::<String>::new());
}

#[test]
fn long_chains_are_one_message() {
    for link in [" + 1", " and a", " or a is red", " - 1", " if missing 2", " is known"] {
        let told = quickly(&format!("stageplay 1\nlet a = b{}\nlet c = 1\n", link.repeat(5_000)));
        assert_eq!(told.len(), 1, "{told:?}");
    }
    for prefix in ["not ", "-", "days since ", "previous ", "change in ", "if "] {
        let told = quickly(&format!("stageplay 1\nlet a = {}b\nlet c = 1\n", prefix.repeat(5_000)));
        assert!(!told.is_empty() && told.len() <= 3, "{told:?}");
    }
}

#[test]
fn unclosed_brackets_stay_quick() {
    for open in ["{", "(", "play p {\n", "x {\n", "all of {\n", "by x { a: ", "\"", "```rhai\n", "[", "if (", "'"] {
        let told = quickly(&format!("stageplay 1\nplay p {{\n{}", open.repeat(5_000)));
        assert!(!told.is_empty());
    }
    for close in ["}", ")", "]", "}\n", ") and ("] {
        let told = quickly(&format!("stageplay 1\nlet a = 1\n{}", close.repeat(5_000)));
        assert!(!told.is_empty());
    }
}

#[test]
fn two_mebibytes_of_junk_stay_quick() {
    // Built without optimisation a parser is slow; the whole size is asked of one text only.
    let whole = 2 * 1024 * 1024;
    let size = 128 * 1024;
    for piece in
        ["x ", "a b c\n", "{ ", "play p { when x }\n", "  when x\n", "\u{e9}", "=", "1 + ", "\"a\" ", "\n", "( ) "]
    {
        quickly(&format!("stageplay 1\n{}", piece.repeat(size / piece.len())));
        quickly(&format!("stageplay 1\nplay p {{\n{}", piece.repeat(size / piece.len())));
    }
    quickly(&format!("stageplay 1\nplay p {{\n{}", "a b c\n".repeat((whole - 100) / 6)));
    assert!(quickly(&"x".repeat(whole + 1))[0].contains("SP0115"));
    assert!(quickly("stageplay 1\n\0")[0].contains("SP0115"));
}
