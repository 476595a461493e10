//! What two versions of a text say differently: clause by clause, by name, with the edit that carries one such change
//! into the old text.

use super::renamed::with_old_names;
use crate::workbench::clauses::condition::{number_of, read};
use crate::workbench::clauses::{Edit, Part, Version};
use smol_str::SmolStr;
use stageplay_dsl::File;
use stageplay_dsl::source::Span;
use stageplay_dsl::syntax::written::{Form, Written};

/// What a change does, as far as it can be shown from what is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Effect {
    /// Nothing: texts for people, another spelling of the same.
    Cosmetic,
    /// Nothing: it has another name, and `formerly` says so.
    Renames,
    /// What was asked for is asked for in fewer cases.
    Narrows,
    /// In more.
    Widens,
    /// Numbers are others.
    Shifts,
    /// Something is new.
    Adds,
    /// Something is gone.
    Removes,
    /// Anything else: its effect shows on accounts only.
    Opaque,
}

impl Effect {
    /// Whether nothing is decided otherwise because of it.
    #[must_use]
    pub fn is_silent(self) -> bool {
        matches!(self, Self::Cosmetic | Self::Renames)
    }

    /// As people say it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Cosmetic => "cosmetic",
            Self::Renames => "renames",
            Self::Narrows => "narrows",
            Self::Widens => "widens",
            Self::Shifts => "shifts",
            Self::Adds => "adds",
            Self::Removes => "removes",
            Self::Opaque => "changes",
        }
    }
}

/// Something that is said differently.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// The declaration and the clause: `risk silence / critical`.
    pub name: String,
    /// What the change does.
    pub effect: Effect,
    /// What stood there: the smallest piece that differs, its blanks made one each.
    pub before: Option<String>,
    /// What stands there now.
    pub after: Option<String>,
    /// Where, in the old text.
    pub old: Option<Span>,
    /// Where, in the new one.
    pub new: Option<Span>,
    /// Whose business days go with it.
    pub calendar: Whose,
    /// What makes the old text say it.
    pub edits: Vec<Edit>,
}

/// Which of two versions' calendars.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Whose {
    /// The old one's.
    #[default]
    Old,
    /// The new one's.
    New,
}

/// What two versions say differently, in the order of the new one; what is gone comes last in its declaration.
#[must_use]
pub fn items(old: &Version, new: &Version) -> Vec<Item> {
    // A file that stands in both as it is says nothing new.
    let kept = |file: &File| old.files().any(|(_, it)| it.1 == file.1) && new.files().any(|(_, it)| it.1 == file.1);
    let (before, after) = (old.outline_without(kept), new.outline_without(kept));
    let (plain, renames) = with_old_names(new, &before, &after);
    let after = if renames.is_empty() { after } else { plain.outline_without(kept) };
    let mut walk = Walk { old, new: &plain, found: Vec::new() };
    walk.level(&Place { name: String::new(), parent: None }, &before, &after);
    let mut found = renames.told(walk.found);
    found.extend(scripts(old, new));
    found
}

/// Script files that differ.
fn scripts(old: &Version, new: &Version) -> Vec<Item> {
    let mut found = Vec::new();
    // The two versions may lie in different folders.
    let own = |path: &str| path.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
    for (source, (name, text)) in old.files().filter(|(_, (name, _))| name.ends_with(".rhai")) {
        let Some((at, (_, now))) = new.files().find(|(_, (other, _))| own(other) == own(name)) else { continue };
        if text != now {
            let whole = Span::new(source, 0, text.len());
            found.push(Item {
                name: format!("script {}", own(name)),
                effect: Effect::Opaque,
                before: None,
                after: None,
                old: Some(Span::new(source, 0, 0)),
                new: Some(Span::new(at, 0, 0)),
                calendar: Whose::Old,
                edits: vec![Edit { span: whole, text: now.clone() }],
            });
        }
    }
    found
}

/// Where a level of parts stands.
struct Place<'p> {
    name: String,
    /// The part of the old text that holds them.
    parent: Option<&'p Part>,
}

impl Place<'_> {
    fn of(&self, key: &str) -> String {
        if self.name.is_empty() { key.to_owned() } else { format!("{} / {key}", self.name) }
    }
}

struct Walk<'v> {
    old: &'v Version,
    new: &'v Version,
    found: Vec<Item>,
}

impl Walk<'_> {
    fn level(&mut self, place: &Place<'_>, before: &[Part], after: &[Part]) {
        let from = self.found.len();
        let partner = |part: &Part| {
            let named = |name: &SmolStr| before.iter().find(|old| old.key == *name);
            named(&part.key).or_else(|| part.formerly.as_ref().and_then(named))
        };
        let mut last: Option<&Part> = None;
        let mut order = Vec::new();
        for part in after {
            match partner(part) {
                Some(old) => {
                    order.push(old.span.range().start);
                    self.pair(&place.of(&part.key), old, part);
                    last = Some(old);
                }
                None => self.added(place, part, last, before),
            }
        }
        let gone =
            before.iter().filter(|old| !after.iter().any(|part| partner(part).is_some_and(|it| it.key == old.key)));
        for old in gone {
            self.removed(&place.of(&old.key), old);
        }
        if order.iter().zip(order.iter().skip(1)).any(|(one, two)| one > two) && is_ordered(&place.name) {
            self.reordered(place, before, after);
        }
        self.merge_weights(place, from);
    }

    fn pair(&mut self, name: &str, old: &Part, new: &Part) {
        let (before, after) = (self.old.text(old.span.source), self.new.text(new.span.source));
        let (one, two) = (old.tokens(before), new.tokens(after));
        if one != two {
            self.edited(name, old, new, &one, &two);
        }
        if !(old.inner.is_empty() && new.inner.is_empty()) {
            self.level(&Place { name: name.to_owned(), parent: Some(old) }, &old.inner, &new.inner);
        }
    }

    fn edited(&mut self, name: &str, old: &Part, new: &Part, one: &[(&str, bool)], two: &[(&str, bool)]) {
        let spoken = |tokens: &[(&str, bool)]| -> Vec<String> {
            tokens.iter().filter(|(_, for_people)| !for_people).map(|(word, _)| (*word).to_owned()).collect()
        };
        let is_block = !old.inner.is_empty() || !new.inner.is_empty();
        let mut effect = if spoken(one) == spoken(two) { Effect::Cosmetic } else { self.effect(name, old, new) };
        if is_block && effect != Effect::Cosmetic {
            effect = Effect::Opaque;
        }
        let (from, to) = smallest(one, two);
        let edits = match (old.braces, new.braces) {
            (Some(a), Some(b)) if is_block => {
                // What stands behind the braces; in front of them are names, and weights, which are clauses.
                let tail = |whole: Span, braces: Span| Span::new(whole.source, braces.range().end, whole.range().end);
                vec![Edit { span: tail(old.span, a), text: self.new.slice(tail(new.span, b)).to_owned() }]
            }
            _ => vec![Edit { span: old.span, text: self.new.slice(new.span).to_owned() }],
        };
        self.found.push(Item {
            name: name.to_owned(),
            effect,
            before: Some(from).filter(|text| !text.is_empty()),
            after: Some(to).filter(|text| !text.is_empty()),
            old: Some(old.span),
            new: Some(new.span),
            calendar: Whose::Old,
            edits,
        });
    }

    /// What an edit of a clause does.
    fn effect(&self, name: &str, old: &Part, new: &Part) -> Effect {
        let (before, after) = (self.old.text(old.span.source), self.new.text(new.span.source));
        if let Some((one, two)) = only_expression(&old.written, &new.written, before, after) {
            let (one, two) = (read(one, before), read(two, after));
            let speaks_against = name.ends_with("/ unless");
            match (one.implies(&two), two.implies(&one)) {
                (true, true) => return Effect::Cosmetic,
                (true, false) => return if speaks_against { Effect::Narrows } else { Effect::Widens },
                (false, true) => return if speaks_against { Effect::Widens } else { Effect::Narrows },
                (false, false) => {}
            }
        }
        let (one, two) = (old.tokens(before), new.tokens(after));
        let shifted = |((a, _), (b, _)): (&(&str, bool), &(&str, bool))| {
            a == b || (number_of(a).is_some() && number_of(b).is_some())
        };
        if one.len() == two.len() && one.iter().zip(&two).all(shifted) { Effect::Shifts } else { Effect::Opaque }
    }

    fn added(&mut self, place: &Place<'_>, part: &Part, last: Option<&Part>, before: &[Part]) {
        let text = self.new.slice(part.span);
        let (at, text) = match (last, place.parent) {
            // Behind what it stands behind in the new text.
            (Some(last), Some(_)) => {
                let end = last.span.range().end;
                let gap = if part.is_inline { " " } else { "\n  " };
                (Span::new(last.span.source, end, end), format!("{gap}{text}"))
            }
            (None, Some(parent)) => match (parent.braces, part.is_inline) {
                (Some(braces), false) => {
                    let at = braces.range().start + 1;
                    (Span::new(parent.span.source, at, at), format!("\n  {text}"))
                }
                _ => {
                    let end = parent.braces.map_or(parent.span.range().end, |braces| braces.range().start);
                    (Span::new(parent.span.source, end, end), format!(" {text} "))
                }
            },
            // A declaration goes to the end of a file of the playbook itself.
            (_, None) => {
                let known = before.iter().map(|old| old.span.source);
                let all = self.old.files().filter(|(_, (name, _))| name.ends_with(".play")).map(|(source, _)| source);
                let Some(source) = known.chain(all).find(|source| self.old.is_own(*source)) else { return };
                let end = self.old.text(source).len();
                (Span::new(source, end, end), format!("\n{text}\n"))
            }
        };
        let effect = if part.key == "unless" { Effect::Narrows } else { Effect::Adds };
        self.found.push(Item {
            name: place.of(&part.key),
            effect,
            before: None,
            after: Some(brief(self.new.slice(part.span))),
            old: None,
            new: Some(part.span),
            calendar: Whose::Old,
            edits: vec![Edit { span: at, text }],
        });
    }

    fn removed(&mut self, name: &str, old: &Part) {
        let effect = if old.key == "unless" { Effect::Widens } else { Effect::Removes };
        self.found.push(Item {
            name: name.to_owned(),
            effect,
            before: Some(brief(self.old.slice(old.span))),
            after: None,
            old: Some(old.span),
            new: None,
            calendar: Whose::Old,
            edits: vec![Edit { span: old.span, text: String::new() }],
        });
    }

    /// Clauses whose order means something stand in another one: each place takes what stands there now.
    fn reordered(&mut self, place: &Place<'_>, before: &[Part], after: &[Part]) {
        let kept: Vec<&Part> = before.iter().filter(|old| after.iter().any(|new| new.key == old.key)).collect();
        let now: Vec<&Part> =
            after.iter().filter_map(|new| kept.iter().copied().find(|old| old.key == new.key)).collect();
        let edits = kept.iter().zip(&now).filter(|(slot, now)| slot.key != now.key);
        let edits = edits.map(|(slot, now)| Edit { span: slot.span, text: self.old.slice(now.span).to_owned() });
        let names = |parts: &[&Part]| parts.iter().map(|part| part.key.as_str()).collect::<Vec<_>>().join(", ");
        self.found.push(Item {
            name: place.of("order"),
            effect: Effect::Opaque,
            before: Some(names(&kept)),
            after: Some(names(&now)),
            old: place.parent.map(|parent| parent.span),
            new: after.first().map(|part| part.span),
            calendar: Whose::Old,
            edits: edits.collect(),
        });
    }

    /// Weights of neighbours add up to something: they change together, and with what comes and goes beside them.
    fn merge_weights(&mut self, place: &Place<'_>, from: usize) {
        let depth = place.name.matches(" / ").count() + usize::from(!place.name.is_empty());
        let beside = |item: &Item| item.name.matches(" / ").count() == depth + 1 && item.name.ends_with(" / weight");
        let own = |item: &Item| {
            item.name.matches(" / ").count() == depth && matches!(item.effect, Effect::Adds | Effect::Removes)
        };
        let (mut weights, rest): (Vec<Item>, Vec<Item>) = self.found.drain(from..).partition(beside);
        self.found.extend(rest);
        if weights.len() == 1 && !self.found.iter().skip(from).any(own) {
            self.found.append(&mut weights);
        }
        if weights.is_empty() {
            return;
        }
        let (parts, rest): (Vec<Item>, Vec<Item>) = self.found.drain(from..).partition(own);
        self.found.extend(rest);
        let all: Vec<Item> = weights.into_iter().chain(parts).collect();
        let told = |side: fn(&Item) -> &Option<String>| {
            let named = all.iter().filter_map(|item| {
                let own = item.name.strip_prefix(&place.name).unwrap_or(&item.name).trim_start_matches(" / ");
                side(item).as_ref().map(|text| format!("{}: {text}", own.trim_end_matches(" / weight")))
            });
            Some(named.collect::<Vec<_>>().join(", ")).filter(|text| !text.is_empty())
        };
        self.found.push(Item {
            name: place.of("weights"),
            effect: Effect::Shifts,
            before: told(|item| &item.before),
            after: told(|item| &item.after),
            old: all.iter().find_map(|item| item.old),
            new: all.iter().find_map(|item| item.new),
            calendar: Whose::Old,
            edits: all.iter().flat_map(|item| item.edits.clone()).collect(),
        });
    }
}

/// Where the order of clauses means something: levels rise, stages follow each other, the first row that is true counts.
fn is_ordered(name: &str) -> bool {
    let own = name.rsplit(" / ").next().unwrap_or_default();
    ["risk ", "journey ", "tier "].iter().any(|word| own.starts_with(word)) || own == "bands"
}

/// The one expression in which two clauses differ.
fn only_expression<'w>(
    old: &'w Written,
    new: &'w Written,
    before: &str,
    after: &str,
) -> Option<(&'w Written, &'w Written)> {
    if old.parts.len() != new.parts.len() {
        return None;
    }
    let differs = |(a, b): &(&Written, &Written)| tokens(a, before) != tokens(b, after);
    let mut differing = old.parts.iter().zip(&new.parts).filter(differs);
    let (a, b) = differing.next()?;
    let is_only = differing.all(|(a, b)| a.form == Form::Text && b.form == Form::Text);
    match (a.form, b.form) {
        (Form::Expr, Form::Expr) if is_only => Some((a, b)),
        _ if is_only => only_expression(a, b, before, after),
        _ => None,
    }
}

fn tokens<'t>(part: &Written, text: &'t str) -> Vec<&'t str> {
    if part.parts.is_empty() {
        return text.get(part.span.range()).into_iter().collect();
    }
    part.parts.iter().filter(|part| part.form != Form::Comma).flat_map(|part| tokens(part, text)).collect()
}

/// What is left of two runs of words without what they begin and end with alike, but for a word on either side.
fn smallest(one: &[(&str, bool)], two: &[(&str, bool)]) -> (String, String) {
    let start = one.iter().zip(two).take_while(|(a, b)| a == b).count();
    let rest = one.len().min(two.len()) - start;
    let end = one.iter().rev().zip(two.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
    // A number or sign alone says little: what it is compared with belongs to it.
    let from = start.saturating_sub(2);
    let cut = |words: &[(&str, bool)]| {
        let upto = (words.len() - end + usize::from(end > 0 && start == words.len() - end)).min(words.len());
        brief(&words.get(from..upto).unwrap_or_default().iter().map(|(word, _)| *word).collect::<Vec<_>>().join(" "))
    };
    (cut(one), cut(two))
}

/// On one line, and not longer than a few of them.
fn brief(text: &str) -> String {
    const MOST: usize = 160;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(MOST) {
        Some((end, _)) => format!("{} …", line.get(..end).unwrap_or_default().trim_end()),
        None => line,
    }
}
