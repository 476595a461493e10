//! `x is red or yellow`: it reads as one question and parses as two.
//!
//! Whether `yellow` is a word of `x` or a field of its own only the whole file can say, so this is a
//! suspicion until every item of the file is known.

use super::Builder;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::tree::{
    BinaryOp, CardClause, Expr, ExprKind, IsTest, Item, JourneyClause, Member, RiskClause, TypeKind,
};
use rustc_hash::FxHashSet;
use smol_str::SmolStr;

/// A bare word after `or`, and what is said if it is a choice.
pub(in crate::syntax) struct Suspect {
    word: SmolStr,
    /// What the question is about: a chain of words is one mistake.
    subject: Span,
    said: Diagnostic,
}

impl Builder<'_> {
    /// Notes a bare word that follows `is … or`.
    pub(super) fn suspect_word(&self, left: &Expr, right: &Expr) {
        let Some(word) = bare_word(right) else { return };
        let Some((subject, mut words)) = asked(left) else { return };
        words.push(word.clone());
        let place = subject.span;
        let subject = self.text.get(place.range()).unwrap_or("x");
        let message = format!("`{word}` is asked of nothing: `or` stands between two conditions");
        let said = Diagnostic::error(Code(112), right.span, message)
            .help(format!("write `{subject} is one of {{{}}}`", words.join(", ")));
        self.suspects.borrow_mut().push(Suspect { word, subject: place, said });
    }
}

/// The suspicions that the items of the file confirm, and their words.
pub(in crate::syntax) fn confirmed(suspects: Vec<Suspect>, items: &[Item]) -> Vec<(Diagnostic, SmolStr)> {
    if suspects.is_empty() {
        return Vec::new();
    }
    let mut names = FxHashSet::default();
    let mut choices = FxHashSet::default();
    for item in items {
        collect(item, &mut names, &mut choices);
    }
    let sure = |suspect: &Suspect| choices.contains(&suspect.word) && !names.contains(&suspect.word);
    let mut all: Vec<(Span, Diagnostic, SmolStr)> = Vec::new();
    for suspect in suspects.into_iter().filter(sure) {
        match all.last_mut() {
            // The next word of the chain: the help grows, the place stays.
            Some((subject, said, _)) if *subject == suspect.subject => said.help = suspect.said.help,
            _ => all.push((suspect.subject, suspect.said, suspect.word)),
        }
    }
    all.into_iter().map(|(_, said, word)| (said, word)).collect()
}

fn bare_word(expr: &Expr) -> Option<SmolStr> {
    let ExprKind::Path(path) = &expr.kind else { return None };
    match path.parts.as_slice() {
        [word] => Some(word.text.clone()),
        _ => None,
    }
}

/// What the last question of a chain of `or` asks about, and the words it asks for.
fn asked(expr: &Expr) -> Option<(&Expr, Vec<SmolStr>)> {
    match &expr.kind {
        ExprKind::Is { subject, negated: false, test: IsTest::Word(word) } => Some((subject, vec![word.text.clone()])),
        ExprKind::Is { subject, negated: false, test: IsTest::OneOf(words) } => {
            Some((subject, words.iter().map(|word| word.text.clone()).collect()))
        }
        ExprKind::Binary { op: BinaryOp::Or, left, right } => match bare_word(right) {
            Some(word) => {
                let (subject, mut words) = asked(left)?;
                words.push(word);
                Some((subject, words))
            }
            None => asked(right),
        },
        _ => None,
    }
}

/// The names an item gives to values, and the words it declares as choices.
fn collect(item: &Item, names: &mut FxHashSet<SmolStr>, choices: &mut FxHashSet<SmolStr>) {
    match item {
        Item::Setting(setting) => _ = names.insert(setting.name.text.clone()),
        Item::Let(item) => _ = names.insert(item.name.text.clone()),
        Item::Score(score) => _ = names.insert(score.name.text.clone()),
        Item::Account(account) => {
            account.members.iter().for_each(|member| member_choices(member, choices));
            names.extend(account.members.iter().map(|member| match member {
                Member::Field(field) => field.name.text.clone(),
                Member::Group(group) => group.name.text.clone(),
            }));
        }
        Item::Tier(tier) => choices.extend(tier.rows.iter().map(|row| row.name.text.clone())),
        Item::Card(card) => choices.extend(card.clauses.iter().flat_map(|clause| match clause {
            CardClause::Bands { bands, .. } => bands.iter().map(|band| band.name.text.clone()).collect(),
            _ => Vec::new(),
        })),
        Item::Journey(journey) => choices.extend(journey.clauses.iter().filter_map(|clause| match clause {
            JourneyClause::Stage(stage) => Some(stage.name.text.clone()),
            _ => None,
        })),
        Item::Risk(risk) => choices.extend(risk.clauses.iter().filter_map(|clause| match clause {
            RiskClause::Level { name, .. } => Some(name.text.clone()),
            _ => None,
        })),
        Item::Playbook(_) | Item::Roles(_) | Item::Play(_) | Item::DefaultsPlay { .. } => {}
    }
}

/// The choices of a field, or of a group's fields. Groups nest no deeper than brackets may.
fn member_choices(member: &Member, choices: &mut FxHashSet<SmolStr>) {
    match member {
        Member::Group(group) => group.members.iter().for_each(|member| member_choices(member, choices)),
        Member::Field(field) => {
            if let TypeKind::OneOf { choices: words, .. } = &field.ty.kind {
                choices.extend(words.iter().map(|choice| choice.name.text.clone()));
            }
        }
    }
}
