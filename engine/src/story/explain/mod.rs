//! Why an account has its health, stage, risks and plays: the tree of values behind them.
//!
//! | file | explains |
//! |---|---|
//! | `value` | what a named thing is, or why it is unknown |
//! | `condition` | what makes a condition true or not, and how far it is from turning |
//! | `list` | how many records of a list were kept, and which decided |
//! | `card` | points, weights and what each part adds |
//! | `journey` | how the account came to its stage, and what the next one asks |
//! | `risk` | each level and its condition |
//! | `play` | why a play is open, waits, is suppressed or did not open |
//! | `memory` | since when things are so, and what people have said of scores |
//! | `portfolio` | what of the account goes into a metric or signal |
//! | `asked` | what a name stands for |
//! | `lacking` | what is missing, why, and what that blinds |
//! | `turning` | the nearest change that would turn it |
//! | `earlier` | since when it has been so |
//! | `owner` | the same in plain sentences, for the account's owner |
//! | `moved` | what has moved since a date, and what came of that |

mod asked;
mod card;
mod condition;
mod earlier;
mod journey;
mod lacking;
mod list;
mod memory;
mod moved;
pub mod owner;
mod play;
mod portfolio;
mod risk;
mod turning;
mod value;

pub use earlier::{Earlier, Since};
pub use lacking::Lacking;
pub use moved::{InputMoved, Movement, PartMoved, Turned};
pub use turning::{Moved, Turning};

use crate::column::Batch;
use crate::decide::state::AccountState;
use crate::decide::{Decisions, Given, Row, remember_row};
use crate::evaluate::Frame;
use crate::graph::Program;
use serde::Serialize;
use smol_str::SmolStr;
use stageplay_dsl::diagnostic::near;
use stageplay_dsl::typed::{Expr, ExprKind, Playbook};
use stageplay_dsl::types::{Day, PlayId, Type, show_day};

/// Whether a condition holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// True.
    Yes,
    /// False.
    No,
    /// Neither.
    Unknown,
}

/// The numbers of a part of a scorecard.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Weighed {
    /// 0 to 100; `None` is missing.
    pub points: Option<f64>,
    /// As the playbook gives it.
    pub weight: Option<f64>,
    /// What it adds to the scorecard's score, after missing parts were left out.
    pub adds: Option<f64>,
}

/// One line of an explanation and what lies beneath it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Line {
    /// What it is about: a name of the playbook, or a clause.
    pub name: String,
    /// Whether it holds, where that is the question.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Verdict>,
    /// What there is to say.
    pub says: String,
    /// The numbers, of parts of scorecards.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weighed: Option<Weighed>,
    /// What it rests on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub because: Vec<Line>,
}

impl Line {
    /// A line without verdict, numbers or ground.
    #[must_use]
    pub fn new(name: impl Into<String>, says: impl Into<String>) -> Self {
        Self { name: name.into(), verdict: None, says: says.into(), weighed: None, because: Vec::new() }
    }

    fn because(mut self, lines: Vec<Self>) -> Self {
        self.because = lines;
        self
    }
}

/// The explanation of one account.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Explanation {
    /// Its id.
    pub account: String,
    /// The date of the evaluation.
    pub as_of: String,
    /// The date of the snapshot that speaks for it, where records carry dates.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub snapshot: Option<String>,
    /// Scorecards, scores, journeys, risks, plays, in the playbook's order; or what was asked for.
    pub lines: Vec<Line>,
    /// Since when it has been so.
    pub since: Vec<Since>,
    /// What is missing, and what that blinds.
    pub missing: Vec<Lacking>,
    /// Of a name: what would turn it.
    pub nearest: Vec<Turning>,
    /// What has moved since a date, where one was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub moved: Option<Movement>,
}

/// What an explanation is asked for.
#[derive(Default)]
pub struct Question<'a> {
    /// Only this.
    pub name: Option<&'a str>,
    /// The account's snapshots, for since when something has been so.
    pub earlier: Earlier<'a>,
    /// What to compare with: the account as it was decided on an earlier date, in row 0 of a batch of its own.
    pub then: Option<(&'a Batch, Given<'a>)>,
    /// What to compare with, where nothing is remembered of it: the account's snapshots on that date.
    pub since: Option<Day>,
}

/// What an explanation reads: one row, evaluated and decided.
pub(crate) struct Account<'a> {
    pub(crate) program: &'a Program,
    pub(crate) batch: &'a Batch,
    pub(crate) frame: Frame,
    pub(crate) decisions: Decisions,
    /// The row in the batch; in the frame it is row 0.
    pub(crate) row: usize,
    /// What is remembered of it after the evaluation, but for clocks.
    pub(crate) state: AccountState,
    /// It was not evaluated without memory.
    pub(crate) is_remembered: bool,
}

impl<'a> Account<'a> {
    fn new(program: &'a Program, batch: &'a Batch, given: Given<'_>, row: usize) -> Self {
        let (frame, decisions, state) = remember_row(program, batch, given, row);
        Self { program, batch, frame, decisions, row, state, is_remembered: given.memory.remembers() }
    }
}

impl Account<'_> {
    pub(crate) fn playbook(&self) -> &Playbook {
        &self.program.playbook
    }

    pub(crate) fn seen(&self) -> Row<'_> {
        Row::new(self.program, self.batch, &self.frame, 0)
    }
}

/// A name that an explanation was asked for and the playbook does not have.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the playbook has no `{name}`")]
pub struct UnknownName {
    /// The name.
    pub name: String,
    /// `did you mean …?`
    pub help: Option<String>,
}

/// Explains a row: everything, or what is asked for by name (a declaration; a dimension or indicator, a band, a level, a
/// stage or a criterion of one; a field).
///
/// # Errors
/// A name that the playbook does not have.
pub fn explain(
    program: &Program,
    batch: &Batch,
    given: Given<'_>,
    row: usize,
    question: &Question<'_>,
) -> Result<Explanation, UnknownName> {
    let account = Account::new(program, batch, given, row);
    let playbook = &program.playbook;
    let name = question.name;
    let lines = match name {
        None => everything(&account),
        Some(name) => vec![asked::named(&account, name).ok_or_else(|| unknown(playbook, name))?],
    };
    let nearest =
        name.map_or_else(Vec::new, |name| turning::turnings(&account, given, turning::wishes(&account, name)));
    Ok(Explanation {
        account: batch.columns[playbook.id_field].text(row).unwrap_or_default().to_string(),
        as_of: show_day(given.as_of),
        snapshot: batch.dates.get(row).copied().flatten().map(show_day),
        lines,
        since: earlier::since(&account, given.calendar, &question.earlier, name),
        missing: lacking::lacking(&account, name),
        nearest,
        moved: moved(&account, given, question),
    })
}

/// What has moved since the date that is asked for; nothing where the account was not there.
fn moved(account: &Account, given: Given<'_>, question: &Question<'_>) -> Option<Movement> {
    if let Some((batch, before)) = question.then {
        let then = Account::new(account.program, batch, before, 0);
        return Some(moved::movement(&then, account, question.name));
    }
    let day = question.since?;
    let (batch, history) = question.earlier.on(account.program, day)?;
    let before = Given { history: &history, ..Given::first(day, given.calendar) };
    let then = Account::new(account.program, &batch, before, 0);
    Some(moved::movement(&then, account, question.name))
}

/// What makes a condition true or not for a row: its tree, and what stands behind the things it names.
pub(crate) fn grounds(program: &Program, batch: &Batch, given: Given<'_>, row: usize, condition: &Expr) -> Vec<Line> {
    let account = Account::new(program, batch, given, row);
    let mut lines = vec![condition::tree(&account, condition)];
    let mut named = Vec::new();
    let mut left = vec![condition];
    while let Some(expr) = left.pop() {
        let name = name_of(account.playbook(), &expr.kind);
        if let Some(name) = name.filter(|name| !named.contains(name)) {
            named.push(name);
        }
        let mut operands = expr.operands();
        operands.reverse();
        left.extend(operands);
    }
    lines.extend(named.iter().filter_map(|name| asked::named(&account, name)));
    lines
}

/// A play and why it is in its state.
pub(crate) fn of_play(program: &Program, batch: &Batch, given: Given<'_>, row: usize, id: PlayId) -> Line {
    play::play(&Account::new(program, batch, given, row), id)
}

/// What an expression names, where that rests on more than its own value.
fn name_of(playbook: &Playbook, kind: &ExprKind) -> Option<SmolStr> {
    match kind {
        // The root's band and points are the scorecard's.
        ExprKind::Part(id) | ExprKind::Band(id) => Some(playbook.parts[*id].path.clone()),
        ExprKind::Score(id) => Some(playbook.scores[*id].name.clone()),
        ExprKind::Tier(id) => Some(playbook.tiers[*id].name.clone()),
        ExprKind::Let(id) => {
            Some(playbook.lets[*id].name.clone()).filter(|_| playbook.lets[*id].value.ty != Type::Truth)
        }
        ExprKind::Stage(id) | ExprKind::Pace(id) => Some(playbook.journeys[*id].name.clone()),
        ExprKind::StageDate { journey, .. } | ExprKind::Measure { journey, .. } => {
            Some(playbook.journeys[*journey].name.clone())
        }
        ExprKind::Level(id) => Some(playbook.risks[*id].name.clone()),
        ExprKind::PlayState(id) | ExprKind::TaskState { play: id, .. } => Some(playbook.plays[*id].name.clone()),
        _ => None,
    }
}

fn everything(account: &Account) -> Vec<Line> {
    let playbook = account.playbook();
    let mut lines: Vec<Line> = playbook.cards.ids().map(|id| card::card(account, id)).collect();
    lines.extend(playbook.scores.ids().map(|id| value::score(account, id)));
    lines.extend(playbook.journeys.ids().map(|id| journey::journey(account, id)));
    lines.extend(playbook.risks.ids().map(|id| risk::risk(account, id)));
    lines.extend(playbook.plays.ids().map(|id| play::play(account, id)));
    lines
}

fn unknown(playbook: &Playbook, name: &str) -> UnknownName {
    let names = asked::names(playbook);
    let help = near::nearest(name, names.iter().map(String::as_str)).map(|near| format!("did you mean `{near}`?"));
    UnknownName { name: name.into(), help }
}
