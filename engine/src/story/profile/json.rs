//! A profile as JSON.

use super::{Blind, FieldProfile, ListProfile, Look, Profile, Spread, name_of};
use crate::decide::Subject;
use crate::read::{ListGap, Snapshots};
use serde_json::{Value, json};
use stageplay_dsl::typed::{Field, FieldKind, Playbook};
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
        "lists": profile.lists.iter().map(|list| of_list(playbook, list)).collect::<Vec<_>>(),
        "unknown_columns": columns.collect::<Vec<_>>(),
    } })
}

fn of_field(playbook: &Playbook, found: &FieldProfile) -> Value {
    let field = &playbook.fields[found.field];
    let [smallest, median, largest] = ends(field, found.spread);
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
        "smallest": smallest,
        "median": median,
        "largest": largest,
        "unknown_words": words.collect::<Vec<_>>(),
        "other_unknown_words": found.faults.other_words,
        "looks": looks.collect::<Vec<_>>(),
        "blinds": blinds(playbook, &found.blinds),
        "also_read_by": also_read_by(playbook, &found.reads),
    })
}

fn of_list(playbook: &Playbook, found: &ListProfile) -> Value {
    let list = &playbook.lists[found.list];
    let fields = list.fields.iter().zip(&found.fields).map(|(field, element)| {
        let [smallest, median, largest] = ends(field, element.spread);
        json!({
            "field": field.path.as_str(),
            "type": field.ty.show(),
            "records": counts(element.known, &element.gap),
            "smallest": smallest,
            "median": median,
            "largest": largest,
        })
    });
    json!({
        "list": list.path.as_str(),
        "accounts": counts(found.known, &found.gap),
        "records": found.records,
        "smallest": found.per_account.map(|spread| spread.smallest),
        "median": found.per_account.map(|spread| spread.median),
        "largest": found.per_account.map(|spread| spread.largest),
        "fields": fields.collect::<Vec<_>>(),
        "blinds": blinds(playbook, &found.blinds),
        "also_read_by": also_read_by(playbook, &found.reads),
    })
}

fn counts(known: usize, gap: &ListGap) -> Value {
    json!({
        "known": known,
        "absent": gap.absent,
        "expired": gap.expired,
        "invalid": gap.invalid,
        "out_of_range": gap.out_of_range,
    })
}

fn ends(field: &Field, spread: Option<Spread>) -> [Value; 3] {
    let value = |number: f64| match field.kind {
        FieldKind::Date => whole_day(number.floor()).map_or(Value::Null, |day| json!(show_day(day))),
        _ => json!(number),
    };
    spread.map_or([Value::Null, Value::Null, Value::Null], |found| {
        [found.smallest, found.median, found.largest].map(value)
    })
}

fn blinds(playbook: &Playbook, blinds: &[Blind]) -> Vec<Value> {
    let blinds = blinds.iter().map(|blind| {
        let (what, name) = name_of(playbook, blind.subject);
        json!({ "what": what, "name": name, "accounts": blind.accounts })
    });
    blinds.collect()
}

fn also_read_by(playbook: &Playbook, reads: &[Subject]) -> Vec<Value> {
    let reads = reads.iter().map(|read| {
        let (what, name) = name_of(playbook, *read);
        json!({ "what": what, "name": name })
    });
    reads.collect()
}
