//! The Stageplay language.
pub mod diagnostic;
pub mod report;
pub mod source;
pub mod syntax;
pub mod typed;
pub mod types;
