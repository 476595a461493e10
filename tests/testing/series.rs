//! `series`: which evaluation takes which value, and what is left of it afterwards. Health is `n`.

use super::support::passes;

#[test]
fn each_evaluation_takes_the_next_value_and_the_last_one_stays() {
    let steps = "series n = 80 x 2, 70 - 10 x 3, unknown x 1, 20 x 1\n\
                 on 2026-03-02 expect n = 80\n\
                 on 2026-03-03 expect n = 80\n\
                 on 2026-03-04 expect n = 70\n\
                 on 2026-03-05 expect n = 60\n\
                 on 2026-03-06 expect n = 50\n\
                 on 2026-03-07 expect n is missing\n\
                 on 2026-03-08 expect n = 20\n\
                 through 2026-03-12 expect n = 20\n\
                 on 2026-03-13 { set n = 90 expect n = 90 }\n\
                 through 2026-03-15 expect n = 90";
    let unknown = "series n = 80 x 1, unknown x 1\n\
                   on 2026-03-02 expect n = 80\n\
                   through 2026-03-09 expect n is missing";
    passes("series", "", &[steps, unknown]);
}

/// Every week from Monday the 2nd: the 9th and the 16th. What is asked on the 5th finds what there is, and moves nothing.
#[test]
fn a_date_in_between_takes_no_value() {
    let weekly = "evaluate every 1 week\nseries n = 80 - 10 x 3\nseries nps = 5 x 1\n\
                  on 2026-03-02 expect n = 80\n\
                  on 2026-03-05 expect n = 80\n\
                  on 2026-03-09 expect n = 70, nps = 5\n\
                  on 2026-03-10 { set nps = 7 expect n = 70 }\n\
                  on 2026-03-16 expect n = 60, nps = 7";
    passes("series-weekly", "", &[weekly]);
}

/// A default stands in for what is unknown, as in data; other kinds than numbers take turns as well.
#[test]
fn every_kind_of_field_may_have_one() {
    let kinds = "series step = 3 x 1, unknown x 1\nseries hot = yes x 2, no x 1\n\
                 series signed = 2026-02-23 + 7 days x 3\nseries arr = 1k USD - 100 USD x 3\n\
                 on 2026-03-02 expect step = 3, hot, signed = 2026-02-23, arr = 1000 USD\n\
                 on 2026-03-03 expect step = 0, hot, signed = 2026-03-02, arr = 900 USD\n\
                 on 2026-03-04 expect step = 0, not hot, signed = 2026-03-09, arr = 800 USD";
    passes("series-kinds", "", &[kinds]);
}
