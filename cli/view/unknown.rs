//! What could not be computed of accounts, and why: scores and their scripts.

use super::terminal::wrapped;
use super::words::grouped;
use stageplay_dsl::source::Sources;
use stageplay_dsl::typed::{Playbook, Score, ScoreBody};
use stageplay_engine::column::{Cause, plain};
use stageplay_engine::decide::{Gap, Subject};
use stageplay_engine::script::Fault;
use stageplay_engine::send::Summary;

/// How many scores are listed before the rest is only counted.
const LISTED: usize = 6;

/// Causes in the order of the language.
const CAUSES: [Cause; 9] = [
    Cause::Absent,
    Cause::Expired,
    Cause::Invalid,
    Cause::OutOfRange,
    Cause::DivisionByZero,
    Cause::NotANumber,
    Cause::Script,
    Cause::NoHistory,
    Cause::TooLittleKnown,
];

/// One line per score that is unknown for some accounts, the most accounts first; nothing where all are known.
pub fn show(playbook: &Playbook, sources: &Sources, summary: &Summary, width: usize) -> String {
    let mut gaps: Vec<&(Subject, Gap)> = summary.gaps.iter().collect();
    gaps.sort_by_key(|(_, gap)| std::cmp::Reverse(gap.accounts));
    let mut text = String::new();
    for (subject, gap) in gaps.iter().take(LISTED) {
        let name = match subject {
            Subject::Score(id) => format!("score `{}`", playbook.scores[*id].name),
            Subject::Part(id) => format!("`{}`", playbook.parts[*id].path),
            // Nothing else is counted for this report.
            Subject::Tier(_) | Subject::Stage(..) | Subject::Risk(_) | Subject::Play(_) => continue,
        };
        let score = match subject {
            Subject::Score(id) => Some(&playbook.scores[*id]),
            _ => None,
        };
        let mut whys: Vec<String> = Vec::new();
        let mut of_all = format!(" of {} accounts", grouped(summary.accounts as u64));
        let mut causes: Vec<(usize, Cause)> = CAUSES.iter().map(|cause| (gap.of(*cause), *cause)).collect();
        causes.sort_by_key(|(accounts, _)| std::cmp::Reverse(*accounts));
        for (accounts, cause) in causes.into_iter().filter(|(accounts, _)| *accounts > 0) {
            let fault = gap.first_fault.as_ref().filter(|_| cause == Cause::Script);
            let first = fault.map_or_else(String::new, |fault| format!(" ({})", said(sources, score, fault)));
            let why = if cause == Cause::Script { "script fails".to_owned() } else { cause.to_string() };
            whys.push(format!("{why} for {}{}{first}", grouped(accounts as u64), std::mem::take(&mut of_all)));
        }
        text.push_str(&wrapped(&format!(" unknown: {name}: {}", whys.join(", ")), width, "   "));
    }
    let rest = gaps.len().saturating_sub(LISTED);
    if rest > 0 {
        text.push_str(&format!(" unknown: and {rest} more scores\n"));
    }
    text
}

/// `plays/p.play:40: runtime error: no`: always a place of the playbook; for a script in a file of its own it is
/// that of the score, and where in the script stands behind.
fn said(sources: &Sources, score: Option<&Score>, fault: &Fault) -> String {
    let message = plain(&fault.message);
    let Some(score) = score else { return message.into_owned() };
    let place = |source, offset: usize| {
        let file = sources.get(source);
        file.map_or_else(String::new, |file| format!("{}:{}", plain(&file.name), file.position(offset).line))
    };
    let own = place(score.span.source, score.span.range().start);
    match &score.body {
        ScoreBody::Script { span, .. } => {
            let inside = place(span.source, span.range().start + fault.offset.unwrap_or(0));
            if span.source == score.span.source {
                format!("{inside}: {message}")
            } else {
                format!("{own}: {message}, at {inside}")
            }
        }
        ScoreBody::Expr(_) => format!("{own}: {message}"),
    }
}
