//! Risks.

use super::{Kind, World};

impl World {
    pub(super) fn risk(&mut self) {
        let name = self.word("risk");
        let mut lines = Vec::new();
        if self.draw.chance(30) {
            lines.push(format!("  cause {name}_cause"));
        }
        let mut levels = vec!["watch", "high", "critical"];
        let kept = self.draw.between(1, 3) as usize;
        levels.truncate(kept);
        for level in &levels {
            let condition = self.open(Kind::Truth, 3);
            lines.push(format!("  {level} when {condition}"));
        }
        if self.draw.chance(45) {
            let days = self.draw.pick(&["14 days", "3 days", "1 day", "0 days"]);
            lines.push(format!("  clears after {days}"));
        }
        let sentence = self.sentence();
        self.items.push(format!("risk {name}{sentence} {{\n{}\n}}", lines.join("\n")));
        let words = ["none"].into_iter().chain(levels).map(String::from).collect();
        let set = self.set(words, true);
        self.know(name, Kind::Word(set));
    }
}
