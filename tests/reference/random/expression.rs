//! Random expressions of a wanted kind.

use super::{Kind, World};

/// A piece of source.
pub(super) struct Piece {
    pub(super) text: String,
    /// It can stand beside any operator as it is.
    pub(super) closed: bool,
}

pub(super) fn closed(text: impl Into<String>) -> Piece {
    Piece { text: text.into(), closed: true }
}

pub(super) fn open(text: impl Into<String>) -> Piece {
    Piece { text: text.into(), closed: false }
}

impl World {
    /// An expression that can stand beside any operator.
    pub(super) fn closed(&mut self, kind: Kind, depth: usize) -> String {
        let piece = self.piece(kind, depth);
        if piece.closed { piece.text } else { format!("({})", piece.text) }
    }

    /// An expression that stands alone.
    pub(super) fn open(&mut self, kind: Kind, depth: usize) -> String {
        self.piece(kind, depth).text
    }

    fn piece(&mut self, kind: Kind, depth: usize) -> Piece {
        match kind {
            Kind::Truth => self.condition(depth),
            Kind::Word(set) => closed(self.any(Kind::Word(set)).expect("a set is made with something that has it")),
            _ if depth == 0 || self.draw.chance(25) => closed(self.leaf(kind)),
            Kind::Text if self.draw.chance(50) => self.chosen(kind, depth - 1),
            Kind::Text => {
                let (value, fallback) = (self.leaf(kind), self.closed(kind, depth - 1));
                open(format!("{value} if missing {fallback}"))
            }
            _ if self.draw.chance(30) => self.chosen(kind, depth - 1),
            _ if self.draw.chance(20) => match self.aggregate(kind, depth - 1) {
                Some(piece) => piece,
                None => closed(self.leaf(kind)),
            },
            Kind::Plain => self.plain(depth - 1),
            Kind::Money => self.money(depth - 1),
            Kind::Days => self.length(depth - 1),
            Kind::Date => self.date(depth - 1),
        }
    }

    fn leaf(&mut self, kind: Kind) -> String {
        if kind == Kind::Date && self.draw.chance(12) {
            return "as_of".into();
        }
        if self.draw.chance(25) {
            return self.literal(kind);
        }
        match self.any(kind) {
            Some(path) => path,
            None => self.literal(kind),
        }
    }

    /// A value that is picked from several; any kind has these.
    fn chosen(&mut self, kind: Kind, depth: usize) -> Piece {
        match self.draw.below(8) {
            0 | 1 => {
                let condition = self.closed(Kind::Truth, depth);
                let (then, otherwise) = (self.closed(kind, depth), self.closed(kind, depth));
                open(format!("if {condition} then {then} else {otherwise}"))
            }
            2 | 3 => {
                let (value, fallback) = (self.closed(kind, depth), self.closed(kind, depth));
                open(format!("{value} if missing {fallback}"))
            }
            4 if self.draw.chance(40) && !self.inside => {
                let Some(path) = self.past(kind) else {
                    return closed(self.leaf(kind));
                };
                if self.draw.chance(50) {
                    open(format!("previous {path}"))
                } else {
                    let days = self.draw.pick(&["7 days", "30 days", "12 weeks"]);
                    open(format!("{path} {days} ago"))
                }
            }
            _ => self.by(kind, depth),
        }
    }

    /// A value for each word of something.
    pub(super) fn by(&mut self, kind: Kind, depth: usize) -> Piece {
        let Some((path, set)) = self.any_word() else {
            return closed(self.leaf(kind));
        };
        let mut words = self.sets[set].words.clone();
        self.draw.shuffle(&mut words);
        let mut arms = Vec::new();
        let named = if self.draw.chance(30) { self.draw.below(words.len()) } else { words.len() };
        for word in words.iter().take(named) {
            arms.push(format!("{word}: {}", self.open(kind, depth.min(1))));
        }
        if named < words.len() {
            arms.push(format!("otherwise: {}", self.open(kind, depth.min(1))));
        }
        closed(format!("by {path} {{ {} }}", arms.join(", ")))
    }

    fn plain(&mut self, depth: usize) -> Piece {
        match self.draw.below(20) {
            0..=4 => {
                let mut text = self.closed(Kind::Plain, depth);
                for _ in 0..self.draw.between(1, 4) {
                    let op = self.draw.pick(&["+", "-"]);
                    text = format!("{text} {op} {}", self.closed(Kind::Plain, depth));
                }
                open(text)
            }
            5 | 6 => {
                let (left, right) = (self.closed(Kind::Plain, depth), self.closed(Kind::Plain, depth));
                open(format!("{left} * {right}"))
            }
            7 | 8 => {
                let (left, right) = (self.closed(Kind::Plain, depth), self.denominator(Kind::Plain, depth));
                open(format!("{left} / {right}"))
            }
            9 => {
                let kind = self.draw.pick(&[Kind::Money, Kind::Days]);
                let (left, right) = (self.closed(kind, depth), self.denominator(kind, depth));
                open(format!("{left} / {right}"))
            }
            10 => closed(format!("amount({})", self.open(Kind::Money, depth))),
            11 => {
                let function = self.draw.pick(&["sqrt", "ln", "exp"]);
                closed(format!("{function}({})", self.open(Kind::Plain, depth)))
            }
            12 => {
                let (base, power) = (self.open(Kind::Plain, depth), self.open(Kind::Plain, depth));
                closed(format!("pow({base}, {power})"))
            }
            13 => open(format!("months since {}", self.closed(Kind::Date, depth))),
            14 => closed(format!("number of {}", self.criteria(depth).0)),
            15 => open(format!("-{}", self.closed(Kind::Plain, depth))),
            16 if self.draw.chance(20) => {
                let Some(path) = self.varying(Kind::Plain) else {
                    return closed(self.leaf(Kind::Plain));
                };
                let trend = self.draw.pick(&["change in", "growth of"]);
                let over = if self.draw.chance(30) { self.distance() } else { "30 days".into() };
                open(format!("{trend} {path} over {over}"))
            }
            _ => self.same_unit(Kind::Plain, depth),
        }
    }

    /// How long ago, chosen by a field: what is decided today is not known yet when the past is looked up.
    fn distance(&mut self) -> String {
        let worded = |named: &&super::Named| named.remembered && matches!(named.kind, Kind::Word(_));
        let fields: Vec<(String, Kind)> =
            self.names.iter().filter(worded).map(|named| (named.path.clone(), named.kind)).collect();
        if fields.is_empty() {
            return "7 days".into();
        }
        let (path, Kind::Word(set)) = self.draw.pick(&fields) else { return "7 days".into() };
        let words = self.sets[set].words.clone();
        let arms: Vec<String> =
            words.iter().map(|word| format!("{word}: {} days", self.draw.pick(&[0, 1, 7, 30]))).collect();
        format!("by {path} {{ {} }}", arms.join(", "))
    }

    /// What can be divided by: a literal zero is refused, so literals alone are not tried.
    fn denominator(&mut self, kind: Kind, depth: usize) -> String {
        let text = self.closed(kind, depth);
        // A name made of a word of the language may only seem to be in it.
        let telling = |path: &str| path.contains(['.', '_']) || path == "arr";
        if self.names.iter().any(|named| telling(&named.path) && text.contains(&named.path)) {
            return text;
        }
        match kind {
            Kind::Money => "250 USD".into(),
            Kind::Days => "30 days".into(),
            _ => "4".into(),
        }
    }

    fn money(&mut self, depth: usize) -> Piece {
        self.scaled(Kind::Money, depth)
    }

    fn length(&mut self, depth: usize) -> Piece {
        match self.draw.below(8) {
            0 | 1 => open(format!("days since {}", self.closed(Kind::Date, depth))),
            2 | 3 => open(format!("days until {}", self.closed(Kind::Date, depth))),
            4 => {
                let (left, right) = (self.closed(Kind::Date, depth), self.closed(Kind::Date, depth));
                open(format!("{left} - {right}"))
            }
            _ => self.scaled(Kind::Days, depth),
        }
    }

    /// What can be done with money and with days alike.
    fn scaled(&mut self, kind: Kind, depth: usize) -> Piece {
        match self.draw.below(8) {
            0 | 1 => {
                let op = self.draw.pick(&["+", "-"]);
                let (left, right) = (self.closed(kind, depth), self.closed(kind, depth));
                open(format!("{left} {op} {right}"))
            }
            2 => {
                let (left, right) = (self.closed(kind, depth), self.closed(Kind::Plain, depth));
                open(format!("{left} * {right}"))
            }
            3 => {
                let (left, right) = (self.closed(Kind::Plain, depth), self.closed(kind, depth));
                open(format!("{left} * {right}"))
            }
            4 => {
                let (left, right) = (self.closed(kind, depth), self.denominator(Kind::Plain, depth));
                open(format!("{left} / {right}"))
            }
            5 => open(format!("-{}", self.closed(kind, depth))),
            _ => self.same_unit(kind, depth),
        }
    }

    /// Functions that keep the unit.
    fn same_unit(&mut self, kind: Kind, depth: usize) -> Piece {
        match self.draw.below(4) {
            0 => {
                let function = self.draw.pick(&["min", "max"]);
                let args: Vec<String> = (0..self.draw.between(2, 4)).map(|_| self.open(kind, depth)).collect();
                closed(format!("{function}({})", args.join(", ")))
            }
            1 => {
                let args: Vec<String> = (0..3).map(|_| self.open(kind, depth)).collect();
                closed(format!("clamp({})", args.join(", ")))
            }
            _ => {
                let function = self.draw.pick(&["abs", "floor", "ceil", "round"]);
                let bare = self.draw.chance(40).then(|| self.varying(kind)).flatten();
                let arg = bare.unwrap_or_else(|| self.open(kind, depth));
                closed(format!("{function}({arg})"))
            }
        }
    }

    fn date(&mut self, depth: usize) -> Piece {
        match self.draw.below(5) {
            0 | 1 => {
                let op = self.draw.pick(&["+", "-"]);
                let (date, days) = (self.closed(Kind::Date, depth), self.closed(Kind::Days, depth));
                open(format!("{date} {op} {days}"))
            }
            2 | 3 => {
                let op = self.draw.pick(&["+", "-"]);
                let months = self.draw.pick(&["1 month", "3 months", "11 months", "1 year", "30 months"]);
                open(format!("{} {op} {months}", self.closed(Kind::Date, depth)))
            }
            _ => {
                let function = self.draw.pick(&["min", "max"]);
                let (one, other) = (self.open(Kind::Date, depth), self.open(Kind::Date, depth));
                closed(format!("{function}({one}, {other})"))
            }
        }
    }
}
