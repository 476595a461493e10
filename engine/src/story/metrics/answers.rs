//! Promoters and detractors: the net promoter score, -100 to 100.

use super::gathered::Live;
use crate::send::Sum;
use stageplay_dsl::typed::Expr;

/// From here on an answer is that of a promoter.
const PROMOTER: f64 = 9.0;
/// Up to here it is that of a detractor.
const DETRACTOR: f64 = 6.0;

/// Who recommends and who does not. Accounts and their weights; without weights every account weighs 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Answers {
    /// Answers of 9 and 10.
    pub promoters: usize,
    /// Between.
    pub passives: usize,
    /// Answers up to 6.
    pub detractors: usize,
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
        if self.promoters + self.passives + self.detractors == 0 {
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

/// Counts the answers of the accounts that have not left.
pub(super) fn answers(live: &Live<'_>, answer: &Expr, weight: Option<&Expr>) -> Answers {
    let mut found = Answers::default();
    let [mut promoting, mut detracting, mut all] = [Sum::default(); 3];
    for row in &live.rows {
        let Some(answer) = live.value(answer, *row) else {
            found.without_answer += 1;
            continue;
        };
        let weight = weight.map_or(Some(1.0), |weight| live.value(weight, *row).filter(|weight| *weight >= 0.0));
        let Some(weight) = weight else {
            found.without_weight += 1;
            continue;
        };
        all.add(weight);
        if answer >= PROMOTER {
            found.promoters += 1;
            promoting.add(weight);
        } else if answer <= DETRACTOR {
            found.detractors += 1;
            detracting.add(weight);
        } else {
            found.passives += 1;
        }
    }
    Answers { promoting: promoting.value(), detracting: detracting.value(), weight: all.value(), ..found }
}
