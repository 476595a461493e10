//! Groups of plays, and what was there before.

use super::{Builder, Fault, find, one, only, two};
use crate::syntax::grammar::Rule;
use crate::syntax::tree::{PlayGroup, PlayGroupKind, Retired, RetiredWhat};
use pest::iterators::Pair;

impl Builder<'_> {
    /// `one at a time NAME { … }`, `first of NAME { … }`, `limit NAME N per D { … }`.
    pub(super) fn play_group(&self, pair: &Pair<'_, Rule>) -> Result<PlayGroup, Fault> {
        let kind = match find(pair, Rule::limit_of) {
            Some(limit) => {
                let [most, per] = two(self, &limit, Rule::quantity)?;
                PlayGroupKind::Limit { most: self.expr(&most)?, per: self.expr(&per)? }
            }
            None if pair.as_rule() == Rule::first_of => PlayGroupKind::FirstOf,
            None => PlayGroupKind::OneAtATime,
        };
        let plays = self.names_in(&one(self, pair, Rule::members)?);
        Ok(PlayGroup { name: self.name_in(pair)?, sentence: self.sentence(pair), kind, plays })
    }

    /// `retired play OLD "reason"`.
    pub(super) fn retired(&self, pair: &Pair<'_, Rule>) -> Result<Retired, Fault> {
        let retired = match find(pair, Rule::retired_play) {
            Some(play) => play,
            None => one(self, pair, Rule::retired_journey)?,
        };
        let first = only(self, &retired)?;
        let what = if first.as_rule() == Rule::kw_play { RetiredWhat::Play } else { RetiredWhat::Journey };
        Ok(Retired { what, name: self.name_in(&retired)?, reason: self.sentence(&retired) })
    }
}
