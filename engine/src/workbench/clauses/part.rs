//! Cuts a file into named parts.

use smol_str::SmolStr;
use stageplay_dsl::source::{SourceId, Span};
use stageplay_dsl::syntax::written::{Form, Written, written};
use std::collections::BTreeMap;

/// A declaration, a block in it, or a clause.
#[derive(Clone, Debug)]
pub struct Part {
    /// Its name among its neighbours: `risk silence`, `critical`, `task call`. A second one of the same name has
    /// ` #2` behind it.
    pub key: SmolStr,
    /// What it was called before, after the same word: `play save` of `play keep formerly save`.
    pub formerly: Option<SmolStr>,
    /// All of it.
    pub span: Span,
    /// As it is written.
    pub written: Written,
    /// Of a block: what stands in its braces, or of an indicator: its clauses.
    pub inner: Vec<Part>,
    /// Of a block: from its opening brace to its closing one.
    pub braces: Option<Span>,
    /// Whether it shares its line with its neighbours.
    pub is_inline: bool,
}

/// Declarations with clauses of their own.
const BLOCKS: &[&str] = &[
    "playbook",
    "roles",
    "account",
    "tier",
    "health",
    "scorecard",
    "dimension",
    "bands",
    "journey",
    "stage",
    "risk",
    "play",
    "defaults",
];

impl Part {
    /// Its words without what only groups and parts, so that layout makes no difference; each with whether it is a
    /// text for people.
    #[must_use]
    pub fn tokens<'t>(&self, text: &'t str) -> Vec<(&'t str, bool)> {
        let mut found = Vec::new();
        let parts = if self.inner.is_empty() { std::slice::from_ref(&self.written) } else { &self.written.parts[..] };
        for part in parts {
            let is_inner = self.inner.iter().any(|inner| covers(inner.span, part.span));
            if !is_inner {
                let for_people = part.form == Form::Text && is_spoken(&self.written);
                leaves(part, text, is_spoken(part), for_people, &mut found);
            }
        }
        found
    }

    /// Where `formerly NAME` stands.
    #[must_use]
    pub fn formerly_at(&self, text: &str) -> Option<Span> {
        former(&self.written, text).map(|(word, name)| word.to(name))
    }

    /// The part of a path of names.
    #[must_use]
    pub fn find<'p>(parts: &'p [Self], path: &[SmolStr]) -> Option<&'p Self> {
        let (first, rest) = path.split_first()?;
        let part = parts.iter().find(|part| part.key == *first)?;
        if rest.is_empty() { Some(part) } else { Self::find(&part.inner, rest) }
    }
}

fn covers(outer: Span, inner: Span) -> bool {
    let (outer, inner) = (outer.range(), inner.range());
    outer.start <= inner.start && inner.end <= outer.end
}

/// Whether texts directly in it are for people: names, sentences, titles. What is told to other systems is not, nor is
/// what data is read by.
fn is_spoken(part: &Written) -> bool {
    match part.form {
        Form::Let | Form::Setting | Form::Indicator | Form::Task | Form::Limit | Form::Metric | Form::Signal => true,
        Form::Field => true,
        Form::Other | Form::Statement => {
            let word = part.parts.first();
            word.is_some_and(|first| first.form == Form::Word && part.parts.iter().any(|part| part.form == Form::Open))
                || part.form == Form::Statement
        }
        _ => false,
    }
}

fn leaves<'t>(part: &Written, text: &'t str, spoken: bool, for_people: bool, found: &mut Vec<(&'t str, bool)>) {
    if part.parts.is_empty() {
        if part.form != Form::Comma {
            found.push((text.get(part.span.range()).unwrap_or_default(), for_people));
        }
        return;
    }
    for inner in &part.parts {
        leaves(inner, text, is_spoken(inner), spoken && inner.form == Form::Text, found);
    }
}

/// The declarations of a file with their clauses; nothing of a script, of tests, and of a file that does not parse.
#[must_use]
pub fn outline(source: SourceId, text: &str) -> Vec<Part> {
    let items = written(source, text).map(|file| file.items).unwrap_or_default();
    let mut parts: Vec<Part> = items.into_iter().map(|item| declaration(item, text)).collect();
    parts.retain(|part| !part.key.starts_with("test ") && !part.key.starts_with("allow"));
    numbered(&mut parts);
    parts
}

/// Makes names that stand twice different.
fn numbered(parts: &mut [Part]) {
    let mut seen: BTreeMap<SmolStr, usize> = BTreeMap::new();
    for part in parts {
        let times = seen.entry(part.key.clone()).or_default();
        *times += 1;
        if *times > 1 {
            part.key = format!("{} #{times}", part.key).into();
        }
    }
}

fn words<'t>(part: &Written, text: &'t str) -> Vec<&'t str> {
    let own = if part.parts.is_empty() { std::slice::from_ref(part) } else { &part.parts[..] };
    let is_word = |part: &&Written| matches!(part.form, Form::Word | Form::Path | Form::Callee);
    own.iter().take_while(is_word).map(|word| text.get(word.span.range()).unwrap_or_default()).collect()
}

fn declaration(item: Written, text: &str) -> Part {
    let all = words(&item, text);
    let own = all.iter().take_while(|word| !matches!(**word, "formerly" | "when" | "weight"));
    let key = match all.first() {
        Some(&"playbook") => "playbook".into(),
        _ => own.copied().collect::<Vec<_>>().join(" "),
    };
    part(item, key.into(), text)
}

/// A part of a name, with what is in it.
fn part(written: Written, key: SmolStr, text: &str) -> Part {
    let formerly = formerly(&written, text).and_then(|old| {
        let (kind, _) = key.rsplit_once(' ').unwrap_or(("", ""));
        let old = if kind.is_empty() { old.to_owned() } else { format!("{kind} {old}") };
        Some(SmolStr::from(old)).filter(|old| *old != key)
    });
    let first = words(&written, text).first().copied().unwrap_or_default();
    let open = written.parts.iter().position(|part| part.form == Form::Open);
    let close = written.parts.iter().rposition(|part| part.form == Form::Close);
    let is_field_group = |written: &Written| written.parts.iter().any(|part| part.form == Form::Field);
    let mut inner = Vec::new();
    let mut braces = None;
    match (open, close) {
        (Some(open), Some(close)) if BLOCKS.contains(&first) || is_field_group(&written) => {
            // Of a dimension, its weight stands before the braces.
            let before = written.parts.get(..open).unwrap_or_default().iter();
            inner.extend(before.filter(|part| part.form == Form::Weight).map(|part| inline(part, "weight", text)));
            let within = written.parts.get(open + 1..close).unwrap_or_default().iter();
            inner.extend(within.filter(|part| part.form != Form::Comma).map(|clause| self::clause(clause, text)));
            let ends = |at: usize| written.parts.get(at).map_or(written.span, |part| part.span);
            braces = Some(ends(open).to(ends(close)));
        }
        _ if written.form == Form::Indicator => inner = indicator(&written, text),
        _ => {}
    }
    numbered(&mut inner);
    Part { key, formerly, span: written.span, written, inner, braces, is_inline: false }
}

fn inline(written: &Written, key: &str, text: &str) -> Part {
    Part { is_inline: true, ..part(written.clone(), key.into(), text) }
}

/// The word after `formerly`.
fn formerly<'t>(written: &Written, text: &'t str) -> Option<&'t str> {
    former(written, text).and_then(|(_, word)| text.get(word.range()))
}

/// Where `formerly` stands, and the word after it.
fn former(written: &Written, text: &str) -> Option<(Span, Span)> {
    let word = |part: &Written| text.get(part.span.range());
    let end = written.parts.iter().position(|part| part.form == Form::Open).unwrap_or(written.parts.len());
    let head = written.parts.get(..end)?;
    let at = head.iter().position(|part| word(part).is_some_and(|word| word.starts_with("formerly")))?;
    let formerly = head.get(at)?;
    let name = if formerly.parts.is_empty() { head.get(at + 1) } else { formerly.parts.last() };
    Some((formerly.span, name?.span))
}

/// A clause of a block.
fn clause(written: &Written, text: &str) -> Part {
    let words = words(written, text);
    let first = words.first().copied().unwrap_or_default();
    let named = match first {
        "friction" | "measure" | "task" | "dimension" | "stage" | "set" | "append" | "replace" | "disable" | "cap"
        | "floor" | "on" => 2,
        "back" | "escalate" | "retired" => 3,
        _ => 1,
    };
    // The first word names the clause, whatever it is.
    let stops = |(at, word): &(usize, &&str)| *at == 0 || !matches!(**word, "formerly" | "when" | "weight");
    let own = words.iter().enumerate().take(named).take_while(stops);
    let mut key = own.map(|(_, word)| *word).collect::<Vec<_>>().join(" ");
    if let ("cap" | "floor", Some(to)) = (first, written.parts.get(1)) {
        // A band names a limit; points are what it says.
        let to = text.get(to.span.range()).unwrap_or_default();
        if words.len() == 1 && to.starts_with(|char: char| char.is_alphabetic()) {
            key = format!("{first} {to}");
        }
    }
    part(written.clone(), key.into(), text)
}

/// The clauses of an indicator, which stand in its line.
fn indicator(written: &Written, text: &str) -> Vec<Part> {
    let colon = written.parts.iter().position(|part| part.form == Form::Colon);
    let pieces = written.parts.iter().enumerate().filter_map(|(at, piece)| {
        let behind = colon.is_some_and(|colon| at > colon);
        let key = match piece.form {
            Form::Weight => "weight",
            Form::Linear | Form::Cases | Form::Word if behind => "scale",
            Form::Statement => words(piece, text).first().copied()?,
            _ if behind && colon.is_some_and(|colon| at == colon + 1) => "value",
            _ => return None,
        };
        Some(inline(piece, key, text))
    });
    pieces.collect()
}

#[cfg(test)]
mod tests {
    use super::{Part, outline};
    use stageplay_dsl::source::SourceId;

    const TEXT: &str = "stageplay 1\n\nlet a = b + 1\nhealth \"How\" {\n  missing skip\n  dimension use \"t\" weight 60 {\n    \
        seats weight 40: x worst 1 best 2 missing score 3\n    logins weight 20: y steps { below 1: 0, otherwise: 9 }\n  }\n  \
        cap red when x > 3\n  cap red when y > 3\n  bands {\n    green from 70\n    red\n  }\n}\n\
        play keep formerly save \"Keep\" {\n  when a > 3\n  task call \"Call\" owner csm\n}\n\
        test t { account f on 2026-03-02 expect a > 1 }\n";

    fn names(parts: &[Part], path: &str, into: &mut Vec<String>) {
        for part in parts {
            let path = format!("{path}/{}", part.key);
            if part.inner.is_empty() {
                into.push(path);
            } else {
                names(&part.inner, &path, into);
            }
        }
    }

    #[test]
    fn every_clause_has_a_name_of_its_own() {
        let parts = outline(SourceId(0), TEXT);
        let mut found = Vec::new();
        names(&parts, "", &mut found);
        assert_eq!(
            found,
            [
                "/let a",
                "/health/missing",
                "/health/dimension use/weight",
                "/health/dimension use/seats/weight",
                "/health/dimension use/seats/value",
                "/health/dimension use/seats/scale",
                "/health/dimension use/seats/missing",
                "/health/dimension use/logins/weight",
                "/health/dimension use/logins/value",
                "/health/dimension use/logins/scale",
                "/health/cap red",
                "/health/cap red #2",
                "/health/bands/green",
                "/health/bands/red",
                "/play keep/when",
                "/play keep/task call",
            ]
        );
        assert_eq!(parts[2].formerly.as_deref(), Some("play save"));
    }

    #[test]
    fn layout_makes_no_difference_and_texts_for_people_are_marked() {
        let parts = outline(SourceId(0), TEXT);
        let again = TEXT.replace("  when a > 3", "  when   a   >   3   # why");
        let other = outline(SourceId(0), &again);
        let path = ["play keep".into(), "when".into()];
        let (one, two) = (Part::find(&parts, &path).unwrap(), Part::find(&other, &path).unwrap());
        assert_eq!(one.tokens(TEXT), two.tokens(&again));
        let task = Part::find(&parts, &["play keep".into(), "task call".into()]).unwrap();
        let told = task.tokens(TEXT);
        assert!(told.contains(&("\"Call\"", true)) && told.contains(&("csm", false)), "{told:?}");
        let head = parts[2].tokens(TEXT);
        assert!(head.contains(&("\"Keep\"", true)) && !head.iter().any(|(word, _)| *word == "when"), "{head:?}");
    }
}
