//! A diagnostic in the form in which miette draws it.

use super::excerpt::{Excerpt, Fit};
use super::visible;
use crate::diagnostic::{Diagnostic, Label, Severity};
use crate::source::{SourceFile, SourceId, Sources};
use miette::{LabeledSpan, SourceCode, SourceSpan};
use std::fmt;

/// Fewest columns for the words of a label, even where they then stand over the edge.
const NARROWEST_LABEL: usize = 24;

/// One drawing: a message and places in one file.
#[derive(Debug)]
pub(super) struct Shown {
    head: Option<String>,
    severity: miette::Severity,
    message: String,
    labels: Vec<LabeledSpan>,
    excerpt: Option<Excerpt>,
    help: Option<String>,
}

/// A diagnostic as drawings, one for each file it points into; the message stands over the first, the help under the
/// last.
pub(super) fn drawings(sources: &Sources, diagnostic: &Diagnostic, fit: Fit) -> Vec<Shown> {
    let (word, severity) = match diagnostic.severity {
        Severity::Error => ("error", miette::Severity::Error),
        Severity::Lint => ("lint", miette::Severity::Warning),
    };
    let first = diagnostic.span().map(|span| span.source);
    let here: Vec<&Label> = diagnostic.labels.iter().filter(|label| Some(label.span.source) == first).collect();
    let mut drawings = vec![Shown {
        head: Some(format!("{word} {}", diagnostic.code)),
        message: visible(&diagnostic.message).into_owned(),
        ..drawing(first.and_then(|id| sources.get(id)), &here, severity, fit)
    }];

    let mut others: Vec<SourceId> = Vec::new();
    for label in &diagnostic.labels {
        if Some(label.span.source) != first && !others.contains(&label.span.source) {
            others.push(label.span.source);
        }
    }
    for other in others {
        let there: Vec<&Label> = diagnostic.labels.iter().filter(|label| label.span.source == other).collect();
        drawings.push(drawing(sources.get(other), &there, miette::Severity::Advice, fit));
    }
    if let Some(last) = drawings.last_mut() {
        last.help = diagnostic.help.as_deref().map(lines_visible);
    }
    drawings
}

fn drawing(file: Option<&SourceFile>, labels: &[&Label], severity: miette::Severity, fit: Fit) -> Shown {
    let spans: Vec<_> = labels.iter().map(|label| label.span).collect();
    let excerpt = file.map(|file| Excerpt::new(file, &spans, fit));
    let marks = excerpt.as_ref().map_or(&[][..], Excerpt::marks);
    let labels = labels
        .iter()
        .zip(marks)
        .enumerate()
        .map(|(index, (label, mark))| {
            let room = fit.width.saturating_sub(mark.indent + 5).max(NARROWEST_LABEL);
            let text = (!label.text.is_empty()).then(|| wrapped(&visible(&label.text), room));
            let span = SourceSpan::from((mark.start, mark.end - mark.start));
            let new = if index == 0 { LabeledSpan::new_primary_with_span } else { LabeledSpan::new_with_span };
            new(text, span)
        })
        .collect();
    Shown { head: None, severity, message: "see also".to_owned(), labels, excerpt, help: None }
}

/// Breaks at blanks so that no line is longer than `room`, but for words that are.
fn wrapped(text: &str, room: usize) -> String {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) if line.chars().count() + 1 + word.chars().count() <= room => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines.join("\n")
}

/// Visible, but for line feeds: a help may propose several lines.
fn lines_visible(text: &str) -> String {
    text.lines().map(visible).collect::<Vec<_>>().join("\n")
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Shown {}

impl miette::Diagnostic for Shown {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.head.as_ref().map(|head| Box::new(head) as Box<dyn fmt::Display>)
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(self.severity)
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        (!self.labels.is_empty())
            .then(|| Box::new(self.labels.iter().cloned()) as Box<dyn Iterator<Item = LabeledSpan>>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.excerpt.as_ref().map(|excerpt| excerpt as &dyn SourceCode)
    }
}
