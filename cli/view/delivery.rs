//! What became of actions that waited, destination by destination.

use super::terminal::wrapped;
use super::words::{HEADING, count, grouped, name};
use crate::deliver::Delivered;
use stageplay_dsl::types::show_day;
use stageplay_engine::column::plain;
use stageplay_engine::read::Budget;
use stageplay_engine::send::{Outgoing, Plan};

/// So many actions are listed in a dry run, for each destination.
const LISTED: usize = 20;

/// What there is to tell.
pub struct Told<'a> {
    pub all: &'a [Delivered],
    pub plan: &'a Plan,
    pub budget: Budget,
    /// Actions that wait for the budget.
    pub withheld: usize,
    /// Actions that are never sent.
    pub dropped: usize,
    /// Openings of unknown priority that go first.
    pub first: &'a [&'a Outgoing],
}

/// What became of it, or would.
pub fn show(told: &Told<'_>, is_dry: bool, width: usize) -> String {
    let mut text = String::new();
    for it in told.all {
        let head = format!("{HEADING}{}{HEADING:#}", name(&it.name));
        if is_dry {
            text.push_str(&wrapped(
                &format!("{head}  {} would go", count(it.would.len() as u64, "action")),
                width,
                "  ",
            ));
            for action in it.would.iter().take(LISTED) {
                text.push_str(&wrapped(&format!(" {}", line(action)), width, "   "));
            }
            if it.would.len() > LISTED {
                text.push_str(&format!(" and {} more\n", grouped((it.would.len() - LISTED) as u64)));
            }
        } else {
            let tally = it.tally;
            let parts: Vec<String> = [
                (tally.failed, "not taken"),
                (tally.refused, "refused by the receiver"),
                (tally.waits, "waiting for an earlier one, or for the next delivery"),
            ]
            .into_iter()
            .filter(|(number, _)| *number > 0)
            .map(|(number, what)| format!(", {} {what}", grouped(number as u64)))
            .collect();
            text.push_str(&wrapped(
                &format!("{head}  {} sent{}", grouped(tally.sent as u64), parts.concat()),
                width,
                "  ",
            ));
        }
        for note in it.failures.iter().chain(&it.notes) {
            text.push_str(&wrapped(&format!(" {}", plain(note)), width, "   "));
        }
    }
    text.push_str(&kept_back(told, is_dry, width));
    text
}

fn line(action: &Outgoing) -> String {
    let key = action.key.as_ref().map(|key| format!(" {}", name(key))).unwrap_or_default();
    let kind = action.kind.strip_prefix("stageplay.").unwrap_or(&action.kind);
    let (account, play) = (name(&action.account), name(&action.play));
    let owner = action.owner.as_ref().map(|owner| format!(" ({})", name(owner))).unwrap_or_default();
    let subject = if account.is_empty() { play.into_owned() } else { format!("{account} {play}{key}") };
    format!("{} {subject}: {}{owner}", show_day(action.as_of), plain(kind))
}

/// What a budget keeps back, by owner, and why.
fn kept_back(told: &Told<'_>, is_dry: bool, width: usize) -> String {
    let mut text = String::new();
    let mut say = |line: String, indent: &str| text.push_str(&wrapped(&line, width, indent));
    if told.withheld > 0 {
        let actions = count(told.withheld as u64, "action");
        say(format!("{HEADING}budget{HEADING:#}  {actions} kept back, to compete again at the next delivery"), "  ");
        for owner in &told.plan.owners {
            let who = owner.owner.as_deref().map_or_else(|| "nobody".into(), name);
            let limit = |limit: Option<usize>| limit.map_or_else(String::new, |limit| grouped(limit as u64));
            let mut parts = Vec::new();
            if owner.over_opens > 0 {
                let plays = count(owner.over_opens as u64, "play");
                parts.push(format!("{plays} over `opens` ({})", limit(told.budget.opens)));
            }
            if owner.over_opens_per_owner > 0 {
                let plays = count(owner.over_opens_per_owner as u64, "play");
                parts.push(format!("{plays} over `opens per owner` ({})", limit(told.budget.opens_per_owner)));
            }
            if !parts.is_empty() {
                say(format!(" {who}: {} told of, {}", grouped(owner.now as u64), parts.join(", ")), "   ");
            }
        }
    }
    if told.dropped > 0 {
        let actions = count(told.dropped as u64, "action");
        let will = if is_dry { "would never be sent" } else { "dropped" };
        say(format!("{actions} {will}: the run closed before anybody was told that it had opened"), "  ");
    }
    if !told.first.is_empty() && told.budget != Budget::default() {
        let plays: Vec<String> =
            told.first.iter().take(10).map(|it| format!("{} {}", name(&it.account), name(&it.play))).collect();
        let more = told.first.len().saturating_sub(10);
        let more = if more > 0 { format!(" and {} more", grouped(more as u64)) } else { String::new() };
        say(format!("first, because their priority is unknown: {}{more}", plays.join(", ")), "  ");
    }
    text
}
