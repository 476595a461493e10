//! Random accounts: ordinary values, the numbers that stand in the playbook, days around `as_of`, missing ones,
//! and the largest and smallest there are.

use super::super::draw::Draw;
use super::super::{Account, Known};
use super::Kind;
use stageplay_dsl::typed::{Field, FieldKind, Playbook};
use stageplay_dsl::types::Day;
use std::collections::BTreeMap;

const EXTREMES: [f64; 12] = [
    f64::MAX,
    f64::MIN,
    f64::MIN_POSITIVE,
    5e-324,
    -5e-324,
    1e308,
    -1e15,
    9_007_199_254_740_993.0,
    0.1 + 0.2,
    1.0 / 3.0,
    -0.0,
    1e-9,
];

/// How many accounts a batch is tried with: around the 64 bits of a word, and around a chunk.
pub(crate) fn row_counts(seed: u64) -> usize {
    Draw::new(seed).pick(&[0, 1, 2, 5, 20, 63, 64, 65, 66, 40, 128, 150])
}

/// Accounts of a playbook on a date, as the reader would hand them over.
pub(crate) fn accounts(
    book: &Playbook,
    written: &BTreeMap<Kind, Vec<f64>>,
    as_of: Day,
    rows: usize,
    seed: u64,
) -> Vec<Account> {
    let mut draw = Draw::new(seed ^ 0x5eed);
    // In some batches hardly anything is known, in some everything.
    let missing = draw.pick(&[0, 5, 15, 15, 50]);
    let wild = draw.pick(&[0, 0, 3, 10]);
    (0..rows)
        .map(|row| {
            let value = |field: &Field, draw: &mut Draw| {
                if field.path == "account_key" {
                    return Some(Known::Text(format!("account-{row}").into()));
                }
                if !field.required && draw.chance(missing) {
                    return field.default.as_ref().map(Known::of);
                }
                Some(value(book, field, written, as_of, draw.chance(wild), draw))
            };
            let mut account: Account =
                book.fields.rows().iter().map(|field| (field.path.to_string(), value(field, &mut draw))).collect();
            for list in book.lists.rows() {
                if !list.required && draw.chance(missing) {
                    continue;
                }
                let count = draw.pick(&[0, 0, 1, 1, 2, 3, 5, 12]);
                let record =
                    |_| list.fields.iter().map(|field| (field.path.to_string(), value(field, &mut draw))).collect();
                let records: Vec<Account> = (0..count).map(record).collect();
                account.insert(list.path.to_string(), Some(Known::Records(records)));
            }
            account
        })
        .collect()
}

fn value(
    book: &Playbook,
    field: &Field,
    written: &BTreeMap<Kind, Vec<f64>>,
    as_of: Day,
    wild: bool,
    draw: &mut Draw,
) -> Known {
    let of = |kind: Kind| written.get(&kind).map_or(&[][..], Vec::as_slice);
    match &field.kind {
        FieldKind::Text => Known::Text(draw.pick(&["", "acme", "Zoë", "a \"quoted\" one", "\u{1b}[31m"]).into()),
        FieldKind::YesNo => Known::Truth(draw.chance(50)),
        FieldKind::Choice(set) => Known::Word(draw.below(book.choices[*set].words.len()) as u16),
        FieldKind::Date => Known::Number(f64::from(day(of(Kind::Days), of(Kind::Date), as_of, wild, draw))),
        FieldKind::Count => Known::Number(within(field, number(of(Kind::Plain), 20, false, draw).abs().floor())),
        FieldKind::Number | FieldKind::Ratio | FieldKind::Percent => {
            Known::Number(within(field, number(of(Kind::Plain), 3, wild, draw)))
        }
        FieldKind::Money(_) => Known::Number(within(field, number(of(Kind::Money), 150_000, wild, draw))),
        FieldKind::Days => Known::Number(within(field, number(of(Kind::Days), 90, wild, draw))),
    }
}

/// A number that the reader would have let through.
fn within(field: &Field, number: f64) -> f64 {
    number.max(field.low.unwrap_or(f64::MIN)).min(field.high.unwrap_or(f64::MAX))
}

fn number(written: &[f64], usual: i64, wild: bool, draw: &mut Draw) -> f64 {
    if wild {
        return draw.pick(&EXTREMES);
    }
    match draw.below(10) {
        0..=3 if !written.is_empty() => draw.pick(written),
        4 if !written.is_empty() => {
            let border = draw.pick(written);
            if draw.chance(50) { border.next_up() } else { border.next_down() }
        }
        5 => draw.pick(&[0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 2.5, -2.5]),
        6 => draw.between(-usual, 5 * usual) as f64,
        _ => draw.between(0, 1000 * usual) as f64 / 1000.0,
    }
}

fn day(distances: &[f64], dates: &[f64], as_of: Day, wild: bool, draw: &mut Draw) -> Day {
    if wild {
        let far = [Day::MAX, Day::MIN, -719_162, 2_932_896, -100_000_000, 100_000_000, 0];
        return draw.pick(&far);
    }
    match draw.below(10) {
        0..=3 if !distances.is_empty() => {
            let distance = draw.pick(distances) as Day;
            as_of + draw.pick(&[distance, -distance, distance + 1, -distance - 1, 2 * distance])
        }
        4 if !dates.is_empty() => draw.pick(dates) as Day,
        5 => as_of + draw.pick(&[0, 1, -1]),
        6 | 7 => {
            // The same day of another month, as far as it has one.
            let months = draw.pick(&[1, 2, 3, 6, 12, 24]);
            let back = super::super::calendar::add_months(f64::from(as_of), -f64::from(months));
            back.map_or(as_of, |day| day as Day)
        }
        _ => as_of + draw.between(-400, 200) as Day,
    }
}
