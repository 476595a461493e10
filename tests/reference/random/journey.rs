//! Journeys and their stages.

use super::{Kind, World};

impl World {
    pub(super) fn journey(&mut self) {
        let name = self.word("journey");
        let ordered = self.draw.between(1, 5) as usize;
        let interrupting = if self.draw.chance(35) { self.draw.between(1, 2) as usize } else { 0 };
        let stages: Vec<String> = (0..ordered + interrupting).map(|at| format!("{name}_s{at}")).collect();
        let mut lines = Vec::new();
        let applies = self.draw.chance(25);
        if applies {
            let condition = self.open(Kind::Truth, 2);
            lines.push(format!("applies when {condition}"));
        }
        if self.draw.chance(35) {
            let field = self.start_field(&stages);
            lines.push(format!("start in stage from {field}"));
        }
        let mut measured = Vec::new();
        let exits: Vec<bool> = stages.iter().map(|_| self.draw.chance(50)).collect();
        for (at, stage) in stages.iter().enumerate() {
            let sentence = self.sentence();
            lines.push(format!("stage {stage}{sentence} {{"));
            let mut clauses = self.everywhere(stage, &mut measured);
            if at >= ordered {
                let condition = self.open(Kind::Truth, 2);
                clauses.push(format!("interrupts while {condition}"));
            } else {
                let moves = self.moves(&stages, &exits[..=at]);
                clauses.extend(moves);
            }
            self.draw.shuffle(&mut clauses);
            lines.extend(clauses.into_iter().map(|clause| format!("  {clause}")));
            lines.push("}".into());
        }
        let sentence = self.sentence();
        self.items.push(format!("journey {name}{sentence} {{\n  {}\n}}", lines.join("\n  ")));
        self.tell(&name, stages, ordered, applies, measured);
    }

    /// A field that names the stage an account arrives in.
    fn start_field(&mut self, stages: &[String]) -> String {
        let field = self.name("arrives_in");
        let mut words = stages.to_vec();
        self.draw.shuffle(&mut words);
        self.schema.push(format!("{field} one of {}", words.join(", ")));
        let set = self.set(words, false);
        self.remember(field.clone(), Kind::Word(set), None);
        field
    }

    /// What expressions may read of a journey.
    fn tell(
        &mut self,
        name: &str,
        stages: Vec<String>,
        ordered: usize,
        applies: bool,
        measured: Vec<(String, String)>,
    ) {
        for (stage, measure) in measured {
            self.know(format!("{name}.{stage}.{measure}"), Kind::Days);
        }
        for stage in &stages {
            if self.draw.chance(50) {
                let edge = self.draw.pick(&["entered", "entered", "left"]);
                self.know(format!("{name}.{stage}.{edge}"), Kind::Date);
            }
        }
        let mut words = stages;
        if applies {
            words.push("none".into());
        }
        let set = self.set(words, false);
        self.sets[set].ordered = ordered;
        self.know(name, Kind::Word(set));
        let paces = self.set(["on_track", "behind", "stuck"].map(String::from).to_vec(), false);
        self.know(format!("{name}.pace"), Kind::Word(paces));
    }

    /// Clauses that any stage may have.
    fn everywhere(&mut self, stage: &str, measured: &mut Vec<(String, String)>) -> Vec<String> {
        let mut clauses = Vec::new();
        if self.draw.chance(30) {
            let role = self.role();
            clauses.push(format!("owner {role}"));
        }
        if self.draw.chance(40) {
            let date = self.closed(Kind::Date, 1);
            clauses.push(format!("clock from {date}"));
        }
        if self.draw.chance(40) {
            let days = self.days();
            clauses.push(format!("target {days}"));
        }
        if self.draw.chance(40) {
            let days = if self.draw.chance(30) { self.by(Kind::Days, 0).text } else { self.days() };
            clauses.push(format!("stuck after {days}"));
        }
        if self.draw.chance(25) {
            let measure = self.name("measure");
            let (from, to) = (self.closed(Kind::Date, 1), self.closed(Kind::Date, 1));
            clauses.push(format!("measure {measure} = days from {from} to {to}"));
            measured.push((stage.to_string(), measure));
        }
        if self.draw.chance(20) {
            clauses.push("expected \"a result\"".into());
        }
        if self.draw.chance(20) {
            let (friction, condition) = (self.name("friction"), self.open(Kind::Truth, 1));
            clauses.push(format!("friction {friction} \"it rubs\" when {condition}"));
        }
        clauses
    }

    /// How an ordered stage is entered, kept and left.
    ///
    /// From one stage to the next, one of the two must say when: where a stage before has no exit, there is an enter.
    fn moves(&mut self, stages: &[String], exits: &[bool]) -> Vec<String> {
        let at = exits.len() - 1;
        let mut clauses = Vec::new();
        if at > 0 && (exits[..at].contains(&false) || self.draw.chance(50)) {
            let condition = self.open(Kind::Truth, 2);
            clauses.push(format!("enter when {condition}"));
        }
        if exits[at] {
            let condition = self.open(Kind::Truth, 2);
            clauses.push(format!("exit when {condition}"));
        }
        if self.draw.chance(25) {
            let condition = self.open(Kind::Truth, 2);
            clauses.push(format!("holds while {condition}"));
        }
        if at > 0 && self.draw.chance(20) {
            let (to, condition) = (self.draw.pick(&stages[..at]), self.open(Kind::Truth, 1));
            clauses.push(format!("back to {to} when {condition}"));
        }
        if at > 1 && self.draw.chance(30) {
            let mut after = stages[..at].to_vec();
            self.draw.shuffle(&mut after);
            after.truncate(self.draw.between(1, 2) as usize);
            clauses.push(format!("after {}", after.join(", ")));
        }
        clauses
    }
}
