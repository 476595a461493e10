//! `check --format sarif|github`: what the formats ask of their writer, tried on the whole corpus and on hostile names.

use crate::support::program::stageplay;
use crate::support::scratch::Scratch;
use jsonschema::Validator;
use serde_json::Value;
use std::fs;
use std::sync::LazyLock;

/// What the published schema of SARIF 2.1.0 has against a log, a line per fault.
fn faults(log: &Value) -> Vec<String> {
    static SCHEMA: LazyLock<Validator> = LazyLock::new(|| {
        // One of its patterns holds a `]` that closes nothing, which not every reader of patterns takes for itself.
        let schema = include_str!("../sarif/sarif-schema-2.1.0.json").replace("[a-zA-Z]{2}]?$", r"[a-zA-Z]{2}\\]?$");
        jsonschema::draft7::new(&serde_json::from_str(&schema).unwrap()).unwrap()
    });
    SCHEMA.iter_errors(log).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

#[test]
fn a_log_is_as_the_schema_of_sarif_wants_it() {
    let ran = stageplay(&["check", "tests/check", "examples/wholesaler", "--format", "sarif"]);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
    let log: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(faults(&log), [""; 0]);

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
    let log = serde_json::json!({
        "version": "2.0", "runs": [{"results": [{"level": "lint", "message": {"text": ""}, "line": 3}]}]
    });
    let mut places: Vec<String> =
        faults(&log).iter().map(|fault| fault.split_once(": ").unwrap().0.to_owned()).collect();
    places.sort();
    // The version, a run without a tool, a level that is none, a key of nobody's.
    assert_eq!(places, ["/runs/0", "/runs/0/results/0", "/runs/0/results/0/level", "/version"]);
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
    assert_eq!(faults(&log), [""; 0]);
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
