//! What is made of groups of plays, of plays for each record, of escalations and of what is retired.

use super::with_common;
use stageplay_dsl::typed::{Declaration, Due, ExprKind, Group, GroupKind, Play, Playbook, Trigger};
use stageplay_dsl::{Tests, compile, compile_layers};

fn playbook(lines: &str) -> Playbook {
    let compiled = compile(with_common(lines));
    let said: Vec<String> = compiled.diagnostics.iter().map(|said| said.message.clone()).collect();
    compiled.playbook.unwrap_or_else(|| panic!("{said:?}"))
}

/// The playbook of an extension, or what is said of it.
pub fn extended(template: &str, verbs: &str) -> Result<Playbook, Vec<String>> {
    let header = format!("stageplay 1\nplaybook own extends \"common\" {{\n{verbs}\n}}\n");
    let layers = vec![with_common(template), vec![("own.play".to_owned(), header)]];
    let compiled = compile_layers(layers, None, Tests::Included);
    let errors = compiled.diagnostics.iter().map(|said| {
        let labels: Vec<&str> = said.labels.iter().map(|label| label.text.as_str()).collect();
        format!("{} {} {}", said.code, said.message, labels.join(" "))
    });
    let errors: Vec<String> = errors.collect();
    compiled.playbook.ok_or(errors)
}

fn play<'a>(book: &'a Playbook, name: &str) -> &'a Play {
    book.plays.rows().iter().find(|play| play.name == name).unwrap()
}

fn group<'a>(book: &'a Playbook, name: &str) -> &'a Group {
    book.groups.rows().iter().find(|group| group.name == name).unwrap()
}

fn listed(book: &Playbook, name: &str) -> Vec<String> {
    group(book, name).plays.iter().map(|id| book.plays[*id].name.to_string()).collect()
}

const PLAYS: &str = "
play a { when nps < 3 }
play b { when nps < 4 }
play c { when nps < 5 }
one at a time saving \"One conversation\" { c, a, b }
limit calm 2 per save_window { a }
";

#[test]
fn a_group_is_decided_in_the_order_of_its_list() {
    let book = playbook(PLAYS);
    assert_eq!(listed(&book, "saving"), ["c", "a", "b"]);
    assert_eq!(group(&book, "saving").sentence.as_deref(), Some("One conversation"));
    let plays = book.order.iter().filter_map(|declaration| match declaration {
        Declaration::Play(id) => Some(book.plays[*id].name.as_str()),
        _ => None,
    });
    let plays: Vec<&str> = plays.filter(|name| ["a", "b", "c"].contains(name)).collect();
    assert_eq!(plays, ["c", "a", "b"]);
    let GroupKind::Limit { most: 2, per } = &group(&book, "calm").kind else { panic!() };
    assert!(matches!(per.kind, ExprKind::Setting(_)));
}

#[test]
fn two_plays_that_wait_for_each_other_are_told_of_groups() {
    let compiled =
        compile(with_common("play a { when nps < 3  unless b is open }\nplay b { when nps < 4  unless a is open }"));
    let help = compiled.diagnostics.iter().find(|said| said.code.0 == 203).and_then(|said| said.help.clone());
    assert!(help.unwrap().contains("one at a time NAME { a, b }"));
}

#[test]
fn verbs_change_groups() {
    let book = extended(PLAYS, "append calm { c }\nreplace saving { b, a }").unwrap();
    assert_eq!(listed(&book, "calm"), ["a", "c"]);
    assert_eq!(listed(&book, "saving"), ["b", "a"]);
    assert_eq!(group(&book, "saving").sentence.as_deref(), Some("One conversation"));
    let book = extended(PLAYS, "replace calm \"Fewer\" 1 per 30 days { b }\ndisable saving").unwrap();
    assert!(matches!(group(&book, "calm").kind, GroupKind::Limit { most: 1, .. }));
    assert_eq!(group(&book, "calm").sentence.as_deref(), Some("Fewer"));
    assert_eq!(book.groups.len(), 1);
    let said = extended(PLAYS, "disable a").unwrap_err();
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].starts_with("SP0201 there is no play `a`") && said[0].contains("disabled here"), "{said:?}");
}

const LEVELS: &str = "
play rescue {
  when nps < 3
  task call owner csm due in 2 days  when nps is known
  task last owner csm due 1 day after visit
  escalate to vp_cs 3 days after opening {
    task visit \"Visit\" due 2 days after call
    notify \"#cs\" \"late\"
    owner
  }
  escalate to csm when visit is 2 days overdue { task deeper owner csm due in 1 day }
}
";

#[test]
fn tasks_of_escalations_come_after_those_of_the_play() {
    let book = playbook(LEVELS);
    let rescue = play(&book, "rescue");
    let tasks: Vec<(&str, Option<usize>)> = rescue.tasks.iter().map(|task| (task.name.as_str(), task.level)).collect();
    assert_eq!(tasks, [("call", None), ("last", None), ("visit", Some(0)), ("deeper", Some(1))]);
    assert!(rescue.tasks[0].when.is_some());
    assert!(matches!(rescue.tasks[1].due, Some(Due::After { task: 2, .. })));
    let takes: Vec<bool> = rescue.escalations.iter().map(|escalation| escalation.takes_over).collect();
    assert_eq!(takes, [true, false]);
    assert_eq!(rescue.escalations[0].effects.len(), 1);
}

#[test]
fn verbs_change_tasks_of_escalations() {
    let book = extended(LEVELS, "replace rescue.visit owner csm due in 9 days\ndisable rescue.deeper").unwrap();
    let rescue = play(&book, "rescue");
    let tasks: Vec<&str> = rescue.tasks.iter().map(|task| task.name.as_str()).collect();
    assert_eq!(tasks, ["call", "last", "visit"]);
    assert!(matches!(rescue.tasks[2].due, Some(Due::In(_))));
    assert_eq!(rescue.tasks[2].level, Some(0));
}

#[test]
fn a_play_for_each_is_about_records_throughout() {
    let people = "append account { people list of { id text  nps number 0 to 10 } }";
    let book = extended(
        "play lost { when nps < 3 }",
        &format!(
            "{people}\nreplace lost {{
              each person in people where nps <= account.nps  key person.id
              when person.nps < 7 and (arr > 5 USD) for 3 days
              unless arr > 9k USD
              task ask owner csm due in 2 days done when ask is open
            }}"
        ),
    )
    .unwrap();
    let lost = play(&book, "lost");
    let each = lost.each.as_ref().unwrap();
    assert_eq!((each.variable.as_str(), each.key), ("person", 0));
    assert!(each.keep.is_some());
    // What reads no record is one expression about the account.
    assert!(matches!(lost.unless.as_ref().unwrap().kind, ExprKind::OfAccount(_)));
    assert!(matches!(lost.priority.kind, ExprKind::OfAccount(_)));
    let Trigger::When(when) = &lost.trigger else { panic!() };
    let ExprKind::All(criteria) = &when.kind else { panic!() };
    let ExprKind::OfAccount(since) = &criteria[1].condition.kind else { panic!() };
    assert!(matches!(since.kind, ExprKind::For { .. }));
    // Its own task is that of the run at hand.
    let done = lost.tasks[0].done_when.as_ref().unwrap();
    assert!(matches!(done.kind, ExprKind::OneOf { .. }));
}

#[test]
fn what_is_retired_is_remembered() {
    let book = playbook(
        "retired play b\nretired journey tour \"Nobody took it\"
         journey way { stage one { exit when nps > 3 }  stage two { }  retired stage zero to one  retired stage x to two }",
    );
    assert_eq!(book.retired_plays, ["b"]);
    assert_eq!(book.retired_journeys, ["tour"]);
    let way = book.journeys.rows().iter().find(|journey| journey.name == "way").unwrap();
    assert_eq!(way.retired, [("zero".into(), 0), ("x".into(), 1)]);
}
