//! What was decided on a date, as `expect` says it.

use crate::workbench::test::{Decided, occurrences, written};
use smol_str::SmolStr;
use stageplay_dsl::typed::Playbook;
use stageplay_dsl::types::ChoiceSetId;

/// What was decided in one evaluation.
pub(super) struct Told {
    /// The words of scorecards and journeys, in order; `None` is unknown.
    words: Vec<Option<SmolStr>>,
    /// The levels of risks, in order.
    levels: Vec<Option<SmolStr>>,
    /// What happened to plays, as `exactly` names it.
    pub(super) happened: Vec<String>,
}

impl Told {
    pub(super) fn of(playbook: &Playbook, seen: &Decided<'_>) -> Self {
        let at = seen.row.frame.rows.start + seen.row.at - seen.decided.rows.start;
        let word = |set: ChoiceSetId, code: Option<u16>| code.map(|code| playbook.choices[set].word(code).into());
        let cards = playbook.cards.rows().iter().zip(seen.decided.cards.rows());
        let bands = cards.map(|(card, columns)| word(card.band_set, columns.band.get(at)));
        let journeys = playbook.journeys.rows().iter().zip(seen.decided.stages.rows());
        let stages = journeys.map(|(journey, codes)| word(journey.stage_set, codes.get(at)));
        let risks = playbook.risks.rows().iter().zip(seen.decided.levels.rows());
        let levels = risks.map(|(risk, codes)| word(risk.level_set, codes.get(at)));
        Self {
            words: bands.chain(stages).collect(),
            levels: levels.collect(),
            happened: occurrences(seen.happened).into_iter().map(|one| written(playbook, one)).collect(),
        }
    }

    /// Bands and stages on a line, and on another the levels of risks that are not what they were: at first, those that
    /// are not `none`.
    pub(super) fn states(&self, playbook: &Playbook, before: Option<&Self>) -> Vec<String> {
        let cards = playbook.cards.rows().iter().map(|card| card.name.as_str());
        let names = cards.chain(playbook.journeys.rows().iter().map(|journey| journey.name.as_str()));
        let words = names.zip(&self.words).map(|(name, word)| says(name, word.as_deref())).collect::<Vec<_>>();
        let none = Some(SmolStr::new_static("none"));
        let risks = playbook.risks.rows().iter().zip(&self.levels).enumerate();
        let levels = risks.filter_map(|(at, (risk, level))| {
            let was = before.map_or(Some(&none), |before| before.levels.get(at));
            (was != Some(level)).then(|| says(&risk.name, level.as_deref()))
        });
        let levels: Vec<String> = levels.collect();
        [words, levels].into_iter().filter(|line| !line.is_empty()).map(|line| line.join(", ")).collect()
    }
}

fn says(name: &str, word: Option<&str>) -> String {
    // `never` begins an expectation of its own.
    let name = if name == "never" { "(never)" } else { name };
    word.map_or_else(|| format!("{name} is missing"), |word| format!("{name} is {word}"))
}
