//! The values that a place of an account may take: where to begin to look, and what lies between two of them.
//!
//! Numbers lie on a lattice of their own unit: whole counts, days and amounts of money, hundredths of what may have
//! parts. Values between two points of it exist only where a playbook names them.

use super::Place;
use crate::graph::Program;
use stageplay_dsl::typed::{Field, FieldKind};
use stageplay_dsl::types::{ChoiceSetId, Day, Id, Value};

/// The sizes at which a number is looked at first, in its own unit.
const SIZES: [f64; 17] =
    [0.0, 1.0, 2.0, 3.0, 5.0, 10.0, 20.0, 30.0, 50.0, 100.0, 200.0, 500.0, 1e3, 1e4, 1e5, 1e6, 1e7];
/// The sizes at which a part of a whole is.
const PARTS: [f64; 14] = [0.0, 0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 2.0];
/// The distances from the date of the evaluation at which a date is, in days.
const DISTANCES: [Day; 14] = [0, 1, 3, 7, 14, 30, 60, 90, 180, 270, 365, 730, 1_461, 3_652];
/// How many literals of a playbook a value is tried at.
const LITERALS: usize = 48;

/// What a place may hold.
#[derive(Clone, Debug)]
pub struct Range {
    kind: Kind,
    low: f64,
    high: f64,
    /// The playbook says so.
    is_bounded: (bool, bool),
    /// It may be missing, and is then: a default does not stand in.
    pub(crate) may_miss: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    /// So many steps to one.
    Number {
        steps: f64,
    },
    Date,
    Truth,
    Choice(ChoiceSetId),
    Text,
    /// How many records are left of so many.
    Records(usize),
}

impl Range {
    /// Of a place; `records` is how many a list has.
    #[must_use]
    pub fn of(program: &Program, place: Place, records: usize) -> Self {
        let playbook = &program.playbook;
        match (place, place.field(playbook)) {
            (_, Some(field)) => Self::of_field(field),
            (Place::List(list), _) => {
                let is_required = playbook.lists.rows().get(list.index()).is_some_and(|list| list.required);
                #[allow(clippy::cast_precision_loss, reason = "an account has not that many records")]
                let high = records as f64;
                let kind = Kind::Records(records);
                Self { kind, low: 0.0, high, is_bounded: (false, false), may_miss: !is_required }
            }
            _ => Self { kind: Kind::Text, low: 0.0, high: 0.0, is_bounded: (false, false), may_miss: false },
        }
    }

    fn of_field(field: &Field) -> Self {
        let kind = match field.kind {
            FieldKind::Text => Kind::Text,
            FieldKind::Date => Kind::Date,
            FieldKind::YesNo => Kind::Truth,
            FieldKind::Choice(set) => Kind::Choice(set),
            FieldKind::Count | FieldKind::Days | FieldKind::Money(_) => Kind::Number { steps: 1.0 },
            FieldKind::Number | FieldKind::Percent | FieldKind::Ratio => Kind::Number { steps: 100.0 },
        };
        let least = if matches!(field.kind, FieldKind::Count) { 0.0 } else { f64::NEG_INFINITY };
        Self {
            kind,
            low: field.low.unwrap_or(least),
            high: field.high.unwrap_or(f64::INFINITY),
            is_bounded: (field.low.is_some(), field.high.is_some()),
            may_miss: !field.required && field.default.is_none(),
        }
    }

    /// Whether its values have an order in which a boundary can be looked for.
    #[must_use]
    pub fn is_ordered(&self) -> bool {
        matches!(self.kind, Kind::Number { .. } | Kind::Date)
    }

    /// The ends of its range, where the playbook gives them.
    #[must_use]
    pub fn ends(&self) -> Vec<Value> {
        let low = self.is_bounded.0.then(|| self.value(self.low));
        let high = self.is_bounded.1.then(|| self.value(self.high));
        [low, high].into_iter().flatten().flatten().collect()
    }

    /// A number as a value of this range; `None` outside it.
    #[must_use]
    pub fn value(&self, number: f64) -> Option<Value> {
        if !number.is_finite() || number < self.low || number > self.high {
            return None;
        }
        match self.kind {
            Kind::Date => stageplay_dsl::types::whole_day(number).map(Value::Date),
            Kind::Number { .. } => Some(Value::Number(number)),
            _ => None,
        }
    }

    /// Where to begin to look, in order of value, each once and what it is now among it: `literals` are the numbers and
    /// texts of the playbook that it is compared with in some way.
    #[must_use]
    pub fn first(&self, program: &Program, now: Option<&Value>, as_of: Day, literals: &[Value]) -> Vec<Value> {
        match self.kind {
            Kind::Truth => vec![Value::Truth(false), Value::Truth(true)],
            Kind::Choice(set) => {
                let words = program.playbook.choices.rows().get(set.index()).map_or(0, |set| set.names().count());
                (0..words).filter_map(|word| Some(Value::Choice(u16::try_from(word).ok()?))).collect()
            }
            Kind::Text => {
                let mut texts: Vec<Value> = now.into_iter().cloned().collect();
                texts.extend(literals.iter().filter(|value| matches!(value, Value::Text(_))).cloned());
                // Some text that the playbook does not know.
                texts.push(Value::Text("another".into()));
                let mut seen: Vec<Value> = Vec::new();
                texts.retain(|text| {
                    let is_new = !seen.contains(text);
                    seen.push(text.clone());
                    is_new
                });
                texts
            }
            #[allow(clippy::cast_precision_loss, reason = "an account has not that many records")]
            Kind::Records(records) => {
                let all: Vec<Value> = (0..=records).map(|left| Value::Number(left as f64)).collect();
                all
            }
            Kind::Date | Kind::Number { .. } => self.numbers(now, as_of, literals),
        }
    }

    fn numbers(&self, now: Option<&Value>, as_of: Day, literals: &[Value]) -> Vec<Value> {
        let now = now.and_then(number);
        let mut found: Vec<f64> = now.into_iter().chain([self.low, self.high]).collect();
        let days =
            || literals.iter().filter_map(|value| if let Value::Number(days) = value { Some(*days) } else { None });
        if self.kind == Kind::Date {
            let today = f64::from(as_of);
            let dates = literals.iter().filter(|value| matches!(value, Value::Date(_))).filter_map(number);
            found.extend(dates);
            let distances = DISTANCES.iter().map(|days| f64::from(*days));
            let distances = distances.chain(days().filter(|days| days.abs() <= 5_000.0).take(LITERALS));
            found.extend(distances.flat_map(|days| [today - days, today + days]).map(f64::round));
        } else {
            let sizes: &[f64] = if self.kind == (Kind::Number { steps: 1.0 }) { &SIZES } else { &PARTS };
            found.extend(sizes.iter().chain(&SIZES));
            found.extend(days().take(LITERALS));
            found.extend(now.into_iter().flat_map(|now| [now / 2.0, now * 2.0]).map(|number| self.on_lattice(number)));
            if self.low < 0.0 && !self.is_bounded.0 {
                found.extend([-1.0, -100.0]);
            }
        }
        found.sort_by(f64::total_cmp);
        found.dedup_by(|a, b| a.total_cmp(b).is_eq() || *a == *b);
        found.into_iter().filter_map(|number| self.value(number)).collect()
    }

    fn on_lattice(&self, number: f64) -> f64 {
        match self.kind {
            Kind::Number { steps } => (number * steps).round() / steps,
            _ => number.round(),
        }
    }

    /// A value in the middle between two, `None` where nothing lies between them.
    #[must_use]
    pub fn between(&self, low: &Value, high: &Value) -> Option<Value> {
        let steps = if let Kind::Number { steps } = self.kind { steps } else { 1.0 };
        let (low, high) = (number(low)?, number(high)?);
        // The first and the last point of the lattice between the two.
        let (first, last) = (on(low * steps).floor() + 1.0, on(high * steps).ceil() - 1.0);
        let middle = ((first + last) / 2.0).floor() / steps;
        let middle = if middle <= low { first / steps } else { middle };
        if middle > low && middle < high { self.value(middle) } else { None }
    }

    /// How far apart two values are, 0 to 1 and above: by the range where the playbook gives one, else by the greater of
    /// the two; dates by a year. A value that comes or goes, or a word that becomes another, is as far as can be.
    #[must_use]
    pub fn distance(&self, from: Option<&Value>, to: Option<&Value>) -> f64 {
        if from == to {
            return 0.0;
        }
        let (Some(from), Some(to)) = (from.and_then(number), to.and_then(number)) else { return 1.0 };
        let span = match self.kind {
            Kind::Date => 365.0,
            _ if self.low.is_finite() && self.high.is_finite() && self.high > self.low => self.high - self.low,
            _ => from.abs().max(to.abs()),
        };
        if span > 0.0 { (to - from).abs() / span } else { 1.0 }
    }
}

/// A number of steps, without what multiplying has added to it.
fn on(steps: f64) -> f64 {
    let whole = steps.round();
    if (steps - whole).abs() < 1e-6 { whole } else { steps }
}

/// A number or a date (as a day number); `None` of other values.
pub(crate) fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => Some(*number),
        Value::Date(day) => Some(f64::from(*day)),
        Value::Truth(_) | Value::Choice(_) | Value::Text(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, Range};
    use stageplay_dsl::types::Value;

    fn range(kind: Kind, low: f64, high: f64) -> Range {
        Range { kind, low, high, is_bounded: (low.is_finite(), high.is_finite()), may_miss: true }
    }

    #[test]
    fn between_two_values_lie_points_of_the_lattice() {
        let whole = range(Kind::Number { steps: 1.0 }, 0.0, f64::INFINITY);
        let between = |low, high| whole.between(&Value::Number(low), &Value::Number(high));
        assert_eq!(between(0.0, 10.0), Some(Value::Number(5.0)));
        assert_eq!(between(3.0, 5.0), Some(Value::Number(4.0)));
        assert_eq!(between(3.0, 4.0), None);
        // A literal off the lattice.
        assert_eq!(between(2.5, 4.0), Some(Value::Number(3.0)));
        assert_eq!(between(2.5, 3.0), None);
        let parts = range(Kind::Number { steps: 100.0 }, 0.0, 1.0);
        assert_eq!(parts.between(&Value::Number(0.53), &Value::Number(0.56)), Some(Value::Number(0.54)));
        assert_eq!(parts.between(&Value::Number(0.54), &Value::Number(0.55)), None);
        let days = range(Kind::Date, f64::NEG_INFINITY, f64::INFINITY);
        assert_eq!(days.between(&Value::Date(-3), &Value::Date(-1)), Some(Value::Date(-2)));
    }

    #[test]
    fn distances_are_shares_of_the_range_or_of_the_value() {
        let bounded = range(Kind::Number { steps: 1.0 }, 0.0, 10.0);
        let open = range(Kind::Number { steps: 1.0 }, 0.0, f64::INFINITY);
        let of = |range: &Range, from, to| range.distance(Some(&Value::Number(from)), Some(&Value::Number(to)));
        assert_eq!(of(&bounded, 4.0, 6.0), 0.2);
        assert_eq!(of(&open, 12.0, 20.0), 0.4);
        assert_eq!(bounded.distance(None, Some(&Value::Number(1.0))), 1.0);
        assert_eq!(bounded.distance(None, None), 0.0);
    }
}
