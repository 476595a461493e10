use super::{EdgeAccount, Edges, date, edges};
use crate::graph::Program;
use crate::read::Fixtures;
use crate::story::nearest::{State, Why};
use crate::testing::{self, TODAY, compiled};

const BOOK: &str = r#"
stageplay 1

playbook edges "Edges" { version 1.0.0 }

account {
  id      = id
  revenue = arr
  id       text required
  arr      money USD required
  plan     one of basic, pro, enterprise
  seats    count 1 to 500
  used     count
  renewal  date
  share    percent
  secret   number private
}

let use = used / seats
let near = renewal within next 30 days

risk quiet "Nobody is there" {
  high when use < 40% and near
}
risk shared "Some share" {
  high when share >= 12.5%
}
risk rich "Two at a time" {
  high when arr > 100k USD and plan is enterprise
}
risk told "Private" {
  high when secret > 3
}
"#;

fn made(program: &Program, fixtures: &str, most: usize) -> Edges {
    edges(program, None, &testing::fixtures(program, fixtures), TODAY, most)
}

const ONE: &str = "\
one:
  id: one
  arr: 5000
  plan: pro
  seats: 50
  used: 40
  renewal: 2026-12-31
  share: 10%
  secret: 1
";

fn told(program: &Program, edges: &Edges) -> Vec<String> {
    edges.accounts.iter().map(|account| account.says(&program.playbook)).collect()
}

#[test]
fn values_lie_just_below_a_boundary_at_it_and_just_above() {
    let program = compiled(BOOK);
    let edges = made(&program, ONE, 1_000);
    let told = told(&program, &edges);
    let has = |says: &str| assert!(told.iter().any(|told| told == says), "{says}: {told:#?}");
    // 40% of 50 seats are 20.
    has("one with used 19");
    has("one with used 20");
    has("one with used 21");
    // 40 used are 40% of 100 seats.
    has("one with seats 99");
    has("one with seats 100");
    has("one with seats 101");
    // Today and 30 days from now: both belong to the window.
    has("one with renewal 2026-06-29");
    has("one with renewal 2026-06-30");
    has("one with renewal 2026-07-30");
    has("one with renewal 2026-07-31");
    // A literal between two steps of a percent.
    has("one with share 12%");
    has("one with share 12.5%");
    has("one with share 13%");
    has("one with plan enterprise");
    has("one with arr 100,001 USD");
    has("one with arr 99,999 USD");
    // The ends of a range, and nothing at all.
    has("one with seats 1");
    has("one with seats 500");
    has("one with no seats");
    has("one with no renewal");
    // Beyond the range lies no account.
    assert!(!told.iter().any(|told| told.contains("seats 501") || told.contains("seats 0")), "{told:#?}");
    assert!(!told.iter().any(|told| told.contains("no arr")), "a required field is never missing");
}

#[test]
fn private_values_are_not_told() {
    let program = compiled(BOOK);
    let edges = made(&program, ONE, 1_000);
    let told = told(&program, &edges);
    assert!(told.iter().any(|told| told == "one with secret (private)"), "{told:#?}");
    assert!(!told.iter().any(|told| told.contains("secret 4")));
}

#[test]
fn two_changes_reach_what_one_does_not() {
    let program = compiled(BOOK);
    let edges = made(&program, ONE, 1_000);
    let rich = program.playbook.risks.iter().find(|(_, risk)| risk.name == "rich").map(|(_, risk)| risk).unwrap();
    let node = program.node(&rich.levels[0].condition);
    let is_reached = |account: &&EdgeAccount| matches!(account.why, Why::Turns(crate::story::nearest::Watched::Node(of), State::True) if of == node);
    let reached: Vec<String> = edges.accounts.iter().filter(is_reached).map(|it| it.says(&program.playbook)).collect();
    assert!(reached.iter().any(|it| it == "one with arr 100,001 USD and plan enterprise"), "{reached:#?}");
    // Around it, each of both turns it.
    let told = told(&program, &edges);
    assert!(told.iter().any(|it| it == "one with arr 100,000 USD and plan enterprise"), "{told:#?}");
}

#[test]
fn every_change_turns_what_it_says() {
    let program = compiled(BOOK);
    let edges = made(&program, ONE, 1_000);
    assert_eq!(edges.batch.rows, edges.accounts.len());
    let given = crate::decide::Given::first(TODAY, None);
    let sights = crate::story::nearest::Sights::of(&program);
    let seen: Vec<_> = crate::decide::decide_chunks(&program, &edges.batch, given, |frame, decided| {
        sights.see(&edges.batch, frame, decided)
    })
    .into_iter()
    .flatten()
    .collect();
    for (account, seen) in edges.accounts.iter().zip(&seen) {
        if let Why::Turns(of, state) = account.why {
            let states: Vec<State> = sights
                .watched()
                .enumerate()
                .filter(|(_, watched)| *watched == of)
                .map(|(sight, _)| seen.state(sight))
                .collect();
            assert!(states.contains(&state), "{}: {of:?} {state:?} {states:?}", account.says(&program.playbook));
        }
    }
}

#[test]
fn no_account_is_there_twice_and_the_same_come_each_time() {
    let program = compiled(BOOK);
    let (edges, again) = (made(&program, ONE, 1_000), made(&program, ONE, 1_000));
    assert_eq!(edges.accounts, again.accounts);
    for (at, account) in edges.accounts.iter().enumerate() {
        let twice = edges.accounts.iter().skip(at + 1).any(|other| other.changed == account.changed);
        assert!(!twice, "{}", account.says(&program.playbook));
    }
}

#[test]
fn where_there_are_too_many_those_that_turn_something_new_stay() {
    let program = compiled(BOOK);
    let two = format!("{ONE}{}", ONE.replace("one", "two"));
    let all = made(&program, &two, 1_000);
    let few = made(&program, &two, 30);
    assert_eq!(few.accounts.len(), 30);
    assert_eq!(few.left_out, all.accounts.len() - 30);
    assert_eq!(few.accounts.iter().filter(|account| account.changed.is_empty()).count(), 2, "fixtures stay");
    assert!(few.accounts.iter().filter(|account| account.name == "one").count() > 25);
}

#[test]
fn without_fixtures_there_is_an_account_of_required_fields() {
    let program = compiled(BOOK);
    let edges = edges(&program, None, &Fixtures::default(), TODAY, 1_000);
    let told = told(&program, &edges);
    assert_eq!(told.first().map(String::as_str), Some("account"));
    assert!(told.iter().any(|told| told == "account with arr 100,001 USD"), "{told:#?}");
    assert!(told.iter().any(|told| told == "account with share 12.5%"), "{told:#?}");
}

#[test]
fn records_of_lists_have_edges_too() {
    let book = BOOK
        .replace("  secret ", "  people list of { id text required  role one of boss, user  seen date }\n  secret ")
        + "risk alone { high when count(people where role is boss) < 2 }\n"
        + "risk old { high when days since latest(people.seen) > 60 days }\n";
    let program = compiled(&book);
    let fixture = format!(
        "{ONE}  people:\n    - {{ id: a, role: boss, seen: 2026-06-01 }}\n    - {{ id: b, role: user, seen: 2025-01-01 }}\n"
    );
    let edges = made(&program, &fixture, 1_000);
    let told = told(&program, &edges);
    let has = |says: &str| assert!(told.iter().any(|told| told == says), "{says}: {told:#?}");
    has("one with people 2 role boss");
    has("one with no people 1 role");
    // 60 days before 2026-06-30.
    has("one with people 1 seen 2026-05-01");
    has("one with people 1 seen 2026-04-30");
    has("one with people with 0 records");
    has("one with no people");
}

#[test]
fn the_date_is_that_of_most_tests() {
    let text = BOOK.to_owned()
        + "test a { account one on 2026-03-02 expect quiet is none }\n\
           test b { account one on 2026-03-09 expect quiet is none }\n\
           test c { account one on 2026-03-09 expect quiet is none }\n";
    let program = compiled(&text);
    assert_eq!(date(&program.playbook).map(stageplay_dsl::types::show_day).as_deref(), Some("2026-03-09"));
    assert_eq!(date(&self::compiled(BOOK).playbook), None);
}
