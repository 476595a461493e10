//! The header, roles, settings, lets and tiers.

use super::{Builder, Fault, all, find, one, only, two};
use crate::syntax::grammar::Rule;
use crate::syntax::tree::{Allow, Header, HeaderClause, Let, Name, Role, Setting, Text, Tier, TierRow};
use pest::iterators::Pair;

impl Builder<'_> {
    /// `playbook NAME "title" { … }`.
    pub(super) fn playbook(&self, pair: &Pair<'_, Rule>) -> Result<Header, Fault> {
        let (mut clauses, mut verbs) = (Vec::new(), Vec::new());
        for clause in all(pair, Rule::playbook_clause) {
            let clause = only(self, &clause)?;
            match self.verb(&clause)? {
                Some(verb) => verbs.push(verb),
                None => clauses.push(self.header_clause(&clause)?),
            }
        }
        let extends = find(pair, Rule::extends).map(|extends| self.text_in(&extends)).transpose()?;
        let title = self.sentence(pair);
        Ok(Header { name: self.name_in(pair)?, extends, title, clauses, verbs, span: self.span(pair) })
    }

    fn header_clause(&self, clause: &Pair<'_, Rule>) -> Result<HeaderClause, Fault> {
        Ok(match clause.as_rule() {
            Rule::version_clause => {
                let word = one(self, clause, Rule::version_word)?;
                HeaderClause::Version(Text { text: word.as_str().into(), span: self.span(&word) })
            }
            Rule::owner_text => HeaderClause::Owner(self.text_in(clause)?),
            Rule::timezone_clause => HeaderClause::Timezone(self.text_in(clause)?),
            Rule::calendar_clause => HeaderClause::Calendar(self.text_in(clause)?),
            Rule::max_age_clause => HeaderClause::MaxAge(self.quantity_in(clause)?),
            Rule::absent_clause => HeaderClause::AbsentAfter(self.quantity_in(clause)?),
            Rule::gaps_clause => HeaderClause::Gaps(self.quantity_in(clause)?),
            _ => return Err(self.unreadable(clause)),
        })
    }

    /// `roles { … }`.
    pub(super) fn roles(&self, pair: &Pair<'_, Rule>) -> Result<Vec<Role>, Fault> {
        all(pair, Rule::role).map(|role| Ok(Role { name: self.name_in(&role)?, value: self.expr_in(&role)? })).collect()
    }

    /// `setting NAME = VALUE …`.
    pub(super) fn setting(&self, pair: &Pair<'_, Rule>) -> Result<Setting, Fault> {
        let between = match find(pair, Rule::between) {
            Some(between) => {
                let [low, high] = two(self, &between, Rule::quantity)?;
                Some((self.expr(&low)?, self.expr(&high)?))
            }
            None => None,
        };
        let typed = find(pair, Rule::setting_typed);
        let ty = match &typed {
            Some(typed) => Some(self.field_type(&one(self, typed, Rule::field_type)?)?),
            None => None,
        };
        let value = find(typed.as_ref().unwrap_or(pair), Rule::quantity);
        Ok(Setting {
            name: self.name_in(pair)?,
            formerly: self.formerly(pair)?,
            ty,
            value: value.map(|value| self.expr(&value)).transpose()?,
            set: None,
            between,
            sentence: self.sentence(pair),
        })
    }

    /// `allow CODE "reason"`.
    pub(super) fn allow(&self, pair: &Pair<'_, Rule>) -> Result<Allow, Fault> {
        let code = one(self, pair, Rule::lint_code)?;
        let code = Name { text: code.as_str().into(), span: self.span(&code) };
        Ok(Allow { code, reason: self.text_in(pair)? })
    }

    /// `let NAME = VALUE`.
    pub(super) fn let_item(&self, pair: &Pair<'_, Rule>) -> Result<Let, Fault> {
        let (name, formerly) = (self.name_in(pair)?, self.formerly(pair)?);
        Ok(Let { name, formerly, value: self.expr_in(pair)?, sentence: self.sentence(pair) })
    }

    /// `tier NAME { … }`.
    pub(super) fn tier(&self, pair: &Pair<'_, Rule>) -> Result<Tier, Fault> {
        let mut rows = Vec::new();
        for row in all(pair, Rule::tier_row) {
            let condition = find(&row, Rule::expr).map(|expr| self.expr(&expr)).transpose()?;
            rows.push(TierRow { name: self.name_in(&row)?, condition });
        }
        Ok(Tier { name: self.name_in(pair)?, formerly: self.formerly(pair)?, sentence: self.sentence(pair), rows })
    }
}
