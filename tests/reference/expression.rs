//! The value of an expression.

use super::evaluator::Evaluator;
use super::{Known, calendar, number};
use stageplay_dsl::typed::{Direction, Expr, ExprKind};
use stageplay_dsl::types::{ChoiceSetId, Type};

impl Evaluator<'_> {
    pub(crate) fn value(&self, expr: &Expr) -> Option<Known> {
        match &expr.kind {
            ExprKind::Constant(value) => Some(Known::of(value)),
            ExprKind::AsOf => Some(Known::Number(self.as_of)),
            ExprKind::Field(id) => self.field(*id),
            ExprKind::Setting(id) => self.book.settings[*id].value.as_ref().map(Known::of),
            ExprKind::Let(id) => self.named(*id),
            ExprKind::Tier(id) => self.tier(*id).map(Known::Word),
            ExprKind::Score(id) => self.score(*id).map(Known::Number),
            ExprKind::Part(id) => self.points(*id).map(Known::Number),
            ExprKind::Band(id) => self.band(*id).map(Known::Word),
            ExprKind::Stage(id) => match self.decided_then() {
                Some(then) => then?.journeys[*id].stage.map(Known::Word),
                None => self.stage(*id).map(Known::Word),
            },
            ExprKind::StageDate { journey, stage, edge } => self.stage_date(*journey, *stage, *edge).map(Known::Number),
            ExprKind::Pace(id) => {
                let pace = match self.decided_then() {
                    Some(then) => then?.journeys[*id].pace,
                    None => self.pace(*id),
                };
                pace.map(|word| self.named_word(expr, word))
            }
            ExprKind::Measure { journey, stage, measure } => {
                self.measure(*journey, *stage, *measure).map(Known::Number)
            }
            ExprKind::Level(id) => match self.decided_then() {
                Some(then) => then?.risks[*id].map(Known::Word),
                None => self.level(*id).map(Known::Word),
            },
            ExprKind::PlayState(id) => {
                let state = match self.decided_then() {
                    Some(then) => then?.plays[*id].state,
                    None => self.play(*id).state,
                };
                Some(self.named_word(expr, state))
            }
            ExprKind::TaskState { play, task } => {
                let state = match self.decided_then() {
                    Some(then) => then?.plays[*play].task_state(*task),
                    None => self.task_state(*play, *task),
                };
                state.map(|state| self.named_word(expr, state))
            }

            ExprKind::Negate(x) => Some(Known::Number(-self.number(x)?)),
            ExprKind::Arithmetic { op, left, right } => {
                number::arithmetic(*op, self.number(left)?, self.number(right)?).map(Known::Number)
            }
            ExprKind::Call { function, args } => {
                let args: Option<Vec<f64>> = args.iter().map(|arg| self.number(arg)).collect();
                number::call(*function, &args?).map(Known::Number)
            }

            ExprKind::AddMonths { date, months, back } => {
                let (date, months) = (self.number(date)?, self.number(months)?);
                calendar::add_months(date, if *back { -months } else { months }).map(Known::Number)
            }
            ExprKind::DaysSince(date) => number::finite(self.as_of - self.number(date)?).map(Known::Number),
            ExprKind::DaysUntil(date) => number::finite(self.number(date)? - self.as_of).map(Known::Number),
            ExprKind::MonthsSince(date) => calendar::months_since(self.number(date)?, self.as_of).map(Known::Number),

            ExprKind::IfMissing { value, fallback } => self.value(value).or_else(|| self.value(fallback)),
            ExprKind::If { condition, then, otherwise } => {
                if self.truth(condition)? {
                    self.value(then)
                } else {
                    self.value(otherwise)
                }
            }
            ExprKind::By { subject, arms, values } => {
                let word = self.word(subject)?;
                self.value(&values[arms[usize::from(word)]])
            }

            ExprKind::List(id) => self.records(*id).map(Known::Records),
            ExprKind::Element { list, field } => self.element(*list, *field),
            ExprKind::OfAccount(value) => self.of_account(value),
            ExprKind::Aggregate { aggregate, list, value, keep } => {
                self.aggregate(*aggregate, *list, value.as_deref(), keep.as_deref()).map(Known::Number)
            }
            ExprKind::Quantified { quantifier, list, keep, test } => {
                self.quantified(*quantifier, *list, keep.as_deref(), test.as_deref())
            }

            ExprKind::For { .. }
            | ExprKind::Becomes { .. }
            | ExprKind::Moves { .. }
            | ExprKind::Ago { .. }
            | ExprKind::Previous(_)
            | ExprKind::Trend { .. } => self.remembered(expr),

            ExprKind::Not(_)
            | ExprKind::Compare { .. }
            | ExprKind::Same { .. }
            | ExprKind::All(_)
            | ExprKind::Any(_)
            | ExprKind::AtLeastOf { .. }
            | ExprKind::IsKnown(_)
            | ExprKind::IsMissing(_)
            | ExprKind::OneOf { .. }
            | ExprKind::AtLeast { .. }
            | ExprKind::Within { .. } => self.condition(expr).map(Known::Truth),
            ExprKind::NumberOf(criteria) => self.number_of(criteria).map(Known::Number),
        }
    }

    /// `d within next D` and `d within last D`, both ends included.
    pub(crate) fn within(&self, date: f64, direction: Direction, distance: f64) -> bool {
        match direction {
            Direction::Next => self.as_of <= date && date <= self.as_of + distance,
            Direction::Last => self.as_of - distance <= date && date <= self.as_of,
        }
    }

    /// A word of the expression's own set.
    fn named_word(&self, expr: &Expr, name: &str) -> Known {
        let code = self.set_of(expr).and_then(|set| self.book.choices[set].code(name));
        Known::Word(code.unwrap_or_else(|| panic!("`{name}` is no word of {:?}", expr.ty)))
    }

    /// Whose words an expression has.
    pub(crate) fn set_of(&self, expr: &Expr) -> Option<ChoiceSetId> {
        match expr.ty {
            Type::Choice(set) => Some(set),
            _ => None,
        }
    }
}
