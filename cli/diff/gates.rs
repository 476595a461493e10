//! Counts that are not to be above a number.

use super::Over;
use crate::args::diff::{Count, Gate};
use crate::exit::Fault;
use stageplay_engine::column::plain_cut;
use stageplay_engine::graph::Program;
use stageplay_engine::workbench::diff::{Changed, Difference, Kind, Subject, by_account};

/// The gates that are not kept, with what was counted. Over a history an account counts once, however often it differs.
pub fn failed(gates: &[Gate], over: &Over, new: &Program, old: &Program) -> Result<Vec<(Gate, f64)>, Fault> {
    let summary = &over.summary;
    #[allow(clippy::cast_precision_loss, reason = "nobody has 2^52 accounts")]
    let number = |count: usize| count as f64;
    let mut failed = Vec::new();
    for gate in gates {
        let counted = match &gate.count {
            Count::Opens(play) => {
                let play = (Kind::Play, named(play, new, old)?.into());
                number(accounts(&over.changed, |subject, _, after| *subject == play && after == Some("open")))
            }
            Count::Closes(play) => {
                let play = (Kind::Play, named(play, new, old)?.into());
                number(accounts(&over.changed, |subject, before, _| *subject == play && before == Some("open")))
            }
            Count::Of(name) => {
                let name = named(name, new, old)?;
                number(accounts(&over.changed, |subject, _, _| subject.1 == name))
            }
            Count::All => number(summary.changed.accounts),
            Count::ActionsAdded => number(summary.actions().0),
            Count::ActionsRemoved => number(summary.actions().1),
            Count::Revenue => summary.changed.revenue,
        };
        if counted > gate.most {
            failed.push((gate.clone(), counted));
        }
    }
    Ok(failed)
}

/// The accounts of which a word differs in such a way: what of, what it was, what it is.
fn accounts(changed: &[Changed], is_wanted: impl Fn(&Subject, Option<&str>, Option<&str>) -> bool) -> usize {
    let differs = |difference: &Difference| match difference {
        Difference::Word { subject, before, after } => is_wanted(subject, before.as_deref(), after.as_deref()),
        _ => false,
    };
    by_account(changed).filter(|dates| dates.iter().flat_map(|it| &it.differences).any(differs)).count()
}

/// A name that either version has: a gate on one that does not exist would never fail.
fn named<'n>(name: &'n str, new: &Program, old: &Program) -> Result<&'n str, Fault> {
    let mut names: Vec<String> = Vec::new();
    for playbook in [&new.playbook, &old.playbook] {
        names.extend(playbook.plays.rows().iter().map(|it| it.name.to_string()));
        names.extend(playbook.risks.rows().iter().map(|it| it.name.to_string()));
        names.extend(playbook.journeys.rows().iter().map(|it| it.name.to_string()));
        names.extend(playbook.cards.rows().iter().map(|it| it.name.to_string()));
    }
    if names.iter().any(|known| known == name) {
        return Ok(name);
    }
    let help = stageplay_dsl::diagnostic::near::help(name, names.iter().map(String::as_str));
    Err(Fault::helped(format!("--fail-on: neither version has a `{}`", plain_cut(name, 80)), help))
}
