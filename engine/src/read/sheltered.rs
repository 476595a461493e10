//! Libraries that take for granted what a damaged file denies.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Once;

thread_local! {
    /// Whether this thread is decoding.
    static DECODES: Cell<bool> = const { Cell::new(false) };
}

/// What a library decodes; `None` where it panics. Only its own calls belong in here: what panics elsewhere is a fault of
/// ours, and is not to pass for one of the file.
///
/// A panic is told on standard error before it can be caught, by a hook that all threads share. Taking that hook away
/// while decoding would silence the others, and two threads that do so would put back the wrong one. So it is replaced
/// once and for good, by one that is silent where the panicking thread is decoding and else hands on to the one before.
pub(super) fn sheltered<T>(decode: impl FnOnce() -> T) -> Option<T> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if !DECODES.get() {
                before(panic);
            }
        }));
    });
    DECODES.set(true);
    let decoded = catch_unwind(AssertUnwindSafe(decode));
    DECODES.set(false);
    decoded.ok()
}

#[cfg(test)]
mod tests {
    use super::{DECODES, sheltered};

    #[test]
    fn a_panic_while_decoding_is_nothing_and_any_other_stays_one() {
        assert_eq!(sheltered(|| 7), Some(7));
        assert_eq!(sheltered(|| -> u8 { panic!("never told") }), None);
        assert!(!DECODES.get());
        assert!(std::panic::catch_unwind(|| sheltered(|| 7).filter(|it| *it > 7).unwrap()).is_err());
    }
}
