//! Random conditions.

use super::expression::{Piece, closed, open};
use super::{Kind, World};

const COMPARED: [Kind; 4] = [Kind::Plain, Kind::Money, Kind::Days, Kind::Date];

impl World {
    pub(super) fn condition(&mut self, depth: usize) -> Piece {
        if depth == 0 || self.draw.chance(45) {
            return self.simple(depth);
        }
        if self.draw.chance(10)
            && let Some(piece) = self.list_test(depth - 1)
        {
            return piece;
        }
        match self.draw.below(13) {
            0..=2 => self.joined("and", depth),
            3 | 4 => self.joined("or", depth),
            5 => open(format!("not {}", self.closed(Kind::Truth, depth - 1))),
            6 => closed(format!("all of {}", self.criteria(depth - 1).0)),
            7 => closed(format!("any of {}", self.criteria(depth - 1).0)),
            8 => {
                let (criteria, of) = self.criteria(depth - 1);
                let mut count = self.draw.between(1, of).to_string();
                if self.draw.chance(25)
                    && let Some((path, set)) = self.any_word()
                {
                    let words = self.sets[set].words.clone();
                    let arms: Vec<String> =
                        words.iter().map(|word| format!("{word}: {}", self.draw.between(1, of))).collect();
                    count = format!("by {path} {{ {} }}", arms.join(", "));
                }
                closed(format!("at least {count} of {criteria}"))
            }
            9 => {
                let asked = self.draw.pick(&["known", "missing"]);
                open(format!("{} is {asked}", self.closed(Kind::Truth, depth - 1)))
            }
            10 => {
                let condition = self.closed(Kind::Truth, depth - 1);
                let (then, otherwise) = (self.closed(Kind::Truth, depth - 1), self.closed(Kind::Truth, depth - 1));
                open(format!("if {condition} then {then} else {otherwise}"))
            }
            11 => {
                let (value, fallback) = (self.closed(Kind::Truth, depth - 1), self.closed(Kind::Truth, depth - 1));
                open(format!("{value} if missing {fallback}"))
            }
            // A record has no history.
            _ if self.inside => self.simple(depth),
            _ => {
                let mut days = self.draw.pick(&["0 days", "1 day", "3 days", "2 weeks"]).to_string();
                if self.draw.chance(20) {
                    days = self.by(Kind::Days, 0).text;
                }
                open(format!("({}) for {days}", self.open(Kind::Truth, depth - 1)))
            }
        }
    }

    fn joined(&mut self, word: &str, depth: usize) -> Piece {
        let parts: Vec<String> = (0..self.draw.between(2, 4)).map(|_| self.closed(Kind::Truth, depth - 1)).collect();
        open(parts.join(&format!(" {word} ")))
    }

    /// A condition that has no conditions in it.
    fn simple(&mut self, depth: usize) -> Piece {
        match self.draw.below(12) {
            0..=3 => self.comparison(depth),
            4 => match self.any(Kind::Truth) {
                Some(path) => closed(path),
                None => self.comparison(depth),
            },
            5 => {
                let kind = self.draw.pick(&COMPARED);
                let asked = self.draw.pick(&["known", "missing"]);
                // A literal is always known: nobody asks.
                match self.any(kind) {
                    Some(path) if self.draw.chance(60) || depth == 0 => open(format!("{path} is {asked}")),
                    Some(path) => {
                        let other = self.closed(kind, depth - 1);
                        let subject = if kind == Kind::Date { path } else { format!("({path} + {other})") };
                        open(format!("{subject} is {asked}"))
                    }
                    None => self.comparison(depth),
                }
            }
            6..=8 => self.word_test(depth),
            9 => {
                let op = self.draw.pick(&["=", "!="]);
                let (left, right) = (self.closed(Kind::Text, depth.min(1)), self.closed(Kind::Text, depth.min(1)));
                open(format!("{left} {op} {right}"))
            }
            10 => self.state_test(depth),
            _ => {
                let way = self.draw.pick(&["next", "last"]);
                let (date, days) = (self.closed(Kind::Date, depth.min(1)), self.days());
                let days = if days.starts_with(|c: char| c.is_ascii_digit()) { days } else { format!("({days})") };
                open(format!("{date} within {way} {days}"))
            }
        }
    }

    pub(super) fn comparison(&mut self, depth: usize) -> Piece {
        let kind = self.draw.pick(&COMPARED);
        let op = self.draw.pick(&["<", "<=", ">", ">=", ">=", "<=", "=", "!="]);
        if self.draw.chance(60)
            && let Some(bordered) = self.border(kind, op)
        {
            return bordered;
        }
        // A sum has no range that would forbid or guarantee anything.
        let (left, right) = (self.closed(kind, depth), self.closed(kind, depth));
        let shift = self.draw.pick(&["1 day", "0 days", "2 weeks"]);
        match kind {
            Kind::Plain => open(format!("{left} * 1 {op} {right}")),
            Kind::Date => open(format!("{left} + {shift} {op} {right}")),
            _ => open(format!("{left} + {} {op} {right}", self.literal(kind))),
        }
    }

    /// A bare name beside a literal: what accounts are put on the border of.
    fn border(&mut self, kind: Kind, op: &str) -> Option<Piece> {
        let of: Vec<(String, (f64, f64))> = self
            .names
            .iter()
            .filter(|named| named.kind == kind)
            .filter_map(|named| Some((named.path.clone(), named.range?)))
            .collect();
        if of.is_empty() {
            return None;
        }
        let (path, (low, high)) = self.draw.pick(&of);
        for _ in 0..5 {
            let right = self.literal(kind);
            let number = *self.written[&kind].last()?;
            // Neither impossible nor certain by what the name can be.
            if low < number && number < high {
                return Some(open(format!("{path} {op} {right}")));
            }
        }
        None
    }

    /// What asks for a word.
    pub(super) fn word_test(&mut self, depth: usize) -> Piece {
        let Some((path, set)) = self.any_word() else {
            return self.comparison(depth);
        };
        let Some(word) = self.word_of(set) else {
            return self.comparison(depth);
        };
        let ordered = self.sets[set].ordered;
        match self.draw.below(8) {
            0 => open(format!("{path} is {word}")),
            1 => open(format!("{path} is not {word}")),
            2 | 3 => {
                let mut words = self.sets[set].words.clone();
                self.draw.shuffle(&mut words);
                words.truncate(self.draw.between(1, words.len() as i64) as usize);
                let negation = self.draw.pick(&["", "not "]);
                open(format!("{path} is {negation}one of {{{}}}", words.join(", ")))
            }
            4 => match self.draw.below(3) {
                // Beside `=`, a part of a scorecard is its points.
                0 if !self.names.iter().any(|n| n.path == path && n.kind == Kind::Plain) => {
                    open(format!("{path} = {word}"))
                }
                0 => open(format!("not {path} is {word}")),
                1 if self.draw.chance(40) && !self.inside => {
                    let past = self.draw.pick(&["previous", "7 days ago"]);
                    if past == "previous" {
                        open(format!("(previous {path}) is {word}"))
                    } else {
                        open(format!("({path} 7 days ago) is not {word}"))
                    }
                }
                1 => open(format!("({path} if missing {word}) is {word}")),
                _ => {
                    let others: Vec<String> =
                        self.names.iter().filter(|n| n.kind == Kind::Word(set)).map(|n| n.path.clone()).collect();
                    let (other, condition) = (self.draw.pick(&others), self.closed(Kind::Truth, depth.min(1)));
                    open(format!("(if {condition} then {path} else {other}) is not {word}"))
                }
            },
            5 if self.draw.chance(50) => {
                let asked = self.draw.pick(&["known", "missing"]);
                open(format!("{path} is {asked}"))
            }
            _ if ordered > 0 => {
                let word = self.sets[set].words[self.draw.below(ordered)].clone();
                open(format!("{path} is at least {word}"))
            }
            _ => open(format!("{path} is {word}")),
        }
    }

    fn word_of(&mut self, set: usize) -> Option<String> {
        let words = self.sets[set].words.clone();
        if words.is_empty() { None } else { Some(self.draw.pick(&words)) }
    }

    /// What asks for the state of a play or of its task.
    pub(super) fn state_test(&mut self, depth: usize) -> Piece {
        if self.plays.is_empty() {
            return self.comparison(depth);
        }
        let plays = self.plays.clone();
        let (play, tasks) = self.draw.pick(&plays);
        if !tasks.is_empty() && self.draw.chance(25) {
            let (task, state) = (self.draw.pick(&tasks), self.draw.pick(&["open", "done", "waiting"]));
            return open(format!("{play}.{task} is {state}"));
        }
        match self.draw.below(5) {
            4 => open(format!("(previous {play}) is not open")),
            0 => open(format!("{play} is not open")),
            1 => open(format!("{play} is one of {{pending, open, cooling}}")),
            2 => open(format!("{play} is idle")),
            _ => open(format!("{play} is open")),
        }
    }

    /// `{ … }` with conditions in it, some of them named; and how many.
    pub(super) fn criteria(&mut self, depth: usize) -> (String, i64) {
        let separator = self.draw.pick(&[", ", "\n"]);
        let mut lines = Vec::new();
        let count = self.draw.between(1, 4);
        for _ in 0..count {
            let condition = self.open(Kind::Truth, depth);
            let name = if self.draw.chance(50) { format!("{}: ", self.name("criterion")) } else { String::new() };
            lines.push(format!("{name}{condition}"));
        }
        (format!("{{ {} }}", lines.join(separator)), count)
    }
}
