//! Metrics and signals: what is said about all accounts together.
//!
//! | file | computes |
//! |---|---|
//! | `gathered` | (nothing) keeps what metrics and signals read of each account |
//! | `cohort` | what the accounts known at the start of a period brought then and bring now |
//! | `spread` | medians, percentiles, shares of words |
//! | `answers` | promoters and detractors |
//! | `signals` | whether enough accounts have a condition |
//! | `json` | all of it as JSON |
//!
//! Values are those of the graph's nodes; those of an earlier day are of the same nodes over an earlier snapshot.
//! Whatever is added up is added in the order of the accounts' ids, so that neither the order of the records nor
//! the size of a chunk makes a difference.

mod answers;
mod cohort;
mod gathered;
mod json;
mod signals;
mod spread;

pub use answers::Answers;
pub use cohort::Cohort;
pub use gathered::Gathered;
pub use json::json;
pub use spread::{Group, Spread, WordShare};

use crate::column::Batch;
use crate::graph::Program;
use crate::kernel::date::add_months_to;
use crate::read::Snapshots;
use crate::send::SignalOutcome;
use gathered::Live;
use rustc_hash::FxHashMap;
use stageplay_dsl::typed::{Kept, Measured, Metric, Period};
use stageplay_dsl::types::{Day, MetricId, SignalId, Table, show_day, whole_day};

/// Every metric and signal of a playbook on a date.
#[derive(Clone, Debug, Default)]
pub struct Portfolio {
    /// Accounts they are about: those decided that have not left.
    pub accounts: usize,
    /// Accounts decided that have left; they are in the cohorts of earlier days only.
    pub left: usize,
    /// The metrics.
    pub metrics: Table<MetricId, Outcome>,
    /// The signals.
    pub signals: Table<SignalId, SignalOutcome>,
}

/// What became of a metric.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// A share for retention and churn, -100 to 100 for nps; a distribution has none.
    pub value: Option<f64>,
    /// Why there is none, where there should be one.
    pub unknown: Option<String>,
    /// Whether the target is reached, where there are both.
    pub met: Option<bool>,
    /// What it is made of.
    pub detail: Detail,
}

/// What a metric is made of.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Detail {
    /// Nothing: there was no start of the period.
    Nothing,
    Cohort(Cohort),
    Spread(Spread),
    Answers(Answers),
}

/// Computes every metric and signal. `batch` holds the accounts decided, of which `gathered` was made, and
/// `snapshots` are those they were selected from.
#[must_use]
pub fn portfolio(
    program: &Program,
    snapshots: &Snapshots,
    batch: &Batch,
    as_of: Day,
    gathered: &Gathered,
) -> Portfolio {
    let playbook = &program.playbook;
    if playbook.metrics.is_empty() && playbook.signals.is_empty() {
        return Portfolio::default();
    }
    let live = Live::new(program, batch, gathered);
    let mut periods = Periods { live: &live, snapshots, as_of, cohorts: FxHashMap::default() };
    Portfolio {
        accounts: live.rows.len(),
        left: batch.rows - live.rows.len(),
        metrics: playbook.metrics.rows().iter().map(|metric| outcome(&mut periods, metric)).collect(),
        signals: playbook.signals.rows().iter().map(|signal| signals::outcome(&live, signal)).collect(),
    }
}

/// The cohorts of a run, each made once.
struct Periods<'a> {
    live: &'a Live<'a>,
    snapshots: &'a Snapshots,
    as_of: Day,
    cohorts: FxHashMap<(u32, Day), Option<Cohort>>,
}

fn outcome(periods: &mut Periods<'_>, metric: &Metric) -> Outcome {
    let (value, detail) = match &metric.measure {
        Measured::Retention { value, over, kept } => {
            let rate = if *kept == Kept::Net { Cohort::net } else { Cohort::gross };
            periods.cohort(value, *over, rate)
        }
        Measured::Churn { value, over } => periods.cohort(value, *over, Cohort::churn),
        Measured::Distribution { numbers, words, per } => {
            let spread = spread::spread(periods.live, numbers.as_ref(), words.as_ref(), per.as_ref());
            return Outcome { value: None, unknown: None, met: None, detail: Detail::Spread(spread) };
        }
        Measured::Nps { answer, weight } => {
            let answers = answers::answers(periods.live, answer, weight.as_ref());
            (answers.score(), Detail::Answers(answers))
        }
    };
    let met = metric.target.zip(value.as_ref().ok().copied()).map(|(target, value)| match metric.measure {
        Measured::Churn { .. } => value <= target,
        _ => value >= target,
    });
    let (value, unknown) = match value {
        Ok(value) => (Some(value), None),
        Err(cause) => (None, Some(cause)),
    };
    Outcome { value, unknown, met, detail }
}

impl Periods<'_> {
    fn cohort(
        &mut self,
        value: &stageplay_dsl::typed::Expr,
        over: Period,
        rate: fn(&Cohort) -> Result<f64, String>,
    ) -> (Result<f64, String>, Detail) {
        let Some(start) = start_of(self.as_of, over) else {
            return (Err("the period begins outside the calendar".into()), Detail::Nothing);
        };
        let node = self.live.program.node(value);
        let (live, snapshots) = (self.live, self.snapshots);
        let days = cohort::Days { since: start, as_of: self.as_of };
        let cohort =
            self.cohorts.entry((node.0, start)).or_insert_with(|| cohort::cohort(live, snapshots, value, days));
        match cohort {
            Some(cohort) => (rate(cohort), Detail::Cohort(cohort.clone())),
            None => (Err(format!("no history before {}", show_day(start))), Detail::Nothing),
        }
    }
}

/// The day a period up to `as_of` begins; months end on the month's last day where they have to.
fn start_of(as_of: Day, over: Period) -> Option<Day> {
    match over {
        Period::Days(days) => as_of.checked_sub(i32::try_from(days).ok()?),
        Period::Months(months) => add_months_to(f64::from(as_of), -f64::from(months)).and_then(whole_day),
    }
}
