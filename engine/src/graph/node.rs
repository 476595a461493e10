//! Nodes: what is computed, from which other nodes, and under which stable name.

use crate::column::SlotKind;
use stageplay_dsl::typed::{Aggregate, Arithmetic, Comparison, Direction, LimitKind, ListQuantifier, StageEdge};
use stageplay_dsl::types::{
    CardId, ExprId, FieldId, Function, Id, JourneyId, ListId, PartId, PlayId, RiskId, ScoreId, Value,
};

/// A node of a [`super::Graph`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(pub u32);

impl Id for NodeId {
    fn from_index(index: usize) -> Self {
        Self(u32::try_from(index).unwrap_or(u32::MAX))
    }
    fn index(self) -> usize {
        self.0 as usize
    }
}

/// One value per account, or one per element of a list of each account.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// What is computed.
    pub op: Op,
    /// From which nodes, all of them earlier in the graph; their meaning stands at each [`Op`].
    pub inputs: Vec<NodeId>,
    /// What kind of value.
    pub kind: SlotKind,
    /// The list that it has a value per element of; `None`: a value per account. Its inputs are of the same list,
    /// but for [`Op::Spread`], and for [`Op::Aggregate`] and [`Op::Quantified`], which turn elements into a value per
    /// account.
    pub list: Option<ListId>,
    /// A stable name: the hash of the normalised expression. It does not depend on the order of
    /// declarations, on names of `let`s and settings, or on where something was written.
    pub key: u64,
}

/// A value that the decisions supply: it is not computed here, its slot is set from outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Decided {
    /// The band of a part; a code of the card's `band_set`.
    Band(PartId),
    /// The stage of an account; a code of the journey's `stage_set`.
    Stage(JourneyId),
    /// When a stage was entered or left last; a day.
    StageDate {
        /// The journey.
        journey: JourneyId,
        /// The stage's place in it.
        stage: usize,
        /// Which end.
        edge: StageEdge,
    },
    /// `on_track`, `behind` or `stuck`.
    Pace(JourneyId),
    /// The level of a risk; a code of its `level_set`.
    Level(RiskId),
    /// The state of a play; a code of its `state_set`.
    PlayState(PlayId),
    /// `open` or `done`.
    TaskState {
        /// The play.
        play: PlayId,
        /// The task's place in it.
        task: usize,
    },
}

/// What needs an earlier evaluation or snapshot; unknown without one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Past {
    /// `x D ago`.
    Ago,
    /// `previous x`.
    Previous,
}

/// Which way a value moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Way {
    Up,
    Down,
}

/// What scripts compute with numbers and the language does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scripted {
    /// What is left over when the first is divided by the second.
    Remainder,
    /// How often the second goes into the first: whole numbers.
    Quotient,
    /// Without the fraction.
    Truncate,
    /// As rhai compares: equal up to the last digit.
    Nearly(Comparison),
}

/// A score that a person may override.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Scored {
    Card(CardId),
    Score(ScoreId),
}

/// A child of a known share, as it stands in the inputs: its weight, its value, and where `has_condition`
/// whether it applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Child {
    /// A third input says whether it applies.
    pub has_condition: bool,
    /// The value is a share itself; else it counts as one where it is known.
    pub is_share: bool,
}

/// What a node computes. Inputs are listed in their order.
#[derive(Clone, Debug, PartialEq)]
pub enum Op {
    /// Unknown for every account.
    Nothing,
    /// The same for every account.
    Constant(Value),
    /// The date of the evaluation.
    AsOf,
    /// A field as the batch holds it.
    Field(FieldId),
    /// A field that may be stale: the field, the date it depends on. Unknown where the date is missing or
    /// more than `after` days before the evaluation.
    Fresh {
        /// The field.
        field: FieldId,
        /// In days.
        after: f64,
    },
    /// Supplied from outside.
    Decided(Decided),
    /// Left, right.
    Arithmetic(Arithmetic),
    /// A number.
    Negate,
    /// Its arguments.
    Function(Function),
    /// Left, right: numbers or dates.
    Compare(Comparison),
    /// Left, right: texts, codes or truths.
    Same {
        /// True where they differ.
        negated: bool,
    },
    /// Conditions; Kleene.
    All,
    /// Conditions; Kleene.
    Any,
    /// A condition; Kleene.
    Not,
    /// How many, then the conditions.
    AtLeastOf,
    /// Conditions.
    NumberOf,
    /// Anything; always known.
    IsKnown,
    /// Anything; always known.
    IsMissing,
    /// A code; true where it is one of the words.
    OneOf {
        /// By number, ascending.
        words: Vec<u16>,
        /// True where it is none of them.
        negated: bool,
    },
    /// A code; true from `word` up to the last ordered word.
    AtLeast {
        /// The lowest word.
        word: u16,
        /// How many words, from the first, stand in an order.
        ordered: u16,
    },
    /// A date, a distance in days, the date of the evaluation.
    Within(Direction),
    /// A date, a number of months.
    AddMonths {
        /// Earlier instead of later.
        back: bool,
    },
    /// A date, the date of the evaluation.
    MonthsSince,
    /// A value, a fallback.
    IfMissing,
    /// A condition, the value where true, the value where false.
    If,
    /// A code, then values: `values[arms[code]]`.
    By {
        /// Per word, which value.
        arms: Vec<usize>,
    },
    /// Conditions in order: the number of the first true one; an unknown one before it makes it unknown.
    FirstTrue {
        /// Where none is true, the number after the last condition's; else unknown.
        has_otherwise: bool,
    },
    /// A condition, days: whether it has been true so long.
    For,
    /// What needs the past. Of `Ago` the one input is the distance; what is read of the past stands at `of`, which
    /// is evaluated then and not now, and may come later in the graph. The value is supplied from memory.
    Past {
        /// Which.
        past: Past,
        /// The expression that is read.
        of: ExprId,
    },
    /// A value, days: where it is unknown, what it was when last known, for so many days.
    LastFor,
    /// A score as computed: the same, but for accounts for which a person has decided otherwise.
    Overridden(Scored),
    /// A code: an event, false without an earlier evaluation.
    Becomes {
        /// The word.
        word: u16,
    },
    /// A code or a number: an event, false without an earlier evaluation.
    Moves {
        /** Which way. */
        way: Way,
        /** How many words, from the first, stand in an order; of a number, nothing. */
        ordered: u16,
    },
    /// A value, worst, best: points.
    Linear,
    /// A value, then a bound and points per step, then points past the last.
    Steps {
        /// Per step: the bound itself is in it.
        inclusive: Vec<bool>,
    },
    /// A number; unknown outside the range.
    Range {
        /// Lowest.
        low: f64,
        /// Highest.
        high: f64,
    },
    /// Weight and value by turns: the weighted mean of the known values with a known weight above 0.
    Mean,
    /// The share of the children's weight that is known; always known, 0 where nothing weighs.
    KnownShare(Vec<Child>),
    /// A score, its known share: unknown where the share is less.
    KnownEnough {
        /// The least share.
        at_least: f64,
    },
    /// A value, a condition: unknown where the condition is not true.
    WhereTrue,
    /// A score, a condition, a limit: the score within the limit where the condition is true.
    Limit(LimitKind),
    /// A script's variables in order; of one that is lowered, last what its nodes come to: where that is unknown
    /// although the variables are known, the script itself says.
    Script {
        /// Whose.
        score: ScoreId,
        /// There are nodes for what it computes.
        is_lowered: bool,
    },
    /// What only scripts compute: one number or two.
    Scripted(Scripted),
    /// Whether a list is there: a truth that is known, and true, where the list is known.
    List(ListId),
    /// A field of an element as the batch holds it.
    ElementField {
        /// The list.
        list: ListId,
        /// The place in its fields.
        field: usize,
    },
    /// A field of an element that may be stale, as [`Op::Fresh`]: the field, the date it depends on.
    ElementFresh {
        /// The list.
        list: ListId,
        /// The place in its fields.
        field: usize,
        /// In days.
        after: f64,
    },
    /// A value of the account, for each of its elements.
    Spread,
    /// What is made of elements: their value (of `count` none), then the condition for being kept, if there is one.
    Aggregate {
        /// Which.
        aggregate: Aggregate,
        /// The list.
        list: ListId,
    },
    /// What is asked of elements: the condition for being kept, then the question, where they are there.
    Quantified {
        /// Which.
        quantifier: ListQuantifier,
        /// The list.
        list: ListId,
        /// The first input says which elements are kept; else all are.
        has_keep: bool,
        /// The last input is the question; else it is whether there is an element.
        has_test: bool,
    },
}

impl Op {
    /// Whether it is the same for all accounts.
    #[must_use]
    pub fn is_constant(&self) -> bool {
        matches!(self, Self::Constant(_) | Self::AsOf)
    }
}
