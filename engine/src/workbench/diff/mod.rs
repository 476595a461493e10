//! Two versions of a playbook: what the change makes of accounts.
//!
//! | file | does |
//! |---|---|
//! | `decided` | keeps what a playbook decides of accounts, by names |
//! | `former` | knows what things were called in the old version |
//! | `compare` | finds the accounts that two versions decide otherwise, and in what |
//! | `summary` | adds up what that comes to |
//! | `items` | finds what two versions say differently, clause by clause |
//! | `renamed` | reads the new version with the old names |
//! | `calendar` | finds the days that are business days in one of the versions only |
//! | `attribute` | tries each such change by itself, to know which one makes which difference |
//! | `history` | the same over the dates of a history, with state |
//! | `generated` | the same over accounts made at the boundaries of both |
//!
//! Who holds one version against many keeps its [`Decided`]: it does not need the program any more.

mod attribute;
mod calendar;
mod compare;
mod decided;
mod former;
mod generated;
mod history;
mod items;
mod renamed;
mod summary;

pub use attribute::{Cause, Decide, Shown, attribute, attribute_by};
pub use calendar::{Days, calendar_item, days};
pub use compare::{Changed, Difference, by_account, compare};
pub use decided::{Action, Decided, Kind, Subject, decide, same_schema};
pub use former::Former;
pub use generated::{Edition, Generated, ShownBy, generated};
pub use history::{Over, Side, attribute_over, over};
pub use items::{Effect, Item, Whose, items};
pub use summary::{Affected, Move, Summary, witness};
