//! The playbook as a whole.

use super::{Capacity, Card, Expr, Field, Group, Journey, List, Metric, Part, Play, Risk, Score, Signal, Test};
use crate::source::Span;
use crate::types::{
    CardId, ChoiceSet, ChoiceSetId, ExprId, FieldId, GroupId, JourneyId, LetId, ListId, MetricId, PartId, PlayId,
    RiskId, RoleId, ScoreId, SettingId, SignalId, Table, TierId, Value,
};
use smol_str::SmolStr;

/// A checked playbook.
#[derive(Clone, Debug, PartialEq)]
pub struct Playbook {
    /// Name, version, owner, calendar, ages.
    pub header: Header,
    /// Every set of words.
    pub choices: Table<ChoiceSetId, ChoiceSet>,
    /// The account schema.
    pub fields: Table<FieldId, Field>,
    /// The lists of records of an account.
    pub lists: Table<ListId, List>,
    /// The field that names an account.
    pub id_field: FieldId,
    /// The field that revenue is added up from.
    pub revenue_field: FieldId,
    /// True once the customer has left.
    pub ends_when: Option<Expr>,
    /// Settings.
    pub settings: Table<SettingId, Setting>,
    /// Roles.
    pub roles: Table<RoleId, Role>,
    /// Named expressions.
    pub lets: Table<LetId, Let>,
    /// Tiers.
    pub tiers: Table<TierId, Tier>,
    /// Scorecards; `health` first where there is one.
    pub cards: Table<CardId, Card>,
    /// Their parts.
    pub parts: Table<PartId, Part>,
    /// Custom scores.
    pub scores: Table<ScoreId, Score>,
    /// Journeys.
    pub journeys: Table<JourneyId, Journey>,
    /// Risks.
    pub risks: Table<RiskId, Risk>,
    /// Plays.
    pub plays: Table<PlayId, Play>,
    /// Groups of plays. Invariant: `order` has the plays of a group in the order of its list.
    pub groups: Table<GroupId, Group>,
    /// Plays of former days: state under these names is dropped knowingly.
    pub retired_plays: Vec<SmolStr>,
    /// Journeys of former days, likewise.
    pub retired_journeys: Vec<SmolStr>,
    /// Metrics.
    pub metrics: Table<MetricId, Metric>,
    /// Signals.
    pub signals: Table<SignalId, Signal>,
    /// How much people can do; one at most for each role. Nothing computed depends on them.
    pub capacities: Vec<Capacity>,
    /// Every declaration, each after all that it reads.
    pub order: Vec<Declaration>,
    /// Tests. Nothing computed depends on them: who only runs the playbook empties the list.
    pub tests: Vec<Test>,
    /// How many expressions there are: ids are below it.
    pub expressions: ExprId,
}

/// A declaration that is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Declaration {
    Let(LetId),
    Tier(TierId),
    Part(PartId),
    Score(ScoreId),
    Journey(JourneyId),
    Risk(RiskId),
    Play(PlayId),
}

/// The header.
#[derive(Clone, Debug, PartialEq)]
pub struct Header {
    /// The playbook's name.
    pub name: SmolStr,
    /// Its title; the name where none was given.
    pub title: SmolStr,
    /// `1.0.0`.
    pub version: Option<SmolStr>,
    /// Who answers for it.
    pub owner: Option<SmolStr>,
    /// An IANA time zone.
    pub timezone: Option<SmolStr>,
    /// The path of the calendar file, as written.
    pub calendar: Option<(SmolStr, Span)>,
    /// In days: an older snapshot no longer speaks for the account.
    pub max_age: Option<f64>,
    /// In days: absent this long, runs close as `gone`.
    pub absent_after: Option<f64>,
    /// In days: unknown this long pauses a clock.
    pub gaps: Option<f64>,
    /// Its name in the source.
    pub span: Span,
}

/// A setting.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// Its name.
    pub name: SmolStr,
    /// The sentence.
    pub sentence: Option<SmolStr>,
    /// What it was called before.
    pub formerly: Option<SmolStr>,
    /// Its value; `None` where who extends this playbook must set it: such a playbook does not run by itself.
    pub value: Option<Value>,
    /// The smallest and the largest value allowed, as numbers (percent as a fraction, dates as days); infinite where only
    /// the other one is given.
    pub range: Option<(f64, f64)>,
    /// The kind of its value.
    pub ty: crate::types::Type,
    /// Its name in the source.
    pub span: Span,
}

/// A role: who that is for an account, as a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Role {
    /// Its name.
    pub name: SmolStr,
    /// A text.
    pub value: Expr,
    /// Its name in the source.
    pub span: Span,
}

/// A named expression.
#[derive(Clone, Debug, PartialEq)]
pub struct Let {
    /// Its name.
    pub name: SmolStr,
    /// The sentence.
    pub sentence: Option<SmolStr>,
    /// Its value.
    pub value: Expr,
    /// Its name in the source.
    pub span: Span,
}

/// A tier: the first row that is true; an unknown row above it makes it unknown.
#[derive(Clone, Debug, PartialEq)]
pub struct Tier {
    /// Its name.
    pub name: SmolStr,
    /// The sentence.
    pub sentence: Option<SmolStr>,
    /// The rows' words, first row lowest.
    pub set: ChoiceSetId,
    /// The word of `rows[i]` has the number i.
    pub rows: Vec<TierRow>,
    /// Its name in the source.
    pub span: Span,
}

/// A row of a tier.
#[derive(Clone, Debug, PartialEq)]
pub struct TierRow {
    /// Its word.
    pub name: SmolStr,
    /// `None` is `otherwise`.
    pub condition: Option<Expr>,
}
