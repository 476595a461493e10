//! From grammar rules to the words people know. The only table of its kind: no rule name reaches a user.

use crate::syntax::grammar::Rule;

/// What a rule stands for in a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Expected {
    /// One of these words, as written.
    Words(&'static [&'static str]),
    /// Something of which these are the words.
    OneOf(&'static str, &'static [&'static str]),
    /// A sign, as written.
    Sign(&'static str),
    /// Something of the author's own.
    Thing(&'static str),
    /// What may continue a value that is already whole: offered only where it is near.
    Continues(&'static [&'static str]),
    /// Another clause of the block.
    Clause,
    /// Nothing worth saying.
    Silent,
}

use Expected::{Clause, Continues, OneOf, Sign, Silent, Thing, Words};

const VALUE: Expected = Thing("a value");
const CONDITION: Expected = Thing("a condition");
const NAME: Expected = Thing("a name");
const TEXT: Expected = Thing("a text in quotes");
const DURATION: Expected = Thing("a duration such as `30 days`");
const TYPES: Expected = OneOf(
    "a type such as `text`, `date` or `money USD`",
    &[
        "text",
        "number",
        "count",
        "percent",
        "ratio",
        "money",
        "days",
        "date",
        "yes/no",
        "one of",
        "ordered one of",
        "list of",
    ],
);

/// What a rule that did not match stands for.
pub(super) fn expected(rule: Rule) -> Expected {
    match rule {
        Rule::lbrace => Sign("{"),
        Rule::rbrace => Sign("}"),
        Rule::lparen => Sign("("),
        Rule::rparen => Sign(")"),
        Rule::comma => Sign(","),
        Rule::colon => Sign(":"),
        Rule::equals => Sign("="),
        Rule::fence | Rule::fence_open => Thing("a script between ```rhai and ```"),
        Rule::word | Rule::group_name | Rule::id_word | Rule::revenue_word | Rule::criterion_name => NAME,
        Rule::choice | Rule::param | Rule::role | Rule::tier_row | Rule::band | Rule::risk_level => NAME,
        Rule::text => TEXT,
        Rule::lint_code => Thing("the code of a lint such as `SP0702`"),
        Rule::version_word => Thing("a version such as `1.0.0`"),
        Rule::currency | Rule::type_money => Thing("a currency such as `USD`"),
        Rule::path | Rule::path_head | Rule::assignment | Rule::assignments => Thing("a field or a declaration"),
        Rule::members => Sign("{"),
        Rule::plain | Rule::limit_of => DURATION,
        Rule::expr | Rule::criterion | Rule::arm => CONDITION,
        Rule::primary | Rule::quantity | Rule::date | Rule::digits | Rule::number | Rule::paren | Rule::call => VALUE,
        Rule::call_name | Rule::if_expr | Rule::by_expr | Rule::group | Rule::trend | Rule::points => VALUE,
        Rule::negate | Rule::days_since | Rule::months_since | Rule::days_until | Rule::previous_op | Rule::not_op => {
            VALUE
        }
        Rule::kw_if | Rule::kw_by | Rule::kw_all_of | Rule::kw_any_of | Rule::kw_number_of => VALUE,
        Rule::quantified
        | Rule::some_or_no
        | Rule::kw_share_of
        | Rule::kw_change_in
        | Rule::kw_growth_of
        | Rule::score_range => VALUE,
        Rule::is_one_of | Rule::is_at_least => NAME,
        Rule::range | Rule::range_shape => Silent,

        Rule::where_part | Rule::kw_where => Continues(&["where"]),
        Rule::has_part | Rule::kw_has => Words(&["has"]),
        Rule::list_modifier => Words(&["required", "private"]),
        Rule::unit => Continues(&["days", "weeks", "months", "years", "hours", "business days"]),
        Rule::or_op | Rule::and_op => Continues(&["and", "or"]),
        Rule::if_missing => Continues(&["if missing"]),
        Rule::is_suffix | Rule::kw_is => Continues(&["is"]),
        Rule::within_suffix | Rule::kw_within => Continues(&["within"]),
        Rule::becomes_suffix | Rule::kw_becomes => Continues(&["becomes"]),
        Rule::worsens => Continues(&["worsens"]),
        Rule::improves => Continues(&["improves"]),
        Rule::for_suffix | Rule::kw_for => Continues(&["for"]),
        Rule::not_equal | Rule::at_most_op | Rule::at_least_op | Rule::less | Rule::greater | Rule::equal => {
            Continues(&[])
        }
        Rule::plus | Rule::minus | Rule::times | Rule::divide | Rule::ago_suffix | Rule::ago_shape => Continues(&[]),

        Rule::item | Rule::playbook_clause | Rule::account_clause | Rule::member | Rule::card_clause => Clause,
        Rule::dimension_clause | Rule::journey_clause | Rule::stage_clause | Rule::risk_clause => Clause,
        Rule::test_clause | Rule::day_clause | Rule::escalation_clause | Rule::capacity_clause => Clause,
        Rule::play_clause | Rule::effect | Rule::field | Rule::indicator | Rule::field_group | Rule::list => Clause,

        Rule::field_type | Rule::type_word | Rule::type_plain | Rule::type_one_of | Rule::kw_list_of => TYPES,
        Rule::modifier => Words(&["required", "private", "default", "also"]),
        Rule::scale => Words(&["worst", "steps", "as is"]),
        Rule::step => Words(&["below", "up to", "otherwise"]),
        Rule::task_clause => Words(&["owner", "due", "effort", "side", "when", "done when"]),
        Rule::due_relative => DURATION,
        Rule::changed => Thing("the name of what the template declares"),
        Rule::append_body => Sign("{"),
        Rule::replace_body => Thing("what stands in its place"),
        Rule::setting_typed => Silent,
        // It may stand behind every name, and is seldom what is missing.
        Rule::kw_formerly | Rule::formerly | Rule::kw_defaults_play => Silent,
        Rule::missing => Words(&["missing"]),
        Rule::metric_value => MEASURE,
        _ => portfolio(rule).or_else(|| of_test(rule)).unwrap_or_else(|| keyword(rule)),
    }
}

const MEASURE: Expected =
    OneOf("`retention`, `churn`, `distribution` or `nps`", &["retention", "churn", "distribution", "nps"]);

/// The words of metrics and signals.
fn portfolio(rule: Rule) -> Option<Expected> {
    Some(match rule {
        Rule::kw_metric | Rule::metric => Words(&["metric"]),
        Rule::kw_signal | Rule::signal => Words(&["signal"]),
        Rule::kw_retention | Rule::kw_churn | Rule::kw_distribution | Rule::kw_nps => MEASURE,
        Rule::retention | Rule::churn | Rule::distribution | Rule::distribution_call => MEASURE,
        Rule::nps | Rule::nps_call => MEASURE,
        Rule::over_period => Words(&["over"]),
        Rule::kw_net => Words(&["net"]),
        Rule::kw_gross => Words(&["gross"]),
        Rule::kw_per | Rule::per => Words(&["per"]),
        Rule::kw_weighted_by | Rule::weighted_by => Words(&["weighted by"]),
        Rule::signal_when => Words(&["when"]),
        Rule::kw_have => Words(&["have"]),
        Rule::threshold => Thing("a threshold such as `5 accounts` or `10% of revenue`"),
        Rule::kw_accounts => Words(&["accounts"]),
        Rule::kw_of_revenue => Words(&["of revenue"]),
        Rule::kw_of_accounts => Words(&["of accounts"]),
        _ => return None,
    })
}

/// The words of tests.
fn of_test(rule: Rule) -> Option<Expected> {
    Some(match rule {
        Rule::expectations | Rule::expectation | Rule::never_true | Rule::never_word | Rule::happens => CONDITION,
        Rule::happens_shape => Silent,
        Rule::kw_evaluate_every | Rule::test_every => Words(&["evaluate every"]),
        Rule::kw_through => Words(&["through"]),
        Rule::kw_series | Rule::series => Words(&["series"]),
        Rule::series_part | Rule::series_value => VALUE,
        Rule::kw_unknown => VALUE,
        Rule::kw_times => Words(&["x"]),
        Rule::series_count => Thing("how many there are, such as `6`"),
        Rule::series_step => Continues(&[]),
        Rule::kw_exactly | Rule::exactly => Words(&["exactly"]),
        Rule::exactly_shape => Silent,
        Rule::occurrence => Thing("a play"),
        Rule::test_day => Words(&["on", "through"]),
        Rule::kw_do | Rule::do_events => Words(&["do"]),
        Rule::event | Rule::events => Words(&["finish", "dismiss", "snooze", "wake", "assign"]),
        Rule::kw_finish | Rule::finish => Words(&["finish"]),
        Rule::kw_dismiss | Rule::dismiss => Words(&["dismiss"]),
        Rule::kw_snooze | Rule::snooze => Words(&["snooze"]),
        Rule::kw_wake | Rule::wake => Words(&["wake"]),
        Rule::kw_assign | Rule::assign => Words(&["assign"]),
        Rule::kw_until => Words(&["until"]),
        // It may stand behind everything that is done, and is seldom what is missing.
        Rule::kw_for_key | Rule::event_key => Silent,
        Rule::kw_opens | Rule::opens => Words(&["opens"]),
        Rule::kw_closes | Rule::closes => Words(&["closes"]),
        Rule::kw_escalates_to | Rule::escalates => Words(&["escalates to"]),
        Rule::kw_suppressed_by | Rule::suppressed => Words(&["suppressed by"]),
        _ => return None,
    })
}

/// Rules that are one word, or begin with one.
fn keyword(rule: Rule) -> Expected {
    Words(match rule {
        Rule::kw_allow | Rule::allow => &["allow"],
        Rule::kw_account | Rule::account | Rule::test_account => &["account"],
        Rule::kw_after | Rule::close_after | Rule::again_after | Rule::due_after | Rule::after_stages => &["after"],
        Rule::kw_again | Rule::again => &["again"],
        Rule::kw_ago => &["ago"],
        Rule::kw_also | Rule::also_name => &["also"],
        Rule::kw_and => &["and"],
        Rule::kw_back | Rule::back_to => &["back to"],
        Rule::kw_bands | Rule::bands => &["bands"],
        Rule::kw_before | Rule::due_before => &["before"],
        Rule::kw_below | Rule::step_below => &["below"],
        Rule::kw_best => &["best"],
        Rule::kw_between | Rule::between => &["between"],
        Rule::kw_calendar | Rule::calendar_clause => &["calendar"],
        Rule::kw_cap => &["cap"],
        Rule::kw_cause | Rule::cause => &["cause"],
        Rule::kw_clears | Rule::clears_after => &["clears after"],
        Rule::kw_clock | Rule::clock_from => &["clock from"],
        Rule::kw_close => &["close"],
        Rule::kw_days => &["days"],
        Rule::kw_default | Rule::default_value => &["default"],
        Rule::kw_defaults | Rule::defaults_play => &["defaults"],
        Rule::kw_dimension | Rule::dimension => &["dimension"],
        Rule::kw_due | Rule::due => &["due"],
        Rule::kw_each | Rule::each => &["each"],
        Rule::kw_key | Rule::each_key => &["key"],
        Rule::kw_one_at_a_time | Rule::one_at_a_time => &["one at a time"],
        Rule::kw_first_of | Rule::first_of => &["first of"],
        Rule::kw_limit | Rule::play_limit => &["limit"],
        Rule::kw_capacity | Rule::capacity => &["capacity"],
        Rule::kw_open_plays | Rule::open_plays => &["open plays"],
        Rule::kw_new_plays | Rule::new_plays => &["new plays"],
        Rule::kw_per_week => &["per week"],
        Rule::kw_retired | Rule::retired => &["retired"],
        Rule::retired_stage => &["retired stage"],
        Rule::kw_effort | Rule::effort | Rule::weekly_effort => &["effort"],
        Rule::kw_else => &["else"],
        Rule::kw_enter | Rule::enter_when => &["enter when"],
        Rule::kw_escalate | Rule::escalation => &["escalate to"],
        Rule::kw_every | Rule::every_trigger => &["every"],
        Rule::kw_expect | Rule::expect => &["expect"],
        Rule::kw_existing => &["existing"],
        Rule::kw_exit | Rule::exit_when => &["exit when"],
        Rule::kw_expected => &["expected"],
        Rule::kw_expires | Rule::expires => &["expires after"],
        Rule::kw_floor => &["floor"],
        Rule::kw_friction | Rule::friction => &["friction"],
        Rule::kw_from | Rule::band_from | Rule::script_file => &["from"],
        Rule::kw_health | Rule::health => &["health"],
        Rule::kw_holds => &["holds"],
        Rule::kw_in | Rule::due_in => &["in"],
        Rule::kw_interrupts | Rule::interrupts_while => &["interrupts while"],
        Rule::kw_journey | Rule::journey | Rule::retired_journey => &["journey"],
        Rule::kw_keep => &["keep"],
        Rule::kw_last => &["last"],
        Rule::kw_let | Rule::let_item => &["let"],
        Rule::kw_measure | Rule::measure => &["measure"],
        Rule::kw_missing => &["missing"],
        Rule::kw_money => &["money"],
        Rule::kw_never => &["never"],
        Rule::kw_next => &["next"],
        Rule::kw_not => &["not"],
        Rule::kw_notify | Rule::notify => &["notify"],
        Rule::kw_of => &["of"],
        Rule::kw_once | Rule::once_trigger => &["once"],
        Rule::kw_on => &["on"],
        Rule::kw_otherwise => &["otherwise"],
        Rule::kw_over => &["over"],
        Rule::kw_overdue => &["overdue"],
        Rule::kw_owner | Rule::owner | Rule::owner_text | Rule::takes_over => &["owner"],
        Rule::kw_pause => &["pause"],
        Rule::kw_play | Rule::play | Rule::retired_play => &["play"],
        Rule::kw_playbook | Rule::playbook => &["playbook"],
        Rule::kw_priority | Rule::priority => &["priority"],
        Rule::kw_private => &["private"],
        Rule::kw_required => &["required"],
        Rule::kw_risk | Rule::risk => &["risk"],
        Rule::kw_roles | Rule::roles => &["roles"],
        Rule::kw_score | Rule::score | Rule::missing_score => &["score"],
        Rule::kw_scorecard | Rule::scorecard => &["scorecard"],
        Rule::kw_set | Rule::set_fields | Rule::set_verb => &["set"],
        Rule::kw_setting | Rule::setting => &["setting"],
        Rule::kw_side | Rule::side => &["side"],
        Rule::kw_since => &["since"],
        Rule::kw_skip => &["skip"],
        Rule::kw_stage | Rule::stage => &["stage"],
        Rule::kw_steps | Rule::steps => &["steps"],
        Rule::kw_stuck | Rule::stuck_after => &["stuck after"],
        Rule::kw_succeeds | Rule::succeeds => &["succeeds when"],
        Rule::kw_target | Rule::target => &["target"],
        Rule::kw_task | Rule::task => &["task"],
        Rule::kw_test | Rule::test => &["test"],
        Rule::kw_then => &["then"],
        Rule::kw_tier | Rule::tier => &["tier"],
        Rule::kw_timezone | Rule::timezone_clause => &["timezone"],
        Rule::kw_to => &["to"],
        Rule::kw_unless | Rule::unless => &["unless"],
        Rule::kw_update | Rule::update => &["update"],
        Rule::kw_version | Rule::version_clause => &["version"],
        Rule::kw_weight | Rule::weight => &["weight"],
        Rule::kw_when | Rule::when_trigger | Rule::overdue | Rule::task_when => &["when"],
        Rule::kw_while => &["while"],
        Rule::kw_worst | Rule::linear => &["worst"],
        Rule::kw_absent_after | Rule::absent_clause => &["absent after"],
        Rule::kw_after_opening => &["after opening"],
        Rule::kw_answered_by | Rule::answered_by => &["answered by"],
        Rule::kw_applies_when | Rule::applies_when => &["applies when"],
        Rule::kw_as_is => &["as is"],
        Rule::kw_at_least | Rule::at_least_bound | Rule::at_least_of => &["at least"],
        Rule::kw_at_most | Rule::at_most_bound => &["at most"],
        Rule::kw_done_when | Rule::done_when => &["done when"],
        Rule::kw_ends_when | Rule::ends_clause => &["ends when"],
        Rule::kw_existing_quietly => &["existing quietly"],
        Rule::kw_gaps_up_to | Rule::gaps_clause => &["gaps up to"],
        Rule::kw_higher_is_worse => &["higher is worse"],
        Rule::kw_if_cleared | Rule::if_cleared => &["if cleared"],
        Rule::kw_known_at_least | Rule::known_at_least => &["known at least"],
        Rule::kw_last_for | Rule::missing_last => &["last for"],
        Rule::kw_max_age | Rule::max_age_clause => &["max age"],
        Rule::kw_new_only => &["new only"],
        Rule::kw_on_activation | Rule::on_activation => &["on activation"],
        Rule::kw_on_clearing | Rule::on_clearing => &["on clearing"],
        Rule::kw_on_closing | Rule::on_closing => &["on closing"],
        Rule::kw_on_opening | Rule::on_opening => &["on opening"],
        Rule::kw_on_success | Rule::on_success => &["on success"],
        Rule::kw_one_of => &["one of"],
        Rule::kw_ordered_one_of => &["ordered one of"],
        Rule::kw_stale_after | Rule::stale => &["stale after"],
        Rule::kw_start_in_stage | Rule::start_in => &["start in stage"],
        Rule::kw_until_below | Rule::band_until => &["until below"],
        Rule::kw_up_to | Rule::step_up_to => &["up to"],
        Rule::kw_weights_equal => &["weights equal"],
        Rule::kw_extends | Rule::extends => &["extends"],
        Rule::kw_append | Rule::append_verb => &["append"],
        Rule::kw_disable | Rule::disable_verb => &["disable"],
        Rule::kw_replace | Rule::replace_verb => &["replace"],
        _ => return Silent,
    })
}
