//! Lint: a declaration that nothing uses.

use super::checker::Checker;
use super::errors;
use crate::resolve::Entity;
use crate::syntax::tree::Name;

/// Names every setting, `let`, tier and role that is never read.
pub(super) fn lint(checker: &mut Checker<'_>) {
    let resolved = checker.resolved;
    let declared = &resolved.declared;
    let settings = declared.settings.iter().map(|(id, own)| (Entity::Setting(id), "setting", &own.name));
    let lets = declared.lets.iter().map(|(id, own)| (Entity::Let(id), "let", &own.name));
    let tiers = declared.tiers.iter().map(|(id, own)| (Entity::Tier(id), "tier", &own.name));
    let roles = declared.roles.iter().map(|(id, own)| (Entity::Role(id), "role", &own.name));
    let all = settings.chain(lets).chain(tiers).chain(roles);
    let unused: Vec<(&str, &Name)> =
        all.filter(|(entity, _, _)| !checker.used.contains(entity)).map(|(_, what, name)| (what, name)).collect();
    for (what, name) in unused {
        checker.report(errors::unused(what, name));
    }
}
