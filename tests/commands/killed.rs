//! A run that is killed, wherever it is: the next one leaves the same state as if it had never been.
//!
//! Nothing is timed: a child is killed after so many looks at the state's log, or when the log has grown so far, whichever
//! comes first; a child that has ended before that has simply run, which is just as well.

use super::{Book, later};
use std::fmt::Write;
use std::process::{Command, Stdio};

/// So many children are killed.
const KILLED: u64 = 40;

/// Enough accounts for a run that is not over at once, each with what is kept, told and moved.
fn accounts(day: &str) -> String {
    let small = later(day);
    let mut text = String::new();
    for number in 0..400 {
        for line in small.lines() {
            let _ = writeln!(text, "{}", line.replacen("{\"id\":\"A", &format!("{{\"id\":\"N{number}-A"), 1));
        }
    }
    text
}

#[test]
fn a_run_that_is_killed_anywhere_leaves_nothing_behind() {
    let book = Book::new("killed");
    book.write("day1.ndjson", &accounts("2026-03-02").replace("\"logins\":75", "\"logins\":30"));
    book.write("day2.ndjson", &accounts("2026-03-05"));
    let run = |day: &str, state: &str| {
        vec!["run".to_owned(), "book.play".into(), "--accounts".into(), day.into(), "--state".into(), state.into()]
    };
    let done = |day: &str, state: &str| {
        let args = run(day, state);
        book.done(&args.iter().map(String::as_str).collect::<Vec<_>>());
    };
    done("day1.ndjson", "calm.db");
    done("day2.ndjson", "calm.db");
    let calm = book.ran(&["state", "export", "--state", "calm.db"]).out;

    let log = book.path().join("s.db-wal");
    let mut killed = 0;
    for day in ["day1.ndjson", "day2.ndjson"] {
        for round in 0..KILLED {
            let mut child = Command::new(env!("CARGO_BIN_EXE_stageplay"))
                .args(run(day, "s.db"))
                .current_dir(book.path())
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
            let (looks, bytes) = match round % 2 {
                0 => (round * round * 50, u64::MAX),
                _ => (u64::MAX, round * 12_000),
            };
            let mut looked = 0;
            let ended = loop {
                if let Some(ended) = child.try_wait().unwrap() {
                    break Some(ended);
                }
                let size = std::fs::metadata(&log).map(|about| about.len()).unwrap_or_default();
                if looked >= looks || size > bytes {
                    break None;
                }
                looked += 1;
            };
            if ended.is_none() {
                // It may have ended in between.
                let _ = child.kill();
                killed += usize::from(!child.wait().unwrap().success());
            }
        }
        done(day, "s.db");
    }
    println!("{killed} of {} children were killed", 2 * KILLED);
    assert!(killed > 0, "no child was killed: they are over at once");
    let after = book.export();
    assert_eq!(after.len(), calm.len());
    for (after, calm) in after.lines().zip(calm.lines()) {
        assert_eq!(after, calm);
    }
}
