//! Custom scores, in the language and in rhai.

use super::{Kind, World};

impl World {
    pub(super) fn score(&mut self) {
        let name = self.word("score");
        let (low, high) =
            self.draw.pick(&[("0", "100"), ("0", "100"), ("0", "10"), ("-100", "100"), ("0.5", "100000")]);
        let range = format!("{low} to {high}");
        let worse = self.draw.pick(&["", " higher is worse"]);
        if self.draw.chance(35) {
            let (params, script) = self.script();
            self.items.push(format!("score {name}({params}) {range}{worse} ```rhai\n{script}\n```"));
        } else {
            let body = self.open(Kind::Plain, 3);
            self.items.push(format!("score {name} {range}{worse} = {body}"));
        }
        self.remember(name, Kind::Plain, Some((low.parse().unwrap(), high.parse().unwrap())));
    }

    fn script(&mut self) -> (String, String) {
        let mut params =
            vec![format!("x = {}", self.open(Kind::Plain, 1)), format!("y = {}", self.open(Kind::Days, 1))];
        let mut lines = vec!["  let points = x;".to_string()];
        let mut lines_of = [0, 1, 2, 3, 4, 5];
        self.draw.shuffle(&mut lines_of);
        let count = self.draw.between(0, 4) as usize;
        for line in lines_of.into_iter().take(count) {
            let line = match line {
                0 => {
                    params.push(format!("on = {}", self.open(Kind::Date, 1)));
                    "  if on > 20000.0 { points += 5.0; }"
                }
                1 => {
                    params.push(format!("yes = {}", self.open(Kind::Truth, 1)));
                    "  if yes { points = points / 2.0 } else { points -= y * 0.1 }"
                }
                2 => {
                    params.push(format!("who = {}", self.open(Kind::Text, 1)));
                    "  points += who.len() * 1.0;"
                }
                4 => "  let n = 0; if points >= y { n += 2; } else if x != y { n -= 1; } points += n * 3;",
                5 => "  if points - y > 60 { return max(points / 2, 60.0); }",
                _ => match self.any_word() {
                    None => "  points *= 0.5;",
                    // One word alone would have the script give the same points whatever comes in.
                    Some((_, set)) if self.sets[set].words.len() < 2 => "  points *= 0.5;",
                    Some((path, set)) => {
                        let words = self.sets[set].words.clone();
                        let word = self.draw.pick(&words);
                        params.push(format!("word = {path}"));
                        lines.push(format!("  if word == \"{word}\" {{ points = 10.0; }}"));
                        "  points += 1.0;"
                    }
                },
            };
            lines.push(line.to_string());
        }
        lines.push(
            match self.draw.below(6) {
                0 => "  7",
                1 => "  if y > 1.0 { points / (y - 30.0) } else { 7 }",
                2 => "  if y > 1000.0 { throw \"too long\" } points",
                3 => "  if points > 50.0 { \"high\" } else { points }",
                4 => "  points.abs() % 100.0",
                _ => "  points",
            }
            .into(),
        );
        (params.join(", "), lines.join("\n"))
    }
}
