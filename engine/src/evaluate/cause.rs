//! Why a value is unknown.

use super::Frame;
use crate::column::{Batch, Cause};
use crate::graph::{NodeId, Program};
use stageplay_dsl::types::FieldId;

/// Why a value is unknown, and where that begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// Why.
    pub cause: Cause,
    /// The node where it begins.
    pub node: NodeId,
    /// The field, where it begins with one.
    pub field: Option<FieldId>,
}
