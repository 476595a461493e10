//! Accounts that are looked at while they are read, and let go: nothing of them is held but a number for each name.
//!
//! So it goes only where each account stands in the data once. Whether it does is known at the end; until then what was made
//! of them must be something that can be thrown away.

use super::file::{Input, Options};
use super::noted::Noted;
use super::pieces::{Found, Notes, Piece, Takes, read_pieces};
use super::schema::Schema;
use super::select::{Selection, is_stale};
use super::{ReadError, Snapshots};
use crate::column::{Batch, gather};
use rustc_hash::FxHasher;
use smol_str::SmolStr;
use stageplay_dsl::typed::Playbook;
use stageplay_dsl::types::{Day, FieldId, Id};
use std::hash::Hasher;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

/// What is left of accounts that have passed.
#[derive(Clone, Debug)]
pub struct Passed {
    /// What is to be said of them; the accounts themselves are not there any more.
    pub snapshots: Snapshots,
    /// Which of them did not speak; without those that did.
    pub selection: Selection,
}

/// Whether files can be read once more, if need be: pipes and standard input cannot.
#[must_use]
pub fn can_pass(paths: &[PathBuf]) -> bool {
    paths.iter().all(|path| path.as_os_str() != "-" && path.is_file())
}

/// Reads account files, in the order given, as [`super::accounts`] does, and hands out the snapshots that
/// [`Snapshots::select`] would choose: `look` sees some at a time, side by side with others; `take` gets what it makes of
/// them, in the order of the records. `None` where an account stands in the data several times: then nothing that was taken
/// holds.
///
/// # Errors
/// A file as a whole that cannot be read, or the first error of `take`.
pub fn pass<M: Send, E: From<ReadError> + Send>(
    paths: &[PathBuf],
    playbook: &Playbook,
    options: &Options,
    as_of: Day,
    progress: &mut dyn FnMut(u64, u64),
    look: impl Fn(Batch) -> M + Send + Sync,
    take: impl FnMut(M) -> Result<(), E> + Send,
) -> Result<Option<Passed>, E> {
    let inputs = Input::look_at(paths, options)?;
    let schema = Schema::with_columns(playbook, &options.columns)?;
    let mut passing = Passing {
        schema: &schema,
        playbook,
        as_of,
        look,
        take: Mutex::new(take),
        names: Names::default(),
        noted: Noted::new(options),
        stale: Vec::new(),
        tally: Tally::default(),
    };
    match read_pieces(&inputs, &schema, &mut passing, progress) {
        Err(Halt::Repeated) => return Ok(None),
        Err(Halt::Failed(error)) => return Err(error),
        Ok(()) if passing.names.are_repeated() => return Ok(None),
        Ok(()) => {}
    }
    let tally = passing.tally;
    let mut snapshots = passing.noted.snapshots(&schema, &inputs, playbook);
    snapshots.records_with_fault = snapshots.records_set_aside + tally.faulty;
    snapshots.newest = tally.newest;
    snapshots.records_undated = tally.undated;
    snapshots.account_count = tally.accounts;
    super::repeats::sort_rejects(&mut snapshots);
    let selection = Selection { stale: passing.stale, later: tally.later, ..Selection::default() };
    Ok(Some(Passed { snapshots, selection }))
}

/// Why reading stops.
enum Halt<E> {
    /// An account stands in the data several times.
    Repeated,
    Failed(E),
}

impl<E: From<ReadError>> From<ReadError> for Halt<E> {
    fn from(error: ReadError) -> Self {
        Self::Failed(error.into())
    }
}

/// Accounts on their way.
struct Passing<'s, L, K> {
    schema: &'s Schema<'s>,
    playbook: &'s Playbook,
    as_of: Day,
    look: L,
    /// Pieces are taken one by one; nobody waits here.
    take: Mutex<K>,
    names: Names,
    noted: Noted,
    stale: Vec<(SmolStr, Day)>,
    tally: Tally,
}

/// What is counted of accounts.
#[derive(Clone, Copy, Default)]
struct Tally {
    accounts: usize,
    /// Records with a value that could not be used.
    faulty: u64,
    undated: u64,
    newest: Option<Day>,
    later: usize,
}

/// What is made of a piece.
struct Made<M> {
    made: M,
    names: PieceNames,
    notes: Notes,
    stale: Vec<(SmolStr, Day)>,
    tally: Tally,
}

impl<M, E, L, K> Takes for Passing<'_, L, K>
where
    M: Send,
    E: From<ReadError> + Send,
    L: Fn(Batch) -> M + Send + Sync,
    K: FnMut(M) -> Result<(), E> + Send,
{
    type Made = Made<M>;
    type Error = Halt<E>;
    const KEEPS: bool = false;

    fn begin(&mut self) {}

    fn look(&self, piece: Piece) -> Result<Made<M>, ReadError> {
        let (batch, mut flawed) = match piece.found {
            Found::Rows(rows) => {
                let (batch, _, flawed) = rows.finish();
                (batch, flawed)
            }
            Found::Columns(columns) => (columns.finish(self.schema), Vec::new()),
        };
        flawed.dedup_by_key(|(row, _)| *row);
        let mut tally = Tally {
            accounts: batch.rows,
            faulty: flawed.len() as u64,
            undated: batch.dates.iter().filter(|date| date.is_none()).count() as u64,
            newest: batch.dates.iter().flatten().max().copied(),
            later: 0,
        };
        let names = PieceNames::of(&batch, self.playbook.id_field);
        let mut stale = Vec::new();
        let batch = self.speaking(batch, &mut tally, &mut stale);
        Ok(Made { made: (self.look)(batch), names, notes: piece.notes, stale, tally })
    }

    fn take(&mut self, made: Made<M>, _: usize) -> Result<(), Halt<E>> {
        if !self.names.add(made.names) {
            return Err(Halt::Repeated);
        }
        self.noted.add(made.notes);
        self.stale.extend(made.stale);
        self.tally.add(made.tally);
        let take = self.take.get_mut().unwrap_or_else(PoisonError::into_inner);
        take(made.made).map_err(Halt::Failed)
    }
}

impl<L, K> Passing<'_, L, K> {
    /// The rows that speak for their accounts.
    fn speaking(&self, batch: Batch, tally: &mut Tally, stale: &mut Vec<(SmolStr, Day)>) -> Batch {
        let (as_of, max_age) = (self.as_of, self.playbook.header.max_age);
        let day = |row: usize| batch.dates.get(row).copied().flatten().unwrap_or(as_of);
        let speaks = |row: usize| day(row) <= as_of && !is_stale(day(row), as_of, max_age);
        if (0..batch.rows).all(speaks) {
            return batch;
        }
        let name = |row: usize| batch.columns[self.playbook.id_field].text(row).unwrap_or("");
        for row in (0..batch.rows).filter(|row| !speaks(*row)) {
            if day(row) > as_of {
                tally.later += 1;
            } else {
                stale.push((name(row).into(), day(row)));
            }
        }
        let rows: Vec<usize> = (0..batch.rows).filter(|row| speaks(*row)).collect();
        gather(&batch, &rows)
    }
}

impl Tally {
    fn add(&mut self, more: Self) {
        self.accounts += more.accounts;
        self.faulty += more.faulty;
        self.undated += more.undated;
        self.newest = self.newest.max(more.newest);
        self.later += more.later;
    }
}

/// The names of the accounts of a piece.
struct PieceNames {
    numbers: Vec<u64>,
    first: SmolStr,
    last: SmolStr,
    /// Each is greater than the one before.
    is_ascending: bool,
}

impl PieceNames {
    fn of(batch: &Batch, id: FieldId) -> Self {
        let name = |row: usize| batch.columns.rows().get(id.index()).and_then(|ids| ids.text(row)).unwrap_or("");
        let number = |row: usize| {
            let mut hasher = FxHasher::default();
            hasher.write(name(row).as_bytes());
            hasher.finish()
        };
        Self {
            numbers: (0..batch.rows).map(number).collect(),
            first: name(0).into(),
            last: name(batch.rows.saturating_sub(1)).into(),
            is_ascending: (1..batch.rows).all(|row| name(row - 1) < name(row)),
        }
    }
}

/// A number for each account's name. Two of the same name have the same number; two of different names nearly always different
/// ones, and where they have not, somebody reads the data in another way and finds the same.
#[derive(Default)]
struct Names {
    numbers: Vec<u64>,
    last: SmolStr,
    is_unsorted: bool,
    /// How many there were when it was last looked whether any is there twice.
    looked_at: usize,
}

/// It is not looked more often than at so many more.
const LOOKED_AT: usize = 1 << 14;

impl Names {
    /// Adds the names of the next piece; false where some account is known to be there twice.
    fn add(&mut self, more: PieceNames) -> bool {
        if more.numbers.is_empty() {
            return true;
        }
        let goes_on = self.numbers.is_empty() || self.last < more.first;
        self.is_unsorted |= !(more.is_ascending && goes_on);
        self.numbers.extend(more.numbers);
        self.last = more.last;
        // Each time there are twice as many, so that looking does not cost more than a few times looking at the end.
        !(self.is_unsorted && self.numbers.len() >= 2 * self.looked_at + LOOKED_AT && self.are_repeated())
    }

    /// Whether some account may be there twice.
    fn are_repeated(&mut self) -> bool {
        if !self.is_unsorted {
            return false;
        }
        self.numbers.sort_unstable();
        self.looked_at = self.numbers.len();
        !self.numbers.is_sorted_by(|a, b| a < b)
    }
}
