//! Which accounts are decided otherwise, and in what.

use super::decided::{Action, Decided, Kind, Subject};
use super::former::Former;
use smol_str::SmolStr;
use stageplay_dsl::types::Day;

/// One thing that is decided otherwise.
#[derive(Clone, Debug, PartialEq)]
pub enum Difference {
    /// A word.
    Word {
        /// Of what.
        subject: Subject,
        /// `None` where it was unknown, or was not there.
        before: Option<SmolStr>,
        /// `None` where it is unknown, or is not there any more.
        after: Option<SmolStr>,
    },
    /// Points or a score.
    Points {
        /** Of what. */
        name: SmolStr,
        /** `None` where they were unknown. */
        before: Option<f64>,
        /** `None` where they are unknown. */
        after: Option<f64>,
    },
    /// Somebody has something to do that nobody had before.
    Added(Action),
    /// Nobody has to do it any more.
    Removed(Action),
    /// It is due on another day.
    Due {
        /** What was to be done. */
        before: Action,
        /** What is to be done. */
        after: Action,
    },
    /// A play that opens has another place in the list.
    Priority {
        /** Which. */
        play: SmolStr,
        /** Before. */
        before: Option<f64>,
        /** Now. */
        after: Option<f64>,
    },
    /// The account can be read with the new playbook only.
    Appears,
    /// The account can be read with the old playbook only.
    Disappears,
}

impl Difference {
    /// Whether it is about what there is to do.
    #[must_use]
    pub fn is_work(&self) -> bool {
        matches!(self, Self::Added(_) | Self::Removed(_) | Self::Due { .. })
    }

    /// Whether people notice: points that stay in their band and priorities alone they do not.
    #[must_use]
    pub fn is_decision(&self) -> bool {
        !matches!(self, Self::Points { .. } | Self::Priority { .. })
    }
}

/// An account that is decided otherwise on a date.
#[derive(Clone, Debug, PartialEq)]
pub struct Changed {
    /// The date.
    pub on: Day,
    /// Its row, in the old decisions; where it appears, in the new ones.
    pub row: usize,
    /// Its id, as in the data.
    pub account: SmolStr,
    /// What it brings, in the revenue field's unit.
    pub revenue: Option<f64>,
    /// How many of its fields are known.
    pub fields_known: u32,
    /// In what; never empty.
    pub differences: Vec<Difference>,
}

impl Changed {
    /// Whether people notice any of it.
    #[must_use]
    pub fn is_decision(&self) -> bool {
        self.differences.iter().any(Difference::is_decision)
    }
}

/// The accounts in a list of differences: those of one on several dates stand together, the earliest first.
pub fn by_account(changed: &[Changed]) -> impl Iterator<Item = &[Changed]> {
    changed.chunk_by(|one, next| one.account == next.account && one.on < next.on)
}

/// The accounts that two versions decide otherwise, in the order of the old one. Accounts are matched by their ids; where
/// both have the same rows, row by row.
#[must_use]
pub fn compare(old: &Decided, new: &Decided, former: &Former) -> Vec<Changed> {
    let pairs = Pairs::new(old, new, former);
    let mut changed = Vec::new();
    if old.accounts == new.accounts {
        let rows = 0..old.accounts.len();
        return rows.filter_map(|row| told(old, row, pairs.differences(row, row))).collect();
    }
    for (row, account) in old.accounts.iter().enumerate() {
        let differences = match new.row(account) {
            Some(now) => pairs.differences(row, now),
            None => vec![Difference::Disappears],
        };
        changed.extend(told(old, row, differences));
    }
    for (row, account) in new.accounts.iter().enumerate() {
        if old.row(account).is_none() {
            changed.extend(told(new, row, vec![Difference::Appears]));
        }
    }
    changed
}

fn told(decided: &Decided, row: usize, differences: Vec<Difference>) -> Option<Changed> {
    if differences.is_empty() {
        return None;
    }
    Some(Changed {
        on: decided.as_of,
        row,
        account: decided.accounts.get(row)?.clone(),
        revenue: decided.revenue.get(row).copied().flatten(),
        fields_known: decided.fields_known.get(row).copied().unwrap_or(0),
        differences,
    })
}

/// What is to be held against what, by place.
struct Pairs<'d> {
    old: &'d Decided,
    new: &'d Decided,
    former: &'d Former,
    /// Of the new words: the old ones.
    words: Vec<(Option<usize>, Option<usize>)>,
    points: Vec<(Option<usize>, Option<usize>)>,
}

impl<'d> Pairs<'d> {
    fn new(old: &'d Decided, new: &'d Decided, former: &'d Former) -> Self {
        let before: Vec<Subject> = old.words.iter().map(|words| words.subject.clone()).collect();
        let now = new.words.iter().map(|words| (words.subject.0, former.name(&words.subject).clone()));
        let words = matched(&before, &now.collect::<Vec<_>>());
        let before: Vec<SmolStr> = old.points.iter().map(|(name, _)| name.clone()).collect();
        let now = new.points.iter().map(|(name, _)| former.name(&(Kind::Points, name.clone())).clone());
        let points = matched(&before, &now.collect::<Vec<_>>());
        Self { old, new, former, words, points }
    }

    fn differences(&self, row: usize, now: usize) -> Vec<Difference> {
        let mut found = Vec::new();
        for (before, after) in &self.words {
            let before = before.and_then(|at| self.old.words.get(at));
            let after = after.and_then(|at| self.new.words.get(at));
            let Some(subject) = after.or(before).map(|words| &words.subject) else { continue };
            let word = (before.and_then(|words| words.at(row)), after.and_then(|words| words.at(now)));
            // A play that is not there is as good as one that rests, and a risk as one that nobody sees.
            let rests = |words: Option<&SmolStr>| words.is_none_or(|word| matches!(word.as_str(), "idle" | "none"));
            let is_new = before.is_none() || after.is_none();
            if word.0 != word.1.map(|word| self.former.word(subject, word))
                && !(is_new && rests(word.0) && rests(word.1))
            {
                let subject = subject.clone();
                found.push(Difference::Word { subject, before: word.0.cloned(), after: word.1.cloned() });
            }
        }
        for (before, after) in &self.points {
            let (Some(before), Some(after)) = (before, after) else { continue };
            let (Some((_, before)), Some((name, after))) = (self.old.points.get(*before), self.new.points.get(*after))
            else {
                continue;
            };
            let (before, after) = (before.get(row).copied().flatten(), after.get(now).copied().flatten());
            if before.map(f64::to_bits) != after.map(f64::to_bits) {
                found.push(Difference::Points { name: name.clone(), before, after });
            }
        }
        self.actions(row, now, &mut found);
        found
    }

    fn actions(&self, row: usize, now: usize, found: &mut Vec<Difference>) {
        let mut before: Vec<&Action> = self.old.actions.get(&row).into_iter().flatten().collect();
        let play = |name: &SmolStr| self.former.name(&(Kind::Play, name.clone())).clone();
        for after in self.new.actions.get(&now).into_iter().flatten() {
            let (named, task) = self.former.names(after);
            let is_same = |old: &&Action| {
                (&old.play, &old.key, &old.task, &old.role, &old.who)
                    == (&named, &after.key, &task, &after.role, &after.who)
            };
            match before.iter().position(is_same) {
                Some(at) => {
                    let before = before.swap_remove(at);
                    if before.due != after.due {
                        found.push(Difference::Due { before: before.clone(), after: after.clone() });
                    }
                }
                None => found.push(Difference::Added(after.clone())),
            }
        }
        found.extend(before.into_iter().map(|action| Difference::Removed(action.clone())));
        let before = self.old.priorities.get(&row).map_or(&[][..], Vec::as_slice);
        for (name, after) in self.new.priorities.get(&now).into_iter().flatten() {
            let was = before.iter().find(|(old, _)| *old == play(name));
            if let Some((_, before)) = was
                && before.map(f64::to_bits) != after.map(f64::to_bits)
            {
                found.push(Difference::Priority { play: name.clone(), before: *before, after: *after });
            }
        }
    }
}

/// Of two lists of names, the places of each name; those that stand in the old one alone come last.
fn matched<T: PartialEq>(before: &[T], now: &[T]) -> Vec<(Option<usize>, Option<usize>)> {
    let pairs = now.iter().enumerate().map(|(at, name)| (before.iter().position(|old| old == name), Some(at)));
    let gone = before.iter().enumerate().filter(|(_, name)| !now.contains(name)).map(|(at, _)| (Some(at), None));
    pairs.chain(gone).collect()
}
