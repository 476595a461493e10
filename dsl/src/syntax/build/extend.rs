//! What a playbook changes of the template it extends.

use super::{Builder, Fault, find, one};
use crate::source::Span;
use crate::syntax::grammar::Rule;
use crate::syntax::tree::{Body, Name, Path, Verb, VerbKind};
use pest::iterators::Pair;

impl Builder<'_> {
    /// A verb; `None` for another clause of the header.
    pub(super) fn verb(&self, pair: &Pair<'_, Rule>) -> Result<Option<Verb>, Fault> {
        let kind = match pair.as_rule() {
            Rule::set_verb => VerbKind::Set(self.quantity_in(pair)?),
            Rule::disable_verb => VerbKind::Disable(self.sentence(pair)),
            Rule::append_verb => VerbKind::Append(self.body(pair)?),
            Rule::replace_verb => VerbKind::Replace(self.body(pair)?),
            _ => return Ok(None),
        };
        Ok(Some(Verb { kind, target: self.target(pair)?, span: self.span(pair) }))
    }

    fn target(&self, pair: &Pair<'_, Rule>) -> Result<Path, Fault> {
        let target = one(self, pair, Rule::changed)?;
        let span = self.span(&target);
        let parts = match target.clone().into_inner().next().map(|first| first.as_rule()) {
            Some(Rule::kw_defaults_play) => vec![Name { text: "defaults play".into(), span }],
            // Tests have names of their own, which may be those of plays.
            // So have capacities: that of the role for whom they are.
            Some(kind @ (Rule::kw_test | Rule::kw_capacity)) => {
                let what = if kind == Rule::kw_test { "test" } else { "capacity" };
                let name = |name: Name| Name { text: smol_str::format_smolstr!("{what} {}", name.text), span };
                self.names_in(&target).into_iter().map(name).collect()
            }
            _ => self.names_in(&target),
        };
        Ok(Path { parts, span })
    }

    /// The last name of the target and all behind it.
    fn body(&self, pair: &Pair<'_, Rule>) -> Result<Option<Body>, Fault> {
        let target = one(self, pair, Rule::changed)?;
        let body = match find(pair, Rule::append_body) {
            Some(body) => body,
            None => one(self, pair, Rule::replace_body)?,
        };
        let last = target.into_inner().next_back().map_or(body.as_span().start(), |last| last.as_span().start());
        let text = self.parsed.text().get(last..body.as_span().end()).unwrap_or("").trim_end();
        let span: Span = self.place(last, last + text.len());
        // A text that is read otherwise than it was written holds a mistake, and that was told.
        Ok((text.len() == span.range().len()).then(|| Body { text: text.to_owned(), span }))
    }
}
