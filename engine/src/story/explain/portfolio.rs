//! Metrics and signals are about all accounts together: what of this account goes into one.

use super::{Account, Line, condition, value};
use stageplay_dsl::typed::{Expr, Metric, Signal};

/// A metric: what it reads of the account.
pub(super) fn metric(account: &Account, metric: &Metric) -> Line {
    let says = format!("a metric, about all accounts together (`run` shows it){}", out(account));
    let expressions: Vec<&Expr> = metric.expressions();
    Line::new(metric.name.to_string(), says).because(value::inputs(account, expressions))
}

/// A signal: whether it counts the account.
pub(super) fn signal(account: &Account, signal: &Signal) -> Line {
    let counts = match condition::verdict(account, &signal.condition) {
        _ if has_left(account) => "has left and is not counted",
        super::Verdict::Yes => "is one of those counted",
        super::Verdict::No => "is not one of those counted",
        super::Verdict::Unknown => "is not counted, because it is unknown whether it should be",
    };
    let says = format!("a signal, about all accounts together (`run` shows it); this one {counts}");
    Line::new(signal.name.to_string(), says).because(vec![condition::tree(account, &signal.condition)])
}

fn out(account: &Account) -> &'static str {
    if has_left(account) { "; this one has left and is out" } else { "; of this one it reads" }
}

fn has_left(account: &Account) -> bool {
    let ends_when = account.playbook().ends_when.as_ref();
    ends_when.is_some_and(|ends| condition::verdict(account, ends) == super::Verdict::Yes)
}
