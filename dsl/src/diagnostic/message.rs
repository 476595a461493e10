//! The one diagnostic value and its sink.

use super::Code;
use crate::source::Span;

/// How much a diagnostic weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The playbook does not run.
    Error,
    /// The playbook runs; something is worth a look.
    Lint,
}

/// A place and what is to be said about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// A few words, lower case, no final stop; may be empty.
    pub text: String,
}

/// A replacement that would mend the fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What is replaced.
    pub span: Span,
    /// By what.
    pub replacement: String,
}

/// One message about a playbook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Permanent code.
    pub code: Code,
    /// Error or lint.
    pub severity: Severity,
    /// One line, lower case, no final stop, user text in backticks.
    pub message: String,
    /// The first one is the place of the fault; the others point at what it disagrees with.
    pub labels: Vec<Label>,
    /// The smallest edit that would mend it.
    pub help: Option<String>,
    /// The same as text, where it is certain.
    pub fix: Option<Fix>,
}

/// Longer messages are cut: a name can be as long as a file.
const MOST_LETTERS: usize = 1_000;

fn cut(mut message: String) -> String {
    if let Some((end, _)) = message.char_indices().nth(MOST_LETTERS) {
        message.truncate(end);
        message.push('…');
    }
    message
}

impl Diagnostic {
    /// An error at `span`.
    #[must_use]
    pub fn error(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: Severity::Error,
            message: cut(message.into()),
            labels: vec![Label { span, text: String::new() }],
            help: None,
            fix: None,
        }
    }

    /// A lint at `span`.
    #[must_use]
    pub fn lint(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self { severity: Severity::Lint, ..Self::error(code, span, message) }
    }

    /// Words under the place of the fault.
    #[must_use]
    pub fn labelled(mut self, text: impl Into<String>) -> Self {
        if let Some(first) = self.labels.first_mut() {
            first.text = text.into();
        }
        self
    }

    /// Another place and its words.
    #[must_use]
    pub fn also(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// The help line.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The replacement of `span`.
    #[must_use]
    pub fn fix(mut self, span: Span, replacement: impl Into<String>) -> Self {
        self.fix = Some(Fix { span, replacement: replacement.into() });
        self
    }

    /// The place of the fault.
    #[must_use]
    pub fn span(&self) -> Option<Span> {
        self.labels.first().map(|label| label.span)
    }
}

/// Collects diagnostics; each is kept once.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Adds one, unless the same code already stands at the same place.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        let known = self.list.iter().any(|other| other.code == diagnostic.code && other.span() == diagnostic.span());
        if !known {
            self.list.push(diagnostic);
        }
    }

    /// Keeps those for which `keep` is true.
    pub fn retain(&mut self, keep: impl FnMut(&Diagnostic) -> bool) {
        self.list.retain(keep);
    }

    /// True when any is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// Changes each, and keeps those for which `keep` is true.
    pub fn retain_mut(&mut self, keep: impl FnMut(&mut Diagnostic) -> bool) {
        self.list.retain_mut(keep);
    }

    /// All of them, in order of file and place.
    #[must_use]
    pub fn sorted(&self) -> Vec<&Diagnostic> {
        let mut all: Vec<_> = self.list.iter().collect();
        all.sort_by_key(|diagnostic| (diagnostic.span(), diagnostic.code));
        all
    }

    /// All of them, as they came.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter()
    }

    /// True when nothing was said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}

impl Extend<Diagnostic> for Diagnostics {
    fn extend<T: IntoIterator<Item = Diagnostic>>(&mut self, iter: T) {
        for diagnostic in iter {
            self.push(diagnostic);
        }
    }
}
