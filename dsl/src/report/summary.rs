//! The closing line.

use crate::diagnostic::{Diagnostics, Severity};
use crate::source::Sources;
use std::collections::BTreeSet;

/// `3 errors, 1 lint in 2 files`, the files being those with something to say; `no mistakes in 3 files`, then all of
/// them, where there is nothing.
#[must_use]
pub fn summary(sources: &Sources, diagnostics: &Diagnostics) -> String {
    if diagnostics.is_empty() {
        return format!("no mistakes in {}", counted(sources.iter().count(), "file"));
    }
    let of = |severity| diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count();
    let found: Vec<String> = [(of(Severity::Error), "error"), (of(Severity::Lint), "lint")]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, noun)| counted(count, noun))
        .collect();
    let files: BTreeSet<_> = diagnostics.iter().filter_map(|diagnostic| Some(diagnostic.span()?.source)).collect();
    if files.is_empty() {
        return found.join(", ");
    }
    format!("{} in {}", found.join(", "), counted(files.len(), "file"))
}

fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

#[cfg(test)]
mod tests {
    use super::summary;
    use crate::diagnostic::{Code, Diagnostic, Diagnostics};
    use crate::source::{SourceFile, Sources, Span};

    #[test]
    fn counts_errors_lints_and_the_files_they_lie_in() {
        let mut sources = Sources::default();
        let [a, b, _] = ["a", "b", "c"].map(|name| sources.add(SourceFile::new(name, "abc")));
        let mut all = Diagnostics::default();
        assert_eq!(summary(&sources, &all), "no mistakes in 3 files");
        all.push(Diagnostic::lint(Code(701), Span::new(a, 0, 1), "m"));
        assert_eq!(summary(&sources, &all), "1 lint in 1 file");
        for at in 0..3 {
            all.push(Diagnostic::error(Code(201), Span::new(b, at, at + 1), "m"));
        }
        assert_eq!(summary(&sources, &all), "3 errors, 1 lint in 2 files");
    }
}
