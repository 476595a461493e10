//! Where a declaration begins.

/// The words that begin a declaration of this version.
pub(in crate::syntax) const ITEM_WORDS: &[&str] = &[
    "playbook",
    "roles",
    "setting",
    "account",
    "let",
    "tier",
    "health",
    "scorecard",
    "score",
    "journey",
    "risk",
    "play",
    "defaults",
    "one at a time",
    "first of",
    "limit",
    "retired",
    "allow",
    "test",
    "metric",
    "signal",
    "capacity",
];

/// True for the first word of a declaration.
pub(in crate::syntax) fn begins_item(word: &str) -> bool {
    ITEM_WORDS.iter().any(|words| split_word(words).0 == word)
}

/// What follows an operand: a line such as `score and …` goes on with a condition.
const BEHIND_A_VALUE: &[&str] =
    &["and", "or", "is", "if", "for", "within", "becomes", "worsens", "improves", "then", "else", "ago", "where"];

/// True where a line at the margin begins a declaration, even though a bracket above is still open. The
/// shape is asked too: a field may be called `health`.
pub(in crate::syntax) fn is_header(line: &str) -> bool {
    let line = line.split('\n').next().unwrap_or("");
    let (word, rest) = split_word(line);
    let (second, after) = split_word(rest.trim_start_matches([' ', '\t']));
    let rest = rest.trim_start_matches([' ', '\t']);
    let after = after.trim_start_matches([' ', '\t']);
    if BEHIND_A_VALUE.contains(&second) {
        return false;
    }
    match word {
        "account" | "roles" => rest.starts_with('{'),
        "health" => rest.starts_with('{') || rest.starts_with('"'),
        "let" => !second.is_empty() && (after.starts_with('=') || renamed(after)),
        "setting" => !second.is_empty() && after.starts_with(|char: char| char == '=' || char.is_ascii_alphabetic()),
        "playbook" | "tier" | "scorecard" | "journey" | "risk" | "play" | "test" => {
            let named = after.starts_with('{') || after.starts_with('"') || after.is_empty();
            !second.is_empty() && (named || renamed(after))
        }
        "score" => {
            !second.is_empty()
                && (renamed(after)
                    || after.starts_with(['(', '"', '-'])
                    || after.starts_with(|char: char| char.is_ascii_digit()))
        }
        "defaults" => second == "play",
        "allow" => second.starts_with("SP"),
        "metric" | "signal" | "capacity" | "limit" => !second.is_empty() && !after.is_empty(),
        "one" => second == "at" && after.starts_with("a time"),
        "first" => second == "of",
        "retired" => matches!(second, "play" | "journey"),
        _ => false,
    }
}

/// What may stand between a declaration's name and the rest.
fn renamed(after: &str) -> bool {
    matches!(split_word(after).0, "formerly" | "extends")
}

/// The beginning of the next line of `text` that is a declaration's, as a byte offset.
pub(super) fn next_header(text: &str) -> Option<usize> {
    let mut offset = 0;
    text.split_inclusive('\n').find_map(|line| {
        let at = offset;
        offset += line.len();
        (at > 0 && is_header(line)).then_some(at)
    })
}

/// A leading word and what follows it.
pub(in crate::syntax) fn split_word(text: &str) -> (&str, &str) {
    let end = text.find(|char: char| !(char.is_ascii_alphanumeric() || char == '_')).unwrap_or(text.len());
    text.split_at(end)
}
