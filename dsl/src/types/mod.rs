//! Types, units, tables of named things, and the built-in functions.
//!
//! Nothing here knows how a playbook is written.

mod calendar_day;
mod choice;
mod digits;
mod function;
mod kind;
mod show;
mod table;
mod value;

pub use calendar_day::{Day, day_of, parse_day, show_day, whole_day};
pub use choice::{ChoiceSet, Word};
pub use function::Function;
pub use kind::Type;
pub use show::{show_apart, show_brief, show_number, show_points, show_score, show_value};
pub use table::{
    CardId, ChoiceSetId, ExprId, FieldId, GroupId, Id, JourneyId, LetId, ListId, MetricId, PartId, PlayId, RiskId,
    RoleId, ScoreId, SettingId, SignalId, Table, TierId,
};
pub use value::Value;
