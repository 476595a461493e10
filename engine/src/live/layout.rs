//! What the numbers in a state mean: the names of the playbook it was written with.
//!
//! States are lists of places and numbers of words; a playbook that has changed has others. The layout that lies with a
//! state says what they were, so that they can be found again by name.

use crate::graph::{NodeId, Program};
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;
use stageplay_dsl::typed::{Again, Expr, ExprKind, Playbook, show};
use stageplay_dsl::types::{ChoiceSetId, Id, Type, Value};

/// The form of the bytes of a state. A state of another form is not read: who changes
/// [`AccountState`](crate::decide::state::AccountState) raises it, and reads the former one as well.
pub(super) const FORM: u32 = 1;

/// The names behind the places of a state.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Layout {
    /// The form of the bytes of a state: see [`FORM`].
    pub form: u32,
    /// The playbook's name.
    pub playbook: SmolStr,
    /// Where its days begin and end; `None` where it does not say.
    #[serde(default)]
    pub timezone: Option<SmolStr>,
    /// Scorecards, with their bands, and their indicators behind those.
    pub cards: Vec<CardNames>,
    /// Journeys, with their stages.
    pub journeys: Vec<Named>,
    /// Risks, with their levels.
    pub risks: Vec<Named>,
    /// Conditions with a clock.
    pub clocks: Vec<Kept>,
    /// What `previous` reads.
    pub previous: Vec<Kept>,
    /// The subjects of events.
    pub known: Vec<Kept>,
    /// Values that last.
    pub lasting: Vec<Kept>,
    /// What was decided on earlier days.
    pub series: Vec<Kept>,
    /// Fields that are read of earlier snapshots, with their words.
    pub fields: Vec<Named>,
    /// Lists that are, with their fields.
    pub lists: Vec<ListNames>,
    /// Plays, with their tasks and escalations.
    pub plays: Vec<PlayNames>,
    /// Groups of plays with a limit.
    pub limits: Vec<SmolStr>,
    /// Scores other than those of scorecards.
    #[serde(default)]
    pub scores: Vec<ScoreNames>,
}

/// A score other than that of a scorecard.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ScoreNames {
    /// Its name.
    pub name: SmolStr,
    /// The least it can be.
    pub low: f64,
    /// The most it can be.
    pub high: f64,
}

/// Something with words or members.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// Its name.
    pub name: SmolStr,
    /// Its words, by number.
    pub words: Vec<SmolStr>,
}

/// A scorecard.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardNames {
    /// Its name.
    pub name: SmolStr,
    /// Its bands, by number.
    pub bands: Vec<SmolStr>,
    /// Its indicators, in order.
    pub indicators: Vec<SmolStr>,
}

/// A value that is remembered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// The stable name of its node.
    pub key: SmolStr,
    /// How it is written.
    pub written: SmolStr,
    /// Its words, by number; empty where it is no word.
    pub words: Vec<SmolStr>,
}

/// A list of records.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListNames {
    /// Its path.
    pub name: SmolStr,
    /// Its fields, with their words.
    pub fields: Vec<Named>,
}

/// A play.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PlayNames {
    /// Its name.
    pub name: SmolStr,
    /// Its tasks.
    pub tasks: Vec<SmolStr>,
    /// The roles its escalations go to.
    pub escalations: Vec<SmolStr>,
    /// When it opens again after it has closed, as it is written: `never`, or how long after.
    #[serde(default)]
    pub again: SmolStr,
    /// The same in days, where it is the same for every account.
    #[serde(default)]
    pub again_days: Option<f64>,
}

impl Layout {
    /// That of a program.
    #[must_use]
    pub fn of(program: &Program) -> Self {
        let (playbook, memory) = (&program.playbook, &program.memory);
        let kept = |nodes: &[NodeId]| nodes.iter().map(|node| value(program, *node)).collect();
        let field = |path: &SmolStr, ty: &Type| Named { name: path.clone(), words: words_of(playbook, ty) };
        Self {
            form: FORM,
            playbook: playbook.header.name.clone(),
            timezone: playbook.header.timezone.clone(),
            cards: playbook
                .cards
                .iter()
                .map(|(id, card)| CardNames {
                    name: card.name.clone(),
                    bands: words(playbook, card.band_set),
                    indicators: crate::decide::indicators(program, id)
                        .into_iter()
                        .map(|part| playbook.parts[part].path.clone())
                        .collect(),
                })
                .collect(),
            journeys: playbook
                .journeys
                .rows()
                .iter()
                .map(|journey| Named { name: journey.name.clone(), words: words(playbook, journey.stage_set) })
                .collect(),
            risks: playbook
                .risks
                .rows()
                .iter()
                .map(|risk| Named { name: risk.name.clone(), words: words(playbook, risk.level_set) })
                .collect(),
            clocks: kept(&memory.clocks),
            previous: kept(&memory.previous.iter().map(|supplied| supplied.of).collect::<Vec<_>>()),
            known: kept(&memory.known),
            lasting: kept(&memory.lasting),
            series: kept(&memory.series),
            fields: memory
                .fields
                .iter()
                .map(|id| field(&playbook.fields[*id].path, &playbook.fields[*id].ty))
                .collect(),
            lists: memory
                .lists
                .iter()
                .map(|id| ListNames {
                    name: playbook.lists[*id].path.clone(),
                    fields: playbook.lists[*id].fields.iter().map(|it| field(&it.path, &it.ty)).collect(),
                })
                .collect(),
            plays: playbook
                .plays
                .rows()
                .iter()
                .map(|play| PlayNames {
                    name: play.name.clone(),
                    tasks: play.tasks.iter().map(|task| task.name.clone()).collect(),
                    escalations: play.escalations.iter().map(|it| playbook.roles[it.to].name.clone()).collect(),
                    again: match &play.again {
                        Again::Never => "never".into(),
                        Again::After(days) => show(days, playbook).into(),
                    },
                    again_days: match &play.again {
                        Again::After(Expr { kind: ExprKind::Constant(Value::Number(days)), .. }) => Some(*days),
                        _ => None,
                    },
                })
                .collect(),
            limits: limits(playbook),
            scores: playbook
                .scores
                .rows()
                .iter()
                .map(|score| ScoreNames { name: score.name.clone(), low: score.low, high: score.high })
                .collect(),
        }
    }
}

/// The groups with a limit, in order.
fn limits(playbook: &Playbook) -> Vec<SmolStr> {
    let groups = playbook.groups.rows().iter();
    let limits = groups.filter(|group| matches!(group.kind, stageplay_dsl::typed::GroupKind::Limit { .. }));
    limits.map(|group| group.name.clone()).collect()
}

fn words(playbook: &Playbook, set: ChoiceSetId) -> Vec<SmolStr> {
    playbook.choices.rows().get(set.index()).map_or_else(Vec::new, |set| set.names().map(SmolStr::from).collect())
}

fn words_of(playbook: &Playbook, ty: &Type) -> Vec<SmolStr> {
    match ty {
        Type::Choice(set) => words(playbook, *set),
        _ => Vec::new(),
    }
}

/// A node that is remembered, by its stable name, and how the playbook writes it.
fn value(program: &Program, node: NodeId) -> Kept {
    let key = program.graph.get(node).map_or(0, |node| node.key);
    let expression = program.expression(node);
    Kept {
        key: format!("{key:016x}").into(),
        written: expression.map_or_else(SmolStr::default, |expr| show(expr, &program.playbook).into()),
        words: expression.map_or_else(Vec::new, |expr| words_of(&program.playbook, &expr.ty)),
    }
}
