//! The book of accounts: how many, and how much revenue, by stage and health band.

use super::terminal::wrapped;
use super::words::{HEADING, band_style, compact, count, grouped, revenue_unit};
use comfy_table::{Cell, CellAlignment, ContentArrangement, Table, presets};
use stageplay_dsl::typed::Playbook;
use stageplay_dsl::types::{CardId, ChoiceSet, JourneyId};
use stageplay_engine::send::{Share, Summary, Tally};

/// The table of stages and bands; two plain lists where there is no journey or no scorecard.
pub fn show(playbook: &Playbook, summary: &Summary, width: usize) -> String {
    let unit = revenue_unit(playbook);
    let accounts = count(summary.accounts as u64, "account");
    let total = match summary.revenue.value() {
        revenue if revenue.is_finite() => format!("{accounts}, {}{unit}", compact(revenue)),
        _ => format!("{accounts}, too much to add up"),
    };
    let without = match summary.without_revenue {
        0 => String::new(),
        some => format!(" ({} without a known revenue)", count(some as u64, "account")),
    };
    let mut text = wrapped(&format!("{HEADING}Accounts{HEADING:#}  {total}{without}"), width, "   ");
    let (cards, journeys) = (playbook.cards.ids().next(), playbook.journeys.ids().next());
    match (cards, journeys) {
        (Some(card), Some(journey)) => text.push_str(&crossed(playbook, summary, card, journey, width)),
        (Some(card), None) => text.push_str(&listed(playbook, card, &summary.bands[card], width)),
        (None, _) => {}
    }
    for journey in playbook.journeys.ids().skip(usize::from(cards.is_some())) {
        text.push_str(&stages(playbook, journey, &summary.stages[journey], width));
    }
    for card in playbook.cards.ids().skip(1) {
        text.push_str(&listed(playbook, card, &summary.bands[card], width));
    }
    text
}

/// The widest table that fits: with revenue, without, or no table but two lists.
fn crossed(playbook: &Playbook, summary: &Summary, card: CardId, journey: JourneyId, width: usize) -> String {
    let tables = [share_cell, count_cell].map(|cell| cross(playbook, summary, card, journey, cell));
    let fits = |table: &String| table.lines().all(|line| textwrap::core::display_width(line) <= width);
    tables.into_iter().find(fits).unwrap_or_else(|| {
        let mut lists = stages(playbook, journey, &summary.stages[journey], width);
        lists.push_str(&listed(playbook, card, &summary.bands[card], width));
        lists
    })
}

fn cross(
    playbook: &Playbook,
    summary: &Summary,
    card: CardId,
    journey: JourneyId,
    share_cell: fn(Share) -> Cell,
) -> String {
    let bands = &playbook.choices[playbook.cards[card].band_set];
    let stages = &playbook.choices[playbook.journeys[journey].stage_set];
    let tally = &summary.bands[card];
    let mut columns: Vec<(usize, String)> =
        bands.listing().into_iter().map(|code| (usize::from(code), bands.word(code).to_string())).collect();
    if tally.unknown.accounts > 0 {
        columns.push((bands.words.len(), "unknown".into()));
    }
    let mut rows: Vec<(usize, String)> = stages.names().map(String::from).enumerate().collect();
    if summary.stages[journey].unknown.accounts > 0 {
        rows.push((stages.words.len(), "unknown".into()));
    }

    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Disabled);
    let heading = |word: &str| Cell::new(word).set_alignment(CellAlignment::Right);
    let name = format!("{} \\ {}", playbook.journeys[journey].name, playbook.cards[card].name);
    let mut head = vec![Cell::new(name)];
    head.extend(columns.iter().map(|(_, word)| heading(word)));
    head.push(heading("all"));
    table.set_header(head);
    for (at, word) in &rows {
        let line = summary.cross.get(*at).map(Vec::as_slice).unwrap_or_default();
        let mut cells = vec![Cell::new(word)];
        cells.extend(columns.iter().map(|(band, _)| share_cell(line.get(*band).copied().unwrap_or_default())));
        let whole = summary.stages[journey].words.get(*at).copied().unwrap_or(summary.stages[journey].unknown);
        cells.push(share_cell(whole));
        table.add_row(cells);
    }
    let mut cells = vec![Cell::new("all")];
    cells.extend(columns.iter().map(|(at, _)| share_cell(tally.words.get(*at).copied().unwrap_or(tally.unknown))));
    cells.push(share_cell(Share { accounts: summary.accounts, revenue: summary.revenue }));
    table.add_row(cells);
    let words: Vec<&str> = columns.iter().map(|(_, word)| word.as_str()).collect();
    fitted(&table, &words)
}

/// The lines of a table without blanks at their ends, the words of its heading in their colours. They are
/// coloured last, because a colour has no width.
fn fitted(table: &Table, words: &[&str]) -> String {
    let mut lines = table.lines().map(|line| format!(" {}\n", line.trim()));
    let mut heading = lines.next().unwrap_or_default();
    let mut from = 0;
    for word in words {
        let Some(at) = heading.get(from..).and_then(|rest| rest.find(&format!(" {word}"))) else { continue };
        let style = band_style(word);
        let coloured = format!("{style}{word}{style:#}");
        let start = from + at + 1;
        heading.replace_range(start..start + word.len(), &coloured);
        from = start + coloured.len();
    }
    heading.extend(lines);
    heading
}

fn share_cell(share: Share) -> Cell {
    let text = match share.accounts {
        0 => "·".to_string(),
        accounts => format!("{} {:>6}", grouped(accounts as u64), compact(share.revenue.value())),
    };
    Cell::new(text).set_alignment(CellAlignment::Right)
}

fn count_cell(share: Share) -> Cell {
    let text = if share.accounts == 0 { "·".to_string() } else { grouped(share.accounts as u64) };
    Cell::new(text).set_alignment(CellAlignment::Right)
}

fn listed(playbook: &Playbook, card: CardId, tally: &Tally, width: usize) -> String {
    let card = &playbook.cards[card];
    line_of(&card.name, &playbook.choices[card.band_set], tally, width)
}

fn stages(playbook: &Playbook, journey: JourneyId, tally: &Tally, width: usize) -> String {
    let journey = &playbook.journeys[journey];
    line_of(&journey.name, &playbook.choices[journey.stage_set], tally, width)
}

fn line_of(name: &str, set: &ChoiceSet, tally: &Tally, width: usize) -> String {
    let mut words: Vec<String> = set
        .listing()
        .into_iter()
        .map(|code| {
            let share = tally.words.get(usize::from(code)).copied().unwrap_or_default();
            let style = band_style(set.word(code));
            format!(
                "{style}{}{style:#} {} ({})",
                set.word(code),
                grouped(share.accounts as u64),
                compact(share.revenue.value())
            )
        })
        .collect();
    if tally.unknown.accounts > 0 {
        words.push(format!(
            "unknown {} ({})",
            grouped(tally.unknown.accounts as u64),
            compact(tally.unknown.revenue.value())
        ));
    }
    wrapped(&format!(" {name}: {}", words.join(", ")), width, "   ")
}
