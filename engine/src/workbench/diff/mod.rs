//! Two versions of a playbook: what the change makes of accounts.
//!
//! | file | does |
//! |---|---|
//! | `decided` | keeps what a playbook decides of accounts, by names |
//! | `compare` | finds the accounts that two versions decide otherwise, and in what |
//! | `summary` | adds up what that comes to |
//! | `items` | finds what two versions say differently, clause by clause |
//! | `attribute` | tries each such change by itself, to know which one makes which difference |
//! | `history` | the same over the dates of a history, with state |
//!
//! Who holds one version against many keeps its [`Decided`]: it does not need the program any more.

mod attribute;
mod compare;
mod decided;
mod history;
mod items;
mod summary;

pub use attribute::{Cause, Decide, Shown, attribute, attribute_by};
pub use compare::{Changed, Difference, Former, by_account, compare};
pub use decided::{Action, Decided, Kind, Subject, decide, same_schema};
pub use history::{Over, Side, attribute_over, over};
pub use items::{Effect, Item, items};
pub use summary::{Affected, Move, Summary, witness};
