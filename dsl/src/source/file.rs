//! Source files and the table that owns them.

use super::Span;

/// Which file of a [`Sources`] a span lies in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SourceId(pub u32);

/// A place as people count: both from 1, the column in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// How the names of scripts end.
const SCRIPT: &str = ".rhai";

/// One file: the name shown to people, its text, and where its lines begin.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// As the user named it; only ever shown, never opened here.
    pub name: String,
    /// The whole text.
    pub text: String,
    line_starts: Vec<usize>,
}

impl SourceFile {
    /// Takes a file's text in.
    #[must_use]
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        let text = text.into();
        let line_starts = std::iter::once(0)
            .chain(text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1))
            .collect();
        Self { name: name.into(), text, line_starts }
    }

    /// Whether it is a script of a score, not a file of the language.
    #[must_use]
    pub fn is_script(&self) -> bool {
        Self::is_named_as_script(&self.name)
    }

    /// Whether a file of this name would be.
    #[must_use]
    pub fn is_named_as_script(name: &str) -> bool {
        name.ends_with(SCRIPT)
    }

    /// Line and column of a byte offset; an offset past the end is the end.
    #[must_use]
    pub fn position(&self, offset: usize) -> Position {
        let offset = offset.min(self.text.len());
        let line = self.line_starts.partition_point(|start| *start <= offset);
        let start = self.line_starts.get(line.saturating_sub(1)).copied().unwrap_or(0);
        let column = self.text.get(start..offset).map_or(1, |before| before.chars().count() + 1);
        Position { line: line.max(1), column }
    }

    /// The byte at which a line begins, lines counted from 0; `None` past the last.
    #[must_use]
    pub fn line_start(&self, line: usize) -> Option<usize> {
        self.line_starts.get(line).copied()
    }

    /// The text of a span, or `""` where the span is not of this file.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or("")
    }
}

/// The files of one playbook.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
}

impl Sources {
    /// Adds a file and names it.
    pub fn add(&mut self, file: SourceFile) -> SourceId {
        let id = SourceId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        self.files.push(file);
        id
    }

    /// The file of an id.
    #[must_use]
    pub fn get(&self, id: SourceId) -> Option<&SourceFile> {
        self.files.get(id.0 as usize)
    }

    /// The text a span covers, or `""` for a span of no file here.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.get(span.source).map_or("", |file| file.slice(span))
    }

    /// The lines a span touches, from the first one's start to the last one's end.
    #[must_use]
    pub fn whole_lines(&self, span: Span) -> Span {
        let Some(file) = self.get(span.source) else { return span };
        let range = span.range();
        let before = file.text.get(..range.start).unwrap_or("");
        let after = file.text.get(range.end..).unwrap_or("");
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let end = range.end + after.find('\n').unwrap_or(after.len());
        Span::new(span.source, start, end)
    }

    /// All files in the order they were added.
    pub fn iter(&self) -> impl Iterator<Item = (SourceId, &SourceFile)> {
        (0..).map(SourceId).zip(&self.files)
    }
}
