//! The Stageplay engine.
pub mod column;
