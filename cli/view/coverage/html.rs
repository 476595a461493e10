//! Coverage as a page of the playbook's sources with marks: no scripts, no links, nothing from elsewhere.

use super::{missing, words};
use crate::playbook::Tested;
use crate::view::in_html::in_html;
use crate::view::words::grouped;
use stageplay_dsl::source::{SourceFile, SourceId};
use stageplay_engine::workbench::coverage::{By, Coverage, Element, Kind};
use std::collections::BTreeMap;

const STYLE: &str = include_str!("page.css");

/// The page.
pub fn show(tested: &Tested, coverage: &Coverage) -> String {
    let title = in_html(&format!("Coverage of {}", tested.ready.program.playbook.header.title));
    let mut text = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<header>\n<h1>{title}</h1>\n\
         <p>{} uncovered by tests</p>\n</header>\n<main>\n{}",
        grouped(coverage.uncovered() as u64),
        summary(coverage)
    );
    for (id, file) in tested.ready.sources.iter() {
        source(&mut text, tested, coverage, id, file);
    }
    text.push_str("</main>\n</body>\n</html>\n");
    text
}

fn summary(coverage: &Coverage) -> String {
    let head = "<tr><th scope=\"col\">What</th><th scope=\"col\">Tests</th><th scope=\"col\">Generated</th>\
                <th scope=\"col\">Of</th></tr>";
    let row = |word: &str, tests: usize, edges: usize, of: usize| {
        let [tests, edges, of] = [tests, edges, of].map(|number| grouped(number as u64));
        format!("<tr><th scope=\"row\">{word}</th><td>{tests}</td><td>{edges}</td><td>{of}</td></tr>\n")
    };
    let mut rows = String::new();
    for kind in Kind::ALL {
        let count = coverage.count(kind);
        if count.of > 0 {
            rows.push_str(&row(kind.word(), count.tests, count.edges, count.of));
        }
    }
    let all = coverage.total();
    rows.push_str(&row("all", all.tests, all.edges, all.of));
    format!("<table>\n<thead>{head}</thead>\n<tbody>\n{rows}</tbody>\n</table>\n")
}

/// A file, where it has anything to be shown: its lines, and under a line what of it is missing.
fn source(text: &mut String, tested: &Tested, coverage: &Coverage, id: SourceId, file: &SourceFile) {
    let mut lines: BTreeMap<usize, Vec<&Element>> = BTreeMap::new();
    for element in coverage.elements.iter().filter(|element| element.span.source == id) {
        lines.entry(file.position(element.span.range().start).line).or_default().push(element);
    }
    if lines.is_empty() {
        return;
    }
    text.push_str(&format!("<section>\n<h2>{}</h2>\n<ol>\n", in_html(&file.name)));
    for (number, line) in (1..).zip(file.text.lines()) {
        let elements = lines.get(&number).map_or(&[][..], Vec::as_slice);
        text.push_str(&format!("<li class=\"{}\"><code>{}</code>", class(elements), code(line)));
        for element in elements.iter().filter(|element| element.cases.iter().any(|case| case.by != By::Test)) {
            let (says, missing) = (words(tested, element), missing(element));
            text.push_str(&format!("<p><b>not covered</b> {}: {}</p>", in_html(&says), in_html(&missing)));
        }
        text.push_str("</li>\n");
    }
    text.push_str("</ol>\n</section>\n");
}

/// How a line is marked.
fn class(elements: &[&Element]) -> &'static str {
    let cases = || elements.iter().flat_map(|element| &element.cases);
    let shown = cases().filter(|case| case.by == By::Test).count();
    match (shown, cases().count()) {
        (_, 0) => "plain",
        (shown, all) if shown == all => "full",
        (0, _) => "none",
        _ => "part",
    }
}

/// A line of a source, as it stands.
fn code(line: &str) -> String {
    in_html(&line.replace('\t', "    "))
}
