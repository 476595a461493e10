//! The integration tests, one binary; a folder per feature.

#[cfg(test)]
mod reference;

fn main() {}
