//! A slow evaluator, one account at a time, written from the language's meaning and not from the engine;
//! a generator of random playbooks and accounts; and the properties that tie the engine to both.
//!
//! Nothing here may call the engine's own arithmetic: two copies of one mistake agree.

mod agree;
mod batch;
mod by_hand;
mod calendar;
mod case;
mod condition;
mod decided;
mod detail;
mod draw;
mod evaluator;
mod explained;
mod expression;
mod expressions;
mod field;
mod group;
mod health;
mod indicator;
mod journey;
mod list;
mod number;
mod outcome;
mod past;
mod play;
mod play_group;
mod play_run;
mod play_trigger;
mod portfolio;
pub(crate) mod random;
mod recall;
mod rests;
mod risk;
mod score;
mod tier;
mod timeline;
mod timelines;
mod value;

use batch::batch;
use decided::{Decided, Placed, PlayOutcome, Walked};
use evaluator::decide;
use value::{Account, Known};
