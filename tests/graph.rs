//! `stageplay graph`: complete, consistent, under stable names, and safe to put into a page.

use crate::support::program::stageplay;
use crate::support::repository::root;
use crate::support::scratch::Scratch;
use serde_json::Value;
use stageplay_dsl::typed::{Declaration, Playbook};
use stageplay_engine::graph::Program;
use stageplay_engine::read;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

const EXAMPLES: [&str; 2] = ["examples/portfolio", "examples/wholesaler"];

fn drawn(args: &[&str]) -> String {
    let ran = stageplay(&[&["graph"], args].concat());
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{args:?}");
    ran.out
}

fn nodes(args: &[&str]) -> Vec<Value> {
    let whole: Value = serde_json::from_str(&drawn(&[args, &["--format", "json"]].concat())).unwrap();
    whole["nodes"].as_array().unwrap().clone()
}

fn inputs(node: &Value) -> Vec<usize> {
    node["inputs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|input| usize::try_from(input["id"].as_u64().unwrap()).unwrap())
        .collect()
}

/// The names of a node, each with what has it: `play win_back`.
fn names(node: &Value) -> Vec<String> {
    let names = node["names"].as_array().into_iter().flatten();
    names.map(|name| format!("{} {}", name["what"].as_str().unwrap(), name["name"].as_str().unwrap())).collect()
}

fn all_names(nodes: &[Value]) -> BTreeSet<String> {
    nodes.iter().flat_map(names).collect()
}

fn playbook(path: &str) -> Playbook {
    stageplay_dsl::compile(read::load(&root().join(path)).unwrap()).playbook.unwrap()
}

/// Where each declaration's name stands, without what it is.
fn declared(playbook: &Playbook) -> BTreeSet<String> {
    let name = |declaration: &Declaration| match declaration {
        Declaration::Let(id) => &playbook.lets[*id].name,
        Declaration::Tier(id) => &playbook.tiers[*id].name,
        Declaration::Part(id) => &playbook.parts[*id].path,
        Declaration::Score(id) => &playbook.scores[*id].name,
        Declaration::Journey(id) => &playbook.journeys[*id].name,
        Declaration::Risk(id) => &playbook.risks[*id].name,
        Declaration::Play(id) => &playbook.plays[*id].name,
    };
    playbook.order.iter().map(|declaration| name(declaration).to_string()).collect()
}

#[test]
fn inputs_exist_and_come_earlier_and_every_declaration_is_there() {
    for path in EXAMPLES {
        let playbook = playbook(path);
        for view in ["all", "decisions"] {
            let nodes = nodes(&[path, "--view", view]);
            for (id, node) in nodes.iter().enumerate() {
                assert_eq!(node["id"], id, "{path} {view}");
                assert!(inputs(node).iter().all(|input| *input < id), "{path} {view}: {node}");
            }
            let named = all_names(&nodes);
            for name in declared(&playbook) {
                assert!(named.iter().any(|own| own.split_once(' ').unwrap().1 == name), "{path} {view}: {name}");
            }
        }
    }
}

#[test]
fn the_whole_graph_is_drawn_with_its_inputs_in_order() {
    for path in EXAMPLES {
        let program = Program::compile(playbook(path));
        let drawn = nodes(&[path]);
        let keyed: Vec<&Value> = drawn.iter().filter(|node| node["key"].is_string()).collect();
        assert_eq!(keyed.len(), program.graph.nodes.len());
        for (node, shown) in program.graph.nodes.rows().iter().zip(keyed) {
            assert_eq!(shown["key"], format!("{:016x}", node.key));
            assert_eq!(shown["op"], node.op.name());
            let keys: Vec<String> =
                node.inputs.iter().map(|input| format!("{:016x}", program.graph.nodes[*input].key)).collect();
            let shown_keys: Vec<&str> =
                inputs(shown).iter().filter_map(|input| drawn[*input]["key"].as_str()).collect();
            assert_eq!(shown_keys, keys);
        }
    }
}

/// Key, operation and kind of every node, and the keys of its inputs.
fn keys(path: &str) -> BTreeSet<String> {
    let nodes = nodes(&[path]);
    let key = |node: &Value| node["key"].as_str().unwrap_or("").to_owned();
    let line = |node: &Value| {
        let inputs: Vec<String> = inputs(node).iter().map(|input| key(&nodes[*input])).collect();
        format!("{} {} {} {inputs:?}", key(node), node["op"], node["kind"])
    };
    nodes.iter().filter(|node| node["key"].is_string()).map(line).collect()
}

#[test]
fn keys_stay_when_a_let_is_renamed_and_declarations_change_places() {
    let scratch = Scratch::new("graph-keys");
    let text = fs::read_to_string(root().join("examples/portfolio/playbook.play")).unwrap();
    let (head, plays) = text.split_at(text.find("play executive_escalation").unwrap());
    let (head, lets) = {
        let start = head.find("let seat_use").unwrap();
        let end = head.find("health \"").unwrap();
        (format!("{}{}", &head[..start], &head[end..]), &head[start..end])
    };
    let plays: Vec<&str> = plays.split("\n\n").collect();
    let turned: Vec<&str> = plays.iter().rev().copied().collect();
    let other = format!("{head}\n{}\n\n{lets}", turned.join("\n\n")).replace("seat_use", "share_of_seats");
    assert_ne!(other, text);
    let file = scratch.path().join("other.play");
    fs::write(&file, other).unwrap();
    let (before, after) = (keys("examples/portfolio"), keys(file.to_str().unwrap()));
    assert!(before.len() > 100, "{} nodes", before.len());
    assert_eq!(before, after);
    // What is decided otherwise has another key.
    let changed = text.replace("open_tickets >= 8", "open_tickets >= 9");
    fs::write(&file, changed).unwrap();
    assert_ne!(before, keys(file.to_str().unwrap()));
}

#[test]
fn what_a_name_rests_on_and_nothing_else() {
    // silence { … days_since_last_order … lost_after … }, by hand from the playbook.
    let nodes_of_risk = nodes(&["examples/wholesaler", "--view", "decisions", "--of", "silence"]);
    assert_eq!(
        all_names(&nodes_of_risk).into_iter().collect::<Vec<_>>(),
        ["field days_since_last_order", "risk silence", "setting lost_after"]
    );
    for name in ["silence", "win_back", "health", "lifecycle", "lateness"] {
        let part = nodes(&["examples/wholesaler", "--view", "all", "--of", name]);
        let read: BTreeSet<usize> = part.iter().flat_map(inputs).collect();
        // Only what bears the name is read by nobody.
        for (id, node) in part.iter().enumerate().filter(|(id, _)| !read.contains(id)) {
            assert!(names(node).iter().any(|own| own.split_once(' ').unwrap().1 == name), "{name}: {id} {node}");
        }
    }
    let missing = stageplay(&["graph", "examples/wholesaler", "--format", "dot", "--of", "silense"]);
    assert_eq!(missing.code, 2);
    assert_eq!(missing.err, "error: the playbook has no declaration `silense`\nhelp: did you mean `silence`?\n");
    let field = stageplay(&["graph", "examples/wholesaler", "--format", "dot", "--view", "journey", "--of", "silence"]);
    assert_eq!(field.err, "error: the playbook has no journey `silence`\n");
}

#[test]
fn stages_follow_each_other() {
    let nodes = nodes(&["examples/wholesaler", "--view", "journey"]);
    let name = |id: usize| nodes[id]["text"].as_str().unwrap();
    let mut arrows = BTreeMap::new();
    for node in &nodes {
        for input in node["inputs"].as_array().unwrap() {
            let from = name(usize::try_from(input["id"].as_u64().unwrap()).unwrap());
            arrows.insert(format!("{from} -> {}", node["text"].as_str().unwrap()), input["says"].clone());
        }
    }
    assert_eq!(
        arrows.keys().map(String::as_str).collect::<Vec<_>>(),
        [
            "activate -> prove",
            "align -> activate",
            "any stage -> protect",
            "protect -> any stage",
            "prove -> expand",
            "start -> align"
        ]
    );
    assert_eq!(arrows["align -> activate"], serde_json::json!(["exit when orders_to_date >= 2"]));
}

/// A playbook with everything the examples lack, whose texts try to leave the drawing.
const HOSTILE: &str = r#"stageplay 1
playbook hostile "\"]; evil -> n0 [label=\"</script><script>alert(1)</script> %%{init: {}}%% `x` #quot; \\N &quot;" { }
account {
  id = id
  revenue = arr
  ends when left is known
  id text
  arr money USD  "\"] --> evil[\"|boo|\" <img src=x onerror=alert(1)>; \\"
  left date
  step one of first, second
  usage { seats count  at_day date } stale after 30 days since usage.at_day
}
let note = if id = "\"]\nevil -> n1 %%{" then usage.seats else 0   "end\"] --- \\\" subgraph evil"
journey way "--> \"evil" {
  start in stage from step
  stage first "]]> evil" { exit when note > 1 }
  stage second { enter when id != "|\"| evil --> <b>" holds while arr > 1 USD }
}
play talk "Talk\"]; evil" {
  when note > 2 and way is second
  priority 1
  again never
  on activation new only
  if cleared keep
}
"#;

/// The text without what stands in quotes.
fn outside_quotes(text: &str) -> String {
    let (mut outside, mut inside, mut escaped) = (String::new(), false, false);
    for letter in text.chars() {
        match letter {
            _ if escaped => escaped = false,
            '\\' if inside => escaped = true,
            '"' => inside = !inside,
            _ if !inside => outside.push(letter),
            _ => {}
        }
    }
    assert!(!inside, "a quotation is not closed:\n{text}");
    outside
}

#[test]
fn hostile_texts_stay_texts() {
    let scratch = Scratch::new("graph-hostile");
    let file = scratch.path().join("hostile.play");
    fs::write(&file, HOSTILE).unwrap();
    let file = file.to_str().unwrap();
    for view in ["all", "decisions", "journey"] {
        let dot = drawn(&[file, "--format", "dot", "--view", view]);
        assert!(dot.contains("evil"), "{dot}");
        let outside = outside_quotes(&dot);
        assert!(!outside.contains("evil") && !outside.contains("script"), "{outside}");
        let quoted = dot.split("->").collect::<String>();
        assert!(
            !quoted.contains('<') && !quoted.replace("\\\\", "").contains("\\N") && !dot.contains("&quot;"),
            "{dot}"
        );

        let mermaid = drawn(&[file, "--format", "mermaid", "--view", view]);
        assert!(mermaid.contains("evil"), "{mermaid}");
        let bare = mermaid.replace("<br/>", "");
        assert!(!outside_quotes(&bare).contains("evil"), "{mermaid}");
        let inside: String = bare.split('"').skip(1).step_by(2).collect();
        assert!(!inside.contains(['<', '>', '[', ']', '{', '}', '|', '`', '%', '&', '\\']), "{inside}");
        // Each quotation is opened and closed on its line.
        assert!(bare.lines().all(|line| line.matches('"').count() % 2 == 0), "{mermaid}");

        let json = drawn(&[file, "--format", "json", "--view", view]);
        assert!(!json.contains(['<', '>', '&']), "{json}");
        serde_json::from_str::<Value>(&json).unwrap();
    }
}

#[test]
fn ends_stale_dates_and_first_stages_are_grounds() {
    let scratch = Scratch::new("graph-grounds");
    let file = scratch.path().join("hostile.play");
    fs::write(&file, HOSTILE).unwrap();
    let nodes = nodes(&[file.to_str().unwrap(), "--view", "decisions"]);
    let id = |name: &str| nodes.iter().position(|node| node["text"] == name).unwrap_or_else(|| panic!("{name}"));
    for (name, ground) in [
        ("talk", "ends when"),
        ("ends when", "left"),
        ("usage.seats", "usage.at_day"),
        ("way", "step"),
        ("talk", "way"),
        ("way", "note"),
    ] {
        assert!(inputs(&nodes[id(name)]).contains(&id(ground)), "{name} rests on {ground}");
    }
}
