//! Lists of records: their schema, what is made of them, and what is asked of them.

use super::expression::{Piece, closed, open};
use super::{ANY, Kind, Named, World};

/// A list that expressions can go through.
#[derive(Clone, Debug)]
pub(super) struct Listed {
    pub(super) path: String,
    pub(super) names: Vec<Named>,
    /// Fields that are added up; shares are not.
    summed: Vec<String>,
}

impl World {
    /// The schema of a list; `owner` is its group with a dot.
    pub(super) fn list(&mut self, owner: &str) -> String {
        // Before a dot it leads out of the list.
        self.taken.insert("account");
        let name = self.name("list");
        let outside = std::mem::take(&mut self.names);
        let mut lines = vec!["seen date".to_string(), "who text".to_string()];
        self.remember("seen", Kind::Date, ANY);
        self.remember("who", Kind::Text, ANY);
        for _ in 0..self.draw.between(1, 5) {
            let line = self.field("", true);
            lines.push(line);
        }
        if self.draw.chance(30) {
            let group = self.group("", "seen");
            lines.push(group);
        }
        let mut names = std::mem::replace(&mut self.names, outside);
        // A record has no history.
        names.iter_mut().for_each(|named| named.remembered = false);
        let shares: Vec<&str> =
            lines.iter().filter(|line| line.contains(" percent")).filter_map(|line| line.split(' ').next()).collect();
        // Fields of a group may be shares, too.
        let summed = |named: &&Named| !named.path.contains('.') && !shares.contains(&named.path.as_str());
        let summed = names.iter().filter(summed).map(|named| named.path.clone()).collect();
        let private = self.draw.pick(&["", " private", " required"]);
        let stale = self.draw.pick(&["", "", " stale after 60 days since seen", " stale after 0 days since seen"]);
        let sentence = self.sentence();
        self.lists.push(Listed { path: format!("{owner}{name}"), names, summed });
        format!("{name} list of {{\n    {}\n  }}{private}{stale}{sentence}", lines.join("\n    "))
    }

    pub(super) fn some_list(&mut self) -> Option<Listed> {
        let lists = self.lists.clone();
        if lists.is_empty() { None } else { Some(self.draw.pick(&lists)) }
    }

    /// A condition about the records of a list.
    fn of_records(&mut self, list: &Listed, depth: usize) -> String {
        let mut names = list.names.clone();
        names.extend(self.names.iter().map(|named| Named {
            path: format!("account.{}", named.path),
            remembered: false,
            ..named.clone()
        }));
        let names = std::mem::replace(&mut self.names, names);
        let lists = std::mem::take(&mut self.lists);
        let plays = std::mem::take(&mut self.plays);
        self.inside = true;
        let text = self.open(Kind::Truth, depth.min(2));
        self.inside = false;
        (self.names, self.lists, self.plays) = (names, lists, plays);
        text
    }

    fn kept(&mut self, list: &Listed, depth: usize) -> String {
        if self.draw.chance(60) { format!(" where {}", self.of_records(list, depth)) } else { String::new() }
    }

    /// One value of many.
    pub(super) fn aggregate(&mut self, kind: Kind, depth: usize) -> Option<Piece> {
        let list = self.some_list()?;
        let kept = self.kept(&list, depth);
        let path = &list.path;
        if kind == Kind::Plain && self.draw.chance(40) {
            if self.draw.chance(30) {
                let test = self.of_records(&list, depth);
                return Some(closed(format!("(share of {path}{kept} has ({test}))")));
            }
            return Some(closed(format!("count({path}{kept})")));
        }
        let fields: Vec<&Named> = list.names.iter().filter(|named| named.kind == kind).collect();
        if fields.is_empty() {
            return None;
        }
        let field = self.draw.pick(&fields).path.clone();
        let mut functions = if kind == Kind::Date { vec!["latest", "earliest"] } else { vec!["average", "min", "max"] };
        if kind != Kind::Date && list.summed.contains(&field) {
            functions.extend(["sum", "sum"]);
        }
        let function = self.draw.pick(&functions);
        Some(closed(format!("{function}({path}.{field}{kept})")))
    }

    /// A question about many.
    pub(super) fn list_test(&mut self, depth: usize) -> Option<Piece> {
        let list = self.some_list()?;
        let path = list.path.clone();
        if self.draw.chance(20) {
            let asked = self.draw.pick(&["known", "missing", "not known"]);
            return Some(open(format!("{path} is {asked}")));
        }
        let word = self.draw.pick(&["some", "no", "every"]);
        if word != "every" && self.draw.chance(30) {
            return Some(open(format!("{word} {path} where ({})", self.of_records(&list, depth))));
        }
        let (kept, test) = (self.kept(&list, depth), self.of_records(&list, depth));
        Some(closed(format!("({word} {path}{kept} has ({test}))")))
    }
}
