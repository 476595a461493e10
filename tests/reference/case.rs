//! One random case: a playbook, accounts and a date; and the smallest part of it that still disagrees.

use super::random::{self, Size, Written};
use super::{Account, Known, batch, detail, outcome};
use proptest::test_runner::TestCaseError;
use stageplay_dsl::diagnostic::{Diagnostic, Severity};
use stageplay_dsl::source::Sources;
use stageplay_dsl::typed::Playbook;
use stageplay_dsl::types::{Day, parse_day};
use stageplay_dsl::{Compiled, compile};
use stageplay_engine::graph::Program;
use stageplay_engine::script;

/// Dates on which months end, years turn or nothing happens.
const DATES: [&str; 6] = ["2026-06-30", "2024-02-29", "2025-12-31", "2026-03-01", "2026-05-13", "2023-02-28"];

/// A random case.
pub(crate) struct Case {
    pub(crate) written: Written,
    pub(crate) book: Playbook,
    pub(crate) as_of: Day,
    seed: u64,
}

impl Case {
    /// The case of a seed. One whose script gives no number for any sample is refused by the language and is no case;
    /// anything else that does not compile is a failure.
    pub(crate) fn new(seed: u64, size: Size) -> Result<Self, TestCaseError> {
        let written = random::playbook(seed, size);
        let source = written.source();
        let book = compiled(&source).map_err(|faults| {
            if faults.lines().filter(|line| line.starts_with("SP")).all(|fault| fault.starts_with("SP0405")) {
                return TestCaseError::reject("a script that gives no number");
            }
            TestCaseError::fail(format!("seed {seed} does not compile:\n{faults}\n{}", numbered(&source)))
        })?;
        let as_of = parse_day(DATES[(seed % 6) as usize]).unwrap();
        Ok(Self { written, book, as_of, seed })
    }

    pub(crate) fn accounts(&self, rows: usize) -> Vec<Account> {
        random::accounts(&self.book, &self.written.written, self.as_of, rows, self.seed)
    }
}

/// A playbook from source, or what is wrong with it, a line per fault.
pub(crate) fn compiled(source: &str) -> Result<Playbook, String> {
    let Compiled { sources, mut diagnostics, playbook, .. } = compile(vec![("random.play".into(), source.into())]);
    if let Some(playbook) = &playbook {
        diagnostics.extend(script::check(playbook));
    }
    if !diagnostics.has_errors() {
        return playbook.ok_or_else(|| "no playbook, and no error that says why".into());
    }
    let errors = diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
    Err(errors.map(|error| format!("{}: {}{}\n", error.code, error.message, place(&sources, error))).collect())
}

fn place(sources: &Sources, diagnostic: &Diagnostic) -> String {
    let Some(span) = diagnostic.span() else { return String::new() };
    let line = sources.get(span.source).map_or(0, |file| file.position(span.start as usize).line);
    format!(" (line {line}: `{}`)", sources.slice(span))
}

fn numbered(source: &str) -> String {
    (1..).zip(source.lines()).map(|(at, line)| format!("{at:4} {line}\n")).collect()
}

/// The first answer about one account in which engine and reference differ.
pub(crate) fn disagreement(book: &Playbook, account: &Account, as_of: Day) -> Option<String> {
    let program = Program::compile(book.clone());
    let batch = batch(book, std::slice::from_ref(account));
    let decided = super::decide(book, account, as_of);
    let engine = outcome::of_engine(&program, &batch, as_of);
    outcome::difference(&engine[0], &outcome::of_reference(book, &decided)).or_else(|| {
        outcome::difference(&detail::of_engine(&program, &batch, as_of, 0), &detail::of_reference(&program, &decided))
    })
}

/// The smallest playbook and account found that still disagree, as a text.
pub(crate) fn smallest(items: &[String], account: &Account, as_of: Day) -> String {
    let wrong = |items: &[String], account: &Account| {
        let book = compiled(&random::source(items)).ok()?;
        disagreement(&book, account, as_of)
    };
    let mut items = items.to_vec();
    let mut account = account.clone();
    let mut found = wrong(&items, &account).unwrap_or_else(|| "only among other accounts".into());
    let mut shrinking = true;
    while shrinking {
        shrinking = false;
        for candidate in smaller(&items) {
            if let Some(still) = wrong(&candidate, &account) {
                (items, found, shrinking) = (candidate, still, true);
                break;
            }
        }
    }
    for path in account.keys().cloned().collect::<Vec<_>>() {
        let mut poorer = account.clone();
        poorer.insert(path, None);
        if let Some(still) = wrong(&items, &poorer) {
            (account, found) = (poorer, still);
        }
    }
    for path in account.keys().cloned().collect::<Vec<_>>() {
        let mut at = 0;
        while let Some(Some(Known::Records(records))) = account.get(&path)
            && at < records.len()
        {
            let (mut fewer, mut kept) = (account.clone(), records.clone());
            kept.remove(at);
            fewer.insert(path.clone(), Some(Known::Records(kept)));
            match wrong(&items, &fewer) {
                Some(still) => (account, found) = (fewer, still),
                None => at += 1,
            }
        }
    }
    account.retain(|_, value| value.is_some());
    format!("{found}\non day {as_of}, account {account:?}, playbook:\n{}", random::source(&items))
}

/// The same declarations without one of them, or without one stretch of lines of one.
pub(super) fn smaller(items: &[String]) -> Vec<Vec<String>> {
    let mut all = Vec::new();
    for at in 0..items.len() {
        let mut without = items.to_vec();
        without.remove(at);
        all.push(without);
    }
    for (at, item) in items.iter().enumerate() {
        let lines: Vec<&str> = item.lines().collect();
        for length in [lines.len() / 2, lines.len() / 4, 6, 4, 3, 2, 1] {
            for from in 1..lines.len().saturating_sub(length) {
                if length == 0 {
                    continue;
                }
                let kept = [&lines[..from], &lines[from + length..]].concat();
                let mut without = items.to_vec();
                without[at] = kept.join("\n");
                all.push(without);
            }
        }
    }
    all
}
