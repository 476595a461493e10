//! Plays with one run for each record of a list: which records there are, and under which key.

use crate::column::{Batch, Column};
use crate::decide::row::Row;
use crate::evaluate::Frame;
use crate::graph::Program;
use crate::kernel::list::Lists;
use smol_str::{SmolStr, ToSmolStr};
use stageplay_dsl::typed::Each;
use std::collections::BTreeMap;

/// The records of an account that a play is about, by key.
pub(super) struct Records {
    /// Which record of the frame each key is. Of two with the same key the first counts; one without a key is passed
    /// over.
    pub(super) keys: BTreeMap<SmolStr, usize>,
    /// The account's list is not known: nothing is known of its records.
    pub(super) is_unknown: bool,
}

/// The records of one account.
pub(super) fn records(program: &Program, batch: &Batch, frame: &Frame, each: &Each, row: usize) -> Records {
    let column = batch.lists.rows().get(each.list.0 as usize);
    let lists = Lists::of(column, &frame.rows);
    if !lists.is_known(row) {
        return Records { keys: BTreeMap::new(), is_unknown: true };
    }
    let first = column.map_or(0, |column| column.elements(frame.rows.clone()).start);
    let key_column = column.and_then(|column| column.columns.get(each.key));
    let mut keys = BTreeMap::new();
    for element in lists.elements(row) {
        let Some(key) = key_column.and_then(|column| key(column, first + element)) else { continue };
        let kept = each
            .keep
            .as_ref()
            .is_none_or(|keep| Row { program, batch, frame, at: row, element: Some(element) }.is_true(keep));
        if kept {
            keys.entry(key).or_insert(element);
        }
    }
    Records { keys, is_unknown: false }
}

fn key(column: &Column, element: usize) -> Option<SmolStr> {
    match column {
        Column::Text(_) => column.text(element).map(SmolStr::from),
        _ => column.number(element).map(|number| number.to_smolstr()),
    }
}

/// How many records the accounts of a frame have together.
pub(in crate::decide) fn elements(batch: &Batch, frame: &Frame, each: &Each) -> usize {
    Lists::of(batch.lists.rows().get(each.list.0 as usize), &frame.rows).len()
}
