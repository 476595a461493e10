//! The shapes, and which of the grammar's words has which.

use crate::syntax::grammar::Rule;

/// The shape of a [`Written`](super::Written).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Form {
    /// A token that is none of the others; it may be several words, as `stale after`.
    Word,
    /// `"…"`.
    Text,
    /// A script between its fences.
    Fence,
    /// A number with its unit.
    Number,
    /// Names joined by dots.
    Path,
    /// `{`.
    Open,
    /// `}`.
    Close,
    /// `(`.
    ParenOpen,
    /// `)`.
    ParenClose,
    /// `,`.
    Comma,
    /// `:`.
    Colon,
    /// `=` before what something is.
    Equals,
    /// The minus sign of a number.
    Negate,
    /// `or` between conditions.
    Or,
    /// `and` between conditions.
    And,
    /// `+` and `-` between values.
    Sum,
    /// What makes a condition of values, and what binds looser than a sum.
    Test,
    /// The name before the `(` of a call.
    Callee,
    /// An expression, flat: operands and operators in turn.
    Expr,
    /// An expression that may be no condition.
    Quantity,
    /// `( … )`.
    Paren,
    /// A call.
    Call,
    /// `if C then a else b`.
    If,
    /// `WORDS { … }` holding cases.
    Cases,
    /// `{ … }` holding words.
    Words,
    /// One case: what comes before the colon, and its value.
    Case,
    /// The parameters of a score.
    Params,
    /// A clause that begins with its name: `owner csm`, `exit when C`, `clears after D`.
    Statement,
    /// `csm = VALUE`.
    Pair,
    /// `early: when C`.
    TierRow,
    /// `green from 75 until below 70`.
    Band,
    /// `from X` of a band.
    BandFrom,
    /// `arr money USD required`.
    Field,
    /// The type of a field.
    Type,
    /// `required`, `default X` and the like.
    Modifier,
    /// `NAME weight W: VALUE SCALE`.
    Indicator,
    /// `weight W`.
    Weight,
    /// `worst A best B`.
    Linear,
    /// `cap red when C`.
    Limit,
    /// `task NAME …`.
    Task,
    /// `let NAME = VALUE`.
    Let,
    /// `setting NAME = VALUE`.
    Setting,
    /// `between A and B`.
    Between,
    /// `metric NAME = VALUE`.
    Metric,
    /// `signal NAME when …`.
    Signal,
    /// `where C` of a list.
    Where,
    /// `has (C)` of a list.
    Has,
    /// Anything else that has parts.
    Other,
}

/// The shape of what a rule of the grammar matched.
pub(super) fn of(rule: Rule) -> Form {
    match rule {
        Rule::text => Form::Text,
        Rule::fence => Form::Fence,
        Rule::number => Form::Number,
        Rule::path | Rule::changed => Form::Path,
        Rule::lbrace => Form::Open,
        Rule::rbrace => Form::Close,
        Rule::lparen => Form::ParenOpen,
        Rule::rparen => Form::ParenClose,
        Rule::comma => Form::Comma,
        Rule::colon => Form::Colon,
        Rule::equals => Form::Equals,
        Rule::negate => Form::Negate,
        Rule::or_op => Form::Or,
        Rule::and_op => Form::And,
        Rule::plus | Rule::minus => Form::Sum,
        Rule::call_name | Rule::kw_retention | Rule::kw_churn | Rule::kw_distribution | Rule::kw_nps => Form::Callee,
        Rule::expr => Form::Expr,
        Rule::quantity | Rule::range_end | Rule::series_value => Form::Quantity,
        Rule::paren => Form::Paren,
        Rule::call | Rule::retention | Rule::churn | Rule::distribution_call | Rule::nps_call => Form::Call,
        Rule::metric => Form::Metric,
        Rule::signal => Form::Signal,
        Rule::where_part => Form::Where,
        Rule::has_part => Form::Has,
        Rule::if_expr => Form::If,
        Rule::by_expr | Rule::group | Rule::steps | Rule::members | Rule::exactly => Form::Cases,
        Rule::is_one_of => Form::Words,
        Rule::arm | Rule::criterion | Rule::step => Form::Case,
        Rule::params => Form::Params,
        Rule::role | Rule::id_clause | Rule::revenue_clause => Form::Pair,
        Rule::tier_row => Form::TierRow,
        Rule::band => Form::Band,
        Rule::band_from => Form::BandFrom,
        Rule::field => Form::Field,
        Rule::field_type => Form::Type,
        Rule::modifier => Form::Modifier,
        Rule::indicator => Form::Indicator,
        Rule::weight => Form::Weight,
        Rule::linear => Form::Linear,
        Rule::limit => Form::Limit,
        Rule::task => Form::Task,
        Rule::let_item => Form::Let,
        Rule::setting => Form::Setting,
        Rule::between => Form::Between,
        _ if is_test(rule) => Form::Test,
        _ if is_statement(rule) => Form::Statement,
        _ => Form::Other,
    }
}

fn is_test(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::not_op
            | Rule::if_missing
            | Rule::not_equal
            | Rule::at_most_op
            | Rule::at_least_op
            | Rule::less
            | Rule::greater
            | Rule::equal
            | Rule::for_suffix
            | Rule::is_suffix
            | Rule::within_suffix
            | Rule::becomes_suffix
            | Rule::worsens
            | Rule::improves
    )
}

fn is_statement(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::version_clause
            | Rule::owner_text
            | Rule::timezone_clause
            | Rule::calendar_clause
            | Rule::max_age_clause
            | Rule::absent_clause
            | Rule::gaps_clause
            | Rule::missing
            | Rule::known_at_least
            | Rule::applies_when
            | Rule::start_in
            | Rule::owner
            | Rule::clock_from
            | Rule::enter_when
            | Rule::exit_when
            | Rule::holds_while
            | Rule::interrupts_while
            | Rule::back_to
            | Rule::after_stages
            | Rule::retired_stage
            | Rule::measure
            | Rule::target
            | Rule::stuck_after
            | Rule::expected
            | Rule::friction
            | Rule::cause
            | Rule::clears_after
            | Rule::risk_level
            | Rule::each
            | Rule::when_trigger
            | Rule::once_trigger
            | Rule::every_trigger
            | Rule::holds_for
            | Rule::unless
            | Rule::succeeds
            | Rule::if_cleared
            | Rule::expires
            | Rule::again
            | Rule::priority
            | Rule::on_activation
            | Rule::allow
            | Rule::set_fields
            | Rule::do_events
            | Rule::expect
            | Rule::open_plays
            | Rule::new_plays
            | Rule::weekly_effort
    )
}
