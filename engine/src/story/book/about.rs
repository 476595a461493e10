//! What the author wrote above the playbook: the last block of comments before its header.

/// The comment right above a declaration that begins at a place of a text, its lines joined; one empty line may lie
/// between them. Lines of dashes are ornaments.
#[must_use]
pub fn about(text: &str, place: usize) -> Option<String> {
    let before = text.get(..place)?;
    // The declaration's own line is not above it.
    let before = before.rsplit_once('\n').map_or("", |(above, _)| above);
    let mut lines: Vec<&str> = Vec::new();
    let mut skipped = 0;
    for line in before.split('\n').rev().map(str::trim) {
        match line.strip_prefix('#') {
            Some(comment) => lines.push(plain(comment.trim())),
            None if line.is_empty() && lines.is_empty() && skipped == 0 => skipped = 1,
            None => break,
        }
    }
    lines.reverse();
    let said = lines.join(" ");
    let said = said.trim();
    (!said.is_empty()).then(|| said.to_owned())
}

/// A line without its ornament; a single dash may mean something.
fn plain(line: &str) -> &str {
    if line.starts_with("--") { line.trim_matches('-').trim() } else { line }
}

#[cfg(test)]
mod tests {
    use super::about;

    fn of(text: &str) -> Option<String> {
        about(text, text.find("the_name").expect("the name"))
    }

    #[test]
    fn the_last_comment_above_is_meant() {
        assert_eq!(of("# one\n# two\n\nplaybook the_name {").as_deref(), Some("one two"));
        assert_eq!(of("# one\n\n# two\nplaybook the_name {").as_deref(), Some("two"));
        assert_eq!(of("# ---- three ----\nplaybook the_name {").as_deref(), Some("three"));
        assert_eq!(of("# - four\nplaybook the_name {").as_deref(), Some("- four"));
        assert_eq!(of("# one\n\n\nplaybook the_name {"), None);
        assert_eq!(of("# one\nroles {}\nplaybook the_name {"), None);
        assert_eq!(of("playbook the_name {"), None);
        assert_eq!(about("# é", 3), None);
    }
}
