//! Rows put back in memory.

use super::super::error::StoreError;
use super::super::model::KnownEvent;
use super::super::rows::{AccountRow, ActionRow, HeadRow, MoveRow, Restored, Row, RunRow, VersionRow};
use super::data::{Account, Data, Emitted, bytes};
use std::sync::Arc;

fn found(same: bool) -> Restored {
    if same { Restored::Same } else { Restored::Other }
}

impl Data {
    pub(super) fn restore(&mut self, row: &Row) -> Result<Restored, StoreError> {
        match row {
            Row::Head(row) => Ok(self.restore_head(row)),
            Row::Run(row) => Ok(self.restore_run(row)),
            Row::Account(row) => Ok(self.restore_account(row)),
            Row::Version(row) => self.restore_version(row),
            Row::Event(row) => Ok(self.restore_event(row)),
            Row::Move(row) => Ok(self.restore_move(row)),
            Row::Action(row) => Ok(self.restore_action(row)),
        }
    }

    fn restore_head(&mut self, row: &HeadRow) -> Restored {
        match self.back_to {
            Some(_) => found(self.back_to == row.back_to),
            None => {
                self.back_to = row.back_to;
                Restored::New
            }
        }
    }

    fn restore_run(&mut self, row: &RunRow) -> Restored {
        match self.runs.get(&row.run.as_of) {
            Some(here) => found(here == row),
            None => {
                Arc::make_mut(&mut self.runs).insert(row.run.as_of, row.clone());
                Restored::New
            }
        }
    }

    fn restore_account(&mut self, row: &AccountRow) -> Restored {
        match self.accounts.get(&row.id) {
            Some(here) => found(here.day == row.day && here.state.as_deref() == row.state.as_deref()),
            None => {
                let account = Account { day: row.day, state: bytes(row.state.as_deref()), earlier: Vec::new() };
                Arc::make_mut(&mut self.accounts).insert(row.id.clone(), account);
                Restored::New
            }
        }
    }

    fn restore_version(&mut self, row: &VersionRow) -> Result<Restored, StoreError> {
        let Some(here) = Arc::make_mut(&mut self.accounts).get_mut(&row.account) else {
            return Err(StoreError::NoAccount(row.account.clone()));
        };
        if row.day >= here.day {
            return Err(StoreError::NotEarlier(row.account.clone()));
        }
        match here.earlier.binary_search_by_key(&row.day, |(day, _)| *day) {
            Ok(at) => Ok(found(here.earlier.get(at).is_some_and(|(_, s)| s.as_deref() == row.state.as_deref()))),
            Err(at) => {
                here.earlier.insert(at, (row.day, bytes(row.state.as_deref())));
                Ok(Restored::New)
            }
        }
    }

    fn restore_event(&mut self, row: &KnownEvent) -> Restored {
        match self.events.get(&row.event.id) {
            Some(here) => found(here == row),
            None => {
                Arc::make_mut(&mut self.events).insert(row.event.id.clone(), row.clone());
                Restored::New
            }
        }
    }

    fn restore_move(&mut self, row: &MoveRow) -> Restored {
        let place = (row.change.as_of, row.change.account.clone(), row.number);
        match self.moves.get(&place) {
            Some(here) => found(*here == row.change),
            None => {
                Arc::make_mut(&mut self.moves).insert(place, row.change.clone());
                Restored::New
            }
        }
    }

    fn restore_action(&mut self, row: &ActionRow) -> Restored {
        match self.actions.get(&row.action.id) {
            Some(here) => found(here.row() == *row),
            None => {
                let sent = row.sent.iter().map(|name| (name.clone(), None)).collect();
                let emitted = Emitted { action: row.action.clone(), sent, dropped: row.dropped.clone() };
                Arc::make_mut(&mut self.actions).insert(row.action.id.clone(), emitted);
                Restored::New
            }
        }
    }
}
