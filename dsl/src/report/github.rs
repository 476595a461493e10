//! Diagnostics as workflow commands of GitHub Actions: annotations at the lines of a pull request.

use super::visible;
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::source::Sources;

/// One line for each diagnostic, in order of file and place; nothing where there is nothing to say. The help stands on
/// a line of its own in the annotation. Columns count characters from 1.
#[must_use]
pub fn github(sources: &Sources, diagnostics: &Diagnostics) -> String {
    diagnostics.sorted().into_iter().map(|diagnostic| command(sources, diagnostic)).collect()
}

fn command(sources: &Sources, diagnostic: &Diagnostic) -> String {
    let command = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Lint => "warning",
    };
    let mut properties = String::new();
    if let Some((span, file)) = diagnostic.span().and_then(|span| Some((span, sources.get(span.source)?))) {
        let at = file.position(span.start as usize);
        let name = file.name.strip_prefix("./").unwrap_or(&file.name);
        properties = format!("file={},line={},col={},", property(name), at.line, at.column);
    }
    let mut words = data(&visible(&diagnostic.message));
    for line in diagnostic.help.iter().flat_map(|help| help.lines()).enumerate() {
        let before = if line.0 == 0 { "help: " } else { "" };
        words.push_str(&format!("%0A{before}{}", data(&visible(line.1))));
    }
    format!("::{command} {properties}title={}::{words}\n", diagnostic.code)
}

/// Text behind the second `::`, which ends with its line.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Text of a property, which ends with `,` or `:` too.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::github;
    use crate::diagnostic::{Code, Diagnostic, Diagnostics};
    use crate::source::{SourceFile, SourceId, Sources, Span};

    #[test]
    fn one_command_a_line_and_no_text_opens_another() {
        let mut sources = Sources::default();
        let a = sources.add(SourceFile::new("./a.play", "stageplay 1\nZoë is smb\n"));
        let b = sources.add(SourceFile::new("b,line=9:: 50%\n::error::x.play", "x"));
        let mut all = Diagnostics::default();
        assert_eq!(github(&sources, &all), "");
        all.push(Diagnostic::error(Code(302), Span::new(a, 20, 23), "`smb` is 100%").help("did you\nmean `smbs`?"));
        all.push(Diagnostic::lint(Code(701), Span::new(b, 0, 1), "a\n::set-output name=x::y\r\u{1b}"));
        all.push(Diagnostic::error(Code(204), Span::new(SourceId(7), 0, 0), "nowhere"));
        assert_eq!(
            github(&sources, &all),
            "::error file=a.play,line=2,col=8,title=SP0302::`smb` is 100%25%0Ahelp: did you%0Amean `smbs`?\n\
             ::warning file=b%2Cline=9%3A%3A 50%25%0A%3A%3Aerror%3A%3Ax.play,line=1,col=1,title=SP0701::\
             a<U+000A>::set-output name=x::y<U+000D><U+001B>\n\
             ::error title=SP0204::nowhere\n"
        );
    }
}
