//! What has happened since the last run, in a few lines.

use super::terminal::wrapped;
use super::words::{HEADING, count, name};
use crate::remembered::Since;
use stageplay_dsl::typed::Playbook;
use stageplay_dsl::types::show_day;
use stageplay_engine::column::plain;

/// What has happened since the last run.
pub fn show(_: &Playbook, since: &Since, width: usize) -> String {
    let (told, outcome) = (&since.told, &since.outcome);
    let mut parts = Vec::new();
    let mut part = |number: usize, words: String| {
        if number > 0 {
            parts.push(words);
        }
    };
    part(told.opened, format!("{} opened", count(told.opened as u64, "play")));
    part(told.closed, format!("{} closed", told.closed));
    part(told.escalated, format!("{} escalated", told.escalated));
    part(told.tasks, format!("{} created", count(told.tasks as u64, "task")));
    part(told.moved, format!("{} of bands, stages and levels", count(told.moved as u64, "move")));
    part(outcome.new_accounts, format!("{} new", count(outcome.new_accounts as u64, "account")));
    part(outcome.absent.len(), format!("{} absent from now on", outcome.absent.len()));
    part(outcome.gone.len(), format!("{} gone", outcome.gone.len()));
    part(outcome.withdrawn, format!("{} withdrawn with their plays", count(outcome.withdrawn as u64, "run")));
    part(outcome.applied, format!("{} of people applied", count(outcome.applied as u64, "record")));
    let says = if parts.is_empty() { "nothing has happened".to_owned() } else { parts.join(", ") };
    let heading = match (outcome.last, since.days) {
        (Some(last), 1) => format!("Since {}", show_day(last)),
        (_, days) if days > 1 => format!("Evaluated {days} days"),
        _ => "First run".into(),
    };
    let mut text = wrapped(&format!("{HEADING}{heading}{HEADING:#}  {says}"), width, " ");
    for (_, account, why) in outcome.refused.iter().take(10) {
        text.push_str(&wrapped(&format!(" not applied: {}: {}", name(account), plain(why)), width, "   "));
    }
    if outcome.refused.len() > 10 {
        text.push_str(&format!(" and {} more that were not applied\n", outcome.refused.len() - 10));
    }
    if !outcome.waiting.is_empty() {
        let records = count(outcome.waiting.len() as u64, "record");
        text.push_str(&wrapped(&format!(" {records} wait for their accounts to come back"), width, "   "));
    }
    for (clock, accounts) in &outcome.restarted {
        let accounts = count(*accounts as u64, "account");
        text.push_str(&wrapped(
            &format!(" counts from now on, for {accounts}: {clock} (it is written otherwise)"),
            width,
            "   ",
        ));
    }
    let next = since.next.map(|next| format!("next due: {}; ", show_day(next))).unwrap_or_default();
    text.push_str(&wrapped(&format!(" {next}`stageplay today` shows all that is open"), width, "   "));
    text
}
