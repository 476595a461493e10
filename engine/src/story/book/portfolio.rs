//! Metrics with their targets, and signals: what is said about all accounts together.

use super::phrase::{Phrase, Said};
use super::sentences::{condition, period, phrase};
use super::{roles, title};
use stageplay_dsl::typed::{self, Answer, Kept, Measured, Playbook, Threshold};
use stageplay_dsl::types::{Type, show_number, show_value};

/// A metric.
#[derive(Clone, Debug, PartialEq)]
pub struct Metric {
    /// Its name.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// What it measures.
    pub measures: Phrase,
    /// What it should reach.
    pub target: Option<String>,
}

/// A signal.
#[derive(Clone, Debug, PartialEq)]
pub struct Signal {
    /// Its name.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// How much is enough.
    pub at_least: String,
    /// Of what.
    pub when: Said,
    /// Who hears of it.
    pub owner: Option<Phrase>,
}

/// The metrics of a playbook.
pub(super) fn metrics(playbook: &Playbook) -> Vec<Metric> {
    let metric = |metric: &typed::Metric| Metric {
        name: metric.name.to_string(),
        title: titled(&metric.name, &metric.title),
        measures: measures(playbook, &metric.measure),
        target: metric.target.map(|target| self::target(playbook, &metric.measure, target)),
    };
    playbook.metrics.rows().iter().map(metric).collect()
}

fn titled(name: &str, said: &str) -> String {
    if said == name { title(name) } else { said.to_owned() }
}

fn target(playbook: &Playbook, measure: &Measured, target: f64) -> String {
    match measure {
        Measured::Churn { .. } => format!("at most {}", show_value(target, &Type::Ratio, &playbook.choices)),
        Measured::Retention { .. } => format!("at least {}", show_value(target, &Type::Ratio, &playbook.choices)),
        _ => format!("at least {}", show_number(target)),
    }
}

fn measures(playbook: &Playbook, measure: &Measured) -> Phrase {
    let mut says = Phrase::default();
    match measure {
        Measured::Retention { value, over, kept } => {
            says.say("what is left of ");
            says.add(phrase(playbook, value));
            says.say(&format!(" after {}, of the accounts that were there then; ", length(*over)));
            says.say(if *kept == Kept::Net { "growth counts" } else { "growth does not count" });
        }
        Measured::Churn { value, over } => {
            says.say("the share of ");
            says.add(phrase(playbook, value));
            says.say(&format!(" that left with its account within {}", length(*over)));
        }
        Measured::Distribution { numbers, words: of, per } => {
            says.say("how accounts are spread by ");
            if let Some(of) = numbers.as_ref().or(of.as_ref()) {
                says.add(phrase(playbook, of));
            }
            if let Some(per) = per {
                says.say(", for each ");
                says.add(phrase(playbook, per));
            }
        }
        Measured::Nps { answer, weight } => {
            says.say("who would recommend us less who would not (9 and 10 less 0 to 6)");
            match answer {
                Answer::Account(answer) => {
                    says.say(", by ");
                    says.add(phrase(playbook, answer));
                }
                Answer::People { .. } => says.say(", by what people of each account answered"),
            }
            if let Some(weight) = weight {
                says.say(", weighted by ");
                says.add(phrase(playbook, weight));
            }
        }
    }
    says
}

fn length(over: typed::Period) -> String {
    match over {
        typed::Period::Days(1) | typed::Period::Months(1) => format!("a {}", period(over)),
        _ => period(over),
    }
}

/// The signals of a playbook.
pub(super) fn signals(playbook: &Playbook) -> Vec<Signal> {
    let signal = |signal: &typed::Signal| {
        let share = |share: f64| show_value(share, &Type::Ratio, &playbook.choices);
        let thresholds = signal.thresholds.iter().map(|threshold| match threshold {
            Threshold::Accounts(1.0) => "1 account".into(),
            Threshold::Accounts(accounts) => format!("{} accounts", show_number(*accounts)),
            Threshold::RevenueShare(of) => format!("{} of revenue", share(*of)),
            Threshold::AccountShare(of) => format!("{} of accounts", share(*of)),
        });
        Signal {
            name: signal.name.to_string(),
            title: titled(&signal.name, &signal.title),
            at_least: format!("at least {}", thresholds.collect::<Vec<String>>().join(" or ")),
            when: condition(playbook, &signal.condition),
            owner: signal.owner.map(|owner| roles::name(playbook, owner)),
        }
    };
    playbook.signals.rows().iter().map(signal).collect()
}
