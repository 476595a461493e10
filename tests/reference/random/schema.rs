//! The header, roles, defaults and the account schema.

use super::{ANY, Kind, Size, World};

impl World {
    pub(super) fn header(&mut self) {
        let mut clauses = vec!["version 1.0.0".to_string()];
        // Business days want one.
        clauses.push("calendar \"days.yaml\"".into());
        if self.draw.chance(50) {
            clauses.push("max age 31 days".into());
        }
        if self.draw.chance(30) {
            clauses.push("gaps up to 3 days pause".into());
        }
        if self.draw.chance(30) {
            let days = self.draw.pick(&[0, 2, 7]);
            clauses.push(format!("absent after {days} days"));
        }
        self.items.push(format!("playbook random \"A random playbook\" {{ {} }}", clauses.join("\n  ")));
    }

    /// Who does what; the first role is always there.
    pub(super) fn role_block(&mut self) {
        let mut lines = vec!["  desk = \"desk@example.com\"".to_string()];
        self.roles.push("desk".into());
        if self.draw.chance(50) {
            let who = self.closed(Kind::Text, 1);
            lines.push(format!("  csm = {who}"));
            self.roles.push("csm".into());
        }
        self.items.push(format!("roles {{\n{}\n}}", lines.join("\n")));
    }

    pub(super) fn role(&mut self) -> String {
        let roles = self.roles.clone();
        self.draw.pick(&roles)
    }

    /// What plays fall back on where they say nothing.
    pub(super) fn defaults_block(&mut self) {
        let activation = self.draw.pick(&["existing", "existing quietly", "new only", "existing", "existing"]);
        let cleared = self.draw.pick(&["close after 7 days", "keep", "close"]);
        self.items.push(format!(
            "defaults play {{\n  owner desk\n  priority 1\n  if cleared {cleared}\n  again after 30 days\n  \
             on activation {activation}\n}}"
        ));
    }

    pub(super) fn schema(&mut self, size: Size) {
        let mut lines = vec!["id = account_key".into(), "revenue = arr".into()];
        lines.push("account_key text required".into());
        lines.push("arr money USD required".into());
        self.know("account_key", Kind::Text);
        self.remember("arr", Kind::Money, ANY);
        let count = if size == Size::Small { 4 } else { 10 };
        for _ in 0..self.draw.between(2, count) {
            let line = self.field("", true);
            lines.push(line);
        }
        if self.draw.chance(60) {
            let name = self.name("since_field");
            self.remember(name.clone(), Kind::Date, ANY);
            lines.push(format!("{name} date"));
            for _ in 0..self.draw.between(1, 3) {
                let group = self.group("", &name);
                lines.push(group);
            }
        }
        if self.draw.chance(60) {
            let list = self.list("");
            lines.push(list);
        }
        if self.draw.chance(30) {
            let name = self.name("group");
            let list = self.list(&format!("{name}."));
            lines.push(format!("{name} {{\n  {list}\n  }}"));
        }
        self.schema = lines;
    }

    /// When a customer is one no longer: it reads anything that stands before the plays, which all read it.
    pub(super) fn end(&mut self) {
        if self.end.is_none() {
            let text = if self.draw.chance(25) { self.closed(Kind::Truth, 1) } else { String::new() };
            self.end = Some(text);
        }
    }

    pub(super) fn end_line(&mut self) {
        let Some(mut condition) = self.end.take().filter(|text| !text.is_empty()) else { return };
        // What plays were may be asked.
        let plays = self.plays.clone();
        if !plays.is_empty() && self.draw.chance(30) {
            let (joined, play) = (self.draw.pick(&["and", "or"]), self.draw.pick(&plays).0);
            condition = format!("{condition} {joined} (previous {play}) is open");
        }
        self.schema.push(format!("ends when {condition}"));
    }

    /// The schema with what other declarations have added to it.
    pub(super) fn account_block(&mut self) {
        self.items.push(format!("account {{\n  {}\n}}", self.schema.join("\n  ")));
    }

    /// A group of fields, perhaps with a group in it, perhaps only valid for a time.
    pub(super) fn group(&mut self, owner: &str, since: &str) -> String {
        let name = self.name("group");
        let path = format!("{owner}{name}.");
        let mut lines = Vec::new();
        let own = self.draw.chance(40);
        if own {
            lines.push("updated date".to_string());
            self.remember(format!("{path}updated"), Kind::Date, ANY);
        }
        for _ in 0..self.draw.between(1, 5) {
            let line = self.field(&path, false);
            lines.push(line);
        }
        let stale = match self.draw.below(3) {
            0 => String::new(),
            _ => {
                let days = self.draw.pick(&["30 days", "60 days", "0 days", "2 weeks"]);
                let since = if own { format!("{path}updated") } else { since.to_string() };
                format!(" stale after {days} since {since}")
            }
        };
        // A group in a group has no rule of its own where the outer one has.
        if owner.is_empty() && stale.is_empty() && self.draw.chance(40) {
            let inner = self.group(&path, since);
            lines.push(inner);
        }
        format!("{name} {{\n    {}\n  }}{stale}", lines.join("\n    "))
    }

    /// A field, its modifiers and its sentence.
    pub(super) fn field(&mut self, owner: &str, may_be_required: bool) -> String {
        let name = self.word("field");
        let path = format!("{owner}{name}");
        let (ty, kind, default): (String, Kind, String) = match self.draw.below(13) {
            0 => ("text".into(), Kind::Text, self.literal(Kind::Text)),
            1 => ("number".into(), Kind::Plain, "2.5".into()),
            2 => ("number 0 to 10".into(), Kind::Plain, "5".into()),
            3 => ("count".into(), Kind::Plain, "3".into()),
            4 => ("count at least 1".into(), Kind::Plain, "1".into()),
            5 => ("percent".into(), Kind::Plain, "35%".into()),
            6 => ("ratio".into(), Kind::Plain, "0.35".into()),
            7 => ("money USD".into(), Kind::Money, self.literal(Kind::Money)),
            8 => ("days".into(), Kind::Days, self.literal(Kind::Days)),
            9 => ("date".into(), Kind::Date, self.literal(Kind::Date)),
            10 => ("yes/no".into(), Kind::Truth, String::new()),
            11 => self.choice_field(false),
            _ => self.choice_field(true),
        };
        let range = match ty.as_str() {
            "number 0 to 10" => Some((0.0, 10.0)),
            "count" => Some((0.0, f64::INFINITY)),
            "count at least 1" => Some((1.0, f64::INFINITY)),
            _ => ANY,
        };
        self.remember(path, kind, range);
        let mut modifiers = String::new();
        if may_be_required && self.draw.chance(20) {
            modifiers.push_str(" required");
        } else if !default.is_empty() && self.draw.chance(30) {
            modifiers.push_str(&format!(" default {default}"));
        }
        if self.draw.chance(10) {
            modifiers.push_str(" private");
        }
        if self.draw.chance(10) {
            modifiers.push_str(&format!(" also \"{name} in the CRM\""));
        }
        format!("{name} {ty}{modifiers}{}", self.sentence())
    }

    fn choice_field(&mut self, ordered: bool) -> (String, Kind, String) {
        let stem = self.name("w");
        let words: Vec<String> =
            (0..self.draw.between(1, 5)).map(|at| format!("{stem}{}", char::from(b'a' + at as u8))).collect();
        let mut shown = words.clone();
        for word in &mut shown {
            if self.draw.chance(30) {
                *word = format!("{word} = \"Label of {word}\"");
            }
        }
        let default = self.draw.pick(&words);
        let keyword = if ordered { "ordered one of" } else { "one of" };
        let set = self.set(words, ordered);
        (format!("{keyword} {}", shown.join(", ")), Kind::Word(set), default)
    }
}
