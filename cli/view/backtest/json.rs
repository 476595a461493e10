//! A backtest for programs. Shares have four decimals.

use super::About;
use crate::view::capacity;
use serde_json::{Map, Value, json};
use stageplay_dsl::types::show_day;
use stageplay_engine::live::Measure;
use stageplay_engine::workbench::backtest::{Busy, Judged, Ranked, Report};

/// One JSON object.
pub fn json(about: &About<'_>, report: &Report) -> String {
    let dates: Map<String, Value> = report
        .by_date
        .iter()
        .map(|(day, date)| (show_day(*day), json!({ "rows": date.rows, "positive": date.positive })))
        .collect();
    let load: Vec<Value> = report
        .load
        .iter()
        .map(|((week, owner), load)| {
            json!({
                "week": show_day(*week), "owner": (!owner.is_empty()).then_some(owner), "new_plays": load.new,
                "open_plays": load.open, "effort_hours": load.effort_hours,
            })
        })
        .collect();
    let whole = json!({
        "playbook": about.playbook,
        "outcome": about.outcome,
        "horizon_days": report.horizon,
        "until": show_day(about.until),
        "rows": report.rows,
        "accounts": report.accounts,
        "positive_rows": report.positive_rows,
        "accounts_with_outcome": report.accounts_with_outcome,
        "rows_after_outcome": report.rows_after_outcome,
        "rows_without_outcome": report.rows_without_outcome,
        "records_set_aside": about.set_aside,
        "by_date": dates,
        "subjects": report.subjects.iter().map(|it| subject(it, report)).collect::<Vec<_>>(),
        "scores": report.scores.iter().map(score).collect::<Vec<_>>(),
        "load": load,
        "weeks": report.weeks,
        "capacity": report.busy.iter().map(busy).collect::<Vec<_>>(),
    });
    format!("{whole}\n")
}

fn subject(judged: &Judged, report: &Report) -> Value {
    let (subject, counts) = (&judged.subject, &judged.counts);
    json!({
        "kind": subject.kind.word(),
        "name": subject.name,
        "level": (!subject.level.is_empty()).then_some(&subject.level),
        "true_positive": counts.true_positive,
        "false_positive": counts.false_positive,
        "false_negative": counts.false_negative,
        "true_negative": counts.true_negative,
        "unknown_positive": counts.unknown_positive,
        "unknown_negative": counts.unknown_negative,
        "precision": counts.precision().map(rounded),
        "recall": counts.recall().map(rounded),
        "accounts_caught": judged.accounts_caught,
        "lead_days": judged.lead.map(|lead| json!({
            "min": lead.min, "lower_quartile": lead.lower_quartile, "median": lead.median,
            "upper_quartile": lead.upper_quartile, "max": lead.max,
        })),
        "alerts": judged.alerts,
        "alerts_per_100_accounts_per_month": judged.alerts_per_100(report).map(rounded),
        "flaps": judged.flaps,
    })
}

fn busy(busy: &Busy) -> Value {
    let (owner, role) = capacity::json_who(&busy.who);
    let by = Measure::ALL.into_iter().map(|of| (of.word().to_owned(), json!(busy.weeks_over_by(of))));
    let most = busy.capacity;
    json!({
        "owner": owner,
        "role": role,
        "most": { "open_plays": most.open_plays, "new_plays": most.new_plays, "effort_hours": most.effort_hours },
        "weeks_over": busy.weeks_over(),
        "weeks_over_by": by.collect::<Map<_, _>>(),
        "worst": busy.worst().map(|(week, held)| json!({
            "week": show_day(week), "by": held.of.word(), "is": held.is, "most": held.most,
        })),
    })
}

fn score(ranked: &Ranked) -> Value {
    let deciles: Vec<Value> = ranked
        .deciles
        .iter()
        .map(|it| {
            json!({
                "lowest": rounded(it.lowest), "highest": rounded(it.highest), "rows": it.rows, "positive": it.positive,
                "rate": rounded(it.rate()),
            })
        })
        .collect();
    json!({
        "name": ranked.name,
        "rows": ranked.rows,
        "deciles": deciles,
        "auc": ranked.area.map(|area| rounded(area.value)),
        "auc_95": ranked.area.and_then(|area| area.interval).map(|(low, high)| [rounded(low), rounded(high)]),
    })
}

fn rounded(number: f64) -> f64 {
    (number * 10_000.0).round() / 10_000.0
}
