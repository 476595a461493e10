//! The files of a project.

use stageplay_dsl::format::format;
use stageplay_dsl::source::SourceId;
use stageplay_dsl::typed::{Playbook, show, show_setting};
use stageplay_engine::read::Template;
use std::fmt::Write;
use std::path::Path;

const CHECK: &str = include_str!("../../examples/ci/check-change.sh");
const GITHUB: &str = include_str!("../../examples/ci/github.yml");
const GITLAB: &str = include_str!("../../examples/ci/gitlab.yml");

const DEPLOYMENT: &str = "\
# What runs on what: `stageplay run` in this folder needs nothing else.
playbook: playbook
accounts: accounts.ndjson
state: state.db
";

const IGNORED: &str = "\
# What is remembered between runs belongs to the machine that runs, not to the playbook.
state.db*
stageplay-report.md
";

/// A playbook that extends a template, and what stands around it.
pub struct Project<'a> {
    folder: String,
    /// What the playbook is called.
    name: String,
    template: &'a Template,
    set: &'a [(String, String)],
    /// Tests of the template that are about other values than those that were set.
    aside: Vec<String>,
}

impl<'a> Project<'a> {
    pub fn new(folder: &Path, template: &'a Template, set: &'a [(String, String)]) -> Self {
        let last = folder.file_name().unwrap_or_default().to_string_lossy();
        let folder = stageplay_engine::column::plain(&folder.to_string_lossy()).into_owned();
        Self { folder, name: named(&last), template, set, aside: Vec::new() }
    }

    pub fn put_aside(&mut self, tests: Vec<String>) {
        self.aside = tests;
    }

    /// The playbook, in the one style.
    pub fn playbook(&self) -> String {
        let mut text = format!(
            "stageplay 1\n\n# What is not said here is said by the template: `stageplay explain` and `graph` show it.\n\n\
             playbook {} extends \"{}\" {{\n  version 1.0.0\n",
            self.name,
            self.template.name.replace('-', "_"),
        );
        for (name, value) in self.set {
            let _ = writeln!(text, "  set {name} = {value}");
        }
        let names: Vec<&str> = self.set.iter().map(|(name, _)| name.as_str()).collect();
        for test in &self.aside {
            let _ = writeln!(text, "  disable test {test} \"written for another value of {}\"", names.join(", "));
        }
        text.push_str("}\n");
        format(SourceId(0), &text).unwrap_or(text)
    }

    /// Everything beside the playbook and the accounts, by name. So many elements are not shown by tests.
    pub fn others(&self, playbook: &Playbook, uncovered: usize) -> Vec<(&'static str, String)> {
        let ci = |text: &str| {
            text.replace("customers/accounts.csv", "accounts.ndjson")
                .replace("check-change.sh customers", "check-change.sh playbook")
                .replace("customers/**", "playbook/**")
                .replace("--min-uncovered 20", &format!("--min-uncovered {uncovered}"))
        };
        vec![
            ("stageplay.yaml", DEPLOYMENT.to_owned()),
            (".gitignore", IGNORED.to_owned()),
            ("ci/check-change.sh", CHECK.to_owned()),
            ("ci/github.yml", ci(GITHUB)),
            ("ci/gitlab.yml", ci(GITLAB)),
            ("README.md", self.readme(playbook)),
        ]
    }

    fn readme(&self, playbook: &Playbook) -> String {
        let mut text = format!(
            "# {}\n\n\
             The playbook of this folder extends the template `{}`, which comes with Stageplay. It changes it in \
             `playbook/playbook.play` and nowhere else.\n\n\
             ```sh\n\
             stageplay run              # decides the accounts of accounts.ndjson; what is remembered goes to state.db\n\
             stageplay today            # what is to be done this morning\n\
             stageplay test playbook    # the template's tests, and yours\n\
             ```\n\n\
             The accounts in `accounts.ndjson` are nobody's: `stageplay sample playbook` made them up. \
             `stageplay check playbook --accounts FILE` holds an export of your own against the playbook.\n\n\
             ## What to set first\n\n\
             Add lines such as `set NAME = VALUE` to the header of the playbook.\n\n\
             | setting | now | what it is |\n|---|---|---|\n",
            self.name, self.template.name,
        );
        for setting in playbook.settings.rows() {
            let value = show_setting(setting, playbook).replace('|', "\\|");
            let sentence = setting.sentence.as_deref().unwrap_or_default().replace('|', "\\|");
            let _ = writeln!(text, "| `{}` | {value} | {sentence} |", setting.name);
        }
        text.push_str(
            "\n## Who does the work\n\n\
             These people are invented. Add lines such as `replace csm = owner.csm if missing \"desk@your.company\"`.\n\n\
             | role | who |\n|---|---|\n",
        );
        for role in playbook.roles.rows() {
            let who = show(&role.value, playbook).replace('|', "\\|");
            let _ = writeln!(text, "| `{}` | {who} |", role.name);
        }
        text.push_str(
            "\n## Changes\n\n\
             `ci/check-change.sh` checks style, mistakes, tests and what a change makes of the accounts, and writes it into \
             the pull request. `ci/github.yml` and `ci/gitlab.yml` call it: copy the one you need to where it says.\n",
        );
        text
    }

    /// What the terminal says.
    pub fn told(&self, tests: &str, accounts: &str) -> String {
        let mut told =
            format!("made {}, which extends {}: {tests}, {accounts} of nobody\n", self.folder, self.template.name);
        if !self.aside.is_empty() {
            let are = if self.aside.len() == 1 { "test of the template is" } else { "tests of the template are" };
            let _ = writeln!(
                told,
                "{} {are} about values that you have set, and put aside by name in\n  playbook/playbook.play",
                self.aside.len()
            );
        }
        let _ = write!(
            told,
            "next:\n  cd {}\n  stageplay run\n  stageplay today\nREADME.md says what to set first\n",
            self.folder
        );
        told
    }
}

/// A name for a playbook, out of that of a folder.
fn named(folder: &str) -> String {
    let letters =
        folder.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter.to_ascii_lowercase() } else { '_' });
    let name: String = letters.collect();
    let name = name.trim_matches('_');
    match name.chars().next() {
        None => "playbook".to_owned(),
        Some(first) if first.is_ascii_digit() => format!("playbook_{name}"),
        Some(_) => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn a_folder_gives_its_playbook_a_name() {
        for (folder, name) in
            [("Acme Success", "acme_success"), ("2026", "playbook_2026"), ("…", "playbook"), ("a", "a")]
        {
            assert_eq!(named(folder), name);
        }
    }
}
