//! The file: what is one, who may write it, and what is in it when a process dies.

use super::testing_test::{Folder, accounts, action, exported, run, run_with, sqlite};
use super::{SqliteStore, Store};
use rusqlite::Connection;
use std::path::Path;
use std::time::Duration;

const SHORT: Duration = Duration::from_millis(20);

fn refused(path: &Path) -> String {
    let said = SqliteStore::open(path, SHORT).unwrap_err().to_string();
    said.replace(&path.display().to_string(), "PATH")
}

#[test]
fn a_state_outlives_its_store() {
    let folder = Folder::new("outlives");
    let path = folder.path("state");
    assert_eq!(refused(&path), "there is no state `PATH`: the first run makes it");
    run_with(&mut sqlite(&path), 1, &[("A", "a")]);
    let mut store = SqliteStore::open(&path, SHORT).unwrap();
    assert_eq!(accounts(&mut store), ["A=a"]);
}

#[test]
fn other_files_are_refused_and_left_alone() {
    let folder = Folder::new("foreign");
    let text = folder.path("text");
    std::fs::write(&text, "customer,arr\n".repeat(500)).unwrap();
    let other = folder.path("other");
    Connection::open(&other).unwrap().execute_batch("CREATE TABLE songs (name TEXT)").unwrap();
    for path in [&text, &other] {
        let before = std::fs::read(path).unwrap();
        assert_eq!(refused(path), "`PATH` is no state of Stageplay: name another file");
        assert!(SqliteStore::create(path, SHORT).is_err());
        assert_eq!(std::fs::read(path).unwrap(), before);
    }
    let empty = folder.path("empty");
    std::fs::write(&empty, "").unwrap();
    assert_eq!(refused(&empty), "`PATH` is no state of Stageplay: name another file");
    // A run that was killed while it made the file may have left this.
    assert_eq!(sqlite(&empty).head().unwrap(), None);
    assert!(refused(&folder.path("")).ends_with("is no file, expected the file of a state"));
}

#[test]
fn a_newer_state_is_refused() {
    let folder = Folder::new("newer");
    let path = folder.path("state");
    drop(sqlite(&path));
    Connection::open(&path).unwrap().pragma_update(None, "user_version", 7).unwrap();
    let wanted = "the state was written by a newer Stageplay (its form is 7, this one knows 1): update Stageplay";
    assert_eq!(refused(&path), wanted);
}

#[test]
fn one_writes_and_others_read() {
    let folder = Folder::new("busy");
    let path = folder.path("state");
    let mut first = sqlite(&path);
    run_with(&mut first, 1, &[("A", "a")]);
    let mut second = sqlite(&path);
    let mut tx = first.begin().unwrap();
    tx.put(2, "A", b"b").unwrap();
    tx.finish(&run(2)).unwrap();
    let said = second.begin().err().unwrap().to_string();
    assert_eq!(said, "another run is using this state: wait until it has ended, then run again");
    assert_eq!(second.head().unwrap().unwrap().last, 1);
    tx.commit().unwrap();
    assert_eq!(second.head().unwrap().unwrap().last, 2);
    assert_eq!(accounts(&mut second), ["A=b"]);
}

/// Whoever looks sees one moment, hinders nobody, and changes nothing.
#[test]
fn a_look_is_of_one_moment_and_writes_nothing() {
    let folder = Folder::new("look");
    let path = folder.path("state");
    let look = |path: &Path| SqliteStore::look(path, SHORT);
    assert!(look(&path).unwrap_err().to_string().starts_with("there is no state `"));
    assert!(!path.exists());
    let mut writer = sqlite(&path);
    run_with(&mut writer, 1, &[("A", "a")]);
    let mut before = look(&path).unwrap();
    run_with(&mut writer, 2, &[("A", "b"), ("B", "c")]);
    let after = look(&path).unwrap();
    let seen = |store: &SqliteStore| {
        let mut seen = Vec::new();
        store.accounts(&mut |id, state| seen.push(format!("{id}={}", String::from_utf8_lossy(state)))).unwrap();
        (seen, store.head().unwrap().unwrap().last)
    };
    assert_eq!(seen(&before), (vec!["A=a".to_owned()], 1));
    assert_eq!(seen(&after), (vec!["A=b".to_owned(), "B=c".to_owned()], 2));
    assert!(before.record(&[]).is_err(), "nothing is written through a look");
    drop((before, after, writer));
    assert_eq!(seen(&look(&path).unwrap()).1, 2, "also when nobody else has it open");
    let beside: Vec<_> = std::fs::read_dir(path.parent().unwrap()).unwrap().map(|it| it.unwrap().file_name()).collect();
    assert_eq!(beside, ["state"], "nothing is left beside the file");
    let text = folder.path("text");
    std::fs::write(&text, "customer,arr\n".repeat(500)).unwrap();
    assert!(look(&text).unwrap_err().to_string().ends_with("is no state of Stageplay: name another file"));
}

/// What is on the disk in the middle of a run is what another machine would find after the first one stopped.
#[test]
fn in_the_middle_of_a_run_the_disk_holds_the_state_before_it() {
    let folder = Folder::new("killed");
    let path = folder.path("state");
    let mut store = sqlite(&path);
    run_with(&mut store, 1, &[("A", "a")]);
    let before = exported(&store);
    let copy = |name: &str| {
        for end in ["", "-wal"] {
            std::fs::copy(folder.path(&format!("state{end}")), folder.path(&format!("{name}{end}"))).unwrap();
        }
        SqliteStore::open(&folder.path(name), SHORT).unwrap()
    };
    let mut tx = store.begin().unwrap();
    // More than the cache holds, so that pages of the transaction are written before its end.
    let state = vec![7; 100_000];
    for number in 0..1_000 {
        tx.put(2, &number.to_string(), &state).unwrap();
    }
    tx.emit(&action("x", 2, "A")).unwrap();
    tx.finish(&run(2)).unwrap();
    assert!(std::fs::metadata(folder.path("state-wal")).unwrap().len() > 10_000_000, "nothing was written yet");
    assert_eq!(exported(&copy("middle")), before);
    tx.commit().unwrap();
    let after = copy("after");
    assert_eq!(after.head().unwrap().unwrap().last, 2);
    assert_eq!(after.unsent("crm").unwrap().len(), 1);
}

#[test]
fn a_name_is_a_name() {
    let folder = Folder::new("names");
    for name in [":memory:", "file:x?mode=memory", "ü b'"] {
        run_with(&mut sqlite(&folder.path(name)), 1, &[("A", "a")]);
        assert!(folder.path(name).is_file(), "{name}");
    }
}

#[test]
fn a_damaged_file_is_said_to_be_damaged() {
    let folder = Folder::new("damaged");
    let path = folder.path("state");
    let many: Vec<String> = (0..2_000).map(|number| format!("A{number}")).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|id| (id.as_str(), "a state of an account")).collect();
    run_with(&mut sqlite(&path), 1, &many);
    let mut bytes = std::fs::read(&path).unwrap();
    let middle = bytes.len() / 2;
    bytes.iter_mut().skip(middle).for_each(|byte| *byte = 0x55);
    std::fs::write(&path, bytes).unwrap();
    let mut store = SqliteStore::open(&path, SHORT).unwrap();
    let tx = store.begin().unwrap();
    let said = tx.accounts(&mut |_, _| {}).unwrap_err().to_string();
    assert!(said.starts_with("the state is damaged: take a copy from before"), "{said}");
}
