//! The normal form of a playbook's own files: what they say, and nothing of how it is laid out.
//!
//! Two texts have the same form where they differ in blanks, line ends, commas, comments, tests, allowances of lints, and
//! in how declarations are spread over files. It is a text, so that its hash is the same on every machine; a change of
//! it changes the hash of every template that was ever pinned, and has to be told in its first line.

use super::part::{Part, outline};
use crate::column::Calendar;
use stageplay_dsl::File;
use stageplay_dsl::source::SourceId;
use stageplay_dsl::syntax::written::{Form, Written, written};
use stageplay_dsl::types::show_day;
use std::collections::BTreeSet;

/// Which form it is.
const FORM: &str = "stageplay program 1\n";

/// The normal form of the files of one layer and of the calendar they name; `None` where one does not parse.
#[must_use]
pub fn normal(files: &[File], calendar: Option<&Calendar>) -> Option<String> {
    let mut said: Vec<String> = Vec::new();
    for (name, text) in files {
        let text = text.replace("\r\n", "\n");
        if name.ends_with(".rhai") {
            let own = name.rsplit(['/', '\\']).next().unwrap_or_default();
            said.push(format!("script {own}\n{}", script(&text)));
            continue;
        }
        written(SourceId(0), &text)?;
        said.extend(outline(SourceId(0), &text).iter().map(|part| declaration(part, &text)));
    }
    said.extend(calendar.map(days));
    said.sort();
    Some(format!("{FORM}{}\n", said.join("\n")))
}

/// Token by token, a line for each clause.
fn declaration(part: &Part, text: &str) -> String {
    let mut begins = BTreeSet::new();
    let mut calendar = None;
    clauses(part, &mut begins, &mut calendar);
    let mut form = String::new();
    let mut extends = false;
    tokens(&part.written, &mut |token| {
        let own = text.get(token.span.range()).unwrap_or_default();
        let begin = token.span.range().start;
        if !form.is_empty() {
            form.push(if begins.contains(&begin) { '\n' } else { ' ' });
        }
        match token.form {
            // What a template is called says which it is; where it lies does not.
            Form::Text if extends => form.push_str(&called(own)),
            // Of a calendar its days count.
            Form::Text if calendar.as_ref().is_some_and(|range: &std::ops::Range<usize>| range.contains(&begin)) => {}
            Form::Text => form.push_str(own),
            Form::Fence => form.push_str(&script(own)),
            _ => form.push_str(&own.split_whitespace().collect::<Vec<_>>().join(" ")),
        }
        extends = part.key == "playbook" && own == "extends";
    });
    form
}

/// Where clauses begin, and where the header names its calendar.
fn clauses(part: &Part, begins: &mut BTreeSet<usize>, calendar: &mut Option<std::ops::Range<usize>>) {
    for inner in &part.inner {
        begins.insert(inner.span.range().start);
        if part.key == "playbook" && inner.key == "calendar" {
            *calendar = Some(inner.span.range());
        }
        clauses(inner, begins, calendar);
    }
}

fn tokens(part: &Written, found: &mut impl FnMut(&Written)) {
    if part.parts.is_empty() && part.form != Form::Comma {
        found(part);
    }
    part.parts.iter().for_each(|part| tokens(part, found));
}

/// The name at the end of a path, in quotes.
fn called(template: &str) -> String {
    let path = template.trim_matches('"').trim_end_matches('/');
    let last = path.rsplit('/').next().unwrap_or(path);
    format!("\"{}\"", last.strip_suffix(".play").unwrap_or(last).replace('_', "-"))
}

/// A script line by line. One that has texts of several lines is left as it is.
fn script(text: &str) -> String {
    if text.contains('`') {
        return text.to_owned();
    }
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

fn days(calendar: &Calendar) -> String {
    let weekend: String = calendar.weekend.iter().map(|off| if *off { '-' } else { 'x' }).collect();
    let holidays: Vec<String> = calendar.holidays.iter().map(|day| show_day(*day)).collect();
    let (first, last) = (show_day(*calendar.covers.start()), show_day(*calendar.covers.end()));
    format!("days {weekend} {first} {last} {}", holidays.join(" "))
}

#[cfg(test)]
mod tests {
    use super::normal;
    use stageplay_dsl::source::SourceId;

    const TEXT: &str = "stageplay 1\n\nplaybook base \"Base\" {\n  version 1.0.0\n}\n\naccount {\n  id = crm\n  crm text\n  \
        usage {\n  seats count\n  active count\n}\n}\n\nplay call \"Call\" {\n  when usage.active < 3\n  \
        task ring \"Ring {id}\" owner csm\n}\n";

    fn form(files: &[(&str, &str)]) -> String {
        let files: Vec<(String, String)> =
            files.iter().map(|(name, text)| ((*name).into(), (*text).to_owned())).collect();
        let mut said = stageplay_dsl::diagnostic::Diagnostics::default();
        for (_, text) in files.iter().filter(|(name, _)| name.ends_with("play")) {
            stageplay_dsl::syntax::parse(SourceId(0), text, &mut said);
        }
        normal(&files, None).unwrap_or_else(|| panic!("{said:?}"))
    }

    #[test]
    fn what_it_is_stands_in_it_line_by_line() {
        let text = "stageplay 1\nplaybook base extends \"../some_where/low.play\" { set  a = 3   # why\n set b=4 }\n";
        assert_eq!(
            form(&[("a.play", text)]),
            "stageplay program 1\nplaybook base extends \"low\" {\nset a = 3\nset b = 4 }\n"
        );
    }

    #[test]
    fn layout_comments_files_and_tests_make_no_difference() {
        let plain = form(&[("a.play", TEXT)]);
        let (head, play) = TEXT.split_once("play call").unwrap();
        let play = format!("# split\nstageplay 1\nallow SP0702 \"so\"\nplay  call{play}");
        let head =
            head.replace("  version", "\n\n# new\n      version").replace("seats count", "seats   count   # sold");
        let tests = "stageplay 1\ntest t { account a on 2026-03-02 expect call is open }\n";
        let again = form(&[("z.play", &play), ("b.play", &head.replace('\n', "\r\n")), ("tests/t.play", tests)]);
        assert_eq!(again, plain);
    }

    #[test]
    fn what_decides_and_what_people_read_does() {
        let plain = form(&[("a.play", TEXT)]);
        for (was, is) in [("< 3", "< 4"), ("Ring {id}", "Phone {id}"), ("1.0.0", "1.0.1"), ("owner csm", "owner ae")] {
            assert_ne!(form(&[("a.play", &TEXT.replace(was, is))]), plain, "{was}");
        }
        let script = |text: &str| form(&[("a.play", TEXT), ("x/s.rhai", text)]);
        assert_eq!(script("// why\nlet a = 1;\n\n  a + 1\n"), script("let a = 1;\na + 1"));
        assert_ne!(script("let a = 1;"), script("let a = 2;"));
        assert_ne!(script("`\n  a`"), script("`\n a`"));
        assert_eq!(normal(&[("a.play".into(), "stageplay 1\nplay {".into())], None), None);
    }
}
