//! What two parts of a book remember of it, put together.

use crate::decide::state::BookState;

/// The memory of a book from those of two parts of it that were run on the same days: a play counts from the first
/// evaluation that either has seen, and a signal that is raised in either is raised.
///
/// # Errors
/// A text that says nothing of a book.
pub fn join_books(here: &str, there: &str) -> Result<String, String> {
    let read = |text: &str| serde_json::from_str::<BookState>(text).map_err(|error| error.to_string());
    let (mut joined, there) = (read(here)?, read(there)?);
    for (of, days) in [(&mut joined.plays, there.plays), (&mut joined.signals, there.signals)] {
        for (name, day) in days {
            let first = of.entry(name).or_insert(day);
            *first = day.min(*first);
        }
    }
    serde_json::to_string(&joined).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::join_books;

    #[test]
    fn the_earlier_day_counts_and_equal_parts_stay_as_they_are() {
        let here = r#"{"plays":{"a":5,"b":9},"signals":{}}"#;
        let there = r#"{"plays":{"a":3,"c":4},"signals":{"s":7}}"#;
        let joined = r#"{"plays":{"a":3,"b":9,"c":4},"signals":{"s":7}}"#;
        assert_eq!(join_books(here, there).as_deref(), Ok(joined));
        assert_eq!(join_books(there, here).as_deref(), Ok(joined));
        assert_eq!(join_books(here, here).as_deref(), Ok(here));
        assert!(join_books(here, "[]").is_err());
    }
}
