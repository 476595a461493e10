//! Reads every file of `tests/bad-input` and compares what is said about it with what is written beside it.

use super::test_schema::playbook;
use super::{Format, Options, RejectKind, accounts};
use crate::column::plain;
use std::fmt::Write;
use std::path::{Path, PathBuf};

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/bad-input")
}

/// What is said about a file, in the words of the corpus.
fn said(path: &Path) -> String {
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    let whole = path.to_string_lossy().into_owned();
    let playbook = playbook();
    let snapshots = match accounts(&[path.to_path_buf()], &playbook, &Options::default(), &mut |_, _| {}) {
        Ok(snapshots) => snapshots,
        Err(error) => return format!("error {}\n", error.to_string().replace(&whole, &name)),
    };
    let mut said = format!(
        "read {}, set aside {}, values {}\nkept",
        snapshots.records_read, snapshots.records_set_aside, snapshots.values_set_aside
    );
    for row in 0..snapshots.batch.rows {
        write!(said, " {}", plain(snapshots.account(row))).unwrap();
    }
    for reject in &snapshots.rejects {
        let kind = if reject.kind == RejectKind::Record { "record" } else { "value" };
        write!(said, "\n{kind} {}", reject.to_string().strip_prefix(&format!("{whole}:")).unwrap()).unwrap();
    }
    for column in &snapshots.unknown_columns {
        write!(said, "\nunknown {} in {}", column.name, column.count).unwrap();
        if let Some(near) = &column.near {
            write!(said, " ({near})").unwrap();
        }
    }
    // Whatever was read: kept, set aside or counted once, nothing else.
    let kept = snapshots.batch.rows as u64;
    assert_eq!(snapshots.records_read, kept + snapshots.records_set_aside + snapshots.records_repeated, "{name}");
    said + "\n"
}

#[test]
fn every_bad_file_is_told_as_written_beside_it() {
    let mut files: Vec<PathBuf> = std::fs::read_dir(corpus()).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "expected"));
    files.sort();
    assert!(files.len() >= 40, "only {} files in the corpus", files.len());
    let mut faults = String::new();
    for expected in files {
        let file = expected.with_extension("");
        let wanted = std::fs::read_to_string(&expected).unwrap();
        let said = said(&file);
        if said != wanted {
            let name = file.file_name().unwrap().to_string_lossy();
            write!(faults, "\n== {name}\n-- expected\n{wanted}-- said\n{said}").unwrap();
        }
    }
    assert!(faults.is_empty(), "{faults}");
}

/// Every file of the corpus with bytes changed, left out, repeated and cut off, read as every format: nothing
/// panics, and every record is kept, set aside or counted once.
#[test]
fn broken_bytes_are_accounted_for() {
    let playbook = playbook();
    let scratch = std::env::temp_dir().join(format!("stageplay-{}-broken", std::process::id()));
    // A fixed sequence (xorshift), so that a failure can be repeated.
    let mut state: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut random = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below.max(1) as u64).unwrap()
    };
    let mut files: Vec<PathBuf> = std::fs::read_dir(corpus()).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending != "expected"));
    files.sort();
    for file in files {
        let whole = std::fs::read(&file).unwrap();
        for _ in 0..12 {
            let mut bytes = whole.clone();
            for _ in 0..=random(4) {
                let at = random(bytes.len());
                match random(4) {
                    0 => bytes.truncate(at),
                    1 if at < bytes.len() => drop(bytes.remove(at)),
                    2 => bytes.insert(at, b"\"\\{}[],;\n\r\t\0\xff9e-"[random(16)]),
                    _ => bytes.extend_from_within(at..),
                }
            }
            std::fs::write(&scratch, &bytes).unwrap();
            for format in [Format::Ndjson, Format::Json, Format::Csv] {
                let options = Options { format: Some(format), ..Options::default() };
                let Ok(read) = accounts(std::slice::from_ref(&scratch), &playbook, &options, &mut |_, _| {}) else {
                    continue;
                };
                let kept = read.batch.rows as u64;
                assert_eq!(read.records_read, kept + read.records_set_aside + read.records_repeated, "{bytes:?}");
                let faulty = read.records_with_fault;
                assert!(faulty >= read.records_set_aside && faulty <= read.rejects.len() as u64, "{bytes:?}");
                assert!(read.rejects.iter().all(|reject| plain(&reject.reason) == reject.reason), "{bytes:?}");
            }
        }
    }
    std::fs::remove_file(scratch).unwrap();
}
