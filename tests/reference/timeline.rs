//! The life of one account: evaluation after evaluation, absences in between.

use super::Account;
use super::decided::{Decided, Deed, Phase};
use super::evaluator::{Evaluator, everything};
use super::past::{Past, Seen};
use super::recall::keep;
use stageplay_dsl::typed::Playbook;
use stageplay_dsl::types::Day;

/// One account from its first evaluation on.
#[derive(Clone, Debug, Default)]
pub(crate) struct Life {
    pub(crate) past: Past,
}

impl Life {
    /// What the playbook says on a day; nothing where no snapshot speaks for the account. `first` is the first evaluation
    /// of the book, unless that is today's.
    pub(crate) fn evaluate(
        &mut self,
        book: &Playbook,
        day: Day,
        first: Option<Day>,
        snapshot: Option<&(Day, Account)>,
        deeds: &[Deed],
    ) -> Option<Decided> {
        let past = &mut self.past;
        past.first_of_book = first;
        let Some((date, account)) = snapshot else {
            if !past.seen.is_empty() {
                past.seen.push(Seen { day, kept: None });
                self.go_if_it_is_time(book, day);
            }
            return None;
        };
        if past.snapshots.last().is_none_or(|(last, _)| last < date) {
            past.snapshots.push((*date, account.clone()));
        }
        let on = Evaluator::new(book, account, day, &self.past, deeds);
        let decided = everything(&on);
        let kept = keep(&on, decided.clone());
        let opened = on.opened.into_inner();
        let past = &mut self.past;
        past.openings.extend(opened.into_iter().map(|play| (day, play)));
        past.phases.clear();
        for (id, play) in decided.plays.iter() {
            let records = play.records.iter().filter(|(_, turn)| turn.phase != Phase::Idle);
            past.phases.extend(records.map(|(key, turn)| ((id, key.clone()), turn.phase.clone())));
        }
        past.seen.push(Seen { day, kept: Some(kept) });
        Some(decided)
    }

    /// Absent for so long, it is gone: of all that was, only runs that must not be repeated are left.
    fn go_if_it_is_time(&mut self, book: &Playbook, day: Day) {
        let Some(after) = book.header.absent_after else { return };
        let absent = self.past.seen.iter().rev().take_while(|seen| seen.kept.is_none()).last();
        if absent.is_none_or(|first| f64::from(day) - f64::from(first.day) < after) {
            return;
        }
        self.past.seen.clear();
        self.past.snapshots.clear();
        self.past.phases.retain(|_, phase| match phase {
            Phase::Open(_) => {
                *phase = Phase::Closed { on: day, how: "gone" };
                true
            }
            Phase::Closed { .. } => true,
            Phase::Idle | Phase::Waiting | Phase::Pending => false,
        });
    }
}
