//! Whether enough accounts have a condition.

use super::gathered::Live;
use super::spread::{part, share};
use crate::decide::Person;
use crate::send::{SignalOutcome, Sum};
use smol_str::SmolStr;
use stageplay_dsl::typed::{ExprKind, Playbook, Signal, Threshold};
use stageplay_dsl::types::{RoleId, Type, Value, show_number, show_value};

/// How many accounts are named.
const NAMED: usize = 10;

/// A signal over the accounts that have not left. Where the condition is unknown an account is not counted.
pub(super) fn outcome(live: &Live<'_>, signal: &Signal) -> SignalOutcome {
    let playbook = &live.program.playbook;
    let (mut all, mut revenue) = (Sum::default(), Sum::default());
    let mut unknown = 0;
    let mut having: Vec<(usize, Option<f64>)> = Vec::new();
    for row in &live.rows {
        let brings = live.revenue(*row);
        all.add(brings.unwrap_or(0.0));
        match live.truth(&signal.condition, *row) {
            Some(true) => {
                revenue.add(brings.unwrap_or(0.0));
                having.push((*row, brings));
            }
            Some(false) => {}
            None => unknown += 1,
        }
    }
    let accounts = having.len();
    let account_share = share(accounts, live.rows.len());
    let revenue_share = part(revenue.value(), all.value());
    let is_reached = |threshold: &Threshold| match threshold {
        #[allow(clippy::cast_precision_loss, reason = "no book has 2^52 accounts")]
        Threshold::Accounts(least) => accounts as f64 >= *least,
        Threshold::RevenueShare(least) => revenue_share.is_some_and(|share| share >= *least),
        Threshold::AccountShare(least) => account_share.is_some_and(|share| share >= *least),
    };
    let is_raised = accounts > 0 && signal.thresholds.iter().any(is_reached);
    // Accounts are in the order of their ids, and a stable sort leaves equals so.
    let size = |brings: &Option<f64>| brings.unwrap_or(f64::NEG_INFINITY);
    having.sort_by(|one, other| size(&other.1).total_cmp(&size(&one.1)));
    let first = having.iter().take(NAMED).map(|(row, brings)| (SmolStr::new(live.account(*row)), *brings)).collect();
    SignalOutcome {
        name: signal.name.clone(),
        title: signal.title.clone(),
        asked: asked(playbook, signal),
        is_raised,
        accounts,
        account_share,
        revenue: revenue.value(),
        revenue_share,
        unknown,
        first,
        owner: signal.owner.map(|role| person(playbook, role)),
    }
}

/// What the signal waits for: `at least 5 accounts or 10% of revenue`.
fn asked(playbook: &Playbook, signal: &Signal) -> String {
    let percent = |share: &f64| show_value(*share, &Type::Percent, &playbook.choices);
    let words = signal.thresholds.iter().map(|threshold| match threshold {
        Threshold::Accounts(1.0) => "1 account".to_owned(),
        Threshold::Accounts(least) => format!("{} accounts", show_number(*least)),
        Threshold::RevenueShare(least) => format!("{} of revenue", percent(least)),
        Threshold::AccountShare(least) => format!("{} of accounts", percent(least)),
    });
    format!("at least {}", words.collect::<Vec<_>>().join(" or "))
}

fn person(playbook: &Playbook, role: RoleId) -> Person {
    let role = &playbook.roles[role];
    let who = match &role.value.kind {
        ExprKind::Constant(Value::Text(text)) => Some(text.clone()),
        _ => None,
    };
    Person { role: role.name.clone(), who }
}
