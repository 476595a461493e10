//! `stageplay fmt`: playbook files in the one style.

use crate::args::FmtArgs;
use crate::exit::{Exit, Fault};
use crate::templates::TEMPLATES;
use crate::view::terminal;
use stageplay_dsl::Tests;
use stageplay_dsl::diagnostic::Diagnostics;
use stageplay_dsl::format::format;
use stageplay_dsl::source::{SourceFile, SourceId, Sources};
use stageplay_dsl::syntax::{self, tree::Item};
use stageplay_engine::read::{self, PlaybookFiles};
use std::fs;
use std::path::Path;

/// Lays out every file of each path, or with `--check` says which would change.
pub fn fmt(args: &FmtArgs) -> Result<Exit, Fault> {
    let mut exit = Exit::Done;
    let mut files = 0;
    for path in &args.paths {
        for (name, text) in own_files(path)? {
            let file = SourceFile::new(name.clone(), text.clone());
            // A script has a language of its own.
            if file.is_script() {
                continue;
            }
            files += 1;
            let mut sources = Sources::default();
            let source = sources.add(file);
            let Some(laid_out) = format(source, &text) else {
                left_alone(&sources, &name, &text);
                exit = Exit::Faults;
                continue;
            };
            if laid_out == text {
                continue;
            }
            if args.check {
                terminal::print(&format!("would change {name}\n"))?;
                exit = Exit::Faults;
            } else {
                write(&name, &laid_out)?;
                terminal::print(&format!("changed {name}\n"))?;
            }
        }
    }
    if args.check && exit == Exit::Done {
        terminal::print(&format!("{files} {} in style\n", if files == 1 { "file is" } else { "files are" }))?;
    }
    Ok(exit)
}

/// The files of a path, without those of a template in it that its playbook extends: who lays out their own playbook
/// leaves the template as it came. A folder of several playbooks is laid out as a whole.
fn own_files(path: &Path) -> Result<PlaybookFiles, Fault> {
    let all = read::load_with_tests(path).map_err(Fault::outside)?;
    if !path.is_dir() {
        return Ok(all);
    }
    let mut layers = read::load_layers(path, TEMPLATES, Tests::Included).map_err(Fault::outside)?;
    let own = layers.files.pop().unwrap_or_default();
    let folder = match headers(&own).as_slice() {
        [only] if layers.missing.is_none() => Path::new(*only).parent().map(Path::to_path_buf),
        _ => None,
    };
    // A template beside the playbook's own folder was asked for by naming the folder around both.
    let inside = |folder: &Path| all.iter().all(|file| own.contains(file) || Path::new(&file.0).starts_with(folder));
    Ok(if folder.is_some_and(|folder| inside(&folder)) { own } else { all })
}

/// The names of the files with a header.
fn headers(files: &PlaybookFiles) -> Vec<&str> {
    let has_header = |text: &str| {
        let module = syntax::parse_extension(SourceId(0), text, &mut Diagnostics::default());
        module.items.iter().any(|item| matches!(item, Item::Playbook(_)))
    };
    let found = files.iter().filter(|(name, text)| name.ends_with(".play") && has_header(text));
    found.map(|(name, _)| name.as_str()).collect()
}

/// Says why a file was not touched.
fn left_alone(sources: &Sources, name: &str, text: &str) {
    let mut diagnostics = Diagnostics::default();
    for (source, _) in sources.iter() {
        syntax::parse(source, text, &mut diagnostics);
    }
    if diagnostics.has_errors() {
        terminal::diagnostics(sources, &diagnostics);
        terminal::fault(&format!("{name} is left as it is: it does not parse"), None);
    } else {
        let help = "this is a fault of the program, not of the file; please report it with the file";
        terminal::fault(&format!("{name} is left as it is: laid out, it would not say the same"), Some(help));
    }
}

/// Writes beside the file and takes its place, so that a full disk leaves the old text.
fn write(name: &str, text: &str) -> Result<(), Fault> {
    let file = fs::canonicalize(name).unwrap_or_else(|_| Path::new(name).to_path_buf());
    let mut beside = file.clone().into_os_string();
    beside.push(".new");
    let written = fs::metadata(&file)
        .and_then(|about| fs::write(&beside, text).and_then(|()| fs::set_permissions(&beside, about.permissions())))
        .and_then(|()| fs::rename(&beside, &file));
    written.map_err(|error| {
        let _ = fs::remove_file(&beside);
        Fault::outside(format!("cannot write {name}: {error}"))
    })
}
