//! One expression, one node.

use super::{Lowering, slot_kind};
use crate::column::SlotKind;
use crate::graph::{Decided, NodeId, Op, Past, Way, key};
use stageplay_dsl::typed::{Arithmetic, Criterion, Declaration, Expr, ExprKind, Move, Playbook, Trend};
use stageplay_dsl::types::{ChoiceSetId, Id, Type, Value};

impl<'a> Lowering<'a> {
    /// The node of an expression.
    pub(super) fn lower(&mut self, expression: &Expr) -> NodeId {
        if let Some(node) = self.expressions.get(expression.id.index()).copied().flatten() {
            return node;
        }
        let node = self.lower_new(expression);
        if let Some(place) = self.expressions.get_mut(expression.id.index()) {
            *place = Some(node);
        }
        node
    }

    fn lower_new(&mut self, expression: &Expr) -> NodeId {
        use ExprKind as Kind;
        let kind = slot_kind(&expression.ty);
        if self.of_own_run(&expression.kind) {
            // Each run of such a play has its own: it is supplied for every record.
            return self.supplied(&expression.kind, kind);
        }
        if self.reaches_out(&expression.kind) {
            return self.spread(kind, |outside| outside.lower_new(expression));
        }
        match &expression.kind {
            Kind::Constant(value) => self.constant(value, &expression.ty),
            Kind::Setting(id) => {
                let setting = self.playbook.settings.rows().get(id.index());
                // Without a value it is drawn, and never evaluated.
                let value = setting.and_then(|setting| Some((setting.value.as_ref()?, &setting.ty)));
                value.map_or(NodeId(0), |(value, ty)| self.constant(value, ty))
            }
            Kind::AsOf => self.as_of(),
            Kind::Field(id) => self.field(*id),
            Kind::Let(id) => self.ensure(Declaration::Let(*id)),
            Kind::Tier(id) => self.ensure(Declaration::Tier(*id)),
            Kind::Score(id) => self.ensure(Declaration::Score(*id)),
            Kind::Part(id) => self.ensure(Declaration::Part(*id)),
            Kind::Measure { journey, stage, measure } => self.measure(*journey, *stage, *measure),
            Kind::Band(_)
            | Kind::Stage(_)
            | Kind::StageDate { .. }
            | Kind::Pace(_)
            | Kind::Level(_)
            | Kind::PlayState(_)
            | Kind::TaskState { .. } => self.supplied(&expression.kind, kind),
            Kind::DaysSince(date) => {
                let inputs = vec![self.as_of(), self.lower(date)];
                self.builder.add(Op::Arithmetic(Arithmetic::Subtract), inputs, kind, &[])
            }
            Kind::DaysUntil(date) => {
                let inputs = vec![self.lower(date), self.as_of()];
                self.builder.add(Op::Arithmetic(Arithmetic::Subtract), inputs, kind, &[])
            }
            Kind::MonthsSince(date) => {
                let inputs = vec![self.lower(date), self.as_of()];
                self.builder.add(Op::MonthsSince, inputs, kind, &[])
            }
            Kind::Within { date, direction, distance } => {
                let inputs = vec![self.lower(date), self.lower(distance), self.as_of()];
                self.builder.add(Op::Within(*direction), inputs, kind, &[])
            }
            Kind::OneOf { subject, negated, words } => {
                let input = self.lower(subject);
                let names = self.sorted_names(subject, words.iter().copied());
                let mut words = words.clone();
                words.sort_unstable();
                words.dedup();
                self.builder.add(Op::OneOf { words, negated: *negated }, vec![input], kind, &names)
            }
            Kind::AtLeast { subject, word } => {
                let input = self.lower(subject);
                let ordered = set_of(subject).and_then(|set| self.playbook.choices.rows().get(set.index()));
                let ordered = ordered.map_or(0, |set| u16::try_from(set.ordered).unwrap_or(u16::MAX));
                let names = self.sorted_names(subject, *word..ordered);
                self.builder.add(Op::AtLeast { word: *word, ordered }, vec![input], kind, &names)
            }
            Kind::Becomes { subject, word } => {
                let input = self.lower(subject);
                let names = self.sorted_names(subject, [*word]);
                self.builder.add(Op::Becomes { word: *word }, vec![input], kind, &names)
            }
            Kind::Moves { subject, direction } => {
                let input = self.lower(subject);
                let ordered = set_of(subject).and_then(|set| self.playbook.choices.rows().get(set.index()));
                let ordered = ordered.map_or(0, |set| u16::try_from(set.ordered).unwrap_or(u16::MAX));
                let is_up = worse_is_up(self.playbook, subject) == (*direction == Move::Worsens);
                let way = if is_up { Way::Up } else { Way::Down };
                let words = set_of(subject).map_or_else(Vec::new, |set| self.word_names(set));
                self.builder.add(Op::Moves { way, ordered }, vec![input], kind, &words)
            }
            Kind::OfAccount(inner) => self.spread(kind, |outside| outside.lower(inner)),
            Kind::List(_) | Kind::Element { .. } | Kind::Aggregate { .. } | Kind::Quantified { .. } => {
                self.of_list(&expression.kind, kind)
            }
            Kind::By { subject, arms, values } => self.by(subject, arms, values, kind),
            Kind::Ago { value, distance } => {
                let distance = self.lower(distance);
                self.past(Past::Ago, value, vec![distance], kind)
            }
            Kind::Previous(value) => self.past(Past::Previous, value, Vec::new(), kind),
            Kind::Trend { trend, value, over } => {
                let now = self.lower(value);
                let over = self.lower(over);
                let then = self.past(Past::Ago, value, vec![over], kind);
                let change = self.builder.add(Op::Arithmetic(Arithmetic::Subtract), vec![now, then], kind, &[]);
                match trend {
                    Trend::Change => change,
                    Trend::Growth => {
                        self.builder.add(Op::Arithmetic(Arithmetic::Divide), vec![change, then], kind, &[])
                    }
                }
            }
            other => {
                let (op, inputs) = self.plain_operation(other);
                self.builder.add(op, inputs, kind, &[])
            }
        }
    }

    /// Operations that are their operands and nothing else.
    fn plain_operation(&mut self, expression: &ExprKind) -> (Op, Vec<NodeId>) {
        use ExprKind as Kind;
        let (op, operands): (Op, Vec<&Expr>) = match expression {
            Kind::Negate(x) => (Op::Negate, vec![x]),
            Kind::Not(x) => (Op::Not, vec![x]),
            Kind::IsKnown(x) => (Op::IsKnown, vec![x]),
            Kind::IsMissing(x) => (Op::IsMissing, vec![x]),
            Kind::Arithmetic { op, left, right } => (Op::Arithmetic(*op), vec![left, right]),
            Kind::AddMonths { date, months, back } => (Op::AddMonths { back: *back }, vec![date, months]),
            Kind::Compare { op, left, right } => (Op::Compare(*op), vec![left, right]),
            Kind::Same { negated, left, right } => (Op::Same { negated: *negated }, vec![left, right]),
            Kind::All(criteria) => (Op::All, conditions(criteria)),
            Kind::Any(criteria) => (Op::Any, conditions(criteria)),
            Kind::NumberOf(criteria) => (Op::NumberOf, conditions(criteria)),
            Kind::AtLeastOf { count, criteria } => {
                (Op::AtLeastOf, std::iter::once(count.as_ref()).chain(conditions(criteria)).collect())
            }
            Kind::IfMissing { value, fallback } => (Op::IfMissing, vec![value, fallback]),
            Kind::If { condition, then, otherwise } => (Op::If, vec![condition, then, otherwise]),
            Kind::For { condition, duration } => (Op::For, vec![condition, duration]),
            Kind::Call { function, args } => (Op::Function(*function), args.iter().collect()),
            _ => (Op::Nothing, Vec::new()),
        };
        let inputs = operands.into_iter().map(|operand| self.lower(operand)).collect();
        (op, inputs)
    }

    /// What is read of the past. Its value comes from memory, so what it reads needs no place before it: it may stand
    /// later in the order, and is lowered when everything else has been. The stable name rests on how it is written.
    fn past(&mut self, past: Past, value: &Expr, inputs: Vec<NodeId>, kind: SlotKind) -> NodeId {
        let written = stageplay_dsl::typed::show(value, self.playbook);
        let of = *self.past.entry(written.clone()).or_insert(value.id);
        self.builder.add(Op::Past { past, of }, inputs, kind, &[&written])
    }

    fn as_of(&mut self) -> NodeId {
        self.builder.add(Op::AsOf, Vec::new(), SlotKind::Number, &[])
    }

    fn constant(&mut self, value: &Value, ty: &Type) -> NodeId {
        match (value, ty) {
            (Value::Choice(code), Type::Choice(set)) => {
                let set = self.playbook.choices.rows().get(set.index());
                let words = set.map_or([""; 2], |set| [set.name.as_str(), set.word(*code)]);
                self.builder.add(Op::Constant(value.clone()), Vec::new(), SlotKind::Code, &words)
            }
            _ => self.builder.plain(value.clone()),
        }
    }

    fn by(&mut self, subject: &Expr, arms: &[usize], values: &[Expr], kind: SlotKind) -> NodeId {
        let mut inputs = vec![self.lower(subject)];
        inputs.extend(values.iter().map(|value| self.lower(value)));
        // Named by what each word comes to, not by where word and value stand.
        let set = set_of(subject).and_then(|set| self.playbook.choices.rows().get(set.index()));
        let mut names: Vec<String> = (0..)
            .zip(arms)
            .map(|(code, arm)| {
                let word = set.map_or("?", |set| set.word(code));
                let value = inputs.get(arm + 1).map_or_else(String::new, |id| key::spelled(&self.builder.digest(*id)));
                format!("{word}={value}")
            })
            .collect();
        names.sort();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        self.builder.add_named(Op::By { arms: arms.to_vec() }, inputs, kind, &names, 1)
    }

    /// The node of what the decisions supply.
    fn supplied(&mut self, expression: &ExprKind, kind: SlotKind) -> NodeId {
        use ExprKind as Kind;
        let playbook = self.playbook;
        let journey_of = |id: stageplay_dsl::types::JourneyId| playbook.journeys.rows().get(id.index());
        match expression {
            Kind::Band(id) => {
                let path = playbook.parts.rows().get(id.index()).map_or("", |part| &part.path);
                self.decided(Decided::Band(*id), kind, &[path])
            }
            Kind::Stage(id) => self.decided(Decided::Stage(*id), kind, &[journey_of(*id).map_or("", |j| &j.name)]),
            Kind::Pace(id) => self.decided(Decided::Pace(*id), kind, &[journey_of(*id).map_or("", |j| &j.name)]),
            Kind::StageDate { journey, stage, edge } => {
                let found = journey_of(*journey);
                let name = found.map_or("", |journey| &journey.name);
                let of = found.and_then(|journey| journey.stages.get(*stage)).map_or("", |stage| &stage.name);
                let decided = Decided::StageDate { journey: *journey, stage: *stage, edge: *edge };
                self.decided(decided, kind, &[name, of, &format!("{edge:?}")])
            }
            Kind::Level(id) => {
                let name = playbook.risks.rows().get(id.index()).map_or("", |risk| &risk.name);
                self.decided(Decided::Level(*id), kind, &[name])
            }
            Kind::PlayState(id) => {
                let name = playbook.plays.rows().get(id.index()).map_or("", |play| &play.name);
                self.decided(Decided::PlayState(*id), kind, &[name])
            }
            Kind::TaskState { play, task } => {
                let found = playbook.plays.rows().get(play.index());
                let name = found.map_or("", |play| &play.name);
                let of = found.and_then(|play| play.tasks.get(*task)).map_or("", |task| &task.name);
                self.decided(Decided::TaskState { play: *play, task: *task }, kind, &[name, of])
            }
            _ => NodeId(0),
        }
    }

    /// Words of an expression's set, by name in the order of the alphabet.
    fn sorted_names(&self, subject: &Expr, codes: impl IntoIterator<Item = u16>) -> Vec<&'a str> {
        let playbook: &'a _ = self.playbook;
        let set = set_of(subject).and_then(|set| playbook.choices.rows().get(set.index()));
        let mut names: Vec<&str> = codes.into_iter().map(|code| set.map_or("?", |set| set.word(code))).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// All words of a set, in order.
    pub(super) fn word_names(&self, set: ChoiceSetId) -> Vec<&'a str> {
        let playbook: &'a _ = self.playbook;
        playbook.choices.rows().get(set.index()).map_or_else(Vec::new, |set| set.names().collect())
    }
}

fn conditions(criteria: &[Criterion]) -> Vec<&Expr> {
    criteria.iter().map(|criterion| &criterion.condition).collect()
}

/// Whether more of it is worse: of risks, and of scores that say so.
fn worse_is_up(playbook: &Playbook, expression: &Expr) -> bool {
    let mut at = expression;
    loop {
        match &at.kind {
            ExprKind::Let(id) => match playbook.lets.rows().get(id.index()) {
                Some(let_) => at = &let_.value,
                None => return false,
            },
            ExprKind::Level(_) => return true,
            ExprKind::Score(id) => {
                let score = playbook.scores.rows().get(id.index());
                return score.is_some_and(|score| score.higher_is_worse);
            }
            _ => return false,
        }
    }
}

fn set_of(expression: &Expr) -> Option<ChoiceSetId> {
    match expression.ty {
        Type::Choice(set) => Some(set),
        _ => None,
    }
}
