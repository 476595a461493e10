//! The JSON Schema of one value: what `read` takes for a kind of field, numbers and words in quotes included.
//!
//! A `minimum` speaks of numbers only and a `pattern` of texts only, so one flat object says both.

use serde_json::{Map, Value as Json, json};
use stageplay_dsl::typed::{Field, FieldKind, Playbook};
use stageplay_dsl::types::{ChoiceSet, Value, show_day, show_number};

/// A date that exists, or a timestamp of such a date: 29 February in leap years only.
const DATE: &str = "(?:[0-9]{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)\
    |02-(?:0[1-9]|1[0-9]|2[0-8]))|(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29)\
    (?:[Tt ](?:[01][0-9]|2[0-3]):[0-5][0-9]:(?:[0-5][0-9]|60)(?:\\.[0-9]+)?(?:[Zz]|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])?)?";

/// A number in plain notation.
const NUMBER: &str = "[+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?";

/// A number that may be whole: with an exponent a pattern cannot tell.
const WHOLE: &str =
    "\\+?(?:[0-9]+(?:\\.0*)?|\\.0+)|-(?:0+(?:\\.0*)?|\\.0+)|[+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)[eE][+-]?[0-9]+";

const YES_OR_NO: &str = "[Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee]|[Yy][Ee][Ss]|[Nn][Oo]";

/// Whether a record without a value is set aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Need {
    /// It is.
    Needed,
    /// Nothing, `null` and a blank text mean that there is no value.
    Optional,
}

/// Dates, said once for all fields.
pub(super) fn date(need: Need) -> Json {
    typed(&["string"], need, Some(DATE))
}

/// The name of [`date`] among the definitions.
pub(super) fn date_name(need: Need) -> &'static str {
    match need {
        Need::Needed => "date",
        Need::Optional => "date-or-nothing",
    }
}

/// What a field takes.
pub(super) fn of_field(field: &Field, need: Need, playbook: &Playbook) -> Json {
    let mut schema = match &field.kind {
        FieldKind::Text => match need {
            Need::Needed => json!({ "type": "string", "pattern": "\\S" }),
            Need::Optional => json!({ "type": ["string", "null"] }),
        },
        FieldKind::Number | FieldKind::Ratio | FieldKind::Money(_) | FieldKind::Days => {
            typed(&["number", "string"], need, Some(NUMBER))
        }
        FieldKind::Count => typed(&["integer", "string"], need, Some(WHOLE)),
        FieldKind::Percent => typed(&["number", "string"], need, Some(&format!("{NUMBER}(?:\\s*%)?"))),
        FieldKind::YesNo => typed(&["boolean", "string"], need, Some(YES_OR_NO)),
        FieldKind::Date => json!({ "$ref": format!("#/$defs/{}", date_name(need)) }),
        FieldKind::Choice(set) => choice(&playbook.choices[*set], need),
    };
    let Some(entries) = schema.as_object_mut() else { return schema };
    range(field, entries);
    entries.insert("description".into(), description(field, playbook).into());
    if let Some(default) = &field.default {
        entries.insert("default".into(), default_of(default, field, playbook));
    }
    schema
}

fn typed(types: &[&str], need: Need, pattern: Option<&str>) -> Json {
    let mut types = types.to_vec();
    if need == Need::Optional {
        types.push("null");
    }
    let types = match types.as_slice() {
        [one] => json!(one),
        many => json!(many),
    };
    let mut schema = json!({ "type": types });
    if let (Some(pattern), Some(entries)) = (pattern, schema.as_object_mut()) {
        entries.insert("pattern".into(), around(pattern, need).into());
    }
    schema
}

/// Blanks around a text do not count.
fn around(pattern: &str, need: Need) -> String {
    let nothing = if need == Need::Optional { "?" } else { "" };
    format!("^\\s*(?:{pattern}){nothing}\\s*$")
}

fn choice(set: &ChoiceSet, need: Need) -> Json {
    let labels = set.words.iter().filter_map(|word| word.label.as_deref()).map(str::trim);
    let mut spellings: Vec<&str> = Vec::new();
    for spelling in set.names().chain(labels) {
        if !spelling.is_empty() && !spellings.contains(&spelling) {
            spellings.push(spelling);
        }
    }
    let any_case: Vec<String> = spellings.iter().map(|spelling| in_any_case(spelling)).collect();
    let mut listed: Vec<Json> = spellings.iter().map(|spelling| json!(spelling)).collect();
    if need == Need::Optional {
        listed.push(Json::Null);
    }
    json!({ "anyOf": [{ "enum": listed }, { "type": "string", "pattern": around(&any_case.join("|"), need) }] })
}

/// A pattern for a text in small, large and mixed letters.
fn in_any_case(text: &str) -> String {
    let mut pattern = String::new();
    for letter in text.chars() {
        let mut cases: Vec<char> = vec![letter];
        for case in [only(letter.to_lowercase()), only(letter.to_uppercase())].into_iter().flatten() {
            if !cases.contains(&case) {
                cases.push(case);
            }
        }
        match cases.as_slice() {
            [one] if "^$\\.*+?()[]{}|/".contains(*one) => pattern.extend(['\\', *one]),
            [one] => pattern.push(*one),
            many => {
                pattern.push('[');
                pattern.extend(many);
                pattern.push(']');
            }
        }
    }
    pattern
}

fn only(mut letters: impl Iterator<Item = char>) -> Option<char> {
    letters.next().filter(|_| letters.next().is_none())
}

/// The range, of numbers that are written as numbers.
fn range(field: &Field, entries: &mut Map<String, Json>) {
    let bound = |bound: f64| match field.kind {
        FieldKind::Percent => in_percent(bound),
        _ => bound,
    };
    let (mut low, high) = (field.low.map(bound), field.high.map(bound));
    match field.kind {
        FieldKind::Count => low = Some(low.unwrap_or(0.0).max(0.0)),
        FieldKind::Date | FieldKind::Text | FieldKind::YesNo | FieldKind::Choice(_) => return,
        _ => {}
    }
    for (name, bound) in [("minimum", low), ("maximum", high)] {
        if let Some(bound) = bound {
            entries.insert(name.into(), number(bound));
        }
    }
}

/// A fraction as data writes it: the point is moved in the text, so that 7% stays 7.
fn in_percent(fraction: f64) -> f64 {
    let text = format!("{fraction:e}");
    let moved = text.split_once('e').and_then(|(mantissa, exponent)| {
        let exponent: i32 = exponent.parse().ok()?;
        format!("{mantissa}e{}", exponent.checked_add(2)?).parse().ok()
    });
    moved.unwrap_or(fraction * 100.0)
}

/// Whole numbers without `.0`.
fn number(value: f64) -> Json {
    #[allow(clippy::cast_possible_truncation, reason = "checked to be whole and to fit")]
    let whole = (value.fract() == 0.0 && value.abs() < 9e15).then_some(value as i64);
    whole.map_or_else(|| json!(value), |whole| json!(whole))
}

fn description(field: &Field, playbook: &Playbook) -> String {
    let mut text = String::new();
    let mut say = |sentence: &str| {
        if !sentence.is_empty() {
            let end = if sentence.ends_with(['.', '!', '?']) { "" } else { "." };
            text.extend([if text.is_empty() { "" } else { " " }, sentence, end]);
        }
    };
    say(field.sentence.as_deref().unwrap_or("").trim());
    say(&kind(field, playbook));
    if let Some(stale) = &field.stale {
        let since = playbook.fields.rows().get(stale.since.0 as usize).map_or("?", |since| since.path.as_str());
        say(&format!("Counts for {} days after `{since}`", show_number(stale.after)));
    }
    if field.private {
        say("Private: not shown in reports of bad data");
    }
    text
}

fn kind(field: &Field, playbook: &Playbook) -> String {
    match &field.kind {
        FieldKind::Text => "A text".into(),
        FieldKind::Number => "A number".into(),
        FieldKind::Count => "A whole number, 0 or more".into(),
        FieldKind::Percent => "A percentage, as 35 or \"35%\"".into(),
        FieldKind::Ratio => "A ratio, as 0.35".into(),
        FieldKind::Money(currency) => format!("An amount of {currency}, as a plain number"),
        FieldKind::Days => "A number of days".into(),
        FieldKind::Date => {
            #[allow(clippy::cast_possible_truncation, reason = "a bound of dates is a whole day number")]
            let show = |bound: f64| show_day(bound as i32);
            let range = match (field.low.map(show), field.high.map(show)) {
                (Some(low), Some(high)) => format!(", {low} to {high}"),
                (Some(low), None) => format!(", {low} or later"),
                (None, Some(high)) => format!(", {high} or earlier"),
                (None, None) => String::new(),
            };
            format!("A date, as 2026-03-02{range}")
        }
        FieldKind::YesNo => "Yes or no, as true or false".into(),
        FieldKind::Choice(set) => {
            let words: Vec<String> = playbook.choices[*set].words.iter().map(word).collect();
            format!("One of {}; large and small letters are the same", words.join(", "))
        }
    }
}

fn word(word: &stageplay_dsl::types::Word) -> String {
    match &word.label {
        Some(label) => format!("`{}` (also written `{}`)", word.name, label.trim()),
        None => format!("`{}`", word.name),
    }
}

/// A default as data writes it.
fn default_of(default: &Value, field: &Field, playbook: &Playbook) -> Json {
    match (default, &field.kind) {
        (Value::Number(fraction), FieldKind::Percent) => number(in_percent(*fraction)),
        (Value::Number(value), _) => number(*value),
        (Value::Date(day), _) => show_day(*day).into(),
        (Value::Truth(truth), _) => (*truth).into(),
        (Value::Choice(code), FieldKind::Choice(set)) => playbook.choices[*set].word(*code).into(),
        (Value::Choice(code), _) => (*code).into(),
        (Value::Text(text), _) => text.as_str().into(),
    }
}
