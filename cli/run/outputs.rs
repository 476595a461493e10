//! Where a run writes: checked before anything is read, so that nobody waits for a refusal, and so that no output
//! takes the place of what is still to be read.

use crate::args::{self, RunArgs};
use crate::exit::Fault;
use crate::templates::TEMPLATES;
use crate::view::words::grouped;
use stageplay_dsl::Tests;
use stageplay_dsl::typed::Playbook;
use stageplay_engine::column::plain;
use stageplay_engine::read::{self, Reject};
use stageplay_engine::send::{self, DecisionSink, Manner, Sink};
use std::path::{Path, PathBuf};

/// Outputs that have been opened.
pub struct Outputs {
    pub decisions: Option<DecisionSink>,
    pub actions: Option<Sink>,
    rejects: Option<Sink>,
}

/// The flag and the path of each output that was asked for.
fn asked(args: &RunArgs) -> Vec<(&'static str, &Path)> {
    let all = [("--decisions", &args.decisions), ("--actions", &args.actions), ("--rejects", &args.rejects)];
    all.into_iter().filter_map(|(flag, path)| Some((flag, path.as_deref()?))).collect()
}

/// Whether standard output belongs to a stream or the summary, and not to people.
pub fn stream(args: &RunArgs) -> bool {
    args.summary.is_some() || asked(args).iter().any(|(_, path)| *path == Path::new("-"))
}

/// Whether what is written can be taken back until it is whole: what others may have seen by then cannot.
pub fn can_be_taken_back(args: &RunArgs) -> bool {
    let is_file = |path: &Path| path.as_os_str() != "-" && (path.is_file() || !path.exists());
    [&args.decisions, &args.actions].into_iter().flatten().all(|path| is_file(path))
}

/// Refuses outputs that would destroy each other or what is read.
pub fn check(args: &RunArgs) -> Result<(), Fault> {
    let asked = asked(args);
    let streams = asked.iter().filter(|(_, path)| *path == Path::new("-")).count();
    if streams + usize::from(args.summary.is_some()) > 1 {
        return Err(Fault::helped(
            "only one of --decisions -, --actions -, --rejects - and --summary may have standard output",
            Some("give the others a file".into()),
        ));
    }
    let files: Vec<(&str, &Path, PathBuf)> = asked
        .into_iter()
        .filter(|(_, path)| *path != Path::new("-"))
        .map(|(flag, path)| (flag, path, real(path)))
        .collect();
    for (at, (flag, path, place)) in files.iter().enumerate() {
        if let Some((other, ..)) = files.iter().skip(at + 1).find(|(.., taken)| taken == place) {
            return Err(Fault::helped(
                format!("{flag} and {other} name the same file, `{}`", shown(path)),
                Some("give each a file of its own".into()),
            ));
        }
        if args
            .accounts
            .accounts
            .iter()
            .map(PathBuf::as_path)
            .chain([args.playbook()])
            .any(|input| real(input) == *place)
        {
            return Err(overwritten(flag, path, "a file that this run reads"));
        }
    }
    Ok(())
}

/// Refuses outputs that would take the place of a file of the playbook or of its templates: their tests and fixtures,
/// and the calendar, if it is a file. What is not there yet takes no place.
pub fn spare(args: &RunArgs, calendar: Option<&Path>) -> Result<(), Fault> {
    let there: Vec<(&str, &Path, PathBuf)> = asked(args)
        .into_iter()
        .filter_map(|(flag, path)| Some((flag, path, path.canonicalize().ok()?)))
        .filter(|(.., place)| place.is_file())
        .collect();
    if there.is_empty() {
        return Ok(());
    }
    let layers = read::load_layers(args.playbook(), TEMPLATES, Tests::Included).map_err(Fault::outside)?;
    let files = layers.files.iter().flatten().chain(layers.fixtures.iter().flatten()).map(|(name, _)| Path::new(name));
    let read: Vec<PathBuf> = files.chain(calendar).filter_map(|file| file.canonicalize().ok()).collect();
    match there.iter().find(|(.., place)| read.contains(place)) {
        Some((flag, path, _)) => Err(overwritten(flag, path, "a file of the playbook")),
        None => Ok(()),
    }
}

fn overwritten(flag: &str, path: &Path, what: &str) -> Fault {
    Fault::helped(
        format!("`{}` would be overwritten: {flag} names {what}", shown(path)),
        Some("write to another file".into()),
    )
}

/// Opens the outputs. Nothing is under its name before it is whole.
pub fn open(args: &RunArgs, playbook: &Playbook) -> Result<Outputs, Fault> {
    let sink = |path: &Option<PathBuf>, heading: &[String]| {
        path.as_deref().map(|path| Sink::open(path, heading)).transpose().map_err(Fault::from)
    };
    Ok(Outputs {
        rejects: sink(&args.rejects, &send::reject_heading())?,
        decisions: args
            .decisions
            .as_deref()
            .map(|path| DecisionSink::open(path, playbook, manner(args)))
            .transpose()?,
        actions: sink(&args.actions, &send::action_heading())?,
    })
}

/// How the decisions are to be written.
fn manner(args: &RunArgs) -> Manner {
    let shape = args.shape.map(|shape| match shape {
        args::Shape::Nested => send::Shape::Nested,
        args::Shape::Flat => send::Shape::Flat,
    });
    let reasons = args.reasons.map(|reasons| match reasons {
        args::Reasons::Told => send::Reasons::Told,
        args::Reasons::None => send::Reasons::Untold,
    });
    Manner { shape, reasons }
}

impl Outputs {
    /// Ends all outputs; one line about each.
    pub fn finish(mut self, args: &RunArgs, rejects: &[Reject]) -> Result<Vec<String>, Fault> {
        if let Some(sink) = &mut self.rejects {
            rejects.iter().try_for_each(|reject| sink.write(reject))?;
        }
        let mut written = Vec::new();
        for (count, what, path) in [
            (self.decisions.map(DecisionSink::finish), "decisions", &args.decisions),
            (self.actions.map(Sink::finish), "actions", &args.actions),
            (self.rejects.map(Sink::finish), "rejects", &args.rejects),
        ] {
            if let (Some(count), Some(path)) = (count, path) {
                let count = count?;
                let place = if path.as_os_str() == "-" { "standard output".into() } else { shown(path) };
                written.push(format!("{} {what} written to {place}", grouped(count as u64)));
            }
        }
        Ok(written)
    }
}

fn shown(path: &Path) -> String {
    plain(&path.to_string_lossy()).into_owned()
}

/// The place a path leads to, whether there is a file already or not.
fn real(path: &Path) -> PathBuf {
    if let Ok(place) = path.canonicalize() {
        return place;
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    match (folder.canonicalize(), path.file_name()) {
        (Ok(folder), Some(name)) => folder.join(name),
        _ => path.to_path_buf(),
    }
}
