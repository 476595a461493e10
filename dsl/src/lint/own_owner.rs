//! An escalation that tells nobody new.

use super::Ground;
use crate::diagnostic::{Code, Diagnostic};
use crate::typed::EscalationTrigger;

/// Compares whom an escalation goes to with who has the task that is late.
pub(super) fn lint(ground: &Ground<'_>, found: &mut Vec<Diagnostic>) {
    for play in ground.playbook.plays.rows() {
        for escalation in &play.escalations {
            let EscalationTrigger::Overdue { task, .. } = &escalation.trigger else { continue };
            let Some(task) = play.tasks.get(*task).filter(|task| task.owner == escalation.to) else { continue };
            let role = &ground.playbook.roles[escalation.to].name;
            let message = format!("`{role}` has the task `{}` already: this escalation tells nobody new", task.name);
            let said =
                Diagnostic::lint(Code(710), escalation.span, message).also(task.span, format!("a task of `{role}`"));
            found.push(said.help("escalate to somebody else"));
        }
    }
}
