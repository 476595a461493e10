//! Metrics and signals as JSON. Shares are fractions; numbers are rounded to six decimals.

use super::{Answers, Cohort, Detail, Group, Outcome, Portfolio, Spread};
use crate::column::plain;
use crate::send::SignalOutcome;
use serde_json::{Map, Value, json as value};
use stageplay_dsl::typed::{Kept, Measured, Metric, Playbook};
use stageplay_dsl::types::show_day;

/// `metrics` and `signals` by name; each is there only where the playbook has some.
#[must_use]
pub fn json(playbook: &Playbook, portfolio: &Portfolio) -> Map<String, Value> {
    let mut object = Map::new();
    let metrics = portfolio.metrics.iter().map(|(id, outcome)| {
        let metric = &playbook.metrics[id];
        (metric.name.to_string(), of_metric(metric, outcome))
    });
    let signals = portfolio.signals.rows().iter().map(|signal| (signal.name.to_string(), of_signal(signal)));
    if !portfolio.metrics.is_empty() {
        object.insert("metrics".into(), Value::Object(metrics.collect()));
    }
    if !portfolio.signals.is_empty() {
        object.insert("signals".into(), Value::Object(signals.collect()));
    }
    object
}

fn of_metric(metric: &Metric, outcome: &Outcome) -> Value {
    let kind = match &metric.measure {
        Measured::Retention { kept: Kept::Net, .. } => "net_retention",
        Measured::Retention { kept: Kept::Gross, .. } => "gross_retention",
        Measured::Churn { .. } => "churn",
        Measured::Distribution { .. } => "distribution",
        Measured::Nps { .. } => "nps",
    };
    let mut object = Map::new();
    object.insert("title".into(), value!(plain(&metric.title)));
    object.insert("kind".into(), value!(kind));
    if !matches!(metric.measure, Measured::Distribution { .. }) {
        object.insert("value".into(), number(outcome.value));
    }
    if let Some(cause) = &outcome.unknown {
        object.insert("unknown".into(), value!(cause));
    }
    if let Some(target) = metric.target {
        object.insert("target".into(), number(Some(target)));
        object.insert("met".into(), value!(outcome.met));
    }
    match &outcome.detail {
        Detail::Nothing => {}
        Detail::Cohort(cohort) => object.extend(of_cohort(cohort)),
        Detail::Spread(spread) => object.extend(of_spread(spread)),
        Detail::Answers(answers) => object.extend(of_answers(answers)),
    }
    Value::Object(object)
}

fn of_cohort(cohort: &Cohort) -> Map<String, Value> {
    let amount = |amount: f64| number(Some(amount));
    map(value!({
        "since": show_day(cohort.since),
        "accounts": cohort.accounts,
        "bridge": {
            "start": amount(cohort.start),
            "expansion": amount(cohort.expansion),
            "contraction": amount(cohort.contraction),
            "churn": amount(cohort.churn),
            "end": amount(cohort.end),
        },
        "churned_accounts": {
            "absent": cohort.absent,
            "ended": cohort.ended,
            "missing": cohort.missing,
            "share": number(cohort.churn_of_accounts()),
        },
        "out": {
            "new": cohort.new,
            "stale": cohort.stale,
            "left_before": cohort.left_before,
            "without_value": cohort.without_value,
            "without_worth": cohort.without_worth,
            "unreadable_then": cohort.unreadable_then,
            "unreadable_now": cohort.unreadable_now,
        },
    }))
}

fn of_spread(spread: &Spread) -> Map<String, Value> {
    let mut object = map(of_group(&spread.all));
    if !spread.groups.is_empty() {
        let groups = spread.groups.iter().map(|group| (group.name.clone(), of_group(group)));
        object.insert("groups".into(), Value::Object(groups.collect()));
    }
    object
}

fn of_group(group: &Group) -> Value {
    let mut object = map(value!({
        "accounts": group.accounts,
        "known": group.known,
        "unknown": group.unknown(),
        "share": number(group.share),
    }));
    if let Some([median, p75, p90]) = group.percentiles {
        object.insert("median".into(), number(Some(median)));
        object.insert("p75".into(), number(Some(p75)));
        object.insert("p90".into(), number(Some(p90)));
    }
    if !group.words.is_empty() {
        let words = group.words.iter().map(|word| {
            let shares = value!({
                "accounts": word.accounts,
                "account_share": number(word.account_share),
                "revenue_share": number(word.revenue_share),
            });
            (word.word.clone(), shares)
        });
        object.insert("words".into(), Value::Object(words.collect()));
    }
    Value::Object(object)
}

fn of_answers(answers: &Answers) -> Map<String, Value> {
    map(value!({
        "of": if answers.of_people { "people" } else { "accounts" },
        "accounts": answers.accounts,
        "promoters": answers.promoters,
        "passives": answers.passives,
        "detractors": answers.detractors,
        "weight": number(Some(answers.weight)),
        "without_answer": answers.without_answer,
        "without_weight": answers.without_weight,
    }))
}

fn of_signal(signal: &SignalOutcome) -> Value {
    // The summary is printed as it is, so nothing in it may steer a terminal.
    let first: Vec<_> = signal.first.iter().map(|(account, _)| plain(account)).collect();
    value!({
        "title": plain(&signal.title),
        "raised": signal.is_raised,
        "asked": signal.asked,
        "accounts": signal.accounts,
        "account_share": number(signal.account_share),
        "revenue": number(Some(signal.revenue)),
        "revenue_share": number(signal.revenue_share),
        "unknown": signal.unknown,
        "first_accounts": first,
    })
}

fn map(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(object) => object,
        _ => Map::new(),
    }
}

/// A number without the digits that only the arithmetic made.
fn number(number: Option<f64>) -> Value {
    match number.filter(|number| number.is_finite()) {
        Some(number) => value!(format!("{number:.6}").parse::<f64>().unwrap_or(0.0)),
        None => Value::Null,
    }
}
