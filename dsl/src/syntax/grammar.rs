//! The generated parser.

#[derive(pest_derive::Parser)]
#[grammar = "syntax/grammar.pest"]
#[grammar = "syntax/plays.pest"]
#[grammar = "syntax/grammar_tests.pest"]
pub(super) struct Playbook;
