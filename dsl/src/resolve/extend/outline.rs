//! What a playbook declares, as names within names: where a verb's path leads.
//!
//! A new kind of item is one line in [`item`]; where it has named clauses, their lines stand below it.

use crate::source::Span;
use crate::syntax::tree::{
    CardClause, Item, JourneyClause, Member, Name, Part, PartClause, PartKind, PlayClause, PlayGroupKind, RiskClause,
    StageClause, Task,
};
use smol_str::{SmolStr, format_smolstr};

/// What the names of tests begin with, here and in verbs.
pub(super) const TEST: &str = "test ";

/// What the names of capacities begin with: they are those of roles.
pub(super) const CAPACITY: &str = "capacity ";

/// The one group of plays that says more than its plays.
pub(super) const LIMIT: &str = "limit";

/// A declaration, or a clause with a name.
pub(super) struct Outline {
    /// What people call it.
    pub(super) what: &'static str,
    /// What stands before its name in the text.
    pub(super) opening: &'static str,
    pub(super) name: SmolStr,
    /// Its former name.
    pub(super) former: Option<SmolStr>,
    /// Where it is named.
    pub(super) span: Span,
    pub(super) holds: Holds,
    /// Its place among the clauses around it.
    pub(super) at: usize,
    /// Its place in that clause, where it is not the whole clause.
    pub(super) within: Option<usize>,
    /// What is declared in it, by name.
    pub(super) inside: Vec<Outline>,
}

/// What it consists of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    /// Clauses, to which others can be added.
    Clauses,
    /// Clauses, and what it declares is found without naming it.
    Open,
    /// Clauses, to which none are added.
    Whole,
    /// One line.
    Line,
}

impl Outline {
    fn new(what: &'static str, opening: &'static str, name: &Name, holds: Holds) -> Self {
        let (text, span) = (name.text.clone(), name.span);
        Self { what, opening, name: text, former: None, span, holds, at: 0, within: None, inside: Vec::new() }
    }

    /// Its name is two words, for it may be that of a play, too.
    fn test(name: &Name) -> Self {
        let name = Name { text: format_smolstr!("{TEST}{}", name.text), span: name.span };
        Self::new("test", TEST, &name, Holds::Whole)
    }

    fn capacity(role: &Name) -> Self {
        let name = Name { text: format_smolstr!("{CAPACITY}{}", role.text), span: role.span };
        Self::new("capacity", CAPACITY, &name, Holds::Clauses)
    }

    fn unnamed(what: &'static str, span: Span, holds: Holds) -> Self {
        Self::new(what, "", &Name { text: what.into(), span }, holds)
    }

    fn formerly(self, former: Option<&Name>) -> Self {
        Self { former: former.map(|name| name.text.clone()), ..self }
    }

    fn with<'t, C: 't>(self, clauses: &'t [C], of: impl Fn(&'t C) -> Option<Outline>) -> Self {
        let inside = clauses.iter().enumerate().filter_map(|(at, clause)| Some(Outline { at, ..of(clause)? }));
        Self { inside: inside.collect(), ..self }
    }
}

/// The outline of an item; `None` for the header, which is not changed by verbs.
pub(super) fn item(item: &Item) -> Option<Outline> {
    use Holds::{Clauses, Line, Open};
    Some(match item {
        Item::Playbook(_) | Item::Allow(_) | Item::Retired(_) => return None,
        Item::PlayGroup(own) => {
            let (what, opening) = match own.kind {
                PlayGroupKind::OneAtATime => ("group of plays", "one at a time "),
                PlayGroupKind::FirstOf => ("group of plays", "first of "),
                PlayGroupKind::Limit { .. } => (LIMIT, "limit "),
            };
            Outline::new(what, opening, &own.name, Clauses)
        }
        Item::Test(own) => Outline::test(&own.name),
        Item::Capacity(own) => Outline::capacity(&own.role),
        Item::Metric(own) => Outline::new("metric", "metric ", &own.name, Line),
        Item::Signal(own) => Outline::new("signal", "signal ", &own.name, Line),
        Item::Setting(own) => Outline::new("setting", "setting ", &own.name, Line).formerly(own.formerly.as_ref()),
        Item::Let(own) => Outline::new("let", "let ", &own.name, Line).formerly(own.formerly.as_ref()),
        Item::Score(own) => Outline::new("score", "score ", &own.name, Line).formerly(own.formerly.as_ref()),
        Item::Tier(own) => {
            let row = |row| Some(Outline::new("row", "", row_name(row), Line));
            Outline::new("tier", "tier ", &own.name, Clauses).formerly(own.formerly.as_ref()).with(&own.rows, row)
        }
        Item::Card(own) => {
            let opening = if own.name.text == "health" { "" } else { "scorecard " };
            let outline = Outline::new("scorecard", opening, &own.name, Clauses).formerly(own.formerly.as_ref());
            outline.with(&own.clauses, card_clause)
        }
        Item::Journey(own) => {
            let outline = Outline::new("journey", "journey ", &own.name, Clauses).formerly(own.formerly.as_ref());
            outline.with(&own.clauses, journey_clause)
        }
        Item::Risk(own) => {
            let outline = Outline::new("risk", "risk ", &own.name, Clauses).formerly(own.formerly.as_ref());
            outline.with(&own.clauses, risk_clause)
        }
        Item::Play(own) => {
            let outline = Outline::new("play", "play ", &own.name, Clauses).formerly(own.formerly.as_ref());
            Outline { inside: play_tasks(&own.clauses), ..outline }
        }
        Item::DefaultsPlay { span, .. } => Outline::unnamed("defaults play", *span, Clauses),
        Item::Account(own) => Outline::unnamed("account", own.span, Open).with(&own.members, member),
        Item::Roles(roles) => {
            let span = roles.first()?.name.span;
            Outline::unnamed("roles", span, Open).with(roles, |role| Some(Outline::new("role", "", &role.name, Line)))
        }
    })
}

fn row_name(row: &crate::syntax::tree::TierRow) -> &Name {
    &row.name
}

fn card_clause(clause: &CardClause) -> Option<Outline> {
    match clause {
        CardClause::Part(own) => Some(part(own)),
        CardClause::Bands { span, .. } => Some(Outline::unnamed("bands", *span, Holds::Clauses)),
        _ => None,
    }
}

/// Its nesting is as deep as the parser lets it be.
fn part(own: &Part) -> Outline {
    let outline = match &own.kind {
        PartKind::Dimension(clauses) => {
            let inside = |clause: &PartClause| match clause {
                PartClause::Part(own) => Some(part(own)),
                _ => None,
            };
            Outline::new("dimension", "dimension ", &own.name, Holds::Clauses).with(clauses, inside)
        }
        PartKind::Indicator(_) => Outline::new("indicator", "", &own.name, Holds::Line),
    };
    outline.formerly(own.formerly.as_ref())
}

fn member(member: &Member) -> Option<Outline> {
    Some(match member {
        Member::Field(field) => Outline::new("field", "", &field.name, Holds::Line),
        Member::List(list) => Outline::new("list", "", &list.name, Holds::Clauses).with(&list.members, self::member),
        Member::Group(group) => {
            Outline::new("group", "", &group.name, Holds::Clauses).with(&group.members, self::member)
        }
    })
}

fn journey_clause(clause: &JourneyClause) -> Option<Outline> {
    let JourneyClause::Stage(own) = clause else { return None };
    let outline = Outline::new("stage", "stage ", &own.name, Holds::Clauses).formerly(own.formerly.as_ref());
    Some(outline.with(&own.clauses, |clause| match clause {
        StageClause::Measure(own) => Some(Outline::new("measure", "measure ", &own.name, Holds::Line)),
        StageClause::Friction(own) => Some(Outline::new("friction", "friction ", &own.name, Holds::Line)),
        _ => None,
    }))
}

fn risk_clause(clause: &RiskClause) -> Option<Outline> {
    match clause {
        RiskClause::Level { name, .. } => Some(Outline::new("level", "", name, Holds::Line)),
        _ => None,
    }
}

/// The tasks of a play and of its escalations.
fn play_tasks(clauses: &[PlayClause]) -> Vec<Outline> {
    let outline = |at: usize, within: Option<usize>, own: &Task| {
        let outline = Outline::new("task", "task ", &own.name, Holds::Line).formerly(own.formerly.as_ref());
        Outline { at, within, ..outline }
    };
    let mut all = Vec::new();
    for (at, clause) in clauses.iter().enumerate() {
        match clause {
            PlayClause::Task(own) => all.push(outline(at, None, own)),
            PlayClause::Escalation(own) => {
                all.extend(own.tasks.iter().enumerate().map(|(within, own)| outline(at, Some(within), own)));
            }
            _ => {}
        }
    }
    all
}
