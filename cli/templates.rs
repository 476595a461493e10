//! The templates that come with the program.

use stageplay_engine::read::Template;
use std::path::Path;

/// Files of a folder below `playbooks/`, as a template.
#[allow(unused_macros, reason = "the first template to come uses it")]
macro_rules! template {
    ($name:literal: $($file:literal)*) => {
        Template { name: $name, files: &[$(($file, include_str!(concat!("../playbooks/", $name, "/", $file)))),*] }
    };
}

/// One line for each, its calendar among the files: `template!("expansion-arc": "playbook.play" "calendars/uk.yaml")`.
pub const TEMPLATES: &[Template] = &[];

/// A file of a template, such as its calendar, by the template's name and its own; `None` where it is none.
pub fn file(path: &Path) -> Option<&'static str> {
    TEMPLATES.iter().find_map(|template| {
        let rest = path.strip_prefix(template.name).ok()?;
        template.files.iter().find(|(name, _)| Path::new(name) == rest).map(|(_, text)| *text)
    })
}
