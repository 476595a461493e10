//! Lines of JSON into a state: an empty one, or one that keeps other accounts of the same book.
//!
//! Two parts of a book go together where their runs are the same and no account differs: accounts are taken from
//! either, and what each run left of the book is joined by the codec. All or nothing.

use super::codec::Codec;
use super::error::StoreError;
use super::lines;
use super::model::Head;
use super::rows::{HeadRow, Restored, Row, RunRow};
use super::traits::{Store, Tx};
use rustc_hash::FxHashSet;
use stageplay_dsl::types::Day;
use std::collections::BTreeMap;
use std::io::BufRead;

/// What an import brought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// Accounts that were not there before.
    pub accounts: usize,
    /// Accounts that were there already, the same in everything.
    pub same: usize,
}

/// Takes in lines that [`export`](super::export()) wrote.
///
/// # Errors
/// A line that cannot be read, by its number; a state of another playbook, program, layout or day
/// ([`StoreError::Differ`]) or with other runs; an account that is in both and not the same, by its id. Nothing is
/// taken in then.
pub fn import(store: &mut dyn Store, codec: &dyn Codec, from: &mut dyn BufRead) -> Result<Imported, StoreError> {
    let mut tx = store.begin()?;
    let mut import = Import::new(tx.as_ref(), codec)?;
    let mut line = String::new();
    let mut number = 0;
    loop {
        line.clear();
        if from.read_line(&mut line).map_err(StoreError::Lines)? == 0 {
            break;
        }
        number += 1;
        let text = line.trim_end_matches(['\n', '\r']);
        let row = lines::read(text, codec).map_err(|reason| StoreError::Line { line: number, reason })?;
        if matches!(row, Row::Head(_)) != (number == 1) {
            let reason = "the head is the first line, and only that".to_owned();
            return Err(StoreError::Line { line: number, reason });
        }
        import.take(tx.as_mut(), row)?;
    }
    if number == 0 {
        return Err(StoreError::Line { line: 1, reason: "expected the lines of a state, found none".into() });
    }
    import.end(tx.as_ref())?;
    // The same part taken in once more does not count twice.
    if import.imported.accounts > 0 {
        for (day, book, manifest) in &import.joined {
            tx.amend(*day, book, manifest)?;
        }
    }
    tx.commit()?;
    Ok(import.imported)
}

struct Import<'a> {
    codec: &'a dyn Codec,
    here: HeadRow,
    /// The runs that were here, without those that the lines have told.
    runs: BTreeMap<Day, RunRow>,
    /// What the head of the lines says.
    there: Option<Head>,
    /// What the runs left of the book, put together: kept if there is anything new.
    joined: Vec<(Day, String, String)>,
    /// Accounts that are in both.
    both: FxHashSet<String>,
    imported: Imported,
}

impl<'a> Import<'a> {
    fn new(tx: &dyn Tx, codec: &'a dyn Codec) -> Result<Self, StoreError> {
        let here = HeadRow { head: tx.head()?, back_to: tx.back_to()? };
        let runs = tx.runs()?.into_iter().map(|row| (row.run.as_of, row)).collect();
        let imported = Imported::default();
        Ok(Self { codec, here, runs, there: None, joined: Vec::new(), both: FxHashSet::default(), imported })
    }

    fn take(&mut self, tx: &mut dyn Tx, row: Row) -> Result<(), StoreError> {
        match row {
            Row::Head(row) => self.head(tx, row),
            Row::Run(row) => self.run(tx, row),
            row => self.other(tx, &row),
        }
    }

    fn head(&mut self, tx: &mut dyn Tx, row: HeadRow) -> Result<(), StoreError> {
        if let Some(here) = &self.here.head {
            agree(here, row.head.as_ref())?;
            if self.here.back_to != row.back_to {
                return Err(StoreError::Differ {
                    what: "how far back they remember",
                    help: "prune both to the same day, then merge",
                });
            }
        }
        tx.restore(&Row::Head(row.clone()))?;
        self.there = row.head;
        Ok(())
    }

    fn run(&mut self, tx: &mut dyn Tx, there: RunRow) -> Result<(), StoreError> {
        let day = there.run.as_of;
        if self.here.head.is_none() {
            tx.restore(&Row::Run(there))?;
            return Ok(());
        }
        let here = self.runs.remove(&day).ok_or(StoreError::RunsDiffer(day))?;
        let alike = |row: &RunRow| {
            let run = row.run.clone();
            (row.previous, run.playbook, run.program, run.layout, run.backfilled)
        };
        if alike(&here) != alike(&there) {
            return Err(StoreError::NotJoined { day, reason: "it was not made with the same playbook".into() });
        }
        let joined = |text: Result<String, String>| text.map_err(|reason| StoreError::NotJoined { day, reason });
        let book = joined(self.codec.join_books(&here.run.book, &there.run.book))?;
        let manifest = joined(self.codec.join_manifests(&here.run.manifest, &there.run.manifest))?;
        self.joined.push((day, book, manifest));
        Ok(())
    }

    fn other(&mut self, tx: &mut dyn Tx, row: &Row) -> Result<(), StoreError> {
        let last = self.there.as_ref().map(|head| head.last);
        let late = match row {
            Row::Account(row) => Some(row.day) > last,
            Row::Version(row) => Some(row.day) > last,
            Row::Move(row) => Some(row.change.as_of) > last,
            Row::Event(row) => row.applied > last,
            Row::Action(_) | Row::Head(_) | Row::Run(_) => false,
        };
        if late {
            let account = row.account().unwrap_or("").to_owned();
            return Err(StoreError::TooLate(account));
        }
        let restored = tx.restore(row)?;
        let account = row.account().unwrap_or("");
        let is_account = matches!(row, Row::Account(_));
        match restored {
            Restored::Other if account.is_empty() => return Err(about_the_book(row)),
            Restored::Other => return Err(StoreError::InBoth(account.to_owned())),
            // The account is the same, its past or its actions are not.
            Restored::New if self.both.contains(account) => return Err(StoreError::InBoth(account.to_owned())),
            Restored::New => self.imported.accounts += usize::from(is_account),
            Restored::Same if is_account => {
                self.imported.same += 1;
                self.both.insert(account.to_owned());
            }
            Restored::Same => {}
        }
        Ok(())
    }

    /// The lines have told all runs, and stand where they said.
    fn end(&self, tx: &dyn Tx) -> Result<(), StoreError> {
        if let Some(day) = self.runs.keys().next() {
            return Err(StoreError::RunsDiffer(*day));
        }
        let stands = tx.head()?.map(|head| (head.last, head.previous, head.program));
        let said = self.there.as_ref().map(|head| (head.last, head.previous, head.program.clone()));
        if stands == said {
            return Ok(());
        }
        Err(StoreError::Line { line: 1, reason: "the head does not fit the runs: export the state again".into() })
    }
}

fn about_the_book(row: &Row) -> StoreError {
    match row {
        Row::Action(row) => StoreError::BookInBoth(row.action.id.clone()),
        other => StoreError::InBoth(other.account().unwrap_or("").to_owned()),
    }
}

fn agree(here: &Head, there: Option<&Head>) -> Result<(), StoreError> {
    let differ = |what, help| Err(StoreError::Differ { what, help });
    let Some(there) = there else {
        return differ("the day of their last run", "the other one was never run: run it for the same day, then merge");
    };
    if here.playbook != there.playbook {
        return differ("their playbook", "only parts of one book can be merged");
    }
    if here.program != there.program {
        return differ("the version of their playbook", "run both with the same version for the same day, then merge");
    }
    if here.layout != there.layout {
        return differ("what they keep", "run both with the same playbook and the same Stageplay, then merge");
    }
    if here.last != there.last {
        return differ("the day of their last run", "run the one that is behind for the other's day, then merge");
    }
    Ok(())
}
