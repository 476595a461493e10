//! Text to untyped tree: grammar, parse with recovery. The only room that sees pest.

pub mod tree;
