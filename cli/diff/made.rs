//! What both versions decide of accounts at their boundaries, where no accounts are given.

use super::Side;
use crate::accounts;
use crate::exit::Fault;
use crate::playbook;
use stageplay_dsl::types::Day;
use stageplay_engine::read::Fixtures;
use stageplay_engine::workbench::diff::{self, Edition, Generated, Item};
use stageplay_engine::workbench::edges;

/// What accounts at the boundaries show.
pub enum Made {
    /// Of each change.
    Shown(Generated),
    /// No account can be read by both versions.
    OtherFields,
}

/// Compares the versions over generated accounts; `None` where they say the same.
pub(super) fn made(old: &Side, new: &Side, items: &[Item], as_of: Option<Day>) -> Result<Option<Made>, Fault> {
    if items.iter().all(|item| item.effect.is_silent()) {
        return Ok(None);
    }
    let (mut fixtures, mut date) = tested(new)?;
    if fixtures.list.is_empty() || date.is_none() {
        let (of_old, date_of_old) = tested(old)?;
        if fixtures.list.is_empty() && diff::same_schema(&old.ready.program, &new.ready.program) {
            fixtures = of_old;
        }
        date = date.or(date_of_old);
    }
    let as_of = match as_of.or(date) {
        Some(day) => day,
        None => accounts::today(new.ready.program.playbook.header.timezone.as_deref())?,
    };
    let generated = diff::generated(&old.version, items, [edition(old), edition(new)], &fixtures, as_of);
    Ok(Some(generated.map_or(Made::OtherFields, Made::Shown)))
}

fn edition(side: &Side) -> Edition<'_> {
    Edition { program: &side.ready.program, calendar: side.ready.calendar.as_ref() }
}

/// A version's fixtures and the date of its tests. Mistakes in them are for `test` to tell.
fn tested(side: &Side) -> Result<(Fixtures, Option<Day>), Fault> {
    let (opened, fixtures) = playbook::open_with_tests(&side.path)?;
    Ok((fixtures, opened.playbook.as_ref().and_then(edges::date)))
}
