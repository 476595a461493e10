//! A cap or floor that can never matter.

use super::Ground;
use crate::diagnostic::{Code, Diagnostic};
use crate::typed::{ExprKind, LimitKind, LimitTo};
use crate::types::Value;

/// Compares every cap with the top of the scale, and every floor with its bottom.
pub(super) fn lint(ground: &Ground<'_>, found: &mut Vec<Diagnostic>) {
    for card in ground.playbook.cards.rows() {
        for limit in &card.limits {
            let why = match (&limit.kind, &limit.to) {
                (LimitKind::Cap, LimitTo::Value(to)) => {
                    written(&to.kind).filter(|to| *to >= 100.0).map(|_| "no score is above 100 anyway".to_owned())
                }
                (LimitKind::Floor, LimitTo::Value(to)) => {
                    written(&to.kind).filter(|to| *to <= 0.0).map(|_| "no score is below 0 anyway".to_owned())
                }
                // An unknown score becomes the cap's band, so a cap at the highest band does something.
                (LimitKind::Cap, LimitTo::Band(_)) => None,
                (LimitKind::Floor, LimitTo::Band(band)) => (*band == 0).then(|| {
                    let band = ground.playbook.choices[card.band_set].word(*band);
                    format!("no band is below `{band}`")
                }),
            };
            if let Some(why) = why {
                let word = if limit.kind == LimitKind::Cap { "cap" } else { "floor" };
                let message = format!("this {word} of `{}` changes nothing: {why}", card.name);
                found.push(Diagnostic::lint(Code(709), limit.span, message).help("remove it, or change where it ends"));
            }
        }
    }
}

fn written(kind: &ExprKind) -> Option<f64> {
    match kind {
        ExprKind::Constant(Value::Number(number)) => Some(*number),
        _ => None,
    }
}
