//! The manifest of a run over a book from those of two parts of it: what counts accounts adds up, what lists them is put
//! together, what the two must agree in stays.

use crate::manifest::WITHHELD;
use serde_json::{Map, Number, Value};

/// One manifest from two.
pub fn manifests(here: &str, there: &str) -> Result<String, String> {
    let read = |text: &str| serde_json::from_str::<Map<String, Value>>(text).map_err(|error| error.to_string());
    let (mut here, mut there) = (read(here)?, read(there)?);
    // A budget is shared by the whole book, so that what it keeps back of two parts does not add up.
    here.remove(WITHHELD);
    there.remove(WITHHELD);
    let budgets = (here.remove("budget"), there.remove("budget"));
    let mut joined = members(here, there)?;
    if budgets.0 == budgets.1 {
        joined.extend(budgets.0.map(|budget| ("budget".to_owned(), budget)));
    }
    Ok(Value::Object(joined).to_string())
}

/// Two objects. What only one of them has stays; what the first did not have is put where it belongs by name.
fn members(mut here: Map<String, Value>, there: Map<String, Value>) -> Result<Map<String, Value>, String> {
    let mut is_longer = false;
    for (key, value) in there {
        match here.get_mut(&key) {
            Some(mine) => *mine = join(&key, mine.take(), value)?,
            None => {
                is_longer = true;
                here.insert(key, value);
            }
        }
    }
    if is_longer {
        here.sort_keys();
    }
    Ok(here)
}

fn join(key: &str, here: Value, there: Value) -> Result<Value, String> {
    Ok(match (key, here, there) {
        ("newest_snapshot_age_days", Value::Number(here), Value::Number(there)) => {
            Value::Number(if there.as_i64() < here.as_i64() { there } else { here })
        }
        // What the playbook allows is the same for both, and is no count.
        ("capacities", here, there) if here == there => here,
        ("capacities", ..) => return Err("`capacities` of their manifests differs".into()),
        (_, Value::Object(here), Value::Object(there)) => Value::Object(members(here, there)?),
        (_, Value::Number(here), Value::Number(there)) => {
            let (Some(here), Some(there)) = (here.as_i64(), there.as_i64()) else {
                return Err(format!("`{key}` of their manifests cannot be counted"));
            };
            Value::Number(Number::from(here.saturating_add(there)))
        }
        (_, Value::Array(here), Value::Array(there)) if here == there => Value::Array(here),
        (_, Value::Array(mut here), Value::Array(there)) => {
            here.extend(there);
            here.sort_by_key(Value::to_string);
            here.dedup();
            Value::Array(here)
        }
        // Dates: of the next one the earlier counts, of the newest one the later.
        ("next_due", Value::String(here), Value::String(there)) => Value::String(here.min(there)),
        ("newest_snapshot", Value::String(here), Value::String(there)) => Value::String(here.max(there)),
        ("next_due" | "newest_snapshot" | "newest_snapshot_age_days", Value::Null, other)
        | ("next_due" | "newest_snapshot" | "newest_snapshot_age_days", other, Value::Null) => other,
        (_, here, there) if here == there => here,
        (key, ..) => return Err(format!("`{key}` of their manifests differs")),
    })
}

#[cfg(test)]
mod tests {
    use super::manifests;

    #[test]
    fn counts_add_up_lists_are_put_together_and_the_rest_must_agree() {
        let here =
            r#"{"as_of":"2026-03-02","actions":{"b":{"x":1}},"accounts":{"new":2,"absent":["A","C"]},"next_due":null}"#;
        let there = r#"{"as_of":"2026-03-02","actions":{"a":{"x":1},"b":{"x":4}},"accounts":{"new":3,"absent":["B"]},"next_due":"2026-03-05"}"#;
        let joined = r#"{"as_of":"2026-03-02","actions":{"a":{"x":1},"b":{"x":5}},"accounts":{"new":5,"absent":["A","B","C"]},"next_due":"2026-03-05"}"#;
        assert_eq!(manifests(here, there).as_deref(), Ok(joined));
        assert_eq!(manifests(there, here).as_deref(), Ok(joined));
        let words = r#"{"words":{"capacities":{"csm":{"open_plays":25.5,"new_plays":null}}}}"#;
        assert_eq!(manifests(words, words).as_deref(), Ok(words));
        assert!(manifests(words, &words.replace("25.5", "12.0")).is_err());
        let other = here.replace("03-02", "03-03");
        assert_eq!(manifests(here, &other), Err("`as_of` of their manifests differs".into()));
    }
}
