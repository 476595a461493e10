//! The morning as Markdown, for a chat or a pull request. Whatever the data says stays text: no markup, no link, nobody
//! is called by `@`.

use super::sections::{Entry, page};
use crate::view::in_markdown::{code, in_markdown};
use stageplay_engine::column::plain_cut;
use stageplay_engine::story::today::Morning;

/// The morning as Markdown.
pub fn markdown(morning: &Morning, top: usize) -> String {
    let page = page(morning, top);
    let mut text = format!(
        "# {}\n\n{}  \n{}\n",
        in_markdown(&page.title),
        in_markdown(&page.about_as_sentence()),
        in_markdown(&page.counts)
    );
    for section in &page.sections {
        text.push_str(&format!("\n## {} ({})\n\n", section.heading, section.count));
        section.entries.iter().for_each(|it| text.push_str(&entry(it)));
        if section.more > 0 {
            text.push_str(&format!("- and {} more\n", section.more));
        }
    }
    if !page.notes.is_empty() {
        text.push('\n');
    }
    for note in &page.notes {
        text.push_str(&format!("{}\n", in_markdown(note)));
    }
    text
}

fn entry(entry: &Entry) -> String {
    let mark = if entry.is_marked { "**?** " } else { "" };
    let account = entry.account.as_ref().map(|account| format!("{} ", code(&plain_cut(account, 60))));
    let aside: Vec<String> = entry.aside.iter().map(|it| in_markdown(it)).collect();
    let aside = aside.join(", ");
    let head = in_markdown(&entry.head);
    let mut text = match account {
        Some(account) if aside.is_empty() => format!("- {mark}{account}**{head}**\n"),
        Some(account) => format!("- {mark}{account}**{head}** ({aside})\n"),
        None => format!("- {head}: {aside}\n"),
    };
    for (label, says) in &entry.lines {
        text.push_str(&format!("  - {label}: {}\n", in_markdown(says)));
    }
    text
}
