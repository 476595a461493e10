//! How long a large book takes. Prints, and asserts nothing about time:
//! `cargo test --release -p stageplay-engine --lib store::timing -- --ignored --nocapture`
#![allow(clippy::print_stdout, reason = "what it is for")]

use super::Store;
use super::testing_test::{Folder, action, change, run, sqlite, within};
use stageplay_dsl::types::Day;
use std::time::Instant;

const ROWS: usize = 1_000_000;

fn timed<T>(what: &str, run: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = run();
    println!("{what}: {:.2} s", start.elapsed().as_secs_f64());
    result
}

fn put(store: &mut dyn Store, day: Day, step: usize) {
    within(store, |tx| {
        for number in (0..ROWS).step_by(step) {
            let mut state = [u8::try_from(day).unwrap(); 60];
            state[..8].copy_from_slice(&number.to_le_bytes());
            tx.put(day, &format!("account-{number:07}"), &state).unwrap();
        }
        tx.finish(&run(day)).unwrap();
    });
}

#[test]
#[ignore = "a minute; prints how long a million accounts take"]
fn a_million_accounts() {
    let folder = Folder::new("timing");
    let path = folder.path("state");
    let mut store = timed("open a new one", || sqlite(&path));
    timed("write 1,000,000 accounts of 60 bytes, with commit", || put(&mut store, 1, 1));
    drop(store);
    println!("file: {} MB", std::fs::metadata(&path).unwrap().len() / 1_000_000);
    let mut store = timed("open it again", || sqlite(&path));
    for again in ["first", "again"] {
        let bytes = timed(&format!("read all, {again}"), || {
            let tx = store.begin().unwrap();
            let mut bytes = 0;
            tx.accounts(&mut |id, state| bytes += id.len() + state.len()).unwrap();
            bytes
        });
        assert_eq!(bytes, ROWS * (60 + 15));
    }
    timed("write 10,000 changed ones, with commit", || put(&mut store, 2, 100));
    timed("put 1,000,000 of which 990,000 are the same", || {
        let mut tx = store.begin().unwrap();
        for number in 0..ROWS {
            let mut state = [if number % 100 == 0 { 3 } else { 1 }; 60];
            state[..8].copy_from_slice(&number.to_le_bytes());
            tx.put(3, &format!("account-{number:07}"), &state).unwrap();
        }
        tx.finish(&run(3)).unwrap();
        tx.commit().unwrap();
    });
    timed("go back over 10,000", || within(&mut store, |tx| tx.rewind(3).unwrap()));
    timed("emit 10,000 actions and 10,000 moves, with commit", || {
        within(&mut store, |tx| {
            for number in 0..10_000 {
                let account = format!("account-{number:07}");
                tx.emit(&action(&format!("action-{number}"), 3, &account)).unwrap();
                tx.moved(&change(3, &account, "red")).unwrap();
            }
            tx.finish(&run(3)).unwrap();
        });
    });
    let unsent = timed("what is unsent", || store.unsent("crm").unwrap());
    let ids: Vec<&str> = unsent.iter().map(|action| action.id.as_str()).collect();
    timed("mark 10,000 as sent", || store.sent("crm", &ids, "now").unwrap());
    timed("prune", || store.prune(3).unwrap());
    timed("go back over everything that is left", || within(&mut store, |tx| tx.rewind(3).unwrap()));
}
