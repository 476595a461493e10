//! How a column is written, from all of its cells: what decides it, and what is left to be asked.

use super::date::{self, DayOrder};
use super::number::{self, Decimals, Digits};
use super::place::Place;
use super::sheet::{Raw, Sheet};
use super::spell::{Manner, Percents, is_whole, name};
use super::truth::is_mark;
use crate::column::plain_cut;
use stageplay_dsl::typed::FieldKind;

/// What a person has said, for columns that do not say it themselves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    /// Of 03/04/2026.
    pub dates: Option<DayOrder>,
    /// Of 1.200.
    pub numbers: Option<Decimals>,
    /// Of 0.45 in a percent.
    pub percents: Option<Percents>,
}

/// What has to be said before a column can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// In words, with an example and its line.
    pub question: String,
    /// What answers it.
    pub answers: &'static str,
}

/// How a column is written.
#[derive(Default)]
pub(super) struct Decided {
    pub manner: Manner,
    pub question: Option<Question>,
    /// What decided it, where something had to.
    pub note: Option<String>,
}

/// A cell that says something, with its line.
type Example = Option<(u64, String)>;

/// Looks at all cells of a column.
pub(super) fn decide(sheet: &Sheet, column: usize, place: &Place<'_>, answers: Answers) -> Decided {
    let heading = format!("`{}`", plain_cut(sheet.headings.get(column).map_or("", String::as_str), 60));
    let cells = || sheet.rows.iter().map(|row| (row.line, row.cell(column)));
    match place.reading.map(|reading| &reading.field.kind) {
        None if place.is_list => Decided::default(),
        None | Some(FieldKind::Date) => dates(&heading, cells(), place, answers),
        Some(FieldKind::YesNo) => marks(&heading, cells()),
        Some(FieldKind::Text | FieldKind::Choice(_)) => Decided::default(),
        Some(kind) => numbers(&heading, cells(), place, kind, answers),
    }
}

fn show(place: &Place<'_>, line: u64, text: &str) -> String {
    if place.is_private() {
        return format!("a private value (line {line})");
    }
    format!("`{}` (line {line})", plain_cut(text, 40))
}

fn note(into: &mut Example, line: u64, text: &str) {
    if into.is_none() {
        *into = Some((line, text.to_owned()));
    }
}

fn dates<'c>(
    heading: &str,
    cells: impl Iterator<Item = (u64, &'c Raw)>,
    place: &Place<'_>,
    answers: Answers,
) -> Decided {
    let (mut day_first, mut month_first, mut either): (Example, Example, Example) = (None, None, None);
    for (line, raw) in cells {
        let Raw::Text(text) = raw else { continue };
        match date::written(text) {
            Ok(date::Written::Only(DayOrder::DayFirst, _)) => note(&mut day_first, line, text),
            Ok(date::Written::Only(DayOrder::MonthFirst, _)) => note(&mut month_first, line, text),
            Ok(date::Written::Either { .. }) => note(&mut either, line, text),
            Ok(date::Written::Day(_)) | Err(_) => {}
        }
    }
    let flag = "--dates day-first or --dates month-first";
    let ask =
        |held: String| Question { question: format!("{heading} holds {held}: day or month first?"), answers: flag };
    let words = |order| match order {
        DayOrder::DayFirst => "the day stands first",
        DayOrder::MonthFirst => "the month stands first",
    };
    let (order, question, note) = match (day_first, month_first, either) {
        (Some((one, day)), Some((other, month)), _) => {
            let held = format!("{} and {}", show(place, one, &day), show(place, other, &month));
            (answers.dates, answers.dates.is_none().then(|| ask(held)), None)
        }
        (Some((line, text)), None, either) => decided(heading, place, DayOrder::DayFirst, words, (line, text), either),
        (None, Some((line, text)), either) => {
            decided(heading, place, DayOrder::MonthFirst, words, (line, text), either)
        }
        (None, None, Some((line, text))) => {
            let held = format!("{} and nothing that decides it", show(place, line, &text));
            (answers.dates, answers.dates.is_none().then(|| ask(held)), None)
        }
        (None, None, None) => (None, None, None),
    };
    Decided { manner: Manner { order, ..Manner::default() }, question, note }
}

/// What one kind of cells has decided for the others.
fn decided<T: Copy>(
    heading: &str,
    place: &Place<'_>,
    what: T,
    words: impl Fn(T) -> &'static str,
    (line, text): (u64, String),
    either: Example,
) -> (Option<T>, Option<Question>, Option<String>) {
    let note = either.map(|(other, open)| {
        format!(
            "{heading}: {} says that {}, so {} too",
            show(place, line, &text),
            words(what),
            show(place, other, &open)
        )
    });
    (Some(what), None, note)
}

fn marks<'c>(heading: &str, cells: impl Iterator<Item = (u64, &'c Raw)>) -> Decided {
    let (mut marked, mut empty) = (0, 0);
    for (_, raw) in cells {
        match raw {
            Raw::Nothing => empty += 1,
            Raw::Text(text) if is_mark(text) => marked += 1,
            _ => return Decided::default(),
        }
    }
    let is_marked = marked > 0 && empty > 0;
    let note = is_marked.then(|| format!("{heading}: all its values are marks, so an empty cell means no"));
    Decided { manner: Manner { marks: is_marked, ..Manner::default() }, question: None, note }
}

fn numbers<'c>(
    heading: &str,
    cells: impl Iterator<Item = (u64, &'c Raw)> + Clone,
    place: &Place<'_>,
    kind: &FieldKind,
    answers: Answers,
) -> Decided {
    let (mut comma, mut point, mut either): (Example, Example, Example) = (None, None, None);
    for (line, raw) in cells.clone() {
        let Raw::Text(text) = raw else { continue };
        match number::written(text).map(|written| written.digits) {
            Some(Digits::With(Decimals::Comma, _)) => note(&mut comma, line, text),
            Some(Digits::With(Decimals::Point, _)) => note(&mut point, line, text),
            // Nobody counts a fifth of a thing: 1.200 logins are 1200.
            Some(Digits::Either { comma: one, point: other }) if *kind == FieldKind::Count => {
                match (is_whole(&one), is_whole(&other)) {
                    (true, false) => note(&mut comma, line, text),
                    (false, true) => note(&mut point, line, text),
                    _ => note(&mut either, line, text),
                }
            }
            Some(Digits::Either { .. }) => note(&mut either, line, text),
            Some(Digits::Plain(_)) | None => {}
        }
    }
    let ask = |held: String| Question {
        question: format!("{heading} holds {held}: are the decimals behind a comma or a point?"),
        answers: "--numbers comma or --numbers point",
    };
    let words = |decimals: Decimals| match name(decimals) {
        "comma" => "decimals stand behind a comma",
        _ => "decimals stand behind a point",
    };
    let (decimals, question, note) = match (comma, point, either) {
        (Some((one, comma)), Some((other, point)), _) => {
            let held = format!("{} and {}", show(place, one, &comma), show(place, other, &point));
            (answers.numbers, answers.numbers.is_none().then(|| ask(held)), None)
        }
        (Some(found), None, either) => decided(heading, place, Decimals::Comma, words, found, either),
        (None, Some(found), either) => decided(heading, place, Decimals::Point, words, found, either),
        (None, None, Some((line, text))) => {
            let held = format!("{} and nothing that decides it", show(place, line, &text));
            (answers.numbers, answers.numbers.is_none().then(|| ask(held)), None)
        }
        (None, None, None) => (None, None, None),
    };
    let mut decided = Decided { manner: Manner { decimals, ..Manner::default() }, question, note };
    if *kind == FieldKind::Percent && decided.question.is_none() {
        percents(heading, cells, place, answers, &mut decided);
    }
    decided
}

/// Percentages all of which lie between 0 and 1: shares of one, or of a hundred?
fn percents<'c>(
    heading: &str,
    cells: impl Iterator<Item = (u64, &'c Raw)>,
    place: &Place<'_>,
    answers: Answers,
    decided: &mut Decided,
) {
    let mut example: Example = None;
    for (line, raw) in cells {
        let number = match raw {
            Raw::Number(number) => *number,
            Raw::Text(text) => match number::written(text) {
                Some(number::Written { digits, unit: "" }) => match plain(digits, decided.manner.decimals) {
                    Some(number) => number,
                    None => continue,
                },
                _ => continue,
            },
            _ => continue,
        };
        if !(0.0..=1.0).contains(&number) {
            return;
        }
        if number > 0.0 && number < 1.0 {
            note(&mut example, line, &raw.shown());
        }
    }
    let Some((line, text)) = example else { return };
    decided.manner.percents = answers.percents;
    if answers.percents.is_none() {
        let held = show(place, line, &text);
        decided.question = Some(Question {
            question: format!("{heading} is a percent and holds {held} and nothing above 1: is 0.45 meant as 45%?"),
            answers: "--percents fractions (45%) or --percents hundreds (0.45%)",
        });
    }
}

fn plain(digits: Digits, decimals: Option<Decimals>) -> Option<f64> {
    match (digits, decimals) {
        (Digits::Plain(text) | Digits::With(_, text), _) => text.parse().ok(),
        (Digits::Either { comma, .. }, Some(Decimals::Comma)) => comma.parse().ok(),
        (Digits::Either { point, .. }, Some(Decimals::Point)) => point.parse().ok(),
        (Digits::Either { .. }, None) => None,
    }
}
