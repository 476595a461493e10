//! The fenced blocks of a Markdown text.

/// A fenced block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// What stands behind the opening fence: `console`, `stageplay excerpt`.
    pub kind: String,
    /// The line of the opening fence, from 1.
    pub line: usize,
    pub lines: Vec<String>,
    /// The reason in `<!-- not run: reason -->` on the line above.
    pub not_run: Option<String>,
}

/// The blocks in order. A fence ends at one of at least its length; an unclosed one ends with the text.
pub fn blocks(text: &str) -> Vec<Block> {
    let mut found = Vec::new();
    let mut open: Option<(usize, Block)> = None;
    let mut above = "";
    for (index, line) in text.lines().enumerate() {
        let ticks = line.len() - line.trim_start_matches('`').len();
        match &mut open {
            None if ticks >= 3 => {
                let kind = line.trim_start_matches('`').trim().to_owned();
                let not_run = above.strip_prefix("<!-- not run: ").and_then(|rest| rest.strip_suffix(" -->"));
                let block = Block { kind, line: index + 1, lines: Vec::new(), not_run: not_run.map(str::to_owned) };
                open = Some((ticks, block));
            }
            Some((fence, _)) if ticks >= *fence && line.trim_matches('`').trim().is_empty() => {
                found.extend(open.take().map(|(_, block)| block));
            }
            Some((_, block)) => block.lines.push(line.to_owned()),
            None => {}
        }
        above = line.trim();
    }
    found.extend(open.map(|(_, block)| block));
    found
}

#[test]
fn blocks_have_a_kind_a_line_and_a_reason_not_to_be_run() {
    let text = "a\n```console\n$ b\n```\n\n<!-- not run: too slow -->\n````stageplay excerpt\n```\nc\n````\n```\nd";
    let found = blocks(text);
    let shown: Vec<_> =
        found.iter().map(|b| (b.kind.as_str(), b.line, b.lines.join("|"), b.not_run.as_deref())).collect();
    assert_eq!(
        shown,
        [
            ("console", 2, "$ b".to_owned(), None),
            ("stageplay excerpt", 7, "```|c".to_owned(), Some("too slow")),
            ("", 11, "d".to_owned(), None)
        ]
    );
}
