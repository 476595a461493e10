//! Evaluation alone, from columns in memory: Stageplay, and the same workload as a loop written by hand.
//!
//! `evaluate PLAYBOOK ACCOUNTS [ROUNDS]`: reads the accounts once, then decides them so many times each way, in turn, and
//! prints one JSON object with the seconds of every round and the sums. One thread; `RAYON_NUM_THREADS` says otherwise.
#![allow(
    clippy::print_stdout,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a program for measuring"
)]

mod fused;

use fearless_simd::{Level, dispatch};
use fused::{AS_OF, Book, Sums};
use serde_json::json;
use stageplay_engine::column::Batch;
use stageplay_engine::decide::{DecideError, Decisions, Wanted, decide};
use stageplay_engine::graph::Program;
use stageplay_engine::read::{self, Options};
use std::error::Error;
use std::path::PathBuf;
use std::time::Instant;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> Result<(), Box<dyn Error>> {
    let mut words = std::env::args().skip(1);
    let (Some(playbook), Some(accounts)) = (words.next(), words.next()) else {
        return Err("usage: evaluate PLAYBOOK ACCOUNTS [ROUNDS]".into());
    };
    let rounds: usize = words.next().map_or(Ok(5), |rounds| rounds.parse())?;
    let compiled = stageplay_dsl::compile(read::load(&PathBuf::from(playbook))?);
    let program = Program::compile(compiled.playbook.ok_or("the playbook has faults")?);
    let snapshots = read::accounts(&[PathBuf::from(accounts)], &program.playbook, &Options::default(), &mut |_, _| {})?;
    let book = Book::of(&program.playbook, &snapshots.batch);

    let (mut own, mut by_hand) = (Vec::new(), Vec::new());
    let (mut sums, mut hand_sums) = (Sums::default(), Sums::default());
    for _ in 0..rounds {
        let start = Instant::now();
        sums = decided(&program, &snapshots.batch)?;
        own.push(start.elapsed().as_secs_f64());
        let start = Instant::now();
        hand_sums = dispatch!(Level::new(), _ => book.decide());
        by_hand.push(start.elapsed().as_secs_f64());
    }
    let told = |sums: &Sums| {
        json!({
            "bands": sums.bands, "stages": sums.stages, "plays": sums.plays,
            "health": sums.health, "priority": sums.priority,
        })
    };
    println!(
        "{}",
        json!({
            "accounts": snapshots.batch.rows, "stageplay": own, "by_hand": by_hand,
            "stageplay_sums": told(&sums), "by_hand_sums": told(&hand_sums),
        })
    );
    Ok(())
}

/// The sums of what Stageplay decides.
fn decided(program: &Program, batch: &Batch) -> Result<Sums, DecideError> {
    let mut sums = Sums::default();
    #[allow(clippy::cast_possible_truncation, reason = "a whole number of days")]
    let as_of = AS_OF as i32;
    decide(program, batch, None, as_of, Wanted::default(), |decisions: Decisions| -> Result<(), DecideError> {
        let count = |counts: &mut [u64], codes: &[u16]| {
            for (code, count) in (0..).zip(counts) {
                *count += codes.iter().map(|found| u64::from(*found == code)).sum::<u64>();
            }
        };
        if let Some(card) = decisions.cards.rows().first() {
            count(&mut sums.bands, &card.band.values);
            sums.health += card.score.values.iter().sum::<f64>();
        }
        if let Some(stages) = decisions.stages.rows().first() {
            count(&mut sums.stages, &stages.values);
        }
        if let Some(score) = decisions.scores.rows().first() {
            sums.priority += score.values.iter().sum::<f64>();
        }
        for (count, play) in sums.plays.iter_mut().zip(decisions.plays.rows()) {
            // Nobody remembers anything: what is open opens.
            *count += play.opening.count() as u64;
        }
        Ok(())
    })?;
    Ok(sums)
}
