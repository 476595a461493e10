//! Kernels: one loop per operation over a chunk of rows, one file per family.
//!
//! They know columns and nothing else: no graph, no playbook. Loops run over blocks of 64 rows, a word of the
//! bitmaps each, so that the compiler can use vector instructions. A value whose known bit is zero is finite
//! and means nothing; a result that is not finite clears the bit.

pub mod choose;
pub mod compare;
pub mod date;
pub mod instructions;
mod lanes;
pub mod list;
pub mod logic;
pub mod mean;
pub mod number;
pub mod scale;
pub mod scripted;

pub use lanes::Lanes;

#[cfg(test)]
mod tests;
