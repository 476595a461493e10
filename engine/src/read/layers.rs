//! A playbook with the templates it extends: from the playbook down to the one that extends nothing.
//!
//! A template is a file or folder beside the one that names it, a copy that the project keeps, or one that comes with the
//! program. Why one cannot be
//! found is a fault of the playbook, at the place where it is named.

use super::ReadError;
use super::playbook::{PlaybookFiles, fixture_files, load, load_with_tests, real};
use super::vendored::vendored;
use crate::column::plain;
use stageplay_dsl::Tests;
use stageplay_dsl::diagnostic::{Code, Diagnostic, near};
use stageplay_dsl::source::{SourceId, Span};
use stageplay_dsl::syntax::{Extends, extends};
use std::fs;
use std::path::{Component, Path, PathBuf};

/// More templates than this below one playbook are a mistake.
const MOST_LAYERS: usize = 16;

/// A template that comes with the program.
#[derive(Clone, Copy, Debug)]
pub struct Template {
    /// What it is called after `extends`; `-` and `_` are the same.
    pub name: &'static str,
    /// The names and texts of its files.
    pub files: &'static [(&'static str, &'static str)],
}

/// A playbook's files and those of its templates.
#[derive(Debug)]
pub struct Layers {
    /// The lowest template first, the playbook itself last.
    pub files: Vec<PlaybookFiles>,
    /// The files that their tests take accounts from, those of the playbook itself first; none where tests are left out.
    pub fixtures: Vec<PlaybookFiles>,
    /// What each layer is called and where it came from, the lowest first.
    pub origins: Vec<(String, Origin)>,
    /// Why the lowest one is not there, where it is not; places count files from the first layer on.
    pub missing: Option<Diagnostic>,
}

/// The files of one layer.
struct Layer {
    files: PlaybookFiles,
    fixtures: PlaybookFiles,
}

impl Layer {
    fn read(path: &Path, tests: Tests) -> Result<Self, ReadError> {
        Ok(match tests {
            Tests::LeftOut => Self { files: load(path)?, fixtures: Vec::new() },
            Tests::Included => Self { files: load_with_tests(path)?, fixtures: fixture_files(path)? },
        })
    }

    /// Of a template, which is a file or a folder: a pipe would be waited for.
    fn template(path: &Path, tests: Tests) -> Result<Self, ReadError> {
        let about = fs::metadata(path).map_err(|cause| ReadError::io(path, cause))?;
        if about.is_dir() || about.is_file() { Self::read(path, tests) } else { Err(ReadError::NoFile(path.into())) }
    }

    /// Of a template that comes with the program. Its calendar is read when it is asked for.
    fn shipped(template: &Template, tests: Tests) -> Self {
        let of = |wanted: &dyn Fn(&str) -> bool| {
            let file = |(file, text): &(&str, &str)| (format!("{}/{file}", template.name), (*text).to_owned());
            template.files.iter().filter(|(file, _)| wanted(file)).map(file).collect()
        };
        let included = tests == Tests::Included;
        Self {
            files: of(&|file| !file.ends_with(".yaml") && (included || !file.starts_with("tests/"))),
            fixtures: of(&|file| included && file.ends_with(".yaml") && file.contains("fixtures/")),
        }
    }
}

/// Where a layer came from, so that it is known when it is met again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A file or folder, without links on the way to it.
    Place(PathBuf),
    /// The name of a template that comes with the program.
    Shipped(&'static str),
}

/// Reads a playbook as [`load`] does, and every template below it, looked for among `shipped` where it is no path.
///
/// # Errors
/// As [`load`], for the playbook itself.
pub fn load_layers(path: &Path, shipped: &[Template], tests: Tests) -> Result<Layers, ReadError> {
    let top = Layer::read(path, tests)?;
    Ok(stacked(top, (shown(path), Origin::Place(real(path)?)), shipped, tests))
}

/// The same for one of the templates that come with the program.
#[must_use]
pub fn shipped_layers(template: &Template, shipped: &[Template], tests: Tests) -> Layers {
    let origin = (template.name.to_owned(), Origin::Shipped(template.name));
    stacked(Layer::shipped(template, tests), origin, shipped, tests)
}

/// A playbook and every template below it.
fn stacked(top: Layer, origin: (String, Origin), shipped: &[Template], tests: Tests) -> Layers {
    let Layer { mut files, fixtures } = top;
    let mut fixtures = vec![fixtures];
    let mut layers = Vec::new();
    let mut origins = vec![origin];
    let missing = loop {
        let Some(named) = extends(&files) else { break None };
        let at = SourceId(u32::try_from(named.file).unwrap_or(u32::MAX));
        let place = Span::new(at, named.place.start, named.place.end);
        match next(&named, &files, origins.last().map(|(_, origin)| origin), shipped, tests) {
            Err(error) => break Some(error(place)),
            Ok((origin, template, below)) => {
                if let Some(again) = origins.iter().position(|(_, known)| *known == origin) {
                    break Some(circle(place, origins.get(again..).unwrap_or(&[]), &template));
                }
                if origins.len() > MOST_LAYERS {
                    break Some(too_many(place));
                }
                let own = without(files.clone(), &below.files);
                let says = files.get(named.file).map(|(name, _)| name.as_str());
                if !own.iter().any(|(name, _)| Some(name.as_str()) == says) {
                    break Some(match below.files.as_slice() {
                        [_] => circle(place, origins.get(origins.len() - 1..).unwrap_or(&[]), &template),
                        _ => holds(place),
                    });
                }
                origins.push((template, origin));
                layers.push(own);
                fixtures = fixtures.into_iter().map(|own| without(own, &below.fixtures)).collect();
                fixtures.push(below.fixtures);
                files = below.files;
            }
        }
    };
    layers.push(files);
    layers.reverse();
    origins.reverse();
    Layers { files: layers, fixtures, origins, missing }
}

/// A folder may hold the template that its playbook extends: those files are the template's.
fn without(files: PlaybookFiles, below: &PlaybookFiles) -> PlaybookFiles {
    let place = |name: &String| fs::canonicalize(name).ok();
    let theirs: Vec<PathBuf> = below.iter().filter_map(|(name, _)| place(name)).collect();
    files.into_iter().filter(|(name, _)| !place(name).is_some_and(|own| theirs.contains(&own))).collect()
}

type Fault = Box<dyn Fn(Span) -> Diagnostic>;
type Below = (Origin, String, Layer);

/// The template that the files name.
fn next(
    named: &Extends,
    files: &PlaybookFiles,
    origin: Option<&Origin>,
    shipped: &[Template],
    tests: Tests,
) -> Result<Below, Fault> {
    let name = named.template.as_str();
    let says = files.get(named.file).map_or("", |(name, _)| name.as_str());
    // A template of the program stands in no folder.
    let folder = match origin {
        Some(Origin::Place(_)) => Some(Path::new(says).parent().unwrap_or(Path::new(""))),
        _ => None,
    };
    let path = folder.map(|folder| tidy(&folder.join(name)));
    let is_path = name.contains('/') || name.ends_with(".play");
    let beside = path.filter(|path| is_path || (!name.is_empty() && path.is_dir()));
    match beside.or_else(|| vendored(folder?, name)) {
        Some(path) => {
            let read = real(&path).and_then(|place| Ok((place, Layer::template(&path, tests)?)));
            let (place, layer) = read.map_err(|error| unreadable(error.to_string()))?;
            Ok((Origin::Place(place), shown(&path), layer))
        }
        None => {
            let same = |template: &&Template| template.name.replace('-', "_") == name.replace('-', "_");
            let Some(template) = shipped.iter().find(same) else {
                return Err(unknown(name, shipped, folder));
            };
            Ok((Origin::Shipped(template.name), template.name.to_owned(), Layer::shipped(template, tests)))
        }
    }
}

fn shown(path: &Path) -> String {
    path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/")
}

/// Without `.` and `folder/..`, where that leads to the same place.
pub(super) fn tidy(path: &Path) -> PathBuf {
    let mut tidy = PathBuf::new();
    for part in path.components() {
        match (part, tidy.components().next_back()) {
            (Component::CurDir, _) => {}
            (Component::ParentDir, Some(Component::Normal(_))) => {
                tidy.pop();
            }
            _ => tidy.push(part),
        }
    }
    if tidy.as_os_str().is_empty() {
        tidy.push(".");
    }
    // Behind a link `..` is another folder.
    match (fs::canonicalize(path), fs::canonicalize(&tidy)) {
        (Ok(one), Ok(other)) if one == other => tidy,
        (Err(_), _) => tidy,
        _ => path.to_path_buf(),
    }
}

fn unreadable(why: String) -> Fault {
    Box::new(move |place| Diagnostic::error(Code(803), place, format!("the template is not there: {why}")))
}

fn unknown(name: &str, shipped: &[Template], folder: Option<&Path>) -> Fault {
    let message = format!("there is no template `{}`", plain(name));
    // Folders beside the playbook may be meant as well.
    let beside: Vec<String> = folder
        .and_then(|folder| fs::read_dir(if folder.as_os_str().is_empty() { Path::new(".") } else { folder }).ok())
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok().filter(|entry| entry.path().is_dir()))
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .take(1_000)
        .collect();
    let known = shipped.iter().map(|template| template.name).chain(beside.iter().map(String::as_str));
    let near = near::nearest(name, known).map(|near| plain(near).into_owned());
    let names: Vec<String> = shipped.iter().map(|template| format!("`{}`", template.name)).collect();
    let come = match names.as_slice() {
        [] => "no template comes with the program".to_owned(),
        names => format!("with the program come {}", names.join(", ")),
    };
    Box::new(move |place| {
        let error = Diagnostic::error(Code(803), place, message.clone());
        match &near {
            Some(near) => error.help(format!("did you mean `{near}`?")).fix(place, format!("\"{near}\"")),
            None => error.help(format!("{come}; a path has a `/` in it, as \"../template\" and \"./base.play\"")),
        }
    })
}

fn circle(place: Span, from: &[(String, Origin)], again: &str) -> Diagnostic {
    let mut names: Vec<String> = from.iter().map(|(name, _)| format!("`{}`", plain(name))).collect();
    let message = match names.as_slice() {
        [_] => "this playbook extends itself".to_owned(),
        _ => {
            names.push(format!("`{}`", plain(again)));
            format!("these playbooks extend each other: {}", names.join(" -> "))
        }
    };
    Diagnostic::error(Code(804), place, message).help("one of them must extend nothing, or something else")
}

/// A template in a folder around the playbook that extends it: each would be part of the other.
fn holds(place: Span) -> Diagnostic {
    Diagnostic::error(Code(804), place, "the folder of the template holds this playbook, too")
        .help("move this playbook out of that folder")
}

fn too_many(place: Span) -> Diagnostic {
    Diagnostic::error(Code(804), place, format!("more than {MOST_LAYERS} playbooks extend one another"))
        .help("put the changes of several into one")
}

#[cfg(test)]
mod tests {
    use super::{Template, Tests, load_layers};
    use std::fs;
    use std::path::{Path, PathBuf};

    const SHIPPED: &[Template] =
        &[Template { name: "expansion-arc", files: &[("playbook.play", "stageplay 1\nplaybook expansion_arc { }\n")] }];

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("stageplay-layers-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        folder
    }

    fn write(at: &Path, name: &str, extends: Option<&str>) {
        let extends = extends.map(|template| format!("extends \"{template}\" ")).unwrap_or_default();
        let file = at.join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, format!("stageplay 1\nplaybook p {extends}{{ }}\n")).unwrap();
    }

    /// The names of the files, layer by layer, and the message.
    fn loaded(path: &Path, at: &Path) -> (Vec<String>, String) {
        let layers = load_layers(path, SHIPPED, Tests::LeftOut).unwrap();
        let shown = |name: &str| name.replace(&format!("{}/", at.to_string_lossy()), "");
        let names = layers.files.iter().flatten().map(|(name, _)| shown(name)).collect();
        (names, layers.missing.map(|said| format!("{} {}", said.code, shown(&said.message))).unwrap_or_default())
    }

    #[test]
    fn a_template_is_a_path_from_the_file_that_names_it_or_comes_with_the_program() {
        let at = folder("paths");
        write(&at, "base/all.play", Some("expansion_arc"));
        write(&at, "one.play", Some("base"));
        write(&at, "more/two.play", Some("../one.play"));
        let (names, said) = loaded(&at.join("more"), &at);
        assert_eq!(names, ["expansion-arc/playbook.play", "base/all.play", "one.play", "more/two.play"]);
        assert_eq!(said, "");
        fs::remove_dir_all(at).unwrap();
    }

    #[test]
    fn a_folder_may_hold_its_template() {
        let at = folder("inside");
        write(&at, "base/base.play", None);
        write(&at, "own.play", Some("base"));
        assert_eq!(loaded(&at, &at).0, ["base/base.play", "own.play"]);
        let layers = load_layers(&at, SHIPPED, Tests::LeftOut).unwrap();
        assert_eq!(layers.files.iter().map(Vec::len).collect::<Vec<_>>(), [1, 1]);
        fs::remove_dir_all(at).unwrap();
    }

    #[test]
    fn a_copy_of_the_project_comes_before_what_comes_with_the_program() {
        let at = folder("vendored");
        write(&at, "vendor/expansion-arc/p.play", Some("low"));
        write(&at, "vendor/low/p.play", None);
        write(&at, "own/more/own.play", Some("expansion_arc"));
        write(&at, "top.play", Some("low"));
        let own = at.join("own/more");
        assert_eq!(loaded(&own, &at).0, ["expansion-arc/playbook.play", "own/more/own.play"]);
        fs::write(at.join("stageplay.lock"), "{}").unwrap();
        let expected = ["vendor/low/p.play", "vendor/expansion-arc/p.play", "own/more/own.play"];
        assert_eq!(loaded(&own, &at).0, expected);
        // What the project keeps a copy of is no part of the playbook that is the project's own folder.
        fs::remove_dir_all(at.join("own")).unwrap();
        assert_eq!(loaded(&at, &at).0, ["vendor/low/p.play", "top.play"]);
        fs::remove_dir_all(at).unwrap();
    }

    #[test]
    fn a_template_that_is_not_there_is_told() {
        let at = folder("none");
        write(&at, "a.play", Some("expansion_arcs"));
        let layers = load_layers(&at.join("a.play"), SHIPPED, Tests::LeftOut).unwrap();
        let said = layers.missing.unwrap();
        assert_eq!(said.help.as_deref(), Some("did you mean `expansion-arc`?"));
        assert_eq!(said.span().unwrap().range(), 31..47);
        write(&at, "b.play", Some("./c.play"));
        let (_, said) = loaded(&at.join("b.play"), &at);
        assert_eq!(said, "SP0803 the template is not there: there is no file or folder `c.play`");
        fs::remove_dir_all(at).unwrap();
    }

    #[test]
    fn circles_end() {
        let at = folder("circles");
        write(&at, "self.play", Some("./self.play"));
        write(&at, "a.play", Some("./b.play"));
        write(&at, "b.play", Some("./a.play"));
        assert_eq!(loaded(&at.join("self.play"), &at).1, "SP0804 this playbook extends itself");
        let said = loaded(&at.join("a.play"), &at).1;
        assert_eq!(said, "SP0804 these playbooks extend each other: `a.play` -> `b.play` -> `a.play`");
        for number in 0..20 {
            write(&at, &format!("{number}.play"), Some(&format!("./{}.play", number + 1)));
        }
        assert_eq!(loaded(&at.join("0.play"), &at).1, "SP0804 more than 16 playbooks extend one another");
        fs::remove_dir_all(at).unwrap();
    }

    #[test]
    fn a_template_around_its_extension_is_told() {
        let at = folder("around");
        write(&at, "base.play", None);
        write(&at, "ours/playbook.play", Some(".."));
        write(&at, "alone/playbook.play", Some("./playbook.play"));
        let (names, said) = loaded(&at.join("ours"), &at);
        assert_eq!(names, ["ours/playbook.play"]);
        assert_eq!(said, "SP0804 the folder of the template holds this playbook, too");
        assert_eq!(loaded(&at.join("alone"), &at).1, "SP0804 this playbook extends itself");
        fs::remove_dir_all(at).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn folders_that_extend_each_other_through_links_are_told() {
        let at = folder("linked");
        write(&at, "a/playbook.play", Some("../b"));
        write(&at, "real/playbook.play", Some("../c"));
        std::os::unix::fs::symlink(at.join("real"), at.join("b")).unwrap();
        std::os::unix::fs::symlink(at.join("a"), at.join("c")).unwrap();
        // A folder that links to one above it is read once.
        std::os::unix::fs::symlink(&at, at.join("a/up")).unwrap();
        let said = loaded(&at.join("a"), &at).1;
        assert!(said.starts_with("SP0804 "), "{said}");
        fs::remove_file(at.join("a/up")).unwrap();
        let said = loaded(&at.join("a"), &at).1;
        assert_eq!(said, "SP0804 these playbooks extend each other: `a` -> `b` -> `c`");
        fs::remove_dir_all(at).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn links_that_lead_in_a_circle_are_told() {
        let at = folder("links");
        write(&at, "a.play", Some("./loop/x"));
        std::os::unix::fs::symlink(at.join("loop"), at.join("loop")).unwrap();
        assert!(loaded(&at.join("a.play"), &at).1.starts_with("SP0803 the template is not there: cannot read"));
        write(&at, "d.play", Some("/dev/zero"));
        let said = loaded(&at.join("d.play"), &at).1;
        assert_eq!(said, "SP0803 the template is not there: `/dev/zero` is no file");
        // The same file by another name is still the same file.
        write(&at, "b.play", Some("./c.play"));
        std::os::unix::fs::symlink(at.join("b.play"), at.join("c.play")).unwrap();
        assert_eq!(loaded(&at.join("b.play"), &at).1, "SP0804 this playbook extends itself");
        fs::remove_dir_all(at).unwrap();
    }
}
