//! Diagnostics for programs.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::source::{Sources, Span};
use serde::Serialize;

/// One JSON object a line, in order of file and place; nothing where there is nothing to say. The fields stand in
/// docs/architecture.md, "Diagnostics as JSON". Lines and columns count from 1, columns in characters; `start` and
/// `end` of a fix are byte offsets in its file, the end exclusive.
#[must_use]
pub fn json(sources: &Sources, diagnostics: &Diagnostics) -> String {
    let mut text = String::new();
    for diagnostic in diagnostics.sorted() {
        if let Ok(line) = serde_json::to_string(&object(sources, diagnostic)) {
            text.push_str(&line);
            text.push('\n');
        }
    }
    text
}

#[derive(Serialize)]
struct Object<'a> {
    code: String,
    severity: &'static str,
    message: &'a str,
    #[serde(flatten)]
    place: Option<Place<'a>>,
    label: Option<&'a str>,
    help: Option<&'a str>,
    fix: Option<Replacement<'a>>,
    related: Vec<Related<'a>>,
}

#[derive(Serialize)]
struct Place<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Serialize)]
struct Replacement<'a> {
    file: &'a str,
    start: u32,
    end: u32,
    replacement: &'a str,
}

#[derive(Serialize)]
struct Related<'a> {
    #[serde(flatten)]
    place: Place<'a>,
    message: &'a str,
}

fn object<'a>(sources: &'a Sources, diagnostic: &'a Diagnostic) -> Object<'a> {
    let mut labels = diagnostic.labels.iter();
    let first = labels.next();
    Object {
        code: diagnostic.code.to_string(),
        severity: match diagnostic.severity {
            Severity::Error => "error",
            Severity::Lint => "lint",
        },
        message: &diagnostic.message,
        place: first.and_then(|label| place(sources, label.span)),
        label: first.map(|label| label.text.as_str()).filter(|text| !text.is_empty()),
        help: diagnostic.help.as_deref(),
        fix: diagnostic.fix.as_ref().and_then(|fix| {
            let file = &sources.get(fix.span.source)?.name;
            Some(Replacement { file, start: fix.span.start, end: fix.span.end, replacement: &fix.replacement })
        }),
        related: labels
            .filter_map(|label| Some(Related { place: place(sources, label.span)?, message: &label.text }))
            .collect(),
    }
}

fn place(sources: &Sources, span: Span) -> Option<Place<'_>> {
    let file = sources.get(span.source)?;
    let start = file.position(span.start as usize);
    let end = file.position(span.end as usize);
    Some(Place { file: &file.name, line: start.line, column: start.column, end_line: end.line, end_column: end.column })
}

#[cfg(test)]
mod tests {
    use super::json;
    use crate::diagnostic::{Code, Diagnostic, Diagnostics};
    use crate::source::{SourceFile, Sources, Span};

    #[test]
    fn one_object_a_line_with_places_in_characters_and_fixes_in_bytes() {
        let mut sources = Sources::default();
        let a = sources.add(SourceFile::new("a.play", "stageplay 1\nZoë is smb\n"));
        let b = sources.add(SourceFile::new("b.play", "x"));
        let mut all = Diagnostics::default();
        assert_eq!(json(&sources, &all), "");
        all.push(
            Diagnostic::error(Code(302), Span::new(a, 20, 23), "`smb` is no choice")
                .labelled("not one of them")
                .also(Span::new(b, 0, 1), "they are listed here")
                .help("did you mean `smbs`?")
                .fix(Span::new(a, 20, 23), "smbs"),
        );
        all.push(Diagnostic::lint(Code(701), Span::new(b, 0, 1), "always true"));
        assert_eq!(
            json(&sources, &all),
            concat!(
                r#"{"code":"SP0302","severity":"error","message":"`smb` is no choice","file":"a.play","#,
                r#""line":2,"column":8,"end_line":2,"end_column":11,"label":"not one of them","#,
                r#""help":"did you mean `smbs`?","#,
                r#""fix":{"file":"a.play","start":20,"end":23,"replacement":"smbs"},"#,
                r#""related":[{"file":"b.play","line":1,"column":1,"end_line":1,"end_column":2,"#,
                r#""message":"they are listed here"}]}"#,
                "\n",
                r#"{"code":"SP0701","severity":"lint","message":"always true","file":"b.play","#,
                r#""line":1,"column":1,"end_line":1,"end_column":2,"label":null,"help":null,"fix":null,"related":[]}"#,
                "\n"
            )
        );
    }
}
