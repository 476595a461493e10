//! Reads every file of `tests/bad-input` and compares what is said about it with what is written beside it.

use super::test_schema::playbook;
use super::{Options, RejectKind, accounts};
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
