//! What is remembered of an account, in words.

use super::terminal::wrapped;
use super::words::{FAINT, HEADING, count, name, sentence};
use stageplay_dsl::types::{Day, show_day};
use stageplay_engine::column::plain;
use stageplay_engine::live::{Memory, OpenRun, PlayMemory, PlayPhase, Record};
use stageplay_engine::store::Outgoing;

/// So many of its actions are listed, the newest.
const ACTIONS: usize = 20;

/// What is remembered of an account.
pub fn show(
    account: &str,
    last: Day,
    memory: &Memory,
    records: &[&Record],
    actions: &[Outgoing],
    width: usize,
) -> String {
    let mut text = wrapped(&format!("{HEADING}{}{HEADING:#}  {}", name(account), seen(memory, last)), width, "  ");
    let mut section = |title: &str, lines: Vec<String>| {
        for (at, line) in lines.iter().enumerate() {
            let title = if at == 0 { title } else { "" };
            text.push_str(&wrapped(&format!(" {FAINT}{title:<9}{FAINT:#} {line}"), width, "           "));
        }
    };
    let since = |day: &Option<String>| day.as_ref().map(|day| format!(" since {day}")).unwrap_or_default();
    section("bands", memory.bands.iter().map(|it| format!("{} is {}{}", it.name, it.is, since(&it.since))).collect());
    let stages = memory.stages.iter().flat_map(|it| {
        let mut lines = vec![format!("{}: {} since {}", it.journey, it.stage, it.entered)];
        if let (Some(stage), Some(day)) = (&it.interrupted_by, &it.interrupted) {
            lines.push(format!("{}: interrupted by {stage} since {day}", it.journey));
        }
        lines.extend(it.dates.iter().map(|(stage, entered, left)| {
            let day = |word: &str, day: &Option<String>| day.as_ref().map(|day| format!(" {word} {day}"));
            let days: Vec<String> = [day("entered", entered), day("left", left)].into_iter().flatten().collect();
            format!("{}: {stage}{}", it.journey, days.join(","))
        }));
        lines
    });
    section("stages", stages.collect());
    let levels = memory.levels.iter().map(|it| match &it.since {
        Some(day) => format!("{} is {}, asked for less since {day}", it.name, it.is),
        None => format!("{} is {}", it.name, it.is),
    });
    section("levels", levels.collect());
    let clocks = memory.clocks.iter().map(|it| {
        let paused = it.paused.as_ref().map(|day| format!(", not known since {day}")).unwrap_or_default();
        format!("{}: true since {}{paused}", sentence(&it.condition), it.since)
    });
    section("true", clocks.collect());
    section("plays", memory.plays.iter().flat_map(play).collect());
    let overrides = memory.overrides.iter().map(|it| {
        let (by, reason) = (name(&it.by), sentence(&it.reason));
        format!("{} {} from {} until {} by {by}: {reason}", it.score, it.what, it.from, it.until)
    });
    section("overrides", overrides.collect());
    section("waiting", records.iter().map(|record| waits(record)).collect());
    let more = actions.len().saturating_sub(ACTIONS);
    let mut lines: Vec<String> = actions.iter().skip(more).map(action).collect();
    if more > 0 {
        lines.insert(0, format!("{} before these", count(more as u64, "action")));
    }
    section("actions", lines);
    text
}

fn seen(memory: &Memory, last: Day) -> String {
    let last = show_day(last);
    let run = format!("as of the run of {last}");
    let Some(evaluated) = &memory.evaluated else { return format!("{run}, forgotten but for what follows") };
    let absent = memory.absent.as_ref().map(|day| format!(", absent since {day}")).unwrap_or_default();
    let evaluated = if *evaluated == last { String::new() } else { format!(", last evaluated on {evaluated}") };
    let snapshot = memory.snapshot.as_ref().map(|day| format!(", snapshot of {day}")).unwrap_or_default();
    format!("{run}{evaluated}{snapshot}{absent}")
}

fn play(play: &PlayMemory) -> Vec<String> {
    let key = play.key.as_ref().map(|key| format!(" for {}", name(key))).unwrap_or_default();
    let of = format!("{}{key}", play.play);
    match &play.phase {
        PlayPhase::Waiting => vec![format!("{of}: must be false once before it opens")],
        PlayPhase::Pending { since, paused } => {
            let paused = paused.as_ref().map(|day| format!(", not known since {day}")).unwrap_or_default();
            vec![format!("{of}: pending since {since}{paused}")]
        }
        PlayPhase::Cooling { opened, closed, how, until } => {
            let until = if until == "never" { "never opens again".into() } else { format!("cooling until {until}") };
            vec![format!("{of}: opened {opened}, {how} {closed}, {until}")]
        }
        PlayPhase::Open(run) => open(&of, run),
    }
}

fn open(of: &str, run: &OpenRun) -> Vec<String> {
    let mut says = format!("{of}: open since {}", run.opened);
    if run.quiet {
        says.push_str(", quietly");
    }
    let owner = run.owner.as_deref().map_or_else(|| "nobody".into(), name);
    let assigned = if run.assigned { " (as a person has said)" } else { "" };
    says.push_str(&format!(", {owner}{assigned}"));
    if !run.escalated.is_empty() {
        says.push_str(&format!(", escalated to {}", run.escalated.join(", ")));
    }
    if let Some(until) = &run.snoozed_until {
        says.push_str(&format!(", asleep until {until}"));
    }
    if let Some(day) = &run.clearing {
        says.push_str(&format!(", its condition is false since {day}"));
    }
    let mut lines = vec![says];
    lines.extend(run.tasks.iter().map(|task| match (&task.done, &task.due) {
        (Some(done), _) => format!("  {}: done {done}", task.task),
        (None, Some(due)) => format!("  {}: due {due}", task.task),
        (None, None) => format!("  {}: open", task.task),
    }));
    if !run.tasks_to_come.is_empty() {
        lines.push(format!("  to come: {}", run.tasks_to_come.join(", ")));
    }
    lines
}

fn waits(record: &Record) -> String {
    let text = |text: Option<&str>| text.map(|text| format!(" {}", name(text)));
    let of = match (&record.play, &record.task, &record.score) {
        (Some(play), Some(task), _) => format!(" {}.{}", name(play), name(task)),
        (Some(play), None, _) => format!(" {}", name(play)),
        (None, _, Some(score)) => format!(" {}", name(score)),
        _ => String::new(),
    };
    let key = text(record.key.as_deref()).unwrap_or_default();
    let by = text(record.by.as_deref()).map(|by| format!(" by{by}")).unwrap_or_default();
    format!("{} {}{of}{key}{by}", name(&record.day), name(&record.kind))
}

fn action(outgoing: &Outgoing) -> String {
    let action = &outgoing.action;
    let kind = action.kind.strip_prefix("stageplay.").unwrap_or(&action.kind);
    let to: Vec<String> = outgoing.sent.iter().map(|sent| name(&sent.destination).into_owned()).collect();
    let went = match (&outgoing.dropped, to.is_empty()) {
        _ if action.backfilled => "not to be sent: made up for".into(),
        (Some(why), _) => format!("dropped: {}", sentence(why)),
        (None, true) => "not sent yet".into(),
        (None, false) => format!("sent to {}", to.join(", ")),
    };
    let step = action.step.strip_prefix("task ").map(|task| format!(" {}", name(task))).unwrap_or_default();
    format!("{} {} {}{step}: {went}", show_day(action.as_of), plain(kind), name(&action.play))
}
