//! What the store cannot know: what the bytes of an account mean, and how two halves of a book add up.

use serde_json::Value;

/// Given by those who know what is kept. Errors are plain words.
pub trait Codec {
    /// The state of an account as JSON.
    ///
    /// # Errors
    /// Bytes that mean nothing.
    fn show(&self, state: &[u8]) -> Result<Value, String>;

    /// The state of an account from JSON; the same bytes that were shown.
    ///
    /// # Errors
    /// A value that no state is shown as.
    fn bytes(&self, state: &Value) -> Result<Vec<u8>, String>;

    /// The memory of the whole book from those of two parts of it, as left by runs of the same day.
    ///
    /// # Errors
    /// Two that do not go together. Unless written otherwise: two that are not the same.
    fn join_books(&self, here: &str, there: &str) -> Result<String, String> {
        same(here, there, "the two remember different things of the book")
    }

    /// The manifest of a run over the whole book from those of two parts of it.
    ///
    /// # Errors
    /// Two that do not go together. Unless written otherwise: two that are not the same.
    fn join_manifests(&self, here: &str, there: &str) -> Result<String, String> {
        same(here, there, "the two have different manifests")
    }
}

fn same(here: &str, there: &str, otherwise: &str) -> Result<String, String> {
    if here == there { Ok(here.to_owned()) } else { Err(otherwise.to_owned()) }
}
