//! Headings that look like a field: by their words, by their letters, or by the words that stand below them.

use super::place::{Place, squash};
use super::propose::{Pair, Why, heading};
use super::sheet::{Raw, Sheet};
use super::spell::{Manner, Spelt, is_word, spell};
use stageplay_dsl::diagnostic::near::nearest;
use std::collections::BTreeSet;

/// So many headings are looked at; nobody reads more proposals.
const MOST_HEADINGS: usize = 1_000;
/// So many cells of a column are tried.
const TRIED: usize = 1_000;

/// For free columns the place they may be meant for; none twice.
pub(super) fn similar(sheet: &Sheet, places: &[Place<'_>], taken: &[Pair], mut free: Vec<usize>) -> Vec<Pair> {
    free.sort_unstable();
    let mut found: Vec<(i64, Pair)> = Vec::new();
    for column in free.into_iter().take(MOST_HEADINGS) {
        let open = places.iter().enumerate().filter(|(at, _)| taken.iter().all(|pair| pair.place != *at));
        let name = heading(sheet, column);
        let own = words(name);
        let scored = open.clone().filter_map(|(at, place)| Some((alike(&own, place)?, at)));
        let best: Vec<(i64, usize)> = scored.filter(|(_, at)| fits(sheet, column, places, *at)).collect();
        let most = best.iter().map(|(score, _)| *score).max();
        let mut pairs: Vec<(i64, Pair)> = best
            .into_iter()
            .filter(|(score, _)| Some(*score) == most)
            .map(|(score, place)| (score, Pair { column, place, why: Why::Similar }))
            .collect();
        if pairs.is_empty() {
            let lower = name.to_lowercase().replace([' ', '-'], "_");
            let near = nearest(&lower, open.clone().map(|(_, place)| place.path.as_str()));
            let at = near.and_then(|near| open.clone().find(|(_, place)| place.path == near)).map(|(at, _)| at);
            let at = at.filter(|at| fits(sheet, column, places, *at));
            pairs.extend(at.map(|place| (1, Pair { column, place, why: Why::Similar })));
        }
        if pairs.is_empty() {
            let by_words = open.clone().filter(|(_, place)| holds_words(sheet, column, place));
            let mut by_words = by_words.map(|(place, _)| (0, Pair { column, place, why: Why::Words }));
            if let (Some(only), None) = (by_words.next(), by_words.next()) {
                pairs.push(only);
            }
        }
        found.extend(pairs);
    }
    // Each place is proposed once, for what looks most like it; a heading may have two places to choose from.
    found.sort_by_key(|(score, pair)| (std::cmp::Reverse(*score), pair.column, pair.place));
    let mut proposed: Vec<Pair> = Vec::new();
    for (_, pair) in found {
        if proposed.iter().all(|other| other.place != pair.place) {
            proposed.push(pair);
        }
    }
    proposed.sort_by_key(|pair| (pair.column, pair.place));
    proposed
}

fn words(name: &str) -> BTreeSet<String> {
    let words = name.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(singular).collect()
}

/// `Seats` and `seat` are one word.
fn singular(word: &str) -> String {
    let word = word.to_lowercase();
    match word.strip_suffix('s') {
        Some(one) if one.chars().count() > 2 && !one.ends_with('s') => one.to_owned(),
        _ => word,
    }
}

/// How much a heading has in common with a name: all words of its last part, or all of the heading.
fn alike(own: &BTreeSet<String>, place: &Place<'_>) -> Option<i64> {
    let all = words(&place.inside);
    let last = words(place.inside.rsplit('.').next().unwrap_or(""));
    if own.is_empty() || !(last.is_subset(own) || own.is_subset(&all)) {
        return None;
    }
    let shared = i64::try_from(own.intersection(&all).count()).unwrap_or(0);
    let other = i64::try_from(own.symmetric_difference(&all).count()).unwrap_or(0);
    Some(shared * 10 - other)
}

/// Whether at least half of what stands in a column can be read as the place; an empty column fits none.
fn fits(sheet: &Sheet, column: usize, places: &[Place<'_>], place: usize) -> bool {
    let Some(place) = places.get(place) else { return false };
    let (mut read, mut all) = (0, 0);
    for raw in filled(sheet, column) {
        all += 1;
        read += usize::from(!matches!(spell(place, raw, Manner::default()), Spelt::Unread(..)));
    }
    all > 0 && read * 2 >= all
}

/// Whether nothing but words of a choice stand in a column, and at least two of them.
fn holds_words(sheet: &Sheet, column: usize, place: &Place<'_>) -> bool {
    if place.squashed.is_empty() {
        return false;
    }
    let mut different = BTreeSet::new();
    for raw in filled(sheet, column) {
        let Raw::Text(text) = raw else { return false };
        if !is_word(place, text) {
            return false;
        }
        different.insert(squash(text));
    }
    different.len() > 1
}

fn filled(sheet: &Sheet, column: usize) -> impl Iterator<Item = &Raw> {
    sheet.rows.iter().map(move |row| row.cell(column)).filter(|raw| !raw.is_nothing()).take(TRIED)
}
