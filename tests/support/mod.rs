//! What several tests need. Knows nothing of the language or the engine.

pub mod console;
pub mod customers;
pub mod markdown;
pub mod program;
pub mod repository;
pub mod rust_path;
pub mod rust_text;
pub mod scratch;
