//! A state as lines of JSON: the same for equal states, whatever keeps them.

use super::codec::Codec;
use super::error::StoreError;
use super::lines;
use super::traits::Store;
use std::io::Write;

/// Writes everything that is kept, one JSON object a line, in the order that [`Row`](super::Row) tells. When actions
/// were sent is not part of it.
///
/// # Errors
/// A state that cannot be read or shown, or lines that cannot be written.
pub fn export(store: &dyn Store, codec: &dyn Codec, out: &mut dyn Write) -> Result<(), StoreError> {
    store.rows(&mut |row| {
        let line = lines::write(&row, codec).map_err(|reason| {
            let account = row.account().unwrap_or("").to_owned();
            StoreError::NotShown { account, reason }
        })?;
        out.write_all(line.as_bytes()).and_then(|()| out.write_all(b"\n")).map_err(StoreError::Lines)
    })?;
    out.flush().map_err(StoreError::Lines)
}
