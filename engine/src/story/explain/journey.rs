//! How the account came to its stage, and what the next one asks.

use super::risk::lifted;
use super::{Account, Line, condition, value};
use stageplay_dsl::typed::{Expr, Stage};
use stageplay_dsl::types::JourneyId;

/// A journey: the stage the account is in, and each stage's conditions in order.
pub(super) fn journey(account: &Account, id: JourneyId) -> Line {
    let journey = &account.playbook().journeys[id];
    let code = account.decisions.stages[id].get(0);
    let word = code.map_or("unknown", |code| account.playbook().choices[journey.stage_set].word(code));
    let mut because = Vec::new();
    if let Some(applies) = &journey.applies_when {
        because.push(clause(account, "applies when", applies));
    }
    if let Some(field) = journey.start_in {
        let line = value::field(account, field);
        because.push(Line::new("start in stage from", format!("{} {}", line.name, line.says)));
    }
    let here = code.map(usize::from);
    because.extend(journey.stages.iter().enumerate().map(|(at, stage)| self::stage(account, stage, here == Some(at))));
    Line::new(journey.name.to_string(), word).because(because)
}

fn stage(account: &Account, stage: &Stage, is_here: bool) -> Line {
    let clauses = [
        ("interrupts while", &stage.interrupts_while),
        ("enter when", &stage.enter),
        ("holds while", &stage.holds_while),
        ("exit when", &stage.exit),
    ];
    let because: Vec<Line> =
        clauses.iter().filter_map(|(name, when)| when.as_ref().map(|when| clause(account, name, when))).collect();
    let unmet = stage.enter.as_ref().filter(|enter| condition::verdict(account, enter) != super::Verdict::Yes);
    let says = match (is_here, unmet) {
        (true, _) => "the account is here".into(),
        (false, Some(enter)) => format!("not met: {}", condition::first_unmet(account, enter)),
        (false, None) => String::new(),
    };
    Line::new(stage.name.to_string(), says).because(because)
}

fn clause(account: &Account, name: &str, when: &Expr) -> Line {
    Line { name: name.into(), ..lifted(condition::tree(account, when)) }
}
