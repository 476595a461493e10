//! What could not be computed of accounts, and why: scores and their scripts.

use super::terminal::wrapped;
use super::words::grouped;
use serde_json::{Map, Value, json};
use stageplay_dsl::source::Sources;
use stageplay_dsl::typed::{Playbook, Score, ScoreBody};
use stageplay_engine::column::{Cause, plain, plain_cut};
use stageplay_engine::decide::{Gap, Subject};
use stageplay_engine::script::Fault;
use stageplay_engine::send::Summary;
use std::collections::BTreeMap;

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

/// So many fields are named of a score.
const FIELDS: usize = 10;

/// So many characters are told of what a script said.
const SAID: usize = 200;

/// `unknown_scores`: per scorecard and score that is unknown for some accounts, how many, why, the fields where that
/// begins, and where a script failed first. Bounded by the playbook, whatever the data.
pub fn json(playbook: &Playbook, sources: &Sources, summary: &Summary) -> Option<(String, Value)> {
    let scores = summary.gaps.iter().filter_map(|(subject, gap)| {
        let (name, score) = match subject {
            Subject::Score(id) => (playbook.scores[*id].name.to_string(), Some(&playbook.scores[*id])),
            Subject::Part(id) => (playbook.parts[*id].path.to_string(), None),
            Subject::Tier(_) | Subject::Stage(..) | Subject::Risk(_) | Subject::Play(_) => return None,
        };
        Some((name, of_gap(playbook, sources, score, gap)))
    });
    let scores: Map<String, Value> = scores.collect();
    (!scores.is_empty()).then(|| ("unknown_scores".to_owned(), Value::Object(scores)))
}

fn of_gap(playbook: &Playbook, sources: &Sources, score: Option<&Score>, gap: &Gap) -> Value {
    let counted = CAUSES.iter().map(|cause| (cause.to_string().replace(' ', "_"), gap.of(*cause)));
    let causes: Map<String, Value> =
        counted.filter(|(_, accounts)| *accounts > 0).map(|(cause, accounts)| (cause, json!(accounts))).collect();
    let mut begins: BTreeMap<&str, usize> = BTreeMap::new();
    for ((_, field), accounts) in &gap.causes {
        if let Some(field) = field {
            *begins.entry(&playbook.fields[*field].path).or_default() += accounts;
        }
    }
    for (list, accounts) in &gap.lists {
        *begins.entry(&playbook.lists[*list].path).or_default() += accounts;
    }
    let mut fields: Vec<(&str, usize)> = begins.into_iter().collect();
    fields.sort_by_key(|(_, accounts)| std::cmp::Reverse(*accounts));
    let more = fields.len().saturating_sub(FIELDS);
    let fields: Map<String, Value> =
        fields.into_iter().take(FIELDS).map(|(path, accounts)| (path.to_owned(), json!(accounts))).collect();
    let mut object = Map::new();
    object.insert("accounts".into(), json!(gap.accounts));
    object.insert("causes".into(), Value::Object(causes));
    object.insert("fields".into(), Value::Object(fields));
    object.insert("more_fields".into(), json!(more));
    if let Some(fault) = &gap.first_fault {
        object.insert("script".into(), json!(plain_cut(&said(sources, score, fault), SAID)));
    }
    Value::Object(object)
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
