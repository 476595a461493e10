//! The templates that come with the program.

use stageplay_engine::read::Template;
use std::path::Path;

/// Files of a folder below `playbooks/`, as a template.
macro_rules! template {
    ($name:literal: $($file:literal)*) => {
        Template { name: $name, files: &[$(($file, include_str!(concat!("../playbooks/", $name, "/", $file)))),*] }
    };
}

/// One entry for each, with its calendar, tests and fixtures among the files.
pub const TEMPLATES: &[Template] = &[template!("expansion-arc":
    "account.play"
    "calendars/business-days.yaml"
    "fixtures/stories.yaml"
    "health.play"
    "journey.play"
    "metrics.play"
    "playbook.play"
    "plays.play"
    "risks.play"
    "tests/health.play"
    "tests/plays.play"
    "tests/risks.play"
    "tests/stages.play"
)];

/// A file of a template, such as its calendar, by the template's name and its own; `None` where it is none.
pub fn file(path: &Path) -> Option<&'static str> {
    TEMPLATES.iter().find_map(|template| {
        let rest = path.strip_prefix(template.name).ok()?;
        template.files.iter().find(|(name, _)| Path::new(name) == rest).map(|(_, text)| *text)
    })
}
