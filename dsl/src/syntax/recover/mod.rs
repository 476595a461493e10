//! Items that do not parse: one message per mistake, and the rest of the item all the same.
//!
//! An item is parsed alone. Where it stops, one message is made, the smallest repair that lets the parser
//! get further is tried, and the item is parsed again.

mod block;
mod cascade;
mod dates;
mod expectation;
mod named;
mod place;
mod proposal;
mod repair;
mod suspicion;
mod tell;
mod timeline;
pub(super) mod token;
mod words;

use super::build::{Builder, Fault};
use super::grammar::{Playbook, Rule};
use super::lines::{MAX_PER_FILE, Patched, Prepared, Region, Surplus};
use super::tree::{Item, Module};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::{SourceId, Span};
use pest::Parser;
use pest::error::{ErrorVariant, InputLocation};
use smol_str::SmolStr;

/// How many messages an item gets.
const MAX_PER_ITEM: usize = 20;

/// How many bytes are parsed again, in a whole file, before the rest of an item is given up.
const MAX_AGAIN: usize = 4 * 1024 * 1024;

/// Where and why the parser stopped.
struct Failure {
    /// The byte of the prepared text.
    at: usize,
    /// What would have let it go on.
    expected: Vec<Rule>,
}

/// One file on its way to a tree.
struct Recovery<'t> {
    source: SourceId,
    text: &'t str,
    module: Module,
    /// Where something was told already.
    known: Vec<Span>,
    found: Vec<Diagnostic>,
    /// The closing brackets of the current item that close nothing.
    surplus: Vec<Surplus>,
    /// How many bytes may still be parsed again.
    budget: usize,
}

/// The tree of a prepared text.
pub(super) fn items(source: SourceId, text: &str, prepared: &Prepared, diagnostics: &mut Diagnostics) -> Module {
    let module = Module { source, items: Vec::new(), lost: Vec::new() };
    let known = diagnostics.iter().filter_map(Diagnostic::span).filter(|span| span.source == source).collect();
    let mut recovery =
        Recovery { source, text, module, known, found: Vec::new(), surplus: Vec::new(), budget: MAX_AGAIN };
    let mut junk = false;
    for region in &prepared.regions {
        let patched = patched(prepared, region);
        // Lines of junk below junk are the same mistake.
        let continues = junk && !begins_item(patched.text());
        if continues || region.dropped || recovery.found.len() >= MAX_PER_FILE {
            recovery.lose(patched.text());
            continue;
        }
        if patched.text().trim().is_empty() {
            let left = MAX_PER_FILE.saturating_sub(recovery.found.len());
            recovery.found.extend(region.surplus.iter().take(left).map(|one| one.said.clone()));
            continue;
        }
        recovery.surplus.clone_from(&region.surplus);
        junk = recovery.item(patched);
        let surplus = std::mem::take(&mut recovery.surplus);
        let left = MAX_PER_FILE.saturating_sub(recovery.found.len());
        recovery.found.extend(surplus.into_iter().take(left).map(|one| one.said));
    }
    diagnostics.extend(recovery.found);
    recovery.module
}

/// The tree of a part of a declaration with something around it, and the words of what was left out.
pub(super) fn part(
    source: SourceId,
    text: &str,
    patched: Patched,
    diagnostics: &mut Diagnostics,
) -> (Option<Item>, Vec<SmolStr>) {
    let module = Module { source, items: Vec::new(), lost: Vec::new() };
    let known = diagnostics.iter().filter_map(Diagnostic::span).filter(|span| span.source == source).collect();
    let mut recovery =
        Recovery { source, text, module, known, found: Vec::new(), surplus: Vec::new(), budget: MAX_AGAIN };
    recovery.item(patched);
    diagnostics.extend(recovery.found);
    (recovery.module.items.pop(), recovery.module.lost)
}

/// The text of a region with its edits.
fn patched(prepared: &Prepared, region: &Region) -> Patched {
    let text = prepared.copy.get(region.range.clone()).unwrap_or("");
    Patched::new(text, region.range.start, &region.edits)
}

fn begins_item(text: &str) -> bool {
    let (word, _) = super::lines::split_word(text.trim_start());
    super::lines::begins_item(word)
}

/// Parses a prepared item.
fn parse(text: &str) -> Result<pest::iterators::Pairs<'_, Rule>, Failure> {
    Playbook::parse(Rule::file_item, text).map_err(|error| {
        let at = match error.location {
            InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
        };
        let expected = match error.variant {
            ErrorVariant::ParsingError { positives, .. } => positives,
            ErrorVariant::CustomError { .. } => Vec::new(),
        };
        Failure { at, expected }
    })
}

impl Recovery<'_> {
    /// Parses an item until it parses, or until nothing of it is left. True where no declaration began.
    fn item(&mut self, mut patched: Patched) -> bool {
        let mut follows = cascade::Cascade::default();
        for _ in 0..MAX_PER_ITEM {
            if self.found.len() >= MAX_PER_FILE {
                break;
            }
            let failure = match parse(patched.text()) {
                Ok(pairs) => match self.build(&patched, pairs) {
                    Ok(item) => {
                        self.module.items.push(item);
                        return false;
                    }
                    Err(fault) => {
                        let at = fault.span().map_or(0, |span| patched.find(span.start as usize));
                        self.found.push(*fault);
                        let Some(next) = self.without_statement(&patched, at) else { break };
                        patched = next;
                        continue;
                    }
                },
                Err(failure) => failure,
            };
            let case = tell::Case::new(self.source, self.text, &patched, &failure, &self.surplus);
            let (said, next) = self.told(&case);
            // What stumbles over a character that was told already is no second mistake.
            let told = |span: Span| self.known.iter().any(|known| known.start <= span.start && span.start < known.end);
            if !said.span().is_some_and(told) && !follows.notes(self.text, &said) {
                self.found.push(said);
            }
            if failure.at == 0 && next.is_none() {
                self.lose(patched.text());
                return true;
            }
            let Some(next) = next else { break };
            patched = next;
        }
        self.lose(patched.text());
        false
    }

    /// The message about a failure, and the text without it.
    fn told(&mut self, case: &tell::Case<'_>) -> (Diagnostic, Option<Patched>) {
        for suspicion in suspicion::all(case) {
            if let Some((said, next)) = self.mended(case, &suspicion.said, &suspicion.proposals) {
                return (said, Some(next));
            }
        }
        self.repair(case, case.tell())
    }

    fn build(&mut self, patched: &Patched, mut pairs: pest::iterators::Pairs<'_, Rule>) -> Result<Item, Fault> {
        let builder = Builder::new(self.source, self.text, patched);
        let item = pairs.next().map(|pair| builder.item(&pair));
        self.found.extend(builder.finish());
        item.unwrap_or_else(|| {
            let place = Span::new(self.source, patched.start(0), patched.start(0));
            Err(Box::new(Diagnostic::error(crate::diagnostic::Code(103), place, "there is nothing here")))
        })
    }

    /// Remembers the words of a text that is given up.
    fn lose(&mut self, text: &str) {
        /// More than this and nothing later is worth a complaint anyway.
        const ENOUGH: usize = 10_000;
        for token in token::tokens(text) {
            if token.kind == token::TokenKind::Word && self.module.lost.len() < ENOUGH {
                self.module.lost.push(SmolStr::new(token.of(text)));
            }
        }
    }
}
