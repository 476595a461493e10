//! Lists of records in files, with expectations worked out by hand.

use super::test_schema::playbook;
use super::{Missing, Options, RejectKind, Snapshots, accounts};
use crate::column::{Cause, ListColumn};
use crate::testing::element_field;
use stageplay_dsl::source::{SourceId, Span};
use stageplay_dsl::typed::{FieldKind, List, Playbook};
use stageplay_dsl::types::{ListId, Type, Value, parse_day};
use std::path::PathBuf;

/// People with an id, a name that is private, a score from 0 to 10, whether they are active (yes unless said
/// otherwise), and a day.
pub(super) fn book() -> Playbook {
    let mut playbook = playbook();
    let mut fields = vec![
        element_field("id", Type::Text, FieldKind::Text),
        element_field("name", Type::Text, FieldKind::Text),
        element_field("nps", Type::Number, FieldKind::Number),
        element_field("active", Type::Truth, FieldKind::YesNo),
        element_field("last.seen", Type::Date, FieldKind::Date),
    ];
    fields[0].required = true;
    fields[1].private = true;
    (fields[2].low, fields[2].high) = (Some(0.0), Some(10.0));
    fields[3].default = Some(Value::Truth(true));
    let stale = vec![None, None, Some((4, 30.0)), None, None];
    let span = Span::new(SourceId(0), 0, 0);
    let list = List { path: "people".into(), fields, stale, required: false, private: false, sentence: None, span };
    playbook.lists.push(list);
    playbook
}

fn read(name: &str, text: &str, playbook: &Playbook) -> Snapshots {
    let path = std::env::temp_dir().join(format!("stageplay-list-{}-{name}", std::process::id()));
    std::fs::write(&path, text).unwrap();
    let paths: Vec<PathBuf> = vec![path.clone()];
    let read = accounts(&paths, playbook, &Options::default(), &mut |_, _| {});
    std::fs::remove_file(path).unwrap();
    read.unwrap()
}

fn record(people: &str) -> String {
    format!("{{\"id\":\"a\",\"segment\":\"smb\",\"arr\":1,\"people\":{people}}}\n")
}

fn list(snapshots: &Snapshots) -> &ListColumn {
    &snapshots.batch.lists[ListId(0)]
}

/// Rejects as `kind place: reason = value`.
fn told(snapshots: &Snapshots) -> Vec<String> {
    let kind = |kind| if kind == RejectKind::Record { "record" } else { "value" };
    let rejects = snapshots.rejects.iter();
    let value =
        |value: &Option<smol_str::SmolStr>| value.as_ref().map(|value| format!(" = {value}")).unwrap_or_default();
    rejects
        .map(|reject| {
            let place = reject.field.as_deref().unwrap_or("");
            format!("{} {place}: {}{}", kind(reject.kind), reject.reason, value(&reject.value))
        })
        .collect()
}

#[test]
fn elements_stand_one_account_after_the_other() {
    let text = concat!(
        r#"{"id":"a","segment":"smb","arr":1,"people":[{"id":"p","nps":"8","last":{"seen":"2026-03-02"}},{"id":"q","active":false,"last.seen":"2026-03-03","age":7}]}"#,
        "\n",
        r#"{"id":"b","segment":"smb","arr":1,"people":[]}"#,
        "\n",
        r#"{"id":"c","segment":"smb","arr":1,"people":null}"#,
        "\n",
        r#"{"id":"d","segment":"smb","arr":1}"#,
        "\n",
        r#"{"id":"e","segment":"smb","arr":1,"people":[{"id":"r","name":"Ada"}]}"#,
    );
    let snapshots = read("plain.ndjson", text, &book());
    assert_eq!(told(&snapshots), [""; 0]);
    let people = list(&snapshots);
    assert_eq!(people.offsets, [0, 2, 2, 2, 2, 3]);
    assert_eq!((0..5).map(|row| people.known.get(row)).collect::<Vec<_>>(), [true, true, false, false, true]);
    let [ids, names, nps, active, seen] = people.columns.as_slice() else { panic!("five columns") };
    assert_eq!([ids.text(0), ids.text(1), ids.text(2)], [Some("p"), Some("q"), Some("r")]);
    assert_eq!([names.text(0), names.text(2)], [None, Some("Ada")]);
    assert_eq!([nps.number(0), nps.number(1)], [Some(8.0), None]);
    let crate::column::Column::Truth(active) = active else { panic!("truths") };
    assert_eq!([active.value(0), active.value(1), active.value(2)], [true, false, true]);
    let crate::column::Column::Date(seen) = seen else { panic!("dates") };
    assert_eq!([seen.value(0), seen.value(1)], [parse_day("2026-03-02").unwrap(), parse_day("2026-03-03").unwrap()]);
    let unknown: Vec<(&str, u64)> =
        snapshots.unknown_columns.iter().map(|column| (column.name.as_str(), column.count)).collect();
    assert_eq!(unknown, [("people.age", 1)]);
    // As JSON the same, and as a cell of a table.
    let lines: Vec<&str> = text.lines().collect();
    let json = read("plain.json", &format!("[{}]", lines.join(",\n")), &book());
    let csv = "id;segment;arr;people\na;smb;1;\"[{\"\"id\"\":\"\"p\"\",\"\"nps\"\":8},{\"\"id\"\":\"\"q\"\"}]\"\nb;smb;1;[]\nc;smb;1;\n";
    let csv = read("plain.csv", csv, &book());
    assert_eq!(list(&json).offsets, people.offsets);
    assert_eq!(list(&csv).offsets, [0, 2, 2, 2]);
    assert_eq!([list(&csv).known.get(1), list(&csv).known.get(2)], [true, false]);
    assert_eq!(list(&csv).columns[2].number(0), Some(8.0));
    assert_eq!(told(&csv), [""; 0]);
}

#[test]
fn what_is_no_list_of_records_is_unknown() {
    let cases = [
        ("\"Ada\"", "value people: expected a list of records, `[{ … }]`, found a private value = (private)"),
        ("{\"id\":\"p\"}", "value people: expected a list of records, `[{ … }]`, found a group of fields"),
        ("[{\"id\":\"p\"},7]", "value people[1]: expected a record, `{ … }`, found a private value = (private)"),
        ("[[]]", "value people[0]: expected a record, `{ … }`, found a list"),
        ("[null]", "value people[0]: expected a record, `{ … }`, found nothing"),
        ("[{\"nps\":11},{\"id\":\" \"}]", "value people[0].id: required and missing"),
        ("[{\"id\":\"p\"},{\"id\":5}]", "value people[1].id: expected a text in double quotes, found `5` = 5"),
        ("[{\"id\":\"p\",\"id\":\"q\"}]", "value people[0].id: given twice with two different values"),
    ];
    for (text, expected) in cases {
        let snapshots = read("unusable.ndjson", &record(text), &book());
        assert_eq!(told(&snapshots), [expected]);
        let people = list(&snapshots);
        assert_eq!((people.offsets.as_slice(), people.known.get(0)), ([0, 0].as_slice(), false), "{text}");
        assert_eq!(people.flaw(0), Some(Cause::Invalid), "{text}");
        assert_eq!((snapshots.records_set_aside, snapshots.values_set_aside), (0, 1), "{text}");
    }
    let mut required = book();
    required.lists[ListId(0)].required = true;
    for (text, expected) in [
        ("null", "record people: required and missing"),
        ("[3]", "record people[0]: expected a record, `{ … }`, found a private value = (private)"),
    ] {
        let snapshots = read("required.ndjson", &record(text), &required);
        assert_eq!(told(&snapshots), [expected]);
        assert_eq!((snapshots.batch.rows, snapshots.records_set_aside), (0, 1));
    }
}

#[test]
fn a_value_that_cannot_be_used_costs_that_value() {
    let text = r#"[{"id":"p","nps":11,"name":5},{"id":"q","nps":"x","last":4},{"id":"r","nps":NaN}]"#;
    let snapshots = read("values.ndjson", &record(text), &book());
    assert_eq!(
        told(&snapshots),
        [
            "value people[0].name: expected a text in double quotes, found a private value = (private)",
            "value people[0].nps: out of range: expected 0 to 10, found `11` = 11",
            "value people[1].last: expected a group of fields, `{ … }`, found a number",
            "value people[1].nps: expected a number, found `x` = x",
            "value people[2].nps: expected a number, found `NaN` = NaN",
        ]
    );
    let people = list(&snapshots);
    assert_eq!((people.offsets.as_slice(), people.known.get(0)), ([0, 3].as_slice(), true));
    assert_eq!(people.element_flaw(0, 2), Some(Cause::OutOfRange));
    assert_eq!(people.element_flaw(1, 2), Some(Cause::Invalid));
    assert_eq!(people.element_flaw(1, 4), Some(Cause::Invalid));
    assert_eq!(people.element_flaw(2, 4), None);
    let gaps = Missing::of(&snapshots.batch, &book(), 0).lists;
    let gaps: Vec<_> = gaps
        .iter()
        .filter(|gap| gap.total() > 0)
        .map(|gap| (gap.field, gap.of, gap.absent, gap.invalid, gap.out_of_range))
        .collect();
    assert_eq!(gaps, [(Some(1), 3, 2, 1, 0), (Some(2), 3, 0, 2, 1), (Some(4), 3, 2, 1, 0)]);
}

#[test]
fn a_record_said_twice_counts_once_if_its_lists_agree() {
    let same = record(r#"[{"id":"p","nps":3}]"#);
    let other = record(r#"[{"id":"p","nps":4}]"#);
    let snapshots = read("same.ndjson", &[same.clone(), same.clone()].concat(), &book());
    assert_eq!((snapshots.batch.rows, snapshots.records_repeated), (1, 1));
    let snapshots = read("other.ndjson", &[same, other].concat(), &book());
    assert_eq!((snapshots.batch.rows, snapshots.records_set_aside), (0, 2));
    assert!(snapshots.rejects[0].reason.contains("`people` is not the same on line 2"), "{}", snapshots.rejects[0]);
}

#[test]
fn hostile_lists_end_soon() {
    let nested = record(&format!("{}{}", "[".repeat(100_000), "]".repeat(100_000)));
    let snapshots = read("nested.ndjson", &nested, &book());
    assert_eq!(told(&snapshots), ["value people[0]: expected a record, `{ … }`, found a list"]);
    let inside = record(&format!("[{{\"id\":\"p\",\"nps\":{}{}}}]", "[".repeat(100_000), "]".repeat(100_000)));
    let snapshots = read("inside.ndjson", &inside, &book());
    assert_eq!(list(&snapshots).element_flaw(0, 2), Some(Cause::Invalid));
    let open = record(&"[".repeat(100_000));
    assert_eq!(read("open.ndjson", &open, &book()).records_set_aside, 1);
    let huge = record(&format!("[{}{{\"id\":\"z\"}}]", "{\"id\":\"p\"},".repeat(999_999)));
    let snapshots = read("huge.ndjson", &huge, &book());
    assert_eq!(list(&snapshots).offsets, [0, 1_000_000]);
    assert_eq!(list(&snapshots).columns[0].text(999_999), Some("z"));
    let faulty = record(&format!("[{}]", vec!["{\"id\":\"p\",\"nps\":11}"; 1000].join(",")));
    let snapshots = read("faulty.ndjson", &faulty, &book());
    assert_eq!(snapshots.rejects.len(), 101);
    assert_eq!(told(&snapshots)[100], "value people: 900 more values cannot be used");
    assert_eq!(list(&snapshots).flaws.len(), 1000);
    let cut = read("cut.csv", "id,segment,arr,people\na,smb,1,\"[{\"\"id\"\":1\"\n", &book());
    assert_eq!(told(&cut), ["value people: expected a list of records, `[{ … }]`: it is cut off"]);
}

#[test]
fn a_field_of_the_records_beside_the_list_is_not_proposed_as_itself() {
    let text = record("null").replacen('{', "{\"people.nps\":3,\"people.nsp\":3,", 1);
    let snapshots = read("beside.ndjson", &text, &book());
    let near: Vec<_> =
        snapshots.unknown_columns.iter().map(|column| (column.name.as_str(), column.near.as_deref())).collect();
    assert_eq!(near, [("people.nps", None), ("people.nsp", Some("people.nps"))]);
}
