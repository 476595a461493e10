//! `set … from`: what an account has as another fixture has it.

use super::support::{of, passes, ran};

/// Of `plain` one of three people is below 4, of `other` the only one; `empty` has no people and no `n`.
#[test]
fn records_and_values_come_from_another_fixture() {
    let taken = "on 2026-03-02 expect n = 50, count(people) = 3, count(people where nps < 4) = 1\n\
                 on 2026-03-03 { set people from other, n from other, step = 2 expect n = 90, count(people) = 1 }\n\
                 through 2026-03-05 expect n = 90, count(people where nps < 4) = 1, arr = 1000 USD, step = 2\n\
                 on 2026-03-06 { set people from empty, n from empty, step from empty expect n is missing, step = 0 }\n\
                 on 2026-03-07 { set people from plain, n = 3 expect count(people) = 3, n = 3 }\n\
                 on 2026-03-08 { set people missing expect people is missing }";
    passes("borrowed", "", &[&taken.replace("n is missing,", "count(people) = 0, n is missing,")]);
}

#[test]
fn a_fixture_that_is_not_there_is_told() {
    let ran = ran("borrowed-unknown", "", &of(&["on 2026-03-02 { set people from othr expect n = 50 }"]), &[]);
    assert!(
        ran.code == 1 && ran.says("there is no fixture `othr`") && ran.says("did you mean `other`?"),
        "{}",
        ran.err
    );
}
