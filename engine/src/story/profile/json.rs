//! A profile as JSON.

use super::{FieldProfile, Look, Profile, name_of};
use crate::decide::Subject;
use crate::read::Snapshots;
use serde_json::{Value, json};
use stageplay_dsl::typed::{FieldKind, Playbook};
use stageplay_dsl::types::{show_day, whole_day};

/// One object with the key `profile`; docs/data.md says what it holds.
#[must_use]
pub fn json(playbook: &Playbook, snapshots: &Snapshots, profile: &Profile) -> Value {
    let columns = snapshots
        .unknown_columns
        .iter()
        .map(|column| json!({ "name": column.name.as_str(), "records": column.count, "near": column.near.as_deref() }));
    json!({ "profile": {
        "playbook": playbook.header.name.as_str(),
        "as_of": show_day(profile.as_of),
        "records": snapshots.records_read,
        "records_set_aside": snapshots.records_set_aside,
        "accounts": profile.accounts,
        "fields": profile.fields.iter().map(|field| of_field(playbook, field)).collect::<Vec<_>>(),
        "unknown_columns": columns.collect::<Vec<_>>(),
    } })
}

fn of_field(playbook: &Playbook, found: &FieldProfile) -> Value {
    let field = &playbook.fields[found.field];
    let value = |number: f64| match field.kind {
        FieldKind::Date => whole_day(number.floor()).map_or(Value::Null, |day| json!(show_day(day))),
        _ => json!(number),
    };
    let subject = |subject: Subject| {
        let (what, name) = name_of(playbook, subject);
        json!({ "what": what, "name": name })
    };
    let blinds = found.blinds.iter().map(|blind| {
        let (what, name) = name_of(playbook, blind.subject);
        json!({ "what": what, "name": name, "accounts": blind.accounts })
    });
    let words = found.words.iter().map(|word| {
        json!({ "word": word.word.as_str(), "records": word.records, "near": word.near.as_ref().map(|near| near.0.as_str()) })
    });
    let looks = found.looks.iter().map(|look| match look {
        Look::PercentInRatio { values, of } => json!({ "look": "percent_in_ratio", "values": values, "of": of }),
        Look::RatioInPercent { of } => json!({ "look": "ratio_in_percent", "values": of, "of": of }),
        Look::Future { accounts } => json!({ "look": "future_date", "accounts": accounts }),
        Look::LongAgo { accounts } => json!({ "look": "before_1990", "accounts": accounts }),
    });
    json!({
        "field": field.path.as_str(),
        "type": field.ty.show(),
        "accounts": {
            "known": found.known,
            "absent": found.gap.absent,
            "expired": found.gap.expired,
            "invalid": found.gap.invalid,
            "out_of_range": found.gap.out_of_range,
        },
        "records": {
            "absent": found.faults.absent,
            "invalid": found.faults.invalid,
            "out_of_range": found.faults.out_of_range,
            "set_aside": found.faults.set_aside,
        },
        "smallest": found.spread.map(|spread| value(spread.smallest)),
        "median": found.spread.map(|spread| value(spread.median)),
        "largest": found.spread.map(|spread| value(spread.largest)),
        "unknown_words": words.collect::<Vec<_>>(),
        "other_unknown_words": found.faults.other_words,
        "looks": looks.collect::<Vec<_>>(),
        "blinds": blinds.collect::<Vec<_>>(),
        "also_read_by": found.reads.iter().map(|read| subject(*read)).collect::<Vec<_>>(),
    })
}
