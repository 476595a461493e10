//! `stageplay new`: a project around a playbook that extends a template.
//!
//! | file | does |
//! |---|---|
//! | `list` | says which templates there are, and what can be set in one |
//! | `texts` | writes the files of a project |

mod list;
mod texts;

use crate::accounts;
use crate::args::new::NewArgs;
use crate::exit::{Exit, Fault};
use crate::playbook::{self, Tested};
use crate::templates::TEMPLATES;
use crate::view::terminal;
use crate::view::words::count;
use stageplay_dsl::diagnostic::near;
use stageplay_engine::column::{plain, plain_cut};
use stageplay_engine::read::Template;
use stageplay_engine::workbench::coverage;
use stageplay_engine::workbench::sample::{Ask, sample};
use stageplay_engine::{send, workbench};
use std::fs;
use std::path::{Path, PathBuf};
use texts::Project;

/// So many accounts of nobody are put beside the playbook.
const ACCOUNTS: usize = 60;

/// Makes a project, or says what it can be made from.
pub fn new(args: &NewArgs) -> Result<Exit, Fault> {
    let template = args.template.as_deref().map(found).transpose()?;
    let (Some(template), Some(folder), false) = (template, &args.folder, args.list) else {
        return list::list(template);
    };
    let names = list::settings(template);
    if let Some((name, _)) = args.set.iter().find(|(name, _)| !names.contains(name)) {
        let help = match near::nearest(name, names.iter().map(String::as_str)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("`stageplay new --list {}` says what can be set", template.name),
        };
        return Err(Fault::helped(format!("`{}` has no setting `{name}`", template.name), Some(help)));
    }
    let made = Made::begin(folder)?;
    let told = made.fill(args, template)?;
    made.keep();
    terminal::print(&told)?;
    Ok(Exit::Done)
}

/// A template by its name; `-` and `_` are the same.
fn found(name: &str) -> Result<&'static Template, Fault> {
    let plain_name = name.replace('_', "-");
    TEMPLATES.iter().find(|template| template.name == plain_name).ok_or_else(|| {
        let names = || TEMPLATES.iter().map(|template| template.name);
        let help = match near::nearest(&plain_name, names()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("there are {}", names().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")),
        };
        Fault::helped(format!("no template `{}` comes with the program", plain_cut(name, 80)), Some(help))
    })
}

/// A folder that is being filled. It goes away again unless it is kept.
struct Made {
    folder: PathBuf,
    is_kept: bool,
    /// It was there before, empty.
    was_there: bool,
}

impl Drop for Made {
    fn drop(&mut self) {
        if self.is_kept {
            return;
        }
        // What cannot be taken away is the half of a project, which says so itself when it is checked.
        let _ = fs::remove_dir_all(&self.folder);
        if self.was_there {
            let _ = fs::create_dir(&self.folder);
        }
    }
}

impl Made {
    fn begin(folder: &Path) -> Result<Self, Fault> {
        let shown = plain(&folder.to_string_lossy()).into_owned();
        let cannot = |cause: std::io::Error| Fault::outside(format!("cannot make `{shown}`: {cause}"));
        let was_there = folder.exists();
        if was_there {
            let is_empty = fs::read_dir(folder).map_err(cannot)?.next().is_none();
            if !is_empty {
                let help = "name a folder that is not there yet";
                return Err(Fault::helped(format!("`{shown}` is not empty"), Some(help.into())));
            }
        } else {
            fs::create_dir_all(folder).map_err(cannot)?;
        }
        Ok(Self { folder: folder.to_path_buf(), is_kept: false, was_there })
    }

    fn keep(mut self) {
        self.is_kept = true;
    }

    fn write(&self, name: &str, bytes: &[u8]) -> Result<(), Fault> {
        let path = self.folder.join(name);
        let written = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&path, bytes));
        written.map_err(|cause| Fault::outside(format!("cannot write `{}`: {cause}", plain(&path.to_string_lossy()))))
    }

    /// Writes everything; what is told then.
    fn fill(&self, args: &NewArgs, template: &'static Template) -> Result<String, Fault> {
        let mut project = Project::new(&self.folder, template, &args.set);
        let path = self.folder.join("playbook");
        self.write("playbook/playbook.play", project.playbook().as_bytes())?;
        let mut tested = playbook::ready_to_test(&path)?;
        let failing = failing(&tested);
        if !failing.is_empty() {
            project.put_aside(failing);
            self.write("playbook/playbook.play", project.playbook().as_bytes())?;
            tested = playbook::ready_to_test(&path)?;
        }
        let Tested { ready, fixtures } = &tested;
        let (program, calendar) = (&ready.program, ready.calendar.as_ref());
        let today = || accounts::today(program.playbook.header.timezone.as_deref());
        let dates = vec![args.as_of.map_or_else(today, Ok)?];
        let made = sample(program, calendar, fixtures, &Ask { accounts: ACCOUNTS, seed: 1, dates })?;
        let mut records = Vec::new();
        send::snapshots(&mut records, &program.playbook, &made.batch).map_err(Fault::outside)?;
        let every: Vec<usize> = (0..program.playbook.tests.len()).collect();
        let (_, measured) = coverage::measure(program, calendar, fixtures, &every);
        self.write("accounts.ndjson", &records)?;
        for (name, text) in project.others(&program.playbook, measured.uncovered()) {
            self.write(name, text.as_bytes())?;
        }
        let tests = count(every.len() as u64, "test");
        Ok(project.told(&tests, &count(made.accounts as u64, "account")))
    }
}

/// The tests that do not pass with the values that were set, by name.
fn failing(tested: &Tested) -> Vec<String> {
    let Tested { ready, fixtures } = tested;
    let tests = &ready.program.playbook.tests;
    let every: Vec<usize> = (0..tests.len()).collect();
    let outcomes = workbench::test::run(&ready.program, ready.calendar.as_ref(), fixtures, &every);
    let failed = outcomes.into_iter().filter(|outcome| !outcome.failures.is_empty());
    failed.filter_map(|outcome| tests.get(outcome.test).map(|test| test.name.to_string())).collect()
}
