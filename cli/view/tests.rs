//! The outcomes of tests: a line each, the reasons of those that fail, and how many there are.

use super::explanation;
use super::terminal::wrapped;
use super::words::{FAINT, HEADING, sentence};
use crate::playbook::Tested;
use crate::set_values::SetValue;
use anstyle::{AnsiColor, Style};
use quick_junit::{NonSuccessKind, Report, SerializeError, TestCase, TestCaseStatus, TestSuite};
use serde_json::json;
use stageplay_dsl::source::Span;
use stageplay_dsl::typed::{Reach, Test};
use stageplay_dsl::types::show_day;
use stageplay_engine::column::plain;
use stageplay_engine::send;
use stageplay_engine::story::explain::Line;
use stageplay_engine::workbench::test::{Failure, Outcome, Unmet};
use std::collections::BTreeMap;

/// Where there are more tests than this, those that pass are only counted.
const MANY: usize = 40;

const GOOD: Style = Style::new().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Green)));
const BAD: Style = Style::new().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Red))).bold();

/// The outcomes as people read them.
pub fn show(tested: &Tested, outcomes: &[Outcome], others: &Others, width: usize) -> String {
    let mut text = String::new();
    for (outcome, test) in with_tests(tested, outcomes) {
        let failed = !outcome.failures.is_empty();
        if !failed && outcomes.len() > MANY {
            continue;
        }
        let mark = if failed { format!("{BAD}failed{BAD:#}") } else { format!("{GOOD}passed{GOOD:#}") };
        let about = test.sentence.as_deref().map(|about| format!("  {}", sentence(about))).unwrap_or_default();
        text.push_str(&wrapped(&format!("{mark}  {HEADING}{}{HEADING:#}{about}", test.name), width, "        "));
    }
    for (outcome, test) in with_tests(tested, outcomes) {
        let mut shown = Vec::new();
        for failure in &outcome.failures {
            text.push('\n');
            tell(&mut text, tested, test, failure, width);
            grounds(&mut text, &failure.because, &mut shown, width);
        }
        if let Some(values) = others.get(&outcome.test) {
            text.push_str(&wrapped(&format!("  {}", put_aside(tested, test, values)), width, "    "));
        }
    }
    let failed = outcomes.iter().filter(|outcome| !outcome.failures.is_empty()).count();
    let failed = if failed == 0 { String::new() } else { format!(", {BAD}{failed} failed{BAD:#}") };
    let passed = outcomes.iter().filter(|outcome| outcome.failures.is_empty()).count();
    if !text.is_empty() {
        text.push('\n');
    }
    text.push_str(&format!("{passed} passed{failed}\n"));
    text
}

/// By the place of a test, values that were set and that it was not written for.
type Others = BTreeMap<usize, Vec<SetValue>>;

/// That a test of the template is about another value, and what to do where that is meant.
fn put_aside(tested: &Tested, test: &Test, values: &[SetValue]) -> String {
    let set: Vec<String> = values
        .iter()
        .map(|value| {
            let place = Place::at(tested, value.span);
            format!("`{}`, which is set at {}:{}", plain(&value.name), plain(&place.file), place.line)
        })
        .collect();
    let names: Vec<String> = values.iter().map(|value| plain(&value.name).into_owned()).collect();
    format!(
        "it passes with the template's own value of {}; where yours is meant, put the test aside there: `disable test {} \
         \"written for another value of {}\"`",
        set.join(" or of "),
        test.name,
        names.join(" or ")
    )
}

fn with_tests<'a>(tested: &'a Tested, outcomes: &'a [Outcome]) -> impl Iterator<Item = (&'a Outcome, &'a Test)> {
    let tests = &tested.ready.program.playbook.tests;
    outcomes.iter().filter_map(|outcome| Some((outcome, tests.get(outcome.test)?)))
}

/// Something that did not come true: where it stands, and whose it is.
fn tell(text: &mut String, tested: &Tested, test: &Test, failure: &Failure, width: usize) {
    let place = Place::of(tested, test, failure);
    text.push_str(&wrapped(&format!("{BAD}failed{BAD:#}  {HEADING}{}{HEADING:#}", test.name), width, "  "));
    text.push_str(&wrapped(&format!("{FAINT}{}:{}{FAINT:#}", plain(&place.file), place.line), width, "  "));
    let word = if matches!(failure.what, Unmet::Event(_)) { "do" } else { "expect" };
    text.push_str(&wrapped(&format!("  {word} {}", place.written), width, "      "));
    let (name, _) = &test.account;
    let story = tested.fixtures.named(name).and_then(|fixture| fixture.story.as_deref());
    let story = story.map(|story| format!(" ({})", sentence(story))).unwrap_or_default();
    let stretch = test.days.get(failure.day).filter(|day| day.reach == Reach::Through);
    let stretch = stretch.map(|day| format!(", expected through {}", show_day(day.day))).unwrap_or_default();
    text.push_str(&wrapped(&format!("  of {name}{story} on {}{stretch}", show_day(failure.on)), width, "      "));
}

/// The expectation with its values, and what it names; what was told of this test already is told by its first line.
fn grounds<'a>(text: &mut String, because: &'a [Line], shown: &mut Vec<&'a Line>, width: usize) {
    for (number, line) in because.iter().enumerate() {
        // A play says in words whether it is open.
        let verdict = line.verdict.filter(|_| number == 0);
        if !line.because.is_empty() && shown.contains(&line) {
            let says = format!("{} (as above)", line.says);
            explanation::tell(text, &Line { verdict, ..Line::new(line.name.clone(), says) }, 1, width);
        } else {
            explanation::tell(text, &Line { verdict, ..line.clone() }, 1, width);
            shown.push(line);
        }
    }
}

/// Where something stands, and its words.
struct Place {
    file: String,
    line: usize,
    column: usize,
    written: String,
}

impl Place {
    fn span(test: &Test, failure: &Failure) -> Option<Span> {
        let day = test.days.get(failure.day)?;
        match failure.what {
            Unmet::Event(event) => day.events.get(event).map(|event| event.span),
            Unmet::Expectation(expectation) => day.expects.get(expectation).map(|expectation| expectation.span),
        }
    }

    fn of(tested: &Tested, test: &Test, failure: &Failure) -> Self {
        Self::at(tested, Self::span(test, failure).unwrap_or(test.span))
    }

    fn at(tested: &Tested, span: Span) -> Self {
        let file = tested.ready.sources.get(span.source);
        let position = file.map(|file| file.position(span.range().start));
        let words: Vec<&str> = tested.ready.sources.slice(span).split_whitespace().collect();
        Self {
            file: file.map(|file| file.name.clone()).unwrap_or_default(),
            line: position.map_or(0, |position| position.line),
            column: position.map_or(0, |position| position.column),
            written: words.join(" "),
        }
    }
}

/// The outcomes as CI systems read them: JUnit's XML, a test case each. What XML cannot hold is left out of texts.
pub fn junit(tested: &Tested, outcomes: &[Outcome]) -> Result<String, SerializeError> {
    /// How wide the reasons are set.
    const WIDTH: usize = 100;
    let name = tested.ready.program.playbook.header.name.as_str();
    let mut suite = TestSuite::new(name);
    for (outcome, test) in with_tests(tested, outcomes) {
        let mut status = TestCaseStatus::success();
        let mut place = None;
        if let Some(first) = outcome.failures.first() {
            let at = place.insert(Place::of(tested, test, first));
            let word = if matches!(first.what, Unmet::Event(_)) { "do" } else { "expect" };
            let (written, on) = (&at.written, show_day(first.on));
            status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            status.set_type(word).set_message(format!("{}:{}: {word} {written}, on {on}", at.file, at.line));
            let mut text = String::new();
            let mut shown = Vec::new();
            for failure in &outcome.failures {
                tell(&mut text, tested, test, failure, WIDTH);
                grounds(&mut text, &failure.because, &mut shown, WIDTH);
            }
            status.set_description(anstream::adapter::strip_str(&text).to_string());
        }
        let mut case = TestCase::new(test.name.as_str(), status);
        case.set_classname(name).set_assertions(test.days.iter().map(|day| day.expects.len()).sum());
        let at = place.unwrap_or_else(|| Place::at(tested, test.span));
        case.extra.insert("file".into(), at.file.into());
        case.extra.insert("line".into(), at.line.to_string().into());
        suite.add_test_case(case);
    }
    let mut report = Report::new("stageplay test");
    report.add_test_suite(suite);
    report.to_string()
}

/// The outcomes as programs read them: one object a line.
pub fn json(tested: &Tested, outcomes: &[Outcome], others: &Others) -> String {
    let told = |(outcome, test): (&Outcome, &Test)| {
        let failures = outcome.failures.iter().map(|failure| {
            let Place { file, line, column, written } = Place::of(tested, test, failure);
            let (expected, done) = match failure.what {
                Unmet::Event(_) => (None, Some(written)),
                Unmet::Expectation(_) => (Some(written), None),
            };
            json!({
                "file": file, "line": line, "column": column, "expected": expected, "done": done,
                "as_of": show_day(failure.on), "because": failure.because
            })
        });
        let told = json!({
            "test": test.name,
            "sentence": test.sentence,
            "fixture": test.account.0,
            "as_of": test.days.first().map(|day| show_day(day.day)),
            "passed": outcome.failures.is_empty(),
            "expectations": test.days.iter().map(|day| day.expects.len()).sum::<usize>(),
            "failures": failures.collect::<Vec<_>>(),
            "written_for_other_values_of": others.get(&outcome.test).map(|values| {
                values.iter().map(|value| value.name.as_str()).collect::<Vec<_>>()
            }).unwrap_or_default(),
        });
        format!("{}\n", send::line(&told))
    };
    with_tests(tested, outcomes).map(told).collect()
}
