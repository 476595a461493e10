//! What has changed from one snapshot to the next, as `set` says it.

use super::fixture::{percent, records, scalar};
use super::snapshot::Snapshot;
use crate::column::is_hostile;
use smol_str::SmolStr;
use stageplay_dsl::resolve::is_reserved;
use stageplay_dsl::source::{SourceId, Span};
use stageplay_dsl::typed::{Borrowed, Field, FieldKind, Playbook};
use stageplay_dsl::types::{FieldId, Id, ListId, Value, parse_day, show_day};

/// What is set on the date of each snapshot.
pub(super) struct Changes {
    /// As a test writes it, one for each field or list.
    pub(super) written: Vec<Vec<String>>,
    /// The same, typed.
    pub(super) typed: Vec<Set>,
    /// The snapshots that have to stand as fixtures, with their names: the first, and those of which something has to be
    /// borrowed.
    pub(super) fixtures: Vec<(usize, String)>,
}

/// What is set on a date.
#[derive(Default)]
pub(super) struct Set {
    pub(super) values: Vec<(FieldId, Option<Value>)>,
    pub(super) without: Vec<ListId>,
    pub(super) borrowed: Vec<(Borrowed, (SmolStr, Span))>,
}

pub(super) fn changes(playbook: &Playbook, history: &[Snapshot], name: &str) -> Changes {
    let mut all = Changes { written: Vec::new(), typed: Vec::new(), fixtures: vec![(0, name.to_owned())] };
    for (at, now) in history.iter().enumerate() {
        let (mut written, mut set) = (Vec::new(), Set::default());
        if let Some(before) = at.checked_sub(1).and_then(|at| history.get(at)) {
            fields(playbook, history, (before, now, at), name, &mut all, &mut written, &mut set);
            lists(playbook, history, (before, now, at), name, &mut all, &mut written, &mut set);
        }
        all.written.push(written);
        all.typed.push(set);
    }
    all
}

fn fields(
    playbook: &Playbook,
    history: &[Snapshot],
    (before, now, at): (&Snapshot, &Snapshot, usize),
    name: &str,
    all: &mut Changes,
    written: &mut Vec<String>,
    set: &mut Set,
) {
    for ((id, field), (old, new)) in playbook.fields.iter().zip(before.values.iter().zip(&now.values)) {
        // An account is found by its id: it has the same one on every date.
        if old == new || id == playbook.id_field {
            continue;
        }
        let Some(value) = new else {
            written.push(format!("{} missing", field.path));
            set.values.push((id, None));
            continue;
        };
        if let Some(said) = said(playbook, field, value) {
            written.push(format!("{} = {said}", field.path));
            set.values.push((id, Some(value.clone())));
            continue;
        }
        let same = |snapshot: &Snapshot| snapshot.values.get(id.index()).and_then(Option::as_ref) == Some(value);
        let from = holder(history, all, name, at, &same);
        written.push(format!("{} from {from}", field.path));
        set.borrowed.push((Borrowed::Field(id), (from.into(), Span::new(SourceId(0), 0, 0))));
    }
}

fn lists(
    playbook: &Playbook,
    history: &[Snapshot],
    (before, now, at): (&Snapshot, &Snapshot, usize),
    name: &str,
    all: &mut Changes,
    written: &mut Vec<String>,
    set: &mut Set,
) {
    for (id, list) in playbook.lists.iter() {
        let of = |snapshot: &Snapshot| records(playbook, list, snapshot.lists.get(id.index())?);
        let new = of(now);
        if of(before) == new {
            continue;
        }
        if new.is_none() {
            written.push(format!("{} missing", list.path));
            set.without.push(id);
            continue;
        }
        let from = holder(history, all, name, at, &|snapshot: &Snapshot| of(snapshot) == new);
        written.push(format!("{} from {from}", list.path));
        set.borrowed.push((Borrowed::List(id), (from.into(), Span::new(SourceId(0), 0, 0))));
    }
}

/// The fixture that holds something: one that there is already, or this snapshot as one of its own.
fn holder(history: &[Snapshot], all: &mut Changes, name: &str, at: usize, same: &dyn Fn(&Snapshot) -> bool) -> String {
    if let Some((_, found)) = all.fixtures.iter().find(|(held, _)| history.get(*held).is_some_and(same)) {
        return found.clone();
    }
    let day = history.get(at).map_or_else(String::new, |snapshot| show_day(snapshot.day));
    let own = format!("{name}_{}", day.replace('-', "_"));
    all.fixtures.push((at, own.clone()));
    own
}

/// A value as `set` writes it; `None` where a playbook has no way to write it.
fn said(playbook: &Playbook, field: &Field, value: &Value) -> Option<String> {
    Some(match (value, &field.kind) {
        (Value::Number(number), kind) => match kind {
            FieldKind::Percent => percent(*number),
            FieldKind::Money(currency) => format!("{number} {currency}"),
            FieldKind::Days => format!("{number} days"),
            _ => number.to_string(),
        },
        (Value::Date(day), _) => {
            let shown = show_day(*day);
            parse_day(&shown)?;
            shown
        }
        (Value::Truth(truth), _) => if *truth { "yes" } else { "no" }.into(),
        (Value::Choice(code), FieldKind::Choice(set)) => {
            let word = playbook.choices[*set].word(*code);
            if is_reserved(word) {
                return None;
            }
            word.into()
        }
        (Value::Choice(_), _) => return None,
        (Value::Text(text), _) => {
            let plain = |letter: char| !(is_hostile(letter) || matches!(letter, '{' | '}' | '"' | '\\' | '`'));
            if !text.chars().all(plain) {
                return None;
            }
            scalar(playbook, field, value)
        }
    })
}
