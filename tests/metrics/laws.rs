//! What holds of every book: the rates belong together, and the order of records makes no difference.

use super::{read, summary};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::fmt::Write;

/// An account: what it brought (in cents), what it brings, whether it has left, whether it is silent.
type Account = (Option<u32>, Option<u32>, bool, Option<bool>);

fn records(book: &[Account]) -> Vec<String> {
    let mut lines = Vec::new();
    for (at, (then, now, left, silent)) in book.iter().enumerate() {
        if let Some(then) = then {
            lines.push(format!(r#"{{"id":"n{at}","as_of":"2025-06-30","arr":{}}}"#, f64::from(*then) / 100.0));
        }
        if let Some(now) = now {
            let mut line = format!(r#"{{"id":"n{at}","as_of":"2026-06-30","arr":{}"#, f64::from(*now) / 100.0);
            if *left {
                line.push_str(r#","ended":"2026-05-01""#);
            }
            if let Some(silent) = silent {
                let _ = write!(line, r#","silent":{silent}"#);
            }
            lines.push(line + "}");
        }
    }
    lines
}

/// The same worked out another way: in whole cents, one account at a time.
fn as_expected(book: &[Account], summary: &Value) {
    let (mut start, mut end, mut kept, mut churn) = (0_u64, 0_u64, 0_u64, 0_u64);
    let (mut new, mut silent_accounts, mut unknown) = (0, 0, 0);
    for (then, now, left, silent) in book {
        let here = now.filter(|_| !left);
        let then = then.map(u64::from);
        if here.is_some() {
            new += usize::from(then.is_none());
            silent_accounts += usize::from(*silent == Some(true));
            unknown += usize::from(silent.is_none());
        }
        let Some(then) = then.filter(|then| *then > 0) else { continue };
        start += then;
        match here.map(u64::from) {
            Some(now) => {
                end += now;
                kept += now.min(then);
            }
            None => churn += then,
        }
    }
    let (nrr, grr, quiet) = (&summary["metrics"]["nrr"], &summary["metrics"]["grr"], &summary["signals"]["quiet"]);
    let counts = (&quiet["accounts"], &quiet["unknown"], &quiet["raised"]);
    assert_eq!(counts, (&json!(silent_accounts), &json!(unknown), &json!(silent_accounts >= 2)));
    if start == 0 {
        assert!(nrr["value"].is_null() && grr["value"].is_null());
        return;
    }
    assert_eq!(nrr["out"]["new"], json!(new));
    let close = |value: &Value, part: u64| {
        let share = part as f64 / start as f64;
        assert!((value.as_f64().unwrap() - share).abs() < 1e-6, "{value} is not {share}");
    };
    close(&nrr["value"], end);
    close(&grr["value"], kept);
    // The third metric is of a twelfth of everything, which leaves shares as they are.
    close(&summary["metrics"]["lost"]["value"], churn);
}

fn account() -> impl Strategy<Value = Account> {
    (
        proptest::option::weighted(0.8, 0..50_000_000_u32),
        proptest::option::weighted(0.8, 0..50_000_000_u32),
        prop::bool::weighted(0.1),
        proptest::option::of(any::<bool>()),
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn net_is_gross_and_expansion_and_no_order_matters(
        book in prop::collection::vec(account(), 1..30),
        seed in any::<u64>(),
    ) {
        let mut lines = records(&book);
        prop_assume!(lines.iter().any(|line| line.contains("2026-06-30")));
        let playbook = read("book.play");
        let one = summary(&playbook, &lines.join("\n"));
        let mut state = seed | 1;
        for at in (1..lines.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            lines.swap(at, usize::try_from(state >> 33).unwrap() % (at + 1));
        }
        let other = summary(&playbook, &lines.join("\n"));
        prop_assert_eq!(&one["metrics"], &other["metrics"]);
        prop_assert_eq!(&one["signals"], &other["signals"]);

        as_expected(&book, &one);
        let number = |value: &Value| value.as_f64().unwrap();
        let (nrr, grr) = (&one["metrics"]["nrr"], &one["metrics"]["grr"]);
        if !nrr["value"].is_null() {
            let bridge = &nrr["bridge"];
            let [start, expansion, contraction, churn, end] =
                ["start", "expansion", "contraction", "churn", "end"].map(|key| number(&bridge[key]));
            prop_assert!((start + expansion - contraction - churn - end).abs() < 1e-3);
            // Numbers of the summary are rounded to six decimals.
            let from_gross = number(&grr["value"]) + expansion / start;
            prop_assert!((number(&nrr["value"]) - from_gross).abs() < 2e-6, "{} {from_gross}", nrr["value"]);
        }
    }
}
