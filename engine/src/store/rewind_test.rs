//! Random runs, going back and pruning, against the simplest thing that could be right: a full copy per day.

use super::testing_test::{Folder, exported, quick, run, within};
use super::{MemoryStore, Store};
use proptest::prelude::*;
use stageplay_dsl::types::Day;
use std::collections::BTreeMap;

/// Account and state.
type Copy = BTreeMap<u8, u8>;

#[derive(Clone, Debug)]
enum Step {
    /// So many days later: puts, and accounts that are forgotten.
    Run { later: i32, puts: Vec<(u8, u8)>, forgets: Vec<u8> },
    /// So many runs back.
    Back(usize),
    /// Forgets what is needed to go further back than so many runs.
    Prune(usize),
}

fn step() -> impl Strategy<Value = Step> {
    let puts = prop::collection::vec((0..6u8, 0..3u8), 0..6);
    let forgets = prop::collection::vec(0..6u8, 0..2);
    prop_oneof![
        6 => (1..4i32, puts, forgets).prop_map(|(later, puts, forgets)| Step::Run { later, puts, forgets }),
        2 => (0..5usize).prop_map(Step::Back),
        1 => (0..4usize).prop_map(Step::Prune),
    ]
}

/// The day and what was there after it.
#[derive(Default)]
struct Model {
    runs: Vec<(Day, Copy)>,
    /// The earliest day that can be gone back to.
    back_to: Option<Day>,
}

impl Model {
    fn now(&self) -> Copy {
        self.runs.last().map(|(_, copy)| copy.clone()).unwrap_or_default()
    }

    fn last(&self) -> Day {
        self.runs.last().map_or(0, |(day, _)| *day)
    }
}

fn found(store: &mut dyn Store) -> Copy {
    let tx = store.begin().unwrap();
    let mut copy = Copy::new();
    tx.accounts(&mut |id, state| {
        assert_eq!(copy.insert(id.parse().unwrap(), state[0]), None);
    })
    .unwrap();
    copy
}

fn take(step: &Step, model: &mut Model, stores: &mut [&mut dyn Store]) {
    match step {
        Step::Run { later, puts, forgets } => {
            let day = model.last() + later;
            let mut copy = model.now();
            copy.extend(puts.iter().copied());
            copy.retain(|id, _| !forgets.contains(id));
            model.runs.push((day, copy));
            for store in stores {
                within(*store, |tx| {
                    for (id, state) in puts {
                        tx.put(day, &id.to_string(), &[*state]).unwrap();
                    }
                    forgets.iter().for_each(|id| tx.forget(day, &id.to_string()).unwrap());
                    tx.finish(&run(day)).unwrap();
                });
            }
        }
        Step::Back(runs) => {
            let keep = model.runs.len().saturating_sub(*runs);
            let Some((before, _)) = model.runs.get(keep) else { return };
            let before = *before;
            let may = model.back_to.is_none_or(|back_to| back_to <= before);
            for store in stores {
                within(*store, |tx| assert_eq!(tx.rewind(before).is_ok(), may));
            }
            if may {
                model.runs.truncate(keep);
            }
        }
        Step::Prune(runs) => {
            let keep = model.runs.len().saturating_sub(*runs);
            let day = model.runs.get(keep).map_or(model.last() + 1, |(day, _)| *day);
            if !model.runs.is_empty() {
                model.back_to = model.back_to.max(Some(day));
            }
            for store in stores {
                store.prune(day).unwrap();
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn going_back_is_exact(steps in prop::collection::vec(step(), 1..24)) {
        let folder = Folder::new("model");
        let mut memory = MemoryStore::new();
        let mut file = quick(&folder.path("state"));
        let mut model = Model::default();
        for step in &steps {
            take(step, &mut model, &mut [&mut memory, &mut file]);
            prop_assert_eq!(found(&mut memory), model.now());
            prop_assert_eq!(found(&mut file), model.now());
            let last = model.runs.last().map(|(day, _)| *day);
            prop_assert_eq!(file.head().unwrap().map(|head| head.last), last);
            prop_assert_eq!(exported(&memory), exported(&file));
        }
        // All the way back, day by day.
        while let Some((day, _)) = model.runs.pop() {
            if model.back_to.is_some_and(|back_to| day < back_to) {
                break;
            }
            within(&mut memory, |tx| tx.rewind(day).unwrap());
            within(&mut file, |tx| tx.rewind(day).unwrap());
            prop_assert_eq!(found(&mut memory), model.now());
            prop_assert_eq!(found(&mut file), model.now());
        }
    }
}
