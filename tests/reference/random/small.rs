//! Settings, `let`s and tiers.

use super::{Kind, World};

impl World {
    /// Names for what stands at the end.
    pub(super) fn promise(&mut self) {
        // Of another kind, a name might be asked for before its kind is clear.
        for kind in [Kind::Plain, Kind::Plain] {
            if self.draw.chance(25) {
                let name = self.name("later");
                self.later.push((name, kind));
            }
        }
    }

    pub(super) fn keep_promises(&mut self) {
        for (name, kind) in std::mem::take(&mut self.later) {
            let value = self.open(kind, 2);
            self.items.push(format!("let {name} = {value}"));
            self.know(name, kind);
        }
    }

    pub(super) fn setting(&mut self) {
        let name = self.word("setting");
        let kind = self.draw.pick(&[Kind::Plain, Kind::Money, Kind::Days]);
        let (value, low, high) = match kind {
            Kind::Plain => ("40", "0", "100"),
            Kind::Money => ("100k USD", "0 USD", "200k USD"),
            _ => ("6 weeks", "1 day", "1000 days"),
        };
        let between = if self.draw.chance(50) { format!(" between {low} and {high}") } else { String::new() };
        let sentence = self.sentence();
        self.items.push(format!("setting {name} = {value}{between}{sentence}"));
        self.know(name, kind);
    }

    pub(super) fn named(&mut self) {
        let name = self.word("named");
        let kinds =
            [Kind::Plain, Kind::Plain, Kind::Money, Kind::Days, Kind::Date, Kind::Truth, Kind::Truth, Kind::Text];
        let kind = self.draw.pick(&kinds);
        let value = self.open(kind, 4);
        let sentence = self.sentence();
        // A text beside a text would be read as its sentence or not at all.
        let sentence = if kind == Kind::Text { String::new() } else { sentence };
        self.items.push(format!("let {name} = {value}{sentence}"));
        self.know(name, kind);
    }

    pub(super) fn tier(&mut self) {
        let name = self.word("tier");
        let rows = self.draw.between(1, 4);
        let mut lines = Vec::new();
        let mut words = Vec::new();
        for at in 0..rows {
            let word = format!("{name}_{}", char::from(b'a' + at as u8));
            let condition = self.open(Kind::Truth, 3);
            lines.push(format!("  {word}: when {condition}"));
            words.push(word);
        }
        if self.draw.chance(60) {
            let word = format!("{name}_rest");
            lines.push(format!("  {word}: otherwise"));
            words.push(word);
        }
        let sentence = self.sentence();
        self.items.push(format!("tier {name}{sentence} {{\n{}\n}}", lines.join("\n")));
        let set = self.set(words, true);
        self.know(name, Kind::Word(set));
    }
}
