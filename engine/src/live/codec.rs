//! A state as it is kept, and as people read it.

use super::layout::Layout;
use crate::decide::state::AccountState;
use serde_json::Value;

/// The bytes of a state. The form is postcard's: numbers as short as they can be, and no names.
#[must_use]
pub fn encode(state: &AccountState) -> Vec<u8> {
    // Writing to memory does not fail.
    postcard::to_stdvec(state).unwrap_or_default()
}

/// The state of bytes.
///
/// # Errors
/// Bytes that are no state.
pub fn decode(bytes: &[u8]) -> Result<AccountState, CodecError> {
    postcard::from_bytes(bytes).map_err(|error| CodecError(error.to_string()))
}

/// A state that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a remembered account cannot be read: {0}")]
pub struct CodecError(String);

/// A state as JSON, with numbers for names: what `state export` writes and `state import` reads. Numbers keep every bit.
///
/// # Errors
/// Bytes that are no state.
pub fn to_json(bytes: &[u8]) -> Result<Value, CodecError> {
    serde_json::to_value(decode(bytes)?).map_err(|error| CodecError(error.to_string()))
}

/// The bytes of a state written by [`to_json`].
///
/// # Errors
/// What is no state.
pub fn from_json(value: Value) -> Result<Vec<u8>, CodecError> {
    let state: AccountState = serde_json::from_value(value).map_err(|error| CodecError(error.to_string()))?;
    Ok(encode(&state))
}

/// The layout of a program, as it is kept.
#[must_use]
pub fn layout_json(layout: &Layout) -> String {
    serde_json::to_string(layout).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{decode, encode, from_json, to_json};
    use crate::decide::state::{AccountState, CardState, Clock, Ending, Open, Phase, PlayRecord, Scalar, TaskRecord};

    #[test]
    fn a_state_survives_bytes_and_json() {
        let open = Open {
            opened: 20_500,
            tasks: vec![TaskRecord { task: 1, created: 20_500, due: Some(20_505), done: None }],
            owner: Some("csm@example.com".into()),
            ..Open::default()
        };
        let closed = Phase::Closed { opened: 1, on: 9, how: Ending::Expired };
        let state = AccountState {
            cards: vec![CardState { band: Some(2), shown: None, since: Some(-3), points: vec![0, 100, 255] }],
            clocks: vec![None, Some(Clock { since: 20_499, paused: Some(20_500) })],
            previous: vec![Some(Scalar::Number(0.1 + 0.2)), Some(Scalar::Text("a\u{1b}\"".into())), None],
            plays: vec![
                PlayRecord { play: 0, key: None, phase: Phase::Open(Box::new(open)) },
                PlayRecord { play: 3, key: Some("p1".into()), phase: closed },
            ],
            ..AccountState::default()
        };
        let bytes = encode(&state);
        assert_eq!(decode(&bytes), Ok(state));
        assert_eq!(from_json(to_json(&bytes).unwrap()).as_deref(), Ok(bytes.as_slice()));
        assert!(decode(b"\xff\xff").is_err());
    }

    #[test]
    fn an_account_with_little_to_remember_takes_little_room() {
        let state = AccountState { cards: vec![CardState::default()], ..AccountState::default() };
        assert!(encode(&state).len() <= 24, "{} bytes", encode(&state).len());
    }
}
