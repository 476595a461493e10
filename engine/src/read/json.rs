//! A JSON object as the texts of its values.
//!
//! Streams through the object: a value is not parsed here but cut out as it stands, so that one that cannot be
//! used costs that value only; what the schema does not know is skipped without being kept.

use super::names::Names;
use super::record::Values;
use super::schema::Target;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use std::fmt;

/// Fills `values` from the object `text`.
///
/// # Errors
/// What is wrong with the text, in words; `values` then holds what stood before that.
pub(super) fn read_object<'t>(text: &'t str, names: &mut Names<'_>, values: &mut Values<'t>) -> Result<(), String> {
    let found = match text.trim_start().as_bytes() {
        [b'{', ..] => {
            let mut json = serde_json::Deserializer::from_str(text);
            let read = Group { node: 0, names, values }.deserialize(&mut json).and_then(|()| json.end());
            return read.map_err(|error| in_words(&error, text));
        }
        [b'[', ..] => "a list",
        [b'"', ..] => "a text",
        [b'0'..=b'9' | b'-', ..] => "a number",
        _ => "something else",
    };
    Err(format!("expected one account as `{{ … }}`, found {found}"))
}

/// Fills `values` from the object `text` in a list whose elements are those of `node`.
pub(super) fn read_element<'t>(
    text: &'t str,
    node: usize,
    names: &mut Names<'_>,
    values: &mut Values<'t>,
) -> Result<(), serde_json::Error> {
    let mut json = serde_json::Deserializer::from_str(text);
    Group { node, names, values }.deserialize(&mut json)
}

/// The text with bare `NaN` and `Infinity`, which some programs write for numbers they do not have, in quotes;
/// nothing where there are none.
pub(super) fn quote_bare_words(text: &str) -> Option<String> {
    let mut quoted = String::new();
    let mut rest = text;
    let mut found = false;
    let (mut in_text, mut escaped) = (false, false);
    while let Some(letter) = rest.chars().next() {
        let word = ["NaN", "-Infinity", "Infinity"].into_iter().find(|word| !in_text && rest.starts_with(word));
        if let Some(word) = word {
            found = true;
            quoted.extend(["\"", word, "\""]);
            rest = rest.get(word.len()..).unwrap_or("");
            continue;
        }
        if escaped {
            escaped = false;
        } else if letter == '\\' {
            escaped = in_text;
        } else if letter == '"' {
            in_text = !in_text;
        }
        quoted.push(letter);
        rest = rest.get(letter.len_utf8()..).unwrap_or("");
    }
    found.then_some(quoted)
}

/// A record or a group in it.
struct Group<'a, 's, 't> {
    node: usize,
    names: &'a mut Names<'s>,
    values: &'a mut Values<'t>,
}

impl<'t> DeserializeSeed<'t> for Group<'_, '_, 't> {
    type Value = ();

    fn deserialize<D: Deserializer<'t>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_any(self)
    }
}

impl<'t> Visitor<'t> for Group<'_, '_, 't> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a group of fields")
    }

    fn visit_map<A: MapAccess<'t>>(self, mut fields: A) -> Result<(), A::Error> {
        let mut place = 0;
        while let Some(target) = fields.next_key_seed(Name { node: self.node, place, names: self.names })? {
            match target {
                Target::Field(at) => self.values.set(at, fields.next_value::<&RawValue>()?.get()),
                Target::Group(node) => {
                    fields.next_value_seed(Group { node, names: self.names, values: self.values })?;
                }
                Target::Unknown => {
                    fields.next_value::<IgnoredAny>()?;
                }
            }
            place += 1;
        }
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        self.values.misplace(self.node, "true or false");
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        self.values.misplace(self.node, "a number");
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        self.values.misplace(self.node, "a number");
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        self.values.misplace(self.node, "a number");
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        self.values.misplace(self.node, "a text");
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'t>>(self, mut list: A) -> Result<(), A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        self.values.misplace(self.node, "a list");
        Ok(())
    }
}

/// The name of a field or group.
struct Name<'a, 's> {
    node: usize,
    place: usize,
    names: &'a mut Names<'s>,
}

impl<'t> DeserializeSeed<'t> for Name<'_, '_> {
    type Value = Target;

    fn deserialize<D: Deserializer<'t>>(self, json: D) -> Result<Target, D::Error> {
        json.deserialize_str(self)
    }
}

impl Visitor<'_> for Name<'_, '_> {
    type Value = Target;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a field")
    }

    fn visit_str<E>(self, name: &str) -> Result<Target, E> {
        let target = self.names.target(self.node, self.place, name);
        if target == Target::Unknown {
            self.names.count_unknown(self.node, name);
        }
        Ok(target)
    }
}

/// A fault of the notation as people say it.
fn in_words(error: &serde_json::Error, text: &str) -> String {
    if error.is_eof() {
        return "the record is cut off: it ends before its last `}`".into();
    }
    let message = error.to_string();
    let words = match message.split(" at line ").next().unwrap_or("") {
        "expected `:`" => "expected `:` after the name of a field",
        "expected `,` or `]`" => "expected `,` or `]`",
        "expected `,` or `}`" => "expected `,` or `}`",
        "expected ident" => "expected `true`, `false` or `null`",
        "expected value" => "expected a value",
        "invalid escape" => "a `\\` that begins no known escape",
        "invalid number" => "a number written another way",
        "number out of range" => "a number that is too large",
        "key must be a string" => "expected the name of a field in double quotes",
        "trailing comma" => "a comma with nothing after it",
        "trailing characters" => "expected the end of the record",
        "recursion limit exceeded" => "nested too deeply",
        other if other.starts_with("control character") => "a control character inside a text",
        other if other.contains("hex escape") || other.contains("unicode") => "half a character inside a text",
        _ => "not written as JSON",
    };
    // The column of a control character is that of the character before it.
    let column = error.column() - usize::from(error.column() > 0 && !message.starts_with("control character"));
    let line = error.line().saturating_sub(1);
    let before = text.split('\n').nth(line).and_then(|line| line.get(..column));
    match before {
        Some(before) if line == 0 => format!("not JSON at character {}: {words}", before.chars().count() + 1),
        Some(before) => {
            format!("not JSON at character {} of line {} of the record: {words}", before.chars().count() + 1, line + 1)
        }
        None => format!("not JSON: {words}"),
    }
}

#[cfg(test)]
mod tests {
    use super::quote_bare_words;

    #[test]
    fn only_bare_words_are_quoted() {
        assert_eq!(
            quote_bare_words(r#"{"a":NaN,"b":"NaN \" NaN","c":[-Infinity]}"#).as_deref(),
            Some(r#"{"a":"NaN","b":"NaN \" NaN","c":["-Infinity"]}"#)
        );
        assert_eq!(quote_bare_words(r#"{"a":"NaN"}"#), None);
    }
}
