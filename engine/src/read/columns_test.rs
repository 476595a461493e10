//! Headings of a `stageplay.yaml`: the same values under other names, from every format.

use super::test_schema::playbook;
use super::{Columns, Options, ReadError, Snapshots, accounts, deployment_text, load};
use stageplay_dsl::typed::Playbook;
use stageplay_dsl::types::parse_day;
use std::path::{Path, PathBuf};

fn columns(text: &str) -> Columns {
    deployment_text(Path::new("stageplay.yaml"), &format!("columns:\n  {}", text.replace('\n', "\n  ")))
        .unwrap()
        .columns
}

/// Reads a file of this name and text.
fn read(playbook: &Playbook, name: &str, text: &str, columns: Columns) -> Result<Snapshots, ReadError> {
    let path: PathBuf = std::env::temp_dir().join(format!("stageplay-columns-{}-{name}", std::process::id()));
    std::fs::write(&path, text).unwrap();
    let options = Options { columns, ..Options::default() };
    let read = accounts(std::slice::from_ref(&path), playbook, &options, &mut |_, _| {});
    std::fs::remove_file(path).unwrap();
    read
}

fn value(snapshots: &Snapshots, playbook: &Playbook, path: &str) -> Option<f64> {
    let (id, _) = playbook.fields.iter().find(|(_, field)| field.path == path).unwrap();
    snapshots.batch.columns[id].number(0)
}

const HEADINGS: &str = "id: Account\narr: Rev. (USD)\nusage.logins_30d: \"Logins (30d)\"\nusage.seats: stats.licences.sold\n\
                        as_of: meta.day";

#[test]
fn tables_and_records_are_read_by_their_own_names() {
    let playbook = playbook();
    let csv = "Account,segment,Rev. (USD),Logins (30d),stats.licences.sold,meta.day\na-1,smb,1200,3,10,2026-03-02\n";
    let nested = r#"{"Account":"a-1","segment":"smb","Rev. (USD)":1200,"Logins (30d)":3,"stats":{"licences":{"sold":10}},"meta":{"day":"2026-03-02"}}"#;
    let flat = r#"{"Account":"a-1","segment":"smb","Rev. (USD)":1200,"Logins (30d)":3,"stats.licences.sold":10,"meta.day":"2026-03-02","Rev":7}"#;
    let own = r#"{"id":"a-1","segment":"smb","arr":1200,"usage":{"logins_30d":3,"seats":10},"as_of":"2026-03-02"}"#;
    for (name, text) in [("a.csv", csv), ("b.ndjson", nested), ("c.ndjson", flat), ("d.ndjson", own)] {
        let found = read(&playbook, name, text, columns(HEADINGS)).unwrap();
        assert_eq!(found.rejects, [], "{name}");
        let unknown: Vec<&str> = found.unknown_columns.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(unknown, if name == "c.ndjson" { vec!["Rev"] } else { vec![] });
        assert_eq!(found.batch.columns[playbook.id_field].text(0), Some("a-1"));
        assert_eq!(found.newest, parse_day("2026-03-02"));
        for (path, wanted) in [("arr", 1200.0), ("usage.logins_30d", 3.0), ("usage.seats", 10.0)] {
            assert_eq!(value(&found, &playbook, path), Some(wanted), "{path} of {name}");
        }
    }
    // Without the headings the same table has no accounts.
    assert!(read(&playbook, "e.csv", csv, Columns::default()).is_err());
}

#[test]
fn what_a_heading_and_a_name_say_must_agree() {
    let twice = "id,segment,arr,Value\na-1,smb,1200,1300\n";
    let playbook = playbook();
    let found = read(&playbook, "twice.csv", twice, columns("arr: Value")).unwrap();
    assert_eq!(found.rejects.len(), 1);
    assert_eq!(found.rejects[0].reason, "given twice with two different values");
}

#[test]
fn lists_and_what_they_hold_have_headings_too() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/lists/people.play");
    let playbook = stageplay_dsl::compile(load(&file).unwrap()).playbook.unwrap();
    let text =
        r#"{"id":"a-1","arr":1,"Contacts":[{"id":"p","Kind":"user","survey":{"nps":9}},{"id":"q","role":"user"}]}"#;
    let said = "people: Contacts\npeople.role: Kind\npeople.nps: survey.nps";
    let found = read(&playbook, "lists.ndjson", text, columns(said)).unwrap();
    assert_eq!(found.rejects, []);
    assert_eq!(found.unknown_columns, []);
    let list = &found.batch.lists.rows()[0];
    let field = |path: &str| playbook.lists.rows()[0].fields.iter().position(|field| field.path == path).unwrap();
    assert!((0..2).all(|row| !list.columns[field("role")].is_missing(row)));
    assert_eq!(list.columns[field("nps")].number(0), Some(9.0));
}

#[test]
fn a_field_of_the_account_and_one_of_a_list_may_have_the_same_heading() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/lists/people.play");
    let playbook = stageplay_dsl::compile(load(&file).unwrap()).playbook.unwrap();
    let text = r#"{"Number":"a-1","arr":1,"people":[{"Number":"p","role":"user"}]}"#;
    let found = read(&playbook, "same.ndjson", text, columns("id: Number\npeople.id: Number")).unwrap();
    assert_eq!((found.rejects.len(), found.unknown_columns.len()), (0, 0), "{:?}", found.rejects);
    assert_eq!(found.batch.columns[playbook.id_field].text(0), Some("a-1"));
}

#[test]
fn a_heading_means_one_field_of_the_playbook() {
    let playbook = playbook();
    let fault = |said: &str| {
        let text = "id,segment,arr\n";
        read(&playbook, "fault.csv", text, columns(said)).unwrap_err().to_string()
    };
    assert_eq!(
        fault("segment: Size\nusage.login_30d: Logins"),
        "`stageplay.yaml` line 3: `usage.login_30d` is no field of the playbook; did you mean `usage.logins_30d`?"
    );
    let claimed = |heading: &str, field: &str, other: &str| {
        format!("`stageplay.yaml` line 2: the heading `{heading}` cannot mean `{field}`: it means `{other}` already")
    };
    assert_eq!(fault("nps: arr"), claimed("arr", "nps", "arr"));
    assert_eq!(fault("segment: Account Name"), claimed("Account Name", "segment", "name"));
    assert_eq!(fault("nps: usage"), claimed("usage", "nps", "usage"));
    assert_eq!(fault("nps: usage.seats"), claimed("usage.seats", "nps", "usage.seats"));
    assert_eq!(fault("renewal: as_of"), claimed("as_of", "renewal", "as_of"));
    let clash = "`stageplay.yaml` line 3: the heading `Value` cannot mean `usage.seats`: it means `arr` already";
    assert_eq!(fault("arr: Value\nusage.seats: Value"), clash);
    // Its own name and its own `also` it may have once more.
    let own = columns("name: Account Name\narr: arr");
    assert!(read(&playbook, "own.csv", "id,segment,arr\n", own).is_ok());
}
