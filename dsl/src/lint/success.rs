//! A play whose success cannot be reached, or is there from the beginning.

use super::{Ground, simple};
use crate::diagnostic::{Code, Diagnostic};
use crate::typed::{Expr, ExprKind, Play, Trigger};

const CODE: Code = Code(704);

/// Compares each play's `succeeds when` with itself and with what opens the play.
pub(super) fn lint(ground: &Ground<'_>, found: &mut Vec<Diagnostic>) {
    for play in ground.playbook.plays.rows() {
        let Some(succeeds) = &play.succeeds else { continue };
        let (simple, _) = simple::parts(ground, succeeds.bare());
        if let Some((one, other)) = simple::contradiction(&simple) {
            let message = format!("the success of `{}` cannot be reached", play.name);
            let excludes = |one: &simple::Simple| ground.text(one.span);
            let label = format!("`{}` and `{}` are never true together", excludes(one), excludes(other));
            let said = Diagnostic::lint(CODE, one.span, message).labelled(label);
            found.push(said.also(other.span, "").help("join them with `or`, or change one of the numbers"));
        } else if let Some(opens) = opens(play)
            && ground.text(bare(opens).span) == ground.text(bare(succeeds).span)
        {
            let message = format!("what opens `{}` is also its success: it succeeds as soon as it opens", play.name);
            let said = Diagnostic::lint(CODE, succeeds.span, message).also(opens.span, "it opens with this");
            found.push(said.help("say what should be different when the play has worked"));
        }
    }
}

fn opens(play: &Play) -> Option<&Expr> {
    match &play.trigger {
        Trigger::When(condition) => Some(condition),
        Trigger::Once(_) | Trigger::Every { .. } => None,
    }
}

/// The condition without its `for`.
fn bare(condition: &Expr) -> &Expr {
    match &condition.bare().kind {
        ExprKind::For { condition, .. } => condition,
        _ => condition.bare(),
    }
}
