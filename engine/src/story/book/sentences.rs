//! Conditions and values as sentences for people who never read a playbook: names in words, settings with their value.

use super::phrase::{Item, Phrase, Said};
use crate::story::words::{quoted, words};
use stageplay_dsl::typed::{
    Arithmetic, Comparison, Criterion, Direction, Distance, DistanceUnit, Expr, ExprKind, ListQuantifier, Move, Period,
    Playbook, Setting, Template, TemplatePart, Trend,
};
use stageplay_dsl::types::{Function, Type, Value, show_day, show_value};

/// How tightly a form binds; looser ones get parentheses inside tighter ones.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Tight {
    Any,
    All,
    Test,
    Sum,
    Product,
    Atom,
}

/// A condition: a list where its author made one, else a sentence.
pub(super) fn condition(playbook: &Playbook, expr: &Expr) -> Said {
    let group = |head: String, criteria: &[Criterion]| Said::Group {
        head,
        items: criteria
            .iter()
            .map(|one| Item {
                label: one.name.as_ref().map(|name| words(name)),
                says: condition(playbook, &one.condition),
            })
            .collect(),
    };
    let is_long = |criteria: &[Criterion]| criteria.len() > 2 || criteria.iter().any(|one| one.name.is_some());
    match &expr.kind {
        ExprKind::All(criteria) if is_long(criteria) => group("all of these".into(), criteria),
        ExprKind::Any(criteria) if is_long(criteria) => group("any of these".into(), criteria),
        ExprKind::AtLeastOf { count, criteria } => {
            group(format!("at least {} of these", phrase(playbook, count).plain()), criteria)
        }
        ExprKind::NumberOf(criteria) => group("how many of these hold".into(), criteria),
        _ => Said::Phrase(phrase(playbook, expr)),
    }
}

/// An expression as a sentence.
pub(super) fn phrase(playbook: &Playbook, expr: &Expr) -> Phrase {
    let mut out = Phrase::default();
    Writer { playbook, out: &mut out, settings: Shown::WithValue }.write(expr, Tight::Any);
    out
}

/// A text, with the names of its values.
pub(super) fn template(playbook: &Playbook, template: &Template) -> Phrase {
    let mut out = Phrase::default();
    for part in &template.parts {
        match part {
            TemplatePart::Text(text) => out.say(text),
            TemplatePart::Value(value) => {
                out.say("\u{2039}");
                out.add(phrase(playbook, value));
                out.say("\u{203a}");
            }
        }
    }
    out
}

/// `5 business days`.
pub(super) fn distance(playbook: &Playbook, distance: &Distance) -> Phrase {
    let mut out = phrase(playbook, &distance.amount);
    let says = out.plain();
    let unit = match distance.unit {
        DistanceUnit::Days => "day",
        DistanceUnit::BusinessDays => "business day",
        DistanceUnit::Months => "month",
    };
    if !says.contains(unit) {
        out.say(&if says == "1" { format!(" {unit}") } else { format!(" {unit}s") });
    }
    out
}

/// `3 months`.
pub(super) fn period(period: Period) -> String {
    match period {
        Period::Days(1) => "day".into(),
        Period::Months(1) => "month".into(),
        Period::Days(days) => format!("{days} days"),
        Period::Months(months) => format!("{months} months"),
    }
}

/// The value of a setting, or of anything else that was written out.
pub(super) fn constant(playbook: &Playbook, value: &Value, ty: &Type) -> String {
    match value {
        Value::Number(number) => show_value(*number, ty, &playbook.choices),
        Value::Date(day) => show_day(*day),
        Value::Truth(truth) => if *truth { "yes" } else { "no" }.into(),
        Value::Choice(code) => words(&show_value(f64::from(*code), ty, &playbook.choices)),
        Value::Text(text) => quoted(text),
    }
}

/// The value of a setting.
pub(super) fn setting_value(playbook: &Playbook, setting: &Setting) -> Option<String> {
    setting.value.as_ref().map(|value| constant(playbook, value, &setting.ty))
}

/// A sentence in the making.
pub(super) struct Writer<'a> {
    pub(super) playbook: &'a Playbook,
    pub(super) out: &'a mut Phrase,
    pub(super) settings: Shown,
}

/// How settings are shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    /// `90 days (first value by)`.
    WithValue,
    /// `first value by`: the value of the whole stands before it.
    ByName,
}

impl Writer<'_> {
    fn write(&mut self, expr: &Expr, around: Tight) {
        let is_whole = self.settings == Shown::WithValue && settled(self.playbook, expr).is_some();
        let own = if is_whole { Tight::Atom } else { tightness(expr) };
        if own < around {
            self.out.say("(");
        }
        self.form(expr);
        if expr.ty == Type::Truth && matches!(expr.bare().kind, ExprKind::Field(_) | ExprKind::Element { .. }) {
            self.out.say(" is yes");
        }
        if own < around {
            self.out.say(")");
        }
    }

    /// A value that is asked about, and not asked for.
    fn bare(&mut self, expr: &Expr) {
        match expr.bare().kind {
            ExprKind::Field(_) | ExprKind::Element { .. } => self.named(expr.bare()),
            _ => self.write(expr, Tight::Sum),
        }
    }

    pub(super) fn say(&mut self, text: &str) {
        self.out.say(text);
    }

    /// `x WORDS y`.
    fn between(&mut self, left: &Expr, words: &str, right: &Expr, around: (Tight, Tight)) {
        self.write(left, around.0);
        self.out.say(words);
        self.write(right, around.1);
    }

    /// `WORDS x`.
    fn before(&mut self, words: &str, of: &Expr) {
        self.out.say(words);
        self.write(of, Tight::Atom);
    }

    fn form(&mut self, expr: &Expr) {
        if self.settings == Shown::WithValue
            && matches!(expr.kind, ExprKind::Arithmetic { .. })
            && let Some(number) = settled(self.playbook, expr)
        {
            self.say(&show_value(number, &expr.ty, &self.playbook.choices));
            self.say(" (");
            self.settings = Shown::ByName;
            self.form(expr);
            self.settings = Shown::WithValue;
            return self.say(")");
        }
        match &expr.kind {
            ExprKind::Constant(value) => self.say(&constant(self.playbook, value, &expr.ty)),
            ExprKind::AsOf => self.say("today"),
            ExprKind::Negate(of) => self.before("\u{2212}", of),
            ExprKind::Not(of) => self.not(of),
            ExprKind::Arithmetic { op, left, right } => {
                let (sign, around) = match op {
                    Arithmetic::Add => (" + ", (Tight::Sum, Tight::Product)),
                    Arithmetic::Subtract => (" \u{2212} ", (Tight::Sum, Tight::Product)),
                    Arithmetic::Multiply => (" \u{d7} ", (Tight::Product, Tight::Atom)),
                    Arithmetic::Divide => (" \u{f7} ", (Tight::Product, Tight::Atom)),
                };
                self.between(left, sign, right, around);
            }
            ExprKind::AddMonths { date, months, back } => {
                let sign = if *back { " \u{2212} " } else { " + " };
                self.between(date, sign, months, (Tight::Sum, Tight::Product));
            }
            ExprKind::Compare { op, left, right } => {
                let is_turned = matches!(left.kind, ExprKind::Constant(_) | ExprKind::Setting(_))
                    && !matches!(right.kind, ExprKind::Constant(_) | ExprKind::Setting(_));
                let (subject, op, limit) = if is_turned { (right, op.turned(), left) } else { (left, *op, right) };
                self.compare(subject, op, limit);
            }
            ExprKind::Same { negated, left, right } => {
                self.bare(left);
                self.say(if *negated { " is not " } else { " is " });
                self.bare(right);
            }
            ExprKind::All(criteria) => self.criteria(criteria, " and ", Tight::Test),
            // Whoever reads `a and b or c` should not have to know which goes first.
            ExprKind::Any(criteria) => self.criteria(criteria, " or ", Tight::Test),
            ExprKind::AtLeastOf { count, criteria } => {
                self.say("at least ");
                self.write(count, Tight::Atom);
                self.say(" of: ");
                self.criteria(criteria, "; ", Tight::Any);
            }
            ExprKind::NumberOf(criteria) => {
                self.say("how many hold of: ");
                self.criteria(criteria, "; ", Tight::Any);
            }
            ExprKind::IsKnown(of) => {
                self.bare(of);
                self.say(" is known");
            }
            ExprKind::IsMissing(of) => {
                self.bare(of);
                self.say(" is not known");
            }
            ExprKind::OneOf { subject, negated, words: codes } => {
                self.write(subject, Tight::Sum);
                self.say(if *negated { " is not " } else { " is " });
                let listed = self.listed(codes, &subject.ty);
                self.say(&listed);
            }
            ExprKind::AtLeast { subject, word } => {
                self.write(subject, Tight::Sum);
                let word = self.listed(&[*word], &subject.ty);
                self.say(&format!(" is at least {word}"));
            }
            ExprKind::Within { date, direction, distance } => {
                let which = if *direction == Direction::Next { "next" } else { "last" };
                self.between(date, &format!(" is within the {which} "), distance, (Tight::Sum, Tight::Atom));
            }
            ExprKind::For { condition, duration } => {
                self.between(condition, ", for at least ", duration, (Tight::Test, Tight::Atom));
            }
            ExprKind::Becomes { subject, word } => {
                self.write(subject, Tight::Sum);
                let word = self.listed(&[*word], &subject.ty);
                self.say(&format!(" becomes {word}"));
            }
            ExprKind::Moves { subject, direction } => {
                self.write(subject, Tight::Sum);
                self.say(if *direction == Move::Worsens { " gets worse" } else { " gets better" });
            }
            ExprKind::OfAccount(of) => self.form(of),
            _ => self.value(expr),
        }
    }

    /// What is no condition, or a condition by its name.
    fn value(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::IfMissing { value, fallback } => {
                self.bare(value);
                self.say(" (where that is not known: ");
                self.bare(fallback);
                self.say(")");
            }
            ExprKind::If { condition, then, otherwise } => {
                self.say("if ");
                self.between(condition, ": ", then, (Tight::Any, Tight::Sum));
                self.say(", else ");
                self.write(otherwise, Tight::Sum);
            }
            ExprKind::By { subject, arms, values } => self.by(subject, arms, values),
            ExprKind::DaysSince(of) => self.before("days since ", of),
            ExprKind::DaysUntil(of) => self.before("days until ", of),
            ExprKind::MonthsSince(of) => self.before("months since ", of),
            ExprKind::Ago { value, distance } => {
                self.between(value, " ", distance, (Tight::Atom, Tight::Atom));
                self.say(" ago");
            }
            ExprKind::Previous(of) => self.before("the previous ", of),
            ExprKind::Trend { trend, value, over } => {
                self.say(if *trend == Trend::Change { "the change in " } else { "the growth of " });
                self.between(value, " over ", over, (Tight::Atom, Tight::Atom));
            }
            ExprKind::Aggregate { aggregate, list, value, keep } => {
                let list = &self.playbook.lists[*list];
                let what = match aggregate.name() {
                    "count" => "the number",
                    "sum" => "the sum",
                    "min" => "the smallest",
                    "max" => "the largest",
                    other => &format!("the {other}"),
                };
                self.say(what);
                self.say(" ");
                if let Some(value) = value {
                    self.write(value, Tight::Atom);
                    self.say(" ");
                }
                let list = words(&list.path);
                self.say(&if value.is_none() { format!("of {list}") } else { format!("among {list}") });
                self.kept(keep.as_deref());
            }
            ExprKind::Quantified { quantifier, list, keep, test } => {
                let head = match quantifier {
                    ListQuantifier::Some => "at least one of ",
                    ListQuantifier::No => "none of ",
                    ListQuantifier::Every => "every one of ",
                    ListQuantifier::Share => "the share of ",
                };
                self.say(head);
                let list = words(&self.playbook.lists[*list].path);
                self.say(&list);
                self.kept(keep.as_deref());
                if let Some(test) = test {
                    self.before(if *quantifier == ListQuantifier::Share { " with " } else { " has " }, test);
                }
            }
            // It only takes the currency away, which nobody asks for who reads this.
            ExprKind::Call { function: Function::Amount, args } => {
                args.iter().for_each(|arg| self.write(arg, Tight::Atom))
            }
            ExprKind::Call { function, args } => {
                match function.name() {
                    "min" => self.say("the smaller of ("),
                    "max" => self.say("the larger of ("),
                    other => self.say(&format!("{other}(")),
                }
                for (at, arg) in args.iter().enumerate() {
                    self.say(if at == 0 { "" } else { "; " });
                    self.write(arg, Tight::Any);
                }
                self.say(")");
            }
            _ => self.named(expr),
        }
    }

    fn not(&mut self, of: &Expr) {
        let inner = of.bare();
        match &inner.kind {
            ExprKind::Field(_) | ExprKind::Element { .. } => {
                self.named(inner);
                self.say(" is no");
            }
            ExprKind::Let(_) => self.before("not ", inner),
            _ => {
                self.say("it is not so that ");
                self.write(inner, Tight::Test);
            }
        }
    }

    fn compare(&mut self, subject: &Expr, op: Comparison, limit: &Expr) {
        let is = format!(" is {} ", op.words(&subject.ty));
        self.between(subject, &is, limit, (Tight::Sum, Tight::Sum));
    }

    fn criteria(&mut self, criteria: &[Criterion], between: &str, around: Tight) {
        for (at, criterion) in criteria.iter().enumerate() {
            self.say(if at == 0 { "" } else { between });
            if let Some(name) = &criterion.name {
                self.say(&format!("{}: ", words(name)));
            }
            self.write(&criterion.condition, around);
        }
    }

    fn kept(&mut self, keep: Option<&Expr>) {
        if let Some(keep) = keep {
            self.say(" where ");
            self.write(keep, Tight::Test);
        }
    }

    fn by(&mut self, subject: &Expr, arms: &[usize], values: &[Expr]) {
        let Type::Choice(set) = subject.ty else { return self.say("?") };
        self.say("by ");
        self.write(subject, Tight::Atom);
        self.say(": ");
        let mut is_first = true;
        // Words that share a value are said together.
        for (at, value) in values.iter().enumerate() {
            let of: Vec<String> = self.playbook.choices[set]
                .names()
                .zip(arms)
                .filter(|(_, arm)| **arm == at)
                .map(|(word, _)| words(word))
                .collect();
            if of.is_empty() {
                continue;
            }
            self.say(if is_first { "" } else { ", " });
            self.say(&format!("{} ", of.join(" or ")));
            self.write(value, Tight::Sum);
            is_first = false;
        }
    }

    fn listed(&self, codes: &[u16], ty: &Type) -> String {
        let Type::Choice(set) = ty else { return "?".into() };
        let listed: Vec<String> = codes.iter().map(|code| words(self.playbook.choices[*set].word(*code))).collect();
        listed.join(" or ")
    }
}

/// What comes of settings and written numbers alone, which is the same for every account.
fn settled(playbook: &Playbook, expr: &Expr) -> Option<f64> {
    match &expr.kind {
        ExprKind::Constant(Value::Number(number)) => Some(*number),
        ExprKind::Setting(id) => match playbook.settings[*id].value {
            Some(Value::Number(number)) => Some(number),
            _ => None,
        },
        ExprKind::Arithmetic { op, left, right } => {
            let (left, right) = (settled(playbook, left)?, settled(playbook, right)?);
            let number = match op {
                Arithmetic::Add => left + right,
                Arithmetic::Subtract => left - right,
                Arithmetic::Multiply => left * right,
                Arithmetic::Divide => left / right,
            };
            number.is_finite().then_some(number)
        }
        _ => None,
    }
}

fn tightness(expr: &Expr) -> Tight {
    match &expr.kind {
        ExprKind::Any(_) | ExprKind::AtLeastOf { .. } | ExprKind::NumberOf(_) => Tight::Any,
        ExprKind::If { .. } | ExprKind::By { .. } => Tight::Any,
        ExprKind::All(_) | ExprKind::For { .. } => Tight::All,
        ExprKind::Not(_)
        | ExprKind::Compare { .. }
        | ExprKind::Same { .. }
        | ExprKind::IsKnown(_)
        | ExprKind::IsMissing(_)
        | ExprKind::OneOf { .. }
        | ExprKind::AtLeast { .. }
        | ExprKind::Within { .. }
        | ExprKind::Becomes { .. }
        | ExprKind::Moves { .. }
        | ExprKind::Quantified { .. } => Tight::Test,
        ExprKind::Arithmetic { op: Arithmetic::Add | Arithmetic::Subtract, .. } | ExprKind::AddMonths { .. } => {
            Tight::Sum
        }
        ExprKind::Arithmetic { .. } => Tight::Product,
        ExprKind::OfAccount(of) => tightness(of),
        _ => Tight::Atom,
    }
}
