//! The accounts known at the start of a period: what they brought then and what they bring now.

use super::gathered::{Live, account, number};
use crate::column::Batch;
use crate::evaluate::{CHUNK, Frame};
use crate::graph::{NodeId, Op, Program};
use crate::read::Snapshots;
use crate::send::Sum;
use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use stageplay_dsl::typed::Expr;
use stageplay_dsl::types::{Day, FieldId, ListId};

/// The bridge from the start of a period to its end, over the accounts known at its start. Amounts are in the
/// unit of the value; `start + expansion - contraction - churn` is `end`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cohort {
    /// The day the period begins.
    pub since: Day,
    /// Accounts in the cohort: they spoke on that day, had not left, and brought something.
    pub accounts: usize,
    /// What they brought then.
    pub start: f64,
    /// How much more those bring that bring more.
    pub expansion: f64,
    /// How much less those bring that bring less and are still there.
    pub contraction: f64,
    /// What those had brought that are gone.
    pub churn: f64,
    /// What they bring now.
    pub end: f64,
    /// What they bring now, no account more than then.
    pub kept: f64,
    /// Gone: no snapshot speaks for them any more.
    pub absent: usize,
    /// Gone: they have left.
    pub ended: usize,
    /// Gone: what they bring is not known any more.
    pub missing: usize,
    /// Out: known now, and not seen up to the start.
    pub new: usize,
    /// Out: their last snapshot was too old to speak for them at the start.
    pub stale: usize,
    /// Out: they had left before.
    pub left_before: usize,
    /// Out: what they brought then is not known.
    pub without_value: usize,
    /// Out: they brought nothing, or less.
    pub without_worth: usize,
    /// Out: the record that should have spoken for them at the start was set aside.
    pub unreadable_then: usize,
    /// Out: they brought something, but the record that should speak for them now was set aside, or what is read of
    /// it for the value was: whether they are gone is not known.
    pub unreadable_now: usize,
}

impl Cohort {
    /// How many are gone.
    #[must_use]
    pub fn gone(&self) -> usize {
        self.absent + self.ended + self.missing
    }

    /// Net retention: what they bring now as a share of what they brought.
    ///
    /// # Errors
    /// Why it is unknown.
    pub fn net(&self) -> Result<f64, String> {
        self.share(self.end)
    }

    /// Gross retention: the same, with no account counted above what it brought.
    ///
    /// # Errors
    /// Why it is unknown.
    pub fn gross(&self) -> Result<f64, String> {
        self.share(self.kept)
    }

    /// Churn: what the gone had brought as a share of what all brought.
    ///
    /// # Errors
    /// Why it is unknown.
    pub fn churn(&self) -> Result<f64, String> {
        self.share(self.churn)
    }

    /// The gone as a share of the accounts; `None` without accounts.
    #[must_use]
    pub fn churn_of_accounts(&self) -> Option<f64> {
        #[allow(clippy::cast_precision_loss, reason = "no book has 2^52 accounts")]
        (self.accounts > 0).then(|| self.gone() as f64 / self.accounts as f64)
    }

    fn share(&self, of: f64) -> Result<f64, String> {
        if self.accounts == 0 {
            return Err(format!("no account brought anything on {}", stageplay_dsl::types::show_day(self.since)));
        }
        let share = of / self.start;
        // A part of too much is not nothing.
        if share.is_finite() && self.start.is_finite() { Ok(share) } else { Err("too much to add up".into()) }
    }
}

/// The cohort of a day; `None` where no account has a snapshot that old.
pub(super) fn cohort(live: &Live<'_>, snapshots: &Snapshots, value: &Expr, days: Days) -> Option<Cohort> {
    let program = live.program;
    let Days { since, as_of } = days;
    let max_age = program.playbook.header.max_age;
    let earlier = snapshots.on(since, max_age)?;
    let unreadable_now = snapshots.unreadable(as_of, max_age, as_of);
    let reads = Reads::of(program, value);
    let then = then(live, &earlier.batch, value, since);
    let now: FxHashMap<&str, usize> = (0..live.batch.rows).map(|row| (live.account(row), row)).collect();
    let alive: FxHashMap<&str, usize> = live.rows.iter().map(|row| (live.account(*row), *row)).collect();

    let mut rows: Vec<usize> = (0..earlier.batch.rows).collect();
    let named = |row: usize| account(program, &earlier.batch, row);
    rows.sort_by(|one, other| named(*one).cmp(named(*other)));
    let mut unreadable_then = snapshots.unreadable(since, max_age, as_of);
    rows.iter().for_each(|row| {
        unreadable_then.remove(named(*row));
    });
    let stale: Vec<&str> =
        earlier.stale.iter().map(SmolStr::as_str).filter(|account| !unreadable_then.contains(account)).collect();
    let mut cohort = Cohort { since, stale: stale.len(), unreadable_then: unreadable_then.len(), ..Cohort::default() };
    let [mut start, mut expansion, mut contraction, mut churn, mut end, mut kept] = [Sum::default(); 6];
    let mut known = stale.iter().chain(&unreadable_then).filter(|account| alive.contains_key(*account)).count();
    for row in rows {
        known += usize::from(alive.contains_key(named(row)));
        let brought = match then.get(row) {
            Some(Then { left: true, .. }) => {
                cohort.left_before += 1;
                continue;
            }
            Some(Then { value: None, .. }) | None => {
                cohort.without_value += 1;
                continue;
            }
            Some(Then { value: Some(value), .. }) if *value <= 0.0 => {
                cohort.without_worth += 1;
                continue;
            }
            Some(Then { value: Some(value), .. }) => *value,
        };
        let account = named(row);
        let brings = alive.get(account).map(|row| live.value(value, *row));
        let is_unreadable = match alive.get(account) {
            Some(row) => brings == Some(None) && reads.any_flaw(live.batch, *row),
            None => !now.contains_key(account) && unreadable_now.contains(account),
        };
        if is_unreadable {
            cohort.unreadable_now += 1;
            continue;
        }
        cohort.accounts += 1;
        start.add(brought);
        match brings {
            None if now.contains_key(account) => cohort.ended += 1,
            None => cohort.absent += 1,
            Some(None) => cohort.missing += 1,
            Some(Some(brings)) => {
                end.add(brings);
                kept.add(brings.min(brought));
                if brings > brought {
                    expansion.add(brings - brought);
                } else {
                    contraction.add(brought - brings);
                }
                continue;
            }
        }
        churn.add(brought);
    }
    cohort.new = live.rows.len().saturating_sub(known);
    cohort.start = start.value();
    cohort.expansion = expansion.value();
    cohort.contraction = contraction.value();
    cohort.churn = churn.value();
    cohort.end = end.value();
    cohort.kept = kept.value();
    Some(cohort)
}

/// The ends of a period.
#[derive(Clone, Copy)]
pub(super) struct Days {
    pub(super) since: Day,
    pub(super) as_of: Day,
}

/// What a value is made of.
struct Reads {
    fields: Vec<FieldId>,
    lists: Vec<ListId>,
    elements: Vec<(ListId, usize)>,
}

impl Reads {
    fn of(program: &Program, value: &Expr) -> Self {
        let mut reads = Self { fields: Vec::new(), lists: Vec::new(), elements: Vec::new() };
        for id in program.under(&[value]).into_iter().flat_map(|range| range.start.0..range.end.0) {
            match program.graph.get(NodeId(id)).map(|node| &node.op) {
                Some(Op::Field(field)) => reads.fields.push(*field),
                Some(Op::List(list) | Op::Aggregate { list, .. } | Op::Quantified { list, .. }) => {
                    reads.lists.push(*list);
                }
                Some(Op::ElementField { list, field }) => reads.elements.push((*list, *field)),
                _ => {}
            }
        }
        reads
    }

    /// Whether the data held something of it that could not be used.
    fn any_flaw(&self, batch: &Batch, row: usize) -> bool {
        let in_element = |list: ListId, field: usize| {
            let column = &batch.lists[list];
            column.elements(row..row + 1).any(|element| column.element_flaw(element, field).is_some())
        };
        self.fields.iter().any(|field| batch.flaw(row, *field).is_some())
            || self.lists.iter().any(|list| batch.lists[*list].flaw(row).is_some())
            || self.elements.iter().any(|(list, field)| in_element(*list, *field))
    }
}

/// What was known of an account at the start.
#[derive(Clone, Copy)]
struct Then {
    value: Option<f64>,
    left: bool,
}

/// The value over earlier snapshots, with today's playbook and the earlier day as the day of the evaluation.
fn then(live: &Live<'_>, batch: &Batch, value: &Expr, since: Day) -> Vec<Then> {
    let program = live.program;
    let ends_when = program.playbook.ends_when.as_ref();
    let roots: Vec<&Expr> = ends_when.into_iter().chain([value]).collect();
    let nodes = program.under(&roots);
    let mut frame = Frame::new(program, batch, since, 0..0);
    let mut all = Vec::with_capacity(batch.rows);
    for first in (0..batch.rows).step_by(CHUNK) {
        frame.restart(first..first.saturating_add(CHUNK));
        nodes.iter().for_each(|nodes| frame.run(program, batch, nodes.clone()));
        let at = |expr: &Expr, row: usize| frame.slot(program.node(expr)).and_then(|slot| number(slot, row));
        all.extend((0..frame.len()).map(|row| Then {
            value: at(value, row),
            left: ends_when.is_some_and(|ends| at(ends, row).is_some_and(|left| left != 0.0)),
        }));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::Cohort;

    #[test]
    fn a_share_of_too_much_is_not_nothing() {
        let cohort = Cohort { accounts: 2, start: f64::INFINITY, churn: 5.0, ..Cohort::default() };
        assert_eq!(cohort.churn(), Err("too much to add up".to_owned()));
        let cohort = Cohort { accounts: 2, start: 20.0, churn: 5.0, ..Cohort::default() };
        assert_eq!(cohort.churn(), Ok(0.25));
    }
}
