//! `stageplay.yaml`: where a playbook runs, on what, and where its actions go.
//!
//! ```yaml
//! playbook: customers
//! accounts: [exports/accounts.csv, exports/new.csv]
//! columns:
//!   usage.logins_30d: "Logins (30d)"
//! state: state.db
//! deliver:
//!   - {to: file, path: actions.ndjson}
//!   - {to: webhook, url: https://crm.example.com/hook, secret_env: CRM_SECRET}
//! budget: {opens: 50, opens per owner: 10}
//! ```
//! Paths are meant from the folder of the file. Secrets never stand in it, and nothing of the environment is put in. Knows
//! what may be written, not whether it is there.

use super::ReadError;
use super::deployment_clause::{Clause, Fault};
use super::deployment_deliver::destinations;
use super::playbook::read_text;
use super::written::Lines;
use super::yaml::{self, Node};
use crate::column::plain_cut;
use smol_str::SmolStr;
use std::path::{Path, PathBuf};

/// The name of the file.
pub const DEPLOYMENT: &str = "stageplay.yaml";

/// What a `stageplay.yaml` says.
#[derive(Clone, Debug, PartialEq)]
pub struct Deployment {
    /// The file, as it was named.
    pub file: PathBuf,
    /// The playbooks; the file's own folder where it names none.
    pub playbooks: Vec<PathBuf>,
    /// The account files; empty where it names none.
    pub accounts: Vec<PathBuf>,
    /// What fields are called in the data.
    pub columns: Columns,
    /// What is remembered between runs.
    pub state: Option<PathBuf>,
    /// Where actions go, in order.
    pub deliver: Vec<DeliverTo>,
    /// How many plays a delivery opens at most.
    pub budget: Budget,
}

/// What fields are called in the data, besides their own names and those that the playbook gives with `also`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    /// The file that says so.
    pub file: PathBuf,
    /// In the order of the file.
    pub headings: Vec<ColumnHeading>,
}

/// What one field is called in the data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnHeading {
    /// The path of the field, `as_of` for the date of a record.
    pub field: SmolStr,
    /// The heading of a table, the name in a record, or the path to it.
    pub heading: SmolStr,
    /// The line that says so.
    pub line: usize,
}

/// Somewhere that actions go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeliverTo {
    /// What it is called: no two are called the same.
    pub name: SmolStr,
    /// What it is.
    pub to: DeliverTarget,
}

/// What a destination is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeliverTarget {
    /// A file that grows by a line for each action.
    File {
        /** Where. */
        path: PathBuf,
    },
    /// A program that is run for each action.
    Command {
        /** Its name, or its path from `folder`. */
        program: String,
        /** What it is given. */
        arguments: Vec<String>,
        /** Where it is run: the folder of the file. */
        folder: PathBuf,
    },
    /// An address that each action is posted to.
    Webhook {
        /** The address. */
        url: String,
        /** The variable of the environment with the secret. */
        secret_env: String,
    },
}

/// The most openings of one delivery. Without a number there is no limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Budget {
    /// In all.
    pub opens: Option<usize>,
    /// Of one owner. Plays that nobody owns count as those of one more owner.
    pub opens_per_owner: Option<usize>,
}

/// Reads a `stageplay.yaml`.
///
/// # Errors
/// A file that cannot be read, or its first fault.
pub fn deployment(path: &Path) -> Result<Deployment, ReadError> {
    deployment_text(path, &read_text(path, 1)?)
}

/// Reads one whose text is at hand; `path` is what it is called, and its paths are meant from there.
///
/// # Errors
/// Its first fault.
pub fn deployment_text(path: &Path, text: &str) -> Result<Deployment, ReadError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let fault = |line, reason| ReadError::Deployment { file: path.to_path_buf(), line, reason };
    let node = yaml::parse(text).map_err(|found| fault(found.line, found.reason))?;
    said(path, text, &node).map_err(|found| fault(yaml::line_of(text, found.node), found.reason))
}

const KEYS: [&str; 6] = ["playbook", "accounts", "columns", "state", "deliver", "budget"];

fn said(path: &Path, text: &str, node: &Node) -> Result<Deployment, Fault> {
    let folder = path.parent().unwrap_or(Path::new(""));
    let mut said = Deployment {
        file: path.to_path_buf(),
        playbooks: Vec::new(),
        accounts: Vec::new(),
        columns: Columns { file: path.to_path_buf(), headings: Vec::new() },
        state: None,
        deliver: Vec::new(),
        budget: Budget::default(),
    };
    let at = |path: &str| if path == "." { own(folder) } else { folder.join(path) };
    let expected = "clauses, as in `accounts: exports/accounts.csv`";
    // A file of comments says nothing, and so everything is as it is by itself.
    let all = match node {
        Node::Nothing => Vec::new(),
        _ => Clause::whole(node).members_of(expected, &KEYS)?,
    };
    for clause in &all {
        match clause.key {
            "playbook" => said.playbooks = paths(clause, "the folder of a playbook, or a list of them", at)?,
            "accounts" => said.accounts = paths(clause, "the path of a file, or a list of them", at)?,
            "columns" => said.columns.headings = columns(clause, &Lines::new(text))?,
            "state" => said.state = Some(at(clause.text("the path of a file")?)),
            "deliver" => said.deliver = destinations(clause, folder)?,
            _ => said.budget = budget(clause)?,
        }
    }
    if said.playbooks.is_empty() {
        said.playbooks.push(own(folder));
    }
    Ok(said)
}

/// A folder by itself, which has a name to be called by.
fn own(folder: &Path) -> PathBuf {
    if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder.to_path_buf() }
}

/// One path, or a list of at least one, none twice.
fn paths(clause: &Clause<'_>, expected: &str, at: impl Fn(&str) -> PathBuf) -> Result<Vec<PathBuf>, Fault> {
    let Node::List(_) = clause.node else { return Ok(vec![at(clause.text(expected)?)]) };
    let elements = clause.elements(expected)?;
    if elements.is_empty() {
        return Err(clause.fault(format!("`{}` is an empty list, expected {expected}", clause.key)));
    }
    let mut found: Vec<PathBuf> = Vec::new();
    for element in &elements {
        let path = at(element.text(expected)?);
        if found.contains(&path) {
            let shown = plain_cut(&path.to_string_lossy(), 80).into_owned();
            return Err(element.fault(format!("`{shown}` is listed twice in `{}`", clause.key)));
        }
        found.push(path);
    }
    Ok(found)
}

fn columns(clause: &Clause<'_>, lines: &Lines<'_>) -> Result<Vec<ColumnHeading>, Fault> {
    let mut found: Vec<ColumnHeading> = Vec::new();
    for column in clause.members("a heading for each field, as in `usage.logins: \"Logins (30d)\"`")? {
        let heading = SmolStr::from(column.text("the heading that the field has in the data")?.trim());
        let field = SmolStr::from(column.key);
        // Fields of different groups may be fields of different records, an account and a person: whether they are is known
        // where the playbook is.
        let clashes = |other: &&ColumnHeading| other.heading == heading && group(&other.field) == group(&field);
        if let Some(other) = found.iter().find(clashes) {
            let heading = plain_cut(&heading, 80);
            let (first, second) = (plain_cut(&other.field, 80), plain_cut(&field, 80));
            return Err(column.fault(format!("the heading `{heading}` is given to both `{first}` and `{second}`")));
        }
        found.push(ColumnHeading { field, heading, line: lines.number(&["columns", column.key]) });
    }
    Ok(found)
}

/// What stands before the last name of a path.
fn group(path: &str) -> &str {
    path.rsplit_once('.').map_or("", |(group, _)| group)
}

fn budget(clause: &Clause<'_>) -> Result<Budget, Fault> {
    let mut budget = Budget::default();
    let expected = "limits, as in `{opens: 50, opens per owner: 10}`";
    for limit in clause.members_of(expected, &["opens", "opens per owner"])? {
        let number = match limit.node {
            Node::Number(number) => number.parse().ok(),
            _ => None,
        };
        let number = number.ok_or_else(|| limit.unexpected("a whole number of plays, as in `50`"))?;
        match limit.key {
            "opens" => budget.opens = Some(number),
            _ => budget.opens_per_owner = Some(number),
        }
    }
    Ok(budget)
}
