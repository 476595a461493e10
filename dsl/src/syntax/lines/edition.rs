//! The first line.

use super::items::split_word;
use super::patch::Edit;
use super::scan::{Mark, Scan};
use crate::diagnostic::near::nearest;
use crate::diagnostic::{Code, Diagnostic};

const EDITION: &str = "stageplay 1";

/// Takes the edition line out of the text, or tells that it is missing.
pub(super) fn take(scan: &mut Scan<'_>, text: &str) {
    let Some(Mark::Line { at, .. }) = scan.marks.first() else {
        let place = scan.place(0..0);
        scan.found.push(
            Diagnostic::error(Code(101), place, "this file is empty").help(format!("begin with the line `{EDITION}`")),
        );
        return;
    };
    let at = *at;
    let line = text.get(at..).unwrap_or("").split(['\n', '\r']).next().unwrap_or("");
    let line = line.split('#').next().unwrap_or("").trim_end();
    let place = scan.place(at..at + line.len());
    let mut words = line.split_whitespace();
    let (first, second, third) = (words.next().unwrap_or(""), words.next(), words.next());
    let said = if first == "stageplay" && second == Some("1") && third.is_none() {
        None
    } else if nearest(first, ["stageplay"]).is_some() || first == "stageplay" {
        let other = second.is_some_and(|edition| edition != "1" && edition.starts_with(|at: char| at.is_ascii_digit()));
        let message = if first == "stageplay" && other {
            format!("this version reads edition 1 of the language, not edition {}", second.unwrap_or(""))
        } else {
            format!("the first line is `{line}`, not `{EDITION}`")
        };
        Some(Diagnostic::error(Code(101), place, message).help(format!("write `{EDITION}`")).fix(place, EDITION))
    } else {
        let (word, _) = split_word(line);
        let place = scan.place(at..at + word.len().max(line.chars().next().map_or(0, char::len_utf8)));
        let start = scan.place(0..0);
        scan.found.push(
            Diagnostic::error(Code(101), place, format!("the first line is not `{EDITION}`"))
                .help(format!("put `{EDITION}` on the first line"))
                .fix(start, format!("{EDITION}\n\n")),
        );
        return;
    };
    scan.found.extend(said);
    // Whatever else was found on that line is part of the same mistake.
    let end = at + text.get(at..).unwrap_or("").find('\n').unwrap_or(text.len() - at);
    scan.blank(at..end);
    scan.edits.retain(|edit: &Edit| edit.range.start >= end);
    let marks = std::mem::take(&mut scan.marks);
    scan.marks = marks.into_iter().filter(|mark| mark.at() >= end).collect();
    if let Some(Mark::Line { above, .. }) = scan.marks.first_mut() {
        *above = end;
    }
}
