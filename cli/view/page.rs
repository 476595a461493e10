//! A page of the manual as plain text: the little Markdown that the pages about codes are written in.

use super::terminal::wrapped;
use super::words::HEADING;

/// The title as a heading, paragraphs set to a width, examples indented and otherwise as they stand.
pub fn show(page: &str, width: usize) -> String {
    let mut text = String::new();
    // The marks an example ends with, while in one.
    let mut fence: Option<&str> = None;
    for line in page.lines() {
        let marks = line.len() - line.trim_start_matches('`').len();
        match fence {
            Some(end) if line == end => fence = None,
            Some(_) if line.is_empty() => text.push('\n'),
            Some(_) => text.push_str(&format!("    {line}\n")),
            None if marks >= 3 => fence = line.get(..marks),
            None => match line.strip_prefix("# ") {
                Some(title) => text.push_str(&format!("{HEADING}{title}{HEADING:#}\n")),
                None => text.push_str(&wrapped(line, width, if line.starts_with("- ") { "  " } else { "" })),
            },
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::show;

    #[test]
    fn prose_is_wrapped_and_examples_are_not() {
        let page = "# T\n\none two three four five\n\n- six seven eight\n\n````stageplay fails SP0107\nscore a long line stays\n\n```\n````\n\nEnd.\n";
        assert_eq!(
            anstream::adapter::strip_str(&show(page, 12)).to_string(),
            "T\n\none two\nthree four\nfive\n\n- six seven\n  eight\n\n    score a long line stays\n\n    ```\n\nEnd.\n"
        );
    }
}
