//! Rows as lines of JSON.
//!
//! Days are dates, JSON texts stay as they were written, numbers come back as the same numbers. What is unknown to
//! a reader is left aside; a change that must not be left aside gives the head another `form`.

use super::codec::Codec;
use super::model::{Action, Event, Head, KnownEvent, Move, Run};
use super::rows::{AccountRow, ActionRow, HeadRow, MoveRow, Row, RunRow, VersionRow};
use super::turn;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;
use stageplay_dsl::types::{Day, parse_day, show_day};

/// The form of the lines that is written, and the only one that is read.
const FORM: u32 = 1;

/// The first key of every line; the name of the row's kind.
#[derive(Deserialize)]
struct Kind<'a> {
    #[serde(rename = "type", borrow)]
    kind: std::borrow::Cow<'a, str>,
}

#[derive(Serialize)]
struct Line<'a, T> {
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(flatten)]
    row: &'a T,
}

/// A day as a date.
#[derive(Clone, Copy)]
struct Date(Day);

impl Serialize for Date {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        turn::date(self.0).map_err(serde::ser::Error::custom)?;
        serializer.serialize_str(&show_day(self.0))
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        parse_day(&text).map(Self).ok_or_else(|| serde::de::Error::custom(format!("`{text}` is no date")))
    }
}

type Json = Box<RawValue>;

#[derive(Serialize, Deserialize)]
struct HeadLine {
    form: u32,
    playbook: Option<String>,
    program: Option<String>,
    layout: Option<Json>,
    last: Option<Date>,
    previous: Option<Date>,
    book: Option<Json>,
    back_to: Option<Date>,
}

#[derive(Serialize, Deserialize)]
struct RunLine {
    as_of: Date,
    previous: Option<Date>,
    playbook: String,
    program: String,
    layout: Json,
    book: Json,
    manifest: Json,
    backfilled: bool,
}

#[derive(Serialize, Deserialize)]
struct AccountLine {
    id: String,
    day: Date,
    state: Option<Value>,
}

#[derive(Serialize, Deserialize)]
struct VersionLine {
    account: String,
    day: Date,
    state: Option<Value>,
}

#[derive(Serialize, Deserialize)]
struct EventLine {
    id: String,
    day: Date,
    account: String,
    applied: Option<Date>,
    body: Option<Json>,
}

#[derive(Serialize, Deserialize)]
struct MoveLine {
    as_of: Date,
    account: String,
    number: u32,
    what: String,
    from: Option<String>,
    to: Option<String>,
    because: String,
    kind: String,
    revenue: Option<f64>,
}

#[derive(Serialize, Deserialize)]
struct ActionLine {
    id: String,
    as_of: Date,
    account: String,
    play: String,
    key: String,
    run: String,
    step: String,
    kind: String,
    owner: Option<String>,
    priority: Option<f64>,
    backfilled: bool,
    sent: Vec<String>,
    dropped: Option<String>,
    body: Option<Json>,
}

/// A row as a line, without its end.
///
/// # Errors
/// What cannot be shown, in plain words.
pub(super) fn write(row: &Row, codec: &dyn Codec) -> Result<String, String> {
    match row {
        Row::Head(row) => line("head", &head_line(row)?),
        Row::Run(row) => line("run", &run_line(row)?),
        Row::Account(AccountRow { id, day, state }) => {
            line("account", &AccountLine { id: id.clone(), day: Date(*day), state: shown(state.as_deref(), codec)? })
        }
        Row::Version(VersionRow { account, day, state }) => {
            let state = shown(state.as_deref(), codec)?;
            line("version", &VersionLine { account: account.clone(), day: Date(*day), state })
        }
        Row::Event(row) => line("event", &event_line(row)?),
        Row::Move(row) => line("move", &move_line(row)),
        Row::Action(row) => line("action", &action_line(row)?),
    }
}

fn line<T: Serialize>(kind: &'static str, row: &T) -> Result<String, String> {
    serde_json::to_string(&Line { kind, row }).map_err(|error| error.to_string())
}

fn json(text: &str) -> Result<Json, String> {
    RawValue::from_string(text.to_owned()).map_err(|_| "a text that should be JSON is none".to_owned())
}

/// An empty text is one that was pruned.
fn body(text: &str) -> Result<Option<Json>, String> {
    if text.is_empty() { Ok(None) } else { json(text).map(Some) }
}

fn text(body: Option<Json>) -> String {
    body.map_or(String::new(), |body| body.get().to_owned())
}

fn shown(state: Option<&[u8]>, codec: &dyn Codec) -> Result<Option<Value>, String> {
    match state.map(|bytes| codec.show(bytes)).transpose()? {
        Some(Value::Null) => Err("`null` stands for a forgotten account".into()),
        other => Ok(other),
    }
}

fn head_line(row: &HeadRow) -> Result<HeadLine, String> {
    let head = row.head.as_ref();
    Ok(HeadLine {
        form: FORM,
        playbook: head.map(|head| head.playbook.clone()),
        program: head.map(|head| head.program.clone()),
        layout: head.map(|head| json(&head.layout)).transpose()?,
        last: head.map(|head| Date(head.last)),
        previous: head.and_then(|head| head.previous).map(Date),
        book: head.map(|head| json(&head.book)).transpose()?,
        back_to: row.back_to.map(Date),
    })
}

fn run_line(row: &RunRow) -> Result<RunLine, String> {
    let run = &row.run;
    Ok(RunLine {
        as_of: Date(run.as_of),
        previous: row.previous.map(Date),
        playbook: run.playbook.clone(),
        program: run.program.clone(),
        layout: json(&run.layout)?,
        book: json(&run.book)?,
        manifest: json(&run.manifest)?,
        backfilled: run.backfilled,
    })
}

fn event_line(row: &KnownEvent) -> Result<EventLine, String> {
    let event = &row.event;
    Ok(EventLine {
        id: event.id.clone(),
        day: Date(event.day),
        account: event.account.clone(),
        applied: row.applied.map(Date),
        body: body(&event.body)?,
    })
}

fn move_line(row: &MoveRow) -> MoveLine {
    let change = row.change.clone();
    MoveLine {
        as_of: Date(change.as_of),
        account: change.account,
        number: row.number,
        what: change.what,
        from: change.from,
        to: change.to,
        because: change.because,
        kind: change.kind,
        revenue: change.revenue,
    }
}

fn action_line(row: &ActionRow) -> Result<ActionLine, String> {
    let action = row.action.clone();
    Ok(ActionLine {
        id: action.id,
        as_of: Date(action.as_of),
        account: action.account,
        play: action.play,
        key: action.key,
        run: action.run,
        step: action.step,
        kind: action.kind,
        owner: action.owner,
        priority: action.priority,
        backfilled: action.backfilled,
        sent: row.sent.clone(),
        dropped: row.dropped.clone(),
        body: body(&action.body)?,
    })
}

/// A row from a line.
///
/// # Errors
/// What is wrong with it, in plain words.
pub(super) fn read(line: &str, codec: &dyn Codec) -> Result<Row, String> {
    let kind: Kind<'_> = parse(line, "expected a JSON object with a `type`")?;
    match kind.kind.as_ref() {
        "head" => parse(line, "this is no head").and_then(head_row).map(Row::Head),
        "run" => parse(line, "this is no run").map(run_row).map(Row::Run),
        "account" => {
            let AccountLine { id, day, state } = parse(line, "this is no account")?;
            Ok(Row::Account(AccountRow { id, day: day.0, state: hidden(state.as_ref(), codec)? }))
        }
        "version" => {
            let VersionLine { account, day, state } = parse(line, "this is no version")?;
            Ok(Row::Version(VersionRow { account, day: day.0, state: hidden(state.as_ref(), codec)? }))
        }
        "event" => parse(line, "this is no event").map(event_row).map(Row::Event),
        "move" => parse(line, "this is no move").map(move_row).map(Row::Move),
        "action" => parse(line, "this is no action").map(action_row).map(Row::Action),
        other => Err(format!("`{}` is no kind of line", crate::column::plain(other))),
    }
}

fn parse<'a, T: Deserialize<'a>>(line: &'a str, otherwise: &str) -> Result<T, String> {
    serde_json::from_str(line).map_err(|error| {
        // Its words end with a place in a line of their own; we name the line.
        let words = error.to_string();
        let words = words.rsplit_once(" at line ").map_or(words.as_str(), |(words, _)| words);
        format!("{otherwise}: {words}")
    })
}

fn hidden(state: Option<&Value>, codec: &dyn Codec) -> Result<Option<Vec<u8>>, String> {
    state.map(|state| codec.bytes(state)).transpose()
}

fn head_row(line: HeadLine) -> Result<HeadRow, String> {
    if line.form != FORM {
        return Err(format!("the form of the lines is {}, this Stageplay knows {FORM}: update Stageplay", line.form));
    }
    let back_to = line.back_to.map(|day| day.0);
    let (Some(playbook), Some(program), Some(layout), Some(last), Some(book)) =
        (line.playbook, line.program, line.layout, line.last, line.book)
    else {
        return Ok(HeadRow { head: None, back_to });
    };
    let (layout, book) = (layout.get().to_owned(), book.get().to_owned());
    let previous = line.previous.map(|day| day.0);
    Ok(HeadRow { head: Some(Head { playbook, program, layout, last: last.0, previous, book }), back_to })
}

fn run_row(line: RunLine) -> RunRow {
    let run = Run {
        as_of: line.as_of.0,
        playbook: line.playbook,
        program: line.program,
        layout: line.layout.get().to_owned(),
        book: line.book.get().to_owned(),
        manifest: line.manifest.get().to_owned(),
        backfilled: line.backfilled,
    };
    RunRow { run, previous: line.previous.map(|day| day.0) }
}

fn event_row(line: EventLine) -> KnownEvent {
    let event = Event { id: line.id, day: line.day.0, account: line.account, body: text(line.body) };
    KnownEvent { event, applied: line.applied.map(|day| day.0) }
}

fn move_row(line: MoveLine) -> MoveRow {
    let change = Move {
        as_of: line.as_of.0,
        account: line.account,
        what: line.what,
        from: line.from,
        to: line.to,
        because: line.because,
        kind: line.kind,
        revenue: line.revenue,
    };
    MoveRow { change, number: line.number }
}

fn action_row(line: ActionLine) -> ActionRow {
    let action = Action {
        id: line.id,
        as_of: line.as_of.0,
        account: line.account,
        play: line.play,
        key: line.key,
        run: line.run,
        step: line.step,
        kind: line.kind,
        owner: line.owner,
        priority: line.priority,
        body: text(line.body),
        backfilled: line.backfilled,
    };
    let mut sent = line.sent;
    sent.sort();
    sent.dedup();
    ActionRow { action, sent, dropped: line.dropped }
}
