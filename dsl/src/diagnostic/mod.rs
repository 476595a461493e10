//! What can be said about a playbook: one value for every message, and the sink that collects them.
//!
//! This room does not know how a message is shown; `report/` does that.

mod code;
mod message;
pub mod near;

pub use code::{CODES, Code, describe};
pub use message::{Diagnostic, Diagnostics, Fix, Label, Severity};
