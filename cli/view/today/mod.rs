//! The morning queue, as text, Markdown, a table, a page and JSON.
//!
//! `sections` says what is shown, in which order and in which words; the forms for people only set and escape it.

mod csv;
mod html;
mod json;
mod markdown;
mod sections;
mod text;

pub use csv::csv;
pub use html::html;
pub use json::json;
pub use markdown::markdown;
pub use text::text;
