//! The manifest of a run: what went in, what came out. It is kept with the state.

use crate::accounts::Book;
use crate::playbook::Ready;
use crate::remembered::Since;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use stageplay_dsl::source::Sources;
use stageplay_dsl::types::{Day, show_day};
use stageplay_engine::live::{Outcome, Withheld, Words};
use stageplay_engine::read::Budget;
use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};

/// What a budget keeps back: a forecast for the book that was run.
pub const WITHHELD: &str = "withheld";

/// A file that was read.
pub struct File {
    name: String,
    sha256: String,
    bytes: u64,
    modified: Option<String>,
}

/// What tells one version of a playbook from another: a hash of its files.
pub fn version(sources: &Sources) -> String {
    let mut hash = Sha256::new();
    for (_, file) in sources.iter() {
        // Lengths keep ("ab", "c") and ("a", "bc") apart.
        hash.update((file.text.len() as u64).to_le_bytes());
        hash.update(file.text.as_bytes());
    }
    hex(&hash.finalize())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The files of accounts, with their hashes. One that cannot be read is told of by whoever reads it.
pub fn files(paths: &[PathBuf]) -> Vec<File> {
    paths.iter().filter_map(|path| file(path)).collect()
}

fn file(path: &Path) -> Option<File> {
    let mut from = std::fs::File::open(path).ok()?;
    let modified = from.metadata().ok().and_then(|data| data.modified().ok());
    let mut hash = Sha256::new();
    let mut bytes = 0;
    let mut block = vec![0; 1 << 20];
    loop {
        let read = from.read(&mut block).ok()?;
        if read == 0 {
            break;
        }
        bytes += read as u64;
        hash.update(block.get(..read)?);
    }
    Some(File {
        name: path.to_string_lossy().into_owned(),
        sha256: hex(&hash.finalize()),
        bytes,
        modified: modified.map(|at| chrono::DateTime::<chrono::Utc>::from(at).format("%Y-%m-%dT%H:%M:%SZ").to_string()),
    })
}

/// The manifest of a day that was made up for.
pub fn backfilled(ready: &Ready, version: &str, day: Day, outcome: &Outcome) -> String {
    let mut manifest = common(ready, version, day, outcome);
    manifest.insert("backfilled".into(), json!(true));
    Value::Object(manifest).to_string()
}

/// The manifest of a run.
pub fn of_run(
    ready: &Ready,
    version: &str,
    book: &Book,
    since: &Since,
    files: &[File],
    withheld: Option<(Budget, (usize, Vec<Withheld>))>,
) -> String {
    let mut manifest = common(ready, version, book.as_of, &since.outcome);
    let age = |day: Option<Day>| day.map(|day| book.as_of.saturating_sub(day));
    let files: Vec<Value> = files
        .iter()
        .map(|file| json!({ "file": file.name, "sha256": file.sha256, "bytes": file.bytes, "modified": file.modified }))
        .collect();
    manifest.insert("files".into(), Value::Array(files));
    manifest.insert("newest_snapshot".into(), json!(book.snapshots.newest.map(show_day)));
    manifest.insert("newest_snapshot_age_days".into(), json!(age(book.snapshots.newest)));
    manifest.insert(
        "records".into(),
        json!({
            "read": book.snapshots.records_read,
            "set_aside": book.snapshots.records_set_aside,
            "with_faults": book.snapshots.records_with_fault,
            "repeated": book.snapshots.records_repeated,
        }),
    );
    let decided = book.selection.batch.rows;
    let accounts = json!({
        "decided": decided,
        "stale": book.selection.stale.len(),
        "later": book.selection.later,
        "new": since.outcome.new_accounts,
        "changed": since.outcome.changed_accounts,
        "absent": sorted(&since.outcome.absent),
        "gone": sorted(&since.outcome.gone),
    });
    manifest.insert("accounts".into(), accounts);
    manifest.insert("next_due".into(), json!(since.next.map(show_day)));
    if let Some((Budget { opens, opens_per_owner }, (actions, owners))) = withheld {
        manifest.insert("budget".into(), json!({ "opens": opens, "opens_per_owner": opens_per_owner }));
        manifest.insert(WITHHELD.into(), json!({ "actions": actions, "owners": owners }));
    }
    Value::Object(manifest).to_string()
}

fn sorted<T: Ord>(ids: &[T]) -> Vec<&T> {
    let mut ids: Vec<&T> = ids.iter().collect();
    ids.sort();
    ids
}

fn common(ready: &Ready, version: &str, day: Day, outcome: &Outcome) -> Map<String, Value> {
    let header = &ready.program.playbook.header;
    let mut actions: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
    for ((kind, owner), count) in &outcome.actions {
        *actions.entry(kind).or_default().entry(owner.as_deref().unwrap_or("nobody")).or_default() += count;
    }
    let mut refused: Vec<_> = outcome.refused.iter().collect();
    refused.sort();
    let refused: Vec<Value> =
        refused.iter().map(|(id, account, why)| json!({ "id": id, "account": account, "why": why })).collect();
    let mut manifest = Map::new();
    manifest.insert("as_of".into(), json!(show_day(day)));
    manifest.insert("playbook".into(), json!(header.name));
    manifest.insert("version".into(), json!(header.version));
    manifest.insert("program".into(), json!(version));
    // A state has names; whoever shows it has no playbook to look their words up in.
    manifest.insert("words".into(), json!(Words::of(&ready.program.playbook)));
    manifest.insert("last".into(), json!(outcome.last.map(show_day)));
    manifest.insert("actions".into(), json!(actions));
    manifest.insert(
        "events".into(),
        json!({ "applied": outcome.applied, "refused": refused, "waiting": outcome.waiting.len() }),
    );
    manifest.insert("withdrawn".into(), json!(outcome.withdrawn));
    manifest.insert("activated".into(), json!(outcome.activated));
    manifest.insert("clocks_restarted".into(), json!(outcome.restarted));
    manifest
}
