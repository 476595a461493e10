//! A backtest for people, in 80 columns.

use super::{About, percent};
use crate::view::capacity;
use crate::view::terminal::wrapped;
use crate::view::words::{HEADING, count, name};
use stageplay_dsl::types::show_day;
use stageplay_engine::live::Measure;
use stageplay_engine::workbench::backtest::{Judged, Report};

/// What was followed by what, line by line.
pub fn text(about: &About<'_>, report: &Report) -> String {
    let (outcome, horizon) = (name(about.outcome), report.horizon);
    let mut text = format!("{HEADING}{}{HEADING:#} up to {}\n", name(about.playbook), show_day(about.until));
    let followed = format!(
        "{} snapshots of {} accounts; {} were followed by `{outcome}` within {horizon} days. Left out: {} on or after \
         it, {} of accounts that the outcomes do not name.",
        report.rows, report.accounts, report.positive_rows, report.rows_after_outcome, report.rows_without_outcome
    );
    text.push_str(&wrapped(&followed, 80, ""));
    text.push_str(&format!(
        "\n{HEADING}{:<27} followed  not  missed  quiet  unknown  prec.  recall{HEADING:#}\n",
        "On"
    ));
    for judged in &report.subjects {
        text.push_str(&counted(judged));
    }
    text.push_str(&format!("\n{HEADING}{:<27} lead days: min  median  max   alerts  again{HEADING:#}\n", "On"));
    for judged in report.subjects.iter().filter(|judged| judged.alerts > 0) {
        let days = judged.lead.map_or_else(
            || format!("{:>14}  {:>6}  {:>3}", "–", "–", "–"),
            |lead| format!("{:>14}  {:>6}  {:>3}", lead.min, lead.median, lead.max),
        );
        let alerts = judged.alerts_per_100(report).map_or_else(|| "–".into(), |alerts| format!("{alerts:.1}"));
        text.push_str(&format!("{:<27} {days}  {alerts:>7}  {:>5}\n", shown(judged), judged.flaps));
    }
    for ranked in &report.scores {
        text.push_str(&format!("\n{HEADING}{}{HEADING:#}, lowest tenth first\n", name(&ranked.name)));
        for decile in &ranked.deciles {
            let (low, high) = (decile.lowest, decile.highest);
            let (rows, positive) = (decile.rows, decile.positive);
            let rate = percent(Some(decile.rate()));
            text.push_str(&format!("  {low:>5.1} to {high:>5.1}  {positive:>4} of {rows:>4} followed  {rate:>6}\n"));
        }
        if let Some(area) = ranked.area {
            let interval = area.interval.map_or_else(String::new, |(low, high)| format!(", 95% {low:.2} to {high:.2}"));
            let says = format!(
                "  Area under the curve {:.2}{interval}: how often a snapshot that was followed has the lower score; 0.5 is \
                 chance.",
                area.value
            );
            text.push_str(&wrapped(&says, 80, "  "));
        }
    }
    if !report.load.is_empty() {
        text.push_str(&format!("\n{HEADING}{:<40} week        new  open  hours{HEADING:#}\n", "Load"));
        for ((week, owner), load) in &report.load {
            let owner = if owner.is_empty() { "nobody".into() } else { cut(&name(owner), 40) };
            text.push_str(&format!(
                "{owner:<40} {}  {:>3}  {:>4}  {:>5.1}\n",
                show_day(*week),
                load.new,
                load.open,
                load.effort_hours
            ));
        }
    }
    text.push_str(&over_capacity(report));
    text.push('\n');
    text.push_str(&wrapped(
        "Followed is not caused: these are coincidences of dates. Precision and recall leave unknown out. Alerts are per 100 \
         accounts and month; again is how often one came back on.",
        80,
        "",
    ));
    text
}

/// Who had more to do than they can, and in how many weeks.
fn over_capacity(report: &Report) -> String {
    if report.busy.is_empty() {
        return String::new();
    }
    let weeks = format!("Capacity, {}", count(report.weeks as u64, "week"));
    let mut text = format!("\n{HEADING}{weeks:<24}  over  open  new  hours  worst{HEADING:#}\n");
    for busy in &report.busy {
        let by = |of| busy.weeks_over_by(of).map_or_else(|| "–".into(), |weeks| weeks.to_string());
        let worst = busy
            .worst()
            .map_or_else(String::new, |(week, held)| format!("{} {}", show_day(week), capacity::held(&held)));
        let line = format!(
            "{:<24} {:>5}  {:>4}  {:>3}  {:>5}  {}",
            cut(&name(&capacity::who(&busy.who)), 24),
            busy.weeks_over(),
            by(Measure::OpenPlays),
            by(Measure::NewPlays),
            by(Measure::Effort),
            cut(&worst, 30)
        );
        text.push_str(&format!("{}\n", line.trim_end()));
    }
    text
}

fn counted(judged: &Judged) -> String {
    let counts = &judged.counts;
    format!(
        "{:<27} {:>8}  {:>3}  {:>6}  {:>5}  {:>7}  {:>5}  {:>6}\n",
        shown(judged),
        counts.true_positive,
        counts.false_positive,
        counts.false_negative,
        counts.true_negative,
        counts.unknown_positive + counts.unknown_negative,
        percent(counts.precision()),
        percent(counts.recall())
    )
}

fn shown(judged: &Judged) -> String {
    let subject = &judged.subject;
    let level = if subject.level.is_empty() { "open" } else { subject.level.as_str() };
    cut(&format!("{} {level}", subject.name), 27)
}

fn cut(text: &str, longest: usize) -> String {
    if text.chars().count() <= longest { text.into() } else { text.chars().take(longest - 1).chain(['…']).collect() }
}
