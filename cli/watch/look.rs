//! One look at a playbook: its mistakes, its tests, and what becomes of the accounts since the last good version.

use super::inputs::{Data, Inputs};
use super::moved::{Accounts, Good, Moved};
use super::places::Files;
use crate::args::AccountsArgs;
use crate::args::watch::WatchArgs;
use crate::exit::Fault;
use crate::playbook::{self, Opened, Tested};
use crate::view::terminal;
use crate::{check, deployment};
use stageplay_engine::read::Fixtures;
use stageplay_engine::workbench::test::{self, Outcome};
use std::path::PathBuf;

/// What was found, where something is other than at the last look.
pub struct Look {
    /// The files that have changed; none at the first look.
    pub changed: Vec<String>,
    pub found: Found,
}

/// What was found.
pub enum Found {
    /// Something outside the playbook stands in the way.
    Outside(Fault),
    /// The playbook has mistakes.
    Faulty(Opened),
    /// It has none.
    Sound(Box<Sound>),
}

/// A playbook without mistakes.
pub struct Sound {
    /// Its hints, and what there is in it in a line.
    pub fine: String,
    pub tested: Tested,
    pub outcomes: Vec<Outcome>,
    /// What becomes of the accounts, where some are named.
    pub accounts: Option<Result<Moved, Fault>>,
}

impl Sound {
    /// Whether no test fails.
    pub fn passes(&self) -> bool {
        self.outcomes.iter().all(|outcome| outcome.failures.is_empty())
    }
}

/// What is remembered from look to look.
pub struct Watching<'a> {
    args: &'a WatchArgs,
    seen: Option<Inputs>,
    /// The calendar of the last version that could be opened.
    calendar: Option<PathBuf>,
    /// What stood in the way at the last look; what it was is perhaps not among the files known by then.
    in_the_way: Option<String>,
    good: Option<Good>,
}

impl<'a> Watching<'a> {
    /// Nothing has been looked at yet.
    pub fn new(args: &'a WatchArgs) -> Self {
        Self { args, seen: None, calendar: None, in_the_way: None, good: None }
    }

    /// What has to be watched, as far as it is known.
    pub fn files(&self) -> Files {
        let seen = self.seen.iter().flat_map(Inputs::files);
        Files::new(&self.args.playbook, self.args.accounts.accounts.iter().cloned().chain(seen))
    }

    /// Looks; `None` where everything is as it was.
    pub fn look(&mut self) -> Option<Look> {
        let mut inputs = Inputs::default();
        let opened = playbook::open_with_tests(&self.args.playbook);
        if let Ok((opened, _)) = &opened {
            inputs.texts(&opened.sources);
            if let (None, Some(seen)) = (&opened.playbook, &self.seen) {
                inputs.carry_over(seen);
            }
        }
        let named = self.accounts(&mut inputs);
        self.calendar.iter().for_each(|file| inputs.data(file.clone()));
        if self.in_the_way.is_none() && self.seen.as_ref() == Some(&inputs) {
            return None;
        }
        let found = match (opened, named) {
            (Err(fault), _) | (_, Err(fault)) => Found::Outside(fault),
            (Ok((opened, _)), _) if opened.playbook.is_none() => Found::Faulty(opened),
            (Ok((opened, fixtures)), Ok(accounts)) => {
                match self.sound(opened, fixtures, accounts.as_ref(), inputs.seen_data()) {
                    Ok(sound) => Found::Sound(Box::new(sound)),
                    Err(fault) => Found::Outside(fault),
                }
            }
        };
        if let Found::Sound(sound) = &found {
            self.calendar.clone_from(&sound.tested.ready.calendar_file);
            self.calendar.iter().for_each(|file| inputs.data(file.clone()));
        }
        let changed = self.seen.as_ref().map(|seen| inputs.changed_since(seen)).unwrap_or_default();
        let in_the_way = match &found {
            Found::Outside(fault) => Some(format!("{fault:?}")),
            _ => None,
        };
        let is_as_it_was = in_the_way.is_some() && in_the_way == self.in_the_way && changed.is_empty();
        (self.seen, self.in_the_way) = (Some(inputs), in_the_way);
        (!is_as_it_was).then_some(Look { changed, found })
    }

    /// Keeps what was looked at, where it is good: what comes next is held against it.
    pub fn keep(&mut self, look: Look, at: String) {
        if let Found::Sound(sound) = look.found
            && sound.passes()
        {
            let Sound { tested, accounts, .. } = *sound;
            let decided = accounts.and_then(Result::ok).map(|moved| moved.decided);
            let data = self.seen.as_ref().map(|seen| seen.seen_data().clone()).unwrap_or_default();
            self.good = Some(Good { ready: tested.ready, decided, data, at });
        }
    }

    /// The accounts that are meant, if any are; their files are noted.
    fn accounts(&self, inputs: &mut Inputs) -> Result<Option<Accounts>, Fault> {
        let (deployment, files) = deployment::around(&self.args.playbook, &self.args.accounts.accounts)?;
        deployment.iter().for_each(|deployment| inputs.data(deployment.file.clone()));
        files.iter().for_each(|file| inputs.data(file.clone()));
        let columns = deployment::columns(deployment.as_ref());
        let args = AccountsArgs { accounts: files, as_of: self.args.accounts.as_of };
        Ok((!args.accounts.is_empty()).then_some(Accounts { args, columns }))
    }

    fn sound(
        &mut self,
        opened: Opened,
        fixtures: Fixtures,
        accounts: Option<&Accounts>,
        data: &Data,
    ) -> Result<Sound, Fault> {
        let mut fine = String::new();
        if !opened.diagnostics.is_empty() {
            fine.push_str(&terminal::rendered(&opened.sources, &opened.diagnostics));
        }
        fine.push_str(&check::fine(&opened));
        let tested = playbook::made_ready(opened, fixtures, &self.args.playbook)?;
        let Tested { ready, fixtures } = &tested;
        let all: Vec<usize> = (0..ready.program.playbook.tests.len()).collect();
        let outcomes = test::run(&ready.program, ready.calendar.as_ref(), fixtures, &all);
        if let (Some(good), Some(accounts)) = (&mut self.good, accounts)
            && good.data != *data
        {
            // Only the playbook is to make a difference.
            good.decided = accounts.decided(&good.ready).ok();
            good.data.clone_from(data);
        }
        let accounts = accounts.map(|accounts| accounts.moved(ready, self.good.as_ref()));
        Ok(Sound { fine, outcomes, accounts, tested })
    }
}
