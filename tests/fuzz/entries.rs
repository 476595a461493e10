//! What is fuzzed: one function for each door through which text from outside comes in.
//!
//! A function panics where the text breaks a promise; what it returns is nothing. The fuzz targets call these
//! functions, and so does the test beside this file, which replays the corpora.

use super::formula;
use stageplay_dsl::compile as compile_playbook;
use stageplay_dsl::diagnostic::Diagnostics;
use stageplay_dsl::report::{Options as Look, github, human, json, sarif};
use stageplay_dsl::source::SourceId;
use stageplay_dsl::typed::{Param, Playbook, ScoreBody};
use stageplay_dsl::types::Table;
use stageplay_engine::graph::Program;
use stageplay_engine::read::import::{Answers, Ask, DayOrder, Decimals, Guess, Missing, Percents, look, mapping_text};
use stageplay_engine::read::{self, Format, Options, RejectKind};
use stageplay_engine::script::{self, Script, ScriptValue};
use std::path::PathBuf;
use std::sync::OnceLock;

/// Longer texts find nothing that shorter ones do not, only more slowly.
const MOST_BYTES: usize = 64 << 10;

fn text(data: &[u8]) -> Option<&str> {
    std::str::from_utf8(data.get(..data.len().min(MOST_BYTES))?).ok()
}

/// A playbook file, from text to graph: its messages have places that are places, there is a playbook exactly where
/// none of them is an error, and every form of report can show them.
pub fn compile(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let compiled = compile_playbook(vec![("fuzz.play".to_owned(), text.to_owned())]);
    assert_eq!(compiled.playbook.is_none(), compiled.diagnostics.has_errors(), "a playbook exactly where no error is");
    for said in compiled.diagnostics.iter() {
        let spans = said.labels.iter().map(|label| label.span).chain(said.fix.iter().map(|fix| fix.span));
        for span in spans {
            assert!(text.get(span.range()).is_some(), "a place that is none: {said:?}");
        }
    }
    let (sources, diagnostics) = (&compiled.sources, &compiled.diagnostics);
    drop(human(sources, diagnostics, Look::default()));
    drop(json(sources, diagnostics));
    drop(github(sources, diagnostics));
    drop(sarif([(sources, diagnostics)]));
    if let Some(playbook) = compiled.playbook {
        drop(script::check(&playbook));
        drop(Program::compile(playbook));
    }
}

/// A playbook file, laid out: what comes out parses, and stays as it is when laid out again.
pub fn format(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let source = SourceId(0);
    let mut diagnostics = Diagnostics::default();
    stageplay_dsl::syntax::parse(source, text, &mut diagnostics);
    let Some(out) = stageplay_dsl::format::format(source, text) else {
        assert!(diagnostics.has_errors(), "sound text is left alone");
        return;
    };
    assert!(!diagnostics.has_errors(), "text with errors is laid out");
    let mut after = Diagnostics::default();
    stageplay_dsl::syntax::parse(source, &out, &mut after);
    assert!(!after.has_errors(), "what comes out does not parse: {:?}\n{out}", after.sorted().first());
    assert_eq!(stageplay_dsl::format::format(source, &out).as_ref(), Some(&out), "it moves again");
}

/// A file of accounts; its first byte says which format. Every record is kept, set aside or counted once, and a
/// second reading finds the same.
pub fn accounts(data: &[u8]) {
    static SCHEMA: OnceLock<Option<Playbook>> = OnceLock::new();
    let schema = SCHEMA.get_or_init(|| {
        let text = include_str!("../../tests/bad-input/schema.play");
        compile_playbook(vec![("schema.play".to_owned(), text.to_owned())]).playbook
    });
    let (Some(playbook), Some((first, bytes))) = (schema, data.split_first()) else { return };
    let format = match first % 4 {
        0 => Format::Ndjson,
        1 => Format::Json,
        2 => Format::Csv,
        _ => Format::Yaml,
    };
    let path = scratch("accounts", bytes);
    let options = Options { format: Some(format), ..Options::default() };
    let Ok(read) = read::accounts(std::slice::from_ref(&path), playbook, &options, &mut |_, _| {}) else { return };
    let kept = read.batch.rows as u64;
    assert_eq!(read.records_read, kept + read.records_set_aside + read.records_repeated, "a record is lost");
    assert!(read.records_with_fault >= read.records_set_aside, "a record is set aside without a fault");
    assert!(read.rejects.iter().all(|reject| !reject.reason.contains('\u{1b}')), "text that steers a terminal");
}

/// An export of another system, a text or a spreadsheet. It is refused, or each row is a record or told of; what is said
/// steers no terminal; and a run reads as many records as were written.
pub fn import(data: &[u8]) {
    static BOOK: OnceLock<Option<Playbook>> = OnceLock::new();
    let book = BOOK.get_or_init(|| {
        let text = include_str!("../bad-exports/kinds.play");
        compile_playbook(vec![("kinds.play".to_owned(), text.to_owned())]).playbook
    });
    let Some(playbook) = book else { return };
    let file = scratch("import", data.get(..data.len().min(MOST_BYTES)).unwrap_or_default());
    let answered = Answers {
        dates: Some(DayOrder::DayFirst),
        numbers: Some(Decimals::Comma),
        percents: Some(Percents::Fractions),
    };
    for answers in [Answers::default(), answered] {
        let ask = Ask {
            file: file.clone(),
            with: Vec::new(),
            sheet: None,
            encoding: None,
            columns: read::Columns::default(),
            missing: Missing::Nothing,
            guess: Guess::Certain,
            answers,
            as_of: None,
        };
        let is_safe = |text: &str| assert!(!text.contains(['\u{1b}', '\u{7}', '\u{202e}']), "it steers: {text:?}");
        let (looked, imported) = match (look(playbook, &ask), read::import::import(playbook, &ask)) {
            (Ok(looked), Ok(imported)) => (looked, imported),
            (Err(one), Err(other)) => {
                is_safe(&one.to_string());
                assert_eq!(one.to_string(), other.to_string(), "looking and importing are refused differently");
                continue;
            }
            (looked, imported) => panic!("one is refused: {:?}, {:?}", looked.err(), imported.err()),
        };
        is_safe(&mapping_text(&looked));
        for table in &looked.tables {
            table.notes.iter().for_each(|note| is_safe(note));
            table.questions.iter().for_each(|question| is_safe(&question.question));
        }
        imported.set_aside.iter().for_each(|fault| is_safe(&fault.reason));
        let lost = imported.set_aside.iter().filter(|fault| fault.kind == RejectKind::Record).count() as u64;
        assert!(imported.records + lost >= imported.rows, "a row is lost");
        let out = scratch("imported", &imported.text);
        let options = Options { format: Some(Format::Ndjson), ..Options::default() };
        match read::accounts(std::slice::from_ref(&out), playbook, &options, &mut |_, _| {}) {
            Ok(run) => assert_eq!(run.records_read, imported.records, "a run reads another number of records"),
            Err(error) => panic!("a run refuses what was imported: {error}"),
        }
    }
}

/// A calendar, in YAML.
pub fn calendar(data: &[u8]) {
    let path = scratch("calendar", data);
    match read::calendar(&path) {
        Ok(calendar) => assert!(calendar.holidays.iter().all(|day| calendar.covers.contains(day)), "a day outside"),
        Err(error) => assert!(!error.to_string().contains('\u{1b}'), "text that steers a terminal"),
    }
}

/// A file of fixtures, in YAML: every fixture that is kept has a value or a gap for each field and list, and a second
/// reading finds the same.
pub fn fixtures(data: &[u8]) {
    static BOOK: OnceLock<Option<Playbook>> = OnceLock::new();
    let book = BOOK.get_or_init(|| {
        let text = include_str!("../lists/people.play");
        compile_playbook(vec![("people.play".to_owned(), text.to_owned())]).playbook
    });
    let (Some(playbook), Some(text)) = (book, text(data)) else { return };
    let read = || read::fixtures([(SourceId(0), text)], playbook);
    let ((found, said), (again, second)) = (read(), read());
    for fixture in &found.list {
        assert_eq!(fixture.values.len(), playbook.fields.len(), "a field is lost");
        assert_eq!(fixture.lists.len(), playbook.lists.len(), "a list is lost");
    }
    assert!(found.complete || !said.is_empty(), "a file is given up without a word");
    assert_eq!(found.list.len(), again.list.len());
    assert_eq!(said, second, "a second reading says something else");
    for said in &said {
        let spans = said.labels.iter().map(|label| label.span);
        assert!(spans.into_iter().all(|span| text.get(span.range()).is_some()), "a place that is none: {said:?}");
        assert!(!said.message.contains('\u{1b}'), "text that steers a terminal");
    }
}

/// A score's script, compiled and called twice with a few values: the second call finds nothing that the first left,
/// and its formula, where it has one, comes to the same or leaves it to the script.
pub fn script(data: &[u8]) {
    static PARAMS: OnceLock<Vec<Param>> = OnceLock::new();
    let params = PARAMS.get_or_init(params);
    let Some(text) = text(data) else { return };
    let Ok(script) = Script::compile(params, text) else { return };
    let formula = script.formula(params, &Table::default()).ok();
    for number in [0.0, 0.5, -20_000.0] {
        let values = [ScriptValue::Number(number), ScriptValue::Truth(number > 0.0), ScriptValue::Text("smb".into())];
        let mut session = script.session();
        let (first, second) = (session.call(&values), session.call(&values));
        assert_eq!(first.map(f64::to_bits), second.map(f64::to_bits), "a call leaves something behind");
        assert!(first.is_none_or(f64::is_finite), "no number: {first:?}");
        let alone = formula.as_ref().and_then(|formula| formula::score(formula, &values));
        assert!(
            alone.is_none() || alone.map(f64::to_bits) == first.map(f64::to_bits),
            "{first:?}, and the formula says {alone:?}"
        );
    }
}

/// The variables `a`, `b` and `c`: a number, a condition and a text.
fn params() -> Vec<Param> {
    let text = "stageplay 1\nplaybook fuzz {\n}\naccount {\n  id = id\n  revenue = arr\n  id text required\n  arr money USD \
                required\n}\nlet one = 1 * 2\nlet two = arr is known\n\
                score s(a = one, b = two, c = id) 0 to 1 ```rhai\n  1.0\n```\n";
    let compiled = compile_playbook(vec![("params.play".to_owned(), text.to_owned())]);
    let scores = compiled.playbook.map(|playbook| playbook.scores.into_rows()).unwrap_or_default();
    let params = scores.into_iter().find_map(|score| match score.body {
        ScoreBody::Script { params, .. } => Some(params),
        ScoreBody::Expr(_) => None,
    });
    assert!(params.is_some(), "{:?}", compiled.diagnostics);
    params.unwrap_or_default()
}

/// A file with these bytes. Readers open files; this one is written anew for each text.
pub fn scratch(name: &str, bytes: &[u8]) -> PathBuf {
    let path = std::env::temp_dir().join(format!("stageplay-fuzz-{name}-{}", std::process::id()));
    assert!(std::fs::write(&path, bytes).is_ok(), "a file that cannot be written: {}", path.display());
    path
}
