//! Custom scores, in the language and in rhai.

use super::Known;
use super::evaluator::Evaluator;
use rhai::{Dynamic, Engine, Scope};
use stageplay_dsl::typed::{Param, ScoreBody};
use stageplay_dsl::types::ScoreId;

impl Evaluator<'_> {
    /// A score, unless it lies outside its range.
    pub(crate) fn scored(&self, id: ScoreId) -> Option<f64> {
        let score = &self.book.scores[id];
        let result = match &score.body {
            ScoreBody::Expr(body) => self.number(body)?,
            ScoreBody::Script { params, text, .. } => self.script(params, text)?,
        };
        (score.low..=score.high).contains(&result).then_some(result)
    }

    /// What the script gives, unless it fails; a parameter that is unknown keeps it from running.
    fn script(&self, params: &[Param], text: &str) -> Option<f64> {
        let mut scope = Scope::new();
        for param in params {
            let value = match self.value(&param.value)? {
                Known::Number(number) => Dynamic::from_float(number),
                Known::Truth(truth) => Dynamic::from_bool(truth),
                Known::Text(text) => Dynamic::from(text.to_string()),
                Known::Records(records) => panic!("a list is no value: {records:?}"),
                Known::Word(word) => {
                    let set = self.set_of(&param.value).expect("a word has a set");
                    Dynamic::from(self.book.choices[set].word(word).to_string())
                }
            };
            scope.push_dynamic(param.name.as_str(), value);
        }
        let result = Engine::new().eval_with_scope::<Dynamic>(&mut scope, text).ok()?;
        let number = result.as_float().or_else(|_| result.as_int().map(|whole| whole as f64)).ok()?;
        number.is_finite().then_some(number)
    }
}
