//! What an author tries a playbook on before it decides about customers: made-up accounts, edges, other versions, the
//! past. Accounts are decided by the same step as in a run; what is here compares, counts and tells.

pub mod backtest;
pub mod clauses;
pub mod coverage;
pub mod diff;
pub mod edges;
pub mod mutate;
pub mod past;
pub mod record;
pub mod sample;
pub mod test;
