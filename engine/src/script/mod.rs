//! Custom scores in rhai: the sandbox, the compiled script, what is wrong with one, and what one without loops
//! computes, as a formula.
//!
//! The only room that sees rhai. It knows the typed playbook and nothing of graphs or columns: a script gets
//! its variables for one account and gives a number.

mod check;
mod compiled;
mod formula;
mod samples;
mod sandbox;
mod translate;
mod way;

pub use check::check;
pub use compiled::{Fault, Script, ScriptValue, Session};
pub use formula::{Formula, Term, TermId};
pub use way::Way;

#[cfg(test)]
mod tests;
