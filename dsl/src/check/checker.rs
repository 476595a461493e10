//! What every construct's check shares: tables of kinds, numbering of expressions, the sink.

use super::errors;
use super::sets::Sets;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::resolve::{Entity, Resolved, Scope};
use crate::source::{SourceId, Sources, Span};
use crate::syntax::tree::{self, Name};
use crate::typed::{Expr, ExprKind};
use crate::types::{
    ChoiceSetId, ExprId, FieldId, LetId, ListId, PlayId, RoleId, ScoreId, SettingId, Table, Type, Value,
};
use rustc_hash::FxHashSet;

/// The smallest and largest a number can be.
pub(super) type Range = (f64, f64);

/// The state of a check.
pub(super) struct Checker<'a> {
    pub(super) sources: &'a Sources,
    pub(super) resolved: &'a Resolved<'a>,
    pub(super) diagnostics: &'a mut Diagnostics,
    pub(super) sets: Sets,
    pub(super) fields: Table<FieldId, Known>,
    /// The fields of the records of each list.
    pub(super) elements: Table<ListId, Vec<Known>>,
    /// `None` where the setting is in error or not yet known; the value is missing where who extends the playbook sets
    /// it.
    pub(super) settings: Table<SettingId, Option<(Known, Option<Value>)>>,
    pub(super) lets: Table<LetId, Let>,
    pub(super) scores: Table<ScoreId, Option<Range>>,
    /// Kinds taken on trust where a `let` reads its own earlier value: which, as what, where.
    pub(super) guesses: Vec<(LetId, Type, Span)>,
    pub(super) used: FxHashSet<Entity>,
    /// Script files that a score names.
    pub(super) used_scripts: FxHashSet<SourceId>,
    pub(super) scope: Scope,
    /// The list whose records bare names speak of, inside `where` and `has`.
    pub(super) element: Option<ListId>,
    /// The play at hand, where it has a run for each record of a list; not inside `where` and `has`.
    pub(super) each: Option<PlayId>,
    /// How many events were met so far: what holds one is no state.
    pub(super) events: usize,
    /// True once the missing calendar was named.
    pub(super) calendar_missed: bool,
    pub(super) depth: usize,
    /// How many `previous` and `… ago` are around.
    pub(super) past: usize,
    next: u32,
}

/// A kind and, for numbers, a range.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub(super) ty: Type,
    pub(super) range: Option<Range>,
}

/// What is known of a `let`.
#[derive(Clone, Debug)]
pub(super) enum Let {
    /// Not yet checked.
    Pending,
    /// In error; nothing more is said about what reads it.
    Failed,
    /// Its kind, and whether it holds an event.
    Done(Known, bool),
}

/// What a path to a scorecard, and a bare word, mean where they stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Want {
    /// Points; a bare word is a name.
    Value,
    /// A band; a bare word is a name.
    Word,
    /// A band; a bare word is one of this set.
    Among(ChoiceSetId),
}

impl<'a> Checker<'a> {
    pub(super) fn new(sources: &'a Sources, resolved: &'a Resolved<'a>, diagnostics: &'a mut Diagnostics) -> Self {
        let declared = &resolved.declared;
        let sets = Sets::of(resolved, diagnostics);
        let mut checker = Self {
            sources,
            resolved,
            diagnostics,
            sets,
            fields: Table::default(),
            elements: Table::default(),
            settings: declared.settings.iter().map(|_| None).collect(),
            lets: declared.lets.iter().map(|_| Let::Pending).collect(),
            scores: declared.scores.iter().map(|_| None).collect(),
            guesses: Vec::new(),
            used: FxHashSet::default(),
            used_scripts: FxHashSet::default(),
            scope: Scope::Everywhere,
            element: None,
            each: None,
            events: 0,
            calendar_missed: false,
            depth: 0,
            past: 0,
            next: 0,
        };
        for (id, source) in declared.fields.iter() {
            let ty = checker.sets.field_type(id, &source.field.ty.kind);
            checker.fields.push(Known { ty, range: None });
        }
        for (id, source) in declared.lists.iter() {
            let fields = source.fields.iter().enumerate();
            let kinds = fields.map(|(at, own)| checker.sets.element_type(id, at, &own.field.ty.kind));
            let known = kinds.map(|ty| Known { ty, range: None }).collect();
            checker.elements.push(known);
        }
        checker
    }

    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// The source text of a place, on one line and not too long.
    pub(super) fn text(&self, span: Span) -> String {
        let words: Vec<&str> = self.sources.slice(span).split_whitespace().collect();
        let line = words.join(" ");
        if line.chars().count() <= 48 {
            return line;
        }
        let start: String = line.chars().take(47).collect();
        format!("{start}…")
    }

    /// A new expression with its number.
    pub(super) fn make(&mut self, kind: ExprKind, ty: Type, span: Span) -> Expr {
        let id = ExprId(self.next);
        self.next = self.next.saturating_add(1);
        Expr { id, kind, ty, span }
    }

    pub(super) fn constant(&mut self, value: f64, ty: Type, span: Span) -> Expr {
        self.make(ExprKind::Constant(Value::Number(value)), ty, span)
    }

    /// How many expressions were made.
    pub(super) fn made(&self) -> ExprId {
        ExprId(self.next)
    }

    /// A kind as people say it.
    pub(super) fn show(&self, ty: &Type) -> String {
        match ty {
            Type::Truth => "a condition".into(),
            Type::Number => "a number".into(),
            Type::Count => "a count".into(),
            Type::Ratio => "a ratio".into(),
            Type::Percent => "a percentage".into(),
            Type::Date => "a date".into(),
            Type::Choice(set) => format!("one of the words of {}", self.sets.name(*set)),
            Type::List(_) => "a list of records".into(),
            Type::Text | Type::Money(_) | Type::Days | Type::Months | Type::BusinessDays | Type::Hours => ty.show(),
        }
    }

    /// True where the name was seen in text that did not parse: it may well exist.
    pub(super) fn is_lost(&self, name: &str) -> bool {
        self.resolved.declared.lost.contains(name)
    }

    /// A role by name.
    pub(super) fn role(&mut self, name: &Name) -> Option<RoleId> {
        match self.resolved.names.top.get(&name.text) {
            Some((entity @ Entity::Role(id), _)) => {
                self.used.insert(*entity);
                return Some(*id);
            }
            _ if self.is_lost(&name.text) => {}
            _ => {
                let roles = self.resolved.declared.roles.rows().iter().map(|role| role.name.text.as_str());
                let error = errors::unknown("role", name, roles);
                self.report(error);
            }
        }
        None
    }

    /// A condition; anything else is an error.
    pub(super) fn condition(&mut self, expr: &tree::Expr) -> Option<Expr> {
        let typed = self.expr(expr, Want::Value)?;
        if typed.ty == Type::Truth {
            return Some(typed);
        }
        let error = errors::not_a_condition(self, &typed);
        self.report(error);
        None
    }

    /// A number without a unit.
    pub(super) fn plain(&mut self, expr: &tree::Expr, what: &str) -> Option<Expr> {
        let typed = self.expr(expr, Want::Value)?;
        if typed.ty.is_plain() {
            return Some(typed);
        }
        let error = errors::not_plain(self, &typed, what);
        self.report(error);
        None
    }

    /// A number without a unit from `low` to `high`; the range is checked where the value is known.
    pub(super) fn plain_within(&mut self, expr: &tree::Expr, what: &str, low: f64, high: f64) -> Option<Expr> {
        let typed = self.plain(expr, what)?;
        if let Some(values) = self.possible(&typed)
            && let Some(value) = values.iter().find(|value| **value < low || **value > high)
        {
            let error = errors::outside(self, &typed, what, *value, low, high);
            self.report(error);
            return None;
        }
        Some(typed)
    }

    pub(super) fn date(&mut self, expr: &tree::Expr, what: &str) -> Option<Expr> {
        let typed = self.expr(expr, Want::Value)?;
        if typed.ty == Type::Date {
            return Some(typed);
        }
        let error = errors::not_a_date(self, &typed, what);
        self.report(error);
        None
    }

    /// A length of time in days.
    pub(super) fn days(&mut self, expr: &tree::Expr, what: &str) -> Option<Expr> {
        let typed = self.expr(expr, Want::Value)?;
        if typed.ty != Type::Days {
            let error = errors::not_days(self, &typed, what);
            self.report(error);
            return None;
        }
        if self.possible(&typed).is_some_and(|values| values.iter().any(|value| *value < 0.0)) {
            let error = errors::negative(self, &typed, what);
            self.report(error);
            return None;
        }
        Some(typed)
    }

    /// Days that must be written out, as the engine keeps them with the playbook.
    pub(super) fn written_days(&mut self, expr: &tree::Expr, what: &str) -> Option<f64> {
        let typed = self.days(expr, what)?;
        self.written_number(&typed, what)
    }

    /// A number that must be the same for every account: written out, or made of settings.
    pub(super) fn written_number(&mut self, typed: &Expr, what: &str) -> Option<f64> {
        match self.settled(typed) {
            Some(Value::Number(number)) => Some(number),
            Some(Value::Date(day)) => Some(f64::from(day)),
            _ => {
                let error = match &typed.kind {
                    ExprKind::Setting(id) => {
                        let name = &self.resolved.declared.settings[*id].name.text;
                        errors::not_yet_set(typed.span, name, what)
                    }
                    _ => errors::not_written(self, typed.span, what),
                };
                self.report(error);
                None
            }
        }
    }
}

/// Keeps the first of a clause and reports every other.
pub(super) fn once<T>(checker: &mut Checker<'_>, slot: &mut Option<(T, Span)>, value: T, span: Span, clause: &str) {
    match slot {
        None => *slot = Some((value, span)),
        Some((_, first)) => {
            let error = errors::clause_twice(clause, span, *first);
            checker.report(error);
        }
    }
}
