//! How much somebody can do.

use crate::source::Span;
use crate::types::RoleId;

/// How much each person of a role can do, at most. Nothing is decided by it.
#[derive(Clone, Debug, PartialEq)]
pub struct Capacity {
    /// The role.
    pub role: RoleId,
    /// Plays open at once.
    pub open_plays: Option<f64>,
    /// Plays that open in a week.
    pub new_plays: Option<f64>,
    /// Hours of the tasks that are created in a week.
    pub effort_hours: Option<f64>,
    /// Its name in the source.
    pub span: Span,
}
