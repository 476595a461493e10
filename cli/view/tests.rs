//! The outcomes of tests: a line each, the reasons of those that fail, and how many there are.

use super::explanation;
use super::terminal::wrapped;
use super::words::{FAINT, HEADING, sentence};
use crate::playbook::Tested;
use anstyle::{AnsiColor, Style};
use serde_json::json;
use stageplay_dsl::source::Span;
use stageplay_dsl::typed::{Expectation, Reach, Test};
use stageplay_dsl::types::show_day;
use stageplay_engine::column::plain;
use stageplay_engine::send;
use stageplay_engine::story::explain::Line;
use stageplay_engine::story::test::{Failure, Outcome};

/// Where there are more tests than this, those that pass are only counted.
const MANY: usize = 40;

const GOOD: Style = Style::new().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Green)));
const BAD: Style = Style::new().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Red))).bold();

/// The outcomes as people read them.
pub fn show(tested: &Tested, outcomes: &[Outcome], width: usize) -> String {
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

fn with_tests<'a>(tested: &'a Tested, outcomes: &'a [Outcome]) -> impl Iterator<Item = (&'a Outcome, &'a Test)> {
    let tests = &tested.ready.program.playbook.tests;
    outcomes.iter().filter_map(|outcome| Some((outcome, tests.get(outcome.test)?)))
}

/// One expectation that did not come true: where it stands, and whose it is.
fn tell(text: &mut String, tested: &Tested, test: &Test, failure: &Failure, width: usize) {
    let place = Place::of(tested, test, failure);
    text.push_str(&wrapped(&format!("{BAD}failed{BAD:#}  {HEADING}{}{HEADING:#}", test.name), width, "  "));
    text.push_str(&wrapped(&format!("{FAINT}{}:{}{FAINT:#}", plain(&place.file), place.line), width, "  "));
    text.push_str(&wrapped(&format!("  expect {}", place.expected), width, "      "));
    let (name, _) = &test.account;
    let story = tested.fixtures.named(name).and_then(|fixture| fixture.story.as_deref());
    let story = story.map(|story| format!(" ({})", sentence(story))).unwrap_or_default();
    let date = test.days.get(failure.day).map(|day| format!(" {} {}", reach(day.reach), show_day(day.day)));
    let date = date.unwrap_or_default();
    text.push_str(&wrapped(&format!("  of {name}{story}{date}"), width, "      "));
}

fn reach(reach: Reach) -> &'static str {
    match reach {
        Reach::On => "on",
        Reach::Through => "through",
    }
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

/// Where an expectation stands, and its words.
struct Place {
    file: String,
    line: usize,
    column: usize,
    expected: String,
}

impl Place {
    fn expectation<'t>(test: &'t Test, failure: &Failure) -> Option<&'t Expectation> {
        test.days.get(failure.day)?.expects.get(failure.expectation)
    }

    fn of(tested: &Tested, test: &Test, failure: &Failure) -> Self {
        let span: Span = Self::expectation(test, failure).map_or(test.span, |expectation| expectation.span);
        let file = tested.ready.sources.get(span.source);
        let position = file.map(|file| file.position(span.range().start));
        let words: Vec<&str> = tested.ready.sources.slice(span).split_whitespace().collect();
        Self {
            file: file.map(|file| file.name.clone()).unwrap_or_default(),
            line: position.map_or(0, |position| position.line),
            column: position.map_or(0, |position| position.column),
            expected: words.join(" "),
        }
    }
}

/// The outcomes as programs read them: one object a line.
pub fn json(tested: &Tested, outcomes: &[Outcome]) -> String {
    let told = |(outcome, test): (&Outcome, &Test)| {
        let failures = outcome.failures.iter().map(|failure| {
            let Place { file, line, column, expected } = Place::of(tested, test, failure);
            json!({ "file": file, "line": line, "column": column, "expected": expected, "because": failure.because })
        });
        let told = json!({
            "test": test.name,
            "sentence": test.sentence,
            "fixture": test.account.0,
            "as_of": test.days.first().map(|day| show_day(day.day)),
            "passed": outcome.failures.is_empty(),
            "expectations": test.days.iter().map(|day| day.expects.len()).sum::<usize>(),
            "failures": failures.collect::<Vec<_>>(),
        });
        format!("{}\n", send::line(&told))
    };
    with_tests(tested, outcomes).map(told).collect()
}
