//! Sound playbooks that say something other than they seem to. One file per rule.
//!
//! A rule speaks only where it can name what it means: the values, the stages, the clause that disagree. What it says
//! can be silenced in its file with `allow SP0704 "reason"`; an `allow` that silences nothing is told in turn. Two rules
//! stand elsewhere: a condition that is always true (SP0701) is found where ranges are known, in `check/`.
//!
//! Nothing here knows an account.

mod allow;
mod back_and_forward;
mod capacity;
mod idle_limit;
mod own_owner;
mod simple;
mod stage;
mod success;
mod unused;
mod weights;
mod zero;

use crate::check::Checked;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::resolve::Resolved;
use crate::source::{Sources, Span};
use crate::syntax::tree::Module;
use crate::typed::Playbook;

/// What the rules look at.
struct Ground<'a> {
    sources: &'a Sources,
    resolved: &'a Resolved<'a>,
    checked: &'a Checked,
    playbook: &'a Playbook,
}

impl Ground<'_> {
    /// The source text of a place on one line.
    fn text(&self, span: Span) -> String {
        self.sources.slice(span).split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// A rule: what it finds goes into the list.
type Rule = fn(&Ground<'_>, &mut Vec<Diagnostic>);

const RULES: &[(Code, Rule)] = &[
    (Code(702), unused::lint),
    (Code(704), success::lint),
    (Code(705), stage::lint),
    (Code(706), back_and_forward::lint),
    (Code(707), zero::lint),
    (Code(708), weights::lint),
    (Code(709), idle_limit::lint),
    (Code(710), own_owner::lint),
    (Code(711), capacity::lint),
];

/// Looks over a checked playbook, then takes out what its files allow. Where the playbook has errors only the second
/// is done, and no `allow` is complained of.
pub fn lint(
    sources: &Sources,
    modules: &[Module],
    resolved: &Resolved<'_>,
    checked: &Checked,
    diagnostics: &mut Diagnostics,
) {
    if let Some(playbook) = &checked.playbook {
        let ground = Ground { sources, resolved, checked, playbook };
        let mut found = Vec::new();
        for (code, rule) in RULES {
            let from = found.len();
            rule(&ground, &mut found);
            debug_assert!(found.iter().skip(from).all(|said| said.code == *code), "a rule has one code");
        }
        diagnostics.extend(found);
    }
    allow::settle(modules, checked, diagnostics);
}
