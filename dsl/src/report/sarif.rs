//! Diagnostics as one SARIF 2.1.0 log, for code scanning and editors.

use super::uri::uri;
use super::visible;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Fix, Severity, describe};
use crate::source::{Sources, Span};
use serde::Serialize;

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
const HOME: &str = env!("CARGO_PKG_REPOSITORY");

/// One log with one run, in which the results of several playbooks follow each other; pretty JSON with a line break at
/// its end. The rules are the codes that were said, each once. Lines and columns count from 1, columns in characters,
/// the end exclusive. A message is the line for people and, on a line of its own, its help.
#[must_use]
pub fn sarif<'a>(playbooks: impl IntoIterator<Item = (&'a Sources, &'a Diagnostics)>) -> String {
    let found: Vec<(&Sources, &Diagnostic)> = playbooks
        .into_iter()
        .flat_map(|(sources, all)| all.sorted().into_iter().map(move |diagnostic| (sources, diagnostic)))
        .collect();
    let mut codes: Vec<(Code, Severity)> =
        found.iter().map(|(_, diagnostic)| (diagnostic.code, diagnostic.severity)).collect();
    codes.sort_by_key(|(code, _)| *code);
    codes.dedup_by_key(|(code, _)| *code);
    let results = found.iter().map(|(sources, diagnostic)| result(sources, diagnostic, &codes)).collect();
    let log = Log {
        schema: SCHEMA,
        version: "2.1.0",
        runs: [Run {
            tool: Tool {
                driver: Driver {
                    name: "stageplay",
                    semantic_version: env!("CARGO_PKG_VERSION"),
                    information_uri: HOME,
                    rules: codes.iter().map(|(code, severity)| rule(*code, *severity)).collect(),
                },
            },
            column_kind: "unicodeCodePoints",
            results,
        }],
    };
    // Texts and numbers only: there is nothing in it that JSON cannot say.
    serde_json::to_string_pretty(&log).unwrap_or_default() + "\n"
}

#[derive(Serialize)]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool,
    column_kind: &'static str,
    results: Vec<Found<'a>>,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    semantic_version: &'static str,
    information_uri: &'static str,
    rules: Vec<Rule>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule {
    id: String,
    short_description: Message,
    help_uri: String,
    default_configuration: Configuration,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct Message {
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Found<'a> {
    rule_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    level: &'static str,
    message: Message,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    locations: Vec<Location>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<Mending<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    physical_location: Place,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Place {
    artifact_location: Artifact,
    region: Region,
}

#[derive(Serialize)]
struct Artifact {
    uri: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Mending<'a> {
    artifact_changes: [Change<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Change<'a> {
    artifact_location: Artifact,
    replacements: [Replacement<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement<'a> {
    deleted_region: Region,
    inserted_content: Inserted<'a>,
}

#[derive(Serialize)]
struct Inserted<'a> {
    text: &'a str,
}

fn rule(code: Code, severity: Severity) -> Rule {
    Rule {
        id: code.to_string(),
        short_description: message(describe(code).unwrap_or_default()),
        help_uri: format!("{HOME}/blob/main/docs/diagnostics/{code}.md"),
        default_configuration: Configuration { level: level(severity) },
    }
}

fn result<'a>(sources: &Sources, diagnostic: &'a Diagnostic, codes: &[(Code, Severity)]) -> Found<'a> {
    let mut said = diagnostic.message.clone();
    if let Some(help) = &diagnostic.help {
        said.push_str(&format!("\nhelp: {help}"));
    }
    let mut labels = diagnostic.labels.iter();
    let location = |span: Span, words: &str| {
        let message = (!words.is_empty()).then(|| message(words));
        place(sources, span).map(|physical_location| Location { physical_location, message })
    };
    Found {
        rule_id: diagnostic.code.to_string(),
        rule_index: codes.iter().position(|(code, _)| *code == diagnostic.code),
        level: level(diagnostic.severity),
        message: message(&said),
        locations: labels.next().and_then(|label| location(label.span, &label.text)).into_iter().collect(),
        related_locations: labels.filter_map(|label| location(label.span, &label.text)).collect(),
        fixes: diagnostic.fix.iter().filter_map(|fix| mending(sources, fix)).collect(),
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Lint => "warning",
    }
}

/// Plain text: in a SARIF message braces would be places to fill in and brackets a link.
fn message(words: &str) -> Message {
    let mut text = String::with_capacity(words.len());
    for (at, line) in words.lines().enumerate() {
        if at > 0 {
            text.push('\n');
        }
        for character in visible(line).chars() {
            match character {
                '{' => text.push_str("{{"),
                '}' => text.push_str("}}"),
                '[' | ']' | '\\' => text.extend(['\\', character]),
                _ => text.push(character),
            }
        }
    }
    Message { text }
}

fn place(sources: &Sources, span: Span) -> Option<Place> {
    let file = sources.get(span.source)?;
    let (start, end) = (file.position(span.start as usize), file.position(span.end as usize));
    Some(Place {
        artifact_location: Artifact { uri: uri(&file.name) },
        region: Region {
            start_line: start.line,
            start_column: start.column,
            end_line: end.line,
            end_column: end.column,
        },
    })
}

fn mending<'a>(sources: &Sources, fix: &'a Fix) -> Option<Mending<'a>> {
    let Place { artifact_location, region } = place(sources, fix.span)?;
    let replacement = Replacement { deleted_region: region, inserted_content: Inserted { text: &fix.replacement } };
    Some(Mending { artifact_changes: [Change { artifact_location, replacements: [replacement] }] })
}

#[cfg(test)]
mod tests {
    use super::sarif;
    use crate::diagnostic::{Code, Diagnostic, Diagnostics};
    use crate::source::{SourceFile, Sources, Span};
    use serde_json::{Value, json};

    fn log(playbooks: &[(Sources, Diagnostics)]) -> Value {
        serde_json::from_str(&sarif(playbooks.iter().map(|(sources, all)| (sources, all)))).unwrap()
    }

    #[test]
    fn places_are_in_characters_and_rules_stand_once() {
        let mut sources = Sources::default();
        let a = sources.add(SourceFile::new("./my plays/a.play", "stageplay 1\n👩Zoë is smb\n"));
        let b = sources.add(SourceFile::new("b.play", "x"));
        let mut all = Diagnostics::default();
        // 👩 and ë take four and two bytes: `smb` begins at byte 24, as the ninth character.
        all.push(
            Diagnostic::error(Code(302), Span::new(a, 24, 27), "`smb` is no choice")
                .labelled("not one of them")
                .also(Span::new(b, 0, 1), "they are listed here")
                .help("write `{ … }`")
                .fix(Span::new(a, 24, 27), "smbs"),
        );
        all.push(Diagnostic::error(Code(302), Span::new(b, 0, 1), "again"));
        let mut lint = Diagnostics::default();
        lint.push(Diagnostic::lint(Code(701), Span::new(b, 1, 1), "always true"));
        let log = log(&[(sources.clone(), all), (sources, lint)]);
        let run = &log["runs"][0];
        let rules: Vec<&Value> =
            run["tool"]["driver"]["rules"].as_array().unwrap().iter().map(|rule| &rule["id"]).collect();
        assert_eq!(rules, ["SP0302", "SP0701"]);
        assert_eq!(run["columnKind"], "unicodeCodePoints");
        let region = json!({"startLine": 2, "startColumn": 9, "endLine": 2, "endColumn": 12});
        let artifact = json!({"uri": "my%20plays/a.play"});
        assert_eq!(
            run["results"][0],
            json!({
                "ruleId": "SP0302",
                "ruleIndex": 0,
                "level": "error",
                "message": {"text": "`smb` is no choice\nhelp: write `{{ … }}`"},
                "locations": [{
                    "physicalLocation": {"artifactLocation": artifact, "region": region},
                    "message": {"text": "not one of them"}
                }],
                "relatedLocations": [{
                    "physicalLocation": {
                        "artifactLocation": {"uri": "b.play"},
                        "region": {"startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 2}
                    },
                    "message": {"text": "they are listed here"}
                }],
                "fixes": [{"artifactChanges": [{
                    "artifactLocation": artifact,
                    "replacements": [{"deletedRegion": region, "insertedContent": {"text": "smbs"}}]
                }]}]
            })
        );
        assert_eq!(run["results"].as_array().unwrap().len(), 3);
        let last = &run["results"][2];
        assert_eq!((&last["ruleIndex"], &last["level"]), (&json!(1), &json!("warning")));
    }

    #[test]
    fn text_of_a_playbook_is_no_link_no_place_to_fill_in_and_no_control() {
        let mut sources = Sources::default();
        let a = sources.add(SourceFile::new("a.play", "x"));
        let mut all = Diagnostics::default();
        let hostile = "[a](https://example.com) \\[ {0} \u{1b}[2J \u{202e} \",\"level\":\"none";
        all.push(Diagnostic::error(Code(201), Span::new(a, 0, 1), hostile));
        let log = log(&[(sources, all)]);
        assert_eq!(
            log["runs"][0]["results"][0]["message"]["text"],
            "\\[a\\](https://example.com) \\\\\\[ {{0}} <U+001B>\\[2J <U+202E> \",\"level\":\"none"
        );
    }

    #[test]
    fn nothing_said_is_a_log_without_results() {
        let log = log(&[(Sources::default(), Diagnostics::default())]);
        assert_eq!(log["version"], "2.1.0");
        assert_eq!(log["runs"][0]["results"], json!([]));
    }
}
