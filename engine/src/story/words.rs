//! Names of a playbook as words of a sentence.

/// A name of the playbook in words: `usage.logins_30d` is `usage logins 30d`.
pub(super) fn words(name: &str) -> String {
    let mut words = String::with_capacity(name.len());
    let mut letters = name.chars().peekable();
    let mut before = ' ';
    while let Some(letter) = letters.next() {
        let is_inside = before.is_alphanumeric() && letters.peek().is_some_and(|next| next.is_alphabetic());
        let next_is_digit = letters.peek().is_some_and(char::is_ascii_digit);
        match letter {
            '_' => words.push(' '),
            // A point between digits is one of a number.
            '.' if is_inside || (next_is_digit && before.is_alphabetic()) => words.push(' '),
            _ => words.push(letter),
        }
        before = letter;
    }
    words
}

/// The last name of a path.
pub(super) fn last(path: &str) -> &str {
    path.rsplit_once('.').map_or(path, |(_, last)| last)
}

/// With a large letter at its beginning.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// With a small letter at its beginning.
pub(super) fn lower(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// In quotation marks.
pub(super) fn quoted(text: &str) -> String {
    format!("\u{201c}{text}\u{201d}")
}
