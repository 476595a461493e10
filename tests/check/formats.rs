//! `check --format sarif|github`: what the formats ask of their writer, tried on the whole corpus and on hostile names.

use crate::support::program::stageplay;
use crate::support::scratch::Scratch;
use serde_json::Value;
use std::fs;

/// The objects of SARIF 2.1.0 that are written, as its schema has them. No
/// object may have a key of its own. `*` is a list of at least so many, `text` a text that is not empty.
const OBJECTS: &[(&str, &[Key])] = &[
    ("log", &[("$schema", "uri", false), ("version", "2.1.0", true), ("runs", "*1 run", true)]),
    ("run", &[("tool", "tool", true), ("columnKind", "unicodeCodePoints", false), ("results", "*0 result", false)]),
    ("tool", &[("driver", "driver", true)]),
    (
        "driver",
        &[
            ("name", "text", true),
            ("semanticVersion", "text", false),
            ("informationUri", "uri", false),
            ("rules", "*0 rule", false),
        ],
    ),
    (
        "rule",
        &[
            ("id", "text", true),
            ("shortDescription", "message", false),
            ("helpUri", "uri", false),
            ("defaultConfiguration", "configuration", false),
        ],
    ),
    ("configuration", &[("level", "level", false)]),
    ("message", &[("text", "text", true)]),
    (
        "result",
        &[
            ("ruleId", "text", false),
            ("ruleIndex", "index", false),
            ("level", "level", false),
            ("message", "message", true),
            ("locations", "*0 location", false),
            ("relatedLocations", "*0 location", false),
            ("fixes", "*0 fix", false),
        ],
    ),
    ("location", &[("physicalLocation", "place", false), ("message", "message", false)]),
    ("place", &[("artifactLocation", "artifact", true), ("region", "region", false)]),
    ("artifact", &[("uri", "uri", false)]),
    (
        "region",
        &[
            ("startLine", "ordinal", false),
            ("startColumn", "ordinal", false),
            ("endLine", "ordinal", false),
            ("endColumn", "ordinal", false),
        ],
    ),
    ("fix", &[("artifactChanges", "*1 change", true)]),
    ("change", &[("artifactLocation", "artifact", true), ("replacements", "*1 replacement", true)]),
    ("replacement", &[("deletedRegion", "region", true), ("insertedContent", "content", false)]),
    ("content", &[("text", "any text", false)]),
];

/// A key of an object, what it holds, whether it must be there.
type Key = (&'static str, &'static str, bool);

/// What is wrong with `value` where the schema has a `kind`; `at` says where that is.
fn faults(kind: &str, value: &Value, at: &str, said: &mut Vec<String>) {
    if let Some((least, kind)) = kind.strip_prefix('*').and_then(|rest| rest.split_once(' ')) {
        let list = value.as_array().map_or(&[][..], Vec::as_slice);
        if !value.is_array() || list.len() < least.parse().unwrap() {
            said.push(format!("{at}: a list of at least {least} was expected"));
        }
        list.iter().enumerate().for_each(|(index, value)| faults(kind, value, &format!("{at}[{index}]"), said));
        return;
    }
    if let Some((_, keys)) = OBJECTS.iter().find(|(name, _)| *name == kind) {
        let Some(object) = value.as_object() else { return said.push(format!("{at}: an object was expected")) };
        for (key, value) in object {
            match keys.iter().find(|(name, ..)| name == key) {
                Some((_, kind, _)) => faults(kind, value, &format!("{at}.{key}"), said),
                None => said.push(format!("{at}: `{key}` is no key of it")),
            }
        }
        let missing = keys.iter().filter(|(key, _, required)| *required && !object.contains_key(*key));
        said.extend(missing.map(|(key, ..)| format!("{at}: `{key}` is missing")));
        return;
    }
    let right = match (kind, value) {
        ("any text", Value::String(_)) => true,
        ("text", Value::String(text)) => !text.is_empty(),
        ("uri", Value::String(text)) => {
            !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~/%:".contains(&byte))
        }
        ("level", Value::String(text)) => ["none", "note", "warning", "error"].contains(&text.as_str()),
        ("ordinal", Value::Number(number)) => number.as_u64().is_some_and(|number| number >= 1),
        ("index", Value::Number(number)) => number.as_u64().is_some(),
        (exactly, Value::String(text)) => exactly == text,
        _ => false,
    };
    if !right {
        said.push(format!("{at}: {value} is no {kind}"));
    }
}

#[test]
fn a_log_is_as_the_schema_of_sarif_wants_it() {
    let ran = stageplay(&["check", "tests/check", "examples/wholesaler", "--format", "sarif"]);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
    let log: Value = serde_json::from_str(&ran.out).unwrap();
    let mut said = Vec::new();
    faults("log", &log, "log", &mut said);
    assert!(said.is_empty(), "{}", said.join("\n"));

    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let results = run["results"].as_array().unwrap();
    assert!(results.len() > 100, "only {} results", results.len());
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
        let place = &result["locations"][0]["physicalLocation"];
        assert!(place["artifactLocation"]["uri"].as_str().unwrap().starts_with("tests/check/"), "{result}");
        let region = |key: &str| place["region"][key].as_u64().unwrap();
        assert!(
            (region("startLine"), region("startColumn")) <= (region("endLine"), region("endColumn")),
            "an end before its start: {result}"
        );
    }
    assert!(results.iter().any(|result| result["level"] == "warning"));
    assert!(results.iter().any(|result| result.get("fixes").is_some()));
}

#[test]
fn what_is_no_sarif_is_found() {
    let mut said = Vec::new();
    let log = serde_json::json!({
        "version": "2.0", "runs": [{"results": [{"level": "lint", "message": {"text": ""}, "line": 3}]}]
    });
    faults("log", &log, "log", &mut said);
    said.sort();
    assert_eq!(
        said,
        [
            "log.runs[0].results[0].level: \"lint\" is no level",
            "log.runs[0].results[0].message.text: \"\" is no text",
            "log.runs[0].results[0]: `line` is no key of it",
            "log.runs[0]: `tool` is missing",
            "log.version: \"2.0\" is no 2.1.0"
        ]
    );
}

/// Names and words that try to be more than text: in both formats each stays one message.
#[test]
fn hostile_text_stays_text() {
    let scratch = Scratch::new("check-formats");
    let name = "a,line=1::b 100%\n::error::x.play";
    let text = "stageplay 1\nplaybook p {\n  timezone \"[x](https://example.com) ::error::100%\"\n}\naccount {\n  id = id\n  revenue = arr\n  id text required\n  arr money USD\n}\n\
                let a = arr is red or yellow\nlet b = \"::error::\u{1b}[2J\" is 100%\n";
    let path = scratch.path().join(name);
    if fs::write(&path, text).is_err() {
        return; // A file system that refuses the name has nothing to fear from it.
    }
    let path = path.to_str().unwrap();
    let github = stageplay(&["check", path, "--format", "github"]);
    let sarif = stageplay(&["check", path, "--format", "sarif"]);
    assert_eq!((github.code, sarif.code), (1, 1));

    let log: Value = serde_json::from_str(&sarif.out).unwrap();
    let mut said = Vec::new();
    faults("log", &log, "log", &mut said);
    assert!(said.is_empty(), "{}", said.join("\n"));
    let results = log["runs"][0]["results"].as_array().unwrap();
    assert_eq!(github.out.lines().count(), results.len(), "{}", github.out);
    assert!(github.out.contains("::`[x](https://example.com) ::error::100%25` is no time zone"), "{}", github.out);
    for (line, result) in github.out.lines().zip(results) {
        let code = result["ruleId"].as_str().unwrap();
        let rest = line.strip_prefix("::error file=").or_else(|| line.strip_prefix("::warning file="));
        let (properties, words) = rest.unwrap_or_else(|| panic!("{line}")).split_once("::").unwrap();
        let keys: Vec<&str> = properties.split(',').skip(1).map(|pair| pair.split_once('=').unwrap().0).collect();
        assert_eq!(keys, ["line", "col", "title"], "{line}");
        assert!(properties.ends_with(&format!(",title={code}")), "{line}");
        assert!(properties.contains("a%2Cline=1%3A%3Ab 100%25%0A%3A%3Aerror%3A%3Ax.play"), "{line}");
        assert!(!words.contains(['\u{1b}', '\r']), "{line}");
        let uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str().unwrap();
        assert!(uri.ends_with("/a%2Cline%3D1%3A%3Ab%20100%25%0A%3A%3Aerror%3A%3Ax.play"), "{uri}");
        let shown = result["message"]["text"].as_str().unwrap();
        assert!(!shown.contains("[x]") && !shown.replace("{{", "").contains('{'), "{shown}");
    }
}
