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
    if !Lists::of(batch.lists.rows().get(each.list.0 as usize), &frame.rows).is_known(row) {
        return Records { keys: BTreeMap::new(), is_unknown: true };
    }
    let mut keys = BTreeMap::new();
    for (element, key) in self::keys(batch, frame, each, row) {
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

/// The records of an account that have a key, kept or not.
pub(crate) fn keys(batch: &Batch, frame: &Frame, each: &Each, row: usize) -> Vec<(usize, SmolStr)> {
    let column = batch.lists.rows().get(each.list.0 as usize);
    let first = column.map_or(0, |column| column.elements(frame.rows.clone()).start);
    let key_column = column.and_then(|column| column.columns.get(each.key));
    let elements = Lists::of(column, &frame.rows).elements(row);
    elements
        .filter_map(|element| Some((element, key_column.and_then(|column| key(column, first + element))?)))
        .collect()
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
