//! `exactly`: nothing else happens than what is named.

use super::support::{fails, named, passes};
use std::fmt::Write;

/// `p` opens below 40 and `q` below 30; a run of `p` that nobody acts on goes to the lead after two days, and both close
/// as soon as they are not asked for.
fn plays() -> String {
    named("p", "when n < 40\nif cleared close\nescalate to lead 2 days after opening")
        + named("q", "when n < 30\nif cleared close").as_str()
}

#[test]
fn what_is_named_is_all_that_happens() {
    let mut dates = String::from("series n = 50 x 1, 35 x 1, 20 x 2, 50 x 2\n");
    let happens = ["", "p opens", "q opens", "p escalates to lead", "q closes, p closes", ""];
    for (day, what) in (2..).zip(happens) {
        write!(dates, "on 2026-03-0{day} {{\nexpect exactly {{ {what} }}\n}}\n").unwrap();
    }
    let stretch = "series n = 50 x 1, 35 x 1, 20 x 2, 50 x 2\n\
                   on 2026-03-02 expect n = 50\n\
                   through 2026-03-07 {\n\
                   expect exactly { p opens, p closes, p escalates to lead, q opens, q closes }\n}";
    passes("exactly", &plays(), &[&dates, stretch]);
}

#[test]
fn what_else_happens_is_told_and_what_does_not() {
    let one = "on 2026-03-02 set n = 20\non 2026-03-03 expect n = 20\n";
    let first = one.replace("set n = 20", "{\nset n = 20\nexpect exactly { p opens }\n}");
    let out = fails("exactly-more", &plays(), &first, "not named: q opens on 2026-03-02 q: opens on 2026-03-02");
    assert!(!out.contains("did not happen"), "{out}");
    let other = first.replace("p opens", "p closes, q opens");
    let out = fails("exactly-other", &plays(), &other, "not named: p opens on 2026-03-02 did not happen: p closes, on");
    assert!(!out.contains("not named: q"), "{out}");
    // In a stretch what is not named shows at once, and what is lacking at its end.
    let stretch = "series n = 50 x 1, 50 x 1, 35 x 1\non 2026-03-02 expect n = 50\n\
                   through 2026-03-06 {\nexpect exactly { q opens }\n}\n";
    let out = fails("exactly-stretch", &plays(), stretch, "not named: p opens on 2026-03-04");
    assert!(out.contains("of plain on 2026-03-04, expected through 2026-03-06"), "{out}");
    let quiet = stretch.replace("35 x 1", "50 x 1");
    let said = "did not happen: q opens, from 2026-03-03 to 2026-03-06";
    let out = fails("exactly-quiet", &plays(), &quiet, said);
    assert!(!out.contains("not named"), "{out}");
}
