//! Fixtures: accounts made up for tests.
//!
//! ```yaml
//! late_key_customer:
//!   story: has bought for years, and is late now
//!   account_id: mill_lane
//!   first_order: 2025-01-10
//!   usage: { seats: 40 }
//! ```
//! A value is read as in a record of accounts. Knows files and fields, not what a test does with them.

use super::json::read_object;
use super::list::Found;
use super::list_rows::ListRows;
use super::names::Names;
use super::record::Values;
use super::schema::{Schema, Target};
use super::value::{Cell, Origin, read, scalar};
use super::written::Lines;
use super::yaml::{self, Node};
use crate::column::{ListColumn, plain, plain_cut};
use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use stageplay_dsl::diagnostic::{Code, Diagnostic};
use stageplay_dsl::source::{SourceId, Span};
use stageplay_dsl::typed::Playbook;
use stageplay_dsl::types::Value;

/// A made-up account.
#[derive(Clone, Debug)]
pub struct Fixture {
    /// By which tests name it.
    pub name: SmolStr,
    /// What it is about, in a line.
    pub story: Option<String>,
    /// Its name in the file.
    pub place: Span,
    /// One per field of the playbook; `None` is missing. Defaults have been filled in.
    pub values: Vec<Option<Value>>,
    /// One per list of the playbook, of one row.
    pub lists: Vec<ListColumn>,
}

/// All fixtures of a playbook.
#[derive(Clone, Debug, Default)]
pub struct Fixtures {
    /// In order of file and place.
    pub list: Vec<Fixture>,
    /// False where a file could not be read: what is not found may stand in it.
    pub complete: bool,
}

impl Fixtures {
    /// A fixture by name.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<&Fixture> {
        self.list.iter().find(|fixture| fixture.name == name)
    }
}

/// Reads the fixtures in some files, and says what is wrong with them: SP0841 a file that is no YAML, SP0842 a
/// fixture that is no account of the playbook, SP0202 two of one name.
#[must_use]
pub fn fixtures<'t>(
    files: impl IntoIterator<Item = (SourceId, &'t str)>,
    playbook: &Playbook,
) -> (Fixtures, Vec<Diagnostic>) {
    fixtures_of_layers(files.into_iter().map(|(source, text)| (source, text, 0)), playbook, &[])
}

/// As [`fixtures`], for a playbook that extends others: each file with its layer, those of the playbook itself first, as
/// layer 0. A fixture takes the place of those of its name in the layers below. What a template says of a field that
/// is `disabled` is passed over.
#[must_use]
pub fn fixtures_of_layers<'t>(
    files: impl IntoIterator<Item = (SourceId, &'t str, usize)>,
    playbook: &Playbook,
    disabled: &[String],
) -> (Fixtures, Vec<Diagnostic>) {
    let mut all = Fixtures { list: Vec::new(), complete: true };
    let mut said = Vec::new();
    // A playbook whose accounts have no name in words says so where accounts are read.
    let Ok(schema) = Schema::new(playbook) else { return (Fixtures::default(), said) };
    let mut seen: FxHashMap<SmolStr, (Span, usize)> = FxHashMap::default();
    for (source, text, layer) in files {
        let disabled = if layer == 0 { &[] } else { disabled };
        let file = File { source, lines: Lines::new(text), schema: &schema, disabled };
        let fixtures = match yaml::parse(text.strip_prefix('\u{feff}').unwrap_or(text)) {
            Ok(Node::Nothing) => continue,
            Ok(Node::Group(fixtures)) => fixtures,
            Ok(_) => {
                said.push(unreadable(file.line(1), "expected fixtures, each as `name:` with its fields below"));
                all.complete = false;
                continue;
            }
            Err(fault) => {
                said.push(unreadable(file.line(fault.line.unwrap_or(1)), &fault.reason));
                all.complete = false;
                continue;
            }
        };
        for (name, node) in fixtures {
            let name = SmolStr::from(name);
            let place = file.place(&[&name]);
            if let Some((first, above)) = seen.get(&name) {
                if *above != layer {
                    continue;
                }
                said.push(
                    Diagnostic::error(Code(202), place, format!("there are two fixtures `{}`", plain(&name)))
                        .also(*first, "the other one")
                        .help("give one of them another name"),
                );
                continue;
            }
            seen.insert(name.clone(), (place, layer));
            all.list.push(file.fixture(name, place, node, &mut said));
        }
    }
    (all, said)
}

fn unreadable(place: Span, reason: &str) -> Diagnostic {
    Diagnostic::error(Code(841), place, format!("these fixtures cannot be read: {reason}"))
}

fn unfit(place: Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic::error(Code(842), place, message)
}

/// A file being read.
struct File<'f> {
    source: SourceId,
    lines: Lines<'f>,
    schema: &'f Schema<'f>,
    /// Names of fields that the accounts had in the template.
    disabled: &'f [String],
}

impl File<'_> {
    /// A line, without the blanks around it.
    fn line(&self, number: usize) -> Span {
        let found = self.lines.line(number);
        Span::new(self.source, found.start, found.end)
    }

    /// The name at the end of a path, or of as much of the path as can be found.
    fn place(&self, path: &[&str]) -> Span {
        let found = self.lines.place(path);
        Span::new(self.source, found.start, found.end)
    }

    fn fixture(&self, name: SmolStr, place: Span, node: Node, said: &mut Vec<Diagnostic>) -> Fixture {
        let mut fixture = Fixture { name, story: None, place, values: Vec::new(), lists: Vec::new() };
        let is_word = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
        if fixture.name.starts_with(|letter: char| letter.is_ascii_digit()) || !fixture.name.chars().all(is_word) {
            let message = format!("`{}` cannot be the name of a fixture", plain_cut(&fixture.name, 80));
            said.push(unfit(place, message).help("a name has letters, digits and `_`, and no digit in front"));
        }
        let Node::Group(mut members) = node else {
            let message = format!("the fixture `{}` has no fields", plain_cut(&fixture.name, 80));
            said.push(unfit(place, message).help("write its fields below it, each further in"));
            (fixture.values, fixture.lists) = self.nothing();
            return fixture;
        };
        let is_story = |name: &str| name == "story" && self.schema.target(0, name) == Target::Unknown;
        if let Some(at) = members.iter().position(|(name, _)| is_story(name)) {
            match members.remove(at).1 {
                Node::Text(story) => fixture.story = Some(story),
                _ => said.push(unfit(self.place(&[&fixture.name, "story"]), "a story is a text")),
            }
        }
        (fixture.values, fixture.lists) = self.values(&fixture.name, &Node::Group(members), said);
        fixture
    }

    /// No value for any field, and an empty list for each.
    fn nothing(&self) -> (Vec<Option<Value>>, Vec<ListColumn>) {
        let empty = |reading| {
            let mut rows = ListRows::new(reading);
            rows.push(&Found::default());
            rows.finish()
        };
        (vec![None; self.schema.fields.len()], self.schema.lists.iter().map(empty).collect())
    }

    /// One value per field, and one column per list.
    fn values(&self, name: &str, node: &Node, said: &mut Vec<Diagnostic>) -> (Vec<Option<Value>>, Vec<ListColumn>) {
        let schema = self.schema;
        let mut json = String::new();
        yaml::write_json(node, &mut json);
        let mut names = Names::new(schema);
        let mut values = Values::new(schema);
        let at_field = |path: &str| {
            let path: Vec<&str> = std::iter::once(name).chain(path.split('.')).collect();
            self.place(&path)
        };
        if let Err(reason) = read_object(&json, &mut names, &mut values) {
            said.push(unfit(self.place(&[name]), reason));
            return self.nothing();
        }
        let mut lists = Vec::with_capacity(schema.lists.len());
        for (at, reading) in schema.lists.iter().enumerate() {
            let mut found = Found::default();
            found.read(reading, schema, &mut names, values.get(schema.list_place(at)), Origin::Json);
            said.extend(found.faults.drain(..).map(|fault| {
                let error = unfit(at_field(&reading.list.path), format!("`{}`: {}", fault.place, fault.reason));
                match fault.help {
                    Some(help) => error.help(help),
                    None => error,
                }
            }));
            let mut rows = ListRows::new(reading);
            rows.push(&found);
            lists.push(rows.finish());
        }
        for unknown in names.into_unknown().columns(schema) {
            if unknown.name.split('.').any(|part| self.disabled.iter().any(|gone| gone == part)) {
                continue;
            }
            let error = unfit(at_field(&unknown.name), format!("the account has no field `{}`", unknown.name));
            said.push(match unknown.near {
                Some(near) => error.help(format!("did you mean `{near}`?")),
                None => error,
            });
        }
        if !values.get(schema.as_of()).is_empty() {
            let error = unfit(at_field("as_of"), "a fixture has no date of its own");
            said.push(error.help("the date is that of the test"));
        }
        for clash in values.clashes() {
            let path = schema.path(*clash);
            said.push(unfit(at_field(&path), format!("`{path}` is given twice, with two different values")));
        }
        for (node, found) in values.misplaced() {
            let Some(node) = schema.nodes.get(*node) else { continue };
            let message = format!("`{}` is a group of fields, found {found}", node.path);
            said.push(unfit(at_field(&node.path), message));
        }
        let field = |(at, reading)| self.value(name, at, reading, &values, &at_field, said);
        (schema.fields.iter().enumerate().map(field).collect(), lists)
    }

    fn value(
        &self,
        name: &str,
        at: usize,
        reading: &super::schema::Reading<'_>,
        values: &Values<'_>,
        place: &dyn Fn(&str) -> Span,
        said: &mut Vec<Diagnostic>,
    ) -> Option<Value> {
        let path = &reading.field.path;
        let cell = match read(reading, scalar(values.get(at), Origin::Json), Origin::Json) {
            Ok(Cell::Missing) => match &reading.default {
                Some(default) => default.clone(),
                // What a test is about seldom has a name of its own.
                None if at == self.schema.id => Cell::Text(name.to_owned().into()),
                None => {
                    if reading.field.required && !values.is_misplaced(at, self.schema) {
                        let message = format!("the fixture `{}` has no `{path}`, which is required", plain(name));
                        said.push(unfit(self.place(&[name]), message).help(format!("give it a value for `{path}`")));
                    }
                    Cell::Missing
                }
            },
            Ok(cell) => cell,
            Err(fault) => {
                let error = unfit(place(path), format!("`{path}`: {}", fault.reason));
                said.push(match fault.help {
                    Some(help) => error.help(help),
                    None => error,
                });
                Cell::Missing
            }
        };
        match cell {
            Cell::Missing => None,
            Cell::Number(number) => Some(Value::Number(number)),
            Cell::Date(day) => Some(Value::Date(day)),
            Cell::Code(code) => Some(Value::Choice(code)),
            Cell::Truth(truth) => Some(Value::Truth(truth)),
            Cell::Text(text) => Some(Value::Text(text.as_ref().into())),
        }
    }
}
