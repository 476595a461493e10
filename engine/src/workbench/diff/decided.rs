//! What a playbook makes of a book of accounts, kept by names: it outlives the program, and can be held against what
//! another version makes of the same accounts.

use crate::column::{Batch, Calendar, Codes, Numbers};
use crate::decide::{
    DecideError, Decisions, Given, Happening, History, OpenTask, Opening, Person, Step, Wanted, decide_rows,
    play_state, step,
};
use crate::graph::Program;
use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use stageplay_dsl::typed::{Field, FieldKind};
use stageplay_dsl::types::{ChoiceSetId, Day, FieldId, Id, Table};

/// What is decided in a word, by what decides it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// The band of a scorecard.
    Band,
    /// The stage of a journey.
    Stage,
    /// The level of a risk.
    Level,
    /// The state of a play.
    Play,
    /// The points of a scorecard or score.
    Points,
}

impl Kind {
    /// As people say it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Band => "band",
            Self::Stage => "stage",
            Self::Level => "risk",
            Self::Play => "play",
            Self::Points => "points",
        }
    }
}

/// Something that is decided of every account: which kind, and the name of what decides it.
pub type Subject = (Kind, SmolStr);

/// A task that somebody is given: when a play opens, when its turn comes, or with an escalation.
#[derive(Clone, Debug, PartialEq)]
pub struct Action {
    /// The play.
    pub play: SmolStr,
    /// Of a play with a run for each record of a list: which.
    pub key: Option<SmolStr>,
    /// The task; `None` where a play opens without one, or escalates without one.
    pub task: Option<SmolStr>,
    /// The role, where somebody answers for it.
    pub role: SmolStr,
    /// Who that is for the account.
    pub who: Option<SmolStr>,
    /// By when.
    pub due: Option<Day>,
}

/// What was decided of the accounts of a batch on a date. A row is an account.
#[derive(Clone, Debug, Default)]
pub struct Decided {
    /// The date.
    pub as_of: Day,
    /// The accounts' ids, as in the data.
    pub accounts: Vec<SmolStr>,
    /// What each brings, in the revenue field's unit.
    pub revenue: Vec<Option<f64>>,
    /// How many of each account's fields are known.
    pub fields_known: Vec<u32>,
    /// What is decided in words.
    pub(super) words: Vec<Words>,
    /// Points and scores.
    pub(super) points: Vec<(SmolStr, Vec<Option<f64>>)>,
    /// Per row, what there is to do.
    pub(super) actions: FxHashMap<usize, Vec<Action>>,
    /// Per row, which play opens with which priority.
    pub(super) priorities: FxHashMap<usize, Vec<(SmolStr, Option<f64>)>>,
    /// The place of each account.
    pub(super) index: FxHashMap<SmolStr, usize>,
    /// The first date that could not be counted, and for how many accounts one could not.
    pub uncounted: Option<(DecideError, usize)>,
}

/// Words decided, one per row.
#[derive(Clone, Debug)]
pub(super) struct Words {
    pub(super) subject: Subject,
    /// The words there are.
    pub(super) names: Vec<SmolStr>,
    /// Which it is; `None` is unknown.
    pub(super) codes: Vec<Option<u16>>,
}

impl Words {
    pub(super) fn at(&self, row: usize) -> Option<&SmolStr> {
        self.names.get(usize::from(self.codes.get(row).copied().flatten()?))
    }
}

/// Decides every row of a batch as a first evaluation that nobody remembers. Where a date cannot be counted, nothing is
/// due then, and it is noted.
#[must_use]
pub fn decide(
    program: &Program,
    batch: &Batch,
    calendar: Option<&Calendar>,
    history: &History<'_>,
    as_of: Day,
) -> Decided {
    let given = Given { history, ..Given::first(as_of, calendar) };
    let mut decided = Decided::blank(program, batch, as_of);
    let wanted = Wanted { openings: true, ..Wanted::default() };
    let done = step(program, batch, given, wanted, |chunk| -> Result<(), DecideError> {
        decided.take(program, &chunk);
        Ok(())
    });
    if done.is_err() {
        // Row by row, to know whose date it is.
        decided = Decided::blank(program, batch, as_of);
        let mut taken = None;
        decide_rows(program, batch, given, |_, chunk, error| {
            if taken.replace(chunk.rows.clone()) != Some(chunk.rows.clone()) {
                decided.take(program, chunk);
                if let Some(error) = error {
                    let before = decided.uncounted.take();
                    let rows = before.as_ref().map_or(0, |(_, rows)| *rows) + chunk.rows.len();
                    decided.uncounted = Some((before.map_or(error, |(first, _)| first), rows));
                }
            }
        });
    }
    decided
}

impl Decided {
    /// The accounts of a batch, of which nothing is decided yet.
    #[must_use]
    pub fn blank(program: &Program, batch: &Batch, as_of: Day) -> Self {
        let playbook = &program.playbook;
        let of = |field: FieldId| batch.columns.rows().get(field.index());
        let text = |row: usize| -> SmolStr {
            of(playbook.id_field).and_then(|column| column.text(row)).unwrap_or_default().into()
        };
        let accounts: Vec<SmolStr> = (0..batch.rows).map(text).collect();
        let revenue = of(playbook.revenue_field);
        let known = |row: usize| {
            let columns = batch.columns.rows().iter().filter(|column| !column.is_missing(row)).count();
            u32::try_from(columns).unwrap_or(u32::MAX)
        };
        let words = |kind: Kind, name: &SmolStr, set: ChoiceSetId| Words {
            subject: (kind, name.clone()),
            names: playbook.choices[set].words.iter().map(|word| word.name.clone()).collect(),
            codes: Vec::with_capacity(batch.rows),
        };
        let cards = playbook.cards.rows().iter().map(|card| words(Kind::Band, &card.name, card.band_set));
        let journeys = playbook.journeys.rows().iter().map(|it| words(Kind::Stage, &it.name, it.stage_set));
        let risks = playbook.risks.rows().iter().map(|risk| words(Kind::Level, &risk.name, risk.level_set));
        let plays = playbook.plays.rows().iter().map(|play| Words {
            subject: (Kind::Play, play.name.clone()),
            names: play_state::WORDS.iter().map(|word| SmolStr::new_static(word)).collect(),
            codes: Vec::with_capacity(batch.rows),
        });
        let scores = playbook.scores.rows().iter().map(|score| score.name.clone());
        let points = playbook.cards.rows().iter().map(|card| card.name.clone()).chain(scores);
        Self {
            as_of,
            index: accounts.iter().cloned().zip(0..).collect(),
            accounts,
            revenue: (0..batch.rows).map(|row| revenue.and_then(|column| column.number(row))).collect(),
            fields_known: (0..batch.rows).map(known).collect(),
            words: cards.chain(journeys).chain(risks).chain(plays).collect(),
            points: points.map(|name| (name, Vec::with_capacity(batch.rows))).collect(),
            actions: FxHashMap::default(),
            priorities: FxHashMap::default(),
            uncounted: None,
        }
    }

    /// Takes what was decided of the next rows, in order.
    pub fn take(&mut self, program: &Program, decisions: &Decisions) {
        let rows = decisions.rows.len();
        let cards = decisions.cards.rows().iter().map(|card| &card.band);
        let stages = decisions.stages.rows().iter();
        let levels = decisions.levels.rows().iter();
        let plays = decisions.plays.rows().iter().map(|play| &play.state);
        let all = cards.chain(stages).chain(levels).chain(plays);
        for (words, codes) in self.words.iter_mut().zip(all) {
            words.codes.extend((0..rows).map(|row| Codes::get(codes, row)));
        }
        let cards = decisions.cards.rows().iter().map(|card| &card.score);
        for ((_, points), numbers) in self.points.iter_mut().zip(cards.chain(decisions.scores.rows())) {
            points.extend((0..rows).map(|row| Numbers::get(numbers, row)));
        }
        decisions.openings.iter().for_each(|opening| self.opens(program, opening));
        decisions.steps.iter().for_each(|step| self.goes_on(program, step));
    }

    fn opens(&mut self, program: &Program, opening: &Opening) {
        let play = &program.playbook.plays[opening.play].name;
        self.priorities.entry(opening.row).or_default().push((play.clone(), opening.priority));
        let actions = self.actions.entry(opening.row).or_default();
        actions.extend(opening.tasks.iter().map(|task| of_task(play, opening.key.as_ref(), task)));
        if opening.tasks.is_empty() {
            actions.push(of_person(play, opening.key.as_ref(), opening.owner.as_ref()));
        }
    }

    fn goes_on(&mut self, program: &Program, step: &Step) {
        let play = &program.playbook.plays[step.play].name;
        let key = step.key.as_ref();
        let actions: Vec<Action> = match &step.what {
            Happening::TaskCreated(task) => vec![of_task(play, key, task)],
            Happening::Escalated { to, tasks, .. } => {
                let told = std::iter::once(of_person(play, key, Some(to)));
                told.chain(tasks.iter().map(|task| of_task(play, key, task))).collect()
            }
            Happening::TaskDone { .. } | Happening::Reassigned | Happening::Closed { .. } => Vec::new(),
        };
        if !actions.is_empty() {
            self.actions.entry(step.row).or_default().extend(actions);
        }
    }

    /// Some of the rows, in the order given.
    #[must_use]
    pub fn rows(&self, rows: &[usize]) -> Self {
        let accounts: Vec<SmolStr> =
            rows.iter().map(|row| self.accounts.get(*row).cloned().unwrap_or_default()).collect();
        let pick = |known: &[Option<f64>]| rows.iter().map(|row| known.get(*row).copied().flatten()).collect();
        let of = rows.iter().enumerate();
        Self {
            as_of: self.as_of,
            index: accounts.iter().cloned().zip(0..).collect(),
            accounts,
            revenue: pick(&self.revenue),
            fields_known: rows.iter().map(|row| self.fields_known.get(*row).copied().unwrap_or(0)).collect(),
            words: (self.words.iter())
                .map(|words| Words {
                    subject: words.subject.clone(),
                    names: words.names.clone(),
                    codes: rows.iter().map(|row| words.codes.get(*row).copied().flatten()).collect(),
                })
                .collect(),
            points: self.points.iter().map(|(name, points)| (name.clone(), pick(points))).collect(),
            actions: of.clone().filter_map(|(at, row)| Some((at, self.actions.get(row)?.clone()))).collect(),
            priorities: of.filter_map(|(at, row)| Some((at, self.priorities.get(row)?.clone()))).collect(),
            uncounted: self.uncounted.clone(),
        }
    }

    /// Everything that is decided.
    pub fn subjects(&self) -> impl Iterator<Item = &Subject> {
        self.words.iter().map(|words| &words.subject)
    }

    /// The words that a subject may be decided as.
    #[must_use]
    pub fn words_of(&self, subject: &Subject) -> &[SmolStr] {
        self.words.iter().find(|words| words.subject == *subject).map_or(&[], |words| &words.names)
    }

    /// The place of an account.
    #[must_use]
    pub fn row(&self, account: &str) -> Option<usize> {
        self.index.get(account).copied()
    }
}

fn of_task(play: &SmolStr, key: Option<&SmolStr>, task: &OpenTask) -> Action {
    let OpenTask { name, owner, due, .. } = task;
    Action { task: Some(name.clone()), due: *due, ..of_person(play, key, Some(owner)) }
}

fn of_person(play: &SmolStr, key: Option<&SmolStr>, person: Option<&Person>) -> Action {
    let (role, who) = person.map(|person| (person.role.clone(), person.who.clone())).unwrap_or_default();
    Action { play: play.clone(), key: key.cloned(), task: None, role, who, due: None }
}

/// Whether two schemas read the same data in the same way, so that a batch of one is a batch of the other. Where a field
/// stands in the source, and the sentence about it, make no difference.
#[must_use]
pub fn same_schema(one: &Program, other: &Program) -> bool {
    let same_fields = |a: &Field, b: &Field| {
        let words = |program: &Program, field: &Field| match field.kind {
            FieldKind::Choice(set) => Some(program.playbook.choices[set].clone()),
            _ => None,
        };
        let kind = match (&a.kind, &b.kind) {
            (FieldKind::Choice(_), FieldKind::Choice(_)) => words(one, a) == words(other, b),
            (a, b) => a == b,
        };
        kind && a.path == b.path
            && (a.low, a.high, a.required, &a.also) == (b.low, b.high, b.required, &b.also)
            && (&a.default, &a.stale) == (&b.default, &b.stale)
    };
    let (mine, theirs) = (&one.playbook, &other.playbook);
    let all = |a: &[Field], b: &[Field]| a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same_fields(a, b));
    let lists = || mine.lists.rows().iter().zip(theirs.lists.rows());
    let fields = |table: &Table<FieldId, Field>| table.rows().to_vec();
    all(&fields(&mine.fields), &fields(&theirs.fields))
        && mine.lists.len() == theirs.lists.len()
        && lists().all(|(a, b)| {
            a.path == b.path && a.stale == b.stale && a.required == b.required && all(&a.fields, &b.fields)
        })
        && (mine.id_field, mine.revenue_field) == (theirs.id_field, theirs.revenue_field)
        && mine.header.max_age == theirs.header.max_age
}
