//! `{ … }` with cases or words in it: on one line, or one case a line.

use super::comments::Source;
use super::document::{Doc, group, nest, text};
use super::expression::Within;
use crate::syntax::written::{Form, Written};

/// How wide a list on one line may be.
const LIST_WIDTH: usize = 100;

/// One case as it will stand.
struct Case {
    /// The comments and line ends before it.
    gap: Doc,
    /// With the colon; empty where there is none.
    name: Doc,
    value: Doc,
}

impl Source<'_> {
    /// A list: broken where the author broke it, where it holds a comment or where it is too long.
    pub(super) fn list(&mut self, list: &Written) -> Doc {
        let Some(open) = list.parts.iter().position(|part| part.form == Form::Open) else {
            return self.row(&list.parts, Within::Clause);
        };
        let (before, inside) = list.parts.split_at(open);
        let cases: Vec<&Written> =
            inside.iter().filter(|part| !matches!(part.form, Form::Open | Form::Close | Form::Comma)).collect();
        let broken = cases.first().is_some_and(|first| self.begins_line(first.span.start))
            || self.comment_in(list.span)
            || cases.iter().any(|case| case.parts.len() > 1 && self.apart(case.span.start));
        let head = if before.is_empty() { text("{") } else { text(" {") };
        let mut docs = vec![self.row(before, Within::Clause), head];
        let pad = if list.form == Form::Words { Doc::SoftLine } else { Doc::Line };
        let pad = if broken { Doc::HardLine } else { pad };
        let cases = self.cases(&cases, broken, &pad);
        let flat: Option<usize> = cases.iter().map(|case| Some(case.name.width()? + case.value.width()? + 3)).sum();
        let too_wide = flat.is_none_or(|width| width > LIST_WIDTH);
        let widest = cases.iter().filter_map(|case| case.name.width()).max().unwrap_or(0);
        let mut within = Vec::new();
        for (number, case) in cases.into_iter().enumerate() {
            if number > 0 {
                within.push(Doc::IfFlat(","));
            }
            let name = case.name.width().unwrap_or(0);
            within.extend([case.gap, case.name]);
            if name > 0 {
                within.extend([Doc::IfBroken(widest - name + 1), text(" ")]);
            }
            within.push(case.value);
        }
        if let Some(close) = list.parts.last() {
            within.push(self.case_gap(close, Doc::Many(Vec::new())));
        }
        let end = if too_wide { Doc::HardLine } else { pad };
        docs.extend([nest(Doc::Many(within)), end, text("}")]);
        group(Doc::Many(docs))
    }

    fn cases(&mut self, cases: &[&Written], broken: bool, pad: &Doc) -> Vec<Case> {
        let mut found = Vec::new();
        for (number, case) in cases.iter().enumerate() {
            let line = if number > 0 && broken && self.apart(case.span.start) {
                Doc::EmptyLine
            } else if number == 0 {
                pad.clone()
            } else if broken {
                Doc::HardLine
            } else {
                Doc::Line
            };
            let gap = self.case_gap(case, line);
            let colon = case.parts.iter().position(|part| part.form == Form::Colon);
            let (name, value) = case.parts.split_at(colon.map_or(0, |colon| colon + 1));
            let name = self.row(name, Within::Clause);
            let value = match value {
                [] => self.doc(case, Within::Clause),
                [value] => {
                    let gap = self.gap(value, Doc::Many(Vec::new()));
                    Doc::Many(vec![gap, self.value(value)])
                }
                more => self.row(more, Within::Clause),
            };
            found.push(Case { gap, name, value });
        }
        found
    }

    /// The comments before a case, each on its line, with the empty lines above them.
    fn case_gap(&mut self, case: &Written, line: Doc) -> Doc {
        let mut docs = Vec::new();
        while let Some(comment) = self.comment_before(case.span.start) {
            if comment.own_line {
                docs.push(if comment.apart { Doc::EmptyLine } else { Doc::HardLine });
                docs.push(text(comment.words));
            } else {
                docs.push(Doc::Comment(comment.words));
            }
        }
        docs.push(line);
        Doc::Many(docs)
    }
}
