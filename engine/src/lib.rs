//! The Stageplay engine.
pub mod column;
pub mod read;
