//! Custom scores in rhai: the sandbox, the compiled script, and what is wrong with one.
//!
//! The only room that sees rhai. It knows the typed playbook and nothing of graphs or columns: a script gets
//! its variables for one account and gives a number.

mod check;
mod compiled;
mod samples;
mod sandbox;

pub use check::check;
pub use compiled::{Fault, Script, ScriptValue, Session};

#[cfg(test)]
mod tests;
