//! Scorecards.

use super::{Kind, World};

/// How the weights of a group's parts are given.
enum Weights {
    /// `weights equal` stands in the group.
    Equal,
    /// One text per part.
    Written(Vec<String>),
}

impl World {
    pub(super) fn health(&mut self) {
        self.card("health".into(), "health");
    }

    pub(super) fn scorecard(&mut self) {
        let name = self.name("card");
        self.card(format!("scorecard {name}"), &name);
    }

    fn card(&mut self, head: String, name: &str) {
        let words = if name == "health" { "red yellow green" } else { "poor fair good great" };
        let words: Vec<String> = words.split(' ').map(String::from).collect();
        let bands = self.set(words.clone(), true);
        let mut lines = Vec::new();
        lines.push(self.missing());
        if self.draw.chance(50) {
            let share = self.draw.pick(&["60%", "50%", "0%", "100%", "0.3"]);
            lines.push(format!("known at least {share}"));
        }
        let mut readable = Vec::new();
        lines.extend(self.parts(name, 0, 100, &words, &mut readable));
        lines.push(self.bands(&words));
        // Floors and caps read the card's parts and what the card itself may read; nothing reads the parts before.
        for path in &readable {
            self.remember(path.clone(), Kind::Plain, Some((0.0, 100.0)));
            self.know(path.clone(), Kind::Word(bands));
        }
        for _ in 0..self.draw.between(0, 3) {
            let line = self.limit(&words);
            lines.push(line);
        }
        let sentence = self.sentence();
        self.items.push(format!("{head}{sentence} {{\n  {}\n}}", lines.join("\n  ")));
        self.remember(name, Kind::Plain, Some((0.0, 100.0)));
        self.know(name, Kind::Word(bands));
    }

    fn missing(&mut self) -> String {
        match self.draw.below(4) {
            0 => "missing last for 14 days".into(),
            1 => {
                let points = if self.draw.chance(20) { self.points() } else { self.draw.between(0, 100).to_string() };
                format!("missing score {points}")
            }
            _ => "missing skip".into(),
        }
    }

    /// The lines of a group's parts.
    fn parts(
        &mut self,
        owner: &str,
        depth: usize,
        total: i64,
        words: &[String],
        readable: &mut Vec<String>,
    ) -> Vec<String> {
        let count = self.draw.between(1, if depth == 0 { 4 } else { 3 }) as usize;
        let groups: Vec<bool> =
            (0..count).map(|_| depth < 2 && self.draw.chance(if depth == 0 { 65 } else { 25 })).collect();
        let own = if self.draw.chance(60) { 100 } else { total };
        let weights = self.weights(count, if groups.contains(&true) || depth == 0 { 100 } else { own });
        let mut lines = Vec::new();
        if matches!(weights, Weights::Equal) {
            lines.push("weights equal".to_string());
        }
        for (at, is_group) in groups.iter().enumerate() {
            let weight = match &weights {
                Weights::Equal => String::new(),
                Weights::Written(written) => format!(" weight {}", written[at]),
            };
            let number = weight.trim().strip_prefix("weight ").and_then(|weight| weight.parse().ok());
            if *is_group {
                let name = self.name("dimension");
                let path = format!("{owner}.{name}");
                let sentence = self.sentence();
                lines.push(format!("dimension {name}{sentence}{weight} {{"));
                if self.draw.chance(30) {
                    let condition = self.open(Kind::Truth, 2);
                    lines.push(format!("  applies when {condition}"));
                }
                if self.draw.chance(20) {
                    let missing = self.missing();
                    lines.push(format!("  {missing}"));
                }
                let inner = self.parts(&path, depth + 1, number.unwrap_or(100), words, readable);
                lines.extend(inner.into_iter().map(|line| format!("  {line}")));
                lines.push("}".into());
                readable.push(path);
            } else {
                let name = self.name("indicator");
                let line = self.indicator_line(&name, &weight, words);
                lines.push(line);
                readable.push(format!("{owner}.{name}"));
            }
        }
        lines
    }

    /// Weights that add up to `total`, for every word where they are `by` something.
    fn weights(&mut self, count: usize, total: i64) -> Weights {
        if self.draw.chance(15) {
            return Weights::Equal;
        }
        let by = if self.draw.chance(15) { self.any_word() } else { None };
        let Some((path, set)) = by else {
            let shares = self.draw.shares(count, total);
            return Weights::Written(shares.iter().map(i64::to_string).collect());
        };
        let words = self.sets[set].words.clone();
        let shares: Vec<Vec<i64>> = words.iter().map(|_| self.draw.shares(count, total)).collect();
        let weight = |at: usize| {
            let arms: Vec<String> = words.iter().zip(&shares).map(|(word, of)| format!("{word}: {}", of[at])).collect();
            format!("by {path} {{ {} }}", arms.join(", "))
        };
        Weights::Written((0..count).map(weight).collect())
    }

    fn indicator_line(&mut self, name: &str, weight: &str, words: &[String]) -> String {
        let sentence = self.sentence();
        let kind = self.draw.pick(&[Kind::Plain, Kind::Plain, Kind::Days, Kind::Money]);
        let (kind, scale) = match self.draw.below(6) {
            0 => (Kind::Plain, "as is".to_string()),
            1 | 2 => (kind, self.steps(kind, words)),
            _ => {
                let (one, other) = (self.bound(kind), self.other_bound(kind));
                let (worst, best) = if self.draw.chance(50) { (one, other) } else { (other, one) };
                (kind, format!("worst {worst} best {best}"))
            }
        };
        let value = match self.any(kind) {
            Some(path) if self.draw.chance(50) => path,
            _ => self.closed(kind, 3),
        };
        let mut line = format!("{name}{sentence}{weight}: {value} {scale}");
        if self.draw.chance(30) {
            let missing = self.missing();
            line = format!("{line} {missing}");
        }
        if self.draw.chance(20) {
            let condition = self.closed(Kind::Truth, 1);
            line = format!("{line} applies when {condition}");
        }
        line
    }

    /// An end of a scale.
    fn bound(&mut self, kind: Kind) -> String {
        match self.draw.below(8) {
            0 => self.by(kind, 0).text,
            1 => self.closed(kind, 1),
            _ => self.literal(kind),
        }
    }

    /// The other end: no literal that could be the same, but perhaps a value that is for some account.
    fn other_bound(&mut self, kind: Kind) -> String {
        if self.draw.chance(25)
            && let Some(path) = self.varying(kind)
        {
            return path;
        }
        match kind {
            Kind::Money => "777 USD".into(),
            Kind::Days => "77 days".into(),
            _ => self.draw.pick(&["13.5", "0.65", "101"]).into(),
        }
    }

    fn steps(&mut self, kind: Kind, words: &[String]) -> String {
        let unit = match kind {
            Kind::Money => "k USD",
            Kind::Days => " days",
            _ => "",
        };
        let mut steps = Vec::new();
        let mut bound = self.draw.between(0, 3);
        for _ in 0..self.draw.between(1, 4) {
            let scale = if kind == Kind::Money { 1000.0 } else { 1.0 };
            self.written.entry(kind).or_default().push(bound as f64 * scale);
            let head = self.draw.pick(&["below", "up to"]);
            steps.push(format!("{head} {bound}{unit}: {}", self.step_points(words)));
            bound += self.draw.between(1, 40);
        }
        steps.push(format!("otherwise: {}", self.step_points(words)));
        format!("steps {{ {} }}", steps.join(", "))
    }

    fn step_points(&mut self, words: &[String]) -> String {
        match self.draw.below(20) {
            0..=2 => self.draw.pick(words),
            3 => self.points(),
            _ => self.draw.between(0, 100).to_string(),
        }
    }

    /// Points that are not the same for all accounts.
    fn points(&mut self) -> String {
        if self.draw.chance(50)
            && let Some(path) = self.varying(Kind::Plain)
        {
            return path;
        }
        let Some((path, set)) = self.any_word() else { return "50".into() };
        let words = self.sets[set].words.clone();
        let arms: Vec<String> = words.iter().map(|word| format!("{word}: {}", self.draw.between(0, 100))).collect();
        format!("by {path} {{ {} }}", arms.join(", "))
    }

    fn limit(&mut self, words: &[String]) -> String {
        let kind = self.draw.pick(&["cap", "cap", "floor"]);
        let to = match self.draw.below(10) {
            0..=4 => self.draw.pick(words),
            5 => self.points(),
            _ => self.draw.between(0, 100).to_string(),
        };
        let condition = self.open(Kind::Truth, 2);
        let sentence = self.sentence();
        format!("{kind} {to} when {condition}{sentence}")
    }

    fn bands(&mut self, words: &[String]) -> String {
        let mut lines = Vec::new();
        let mut from = self.draw.between(80, 90);
        for word in words.iter().skip(1).rev() {
            self.written.entry(Kind::Plain).or_default().push(from as f64);
            let until = if self.draw.chance(50) { format!(" until below {}", from - 2) } else { String::new() };
            lines.push(format!("    {word} from {}{until}", self.raised(from)));
            // Far enough below that a raised one still lies under the end of the one above.
            from -= self.draw.between(4, 25);
        }
        lines.push(format!("    {}", words[0]));
        format!("bands {{\n{}\n  }}", lines.join("\n"))
    }

    /// A cut point, for some words of something one higher.
    fn raised(&mut self, from: i64) -> String {
        let by = if self.draw.chance(12) { self.any_word() } else { None };
        let Some((path, set)) = by else { return from.to_string() };
        let words = self.sets[set].words.clone();
        let arms: Vec<String> =
            words.iter().map(|word| format!("{word}: {}", from + i64::from(self.draw.chance(50)))).collect();
        format!("by {path} {{ {} }}", arms.join(", "))
    }
}
