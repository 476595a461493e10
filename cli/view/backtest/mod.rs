//! A backtest as people, programs and browsers see it. It says what was followed by what, never what caused it.

mod capacities;
mod html;
mod json;
mod text;

pub use html::html;
pub use json::json;
pub use text::text;

use stageplay_dsl::types::Day;

/// What was tested.
pub struct About<'a> {
    pub playbook: &'a str,
    /// The field of the outcomes.
    pub outcome: &'a str,
    pub until: Day,
    /// Records that could not be used.
    pub set_aside: u64,
}

/// A share of a hundred; `–` of nothing.
fn percent(share: Option<f64>) -> String {
    share.map_or_else(|| "–".into(), |share| format!("{:.1}%", share * 100.0))
}
