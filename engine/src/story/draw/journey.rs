//! The view of stages: what leads into each, out of it, and back.

use super::{Arrow, Drawing, Item, lines};
use stageplay_dsl::typed::{Expr, Journey, Playbook, Stage, show};

pub(super) fn draw(playbook: &Playbook) -> Drawing {
    let mut drawing = Drawing::default();
    for (_, journey) in playbook.journeys.iter() {
        draw_one(playbook, journey, &mut drawing);
    }
    drawing
}

fn draw_one(playbook: &Playbook, journey: &Journey, drawing: &mut Drawing) {
    let says = |word: &str, condition: &Expr| lines(&format!("{word} {}", show(condition, playbook)), 36);
    let group = Some(journey.name.to_string());
    let item = |what: &str, name: &str, says: Vec<String>| Item {
        what: what.into(),
        name: name.into(),
        says,
        group: group.clone(),
        ..Item::default()
    };
    let first = drawing.items.len();
    let places: Vec<usize> =
        (journey.stages.iter()).map(|stage| drawing.add(item("stage", &stage.name, about(playbook, stage)))).collect();
    let mut arrow = |from: usize, to: usize, says: Vec<String>, aside: bool| {
        drawing.arrows.push(Arrow { from, to, says, aside });
    };
    for (stage, to) in journey.stages.iter().zip(&places) {
        let entered = stage.enter.iter().flat_map(|enter| says("enter when", enter));
        for at in &stage.after {
            let Some((from, before)) = places.get(*at).zip(journey.stages.get(*at)) else { continue };
            let left = before.exit.iter().flat_map(|exit| says("exit when", exit));
            arrow(*from, *to, left.chain(entered.clone()).collect(), false);
        }
        for (back, condition) in &stage.back_to {
            if let Some(back) = places.get(*back) {
                arrow(*to, *back, says("back when", condition), true);
            }
        }
    }
    let mut begins = journey.applies_when.iter().flat_map(|applies| says("applies when", applies)).collect::<Vec<_>>();
    begins.extend(
        journey
            .stages
            .first()
            .and_then(|stage| stage.enter.as_ref())
            .iter()
            .flat_map(|enter| says("enter when", enter)),
    );
    if let Some(field) = journey.start_in.and_then(|field| playbook.fields.rows().get(field.0 as usize)) {
        begins.push(format!("or the stage in {}", field.path));
    }
    if !places.is_empty() {
        let start = drawing.add(item("start", "start", Vec::new()));
        drawing.arrows.push(Arrow { from: start, to: first, says: begins, aside: false });
    }
    let interrupting: Vec<(usize, &Expr)> = journey
        .stages
        .iter()
        .zip(&places)
        .filter_map(|(stage, to)| Some((*to, stage.interrupts_while.as_ref()?)))
        .collect();
    if !interrupting.is_empty() {
        let any = drawing.add(item("any", "any stage", Vec::new()));
        for (to, condition) in interrupting {
            drawing.arrows.push(Arrow { from: any, to, says: says("while", condition), aside: false });
            drawing.arrows.push(Arrow { from: to, to: any, says: vec!["returns".into()], aside: true });
        }
    }
}

/// What a stage says about itself.
fn about(playbook: &Playbook, stage: &Stage) -> Vec<String> {
    let mut about = stage.sentence.as_ref().map(|sentence| lines(sentence, 36)).unwrap_or_default();
    let clauses = [
        ("holds while", &stage.holds_while),
        ("target", &stage.target),
        ("stuck after", &stage.stuck_after),
        ("clock from", &stage.clock_from),
    ];
    for (word, clause) in clauses {
        about.extend(clause.iter().flat_map(|clause| lines(&format!("{word} {}", show(clause, playbook)), 36)));
    }
    about
}
