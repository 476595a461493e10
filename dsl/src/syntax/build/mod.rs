//! Pairs to tree, one file per construct.
//!
//! The grammar has already decided what stands where; the helpers here walk pairs by rule and turn what
//! cannot happen into a message instead of a panic.

mod account;
mod capacity;
mod expression;
mod extend;
mod group;
mod health;
mod journey;
mod literal;
mod play;
mod playbook;
mod portfolio;
mod risk;
mod score;
mod test;
mod word;

use super::grammar::Rule;
use super::lines::Patched;
use super::tree::Item;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{SourceId, Span};
use pest::iterators::Pair;
use std::cell::RefCell;

/// A statement that parsed and still cannot be told as a tree.
pub(super) type Fault = Box<Diagnostic>;

/// What building reads and what it notices on the way.
pub(super) struct Builder<'t> {
    /// The file.
    source: SourceId,
    /// The file as written.
    text: &'t str,
    /// The text that was parsed.
    parsed: &'t Patched,
    /// Where in it the pairs begin to count.
    base: usize,
    /// Faults that leave the statement standing.
    found: RefCell<Vec<Diagnostic>>,
}

impl<'t> Builder<'t> {
    /// A builder for pairs of `parsed`, a part of `text`.
    pub(super) fn new(source: SourceId, text: &'t str, parsed: &'t Patched) -> Self {
        Self { source, text, parsed, base: 0, found: RefCell::default() }
    }

    /// What was noticed: faults that leave their statement standing.
    pub(super) fn finish(self) -> Vec<Diagnostic> {
        self.found.into_inner()
    }

    /// The tree of a `file_item` pair.
    pub(super) fn item(&self, pair: &Pair<'_, Rule>) -> Result<Item, Fault> {
        let item = only(self, &one(self, pair, Rule::item)?)?;
        Ok(match item.as_rule() {
            Rule::playbook => Item::Playbook(self.playbook(&item)?),
            Rule::roles => Item::Roles(self.roles(&item)?),
            Rule::setting => Item::Setting(self.setting(&item)?),
            Rule::account => Item::Account(self.account(&item)?),
            Rule::let_item => Item::Let(self.let_item(&item)?),
            Rule::tier => Item::Tier(self.tier(&item)?),
            Rule::health | Rule::scorecard => Item::Card(self.card(&item)?),
            Rule::score => Item::Score(self.score(&item)?),
            Rule::journey => Item::Journey(self.journey(&item)?),
            Rule::risk => Item::Risk(self.risk(&item)?),
            Rule::play => Item::Play(self.play(&item)?),
            Rule::one_at_a_time | Rule::first_of | Rule::play_limit => Item::PlayGroup(self.play_group(&item)?),
            Rule::retired => Item::Retired(self.retired(&item)?),
            Rule::test => Item::Test(self.test(&item)?),
            Rule::defaults_play => self.defaults_play(&item)?,
            Rule::allow => Item::Allow(self.allow(&item)?),
            Rule::metric => Item::Metric(self.metric(&item)?),
            Rule::capacity => Item::Capacity(self.capacity(&item)?),
            Rule::signal => Item::Signal(self.signal(&item)?),
            _ => return Err(self.unreadable(&item)),
        })
    }

    /// The place of a pair, without the blanks after its last token.
    fn span(&self, pair: &Pair<'_, Rule>) -> Span {
        self.place(pair.as_span().start(), end_of(pair))
    }

    /// The place in the file of bytes of the parsed text.
    fn place(&self, start: usize, end: usize) -> Span {
        Span::new(self.source, self.parsed.start(self.base + start), self.parsed.end(self.base + end))
    }

    fn note(&self, diagnostic: Diagnostic) {
        self.found.borrow_mut().push(diagnostic);
    }

    /// A clause that may stand once and stands again; the later one counts.
    fn twice(&self, clause: &Pair<'_, Rule>, owner: &str) {
        let word: String = clause.as_str().split_whitespace().next().unwrap_or("").into();
        let message = format!("this {owner} has `{word}` twice");
        self.note(Diagnostic::error(Code(205), self.span(clause), message).help("keep one of them"));
    }

    fn unreadable(&self, pair: &Pair<'_, Rule>) -> Fault {
        Box::new(Diagnostic::error(Code(103), self.span(pair), "this could not be read"))
    }
}

/// Where the last token of a pair ends: a rule's own span runs on over blanks it looked behind.
fn end_of(pair: &Pair<'_, Rule>) -> usize {
    let mut end = pair.as_span().end();
    let mut inner = pair.clone().into_inner();
    while let Some(last) = inner.next_back() {
        end = last.as_span().end();
        inner = last.into_inner();
    }
    end
}

/// The one pair inside a pair that only chooses.
fn only<'i>(builder: &Builder<'_>, pair: &Pair<'i, Rule>) -> Result<Pair<'i, Rule>, Fault> {
    pair.clone().into_inner().next().ok_or_else(|| builder.unreadable(pair))
}

/// The first inner pair of a rule, where there is one.
fn find<'i>(pair: &Pair<'i, Rule>, rule: Rule) -> Option<Pair<'i, Rule>> {
    pair.clone().into_inner().find(|inner| inner.as_rule() == rule)
}

/// The first inner pair of a rule that must be there.
fn one<'i>(builder: &Builder<'_>, pair: &Pair<'i, Rule>, rule: Rule) -> Result<Pair<'i, Rule>, Fault> {
    find(pair, rule).ok_or_else(|| builder.unreadable(pair))
}

/// All inner pairs of a rule, in order.
fn all<'i>(pair: &Pair<'i, Rule>, rule: Rule) -> impl Iterator<Item = Pair<'i, Rule>> + use<'i> {
    pair.clone().into_inner().filter(move |inner| inner.as_rule() == rule)
}

/// Two inner pairs of the same rule.
fn two<'i>(builder: &Builder<'_>, pair: &Pair<'i, Rule>, rule: Rule) -> Result<[Pair<'i, Rule>; 2], Fault> {
    let mut found = all(pair, rule);
    match (found.next(), found.next()) {
        (Some(first), Some(second)) => Ok([first, second]),
        _ => Err(builder.unreadable(pair)),
    }
}
