//! Made-up states, for the tests of this room.

use super::{Action, Codec, Event, MemoryStore, Move, Run, SqliteStore, Store, Tx, export};
use serde_json::{Value, json};
use stageplay_dsl::types::Day;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// A folder that is removed when the test has passed.
pub(super) struct Folder(PathBuf);

impl Folder {
    pub(super) fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("stageplay-store-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            let _ = std::fs::remove_dir_all(&self.0);
        }
    }
}

pub(super) fn sqlite(path: &Path) -> SqliteStore {
    SqliteStore::create(path, Duration::from_millis(20)).unwrap()
}

/// Does not wait for the disk: for tests in which nothing is killed.
pub(super) fn quick(path: &Path) -> SqliteStore {
    let store = sqlite(path);
    store.do_not_wait_for_the_disk();
    store
}

/// The same test for every kind of store; the name is the test's own.
pub(super) fn each(name: &str, test: impl Fn(&mut dyn Store)) {
    test(&mut MemoryStore::new());
    let folder = Folder::new(name);
    test(&mut quick(&folder.path("state")));
}

/// A run of the day with made-up texts.
pub(super) fn run(as_of: Day) -> Run {
    Run {
        as_of,
        playbook: "health".into(),
        program: "p1".into(),
        layout: r#"{"layout":1}"#.into(),
        book: format!(r#"{{"book":{as_of}}}"#),
        manifest: r#"{"accounts":1}"#.into(),
        backfilled: false,
    }
}

pub(super) fn action(id: &str, as_of: Day, account: &str) -> Action {
    Action {
        id: id.into(),
        as_of,
        account: account.into(),
        play: "rescue".into(),
        key: String::new(),
        run: format!("run {as_of}"),
        step: "open".into(),
        kind: "stageplay.play.opened".into(),
        owner: Some("csm".into()),
        priority: Some(0.1 + 0.2),
        body: format!(r#"{{"id":"{id}"}}"#),
        backfilled: false,
    }
}

pub(super) fn event(id: &str, day: Day, account: &str) -> Event {
    Event { id: id.into(), day, account: account.into(), body: r#"{"type":"done"}"#.into() }
}

pub(super) fn change(as_of: Day, account: &str, to: &str) -> Move {
    Move {
        as_of,
        account: account.into(),
        what: "band of health".into(),
        from: None,
        to: Some(to.into()),
        because: "usage fell".into(),
        kind: "band".into(),
        revenue: Some(1e3 / 3.0),
    }
}

/// One transaction, kept.
pub(super) fn within(store: &mut dyn Store, write: impl FnOnce(&mut dyn Tx)) {
    let mut tx = store.begin().unwrap();
    write(tx.as_mut());
    tx.commit().unwrap();
}

/// The run of a day that puts accounts.
pub(super) fn run_with(store: &mut dyn Store, as_of: Day, accounts: &[(&str, &str)]) {
    within(store, |tx| {
        for (id, state) in accounts {
            tx.put(as_of, id, state.as_bytes()).unwrap();
        }
        tx.finish(&run(as_of)).unwrap();
    });
}

/// Ids and states in their order, written together.
pub(super) fn accounts(store: &mut dyn Store) -> Vec<String> {
    let tx = store.begin().unwrap();
    let mut found = Vec::new();
    tx.accounts(&mut |id, state| found.push(format!("{id}={}", String::from_utf8_lossy(state)))).unwrap();
    found
}

/// States are texts; books are equal or are not joined; manifests count accounts.
pub(super) struct Texts;

impl Codec for Texts {
    fn show(&self, state: &[u8]) -> Result<Value, String> {
        String::from_utf8(state.to_vec()).map(|text| json!({ "text": text })).map_err(|_| "no text".into())
    }

    fn bytes(&self, state: &Value) -> Result<Vec<u8>, String> {
        let text = state.get("text").and_then(Value::as_str);
        text.map(|text| text.as_bytes().to_vec()).ok_or_else(|| "the state has no `text`".into())
    }

    fn join_manifests(&self, here: &str, there: &str) -> Result<String, String> {
        let count = |text: &str| -> Result<u64, String> {
            let value: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
            value.get("accounts").and_then(Value::as_u64).ok_or_else(|| "no accounts".to_owned())
        };
        Ok(format!(r#"{{"accounts":{}}}"#, count(here)? + count(there)?))
    }
}

pub(super) fn exported(store: &dyn Store) -> String {
    let mut out = Vec::new();
    export(store, &Texts, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}
