//! The typed playbook: plain data, every name resolved, every unit checked.
//!
//! Nothing here knows how it was written: comments, order of clauses and spelling are gone; spans stay
//! so that messages and explanations can point at the source.

mod account;
mod capacity;
mod expression;
mod group;
mod health;
mod journey;
mod play;
mod playbook;
mod portfolio;
mod risk;
mod score;
mod show;
mod test;
mod walk;

pub use account::{Field, FieldKind, List, Stale};
pub use capacity::Capacity;
pub use expression::{Aggregate, Arithmetic, Comparison, Criterion, Expr, ExprKind, StageEdge, Template, TemplatePart};
pub use group::{Group, GroupKind};
pub use health::{Band, Card, Limit, LimitTo, MissingPolicy, Part, PartKind, Scale, Step};
pub use journey::{Friction, Journey, Measure, Stage};
pub use play::{
    Again, Distance, DistanceUnit, Due, Each, Effect, Escalation, EscalationTrigger, IfCleared, Period, Play, Side,
    Task, Trigger, UpdateValue,
};
pub use playbook::{Declaration, Header, Let, Playbook, Role, Setting, Tier, TierRow};
pub use portfolio::{Answer, Measured, Metric, Signal, Threshold};
pub use risk::{Level, Risk};
pub use score::{Param, Score, ScoreBody};
pub use show::{show, show_setting, show_words};
pub use test::{
    Borrowed, Expectation, Expected, Occurrence, Occurs, Responsible, Series, SeriesPart, Suppressor, Test, TestDay,
    TestDeed, TestEvent,
};

// The words of the tree that mean the same here.
pub use crate::syntax::tree::{Activation, Direction, Kept, LimitKind, ListQuantifier, Move, Reach, Times, Trend};
