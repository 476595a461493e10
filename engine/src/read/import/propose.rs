//! Which heading is which field: what is certain, and what only looks alike.
//!
//! Certain is what a person has said, a field's own name or one of its `also`, and those but for case, blanks and marks.
//! What looks alike is proposed to a person and never used by itself.

use super::place::{Place, squash};
use super::sheet::Sheet;
use super::similar::similar;
use crate::read::ReadError;
use crate::read::deployment::Columns;
use rustc_hash::FxHashMap;
use stageplay_dsl::diagnostic::near::nearest;

/// Why a heading is taken for a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// A person has said so.
    Said,
    /// It is the name of the field.
    Name,
    /// It is one of the other names that the playbook gives.
    Also,
    /// It is the name but for case, blanks and marks.
    Spelling,
    /// It looks like the name.
    Similar,
    /// What stands below it are words of the field.
    Words,
}

impl Why {
    /// In a word or two.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Said => "mapping",
            Self::Name => "name",
            Self::Also => "also",
            Self::Spelling => "spelling",
            Self::Similar => "similar name",
            Self::Words => "its words",
        }
    }
}

/// A column and the place it is taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pair {
    pub column: usize,
    pub place: usize,
    pub why: Why,
}

/// What headings mean.
#[derive(Debug, Default)]
pub(super) struct Proposal {
    /// Used; in the order of the places.
    pub taken: Vec<Pair>,
    /// For a person to look at; never used.
    pub similar: Vec<Pair>,
    /// What else has to be said about headings.
    pub notes: Vec<String>,
}

/// How much is taken without a person saying so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guess {
    /// What is certain.
    Certain,
    /// The names themselves: a person has been asked about the rest.
    Names,
}

/// What a heading must be for a mapping that names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// Somewhere in this export: the mapping was written for it.
    Fault,
    /// Perhaps in another one.
    Nothing,
}

/// Holds the headings of a table against places.
pub(super) fn propose(
    sheet: &Sheet,
    places: &[Place<'_>],
    columns: &Columns,
    guess: Guess,
    missing: Missing,
) -> Result<Proposal, ReadError> {
    let mut proposal = Proposal::default();
    let mut by_heading: FxHashMap<&str, usize> = FxHashMap::default();
    let mut twice: Vec<&str> = Vec::new();
    for (at, heading) in sheet.headings.iter().enumerate().filter(|(_, heading)| !heading.is_empty()) {
        if by_heading.insert(heading, at).is_some() && !twice.contains(&heading.as_str()) {
            twice.push(heading);
        }
    }
    // Which of two columns is meant cannot be said by name.
    by_heading.retain(|heading, _| !twice.contains(heading));
    for heading in &twice {
        proposal.notes.push(format!("`{}` stands over two columns; give them names of their own", shown(heading)));
    }
    let mut found: Vec<Pair> = Vec::new();
    for said in &columns.headings {
        let Some(place) = places.iter().position(|place| place.path == said.field) else { continue };
        match by_heading.get(said.heading.as_str()) {
            Some(column) => found.push(Pair { column: *column, place, why: Why::Said }),
            None if missing == Missing::Fault => return Err(no_heading(sheet, columns, said.line, &said.heading)),
            None => {}
        }
    }
    let squashed: Vec<String> = sheet.headings.iter().map(|heading| squash(heading)).collect();
    for (at, place) in places.iter().enumerate() {
        let also: &[smol_str::SmolStr] = place.reading.map_or(&[], |reading| &reading.field.also);
        let names = |name: &str| by_heading.get(name).or_else(|| by_heading.get(place.inside.as_str())).copied();
        found.extend(names(&place.path).map(|column| Pair { column, place: at, why: Why::Name }));
        let headings = also.iter().filter_map(|also| by_heading.get(also.as_str()));
        found.extend(headings.map(|column| Pair { column: *column, place: at, why: Why::Also }));
        if guess == Guess::Certain {
            let wanted: Vec<String> =
                [&place.path, &place.inside].into_iter().chain(also).map(|name| squash(name)).collect();
            let alike = by_heading.iter().filter(|(_, column)| {
                squashed.get(**column).is_some_and(|heading| !heading.is_empty() && wanted.contains(heading))
            });
            found.extend(alike.map(|(_, column)| Pair { column: *column, place: at, why: Why::Spelling }));
        }
    }
    settle(&mut proposal, found, sheet, places);
    if guess == Guess::Certain {
        let free: Vec<usize> = by_heading
            .values()
            .copied()
            .filter(|column| proposal.taken.iter().all(|pair| pair.column != *column))
            .collect();
        proposal.similar = similar(sheet, places, &proposal.taken, free);
    }
    Ok(proposal)
}

/// The better reason wins. Of equal ones neither does, and a person is told.
fn settle(proposal: &mut Proposal, mut found: Vec<Pair>, sheet: &Sheet, places: &[Place<'_>]) {
    found.sort_by_key(|pair| (pair.why, pair.place, pair.column));
    found.dedup();
    while let Some(first) = found.first().copied() {
        let rivals: Vec<Pair> =
            found.iter().copied().filter(|pair| pair.place == first.place && pair.why == first.why).collect();
        let columns: Vec<usize> = rivals.iter().map(|pair| pair.column).collect();
        if columns.len() > 1 {
            let names: Vec<String> = columns.iter().map(|at| format!("`{}`", shown(heading(sheet, *at)))).collect();
            let path = places.get(first.place).map_or("", |place| place.path.as_str());
            proposal.notes.push(format!("{} may all be `{path}`: none is taken", names.join(", ")));
        } else {
            proposal.taken.push(first);
        }
        found.retain(|pair| pair.place != first.place && !columns.contains(&pair.column));
    }
    proposal.taken.sort_by_key(|pair| pair.place);
}

pub(super) fn heading(sheet: &Sheet, column: usize) -> &str {
    sheet.headings.get(column).map_or("", String::as_str)
}

fn shown(heading: &str) -> std::borrow::Cow<'_, str> {
    crate::column::plain_cut(heading, 60)
}

fn no_heading(sheet: &Sheet, columns: &Columns, line: usize, wanted: &str) -> ReadError {
    let near = nearest(wanted, sheet.headings.iter().take(1000).map(String::as_str));
    let help = near.map_or(String::new(), |near| format!("; did you mean `{}`?", shown(near)));
    let file = crate::column::plain(&sheet.file).into_owned();
    let reason = format!("`{file}` has no heading `{}`{help}", shown(wanted));
    ReadError::Deployment { file: columns.file.clone(), line: Some(line), reason }
}
