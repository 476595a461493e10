//! `stageplay deliver`: takes the actions that wait to where they belong, at least once and in order.

use crate::args::state::DeliverArgs;
use crate::exit::{Exit, Fault};
use crate::place::{self, Opened};
use crate::view::{delivery, terminal};
use stageplay_dsl::diagnostic::near;
use stageplay_engine::column::plain_cut;
use stageplay_engine::live;
use stageplay_engine::read::{DEPLOYMENT, DeliverTarget, DeliverTo, Deployment};
use stageplay_engine::send::deliver::{Answer, Destination, Tally, deliver as carry, open};
use stageplay_engine::send::{Outgoing, Plan, share_out};
use stageplay_engine::store::{SqliteStore, Store, StoreError};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// What is written beside an action that is never sent.
const DROPPED: &str = "its run closed before anybody was told that it had opened";

/// So many failures of a destination are shown.
const FAILURES: usize = 3;

/// What came of a destination, or what would.
pub struct Delivered {
    pub name: String,
    pub tally: Tally,
    /// What would go, in a dry run.
    pub would: Vec<Outgoing>,
    /// The first failures.
    pub failures: Vec<String>,
    pub notes: Vec<String>,
}

/// Delivers what waits.
pub fn deliver(args: &DeliverArgs) -> Result<Exit, Fault> {
    let (path, deployment) = place::state(args.place.state.as_deref())?;
    let targets = targets(args, deployment.as_ref())?;
    // A destination that cannot be sent to is told of before anything is.
    let opened: Result<Vec<Box<dyn Destination>>, _> = targets.iter().map(open).collect();
    let mut destinations = opened.map_err(Fault::outside)?;
    let Opened { mut store, .. } = place::open(&path)?;
    let untold: Vec<Outgoing> = store.untold()?.into_iter().map(live::outgoing).collect();
    let budget = deployment.map(|deployment| deployment.budget).unwrap_or_default();
    let plan = share_out(&untold, budget);
    let of = |places: &mut dyn Iterator<Item = usize>| -> Vec<&str> {
        places.filter_map(|at| untold.get(at)).map(|action| action.id.as_str()).collect()
    };
    let dropped = of(&mut plan.dropped());
    let now: BTreeSet<&str> = of(&mut plan.now()).into_iter().collect();
    // What waits for the budget, or for nobody any more.
    let held: BTreeSet<&str> = untold.iter().map(|action| action.id.as_str()).filter(|id| !now.contains(id)).collect();
    if !args.dry_run && !dropped.is_empty() {
        store.drop_unsent(&dropped, DROPPED)?;
    }
    let mut all = Vec::new();
    for destination in &mut destinations {
        let waiting = store.unsent(destination.name())?.into_iter().map(live::outgoing);
        let going: Vec<Outgoing> = waiting.filter(|action| !held.contains(action.id.as_str())).collect();
        all.push(if args.dry_run {
            let (name, tally) = (destination.name().to_owned(), Tally::default());
            Delivered { name, tally, would: going, failures: Vec::new(), notes: Vec::new() }
        } else {
            to(&mut store, destination.as_mut(), &going)?
        });
    }
    let first = unknown(&plan, &untold);
    let (dropped, withheld) = (dropped.len(), held.len() - dropped.len());
    let width = terminal::width();
    let told = delivery::Told { all: &all, plan: &plan, budget, withheld, dropped, first: &first };
    terminal::print(&delivery::show(&told, args.dry_run, width))?;
    let taken = all.iter().all(|it| it.tally.failed + it.tally.refused + it.tally.waits == 0);
    Ok(if taken { Exit::Done } else { Exit::NotTaken })
}

/// Sends to one destination; each answer is kept before the next actions go.
fn to(store: &mut SqliteStore, destination: &mut dyn Destination, going: &[Outgoing]) -> Result<Delivered, Fault> {
    let name = destination.name().to_owned();
    let most = destination.most_at_once().max(1);
    let mut failures = Vec::new();
    // What goes together is answered together.
    let mut sent: Vec<&str> = Vec::new();
    let mut keep = |ids: &mut Vec<&str>| -> Result<(), StoreError> {
        let at = chrono::Utc::now().format("%Y-%m-%dT%H:%M:%SZ").to_string();
        store.sent(&name, ids, &at)?;
        ids.clear();
        Ok(())
    };
    let tally = carry(destination, going, |action, answer| -> Result<(), StoreError> {
        match answer {
            Answer::Sent => {
                sent.push(&action.id);
                if sent.len() >= most {
                    keep(&mut sent)?;
                }
            }
            Answer::Failed { why, .. } => {
                if failures.len() < FAILURES && !failures.contains(why) {
                    failures.push(why.clone());
                }
            }
            Answer::Waits => {}
        }
        Ok(())
    })?;
    keep(&mut sent)?;
    let notes = destination.notes();
    Ok(Delivered { name, tally, would: Vec::new(), failures, notes })
}

/// The openings that go first because nobody knows how urgent they are.
fn unknown<'a>(plan: &Plan, untold: &'a [Outgoing]) -> Vec<&'a Outgoing> {
    plan.unknown_priority.iter().filter_map(|at| untold.get(*at)).collect()
}

/// Where to: all that the file names, one of them, or what the command line says.
fn targets(args: &DeliverArgs, deployment: Option<&Deployment>) -> Result<Vec<DeliverTo>, Fault> {
    let said = deployment.map_or(&[][..], |deployment| &deployment.deliver);
    let named = |name: &str| said.iter().find(|to| to.name == name).cloned();
    let Some(to) = &args.to else {
        if said.is_empty() {
            let what = match deployment {
                Some(_) => format!("`{DEPLOYMENT}` names no destination"),
                None => format!("no destination is named, and there is no `{DEPLOYMENT}` in this folder"),
            };
            let help = "write `deliver: [{to: file, path: actions.ndjson}]` in it, or `--to file --path FILE` here";
            return Err(Fault::helped(what, Some(help.into())));
        }
        return Ok(said.to_vec());
    };
    let kind = |wanted: &str, given: bool| given && to != wanted;
    let belongs = [
        (kind("file", args.path.is_some()), "--path", "file"),
        (kind("webhook", args.url.is_some()), "--url", "webhook"),
        (kind("command", !args.run.is_empty()), "a program", "command"),
    ];
    if let Some((_, flag, of)) = belongs.iter().find(|(wrong, ..)| *wrong) {
        return Err(Fault::outside(format!("{flag} belongs to `--to {of}`, not to `--to {}`", plain_cut(to, 80))));
    }
    // Each place is a destination of its own, and knows what it has been sent.
    let adhoc = |name: String, target: DeliverTarget| Ok(vec![DeliverTo { name: name.into(), to: target }]);
    match (to.as_str(), &args.path, &args.url, args.run.split_first()) {
        ("file", Some(path), ..) => {
            adhoc(format!("file {}", whole(path).display()), DeliverTarget::File { path: path.clone() })
        }
        ("webhook", _, Some(url), _) => {
            let secret_env = args.secret_env.clone().unwrap_or_default();
            adhoc(format!("webhook {url}"), DeliverTarget::Webhook { url: url.clone(), secret_env })
        }
        ("command", _, _, Some((program, arguments))) => {
            let name = format!("command {}", args.run.join(" "));
            let (program, arguments) = (program.clone(), arguments.to_vec());
            adhoc(name, DeliverTarget::Command { program, arguments, folder: PathBuf::from(".") })
        }
        (name, ..) => match named(name) {
            Some(to) => Ok(vec![to]),
            None => Err(no_such(name, said)),
        },
    }
}

fn no_such(name: &str, said: &[DeliverTo]) -> Fault {
    let needs = match name {
        "file" => Some("`--path FILE`"),
        "webhook" => Some("`--url URL --secret-env NAME`"),
        "command" => Some("`-- PROGRAM ARG …`"),
        _ => None,
    };
    if let Some(needs) = needs {
        return Fault::helped(format!("`--to {name}` needs {needs}"), None);
    }
    let names = said.iter().map(|to| to.name.as_str()).chain(["file", "webhook", "command"]);
    let what = format!("there is no destination `{}`", plain_cut(name, 80));
    Fault::helped(what, near::help(name, names))
}

/// A path that says the same wherever it is read.
fn whole(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf())
}
