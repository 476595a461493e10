//! The morning as one page: no scripts, no links, nothing from elsewhere; for a browser, a phone or a printer.

use super::sections::{Entry, page};
use crate::view::in_html::in_html;
use stageplay_engine::story::today::Morning;

const STYLE: &str = include_str!("page.css");

/// The morning as one page.
pub fn html(morning: &Morning, top: usize) -> String {
    let page = page(morning, top);
    let title = in_html(&page.title);
    let mut text = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"format-detection\" content=\"telephone=no, date=no, address=no, email=no, url=no\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <header>\n<h1>{title}</h1>\n<p>{}</p>\n<p class=\"counts\">{}</p>\n</header>\n<main>\n",
        in_html(&page.about_as_sentence()),
        in_html(&page.counts)
    );
    for section in &page.sections {
        text.push_str(&format!(
            "<section class=\"{}\">\n<h2>{} <span>{}</span></h2>\n<ul>\n",
            section.class, section.heading, section.count
        ));
        section.entries.iter().for_each(|it| text.push_str(&entry(it)));
        if section.more > 0 {
            text.push_str(&format!("<li class=\"more\">and {} more</li>\n", section.more));
        }
        text.push_str("</ul>\n</section>\n");
    }
    text.push_str("</main>\n");
    if !page.notes.is_empty() {
        let notes: String = page.notes.iter().map(|note| format!("<p>{}</p>\n", in_html(note))).collect();
        text.push_str(&format!("<footer>\n{notes}</footer>\n"));
    }
    text.push_str("</body>\n</html>\n");
    text
}

fn entry(entry: &Entry) -> String {
    let mark = if entry.is_marked { "<b class=\"mark\" title=\"the priority is unknown\">?</b> " } else { "" };
    let account = entry.account.as_ref().map(|account| format!("<b class=\"account\">{}</b> ", in_html(account)));
    let aside: Vec<String> = entry.aside.iter().map(|it| format!("<span>{}</span>", in_html(it))).collect();
    let aside = if aside.is_empty() { String::new() } else { format!("<p class=\"aside\">{}</p>", aside.join(" ")) };
    let mut text = format!(
        "<li>\n<p>{mark}{}<span class=\"head\">{}</span></p>{aside}\n",
        account.unwrap_or_default(),
        in_html(&entry.head)
    );
    if !entry.lines.is_empty() {
        let line = |(label, says): &(&str, String)| format!("<dt>{label}</dt><dd>{}</dd>\n", in_html(says));
        let lines: String = entry.lines.iter().map(line).collect();
        text.push_str(&format!("<dl>\n{lines}</dl>\n"));
    }
    text.push_str("</li>\n");
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
