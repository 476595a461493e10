//! Text from elsewhere in a page: it stays text.

use stageplay_engine::column::plain_cut;

/// Text as text: nothing of it is markup, and it is cut where it is very long.
pub fn in_html(text: &str) -> String {
    let shown = plain_cut(text, 400);
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
    use super::in_html;

    #[test]
    fn nothing_of_the_data_is_markup() {
        let shown = in_html("<script>alert('x')</script> \"&amp;\" \u{202e}\u{1b}");
        assert_eq!(shown, "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &quot;&amp;amp;&quot; \\u{202e}\\u{1b}");
    }
}
