//! What kind of value an expression has; units are kinds.

use super::{ChoiceSetId, ListId};
use smol_str::SmolStr;

/// The kind of a value. Every numeric kind is an f64; a percent is held as the fraction (35% is 0.35).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Type {
    /// A condition or a yes/no field: true or false.
    Truth,
    /// A plain number; also scores and `months since`.
    Number,
    /// Whole things counted.
    Count,
    /// A part of a whole, in data as 0.35.
    Ratio,
    /// A part of a whole, in data as 35 or "35%".
    Percent,
    /// An amount in one currency.
    Money(SmolStr),
    /// A length of time in days (may be fractional).
    Days,
    /// A length of time in months; only added to dates.
    Months,
    /// Working days of the playbook's calendar; only in due dates.
    BusinessDays,
    /// Effort.
    Hours,
    /// A calendar day.
    Date,
    /// Words.
    Text,
    /// One word of a set: a field's choices, bands, levels, stages, tiers, states.
    Choice(ChoiceSetId),
    /// A list of records: no value; only asked whether it is known, or gone through.
    List(ListId),
}

impl Type {
    /// True where the value is a number of any unit (dates are not).
    #[must_use]
    pub fn is_numeric(&self) -> bool {
        !matches!(self, Self::Truth | Self::Date | Self::Text | Self::Choice(_) | Self::List(_))
    }

    /// True for numbers without a unit that go together freely.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        matches!(self, Self::Number | Self::Count | Self::Ratio | Self::Percent)
    }

    /// The field's word for it, as people say it: `money USD`, `days`, `yes/no`.
    #[must_use]
    pub fn show(&self) -> String {
        match self {
            Self::Truth => "yes/no".into(),
            Self::Number => "number".into(),
            Self::Count => "count".into(),
            Self::Ratio => "ratio".into(),
            Self::Percent => "percent".into(),
            Self::Money(currency) => format!("money {currency}"),
            Self::Days => "days".into(),
            Self::Months => "months".into(),
            Self::BusinessDays => "business days".into(),
            Self::Hours => "hours".into(),
            Self::Date => "date".into(),
            Self::Text => "text".into(),
            Self::Choice(_) => "a choice".into(),
            Self::List(_) => "a list".into(),
        }
    }
}
