//! One token missing: no panic, mostly one message, on the line of the mistake.

use super::super::recover::token::{TokenKind, tokens};
use super::{parsed, told};

const TEXT: &str = include_str!("mutants.play");

/// The lines of the messages about a text without one of its tokens.
fn lines_without(start: usize, end: usize) -> Vec<(usize, String)> {
    let mutant = format!("{} {}", &TEXT[..start], &TEXT[end..]);
    let (_, told) = parsed(&mutant);
    told.into_iter().map(|said| (said.split(':').next().unwrap().parse().unwrap(), said)).collect()
}

#[test]
fn the_fixture_itself_parses() {
    assert_eq!(parsed(TEXT).1, Vec::<String>::new());
}

/// The texts that lack one token, or have two letters of one word swapped, or a token twice.
fn mutants() -> Vec<String> {
    let mut all = Vec::new();
    for token in tokens(TEXT).iter().filter(|token| token.kind != TokenKind::LineEnd) {
        let (start, end) = (token.range.start, token.range.end);
        let written = token.of(TEXT);
        all.push(format!("{} {}", &TEXT[..start], &TEXT[end..]));
        all.push(format!("{} {written} {}", &TEXT[..end], &TEXT[end..]));
        if token.kind == TokenKind::Word && written.len() > 3 {
            let swapped = format!("{}{}{}", &written[1..2], &written[..1], &written[2..]);
            all.push(format!("{}{swapped}{}", &TEXT[..start], &TEXT[end..]));
        }
    }
    all
}

#[test]
fn a_fix_mends() {
    for mutant in mutants() {
        let (_, before) = told(&mutant);
        for said in &before {
            let Some(fix) = &said.fix else { continue };
            let mut fixed = mutant.clone();
            fixed.replace_range(fix.span.range(), &fix.replacement);
            let (_, after) = told(&fixed);
            let still = after.iter().filter(|other| other.code == said.code && other.message == said.message);
            assert_eq!(still.count(), 0, "{said:?}\n{after:?}");
        }
    }
}

#[test]
fn every_mutant_keeps_most_of_its_items() {
    let whole = parsed(TEXT).0.items.len();
    let mut kept = 0;
    let all = mutants();
    for mutant in &all {
        let (module, _) = parsed(mutant);
        kept += module.items.len();
    }
    let share = kept * 100 / (whole * all.len());
    assert!(share >= 99, "{share}%");
}

#[test]
fn a_missing_token_is_one_message_on_its_line() {
    let mut asked = 0;
    let mut good = 0;
    let mut bad = Vec::new();
    for token in tokens(TEXT).iter().filter(|token| token.kind != TokenKind::LineEnd) {
        let line = TEXT[..token.range.start].matches('\n').count() + 1;
        let told = lines_without(token.range.start, token.range.end);
        if told.is_empty() {
            continue;
        }
        asked += 1;
        // A bracket that is left open is told where it was opened.
        let near = told.iter().all(|(at, said)| (line..=line + 1).contains(at) || said.contains("SP0104"));
        if told.len() == 1 && near {
            good += 1;
        } else {
            bad.push(format!("{line}: without {:?}: {:#?}", token.of(TEXT), told));
        }
    }
    let share = good * 100 / asked;
    assert!(share >= 97, "{share}% of {asked}:\n{}", bad.join("\n"));
}
