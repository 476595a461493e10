//! The untyped tree: what was written, one file per construct, with the place of every part.
//!
//! Nothing here knows whether a name exists or a unit fits. Where the author wrote a clause twice both
//! are kept, in order; `check/` complains.

mod account;
mod capacity;
mod expression;
mod extend;
mod group;
mod health;
mod journey;
mod play;
mod playbook;
mod portfolio;
mod risk;
mod score;
mod test;
mod word;

pub use account::{Account, Choice, Field, FieldType, Group, List, Member, Modifier, Stale, TypeKind};
pub use capacity::{Capacity, CapacityClause, CapacityOf};
pub use expression::{
    Arm, BinaryOp, Criterion, Direction, Expr, ExprKind, IsTest, ListQuantifier, Move, NumberLiteral, Quantifier,
    Trend, Unit, UnitWord,
};
pub use extend::{Body, Verb, VerbKind};
pub use group::{PlayGroup, PlayGroupKind, Retired, RetiredWhat};
pub use health::{
    Band, Card, CardClause, Indicator, Limit, LimitKind, LimitTo, MissingPolicy, Part, PartClause, PartKind, Points,
    Scale, Step, StepBound,
};
pub use journey::{Friction, Journey, JourneyClause, Measure, Stage, StageClause};
pub use play::{
    Activation, Again, Due, Each, Effect, Escalation, EscalationTrigger, IfCleared, Play, PlayClause, Task, Trigger,
    UpdateValue,
};
pub use playbook::{Allow, Header, HeaderClause, Item, Let, Module, Role, Setting, Tier, TierRow};
pub use portfolio::{Kept, Metric, MetricValue, Signal, Threshold, ThresholdOf};
pub use risk::{Risk, RiskClause};
pub use score::{Param, Score, ScoreBody};
pub use test::{
    Assigned, Assignment, Day, DayClause, Deed, Event, Expectation, Expected, Occurrence, Occurs, Reach, Series,
    SeriesPart, SeriesStep, Test, TestClause, Times,
};
pub use word::{Name, Path, Template, TemplatePart, Text};
