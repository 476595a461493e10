//! What the typed playbook looks like.

use super::with_common;
use stageplay_dsl::compile;
use stageplay_dsl::typed::{
    Arithmetic, DistanceUnit, Due, ExprKind, IfCleared, PartKind, Period, Playbook, Scale, Trigger,
};
use stageplay_dsl::types::{Type, Value};

fn playbook(lines: &str) -> Playbook {
    let compiled = compile(with_common(lines));
    let said: Vec<_> = compiled.diagnostics.iter().filter(|one| one.code.0 < 700).collect();
    assert!(said.is_empty(), "{said:?}");
    compiled.playbook.unwrap()
}

fn value(lines: &str, name: &str) -> (ExprKind, Type) {
    let playbook = playbook(lines);
    let (_, found) = playbook.lets.iter().find(|(_, own)| own.name == name).unwrap();
    (found.value.kind.clone(), found.value.ty.clone())
}

#[test]
fn units_come_out_as_they_should() {
    let kind = |expression: &str| value(&format!("let x = {expression}\n"), "x").1;
    assert_eq!(kind("contract.renewal - contract.signed"), Type::Days);
    assert_eq!(kind("contract.renewal - 30 days"), Type::Date);
    assert_eq!(kind("contract.renewal - 3 months"), Type::Date);
    assert_eq!(kind("2 weeks + contract.renewal"), Type::Date);
    assert_eq!(kind("arr / 12"), Type::Money("USD".into()));
    assert_eq!(kind("arr / 1k USD"), Type::Ratio);
    assert_eq!(kind("usage.active / usage.seats"), Type::Ratio);
    assert_eq!(kind("usage.active - usage.seats"), Type::Number);
    assert_eq!(kind("finance.overdue / 3 days"), Type::Ratio);
    assert_eq!(kind("months since contract.signed"), Type::Count);
    assert_eq!(kind("change in adoption over 30 days"), Type::Percent);
    assert_eq!(kind("growth of arr over 30 days"), Type::Ratio);
    assert_eq!(kind("health"), Type::Number);
}

#[test]
fn months_move_dates_and_days_are_added() {
    let (kind, _) = value("let x = contract.renewal - 3 months\n", "x");
    let ExprKind::AddMonths { months, back: true, .. } = kind else { panic!("{kind:?}") };
    assert_eq!((months.kind, months.ty), (ExprKind::Constant(Value::Number(3.0)), Type::Months));
    let (kind, _) = value("let x = contract.renewal - 3 days\n", "x");
    assert!(matches!(kind, ExprKind::Arithmetic { op: Arithmetic::Subtract, .. }), "{kind:?}");
}

#[test]
fn a_scorecard_is_its_band_beside_words_and_its_points_elsewhere() {
    let (kind, _) = value("let x = health is not one of { red, green }\n", "x");
    let ExprKind::OneOf { subject, negated: true, words } = kind else { panic!("{kind:?}") };
    assert!(matches!(subject.kind, ExprKind::Band(_)));
    // Lowest first: red 0, yellow 1, green 2.
    assert_eq!(words, [0, 2]);
    let (kind, _) = value("let x = health.usage < 30\n", "x");
    let ExprKind::Compare { left, .. } = kind else { panic!("{kind:?}") };
    assert!(matches!(left.kind, ExprKind::Part(_)));
    let (kind, _) = value("let x = previous health is red\n", "x");
    let ExprKind::OneOf { subject, .. } = kind else { panic!("{kind:?}") };
    let ExprKind::Previous(before) = subject.kind else { panic!("{subject:?}") };
    assert!(matches!(before.kind, ExprKind::Band(_)));
}

#[test]
fn every_word_of_a_by_has_its_value() {
    // none 0, watch 1, high 2.
    let (kind, _) = value("let x = by silence { high: 9, otherwise: 1 }\n", "x");
    let ExprKind::By { arms, values, .. } = kind else { panic!("{kind:?}") };
    assert_eq!(arms, [1, 1, 0]);
    assert_eq!(values.len(), 2);
}

#[test]
fn a_band_as_points_is_its_middle() {
    let playbook = playbook("");
    let (_, nps) = playbook.parts.iter().find(|(_, part)| part.path == "health.voice.nps").unwrap();
    let PartKind::Indicator { scale: Scale::Steps { steps, .. }, .. } = &nps.kind else { panic!() };
    let points: Vec<&ExprKind> = steps.iter().map(|step| &step.points.kind).collect();
    // Red is 0 to 50, yellow 50 to 75.
    let number = |value| ExprKind::Constant(Value::Number(value));
    assert_eq!(points, [&number(25.0), &number(62.5)]);
    assert_eq!(steps.iter().map(|step| step.inclusive).collect::<Vec<_>>(), [false, true]);
}

#[test]
fn parts_without_weights_share_a_hundred() {
    let text = "scorecard even {
  missing skip
  weights equal
  a: nps worst 0 best 10
  b: nps worst 0 best 10
  c: nps worst 0 best 10
  d: nps worst 0 best 10
  bands {
    good from 50
    poor
  }
}
";
    let playbook = playbook(text);
    let weights: Vec<&ExprKind> = playbook
        .parts
        .iter()
        .filter(|(_, part)| part.path.starts_with("even."))
        .map(|(_, part)| &part.weight.kind)
        .collect();
    assert_eq!(weights, [&ExprKind::Constant(Value::Number(25.0)); 4]);
}

#[test]
fn stages_stand_in_order_then_beside_it_then_none() {
    let text = "journey path {
  applies when strategic
  stage start { exit when nps > 3 }
  stage pause { interrupts while nps < 2 }
  stage middle { exit when nps > 5 }
  stage finish { after start, middle }
}
";
    let playbook = playbook(text);
    let (_, path) = playbook.journeys.iter().find(|(_, own)| own.name == "path").unwrap();
    let set = &playbook.choices[path.stage_set];
    assert_eq!(set.names().collect::<Vec<_>>(), ["start", "middle", "finish", "pause", "none"]);
    assert_eq!(set.ordered, 3);
    let after: Vec<&[usize]> = path.stages.iter().map(|stage| stage.after.as_slice()).collect();
    assert_eq!(after, [&[][..], &[0], &[0, 1], &[]]);
    assert!(path.stages[3].interrupts_while.is_some());
}

#[test]
fn plays_take_what_they_do_not_say_from_the_defaults() {
    let playbook = playbook(
        "play review {
  every 3 months from contract.signed
  task talk due 2 weeks before contract.renewal
}
",
    );
    let (_, outreach) = playbook.plays.iter().find(|(_, own)| own.name == "outreach").unwrap();
    let Some(IfCleared::CloseAfter(days)) = &outreach.if_cleared else { panic!() };
    assert_eq!(days.kind, ExprKind::Constant(Value::Number(7.0)));
    assert_eq!(outreach.title, "Call them");
    let Some(Due::After { task: 0, distance }) = &outreach.tasks[1].due else { panic!() };
    assert_eq!(distance.unit, DistanceUnit::Days);
    let (_, review) = playbook.plays.iter().find(|(_, own)| own.name == "review").unwrap();
    assert_eq!(review.if_cleared, None, "a cadence does not clear");
    assert!(matches!(review.trigger, Trigger::Every { period: Period::Months(3), when: None, .. }));
    assert_eq!(playbook.roles[review.tasks[0].owner].name, "csm");
    assert_ne!(review.priority.id, outreach.priority.id);
}

#[test]
fn many_conditions_joined_by_and_are_one_group() {
    use stageplay_dsl::typed::ExprKind;
    let compiled = compile(with_common(
        "let x = nps > 3 and (strategic and not strategic) and all of { a: nps < 9, b: strategic }\nlet y = x\n",
    ));
    let playbook = compiled.playbook.unwrap();
    let (_, x) = playbook.lets.iter().find(|(_, own)| own.name == "x").unwrap();
    let ExprKind::All(criteria) = &x.value.kind else { panic!("{:?}", x.value.kind) };
    let names: Vec<Option<&str>> = criteria.iter().map(|criterion| criterion.name.as_deref()).collect();
    assert_eq!(names, [None, None, None, Some("a"), Some("b")]);
}

#[test]
fn declarations_come_after_what_they_read_and_expressions_have_numbers_of_their_own() {
    use stageplay_dsl::typed::Declaration;
    let compiled = compile(with_common("let late = early + 1\nlet early = nps\nlet use = late\n"));
    let playbook = compiled.playbook.unwrap();
    let name = |declaration: &Declaration| match declaration {
        Declaration::Let(id) => playbook.lets[*id].name.clone(),
        Declaration::Part(id) => playbook.parts[*id].path.clone(),
        Declaration::Play(id) => playbook.plays[*id].name.clone(),
        _ => "".into(),
    };
    let names: Vec<_> = playbook.order.iter().map(name).collect();
    let place = |wanted: &str| names.iter().position(|name| name == wanted).unwrap();
    assert!(place("early") < place("late"));
    assert!(place("seat_use") < place("health.usage.seats"));
    assert!(place("health.usage.seats") < place("health.usage"));
    assert!(place("health.usage") < place("health"));
    assert!(place("health") < place("outreach"));
}

#[test]
fn a_setting_is_as_good_as_its_value() {
    let lines = "setting often = 3 months between 1 month and 6 months\nsetting enough = 60%\n\
                 scorecard fit {\n  missing skip\n  known at least enough\n  \
                 use weight 100: usage.active worst 0 best 9\n  bands { high from 50 low }\n}\n\
                 play often_seen {\n  every often from contract.signed\n  again never\n  priority amount(arr)\n  \
                 on activation existing\n  owner csm\n  task meet \"Meet\" due in 5 days\n}\n";
    let playbook = playbook(lines);
    let fit = playbook.cards.rows().iter().find(|card| card.name == "fit").unwrap();
    assert_eq!(fit.known_at_least, Some(0.6));
    let play = playbook.plays.rows().iter().find(|play| play.name == "often_seen").unwrap();
    assert!(matches!(play.trigger, Trigger::Every { period: Period::Months(3), .. }));
}
