//! Outcomes: what has become of accounts, one date each, from a file beside the snapshots.

use super::ReadError;
use crate::column::plain_cut;
use serde_json::{Map, Value};
use smol_str::SmolStr;
use stageplay_dsl::types::{Day, parse_day};
use std::collections::BTreeMap;
use std::path::Path;

/// When the outcome came, by account; `None`: it has not come.
pub type Outcomes = BTreeMap<SmolStr, Option<Day>>;

/// Why outcomes could not be read. `place` counts records from 1.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the messages say it")]
pub enum OutcomesError {
    #[error(transparent)]
    File(#[from] ReadError),
    #[error("`{file}`: {cause}")]
    Form { file: String, cause: String },
    #[error("record {place} of `{file}` has no `{id}`, which names the account")]
    NoId { file: String, place: usize, id: String },
    #[error("no record of `{file}` has a field `{field}`; it has {found}")]
    NoField { file: String, field: String, found: String },
    #[error("record {place} of `{file}`: `{field}` is `{value}`, expected a date as 2026-03-02, or nothing")]
    NoDate { file: String, place: usize, field: String, value: String },
    #[error("record {place} of `{file}`: `{account}` has two different outcomes")]
    Twice { file: String, place: usize, account: String },
}

/// Reads the dates of one field from a file of objects: .ndjson, .jsonl, .json or .csv. Null, an empty text and a
/// record without the field say that the outcome has not come.
///
/// # Errors
/// See [`OutcomesError`].
pub fn outcomes(path: &Path, id: &str, field: &str) -> Result<Outcomes, OutcomesError> {
    let file = plain_cut(&path.to_string_lossy(), 200).into_owned();
    let bytes = std::fs::read(path).map_err(|cause| ReadError::io(path, cause))?;
    let records = records(path, &bytes).map_err(|cause| match cause {
        None => OutcomesError::File(ReadError::UnknownText(path.to_path_buf())),
        Some(cause) => OutcomesError::Form { file: file.clone(), cause },
    })?;
    gathered(&records, &file, id, field)
}

fn gathered(records: &[Map<String, Value>], file: &str, id: &str, field: &str) -> Result<Outcomes, OutcomesError> {
    let shown = |text: &str| plain_cut(text, 80).into_owned();
    if !records.iter().any(|record| record.contains_key(field)) {
        let names = records.first().map(|record| record.keys().map(|name| format!("`{}`", shown(name))).collect());
        let found = names.map_or_else(|| "no records".into(), |names: Vec<String>| names.join(", "));
        return Err(OutcomesError::NoField { file: file.into(), field: shown(field), found });
    }
    let mut outcomes = Outcomes::new();
    for (record, place) in records.iter().zip(1..) {
        let account = record.get(id).and_then(Value::as_str).filter(|id| !id.is_empty());
        let Some(account) = account else {
            return Err(OutcomesError::NoId { file: file.into(), place, id: shown(id) });
        };
        let day = match record.get(field) {
            None | Some(Value::Null) => None,
            Some(Value::String(text)) if text.is_empty() => None,
            Some(value) => {
                let text = value.as_str().map_or_else(|| value.to_string(), String::from);
                Some(parse_day(&text).ok_or_else(|| OutcomesError::NoDate {
                    file: file.into(),
                    place,
                    field: shown(field),
                    value: shown(&text),
                })?)
            }
        };
        if outcomes.insert(account.into(), day).is_some_and(|before| before != day) {
            return Err(OutcomesError::Twice { file: file.into(), place, account: shown(account) });
        }
    }
    Ok(outcomes)
}

/// The records of a file, or what is wrong with it; `None`: its ending says nothing.
fn records(path: &Path, bytes: &[u8]) -> Result<Vec<Map<String, Value>>, Option<String>> {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match ending.as_deref() {
        Some("ndjson" | "jsonl") => serde_json::Deserializer::from_slice(bytes)
            .into_iter()
            .zip(1_u64..)
            .map(|(record, place)| record.map_err(|cause| Some(format!("record {place} is no JSON object: {cause}"))))
            .collect(),
        Some("json") => serde_json::from_slice(bytes).map_err(|cause| Some(format!("no list of objects: {cause}"))),
        Some("csv") => {
            let mut reader = csv::Reader::from_reader(bytes);
            let headings = reader.headers().map_err(|cause| Some(cause.to_string()))?.clone();
            let record = |cells: csv::StringRecord| {
                headings.iter().zip(cells.iter()).map(|(name, cell)| (name.into(), cell.into())).collect()
            };
            reader.records().map(|cells| cells.map(record).map_err(|cause| Some(cause.to_string()))).collect()
        }
        _ => Err(None),
    }
}

#[cfg(test)]
mod tests {
    use super::{gathered, records};
    use stageplay_dsl::types::parse_day;
    use std::path::Path;

    fn told(name: &str, text: &str) -> String {
        let records = records(Path::new(name), text.as_bytes()).unwrap_or_else(|cause| panic!("{cause:?}"));
        match gathered(&records, name, "id", "left") {
            Ok(outcomes) => format!("{outcomes:?}"),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn the_three_forms_say_the_same() {
        let day = parse_day("2026-03-02");
        let expected = format!("{:?}", super::Outcomes::from([("a".into(), day), ("b".into(), None)]));
        assert_eq!(
            told("o.ndjson", "{\"id\":\"a\",\"left\":\"2026-03-02\"}\n{\"id\":\"b\",\"left\":null}\n"),
            expected
        );
        assert_eq!(told("o.json", "[{\"id\":\"a\",\"left\":\"2026-03-02\"},{\"id\":\"b\"}]"), expected);
        assert_eq!(told("o.csv", "id,left\na,2026-03-02\nb,\n"), expected);
    }

    #[test]
    fn what_is_wrong_is_named() {
        let date = "record 1 of `o.csv`: `left` is `soon`, expected a date as 2026-03-02, or nothing";
        assert_eq!(told("o.csv", "id,left\na,soon\n"), date);
        assert_eq!(told("o.csv", "id,gone\na,\n"), "no record of `o.csv` has a field `left`; it has `id`, `gone`");
        assert_eq!(told("o.csv", "name,left\na,\n"), "record 1 of `o.csv` has no `id`, which names the account");
        let twice = "record 2 of `o.csv`: `a` has two different outcomes";
        assert_eq!(told("o.csv", "id,left\na,2026-03-02\na,\n"), twice);
    }
}
