//! What two versions say differently and what that makes of accounts: for people, for a pull request, for programs.

mod json;
mod sections;
mod weeks;

pub use json::json;
pub use sections::difference;

use super::in_markdown::in_markdown;
use super::terminal::wrapped;
use super::words::HEADING;
use crate::diff::Told;
use sections::{Line, sections};

/// A comment on a pull request may have 65,536 characters.
const MOST: usize = 60_000;

/// For people.
pub fn text(told: &Told, width: usize) -> String {
    let mut text = String::new();
    for section in sections(told) {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&wrapped(&format!("{HEADING}{}{HEADING:#}", section.title), width, "  "));
        for Line { depth, says } in section.lines {
            let indent = " ".repeat(2 + 2 * depth);
            text.push_str(&wrapped(&format!("{indent}{says}"), width, &format!("{indent}  ")));
        }
        let weeks = told.over.as_ref().filter(|_| section.has_weeks).map(weeks::text);
        for line in weeks.into_iter().flatten() {
            text.push_str(&wrapped(&format!("  {line}"), width, "    "));
        }
    }
    text
}

/// For a pull request. Details are folded; what would be too long for a comment is left out, and that is said.
pub fn markdown(told: &Told) -> String {
    let mut text = String::new();
    for section in sections(told) {
        let mut part = String::new();
        let folds = section.lines.len() > 12;
        if folds {
            part.push_str(&format!("\n<details><summary>{}</summary>\n\n", in_markdown(&section.title)));
        } else {
            part.push_str(&format!("\n### {}\n\n", in_markdown(&section.title)));
        }
        for Line { depth, says } in section.lines {
            part.push_str(&format!("{}- {}\n", "  ".repeat(depth), in_markdown(&says)));
        }
        if folds {
            part.push_str("\n</details>\n");
        }
        if let Some(over) = told.over.as_ref().filter(|_| section.has_weeks) {
            part.push_str(&weeks::markdown(over));
        }
        if text.len() + part.len() > MOST {
            text.push_str("\nThe rest is too long for a comment: run `stageplay diff` to see it.\n");
            break;
        }
        text.push_str(&part);
    }
    text.trim_start_matches('\n').to_owned()
}
