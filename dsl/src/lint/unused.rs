//! A declaration that nothing uses.

use super::Ground;
use crate::diagnostic::{Code, Diagnostic};
use crate::resolve::Entity;

/// Names every setting, `let`, tier and role that is never read.
pub(super) fn lint(ground: &Ground<'_>, found: &mut Vec<Diagnostic>) {
    let declared = &ground.resolved.declared;
    let settings = declared.settings.iter().map(|(id, own)| (Entity::Setting(id), "setting", &own.name));
    let lets = declared.lets.iter().map(|(id, own)| (Entity::Let(id), "let", &own.name));
    let tiers = declared.tiers.iter().map(|(id, own)| (Entity::Tier(id), "tier", &own.name));
    let roles = declared.roles.iter().map(|(id, own)| (Entity::Role(id), "role", &own.name));
    let all = settings.chain(lets).chain(tiers).chain(roles);
    for (_, what, name) in all.filter(|(entity, _, _)| !ground.checked.used.contains(entity)) {
        let message = format!("nothing uses the {what} `{}`", name.text);
        found.push(Diagnostic::lint(Code(702), name.span, message).help("remove it"));
    }
}
