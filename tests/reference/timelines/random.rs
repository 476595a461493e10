//! Random timelines of a playbook.

use super::super::decided::{Deed, Key, What};
use super::super::draw::Draw;
use super::super::random::{Kind, accounts};
use super::super::{Account, Known};
use super::{Happening, Timeline};
use smol_str::SmolStr;
use stageplay_dsl::typed::Playbook;
use stageplay_dsl::types::Day;
use std::collections::BTreeMap;

/// So many evaluations of so many accounts.
pub(super) fn timeline(
    book: &Playbook,
    written: &BTreeMap<Kind, Vec<f64>>,
    first: Day,
    (rows, evaluations): (usize, usize),
    seed: u64,
) -> Timeline {
    let mut draw = Draw::new(seed ^ 0x71e1);
    let mut day = first;
    let mut now: Vec<Option<(Day, Account)>> = vec![None; rows];
    let mut days = Vec::new();
    // Some timelines are calm, in some everything changes all the time.
    let changing = draw.pick(&[10, 25, 25, 60]);
    let absent = draw.pick(&[0, 3, 10]);
    let mut away = vec![0; rows];
    for at in 0..evaluations {
        let before = day;
        if at > 0 {
            day += draw.pick(&[1, 1, 1, 1, 2, 3, 4, 7, 8, 15, 31]);
        }
        let fresh = accounts(book, written, day, rows, draw.seed());
        let mut deeds = Vec::new();
        for (row, new) in fresh.into_iter().enumerate() {
            deeds.push(if at > 0 { deeds_of(book, (before, day), &mut draw) } else { Vec::new() });
            away[row] = if away[row] > 0 {
                away[row] - 1
            } else if draw.chance(absent) {
                draw.pick(&[1, 1, 2, 5])
            } else {
                0
            };
            if let Some((_, old)) = now[row].clone() {
                // The same file again, or one that is a little older than the evaluation.
                if draw.chance(12) {
                    continue;
                }
                let mut mixed = old;
                for (path, value) in new {
                    if draw.chance(changing) {
                        mixed.insert(path, value);
                    }
                }
                let late = if draw.chance(10) { draw.below((day - before) as usize) as Day } else { 0 };
                now[row] = Some((day - late, mixed));
            } else {
                now[row] = Some((day, new));
            }
        }
        let snapshots = now.iter().zip(&away).map(|(now, away)| if *away > 0 { None } else { now.clone() }).collect();
        days.push(Happening { day, snapshots, deeds });
    }
    Timeline { days }
}

/// What people have done in between.
fn deeds_of(book: &Playbook, (before, day): (Day, Day), draw: &mut Draw) -> Vec<Deed> {
    let mut deeds: Vec<Deed> = Vec::new();
    if book.plays.is_empty() || draw.chance(60) {
        return deeds;
    }
    for _ in 0..draw.between(1, 3) {
        let play = &book.plays.rows()[draw.below(book.plays.len())];
        let on = before + draw.between(1, i64::from(day - before)) as Day;
        let mut kinds = vec![0, 1, 2, 3, 4, 4, 4];
        if play.tasks.is_empty() {
            kinds.retain(|kind| *kind != 4);
        }
        let what = match draw.pick(&kinds) {
            0 => What::Dismiss,
            1 => What::Snooze(on + draw.pick(&[1, 5, 10, 40])),
            2 => What::Wake,
            3 => What::Owner(draw.pick(&["ada@example.com", "bo@example.com"]).into()),
            _ => What::Done(play.tasks[draw.below(play.tasks.len())].name.clone()),
        };
        let key: Key = play.each.as_ref().map(|_| SmolStr::from(draw.pick(&["", "acme", "Zoë"])));
        deeds.push(Deed { day: on, play: play.name.clone(), key, what });
    }
    deeds.sort_by_key(|deed| deed.day);
    deeds
}

/// Lets a value be there or not.
pub(super) fn without(account: &Account, path: &str) -> Account {
    let mut account = account.clone();
    account.insert(path.to_string(), None::<Known>);
    account
}
