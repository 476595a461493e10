//! A playbook's text as declarations and clauses, each with a stable name, so that two versions can be held against
//! each other and one clause be changed without touching the rest.
//!
//! | file | does |
//! |---|---|
//! | `part` | cuts a file into named parts |
//! | `version` | keeps a playbook's files, changes their text and compiles it |
//! | `normal` | writes what it says in a form that layout does not change |
//! | `condition` | says of two conditions whether one implies the other |
//!
//! Nothing here knows what a clause means but `condition`, which reads operators.

pub mod condition;
mod normal;
mod part;
mod version;

pub use normal::normal;
pub use part::{Part, outline};
pub use version::{Edit, Version};
