//! `stageplay plan`: a changed playbook meets what is remembered. Nothing is kept.

use crate::accounts;
use crate::args::AccountsArgs;
use crate::args::state::{PlanArgs, PlanFormat};
use crate::deployment;
use crate::exit::{Exit, Fault};
use crate::manifest;
use crate::place::{self, Opened};
use crate::playbook;
use crate::view::{plan as view, terminal};
use serde_json::json;
use stageplay_dsl::types::show_day;
use stageplay_engine::decide::Wanted;
use stageplay_engine::live::{self, Change, Evaluation, Planned};
use stageplay_engine::read;
use stageplay_engine::store::{Store, StoreError};

/// What there is to tell.
pub struct Told {
    pub playbook: String,
    pub last: String,
    /// The date of the evaluation, where there is one.
    pub as_of: Option<String>,
    /// The state was written with the same version of the playbook.
    pub same_version: bool,
    pub change: Change,
    /// `None` where there are no accounts, or nobody says what becomes of some.
    pub planned: Option<Planned>,
}

/// Says what a changed playbook makes of a state.
pub fn plan(args: &PlanArgs) -> Result<Exit, Fault> {
    let ready = playbook::ready(&args.playbook)?;
    let program = &ready.program;
    let (deployment, files) = deployment::around(&args.playbook, &args.accounts.accounts)?;
    let path = place::named(args.place.state.as_deref(), deployment.as_ref())?;
    let Opened { mut store, head, .. } = place::open(&path)?;
    let name = program.playbook.header.name.as_str();
    if head.playbook != name {
        return Err(StoreError::OtherPlaybook { here: head.playbook, there: name.to_owned() }.into());
    }
    let version = manifest::version(&ready.sources);
    let as_of = args.accounts.as_of.unwrap_or(head.last);
    let mut tx = store.begin()?;
    let change = live::change(&*tx, &head, program)?;
    let mut planned = None;
    if !files.is_empty() && change.unresolved().next().is_none() {
        let columns = deployment::columns(deployment.as_ref());
        let options = read::Options { most_rejects: Some(0), columns, ..read::Options::default() };
        let named = AccountsArgs { accounts: files, as_of: Some(as_of) };
        let book = accounts::read(&named, &program.playbook, &options)?;
        let history = book.snapshots.history(&book.selection, program, as_of);
        let evaluation = Evaluation {
            program,
            version: &version,
            calendar: ready.calendar.as_ref(),
            batch: &book.selection.batch,
            stale: &book.selection.stale,
            history: &history,
            as_of,
            wanted: Wanted::default(),
            // No snapshot is too old to think about.
            backfilled: true,
        };
        planned = Some(live::what_if(&mut *tx, &evaluation, &head, &change)?);
    }
    drop(tx);
    let told = Told {
        playbook: name.to_owned(),
        last: show_day(head.last),
        as_of: planned.is_some().then(|| show_day(as_of)),
        same_version: head.program == version,
        change,
        planned,
    };
    let text = match args.format {
        PlanFormat::Text => view::text(&told, terminal::width()),
        PlanFormat::Md => view::markdown(&told),
        PlanFormat::Json => {
            let Told { playbook, last, as_of, same_version, change, planned } = &told;
            let told = json!({
                "playbook": playbook,
                "last_run": last,
                "as_of": as_of,
                "same_version": same_version,
                "change": change,
                "planned": planned,
            });
            format!("{told}\n")
        }
    };
    terminal::print(&text)?;
    let unresolved = told.change.unresolved().next().is_some();
    Ok(if unresolved { Exit::Faults } else { Exit::Done })
}
