//! Columns: the account data of a batch, and the values of a chunk of rows while it is evaluated.
//!
//! Values and a bitmap of which are known; conditions are two bitmaps, true and known. Nothing here knows
//! what is computed.

mod batch;
mod bits;
mod calendar;
mod cause;
mod gather;
mod list;
mod made;
mod plain;
mod slot;

pub use batch::{Batch, Column, Flaw};
pub use bits::Bits;
pub use calendar::{Calendar, CalendarError};
pub use cause::Cause;
pub use gather::{gather, gather_column, gather_flaws};
pub use list::ListColumn;
pub use made::made;
pub use plain::{is_hostile, plain, plain_cut};
pub use slot::{Codes, Numbers, Slot, SlotKind, Truths};
