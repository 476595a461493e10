//! The properties, on random playbooks and timelines.

use super::super::agree::on_seeds;
use super::super::case::Case;
use super::super::draw::Draw;
use super::super::random::Size;
use super::random::timeline;
use super::shrink::{parting, smallest};
use proptest::test_runner::TestCaseError;
use rayon::prelude::*;

/// Compares engine and reference at every evaluation; how many there were.
fn compared(seed: u64, size: Size, evaluations: usize) -> Result<usize, TestCaseError> {
    let case = Case::new(seed, size)?;
    let accounts = 1 + (seed % 5) as usize;
    let timeline = timeline(&case.book, &case.written.written, case.as_of, (accounts, evaluations), seed);
    match parting(&case.book, &timeline) {
        None => Ok(accounts * timeline.days.len()),
        Some(found) => {
            let told = format!("account {}, evaluation {}: {}", found.account, found.evaluation, found.how);
            Err(TestCaseError::fail(format!("{told}\n\nsmaller: {}", smallest(&case.written.items, &timeline, &found))))
        }
    }
}

#[test]
fn the_engine_agrees_with_the_reference_on_small_timelines() {
    on_seeds(60, 11, |seed| compared(seed, Size::Small, 8 + (seed % 33) as usize).map(drop));
}

#[test]
fn the_engine_agrees_with_the_reference_on_whole_timelines() {
    on_seeds(20, 12, |seed| compared(seed, Size::Whole, 8 + (seed % 20) as usize).map(drop));
}

/// `TIMELINES=small:7:2000 cargo test --test main more_timelines -- --ignored --nocapture` tries so many, and tells every
/// disagreement.
#[test]
#[ignore = "a search, as long as it is wanted"]
fn more_timelines_in_search_of_disagreements() {
    let wanted = std::env::var("TIMELINES").unwrap_or_else(|_| "small:7:2000".into());
    let parts: Vec<&str> = wanted.split(':').collect();
    let [size, sequence, count] = parts[..] else { panic!("size:sequence:count, not {wanted}") };
    let size = if size == "small" { Size::Small } else { Size::Whole };
    let mut draw = Draw::new(sequence.parse().unwrap());
    let seeds: Vec<u64> = (0..count.parse().unwrap()).map(|_| draw.seed()).collect();
    let tried = |seed: &u64| match std::panic::catch_unwind(|| compared(*seed, size, 8 + (*seed % 33) as usize)) {
        Ok(Ok(evaluations)) => (evaluations, 0),
        Ok(Err(TestCaseError::Reject(_))) => (0, 0),
        Ok(Err(TestCaseError::Fail(why))) => {
            println!("=== seed {seed}: {why}");
            (0, 1)
        }
        Err(_) => {
            println!("=== seed {seed} panicked");
            (0, 1)
        }
    };
    let told: Vec<(usize, u32)> = seeds.par_iter().map(tried).collect();
    let evaluations: usize = told.iter().map(|it| it.0).sum();
    let found: u32 = told.iter().map(|it| it.1).sum();
    println!("{} seeds, {evaluations} evaluations of an account, {found} failures", seeds.len());
    assert_eq!(found, 0);
}
