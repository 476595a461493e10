//! Promoters and detractors: the net promoter score, -100 to 100.

use super::gathered::Live;
use crate::send::Sum;
use stageplay_dsl::typed::{Answer, Expr};

/// Who recommends and who does not: accounts, or the people of a list. Weights are those of accounts; without weights
/// every account weighs 1. An account whose people answered differently is in parts with both.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Answers {
    /// Whether people were asked, and are what the first three counts count.
    pub of_people: bool,
    /// Answers of 9 and 10.
    pub promoters: usize,
    /// Between.
    pub passives: usize,
    /// Answers up to 6.
    pub detractors: usize,
    /// Accounts that count.
    pub accounts: usize,
    /// What the promoters weigh.
    pub promoting: f64,
    /// What the detractors weigh.
    pub detracting: f64,
    /// What all who answered weigh.
    pub weight: f64,
    /// Out: no answer.
    pub without_answer: usize,
    /// Out: an answer, but a weight that is unknown or negative.
    pub without_weight: usize,
}

impl Answers {
    /// The score.
    ///
    /// # Errors
    /// Why it is unknown.
    pub fn score(&self) -> Result<f64, String> {
        if self.accounts == 0 {
            return Err("nobody answered".into());
        }
        if self.weight == 0.0 {
            return Err("those who answered weigh nothing".into());
        }
        let score = 100.0 * ((self.promoting - self.detracting) / self.weight);
        // A part of too much is not nothing.
        if score.is_finite() && self.weight.is_finite() { Ok(score) } else { Err("too much to add up".into()) }
    }
}

/// What one account says.
struct Said {
    promoters: f64,
    detractors: f64,
    /// More than 0.
    answers: f64,
}

fn said(live: &Live<'_>, answer: &Answer, row: usize) -> Option<Said> {
    match answer {
        Answer::Account(answer) => {
            let given = live.value(answer, row)?;
            let truth = |is: bool| if is { 1.0 } else { 0.0 };
            let (promoters, detractors) = (truth(given >= Answer::PROMOTER), truth(given <= Answer::DETRACTOR));
            Some(Said { promoters, detractors, answers: 1.0 })
        }
        Answer::People { known, promoters, detractors } => {
            let answers = live.value(known, row).filter(|known| *known > 0.0)?;
            Some(Said { promoters: live.value(promoters, row)?, detractors: live.value(detractors, row)?, answers })
        }
    }
}

/// Counts the answers of the accounts that have not left.
pub(super) fn answers(live: &Live<'_>, answer: &Answer, weight: Option<&Expr>) -> Answers {
    let mut found = Answers { of_people: matches!(answer, Answer::People { .. }), ..Answers::default() };
    let [mut promoting, mut detracting, mut all] = [Sum::default(); 3];
    for row in &live.rows {
        let Some(said) = said(live, answer, *row) else {
            found.without_answer += 1;
            continue;
        };
        let weight = weight.map_or(Some(1.0), |weight| live.value(weight, *row).filter(|weight| *weight >= 0.0));
        let Some(weight) = weight else {
            found.without_weight += 1;
            continue;
        };
        all.add(weight);
        promoting.add(weight * (said.promoters / said.answers));
        detracting.add(weight * (said.detractors / said.answers));
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "counts")]
        let [promoters, detractors, answers] = [said.promoters, said.detractors, said.answers].map(|n| n as usize);
        found.accounts += 1;
        found.promoters += promoters;
        found.detractors += detractors;
        found.passives += answers.saturating_sub(promoters + detractors);
    }
    Answers { promoting: promoting.value(), detracting: detracting.value(), weight: all.value(), ..found }
}
