//! The sets of words of a playbook: fields, bands, tiers, stages, levels, states.

use super::errors;
use crate::diagnostic::Diagnostics;
use crate::resolve::{Resolved, reserved, twice};
use crate::syntax::tree::{CardClause, JourneyClause, Name, RiskClause, TypeKind};
use crate::types::{CardId, ChoiceSet, ChoiceSetId, FieldId, JourneyId, ListId, RiskId, Table, TierId, Type, Word};
use rustc_hash::FxHashMap;
use smol_str::{SmolStr, format_smolstr};

/// Every set of words, and whose it is.
#[derive(Debug, Default)]
pub(super) struct Sets {
    pub(super) choices: Table<ChoiceSetId, ChoiceSet>,
    pub(super) fields: FxHashMap<FieldId, ChoiceSetId>,
    pub(super) elements: FxHashMap<(ListId, usize), ChoiceSetId>,
    pub(super) tiers: Table<TierId, ChoiceSetId>,
    pub(super) cards: Table<CardId, ChoiceSetId>,
    pub(super) stages: Table<JourneyId, ChoiceSetId>,
    pub(super) levels: Table<RiskId, ChoiceSetId>,
    pub(super) pace: Option<ChoiceSetId>,
    pub(super) play: Option<ChoiceSetId>,
    pub(super) task: Option<ChoiceSetId>,
}

/// The states of a play, in the order every part of the program knows.
const PLAY: &[&str] =
    &["idle", "pending", "open", "succeeded", "cleared", "expired", "dismissed", "withdrawn", "gone", "cooling"];

impl Sets {
    /// Collects all sets; words given twice are reported.
    pub(super) fn of(resolved: &Resolved<'_>, diagnostics: &mut Diagnostics) -> Self {
        let mut sets = Self::default();
        let declared = &resolved.declared;
        for (id, source) in declared.fields.iter() {
            if let Some(set) = sets.of_field(source.path.clone(), &source.field.ty.kind, diagnostics) {
                sets.fields.insert(id, set);
            }
        }
        for (id, list) in declared.lists.iter() {
            for (at, source) in list.fields.iter().enumerate() {
                let name = format_smolstr!("{}.{}", list.path, source.path);
                if let Some(set) = sets.of_field(name, &source.field.ty.kind, diagnostics) {
                    sets.elements.insert((id, at), set);
                }
            }
        }
        for (_, tier) in declared.tiers.iter() {
            let names: Vec<&Name> = tier.rows.iter().map(|row| &row.name).collect();
            distinct(&names, diagnostics, twice);
            let set = sets.add(&tier.name, &names, names.len());
            sets.tiers.push(set);
        }
        for (_, card) in declared.cards.iter() {
            let bands = card.clauses.iter().filter_map(|clause| match clause {
                CardClause::Bands { bands, .. } => Some(bands),
                _ => None,
            });
            let mut names: Vec<&Name> = bands.take(1).flatten().map(|band| &band.name).collect();
            distinct(&names, diagnostics, twice);
            names.reverse();
            let set = sets.add(&card.name, &names, names.len());
            sets.choices[set].highest_first = true;
            sets.cards.push(set);
        }
        for (_, source) in declared.journeys.iter() {
            let names: Vec<&Name> = source.stages.iter().map(|stage| &stage.name).collect();
            let set = sets.add(&source.journey.name, &names, source.ordered);
            let applies = source.journey.clauses.iter().any(|clause| matches!(clause, JourneyClause::AppliesWhen(_)));
            if applies {
                sets.choices[set].words.push(Word { name: "none".into(), label: None });
            }
            sets.stages.push(set);
        }
        for (_, risk) in declared.risks.iter() {
            let names: Vec<&Name> = risk.clauses.iter().filter_map(level).collect();
            distinct(&names, diagnostics, errors::level_twice);
            if let Some(none) = names.iter().find(|name| name.text == "none") {
                diagnostics.push(reserved(none));
            }
            let set = sets.add(&risk.name, &names, names.len());
            let words = &mut sets.choices[set].words;
            words.insert(0, Word { name: "none".into(), label: None });
            sets.choices[set].ordered = sets.choices[set].words.len();
            sets.levels.push(set);
        }
        sets.pace =
            Some(sets.choices.push(ChoiceSet::plain("the paces of a journey", ["on_track", "behind", "stuck"], true)));
        sets.play = Some(sets.choices.push(ChoiceSet::plain("the states of a play", PLAY.iter().copied(), false)));
        sets.task =
            Some(sets.choices.push(ChoiceSet::plain("the states of a task", ["open", "done", "waiting"], false)));
        sets
    }

    /// The words a field may have, where it has words.
    fn of_field(&mut self, name: SmolStr, kind: &TypeKind, diagnostics: &mut Diagnostics) -> Option<ChoiceSetId> {
        let TypeKind::OneOf { ordered, choices } = kind else { return None };
        let names: Vec<&Name> = choices.iter().map(|choice| &choice.name).collect();
        distinct(&names, diagnostics, twice);
        let words = choices.iter().map(|choice| Word {
            name: choice.name.text.clone(),
            label: choice.label.as_ref().map(|label| label.text.clone()),
        });
        let words: Vec<Word> = words.collect();
        let ordered = if *ordered { words.len() } else { 0 };
        Some(self.choices.push(ChoiceSet { name, words, ordered, highest_first: false }))
    }

    fn add(&mut self, owner: &Name, words: &[&Name], ordered: usize) -> ChoiceSetId {
        let words = words.iter().map(|word| Word { name: word.text.clone(), label: None }).collect();
        let name = owner.text.clone();
        self.choices.push(ChoiceSet { name, words, ordered, highest_first: false })
    }

    /// The kind of a field.
    pub(super) fn field_type(&self, id: FieldId, kind: &TypeKind) -> Type {
        Self::type_of(kind, self.fields.get(&id))
    }

    /// The kind of a field of a list's records.
    pub(super) fn element_type(&self, list: ListId, field: usize, kind: &TypeKind) -> Type {
        Self::type_of(kind, self.elements.get(&(list, field)))
    }

    fn type_of(kind: &TypeKind, set: Option<&ChoiceSetId>) -> Type {
        match kind {
            TypeKind::Text => Type::Text,
            TypeKind::Number => Type::Number,
            TypeKind::Count => Type::Count,
            TypeKind::Percent => Type::Percent,
            TypeKind::Ratio => Type::Ratio,
            TypeKind::Money(currency) => Type::Money(currency.clone()),
            TypeKind::Days => Type::Days,
            TypeKind::Date => Type::Date,
            TypeKind::YesNo => Type::Truth,
            TypeKind::OneOf { .. } => set.map_or(Type::Text, |set| Type::Choice(*set)),
        }
    }

    /// Whose word it is, where any set has it.
    pub(super) fn owner_of(&self, word: &str) -> Option<ChoiceSetId> {
        let mut owners = self.choices.iter().filter(|(_, set)| set.code(word).is_some());
        owners.next().map(|(id, _)| id)
    }

    /// A set's name in a message: `segment` in backticks, or plain words.
    pub(super) fn name(&self, set: ChoiceSetId) -> String {
        let name = &self.choices[set].name;
        if name.contains(' ') { name.to_string() } else { format!("`{name}`") }
    }
}

fn level(clause: &RiskClause) -> Option<&Name> {
    match clause {
        RiskClause::Level { name, .. } => Some(name),
        _ => None,
    }
}

/// Reports every name that stands twice, and words that `is` reads another way.
fn distinct(
    names: &[&Name],
    diagnostics: &mut Diagnostics,
    wording: impl Fn(&Name, crate::source::Span) -> crate::diagnostic::Diagnostic,
) {
    for (at, name) in names.iter().enumerate() {
        if let Some(first) = names.iter().take(at).find(|first| first.text == name.text) {
            diagnostics.push(wording(name, first.span));
        }
        if matches!(name.text.as_str(), "known" | "missing") {
            diagnostics.push(errors::asked_by_is(name));
        }
    }
}
