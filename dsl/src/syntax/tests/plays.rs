//! Plays for each record, groups of plays, escalations that do more than tell, and what is retired.

use super::parsed;

fn told(text: &str) -> Vec<String> {
    parsed(&format!("stageplay 1\n{text}\nlet z = 1\n")).1
}

#[test]
fn what_is_right_says_nothing() {
    for text in [
        "play p {\n  each person in people where nps <= 6 key person.id\n  when person.nps is known\n}",
        "play p {\n  each d in crm.deals key d.id when d.open task a \"A\" when d.open done when d.closed\n}",
        "one at a time saves \"One\" { a, b }",
        "first of saves {\n  a\n  b\n}",
        "limit saves \"Few\" 3 per 90 days { a, b, }",
        "retired play a \"Nobody came\"",
        "retired journey a",
        "journey j {\n  stage a { }\n  retired stage b to a\n}",
        "play p {\n  when x\n  escalate to r 2 days after opening {\n    task t owner r due in 1 day\n    owner\n  }\n}",
        "capacity csm { open plays 12   new plays 5 per week   effort 20 hours per week }",
        "capacity csm {\n  effort 20 hours per week\n}",
        "let capacity = 1\nlet open = capacity\nlet new = 2\nlet plays = 3",
        "let one = 1\nlet first = one\nlet limit = 2\nlet retired = 3",
    ] {
        assert_eq!(told(text), [""; 0], "{text}");
    }
}

#[test]
fn each_has_a_record_a_list_and_a_key() {
    let play = |clause: &str| told(&format!("play p {{\n  {clause}\n  when x\n}}"));
    assert_eq!(
        play("each person in people"),
        ["3:24 SP0103 expected `key` after the value, found the end of the line"]
    );
    assert_eq!(
        play("each people key people.id"),
        ["3:8 SP0103 `each` has no name for the record = write `each NAME in people`, and `key NAME.…`"],
    );
    assert_eq!(
        play("every person in people key person.id"),
        ["3:3 SP0102 a run for each record of a list begins with `each` = write `each`"],
    );
    assert_eq!(
        told("journey j {\n  each person in people key person.id\n  stage a { }\n}"),
        ["3:3 SP0102 `each` belongs in a play, not in a journey"],
    );
}

#[test]
fn groups_are_words_a_name_and_plays() {
    assert_eq!(
        told("one at time s { a, b }"),
        ["2:1 SP0103 expected `one at a time`, found `one at time` = write `one at a time`"],
    );
    assert_eq!(told("one at a time { a, b }"), ["2:15 SP0102 expected a name after `time`, found `{`"]);
    assert_eq!(told("first s { a, b }"), ["2:1 SP0103 expected `first of`, found `first` = write `first of`"]);
    assert_eq!(
        told("limit s { a, b }"),
        ["2:9 SP0103 the limit `s` does not say how many = write how many in how long, as in `limit s 3 per 90 days`"],
    );
    assert_eq!(
        told("limit s 3 in 90 days { a, b }"),
        ["2:11 SP0102 expected `per` after the value, found `in` = write `per`"],
    );
    assert_eq!(
        told("one at a time s { a b }"),
        ["2:21 SP0102 expected `,` after `a`, found `b` = write `,` after `a`"]
    );
}

#[test]
fn an_escalation_does_what_a_message_does_not() {
    let block = |clause: &str| {
        told(&format!("play p {{\n  when x\n  escalate to r 2 days after opening {{\n    {clause}\n  }}\n}}"))
    };
    assert_eq!(
        block("owner cro"),
        ["5:11 SP0102 `owner` stands alone here, without `cro`: who is told takes the play over = remove `cro`"],
    );
    assert_eq!(block("task a owner"), ["5:17 SP0103 expected a name after `owner`, found the end of the line"]);
    assert_eq!(
        block("escalate to c 3 days after opening"),
        ["5:5 SP0102 `escalate` belongs in a play, not in an escalation"],
    );
    assert_eq!(
        told("play p {\n  when x\n  on opening { task a due in 2 days }\n}"),
        ["4:16 SP0102 `task` belongs in a play, not in this block"],
    );
}

#[test]
fn a_stage_is_retired_in_its_journey() {
    assert_eq!(told("retired stage a to b"), ["2:1 SP0102 `retired stage` belongs in the journey that had the stage"],);
    assert_eq!(
        told("journey j {\n  stage a { }\n  retired b to a\n}"),
        ["4:3 SP0103 expected `retired stage`, found `retired` = write `retired stage`"],
    );
    assert_eq!(told("retired risk a"), ["2:9 SP0102 expected `journey` or `play` after `retired`, found `risk`"]);
}

#[test]
fn a_capacity_says_of_what_and_for_how_long() {
    assert_eq!(told("capacity { open plays 12 }"), ["2:10 SP0102 expected a name after `capacity`, found `{`"]);
    assert_eq!(
        told("capacity csm { new plays 5 }"),
        ["2:28 SP0103 expected `per week` after the value, found `}` = write `per week` after `5`"],
    );
    assert_eq!(
        told("capacity csm {\n  effort 20 hours a week\n}"),
        ["3:19 SP0102 expected `per week` after the value, found `a`"],
    );
    assert_eq!(
        told("capacity csm {\n  open play 12\n}"),
        ["3:3 SP0103 expected `open plays`, found `open` = write `open plays`"],
    );
    assert_eq!(
        told("capacity csm {\n  accounts 12\n}"),
        ["3:3 SP0102 a capacity has no clause `accounts` = did you mean `account`? it belongs in a playbook file"],
    );
}
