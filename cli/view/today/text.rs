//! The morning on a terminal.

use super::sections::{Entry, Section, page};
use crate::view::terminal::wrapped;
use crate::view::words::{FAINT, HEADING, name, sentence};
use anstyle::{AnsiColor, Style};
use stageplay_engine::story::today::Morning;

const MARK: Style = Style::new().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Yellow))).bold();
const LATE: Style = Style::new().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Red))).bold();

/// The morning as people read it on a terminal.
pub fn text(morning: &Morning, top: usize, width: usize) -> String {
    let page = page(morning, top);
    let mut text =
        wrapped(&format!("{HEADING}{}{HEADING:#}, {}", name(&page.title), sentence(&page.about)), width, "  ");
    text.push_str(&wrapped(&page.counts, width, "  "));
    for section in &page.sections {
        text.push('\n');
        text.push_str(&part(section, width));
    }
    if !page.notes.is_empty() {
        text.push('\n');
    }
    for note in &page.notes {
        text.push_str(&wrapped(note, width, "  "));
    }
    text
}

fn part(section: &Section, width: usize) -> String {
    let style = if section.class == "overdue" { LATE } else { HEADING };
    let listed = match (section.entries.len(), section.more) {
        (_, 0) => String::new(),
        (0, _) => "; none listed (--top N lists more)".into(),
        (some, _) => format!("; the first {some} (--top N lists more)"),
    };
    let mut text = wrapped(&format!("{style}{}{style:#}  {}{listed}", section.heading, section.count), width, "  ");
    section.entries.iter().for_each(|it| text.push_str(&entry(it, width)));
    text
}

fn entry(entry: &Entry, width: usize) -> String {
    let mark = if entry.is_marked { format!("{MARK}?{MARK:#} ") } else { "  ".into() };
    let account = entry.account.as_ref().map(|account| format!("{HEADING}{}{HEADING:#}  ", name(account)));
    let aside: Vec<_> = entry.aside.iter().map(|it| name(it)).collect();
    let aside = aside.join(", ");
    let head = sentence(&entry.head);
    let head = match account {
        Some(account) if aside.is_empty() => format!("{mark}{account}{head}"),
        Some(account) => format!("{mark}{account}{head} {FAINT}({aside}){FAINT:#}"),
        None => format!("{mark}{HEADING}{head}{HEADING:#}  {aside}"),
    };
    let mut text = wrapped(&head, width, "    ");
    for (label, says) in &entry.lines {
        let first = format!("    {FAINT}{label:<5}{FAINT:#}{}", sentence(says));
        text.push_str(&wrapped(&first, width, "         "));
    }
    text
}
