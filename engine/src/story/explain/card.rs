//! Points, weights, and what each part adds.

use super::{Account, Line, Verdict, Weighed, condition, memory, value};
use crate::graph::Scored;
use stageplay_dsl::typed::{Card, LimitKind, LimitTo, MissingPolicy, Part, PartKind, Scale, show};
use stageplay_dsl::types::{CardId, PartId, show_number, show_points};

/// A scorecard: its score and band, its parts, its caps and floors.
pub(super) fn card(account: &Account, id: CardId) -> Line {
    let playbook = account.playbook();
    let card = &playbook.cards[id];
    let columns = &account.decisions.cards[id];
    let score = columns.score.get(0);
    let band = columns.band.get(0).map(|band| playbook.choices[card.band_set].word(band));
    let nodes = account.program.part(card.root);
    let raw = account.frame.numbers(nodes.raw).get(0);
    let mut because = vec![bands(account, card)];
    because.extend(children(account, card.root, raw.map(|_| 1.0)));
    because.push(known_share(account, card));
    because.extend(card.limits.iter().map(|limit| self::limit(account, card, limit)));
    let computed = account.frame.numbers(nodes.computed).get(0);
    because.extend(memory::overrides(account, Scored::Card(id), computed));
    let says = match (score, band) {
        (Some(score), Some(band)) => format!("{}, {band}", show_points(score)),
        (Some(score), None) => format!("{}, band unknown", show_points(score)),
        (None, Some(band)) => format!("unknown, {band}"),
        (None, None) => "unknown".into(),
    };
    let weighed = Weighed { points: score, weight: None, adds: None };
    Line { weighed: Some(weighed), because, ..Line::new(card.name.to_string(), says) }
}

fn bands(account: &Account, card: &Card) -> Line {
    let words: Vec<String> = card
        .bands
        .iter()
        .rev()
        .map(|band| match &band.from {
            Some(from) => format!("{} from {}", band.name, value::of(account, from)),
            None => format!("else {}", band.name),
        })
        .collect();
    Line::new("bands", words.join(", "))
}

fn known_share(account: &Account, card: &Card) -> Line {
    let share = account.frame.numbers(account.program.part(card.root).known_share).get(0);
    let share = share.map_or_else(|| "nothing".into(), |share| format!("{}%", show_number(share * 100.0)));
    let asked = card
        .known_at_least
        .map(|asked| format!(" (the scorecard asks for at least {}%)", show_number(asked * 100.0)))
        .unwrap_or_default();
    Line::new("known", format!("{share} of the weight{asked}"))
}

fn limit(account: &Account, card: &Card, limit: &stageplay_dsl::typed::Limit) -> Line {
    let playbook = account.playbook();
    let kind = if limit.kind == LimitKind::Cap { "cap" } else { "floor" };
    let to = match &limit.to {
        LimitTo::Band(band) => playbook.choices[card.band_set].word(*band).to_string(),
        LimitTo::Value(to) => value::of(account, to),
    };
    let tree = condition::tree(account, &limit.condition);
    let effect = match tree.verdict {
        Some(Verdict::Yes) => "applies",
        Some(Verdict::Unknown) => "does not apply, because its condition is unknown",
        _ => "does not apply",
    };
    let reason = limit.sentence.as_ref().map(|reason| format!(" ({reason})")).unwrap_or_default();
    Line {
        verdict: tree.verdict,
        because: vec![tree],
        ..Line::new(format!("{kind} {to}"), format!("{effect}{reason}"))
    }
}

/// A part on its own, with what it adds to its scorecard.
pub(super) fn part_alone(account: &Account, id: PartId) -> Line {
    let parts = &account.playbook().parts;
    let card = &account.playbook().cards[parts[id].card];
    fn find(lines: Vec<Line>, path: &str, prefix: &str) -> Option<Line> {
        lines.into_iter().find_map(|line| {
            let own = format!("{prefix}.{}", line.name);
            if own == path {
                return Some(line);
            }
            if path.starts_with(&format!("{own}.")) { find(line.because, path, &own) } else { None }
        })
    }
    let path = parts[id].path.to_string();
    let lines = children(account, card.root, Some(1.0));
    let found = find(lines, &path, &card.name);
    found.map_or_else(|| Line::new(path.clone(), "unknown"), |line| Line { name: path.clone(), ..line })
}

/// The parts of a group; `share` is what the whole group adds per point of its own mean.
fn children(account: &Account, group: PartId, share: Option<f64>) -> Vec<Line> {
    let parts = &account.playbook().parts;
    let PartKind::Group(ids) = &parts[group].kind else { return Vec::new() };
    let counted = |id: &PartId| counted_weight(account, *id);
    let total: f64 = ids.iter().filter_map(counted).sum();
    ids.iter()
        .map(|id| {
            let own = counted(id).filter(|_| total > 0.0).and_then(|weight| share.map(|share| share * weight / total));
            part(account, *id, own)
        })
        .collect()
}

/// The weight of a part that counts in its group's mean: it applies, is known and weighs something.
fn counted_weight(account: &Account, id: PartId) -> Option<f64> {
    let part = &account.playbook().parts[id];
    let applies = part.applies_when.as_ref().is_none_or(|when| condition::verdict(account, when) == Verdict::Yes);
    let known = account.frame.numbers(account.program.part(id).score).get(0).is_some();
    let weight = weight(account, part)?;
    (applies && known && weight > 0.0).then_some(weight)
}

fn weight(account: &Account, part: &Part) -> Option<f64> {
    account.seen().number(&part.weight)
}

fn part(account: &Account, id: PartId, share: Option<f64>) -> Line {
    let part = &account.playbook().parts[id];
    let points = account.frame.numbers(account.program.part(id).score).get(0);
    let weight = weight(account, part);
    let adds = share.zip(points).map(|(share, points)| share * points);
    let mut because = Vec::new();
    let applies = part.applies_when.as_ref().map(|when| condition::tree(account, when));
    let left_out = applies.as_ref().is_some_and(|line| line.verdict == Some(Verdict::No));
    if let Some(line) = applies {
        because.push(Line { verdict: line.verdict, because: vec![line], ..Line::new("applies when", "") });
    }
    match &part.kind {
        PartKind::Group(_) => because.extend(children(account, id, share)),
        PartKind::Indicator { value: measured, scale, missing } => {
            because.push(indicator(account, measured, scale, missing));
        }
    }
    let weight_text =
        weight.map_or_else(|| "weight unknown".into(), |weight| format!("weight {}", show_number(weight)));
    let says = match (points, adds) {
        _ if left_out => format!("does not apply, {weight_text}"),
        (Some(points), Some(adds)) => {
            format!("{} points, {weight_text}, adds {}", show_number(points), show_number(adds))
        }
        (Some(points), None) => format!("{} points, {weight_text}, not counted", show_number(points)),
        (None, _) => format!("missing, {weight_text}, left out"),
    };
    let weighed = Weighed { points, weight, adds };
    Line { weighed: Some(weighed), because, ..Line::new(part.name.to_string(), says) }
}

/// How an indicator's value becomes points.
fn indicator(account: &Account, measured: &stageplay_dsl::typed::Expr, scale: &Scale, missing: &MissingPolicy) -> Line {
    let playbook = account.playbook();
    let known = value::is_known(account, measured);
    let scale = match scale {
        Scale::Linear { worst, best } => {
            format!("worst {}, best {}", value::of(account, worst), value::of(account, best))
        }
        Scale::Steps { steps, otherwise } => {
            let mut words: Vec<String> = steps
                .iter()
                .map(|step| {
                    let bound = if step.inclusive { "up to" } else { "below" };
                    format!("{bound} {}: {}", value::of(account, &step.bound), value::of(account, &step.points))
                })
                .collect();
            words.push(format!("otherwise: {}", value::of(account, otherwise)));
            words.join(", ")
        }
        Scale::AsIs => "as is".into(),
    };
    let policy = match missing {
        _ if known => String::new(),
        MissingPolicy::Skip => "; missing skip".into(),
        MissingPolicy::Score(points) => format!("; missing score {}", value::of(account, points)),
        MissingPolicy::LastFor(days) => {
            let nothing = if account.is_remembered { "" } else { ", and nothing is remembered" };
            format!("; missing last for {}{nothing}", value::of(account, days))
        }
    };
    let says = format!("{}; {scale}{policy}", value::of(account, measured));
    let inputs = value::inputs(account, [measured]);
    let name = show(measured, playbook);
    // A field that is its own value needs no second line.
    let because = if inputs.len() == 1 && inputs.iter().all(|input| input.name == name) { Vec::new() } else { inputs };
    Line { because, ..Line::new(name, says) }
}
