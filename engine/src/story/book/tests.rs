//! Every form of the language in a sentence. The sentences are written by hand.

use super::{Said, book};
use crate::testing::compiled;

const HEAD: &str = "
stageplay 1
playbook words \"Words\" { }
roles { csm = \"csm\" }
account {
  id = id
  revenue = arr
  id       text required
  arr      money USD required
  segment  one of smb, mid_market, large
  size     ordered one of small, big
  name     text
  paid     yes/no
  signed   date
  renewal  date
  share    percent
  seats    count
  people list of {
    id    text
    role  one of boss, user
    nps   number 0 to 10
    seen  date
    here  yes/no
  }
}
setting notice = 60 days
setting least = 3
health {
  missing skip
  money weight 100: arr worst 0 USD best 20 USD
  bands {
    green from 70
    red
  }
}
journey way {
  stage start { exit when paid }
  stage on { clock from signed  target 30 days  measure settled = days from signed to renewal }
}
risk drift { high when paid }
defaults play {
  owner csm
  priority 1
  if cleared keep
  again never
  on activation existing
}
play act \"Do it\" {
  when paid
  task call_them \"Call\" due in 2 days
}
";

/// What a named expression says.
fn term(expression: &str) -> String {
    let program = compiled(&format!("{HEAD}let it = {expression}\n"));
    let book = book(&program.playbook);
    book.terms.iter().find(|term| term.name == "it").map(|term| term.says.plain()).expect("the term")
}

#[test]
fn conditions_are_sentences() {
    for (written, said) in [
        ("arr > 5 USD", "arr is above 5 USD"),
        ("5 USD < arr", "arr is above 5 USD"),
        ("signed < renewal", "signed is before renewal"),
        ("renewal >= 2026-03-02", "renewal is on or after 2026-03-02"),
        ("seats != 3", "seats is other than 3"),
        ("share >= 70%", "share is at least 70%"),
        ("paid", "paid is yes"),
        ("not paid", "paid is no"),
        ("paid is known", "paid is known"),
        ("paid is missing", "paid is not known"),
        ("not (arr > 5 USD)", "it is not so that arr is above 5 USD"),
        ("segment is smb", "segment is smb"),
        ("segment is not smb", "segment is not smb"),
        ("segment is one of {smb, mid_market}", "segment is smb or mid market"),
        ("size is at least big", "size is at least big"),
        ("name = \"x\"", "name is “x”"),
        ("paid and arr > 5 USD", "paid is yes and arr is above 5 USD"),
        ("paid and (arr > 5 USD or seats = 1)", "paid is yes and (arr is above 5 USD or seats is exactly 1)"),
        ("seats = 1 or paid and arr > 5 USD", "seats is exactly 1 or (paid is yes and arr is above 5 USD)"),
        ("paid and seats = 1 and arr > 5 USD", "all of these: paid is yes; seats is exactly 1; arr is above 5 USD"),
        ("any of { money: paid, people: seats = 1 }", "any of these: money: paid is yes; people: seats is exactly 1"),
        ("at least 2 of { a_b: paid, c: seats = 1 }", "at least 2 of these: a b: paid is yes; c: seats is exactly 1"),
        ("renewal within next notice", "renewal is within the next 60 days (notice)"),
        ("signed within last 90 days", "signed is within the last 90 days"),
        ("(health is red) for 3 days", "health is red, for at least 3 days"),
        ("health is red", "health is red"),
        ("health.money < 40", "money is below 40"),
        ("way is start", "way is start"),
        ("way.pace is stuck", "the pace on way is stuck"),
        ("drift is at least high", "drift is at least high"),
        ("act is open", "the play “Do it” is open"),
        ("act.call_them is done", "the task “call them” is done"),
        ("some people where (role is boss and here)", "at least one of people where (role is boss and here is yes)"),
        ("no people has (nps < 3)", "none of people has (nps is below 3)"),
        ("every people where role is boss has (here)", "every one of people where role is boss has here is yes"),
    ] {
        assert_eq!(term(written), said, "{written}");
    }
}

#[test]
fn values_are_sentences() {
    for (written, said) in [
        ("renewal - notice", "renewal − 60 days (notice)"),
        ("renewal - 3 months", "renewal − 3 months"),
        ("days since signed", "days since signed"),
        ("days until (renewal - notice)", "days until (renewal − 60 days (notice))"),
        ("months since signed", "months since signed"),
        ("(seats + 1) * 2", "(seats + 1) × 2"),
        ("seats * (2 * least)", "seats × 6 (2 × least)"),
        ("least - 1", "2 (least − 1)"),
        ("max(seats, least)", "the larger of (seats; 3 (least))"),
        ("amount(arr) * 2", "arr × 2"),
        ("round(share * 10)", "round(share × 10)"),
        ("if paid then 1 else 2", "if paid is yes: 1, else 2"),
        ("by segment { smb: 1, otherwise: least }", "by segment: smb 1, mid market or large 3 (least)"),
        ("seats if missing 0", "seats (where that is not known: 0)"),
        ("arr 90 days ago", "arr 90 days ago"),
        ("previous health", "the previous health"),
        ("change in arr over 90 days", "the change in arr over 90 days"),
        ("growth of arr over 90 days", "the growth of arr over 90 days"),
        ("count(people where role is user)", "the number of people where role is user"),
        ("latest(people.seen)", "the latest seen among people"),
        ("average(people.nps where here)", "the average nps among people where here is yes"),
        ("number of { a: paid, b: seats = 1 }", "how many of these hold: a: paid is yes; b: seats is exactly 1"),
        ("way.on.settled", "settled"),
        ("way.start.left", "the day on which start was left"),
    ] {
        assert_eq!(term(written), said, "{written}");
    }
}

#[test]
fn names_know_what_they_name() {
    let program = compiled(&format!("{HEAD}let it = renewal within next notice\n"));
    let book = book(&program.playbook);
    let says = book.terms.iter().find(|term| term.name == "it").map(|term| &term.says);
    let Some(Said::Phrase(phrase)) = says else { panic!("{says:?}") };
    let named: Vec<String> = phrase
        .0
        .iter()
        .filter_map(|piece| piece.of.as_ref().map(|of| format!("{} {} {}", of.kind.word(), of.name, piece.text)))
        .collect();
    assert_eq!(named, ["field renewal renewal", "setting notice notice"]);
}

#[test]
fn a_play_is_found_by_the_stage_it_asks_for() {
    let play = "play help \"Help\" {\n  when early and seats = 1\n  task t \"T\" due in 1 day\n}\n";
    let not = "play other \"Other\" {\n  when way is not start\n  task t \"T\" due in 1 day\n}\n";
    let program = compiled(&format!("{HEAD}let early = way is start\n{play}{not}"));
    let book = book(&program.playbook);
    let plays: Vec<Vec<String>> =
        book.journeys[0].stages.iter().map(|stage| stage.plays.iter().map(super::Phrase::plain).collect()).collect();
    assert_eq!(plays, [vec!["Help".to_owned()], vec![]]);
}
