//! Takes the accounts of tests through their evaluations, each with what is remembered of it.
//!
//! Tests that are evaluated on the same date, after one on the same date, are evaluated together. Those on whose date
//! people do something are evaluated alone: events find their account by its id, and several tests may have one fixture.

use super::judge::{self, Happened, Seen, Watch};
use super::{Failure, Outcome, Unmet};
use crate::column::{Batch, Calendar, ListColumn, made};
use crate::decide::events::{Deed, Event, Events, PlayDeed};
use crate::decide::state::{AccountState, BookState};
use crate::decide::{Decisions, Given, Remembered, Row, decide_rows_in};
use crate::evaluate::Frame;
use crate::graph::Program;
use crate::live::{decode, encode};
use crate::read::Fixtures;
use crate::story::explain::Line;
use smol_str::{SmolStr, ToSmolStr};
use stageplay_dsl::typed::{Borrowed, Reach, Test, TestDay, TestDeed};
use stageplay_dsl::types::{Day, FieldId, Id, PlayId, Value};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// For so many failures it is looked for what would have passed: with more, something else is wrong, and each takes time.
const NEAREST: usize = 20;

/// Runs some of the playbook's tests, by their places. A test whose fixture does not exist is left out.
#[must_use]
pub fn run(program: &Program, calendar: Option<&Calendar>, fixtures: &Fixtures, wanted: &[usize]) -> Vec<Outcome> {
    run_seen(program, calendar, fixtures, wanted, &mut |_| {})
}

/// The account of a test on a date.
pub(in crate::workbench) struct Moment {
    pub(in crate::workbench) day: Day,
    /// One per field.
    pub(in crate::workbench) values: Vec<Option<Value>>,
    /// One per list, of one row.
    pub(in crate::workbench) lists: Vec<ListColumn>,
}

/// The account of a test on its first date and on each on which the test changes it; nothing where the fixture does not
/// exist.
pub(in crate::workbench) fn timeline(program: &Program, fixtures: &Fixtures, at: usize) -> Vec<Moment> {
    let mut moments = Vec::new();
    let Some(mut case) = Case::new(program, fixtures, at) else { return moments };
    loop {
        case.set(program);
        let is_changed = moments.last().is_some_and(|last: &Moment| last.values != case.values);
        let is_new = is_changed || case.today().is_some_and(|day| !day.without.is_empty());
        if moments.is_empty() || is_new {
            moments.push(Moment { day: case.as_of, values: case.values.clone(), lists: case.lists.to_vec() });
        }
        if case.advance().is_none() {
            return moments;
        }
    }
}

/// The account of a test, decided on a date.
pub(in crate::workbench) struct Decided<'a> {
    /// Its place in the playbook's tests.
    pub(in crate::workbench) test: usize,
    pub(in crate::workbench) row: Row<'a>,
    pub(in crate::workbench) decided: &'a Decisions,
    /// What was remembered of it.
    pub(in crate::workbench) before: &'a AccountState,
    /// What is now.
    pub(in crate::workbench) state: &'a AccountState,
    /// The date.
    pub(in crate::workbench) as_of: Day,
    /// What happened to plays.
    pub(in crate::workbench) happened: &'a Happened,
    /// What people did.
    pub(in crate::workbench) deeds: &'a [Deed],
}

/// What goes with the tests from evaluation to evaluation.
struct Watching<'s> {
    see: &'s mut dyn FnMut(Decided<'_>),
    /// For how many more failures it is looked for what would have passed.
    nearest: usize,
    /// The values of all nodes, in the memory of the last evaluation.
    frame: Option<Frame>,
}

/// The same; every account is shown as it is decided.
pub(in crate::workbench) fn run_seen(
    program: &Program,
    calendar: Option<&Calendar>,
    fixtures: &Fixtures,
    wanted: &[usize],
    see: &mut dyn FnMut(Decided<'_>),
) -> Vec<Outcome> {
    let cases = wanted.iter().filter_map(|at| Case::new(program, fixtures, *at)).collect();
    let mut frame = Frame::new(program, &Batch::default(), Day::default(), 0..0);
    frame.keep_former();
    run_cases(program, calendar, cases, Watching { see, nearest: NEAREST, frame: Some(frame) })
}

/// Takes an account through a test that is not one of the playbook's own, and shows it as it is decided.
pub(in crate::workbench) fn follow(
    program: &Program,
    calendar: Option<&Calendar>,
    fixtures: &Fixtures,
    test: &Test,
    see: &mut dyn FnMut(Decided<'_>),
) {
    let watching = Watching { see, nearest: NEAREST, frame: None };
    run_cases(program, calendar, Case::of(program, fixtures, 0, test).into_iter().collect(), watching);
}

/// The tests among some that fail, in order; nobody asks why.
pub(in crate::workbench) fn failing(
    program: &Program,
    calendar: Option<&Calendar>,
    fixtures: &Fixtures,
    wanted: &[usize],
) -> Vec<usize> {
    let watching = Watching { see: &mut |_| {}, nearest: 0, frame: None };
    let cases = wanted.iter().filter_map(|at| Case::new(program, fixtures, *at)).collect();
    let outcomes = run_cases(program, calendar, cases, watching);
    outcomes.into_iter().filter(|outcome| !outcome.failures.is_empty()).map(|outcome| outcome.test).collect()
}

fn run_cases(
    program: &Program,
    calendar: Option<&Calendar>,
    mut cases: Vec<Case<'_>>,
    mut watching: Watching<'_>,
) -> Vec<Outcome> {
    // By the date of the evaluation and of the one before it.
    let mut waiting: BTreeMap<(Day, Option<Day>), Vec<usize>> = BTreeMap::new();
    for (at, case) in cases.iter().enumerate() {
        waiting.entry((case.as_of, None)).or_default().push(at);
    }
    let mut known = BookState::new();
    while let Some(((as_of, last), group)) = waiting.pop_first() {
        for at in &group {
            if let Some(case) = cases.get_mut(*at) {
                case.set(program);
            }
        }
        let (alone, together): (Vec<usize>, Vec<usize>) =
            group.iter().partition(|at| cases.get(**at).is_some_and(|case| !case.events().is_empty()));
        let book = if last.is_some() { &known } else { &BookState::new() };
        for rows in std::iter::once(together).chain(alone.into_iter().map(|at| vec![at])) {
            evaluate(program, calendar, book, last, &mut cases, &rows, &mut watching);
        }
        if known.plays.is_empty() {
            known.plays = program.playbook.plays.rows().iter().map(|play| (play.name.clone(), as_of)).collect();
        }
        for at in group {
            if let Some(next) = cases.get_mut(at).and_then(Case::advance) {
                waiting.entry((next, Some(as_of))).or_default().push(at);
            }
        }
    }
    let mut outcomes: Vec<Outcome> = cases.into_iter().map(Case::outcome).collect();
    outcomes.sort_by_key(|outcome| outcome.test);
    outcomes
}

/// Evaluates some tests on the date at which they all stand.
fn evaluate(
    program: &Program,
    calendar: Option<&Calendar>,
    book: &BookState,
    last: Option<Day>,
    cases: &mut [Case<'_>],
    rows: &[usize],
    watching: &mut Watching<'_>,
) {
    let of_rows = || rows.iter().filter_map(|at| cases.get(*at));
    let Some(as_of) = of_rows().next().map(|case| case.as_of) else { return };
    let accounts: Vec<&[Option<Value>]> = of_rows().map(|case| case.values.as_slice()).collect();
    let lists: Vec<&[ListColumn]> = of_rows().map(|case| &*case.lists).collect();
    let mut batch = made(&program.playbook.fields, &accounts, &lists);
    batch.dates = vec![Some(as_of); batch.rows];
    let memory = States(of_rows().map(|case| case.state.clone()).collect());
    let mut events = Events::new();
    for (at, deed) in of_rows().flat_map(|case| case.events()).enumerate() {
        let id = program.playbook.id_field;
        let account = batch.columns.rows().get(id.index()).and_then(|column| column.text(0)).unwrap_or_default();
        events.add(account.into(), Event { id: at.to_smolstr(), day: as_of, deed: deed.clone() });
    }
    let history = crate::decide::History::default();
    let given = Given { as_of, calendar, memory: &memory, last, book, events: &events, history: &history };
    let mut rest = rows.iter();
    let Watching { see, nearest, frame } = watching;
    decide_rows_in(frame, program, &batch, given, |row, decided, error| {
        let Some(case) = rest.next().and_then(|at| cases.get_mut(*at)) else { return };
        let at = row.frame.rows.start + row.at;
        let remembered = memory.recall(at);
        if let Ok(kept) = decided.kept.binary_search_by_key(&at, |kept| kept.row)
            && let Some(kept) = decided.kept.get(kept)
        {
            case.state.clone_from(&kept.bytes);
        }
        if case.fault.is_none() {
            case.fault = error.map(|error| error.to_string());
        }
        let state = decode(&case.state).unwrap_or_default();
        let seen = Seen { row, decided, given, state: &state, fault: case.fault.as_deref(), at };
        let happened = seen.happened();
        let before = &remembered;
        let deeds = &case.events();
        see(Decided { test: case.at, row, decided, before, state: &state, as_of, happened: &happened, deeds });
        let before = std::mem::take(&mut case.opened);
        let refused = decided.refused.iter().filter(|(row, ..)| *row == at).filter_map(|(_, id, why)| {
            let event = id.parse().ok()?;
            let what = Unmet::Event(event);
            let because = vec![Line::new(case.deeds(program, event), crate::column::plain(why).into_owned())];
            Some(Failure { day: case.day, what, on: as_of, because })
        });
        let mut failures: Vec<Failure> = refused.collect();
        let (day, ends) = (case.test.days.get(case.day), case.ends());
        // Between two dates nothing is expected.
        let day = day.filter(|day| day.reach == Reach::Through || ends);
        let (expects, reach) = day.map_or((&[][..], Reach::On), |day| (&day.expects, day.reach));
        for (number, (expectation, watch)) in expects.iter().zip(&mut case.watches).enumerate() {
            let stretch = judge::Stretch { opened: &before, happened: &happened, since: case.since, reach, ends };
            if let Some(mut because) = judge::failure(&seen, &expectation.expected, &stretch, watch) {
                if let Some(left) = nearest.checked_sub(1) {
                    *nearest = left;
                    because.extend(judge::would_pass(&seen, &expectation.expected));
                }
                failures.push(Failure { day: case.day, what: Unmet::Expectation(number), on: as_of, because });
            }
        }
        case.failures.extend(failures);
        case.opened = before;
        case.opened.extend(happened.opened.iter().map(|play| (*play, as_of)));
    });
}

/// What is remembered of the rows of a batch.
struct States(Vec<Vec<u8>>);

impl Remembered for States {
    fn recall(&self, row: usize) -> AccountState {
        let bytes = self.0.get(row).map_or(&[][..], Vec::as_slice);
        if bytes.is_empty() { AccountState::default() } else { decode(bytes).unwrap_or_default() }
    }

    fn keep(&self, row: usize, state: &AccountState) -> Option<Vec<u8>> {
        let bytes = encode(state);
        (self.0.get(row) != Some(&bytes)).then_some(bytes)
    }
}

/// A test on its way.
struct Case<'p> {
    /// Its place in the playbook's tests.
    at: usize,
    test: &'p Test,
    /// From which it may take what it has from a date on.
    fixtures: &'p Fixtures,
    /// One per field; `None` is missing.
    values: Vec<Option<Value>>,
    /// One per list.
    lists: Cow<'p, [ListColumn]>,
    /// The evaluation at which it stands.
    as_of: Day,
    /// The date of the test that this evaluation belongs to, or comes before.
    day: usize,
    /// The evaluation with which the stretch of that date begins.
    since: Day,
    /// What that date has shown so far of each of its expectations.
    watches: Vec<Watch>,
    /// What is remembered of the account, as it is kept.
    state: Vec<u8>,
    /// Every run that has opened.
    opened: Vec<(PlayId, Day)>,
    /// The first date that could not be counted.
    fault: Option<String>,
    failures: Vec<Failure>,
}

impl<'p> Case<'p> {
    fn new(program: &'p Program, fixtures: &'p Fixtures, at: usize) -> Option<Self> {
        Self::of(program, fixtures, at, program.playbook.tests.get(at)?)
    }

    /// A test that need not be one of the playbook's own.
    fn of(program: &Program, fixtures: &'p Fixtures, at: usize, test: &'p Test) -> Option<Self> {
        let fixture = fixtures.named(&test.account.0)?;
        let mut values = fixture.values.clone();
        values.resize(program.playbook.fields.len(), None);
        let as_of = test.days.first()?.day;
        let mut case = Self {
            at,
            test,
            fixtures,
            values,
            lists: Cow::Borrowed(fixture.lists.as_slice()),
            as_of,
            day: 0,
            since: as_of,
            watches: Vec::new(),
            state: Vec::new(),
            opened: Vec::new(),
            fault: None,
            failures: Vec::new(),
        };
        case.watch();
        Some(case)
    }

    /// The date of the test that is evaluated; `None` between two of them.
    fn today(&self) -> Option<&'p TestDay> {
        self.test.days.get(self.day).filter(|day| day.day == self.as_of)
    }

    /// Whether the evaluation is the last one of its date.
    fn ends(&self) -> bool {
        self.today().is_some()
    }

    fn watch(&mut self) {
        self.since = self.as_of;
        let expects = self.test.days.get(self.day).map_or(0, |day| day.expects.len());
        self.watches = vec![Watch::default(); expects];
    }

    /// Changes the account as the test says.
    fn set(&mut self, program: &Program) {
        let test = self.test;
        if let Some(turn) = self.turn() {
            for series in &test.series {
                if let Some(value) = series.taken(turn) {
                    self.give(program, series.field, value);
                }
            }
        }
        let Some(day) = self.today() else { return };
        for (field, value) in &day.set {
            self.give(program, *field, value.clone());
        }
        for (what, (fixture, _)) in &day.borrowed {
            let Some(fixture) = self.fixtures.named(fixture) else { continue };
            match what {
                Borrowed::Field(field) => {
                    let value = fixture.values.get(field.index()).cloned().flatten();
                    self.give(program, *field, value);
                }
                Borrowed::List(list) => {
                    let column = fixture.lists.get(list.index());
                    if let (Some(slot), Some(column)) = (self.lists.to_mut().get_mut(list.index()), column) {
                        slot.clone_from(column);
                    }
                }
            }
        }
        for list in &day.without {
            if let Some(column) = self.lists.to_mut().get_mut(list.index()) {
                // A row that is not there is missing.
                *column = column.gather(&[usize::MAX]);
            }
        }
    }

    /// The how many-th value of its series the account has from this evaluation on, from 0; `None` on a date that is
    /// evaluated only because it is named: what is asked in between moves nothing.
    fn turn(&self) -> Option<u32> {
        let after = i64::from(self.as_of) - i64::from(self.test.days.first()?.day);
        let every = i64::from(self.test.every.max(1));
        u32::try_from(after / every).ok().filter(|_| after % every == 0)
    }

    fn give(&mut self, program: &Program, field: FieldId, value: Option<Value>) {
        if let Some(slot) = self.values.get_mut(field.index()) {
            // A default stands in for what is missing, here as in data.
            *slot = value.or_else(|| program.playbook.fields[field].default.clone());
        }
    }

    /// What people do in the evaluation.
    fn events(&self) -> Vec<Deed> {
        let events = self.today().map_or(&[][..], |day| &day.events);
        let deed = |deed: &TestDeed| match deed {
            TestDeed::Finish { task } => PlayDeed::Done { task: *task },
            TestDeed::Dismiss => PlayDeed::Dismiss,
            TestDeed::Snooze { until } => PlayDeed::Snooze { until: *until },
            TestDeed::Wake => PlayDeed::Wake,
            TestDeed::Assign { to } => PlayDeed::Owner { to: to.clone() },
        };
        let events = events.iter();
        events.map(|event| Deed::Play { play: event.play, key: event.key.clone(), what: deed(&event.what) }).collect()
    }

    /// What an event is about.
    fn deeds(&self, program: &Program, event: usize) -> String {
        let event = self.today().and_then(|day| day.events.get(event));
        let name = event.map_or_else(SmolStr::default, |event| program.playbook.plays[event.play].name.clone());
        name.into()
    }

    /// Goes to the next evaluation, and says when that is.
    fn advance(&mut self) -> Option<Day> {
        let days = &self.test.days;
        let first = i64::from(days.first()?.day);
        let every = i64::from(self.test.every.max(1));
        let named = days.iter().map(|day| day.day).find(|day| *day > self.as_of)?;
        let after = i64::from(self.as_of) - first;
        let regular = Day::try_from(first + (after / every + 1) * every).unwrap_or(Day::MAX);
        self.as_of = named.min(regular);
        let day = days.partition_point(|day| day.day < self.as_of);
        if day != self.day {
            self.day = day;
            self.watch();
        }
        Some(self.as_of)
    }

    fn outcome(mut self) -> Outcome {
        self.failures.sort_by_key(|failure| (failure.day, failure.what));
        Outcome { test: self.at, failures: self.failures }
    }
}
