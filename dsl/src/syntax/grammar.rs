//! The generated parser.

#[derive(pest_derive::Parser)]
#[grammar = "syntax/grammar.pest"]
#[grammar = "syntax/plays.pest"]
pub(super) struct Playbook;
