//! `stageplay import`: exports of other systems, the mapping that a person edits, and what is never guessed.

use crate::support::program::{Ran, stageplay};
use crate::support::repository::root;
use crate::support::scratch::Scratch;
use serde_json::{Value, json};
use stageplay_dsl::Tests;
use stageplay_dsl::typed::Playbook;
use stageplay_engine::column::plain;
use stageplay_engine::read::import::{
    Answers, Ask, DayOrder, Decimals, Guess, Imported, Missing, Percents, ToldColumn, With, import, look,
};
use stageplay_engine::read::{self, Columns, Options, RejectKind};
use std::fs;
use std::path::{Path, PathBuf};

const ARC: &str = "playbooks/expansion-arc";
const SAMPLES: &str = "docs/samples/import";

/// One field of every kind.
const KINDS: &str = r#"stageplay 1
playbook kinds "Kinds" { }
account {
  id       = id
  revenue  = arr
  id       text  required
  arr      money USD
  paid     money EUR
  seats    count
  score    number -10000 to 10000
  share    percent 0% to 100%
  part     ratio 0 to 1
  notice   days
  signed   date
  happy    yes/no
  note     text also "Bemerkung"
  secret   number private
  size     one of small = "Small ones", mid_market, large
  people list of { id text required  nps number 0 to 10  left yes/no }
}
"#;

fn kinds() -> Playbook {
    let compiled = stageplay_dsl::compile(vec![("kinds.play".into(), KINDS.into())]);
    compiled.playbook.unwrap_or_else(|| panic!("{:?}", compiled.diagnostics))
}

fn ask(file: &Path, answers: Answers) -> Ask {
    Ask {
        file: file.to_path_buf(),
        with: Vec::new(),
        sheet: None,
        encoding: None,
        columns: Columns::default(),
        missing: Missing::Nothing,
        guess: Guess::Certain,
        answers,
        as_of: None,
    }
}

/// What a table becomes with a playbook of every kind.
fn made(name: &str, table: &str, answers: Answers) -> (Vec<Value>, Imported, Vec<String>) {
    let scratch = Scratch::new(&format!("import-{name}"));
    let file = scratch.path().join("export.csv");
    fs::write(&file, table).unwrap();
    let ask = ask(&file, answers);
    let looked = look(&kinds(), &ask).unwrap();
    let questions = looked.tables.iter().flat_map(|table| &table.questions).map(|it| it.question.clone()).collect();
    let imported = import(&kinds(), &ask).unwrap();
    (records(&imported), imported, questions)
}

fn records(imported: &Imported) -> Vec<Value> {
    let text = String::from_utf8(imported.text.clone()).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The values of one column, whose account is a number.
fn column(name: &str, field: &str, cells: &[&str], answers: Answers) -> (Vec<Value>, Vec<String>) {
    let rows: Vec<String> = cells.iter().enumerate().map(|(at, cell)| format!("{at};{cell}\n")).collect();
    let (records, _, questions) = made(name, &format!("id;{field}\n{}", rows.concat()), answers);
    (records.iter().map(|record| record.get(field).cloned().unwrap_or(Value::Null)).collect(), questions)
}

const NONE: Answers = Answers { dates: None, numbers: None, percents: None };

#[test]
fn what_people_write_becomes_what_a_run_reads() {
    for (name, field, cells, expected) in [
        ("dollars", "arr", &["$1,200.00", "USD 1,200", "(1,200)", "-", "12"][..], json!([1200, 1200, -1200, null, 12])),
        ("euros", "paid", &["1.200,00 €", "1 200", "1.200", "EUR 0,5"], json!([1200, 1200, 1200, 0.5])),
        ("counts", "seats", &["1,204", "96", "1 000"], json!([1204, 96, 1000])),
        ("percents", "share", &["45%", "12.5 %", "7", "n/a"], json!([45, 12.5, 7, null])),
        ("ratios", "part", &["45%", "0.3"], json!([0.45, 0.3])),
        ("days", "notice", &["30 days", "60", "90 Tage"], json!([30, 60, 90])),
        (
            "dates",
            "signed",
            &["2026-03-02", "2 Mar 2026", "02.03.2026", "03/04/2026", "31/12/2026"],
            json!(["2026-03-02", "2026-03-02", "2026-03-02", "2026-04-03", "2026-12-31"]),
        ),
        ("truths", "happy", &["Ja", "no", "OUI", "1", "falsch"], json!([true, false, true, true, false])),
        ("marks", "happy", &["x", "", "X"], json!([true, false, true])),
        (
            "words",
            "size",
            &["SMALL ONES", "Mid-Market", "mid market", "Large"],
            json!(["small", "mid_market", "mid_market", "large"]),
        ),
        ("texts", "note", &["=1+1", "\" a;b \"", "-"], json!(["=1+1", "a;b", "-"])),
    ] {
        let (values, questions) = column(&format!("reads-{name}"), field, cells, NONE);
        assert_eq!(Value::Array(values), expected, "{name}");
        assert!(questions.is_empty(), "{name}: {questions:?}");
    }
}

#[test]
fn what_can_be_two_things_is_asked_about_and_an_answer_decides_it() {
    let asked = |name: &str, field: &str, cells: &[&str]| {
        let (_, questions) = column(name, field, cells, NONE);
        assert_eq!(questions.len(), 1, "{name}: {questions:?}");
        questions.concat()
    };
    let dates = ["03/04/2026", "05/05/2026"];
    assert!(asked("asks-date", "signed", &dates).contains("`03/04/2026` (line 2)"));
    let answers = |dates, numbers, percents| Answers { dates, numbers, percents };
    let day = answers(Some(DayOrder::DayFirst), None, None);
    assert_eq!(column("day-first", "signed", &dates, day).0, ["2026-04-03", "2026-05-05"]);
    let month = answers(Some(DayOrder::MonthFirst), None, None);
    assert_eq!(column("month-first", "signed", &dates, month).0, ["2026-03-04", "2026-05-05"]);

    let numbers = ["12", "1.200"];
    assert!(asked("asks-number", "score", &numbers).contains("`1.200` (line 3)"));
    let comma = answers(None, Some(Decimals::Comma), None);
    assert_eq!(column("comma", "score", &numbers, comma).0, [json!(12), json!(1200)]);
    let point = answers(None, Some(Decimals::Point), None);
    assert_eq!(column("point", "score", &numbers, point).0, [json!(12), json!(1.2)]);

    assert!(asked("asks-percent", "share", &["0.45", "0"]).contains("is 0.45 meant as 45%?"));
    let fractions = answers(None, None, Some(Percents::Fractions));
    assert_eq!(column("fractions", "share", &["0.45", "0"], fractions).0, [json!(45), json!(0)]);
    let hundreds = answers(None, None, Some(Percents::Hundreds));
    assert_eq!(column("hundreds", "share", &["0.45", "0"], hundreds).0, [json!(0.45), json!(0)]);

    // A column that says both is asked about, and one that says it is not: the answer changes nothing.
    asked("asks-both-dates", "signed", &["31/12/2026", "12/31/2026"]);
    asked("asks-both-numbers", "score", &["1.5", "1,5"]);
    assert_eq!(column("decided", "signed", &["31/12/2026", "03/04/2026"], month).0, ["2026-12-31", "2026-04-03"]);
    // A private value is not shown to ask about it.
    assert!(!asked("asks-private", "secret", &["1.200"]).contains("1.200"));
}

#[test]
fn what_cannot_be_read_is_told_and_stays_nothing_that_a_run_could_take_for_a_value() {
    // A decimal point in a column of decimal commas: a run would read 1.23.
    let table = "id;score;signed;size;paid\nA;1,5;;;\nB;1.23;03/04/26;medium;$ 5\n";
    let comma = Answers { numbers: Some(Decimals::Comma), ..NONE };
    let (records, imported, _) = made("unread", table, comma);
    assert_eq!(records[0]["score"], json!(1.5));
    assert_eq!(records[1]["score"], json!({"unread": "1.23"}));
    assert_eq!((&records[1]["signed"], &records[1]["size"]), (&json!("03/04/26"), &json!("medium")));
    let said: Vec<(u64, &str, &str)> = imported
        .set_aside
        .iter()
        .map(|fault| (fault.line, fault.heading.as_deref().unwrap(), fault.reason.as_str()))
        .collect();
    for (heading, reason) in [
        ("score", "decimal comma"),
        ("signed", "two digits"),
        ("size", "`medium`"),
        ("paid", "not an amount of EUR: `$`"),
    ] {
        assert!(said.iter().any(|(line, at, why)| *line == 3 && *at == heading && why.contains(reason)), "{said:?}");
    }
    assert_eq!((imported.values_set_aside, imported.records_set_aside, imported.with_fault), (4, 0, 1));

    let scratch = Scratch::new("import-unread-run");
    let file = scratch.path().join("out.ndjson");
    fs::write(&file, &imported.text).unwrap();
    let run = read::accounts(&[file], &kinds(), &Options::default(), &mut |_, _| {}).unwrap();
    assert_eq!((run.values_set_aside, run.records_set_aside, run.records_with_fault), (4, 0, 1));
}

#[test]
fn what_only_looks_like_a_field_is_proposed_and_not_taken() {
    let scratch = Scratch::new("import-similar");
    let file = scratch.path().join("export.csv");
    fs::write(
        &file,
        "id;Klasse;Number of seats;Signed on;Happy?;Anything\nA;small;5;soon;yes;x\nB;LARGE;6;later;no;y\n",
    )
    .unwrap();
    let ask = ask(&file, NONE);
    let looked = look(&kinds(), &ask).unwrap();
    let table = &looked.tables[0];
    let pairs = |columns: &[ToldColumn]| {
        columns.iter().map(|it| format!("{} {} {}", it.heading, it.field, it.why.words())).collect::<Vec<_>>()
    };
    assert_eq!(pairs(&table.taken), ["id id name", "Happy? happy spelling"]);
    // Nothing below `Signed on` is a date.
    assert_eq!(pairs(&table.similar), ["Klasse size its words", "Number of seats seats similar name"]);
    let imported = import(&kinds(), &ask).unwrap();
    assert_eq!(records(&imported)[0], json!({"id": "A", "happy": true}));
}

#[test]
fn rows_that_are_no_record_are_counted_with_their_lines() {
    let table = "id,note\n,one\nA,\"two\nlines\"\nB,x,y\nid,note\nA,other\n";
    let (records, imported, _) = made("rows", table, NONE);
    assert_eq!(records.len(), 2);
    let lines: Vec<u64> = imported.set_aside.iter().map(|fault| fault.line).collect();
    // No account, too many cells, the headings again; and of one account two rows that differ.
    assert_eq!(lines, [2, 3, 5, 6, 7]);
    assert!(imported.set_aside[1].reason.contains("is not the same on line 7"), "{}", imported.set_aside[1].reason);
    assert_eq!((imported.rows, imported.records, imported.records_set_aside, imported.with_fault), (5, 2, 5, 5));
}

/// A German export: semicolons, Windows-1252, decimal commas, yes and no in German, contacts in a second file.
fn german(out: &str, more: &[&str]) -> Ran {
    let contacts = format!("people={SAMPLES}/ansprechpartner.csv");
    let (export, mapping) = (format!("{SAMPLES}/kunden.csv"), format!("{SAMPLES}/kunden.yaml"));
    let mut args = vec!["import", &export, "--for", ARC, "--with", &contacts, "--on", "Kundennummer"];
    args.extend(["--mapping", &mapping, "--as-of", "2026-11-02", "--out", out]);
    args.extend(more);
    stageplay(&args)
}

#[test]
fn a_german_export_becomes_a_first_list_of_actions() {
    let scratch = Scratch::new("import-german");
    let out = scratch.path().join("kunden.ndjson");
    let out = out.to_string_lossy();
    let ran = german(&out, &[]);
    assert_eq!(ran.code, 3, "{}{}", ran.out, ran.err);
    let text = fs::read_to_string(&*out).unwrap();
    let first: Value = serde_json::from_str(text.lines().next().unwrap()).unwrap();
    assert_eq!(
        first,
        json!({
            "as_of": "2026-11-02", "name": "Müller & Söhne GmbH", "segment": "enterprise", "arr": 540000,
            "crm": {"id": "K-1001"}, "owner": {"csm": "anna.weiss@example.com"},
            "contract": {"signed": "2024-03-01", "renewal": "2027-02-28", "committed": false},
            "usage": {"logins_30d": 412, "logins_prev_30d": 980, "active_users": 34, "seats": 120, "updated_on": "2026-11-02"},
            "support": {"open_tickets": 7},
            "people": [
                {"id": "P-1", "name": "Jörg Thiele", "role": "executive", "active": true, "nps": 3, "nps_on": "2026-10-20", "last_contact": "2026-10-20"},
                {"id": "P-2", "name": "Ute Sommer", "role": "champion", "active": false, "last_contact": "2026-06-04"}
            ]
        })
    );
    let out_words = ran.out.split_whitespace().collect::<Vec<_>>().join(" ");
    for words in [
        "5 records of 5 rows written",
        "4 rows of docs/samples/import/ansprechpartner.csv joined; 2 accounts without any have an empty list",
        "without an account, left out (line 7)",
        "left out (`K-2001` on line 6)",
        "set aside: 2 records, 1 value",
        "kunden.csv line 5: `Segment` expected one of the words of `segment`, found `Mittelstand`",
        "kunden.csv line 6: `ARR` not an amount of USD: `£` stands beside it",
        "kunden.csv line 6: `Nutzung vom` there is no such day in the calendar, found `31.02.2026`",
    ] {
        assert!(out_words.contains(words), "`{words}` is not in:\n{}", ran.out);
    }
    let run = stageplay(&["run", ARC, "--accounts", &out, "--max-rejects", "40%"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.contains("Actions") && run.out.contains(" 1. K-1001"), "{}", run.out);

    let again = german(&out, &[]);
    assert!(again.code == 2 && again.says("is there already"), "{}", again.err);
    assert_eq!(fs::read_to_string(&*out).unwrap(), text, "nothing was overwritten");
    let other = scratch.path().join("other.ndjson");
    assert_eq!(german(&other.to_string_lossy(), &["--max-rejects", "2"]).code, 0);
}

#[test]
fn a_mapping_is_written_edited_and_taken() {
    let scratch = Scratch::new("import-mapping");
    let at = |name: &str| scratch.path().join(name).to_string_lossy().into_owned();
    let export = format!("{SAMPLES}/accounts.csv");
    let run = |more: &[&str]| {
        let mut args = vec!["import", export.as_str(), "--for", ARC, "--dates", "day-first"];
        args.extend(more);
        stageplay(&args)
    };
    let (mapping, out) = (at("mapping.yaml"), at("out.ndjson"));
    let ran = run(&["--mapping", &mapping]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let text = fs::read_to_string(&mapping).unwrap();
    assert!(text.contains("\n  contract.renewal: \"Contract Renewal\"  # spelling, 4 of 4 filled\n"), "{text}");
    assert!(text.contains("\n  # usage.logins_30d: \"Logins (30d)\"  # similar name, 4 of 4 filled\n"), "{text}");

    // What only looks alike is not taken, by whatever is written into a file either.
    assert_eq!(run(&["--mapping", &mapping, "--out", &out]).code, 3);
    assert!(!fs::read_to_string(&out).unwrap().contains("logins_30d"));
    fs::remove_file(&out).unwrap();

    // A person takes the # away, and a line out.
    let edited =
        text.replace("  # usage.logins_30d", "  usage.logins_30d").replace("  name: \"Name\"", "  # name: \"Name\"");
    fs::write(&mapping, edited).unwrap();
    assert_eq!(run(&["--mapping", &mapping, "--out", &out]).code, 3);
    let first: Value = serde_json::from_str(fs::read_to_string(&out).unwrap().lines().next().unwrap()).unwrap();
    assert_eq!((&first["usage"]["logins_30d"], first.get("name")), (&json!(1204), None));

    fs::write(&mapping, "columns:\n  crm.id: CRM-ID\n").unwrap();
    let ran = run(&["--mapping", &mapping]);
    assert!(ran.code == 2 && ran.says("has no heading `CRM-ID`; did you mean `CRM ID`?"), "{}", ran.err);
    fs::write(&mapping, "columns:\n  crm.idd: CRM ID\n").unwrap();
    let ran = run(&["--mapping", &mapping]);
    assert!(ran.code == 2 && ran.says("`crm.idd` is no field of the playbook"), "{}", ran.err);
}

#[test]
fn nothing_is_written_while_a_question_is_open_or_a_required_field_has_no_heading() {
    let scratch = Scratch::new("import-open");
    let out = scratch.path().join("out.ndjson");
    let shown = out.to_string_lossy();
    let ran = stageplay(&["import", &format!("{SAMPLES}/accounts.csv"), "--for", ARC, "--out", &shown]);
    assert!(ran.code == 2 && ran.says("`Contract Signed` holds `03/04/2025` (line 2)"), "{}", ran.err);
    assert!(ran.says("--dates day-first or --dates month-first"), "{}", ran.err);
    let ran = stageplay(&["import", &format!("{SAMPLES}/kunden.csv"), "--for", ARC, "--out", &shown]);
    assert!(ran.code == 2 && ran.says("there is no heading for `crm.id`, nor for 1 more"), "{}", ran.err);
    assert!(!out.exists());
}

#[test]
fn the_columns_of_the_playbooks_own_folder_count() {
    let scratch = Scratch::new("import-deployment");
    fs::write(scratch.path().join("kinds.play"), KINDS).unwrap();
    fs::write(scratch.path().join("stageplay.yaml"), "columns:\n  score: Punkte\n  notice: In another export\n")
        .unwrap();
    let file = scratch.path().join("export.csv");
    fs::write(&file, "ID;Punkte;Bemerkung\nA;3;gut\n").unwrap();
    let out = scratch.path().join("out.ndjson");
    let shown = |path: &Path| path.to_string_lossy().into_owned();
    let ran = stageplay(&["import", &shown(&file), "--for", &shown(scratch.path()), "--out", &shown(&out)]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(fs::read_to_string(&out).unwrap(), "{\"id\":\"A\",\"score\":3,\"note\":\"gut\"}\n");
}

#[test]
fn a_spreadsheet_is_read_with_its_dates_and_percentages() {
    let scratch = Scratch::new("import-xlsx");
    let out = scratch.path().join("out.ndjson");
    let shown = out.to_string_lossy();
    let export = format!("{SAMPLES}/accounts.xlsx");
    let ran = stageplay(&["import", &export, "--for", ARC, "--out", &shown, "--max-rejects", "1"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let text = fs::read_to_string(&out).unwrap();
    let first: Value = serde_json::from_str(text.lines().next().unwrap()).unwrap();
    assert_eq!(first["contract"], json!({"signed": "2025-04-03", "renewal": "2026-12-31", "committed": true}));
    assert_eq!((&first["arr"], &first["expansion"]["chance"]), (&json!(120_000), &json!(45)));
    assert!(ran.out.contains("line 4: `Contract Renewal` an error of the\n     spreadsheet"), "{}", ran.out);
    let ran = stageplay(&["import", &export, "--for", ARC, "--sheet", "Note"]);
    assert!(ran.code == 2 && ran.says("it has no sheet `Note`; there is `Accounts`, `Notes`"), "{}", ran.err);
}

/// Files that are broken, hostile or both.
fn bad_exports() -> Vec<(String, Vec<u8>)> {
    let long = "x".repeat(100_000);
    let mut all: Vec<(String, Vec<u8>)> = [
        ("empty", String::new()),
        ("blank", "\n\n  \n".into()),
        ("only-headings", "id;note".into()),
        ("ragged", "id;score\nA\nB;1;2;3\n;;;\nC;4\n".into()),
        ("not-closed", "id;note\nA;\"open\nB;x\nC;\"y\n".into()),
        ("formulas", "id;note;score\n=cmd|' /C calc'!A0;@SUM(1);=1+1\n".into()),
        ("controls", "id;note\u{1b}[31m;\u{202e}score\n\u{1b}]0;x\u{7};a\0b;\u{7}\n".replace('\0', "\u{1}")),
        ("long", format!("id;note;score;{long}\n{long};{long};{long};1\n")),
        ("twice", "id;id;note;Note;NOTE\nA;B;1;2;3\n".into()),
        ("no-headings", ";;\nA;B;C\n".into()),
        ("carriage", "id;note\rA;b\rC;d\r".into()),
        ("numbers", "id;score;seats\nA;1e999;-1\nB;--5;1.2.3\nC;,;.\nD;(;)\nE;%;$\n".into()),
        ("dates", "id;signed\nA;99/99/9999\nB;0/0/0000\nC;0000-00-00\nD;//\nE;1 1 1\nF;:\nG;T:\n".into()),
        ("lists", "id;people\nA;[{\"id\":1}]\nB;[\nC;{}\nD;[[[[]]]]\n".into()),
    ]
    .into_iter()
    .map(|(name, text)| (name.to_owned(), text.into_bytes()))
    .collect();
    all.push(("columns".into(), format!("id{}\nA\n", ";x".repeat(100_000)).into_bytes()));
    all.push(("utf-16".into(), "\u{feff}id;note\nA;ü\n".encode_utf16().flat_map(u16::to_le_bytes).collect()));
    all.push(("bytes".into(), (0..=255).cycle().take(4_096).collect()));
    for sample in ["accounts.csv", "accounts.xlsx", "kunden.csv", "ansprechpartner.csv"] {
        all.push((sample.into(), fs::read(root().join(SAMPLES).join(sample)).unwrap()));
    }
    all
}

/// Whatever a file holds: it is refused, or each of its rows is a record or told of; what is said is safe to show, and a
/// run says of the records what was said of the rows.
fn hold(name: &str, playbook: &Playbook, file: &Path, scratch: &Path) -> bool {
    let answers = Answers {
        dates: Some(DayOrder::DayFirst),
        numbers: Some(Decimals::Comma),
        percents: Some(Percents::Fractions),
    };
    let with = With { list: "people".into(), file: file.to_path_buf(), own: None, on: "id".into() };
    for with in [Vec::new(), vec![with]] {
        let ask = Ask { with, ..ask(file, answers) };
        let (Ok(looked), Ok(imported)) = (look(playbook, &ask), import(playbook, &ask)) else { continue };
        let mapping = read::import::mapping_text(&looked);
        let mapped = read::deployment_text(Path::new("m.yaml"), &mapping);
        let columns = mapped.unwrap_or_else(|error| panic!("{name}: {error}\n{mapping}")).columns;
        assert_eq!(
            columns.headings.len(),
            looked.tables.iter().map(|table| table.taken.len()).sum::<usize>(),
            "{mapping}"
        );
        assert!(mapping.lines().all(|line| plain(line) == line), "{name}: {mapping:?}");
        for fault in &imported.set_aside {
            assert_eq!(plain(&fault.reason), fault.reason, "{name}");
            assert!(fault.reason.len() < 2_000, "{name}");
        }
        let lost =
            imported.set_aside.iter().filter(|it| it.kind == RejectKind::Record && it.file == looked.tables[0].file);
        assert!(imported.records + lost.count() as u64 >= imported.rows, "{name}");
        let out = scratch.join("out.ndjson");
        fs::write(&out, &imported.text).unwrap();
        let run = read::accounts(&[out], playbook, &Options::default(), &mut |_, _| {}).unwrap();
        assert_eq!(run.records_read, imported.records, "{name}");
        assert!(run.records_with_fault <= imported.with_fault, "{name}");
        assert!(run.unknown_columns.is_empty(), "{name}: {:?}", run.unknown_columns);
    }
    look(playbook, &ask(file, answers)).is_ok()
}

#[test]
fn bad_exports_are_refused_or_told_of_row_by_row() {
    let scratch = Scratch::new("import-bad");
    let playbook = kinds();
    let mut read = Vec::new();
    for (name, bytes) in bad_exports() {
        let file: PathBuf = scratch.path().join(&name);
        fs::write(&file, bytes).unwrap();
        if hold(&name, &playbook, &file, scratch.path()) {
            read.push(name);
        }
    }
    for name in ["empty", "blank", "columns", "carriage", "bytes"] {
        assert!(!read.contains(&name.to_owned()), "{name} was read");
    }
    for name in ["ragged", "formulas", "controls", "long", "twice", "utf-16", "accounts.xlsx"] {
        assert!(read.contains(&name.to_owned()), "{name} was refused");
    }
}

#[test]
fn broken_bytes_of_exports_break_nothing() {
    let scratch = Scratch::new("import-broken");
    let playbook = kinds();
    // A fixed sequence (xorshift), so that a failure can be repeated.
    let mut state: u64 = 0x2545_f491_4f6c_dd1d;
    let mut random = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below.max(1) as u64).unwrap()
    };
    for (name, whole) in bad_exports().into_iter().filter(|(_, bytes)| bytes.len() < 10_000) {
        for _ in 0..25 {
            let mut bytes = whole.clone();
            for _ in 0..=random(4) {
                let at = random(bytes.len());
                match random(4) {
                    0 => bytes.truncate(at),
                    1 if at < bytes.len() => drop(bytes.remove(at)),
                    2 => bytes.insert(at, b"\"\\;,\n\r\t\0\xff9e-%.|="[random(16)]),
                    _ => bytes.extend_from_within(at..),
                }
            }
            let file = scratch.path().join("export");
            fs::write(&file, &bytes).unwrap();
            hold(&name, &playbook, &file, scratch.path());
        }
    }
}

#[test]
fn the_template_takes_an_export_as_any_playbook_does() {
    // The mapping of the sample names fields that the playbook has.
    let layers = read::load_layers(&root().join(ARC), &[], Tests::LeftOut).unwrap();
    let compiled = stageplay_dsl::compile_layers(layers.files, layers.missing, Tests::LeftOut);
    let playbook = compiled.playbook.unwrap();
    let mapping = read::deployment(&root().join(SAMPLES).join("kunden.yaml")).unwrap();
    let ask = Ask {
        columns: mapping.columns,
        missing: Missing::Fault,
        ..ask(&root().join(SAMPLES).join("kunden.csv"), NONE)
    };
    let looked = look(&playbook, &ask).unwrap();
    assert!(looked.required.is_empty() && looked.tables[0].taken.len() == 14, "{looked:?}");
}
