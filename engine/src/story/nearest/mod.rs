//! The nearest change of an account that turns a condition.
//!
//! | file | does |
//! |---|---|
//! | `change` | changes an account, and makes changed copies of it |
//! | `values` | says which values a place may take, and how far they are apart |
//! | `sight` | says what turns when an account changes |
//! | `sweep` | finds the values of each place at which something turns |
//! | `search` | finds the nearest ones that reach what is wanted |
//!
//! Nothing here knows what a condition means: candidates are evaluated together, as rows of one batch, by the step that
//! decides about accounts.

mod change;
mod search;
mod sight;
mod sweep;
mod values;

pub use change::{Change, Place, changed};
pub use search::{Goal, Move, Nearest, nearest, reaching};
pub(crate) use sight::{Seen, Sights};
pub use sight::{State, Watched};
pub use sweep::Why;
pub(crate) use sweep::{Bench, Turn};
pub use values::Range;
