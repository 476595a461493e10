//! Loads and how much people can do, in words and for programs.

use serde_json::{Map, Value, json};
use stageplay_dsl::types::show_number;
use stageplay_engine::live::{Held, Holder, Measure};

/// Whose work it is. Texts of the data are in it as they came.
pub fn who(who: &Holder) -> String {
    match who {
        Holder::Person(who) => who.to_string(),
        Holder::Role(role) => format!("{role}, nobody named"),
        Holder::Nobody => "nobody named".into(),
    }
}

/// `14 open plays of 12`, `22 h of 20 h`.
pub fn held(held: &Held) -> String {
    let (is, most) = (rounded(held.is), rounded(held.most));
    let plays = if held.is == 1.0 { "play" } else { "plays" };
    match held.of {
        Measure::OpenPlays => format!("{is} open {plays} of {most}"),
        Measure::NewPlays => format!("{is} new {plays} of {most}"),
        Measure::Effort => format!("{is} h of {most} h"),
    }
}

/// The same, by the words of the measures.
pub fn json(held: &[Held]) -> Value {
    let one = |it: &Held| (it.of.word().to_owned(), json!({ "is": it.is, "most": it.most, "over": it.is_over() }));
    Value::Object(held.iter().map(one).collect::<Map<_, _>>())
}

/// The person and the role of work, for programs: one of them is `null`.
pub fn json_who(who: &Holder) -> (Value, Value) {
    (json!(who.person()), json!(who.role()))
}

/// Without the decimals that only sums make.
fn rounded(number: f64) -> String {
    show_number((number * 100.0).round() / 100.0)
}
