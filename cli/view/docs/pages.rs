//! The sections of the book in order.

use super::blocks::{Block, Cell, Heading, Listed, Page, Row, Section, Table};
use super::{About, named, plays, stages};
use crate::view::words::grouped;
use stageplay_dsl::types::show_day;
use stageplay_engine::story::book::{Book, Card, Cause, Indicator, Line, Phrase, Said};

/// The whole page; a section without anything in it is left out.
pub fn page(about: &About<'_>) -> Page {
    let book = about.book;
    let mut facts = Vec::new();
    facts.extend(book.version.clone().map(|version| ("version", version)));
    facts.extend(book.owner.clone().map(|owner| ("answered for by", owner)));
    let sections = [
        settings(book),
        stages::journeys(about),
        health(book),
        risks(book),
        plays::plays(book),
        plays::roles(book),
        metrics(about),
        terms(book),
        fields(book),
    ];
    Page {
        title: book.title.clone(),
        about: facts,
        lead: about.lead.clone(),
        sections: sections.into_iter().filter(|section| !section.blocks.is_empty()).collect(),
        notes: notes(about),
    }
}

fn notes(about: &About<'_>) -> Vec<String> {
    let mut notes = vec!["This book is made from the playbook itself: what it says is what is done.".to_owned()];
    if let Some(accounts) = &about.accounts {
        let memory = match &accounts.remembered {
            None => {
                "nothing is remembered: it is known how long an account has been in a stage only where the stage has \
                     a clock of its own"
                    .to_owned()
            }
            Some(it) => match it.last {
                Some(last) => format!("with what the run of {} left", show_day(last)),
                None => "the state remembers nothing from before that day".to_owned(),
            },
        };
        notes.push(format!("Accounts as of {}; {memory}.", show_day(accounts.as_of)));
        if accounts.set_aside > 0 {
            let records = if accounts.set_aside == 1 { "record has" } else { "records have" };
            notes.push(format!(
                "{} {records} something that could not be read; `stageplay check --accounts` says what.",
                grouped(accounts.set_aside)
            ));
        }
    }
    notes
}

fn heading(id: String, title: &str, sentence: Option<&String>) -> Block {
    Block::Heading(Heading {
        id: Some(id),
        title: title.into(),
        sentence: sentence.cloned(),
        is_listed: Listed::InContents,
    })
}

fn cells(id: Option<String>, cells: Vec<Cell>) -> Row {
    Row::Cells { id, cells }
}

fn settings(book: &Book) -> Section {
    let mut blocks = Vec::new();
    if !book.rules.is_empty() {
        blocks.push(Block::Lines(book.rules.clone()));
    }
    let row = |it: &stageplay_engine::story::book::Setting| {
        cells(
            Some(named("setting", &it.name)),
            vec![
                Cell::strong(&it.title),
                Cell::text(it.value.clone().unwrap_or_else(|| "has to be set".into())),
                Cell::text(it.range.clone().unwrap_or_default()),
                Cell::text(it.sentence.clone().unwrap_or_default()),
            ],
        )
    };
    if !book.settings.is_empty() {
        let head = vec!["Setting", "Value", "May be", "What it means"];
        blocks.push(Block::Table(Table { head, rows: book.settings.iter().map(row).collect() }));
    }
    Section {
        id: "settings",
        title: "Settings",
        lead: "What holds everywhere, and what can be turned without touching a play.".into(),
        blocks,
    }
}

fn health(book: &Book) -> Section {
    let mut blocks = Vec::new();
    book.cards.iter().for_each(|card| scorecard(card, &mut blocks));
    if !book.scores.is_empty() {
        let row = |it: &stageplay_engine::story::book::Score| {
            cells(
                Some(named("score", &it.name)),
                vec![
                    Cell::strong(&it.title).and(it.sentence.clone()),
                    Cell::text(&it.range),
                    Cell::said(it.says.clone()),
                ],
            )
        };
        blocks.push(heading("scores".into(), "Other scores", None));
        let head = vec!["Score", "Range", "How it is worked out"];
        blocks.push(Block::Table(Table { head, rows: book.scores.iter().map(row).collect() }));
    }
    Section {
        id: "health",
        title: "Health",
        lead:
            "Every indicator gives 0 to 100 points. A dimension is the mean of its indicators by their weights, and a \
               scorecard that of its dimensions."
                .into(),
        blocks,
    }
}

fn scorecard(card: &Card, blocks: &mut Vec<Block>) {
    blocks.push(heading(named("scorecard", &card.name), &card.title, card.sentence.as_ref()));
    if !card.bands.is_empty() {
        let band = |it: &stageplay_engine::story::book::Band| {
            let mut says = Phrase::default();
            match &it.from {
                Some(from) => {
                    says.say("from ");
                    says.add(from.clone());
                    says.say(" points");
                }
                None => says = Phrase::of("below that"),
            }
            if let Some(until) = &it.until_below {
                says.say(", left again below ");
                says.add(until.clone());
            }
            (it.name.clone(), says)
        };
        blocks.push(Block::Bands(card.bands.iter().map(band).collect()));
    }
    let mut rows = Vec::new();
    for dimension in &card.dimensions {
        if let Some(title) = &dimension.title {
            let weight = dimension.weight.as_ref().map(|weight| format!(", weight {}", weight.plain()));
            let mut says: Vec<Said> = dimension.sentence.clone().map(Said::of).into_iter().collect();
            says.extend(dimension.applies.as_ref().map(counts_only));
            rows.push(Row::Across { title: format!("{title}{}", weight.unwrap_or_default()), says });
        }
        rows.extend(dimension.indicators.iter().map(indicator));
    }
    let head = vec!["Indicator", "Weight", "What is measured", "Points", "Missing"];
    blocks.push(Block::Table(Table { head, rows }));
    let mut lines: Vec<Line> = Vec::new();
    if let Some(share) = &card.known_at_least {
        let says = Said::of(format!("unless at least {share} of the weight is known"));
        lines.push(Line { label: "Says nothing".into(), says });
    }
    for limit in &card.limits {
        let label = limit.says.plain();
        let why = limit.sentence.as_ref().map(|why| format!(" \u{2014} {why}"));
        let says = match (&limit.when, why) {
            (Said::Phrase(when), Some(why)) => {
                let mut says = when.clone();
                says.say(&why);
                Said::Phrase(says)
            }
            (when, _) => when.clone(),
        };
        lines.push(Line { label: format!("{label} when"), says });
    }
    if !lines.is_empty() {
        blocks.push(Block::Lines(lines));
    }
}

/// `counts only when …`.
fn counts_only(when: &Said) -> Said {
    match when {
        Said::Phrase(when) => {
            let mut says = Phrase::of("Counts only when ");
            says.add(when.clone());
            Said::Phrase(says)
        }
        Said::Group { head, items } => Said::Group { head: format!("Counts only when {head}"), items: items.clone() },
    }
}

fn indicator(it: &Indicator) -> Row {
    let mut title = Cell::strong(&it.title).and(it.sentence.clone());
    title.faint.extend(it.applies.as_ref().map(counts_only));
    cells(
        None,
        vec![
            title,
            Cell { is_number: true, ..Cell::phrase(it.weight.clone()) },
            Cell::phrase(it.measures.clone()),
            Cell::phrase(it.scale.clone()),
            Cell::phrase(it.missing.clone()),
        ],
    )
}

fn risks(book: &Book) -> Section {
    let mut blocks = Vec::new();
    for Cause { title, risks } in &book.causes {
        for risk in risks {
            blocks.push(heading(named("risk", &risk.name), &risk.title, risk.sentence.as_ref()));
            let row = |level: &stageplay_engine::story::book::Level| {
                cells(None, vec![Cell::strong(&level.name), Cell::said(level.when.clone())])
            };
            let rows = risk.levels.iter().map(row).collect();
            blocks.push(Block::Table(Table { head: vec!["Level", "When"], rows }));
            let mut lines = Vec::new();
            if let Some(cause) = title {
                lines.push(Line { label: "Root cause".into(), says: Said::of(cause) });
            }
            if let Some(days) = &risk.clears_after {
                let mut says = days.clone();
                says.say(" below it");
                lines.push(Line { label: "A level falls only after".into(), says: Said::Phrase(says) });
            }
            if !lines.is_empty() {
                blocks.push(Block::Lines(lines));
            }
        }
    }
    Section {
        id: "risks",
        title: "Risks",
        lead: "What may make a customer leave, by its root cause. The highest level whose condition is met counts."
            .into(),
        blocks,
    }
}

fn metrics(about: &About<'_>) -> Section {
    let book = about.book;
    let mut blocks = Vec::new();
    if !book.metrics.is_empty() {
        let now = about.accounts.as_ref().map(|accounts| &accounts.metrics);
        let row = |(at, it): (usize, &stageplay_engine::story::book::Metric)| {
            let mut all = vec![
                Cell::strong(&it.title),
                Cell::phrase(it.measures.clone()),
                Cell::text(it.target.clone().unwrap_or_default()),
            ];
            all.extend(now.map(|now| Cell::text(now.get(at).cloned().unwrap_or_default())));
            cells(Some(named("metric", &it.name)), all)
        };
        let mut head = vec!["Metric", "What it measures", "Target"];
        head.extend(now.map(|_| "Now"));
        blocks.push(Block::Table(Table { head, rows: book.metrics.iter().enumerate().map(row).collect() }));
    }
    if !book.signals.is_empty() {
        let row = |it: &stageplay_engine::story::book::Signal| {
            cells(
                Some(named("signal", &it.name)),
                vec![
                    Cell::strong(&it.title),
                    Cell::text(&it.at_least),
                    Cell::said(it.when.clone()),
                    Cell::phrase(it.owner.clone().unwrap_or_default()),
                ],
            )
        };
        blocks.push(heading("signals".into(), "Signals", Some(&"What concerns more than one account.".to_owned())));
        let head = vec!["Signal", "Raised for", "Of which", "Who hears of it"];
        blocks.push(Block::Table(Table { head, rows: book.signals.iter().map(row).collect() }));
    }
    Section {
        id: "metrics",
        title: "Metrics and signals",
        lead: "What is said about all accounts together.".into(),
        blocks,
    }
}

fn terms(book: &Book) -> Section {
    let row = |it: &stageplay_engine::story::book::Term| {
        let says = Cell { faint: vec![it.says.clone()], ..Cell::default() };
        let says = Cell { says: it.sentence.clone().map(Said::of).into_iter().collect(), ..says };
        cells(Some(named("term", &it.name)), vec![Cell::strong(&it.title), says])
    };
    let rows: Vec<Row> = book.terms.iter().map(row).collect();
    let table = Block::Table(Table { head: vec!["Word", "What it stands for"], rows });
    Section {
        id: "glossary",
        title: "Glossary",
        lead: "Words that this playbook has made up.".into(),
        blocks: if book.terms.is_empty() { Vec::new() } else { vec![table] },
    }
}

fn fields(book: &Book) -> Section {
    let row = |it: &stageplay_engine::story::book::Field| {
        let mut notes = it.notes.clone();
        if it.is_required {
            notes.insert(0, "required".into());
        }
        cells(
            Some(named("field", &it.path)),
            vec![
                Cell::strong(&it.path),
                Cell::text(&it.holds),
                Cell::text(it.sentence.clone().unwrap_or_default()),
                Cell::text(notes.join("; ")),
            ],
        )
    };
    let rows: Vec<Row> = book.fields.iter().map(row).collect();
    let table = Block::Table(Table { head: vec!["Field", "Holds", "What it means", "To know"], rows });
    Section {
        id: "fields",
        title: "What it has to be told",
        lead:
            "The fields of an account's record. What is required comes first; what cannot be filled stays out, and is \
               missing then, not zero."
                .into(),
        blocks: if book.fields.is_empty() { Vec::new() } else { vec![table] },
    }
}
