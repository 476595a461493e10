//! How the scripts of a playbook are computed.

use stageplay_dsl::source::Sources;
use stageplay_dsl::typed::{Playbook, ScoreBody};
use stageplay_engine::column::plain;
use stageplay_engine::script::Way;

/// A line per script: where it stands, and whether it was lowered, or what keeps it from that and in which line of
/// its file.
pub fn show(sources: &Sources, playbook: &Playbook) -> String {
    let mut text = String::new();
    for score in playbook.scores.rows() {
        let (ScoreBody::Script { span, .. }, Some(way)) = (&score.body, Way::of(playbook, score)) else { continue };
        let file = sources.get(span.source);
        let name = file.map_or_else(String::new, |file| plain(&file.name).into_owned());
        let line = |offset: usize| file.map_or(0, |file| file.position(offset).line);
        let start = span.range().start;
        let way = match way {
            Way::Interpreted { fault, line: Some(_) } => {
                let at = line(start + fault.offset.unwrap_or(0));
                Way::Interpreted { fault, line: Some(at) }
            }
            other => other,
        };
        text.push_str(&format!("{name}:{}: script of `{}`: {}\n", line(start), score.name, plain(&way.to_string())));
    }
    text
}
