//! A stage that no account can reach.

use super::{Ground, simple};
use crate::diagnostic::{Code, Diagnostic};
use crate::typed::{Journey, Stage};

const CODE: Code = Code(705);

/// Follows the ways from the first stage; where accounts may start in any stage all are reached.
pub(super) fn lint(ground: &Ground<'_>, found: &mut Vec<Diagnostic>) {
    for journey in ground.playbook.journeys.rows() {
        if journey.start_in.is_some() {
            continue;
        }
        let reached = reached(journey);
        for (at, stage) in journey.stages.iter().enumerate().filter(|(_, stage)| in_order(stage)) {
            let closed = stage.enter.as_ref().map(|enter| simple::parts(ground, enter).0);
            let closed = closed.as_deref().and_then(simple::contradiction);
            if let Some((one, other)) = closed.filter(|_| at > 0) {
                let label =
                    format!("`{}` and `{}` are never true together", ground.text(one.span), ground.text(other.span));
                let said = Diagnostic::lint(CODE, stage.span, said(stage)).also(one.span, label);
                found.push(said.help("change one of the numbers after `enter when`"));
            } else if reached.get(at) == Some(&false) {
                let before = stage.after.iter().filter_map(|before| journey.stages.get(*before));
                let before: Vec<String> = before.map(|before| format!("`{}`", before.name)).collect();
                let why = format!("it comes after {}, and no way leads there", before.join(" and "));
                let said = Diagnostic::lint(CODE, stage.span, said(stage)).labelled(why);
                found.push(said.help("name a stage after `after` that accounts pass through"));
            }
        }
    }
}

fn said(stage: &Stage) -> String {
    format!("no account can reach the stage `{}`", stage.name)
}

/// Stages that interrupt the order are left to where the account came from: nothing follows them.
fn in_order(stage: &Stage) -> bool {
    stage.interrupts_while.is_none()
}

fn reached(journey: &Journey) -> Vec<bool> {
    let mut reached: Vec<bool> = (0..journey.stages.len()).map(|at| at == 0).collect();
    loop {
        let mut more = reached.clone();
        for (at, stage) in journey.stages.iter().enumerate().filter(|(_, stage)| in_order(stage)) {
            let comes = stage.after.iter().any(|before| reached.get(*before) == Some(&true));
            if let Some(slot) = more.get_mut(at) {
                *slot |= comes;
            }
            if reached.get(at) == Some(&true) {
                for (back, _) in &stage.back_to {
                    if let Some(slot) = more.get_mut(*back) {
                        *slot = true;
                    }
                }
            }
        }
        if more == reached {
            return reached;
        }
        reached = more;
    }
}
