//! Yes and no, and nothing, as people write them in English, German, French and Spanish.

/// Yes or no.
pub(super) fn truth(text: &str) -> Option<bool> {
    let word = text.to_lowercase();
    match word.as_str() {
        "yes" | "y" | "true" | "t" | "1" | "ja" | "j" | "wahr" | "oui" | "vrai" | "sí" | "si" | "s" | "verdadero" => {
            Some(true)
        }
        "no" | "n" | "false" | "f" | "0" | "nein" | "falsch" | "non" | "faux" | "falso" => Some(false),
        _ if is_mark(text) => Some(true),
        _ => None,
    }
}

/// A mark in a box, where an empty box may mean no.
pub(super) fn is_mark(text: &str) -> bool {
    matches!(text, "x" | "X" | "✓" | "✔" | "☑")
}

/// What is written where there is no value. Of a choice or a text it may be a word.
pub(super) fn is_nothing(text: &str) -> bool {
    let words = ["-", "–", "—", "--", "n/a", "#n/a", "na", "null", "nil", "none", "nan", "unknown", "k.a.", "k. a."];
    words.contains(&text.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::{is_mark, truth};

    #[test]
    fn spellings_of_four_languages_and_no_others() {
        for yes in ["Yes", "Y", "TRUE", "1", "ja", "WAHR", "Oui", "sí", "x", "✓"] {
            assert_eq!(truth(yes), Some(true), "{yes}");
        }
        for no in ["No", "n", "False", "0", "Nein", "falsch", "non", "Falso"] {
            assert_eq!(truth(no), Some(false), "{no}");
        }
        for neither in ["", "maybe", "2", "on hold", "☐", "yes!"] {
            assert_eq!(truth(neither), None, "{neither}");
        }
        assert!(is_mark("X") && !is_mark("yes"));
    }
}
