//! Tables whose rows are named by typed ids.

use std::marker::PhantomData;
use std::ops::{Index, IndexMut};

/// A row number of one kind of table.
pub trait Id: Copy + Eq {
    /// From a row number.
    fn from_index(index: usize) -> Self;
    /// To a row number.
    fn index(self) -> usize;
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub u32);
        impl Id for $name {
            fn from_index(index: usize) -> Self {
                Self(u32::try_from(index).unwrap_or(u32::MAX))
            }
            fn index(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}

ids! {
    /// A typed expression.
    ExprId,
    /// A set of choices.
    ChoiceSetId,
    /// An account field.
    FieldId,
    /// A list of records.
    ListId,
    /// A setting.
    SettingId,
    /// A role.
    RoleId,
    /// A `let`.
    LetId,
    /// A tier.
    TierId,
    /// A scorecard.
    CardId,
    /// A scorecard itself, a dimension or an indicator.
    PartId,
    /// A custom score.
    ScoreId,
    /// A journey.
    JourneyId,
    /// A risk.
    RiskId,
    /// A play.
    PlayId,
    /// A group of plays.
    GroupId,
    /// A metric.
    MetricId,
    /// A signal.
    SignalId,
}

/// Rows of `T` named by `I`. Invariant: an id is made only by [`Table::push`] of the same table, so
/// that indexing by it cannot miss.
#[derive(Clone, Debug, PartialEq)]
pub struct Table<I, T> {
    rows: Vec<T>,
    kind: PhantomData<I>,
}

impl<I, T> Default for Table<I, T> {
    fn default() -> Self {
        Self { rows: Vec::new(), kind: PhantomData }
    }
}

impl<I: Id, T> Table<I, T> {
    /// Adds a row.
    pub fn push(&mut self, row: T) -> I {
        self.rows.push(row);
        I::from_index(self.rows.len() - 1)
    }

    /// How many rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// True without rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Ids and rows in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (I, &T)> + ExactSizeIterator {
        self.rows.iter().enumerate().map(|(index, row)| (I::from_index(index), row))
    }

    /// The ids in order.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = I> + ExactSizeIterator + use<I, T> {
        (0..self.rows.len()).map(I::from_index)
    }

    /// The rows themselves, their ids forgotten.
    #[must_use]
    pub fn into_rows(self) -> Vec<T> {
        self.rows
    }

    /// The rows in order.
    #[must_use]
    pub fn rows(&self) -> &[T] {
        &self.rows
    }
}

#[allow(clippy::indexing_slicing, reason = "ids come from `push` of the same table")]
impl<I: Id, T> Index<I> for Table<I, T> {
    type Output = T;
    fn index(&self, id: I) -> &T {
        &self.rows[id.index()]
    }
}

#[allow(clippy::indexing_slicing, reason = "ids come from `push` of the same table")]
impl<I: Id, T> IndexMut<I> for Table<I, T> {
    fn index_mut(&mut self, id: I) -> &mut T {
        &mut self.rows[id.index()]
    }
}

impl<I: Id, T> FromIterator<T> for Table<I, T> {
    fn from_iter<It: IntoIterator<Item = T>>(iter: It) -> Self {
        Self { rows: iter.into_iter().collect(), kind: PhantomData }
    }
}
