//! What a record of decisions is made of: one list of columns, from which every shape and format is written.

use crate::decide::play_state;
use serde_json::json;
use stageplay_dsl::typed::{PartKind, Playbook};
use stageplay_dsl::types::{CardId, ChoiceSet, JourneyId, PartId, PlayId, RiskId, ScoreId};
use std::collections::BTreeMap;

/// How decisions are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Scores, risks and plays in groups of their own; in a table the plays that are on in one cell.
    Nested,
    /// One column for everything that is decided.
    Flat,
}

/// Whether each record says why its plays are on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reasons {
    /// It does.
    Told,
    /// It does not, and nobody works them out.
    Untold,
}

/// What stands in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    Account,
    AsOf,
    /// Nothing: the playbook has none or several.
    Unknown,
    /// A group without members.
    NoMembers,
    Points(CardId),
    Band(CardId),
    Part(PartId),
    Stage(JourneyId),
    Score(ScoreId),
    Level(RiskId),
    State(PlayId),
    /// The names of the plays that are on.
    Plays,
    Reasons,
}

/// One column.
#[derive(Clone, Debug)]
pub(super) struct Column {
    /// In a table; empty where a table has no such column.
    pub heading: String,
    /// In a record: the names of its groups, then its own.
    pub path: Vec<String>,
    pub source: Source,
}

/// The columns of a playbook's decisions.
pub(super) fn columns(playbook: &Playbook, shape: Shape, reasons: Reasons) -> Vec<Column> {
    match shape {
        Shape::Nested => nested(playbook, reasons),
        Shape::Flat => flat(playbook),
    }
}

fn nested(playbook: &Playbook, reasons: Reasons) -> Vec<Column> {
    let column = |heading: &str, path: &[&str], source: Source| Column {
        heading: heading.into(),
        path: path.iter().map(|name| (*name).to_owned()).collect(),
        source,
    };
    let top = |name: &str, source: Source| column(name, &[name], source);
    let first = playbook.cards.ids().next();
    let only = playbook.journeys.ids().next().filter(|_| playbook.journeys.len() == 1);
    let mut columns = vec![
        top("account", Source::Account),
        top("as_of", Source::AsOf),
        top("health", first.map_or(Source::Unknown, Source::Points)),
        top("band", first.map_or(Source::Unknown, Source::Band)),
        top("stage", only.map_or(Source::Unknown, Source::Stage)),
    ];
    let group = |group: &str, members: Vec<(&str, Source)>| -> Vec<Column> {
        if members.is_empty() {
            return vec![column("", &[group], Source::NoMembers)];
        }
        members.into_iter().map(|(name, source)| column(name, &[group, name], source)).collect()
    };
    let scores = playbook.scores.iter().map(|(id, score)| (score.name.as_str(), Source::Score(id)));
    columns.extend(group("scores", scores.collect()));
    let risks = playbook.risks.iter().map(|(id, risk)| (risk.name.as_str(), Source::Level(id)));
    columns.extend(group("risks", risks.collect()));
    columns.push(top("plays", Source::Plays));
    if reasons == Reasons::Told {
        columns.push(top("reasons", Source::Reasons));
    }
    for (id, card) in playbook.cards.iter().skip(1) {
        columns.push(column(&card.name, &["scorecards", &card.name, "score"], Source::Points(id)));
        columns.push(column(&format!("{}_band", card.name), &["scorecards", &card.name, "band"], Source::Band(id)));
    }
    if playbook.journeys.len() > 1 {
        for (id, journey) in playbook.journeys.iter() {
            columns.push(column(&journey.name, &["journeys", &journey.name], Source::Stage(id)));
        }
    }
    columns
}

fn flat(playbook: &Playbook) -> Vec<Column> {
    let mut named: Vec<(&str, String, Source)> =
        vec![("", "account".into(), Source::Account), ("", "as_of".into(), Source::AsOf)];
    for (id, card) in playbook.cards.iter() {
        named.push(("scorecard", card.name.to_string(), Source::Points(id)));
        named.push(("scorecard", format!("{}_band", card.name), Source::Band(id)));
        let dimensions = playbook
            .parts
            .iter()
            .filter(|(at, part)| part.card == id && *at != card.root && matches!(part.kind, PartKind::Group(_)));
        named.extend(dimensions.map(|(at, part)| ("dimension", part.path.replace('.', "_"), Source::Part(at))));
    }
    for (id, journey) in playbook.journeys.iter() {
        let name = if playbook.journeys.len() == 1 { "stage" } else { journey.name.as_str() };
        named.push(("journey", name.into(), Source::Stage(id)));
    }
    named.extend(playbook.risks.iter().map(|(id, risk)| ("risk", risk.name.to_string(), Source::Level(id))));
    named.extend(playbook.scores.iter().map(|(id, score)| ("score", score.name.to_string(), Source::Score(id))));
    named.extend(playbook.plays.iter().map(|(id, play)| ("play", play.name.to_string(), Source::State(id))));
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    named.iter().for_each(|(_, name, _)| *times.entry(name.clone()).or_default() += 1);
    // A name that several kinds of things have says which it is.
    let heading = |kind: &str, name: String| match times.get(&name) {
        Some(2..) if !kind.is_empty() => format!("{kind}_{name}"),
        _ => name,
    };
    let columns = named.into_iter().map(|(kind, name, source)| {
        let heading = heading(kind, name);
        Column { path: vec![heading.clone()], heading, source }
    });
    columns.collect()
}

/// Whether a table needs the points of dimensions, which nobody else asks for.
pub(super) fn has_parts(columns: &[Column]) -> bool {
    columns.iter().any(|column| matches!(column.source, Source::Part(_)))
}

/// The words that may stand in a column, by number; empty where it holds none.
pub(super) fn words(playbook: &Playbook, source: Source) -> Vec<String> {
    let set = |set: &ChoiceSet| set.words.iter().map(|word| word.name.to_string()).collect();
    match source {
        Source::Band(id) => set(&playbook.choices[playbook.cards[id].band_set]),
        Source::Stage(id) => set(&playbook.choices[playbook.journeys[id].stage_set]),
        Source::Level(id) => set(&playbook.choices[playbook.risks[id].level_set]),
        Source::State(_) => play_state::WORDS.map(String::from).to_vec(),
        Source::Plays => playbook.plays.rows().iter().map(|play| play.name.to_string()).collect(),
        _ => Vec::new(),
    }
}

/// What stands before each column of a record, and behind the last: names and brackets.
pub(super) fn brackets(columns: &[Column]) -> (Vec<Vec<u8>>, Vec<u8>) {
    let mut open: &[String] = &[];
    let mut before = Vec::new();
    for column in columns {
        let (own, groups) = match column.path.split_last() {
            Some((own, groups)) => (own.as_str(), groups),
            None => ("", &[] as &[String]),
        };
        let same = open.iter().zip(groups).take_while(|(a, b)| a == b).count();
        let mut text = "}".repeat(open.len() - same);
        text.push_str(if before.is_empty() { "{" } else { "," });
        for group in groups.iter().skip(same) {
            text.push_str(&format!("{}:{{", super::json::line(&json!(group))));
        }
        text.push_str(&format!("{}:", super::json::line(&json!(own))));
        before.push(text.into_bytes());
        open = groups;
    }
    (before, "}".repeat(open.len() + 1).into_bytes())
}
