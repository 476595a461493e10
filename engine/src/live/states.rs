//! The states of a book, found by the rows of a batch.

use super::codec::{self, CodecError};
use super::translate::{Lost, Translation};
use crate::column::Batch;
use crate::decide::Remembered;
use crate::decide::state::AccountState;
use crate::store::{StoreError, Tx};
use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use stageplay_dsl::types::FieldId;

/// The states of a book, in the order in which their accounts were first seen.
#[derive(Debug, Default)]
pub(super) struct States {
    ids: Vec<SmolStr>,
    /// The state of account n lies in `ends[n - 1] .. ends[n]`.
    bytes: Vec<u8>,
    ends: Vec<usize>,
    /// What is kept has another form than what is read: all of it is to be written anew.
    pub(super) is_translated: bool,
}

impl States {
    /// All states that a transaction sees.
    pub(super) fn read(tx: &dyn Tx) -> Result<Self, StoreError> {
        let mut states = Self::default();
        tx.accounts(&mut |id, bytes| {
            states.ids.push(id.into());
            states.bytes.extend_from_slice(bytes);
            states.ends.push(states.bytes.len());
        })?;
        Ok(states)
    }

    /// How many.
    pub(super) fn len(&self) -> usize {
        self.ids.len()
    }

    /// The account of a state.
    pub(super) fn id(&self, at: usize) -> &SmolStr {
        static NOBODY: SmolStr = SmolStr::new_static("");
        self.ids.get(at).unwrap_or(&NOBODY)
    }

    /// A state as it is kept.
    pub(super) fn bytes(&self, at: usize) -> &[u8] {
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let end = self.ends.get(at).copied().unwrap_or(0);
        self.bytes.get(start..end).unwrap_or(&[])
    }

    /// Every state.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&SmolStr, Result<AccountState, CodecError>)> {
        (0..self.len()).map(|at| (self.id(at), codec::decode(self.bytes(at))))
    }

    /// The same states in the places of another version of the playbook, and what each has lost.
    pub(super) fn translated(&self, translation: &Translation) -> Result<(Self, Vec<(SmolStr, Lost)>), CodecError> {
        let mut states = Self { is_translated: true, ..Self::default() };
        let mut all_lost = Vec::new();
        for (id, state) in self.iter() {
            let (state, lost) = translation.of(state?);
            if lost != Lost::default() {
                all_lost.push((id.clone(), lost));
            }
            states.ids.push(id.clone());
            states.bytes.extend_from_slice(&codec::encode(&state));
            states.ends.push(states.bytes.len());
        }
        Ok((states, all_lost))
    }

    /// The states of the rows of a batch.
    pub(super) fn matched<'s>(&'s self, batch: &Batch, id_field: FieldId) -> Matched<'s> {
        let mut rows = Vec::with_capacity(batch.rows);
        let mut is_met = vec![false; self.len()];
        let mut places: Option<FxHashMap<&str, usize>> = None;
        let mut next = 0;
        for row in 0..batch.rows {
            let id = batch.columns.rows().get(id_field.0 as usize).and_then(|column| column.text(row)).unwrap_or("");
            // Data mostly comes in the order in which it came before.
            let found = if self.ids.get(next).is_some_and(|other| other == id) {
                Some(next)
            } else {
                let places = places
                    .get_or_insert_with(|| self.ids.iter().enumerate().map(|(at, id)| (id.as_str(), at)).collect());
                places.get(id).copied()
            };
            if let Some(at) = found {
                next = at + 1;
                if let Some(met) = is_met.get_mut(at) {
                    *met = true;
                }
            }
            rows.push(found.unwrap_or(usize::MAX));
        }
        let others = is_met.iter().enumerate().filter(|(_, met)| !**met).map(|(at, _)| at).collect();
        Matched { states: self, rows, others }
    }
}

/// States, found by the rows of a batch.
#[derive(Debug)]
pub(super) struct Matched<'s> {
    states: &'s States,
    /// Per row, which state; `usize::MAX` for an account that is new.
    rows: Vec<usize>,
    /// The states of accounts that have no row.
    pub(super) others: Vec<usize>,
}

impl Remembered for Matched<'_> {
    fn recall(&self, row: usize) -> AccountState {
        let at = self.rows.get(row).copied().unwrap_or(usize::MAX);
        // What cannot be read has been found before the step.
        codec::decode(self.states.bytes(at)).unwrap_or_default()
    }

    fn keep(&self, row: usize, state: &AccountState) -> Option<Vec<u8>> {
        let bytes = codec::encode(state);
        let at = self.rows.get(row).copied().unwrap_or(usize::MAX);
        let same = !self.states.is_translated && self.states.bytes(at) == bytes.as_slice();
        (!same).then_some(bytes)
    }
}
