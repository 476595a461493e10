//! A stage whose way back and way on are open at once.

use super::Ground;
use super::simple::{Simple, both, parts};
use crate::diagnostic::{Code, Diagnostic};
use crate::typed::Stage;
use crate::types::show_value;

/// Compares `back to` of each stage with `exit` of it and `enter` of the next, where all ask the same value.
pub(super) fn lint(ground: &Ground<'_>, found: &mut Vec<Diagnostic>) {
    for journey in ground.playbook.journeys.rows() {
        for (at, stage) in journey.stages.iter().enumerate() {
            for next in journey.stages.iter().filter(|next| next.after.contains(&at)) {
                let Some(forward) = forward(ground, stage, next) else { continue };
                for (to, back) in &stage.back_to {
                    let (back_parts, true) = parts(ground, back) else { continue };
                    let all: Vec<Simple> = forward.iter().chain(&back_parts).cloned().collect();
                    let Some(first) = all.first() else { continue };
                    let same = all.iter().all(|one| one.subject == first.subject);
                    let Some(witness) = both(&all).filter(|_| same && !back_parts.is_empty()) else { continue };
                    let target = journey.stages.get(*to).map_or("", |target| target.name.as_str());
                    let value = show_value(witness, &first.ty, &ground.playbook.choices);
                    let message = format!(
                        "at `{}` = {value} an account in `{}` would go back to `{target}` and on to `{}`",
                        first.subject, stage.name, next.name
                    );
                    let mut said = Diagnostic::lint(Code(706), back.span, message).labelled("back is taken first");
                    for part in &forward {
                        said = said.also(part.span, "this is the way on");
                    }
                    found.push(said.help("leave a gap between the two numbers"));
                }
            }
        }
    }
}

/// What must hold for the way from one stage to the next, where that is simple and anything at all.
fn forward(ground: &Ground<'_>, stage: &Stage, next: &Stage) -> Option<Vec<Simple>> {
    let mut all = Vec::new();
    for condition in [&stage.exit, &next.enter, &next.holds_while].into_iter().flatten() {
        let (simple, true) = parts(ground, condition) else { return None };
        all.extend(simple);
    }
    (!all.is_empty()).then_some(all)
}
