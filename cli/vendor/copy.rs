//! A template and those below it, as they are copied: their files by paths of their own, and what pins them.

use super::beside;
use super::lock::{Pin, hash, hash_of_text, is_name};
use crate::exit::Fault;
use crate::playbook;
use crate::templates::TEMPLATES;
use stageplay_dsl::Tests;
use stageplay_dsl::diagnostic::{Diagnostics, near};
use stageplay_dsl::source::SourceId;
use stageplay_dsl::syntax::tree::{Header, HeaderClause, Item};
use stageplay_dsl::syntax::{extends, parse_extension};
use stageplay_engine::column::{plain, plain_cut};
use stageplay_engine::read::{self, Layers, Origin, PlaybookFiles, Template};
use stageplay_engine::workbench::clauses::normal;
use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

/// Where a template is taken from.
pub enum Source {
    /// It comes with the program.
    Shipped(&'static Template),
    /// A file or folder.
    Place(PathBuf),
    /// The same, as the lock says it from the project's folder, wherever that lies.
    Pinned(PathBuf),
}

impl Source {
    /// What a name or a path means.
    pub fn of(name: &str, from: Option<&Path>) -> Result<Self, Fault> {
        if let Some(from) = from {
            return Ok(Self::Place(from.to_path_buf()));
        }
        let dashed = name.replace('_', "-");
        if let Some(template) = TEMPLATES.iter().find(|template| template.name == dashed) {
            return Ok(Self::Shipped(template));
        }
        if name.contains('/') || name.ends_with(".play") || Path::new(name).is_dir() {
            return Ok(Self::Place(PathBuf::from(name)));
        }
        let names = || TEMPLATES.iter().map(|template| template.name);
        let help = match near::nearest(&dashed, names()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "name a folder of one, as ../templates/renewals, or say `--from PATH`".to_owned(),
        };
        Err(Fault::helped(format!("no template `{}` comes with the program", plain_cut(name, 80)), Some(help)))
    }

    /// Its files and those of what it extends.
    pub fn layers(&self, tests: Tests) -> Result<Layers, Fault> {
        match self {
            Self::Shipped(template) => Ok(read::shipped_layers(template, TEMPLATES, tests)),
            Self::Place(path) | Self::Pinned(path) => read::load_layers(path, TEMPLATES, tests).map_err(Fault::outside),
        }
    }
}

/// A template as it is copied.
pub struct Copy {
    /// What it is called in `vendor`.
    pub name: String,
    pub pin: Pin,
    /// By their paths in the copy.
    pub files: BTreeMap<String, String>,
}

/// The copies of a template and of what it extends, the template first; one with faults is shown and not copied. `name`
/// is what it is called, where that is not left to its header, and `project` the folder that paths are said from.
pub fn copies(source: &Source, name: Option<&str>, project: &Path) -> Result<Vec<Copy>, Fault> {
    playbook::shown_if_faulty(source.layers(Tests::Included)?)?;
    let layers = source.layers(Tests::Included)?;
    let mut copies: Vec<Copy> = Vec::new();
    let all = layers.origins.iter().zip(layers.files).zip(layers.fixtures.into_iter().rev());
    for (((shown, origin), files), fixtures) in all {
        let is_top = copies.len() + 1 == layers.origins.len();
        let below = copies.last().map(|copy| copy.name.clone());
        let own = name.filter(|_| is_top);
        let copy = match origin {
            Origin::Shipped(shipped) => of_program(shipped, own, below)?,
            Origin::Place(_) => {
                let place = Place { shown: Path::new(shown), project, from_root: is_from_root(source) };
                of_place(&place, own, below, files, fixtures)?
            }
        };
        if copies.iter().any(|other| other.name == copy.name) {
            let what = format!("`{}` and what it extends have the same name", copy.name);
            return Err(Fault::helped(what, Some("say what it is called: `stageplay vendor NAME --from PATH`".into())));
        }
        copies.push(copy);
    }
    copies.reverse();
    Ok(copies)
}

fn is_from_root(source: &Source) -> bool {
    matches!(source, Source::Place(path) if path.has_root() || path.is_absolute())
}

fn of_program(shipped: &str, name: Option<&str>, below: Option<String>) -> Result<Copy, Fault> {
    let template = TEMPLATES.iter().find(|template| template.name == shipped);
    let files = template.map(|template| template.files).unwrap_or_default();
    let files = files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    let from = format!("stageplay {}", env!("CARGO_PKG_VERSION"));
    pinned(name.unwrap_or(shipped).to_owned(), from, below, files)
}

/// Where a layer lies, and how that is said.
struct Place<'p> {
    shown: &'p Path,
    project: &'p Path,
    /// It was named from the root of the machine's files, of which the lock says nothing.
    from_root: bool,
}

fn of_place(
    place: &Place<'_>,
    name: Option<&str>,
    below: Option<String>,
    mut files: PlaybookFiles,
    fixtures: PlaybookFiles,
) -> Result<Copy, Fault> {
    if let (Some(named), Some(below)) = (extends(&files), &below) {
        // Where it lies here is said by its name alone.
        if let Some((_, text)) = files.get_mut(named.file) {
            text.replace_range(named.place, &format!("\"{below}\""));
        }
    }
    let folder = if place.shown.is_dir() { place.shown } else { place.shown.parent().unwrap_or(Path::new("")) };
    let outside = |file: &str| {
        let help = "move it there, or vendor the folder that holds all of them";
        Fault::helped(format!("`{}` lies outside the template's folder", plain(file)), Some(help.into()))
    };
    let header = header(&files);
    if let Some((file, header)) = &header
        && let Some(calendar) = calendar_of(header)
    {
        let beside = Path::new(file).parent().unwrap_or(Path::new("")).join(calendar);
        let text = std::fs::read_to_string(&beside)
            .map_err(|cause| Fault::outside(format!("cannot read `{}`: {cause}", plain(&beside.to_string_lossy()))))?;
        files.push((beside.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/"), text));
    }
    let mut own = beside::texts(place.shown)?;
    for (file, text) in files.into_iter().chain(fixtures) {
        let inside = Path::new(&file).strip_prefix(folder).map_err(|_| outside(&file))?;
        if inside.components().any(|step| !matches!(step, Component::Normal(_) | Component::CurDir)) {
            return Err(outside(&file));
        }
        own.insert(inside.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/"), text);
    }
    let called = header.map(|(_, header)| header.name.text.to_string());
    let called = name.map(str::to_owned).or(called).unwrap_or_default();
    pinned(called, from(place), below, own)
}

fn pinned(name: String, from: String, extends: Option<String>, files: BTreeMap<String, String>) -> Result<Copy, Fault> {
    if !is_name(&name) {
        let help = "letters, digits, `-` and `_`, as in `stageplay vendor renewals --from ../templates`";
        return Err(Fault::helped(
            format!("`{}` cannot be the name of a copy", plain_cut(&name, 80)),
            Some(help.into()),
        ));
    }
    let (version, program) = program(&files)?;
    let hashes = files.iter().map(|(name, text)| (name.clone(), hash_of_text(text.as_bytes()))).collect();
    Ok(Copy { name, pin: Pin { version, from, extends, program, files: hashes }, files })
}

/// The hash of the program that a folder of `vendor` holds.
pub fn program_in(folder: &Path, pin: &Pin) -> Result<String, Fault> {
    let named = |path: &Path| path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
    let read = read::load_with_tests(folder).map_err(Fault::outside)?.into_iter();
    let own = read.map(|(name, text)| (named(Path::new(&name).strip_prefix(folder).unwrap_or(Path::new(&name))), text));
    let mut files: BTreeMap<String, String> = own.collect();
    for name in pin.files.keys().filter(|name| name.ends_with(".yaml") || name.ends_with(".yml")) {
        if let Ok(text) = std::fs::read_to_string(folder.join(name)) {
            files.insert(name.clone(), text);
        }
    }
    program(&files).map(|(_, program)| program)
}

/// The version of a template and the hash of its program.
fn program(files: &BTreeMap<String, String>) -> Result<(Option<String>, String), Fault> {
    let is_program = |name: &&String| name.ends_with(".play") || name.ends_with(".rhai");
    let own: PlaybookFiles =
        files.keys().filter(is_program).filter_map(|name| Some((name.clone(), files.get(name)?.clone()))).collect();
    let header = header(&own);
    let calendar = header.as_ref().and_then(|(file, header)| {
        let path = Path::new(file).parent().unwrap_or(Path::new("")).join(calendar_of(header)?);
        let name = path.components().collect::<PathBuf>().to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
        Some((files.get(&name)?, path))
    });
    let calendar = calendar.map(|(text, path)| read::calendar_text(&path, text)).transpose().map_err(Fault::outside)?;
    let form =
        normal(&own, calendar.as_ref()).ok_or_else(|| Fault::outside("a file of the template cannot be read"))?;
    let version = header.and_then(|(_, header)| version_of(&header));
    Ok((version, hash(form.as_bytes())))
}

/// The header and the file that has it.
pub fn header(files: &PlaybookFiles) -> Option<(String, Header)> {
    let written = files.iter().filter(|(name, text)| name.ends_with(".play") && text.contains("playbook"));
    written.into_iter().find_map(|(name, text)| {
        let module = parse_extension(SourceId(0), text, &mut Diagnostics::default());
        module.items.into_iter().find_map(|item| match item {
            Item::Playbook(header) => Some((name.clone(), header)),
            _ => None,
        })
    })
}

/// Its version, where it says one.
pub fn version_of(header: &Header) -> Option<String> {
    header.clauses.iter().find_map(|clause| match clause {
        HeaderClause::Version(version) => Some(version.text.to_string()),
        _ => None,
    })
}

fn calendar_of(header: &Header) -> Option<&str> {
    header.clauses.iter().find_map(|clause| match clause {
        HeaderClause::Calendar(calendar) => Some(calendar.text.as_str()),
        _ => None,
    })
}

/// Where it came from, as a path from the project; of what was named from the root, its own name only.
fn from(place: &Place<'_>) -> String {
    let last = place.shown.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let elsewhere = format!("{last} (elsewhere)");
    if place.from_root {
        return elsewhere;
    }
    let (Ok(place), Ok(project)) = (place.shown.canonicalize(), place.project.canonicalize()) else { return elsewhere };
    let same = place.components().zip(project.components()).take_while(|(one, other)| one == other).count();
    let up = project.components().skip(same).map(|_| "..".to_owned());
    let down = place.components().skip(same).map(|step| step.as_os_str().to_string_lossy().into_owned());
    let path = up.chain(down).collect::<Vec<_>>().join("/");
    if path.starts_with("..") { path } else { format!("./{path}") }
}
