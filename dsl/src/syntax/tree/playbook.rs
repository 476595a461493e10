//! A file's items, the header, roles, settings, lets and tiers.

use super::{
    Account, Capacity, Card, Expr, FieldType, Journey, Metric, Name, Play, PlayClause, PlayGroup, Retired, Risk, Score,
    Signal, Test, Text, Verb,
};
use crate::source::{SourceId, Span};

/// One parsed file.
#[derive(Clone, Debug, PartialEq)]
pub struct Module {
    /// The file.
    pub source: SourceId,
    /// Its items in order.
    pub items: Vec<Item>,
    /// Names seen in text that did not parse: `check/` stays silent about them.
    pub lost: Vec<smol_str::SmolStr>,
}

/// What may stand in column 0.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the names are the keywords")]
pub enum Item {
    Playbook(Header),
    Roles(Vec<Role>),
    Setting(Setting),
    Account(Account),
    Let(Let),
    Tier(Tier),
    /// `health { … }` or `scorecard NAME { … }`.
    Card(Card),
    Score(Score),
    Journey(Journey),
    Risk(Risk),
    Play(Play),
    /// `one at a time`, `first of`, `limit`.
    PlayGroup(PlayGroup),
    /// `retired play OLD`.
    Retired(Retired),
    /// `allow SP0702 "reason"`.
    Allow(Allow),
    /// `defaults play { … }`.
    DefaultsPlay {
        /** In order. */
        clauses: Vec<PlayClause>,
        /** The header words. */
        span: Span,
    },
    Test(Test),
    Metric(Metric),
    Signal(Signal),
    /// `capacity ROLE { … }`.
    Capacity(Capacity),
}

/// `allow SP0702 "reason"`: a lint that is meant so in this file.
#[derive(Clone, Debug, PartialEq)]
pub struct Allow {
    /// `SP0702`.
    pub code: Name,
    /// Why.
    pub reason: Text,
}

/// `playbook NAME "title" { … }`.
#[derive(Clone, Debug, PartialEq)]
pub struct Header {
    /// NAME.
    pub name: Name,
    /// `extends "TEMPLATE"`.
    pub extends: Option<Text>,
    /// The title.
    pub title: Option<Text>,
    /// In order.
    pub clauses: Vec<HeaderClause>,
    /// What it changes of the template, in order.
    pub verbs: Vec<Verb>,
    /// From the keyword to the closing brace.
    pub span: Span,
}

/// Clauses of the header.
#[derive(Clone, Debug, PartialEq)]
pub enum HeaderClause {
    /// `version 1.0.0`.
    Version(Text),
    /// `owner "…"`.
    Owner(Text),
    /// `timezone "…"`.
    Timezone(Text),
    /// `calendar "file"`.
    Calendar(Text),
    /// `max age 31 days`.
    MaxAge(Expr),
    /// `absent after 7 days`.
    AbsentAfter(Expr),
    /// `gaps up to 3 days pause`.
    Gaps(Expr),
}

/// `csm = owner.csm if missing "queue"`.
#[derive(Clone, Debug, PartialEq)]
pub struct Role {
    /// The role.
    pub name: Name,
    /// A text.
    pub value: Expr,
}

/// `setting NAME = VALUE between LOW and HIGH "sentence"`, `setting NAME TYPE required "sentence"`.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// NAME.
    pub name: Name,
    /// `formerly OLD`.
    pub formerly: Option<Name>,
    /// TYPE.
    pub ty: Option<FieldType>,
    /// VALUE; there is a type or a value, or both.
    pub value: Option<Expr>,
    /// What the playbook that extends this one sets it to.
    pub set: Option<Expr>,
    /// LOW and HIGH.
    pub between: Option<(Expr, Expr)>,
    /// The sentence.
    pub sentence: Option<Text>,
}

/// `let NAME = VALUE "sentence"`.
#[derive(Clone, Debug, PartialEq)]
pub struct Let {
    /// NAME.
    pub name: Name,
    /// `formerly OLD`.
    pub formerly: Option<Name>,
    /// VALUE.
    pub value: Expr,
    /// The sentence.
    pub sentence: Option<Text>,
}

/// `tier NAME "sentence" { … }`: the first true row.
#[derive(Clone, Debug, PartialEq)]
pub struct Tier {
    /// NAME.
    pub name: Name,
    /// `formerly OLD`.
    pub formerly: Option<Name>,
    /// The sentence.
    pub sentence: Option<Text>,
    /// In order.
    pub rows: Vec<TierRow>,
}

/// `early: when C` or `late: otherwise`.
#[derive(Clone, Debug, PartialEq)]
pub struct TierRow {
    /// The tier's word.
    pub name: Name,
    /// `None` is `otherwise`.
    pub condition: Option<Expr>,
}
