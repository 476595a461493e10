//! What a path means where it stands.

use super::checker::{Checker, Let, Want};
use super::errors;
use crate::resolve::{Entity, Miss, Target, unknown_name};
use crate::source::Span;
use crate::syntax::tree::Path;
use crate::typed::{Expr, ExprKind};
use crate::types::{ChoiceSetId, LetId, PartId, PlayId, Type, Value};

impl Checker<'_> {
    pub(super) fn path(&mut self, path: &Path, want: Want) -> Option<Expr> {
        let span = path.span;
        if let Some(list) = self.element {
            return self.element_path(list, path, want);
        }
        let target = self.resolved.names.lookup(path, self.scope);
        if let (Want::Among(set), [word]) = (want, path.parts.as_slice()) {
            if let Some(code) = self.sets.choices[set].code(&word.text) {
                return Some(self.make(ExprKind::Constant(Value::Choice(code)), Type::Choice(set), span));
            }
            if target.is_err() {
                if !self.is_lost(&word.text) {
                    let error = errors::not_a_choice(self, word, set);
                    self.report(error);
                }
                return None;
            }
        }
        match target {
            Ok(target) => self.target(target, path, want),
            Err(miss) => {
                let record = self.resolved.names.record(path, self.scope);
                if let Some(Some(list)) = record {
                    let rest = Path { parts: path.parts.iter().skip(1).cloned().collect(), span };
                    self.no_element(list, &rest, Miss { part: miss.part.saturating_sub(1) });
                } else if record.is_none() && !self.may_exist(path) {
                    let mut error = unknown_name(&self.resolved.names, path, miss);
                    if let ([word], None) = (path.parts.as_slice(), &error.fix)
                        && let Some(set) = self.sets.owner_of(&word.text)
                    {
                        error = error.help(errors::word_alone(self, set, &word.text));
                    }
                    self.report(error);
                }
                None
            }
        }
    }

    /// True where a name that was not found may stand in what could not be read.
    pub(super) fn may_exist(&self, path: &Path) -> bool {
        let doubtful = |name: &crate::syntax::tree::Name| self.resolved.names.doubtful.contains(&name.text);
        let lost = path.parts.iter().any(|part| self.is_lost(&part.text)) || self.is_lost(&path.joined());
        lost || path.parts.first().is_some_and(doubtful)
    }

    fn target(&mut self, target: Target, path: &Path, want: Want) -> Option<Expr> {
        let span = path.span;
        if let Some((entity, _)) = path.parts.first().and_then(|first| self.resolved.names.top.get(&first.text)) {
            self.used.insert(*entity);
        }
        let (kind, ty) = match target {
            Target::AsOf => (ExprKind::AsOf, Type::Date),
            Target::Field(id) => {
                self.used.insert(Entity::Field(id));
                (ExprKind::Field(id), self.fields[id].ty.clone())
            }
            Target::Setting(id) => (ExprKind::Setting(id), self.settings[id].as_ref()?.0.ty.clone()),
            Target::Let(id) => (ExprKind::Let(id), self.kind_of_let(id, span)?),
            Target::Tier(id) => (ExprKind::Tier(id), Type::Choice(self.sets.tiers[id])),
            Target::Score(id) => (ExprKind::Score(id), Type::Number),
            Target::Part(id) if want == Want::Value => (ExprKind::Part(id), Type::Number),
            Target::Part(id) => (ExprKind::Band(id), Type::Choice(self.bands_of(id))),
            Target::Stage(id) => (ExprKind::Stage(id), Type::Choice(self.sets.stages[id])),
            Target::Pace(id) => (ExprKind::Pace(id), Type::Choice(self.sets.pace?)),
            Target::StageDate { journey, stage, edge } => (ExprKind::StageDate { journey, stage, edge }, Type::Date),
            Target::Measure { journey, stage, measure } => (ExprKind::Measure { journey, stage, measure }, Type::Days),
            Target::Level(id) => (ExprKind::Level(id), Type::Choice(self.sets.levels[id])),
            Target::PlayState(id) => (ExprKind::PlayState(id), Type::Choice(self.sets.play?)),
            Target::Element { list, field } if self.each.is_some() => {
                (ExprKind::Element { list, field }, self.elements[list].get(field)?.ty.clone())
            }
            Target::Element { .. } => {
                self.report(errors::record_inside_a_list(path));
                return None;
            }
            Target::Record(_) => {
                let variable = path.parts.first()?;
                self.report(errors::record_as_value(variable, path));
                return None;
            }
            Target::TaskState { play, .. } if self.is_of_another_run(play) => {
                let declared = &self.resolved.declared;
                let play = &declared.plays[play];
                let list = play.each().map_or_else(Default::default, |each| each.list.joined());
                self.report(errors::whose_task(path, &play.name.text, &list));
                return None;
            }
            Target::TaskState { play, task } => (ExprKind::TaskState { play, task }, Type::Choice(self.sets.task?)),
            Target::List(_) | Target::ListField { .. } | Target::ListGroup(_) => {
                let error = errors::list_as_value(self, target, path);
                self.report(error);
                return None;
            }
            Target::Group
            | Target::Role(_)
            | Target::StageAlone { .. }
            | Target::PlayGroup(_)
            | Target::Metric(_)
            | Target::Signal(_) => {
                let error = errors::no_value(target, path);
                self.report(error);
                return None;
            }
        };
        Some(self.make(kind, ty, span))
    }

    /// True for a play that has a run for each record of a list, seen from where none of them is at hand.
    fn is_of_another_run(&self, play: PlayId) -> bool {
        self.has_records(play) && self.each != Some(play)
    }

    /// True for a play with a run for each record of a list that there is.
    pub(super) fn has_records(&self, play: PlayId) -> bool {
        self.resolved.names.each.get(&play).is_some_and(|(_, list)| list.is_some())
    }

    fn bands_of(&self, part: PartId) -> ChoiceSetId {
        self.sets.cards[self.resolved.declared.parts[part].card]
    }

    fn kind_of_let(&mut self, id: LetId, span: Span) -> Option<Type> {
        match &self.lets[id] {
            Let::Done(known, event) => {
                self.events += usize::from(*event);
                Some(known.ty.clone())
            }
            Let::Failed => None,
            // Its own earlier value: taken as what it looks like, and compared once it is known.
            Let::Pending if self.past > 0 => {
                let ty = looks_like(&self.resolved.declared.lets[id].value);
                self.guesses.push((id, ty.clone(), span));
                Some(ty)
            }
            Let::Pending => None,
        }
    }
}

/// The kind an expression seems to have, from its outermost form alone.
fn looks_like(expr: &crate::syntax::tree::Expr) -> Type {
    use crate::syntax::tree::{BinaryOp, ExprKind as Kind, ListQuantifier, Quantifier};
    match &expr.kind {
        Kind::Not(_)
        | Kind::Is { .. }
        | Kind::Within { .. }
        | Kind::For { .. }
        | Kind::Becomes { .. }
        | Kind::Moves { .. }
        | Kind::Quantified { quantifier: ListQuantifier::Some | ListQuantifier::No | ListQuantifier::Every, .. }
        | Kind::Group { quantifier: Quantifier::All | Quantifier::Any | Quantifier::AtLeast(_), .. } => Type::Truth,
        Kind::Binary { op, .. } => match op {
            BinaryOp::Add | BinaryOp::Subtract | BinaryOp::Multiply | BinaryOp::Divide => Type::Number,
            _ => Type::Truth,
        },
        _ => Type::Number,
    }
}
