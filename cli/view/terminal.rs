//! The terminal: its width, its colours, and the two streams.
//!
//! Colours go through `anstream`, which leaves them out of pipes and where NO_COLOR asks for it.

use crate::exit::Fault;
use anstyle::{AnsiColor, Style};
use stageplay_dsl::diagnostic::Diagnostics;
use stageplay_dsl::report;
use stageplay_dsl::source::Sources;
use stageplay_engine::column::plain;
use std::io::{ErrorKind, Write};

/// How wide text is set: the terminal's width between 40 and 100, and 80 in a pipe.
pub fn width() -> usize {
    terminal_size::terminal_size().map_or(80, |(width, _)| usize::from(width.0).clamp(40, 100))
}

/// Text for standard output. A reader that has gone away is no fault.
pub fn print(text: &str) -> Result<(), Fault> {
    let mut out = anstream::stdout();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(cause) if cause.kind() != ErrorKind::BrokenPipe => {
            Err(Fault::outside(format!("cannot write standard output: {cause}")))
        }
        _ => Ok(()),
    }
}

/// Text for standard error. Where that cannot be written, nobody is left to be told.
pub fn note(text: &str) {
    let _ = anstream::stderr().write_all(text.as_bytes());
}

/// A fault in one line, and what to do about it, on standard error.
pub fn fault(what: &str, help: Option<&str>) {
    note(&fault_text(what, help, width()));
}

/// The same as a text. Names in it come from flags, files and the playbook.
pub fn fault_text(what: &str, help: Option<&str>, width: usize) -> String {
    let red = Style::new().fg_color(Some(AnsiColor::Red.into())).bold();
    let mut text = wrapped(&format!("{red}error{red:#}: {}", plain(what)), width, "  ");
    let marks = std::iter::once("help: ").chain(std::iter::repeat("      "));
    for (mark, line) in marks.zip(help.into_iter().flat_map(str::lines)) {
        text.push_str(&wrapped(&format!("{mark}{}", plain(line)), width, "  "));
    }
    text
}

/// The diagnostics of a playbook as people read them.
pub fn rendered(sources: &Sources, diagnostics: &Diagnostics) -> String {
    let colour = anstream::AutoStream::choice(&std::io::stdout()) != anstream::ColorChoice::Never;
    report::human(sources, diagnostics, options(colour))
}

/// Shows the diagnostics of a playbook on standard error.
pub fn diagnostics(sources: &Sources, diagnostics: &Diagnostics) {
    let colour = anstream::AutoStream::choice(&std::io::stderr()) != anstream::ColorChoice::Never;
    note(&report::human(sources, diagnostics, options(colour)));
}

fn options(colour: bool) -> report::Options {
    report::Options { width: width(), colour }
}

/// Text wrapped to a width, with a line break at its end; lines after the first are indented.
pub fn wrapped(text: &str, width: usize, indent: &str) -> String {
    // Names are not taken apart: an address is to be copied, a word to be searched for.
    let options = textwrap::Options::new(width)
        .subsequent_indent(indent)
        .break_words(false)
        .word_separator(textwrap::WordSeparator::AsciiSpace)
        .word_splitter(textwrap::WordSplitter::NoHyphenation);
    let mut filled = textwrap::fill(text, options);
    filled.push('\n');
    filled
}
