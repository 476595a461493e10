//! The account schema.

use super::{Builder, Fault, all, find, one, only, two};
use crate::syntax::grammar::Rule;
use crate::syntax::tree::{Account, Choice, Field, FieldType, Group, List, Member, Modifier, Stale, TypeKind};
use pest::iterators::Pair;

impl Builder<'_> {
    /// `account { … }`.
    pub(super) fn account(&self, pair: &Pair<'_, Rule>) -> Result<Account, Fault> {
        let mut account = Account {
            id: Vec::new(),
            revenue: Vec::new(),
            ends: Vec::new(),
            members: Vec::new(),
            span: self.span(&one(self, pair, Rule::kw_account)?),
        };
        for clause in all(pair, Rule::account_clause) {
            let clause = only(self, &clause)?;
            match clause.as_rule() {
                Rule::id_clause => account.id.push(self.path_in(&clause)?),
                Rule::revenue_clause => account.revenue.push(self.path_in(&clause)?),
                Rule::ends_clause => account.ends.push(self.expr_in(&clause)?),
                _ => account.members.push(self.member(&clause)?),
            }
        }
        Ok(account)
    }

    fn member(&self, pair: &Pair<'_, Rule>) -> Result<Member, Fault> {
        match pair.as_rule() {
            Rule::field_group => {
                let mut members = Vec::new();
                for member in all(pair, Rule::member) {
                    members.push(self.member(&only(self, &member)?)?);
                }
                let stale = find(pair, Rule::stale).map(|stale| self.stale(&stale)).transpose()?;
                let name = self.name(&one(self, pair, Rule::group_name)?);
                Ok(Member::Group(Group { name, members, stale }))
            }
            Rule::list => Ok(Member::List(self.list(pair)?)),
            Rule::field => Ok(Member::Field(self.field(pair)?)),
            _ => Err(self.unreadable(pair)),
        }
    }

    fn list(&self, pair: &Pair<'_, Rule>) -> Result<List, Fault> {
        let mut members = Vec::new();
        for member in all(pair, Rule::member) {
            members.push(self.member(&only(self, &member)?)?);
        }
        let (mut required, mut private) = (Vec::new(), Vec::new());
        for modifier in all(pair, Rule::list_modifier) {
            let word = only(self, &modifier)?;
            let spans = if word.as_rule() == Rule::kw_private { &mut private } else { &mut required };
            spans.push(self.span(&word));
        }
        let stale = find(pair, Rule::stale).map(|stale| self.stale(&stale)).transpose()?;
        Ok(List { name: self.name_in(pair)?, members, required, private, stale, sentence: self.sentence(pair) })
    }

    fn stale(&self, pair: &Pair<'_, Rule>) -> Result<Stale, Fault> {
        Ok(Stale { after: self.quantity_in(pair)?, since: self.path_in(pair)? })
    }

    fn field(&self, pair: &Pair<'_, Rule>) -> Result<Field, Fault> {
        let mut modifiers = Vec::new();
        for modifier in all(pair, Rule::modifier) {
            let inner = only(self, &modifier)?;
            modifiers.push(match inner.as_rule() {
                Rule::kw_required => Modifier::Required(self.span(&inner)),
                Rule::kw_private => Modifier::Private(self.span(&inner)),
                Rule::default_value => Modifier::Default(self.quantity_in(&inner)?),
                Rule::also_name => Modifier::Also(self.text_in(&inner)?),
                _ => return Err(self.unreadable(&inner)),
            });
        }
        let ty = self.field_type(&one(self, pair, Rule::field_type)?)?;
        Ok(Field { name: self.name_in(pair)?, ty, modifiers, sentence: self.sentence(pair) })
    }

    pub(super) fn field_type(&self, pair: &Pair<'_, Rule>) -> Result<FieldType, Fault> {
        let kind = self.type_kind(&only(self, &one(self, pair, Rule::type_word)?)?)?;
        let (low, high) = if let Some(range) = find(pair, Rule::range) {
            let [low, high] = two(self, &range, Rule::quantity)?;
            (Some(self.expr(&low)?), Some(self.expr(&high)?))
        } else if let Some(bound) = find(pair, Rule::at_least_bound) {
            (Some(self.quantity_in(&bound)?), None)
        } else if let Some(bound) = find(pair, Rule::at_most_bound) {
            (None, Some(self.quantity_in(&bound)?))
        } else {
            (None, None)
        };
        Ok(FieldType { kind, low, high, span: self.span(pair) })
    }

    fn type_kind(&self, pair: &Pair<'_, Rule>) -> Result<TypeKind, Fault> {
        match pair.as_rule() {
            Rule::type_money => Ok(TypeKind::Money(one(self, pair, Rule::currency)?.as_str().into())),
            Rule::type_one_of => {
                let ordered = find(pair, Rule::kw_ordered_one_of).is_some();
                let choices = all(pair, Rule::choice)
                    .map(|choice| Ok(Choice { name: self.name_in(&choice)?, label: self.sentence(&choice) }))
                    .collect::<Result<_, Fault>>()?;
                Ok(TypeKind::OneOf { ordered, choices })
            }
            _ => Ok(match pair.as_str() {
                "text" => TypeKind::Text,
                "number" => TypeKind::Number,
                "count" => TypeKind::Count,
                "percent" => TypeKind::Percent,
                "ratio" => TypeKind::Ratio,
                "days" => TypeKind::Days,
                "date" => TypeKind::Date,
                "yes/no" => TypeKind::YesNo,
                _ => return Err(self.unreadable(pair)),
            }),
        }
    }
}
