//! Plays and their tasks.

use super::{Kind, World};

impl World {
    pub(super) fn play(&mut self) {
        self.end();
        let name = self.word("play");
        let mut clauses = self.trigger();
        if self.draw.chance(45) {
            let condition = if self.draw.chance(50) { self.state_test(1).text } else { self.open(Kind::Truth, 2) };
            clauses.push(format!("unless {condition}"));
        }
        if self.draw.chance(40) {
            let condition = self.open(Kind::Truth, 2);
            clauses.push(format!("succeeds when {condition}"));
        }
        if self.draw.chance(30) {
            clauses.push("expires after 90 days".into());
        }
        if self.draw.chance(30) {
            let again = self.draw.pick(&["never", "after 30 days", "after 0 days"]);
            clauses.push(format!("again {again}"));
        }
        if self.draw.chance(60) {
            let priority = self.closed(Kind::Plain, 2);
            clauses.push(format!("priority {priority}"));
        }
        if self.draw.chance(40) {
            let activation = self.draw.pick(&["existing", "existing quietly", "new only"]);
            clauses.push(format!("on activation {activation}"));
        }
        let mut tasks = Vec::new();
        for at in 0..self.draw.between(0, 3) {
            let task = format!("task_{at}");
            let line = self.task(&task, &tasks);
            clauses.push(line);
            tasks.push(task);
        }
        if let Some(task) = tasks.first()
            && self.draw.chance(25)
        {
            clauses.push(format!("escalate to desk 2 days after opening unless {task} is done"));
        }
        if self.draw.chance(20) {
            clauses.push(
                "on opening {\n    notify \"#cs\" \"{account_key}: {arr}\"\n    update \"crm.risk\" = \"on\"\n  }"
                    .into(),
            );
        }
        let title = self.sentence();
        self.items.push(format!("play {name}{title} {{\n  {}\n}}", clauses.join("\n  ")));
        self.plays.push((name, tasks));
    }

    fn trigger(&mut self) -> Vec<String> {
        match self.draw.below(12) {
            0 | 1 => {
                let period = self.draw.pick(&["1 day", "7 days", "2 weeks", "1 month", "3 months", "1 year"]);
                let anchor = match self.any(Kind::Date) {
                    Some(path) if self.draw.chance(70) => path,
                    _ => self.closed(Kind::Date, 1),
                };
                let mut clauses = vec![format!("every {period} from {anchor}")];
                if self.draw.chance(50) {
                    let condition = self.open(Kind::Truth, 1);
                    clauses.push(format!("when {condition}"));
                }
                clauses
            }
            2 if self.draw.chance(40) => {
                let plays = self.plays.clone();
                let kind = self.draw.pick(&[Kind::Plain, Kind::Money, Kind::Days]);
                let event = match self.varying(kind) {
                    Some(path) if self.draw.chance(50) => {
                        format!("{path} {}", self.draw.pick(&["worsens", "improves"]))
                    }
                    _ if !plays.is_empty() => {
                        let (play, _) = self.draw.pick(&plays);
                        format!("{play} becomes {}", self.draw.pick(&["open", "idle", "succeeded"]))
                    }
                    _ => return vec![format!("when {}", self.open(Kind::Truth, 1))],
                };
                let condition = self.closed(Kind::Truth, 1);
                let joined = self.draw.pick(&["and", "or"]);
                vec![format!("once {event} {joined} {condition}")]
            }
            2 => match self.any_word() {
                None => vec![format!("when {}", self.open(Kind::Truth, 1))],
                Some((path, set)) => {
                    let words = self.sets[set].words.clone();
                    let word = self.draw.pick(&words);
                    let event = match self.draw.pick(&["becomes", "worsens", "improves"]) {
                        moves if moves != "becomes" && self.sets[set].ordered > 0 => moves.to_string(),
                        _ => format!("becomes {word}"),
                    };
                    vec![format!("once {path} {event}")]
                }
            },
            _ => {
                let mut clauses = vec![format!("when {}", self.open(Kind::Truth, 3))];
                if self.draw.chance(35) {
                    let days = self.days();
                    clauses.push(format!("holds for {days}"));
                }
                clauses
            }
        }
    }

    fn task(&mut self, name: &str, before: &[String]) -> String {
        let mut line = format!("task {name} \"Do it for {{account_key}}\"");
        if self.draw.chance(40) {
            line.push_str(&format!(" owner {}", self.role()));
        }
        match self.draw.below(4) {
            0 => line.push_str(" due in 2 days"),
            1 if !before.is_empty() => line.push_str(&format!(" due 5 days after {}", self.draw.pick(before))),
            2 => {
                if let Some(date) = self.any(Kind::Date) {
                    line.push_str(&format!(" due 10 days before {date}"));
                }
            }
            _ => {}
        }
        if self.draw.chance(30) {
            line.push_str(" effort 2 hours");
        }
        if self.draw.chance(20) {
            let condition = self.closed(Kind::Truth, 1);
            line.push_str(&format!(" done when {condition}"));
        }
        line
    }
}
