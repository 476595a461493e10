//! The customer's journey as a map, and what is true of accounts on it.

use super::blocks::{Block, Card, Cell, Entry, Heading, Listed, Row, Section, Stop, Table};
use super::{About, Accounts, named};
use crate::view::words::{compact, count, grouped};
use stageplay_dsl::types::{Table as Rows, Type, show_brief, show_day};
use stageplay_engine::send::Share;
use stageplay_engine::story::book::actual::{OnJourney, OnStage};
use stageplay_engine::story::book::{Friction, Journey, Line, Phrase, Said, Stage};

/// Clauses of a stage that the map tells too, and in fewer words.
const TARGET: (&str, &str) = ("Should take at most", "Target");
const STUCK: (&str, &str) = ("Is stuck after", "Stuck after");

/// The journeys.
pub fn journeys(about: &About<'_>) -> Section {
    let mut blocks = Vec::new();
    let many = about.book.journeys.len() > 1;
    for (at, journey) in about.book.journeys.iter().enumerate() {
        let on = about.accounts.as_ref().and_then(|it| Some((it, it.actual.journeys.get(at)?)));
        blocks.push(Block::Heading(Heading {
            id: Some(named("journey", &journey.name)),
            title: journey.title.clone(),
            sentence: journey.sentence.clone(),
            is_listed: if many { Listed::InContents } else { Listed::Here },
        }));
        if !journey.lines.is_empty() {
            blocks.push(Block::Lines(journey.lines.clone()));
        }
        shown(journey, on, &mut blocks);
    }
    Section {
        id: "journey",
        title: if many { "The customer's journeys" } else { "The customer's journey" },
        lead: "What every stage is for, what lets a customer in and on, and where it tends to hurt.".into(),
        blocks,
    }
}

fn shown(journey: &Journey, on: Option<(&Accounts, &OnJourney)>, blocks: &mut Vec<Block>) {
    let stages: Vec<(usize, &Stage)> = journey.stages.iter().enumerate().collect();
    let actual = |at: usize| on.and_then(|(accounts, on)| Some((accounts, on.stages.get(at)?)));
    let (beside, ordered): (Vec<_>, Vec<_>) = stages.into_iter().partition(|(_, stage)| stage.is_interrupting);
    let place = |at: usize| (1..).zip(&ordered).find(|(_, (other, _))| *other == at).map(|(place, _)| place);
    let stop = |(at, stage): &(usize, &Stage)| stop(journey, stage, place(*at), actual(*at));
    blocks.push(Block::Map(ordered.iter().map(stop).collect()));
    if !beside.is_empty() {
        blocks.push(small("Stages that interrupt the others"));
        blocks.push(Block::Map(beside.iter().map(stop).collect()));
    }
    if let Some((accounts, on)) = on {
        blocks.push(small(&format!("Where accounts stand on {}", show_day(accounts.as_of))));
        blocks.push(Block::Table(standing(journey, accounts, on)));
        blocks.push(Block::Text(Phrase::of(how_known(accounts))));
    }
    for (at, stage) in ordered.iter().chain(&beside) {
        blocks.push(Block::Card(card(journey, stage, place(*at), actual(*at))));
    }
}

fn small(title: &str) -> Block {
    Block::Heading(Heading { id: None, title: title.into(), sentence: None, is_listed: Listed::Here })
}

fn how_known(accounts: &Accounts) -> String {
    let days = match &accounts.remembered {
        Some(_) => "Days are those on the stage's clock, or since the stage was entered as the state remembers it",
        None => {
            "Days are those on the stage's clock; for a stage without one they are not known, because nothing is \
             remembered (a state, given with --state, would tell)"
        }
    };
    format!("{days}. Who has left is counted as an account, and in nothing else.")
}

fn stage_id(journey: &Journey, stage: &Stage) -> String {
    named("stage", &format!("{}.{}", journey.name, stage.name))
}

fn stop(journey: &Journey, stage: &Stage, place: Option<usize>, on: Option<(&Accounts, &OnStage)>) -> Stop {
    let mut facts: Vec<Line> = Vec::new();
    facts.extend(stage.owner.clone().map(|owner| Line { label: "Owner".into(), says: Said::Phrase(owner) }));
    for (label, shown) in [TARGET, STUCK] {
        let line = stage.lines.iter().find(|line| line.label == label);
        facts.extend(line.map(|line| Line { label: shown.into(), says: line.says.clone() }));
    }
    let actual = on.map(|(accounts, on)| brief(accounts, on)).unwrap_or_default();
    Stop {
        id: stage_id(journey, stage),
        place,
        title: stage.title.clone(),
        sentence: stage.sentence.clone(),
        facts,
        actual,
    }
}

fn brief(accounts: &Accounts, on: &OnStage) -> Vec<String> {
    let mut says = vec![share(accounts, on.all)];
    let pace = pace(on);
    if !pace.is_empty() {
        says.push(pace);
    }
    says
}

fn share(accounts: &Accounts, share: Share) -> String {
    format!("{}, {}{}", count(share.accounts as u64, "account"), compact(share.revenue.value()), accounts.unit)
}

/// `2 behind, 1 stuck`.
fn pace(on: &OnStage) -> String {
    let told = |number: usize, word: &str| (number > 0).then(|| format!("{} {word}", grouped(number as u64)));
    [told(on.behind, "behind"), told(on.stuck, "stuck")].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn days(value: f64) -> String {
    show_brief(value, &Type::Days, &Rows::default())
}

fn standing(journey: &Journey, accounts: &Accounts, on: &OnJourney) -> Table {
    let head =
        vec!["Stage", "Accounts", "Revenue", "Median time in it", "Target", "Behind", "Stuck", "Friction (accounts)"];
    let mut rows = Vec::new();
    for (stage, on) in journey.stages.iter().zip(&on.stages) {
        let left = (on.left > 0).then(|| format!("{} left", grouped(on.left as u64)));
        let known = on.days.len();
        let here = on.all.accounts.saturating_sub(on.left);
        let partly = (known > 0 && known < here).then(|| format!("known of {}", grouped(known as u64)));
        let friction: Vec<String> = stage
            .friction
            .iter()
            .zip(&on.friction)
            .filter(|(_, counted)| counted.0 > 0)
            .map(|(friction, counted)| format!("{} ({})", friction.title, grouped(counted.0 as u64)))
            .collect();
        let number = |value: usize| Cell::number(grouped(value as u64));
        // Nobody is behind where nothing says how long it should take.
        let pace = |value: usize, limit: (&str, &str)| {
            let has_limit = stage.lines.iter().any(|line| line.label == limit.0);
            if known == 0 || !has_limit { Cell::number("\u{2013}") } else { number(value) }
        };
        let or_dash = |value: Option<f64>| value.map_or_else(|| "\u{2013}".into(), days);
        let target = match on.target() {
            None if on.targets.len() > 1 => "differs".into(),
            target => or_dash(target),
        };
        rows.push(Row::Cells {
            id: None,
            cells: vec![
                Cell::strong(&stage.title),
                number(on.all.accounts).and(left),
                Cell::number(format!("{}{}", compact(on.all.revenue.value()), accounts.unit)),
                Cell::number(or_dash(on.median_days())).and(partly),
                Cell::number(target),
                pace(on.behind, TARGET),
                pace(on.stuck, STUCK),
                Cell::text(friction.join("; ")),
            ],
        });
    }
    for (title, share) in [("Not on this journey", on.none), ("Not known", on.unknown)] {
        if share.accounts > 0 {
            let mut cells = vec![
                Cell::strong(title),
                Cell::number(grouped(share.accounts as u64)),
                Cell::number(format!("{}{}", compact(share.revenue.value()), accounts.unit)),
            ];
            cells.extend((0..5).map(|_| Cell::default()));
            rows.push(Row::Cells { id: None, cells });
        }
    }
    Table { head, rows }
}

fn card(journey: &Journey, stage: &Stage, place: Option<usize>, on: Option<(&Accounts, &OnStage)>) -> Card {
    let mut lines = Vec::new();
    if let Some((accounts, on)) = on {
        let mut says = vec![share(accounts, on.all)];
        let whose = if on.days.len() + on.left == on.all.accounts { "half of them" } else { "half of those known" };
        says.extend(on.median_days().map(|median| format!("{whose} for {} or longer", days(median))));
        let pace = pace(on);
        says.extend((!pace.is_empty()).then_some(pace));
        let label = format!("On {}", show_day(accounts.as_of));
        lines.push(Line { label, says: Said::of(says.join("; ")) });
    }
    lines.extend(stage.owner.clone().map(|owner| Line { label: "Looked after by".into(), says: Said::Phrase(owner) }));
    let expected = |it: &String| Line { label: "The customer may expect".into(), says: Said::of(it) };
    lines.extend(stage.expected.as_ref().map(expected));
    lines.extend(stage.lines.iter().cloned());
    let mut blocks = vec![Block::Lines(lines)];
    if !stage.friction.is_empty() {
        let counted = |at: usize| on.and_then(|(_, on)| on.friction.get(at).copied());
        let items = stage.friction.iter().enumerate().map(|(at, it)| friction(it, counted(at))).collect();
        blocks.push(Block::List { head: "Where it tends to hurt", is_ordered: false, items });
    }
    if !stage.plays.is_empty() {
        let entry = |play: &Phrase| Entry { strong: play.clone(), lines: Vec::new(), actual: None };
        let items = stage.plays.iter().map(entry).collect();
        blocks.push(Block::List { head: "Plays that ask for this stage", is_ordered: false, items });
    }
    Card {
        id: stage_id(journey, stage),
        place,
        title: stage.title.clone(),
        sentence: stage.sentence.clone(),
        is_listed: Listed::InContents,
        blocks,
    }
}

fn friction(it: &Friction, counted: Option<(usize, usize)>) -> Entry {
    let mut lines = vec![Line { label: "seen when".into(), says: it.when.clone() }];
    lines.extend(it.answer.clone().map(|play| Line { label: "answered by".into(), says: Said::Phrase(play) }));
    let actual = counted.map(|(some, unknown)| {
        let unknown = if unknown == 0 { String::new() } else { format!(", {} not known", grouped(unknown as u64)) };
        format!("{}{unknown}", count(some as u64, "account"))
    });
    Entry { strong: Phrase::of(&it.title), lines, actual }
}
