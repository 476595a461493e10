//! What a project can be made from.

use crate::exit::{Exit, Fault};
use crate::templates::TEMPLATES;
use crate::view::terminal;
use stageplay_dsl::typed::{Playbook, show_setting};
use stageplay_dsl::{Tests, compile_layers};
use stageplay_engine::read::{self, Template};

/// Every template with what it is for; of one, what can be set.
pub fn list(template: Option<&Template>) -> Result<Exit, Fault> {
    let width = terminal::width();
    let mut told = String::new();
    match template {
        Some(template) => {
            let Some(playbook) = compiled(template) else { return Ok(Exit::Done) };
            for setting in playbook.settings.rows() {
                let value = show_setting(setting, &playbook);
                let sentence = setting.sentence.as_deref().unwrap_or_default();
                told.push_str(&terminal::wrapped(&format!("{} = {value}  {sentence}", setting.name), width, "    "));
            }
        }
        None => {
            let room = TEMPLATES.iter().map(|template| template.name.len()).max().unwrap_or(0) + 2;
            for template in TEMPLATES {
                let title = compiled(template).map(|playbook| playbook.header.title.to_string()).unwrap_or_default();
                told.push_str(&format!("{:<room$}{title}\n", template.name));
                for line in terminal::wrapped(&about(template), width.saturating_sub(room), "").lines() {
                    told.push_str(&format!("{:room$}{line}\n", ""));
                }
            }
        }
    }
    terminal::print(&told)?;
    Ok(Exit::Done)
}

/// The settings of a template, by name.
pub fn settings(template: &Template) -> Vec<String> {
    let playbook = compiled(template);
    let settings = playbook.iter().flat_map(|playbook| playbook.settings.rows());
    settings.map(|setting| setting.name.to_string()).collect()
}

/// A template without its tests. All that come with the program have no errors: a test holds them to it.
fn compiled(template: &Template) -> Option<Playbook> {
    let layers = read::shipped_layers(template, TEMPLATES, Tests::LeftOut);
    compile_layers(layers.files, layers.missing, Tests::LeftOut).playbook
}

/// What a template says of itself: the comment at the top of its first file.
fn about(template: &Template) -> String {
    let text = template.files.iter().find(|(name, _)| *name == "playbook.play").map_or("", |(_, text)| *text);
    let lines = text.lines().skip_while(|line| !line.starts_with('#')).take_while(|line| line.starts_with('#'));
    lines.map(|line| line.trim_start_matches('#').trim()).collect::<Vec<_>>().join(" ")
}
