//! Small typed playbooks and batches, for tests only.

use crate::column::{Batch, Bits, Cause, Column, ListColumn, Slot};
use crate::evaluate::Frame;
use crate::graph::{NodeId, Program};
use crate::read::Fixtures;
use arrow_array::{BooleanArray, Date32Array, Float64Array, StringArray, UInt16Array};
use stageplay_dsl::source::{SourceId, Span};
use stageplay_dsl::typed::*;
use stageplay_dsl::types::*;

/// The date of every test: 2026-06-30.
pub(crate) const TODAY: Day = 20_634;

/// A playbook that has no mistakes, compiled.
pub(crate) fn compiled(text: &str) -> Program {
    let compiled = stageplay_dsl::compile(vec![("test.play".into(), text.trim_start().into())]);
    let said: Vec<String> = compiled.diagnostics.iter().map(|one| format!("{one:?}")).collect();
    Program::compile(compiled.playbook.unwrap_or_else(|| panic!("{said:#?}")))
}

/// Fixtures without mistakes.
pub(crate) fn fixtures(program: &Program, text: &str) -> Fixtures {
    let (fixtures, said) = crate::read::fixtures([(SourceId(0), text)], &program.playbook);
    assert!(said.is_empty(), "{said:?}");
    fixtures
}

pub(crate) fn span() -> Span {
    Span::new(SourceId(0), 0, 0)
}

/// A playbook while it is written, and the data of its fields.
pub(crate) struct Book {
    pub(crate) playbook: Playbook,
    columns: Vec<Column>,
    lists: Vec<ListColumn>,
    rows: usize,
}

impl Book {
    pub(crate) fn new() -> Self {
        let header = Header {
            name: "test".into(),
            title: "test".into(),
            version: None,
            owner: None,
            timezone: None,
            calendar: None,
            max_age: None,
            absent_after: None,
            gaps: None,
            span: span(),
        };
        let playbook = Playbook {
            header,
            choices: Table::default(),
            fields: Table::default(),
            lists: Table::default(),
            id_field: FieldId(0),
            revenue_field: FieldId(9_999),
            ends_when: None,
            settings: Table::default(),
            roles: Table::default(),
            lets: Table::default(),
            tiers: Table::default(),
            cards: Table::default(),
            parts: Table::default(),
            scores: Table::default(),
            journeys: Table::default(),
            risks: Table::default(),
            plays: Table::default(),
            groups: Table::default(),
            capacities: Vec::new(),
            retired_plays: Vec::new(),
            retired_journeys: Vec::new(),
            metrics: Table::default(),
            signals: Table::default(),
            order: Vec::new(),
            tests: Vec::new(),
            expressions: ExprId(0),
        };
        Self { playbook, columns: Vec::new(), lists: Vec::new(), rows: 0 }
    }

    fn column(&mut self, path: &str, ty: Type, kind: FieldKind, column: Column, rows: usize) -> FieldId {
        self.rows = self.rows.max(rows);
        self.columns.push(column);
        self.playbook.fields.push(element_field(path, ty, kind))
    }

    /// A list with so many elements per row; `None` is a missing list.
    pub(crate) fn list(&mut self, path: &str, lengths: &[Option<u32>]) -> ListId {
        let mut column = ListColumn { offsets: vec![0], ..ListColumn::default() };
        column.known = Bits::from_fn(lengths.len(), |row| lengths[row].is_some());
        for length in lengths {
            column.offsets.push(column.offsets.last().unwrap() + length.unwrap_or(0));
        }
        self.rows = self.rows.max(lengths.len());
        self.lists.push(column);
        self.playbook.lists.push(List {
            path: path.into(),
            fields: Vec::new(),
            stale: Vec::new(),
            required: false,
            private: false,
            sentence: None,
            span: span(),
        })
    }

    /// A field of the elements of a list, one value per element; how to read it.
    pub(crate) fn element(
        &mut self,
        list: ListId,
        path: &str,
        ty: Type,
        column: Column,
    ) -> impl Fn(&mut Self) -> Expr + use<> {
        let kind = match &ty {
            Type::Truth => FieldKind::YesNo,
            Type::Text => FieldKind::Text,
            Type::Date => FieldKind::Date,
            Type::Choice(set) => FieldKind::Choice(*set),
            _ => FieldKind::Number,
        };
        let field = self.playbook.lists[list].fields.len();
        self.playbook.lists[list].fields.push(element_field(path, ty.clone(), kind));
        self.playbook.lists[list].stale.push(None);
        self.lists[list.0 as usize].columns.push(column);
        move |book| book.expr(ExprKind::Element { list, field }, ty.clone())
    }

    /// What became of a list or a value of it that could not be used.
    pub(crate) fn spoil(&mut self, list: ListId, row: Option<usize>, element: Option<(usize, usize)>, cause: Cause) {
        let column = &mut self.lists[list.0 as usize];
        column.flawed.extend(row.map(|row| (row, cause)));
        column.flaws.extend(element.map(|(element, field)| (element, field, cause)));
    }

    pub(crate) fn aggregate(
        &mut self,
        aggregate: Aggregate,
        list: ListId,
        value: Option<Expr>,
        keep: Option<Expr>,
    ) -> Expr {
        let ty = value.as_ref().map_or(Type::Count, |value| value.ty.clone());
        self.expr(ExprKind::Aggregate { aggregate, list, value: value.map(Box::new), keep: keep.map(Box::new) }, ty)
    }

    pub(crate) fn quantified(
        &mut self,
        quantifier: ListQuantifier,
        list: ListId,
        keep: Option<Expr>,
        test: Option<Expr>,
    ) -> Expr {
        let ty = if quantifier == ListQuantifier::Share { Type::Number } else { Type::Truth };
        self.expr(ExprKind::Quantified { quantifier, list, keep: keep.map(Box::new), test: test.map(Box::new) }, ty)
    }

    pub(crate) fn numbers(&mut self, path: &str, values: &[Option<f64>]) -> FieldId {
        let array = Float64Array::from(values.to_vec());
        self.column(path, Type::Number, FieldKind::Number, Column::Number(array), values.len())
    }

    pub(crate) fn dates(&mut self, path: &str, values: &[Option<Day>]) -> FieldId {
        let array = Date32Array::from(values.to_vec());
        self.column(path, Type::Date, FieldKind::Date, Column::Date(array), values.len())
    }

    pub(crate) fn truths(&mut self, path: &str, values: &[Option<bool>]) -> FieldId {
        let array = BooleanArray::from(values.to_vec());
        self.column(path, Type::Truth, FieldKind::YesNo, Column::Truth(array), values.len())
    }

    pub(crate) fn texts(&mut self, path: &str, values: &[Option<&str>]) -> FieldId {
        let array = StringArray::from(values.to_vec());
        self.column(path, Type::Text, FieldKind::Text, Column::Text(array), values.len())
    }

    pub(crate) fn words(&mut self, path: &str, words: &[&str], values: &[Option<u16>]) -> FieldId {
        let set = self.playbook.choices.push(ChoiceSet::plain(path, words.iter().copied(), true));
        let array = UInt16Array::from(values.to_vec());
        self.column(path, Type::Choice(set), FieldKind::Choice(set), Column::Code(array), values.len())
    }

    pub(crate) fn expr(&mut self, kind: ExprKind, ty: Type) -> Expr {
        let id = self.playbook.expressions;
        self.playbook.expressions = ExprId(id.0 + 1);
        Expr { id, kind, ty, span: span() }
    }

    pub(crate) fn field(&mut self, id: FieldId) -> Expr {
        let ty = self.playbook.fields[id].ty.clone();
        self.expr(ExprKind::Field(id), ty)
    }

    pub(crate) fn number(&mut self, number: f64) -> Expr {
        self.expr(ExprKind::Constant(Value::Number(number)), Type::Number)
    }

    pub(crate) fn truth(&mut self, kind: ExprKind) -> Expr {
        self.expr(kind, Type::Truth)
    }

    pub(crate) fn arithmetic(&mut self, op: Arithmetic, left: Expr, right: Expr) -> Expr {
        self.expr(ExprKind::Arithmetic { op, left: Box::new(left), right: Box::new(right) }, Type::Number)
    }

    pub(crate) fn compare(&mut self, op: Comparison, left: Expr, right: Expr) -> Expr {
        self.truth(ExprKind::Compare { op, left: Box::new(left), right: Box::new(right) })
    }

    /// A score of an expression, so that it is in the plan.
    pub(crate) fn score(&mut self, name: &str, body: Expr) -> ScoreId {
        self.score_body(name, ScoreBody::Expr(body))
    }

    pub(crate) fn script(&mut self, name: &str, params: Vec<(&str, Expr)>, text: &str) -> ScoreId {
        let params = params.into_iter().map(|(name, value)| Param { name: name.into(), value }).collect();
        let place = Span::new(SourceId(0), 1_000, 1_000 + text.len());
        self.score_body(name, ScoreBody::Script { params, text: text.into(), span: place })
    }

    fn score_body(&mut self, name: &str, body: ScoreBody) -> ScoreId {
        let id = self.playbook.scores.push(Score {
            name: name.into(),
            formerly: None,
            sentence: None,
            low: -1e300,
            high: 1e300,
            higher_is_worse: false,
            body,
            span: span(),
        });
        self.playbook.order.push(Declaration::Score(id));
        id
    }

    pub(crate) fn let_(&mut self, name: &str, value: Expr) -> LetId {
        let id = self.playbook.lets.push(Let { name: name.into(), sentence: None, value, span: span() });
        self.playbook.order.push(Declaration::Let(id));
        id
    }

    /// A condition as a risk of one level, so that it is in the plan and may be of any kind.
    pub(crate) fn risk(&mut self, name: &str, condition: Expr) -> RiskId {
        let level_set = self.playbook.choices.push(ChoiceSet::plain(name, ["none", "high"], true));
        let levels = vec![Level { name: "high".into(), condition }];
        let risk = Risk {
            name: name.into(),
            formerly: None,
            sentence: None,
            cause: None,
            level_set,
            levels,
            clears_after: None,
            span: span(),
        };
        let id = self.playbook.risks.push(risk);
        self.playbook.order.push(Declaration::Risk(id));
        id
    }

    pub(crate) fn batch(&self) -> Batch {
        Batch {
            rows: self.rows,
            columns: self.columns.iter().cloned().collect(),
            lists: self.lists.iter().cloned().collect(),
            dates: Vec::new(),
            flaws: Vec::new(),
        }
    }

    pub(crate) fn compile(&self) -> Program {
        Program::compile(self.playbook.clone())
    }

    /// Everything evaluated, nothing decided.
    pub(crate) fn run(&self) -> (Program, Batch, Frame) {
        let (program, batch) = (self.compile(), self.batch());
        let mut frame = Frame::new(&program, &batch, TODAY, 0..self.rows);
        crate::evaluate::walk(&program, &batch, &mut frame, |_, _| {});
        frame.run(&program, &batch, program.texts.clone());
        (program, batch, frame)
    }
}

/// A field of a kind, and nothing more.
pub(crate) fn element_field(path: &str, ty: Type, kind: FieldKind) -> Field {
    Field {
        path: path.into(),
        ty,
        kind,
        low: None,
        high: None,
        required: false,
        default: None,
        private: false,
        also: Vec::new(),
        stale: None,
        sentence: None,
        span: span(),
    }
}

/// The numbers of a node, row by row.
pub(crate) fn numbers_of(frame: &Frame, node: NodeId) -> Vec<Option<f64>> {
    (0..frame.len()).map(|row| frame.numbers(node).get(row)).collect()
}

/// The truths of a node, row by row; panics where it is no condition.
pub(crate) fn truths_of(frame: &Frame, node: NodeId) -> Vec<Option<bool>> {
    assert!(matches!(frame.slot(node), Some(Slot::Truth(_))), "no condition");
    (0..frame.len()).map(|row| frame.truths(node).get(row)).collect()
}

/// The codes of a node, row by row.
pub(crate) fn codes_of(frame: &Frame, node: NodeId) -> Vec<Option<u16>> {
    (0..frame.len()).map(|row| frame.codes(node).get(row)).collect()
}
