//! Which columns of a file mean something, and what.

use super::super::ReadError;
use super::super::file::Format;
use super::super::file::Input;
use super::super::names::{Names, near};
use super::super::record::Manner;
use super::super::schema::{Schema, Target};
use arrow_schema::{DataType, Schema as ArrowSchema};
use smol_str::SmolStr;
use stageplay_dsl::typed::FieldKind;

/// How the columns of a file are read.
pub(super) struct Plan<'s> {
    /// For rows that are read as text.
    pub manner: Manner<'s>,
    /// Per field, then the date: the way to its column, from outermost to innermost.
    pub ways: Vec<Option<Vec<usize>>>,
    /// No row can be taken as it is: there are lists, or two columns for one field, or a group that is none.
    pub all_as_text: bool,
    /// Which columns are read, by place among the outermost.
    pub wanted: Vec<usize>,
}

impl<'s> Plan<'s> {
    /// For the columns that are read, all of which mean something.
    pub(super) fn new(input: &Input, schema: &'s Schema<'s>, columns: &ArrowSchema) -> Result<Self, ReadError> {
        let manner = Manner { schema, file: input.name.clone(), format: Format::Ndjson, headings: Vec::new() };
        let ways = vec![None; schema.as_of() + 1];
        let mut plan = Self { manner, ways, all_as_text: false, wanted: Vec::new() };
        for (place, field) in columns.fields().iter().enumerate() {
            if schema.target(0, field.name()) != Target::Unknown {
                plan.wanted.push(place);
            }
            plan.add(input, 0, &[place], field.name(), field.data_type())?;
        }
        if plan.ways.get(schema.id).is_none_or(Option::is_none) {
            let id = schema.path(schema.id);
            let names = columns.fields().iter().map(|field| field.name());
            let near = names.clone().find(|name| near(name, schema) == Some(id.clone())).cloned();
            return Err(ReadError::NoIdColumn { file: input.path.clone(), id: SmolStr::to_string(&id), near });
        }
        Ok(plan)
    }

    fn add(&mut self, input: &Input, node: usize, way: &[usize], name: &str, ty: &DataType) -> Result<(), ReadError> {
        let schema = self.manner.schema;
        match (schema.target(node, name), ty) {
            (Target::Unknown, _) => {}
            (Target::Group(inner), DataType::Struct(fields)) => {
                for (place, field) in fields.iter().enumerate() {
                    let way: Vec<usize> = way.iter().copied().chain([place]).collect();
                    self.add(input, inner, &way, field.name(), field.data_type())?;
                }
            }
            (Target::Group(_), ty) => {
                readable(input, name, ty)?;
                self.all_as_text = true;
            }
            (Target::Field(at), ty) => {
                readable(input, name, ty)?;
                let is_list = at > schema.as_of();
                match self.ways.get_mut(at) {
                    Some(taken @ None) if !is_list => *taken = Some(way.to_vec()),
                    _ => self.all_as_text = true,
                }
            }
        }
        Ok(())
    }
}

/// Whether the texts of a column may be read as words of a choice, each word once.
pub(super) fn is_choice(schema: &Schema<'_>, name: &str) -> bool {
    let Target::Field(at) = schema.target(0, name) else { return false };
    schema.fields.get(at).is_some_and(|reading| matches!(reading.field.kind, FieldKind::Choice(_)))
}

/// Counts the columns that mean nothing; each stands in every row.
pub(super) fn unknown<'s>(schema: &'s Schema<'s>, columns: &ArrowSchema, rows: u64) -> Names<'s> {
    fn walk(names: &mut Names<'_>, schema: &Schema<'_>, node: usize, name: &str, ty: &DataType, rows: u64) {
        match (schema.target(node, name), ty) {
            (Target::Unknown, _) => names.count_unknown_often(node, name, rows),
            (Target::Group(inner), DataType::Struct(fields)) => {
                fields.iter().for_each(|field| walk(names, schema, inner, field.name(), field.data_type(), rows));
            }
            _ => {}
        }
    }
    let mut names = Names::new(schema);
    for field in columns.fields() {
        walk(&mut names, schema, 0, field.name(), field.data_type(), rows);
    }
    names
}

/// Refuses a column of a type that no field is made of, wherever it stands.
fn readable(input: &Input, name: &str, ty: &DataType) -> Result<(), ReadError> {
    let fault = |reason: String| Err(ReadError::Columns { file: input.path.clone(), reason });
    let name = crate::column::plain_cut(name, 80);
    match ty {
        DataType::Null
        | DataType::Boolean
        | DataType::Int8
        | DataType::Int16
        | DataType::Int32
        | DataType::Int64
        | DataType::UInt8
        | DataType::UInt16
        | DataType::UInt32
        | DataType::UInt64
        | DataType::Float32
        | DataType::Float64
        | DataType::Decimal32(..)
        | DataType::Decimal64(..)
        | DataType::Decimal128(..)
        | DataType::Decimal256(..)
        | DataType::Utf8
        | DataType::LargeUtf8
        | DataType::Utf8View
        | DataType::Date32
        | DataType::Date64 => Ok(()),
        DataType::Timestamp(_, zone) => match zone.as_deref() {
            None => Ok(()),
            Some(zone) if super::numbers::offset(zone).is_some() => Ok(()),
            Some(zone) => fault(format!(
                "its column `{name}` holds times of the zone `{}`: write it as a date",
                crate::column::plain_cut(zone, 80)
            )),
        },
        DataType::Dictionary(_, values) => readable(input, &name, values),
        DataType::List(inner) | DataType::LargeList(inner) => readable(input, &name, inner.data_type()),
        DataType::Struct(fields) => {
            fields.iter().try_for_each(|field| readable(input, &format!("{name}.{}", field.name()), field.data_type()))
        }
        DataType::Binary | DataType::LargeBinary | DataType::BinaryView | DataType::FixedSizeBinary(_) => {
            fault(format!("its column `{name}` holds bytes: write it as text"))
        }
        _ => fault(format!(
            "its column `{name}` is of the type {ty}, of which no field can be: write it as text or as numbers"
        )),
    }
}
