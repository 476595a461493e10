//! What must not matter to a book that is remembered: the order of the rows, where chunks are cut, which store holds an
//! account, and whether an evaluation is repeated.

use super::super::agree::on_seeds;
use super::super::batch;
use super::super::case::Case;
use super::super::draw::Draw;
use super::super::random::Size;
use super::super::{Account, Known};
use super::Timeline;
use super::random::timeline;
use stageplay_engine::column::Calendar;
use stageplay_engine::decide::{Decisions, History, Wanted};
use stageplay_engine::graph::Program;
use stageplay_engine::live::{self, Evaluation, to_json};
use stageplay_engine::store::{MemoryStore, Store};
use std::collections::BTreeMap;

/// Per evaluation and account, what was decided, what is remembered, and the actions.
type Story = BTreeMap<(usize, String), (String, String, Vec<String>)>;

/// How a timeline is told to a book.
struct Telling<'d> {
    /// Which of the accounts, in which order; the copies of each under other names.
    rows: &'d dyn Fn(usize) -> Vec<usize>,
    copies: usize,
    times: usize,
}

const ONCE: Telling<'static> = Telling { rows: &|count| (0..count).collect(), copies: 1, times: 1 };

fn name(account: &Account) -> &str {
    match account.get("account_key") {
        Some(Some(Known::Text(name))) => name,
        other => panic!("every account has a name, not {other:?}"),
    }
}

fn renamed(account: &Account, copy: usize) -> Account {
    let mut account = account.clone();
    if copy > 0 {
        let name = format!("{}+{copy}", name(&account));
        account.insert("account_key".into(), Some(Known::Text(name.into())));
    }
    account
}

fn told(case: &Case, program: &Program, timeline: &Timeline, telling: &Telling<'_>) -> Story {
    let mut store = MemoryStore::new();
    let calendar = Calendar::monday_to_friday();
    let mut story = Story::new();
    for (at, happening) in timeline.days.iter().enumerate() {
        let order = (telling.rows)(happening.snapshots.len());
        let here: Vec<_> = order.iter().filter_map(|row| happening.snapshots[*row].as_ref()).collect();
        let copied = here.iter().flat_map(|(_, account)| (0..telling.copies).map(|copy| renamed(account, copy)));
        let accounts: Vec<Account> = copied.collect();
        let mut rows = batch(&case.book, &accounts);
        rows.dates = here.iter().flat_map(|(date, _)| vec![Some(*date); telling.copies]).collect();
        for _ in 0..telling.times {
            let of = Evaluation {
                program,
                version: "1",
                calendar: Some(&calendar),
                batch: &rows,
                stale: &[],
                history: &History::default(),
                as_of: happening.day,
                wanted: Wanted { openings: true, ..Wanted::default() },
                backfilled: false,
            };
            let mut decided = BTreeMap::new();
            let mut tx = store.begin().unwrap();
            let outcome = live::evaluate(&mut *tx, &of, |decisions: &Decisions, _| {
                for row in 0..decisions.rows.len() {
                    let name = name(&accounts[decisions.rows.start + row]);
                    let said = super::said::of_decisions(&case.book, decisions, row);
                    decided
                        .insert(name.to_string(), said.into_iter().map(|(of, it)| format!("{of}: {it}\n")).collect());
                }
                Ok(())
            })
            .unwrap_or_else(|error| panic!("{error}"));
            outcome.finish(&mut *tx, &of, "{}".into()).unwrap();
            let mut states = BTreeMap::new();
            tx.accounts(&mut |id, bytes| {
                states.insert(id.to_string(), to_json(bytes).unwrap().to_string());
            })
            .unwrap();
            tx.commit().unwrap();
            for (name, state) in states {
                let actions = store.actions_of(&name).unwrap();
                let mut ids: Vec<String> = actions.into_iter().map(|outgoing| outgoing.action.id).collect();
                ids.sort();
                let said: String = decided.remove(&name).unwrap_or_default();
                story.insert((at, name), (said, state, ids));
            }
        }
    }
    story
}

fn a_story(seed: u64) -> Result<(Case, Timeline), proptest::test_runner::TestCaseError> {
    let case = Case::new(seed, Size::Small)?;
    let timeline = timeline(&case.book, &case.written.written, case.as_of, (5, 8), seed);
    Ok((case, timeline))
}

#[test]
fn neither_order_nor_repetition_nor_the_store_matter() {
    on_seeds(25, 13, |seed| {
        let (case, timeline) = a_story(seed)?;
        let program = Program::compile(case.book.clone());
        let story = told(&case, &program, &timeline, &ONCE);
        let backwards = Telling { rows: &|count| (0..count).rev().collect(), ..ONCE };
        assert!(told(&case, &program, &timeline, &backwards) == story, "another order says something else");
        let twice = Telling { times: 2, ..ONCE };
        assert!(told(&case, &program, &timeline, &twice) == story, "a repetition says something else");
        let mut apart = Story::new();
        for half in 0..2 {
            let some = |count: usize| (0..count).filter(|row| row % 2 == half).collect();
            apart.extend(told(&case, &program, &timeline, &Telling { rows: &some, ..ONCE }));
        }
        assert!(apart == story, "two stores say something else than one");
        Ok(())
    });
}

#[test]
fn where_chunks_are_cut_does_not_matter() {
    on_seeds(3, 14, |seed| {
        let (case, timeline) = a_story(seed)?;
        let program = Program::compile(case.book.clone());
        let story = told(&case, &program, &timeline, &ONCE);
        let mut draw = Draw::new(seed);
        let many = Telling { copies: draw.pick(&[206, 300]), ..ONCE };
        for ((at, copy), (said, state, _)) in told(&case, &program, &timeline, &many) {
            let original = copy.split('+').next().unwrap().to_string();
            let (same, as_was, _) = &story[&(at, original)];
            assert_eq!(*same, said, "{copy} at evaluation {at}");
            // Roles may name an account: only then its state does.
            let renamed = state.replace(&copy, copy.split('+').next().unwrap());
            assert_eq!(*as_was, renamed, "{copy} at evaluation {at}");
        }
        Ok(())
    });
}
