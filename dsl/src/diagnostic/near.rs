//! Near names: what the writer probably meant.

/// A longer word is no misspelt name.
const MOST_LETTERS: usize = 100;

/// The candidate nearest to `word`, when it is near enough to be worth proposing: at most a third of
/// the letters differ (transposed neighbours count once), and letter case is ignored.
#[must_use]
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = word.to_lowercase();
    let length = lower.chars().count();
    if length > MOST_LETTERS {
        return None;
    }
    let allowed = (length / 3).clamp(1, 4);
    // What differs in length by more letters than may differ is not measured: that is slow for long names.
    let is_as_long = |candidate: &&str| {
        let letters = candidate.chars().take(MOST_LETTERS + allowed + 1).count();
        letters.abs_diff(length) <= allowed
    };
    candidates
        .into_iter()
        .filter(is_as_long)
        .map(|candidate| (strsim::damerau_levenshtein(&lower, &candidate.to_lowercase()), candidate))
        .filter(|(distance, candidate)| *distance <= allowed && *distance < candidate.chars().count())
        .min_by_key(|(distance, candidate)| (*distance, candidate.len()))
        .map(|(_, candidate)| candidate)
}

/// A help line proposing the nearest candidate, or listing all of a short list, or nothing.
#[must_use]
pub fn help<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let all: Vec<&str> = candidates.into_iter().collect();
    if let Some(near) = nearest(word, all.iter().copied()) {
        return Some(format!("did you mean `{near}`?"));
    }
    if all.is_empty() || all.len() > 12 {
        return None;
    }
    let list: Vec<String> = all.iter().map(|name| format!("`{name}`")).collect();
    Some(format!("there is {}", list.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn proposes_a_transposition_and_refuses_a_stranger() {
        assert_eq!(nearest("mid_maket", ["enterprise", "mid_market", "smb"]), Some("mid_market"));
        assert_eq!(nearest("stgae", ["stage", "score"]), Some("stage"));
        assert_eq!(nearest("banana", ["stage", "score"]), None);
        assert_eq!(nearest("a", ["b"]), None);
        assert_eq!(nearest("SEGMENTS", ["segment"]), Some("segment"));
    }

    /// Measuring would take the one length times the other: hours.
    #[test]
    fn names_as_long_as_a_file_are_not_measured() {
        let long = "x".repeat(1_000_000);
        assert_eq!(nearest(&format!("{long}y"), [long.as_str()]), None);
        assert_eq!(nearest("xxxx", [long.as_str(), "xxxz"]), Some("xxxz"));
    }
}
