//! Names of made-up companies and people.

use super::record::Record;
use fastrand::Rng;
use smol_str::{SmolStr, format_smolstr};
use stageplay_dsl::typed::{Field, FieldKind, Playbook};
use stageplay_dsl::types::{Id, Value};

const PLACES: [&str; 40] = [
    "Alder",
    "Ashby",
    "Beacon",
    "Birchwood",
    "Bramley",
    "Calder",
    "Carrow",
    "Cedar",
    "Copperfield",
    "Dunmore",
    "Eastry",
    "Elmstead",
    "Fairholm",
    "Garron",
    "Glenmore",
    "Harbour",
    "Hartwell",
    "Hazel",
    "Holloway",
    "Ironbridge",
    "Juniper",
    "Kestrel",
    "Kingsley",
    "Langford",
    "Larkfield",
    "Marlow",
    "Northgate",
    "Oakhurst",
    "Orchard",
    "Pemberton",
    "Quarry",
    "Redwood",
    "Rowan",
    "Sefton",
    "Stonebridge",
    "Tamar",
    "Underhill",
    "Wexford",
    "Willow",
    "Yarrow",
];

const TRADES: [&str; 20] = [
    "Analytics",
    "Bank",
    "Building",
    "Care",
    "Chemicals",
    "Energy",
    "Foods",
    "Freight",
    "Insurance",
    "Labs",
    "Logistics",
    "Media",
    "Mills",
    "Networks",
    "Pharma",
    "Retail",
    "Software",
    "Steel",
    "Telecom",
    "Travel",
];

const FIRST: [&str; 24] = [
    "Ada", "Amir", "Anna", "Bao", "Carla", "Chidi", "Dana", "Elif", "Emil", "Farah", "Hana", "Ines", "Jonas", "Kofi",
    "Lena", "Maya", "Mei", "Noah", "Olga", "Priya", "Rosa", "Sam", "Tomas", "Yuki",
];

const LAST: [&str; 24] = [
    "Abara", "Berg", "Costa", "Dahl", "Eriksen", "Fischer", "Garcia", "Haddad", "Ivanova", "Jensen", "Khan", "Larsen",
    "Moreau", "Nakamura", "Okafor", "Patel", "Quinn", "Rossi", "Silva", "Tanaka", "Usman", "Varga", "Weber", "Young",
];

/// So many people of one kind look after the accounts.
const TEAM: usize = 4;

/// Gives an account an id, a name, owners and people of its own. `number` is from 0.
pub(super) fn name(playbook: &Playbook, record: &mut Record, number: usize, dice: &mut Rng) {
    let id = format_smolstr!("A{:03}", number + 1);
    for (at, (field, value)) in playbook.fields.iter().zip(&mut record.values).enumerate() {
        if at == playbook.id_field.index() {
            *value = Some(Value::Text(id.clone()));
        } else if let Some(text) = text(field.1, value.as_ref(), &company(number), at, dice) {
            *value = Some(Value::Text(text));
        }
    }
    for (list, elements) in playbook.lists.rows().iter().zip(&mut record.lists) {
        for (at, element) in elements.iter_mut().flatten().enumerate() {
            for (field, value) in list.fields.iter().zip(element) {
                if field.kind != FieldKind::Text || value.is_none() {
                    continue;
                }
                match last(&field.path) {
                    "id" => *value = Some(Value::Text(format_smolstr!("{id}-{}", at + 1))),
                    "name" => *value = Some(Value::Text(person(dice.usize(..FIRST.len() * LAST.len())))),
                    _ => {}
                }
            }
        }
    }
}

/// What a text of an account says; `None` leaves it as it is.
fn text(field: &Field, now: Option<&Value>, company: &SmolStr, at: usize, dice: &mut Rng) -> Option<SmolStr> {
    if field.kind != FieldKind::Text {
        return None;
    }
    let is_address = matches!(now, Some(Value::Text(text)) if text.contains('@'));
    if is_address || field.path.split('.').any(|part| part == "owner") {
        // Most accounts have owners, and some have none.
        let who = person(at * TEAM + dice.usize(..TEAM));
        return Some(format_smolstr!("{}@example.com", who.to_lowercase().replace(' ', ".")));
    }
    (last(&field.path) == "name").then(|| company.clone())
}

fn last(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or(path)
}

/// The first 800 are different.
fn company(number: usize) -> SmolStr {
    let (place, trade) = (number % PLACES.len(), (number / PLACES.len() + number * 7) % TRADES.len());
    let name = format_smolstr!("{} {}", word(&PLACES, place), word(&TRADES, trade));
    match number / (PLACES.len() * TRADES.len()) {
        0 => name,
        again => format_smolstr!("{name} {}", again + 1),
    }
}

fn person(number: usize) -> SmolStr {
    format_smolstr!("{} {}", word(&FIRST, number.wrapping_mul(7)), word(&LAST, number / FIRST.len() + number))
}

fn word(words: &[&'static str], at: usize) -> &'static str {
    words.get(at % words.len().max(1)).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::company;
    use std::collections::BTreeSet;

    #[test]
    fn companies_have_names_of_their_own() {
        let names: BTreeSet<_> = (0..2_000).map(company).collect();
        assert_eq!(names.len(), 2_000);
    }
}
