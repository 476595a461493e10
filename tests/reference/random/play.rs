//! Plays and their tasks.

use super::{Kind, Named, World};

impl World {
    pub(super) fn play(&mut self) {
        self.end();
        let name = self.word("play");
        let each = if self.draw.chance(15) { self.some_list() } else { None };
        let (lists, names) = (self.lists.clone(), self.names.clone());
        let mut clauses = Vec::new();
        if let Some(list) = &each {
            // What is asked of a record has no past.
            let of_record = |named: &Named| Named { path: format!("item.{}", named.path), ..named.clone() };
            self.names.extend(list.names.iter().map(of_record));
            self.lists.clear();
            self.inside = true;
            clauses.push(format!("each item in {} key item.who", list.path));
        }
        clauses.extend(self.trigger());
        if self.draw.chance(45) {
            let condition = if self.draw.chance(50) { self.state_test(1).text } else { self.open(Kind::Truth, 2) };
            clauses.push(format!("unless {condition}"));
        }
        let mut tasks: Vec<String> = Vec::new();
        for at in 0..self.draw.between(0, 3) {
            let task = format!("task_{at}");
            let line = self.task(&task, &tasks);
            clauses.push(line);
            tasks.push(task);
        }
        self.inside = false;
        (self.lists, self.names) = (lists, names);
        self.endings(&mut clauses);
        let dated = |task: &&String| {
            clauses.iter().any(|line| line.contains(&format!("task {task} ")) && line.contains(" due "))
        };
        let dated: Vec<String> = tasks.iter().filter(dated).cloned().collect();
        self.escalations(&tasks, &dated, &mut clauses);
        if self.draw.chance(60) {
            let priority = self.closed(Kind::Plain, 2);
            clauses.push(format!("priority {priority}"));
        }
        if self.draw.chance(40) {
            let activation = self.draw.pick(&["existing", "existing quietly", "new only"]);
            clauses.push(format!("on activation {activation}"));
        }
        if self.draw.chance(20) {
            clauses.push(
                "on opening {\n    notify \"#cs\" \"{account_key}: {arr}\"\n    update \"crm.risk\" = \"on\"\n  }"
                    .into(),
            );
        }
        let title = self.sentence();
        self.items.push(format!("play {name}{title} {{\n  {}\n}}", clauses.join("\n  ")));
        // The tasks of one run of many are nobody else's business.
        self.plays.push((name, if each.is_some() { Vec::new() } else { tasks }));
    }

    /// When it ends, and when it may begin anew.
    fn endings(&mut self, clauses: &mut Vec<String>) {
        let is_state = clauses.iter().any(|clause| clause.starts_with("when "))
            && !clauses.iter().any(|clause| clause.starts_with("every "));
        if self.draw.chance(40) {
            let condition = self.open(Kind::Truth, 2);
            let lasting = self.draw.pick(&["", " for 2 days", " for 10 days"]);
            let condition = if lasting.is_empty() { condition } else { format!("({condition}){lasting}") };
            clauses.push(format!("succeeds when {condition}"));
        }
        if is_state && self.draw.chance(50) {
            let cleared = self.draw.pick(&["close", "keep", "close after 1 day", "close after 4 days"]);
            clauses.push(format!("if cleared {cleared}"));
        }
        if self.draw.chance(30) {
            let days = self.draw.pick(&["90 days", "10 days", "1 day"]);
            clauses.push(format!("expires after {days}"));
        }
        if self.draw.chance(40) {
            let again = self.draw.pick(&["never", "after 30 days", "after 0 days", "after 2 days", "after 2 days"]);
            clauses.push(format!("again {again}"));
        }
    }

    /// What happens when nothing happens.
    fn escalations(&mut self, tasks: &[String], dated: &[String], clauses: &mut Vec<String>) {
        for level in 0..self.draw.pick(&[0, 0, 1, 2]) {
            let days = self.draw.pick(&["2 days", "1 day", "0 days", "3 business days", "1 month"]);
            let when = match dated.first() {
                Some(task) if self.draw.chance(50) => format!("when {task} is {days} overdue"),
                _ => format!("{days} after opening"),
            };
            let unless = match tasks.last() {
                Some(task) if self.draw.chance(30) => format!(" unless {task} is done"),
                _ if self.draw.chance(20) => format!(" unless {}", self.closed(Kind::Truth, 1)),
                _ => String::new(),
            };
            let block = match self.draw.below(4) {
                0 => " {\n    owner\n  }".to_string(),
                1 => format!(" {{\n    task level_{level} \"Look after it\" owner desk due in 3 days\n  }}"),
                2 => " {\n    notify \"#cs\" \"{account_key}\"\n  }".to_string(),
                _ => String::new(),
            };
            let role = self.role();
            clauses.push(format!("escalate to {role} {when}{unless}{block}"));
        }
    }

    /// Plays that stand in each other's way, in the order in which they were written: later ones read earlier ones.
    pub(super) fn groups(&mut self) {
        for _ in 0..self.draw.pick(&[0, 1, 1, 2]) {
            let mut members: Vec<String> = self.plays.iter().map(|(play, _)| play.clone()).collect();
            while members.len() > 3 {
                let at = self.draw.below(members.len());
                members.remove(at);
            }
            if members.len() < 2 {
                return;
            }
            let name = self.name("group");
            let head = match self.draw.below(3) {
                0 => format!("one at a time {name}"),
                1 => format!("first of {name}"),
                _ => format!("limit {name} {} per {} days", self.draw.between(1, 2), self.draw.pick(&[3, 10, 90])),
            };
            self.items.push(format!("{head} {{ {} }}", members.join(", ")));
        }
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
            2 if self.inside => vec![format!("when {}", self.open(Kind::Truth, 2))],
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
            0 => line.push_str(self.draw.pick(&[" due in 2 days", " due in 1 business day", " due in 1 month"])),
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
            line.push_str(&format!(" when {condition}"));
        }
        if self.draw.chance(20) {
            let condition = self.closed(Kind::Truth, 1);
            line.push_str(&format!(" done when {condition}"));
        }
        line
    }
}
