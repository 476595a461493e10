//! The Stageplay language.
pub mod check;
pub mod diagnostic;
pub mod report;
pub mod resolve;
pub mod source;
pub mod syntax;
pub mod typed;
pub mod types;
