//! What a version makes of the accounts, and what is not as it was in the last good one.

use super::inputs::Data;
use crate::accounts;
use crate::args::AccountsArgs;
use crate::exit::Fault;
use crate::playbook::Ready;
use stageplay_engine::read::{self, Columns};
use stageplay_engine::workbench::diff::{self, Changed, Decided, Former, Summary};

/// Of those set aside only counts are told.
const REJECTS_IN_MEMORY: usize = 0;

/// The last version without mistakes whose tests passed.
pub struct Good {
    pub ready: Ready,
    pub decided: Option<Decided>,
    /// The data that was decided.
    pub data: Data,
    /// When it was looked at, for people.
    pub at: String,
}

/// The accounts under a version.
pub struct Moved {
    pub decided: Decided,
    /// What is not as it was, and since when; `None` where there is no earlier good version.
    pub since: Option<Since>,
}

/// What is not as it was in an earlier version.
pub struct Since {
    /// When that was looked at.
    pub at: String,
    pub summary: Summary,
    pub witness: Option<Changed>,
}

/// Which accounts are looked at.
pub struct Accounts {
    pub args: AccountsArgs,
    pub columns: Columns,
}

impl Accounts {
    /// Decides the accounts.
    pub fn decided(&self, ready: &Ready) -> Result<Decided, Fault> {
        let columns = self.columns.clone();
        let options = read::Options { most_rejects: Some(REJECTS_IN_MEMORY), columns, ..read::Options::default() };
        let book = accounts::read(&self.args, &ready.program.playbook, &options)?;
        let Ready { program, calendar, .. } = ready;
        Ok(accounts::decided(program, calendar.as_ref(), &book.snapshots, &book.selection, book.as_of))
    }

    /// Decides the accounts, and holds that against the last good version.
    pub fn moved(&self, ready: &Ready, good: Option<&Good>) -> Result<Moved, Fault> {
        let decided = self.decided(ready)?;
        let since = good.and_then(|good| Some((good, good.decided.as_ref()?))).map(|(good, before)| {
            let former = Former::of(&ready.program.playbook).since(&good.ready.program.playbook);
            let changed = diff::compare(before, &decided, &former);
            let witness = diff::witness(&changed).cloned();
            Since { at: good.at.clone(), summary: Summary::of(&changed), witness }
        });
        Ok(Moved { decided, since })
    }
}
