//! What the playbook's names are called in a sentence, and where the book explains them.

use super::phrase::{Anchor, Kind};
use super::sentences::{Shown, Writer, setting_value};
use crate::story::words::{last, quoted, words};
use stageplay_dsl::typed::{Expr, ExprKind, StageEdge};

impl Writer<'_> {
    /// A name, in words.
    pub(super) fn named(&mut self, expr: &Expr) {
        let playbook = self.playbook;
        let mut name = |kind, name: &str, shown: String, hint: Option<&str>| {
            self.out.name(shown, Anchor::new(kind, name), hint);
        };
        match &expr.kind {
            ExprKind::Field(id) => {
                let field = &playbook.fields[*id];
                name(Kind::Field, &field.path, words(&field.path), field.sentence.as_deref());
            }
            ExprKind::Setting(id) => {
                let setting = &playbook.settings[*id];
                let label = words(&setting.name);
                match setting_value(playbook, setting).filter(|_| self.settings == Shown::WithValue) {
                    Some(value) => {
                        self.say(&format!("{value} ("));
                        let anchor = Anchor::new(Kind::Setting, &setting.name);
                        self.out.name(label, anchor, setting.sentence.as_deref());
                        self.say(")");
                    }
                    None => name(Kind::Setting, &setting.name, label, setting.sentence.as_deref()),
                }
            }
            ExprKind::Let(id) => {
                let of = &playbook.lets[*id];
                name(Kind::Term, &of.name, words(&of.name), of.sentence.as_deref());
            }
            ExprKind::Tier(id) => {
                let of = &playbook.tiers[*id];
                name(Kind::Term, &of.name, words(&of.name), of.sentence.as_deref());
            }
            ExprKind::Score(id) => {
                let of = &playbook.scores[*id];
                name(Kind::Score, &of.name, words(&of.name), of.sentence.as_deref());
            }
            ExprKind::Part(id) | ExprKind::Band(id) => {
                let part = &playbook.parts[*id];
                let card = &playbook.cards[part.card];
                name(Kind::Scorecard, &card.name, words(last(&part.path)), part.sentence.as_deref());
            }
            ExprKind::Stage(id) => {
                let of = &playbook.journeys[*id];
                name(Kind::Journey, &of.name, words(&of.name), of.sentence.as_deref());
            }
            ExprKind::Level(id) => {
                let of = &playbook.risks[*id];
                name(Kind::Risk, &of.name, words(&of.name), of.sentence.as_deref());
            }
            ExprKind::PlayState(id) => {
                let of = &playbook.plays[*id];
                self.say("the play ");
                self.out.name(quoted(&of.title), Anchor::new(Kind::Play, &of.name), None);
            }
            _ => self.inside(expr),
        }
    }

    /// Names of what lies inside something else.
    fn inside(&mut self, expr: &Expr) {
        let playbook = self.playbook;
        match &expr.kind {
            ExprKind::TaskState { play, task } => {
                let task = playbook.plays[*play].tasks.get(*task).map_or_else(String::new, |task| words(&task.name));
                self.say(&format!("the task {}", quoted(&task)));
            }
            ExprKind::StageDate { journey, stage, edge } => {
                let journey = &playbook.journeys[*journey];
                let stage = journey.stages.get(*stage).map_or_else(String::new, |stage| words(&stage.name));
                let edge = if *edge == StageEdge::Entered { "entered" } else { "left" };
                self.say("the day on which ");
                self.out.name(stage, Anchor::new(Kind::Journey, &journey.name), None);
                self.say(&format!(" was {edge}"));
            }
            ExprKind::Pace(id) => {
                let journey = &playbook.journeys[*id];
                self.say("the pace on ");
                self.out.name(words(&journey.name), Anchor::new(Kind::Journey, &journey.name), None);
            }
            ExprKind::Measure { journey, stage, measure } => {
                let journey = &playbook.journeys[*journey];
                let measure = journey.stages.get(*stage).and_then(|stage| stage.measures.get(*measure));
                let label = measure.map_or_else(String::new, |measure| words(&measure.name));
                self.out.name(label, Anchor::new(Kind::Journey, &journey.name), None);
            }
            ExprKind::List(id) => {
                let list = &playbook.lists[*id];
                let anchor = Anchor::new(Kind::Field, &list.path);
                self.out.name(words(&list.path), anchor, list.sentence.as_deref());
            }
            ExprKind::Element { list, field } => {
                let list = &playbook.lists[*list];
                if let Some(field) = list.fields.get(*field) {
                    let anchor = Anchor::new(Kind::Field, &list.path);
                    self.out.name(words(&field.path), anchor, field.sentence.as_deref());
                }
            }
            _ => self.say("?"),
        }
    }
}
