//! Plays, and who does what by when.

use super::blocks::{Block, Card, Cell, Entry, Heading, Listed, Row, Section, Table};
use super::named;
use stageplay_engine::story::book::{Book, Group, Line, Phrase, Play, Role, Rung, Said, Task};

/// The plays, and those that stand in each other's way.
pub fn plays(book: &Book) -> Section {
    let mut blocks: Vec<Block> = book.plays.iter().map(|play| Block::Card(card(play))).collect();
    if !book.groups.is_empty() {
        blocks.push(Block::Heading(Heading {
            id: Some("groups".into()),
            title: "Plays that stand in each other's way".into(),
            sentence: None,
            is_listed: Listed::InContents,
        }));
        blocks.extend(book.groups.iter().map(|it| Block::Lines(vec![group(it)])));
    }
    Section {
        id: "plays",
        title: "Plays",
        lead: "When each one opens, what is done, who hears of it when nothing happens, and how it ends.".into(),
        blocks,
    }
}

fn group(group: &Group) -> Line {
    let mut says = group.says.clone();
    for (at, play) in group.plays.iter().enumerate() {
        says.say(if at == 0 { " Their order: " } else { ", " });
        says.add(play.clone());
    }
    Line { label: group.title.clone(), says: Said::Phrase(says) }
}

fn card(play: &Play) -> Card {
    let mut lines = Vec::new();
    lines.extend(play.owner.clone().map(|owner| Line { label: "Answered for by".into(), says: Said::Phrase(owner) }));
    lines.extend(play.lines.iter().cloned());
    let mut blocks = vec![Block::Lines(lines)];
    if !play.tasks.is_empty() {
        let head = vec!["Task", "Who", "By when"];
        blocks.push(Block::Table(Table { head, rows: play.tasks.iter().map(task).collect() }));
    }
    if !play.ladder.is_empty() {
        let items = play.ladder.iter().map(rung).collect();
        blocks.push(Block::List { head: "When nothing happens", is_ordered: true, items });
    }
    if !play.told.is_empty() {
        blocks.push(Block::Heading(Heading {
            id: None,
            title: "What other systems are told".into(),
            sentence: None,
            is_listed: Listed::Here,
        }));
        blocks.push(Block::Lines(play.told.clone()));
    }
    Card {
        id: named("play", &play.name),
        place: None,
        title: play.title.clone(),
        sentence: None,
        is_listed: Listed::InContents,
        blocks,
    }
}

fn task(task: &Task) -> Row {
    let mut title = named_task(Some(&task.name), &task.title);
    title.faint.extend(task.rung.map(|rung| Said::of(format!("from step {rung} of the escalation on"))));
    title.faint.extend(task.notes.iter().map(|note| labelled(&note.label, &note.says)));
    let who = if task.is_customers {
        let by = labelled("looked after by", &Said::Phrase(task.owner.clone()));
        Cell { faint: vec![by], ..Cell::text("the customer") }
    } else {
        Cell::phrase(task.owner.clone())
    };
    Row::Cells { id: None, cells: vec![title, who, Cell::phrase(task.due.clone())] }
}

/// What a task is called, and what is to be done where that is something else.
fn named_task(name: Option<&String>, what: &Phrase) -> Cell {
    match name {
        Some(name) if what.plain().to_lowercase() == name.to_lowercase() => Cell::strong(name),
        name => Cell { strong: name.map(Phrase::of), ..Cell::phrase(what.clone()) },
    }
}

fn labelled(label: &str, says: &Said) -> Said {
    match says {
        Said::Phrase(phrase) => {
            let mut all = Phrase::of(format!("{label} "));
            all.add(phrase.clone());
            Said::Phrase(all)
        }
        Said::Group { head, items } => Said::Group { head: format!("{label} {head}"), items: items.clone() },
    }
}

fn rung(rung: &Rung) -> Entry {
    let mut strong = rung.when.clone();
    strong.say(": ");
    strong.add(rung.to.clone());
    strong.say(if rung.does.is_empty() { " hears of it" } else { "" });
    let mut lines: Vec<Line> = Vec::new();
    lines.extend(rung.unless.clone().map(|it| Line { label: "unless".into(), says: Said::Phrase(it) }));
    lines.extend(rung.does.iter().map(|it| Line { label: String::new(), says: Said::Phrase(it.clone()) }));
    Entry { strong, lines, actual: None }
}

/// One table for each role.
pub fn roles(book: &Book) -> Section {
    let with_work = |role: &&Role| !role.duties.is_empty() || !role.answers_for.is_empty() || role.who.is_some();
    let mut blocks = Vec::new();
    for role in book.roles.iter().filter(with_work) {
        let id = if role.name.is_empty() { "the-customer".into() } else { named("role", &role.name) };
        blocks.push(Block::Heading(Heading {
            id: Some(id),
            title: role.title.clone(),
            sentence: None,
            is_listed: Listed::InContents,
        }));
        let mut lines = Vec::new();
        lines.extend(role.who.clone().map(|who| Line { label: "Who that is".into(), says: Said::Phrase(who) }));
        if !role.answers_for.is_empty() {
            let mut says = Phrase::default();
            for (at, of) in role.answers_for.iter().enumerate() {
                says.say(if at == 0 { "" } else { "; " });
                says.add(of.clone());
            }
            lines.push(Line { label: "Answers for".into(), says: Said::Phrase(says) });
        }
        if !lines.is_empty() {
            blocks.push(Block::Lines(lines));
        }
        if !role.duties.is_empty() {
            let rows = role.duties.iter().map(|duty| Row::Cells {
                id: None,
                cells: vec![
                    Cell::phrase(duty.play.clone()),
                    named_task(duty.task.as_ref(), &duty.what),
                    Cell::phrase(duty.by.clone()),
                ],
            });
            let head = vec!["In the play", "What", "By when"];
            blocks.push(Block::Table(Table { head, rows: rows.collect() }));
        }
    }
    Section {
        id: "roles",
        title: "Who does what by when",
        lead: "Every task of every play, by who does it; and what somebody hears of when nothing happens.".into(),
        blocks,
    }
}
