//! What a playbook has to be told about an account.

use super::sentences::constant;
use super::{sentence, settings};
use crate::story::words::words;
use stageplay_dsl::typed::{self, FieldKind, Playbook};
use stageplay_dsl::types::{FieldId, Type, show_value};

/// A field of an account, or of a record in one of its lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// `usage.logins_30d`; `people.role`.
    pub path: String,
    /// What it holds: `a date`, `one of executive, champion`.
    pub holds: String,
    /// What it means.
    pub sentence: Option<String>,
    /// A record without it is set aside.
    pub is_required: bool,
    /// What else there is to know.
    pub notes: Vec<String>,
}

/// The fields of a playbook: what is required first, else in order. A list stands before its fields.
pub(super) fn fields(playbook: &Playbook) -> Vec<Field> {
    let mut fields: Vec<Field> = playbook.fields.iter().map(|(id, field)| of_account(playbook, id, field)).collect();
    fields.sort_by_key(|field| !field.is_required);
    for list in playbook.lists.rows() {
        fields.push(Field {
            path: list.path.to_string(),
            holds: "a list of records".into(),
            sentence: sentence(list.sentence.as_ref()),
            is_required: list.required,
            notes: if list.private { vec!["private".into()] } else { Vec::new() },
        });
        let inside = list.fields.iter().zip(&list.stale).map(|(field, stale)| {
            let mut shown = one(playbook, field);
            shown.path = format!("{}.{}", list.path, field.path);
            let since = stale.and_then(|(since, days)| Some((list.fields.get(since)?, days)));
            shown.notes.extend(since.map(|(since, days)| stale_note(playbook, days, &since.path)));
            shown
        });
        fields.extend(inside);
    }
    fields
}

fn of_account(playbook: &Playbook, id: FieldId, field: &typed::Field) -> Field {
    let mut shown = one(playbook, field);
    let stale = field.stale.as_ref();
    shown.notes.extend(stale.map(|stale| stale_note(playbook, stale.after, &playbook.fields[stale.since].path)));
    if id == playbook.id_field {
        shown.notes.push("names the account".into());
        shown.is_required = true;
    }
    if id == playbook.revenue_field {
        shown.notes.push("is added up as revenue".into());
    }
    shown
}

fn stale_note(playbook: &Playbook, days: f64, since: &str) -> String {
    format!("counts for {} from {} on", show_value(days, &Type::Days, &playbook.choices), words(since))
}

fn one(playbook: &Playbook, field: &typed::Field) -> Field {
    let mut notes = Vec::new();
    if field.low.is_some() || field.high.is_some() {
        let range = (field.low.unwrap_or(f64::NEG_INFINITY), field.high.unwrap_or(f64::INFINITY));
        notes.push(settings::range(playbook, range, &field.ty));
    }
    if let Some(default) = &field.default {
        notes.push(format!("{} where it is not given", constant(playbook, default, &field.ty)));
    }
    if field.private {
        notes.push("private".into());
    }
    if !field.also.is_empty() {
        notes.push(format!("also headed {}", field.also.join(", ")));
    }
    Field {
        path: field.path.to_string(),
        holds: holds(playbook, &field.kind),
        sentence: sentence(field.sentence.as_ref()),
        is_required: field.required,
        notes,
    }
}

fn holds(playbook: &Playbook, kind: &FieldKind) -> String {
    match kind {
        FieldKind::Text => "text".into(),
        FieldKind::Number => "a number".into(),
        FieldKind::Count => "a whole number".into(),
        FieldKind::Percent => "a percentage".into(),
        FieldKind::Ratio => "a share, as 0.35".into(),
        FieldKind::Money(currency) => format!("an amount in {currency}"),
        FieldKind::Days => "a number of days".into(),
        FieldKind::Date => "a date".into(),
        FieldKind::YesNo => "yes or no".into(),
        FieldKind::Choice(set) => {
            format!("one of {}", playbook.choices[*set].names().collect::<Vec<_>>().join(", "))
        }
    }
}
