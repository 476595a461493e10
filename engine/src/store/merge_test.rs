//! A book in four parts, put together, is the book.

use super::testing_test::{Folder, Texts, action, change, event, exported, quick, run, within};
use super::{Action, MemoryStore, Run, Store, import};
use stageplay_dsl::types::Day;

const ACCOUNTS: usize = 40;
const DAYS: Day = 12;

/// A small number that looks random, the same everywhere.
fn noise(account: usize, day: Day) -> u64 {
    let day = u64::try_from(day).unwrap();
    (account as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(day.wrapping_mul(0xD1B5_4A32_D192_ED03)) >> 40
}

/// Twelve days in the life of some accounts: states, moves, actions, events, something forgotten, something pruned.
fn live(store: &mut dyn Store, mine: impl Fn(usize) -> bool) {
    let mine: Vec<usize> = (0..ACCOUNTS).filter(|account| mine(*account)).collect();
    for day in 1..=DAYS {
        let mut sent = Vec::new();
        within(store, |tx| {
            for account in &mine {
                let (id, noise) = (format!("A{account}"), noise(*account, day));
                if noise % 5 == 0 {
                    let id = format!("e{account}-{day}");
                    tx.record(&event(&id, day, &format!("A{account}"))).unwrap();
                    tx.record(&event(&format!("{id}-0"), day, &format!("A{account}"))).unwrap();
                }
                match noise % 3 {
                    0 => tx.put(day, &id, format!("state {noise} \"ü\"").as_bytes()).unwrap(),
                    1 if noise % 4 == 0 => tx.forget(day, &id).unwrap(),
                    _ => {}
                }
                for step in 0..noise % 4 {
                    tx.moved(&change(day, &id, &format!("to {step}"))).unwrap();
                    let name = format!("{:x}-{account}-{day}", noise.wrapping_mul(step + 7) % 4096);
                    let body = format!(r#"{{ "step": {step}, "n": 1.50 }}"#);
                    let priority = Some(f64::from(u32::try_from(noise).unwrap()) / 3.0);
                    let emitted = Action { priority, body, backfilled: day < 3, ..action(&name, day, &id) };
                    if tx.emit(&emitted).unwrap() && noise % 2 == 0 {
                        sent.push(name);
                    }
                }
            }
            let waiting = tx.events(day).unwrap();
            let applied: Vec<&str> =
                waiting.iter().filter(|event| event.id.len() % 2 == 0).map(|event| event.id.as_str()).collect();
            tx.applied(&applied, day).unwrap();
            let manifest = format!(r#"{{"accounts":{}}}"#, mine.len());
            tx.finish(&Run { manifest, ..run(day) }).unwrap();
        });
        let sent: Vec<&str> = sent.iter().map(String::as_str).collect();
        store.sent("crm", &sent, &format!("at {day} by {}", mine.len())).unwrap();
        let dropped: Vec<&str> = sent.iter().filter(|id| id.starts_with('7')).copied().collect();
        store.drop_unsent(&dropped, "a trial").unwrap();
    }
    store.prune(4).unwrap();
    within(store, |tx| tx.rewind(DAYS).unwrap());
}

fn parts() -> Vec<String> {
    let part = |number: usize| {
        let mut store = MemoryStore::new();
        live(&mut store, |account| account % 4 == number);
        exported(&store)
    };
    (0..4).map(part).collect()
}

#[test]
fn four_parts_make_the_book() {
    let parts = parts();
    let folder = Folder::new("parts");
    let mut book = MemoryStore::new();
    live(&mut book, |_| true);
    let book = exported(&book);
    assert!(book.lines().count() > 500, "too little happens: {}", book.lines().count());
    for order in [[0, 1, 2, 3], [3, 1, 0, 2]] {
        let mut memory = MemoryStore::new();
        let mut file = quick(&folder.path(&format!("state {order:?}")));
        for number in order {
            import(&mut memory, &Texts, &mut parts[number].as_bytes()).unwrap();
            import(&mut file, &Texts, &mut parts[number].as_bytes()).unwrap();
        }
        assert_eq!(exported(&memory), book);
        assert_eq!(exported(&file), book);
    }
}
