//! The book as Markdown, for a repository, a wiki or a chat. Whatever the playbook and the accounts say stays text.

use super::blocks::{Block, Card, Cell, Entry, Page, Row, Section, Stop, Table};
use super::pages::page;
use super::{About, MARK, id};
use crate::view::in_markdown::whole_in_markdown;
use stageplay_engine::story::book::{Item, Line, Phrase, Piece, Said};

/// The book as Markdown.
pub fn markdown(about: &About<'_>) -> String {
    let page = page(about);
    let mut text = format!("<!-- {MARK} -->\n# {}\n", whole_in_markdown(&page.title));
    head(&page, &mut text);
    for section in &page.sections {
        text.push_str(&format!("- [{}](#{})\n", section.title, address(section.title)));
    }
    page.sections.iter().for_each(|it| self::section(it, &mut text));
    text.push_str("\n---\n");
    page.notes.iter().for_each(|note| text.push_str(&format!("\n{}\n", paragraph(note))));
    text
}

fn head(page: &Page, text: &mut String) {
    let about: Vec<String> =
        page.about.iter().map(|(label, says)| format!("{label} {}", whole_in_markdown(says))).collect();
    if !about.is_empty() {
        text.push_str(&format!("\n{}\n", about.join(" · ")));
    }
    if let Some(lead) = &page.lead {
        text.push_str(&format!("\n{}\n", paragraph(lead)));
    }
    text.push('\n');
}

/// Where a forge puts a heading of the program's own.
fn address(title: &str) -> String {
    title.to_lowercase().replace(' ', "-").replace('\'', "")
}

fn section(section: &Section, text: &mut String) {
    text.push_str(&format!("\n## {}\n\n{}\n", section.title, section.lead));
    section.blocks.iter().for_each(|it| block(it, "###", text));
}

fn block(block: &Block, level: &str, text: &mut String) {
    match block {
        Block::Text(says) => text.push_str(&format!("\n{}\n", phrase(says))),
        Block::Heading(it) => {
            // What has no address of its own stands below what has one.
            let level = if it.id.is_none() { "####" } else { level };
            text.push_str(&format!("\n{level} {}{}\n", place(it.id.as_ref()), whole_in_markdown(&it.title)));
            if let Some(sentence) = &it.sentence {
                text.push_str(&format!("\n{}\n", paragraph(sentence)));
            }
        }
        Block::Lines(lines) => {
            text.push('\n');
            lines.iter().for_each(|line| self::line(line, "", text));
        }
        Block::Table(it) => table(it, text),
        Block::Map(stops) => map(stops, text),
        Block::Card(it) => card(it, text),
        Block::List { head, is_ordered, items } => {
            text.push_str(&format!("\n**{head}**\n\n"));
            for (place, it) in (1..).zip(items) {
                entry(it, &if *is_ordered { format!("{place}.") } else { "-".into() }, text);
            }
        }
        Block::Bands(bands) => {
            text.push('\n');
            for (name, says) in bands {
                text.push_str(&format!("- **{}** {}\n", whole_in_markdown(name), phrase(says)));
            }
        }
    }
}

/// `- label: says`; a group's items stand below it.
fn line(line: &Line, indent: &str, text: &mut String) {
    let label = whole_in_markdown(&line.label);
    match &line.says {
        Said::Phrase(says) => text.push_str(&format!("{indent}- **{label}:** {}\n", phrase(says))),
        Said::Group { head, items } => {
            text.push_str(&format!("{indent}- **{label}:** {}:\n", whole_in_markdown(head)));
            items.iter().for_each(|it| item(it, &format!("{indent}  "), text));
        }
    }
}

fn item(item: &Item, indent: &str, text: &mut String) {
    let label = item.label.as_ref().map(|label| format!("{}: ", whole_in_markdown(label))).unwrap_or_default();
    match &item.says {
        Said::Phrase(says) => text.push_str(&format!("{indent}- {label}{}\n", begun(&label, phrase(says)))),
        Said::Group { head, items } => {
            text.push_str(&format!("{indent}- {label}{}:\n", whole_in_markdown(head)));
            items.iter().for_each(|it| self::item(it, &format!("{indent}  "), text));
        }
    }
}

/// What begins an entry must not begin another one.
fn begun(label: &str, says: String) -> String {
    if label.is_empty() { guarded(says) } else { says }
}

fn table(table: &Table, text: &mut String) {
    let columns = table.head.len();
    let number = |at: usize| {
        table.rows.iter().any(|row| match row {
            Row::Cells { cells, .. } => cells.get(at).is_some_and(|cell| cell.is_number),
            Row::Across { .. } => false,
        })
    };
    let rule: Vec<&str> = (0..columns).map(|at| if number(at) { "---:" } else { "---" }).collect();
    text.push_str(&format!("\n| {} |\n| {} |\n", table.head.join(" | "), rule.join(" | ")));
    for row in &table.rows {
        let cells: Vec<String> = match row {
            Row::Across { title, says } => {
                let says: Vec<String> = says.iter().map(in_line).collect();
                let mut cells =
                    vec![format!("**{}** {}", whole_in_markdown(title), says.join(" \u{2014} ")).trim().to_owned()];
                cells.extend((1..columns).map(|_| String::new()));
                cells
            }
            Row::Cells { id, cells } => {
                let mut cells: Vec<String> = cells.iter().map(cell).collect();
                if let Some(first) = cells.first_mut() {
                    first.insert_str(0, &place(id.as_ref()));
                }
                cells
            }
        };
        let cells: Vec<String> = cells.iter().map(|it| in_cell(it)).collect();
        text.push_str(&format!("| {} |\n", cells.join(" | ")));
    }
}

fn cell(cell: &Cell) -> String {
    let mut parts: Vec<String> = Vec::new();
    let colon = if cell.says.is_empty() { "" } else { ":" };
    parts.extend(cell.strong.as_ref().map(|it| format!("**{}{colon}**", phrase(it))));
    parts.extend(cell.says.iter().map(in_line));
    let mut says = parts.join(" ");
    for faint in cell.faint.iter().map(in_line) {
        says = if says.is_empty() { faint } else { format!("{says} ({faint})") };
    }
    says
}

/// A cell ends at `|` even inside code.
fn in_cell(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut slashes = 0;
    for letter in text.chars() {
        if letter == '|' && slashes % 2 == 0 {
            out.push('\\');
        }
        slashes = if letter == '\\' { slashes + 1 } else { 0 };
        out.push(letter);
    }
    out
}

/// Something said in one line.
fn in_line(says: &Said) -> String {
    match says {
        Said::Phrase(it) => phrase(it),
        Said::Group { head, items } => {
            let items: Vec<String> = items
                .iter()
                .map(|item| {
                    let label = item.label.as_ref().map(|label| format!("{}: ", whole_in_markdown(label)));
                    let inner = match &item.says {
                        Said::Group { .. } => format!("({})", in_line(&item.says)),
                        Said::Phrase(_) => in_line(&item.says),
                    };
                    format!("{}{inner}", label.unwrap_or_default())
                })
                .collect();
            format!("{}: {}", whole_in_markdown(head), items.join("; "))
        }
    }
}

fn map(stops: &[Stop], text: &mut String) {
    text.push('\n');
    for stop in stops {
        let mark = stop.place.map_or_else(|| "-".into(), |place| format!("{place}."));
        let sentence = stop.sentence.as_ref().map(|it| format!(": {}", whole_in_markdown(it))).unwrap_or_default();
        text.push_str(&format!("{mark} **[{}](#{})**{sentence}\n", whole_in_markdown(&stop.title), stop.id));
    }
}

fn card(card: &Card, text: &mut String) {
    let number = card.place.map(|place| format!("{place}. ")).unwrap_or_default();
    text.push_str(&format!("\n### {}{number}{}\n", place(Some(&card.id)), whole_in_markdown(&card.title)));
    if let Some(sentence) = &card.sentence {
        text.push_str(&format!("\n{}\n", paragraph(sentence)));
    }
    card.blocks.iter().for_each(|it| block(it, "####", text));
}

fn entry(entry: &Entry, mark: &str, text: &mut String) {
    let actual = entry.actual.as_ref().map(|it| format!(" ({})", whole_in_markdown(it))).unwrap_or_default();
    text.push_str(&format!("{mark} **{}**{actual}\n", phrase(&entry.strong)));
    let indent = " ".repeat(mark.len() + 1);
    for line in &entry.lines {
        if line.label.is_empty() {
            text.push_str(&format!("{indent}- {}\n", guarded(in_line(&line.says))));
        } else {
            text.push_str(&format!("{indent}- {} {}\n", line.label, in_line(&line.says)));
        }
    }
}

/// Words; a name leads to where it is told.
fn phrase(phrase: &Phrase) -> String {
    let piece = |piece: &Piece| match &piece.of {
        Some(anchor) => format!("[{}](#{})", whole_in_markdown(&piece.text), id(anchor)),
        None => whole_in_markdown(&piece.text),
    };
    phrase.0.iter().map(piece).collect()
}

/// A place that links go to: forges name headings in ways of their own, and rows not at all.
fn place(id: Option<&String>) -> String {
    id.map(|id| format!("<a id=\"{id}\"></a>")).unwrap_or_default()
}

fn paragraph(text: &str) -> String {
    guarded(whole_in_markdown(text.trim()))
}

/// A line that would begin a list or a rule of its own does not.
fn guarded(line: String) -> String {
    let digits = line.len() - line.trim_start_matches(|it: char| it.is_ascii_digit()).len();
    let rest = line.get(digits..).unwrap_or("");
    if digits > 0 && (rest.starts_with('.') || rest.starts_with(')')) {
        return format!("{}\\{rest}", line.get(..digits).unwrap_or(""));
    }
    if line.starts_with(['-', '+', '=']) { format!("\\{line}") } else { line }
}

#[cfg(test)]
mod tests {
    use super::{guarded, in_cell};

    #[test]
    fn a_cell_ends_where_it_should() {
        assert_eq!(in_cell("a \\| b `x|y` c\\\\|d"), "a \\| b `x\\|y` c\\\\\\|d");
    }

    #[test]
    fn a_sentence_begins_no_list() {
        for (line, shown) in
            [("- a", "\\- a"), ("12. a", "12\\. a"), ("3) a", "3\\) a"), ("12 a", "12 a"), ("=== a", "\\=== a")]
        {
            assert_eq!(guarded(line.into()), shown);
        }
    }
}
