//! A slow evaluator, one account at a time, written from the language's meaning and not from the engine;
//! a generator of random playbooks and accounts; and the properties that tie the engine to both.
//!
//! Nothing here may call the engine's own arithmetic: two copies of one mistake agree.

mod calendar;
mod condition;
mod decided;
mod draw;
mod evaluator;
mod expression;
mod field;
mod group;
mod health;
mod indicator;
mod journey;
mod number;
mod play;
mod play_trigger;
mod random;
mod risk;
mod score;
mod tier;
mod value;

pub(crate) use decided::{Decided, Placed, PlayOutcome};
pub(crate) use evaluator::decide;
pub(crate) use value::{Account, Known};
