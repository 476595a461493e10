//! The document algebra: text with places where a line may end, and how such a text is set.
//!
//! Knows widths and indentation, not the language.

/// How wide a line may be.
pub(super) const WIDTH: usize = 120;

/// A text with places where a line may end.
#[derive(Clone, Debug)]
pub(super) enum Doc {
    /// Words without a line end.
    Text(String),
    /// A text that stays as it is, line ends included.
    Verbatim(String),
    /// A blank, or a line end where the group is broken.
    Line,
    /// Nothing, or a line end where the group is broken.
    SoftLine,
    /// A line end, unless the line is still empty.
    HardLine,
    /// A line end with an empty line below it.
    EmptyLine,
    /// Set only where the group is not broken.
    IfFlat(&'static str),
    /// So many blanks, set only where the group is broken.
    IfBroken(usize),
    /// A comment at the end of its line.
    Comment(String),
    /// Lines inside stand two blanks further in.
    Nest(Box<Doc>),
    /// Lines inside begin below the first of it.
    Align(Box<Doc>),
    /// Is on one line, or broken at all of its own places.
    Group(Box<Doc>),
    /// Is on one line.
    Flat(Box<Doc>),
    /// One after the other.
    Many(Vec<Doc>),
}

/// Words.
pub(super) fn text(words: impl Into<String>) -> Doc {
    Doc::Text(words.into())
}

/// Lines inside stand two blanks further in.
pub(super) fn nest(doc: Doc) -> Doc {
    Doc::Nest(Box::new(doc))
}

/// On one line, or broken at all of its own places, which then stand below its beginning.
pub(super) fn aligned(doc: Doc) -> Doc {
    Doc::Align(Box::new(group(doc)))
}

/// On one line, or broken at all of its own places.
pub(super) fn group(doc: Doc) -> Doc {
    Doc::Group(Box::new(doc))
}

impl Doc {
    /// How wide it is on one line; `None` where it cannot stand on one.
    pub(super) fn width(&self) -> Option<usize> {
        match self {
            Self::Text(words) => Some(words.chars().count()),
            Self::Verbatim(_) | Self::HardLine | Self::EmptyLine | Self::Comment(_) => None,
            Self::Line => Some(1),
            Self::SoftLine | Self::IfBroken(_) => Some(0),
            Self::IfFlat(words) => Some(words.len()),
            Self::Nest(doc) | Self::Align(doc) | Self::Group(doc) | Self::Flat(doc) => doc.width(),
            Self::Many(docs) => docs.iter().map(Self::width).sum(),
        }
    }

    /// True where it holds nothing.
    pub(super) fn is_empty(&self) -> bool {
        match self {
            Self::Many(docs) => docs.iter().all(Self::is_empty),
            Self::Text(words) => words.is_empty(),
            Self::Nest(doc) | Self::Align(doc) | Self::Group(doc) | Self::Flat(doc) => doc.is_empty(),
            _ => false,
        }
    }

    /// Whether its first words are these.
    pub(super) fn begins_with(&self, words: &str) -> bool {
        match self {
            Self::Text(own) => own == words || own.strip_prefix(words).is_some_and(|rest| rest.starts_with(' ')),
            Self::Nest(doc) | Self::Align(doc) | Self::Group(doc) | Self::Flat(doc) => doc.begins_with(words),
            Self::Many(docs) => docs.iter().find(|doc| !doc.is_empty()).is_some_and(|doc| doc.begins_with(words)),
            _ => false,
        }
    }

    /// True where a line may end in it.
    pub(super) fn may_break(&self) -> bool {
        match self {
            Self::Text(_) | Self::IfFlat(_) | Self::IfBroken(_) | Self::Flat(_) => false,
            Self::Nest(doc) | Self::Align(doc) | Self::Group(doc) => doc.may_break(),
            Self::Many(docs) => docs.iter().any(Self::may_break),
            _ => true,
        }
    }

    /// The width up to the first place where a line may end, and whether there is such a place.
    fn head(&self) -> (usize, bool) {
        match self {
            Self::Text(words) => (words.chars().count(), false),
            Self::IfFlat(_) | Self::IfBroken(_) => (0, false),
            Self::Flat(doc) => (doc.width().unwrap_or(0), false),
            Self::Nest(doc) | Self::Align(doc) | Self::Group(doc) => doc.head(),
            Self::Many(docs) => {
                let mut width = 0;
                for doc in docs {
                    let (more, ends) = doc.head();
                    width += more;
                    if ends {
                        return (width, true);
                    }
                }
                (width, false)
            }
            _ => (0, true),
        }
    }
}

/// A line that was set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Set {
    /// Without blanks at the end, unless it stays as it is.
    pub(super) code: String,
    /// The comment at its end.
    pub(super) comment: Option<String>,
    /// It goes on below with a line end that stays as it is.
    pub(super) verbatim: bool,
}

/// Lines on their way. Invariant: there is a last line.
pub(super) struct Setter {
    done: Vec<Set>,
    last: Set,
}

impl Setter {
    /// Begins a line with some blanks.
    pub(super) fn new(indent: usize) -> Self {
        Self { done: Vec::new(), last: Set { code: " ".repeat(indent), ..Set::default() } }
    }

    /// The column after what stands on the last line.
    pub(super) fn column(&self) -> usize {
        self.last.code.chars().count()
    }

    /// The lines.
    pub(super) fn finish(mut self) -> Vec<Set> {
        self.end_line();
        self.done
    }

    fn end_line(&mut self) {
        let mut line = std::mem::take(&mut self.last);
        line.code.truncate(line.code.trim_end().len());
        self.done.push(line);
    }

    fn new_line(&mut self, indent: usize) {
        if !self.last.code.trim().is_empty() || self.last.comment.is_some() {
            self.end_line();
        }
        self.last.code = " ".repeat(indent);
    }

    /// Sets words on the last line.
    pub(super) fn push(&mut self, words: &str) {
        self.last.code.push_str(words);
    }

    /// Sets a document whose lines after the first stand `indent` in.
    pub(super) fn set(&mut self, doc: &Doc, indent: usize) {
        self.put(doc, indent, Mode { flat: false, tail: 0 });
    }

    fn put(&mut self, doc: &Doc, indent: usize, mode: Mode) {
        match doc {
            Doc::Text(words) => self.push(words),
            Doc::Verbatim(words) => self.verbatim(words),
            Doc::Line if mode.flat => self.push(" "),
            Doc::SoftLine if mode.flat => {}
            Doc::IfFlat(words) => self.push(if mode.flat { words } else { "" }),
            Doc::IfBroken(blanks) => self.push(&" ".repeat(if mode.flat { 0 } else { *blanks })),
            Doc::Line | Doc::SoftLine | Doc::HardLine => self.new_line(indent),
            Doc::EmptyLine => {
                self.new_line(0);
                self.done.push(Set::default());
                self.last.code = " ".repeat(indent);
            }
            Doc::Comment(words) => self.last.comment = Some(words.clone()),
            Doc::Nest(doc) => self.put(doc, indent + 2, mode),
            Doc::Align(doc) => self.put(doc, self.column(), mode),
            Doc::Group(doc) => {
                let fits = |width| self.column() + width + mode.tail <= WIDTH;
                let flat = mode.flat || doc.width().is_some_and(fits);
                self.put(doc, indent, Mode { flat, ..mode });
            }
            Doc::Flat(doc) => self.put(doc, indent, Mode { flat: true, ..mode }),
            Doc::Many(docs) => {
                let mut rest = docs.as_slice();
                while let Some((doc, after)) = rest.split_first() {
                    self.put(doc, indent, Mode { tail: tail(after, mode.tail), ..mode });
                    rest = after;
                }
            }
        }
    }

    fn verbatim(&mut self, words: &str) {
        let mut lines = words.split('\n').peekable();
        while let Some(line) = lines.next() {
            self.last.code.push_str(line);
            if lines.peek().is_some() {
                self.last.verbatim = true;
                self.done.push(std::mem::take(&mut self.last));
            }
        }
    }
}

/// How a part is set.
#[derive(Clone, Copy)]
struct Mode {
    /// On one line.
    flat: bool,
    /// What must still stand on the line after it.
    tail: usize,
}

/// The width of what follows up to the next line end.
fn tail(after: &[Doc], outer: usize) -> usize {
    let mut width = 0;
    for doc in after {
        let (more, ends) = doc.head();
        width += more;
        if ends {
            return width;
        }
    }
    width + outer
}
