//! An explanation as an indented tree.

use super::terminal::wrapped;
use super::words::{FAINT, HEADING, name};
use anstyle::{AnsiColor, Style};
use stageplay_engine::story::explain::{Explanation, Line, Verdict};

/// The explanation, set to a width.
pub fn show(explanation: &Explanation, remembers: Option<&str>, width: usize) -> String {
    let snapshot = match &explanation.snapshot {
        Some(date) if *date != explanation.as_of => format!(", from its snapshot of {date}"),
        _ => String::new(),
    };
    let remembers = remembers.map(|how| format!(", {how}")).unwrap_or_default();
    let (account, as_of) = (name(&explanation.account), &explanation.as_of);
    let mut text = wrapped(&format!("{HEADING}{account}{HEADING:#} on {as_of}{snapshot}{remembers}"), width, "  ");
    if explanation.lines.is_empty() {
        text.push_str("nothing to explain: the playbook has no scorecard, score, journey, risk or play\n");
    }
    for line in &explanation.lines {
        text.push('\n');
        tell(&mut text, line, 0, width);
    }
    text
}

/// A line and what lies beneath it.
pub fn tell(text: &mut String, line: &Line, depth: usize, width: usize) {
    let indent = "  ".repeat(depth);
    // A play says in words whether it is open.
    let mark = match line.verdict.filter(|_| depth > 0) {
        Some(Verdict::Yes) => format!("{GOOD}yes{GOOD:#} "),
        Some(Verdict::No) => format!("{FAINT}no{FAINT:#} "),
        Some(Verdict::Unknown) => format!("{ODD}unknown{ODD:#} "),
        None => String::new(),
    };
    let title = match (line.name.as_str(), depth) {
        ("", _) => String::new(),
        (name, 0) => format!("{HEADING}{name}{HEADING:#} "),
        (name, _) => format!("{name} "),
    };
    let colon = if line.name.is_empty() || line.says.is_empty() { "" } else { ": " };
    let title = if colon.is_empty() { title } else { format!("{}{colon}", title.trim_end()) };
    let said = format!("{indent}{mark}{title}{}", line.says);
    text.push_str(&wrapped(said.trim_end(), width, &format!("{indent}    ")));
    for because in &line.because {
        tell(text, because, depth + 1, width);
    }
}

const GOOD: Style = Style::new().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Green)));
const ODD: Style = Style::new().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Yellow)));
