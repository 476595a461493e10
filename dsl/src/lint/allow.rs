//! `allow SP0702 "reason"`: a lint that is meant so. It silences its code in its file.

use crate::check::Checked;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity, describe};
use crate::syntax::tree::{Allow, Item, Module};

/// An `allow` that silences nothing.
const NOTHING: Code = Code(703);

/// Takes out what is allowed; tells each `allow` that silences nothing.
pub(super) fn settle(modules: &[Module], checked: &Checked, diagnostics: &mut Diagnostics) {
    let allows: Vec<(&Module, &Allow)> = modules
        .iter()
        .flat_map(|module| module.items.iter().map(move |item| (module, item)))
        .filter_map(|(module, item)| match item {
            Item::Allow(allow) => Some((module, allow)),
            _ => None,
        })
        .collect();
    let (allows, unexplained): (Vec<_>, Vec<_>) =
        allows.into_iter().partition(|(_, allow)| !allow.reason.text.trim().is_empty());
    let mut used = vec![false; allows.len()];
    diagnostics.retain(|said| {
        let silenced = said.severity == Severity::Lint
            && allows.iter().zip(&mut used).any(|((module, allow), used)| {
                let own = said.span().is_some_and(|span| span.source == module.source);
                let silences = own && allow.code.text == said.code.to_string();
                *used |= silences;
                silences
            });
        !silenced
    });
    if checked.playbook.is_none() {
        return;
    }
    for (_, allow) in unexplained {
        let message = format!("`{}` is not allowed without a reason", allow.code.text);
        diagnostics.push(Diagnostic::lint(NOTHING, allow.reason.span, message).help("say why it is meant so"));
    }
    for (_, allow) in allows.iter().zip(&used).filter(|(_, used)| !**used).map(|(allow, _)| allow) {
        diagnostics.push(nothing(allow));
    }
}

fn nothing(allow: &Allow) -> Diagnostic {
    let code = &allow.code.text;
    let known = code.strip_prefix("SP").and_then(|digits| digits.parse().ok()).and_then(|code| describe(Code(code)));
    let said = match known {
        Some(_) if !code.starts_with("SP07") => {
            let message = format!("`{code}` is an error and cannot be allowed");
            return Diagnostic::lint(NOTHING, allow.code.span, message).help("mend the error, and remove this line");
        }
        Some(title) => {
            Diagnostic::lint(NOTHING, allow.code.span, format!("nothing in this file gives `{code}`")).labelled(title)
        }
        None => Diagnostic::lint(NOTHING, allow.code.span, format!("there is no message `{code}`")),
    };
    said.help("remove this line")
}
