//! An explanation for the account's owner: plain sentences, with the playbook's own sentences where it has some. Nothing
//! private is told, and no name of a node.

use super::turning::Moved;
use super::{Account, Explanation, Question, UnknownName, Verdict, condition, explain, value};
use crate::column::{Batch, plain};
use crate::decide::{Given, play_state};
use crate::graph::{NodeId, Op, Program, Reach};
use crate::story::words::{capital, last, lower, quoted, words};
use serde::Serialize;
use stageplay_dsl::typed::{Criterion, Expr, ExprKind, PartKind, Playbook, Trigger, show};
use stageplay_dsl::types::{CardId, JourneyId, PartId, PlayId, RiskId, show_day};

/// How many reasons are told of one thing.
const REASONS: usize = 4;
/// How many `let`s deep a reason is looked for.
const DEPTH: usize = 6;

/// What an owner is told.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Told {
    /// The account's id.
    pub account: String,
    /// The date.
    pub as_of: String,
    /// One thing each.
    pub paragraphs: Vec<Paragraph>,
}

/// What there is to say of one thing.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Paragraph {
    /// The thing, in words.
    pub title: String,
    /// In order.
    pub sentences: Vec<String>,
}

/// Tells a row's owner about everything, or about what is asked for.
///
/// # Errors
/// A name that the playbook does not have.
pub fn tell(
    program: &Program,
    batch: &Batch,
    given: Given<'_>,
    row: usize,
    question: &Question<'_>,
) -> Result<Told, UnknownName> {
    let explanation = explain(program, batch, given, row, question)?;
    let account = Account::new(program, batch, given, row);
    let owner = Owner { account: &account, reach: Reach::of(program) };
    let mut paragraphs = owner.paragraphs(question.name);
    owner.add_rest(&explanation, question.name, &mut paragraphs);
    Ok(Told { account: explanation.account, as_of: show_day(given.as_of), paragraphs })
}

struct Owner<'a> {
    account: &'a Account<'a>,
    reach: Reach,
}

impl Owner<'_> {
    fn playbook(&self) -> &Playbook {
        self.account.playbook()
    }

    fn paragraphs(&self, name: Option<&str>) -> Vec<Paragraph> {
        let playbook = self.playbook();
        let owner = name.map(|name| name.split_once('.').map_or(name, |(owner, _)| owner));
        let is_asked = |own: &str| owner.is_none_or(|owner| owner == own);
        let mut all = Vec::new();
        all.extend(playbook.cards.iter().filter(|(_, it)| is_asked(&it.name)).map(|(id, _)| self.card(id)));
        all.extend(playbook.journeys.iter().filter(|(_, it)| is_asked(&it.name)).map(|(id, _)| self.journey(id)));
        let risks = playbook.risks.iter().filter(|(_, it)| is_asked(&it.name));
        // Without a name only what there is: nobody wants to hear of each risk that is none.
        let is_there = |id: RiskId| self.account.decisions.levels[id].get(0) != Some(0);
        all.extend(risks.filter(|(id, _)| name.is_some() || is_there(*id)).map(|(id, _)| self.risk(id)));
        let plays = playbook.plays.iter().filter(|(_, it)| is_asked(&it.name));
        let is_active = |id: PlayId| self.state(id) == play_state::OPEN || self.state(id) == play_state::PENDING;
        all.extend(plays.filter(|(id, _)| name.is_some() || is_active(*id)).map(|(id, _)| self.play(id)));
        if let (true, Some(name)) = (all.is_empty(), name)
            && let Some((_, named)) = playbook.lets.iter().find(|(_, named)| named.name == name)
        {
            all.push(Paragraph {
                title: sentence_or(named.sentence.as_ref(), &named.name),
                sentences: vec![capital(&format!("it is {}.", self.value(&named.value)))],
            });
        }
        if let (true, Some(name)) = (all.is_empty(), name)
            && let Some((id, field)) = playbook.fields.iter().find(|(_, field)| field.path == name)
        {
            let line = value::field(self.account, id);
            let says = if field.private { "It is private.".into() } else { format!("It is {}.", line.says) };
            all.push(Paragraph { title: sentence_or(field.sentence.as_ref(), &field.path), sentences: vec![says] });
        }
        all
    }

    /// What is missing, what would turn it, since when, and what has moved.
    fn add_rest(&self, told: &Explanation, name: Option<&str>, all: &mut Vec<Paragraph>) {
        let playbook = self.playbook();
        let mut add = |title: &str, sentences: Vec<String>| {
            if !sentences.is_empty() {
                all.push(Paragraph { title: title.into(), sentences });
            }
        };
        let since = told.since.iter().filter(|_| name.is_some()).map(|since| {
            let or_before = if since.or_before { " or longer" } else { "" };
            format!("{} has been {} since {}{or_before}.", capital(&words(&since.name)), words(&since.is), since.since)
        });
        add("Since when", since.collect());
        let nearest = told.nearest.iter().map(|turning| {
            let to = words(&turning.to);
            if turning.moves.is_empty() {
                return format!("No change of a few values would do for this: {to}.");
            }
            let moves: Vec<String> = turning.moves.iter().map(change).collect();
            format!("This is what it takes for \u{201c}{to}\u{201d}: {}.", moves.join("; and "))
        });
        add("What would change it", nearest.collect());
        let missing = told.missing.iter().filter(|lacking| !lacking.name.is_empty()).map(|lacking| {
            let field = playbook.fields.rows().iter().find(|field| field.path == lacking.name);
            let label = field.map_or_else(|| words(&lacking.name), |it| sentence_or(it.sentence.as_ref(), &it.path));
            let how = match lacking.cause.as_str() {
                "absent" => "is not there",
                "expired" => "is too old to count",
                "invalid" => "cannot be read",
                "out of range" => "is out of its range",
                _ => "says too little",
            };
            let blinds: Vec<String> = lacking.blinds.iter().map(|blind| words(last(blind))).collect();
            format!("{} {how}. Without it nothing can be said of: {}.", quoted(&label), blinds.join(", "))
        });
        add("What we do not know", missing.collect());
        let Some(moved) = &told.moved else { return };
        let decisions = moved
            .decisions
            .iter()
            .map(|it| format!("{} was {} and is {} now.", capital(&words(&it.name)), words(&it.from), words(&it.to)));
        let inputs = moved.inputs.iter().map(|it| {
            let field = playbook.fields.rows().iter().find(|field| field.path == it.name);
            let label = field.map_or_else(|| words(&it.name), |it| sentence_or(it.sentence.as_ref(), &it.path));
            format!("{}: {}, before {}.", quoted(&label), it.to, it.from)
        });
        let all_of_it: Vec<String> = decisions.chain(inputs).collect();
        let none = vec!["Nothing has moved.".to_string()];
        add(&format!("Since {}", moved.since), if all_of_it.is_empty() { none } else { all_of_it });
    }

    fn card(&self, id: CardId) -> Paragraph {
        let card = &self.playbook().cards[id];
        let columns = &self.account.decisions.cards[id];
        let band = columns.band.get(0).map(|band| self.playbook().choices[card.band_set].word(band));
        let points = columns.score.get(0).map(|points| format!("{} of 100 points", points.floor()));
        let known = match (band, points) {
            (Some(band), Some(points)) => format!("It is {}, with {points}.", words(band)),
            (Some(band), None) => format!("It is {}; too little is known for points.", words(band)),
            (None, Some(points)) => format!("It has {points}."),
            (None, None) => "Too little is known to say how it is.".into(),
        };
        let mut sentences = vec![known];
        let mut parts: Vec<(f64, PartId)> = Vec::new();
        self.losses(card.root, 1.0, &mut parts);
        parts.sort_by(|a, b| b.0.total_cmp(&a.0));
        let worst: Vec<String> = parts
            .iter()
            .filter(|(lost, _)| *lost >= 1.0)
            .take(REASONS)
            .map(|(lost, id)| {
                let part = &self.playbook().parts[*id];
                format!("{} ({} points less)", self.part_label(*id, &part.name), lost.round())
            })
            .collect();
        if !worst.is_empty() {
            sentences.push(format!("What costs most: {}.", worst.join("; ")));
        }
        for limit in card.limits.iter().filter(|limit| self.account.seen().is_true(&limit.condition)) {
            let why = limit.sentence.as_ref().map_or_else(|| self.reasons(&limit.condition), |why| why.to_string());
            sentences.push(format!("It is held there: {}.", why.trim_end_matches('.')));
        }
        Paragraph { title: titled(&card.name, card.sentence.as_deref()), sentences }
    }

    /// What each indicator costs its scorecard, by what is known and counts.
    fn losses(&self, group: PartId, share: f64, found: &mut Vec<(f64, PartId)>) {
        let parts = &self.playbook().parts;
        let PartKind::Group(ids) = &parts[group].kind else { return };
        let points = |id: PartId| self.account.frame.numbers(self.account.program.part(id).score).get(0);
        let weight = |id: PartId| self.account.seen().number(&parts[id].weight).filter(|weight| *weight > 0.0);
        let counted: Vec<(PartId, f64, f64)> =
            ids.iter().filter_map(|id| Some((*id, points(*id)?, weight(*id)?))).collect();
        let total: f64 = counted.iter().map(|(.., weight)| weight).sum();
        for (id, points, weight) in counted {
            let share = share * weight / total;
            match parts[id].kind {
                PartKind::Group(_) => self.losses(id, share, found),
                PartKind::Indicator { .. } => found.push((share * (100.0 - points), id)),
            }
        }
    }

    /// `roi reached 20%`: the sentence of a part where it has one, else its name; and its value.
    fn part_label(&self, id: PartId, name: &str) -> String {
        let part = &self.playbook().parts[id];
        let label = part.sentence.as_ref().map_or_else(|| words(name), ToString::to_string);
        let PartKind::Indicator { value, .. } = &part.kind else { return label };
        let value = self.value(value);
        format!("{label}: {value}")
    }

    fn journey(&self, id: JourneyId) -> Paragraph {
        let journey = &self.playbook().journeys[id];
        let code = self.account.decisions.stages[id].get(0).map(usize::from);
        let stage = code.and_then(|code| journey.stages.get(code));
        let mut sentences = match stage {
            Some(stage) => vec![stage.sentence.as_ref().map_or_else(
                || format!("The account is at {}.", quoted(&words(&stage.name))),
                |what| format!("The account is at {}: {}.", quoted(&words(&stage.name)), what.trim_end_matches('.')),
            )],
            None => vec!["The account is at no stage that we know of.".into()],
        };
        let next = code.and_then(|code| journey.stages.iter().skip(code + 1).find(|it| it.interrupts_while.is_none()));
        if let Some(next) = next.filter(|_| stage.is_some_and(|stage| stage.interrupts_while.is_none())) {
            let doors = stage.and_then(|stage| stage.exit.as_ref()).into_iter().chain(next.enter.as_ref());
            let unmet: Vec<String> = doors.flat_map(|door| self.unmet(door, DEPTH)).take(REASONS).collect();
            if !unmet.is_empty() {
                sentences.push(format!("Before {} comes: {}.", quoted(&words(&next.name)), unmet.join("; ")));
            }
        }
        Paragraph { title: titled(&journey.name, journey.sentence.as_deref()), sentences }
    }

    fn risk(&self, id: RiskId) -> Paragraph {
        let risk = &self.playbook().risks[id];
        let code = self.account.decisions.levels[id].get(0).map(usize::from);
        let sentences = match code {
            None => vec!["Too little is known to say.".into()],
            Some(0) => vec!["It is not there.".into()],
            Some(code) => {
                let level = risk.levels.get(code - 1);
                let because = level.map_or_else(String::new, |level| self.reasons(&level.condition));
                let because = if because.is_empty() { because } else { format!(", because {because}") };
                vec![format!("It is {}{because}.", words(level.map_or("", |level| &level.name)))]
            }
        };
        Paragraph { title: titled(&risk.name, risk.sentence.as_deref()), sentences }
    }

    fn state(&self, id: PlayId) -> u16 {
        self.account.decisions.plays[id].state.get(0).unwrap_or(play_state::IDLE)
    }

    fn play(&self, id: PlayId) -> Paragraph {
        let play = &self.playbook().plays[id];
        let condition = match &play.trigger {
            Trigger::When(condition) | Trigger::Once(condition) => Some(condition),
            Trigger::Every { when, .. } => when.as_ref(),
        };
        let because = |text: String| if text.is_empty() { text } else { format!(", because {text}") };
        let reasons = || because(condition.map_or_else(String::new, |condition| self.reasons(condition)));
        let is_held = self.account.decisions.plays[id].suppressed.get(0);
        let says = match self.state(id) {
            play_state::OPEN => format!("It is under way{}.", reasons()),
            play_state::PENDING => format!("It begins if this stays so{}.", reasons()),
            play_state::IDLE if is_held => "It waits: something else goes before it.".into(),
            play_state::IDLE => {
                let unmet = condition.map_or_else(Vec::new, |condition| self.unmet(condition, DEPTH));
                let unmet: Vec<String> = unmet.into_iter().take(REASONS).collect();
                if unmet.is_empty() {
                    "It has no reason to begin.".into()
                } else {
                    format!("It has not begun: {}.", unmet.join("; "))
                }
            }
            state => format!("It is {}.", play_state::WORDS.get(usize::from(state)).unwrap_or(&"over")),
        };
        Paragraph { title: capital(&words(&play.title)), sentences: vec![says] }
    }

    /// The tests that make a condition true, joined.
    fn reasons(&self, condition: &Expr) -> String {
        let mut all = Vec::new();
        self.collect(condition, Verdict::Yes, DEPTH, &mut all);
        all.truncate(REASONS);
        all.join(" and ")
    }

    /// The tests that keep a condition from being true.
    fn unmet(&self, condition: &Expr, depth: usize) -> Vec<String> {
        let mut all = Vec::new();
        if self.account.seen().truth(condition) != Some(true) {
            self.collect(condition, Verdict::No, depth, &mut all);
        }
        all
    }

    fn collect(&self, condition: &Expr, wanted: Verdict, depth: usize, all: &mut Vec<String>) {
        let is = |condition: &Expr| {
            let verdict = condition::verdict(self.account, condition);
            if wanted == Verdict::Yes { verdict == Verdict::Yes } else { verdict != Verdict::Yes }
        };
        let mut each = |criteria: &[Criterion]| {
            for criterion in criteria.iter().filter(|criterion| is(&criterion.condition)) {
                self.collect(&criterion.condition, wanted, depth, all);
            }
        };
        match &condition.kind {
            ExprKind::All(criteria) | ExprKind::Any(criteria) | ExprKind::AtLeastOf { criteria, .. } => each(criteria),
            ExprKind::For { condition, .. } => self.collect(condition, wanted, depth, all),
            ExprKind::Let(id) if depth > 0 => {
                let named = &self.playbook().lets[*id];
                match &named.sentence {
                    Some(sentence) if wanted == Verdict::Yes => all.push(lower(sentence.trim_end_matches('.'))),
                    _ => self.collect(&named.value, wanted, depth - 1, all),
                }
            }
            _ => {
                let atom = self.atom(condition);
                if !all.contains(&atom) {
                    all.push(atom);
                }
            }
        }
    }

    /// One test in words.
    fn atom(&self, condition: &Expr) -> String {
        let is_true = self.account.seen().is_true(condition);
        match &condition.kind {
            ExprKind::Compare { op, left, right } => {
                let is_turned = matches!(left.kind, ExprKind::Constant(_));
                let (subject, op, limit) = if is_turned { (right, op.turned(), left) } else { (left, *op, right) };
                let needs = if is_true { "" } else { "it takes " };
                format!(
                    "{} is {} ({needs}{} {})",
                    self.label(subject),
                    self.value(subject),
                    op.words(&subject.ty),
                    self.value(limit)
                )
            }
            ExprKind::OneOf { subject, .. } | ExprKind::AtLeast { subject, .. } => {
                format!("{} is {}", self.label(subject), words(&self.value(subject)))
            }
            ExprKind::IsMissing(subject) if is_true => format!("{} is not known", self.label(subject)),
            ExprKind::IsMissing(subject) => format!("{} is known", self.label(subject)),
            ExprKind::IsKnown(subject) if is_true => format!("{} is known", self.label(subject)),
            ExprKind::IsKnown(subject) => format!("{} is not known", self.label(subject)),
            ExprKind::Within { date, .. } => format!("{} is {}", self.label(date), self.value(date)),
            ExprKind::Not(inner) => match &inner.kind {
                ExprKind::Field(_) | ExprKind::Let(_) => format!("{} is {}", self.label(inner), self.value(inner)),
                _ => format!("it is not so that {}", self.atom(inner)),
            },
            ExprKind::Field(_) => format!("{} is {}", self.label(condition), self.value(condition)),
            _ => self.label(condition),
        }
    }

    /// What something is called, in words.
    fn label(&self, expr: &Expr) -> String {
        let playbook = self.playbook();
        match &expr.kind {
            ExprKind::Field(id) => {
                let field = &playbook.fields[*id];
                field.sentence.as_ref().map_or_else(|| words(&field.path), |sentence| quoted(sentence))
            }
            ExprKind::Let(id) => words(&playbook.lets[*id].name),
            ExprKind::DaysSince(inner) => format!("the time since {}", self.label(inner)),
            ExprKind::DaysUntil(inner) => format!("the time until {}", self.label(inner)),
            ExprKind::Part(id) | ExprKind::Band(id) => words(last(&playbook.parts[*id].path)),
            _ => words(&show(expr, playbook)),
        }
    }

    /// A value as people read it; nothing private.
    fn value(&self, expr: &Expr) -> String {
        if self.is_private(self.account.program.node(expr)) {
            return "private".into();
        }
        let shown = self.account.seen().shown(expr);
        plain(&shown.unwrap_or_else(|| "not known".into())).into_owned()
    }

    fn is_private(&self, node: NodeId) -> bool {
        let playbook = self.playbook();
        let beneath = self.reach.beneath(&[node]);
        beneath.iter().filter_map(|node| self.account.program.graph.get(*node)).any(|node| match &node.op {
            Op::Field(id) => playbook.fields[*id].private,
            Op::ElementField { list, field } => {
                let list = &playbook.lists[*list];
                list.private || list.fields.get(*field).is_some_and(|field| field.private)
            }
            _ => false,
        })
    }
}

/// A change in words.
fn change(moved: &Moved) -> String {
    let label = moved.sentence.clone().unwrap_or_else(|| words(&moved.name));
    if moved.is_private {
        return format!("another value of {}, which is private", quoted(&label));
    }
    format!("{}, {} instead of {}", quoted(&label), moved.to, moved.from)
}

/// `Win back: who has stopped ordering`.
fn titled(name: &str, sentence: Option<&str>) -> String {
    let name = capital(&words(name));
    sentence.map_or_else(|| name.clone(), |sentence| format!("{name}: {}", sentence.trim_end_matches('.')))
}

fn sentence_or(sentence: Option<&smol_str::SmolStr>, name: &str) -> String {
    sentence.map_or_else(|| words(name), ToString::to_string)
}
