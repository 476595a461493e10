//! The book as one page: no scripts, nothing from elsewhere; for a browser, a phone or a printer.

use super::blocks::{Block, Card, Cell, Entry, Heading, Listed, Page, Row, Section, Stop, Table};
use super::pages::page;
use super::{About, MARK, id};
use crate::view::in_html::whole_in_html;
use stageplay_engine::story::book::{Item, Line, Phrase, Said};

const STYLE: &str = include_str!("page.css");

/// The book as one page.
pub fn html(about: &About<'_>) -> String {
    let page = page(about);
    let title = whole_in_html(&page.title);
    let mut text = format!(
        "<!doctype html>\n<!-- {MARK} -->\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"format-detection\" content=\"telephone=no, date=no, address=no, email=no, url=no\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#book\">Skip the contents</a>\n"
    );
    head(&page, &title, &mut text);
    contents(&page, &mut text);
    text.push_str("<main id=\"book\" tabindex=\"-1\">\n");
    page.sections.iter().for_each(|it| section(it, &mut text));
    text.push_str("</main>\n<footer>\n");
    page.notes.iter().for_each(|note| text.push_str(&format!("<p>{}</p>\n", whole_in_html(note))));
    text.push_str("</footer>\n</body>\n</html>\n");
    text
}

fn head(page: &Page, title: &str, text: &mut String) {
    text.push_str(&format!("<header>\n<h1>{title}</h1>\n"));
    let about: Vec<String> =
        page.about.iter().map(|(label, says)| format!("{label} {}", whole_in_html(says))).collect();
    if !about.is_empty() {
        text.push_str(&format!("<p class=\"about\">{}</p>\n", about.join(" · ")));
    }
    if let Some(lead) = &page.lead {
        text.push_str(&format!("<p class=\"lead\">{}</p>\n", whole_in_html(lead)));
    }
    text.push_str("</header>\n");
}

fn contents(page: &Page, text: &mut String) {
    text.push_str("<nav aria-label=\"Contents\">\n<ul>\n");
    for section in &page.sections {
        text.push_str(&format!("<li><a href=\"#{}\">{}</a>", section.id, section.title));
        let inside: Vec<String> = section.blocks.iter().filter_map(listed).collect();
        if !inside.is_empty() {
            let label = format!("{} in {}", inside.len(), section.title.to_lowercase());
            text.push_str(&format!(
                "\n<details><summary aria-label=\"{label}\">{}</summary>\n<ul>\n{}</ul>\n</details>\n",
                inside.len(),
                inside.concat()
            ));
        }
        text.push_str("</li>\n");
    }
    text.push_str("</ul>\n</nav>\n");
}

fn listed(block: &Block) -> Option<String> {
    let (id, title) = match block {
        Block::Heading(heading) if heading.is_listed == Listed::InContents => (heading.id.as_ref()?, &heading.title),
        Block::Card(card) if card.is_listed == Listed::InContents => (&card.id, &card.title),
        _ => return None,
    };
    Some(format!("<li><a href=\"#{id}\">{}</a></li>\n", whole_in_html(title)))
}

fn section(section: &Section, text: &mut String) {
    text.push_str(&format!(
        "<section id=\"{0}\" aria-labelledby=\"{0}-title\">\n<h2 id=\"{0}-title\">{1}</h2>\n<p class=\"lead\">{2}</p>\n",
        section.id, section.title, section.lead
    ));
    section.blocks.iter().for_each(|it| block(it, "h3", text));
    text.push_str("</section>\n");
}

/// A block; its headings are of the level `heading`.
fn block(block: &Block, level: &str, text: &mut String) {
    match block {
        Block::Text(says) => text.push_str(&format!("<p class=\"note\">{}</p>\n", phrase(says))),
        Block::Heading(it) => heading(it, level, text),
        Block::Lines(lines) => text.push_str(&self::lines(lines)),
        Block::Table(it) => table(it, text),
        Block::Map(stops) => {
            text.push_str("<ol class=\"map\">\n");
            stops.iter().for_each(|it| stop(it, text));
            text.push_str("</ol>\n");
        }
        Block::Card(it) => card(it, text),
        Block::List { head, is_ordered, items } => {
            let tag = if *is_ordered { "ol" } else { "ul" };
            text.push_str(&format!("<h4>{head}</h4>\n<{tag} class=\"list\">\n"));
            items.iter().for_each(|it| entry(it, text));
            text.push_str(&format!("</{tag}>\n"));
        }
        Block::Bands(bands) => {
            text.push_str("<ul class=\"bands\">\n");
            for (name, says) in bands {
                text.push_str(&format!("<li>{} {}</li>\n", band(name), phrase(says)));
            }
            text.push_str("</ul>\n");
        }
    }
}

fn heading(it: &Heading, level: &str, text: &mut String) {
    let id = it.id.as_ref().map(|id| format!(" id=\"{id}\"")).unwrap_or_default();
    // What has no address of its own stands below what has one.
    let level = if it.id.is_none() { "h4" } else { level };
    text.push_str(&format!("<{level}{id}>{}</{level}>\n", whole_in_html(&it.title)));
    if let Some(sentence) = &it.sentence {
        text.push_str(&format!("<p class=\"purpose\">{}</p>\n", whole_in_html(sentence)));
    }
}

fn lines(lines: &[Line]) -> String {
    let mut text = String::from("<dl>\n");
    for line in lines {
        text.push_str(&format!("<div><dt>{}</dt><dd>{}</dd></div>\n", whole_in_html(&line.label), said(&line.says)));
    }
    text.push_str("</dl>\n");
    text
}

fn table(table: &Table, text: &mut String) {
    let first = table.rows.iter().find_map(|row| match row {
        Row::Cells { cells, .. } => Some(cells),
        Row::Across { .. } => None,
    });
    let is_number = |at: usize| first.and_then(|cells| cells.get(at)).is_some_and(|cell| cell.is_number);
    text.push_str("<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Table\">\n<table>\n<thead><tr>");
    for (at, head) in table.head.iter().enumerate() {
        let class = if is_number(at) { " class=\"number\"" } else { "" };
        text.push_str(&format!("<th scope=\"col\"{class}>{head}</th>"));
    }
    text.push_str("</tr></thead>\n<tbody>\n");
    for row in &table.rows {
        match row {
            Row::Across { title, says } => {
                let says: Vec<String> = says.iter().map(|it| format!("<span>{}</span>", said(it))).collect();
                text.push_str(&format!(
                    "<tr class=\"across\"><th scope=\"rowgroup\" colspan=\"{}\"><b>{}</b> {}</th></tr>\n",
                    table.head.len(),
                    whole_in_html(title),
                    says.join(" ")
                ));
            }
            Row::Cells { id, cells } => {
                let id = id.as_ref().map(|id| format!(" id=\"{id}\"")).unwrap_or_default();
                text.push_str(&format!("<tr{id}>"));
                for (at, it) in cells.iter().enumerate() {
                    cell(it, at, table.head.get(at).unwrap_or(&""), text);
                }
                text.push_str("</tr>\n");
            }
        }
    }
    text.push_str("</tbody>\n</table>\n</div>\n");
}

fn cell(cell: &Cell, at: usize, head: &str, text: &mut String) {
    let class = if cell.is_number { " class=\"number\"" } else { "" };
    // What names the row is its heading.
    let tag = if at == 0 && cell.strong.is_some() { "th" } else { "td" };
    // On a narrow screen a row stands as a list, and its cells say what they are.
    let scope = if tag == "th" { " scope=\"row\"".to_owned() } else { format!(" data-label=\"{head}\"") };
    text.push_str(&format!("<{tag}{scope}{class}>"));
    text.push_str(&cell.strong.as_ref().map(|it| format!("<b>{}</b>", phrase(it))).unwrap_or_default());
    let says = cell.says.iter().map(said).collect::<Vec<_>>().join(" ");
    // Under what it is called, what is said of it.
    text.push_str(&if cell.strong.is_some() && !says.is_empty() {
        format!("<div class=\"says\">{says}</div>")
    } else {
        says
    });
    cell.faint.iter().for_each(|it| text.push_str(&format!("<div class=\"faint\">{}</div>", said(it))));
    text.push_str(&format!("</{tag}>"));
}

fn stop(stop: &Stop, text: &mut String) {
    let place = stop.place.map(|place| format!("<span class=\"place\">{place}</span> ")).unwrap_or_default();
    text.push_str(&format!("<li>\n<h4>{place}<a href=\"#{}\">{}</a></h4>\n", stop.id, whole_in_html(&stop.title)));
    if let Some(sentence) = &stop.sentence {
        text.push_str(&format!("<p class=\"purpose\">{}</p>\n", whole_in_html(sentence)));
    }
    if !stop.facts.is_empty() {
        text.push_str(&lines(&stop.facts));
    }
    for says in &stop.actual {
        text.push_str(&format!("<p class=\"actual\">{}</p>\n", whole_in_html(says)));
    }
    text.push_str("</li>\n");
}

fn card(card: &Card, text: &mut String) {
    let place = card.place.map(|place| format!("<span class=\"place\">{place}</span> ")).unwrap_or_default();
    text.push_str(&format!("<article id=\"{}\">\n<h3>{place}{}</h3>\n", card.id, whole_in_html(&card.title)));
    if let Some(sentence) = &card.sentence {
        text.push_str(&format!("<p class=\"purpose\">{}</p>\n", whole_in_html(sentence)));
    }
    card.blocks.iter().for_each(|it| block(it, "h4", text));
    text.push_str("</article>\n");
}

fn entry(entry: &Entry, text: &mut String) {
    text.push_str(&format!("<li><b>{}</b>", phrase(&entry.strong)));
    if let Some(actual) = &entry.actual {
        text.push_str(&format!(" <span class=\"actual\">{}</span>", whole_in_html(actual)));
    }
    for line in &entry.lines {
        let label = if line.label.is_empty() { String::new() } else { format!("{} ", whole_in_html(&line.label)) };
        text.push_str(&format!("<div>{label}{}</div>", said(&line.says)));
    }
    text.push_str("</li>\n");
}

/// A word with the colour it names beside it; the word is always there.
fn band(name: &str) -> String {
    let class = match name {
        "green" => "green",
        "yellow" | "amber" | "orange" => "yellow",
        "red" | "critical" => "red",
        _ => "plain",
    };
    format!("<span class=\"band {class}\">{}</span>", whole_in_html(name))
}

fn said(says: &Said) -> String {
    match says {
        Said::Phrase(it) => phrase(it),
        Said::Group { head, items } => {
            let items: String = items.iter().map(item).collect();
            format!("{}:<ul>{items}</ul>", whole_in_html(head))
        }
    }
}

fn item(item: &Item) -> String {
    let label = item.label.as_ref().map(|label| format!("<b>{}:</b> ", whole_in_html(label))).unwrap_or_default();
    format!("<li>{label}{}</li>", said(&item.says))
}

fn phrase(phrase: &Phrase) -> String {
    let mut text = String::new();
    for piece in &phrase.0 {
        let shown = whole_in_html(&piece.text);
        match &piece.of {
            Some(anchor) => {
                let hint =
                    piece.hint.as_ref().map(|hint| format!(" title=\"{}\"", whole_in_html(hint))).unwrap_or_default();
                text.push_str(&format!("<a href=\"#{}\"{hint}>{shown}</a>", id(anchor)));
            }
            None => text.push_str(&shown),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::STYLE;

    #[test]
    fn the_style_asks_for_nothing_from_elsewhere() {
        assert!(!STYLE.contains("</") && !STYLE.contains("url(") && !STYLE.contains("@import"));
    }
}
