//! What a playbook and its mutant read when they decide, pair by pair: where each pair of values is the same, everything
//! is decided in the same way.
//!
//! Both have to be of one shape: the same declarations with the same clauses, which differ in nothing but what
//! expressions compute. Every field of what a playbook is made of is named here, so that a new one cannot be forgotten. What
//! only computes values (the inside of `let`s, tiers, scores and the parts of a scorecard) is left out: it shows in what is
//! read. So is what is only told: sentences, texts, metrics.

use super::walk::Walk;
use stageplay_dsl::source::Span;
use stageplay_dsl::typed::{
    Activation, Again, Band, Borrowed, Card, Distance, DistanceUnit, Due, Each, Escalation, EscalationTrigger,
    Expectation, Expected, Expr, Group, GroupKind, Header, IfCleared, Journey, Level, Limit, LimitKind, LimitTo, Param,
    Part, PartKind, Period, Play, Playbook, Reach, Risk, Role, Score, ScoreBody, Series, Side, Stage, Task, Test,
    TestDay, TestEvent, Trigger,
};
use stageplay_dsl::types::{CardId, ChoiceSetId, FieldId, Id, ListId, PartId, PlayId, RoleId, Table};

/// Something that a playbook and its mutant both have.
pub(super) trait Shape {
    /// Whether both are of one shape. Expressions are noted in pairs.
    fn same(&self, other: &Self, walk: &mut Walk<'_>) -> bool;
}

/// Things that are the same when they are equal.
macro_rules! plain {
    ($($name:ty),* $(,)?) => {$(
        impl Shape for $name {
            fn same(&self, other: &Self, _: &mut Walk<'_>) -> bool {
                self == other
            }
        }
    )*};
}

plain!(
    bool,
    f64,
    u16,
    u32,
    i32,
    usize,
    smol_str::SmolStr,
    CardId,
    ChoiceSetId,
    FieldId,
    ListId,
    PartId,
    PlayId,
    RoleId,
    LimitKind,
    Period,
    DistanceUnit,
    Side,
    Activation,
    Reach,
    Borrowed,
    Series,
);

/// Things that are the same when some of their fields are.
macro_rules! shape {
    ($($name:ident { $($read:ident),* } but { $($left:ident),* })*) => {$(
        impl Shape for $name {
            fn same(&self, other: &Self, walk: &mut Walk<'_>) -> bool {
                let $name { $($read,)* $($left: _,)* } = self;
                let mut all = true;
                $(all &= $read.same(&other.$read, walk);)*
                all
            }
        }
    )*};
}

shape! {
    Header { name, timezone, max_age, absent_after, gaps } but { title, version, owner, calendar, span }
    Role { name, value } but { span }
    Card { name, root, known_at_least, limits, bands, band_set } but { sentence, span }
    Limit { kind, to, condition } but { sentence, span }
    Band { name, from, until_below } but { span }
    Part { name, path, card, kind } but { sentence, weight, applies_when, span }
    Score { name, formerly, low, high, higher_is_worse, body } but { sentence, span }
    Param { name } but { value }
    Journey { name, formerly, stage_set, applies_when, start_in, stages, retired } but { sentence, span }
    Stage {
        name, formerly, owner, clock_from, enter, exit, holds_while, interrupts_while, back_to, after, target, stuck_after
    } but { sentence, measures, expected, friction, span }
    Risk { name, formerly, level_set, levels, clears_after } but { sentence, cause, span }
    Level { name, condition } but { }
    Each { list, variable, keep, key } but { span }
    Task { name, formerly, owner, due, effort_hours, side, when, level, done_when } but { title, span }
    Distance { amount, unit } but { }
    Group { name, kind, plays } but { sentence, span }
    Test { name, account, every, series, days } but { sentence, span }
    TestDay { reach, day, set, without, borrowed, events, expects } but { span }
    Expectation { expected } but { span }
}

impl Shape for Playbook {
    fn same(&self, other: &Self, walk: &mut Walk<'_>) -> bool {
        let Self {
            header,
            choices,
            // Whether both read data in one way is asked of the programs.
            fields: _,
            lists: _,
            id_field: _,
            revenue_field: _,
            ends_when,
            settings: _,
            roles,
            lets,
            tiers,
            cards,
            parts,
            scores,
            journeys,
            risks,
            plays,
            groups,
            // Nothing is decided by them.
            capacities: _,
            retired_plays,
            retired_journeys,
            metrics: _,
            signals: _,
            // So is the order in which they decide.
            order: _,
            tests,
            expressions: _,
        } = self;
        *choices == other.choices
            && (lets.len(), tiers.len()) == (other.lets.len(), other.tiers.len())
            && header.same(&other.header, walk)
            && ends_when.same(&other.ends_when, walk)
            && roles.same(&other.roles, walk)
            && cards.same(&other.cards, walk)
            && parts.same(&other.parts, walk)
            && scores.same(&other.scores, walk)
            && journeys.same(&other.journeys, walk)
            && risks.same(&other.risks, walk)
            && plays.iter().zip(other.plays.iter()).all(|((id, one), (_, other))| same_play(id, one, other, walk))
            && plays.len() == other.plays.len()
            && groups.same(&other.groups, walk)
            && (retired_plays, retired_journeys) == (&other.retired_plays, &other.retired_journeys)
            && tests.same(&other.tests, walk)
    }
}

/// What is asked about runs only is asked only where there is one, before an evaluation or after it.
fn same_play(id: PlayId, one: &Play, other: &Play, walk: &mut Walk<'_>) -> bool {
    let Play {
        name,
        formerly,
        title: _,
        state_set,
        each,
        trigger,
        holds_for,
        unless,
        succeeds,
        if_cleared,
        expires,
        again,
        priority,
        owner,
        activation,
        tasks,
        escalations,
        on_opening: _,
        on_success: _,
        on_clearing: _,
        on_closing: _,
        span: _,
    } = one;
    let always = name == &other.name
        && formerly == &other.formerly
        && state_set == &other.state_set
        && each.same(&other.each, walk)
        && trigger.same(&other.trigger, walk)
        && unless.same(&other.unless, walk)
        && walk.reads_same_plays(unless.as_ref(), other.unless.as_ref())
        && owner.same(&other.owner, walk)
        && activation.same(&other.activation, walk);
    let inside = |walk: &mut Walk<'_>| {
        holds_for.same(&other.holds_for, walk)
            && succeeds.is_some() == other.succeeds.is_some()
            && succeeds.iter().zip(&other.succeeds).all(|(one, other)| walk.inside(one, other))
            && if_cleared.same(&other.if_cleared, walk)
            && expires.same(&other.expires, walk)
            && again.same(&other.again, walk)
            && priority.same(&other.priority, walk)
            && tasks.same(&other.tasks, walk)
            && escalations.same(&other.escalations, walk)
    };
    always && walk.of_runs(id, inside)
}

impl Shape for Expr {
    fn same(&self, other: &Self, walk: &mut Walk<'_>) -> bool {
        walk.read(self, other);
        true
    }
}

impl Shape for Span {
    fn same(&self, _: &Self, _: &mut Walk<'_>) -> bool {
        true
    }
}

impl<T: Shape> Shape for Option<T> {
    fn same(&self, other: &Self, walk: &mut Walk<'_>) -> bool {
        match (self, other) {
            (Some(one), Some(other)) => one.same(other, walk),
            (None, None) => true,
            _ => false,
        }
    }
}

impl<T: Shape> Shape for Vec<T> {
    fn same(&self, other: &Self, walk: &mut Walk<'_>) -> bool {
        self.len() == other.len() && self.iter().zip(other).all(|(one, other)| one.same(other, walk))
    }
}

impl<I: Id, T: Shape> Shape for Table<I, T> {
    fn same(&self, other: &Self, walk: &mut Walk<'_>) -> bool {
        let mut both = self.rows().iter().zip(other.rows());
        self.len() == other.len() && both.all(|(one, other)| one.same(other, walk))
    }
}

impl<A: Shape, B: Shape> Shape for (A, B) {
    fn same(&self, other: &Self, walk: &mut Walk<'_>) -> bool {
        self.0.same(&other.0, walk) && self.1.same(&other.1, walk)
    }
}

impl Shape for stageplay_dsl::types::Value {
    fn same(&self, other: &Self, _: &mut Walk<'_>) -> bool {
        self == other
    }
}

impl Shape for LimitTo {
    fn same(&self, other: &Self, _: &mut Walk<'_>) -> bool {
        match (self, other) {
            // Shows in the points.
            (Self::Value(_), Self::Value(_)) => true,
            (Self::Band(one), Self::Band(other)) => one == other,
            _ => false,
        }
    }
}

impl Shape for PartKind {
    fn same(&self, other: &Self, _: &mut Walk<'_>) -> bool {
        match (self, other) {
            (Self::Group(one), Self::Group(other)) => one == other,
            (
                Self::Indicator { value: _, scale: _, missing: _ },
                Self::Indicator { value: _, scale: _, missing: _ },
            ) => true,
            _ => false,
        }
    }
}

impl Shape for ScoreBody {
    fn same(&self, other: &Self, walk: &mut Walk<'_>) -> bool {
        match (self, other) {
            (Self::Expr(_), Self::Expr(_)) => true,
            (Self::Script { params, text, span: _ }, Self::Script { params: others, text: other, span: _ }) => {
                text == other && params.same(others, walk)
            }
            _ => false,
        }
    }
}

impl Shape for Trigger {
    fn same(&self, other: &Self, walk: &mut Walk<'_>) -> bool {
        match (self, other) {
            (Self::When(one), Self::When(other)) | (Self::Once(one), Self::Once(other)) => one.same(other, walk),
            (
                Self::Every { period, anchor, when },
                Self::Every { period: other_period, anchor: other_anchor, when: other_when },
            ) => period.same(other_period, walk) && anchor.same(other_anchor, walk) && when.same(other_when, walk),
            _ => false,
        }
    }
}

impl Shape for IfCleared {
    fn same(&self, other: &Self, walk: &mut Walk<'_>) -> bool {
        match (self, other) {
            (Self::Keep, Self::Keep) => true,
            (Self::CloseAfter(one), Self::CloseAfter(other)) => one.same(other, walk),
            _ => false,
        }
    }
}

impl Shape for Again {
    fn same(&self, other: &Self, walk: &mut Walk<'_>) -> bool {
        match (self, other) {
            (Self::Never, Self::Never) => true,
            (Self::After(one), Self::After(other)) => one.same(other, walk),
            _ => false,
        }
    }
}

impl Shape for Due {
    fn same(&self, other: &Self, walk: &mut Walk<'_>) -> bool {
        match (self, other) {
            (Self::In(one), Self::In(other)) => one.same(other, walk),
            (Self::After { distance, task }, Self::After { distance: other, task: other_task }) => {
                task == other_task && distance.same(other, walk)
            }
            (Self::Before { distance, date }, Self::Before { distance: other, date: other_date }) => {
                distance.same(other, walk) && date.same(other_date, walk)
            }
            _ => false,
        }
    }
}

impl Shape for Escalation {
    fn same(&self, other: &Self, walk: &mut Walk<'_>) -> bool {
        let Self { to, trigger, unless, effects: _, takes_over, span: _ } = self;
        (to, takes_over) == (&other.to, &other.takes_over)
            && trigger.same(&other.trigger, walk)
            && unless.is_some() == other.unless.is_some()
            && unless.iter().zip(&other.unless).all(|(one, other)| walk.inside(one, other))
    }
}

impl Shape for EscalationTrigger {
    fn same(&self, other: &Self, walk: &mut Walk<'_>) -> bool {
        match (self, other) {
            (Self::AfterOpening(one), Self::AfterOpening(other)) => one.same(other, walk),
            (Self::Overdue { task, distance }, Self::Overdue { task: other_task, distance: other }) => {
                task == other_task && distance.same(other, walk)
            }
            _ => false,
        }
    }
}

impl Shape for GroupKind {
    fn same(&self, other: &Self, walk: &mut Walk<'_>) -> bool {
        match (self, other) {
            (Self::OneAtATime, Self::OneAtATime) | (Self::FirstOf, Self::FirstOf) => true,
            (Self::Limit { most, per }, Self::Limit { most: other_most, per: other }) => {
                most == other_most && per.same(other, walk)
            }
            _ => false,
        }
    }
}

impl Shape for TestEvent {
    fn same(&self, other: &Self, _: &mut Walk<'_>) -> bool {
        let Self { play, key, what, span: _ } = self;
        (play, key, what) == (&other.play, &other.key, &other.what)
    }
}

impl Shape for Expected {
    fn same(&self, other: &Self, walk: &mut Walk<'_>) -> bool {
        match (self, other) {
            (Self::Condition(one), Self::Condition(other)) | (Self::Never(one), Self::Never(other)) => {
                one.same(other, walk)
            }
            (Self::Condition(_) | Self::Never(_), _) | (_, Self::Condition(_) | Self::Never(_)) => false,
            (one, other) => one == other,
        }
    }
}
