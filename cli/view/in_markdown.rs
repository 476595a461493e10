//! Text from elsewhere in Markdown: it stays text.

use stageplay_engine::column::{plain, plain_cut};

/// Text as text. A word that a chat or a forge would make a link, an address or a call of is set as code, which they
/// leave alone; in the others every sign that could be markup is escaped.
pub fn in_markdown(text: &str) -> String {
    marked(&plain_cut(text, 400))
}

/// The same, however long: for what the author of a playbook has written.
pub fn whole_in_markdown(text: &str) -> String {
    marked(&plain(text))
}

fn marked(shown: &str) -> String {
    let words: Vec<String> =
        shown.split(' ').map(|word| if calls(word) { called(word) } else { escaped(word) }).collect();
    words.join(" ")
}

/// Whether a word could become a link, an address, a mention, or the number or hash of something.
fn calls(word: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    let hash = lower.split(|letter: char| !letter.is_ascii_alphanumeric()).any(|part| {
        part.len() >= 7
            && part.bytes().all(|byte| byte.is_ascii_hexdigit())
            && part.bytes().any(|byte| byte.is_ascii_digit())
    });
    hash || lower.contains(['@', '#']) || [":/", "www.", "mailto:", "xmpp:", "gh-"].iter().any(|it| lower.contains(it))
}

/// A word as code, the stops and brackets around it outside.
fn called(word: &str) -> String {
    let outside = |letter: char| matches!(letter, '(' | ')' | ',' | ';' | '.' | ':' | '?');
    let inner = word.trim_start_matches(outside);
    let before = word.strip_suffix(inner).unwrap_or("");
    let core = inner.trim_end_matches(outside);
    let after = inner.strip_prefix(core).unwrap_or("");
    format!("{before}{}{after}", code(core))
}

/// A text in as many marks as it takes for none in it to end it.
pub fn code(text: &str) -> String {
    let longest = text.split(|letter| letter != '`').map(str::len).max().unwrap_or(0);
    let marks = "`".repeat(longest + 1);
    let room = if text.starts_with('`') || text.ends_with('`') || text.trim().is_empty() { " " } else { "" };
    format!("{marks}{room}{text}{room}{marks}")
}

fn escaped(word: &str) -> String {
    let letters: Vec<char> = word.chars().collect();
    let mut text = String::with_capacity(word.len() + 8);
    for (at, letter) in letters.iter().enumerate() {
        let beside = |at: Option<usize>| at.and_then(|at| letters.get(at)).is_some_and(|it| it.is_alphanumeric());
        match letter {
            '&' => text.push_str("&amp;"),
            '<' => text.push_str("&lt;"),
            '>' => text.push_str("&gt;"),
            // Between letters it is a part of a name, and stays readable.
            '_' if beside(at.checked_sub(1)) && beside(Some(at + 1)) => text.push('_'),
            '\\' | '`' | '*' | '_' | '[' | ']' | '~' | '|' | '$' | '!' | '#' | '{' | '}' => {
                text.push('\\');
                text.push(*letter);
            }
            other => text.push(*other),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{code, in_markdown};

    #[test]
    fn nothing_of_the_data_is_markup() {
        for (text, shown) in [
            (
                "a *b* _c_ d_e [x](y) <b>&amp; ~~z~~",
                "a \\*b\\* \\_c\\_ d_e \\[x\\](y) &lt;b&gt;&amp;amp; \\~\\~z\\~\\~",
            ),
            (
                "see https://evil.example/x, or www.evil.example.",
                "see `https://evil.example/x`, or `www.evil.example`.",
            ),
            (
                "ask @team (ada@example.com) about #12 and GH-7",
                "ask `@team` (`ada@example.com`) about `#12` and `GH-7`",
            ),
            ("`tick` deadbeef1 a`@`b", "\\`tick\\` `deadbeef1` ``a`@`b``"),
            ("two\nlines \u{1b}[31m", "two\\\\nlines \\\\u\\{1b\\}\\[31m"),
            ("by ada@example.com: why @you?", "by `ada@example.com`: why `@you`?"),
            ("$x$ ![i](j) |", "\\$x\\$ \\!\\[i\\](j) \\|"),
        ] {
            assert_eq!(in_markdown(text), shown);
        }
    }

    #[test]
    fn code_ends_where_it_should() {
        assert_eq!(code("a"), "`a`");
        assert_eq!(code("a`b``c"), "```a`b``c```");
        assert_eq!(code("`"), "`` ` ``");
    }
}
