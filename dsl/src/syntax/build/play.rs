//! Plays, tasks, escalation and what a play tells others.

use super::{Builder, Fault, all, find, one, only, two};
use crate::syntax::grammar::Rule;
use crate::syntax::tree::{
    Activation, Again, Due, Each, Effect, Escalation, EscalationTrigger, IfCleared, Item, Play, PlayClause, Task,
    Trigger, UpdateValue,
};
use pest::iterators::Pair;

impl Builder<'_> {
    /// `play NAME "title" { … }`.
    pub(super) fn play(&self, pair: &Pair<'_, Rule>) -> Result<Play, Fault> {
        Ok(Play {
            name: self.name_in(pair)?,
            formerly: self.formerly(pair)?,
            title: self.sentence(pair),
            clauses: self.play_clauses(pair)?,
            span: self.span(pair),
        })
    }

    /// `defaults play { … }`.
    pub(super) fn defaults_play(&self, pair: &Pair<'_, Rule>) -> Result<Item, Fault> {
        let (first, last) = (one(self, pair, Rule::kw_defaults)?, one(self, pair, Rule::kw_play)?);
        let span = self.span(&first).to(self.span(&last));
        Ok(Item::DefaultsPlay { clauses: self.play_clauses(pair)?, span })
    }

    fn play_clauses(&self, pair: &Pair<'_, Rule>) -> Result<Vec<PlayClause>, Fault> {
        all(pair, Rule::play_clause).map(|clause| self.play_clause(&only(self, &clause)?)).collect()
    }

    fn play_clause(&self, clause: &Pair<'_, Rule>) -> Result<PlayClause, Fault> {
        let span = self.span(clause);
        let trigger = |trigger| PlayClause::Trigger { trigger, span };
        Ok(match clause.as_rule() {
            Rule::each => PlayClause::Each(self.each(clause)?),
            Rule::when_trigger => trigger(Trigger::When(self.expr_in(clause)?)),
            Rule::once_trigger => trigger(Trigger::Once(self.expr_in(clause)?)),
            Rule::every_trigger => {
                let [period, anchor] = two(self, clause, Rule::quantity)?;
                trigger(Trigger::Every { period: self.expr(&period)?, anchor: self.expr(&anchor)? })
            }
            Rule::holds_for => PlayClause::HoldsFor(self.quantity_in(clause)?),
            Rule::unless => PlayClause::Unless(self.expr_in(clause)?),
            Rule::succeeds => PlayClause::Succeeds(self.expr_in(clause)?),
            Rule::if_cleared => {
                let policy = if let Some(after) = find(clause, Rule::close_after) {
                    IfCleared::CloseAfter(self.quantity_in(&after)?)
                } else if find(clause, Rule::kw_keep).is_some() {
                    IfCleared::Keep
                } else {
                    IfCleared::Close
                };
                PlayClause::IfCleared { policy, span }
            }
            Rule::expires => PlayClause::Expires(self.quantity_in(clause)?),
            Rule::again => {
                let policy = match find(clause, Rule::again_after) {
                    Some(after) => Again::After(self.quantity_in(&after)?),
                    None => Again::Never,
                };
                PlayClause::Again { policy, span }
            }
            Rule::priority => PlayClause::Priority(self.quantity_in(clause)?),
            Rule::owner => PlayClause::Owner(self.name_in(clause)?),
            Rule::on_activation => {
                let policy = if find(clause, Rule::kw_existing_quietly).is_some() {
                    Activation::ExistingQuietly
                } else if find(clause, Rule::kw_new_only).is_some() {
                    Activation::NewOnly
                } else {
                    Activation::Existing
                };
                PlayClause::OnActivation { policy, span }
            }
            Rule::task => PlayClause::Task(self.task(clause)?),
            Rule::escalation => PlayClause::Escalation(self.escalation(clause)?),
            Rule::on_opening => PlayClause::OnOpening(self.effects_in(clause)?),
            Rule::on_success => PlayClause::OnSuccess(self.effects_in(clause)?),
            Rule::on_clearing => PlayClause::OnClearing(self.effects_in(clause)?),
            Rule::on_closing => PlayClause::OnClosing(self.effects_in(clause)?),
            _ => return Err(self.unreadable(clause)),
        })
    }

    fn each(&self, clause: &Pair<'_, Rule>) -> Result<Each, Fault> {
        let keep = find(clause, Rule::where_part).map(|keep| self.expr_in(&keep)).transpose()?;
        Ok(Each {
            variable: self.name_in(clause)?,
            list: self.path_in(clause)?,
            keep,
            key: self.path_in(&one(self, clause, Rule::each_key)?)?,
            span: self.span(clause),
        })
    }

    fn task(&self, pair: &Pair<'_, Rule>) -> Result<Task, Fault> {
        let mut task = Task {
            name: self.name_in(pair)?,
            formerly: self.formerly(pair)?,
            title: find(pair, Rule::text).map(|title| self.template(&title)),
            owner: None,
            due: None,
            effort: None,
            side: None,
            when: None,
            done_when: None,
            span: self.span(pair),
        };
        for clause in all(pair, Rule::task_clause) {
            let clause = only(self, &clause)?;
            let again = match clause.as_rule() {
                Rule::owner => task.owner.replace(self.name_in(&clause)?).is_some(),
                Rule::due => task.due.replace(self.due(&only_due(self, &clause)?)?).is_some(),
                Rule::effort => task.effort.replace(self.quantity_in(&clause)?).is_some(),
                Rule::side => task.side.replace(self.name_in(&clause)?).is_some(),
                Rule::task_when => task.when.replace(self.expr_in(&clause)?).is_some(),
                Rule::done_when => task.done_when.replace(self.expr_in(&clause)?).is_some(),
                _ => return Err(self.unreadable(&clause)),
            };
            if again {
                self.twice(&clause, "task");
            }
        }
        Ok(task)
    }

    fn due(&self, pair: &Pair<'_, Rule>) -> Result<Due, Fault> {
        let distance = self.quantity_in(pair)?;
        if let Some(after) = find(pair, Rule::due_after) {
            return Ok(Due::After { distance, task: self.name_in(&after)? });
        }
        if let Some(before) = find(pair, Rule::due_before) {
            return Ok(Due::Before { distance, date: self.quantity_in(&before)? });
        }
        Ok(Due::In(distance))
    }

    fn escalation(&self, pair: &Pair<'_, Rule>) -> Result<Escalation, Fault> {
        let trigger = match find(pair, Rule::overdue) {
            Some(overdue) => {
                EscalationTrigger::Overdue { task: self.name_in(&overdue)?, distance: self.quantity_in(&overdue)? }
            }
            None => EscalationTrigger::AfterOpening(self.quantity_in(&one(self, pair, Rule::after_opening)?)?),
        };
        let unless = find(pair, Rule::unless).map(|unless| self.expr_in(&unless)).transpose()?;
        let (to, span) = (self.name_in(pair)?, self.span(pair));
        let mut all =
            Escalation { to, trigger, unless, effects: Vec::new(), tasks: Vec::new(), takes_over: Vec::new(), span };
        let block = find(pair, Rule::escalation_block);
        for clause in block.iter().flat_map(|block| self::all(block, Rule::escalation_clause)) {
            let clause = only(self, &clause)?;
            match clause.as_rule() {
                Rule::task => all.tasks.push(self.task(&clause)?),
                Rule::takes_over => all.takes_over.push(self.span(&clause)),
                _ => all.effects.push(self.effect(&clause)?),
            }
        }
        Ok(all)
    }

    fn effects_in(&self, pair: &Pair<'_, Rule>) -> Result<Vec<Effect>, Fault> {
        all(&one(self, pair, Rule::effects)?, Rule::effect).map(|effect| self.effect(&only(self, &effect)?)).collect()
    }

    fn effect(&self, pair: &Pair<'_, Rule>) -> Result<Effect, Fault> {
        match pair.as_rule() {
            Rule::notify => {
                let [to, message] = two(self, pair, Rule::text)?;
                Ok(Effect::Notify { to: self.text(&to), message: self.template(&message) })
            }
            Rule::update => {
                let value = one(self, pair, Rule::expr)?;
                let value = match lone_text(&value) {
                    Some(text) => UpdateValue::Text(self.template(&text)),
                    None => UpdateValue::Value(self.expr(&value)?),
                };
                Ok(Effect::Update { field: self.text_in(pair)?, value })
            }
            _ => Err(self.unreadable(pair)),
        }
    }
}

fn only_due<'i>(builder: &Builder<'_>, pair: &Pair<'i, Rule>) -> Result<Pair<'i, Rule>, Fault> {
    match find(pair, Rule::due_in) {
        Some(due) => Ok(due),
        None => one(builder, pair, Rule::due_relative),
    }
}

/// The text of an expression that is nothing but a text.
fn lone_text<'i>(expr: &Pair<'i, Rule>) -> Option<Pair<'i, Rule>> {
    let mut parts = expr.clone().into_inner();
    let primary = parts.next().filter(|part| part.as_rule() == Rule::primary)?;
    if parts.next().is_some() {
        return None;
    }
    primary.into_inner().next().filter(|inner| inner.as_rule() == Rule::text)
}
