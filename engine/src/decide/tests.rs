//! What the step remembers, by a playbook of a few lines. How it is kept is not its business: here as JSON.

#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use super::events::{Deed, Event, Events, PlayDeed};
use super::state::{AccountState, BookState};
use super::{Decisions, Given, Held, History, Remembered, decide_rows, play_state};
use crate::column::{ListColumn, made};
use crate::graph::Program;
use stageplay_dsl::types::{Day, PlayId, Value};

const HEAD: &str = "stageplay 1\nplaybook small \"Small\" { version 1.0.0 }\nroles { csm = \"csm@example.com\" }\n\
    account {\nid = id\nrevenue = arr\nid text required\narr money USD required\nhot yes/no\ncold yes/no\n}\n";

const CLAUSES: &str = "if cleared close\nagain after 1 day\npriority 1\nowner csm\non activation existing\n";

/// One account and what is remembered of it.
struct Kept {
    program: Program,
    state: Vec<u8>,
    last: Option<Day>,
}

impl Remembered for Kept {
    fn recall(&self, _: usize) -> AccountState {
        if self.state.is_empty() { AccountState::default() } else { serde_json::from_slice(&self.state).unwrap() }
    }

    fn keep(&self, _: usize, state: &AccountState) -> Option<Vec<u8>> {
        Some(serde_json::to_vec(state).unwrap())
    }
}

impl Kept {
    fn of(text: &str) -> Self {
        Self::whole(&format!("{HEAD}{text}"))
    }

    fn whole(text: &str) -> Self {
        let compiled = stageplay_dsl::compile(vec![("small.play".into(), text.into())]);
        let errors: Vec<_> = compiled.diagnostics.iter().filter(|said| said.code.0 < 700).collect();
        assert!(errors.is_empty(), "{errors:?}");
        Self { program: Program::compile(compiled.playbook.unwrap()), state: Vec::new(), last: None }
    }

    /// An evaluation of the account, hot or cold.
    fn evaluate(&mut self, as_of: Day, hot: bool, cold: bool, deeds: &[Deed]) -> Decisions {
        let values = [
            Some(Value::Text("a".into())),
            Some(Value::Number(5.0)),
            Some(Value::Truth(hot)),
            Some(Value::Truth(cold)),
        ];
        let lists: [&[ListColumn]; 1] = [&[]];
        let batch = made(&self.program.playbook.fields, &[&values], &lists);
        let mut events = Events::new();
        for (at, deed) in deeds.iter().enumerate() {
            events.add("a".into(), Event { id: format!("e{at}").into(), day: as_of, deed: deed.clone() });
        }
        let mut book = BookState::new();
        if self.last.is_some() {
            let plays = self.program.playbook.plays.rows().iter();
            book.plays.extend(plays.map(|play| (play.name.clone(), 0)));
        }
        let history = History::default();
        let given = Given {
            as_of,
            calendar: None,
            memory: self,
            last: self.last,
            book: &book,
            events: &events,
            history: &history,
        };
        let mut decided = Decisions::default();
        decide_rows(&self.program, &batch, given, |_, decisions, error| {
            assert!(error.is_none(), "{error:?}");
            decided = decisions.clone();
        });
        self.state.clone_from(&decided.kept.first().unwrap().bytes);
        self.last = Some(as_of);
        decided
    }
}

fn state(decided: &Decisions, play: u32) -> Option<&'static str> {
    let state = decided.plays[PlayId(play)].state.get(0)?;
    play_state::WORDS.get(usize::from(state)).copied()
}

fn done(task: usize) -> Deed {
    Deed::Play { play: PlayId(0), key: None, what: PlayDeed::Done { task } }
}

/// What people have done counts at once; what an evaluation finds by itself, from the next one on. Who asks from outside
/// sees how the tasks stand after it.
#[test]
fn a_play_succeeds_by_its_own_tasks() {
    let text = format!(
        "play p {{\nwhen hot\nsucceeds when call is done\n{CLAUSES}task call due in 1 day done when cold\n}}\n\
         play q {{\nwhen p.call is done\n{CLAUSES}}}\n"
    );
    let mut kept = Kept::of(&text);
    assert_eq!(state(&kept.evaluate(10, true, false, &[]), 0), Some("open"));
    assert_eq!(state(&kept.evaluate(11, true, false, &[done(0)]), 0), Some("succeeded"));
    let mut kept = Kept::of(&text);
    kept.evaluate(10, true, false, &[]);
    let found = kept.evaluate(11, true, true, &[]);
    assert_eq!((state(&found, 0), state(&found, 1)), (Some("open"), Some("open")));
    assert_eq!(state(&kept.evaluate(12, true, true, &[]), 0), Some("succeeded"));
}

/// One in ten days: the one of day 10 counts up to day 19.
#[test]
fn a_limit_counts_its_days() {
    let text = format!(
        "play p {{\nwhen hot\n{CLAUSES}}}\nplay q {{\nwhen cold\n{CLAUSES}}}\nlimit g 1 per 10 days {{ p, q }}\n"
    );
    let mut kept = Kept::of(&text);
    assert_eq!(state(&kept.evaluate(10, true, false, &[]), 0), Some("open"));
    let held = kept.evaluate(11, true, true, &[]);
    let by = Held::Group { group: stageplay_dsl::types::GroupId(0), by: None };
    assert_eq!((state(&held, 1), held.plays[PlayId(1)].held.as_slice()), (Some("idle"), &[(0, by)][..]));
    assert_eq!(state(&kept.evaluate(19, true, true, &[]), 1), Some("idle"));
    assert_eq!(state(&kept.evaluate(20, true, true, &[]), 1), Some("open"));
}

/// Nobody's deed is dropped without a word.
#[test]
fn a_deed_about_a_run_that_there_is_not_is_refused() {
    let mut kept = Kept::of(&format!("play p {{\nwhen hot\n{CLAUSES}}}\n"));
    kept.evaluate(10, true, false, &[]);
    let deed = Deed::Play { play: PlayId(0), key: Some("k".into()), what: PlayDeed::Dismiss };
    let decided = kept.evaluate(11, true, false, &[deed]);
    assert_eq!(state(&decided, 0), Some("open"));
    assert!(decided.applied.is_empty());
    let refused: Vec<(&str, &str)> = decided.refused.iter().map(|(_, id, why)| (id.as_str(), why.as_str())).collect();
    assert_eq!(refused, [("e0", "play `p` has no run for `k`")]);
}

/// What has to be false once before it opens would not open today: nothing holds it back.
#[test]
fn what_waits_to_be_false_is_not_suppressed() {
    let clauses = CLAUSES.replace("existing", "new only");
    let mut kept = Kept::of(&format!("play p {{\nwhen hot\nunless cold\n{clauses}}}\n"));
    let first = kept.evaluate(10, true, true, &[]);
    assert_eq!((state(&first, 0), first.plays[PlayId(0)].held.len()), (Some("idle"), 0));
    kept.evaluate(11, false, true, &[]);
    let held = kept.evaluate(12, true, true, &[]);
    assert_eq!(held.plays[PlayId(0)].held, [(0, Held::Unless)]);
}

/// Who answers is asked while a run is decided, whatever that rests on; only a change is told.
#[test]
fn an_owner_who_rests_on_a_condition_is_known_when_the_run_opens() {
    let head = HEAD
        .replace("csm = \"csm@example.com\"", "csm = if cold then \"winter@example.com\" else \"summer@example.com\"");
    let mut kept = Kept::whole(&format!("{head}play p {{\nwhen hot\n{CLAUSES}}}\n"));
    let who = |decided: &Decisions| {
        let owner = decided.openings.first().and_then(|opening| opening.owner.clone());
        owner.or_else(|| decided.steps.first().and_then(|step| step.owner.clone())).and_then(|owner| owner.who)
    };
    let decided = kept.evaluate(1, true, true, &[]);
    assert_eq!(who(&decided).as_deref(), Some("winter@example.com"));
    let decided = kept.evaluate(2, true, true, &[]);
    assert_eq!(decided.steps, []);
    let decided = kept.evaluate(3, true, false, &[]);
    assert_eq!(who(&decided).as_deref(), Some("summer@example.com"));
    assert_eq!(decided.steps.first().map(|step| &step.what), Some(&super::Happening::Reassigned));
}
