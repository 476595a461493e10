use super::{Change, Goal, Nearest, Place, Range, State, Watched, changed, nearest, reaching};
use crate::column::{Batch, made};
use crate::decide::{Given, decide_row};
use crate::graph::{NodeId, Program};
use crate::testing::{TODAY, compiled};
use stageplay_dsl::types::{FieldId, Value};

const BOOK: &str = r#"
stageplay 1

playbook near "Near" { version 1.0.0 }

account {
  id      = id
  revenue = arr
  id       text required
  arr      money USD required
  plan     one of basic, pro, enterprise
  seats    count 1 to 12
  used     count 0 to 12
  happy    yes/no
  renewal  date
  hidden   number private
}

roles { csm = "csm@example.com" }

let use = used / seats

health {
  missing skip
  use     weight 60: use    worst 0%  best 100%
  mood    weight 40: if happy then 100 else 0  as is
  bands { good from 70  fair from 40  poor }
}

risk quiet { high when use < 40% and plan is enterprise }
risk both { high when used > 6 and seats < 4 }
risk either { high when not happy or seats > 10 }
risk three { high when plan is pro and happy and used >= 3 }
risk some { high when at least 2 of { a: plan is pro, b: happy, c: used >= 11, d: seats <= 2 } }
risk exact { high when used = 7 }
risk gone { high when happy is missing }
risk secret { high when hidden > 3 }
risk soon { high when renewal within next 30 days }
risk poor { high when health is poor }

play talk {
  when quiet is high
  priority 10
  again never
  on activation existing
  if cleared keep
  task call "Call" owner csm due in 2 days
}
"#;

fn program() -> Program {
    compiled(BOOK)
}

/// Plan, seats, used, happy; the rest is the same for all.
type Made = (Option<u16>, Option<f64>, Option<f64>, Option<bool>);

fn batch(program: &Program, of: Made) -> Batch {
    let values = [
        Some(Value::Text("one".into())),
        Some(Value::Number(500.0)),
        of.0.map(Value::Choice),
        of.1.map(Value::Number),
        of.2.map(Value::Number),
        of.3.map(Value::Truth),
        Some(Value::Date(TODAY + 100)),
        Some(Value::Number(1.0)),
    ];
    made(&program.playbook.fields, &[&values], &[])
}

fn high(program: &Program, risk: &str) -> NodeId {
    let found = program.playbook.risks.rows().iter().find(|found| found.name == risk).unwrap();
    program.node(&found.levels[0].condition)
}

fn truth(program: &Program, batch: &Batch, node: NodeId) -> Option<bool> {
    decide_row(program, batch, Given::first(TODAY, None), 0).0.truths(node).get(0)
}

fn find(program: &Program, batch: &Batch, risk: &str, wanted: bool) -> Option<Nearest> {
    nearest(program, batch, Given::first(TODAY, None), 0, high(program, risk), wanted)
}

fn says(program: &Program, found: Option<Nearest>) -> Vec<String> {
    found.unwrap().moves.iter().map(|moved| moved.says(&program.playbook)).collect()
}

#[test]
fn a_change_is_told_in_the_unit_of_its_field() {
    let program = program();
    let batch = batch(&program, (Some(2), Some(10.0), Some(8.0), Some(true)));
    assert_eq!(says(&program, find(&program, &batch, "quiet", true)), ["used from 8 to 3 (-5)"]);
    assert_eq!(says(&program, find(&program, &batch, "either", true)), ["seats from 10 to 11 (+1)"]);
    assert_eq!(
        says(&program, find(&program, &batch, "soon", true)),
        ["renewal from 2026-10-08 to 2026-07-30 (-70 days)"]
    );
    assert_eq!(says(&program, find(&program, &batch, "gone", true)), ["happy from yes to missing"]);
    assert_eq!(says(&program, find(&program, &batch, "exact", true)), ["used from 8 to 7 (-1)"]);
}

#[test]
fn private_values_are_not_told() {
    let program = program();
    let batch = batch(&program, (None, None, None, None));
    assert_eq!(says(&program, find(&program, &batch, "secret", true)), ["hidden from (private) to (private)"]);
}

#[test]
fn what_is_so_already_needs_no_change() {
    let program = program();
    let batch = batch(&program, (Some(2), Some(10.0), Some(8.0), Some(true)));
    assert_eq!(find(&program, &batch, "quiet", false), None);
}

#[test]
fn a_condition_on_three_things_takes_three_changes() {
    let program = program();
    let batch = batch(&program, (Some(0), Some(5.0), Some(1.0), Some(false)));
    let found = says(&program, find(&program, &batch, "three", true));
    assert_eq!(found, ["used from 1 to 3 (+2)", "plan from basic to pro", "happy from no to yes"]);
}

#[test]
fn decisions_are_reached_too() {
    let program = program();
    let batch = batch(&program, (Some(2), Some(10.0), Some(4.0), Some(true)));
    let given = Given::first(TODAY, None);
    let (card, _) = program.playbook.cards.iter().next().unwrap();
    // 0.6 * 40 + 40 = 64 points; good is from 70: half of the seats.
    let goal = Goal { of: Watched::Band(card), is: vec![State::Word(2)] };
    let found = reaching(&program, &batch, given, 0, &goal, &[]);
    assert_eq!(says(&program, found), ["used from 4 to 5 (+1)"]);
    let (play, _) = program.playbook.plays.iter().next().unwrap();
    let goal = Goal { of: Watched::Play(play), is: vec![State::Word(crate::decide::play_state::OPEN)] };
    let found = reaching(&program, &batch, given, 0, &goal, &[]);
    assert_eq!(says(&program, found), ["used from 4 to 3 (-1)"]);
}

/// Every value that a field of the little accounts may have.
fn values(place: FieldId) -> Vec<Option<Value>> {
    let numbers = |low: u8| (low..=12).map(|number| Some(Value::Number(f64::from(number))));
    let mut all: Vec<Option<Value>> = match place.0 {
        2 => (0..3).map(|word| Some(Value::Choice(word))).collect(),
        3 => numbers(1).collect(),
        4 => numbers(0).collect(),
        5 => vec![Some(Value::Truth(false)), Some(Value::Truth(true))],
        _ => Vec::new(),
    };
    all.push(None);
    all
}

fn far(program: &Program, batch: &Batch, changes: &[Change]) -> f64 {
    let of = |change: &Change| {
        let range = Range::of(program, change.place, 0);
        range.distance(change.place.value(batch, 0).as_ref(), change.to.as_ref())
    };
    changes.iter().map(of).sum()
}

/// The least distance at which so many changes reach a truth, by trying all of them.
fn by_force(program: &Program, batch: &Batch, node: NodeId, wanted: bool, fields: usize) -> Option<f64> {
    let places: Vec<FieldId> = (2..6).map(FieldId).collect();
    let single = |field: FieldId| {
        let now = Place::Field(field).value(batch, 0);
        let others = values(field).into_iter().filter(move |value| *value != now);
        others.map(move |to| Change { place: Place::Field(field), to })
    };
    let mut all: Vec<Vec<Change>> = Vec::new();
    for (at, one) in places.iter().enumerate() {
        if fields == 1 {
            all.extend(single(*one).map(|change| vec![change]));
            continue;
        }
        for other in places.iter().skip(at + 1) {
            all.extend(single(*one).flat_map(|a| single(*other).map(move |b| vec![a.clone(), b])));
        }
    }
    let copies = changed(batch, &vec![0; all.len()], &all);
    let frames = crate::decide::decide_chunks(program, &copies, Given::first(TODAY, None), |frame, _| {
        (0..frame.len()).map(|row| frame.truths(node).get(row)).collect::<Vec<_>>()
    });
    let reached = frames.into_iter().flatten().zip(&all).filter(|(truth, _)| *truth == Some(wanted));
    reached.map(|(_, changes)| far(program, batch, changes)).min_by(f64::total_cmp)
}

#[test]
fn every_change_turns_what_it_is_for_and_none_is_nearer() {
    let program = program();
    let accounts: [Made; 6] = [
        (Some(2), Some(10.0), Some(8.0), Some(true)),
        (Some(0), Some(5.0), Some(1.0), Some(false)),
        (Some(1), Some(12.0), Some(12.0), None),
        (None, Some(1.0), Some(0.0), Some(true)),
        (Some(1), None, Some(7.0), Some(false)),
        (None, None, None, None),
    ];
    let mut counted = [0; 4];
    for of in accounts {
        let batch = batch(&program, of);
        for risk in ["quiet", "both", "either", "three", "some", "exact", "gone", "poor"] {
            let node = high(&program, risk);
            for wanted in [true, false] {
                let now = truth(&program, &batch, node);
                let found = find(&program, &batch, risk, wanted);
                let place = format!("{risk} {wanted} of {of:?}, now {now:?}: {found:?}");
                if now == Some(wanted) {
                    assert_eq!(found, None, "{place}");
                    continue;
                }
                let single = by_force(&program, &batch, node, wanted, 1);
                let pair = || by_force(&program, &batch, node, wanted, 2);
                let Some(found) = found else {
                    assert!(single.is_none() && pair().is_none(), "{place}");
                    continue;
                };
                let changes: Vec<Change> = found.moves.iter().map(|moved| moved.change.clone()).collect();
                let copy = changed(&batch, &[0], &[&changes]);
                assert_eq!(truth(&program, &copy, node), Some(wanted), "{place}");
                counted[changes.len().min(3)] += 1;
                let least = match single {
                    Some(single) => (1, single),
                    None => match pair() {
                        Some(pair) => (2, pair),
                        None => (3, found.distance),
                    },
                };
                assert_eq!(changes.len(), least.0, "{place}");
                assert!((found.distance - least.1).abs() < 1e-9, "{} is nearer than {place}", least.1);
            }
        }
    }
    assert!(counted.iter().skip(1).all(|count| *count > 0), "{counted:?}");
}
