//! Literals, and the numbers they stand for.

use super::{Kind, World};

impl World {
    /// A literal of a kind that has literals.
    pub(super) fn literal(&mut self, kind: Kind) -> String {
        let (text, number) = match kind {
            Kind::Plain => self.plain_literal(),
            Kind::Money => {
                let (text, number) = self.draw.pick(&[
                    ("0", 0.0),
                    ("250", 250.0),
                    ("999.5", 999.5),
                    ("10k", 10_000.0),
                    ("100k", 100_000.0),
                    ("1.5k", 1500.0),
                ]);
                (format!("{text} USD"), number)
            }
            Kind::Days => {
                let days = self.draw.pick(&[0, 1, 3, 7, 14, 30, 45, 60, 90, 120, 365]);
                if days > 0 && days % 7 == 0 && self.draw.chance(50) {
                    (format!("{} weeks", days / 7), f64::from(days))
                } else {
                    (format!("{days} days"), f64::from(days))
                }
            }
            Kind::Date => {
                let text = self.draw.pick(&["2026-06-30", "2026-01-31", "2024-02-29", "2025-12-31", "1969-07-20"]);
                let day = stageplay_dsl::types::parse_day(text).unwrap();
                (text.to_string(), f64::from(day))
            }
            Kind::Text => {
                return format!("\"{}\"", self.draw.pick(&["", "acme", "Zoë", "a \\\"quoted\\\" one"]));
            }
            Kind::Truth | Kind::Word(_) => panic!("{kind:?} has no literal"),
        };
        self.written.entry(kind).or_default().push(number);
        text
    }

    fn plain_literal(&mut self) -> (String, f64) {
        match self.draw.below(5) {
            0 => {
                let percent = self.draw.pick(&[0, 5, 10, 33, 50, 70, 80, 99, 100, 110, 250]);
                (format!("{percent}%"), f64::from(percent) / 100.0)
            }
            1 => {
                let tenths = self.draw.between(0, 40);
                (format!("{}.{}", tenths / 10, tenths % 10), tenths as f64 / 10.0)
            }
            2 => {
                let number = self.draw.pick(&[25, 30, 47, 50, 60, 72, 75, 80, 100, 1000]);
                (number.to_string(), f64::from(number))
            }
            3 if self.draw.chance(20) => ("2k".to_string(), 2000.0),
            _ => {
                let number = self.draw.between(0, 12);
                (number.to_string(), number as f64)
            }
        }
    }

    /// So many days, none of them negative, mostly a literal.
    pub(super) fn days(&mut self) -> String {
        match self.draw.below(10) {
            0 => format!("max({}, 0 days)", self.open(Kind::Days, 1)),
            1 | 2 => self.any(Kind::Days).unwrap_or_else(|| self.literal(Kind::Days)),
            _ => self.literal(Kind::Days),
        }
    }
}
