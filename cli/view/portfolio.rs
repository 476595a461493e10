//! Metrics with their bridges and tables, and the signals.

use super::terminal::wrapped;
use super::words::{FAINT, HEADING, compact, count, grouped, name, revenue_unit};
use crate::args::MetricsDetail;
use comfy_table::{Cell, CellAlignment, ContentArrangement, Table, presets};
use stageplay_dsl::typed::{Expr, Measured, Metric, Playbook};
use stageplay_dsl::types::{Type, show_brief, show_day};
use stageplay_engine::column::plain;
use stageplay_engine::send::SignalOutcome;
use stageplay_engine::story::metrics::{Answers, Cohort, Detail, Group, Outcome, Portfolio, Spread, WordShare};

/// How far what belongs to a metric is indented.
const INDENT: &str = "   ";

/// Metrics and signals; nothing where there are none.
pub fn show(playbook: &Playbook, portfolio: &Portfolio, detail: MetricsDetail, width: usize) -> String {
    let mut text = String::new();
    if !portfolio.metrics.is_empty() {
        text.push_str(&format!("\n{HEADING}Metrics{HEADING:#}{}\n", left(portfolio.left)));
        let mut told: Option<&Cohort> = None;
        for (id, outcome) in portfolio.metrics.iter() {
            let metric = &playbook.metrics[id];
            text.push_str(&headline(playbook, metric, outcome, detail, width));
            match &outcome.detail {
                // Net, gross and churn of the same value mostly stand below each other: one bridge says it.
                Detail::Cohort(cohort) if told == Some(cohort) => {}
                Detail::Cohort(cohort) => text.push_str(&bridge(metric, cohort, width)),
                Detail::Spread(spread) if detail == MetricsDetail::Full => {
                    text.push_str(&table(playbook, metric, spread, width));
                }
                Detail::Spread(_) => {}
                Detail::Answers(answers) => text.push_str(&answered(answers, width)),
                Detail::Nothing => {}
            }
            told = match &outcome.detail {
                Detail::Cohort(cohort) => Some(cohort),
                _ => None,
            };
        }
    }
    if !portfolio.signals.is_empty() {
        text.push_str(&format!("\n{HEADING}Signals{HEADING:#}\n"));
        for signal in portfolio.signals.rows() {
            text.push_str(&raised(playbook, signal, width));
        }
    }
    text
}

fn left(accounts: usize) -> String {
    match accounts {
        0 => String::new(),
        1 => "  1 account that has left is out".into(),
        more => format!("  {} that have left are out", count(more as u64, "account")),
    }
}

/// What a metric comes to, in plain words: `91.4%, target met`.
pub fn plainly(playbook: &Playbook, metric: &Metric, outcome: &Outcome) -> String {
    let said = match (outcome.value, &outcome.unknown) {
        (Some(value), _) => value_of(playbook, metric, value),
        (None, Some(cause)) => format!("unknown, {cause}"),
        (None, None) => match &outcome.detail {
            Detail::Spread(spread) => {
                let (says, about) = brief(playbook, metric, &spread.all);
                format!("{says}{}", if about.is_empty() { about } else { format!(" {about}") })
            }
            _ => String::new(),
        },
    };
    match (metric.target, outcome.met) {
        (Some(_), Some(true)) => format!("{said}, target met"),
        (Some(_), Some(false)) => format!("{said}, target not met"),
        _ => said,
    }
}

fn value_of(playbook: &Playbook, metric: &Metric, value: f64) -> String {
    match metric.measure {
        Measured::Nps { .. } => show_brief(value, &Type::Number, &playbook.choices),
        _ => show_brief(value, &Type::Ratio, &playbook.choices),
    }
}

fn headline(playbook: &Playbook, metric: &Metric, outcome: &Outcome, detail: MetricsDetail, width: usize) -> String {
    let shown = |value: f64| value_of(playbook, metric, value);
    let target = metric.target.map(|target| {
        let target = match metric.measure {
            Measured::Churn { .. } => format!("at most {}", shown(target)),
            _ => shown(target),
        };
        let met = match outcome.met {
            Some(true) => "met",
            Some(false) => "not met",
            None => "unknown",
        };
        format!(" {FAINT}(target {target}: {met}){FAINT:#}")
    });
    let value = match (&outcome.value, &outcome.unknown) {
        (Some(value), _) => format!(" {}", shown(*value)),
        (None, Some(cause)) => format!(" unknown, {cause}"),
        (None, None) => match &outcome.detail {
            Detail::Spread(spread) if detail == MetricsDetail::Brief => {
                let (says, about) = brief(playbook, metric, &spread.all);
                if about.is_empty() { format!(" {says}") } else { format!(" {says} {FAINT}{about}{FAINT:#}") }
            }
            _ => String::new(),
        },
    };
    let line = format!(
        " {HEADING}{}{HEADING:#}{}{value}{}",
        metric.name,
        titled(&metric.name, &metric.title),
        target.unwrap_or_default()
    );
    wrapped(&line, width, INDENT)
}

/// A distribution over all accounts in one line, and how many of them it is about.
fn brief(playbook: &Playbook, metric: &Metric, all: &Group) -> (String, String) {
    let Measured::Distribution { numbers, words, .. } = &metric.measure else { return Default::default() };
    let mut told = Vec::new();
    if let (Some(numbers), Some([median, upper, top])) = (numbers, all.percentiles) {
        let shown = |value: f64| show_brief(value, &numbers.ty, &playbook.choices);
        told.push(format!("median {}, p75 {}, p90 {}", shown(median), shown(upper), shown(top)));
    }
    if words.is_some() {
        let share = |word: &WordShare| {
            word.account_share.map_or_else(String::new, |_| format!(" ({})", percent(playbook, word.account_share)))
        };
        let words =
            all.words.iter().map(|word| format!("{} {}{}", word.word, grouped(word.accounts as u64), share(word)));
        told.push(words.collect::<Vec<_>>().join(", "));
    }
    let known = count(all.known as u64, "account");
    let unknown =
        if all.unknown() == 0 { String::new() } else { format!(", {} unknown", grouped(all.unknown() as u64)) };
    if all.known == 0 {
        (format!("unknown{unknown}"), String::new())
    } else {
        (told.join("; "), format!("({known}{unknown})"))
    }
}

/// What comes between a name and its value.
fn titled(name: &str, title: &str) -> String {
    if name == title { ":".into() } else { format!("  {}:", plain(title)) }
}

fn bridge(metric: &Metric, cohort: &Cohort, width: usize) -> String {
    let unit = match metric.expressions().first().map(|value| &value.ty) {
        Some(Type::Money(currency)) => format!(" {currency}"),
        _ => String::new(),
    };
    let since = show_day(cohort.since);
    let accounts = count(cohort.accounts as u64, "account");
    let mut text = wrapped(
        &format!(
            "{INDENT}{accounts}: {}{unit} on {since}, {}, {}, {}, {}{unit} now",
            compact(cohort.start),
            step("+", cohort.expansion, "expansion"),
            step("-", cohort.contraction, "contraction"),
            step("-", cohort.churn, "churn"),
            compact(cohort.end)
        ),
        width,
        "     ",
    );
    let gone = [(cohort.absent, "absent"), (cohort.ended, "ended"), (cohort.missing, "without a value now")];
    let out = [
        (cohort.new, "new since"),
        (cohort.left_before, "left before"),
        (cohort.stale, "last seen too long before"),
        (cohort.without_value, "without a value then"),
        (cohort.without_worth, "with nothing then"),
        (cohort.unreadable_then, "unreadable then"),
        (cohort.unreadable_now, "unreadable now"),
    ];
    let gone = format!("gone: {}", counted(&gone));
    text.push_str(&wrapped(&format!("{INDENT}{gone}; not in it: {}", counted(&out)), width, "     "));
    text
}

/// A step of the bridge.
fn step(sign: &str, amount: f64, what: &str) -> String {
    if amount == 0.0 { format!("no {what}") } else { format!("{sign}{} {what}", compact(amount)) }
}

/// Those of some counts that are more than none.
fn counted(counts: &[(usize, &str)]) -> String {
    let some: Vec<String> = counts
        .iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, what)| format!("{} {what}", grouped(*number as u64)))
        .collect();
    if some.is_empty() { "nobody".into() } else { some.join(", ") }
}

fn answered(answers: &Answers, width: usize) -> String {
    let out = [(answers.without_answer, "without an answer"), (answers.without_weight, "without a weight")];
    let counts = [(answers.promoters, "promoter"), (answers.passives, "passive"), (answers.detractors, "detractor")];
    let counts: Vec<String> = counts.iter().map(|(number, who)| count(*number as u64, who)).collect();
    let of =
        if answers.of_people { format!(" at {}", count(answers.accounts as u64, "account")) } else { String::new() };
    wrapped(&format!("{INDENT}{}{of}; not in it: {}", counts.join(", "), counted(&out)), width, "     ")
}

fn table(playbook: &Playbook, metric: &Metric, spread: &Spread, width: usize) -> String {
    let Measured::Distribution { numbers, words, per } = &metric.measure else { return String::new() };
    let groups: Vec<&Group> = spread.groups.iter().chain([&spread.all]).collect();
    let by = per.as_ref().map_or(String::new(), |per| match per.ty {
        Type::Choice(set) => playbook.choices[set].name.to_string(),
        _ => String::new(),
    });
    let mut text = String::new();
    if let Some(numbers) = numbers {
        text.push_str(&percentiles(playbook, &by, numbers, &groups, width));
    }
    if words.is_some() {
        text.push_str(&shares(playbook, &by, &groups, width));
    }
    text
}

fn percentiles(playbook: &Playbook, by: &str, numbers: &Expr, groups: &[&Group], width: usize) -> String {
    let shown = |value: f64| show_brief(value, &numbers.ty, &playbook.choices);
    let rows = groups.iter().map(|group| {
        let mut cells = vec![
            group.name.clone(),
            grouped(group.known as u64),
            grouped(group.unknown() as u64),
            percent(playbook, group.share),
        ];
        match group.percentiles {
            Some(values) => cells.extend(values.map(shown)),
            None => cells.extend(["·", "·", "·"].map(String::from)),
        }
        cells
    });
    let head = [by, "known", "unknown", "share", "median", "p75", "p90"];
    // Where it is too narrow for all, what is left out is what the others say too.
    set(&head, rows.collect(), &[3, 2], width)
}

fn shares(playbook: &Playbook, by: &str, groups: &[&Group], width: usize) -> String {
    let mut rows = Vec::new();
    for group in groups {
        let unknown = (group.accounts, group.words.iter().map(|word| word.accounts).sum::<usize>());
        for (at, word) in group.words.iter().enumerate() {
            let name = if at == 0 { group.name.clone() } else { String::new() };
            rows.push(vec![
                name,
                word.word.clone(),
                grouped(word.accounts as u64),
                percent(playbook, word.account_share),
                percent(playbook, word.revenue_share),
            ]);
        }
        if let (all, known) = unknown
            && all > known
        {
            let unknown = grouped((all - known) as u64);
            rows.push(vec![String::new(), "unknown".into(), unknown, "·".into(), "·".into()]);
        }
    }
    set(&[by, "", "accounts", "of accounts", "of revenue"], rows, &[], width)
}

/// A table; columns of `spare` are left out, one after the other, until it fits.
fn set(head: &[&str], rows: Vec<Vec<String>>, spare: &[usize], width: usize) -> String {
    let mut left_out: Vec<usize> = Vec::new();
    let mut next = spare.iter();
    loop {
        let text = laid_out(head, &rows, &left_out);
        let fits = text.lines().all(|line| textwrap::core::display_width(line) <= width);
        match next.next() {
            Some(column) if !fits => left_out.push(*column),
            _ => return text,
        }
    }
}

fn laid_out(head: &[&str], rows: &[Vec<String>], left_out: &[usize]) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Disabled);
    let cells = |words: Vec<&str>| {
        let kept = words.into_iter().enumerate().filter(|(at, _)| !left_out.contains(at));
        let aligned = kept.map(|(at, word)| {
            let is_name = at == 0 || head.get(at).is_some_and(|head| head.is_empty());
            Cell::new(word).set_alignment(if is_name { CellAlignment::Left } else { CellAlignment::Right })
        });
        aligned.collect::<Vec<_>>()
    };
    table.set_header(cells(head.to_vec()));
    for row in rows {
        table.add_row(cells(row.iter().map(String::as_str).collect()));
    }
    table.lines().map(|line| format!("  {}\n", line.trim_end())).collect()
}

fn percent(playbook: &Playbook, share: Option<f64>) -> String {
    share.map_or("·".into(), |share| show_brief(share, &Type::Ratio, &playbook.choices))
}

fn raised(playbook: &Playbook, signal: &SignalOutcome, width: usize) -> String {
    let state = if signal.is_raised { "raised" } else { "not raised" };
    let line = format!(
        " {HEADING}{}{HEADING:#}{} {state}, {}, {FAINT}asked for {}{FAINT:#}",
        signal.name,
        titled(&signal.name, &signal.title),
        signal.found(playbook),
        signal.asked
    );
    let mut text = wrapped(&line, width, INDENT);
    if !signal.is_raised {
        return text;
    }
    let unit = revenue_unit(playbook);
    let accounts: Vec<String> = signal
        .first
        .iter()
        .map(|(account, revenue)| match revenue {
            Some(revenue) => format!("{} ({}{unit})", name(account), compact(*revenue)),
            None => name(account).into_owned(),
        })
        .collect();
    let rest = signal.accounts.saturating_sub(signal.first.len());
    let more = if rest == 0 { String::new() } else { format!(" and {} more", grouped(rest as u64)) };
    text.push_str(&wrapped(&format!("{INDENT}{}{more}", accounts.join(", ")), width, "     "));
    if let Some(owner) = &signal.owner {
        let who = owner.who.as_deref().map_or_else(|| owner.role.to_string(), |who| name(who).into_owned());
        text.push_str(&wrapped(&format!("{INDENT}{FAINT}who{FAINT:#}  {who}"), width, "     "));
    }
    text
}
