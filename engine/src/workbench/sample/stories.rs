//! The histories that the playbook's tests tell, on other dates.

use super::life::{Habits, Life};
use super::record::Record;
use crate::graph::Program;
use crate::read::Fixtures;
use crate::workbench::test;
use fastrand::Rng;
use stageplay_dsl::types::Day;

/// A story as its test tells it.
pub(super) struct Story {
    /// The account on each date on which it is another.
    pub(super) days: Vec<(Day, Record)>,
}

/// The stories of all tests.
pub(super) fn stories(program: &Program, fixtures: &Fixtures) -> Vec<Story> {
    let tests = 0..program.playbook.tests.len();
    let told = tests.map(|at| test::timeline(program, fixtures, at));
    let days =
        |told: Vec<test::Moment>| told.into_iter().map(|at| (at.day, Record::new(&at.values, &at.lists))).collect();
    told.filter(|told| !told.is_empty()).map(|told| Story { days: days(told) }).collect()
}

impl Story {
    /// It on dates, which are in order. It begins somewhere where it can end, each of its days on a date of its own; what
    /// it ends with lasts.
    pub(super) fn on(&self, program: &Program, dates: &[Day], dice: &mut Rng) -> Life {
        let Some((first, begin)) = self.days.first() else { return Life::new() };
        let length = self.days.last().map_or(0, |(last, _)| last.saturating_sub(*first));
        let latest = dates.last().map_or(0, |last| last.saturating_sub(length));
        let may_begin = dates.partition_point(|date| *date <= latest).saturating_sub(self.days.len() - 1).max(1);
        let start = dice.usize(..may_begin);
        let mut life = Life::new();
        let Some(begins) = dates.get(start) else { return life };
        let moved = begins.saturating_sub(*first);
        let (mut at, mut now) = (0, begin.clone().later(moved));
        let habits = Habits::of(&program.playbook);
        let mut told = *begins;
        for date in dates.iter().skip(start) {
            let next = self.days.get(at + 1).filter(|(day, _)| day.saturating_add(moved) <= *date && *date > *begins);
            if let Some((_, record)) = next {
                (at, now, told) = (at + 1, record.clone().later(moved), *date);
            }
            let mut today = now.clone();
            if at + 1 == self.days.len() {
                habits.go_on(&program.playbook, &mut today, told, *date);
            }
            life.push((*date, today));
        }
        life
    }
}
