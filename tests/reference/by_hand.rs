//! Answers worked out by hand: what ties the reference itself to the language.

use super::case::compiled;
use super::outcome::of_reference;
use super::{Account, Known, decide};
use stageplay_dsl::types::parse_day;

const SCHEMA: &str = "stageplay 1

playbook by_hand { version 1.0.0 }
roles { desk = \"desk@example.com\" }
account {
  id = key
  revenue = arr
  key  text required
  arr  money USD
  a    number
  b    number
  on   date
  ok   yes/no
  size ordered one of low, mid, high
  group {
    c  number
    at date
  } stale after 10 days since group.at
  people list of {
    role  one of exec, user
    nps   number
    seats count
    seen  date
  }
  stays list of {
    nps number
    seen date
  } stale after 10 days since seen
}
defaults play {
  owner desk
  priority 1
  if cleared keep
  again never
  on activation existing
}
";

/// Everything said about an account on 2026-06-30, one answer a line.
fn said(declarations: &str, account: &[(&str, Known)]) -> String {
    let book = compiled(&format!("{SCHEMA}\n{declarations}\n")).unwrap_or_else(|faults| panic!("{faults}"));
    let account: Account = account.iter().map(|(path, value)| ((*path).to_string(), Some(value.clone()))).collect();
    let decided = decide(&book, &account, parse_day("2026-06-30").unwrap());
    let answers = of_reference(&book, &decided).into_iter().map(|(name, answer)| {
        let answer = answer.split(" (").next().unwrap_or_default().to_string();
        format!("{name}: {answer}")
    });
    answers.collect::<Vec<_>>().join("\n")
}

fn day(text: &str) -> Known {
    Known::Number(f64::from(parse_day(text).unwrap()))
}

fn number(number: f64) -> Known {
    Known::Number(number)
}

const HEALTH: &str = "health {
  missing skip
  known at least 50%
  x weight 60: a worst 0 best 10
  y weight 40: b worst 10 best 0
  cap 70 when ok
  cap red when on is missing
  bands { green from 75
          yellow from 50
          red }
}";

#[test]
fn a_mean_is_over_what_is_known_and_too_little_is_nothing() {
    let on = ("on", day("2026-01-01"));
    // 60 * 80 + 40 * 70 = 7600
    assert_eq!(
        said(HEALTH, &[on.clone(), ("a", number(8.0)), ("b", number(3.0))]),
        "health points: 76.0\nhealth band: green"
    );
    // y's weight goes to x.
    assert_eq!(said(HEALTH, &[on.clone(), ("a", number(5.0))]), "health points: 50.0\nhealth band: yellow");
    // 40% is less than half.
    assert_eq!(said(HEALTH, &[on.clone(), ("b", number(5.0))]), "health points: unknown\nhealth band: unknown");
    // A cap on points moves the band with them; points past an end stay at it.
    let capped = [on, ("a", number(12.0)), ("b", number(-1.0)), ("ok", Known::Truth(true))];
    assert_eq!(said(HEALTH, &capped), "health points: 70.0\nhealth band: yellow");
    // A cap on the band leaves the points, and holds where there are none.
    assert_eq!(said(HEALTH, &[("a", number(8.0)), ("b", number(3.0))]), "health points: 76.0\nhealth band: red");
    assert_eq!(said(HEALTH, &[]), "health points: unknown\nhealth band: red");
}

#[test]
fn parts_of_equal_weight_that_all_have_100_make_100() {
    for count in 1..=30 {
        let parts: String = (0..count).map(|at| format!("p{at}: a worst 0 best 10\n")).collect();
        let health = format!(
            "health {{\nmissing skip\nknown at least 50%\nweights equal\n{parts}bands {{ full from 100\nless }}\n}}"
        );
        assert_eq!(said(&health, &[("a", number(10.0))]), "health points: 100.0\nhealth band: full", "{count} parts");
    }
}

#[test]
fn what_does_not_apply_leaves_both_sides() {
    let health = "health {
  missing skip
  known at least 60%
  dimension one weight 50 {
    applies when ok
    x weight 100: a worst 0 best 10
  }
  dimension two weight 50 {
    y weight 100: b worst 0 best 10 missing score 30
    z weight 0: a worst 0 best 10
  }
  bands { green from 50 until below 40
          red }
}";
    let account = |ok: Option<bool>| {
        let mut account = vec![("a", number(10.0))];
        account.extend(ok.map(|ok| ("ok", Known::Truth(ok))));
        said(health, &account)
    };
    assert_eq!(account(Some(true)), "health points: 65.0\nhealth band: green");
    assert_eq!(account(Some(false)), "health points: 30.0\nhealth band: red");
    // Nobody knows whether it applies: half of the weight is missing.
    assert_eq!(account(None), "health points: unknown\nhealth band: unknown");
}

#[test]
fn unknown_is_not_false() {
    let risks = "risk either { high when a > 1 or b > 1 }
risk both { high when a > 1 and b > 1 }
risk two { high when at least 2 of { a > 1, b > 1, ok } }
risk neither { high when not (a > 1) }
risk fallen { high when (a if missing 5) > 1 }
risk steps { low when a is missing
             high when a > 1 }";
    // b is not known.
    let answers = said(risks, &[("a", number(2.0)), ("ok", Known::Truth(false))]);
    assert_eq!(answers, "either: high\nboth: unknown\ntwo: unknown\nneither: none\nfallen: high\nsteps: high");
    // Neither is a; what is known to be false leaves nothing open.
    let answers = said(risks, &[("b", number(0.0)), ("ok", Known::Truth(false))]);
    assert_eq!(answers, "either: unknown\nboth: none\ntwo: none\nneither: unknown\nfallen: high\nsteps: low");
}

#[test]
fn values_expire_with_the_date_that_vouches_for_them() {
    let score = "score kept 0 to 10 = group.c";
    let on = |at: Option<&str>| {
        let mut account = vec![("group.c", number(4.0))];
        account.extend(at.map(|at| ("group.at", day(at))));
        said(score, &account)
    };
    assert_eq!(on(Some("2026-06-20")), "kept: 4.0");
    assert_eq!(on(Some("2026-06-19")), "kept: unknown");
    assert_eq!(on(None), "kept: unknown");
    assert_eq!(
        said("score kept 0 to 10 = days since group.at / 10 days", &[("group.at", day("2026-03-22"))]),
        "kept: 10.0"
    );
}

#[test]
fn an_account_walks_as_far_as_it_may_on_its_first_day() {
    let journey = "journey path {
  stage first { exit when a >= 1
                clock from on
                target 10 days
                stuck after 20 days }
  stage second { enter when b >= 1
                 clock from on
                 target 10 days }
  stage third { enter when b < 5
                holds while ok }
  stage apart { interrupts while size is low }
}
score behind 0 to 1 = if path.pace is behind then 1 else 0";
    let at = |account: &[(&str, Known)]| said(journey, account).replace('\n', ", ");
    let (a, b, ok) = (("a", number(1.0)), ("b", number(1.0)), ("ok", Known::Truth(false)));
    let (recent, late) = (("on", day("2026-06-20")), ("on", day("2026-06-19")));
    // Nothing is known of b: it is not entered; ten days are in time, eleven are not.
    assert_eq!(at(&[a.clone(), recent.clone()]), "behind: 0.0, path: first");
    assert_eq!(at(&[a.clone(), late.clone()]), "behind: 1.0, path: first");
    assert_eq!(at(&[a.clone(), b.clone(), ok.clone(), late]), "behind: 1.0, path: second");
    // What would not be held is not entered; what may or may not be is.
    assert_eq!(at(&[a.clone(), b.clone(), recent]), "behind: 0.0, path: third");
    // Without a date, the clock of the second stage is unknown; so is the pace.
    assert_eq!(at(&[a.clone(), b.clone(), ok]), "behind: unknown, path: second");
    assert_eq!(at(&[a, b, ("size", Known::Word(0))]), "behind: 0.0, path: apart");
}

#[test]
fn plays_open_wait_or_are_kept_from_opening() {
    let plays = "play calm { when a < 0 }
play loud { when a >= 1 }
play slow { when a >= 1
            holds for 3 days }
play kept { when a >= 1
            unless loud is open }
play newer { when a >= 1
             on activation new only }
play turned { once size becomes high }
play monthly { every 1 month from on }
play weekly { every 1 week from on
              when ok }";
    let ok = ("ok", Known::Truth(true));
    assert_eq!(
        said(plays, &[("a", number(1.0)), ("on", day("2026-05-31")), ("size", Known::Word(2)), ok.clone()]),
        "calm: idle\nloud: open\nslow: pending\nkept: idle, suppressed\nnewer: idle\nturned: idle\nmonthly: open\nweekly: idle"
    );
    // Four weeks before; the day itself is no occurrence.
    assert!(said(plays, &[("on", day("2026-06-02")), ok.clone()]).ends_with("monthly: idle\nweekly: open"));
    assert!(said(plays, &[("on", day("2026-06-30")), ok]).ends_with("monthly: idle\nweekly: idle"));
    // Unknown is not true.
    assert!(said(plays, &[("on", day("2026-06-02"))]).starts_with("calm: idle\nloud: idle\nslow: idle\nkept: idle\n"));
}

#[test]
fn scripts_run_on_what_is_known() {
    let scores = "score shown(x = a, word = size, gone = on) 0 to 100 ```rhai
  if word == \"high\" { x * 10.0 } else { gone }
```
score whole(x = a) 0 to 100 ```rhai
  7
```
score text(x = a) 0 to 100 ```rhai
  if x > 2.0 { \"much\" } else { x }
```";
    let on = ("on", day("1970-01-12"));
    assert_eq!(
        said(scores, &[("a", number(2.5)), ("size", Known::Word(2)), on.clone()]),
        "shown: 25.0\nwhole: 7.0\ntext: unknown"
    );
    // Out of range; a date is the number of its day.
    assert_eq!(
        said(scores, &[("a", number(12.0)), ("size", Known::Word(2)), on.clone()]).lines().next(),
        Some("shown: unknown")
    );
    assert_eq!(said(scores, &[("a", number(12.0)), ("size", Known::Word(1)), on]).lines().next(), Some("shown: 11.0"));
    assert_eq!(said(scores, &[]), "shown: unknown\nwhole: unknown\ntext: unknown");
}

#[test]
fn tiers_take_the_first_true_row_if_all_above_are_false() {
    let tier = "tier height {
  tall: when a > 2
  short: when b > 1
  flat: otherwise
}
risk tall { watch when height is tall
            high when height is at least short }";
    assert_eq!(said(tier, &[("a", number(3.0))]), "tall: watch");
    assert_eq!(said(tier, &[("b", number(3.0))]), "tall: unknown");
    assert_eq!(said(tier, &[("a", number(0.0)), ("b", number(3.0))]), "tall: high");
    assert_eq!(said(tier, &[("a", number(0.0)), ("b", number(0.0))]), "tall: high");
}

fn record(values: &[(&str, Known)]) -> Account {
    values.iter().map(|(path, value)| ((*path).to_string(), Some(value.clone()))).collect()
}

const LISTS: &str = "
score users 0 to 100 = sum(people.seats where role is user)
score mood  0 to 100 = average(people.nps)
score total 0 to 100 = sum(people.nps)
score worst 0 to 100 = min(people.nps)
score quiet 0 to 100 = (days since latest(people.seen where role is user)) / 1 day
score heads 0 to 100 = count(people)
score share 0 to 1   = share of people has (seats > 3)
score above 0 to 100 = count(people where nps > account.a)
risk some_glad   { high when some people where role is user has (nps >= 7) }
risk some_gone   { high when some people where nps > 100 }
risk no_gone     { high when no people where nps > 100 }
risk all_busy    { high when every people has (seats >= 3) }
risk all_glad    { high when every people has (nps >= 7) }
risk all_execs   { high when every people where role is exec has (nps >= 7) }
risk all_gone    { high when every people where nps > 100 has (nps > 200) }
risk known       { high when people is known }";

/// 9, 6 and an unknown one; 4, 3 and 5 seats.
#[test]
fn questions_about_a_list() {
    let exec = record(&[("role", Known::Word(0)), ("nps", number(9.0)), ("seats", number(4.0))]);
    let one = [("role", Known::Word(1)), ("nps", number(6.0)), ("seats", number(3.0)), ("seen", day("2026-06-10"))];
    let other = [("role", Known::Word(1)), ("seats", number(5.0)), ("seen", day("2026-05-01"))];
    let people = Known::Records(vec![exec, record(&one), record(&other)]);
    assert_eq!(
        said(LISTS, &[("people", people), ("a", number(6.0))]),
        "users: 8.0
mood: 7.5
total: unknown
worst: 6.0
quiet: 20.0
heads: 3.0
share: 0.6666666666666666
above: 1.0
some_glad: unknown
some_gone: none
no_gone: high
all_busy: high
all_glad: none
all_execs: high
all_gone: unknown
known: high"
    );
}

#[test]
fn an_empty_list_is_known_and_a_missing_one_is_not() {
    let empty = "users: 0.0
mood: unknown
total: 0.0
worst: unknown
quiet: unknown
heads: 0.0
share: unknown
above: 0.0
some_glad: none
some_gone: none
no_gone: high
all_busy: unknown
all_glad: unknown
all_execs: unknown
all_gone: unknown
known: high";
    assert_eq!(said(LISTS, &[("people", Known::Records(Vec::new()))]), empty);
    let missing: Vec<String> = empty
        .lines()
        .map(|line| format!("{}: unknown", line.split(':').next().unwrap()).replace("known: unknown", "known: none"))
        .collect();
    assert_eq!(said(LISTS, &[]), missing.join("\n"));
}

/// Each record for itself: what is too old is unknown, the date is not.
#[test]
fn a_record_of_a_list_goes_stale_alone() {
    let fresh = record(&[("nps", number(1.0)), ("seen", day("2026-06-20"))]);
    let old = record(&[("nps", number(4.0)), ("seen", day("2026-06-19"))]);
    let never = record(&[("nps", number(7.0))]);
    assert_eq!(
        said(
            "score known 0 to 10 = count(stays where nps is known)
             score best  0 to 10 = max(stays.nps)
             score seen  0 to 10 = count(stays where seen is known)",
            &[("stays", Known::Records(vec![fresh, old, never]))]
        ),
        "known: 1.0\nbest: 1.0\nseen: 2.0"
    );
}
