//! Diagnostics for people, in a terminal.

use super::excerpt::{CONTEXT, Fit};
use super::shown::drawings;
use super::{summary, visible};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::source::Sources;
use miette::{GraphicalReportHandler, GraphicalTheme, ThemeCharacters, ThemeStyles};

/// How a report looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// Columns; under 40 counts as 40.
    pub width: usize,
    /// True: with the sixteen colours of the terminal's own theme. False: no escape sequences at all.
    pub colour: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { width: 80, colour: false }
    }
}

/// What a report is drawn with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawing {
    /// Box-drawing characters.
    Unicode,
    /// Only ASCII, but for what the playbook itself says.
    Ascii,
}

/// Every diagnostic in order of file and place, each with its code, message, source lines and help, and the closing
/// line. No character of the sources reaches the text unless it is printable.
#[must_use]
pub fn human(sources: &Sources, diagnostics: &Diagnostics, options: Options) -> String {
    drawn(sources, diagnostics, options, Drawing::Unicode)
}

/// The same as [`human`], for terminals that cannot show box-drawing characters too.
#[must_use]
pub fn drawn(sources: &Sources, diagnostics: &Diagnostics, options: Options, drawing: Drawing) -> String {
    let width = options.width.max(40);
    let (characters, cut) = match drawing {
        Drawing::Unicode => (ThemeCharacters::unicode(), "…"),
        Drawing::Ascii => (ThemeCharacters::ascii(), "..."),
    };
    let styles = if options.colour { ThemeStyles::ansi() } else { ThemeStyles::none() };
    let handler = GraphicalReportHandler::new_themed(GraphicalTheme { characters, styles })
        .with_width(width)
        .with_context_lines(CONTEXT)
        .with_urls(false)
        .without_syntax_highlighting();
    let mut text = String::new();
    let (shown, left_out) = first(diagnostics);
    for diagnostic in shown {
        for drawing in drawings(sources, diagnostic, Fit { width, cut }) {
            let before = text.len();
            if handler.render_report(&mut text, &drawing).is_err() {
                // miette refuses only a place outside its source; the words matter more than the drawing.
                text.truncate(before);
                text.push_str(&format!("{} {}\n", diagnostic.code, visible(&diagnostic.message)));
            }
        }
        text.push('\n');
    }
    if left_out > 0 {
        text.push_str(&format!("and {left_out} more like these\n"));
    }
    text.push_str(&summary(sources, diagnostics));
    text.push('\n');
    text
}

/// Nobody reads more than this before mending something.
const MOST_SHOWN: usize = 200;

/// What is shown, and how many are not; lints give way to errors.
fn first(diagnostics: &Diagnostics) -> (Vec<&Diagnostic>, usize) {
    let mut shown = diagnostics.sorted();
    let all = shown.len();
    if all > MOST_SHOWN {
        let errors = shown.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).count();
        let mut lints = MOST_SHOWN.saturating_sub(errors);
        shown.retain(|diagnostic| {
            let is_error = diagnostic.severity == Severity::Error;
            let is_kept = is_error || lints > 0;
            lints -= usize::from(!is_error && is_kept);
            is_kept
        });
        shown.truncate(MOST_SHOWN);
    }
    let left_out = all - shown.len();
    (shown, left_out)
}

#[cfg(test)]
mod tests {
    use super::{Drawing, Options, drawn, human};
    use crate::diagnostic::{Code, Diagnostic, Diagnostics};
    use crate::source::{SourceFile, SourceId, Sources, Span};

    const HEALTH: &str = "\
stageplay 1

health {
  dimension usage weight 40 {
\tseats weight 30: by segment { enterprise: 1, mid_maket: 2, smb: 3 } worst 20% best 80% missing \u{1b}[2J score 30
  }
}
";
    const ACCOUNT: &str = "account {\n  segment one of enterprise, smb\n}";

    fn find(sources: &Sources, id: SourceId, word: &str) -> Span {
        let at = sources.get(id).unwrap().text.find(word).unwrap();
        Span::new(id, at, at + word.len())
    }

    fn playbook() -> (Sources, SourceId, SourceId) {
        let mut sources = Sources::default();
        let health = sources.add(SourceFile::new("arc/health.play", HEALTH));
        let account = sources.add(SourceFile::new("arc/account.play", ACCOUNT));
        (sources, health, account)
    }

    #[test]
    fn of_very_many_mistakes_the_first_are_shown_and_none_gives_way_to_a_lint() {
        let (sources, health, _) = playbook();
        let mut all = Diagnostics::default();
        for number in 0..300_usize {
            all.push(Diagnostic::lint(
                Code(702),
                Span::new(health, number % 150, number % 150 + 1 + number / 150),
                "odd",
            ));
        }
        all.push(Diagnostic::error(Code(302), Span::new(health, 160, 170), "wrong"));
        let text = human(&sources, &all, Options::default());
        assert_eq!((text.matches("lint SP0702").count(), text.matches("error SP0302").count()), (199, 1));
        assert!(text.ends_with("and 101 more like these\n1 error, 300 lints in 1 file\n"), "{text}");
    }

    #[test]
    fn a_mistake_shows_its_place_what_it_disagrees_with_in_another_file_and_the_help_last() {
        let (sources, health, account) = playbook();
        let mut all = Diagnostics::default();
        all.push(
            Diagnostic::error(
                Code(302),
                find(&sources, health, "mid_maket"),
                "`mid_maket` is not a choice of `segment`",
            )
            .labelled("not one of them")
            .also(find(&sources, account, "enterprise, smb"), "the choices")
            .help("did you mean\n`smb`?"),
        );
        let expected = "\
error SP0302

  × `mid_maket` is not a choice of `segment`
   ╭─[arc/health.play:5:47]
 4 │   dimension usage weight 40 {
 5 │     seats weight 30: by segment { enterprise: 1, mid_maket: 2, smb: 3 } wo…
   ·                                                  ────┬────
   ·                                                      ╰── not one of them
 6 │   }
   ╰────
  ☞ see also
   ╭─[arc/account.play:2:18]
 1 │ account {
 2 │   segment one of enterprise, smb
   ·                  ───────┬───────
   ·                         ╰── the choices
 3 │ }
   ╰────
  help: did you mean
        `smb`?

1 error in 1 file
";
        assert_eq!(human(&sources, &all, Options::default()), expected);
    }

    #[test]
    fn a_long_line_is_cut_around_the_place_and_escapes_are_written_out() {
        let (sources, health, _) = playbook();
        let mut all = Diagnostics::default();
        let span = find(&sources, health, "\u{1b}[2J");
        all.push(Diagnostic::lint(Code(113), span, "a \u{7} sign").labelled("words that need more room than is left"));
        let options = Options { width: 50, colour: false };
        let expected = "\
lint SP0113

  ! a <U+0007> sign
   ,-[arc/health.play:5:97]
 4 |   dimension usage weight 40 {
 5 | ... 20% best 80% missing <U+001B>[2J score...
   :                          ^^^^^|^^^^^
   :                               `-| words that need more
   :                                 | room than is left
 6 |   }
   `----

1 lint in 1 file
";
        assert_eq!(drawn(&sources, &all, options, Drawing::Ascii), expected);
    }

    #[test]
    fn a_block_is_shown_by_its_first_line_and_the_end_of_a_file_can_be_pointed_at() {
        let (sources, health, account) = playbook();
        let mut all = Diagnostics::default();
        let block = Span::new(health, HEALTH.find("health").unwrap(), HEALTH.len());
        all.push(Diagnostic::error(Code(103), block, "bands are missing"));
        all.push(Diagnostic::error(Code(104), Span::new(account, ACCOUNT.len(), ACCOUNT.len()), "a `}` is missing"));
        let expected = "\
error SP0103

  × bands are missing
   ╭─[arc/health.play:3:1]
 2 │\u{20}
 3 │ health {
   · ────────
 4 │   dimension usage weight 40 {
   ╰────

error SP0104

  × a `}` is missing
   ╭─[arc/account.play:3:2]
 2 │   segment one of enterprise, smb
 3 │ }
   ·  ▲
   ╰────

2 errors in 2 files
";
        assert_eq!(human(&sources, &all, Options::default()), expected);
    }

    #[test]
    fn colours_come_only_when_asked_for() {
        let (sources, health, _) = playbook();
        let mut all = Diagnostics::default();
        all.push(Diagnostic::error(Code(201), find(&sources, health, "\u{1b}[2J"), "\u{1b}[31m").labelled("\u{9b}1m"));
        let plain = human(&sources, &all, Options::default());
        assert!(!plain.contains(['\u{1b}', '\u{9b}']), "{plain:?}");
        let coloured = human(&sources, &all, Options { width: 80, colour: true });
        assert!(coloured.contains("\u{1b}[31merror SP0201\u{1b}[0m"), "{coloured:?}");
        assert!(!coloured.contains("\u{1b}[2J"), "{coloured:?}");
    }

    /// Spans that a faulty stage might make: past the end, inside a character, of no file, over everything.
    #[test]
    fn no_place_makes_it_panic_or_loses_the_message() {
        let texts = ["", "\n", "\r\n", "\r", "a", "é日\n本\u{1b}", "a\n\nb", "\t\u{202e}\r\r\nx", &"日\t".repeat(300)];
        for text in texts {
            for width in [0, 40, 81] {
                for start in 0..=text.len().min(12) + 2 {
                    for end in start..=text.len().min(14) + 3 {
                        let mut sources = Sources::default();
                        let id = sources.add(SourceFile::new("\u{1b}", text));
                        let span = Span::new(id, start, end);
                        let nowhere = Span { source: SourceId(9), ..span };
                        let mut all = Diagnostics::default();
                        all.push(
                            Diagnostic::error(Code(1), span, "the message")
                                .labelled("one")
                                .also(Span::new(id, end / 2, end), "two\nlines")
                                .also(span, "")
                                .also(nowhere, "three"),
                        );
                        all.push(Diagnostic::lint(Code(2), nowhere, "another"));
                        let shown = human(&sources, &all, Options { width, colour: false });
                        let where_ = format!("{text:?} {span:?}: {shown}");
                        assert!(shown.contains("× the message\n") && shown.contains("⚠ another\n"), "{where_}");
                        assert!(shown.contains("one") && shown.contains("two<U+000A>lines"), "{where_}");
                        assert!(!shown.contains(['\u{1b}', '\u{202e}', '\r', '\t']), "{where_}");
                    }
                }
            }
        }
    }
}
