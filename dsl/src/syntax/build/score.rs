//! Custom scores.

use super::{Builder, Fault, all, find, one};
use crate::source::Span;
use crate::syntax::grammar::Rule;
use crate::syntax::tree::{Param, Score, ScoreBody};
use pest::iterators::Pair;

impl Builder<'_> {
    /// `score NAME(params) LOW to HIGH …`.
    pub(super) fn score(&self, pair: &Pair<'_, Rule>) -> Result<Score, Fault> {
        let range = one(self, pair, Rule::score_range)?;
        let (low, high) = (one(self, &range, Rule::quantity)?, one(self, &range, Rule::range_end)?);
        let body = match find(pair, Rule::score_value) {
            Some(value) => ScoreBody::Expr(self.expr_in(&value)?),
            None => self.script(pair)?,
        };
        Ok(Score {
            name: self.name_in(pair)?,
            formerly: self.formerly(pair)?,
            low: self.expr(&low)?,
            high: self.expr(&high)?,
            higher_is_worse: find(pair, Rule::kw_higher_is_worse).is_some(),
            sentence: self.sentence(pair),
            body,
        })
    }

    fn script(&self, pair: &Pair<'_, Rule>) -> Result<ScoreBody, Fault> {
        let mut params = Vec::new();
        if let Some(list) = find(pair, Rule::params) {
            for param in all(&list, Rule::param) {
                let value = find(&param, Rule::expr).map(|value| self.expr(&value)).transpose()?;
                params.push(Param { name: self.name_in(&param)?, value });
            }
        }
        if let Some(from) = find(pair, Rule::script_file) {
            return Ok(ScoreBody::ScriptFile { params, file: self.text_in(&from)? });
        }
        let fence = one(self, pair, Rule::fence)?;
        let span = self.span(&one(self, &fence, Rule::fence_text)?);
        // The copy that was parsed has blanks for some characters; the script is read as written, without
        // the newline that ends the line of the opening fence.
        let written = self.text.get(span.range()).unwrap_or("");
        let text = written.strip_prefix('\r').unwrap_or(written);
        let text = text.strip_prefix('\n').unwrap_or(text);
        let skipped = u32::try_from(written.len() - text.len()).unwrap_or(0);
        Ok(ScoreBody::Script { params, text: text.into(), span: Span { start: span.start + skipped, ..span } })
    }
}
