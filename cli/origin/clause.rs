//! The clauses of a declaration, which have no names of their own: `rescue.when`, `health.seats.weight`.

use stageplay_dsl::resolve::{Deed, History, Reach, Step};
use stageplay_dsl::source::{Sources, Span};
use stageplay_dsl::syntax::written::{Form, Written, written};

/// What became of the clauses of a declaration that begin with a word; `None` where no layer says one.
pub fn clause(holder: &History, word: &str, sources: &Sources) -> Option<History> {
    let mut steps: Vec<Step> = Vec::new();
    let mut is_there = holder.is_there;
    for step in holder.steps.iter().filter(|step| step.reach == Reach::Whole) {
        let places = places(step.place, word, sources);
        match step.deed {
            Deed::Disabled => steps.push(step.clone()),
            Deed::Replaced => is_there = holder.is_there && !places.is_empty(),
            _ => is_there = holder.is_there && (is_there || !places.is_empty()),
        }
        if places.is_empty() && step.deed == Deed::Replaced && !steps.is_empty() {
            steps.push(step.clone());
        }
        steps.extend(places.into_iter().map(|place| Step { place, ..step.clone() }));
    }
    if steps.iter().all(|step| step.deed == Deed::Disabled) {
        return None;
    }
    Some(History { name: format!("{}.{word}", holder.name), formerly: None, what: "clause", steps, is_there })
}

/// Where, in what is said at a place, such clauses stand.
fn places(said: Span, word: &str, sources: &Sources) -> Vec<Span> {
    let Some(file) = sources.get(said.source) else { return Vec::new() };
    let items = written(said.source, &file.text).map(|file| file.items).unwrap_or_default();
    let mut found = Vec::new();
    items.iter().for_each(|item| within(item, said, word, &file.text, &mut found));
    found
}

fn within(part: &Written, said: Span, word: &str, text: &str, found: &mut Vec<Span>) {
    let (own, place) = (part.span.range(), said.range());
    if place.start < own.start || own.end <= place.start || part.parts.is_empty() {
        return;
    }
    let open = part.parts.iter().find(|inner| inner.form == Form::Open).map(|open| open.span.range().start);
    // Behind the brace something in it is meant, which has clauses of its own.
    if open.is_some_and(|open| open < place.start)
        || part.form == Form::Other && own.start < place.start && open.is_none()
    {
        part.parts.iter().for_each(|inner| within(inner, said, word, text, found));
        return;
    }
    let begins = |inner: &&Written| first(inner, text) == Some(word);
    let clauses = part.parts.iter().filter(|inner| !inner.parts.is_empty()).filter(begins);
    found.extend(clauses.map(|inner| inner.span));
}

/// Its first word.
fn first<'t>(part: &Written, text: &'t str) -> Option<&'t str> {
    match part.parts.first() {
        Some(inner) => first(inner, text),
        None => text.get(part.span.range())?.split_whitespace().next(),
    }
}
