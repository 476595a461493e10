//! Text from elsewhere in a page: it stays text.

use stageplay_engine::column::{plain, plain_cut};

/// Text as text: nothing of it is markup, and it is cut where it is very long.
pub fn in_html(text: &str) -> String {
    escaped(&plain_cut(text, 400))
}

/// The same, however long: for what the author of a playbook has written.
pub fn whole_in_html(text: &str) -> String {
    escaped(&plain(text))
}

fn escaped(shown: &str) -> String {
    let mut escaped = String::with_capacity(shown.len() + 8);
    for letter in shown.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::{in_html, whole_in_html};

    #[test]
    fn nothing_of_the_data_is_markup() {
        let shown = in_html("<script>alert('x')</script> \"&amp;\" \u{202e}\u{1b}");
        assert_eq!(shown, "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &quot;&amp;amp;&quot; \\u{202e}\\u{1b}");
        let long = "<".repeat(500);
        assert_eq!(whole_in_html(&long), "&lt;".repeat(500));
        assert!(in_html(&long).len() < 4 * 410);
    }
}
