//! Capacities beside the load, in a backtest and in the morning queue: three accounts, of which `c` has no owner.
//!
//! | date | nps of a, b, c | what opens |
//! |---|---|---|
//! | Sunday 1 March | 5, 9, 5 | a.call, c.call |
//! | Monday 2 March | 2, 5, 5 | a.save, b.call |
//! | Wednesday 4 March | 2, 2, 2 | b.save, c.save |
//! | Monday 9 March | 9, 9, 9 | nothing; all four runs of Ann's, and both of nobody's, close |
//!
//! So Ann has, from the Monday before the first, 1 new play, 1 open and 3 hours; in the week of 2 March 2 + 1 new plays,
//! at most 3 + 1 = 4 open, and 5 + 3 + 5 = 13 hours. Nobody's has 1, 1 and 3, then 1, 2 and 5. The lead has 2 hours, then 1.
//! If the Sunday went to the week after it, the lead would have 3 hours of 2, and Ann 16.

use crate::support::program::{stageplay, stageplay_in};
use crate::support::scratch::Scratch;
use serde_json::{Value, json};
use std::fs;

const ANN: &str = "Ann <b> & co";

const DAYS: [(&str, [u8; 3]); 4] =
    [("2026-03-01", [5, 9, 5]), ("2026-03-02", [2, 5, 5]), ("2026-03-04", [2, 2, 2]), ("2026-03-09", [9, 9, 9])];

/// The records of a day, each on its line.
fn day((as_of, nps): &(&str, [u8; 3])) -> String {
    let record = |(id, nps): (&&str, &u8)| {
        let owner = (*id != "c").then_some(ANN);
        let record = json!({ "as_of": as_of, "id": id, "arr": 1000, "owner": owner, "nps": nps });
        format!("{record}\n")
    };
    ["a", "b", "c"].iter().zip(nps).map(record).collect()
}

/// A folder with the playbook, the history and what became of the accounts.
fn folder(name: &str, change: impl Fn(String) -> String) -> Scratch {
    let scratch = Scratch::new(name);
    let book = fs::read_to_string(crate::support::repository::root().join("tests/capacity/book.play")).unwrap();
    fs::write(scratch.path().join("book.play"), change(book)).unwrap();
    fs::write(scratch.path().join("history.ndjson"), DAYS.iter().map(day).collect::<String>()).unwrap();
    let outcomes =
        "{\"id\":\"a\",\"left\":\"2026-03-20\"}\n{\"id\":\"b\",\"left\":null}\n{\"id\":\"c\",\"left\":null}\n";
    fs::write(scratch.path().join("outcomes.ndjson"), outcomes).unwrap();
    scratch
}

fn backtest(scratch: &Scratch, more: &[&str]) -> String {
    let fixed = ["backtest", "book.play", "--accounts", "history.ndjson", "--outcomes", "outcomes.ndjson"];
    let asked = ["--outcome", "left", "--horizon", "30d", "--until", "2026-03-09"];
    let ran = stageplay_in(scratch.path(), &[&fixed[..], &asked, more].concat());
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    ran.out
}

#[test]
fn a_backtest_counts_the_weeks_that_were_too_much() {
    let scratch = folder("capacity-json", |book| book);
    let told: Value = serde_json::from_str(&backtest(&scratch, &["--format", "json"])).unwrap();
    assert_eq!(told["weeks"], 3);
    let nothing = json!({ "open_plays": 0, "new_plays": 0, "effort_hours": 0 });
    let csm = json!({ "open_plays": 2.0, "new_plays": 2.0, "effort_hours": 8.0 });
    assert_eq!(
        told["capacity"],
        json!([
            {
                "owner": ANN, "role": null, "most": csm, "weeks_over": 1,
                "weeks_over_by": { "open_plays": 1, "new_plays": 1, "effort_hours": 1 },
                // Twice as many open plays; 3 of 2 and 13 of 8 are less.
                "worst": { "week": "2026-03-02", "by": "open_plays", "is": 4.0, "most": 2.0 },
            },
            {
                "owner": "lead@example.com", "role": null,
                "most": { "open_plays": null, "new_plays": null, "effort_hours": 2.0 }, "weeks_over": 0,
                "weeks_over_by": { "open_plays": null, "new_plays": null, "effort_hours": 0 },
                "worst": null,
            },
            { "owner": null, "role": "csm", "most": csm, "weeks_over": 0, "weeks_over_by": nothing, "worst": null },
        ])
    );
    let load = |owner: Option<&str>, week: &str| {
        let all = told["load"].as_array().unwrap().iter();
        let found = all.filter(|load| load["owner"] == json!(owner) && load["week"] == week);
        found.map(|it| (it["new_plays"].clone(), it["open_plays"].clone(), it["effort_hours"].clone())).next().unwrap()
    };
    assert_eq!(load(Some(ANN), "2026-02-23"), (json!(1), json!(1), json!(3.0)));
    assert_eq!(load(Some(ANN), "2026-03-02"), (json!(3), json!(4), json!(13.0)));
    assert_eq!(load(None, "2026-03-02"), (json!(1), json!(2), json!(5.0)));
}

#[test]
fn a_backtest_shows_them_to_people() {
    let scratch = folder("capacity-text", |book| book);
    let text = backtest(&scratch, &["--html", "page.html"]);
    let part: Vec<&str> = text.lines().skip_while(|line| !line.starts_with("Capacity")).take(4).collect();
    assert_eq!(
        part,
        [
            "Capacity, 3 weeks         over  open  new  hours  worst",
            "Ann <b> & co                 1     1    1      1  2026-03-02 4 open plays of 2",
            "lead@example.com             0     –    –      0",
            "csm, nobody named            0     0    0      0",
        ]
    );
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    let page = fs::read_to_string(scratch.path().join("page.html")).unwrap();
    assert!(page.contains("<tr><td>Ann &lt;b&gt; &amp; co</td><td>1</td><td>1</td><td>1</td><td>1</td><td>2026-03-02: 4 open plays of 2</td></tr>"), "{page}");
    assert!(!page.contains("<b>"), "{page}");
    // One picture: 1 and 4 of Ann's open plays, the line at 2 of 4 and so half-way up.
    assert_eq!(page.matches("<line ").count(), 1);
    assert!(page.contains("<line x1=\"10\" x2=\"750\" y1=\"70.0\" y2=\"70.0\"/>"), "{page}");
    assert!(page.contains("height=\"30.0\"><title>2026-02-23: 1 open play of 2</title>"), "{page}");
    assert!(page.contains("class=\"over\" x=\"380.0\" y=\"10.0\" width=\"296.0\" height=\"120.0\""), "{page}");
}

#[test]
fn without_a_capacity_nothing_is_said_and_decided_the_same() {
    let with = folder("capacity-with", |book| book);
    let without = folder("capacity-without", |book| {
        book.lines().filter(|line| !line.starts_with("capacity")).map(|line| format!("{line}\n")).collect()
    });
    let told =
        |scratch: &Scratch| -> Value { serde_json::from_str(&backtest(scratch, &["--format", "json"])).unwrap() };
    let (with, without) = (told(&with), told(&without));
    assert_eq!(without["capacity"], json!([]));
    for same in ["subjects", "load", "by_date", "weeks"] {
        assert_eq!(with[same], without[same], "{same}");
    }
}

/// The runs of some of the days, with memory.
fn run(scratch: &Scratch, days: std::ops::Range<usize>) {
    for one in &DAYS[days] {
        fs::write(scratch.path().join("day.ndjson"), day(one)).unwrap();
        let ran =
            stageplay_in(scratch.path(), &["run", "book.play", "--state", "state.db", "--accounts", "day.ndjson"]);
        assert_eq!(ran.code, 0, "{}", ran.err);
    }
}

fn today(scratch: &Scratch, more: &[&str]) -> String {
    let ran = stageplay_in(scratch.path(), &[&["today", "--state", "state.db"], more].concat());
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    ran.out
}

/// The lines of the part of the morning.
fn over(text: &str) -> Vec<&str> {
    text.lines().skip_while(|line| !line.starts_with("Over capacity")).take_while(|line| !line.is_empty()).collect()
}

#[test]
fn the_morning_names_who_has_too_much() {
    let scratch = folder("capacity-today", |book| book);
    run(&scratch, 0..1);
    assert_eq!(over(&today(&scratch, &[])), [""; 0]);
    run(&scratch, 1..3);
    let line = "  Ann <b> & co  4 open plays of 2, 3 new plays of 2, 13 h of 8 h";
    let text = today(&scratch, &[]);
    assert_eq!(over(&text), ["Over capacity  1 owner", &format!("{line} this week")]);
    let later = today(&scratch, &["--as-of", "2026-03-09"]);
    assert_eq!(
        over(&later).concat().split_whitespace().collect::<Vec<_>>().join(" "),
        "Over capacity 1 owner Ann <b> & co 4 open plays of 2, 3 new plays of 2, 13 h of 8 h in the week of 2026-03-02"
    );
    assert_eq!(over(&today(&scratch, &["--owner", ANN])), ["Over capacity  1 owner", &format!("{line} this week")]);
    assert_eq!(over(&today(&scratch, &["--owner", "lead@example.com"])), [""; 0]);
    let told: Value = serde_json::from_str(&today(&scratch, &["--format", "json"])).unwrap();
    assert_eq!(told["week"], "2026-03-02");
    assert_eq!(
        told["over_capacity"],
        json!([{ "owner": ANN, "role": null, "load": {
            "open_plays": { "is": 4.0, "most": 2.0, "over": true },
            "new_plays": { "is": 3.0, "most": 2.0, "over": true },
            "effort_hours": { "is": 13.0, "most": 8.0, "over": true },
        } }])
    );
    let page = today(&scratch, &["--format", "html"]);
    assert!(page.contains("<section class=\"over\">") && page.contains("Ann &lt;b&gt; &amp; co"), "{page}");
    run(&scratch, 3..4);
    assert_eq!(over(&today(&scratch, &[])), [""; 0]);
}

/// Of the role whom nobody fills: `c` alone has two open plays.
#[test]
fn work_of_nobody_is_held_against_its_role() {
    let scratch = folder("capacity-nobody", |book| book.replace("open plays 2 ", "open plays 1 "));
    run(&scratch, 0..3);
    let text = today(&scratch, &[]);
    assert_eq!(
        over(&text),
        [
            "Over capacity  2 owners",
            "  Ann <b> & co  4 open plays of 1, 3 new plays of 2, 13 h of 8 h this week",
            "  csm, nobody named  2 open plays of 1",
        ]
    );
}

#[test]
fn a_playbook_with_capacities_is_laid_out_and_checked() {
    let ran = stageplay(&["check", "tests/capacity/book.play"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
}
