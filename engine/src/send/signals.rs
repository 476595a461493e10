//! A signal about all accounts, and the one action it sends.

use super::actions::{About, Action, hashed};
use crate::decide::Person;
use serde_json::{Map, Value, json};
use smol_str::SmolStr;
use stageplay_dsl::typed::Playbook;
use stageplay_dsl::types::{Day, Type, show_day, show_value};

/// What became of a signal.
#[derive(Clone, Debug, PartialEq)]
pub struct SignalOutcome {
    /// Its name.
    pub name: SmolStr,
    /// What people call it.
    pub title: SmolStr,
    /// What it waits for: `at least 5 accounts or 10% of revenue`.
    pub asked: String,
    /// Whether there is enough of it.
    pub is_raised: bool,
    /// Accounts that have the condition.
    pub accounts: usize,
    /// Their share of all accounts; `None` without accounts.
    pub account_share: Option<f64>,
    /// What they bring, in the revenue field's unit.
    pub revenue: f64,
    /// Their share of all revenue; `None` without any.
    pub revenue_share: Option<f64>,
    /// Accounts of which it is not known.
    pub unknown: usize,
    /// The first of them by revenue, with what they bring.
    pub first: Vec<(SmolStr, Option<f64>)>,
    /// Who answers for it.
    pub owner: Option<Person>,
}

impl SignalOutcome {
    /// What was found: `7 accounts (12% of accounts, 18.4% of revenue), 3 unknown`.
    #[must_use]
    pub fn found(&self, playbook: &Playbook) -> String {
        let percent = |share: Option<f64>| {
            share.map_or("unknown".into(), |share| {
                show_value((share * 1000.0).floor() / 1000.0, &Type::Percent, &playbook.choices)
            })
        };
        let accounts = if self.accounts == 1 { "1 account".into() } else { format!("{} accounts", self.accounts) };
        let unknown = if self.unknown == 0 { String::new() } else { format!(", {} unknown", self.unknown) };
        format!(
            "{accounts} ({} of accounts, {} of revenue){unknown}",
            percent(self.account_share),
            percent(self.revenue_share)
        )
    }
}

/// The action of a signal that is raised. The same playbook, signal and date always give the same id.
#[must_use]
pub fn signal_action(playbook: &Playbook, as_of: Day, signal: &SignalOutcome) -> Option<Action> {
    if !signal.is_raised {
        return None;
    }
    let day = show_day(as_of);
    let mut data = Map::new();
    data.insert("signal".into(), json!(signal.name));
    data.insert("as_of".into(), json!(day));
    data.insert("title".into(), json!(signal.title));
    data.insert("reason".into(), json!(format!("{}; asked for {}", signal.found(playbook), signal.asked)));
    data.insert("accounts".into(), json!(signal.accounts));
    data.insert("account_share".into(), json!(signal.account_share));
    data.insert("revenue".into(), json!(signal.revenue));
    data.insert("revenue_share".into(), json!(signal.revenue_share));
    data.insert("unknown".into(), json!(signal.unknown));
    if let Type::Money(currency) = &playbook.fields[playbook.revenue_field].ty {
        data.insert("currency".into(), json!(currency));
    }
    let first: Vec<Value> =
        signal.first.iter().map(|(account, revenue)| json!({ "account": account, "revenue": revenue })).collect();
    data.insert("first_accounts".into(), Value::Array(first));
    if let Some(person) = &signal.owner {
        data.insert("role".into(), json!(person.role));
        data.insert("owner".into(), json!(person.who));
    }
    let owner = signal.owner.as_ref().and_then(|person| person.who.as_ref()).map(SmolStr::to_string);
    Some(Action {
        about: About { step: format!("signal {}", signal.name), run: day.clone(), owner, ..About::default() },
        specversion: "1.0",
        id: hashed(&[&playbook.header.name, "", &signal.name, "", &day, "signal"]),
        source: format!("/stageplay/{}", playbook.header.name),
        kind: "stageplay.signal.raised",
        subject: signal.name.to_string(),
        datacontenttype: "application/json",
        data,
    })
}
