//! Files in: playbooks, calendars and accounts.
//!
//! The only room of the engine, with `store` and `send`, that opens files. It knows nothing of decisions; what
//! it hands on is texts, a [`Calendar`](crate::column::Calendar) and [`Snapshots`].
//!
//! | from | by | to |
//! |---|---|---|
//! | a file of accounts | `line_records`, `array` or `csv` | blocks of whole records with their lines |
//! | a record | `json` or `csv` | one piece of text per field of the schema |
//! | a piece of text | `value` | a value of the field's kind, or a fault |
//! | a list of records | `list`, `list_rows` | the same, a column per field of its elements |
//! | values | `record`, `rows` | columns; faults become [`Reject`]s |
//! | columns | `repeats`, `select` | one snapshot per account |
//!
//! `pieces` drives it. `accounts` keeps all columns; `passing` hands them out piece by piece and lets them go.

#![allow(clippy::disallowed_methods, reason = "this room reads files")]

mod accounts;
mod array;
mod block;
mod brackets;
mod calendar;
mod choice;
mod columnar;
mod columns;
mod csv;
mod date;
mod deployment;
mod deployment_clause;
mod deployment_deliver;
mod earlier;
mod error;
mod faulted;
mod file;
mod fixtures;
mod growing;
pub mod import;
mod json;
mod known;
mod layers;
mod line_records;
mod lines;
mod list;
mod list_rows;
mod missing;
mod names;
mod noted;
mod number;
mod outcomes;
mod packed;
mod passing;
mod pieces;
mod playbook;
mod quick;
mod record;
mod reject;
mod repeats;
mod rows;
mod schema;
mod scripts;
mod select;
mod sheltered;
mod snapshots;
mod sought;
mod unreadable;
mod value;
mod vendored;
mod written;
mod yaml;
mod yaml_records;

#[cfg(test)]
mod columnar_list_test;
#[cfg(test)]
mod columnar_test;
#[cfg(test)]
mod columns_test;
#[cfg(test)]
mod corpus_test;
#[cfg(test)]
mod csv_test;
#[cfg(test)]
mod deployment_test;
#[cfg(test)]
mod list_test;
#[cfg(test)]
mod passing_test;
#[cfg(test)]
mod snapshots_test;
#[cfg(test)]
mod sought_test;
#[cfg(test)]
mod test_files;
#[cfg(test)]
mod test_schema;

pub use accounts::accounts;
pub use calendar::{calendar, calendar_text};
pub use deployment::{
    Budget, ColumnHeading, Columns, DEPLOYMENT, DeliverTarget, DeliverTo, Deployment, deployment, deployment_text,
};
pub use earlier::Earlier;
pub use error::ReadError;
pub use faulted::FieldFaults;
pub use file::{Format, Options};
pub use fixtures::{Fixture, Fixtures, fixtures, fixtures_of_layers};
pub use layers::{Layers, Origin, Template, load_layers, shipped_layers};
pub use missing::{FieldGap, ListGap, Missing};
pub use outcomes::{Outcomes, OutcomesError, outcomes};
pub(crate) use packed::{Packing, by_ending};
pub use passing::{Passed, can_pass, pass};
pub use playbook::{PlaybookFiles, load, load_with_tests};
pub use reject::{Reject, RejectKind};
pub use select::Selection;
pub use snapshots::{Snapshots, UnknownColumn};
pub use sought::account;
pub use vendored::{LOCK, VENDOR, project};
