//! What the templates say of whole books: figures and signals over accounts made for it, worked out by hand.

use crate::support::program::stageplay;
use crate::support::scratch::Scratch;
use serde_json::{Value, json};
use std::fs;

/// A record of an account on a day, with more fields.
fn record(id: &str, day: &str, arr: u32, signed: &str, more: Value) -> String {
    let mut record = json!({
        "crm": { "id": id }, "as_of": day, "segment": "enterprise", "arr": arr, "contract": { "signed": signed },
    });
    for (name, value) in more.as_object().unwrap() {
        match (record.get_mut(name).and_then(Value::as_object_mut), value) {
            (Some(group), Value::Object(more)) => group.extend(more.clone()),
            _ => record[name] = value.clone(),
        }
    }
    format!("{record}\n")
}

/// The sums of a template over records, on 2026-03-02.
fn sums(name: &str, template: &str, records: &[String]) -> Value {
    let scratch = Scratch::new(name);
    let accounts = scratch.path().join("accounts.ndjson");
    fs::write(&accounts, records.concat()).unwrap();
    let accounts = accounts.to_string_lossy();
    let ran = stageplay(&["run", template, "--accounts", &accounts, "--as-of", "2026-03-02", "--summary", "json"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    serde_json::from_str(&ran.out).unwrap()
}

/// Three accounts of 100,000 a year ago: one has grown by 20,000, one has shrunk by as much, one has left. A fourth is new.
fn a_year() -> Vec<String> {
    let (then, now, signed) = ("2025-03-02", "2026-03-02", "2025-01-01");
    vec![
        record("a", then, 100_000, signed, json!({})),
        record("b", then, 100_000, signed, json!({})),
        record("c", then, 100_000, signed, json!({})),
        record(
            "a",
            now,
            120_000,
            signed,
            json!({
                "value": { "first_value": "2025-02-10" },
                "financial": { "expansion_12m": 20_000, "first_expansion": "2025-07-20" },
                "advocacy": { "referral_pipeline": 30_000, "case_study_pipeline": 12_000 },
            }),
        ),
        record("b", now, 80_000, signed, json!({ "value": { "first_value": "2025-03-02" } })),
        record("c", now, 100_000, signed, json!({ "contract": { "ended": "2026-02-01" } })),
        record("d", now, 50_000, "2026-02-01", json!({})),
    ]
}

/// 300,000 a year ago; of them 200,000 are left, 180,000 without what has grown, and 100,000 have gone.
fn retained(sums: &Value) {
    let figure = |name: &str| sums["metrics"][name]["value"].as_f64().unwrap();
    assert_eq!((figure("nrr"), figure("grr"), figure("lost")), (0.666_667, 0.6, 0.333_333));
    let bridge = json!({ "start": 300_000.0, "expansion": 20_000.0, "contraction": 20_000.0, "churn": 100_000.0, "end": 200_000.0 });
    assert_eq!(sums["metrics"]["nrr"]["bridge"], bridge);
}

#[test]
fn the_arc_tells_what_is_kept_and_what_comes_of_it() {
    let sums = sums("arc-year", "playbooks/expansion-arc", &a_year());
    retained(&sums);
    assert_eq!(sums["metrics"]["nrr"]["met"], json!(false), "106% were wanted");
    // Of the three that are left: 40 and 60 days to a first result, 200 to a first expansion.
    let median = |name: &str| sums["metrics"][name]["median"].as_f64();
    assert_eq!(median("time_to_value"), Some(50.0));
    assert_eq!(median("time_to_expansion"), Some(200.0));
    assert_eq!(median("expansion_each"), Some(20_000.0));
    assert_eq!((median("referrals"), median("case_studies")), (Some(30_000.0), Some(12_000.0)));
    assert_eq!(sums["metrics"]["time_to_value"]["groups"]["smb"]["accounts"], json!(0));
}

#[test]
fn the_arc_says_what_concerns_several() {
    // Twenty accounts in their fourteenth month; the sponsors of five were last met half a year ago.
    let of = |at: u32| {
        let met = if at < 5 { "2025-09-01" } else { "2026-03-01" };
        let people = json!([{ "id": "p", "role": "executive", "active": true, "last_contact": met }]);
        record(&format!("a{at}"), "2026-03-02", 50_000, "2025-01-01", json!({ "people": people }))
    };
    let signals =
        sums("arc-signals", "playbooks/expansion-arc", &(0..20).map(of).collect::<Vec<_>>())["signals"].clone();
    let said = |name: &str| (signals[name]["raised"].as_bool(), signals[name]["accounts"].as_u64());
    assert_eq!(said("sponsors_leaving"), (Some(true), Some(5)));
    // Nothing came of any of them, and no health is known.
    assert_eq!(said("value_unclear"), (Some(true), Some(20)));
    assert_eq!((said("red_book").0, said("decisions_at_risk").0), (Some(false), Some(false)));
}

#[test]
fn onboarding_tells_the_days_to_value_by_segment() {
    let of = |id: &str, segment: &str, first: Value| {
        record(id, "2026-03-02", 10_000, "2026-01-01", json!({ "segment": segment, "value": { "first_value": first } }))
    };
    let records = [
        of("a", "mid_market", json!("2026-01-11")),
        of("b", "mid_market", json!("2026-01-21")),
        of("c", "mid_market", json!("2026-03-02")),
        of("d", "enterprise", json!("2026-01-31")),
        of("e", "enterprise", Value::Null),
    ];
    let sums = sums("onboarding-days", "playbooks/onboarding", &records);
    let groups = &sums["metrics"]["time_to_value"]["groups"];
    // 10, 20 and 60 days: nine tenths of the way lie four fifths between the second and the third.
    assert_eq!(
        (groups["mid_market"]["median"].as_f64(), groups["mid_market"]["p90"].as_f64()),
        (Some(20.0), Some(52.0))
    );
    assert_eq!(
        (groups["enterprise"]["known"].as_u64(), groups["enterprise"]["median"].as_f64()),
        (Some(1), Some(30.0))
    );
    // Who still waits counts with the sixty days up to today.
    let waiting = &sums["metrics"]["time_waiting"]["groups"]["enterprise"];
    assert_eq!((waiting["known"].as_u64(), waiting["median"].as_f64()), (Some(2), Some(45.0)));
}

#[test]
fn growth_tells_what_is_kept() {
    retained(&sums("growth-year", "playbooks/customer-growth", &a_year()));
}

#[test]
fn onboarding_tells_what_is_kept() {
    let nrr = sums("onboarding-year", "playbooks/onboarding", &a_year())["metrics"]["nrr"]["value"].clone();
    assert_eq!(nrr.as_f64(), Some(0.666_667));
}
