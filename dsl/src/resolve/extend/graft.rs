//! One declaration put into another: what a verb does to the tree.
//!
//! `other` holds nothing but what is put in, inside the same declarations as the place it goes to; `path` are places
//! among the clauses, from the outside in. A path that leads nowhere changes nothing.

use crate::syntax::tree::{
    CardClause, Group, Item, JourneyClause, List, Member, Name, Part, PartClause, PartKind, PlayClause, RiskClause,
    Role, Stage, StageClause, TierRow,
};

/// What becomes of what is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Put {
    /// Its clauses stay.
    Append,
    /// Its name stays, and so do title, sentence, weight and former name where `other` has none.
    Replace,
}

/// What verbs can change.
pub(super) trait Graft: Sized {
    /// Puts `other` in.
    fn graft(&mut self, other: Self, path: &[usize], put: Put);

    /// Takes out what stands at the end of the path.
    fn take(&mut self, path: &[usize]);
}

/// Clauses into clauses.
fn clauses<C: Graft>(mine: &mut Vec<C>, other: Vec<C>, path: &[usize], put: Put) {
    match (path.split_first(), put) {
        (Some((at, rest)), _) => {
            if let (Some(mine), Some(other)) = (mine.get_mut(*at), other.into_iter().next()) {
                mine.graft(other, rest, put);
            }
        }
        (None, Put::Append) => mine.extend(other),
        (None, Put::Replace) => *mine = other,
    }
}

fn take<C: Graft>(mine: &mut Vec<C>, path: &[usize]) {
    match path {
        [] => {}
        [at] if *at < mine.len() => {
            mine.remove(*at);
        }
        [at, rest @ ..] => {
            if let Some(mine) = mine.get_mut(*at) {
                mine.take(rest);
            }
        }
    }
}

/// The name, and what of the head the replacement does not say anew.
fn head<T>(
    mine: &mut (&mut Name, &mut Option<Name>, &mut Option<T>),
    other: (Name, Option<Name>, Option<T>),
    put: Put,
) {
    if put == Put::Append {
        return;
    }
    let (name, formerly, sentence) = other;
    // It may have been called by its former name, which is not its name; the place is the new one.
    mine.0.span = name.span;
    if formerly.is_some() {
        *mine.1 = formerly;
    }
    if sentence.is_some() {
        *mine.2 = sentence;
    }
}

impl Graft for Item {
    fn graft(&mut self, other: Self, path: &[usize], put: Put) {
        let whole = path.is_empty();
        macro_rules! head {
            ($mine:ident, $other:ident, $sentence:ident) => {
                if whole {
                    let other = ($other.name, $other.formerly, $other.$sentence);
                    head(&mut (&mut $mine.name, &mut $mine.formerly, &mut $mine.$sentence), other, put);
                }
            };
        }
        match (self, other) {
            (Item::Play(mine), Item::Play(other)) => {
                clauses(&mut mine.clauses, other.clauses, path, put);
                head!(mine, other, title);
            }
            (Item::DefaultsPlay { clauses: mine, .. }, Item::DefaultsPlay { clauses: other, .. }) => {
                clauses(mine, other, path, put);
            }
            (Item::Journey(mine), Item::Journey(other)) => {
                clauses(&mut mine.clauses, other.clauses, path, put);
                head!(mine, other, sentence);
            }
            (Item::Risk(mine), Item::Risk(other)) => {
                clauses(&mut mine.clauses, other.clauses, path, put);
                head!(mine, other, sentence);
            }
            (Item::Card(mine), Item::Card(other)) => {
                clauses(&mut mine.clauses, other.clauses, path, put);
                head!(mine, other, sentence);
            }
            (Item::Tier(mine), Item::Tier(other)) => {
                clauses(&mut mine.rows, other.rows, path, put);
                head!(mine, other, sentence);
            }
            (Item::PlayGroup(mine), Item::PlayGroup(other)) if put == Put::Append => mine.plays.extend(other.plays),
            (Item::PlayGroup(mine), Item::PlayGroup(other)) => {
                (mine.kind, mine.plays) = (other.kind, other.plays);
                mine.name.span = other.name.span;
                mine.sentence = other.sentence.or(mine.sentence.take());
            }
            (Item::Capacity(mine), Item::Capacity(other)) if put == Put::Append => mine.clauses.extend(other.clauses),
            (Item::Roles(mine), Item::Roles(other)) => clauses(mine, other, path, put),
            (Item::Account(mine), Item::Account(other)) => {
                clauses(&mut mine.members, other.members, path, put);
                if whole && put == Put::Replace {
                    (mine.id, mine.revenue, mine.ends) = (other.id, other.revenue, other.ends);
                } else if whole {
                    mine.id.extend(other.id);
                    mine.revenue.extend(other.revenue);
                    mine.ends.extend(other.ends);
                }
            }
            (Item::Score(mine), Item::Score(other)) => {
                mine.low = other.low;
                mine.high = other.high;
                mine.higher_is_worse = other.higher_is_worse;
                mine.body = other.body;
                head!(mine, other, sentence);
            }
            (Item::Let(mine), Item::Let(other)) => {
                mine.value = other.value;
                head!(mine, other, sentence);
            }
            (Item::Setting(mine), Item::Setting(other)) => {
                (mine.ty, mine.value, mine.between) = (other.ty, other.value, other.between);
                head!(mine, other, sentence);
            }
            // Of every other kind there is only the whole.
            (mine, other) if whole && put == Put::Replace => *mine = other,
            _ => {}
        }
    }

    fn take(&mut self, path: &[usize]) {
        match self {
            Item::Play(mine) => take(&mut mine.clauses, path),
            Item::DefaultsPlay { clauses, .. } => take(clauses, path),
            Item::Journey(mine) => take(&mut mine.clauses, path),
            Item::Risk(mine) => take(&mut mine.clauses, path),
            Item::Card(mine) => take(&mut mine.clauses, path),
            Item::Tier(mine) => take(&mut mine.rows, path),
            Item::Roles(mine) => take(mine, path),
            Item::Account(mine) => take(&mut mine.members, path),
            _ => {}
        }
    }
}

impl Graft for JourneyClause {
    fn graft(&mut self, other: Self, path: &[usize], put: Put) {
        if let (JourneyClause::Stage(mine), JourneyClause::Stage(other)) = (self, other) {
            let Stage { name, formerly, sentence, clauses: inside, .. } = other;
            clauses(&mut mine.clauses, inside, path, put);
            if path.is_empty() {
                let other = (name, formerly, sentence);
                head(&mut (&mut mine.name, &mut mine.formerly, &mut mine.sentence), other, put);
            }
        }
    }

    fn take(&mut self, path: &[usize]) {
        if let JourneyClause::Stage(mine) = self {
            take(&mut mine.clauses, path);
        }
    }
}

impl Graft for CardClause {
    fn graft(&mut self, other: Self, path: &[usize], put: Put) {
        match (self, other) {
            (CardClause::Part(mine), CardClause::Part(other)) => part(mine, other, path, put),
            (CardClause::Bands { bands: mine, .. }, CardClause::Bands { bands: other, .. }) if put == Put::Append => {
                mine.extend(other);
            }
            (mine, other) if path.is_empty() => *mine = other,
            _ => {}
        }
    }

    fn take(&mut self, path: &[usize]) {
        if let CardClause::Part(Part { kind: PartKind::Dimension(mine), .. }) = self {
            take(mine, path);
        }
    }
}

impl Graft for PartClause {
    fn graft(&mut self, other: Self, path: &[usize], put: Put) {
        if let (PartClause::Part(mine), PartClause::Part(other)) = (self, other) {
            part(mine, other, path, put);
        }
    }

    fn take(&mut self, path: &[usize]) {
        if let PartClause::Part(Part { kind: PartKind::Dimension(mine), .. }) = self {
            take(mine, path);
        }
    }
}

fn part(mine: &mut Part, other: Part, path: &[usize], put: Put) {
    match (&mut mine.kind, other.kind) {
        (PartKind::Dimension(mine), PartKind::Dimension(other)) => clauses(mine, other, path, put),
        (kind, other) if path.is_empty() && put == Put::Replace => *kind = other,
        _ => {}
    }
    if path.is_empty() && put == Put::Replace {
        mine.weight = other.weight.or(mine.weight.take());
        let other = (other.name, other.formerly, other.sentence);
        head(&mut (&mut mine.name, &mut mine.formerly, &mut mine.sentence), other, put);
    }
}

impl Graft for PlayClause {
    fn graft(&mut self, other: Self, path: &[usize], put: Put) {
        let PlayClause::Task(mut other) = other else { return };
        let mine = match (self, path) {
            (PlayClause::Task(mine), []) => Some(mine),
            (PlayClause::Escalation(mine), [at]) => mine.tasks.get_mut(*at),
            _ => None,
        };
        if let Some(mine) = mine.filter(|_| put == Put::Replace) {
            other.name.text = mine.name.text.clone();
            other.formerly = other.formerly.or(mine.formerly.take());
            other.title = other.title.or(mine.title.take());
            *mine = other;
        }
    }

    fn take(&mut self, path: &[usize]) {
        if let (PlayClause::Escalation(mine), [at]) = (self, path)
            && *at < mine.tasks.len()
        {
            mine.tasks.remove(*at);
        }
    }
}

impl Graft for Member {
    fn graft(&mut self, other: Self, path: &[usize], put: Put) {
        match (self, other) {
            (Member::Group(mine), Member::Group(other)) => {
                clauses(&mut mine.members, other.members, path, put);
                if other.stale.is_some() && path.is_empty() {
                    mine.stale = other.stale;
                }
            }
            // What is added to a list stands in braces, as for a group.
            (Member::List(mine), Member::Group(other)) if put == Put::Append || !path.is_empty() => {
                clauses(&mut mine.members, other.members, path, put);
            }
            (Member::List(mine), Member::List(mut other)) if path.is_empty() && put == Put::Replace => {
                other.sentence = other.sentence.or(mine.sentence.take());
                *mine = other;
            }
            (Member::List(mine), Member::List(other)) => {
                clauses(&mut mine.members, other.members, path, put);
            }
            (Member::Field(mine), Member::Field(mut other)) if path.is_empty() && put == Put::Replace => {
                other.sentence = other.sentence.or(mine.sentence.take());
                *mine = other;
            }
            (mine, other) if path.is_empty() && put == Put::Replace => *mine = other,
            _ => {}
        }
    }

    fn take(&mut self, path: &[usize]) {
        match self {
            Member::Group(Group { members, .. }) | Member::List(List { members, .. }) => take(members, path),
            Member::Field(_) => {}
        }
    }
}

/// A clause of one line: there is only the whole.
macro_rules! line {
    ($($clause:ty)*) => {
        $(impl Graft for $clause {
            fn graft(&mut self, other: Self, path: &[usize], put: Put) {
                if path.is_empty() && put == Put::Replace {
                    *self = other;
                }
            }

            fn take(&mut self, _: &[usize]) {}
        })*
    };
}

line!(StageClause RiskClause TierRow Role);
