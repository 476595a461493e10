//! Exports of other systems: a mapping of their headings to fields, and their spellings made plain.
//!
//! What `run` reads is strict; here is where "1.200,00 €" and "3. März 2026" become what it takes. Knows the schema of
//! a playbook and how people write things; not what is decided.

mod date;
mod number;
mod sheet;
mod table;
mod text;
mod truth;
mod workbook;
