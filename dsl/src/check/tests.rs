//! Tests through the whole of the language.
