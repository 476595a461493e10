//! What metrics and signals read of each account, kept while a run goes over them chunk by chunk.

use crate::column::{Batch, Slot};
use crate::decide::Decisions;
use crate::graph::{NodeId, Program};
use crate::send::revenue;
use stageplay_dsl::typed::Expr;

/// What metrics and signals read of each account, in the order of the rows.
#[derive(Clone, Debug, Default)]
pub struct Gathered {
    /// Per node of `Program::portfolio.read` one value per row: numbers, the numbers of words, 1 for true.
    columns: Vec<Vec<Option<f64>>>,
}

impl Gathered {
    /// Takes what it needs of a stretch of rows; stretches come in the order of the rows.
    pub fn add(&mut self, decisions: &Decisions) {
        if self.columns.is_empty() {
            self.columns = vec![Vec::new(); decisions.portfolio.len()];
        }
        for (column, slot) in self.columns.iter_mut().zip(&decisions.portfolio) {
            column.extend((0..decisions.rows.len()).map(|row| number(slot, row)));
        }
    }
}

/// The value of a row as a number.
pub(super) fn number(slot: &Slot, row: usize) -> Option<f64> {
    match slot {
        Slot::Number(numbers) => numbers.get(row),
        Slot::Code(codes) => codes.get(row).map(f64::from),
        Slot::Truth(truths) => truths.get(row).map(f64::from),
        // No metric reads a text.
        Slot::Text(_) => None,
    }
}

/// The accounts that have not left, in the order of their ids.
pub(super) struct Live<'a> {
    pub(super) program: &'a Program,
    pub(super) batch: &'a Batch,
    gathered: &'a Gathered,
    /// Their rows.
    pub(super) rows: Vec<usize>,
}

impl<'a> Live<'a> {
    pub(super) fn new(program: &'a Program, batch: &'a Batch, gathered: &'a Gathered) -> Self {
        let mut live = Self { program, batch, gathered, rows: Vec::new() };
        let ends_when = program.playbook.ends_when.as_ref();
        let has_left = |row: usize| ends_when.is_some_and(|ends| live.truth(ends, row) == Some(true));
        let mut rows: Vec<usize> = (0..batch.rows).filter(|row| !has_left(*row)).collect();
        rows.sort_by(|one, other| live.account(*one).cmp(live.account(*other)));
        live.rows = rows;
        live
    }

    /// The account of a row.
    pub(super) fn account(&self, row: usize) -> &'a str {
        account(self.program, self.batch, row)
    }

    /// What the account of a row brings.
    pub(super) fn revenue(&self, row: usize) -> Option<f64> {
        revenue(&self.program.playbook, self.batch, row)
    }

    /// The value of an expression, if known.
    pub(super) fn value(&self, expr: &Expr, row: usize) -> Option<f64> {
        self.at(self.program.node(expr), row)
    }

    /// The truth of a condition, if known.
    pub(super) fn truth(&self, condition: &Expr, row: usize) -> Option<bool> {
        self.value(condition, row).map(|truth| truth != 0.0)
    }

    /// The number of a word, if known.
    pub(super) fn code(&self, expr: &Expr, row: usize) -> Option<u16> {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it was made of a u16")]
        self.value(expr, row).map(|code| code as u16)
    }

    fn at(&self, node: NodeId, row: usize) -> Option<f64> {
        let column = self.program.portfolio.read.binary_search(&node).ok()?;
        self.gathered.columns.get(column)?.get(row).copied().flatten()
    }
}

/// The account of a row of a batch.
pub(super) fn account<'b>(program: &Program, batch: &'b Batch, row: usize) -> &'b str {
    let columns = batch.columns.rows();
    columns.get(program.playbook.id_field.0 as usize).and_then(|column| column.text(row)).unwrap_or("")
}
