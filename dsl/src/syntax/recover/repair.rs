//! The smallest change of a text that lets the parser get further.

use super::place::place;
use super::proposal::{Proof, Proposal, Told, Trust};
use super::tell::Case;
use super::token::{TokenKind, tokens};
use super::{Recovery, parse};
use crate::diagnostic::Diagnostic;
use crate::syntax::lines::Patched;
use std::ops::Range;

impl Recovery<'_> {
    /// The message with the help of the repair that was taken, and the repaired text; no text where the item
    /// has to be given up.
    pub(super) fn repair(&mut self, case: &Case<'_>, told: Told) -> (Diagnostic, Option<Patched>) {
        let Told { mut said, proposals } = told;
        if let Some((said, next)) = self.mended(case, &said, &proposals) {
            return (said, Some(next));
        }
        // A word that is nearly right is worth proposing even where more is wrong.
        if let Some(Proposal { help: Some(help), proof: Proof::Change, .. }) = proposals.first()
            && said.help.is_none()
        {
            said = said.help(help.as_str());
        }
        let place = &case.place;
        for start in [place.clause, place.statement.start] {
            let Some(range) = bytes(case, start..place.statement.end) else { continue };
            let removal = Proposal::replace(range.clone(), "", None, Proof::Next);
            if start == place.statement.start {
                return (said, self.without(case.patched, range));
            }
            if let Some((_, next)) = self.tried(case, &removal) {
                self.lose(case.text.get(range).unwrap_or(""));
                return (said, Some(next));
            }
        }
        (said, None)
    }

    /// The message with the help of the first proposal that mends the text, and the mended text.
    pub(super) fn mended(
        &mut self,
        case: &Case<'_>,
        said: &Diagnostic,
        proposals: &[Proposal],
    ) -> Option<(Diagnostic, Patched)> {
        // Of what may be missing the one that explains most is taken; what is known to be wrong comes first,
        // what would have to go comes last.
        let mut best: Option<(usize, &Proposal, Patched)> = None;
        let mut tied = false;
        for proposal in proposals {
            // A guess that explains no more than itself is worse than one word too many.
            if proposal.trust == Trust::Last
                && best.as_ref().is_some_and(|(least, ..)| *least == 0 || proposal.help.is_none())
            {
                break;
            }
            let Some((left, next)) = self.tried(case, proposal) else { continue };
            let least = best.as_ref().map(|(least, ..)| *least);
            if least.is_none_or(|least| left < least) {
                tied = false;
                best = Some((left, proposal, next));
                // What is known, and what goes for want of anything else, needs no comparing.
                if proposal.trust != Trust::Guess {
                    break;
                }
            } else if proposal.trust == Trust::Guess && least == Some(left) {
                tied |= best.as_ref().is_some_and(|(_, known, _)| known.help != proposal.help);
            }
        }
        let (_, proposal, next) = best?;
        let mut said = said.clone();
        // Of several words that would all do, none is proposed: the message names them.
        if said.help.is_none()
            && !tied
            && let Some(help) = &proposal.help
        {
            said = said.help(help.as_str());
            if proposal.certain {
                said = said.fix(case.span(&proposal.range), fixed(&proposal.with));
            }
        }
        self.lose(case.text.get(proposal.range.clone()).unwrap_or(""));
        self.lose(proposal.with.trim());
        if let Some((at, _)) = proposal.closing {
            self.surplus.retain(|one| case.patched.find(one.at) != at);
        }
        Some((said, next))
    }

    /// The text without the statement that holds byte `at`.
    pub(super) fn without_statement(&mut self, patched: &Patched, at: usize) -> Option<Patched> {
        let text = patched.text();
        let tokens = tokens(text);
        let place = place(text, &tokens, at);
        let first = tokens.get(place.statement.start)?.range.start;
        let last = tokens.get(place.statement.end.checked_sub(1)?)?.range.end;
        self.without(patched, first..last)
    }

    /// The text without some bytes; `None` where that would take all of it, or nothing.
    fn without(&mut self, patched: &Patched, range: Range<usize>) -> Option<Patched> {
        let text = patched.text();
        let removed = text.get(range.clone())?;
        let rest = text.get(..range.start)?.trim().is_empty() && text.get(range.end..)?.trim().is_empty();
        if removed.is_empty() || rest {
            return None;
        }
        self.lose(removed);
        let mut next = patched.clone();
        next.replace(range, "");
        Some(next)
    }

    /// The text with a proposal, where the parser then gets far enough, and how much of it is left to read.
    fn tried(&mut self, case: &Case<'_>, proposal: &Proposal) -> Option<(usize, Patched)> {
        let mut next = case.patched.clone();
        if let Some((at, close)) = proposal.closing {
            next.replace(at..at, close);
        }
        next.replace(proposal.range.clone(), &proposal.with);
        let Err(failure) = parse(next.text()) else { return Some((0, next)) };
        // Copying and cutting up a text costs too, if less than parsing it.
        self.budget = self.budget.saturating_sub(failure.at + case.text.len() / 8);
        let behind = proposal.range.end;
        let reach = match proof_end(case, proposal, behind) {
            Some(end) => end,
            None => behind,
        };
        // Counted from the end, both texts are the same behind the change, but for the closing bracket.
        let closing = proposal.closing.map_or(0, |(_, close)| close.len());
        let left = next.text().len() - failure.at.min(next.text().len());
        let needed = case.text.len() - reach.min(case.text.len()) + closing;
        (left <= needed && self.budget > 0).then_some((left.max(1), next))
    }
}

/// The end of what must have been read, in bytes of the text before the change.
fn proof_end(case: &Case<'_>, proposal: &Proposal, behind: usize) -> Option<usize> {
    if proposal.proof == Proof::Change {
        return None;
    }
    let next = case.tokens.iter().find(|token| token.range.start >= behind && token.kind != TokenKind::LineEnd)?;
    Some(next.range.end)
}

/// The bytes of some tokens.
fn bytes(case: &Case<'_>, range: Range<usize>) -> Option<Range<usize>> {
    let first = case.tokens.get(range.start)?.range.start;
    let last = case.tokens.get(range.end.checked_sub(1)?)?.range.end;
    (first < last).then_some(first..last)
}

/// What a fix writes: a blank that only kept words apart is not part of it.
fn fixed(with: &str) -> &str {
    if with == " " { "" } else { with.trim_end() }
}
