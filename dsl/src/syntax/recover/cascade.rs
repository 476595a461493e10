//! A mistake and what follows from it.
//!
//! The parser goes on behind a mistake as well as it can; what it stumbles over within the next few tokens of the
//! same line follows from the first. Two words in the wrong order are one mistake.

use super::token::tokens;
use crate::diagnostic::{Code, Diagnostic};

/// So many tokens must have been read soundly for the next message to be another mistake.
const SOUND: usize = 3;

/// The last message of the parser about an item.
#[derive(Default)]
pub(super) struct Cascade {
    /// One past the last byte it spoke of; `None` where it knew what was meant, and the rest was read as that.
    doubtful: Option<usize>,
}

impl Cascade {
    /// Notes a message; true where it follows from the one before.
    pub(super) fn notes(&mut self, text: &str, said: &Diagnostic) -> bool {
        let (Some(span), true) = (said.span(), matches!(said.code, Code(102 | 103))) else {
            self.doubtful = None;
            return false;
        };
        let follows = self.doubtful.is_some_and(|from| {
            let (first, last) = (from.min(span.start as usize), from.max(span.start as usize));
            text.get(first..last)
                .is_some_and(|between| !between.contains(['\n', '{', '}', '#']) && tokens(between).len() < SOUND)
        });
        // A word that was exchanged for the right one leaves nothing in doubt.
        let mended = said.fix.as_ref().is_some_and(|fix| {
            let was = text.get(fix.span.range()).unwrap_or("");
            !was.is_empty() && !fix.replacement.is_empty() && !fix.replacement.contains(was)
        });
        let end = self.doubtful.filter(|_| follows).unwrap_or(0).max(span.end as usize);
        self.doubtful = (follows || !mended).then_some(end);
        follows
    }
}
