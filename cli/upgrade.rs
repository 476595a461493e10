//! `stageplay upgrade`: what a template's new version makes of the playbooks above it and of their accounts. It is taken
//! only when that is asked for.

use crate::args::diff::{DiffArgs, DiffFormat};
use crate::args::vendor::UpgradeArgs;
use crate::deployment;
use crate::diff::{self, Side};
use crate::exit::{Exit, Fault};
use crate::playbook::{self, Opened};
use crate::templates::TEMPLATES;
use crate::vendor::copy::{Copy, Source, copies};
use crate::vendor::lock::{Lock, changed};
use crate::vendor::place::put;
use crate::vendor::{listed, titled, untouched};
use crate::view::{diff as view, terminal};
use stageplay_dsl::Tests;
use stageplay_dsl::diagnostic::{Diagnostics, near};
use stageplay_engine::column::{plain, plain_cut};
use stageplay_engine::read::{self, LOCK, Layers, Origin, VENDOR};
use stageplay_engine::workbench::clauses::Version;
use stageplay_engine::workbench::diff::{Days, Item, items};
use std::path::{Path, PathBuf};

/// Shows what a new version changes, and takes it where that is said.
pub fn upgrade(args: &UpgradeArgs) -> Result<Exit, Fault> {
    let (project, name) = meant(args)?;
    let (project, name) = (project.as_path(), name.as_str());
    let mut lock = Lock::read(project)?;
    let Some(pin) = lock.pins.get(name) else { return Err(unknown(name, &lock, project)) };
    let source = source(name, project, &pin.from, args.from.as_deref())?;
    let copies = copies(&source, Some(name), project)?;
    let before = titled(name, pin);
    let mut differ: Vec<(&Copy, Vec<String>)> = Vec::new();
    for copy in &copies {
        let folder = project.join(VENDOR).join(&copy.name);
        let files = if folder.is_dir() { changed(&folder, &copy.pin.files)? } else { vec![copy.name.clone()] };
        match lock.pins.get(&copy.name) {
            Some(pin) if folder.is_dir() => untouched(&copy.name, pin, project)?,
            None if folder.is_dir() && !files.is_empty() => {
                let what = format!("`{VENDOR}/{}` is in the way, and is not pinned", copy.name);
                return Err(Fault::helped(what, Some("move it away".into())));
            }
            _ => {}
        }
        if !files.is_empty() {
            differ.push((copy, files));
        }
    }
    if differ.is_empty() {
        terminal::print(&format!("nothing to take: {before} is the newest there is\n"))?;
        return Ok(Exit::Done);
    }
    let is_other = |copy: &Copy| lock.pins.get(&copy.name).is_none_or(|pin| pin.program != copy.pin.program);
    if differ.iter().any(|(copy, _)| is_other(copy)) {
        let after = copies.first().map_or(before.clone(), |copy| titled(name, &copy.pin));
        terminal::print(&format!("{before} would become {after}\n"))?;
        if shown(args, (project, name), &source)? == Exit::Faults {
            return Err(Fault::helped(
                format!("a playbook does not fit the new `{name}`: nothing was changed"),
                Some("change the playbook as said above, and upgrade then: it is held against the new version".into()),
            ));
        }
    } else {
        let files: Vec<String> = differ.iter().flat_map(|(_, files)| files.clone()).collect();
        let says = format!("{name} is the same program; layout, comments or tests differ: {}\n", listed(&files));
        terminal::print(&terminal::wrapped(&says, terminal::width(), "  "))?;
    }
    if !args.yes {
        let from = args.from.as_ref().map(|from| format!(" --from {}", plain(&from.to_string_lossy())));
        let folder =
            if project == Path::new(".") { String::new() } else { format!(" {}", plain(&project.to_string_lossy())) };
        let again = format!("stageplay upgrade {name}{folder}{} --yes", from.unwrap_or_default());
        terminal::print(&format!("\nnothing was changed; to take it: {again}\n"))?;
        return Ok(Exit::Done);
    }
    let taken: Vec<&Copy> = differ.iter().map(|(copy, _)| *copy).collect();
    for copy in &copies {
        lock.pins.insert(copy.name.clone(), copy.pin.clone());
    }
    put(&taken, project, || lock.write(project))?;
    let taken: Vec<String> = taken.iter().map(|copy| titled(&copy.name, &copy.pin)).collect();
    terminal::print(&format!("\ntaken, and pinned in {LOCK}: {}\n", taken.join(", ")))?;
    Ok(Exit::Done)
}

/// The project's folder and the template. A folder alone means the one template that is pinned there.
fn meant(args: &UpgradeArgs) -> Result<(PathBuf, String), Fault> {
    let here = PathBuf::from(".");
    let name = args.template.clone();
    if let Some(folder) = &args.folder {
        return Ok((folder.clone(), name));
    }
    let folder = PathBuf::from(&name);
    if Lock::read(&here)?.pins.contains_key(&name) || !folder.join(LOCK).is_file() {
        return Ok((here, name));
    }
    let lock = Lock::read(&folder)?;
    let is_below = |name: &String| lock.pins.values().any(|pin| pin.extends.as_ref() == Some(name));
    let tops: Vec<&String> = lock.pins.keys().filter(|name| !is_below(name)).collect();
    match tops.as_slice() {
        [only] => Ok((folder, (*only).clone())),
        several => {
            let folder = plain_cut(&name, 200);
            let names: Vec<String> =
                several.iter().map(|name| format!("`stageplay upgrade {name} {folder}`")).collect();
            let what = format!("`{folder}` keeps copies of {} templates", several.len());
            Err(Fault::helped(what, Some(format!("say which: {}", names.join(" or ")))))
        }
    }
}

fn unknown(name: &str, lock: &Lock, project: &Path) -> Fault {
    let help = match near::nearest(name, lock.pins.keys().map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("`stageplay vendor {}` copies it first", plain_cut(name, 80)),
    };
    let folder = if project == Path::new(".") {
        "this folder".into()
    } else {
        format!("`{}`", plain_cut(&project.to_string_lossy(), 200))
    };
    Fault::helped(format!("no template `{}` is pinned in the `{LOCK}` of {folder}", plain_cut(name, 80)), Some(help))
}

/// Where the new version lies.
fn source(name: &str, project: &Path, pinned: &str, from: Option<&Path>) -> Result<Source, Fault> {
    if from.is_some() {
        return Source::of(name, from);
    }
    if pinned.starts_with("stageplay ") {
        let dashed = name.replace('_', "-");
        let shipped = TEMPLATES.iter().find(|template| template.name == dashed);
        return shipped.map(Source::Shipped).ok_or_else(|| elsewhere(name, pinned));
    }
    let is_path = Path::new(pinned).starts_with(".") || Path::new(pinned).starts_with("..");
    let path = if project == Path::new(".") { PathBuf::from(pinned) } else { project.join(pinned) };
    if is_path && path.exists() { Ok(Source::Pinned(path)) } else { Err(elsewhere(name, pinned)) }
}

fn elsewhere(name: &str, pinned: &str) -> Fault {
    let what = format!("`{name}` came from `{}`, which is not there", plain_cut(pinned, 200));
    Fault::helped(what, Some(format!("say where the new version lies: `stageplay upgrade {name} --from PATH`")))
}

/// Shows what the new version makes of every playbook that extends the copy.
fn shown(args: &UpgradeArgs, (project, name): (&Path, &str), source: &Source) -> Result<Exit, Fault> {
    let copy = project.join(VENDOR).join(name);
    let playbooks = match &args.playbook {
        named if !named.is_empty() => named.clone(),
        _ => of_project(project)?.map(|here| here.playbooks).unwrap_or_default(),
    };
    let mut exit = Exit::Done;
    let mut found = false;
    for path in &playbooks {
        let old = layers(path)?;
        let Some(at) = place(&old, &copy) else { continue };
        found = true;
        let new = source.layers(Tests::LeftOut)?;
        let upper = layers(path)?.files.into_iter().skip(at + 1);
        let new = Layers { files: new.files.into_iter().chain(upper).collect(), ..new };
        terminal::print(&format!("\n{}:\n", plain(&path.to_string_lossy())))?;
        if one(args, project, path, old, new)? == Exit::Faults {
            exit = Exit::Faults;
        }
    }
    if !found {
        let says = format!(
            "\nno playbook {} it: `--playbook PATH` shows what becomes of one; this is what the template itself says:\n",
            if playbooks.is_empty() { "is known that extends" } else { "that is named extends" }
        );
        terminal::print(&terminal::wrapped(&says, terminal::width(), ""))?;
        let of = |layers: Layers| Version::new(layers.files, Tests::LeftOut);
        let (old, new) = (of(layers(&copy)?), of(source.layers(Tests::LeftOut)?));
        let items = items(&old, &new);
        let told = of_texts(old, new, items);
        terminal::print(&view::text(&told, terminal::width()))?;
    }
    Ok(exit)
}

/// The stageplay.yaml of a project.
fn of_project(project: &Path) -> Result<Option<read::Deployment>, Fault> {
    deployment::in_folder(if project == Path::new(".") { Path::new("") } else { project })
}

/// What two versions say, without accounts.
fn of_texts(old: Version, new: Version, items: Vec<Item>) -> diff::Told {
    let days = Days::default();
    diff::Told { old, new, unit: String::new(), items, days, over: None, made: None, failed: Vec::new() }
}

fn layers(path: &Path) -> Result<Layers, Fault> {
    read::load_layers(path, TEMPLATES, Tests::LeftOut).map_err(Fault::outside)
}

/// Which layer of a playbook the copy is.
fn place(layers: &Layers, copy: &Path) -> Option<usize> {
    let copy = copy.canonicalize().ok()?;
    layers.origins.iter().position(|(_, origin)| *origin == Origin::Place(copy.clone()))
}

/// Shows what becomes of one playbook.
fn one(args: &UpgradeArgs, project: &Path, path: &Path, old: Layers, new: Layers) -> Result<Exit, Fault> {
    let versions = [&old, &new].map(|layers| Version::new(layers.files.clone(), Tests::LeftOut));
    let [old_version, new_version] = versions;
    let was = playbook::compiled(old, Tests::LeftOut);
    let mut is = playbook::compiled(new, Tests::LeftOut);
    keep_own(&mut is);
    if is.diagnostics.has_errors() {
        terminal::print(&terminal::rendered(&is.sources, &is.diagnostics))?;
        return Ok(Exit::Faults);
    }
    if !is.diagnostics.is_empty() {
        terminal::print(&terminal::rendered(&is.sources, &is.diagnostics))?;
    }
    let new = Side { path: path.into(), ready: playbook::opened_ready(is, path)?, version: new_version };
    let told = if was.playbook.is_none() {
        // It was mended for the new version: with the old one it decides nothing that could be compared.
        terminal::print("the playbook does not fit the version that is here: nothing is said of accounts\n")?;
        let items = items(&old_version, &new.version);
        of_texts(old_version, new.version, items)
    } else {
        let old = Side { path: path.into(), ready: playbook::opened_ready(was, path)?, version: old_version };
        let mut accounts = args.accounts.accounts.clone();
        if accounts.is_empty() {
            let folder = if path.is_dir() { path } else { path.parent().unwrap_or(Path::new("")) };
            let said = deployment::in_folder(folder)?;
            let said = if said.is_some() { said } else { of_project(project)? };
            accounts = said.map(|said| said.accounts).unwrap_or_default();
        }
        let accounts = crate::args::AccountsArgs { accounts, as_of: args.accounts.as_of };
        let args = DiffArgs {
            old: String::new(),
            new: path.into(),
            accounts,
            history: false,
            format: DiffFormat::Human,
            fail_on: Vec::new(),
        };
        diff::told(&args, old, new)?
    };
    terminal::print(&view::text(&told, terminal::width()))?;
    Ok(Exit::Done)
}

/// Hints about the template are for who ships it.
fn keep_own(opened: &mut Opened) {
    let own = |source: u32| source as usize >= opened.below;
    let kept: Vec<_> = opened
        .diagnostics
        .iter()
        .filter(|said| {
            said.severity == stageplay_dsl::diagnostic::Severity::Error
                || said.span().is_some_and(|span| own(span.source.0))
        })
        .cloned()
        .collect();
    let mut all = Diagnostics::default();
    all.extend(kept);
    opened.diagnostics = all;
}
