//! From the path of a verb to the declaration it names.

use super::errors;
use super::graft::Put;
use super::outline::{Holds, LIMIT, Outline, TEST, item};
use crate::diagnostic::Diagnostics;
use crate::syntax::tree::{Module, Name, Path};

/// Where a path leads.
pub(super) struct Found<'o> {
    /// From the item to what is named.
    pub(super) chain: Vec<&'o Outline>,
    /// The item's module.
    pub(super) module: usize,
}

impl<'o> Found<'o> {
    /// What is named.
    pub(super) fn last(&self) -> Option<&'o Outline> {
        self.chain.last().copied()
    }

    /// Module, item and clauses, as places.
    pub(super) fn place(&self) -> Vec<usize> {
        let places = self.chain.iter().flat_map(|outline| std::iter::once(outline.at).chain(outline.within));
        std::iter::once(self.module).chain(places).collect()
    }

    /// What stands around it in the text: before its name, and after its end.
    pub(super) fn around(&self, put: Put) -> (String, String) {
        let mut before = String::new();
        let mut after = String::new();
        let mut rest = self.chain.as_slice();
        while let Some((outline, inner)) = rest.split_first() {
            // What is added to a limit stands in braces, without the limit itself.
            let added = outline.what == LIMIT && put == Put::Append;
            before.push_str(if added { "one at a time " } else { outline.opening });
            if !inner.is_empty() {
                before.push_str(&format!("{} {{ ", outline.name));
                after.push('}');
            }
            rest = inner;
        }
        (before, after)
    }
}

/// The outlines of all modules.
pub(super) fn outlines(modules: &[Module]) -> Vec<Vec<Outline>> {
    let of = |module: &Module| {
        let items = module.items.iter().enumerate();
        items.filter_map(|(at, found)| Some(Outline { at, ..item(found)? })).collect()
    };
    modules.iter().map(of).collect()
}

/// Whether a path names a test.
pub(super) fn is_test(target: &Path) -> bool {
    target.parts.first().is_some_and(|name| name.text.starts_with(TEST))
}

/// A module, what its own name need not be said of, and what is declared in that or in the module.
type Top<'o> = (usize, Option<&'o Outline>, &'o Outline);

/// Everything that can stand at the beginning of a path, with what it stands in.
fn tops(all: &[Vec<Outline>]) -> impl Iterator<Item = Top<'_>> {
    let items = || (0..).zip(all).flat_map(|(module, items)| items.iter().map(move |outline| (module, outline)));
    let own = items().map(|(module, outline)| (module, None, outline));
    let open = items().filter(|(_, outline)| outline.holds == Holds::Open);
    let inner =
        open.flat_map(|(module, outline)| outline.inside.iter().map(move |inner| (module, Some(outline), inner)));
    own.chain(inner)
}

/// Of these, what a path could mean: a test, or anything else.
fn tops_for<'o>(target: &Path, all: &'o [Vec<Outline>]) -> impl Iterator<Item = Top<'o>> + use<'o> {
    let is_test = is_test(target);
    tops(all).filter(move |(_, _, outline)| (outline.what == "test") == is_test)
}

/// The declaration that a path names; what is wrong with the path is told. A former name leads to what has it.
pub(super) fn find<'o>(
    all: &'o [Vec<Outline>],
    own: &[Vec<Outline>],
    target: &Path,
    told: &mut Diagnostics,
) -> Option<Found<'o>> {
    let (first, rest) = target.parts.split_first()?;
    let named = |(_, _, outline): &Top<'_>| outline.name == first.text;
    let formerly = |(_, _, outline): &Top<'_>| outline.former.as_ref() == Some(&first.text);
    let Some((module, holder, outline)) =
        tops_for(target, all).find(named).or_else(|| tops_for(target, all).find(formerly))
    else {
        if let Some((_, _, mine)) = tops_for(target, own).find(named) {
            told.push(errors::own(first, mine.span));
        } else {
            let there: Vec<&str> = tops_for(target, all).map(|(_, _, outline)| outline.name.as_str()).collect();
            let mut full = whole(all, &first.text);
            let test = format!("{TEST}{}", first.text);
            if all.iter().flatten().any(|outline| outline.name == test) {
                full.push(test);
            }
            told.push(errors::hits_nothing(target, first, "", &there, &full));
        }
        return None;
    };
    let mut chain: Vec<&Outline> = holder.into_iter().chain([outline]).collect();
    remark(first, outline, told);
    for name in rest {
        let owner = *chain.last()?;
        let by_name = owner.inside.iter().find(|outline| outline.name == name.text);
        let former = || owner.inside.iter().find(|outline| outline.former.as_ref() == Some(&name.text));
        let Some(outline) = by_name.or_else(former) else {
            let there: Vec<&str> = owner.inside.iter().map(|outline| outline.name.as_str()).collect();
            told.push(errors::hits_nothing(target, name, &owner.name, &there, &whole(all, &name.text)));
            return None;
        };
        remark(name, outline, told);
        chain.push(outline);
    }
    Some(Found { chain, module })
}

fn remark(name: &Name, outline: &Outline, told: &mut Diagnostics) {
    if name.text != outline.name {
        told.push(errors::renamed(name, &outline.name, outline.span));
    }
}

/// The full paths of everything with a name.
fn whole(all: &[Vec<Outline>], name: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut waiting: Vec<(String, &Outline)> =
        tops(all).filter(|(_, holder, _)| holder.is_none()).map(|(_, _, outline)| (String::new(), outline)).collect();
    while let Some((owner, outline)) = waiting.pop() {
        let path = match owner.as_str() {
            "" => outline.name.to_string(),
            owner => format!("{owner}.{}", outline.name),
        };
        if outline.name == name && !owner.is_empty() {
            found.push(path.clone());
        }
        let path = if outline.holds == Holds::Open { String::new() } else { path };
        waiting.extend(outline.inside.iter().map(|inner| (path.clone(), inner)));
    }
    found.sort();
    found
}
