//! What the typed playbook holds of tests over several dates.

use super::with_common;
use stageplay_dsl::compile;
use stageplay_dsl::typed::{
    Comparison, Expected, Occurs, Playbook, Reach, Responsible, Suppressor, Test, TestDeed, Times,
};
use stageplay_dsl::types::{Id, Value};

/// A test of these clauses, and the playbook that holds it.
fn test_of(clauses: &str) -> (Playbook, Test) {
    let compiled =
        compile(with_common(&format!("play rescue {{\n  when health is red\n}}\ntest t \"T\" {{\n{clauses}\n}}\n")));
    let said: Vec<_> = compiled.diagnostics.iter().filter(|one| one.code.0 < 700).collect();
    assert!(said.is_empty(), "{said:?}");
    let playbook = compiled.playbook.unwrap();
    let test = playbook.tests[0].clone();
    (playbook, test)
}

#[test]
fn dates_keep_their_order_and_what_stands_on_them() {
    let (playbook, test) = test_of(
        "account quiet\nevaluate every 2 weeks\non 2026-03-02 {\nset nps = 3, adoption missing\nexpect health is red\n}\n\
         on 2026-03-05 do finish outreach.review, dismiss rescue\n\
         on 2026-03-06 do snooze outreach until 2026-03-09, wake outreach, assign outreach to \"jo\"\n\
         through 2026-03-20 expect never health is green",
    );
    assert_eq!((test.name.as_str(), test.sentence.as_deref(), test.account.0.as_str()), ("t", Some("T"), "quiet"));
    assert_eq!(test.every, 14);
    // 2026-03-02 is day 20514.
    let dates: Vec<_> = test.days.iter().map(|day| (day.reach, day.day)).collect();
    assert_eq!(dates, [(Reach::On, 20_514), (Reach::On, 20_517), (Reach::On, 20_518), (Reach::Through, 20_532)]);
    let set: Vec<(&str, Option<Value>)> =
        test.days[0].set.iter().map(|(field, value)| (playbook.fields[*field].path.as_str(), value.clone())).collect();
    assert_eq!(set, [("nps", Some(Value::Number(3.0))), ("adoption", None)]);
    assert_eq!(test.days.iter().map(|day| day.expects.len()).collect::<Vec<_>>(), [1, 0, 0, 1]);
    let name = |play: stageplay_dsl::types::PlayId| playbook.plays[play].name.as_str();
    let done: Vec<(&str, Option<&str>, &TestDeed)> = test
        .days
        .iter()
        .flat_map(|day| &day.events)
        .map(|event| (name(event.play), event.key.as_deref(), &event.what))
        .collect();
    assert_eq!(
        done,
        [
            ("outreach", None, &TestDeed::Finish { task: 1 }),
            ("rescue", None, &TestDeed::Dismiss),
            ("outreach", None, &TestDeed::Snooze { until: 20_521 }),
            ("outreach", None, &TestDeed::Wake),
            ("outreach", None, &TestDeed::Assign { to: "jo".into() }),
        ]
    );
}

#[test]
fn an_evaluation_a_day_is_meant_where_nothing_is_said() {
    assert_eq!(test_of("account quiet\non 2026-03-02 expect health is red").1.every, 1);
}

#[test]
fn what_plays_do_is_told_from_conditions() {
    let (playbook, test) = test_of(
        "account quiet\non 2026-03-02 expect outreach is open, never rescue is open, outreach.review.due = 2026-03-09, \
         outreach opens, outreach opens once, outreach never opens, outreach closes, outreach escalates to vp_cs, \
         outreach never escalates to vp_cs, rescue suppressed by outreach",
    );
    let play = |name: &str| playbook.plays.iter().find(|(_, play)| play.name == name).unwrap().0;
    let (outreach, rescue) = (play("outreach"), play("rescue"));
    let [condition, never, due, rest @ ..] = test.days[0].expects.as_slice() else { panic!("{test:?}") };
    assert!(matches!(condition.expected, Expected::Condition(_)) && matches!(never.expected, Expected::Never(_)));
    // 2026-03-09 is day 20521.
    assert_eq!(due.expected, Expected::Due { play: outreach, task: 1, day: 20_521 });
    let to = playbook.plays[outreach].escalations[0].to;
    assert_eq!(playbook.roles.rows()[to.index()].name, "vp_cs");
    let rest: Vec<Expected> = rest.iter().map(|one| one.expected.clone()).collect();
    assert_eq!(
        rest,
        [
            Expected::Opens { play: outreach, how: Times::Any },
            Expected::Opens { play: outreach, how: Times::Once },
            Expected::Opens { play: outreach, how: Times::Never },
            Expected::Closes { play: outreach },
            Expected::Escalates { play: outreach, to, how: Times::Any },
            Expected::Escalates { play: outreach, to, how: Times::Never },
            Expected::Suppressed { play: rescue, by: Suppressor::Play(outreach) },
        ]
    );
}

/// Fifty per cent less three times five is thirty-five, and 0.3 less three times 0.1 is nothing: the digits are those that
/// are written, not those of binary sums.
#[test]
fn a_series_takes_the_values_that_are_written() {
    let (playbook, test) = test_of(
        "account quiet\nseries adoption = 50% - 5% x 4\nseries nps = 0.3 - 0.1 x 4\n\
         series contract.renewal = 2026-03-02 + 1 week x 2, unknown x 1, 2026-03-02 x 1\n\
         on 2026-03-02 expect health is red\non 2026-03-05 expect health is red",
    );
    let taken = |at: usize| -> Vec<Option<Value>> { (0..4).filter_map(|turn| test.series[at].taken(turn)).collect() };
    let numbers = |all: [f64; 4]| all.map(|number| Some(Value::Number(number)));
    assert_eq!(playbook.fields[test.series[0].field].path, "adoption");
    assert_eq!(taken(0), numbers([0.5, 0.45, 0.4, 0.35]));
    assert_eq!(taken(1), numbers([0.3, 0.2, 0.1, 0.0]));
    // 2026-03-02 is day 20514.
    assert_eq!(taken(2), [Some(Value::Date(20_514)), Some(Value::Date(20_521)), None, Some(Value::Date(20_514))]);
    assert_eq!((test.series[2].count(), test.series[2].taken(4)), (4, None));
}

#[test]
fn priorities_and_owners_are_told_from_conditions() {
    let (playbook, test) = test_of(
        "account quiet\non 2026-03-02 expect outreach.priority >= 80, outreach.owner = vp_cs, \
         outreach.call.owner = \"jo@example.com\"",
    );
    let play = playbook.plays.iter().find(|(_, play)| play.name == "outreach").unwrap().0;
    let role = playbook.plays[play].escalations[0].to;
    let found: Vec<Expected> = test.days[0].expects.iter().map(|one| one.expected.clone()).collect();
    assert_eq!(
        found,
        [
            Expected::Priority { play, is: Comparison::AtLeast, number: 80.0 },
            Expected::Owner { play, task: None, who: Responsible::Role(role) },
            Expected::Owner { play, task: Some(0), who: Responsible::Person("jo@example.com".into()) },
        ]
    );
}

#[test]
fn what_must_be_all_that_happens_is_named_by_play_and_kind() {
    let (playbook, test) = test_of(
        "account quiet\non 2026-03-02 expect exactly { outreach escalates to vp_cs, rescue closes, rescue opens }, exactly { }",
    );
    let [some, none] = test.days[0].expects.as_slice() else { panic!("{test:?}") };
    let Expected::Exactly(some) = &some.expected else { panic!("{some:?}") };
    let named: Vec<(&str, Occurs)> =
        some.iter().map(|one| (playbook.plays[one.play].name.as_str(), one.what)).collect();
    let [("outreach", Occurs::Escalates(to)), ("rescue", Occurs::Closes), ("rescue", Occurs::Opens)] = named.as_slice()
    else {
        panic!("{named:?}")
    };
    assert_eq!(playbook.roles[*to].name, "vp_cs");
    assert_eq!(none.expected, Expected::Exactly(Vec::new()));
}
