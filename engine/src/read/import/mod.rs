//! Exports of other systems: a mapping of their headings to fields, and their spellings made plain.
//!
//! What `run` reads is strict; here is where "1.200,00 €" and "3. März 2026" become what it takes. Knows the schema of
//! a playbook and how people write things; not what is decided.
//!
//! | from | by | to |
//! |---|---|---|
//! | a file | `text` and `table`, or `workbook` | a sheet: headings and cells |
//! | headings | `propose`, `similar` | which column is which place |
//! | a column | `decide` | how it is written, or a question |
//! | a cell | `spell` with `number`, `date`, `truth` | a value of its place, or why it is none |
//! | rows | `records`, `joined` | snapshots, read back by `imported` as `run` reads them |

mod date;
mod decide;
mod export;
mod imported;
mod joined;
mod mapping_text;
mod number;
mod place;
mod propose;
mod records;
mod set_aside;
mod sheet;
mod similar;
mod spell;
mod table;
mod text;
mod truth;
mod workbook;

#[cfg(test)]
mod workbook_test;

pub use date::DayOrder;
pub use decide::{Answers, Question};
pub use export::{Ask, Told, ToldColumn, With};
pub use imported::{Imported, Looked, import, look};
pub use joined::JoinTold;
pub use mapping_text::mapping_text;
pub use number::Decimals;
pub use propose::{Guess, Missing, Why};
pub use set_aside::SetAside;
pub use spell::Percents;
