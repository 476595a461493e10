//! What files look like, worked out by hand from docs/running.md and the examples.

use super::format;
use crate::source::SourceId;

/// What a text without its first line becomes.
fn laid_out(text: &str) -> String {
    let out = format(SourceId(0), &format!("stageplay 1\n\n{text}\n")).unwrap();
    out.strip_prefix("stageplay 1\n\n").unwrap().trim_end().to_owned()
}

#[test]
fn blanks_are_one_way() {
    assert_eq!(laid_out("let a=-x*2+min( 1,y )  \"why\""), "let a = -x * 2 + min(1, y)  \"why\"");
    assert_eq!(laid_out("play p  {  when x is one of { a , b }  }"), "play p { when x is one of {a, b} }");
    assert_eq!(laid_out("play p {}"), "play p { }");
}

#[test]
fn parentheses_that_say_nothing_go() {
    assert_eq!(laid_out("let a = ((1 + 2)) * (3)"), "let a = (1 + 2) * 3");
    assert_eq!(laid_out("let a = (b or c)"), "let a = b or c");
    assert_eq!(laid_out("let a = (b or c) and (d and e)"), "let a = (b or c) and (d and e)");
    assert_eq!(laid_out("let a = (\n1\n+ 2)"), "let a = (\n  1\n  + 2\n)");
}

#[test]
fn one_clause_a_line_in_columns() {
    assert_eq!(
        laid_out("play p { when a is known  if cleared close\n\n\nexpires after 3 days }"),
        "\
play p {
  when        a is known
  if cleared  close

  expires     after 3 days
}"
    );
    assert_eq!(
        laid_out("account {\nid=i\nrevenue = arr\ni text required\ng { long date  arr money USD \"so\" }\n}"),
        "\
account {
  id       = i
  revenue  = arr
  i       text       required
  g {
    long  date
    arr   money USD            \"so\"
  }
}"
    );
}

#[test]
fn a_condition_of_several_lines_begins_below_its_neighbours() {
    assert_eq!(
        laid_out("risk r { cause engagement\nwatch when any of {\na: x\nb: y\n}\ncritical when x is known }"),
        "\
risk r {
  cause     engagement
  watch     when any of {
    a:  x
    b:  y
  }
  critical  when x is known
}"
    );
}

#[test]
fn what_a_test_goes_on_expecting_stands_further_in() {
    let long = "risk_of_somebody_we_know is high";
    assert_eq!(
        laid_out(&format!(
            "test t {{ account a\non 2026-03-01 {{ expect {long}, {long}, {long}, {long}\nset a = 1 }} }}"
        )),
        format!(
            "\
test t {{
  account a
  on 2026-03-01 {{
    expect  {long},
      {long},
      {long},
      {long}
    set     a = 1
  }}
}}"
        )
    );
}

#[test]
fn a_series_and_what_happens_on_a_date() {
    assert_eq!(
        laid_out(
            "test t { account a\nseries   usage.logins=400 x 6, 400-  60   x 5,\nunknown x 2\n\
             on 2026-03-02 { set a=1\nexpect exactly{p opens,q closes} } }"
        ),
        "\
test t {
  account a
  series usage.logins = 400 x 6, 400 - 60 x 5, unknown x 2
  on 2026-03-02 {
    set     a = 1
    expect  exactly { p opens, q closes }
  }
}"
    );
}

#[test]
fn columns_go_through_a_whole_scorecard() {
    assert_eq!(
        laid_out(
            "health { dimension d weight 60 {\nlogins weight 60: a/b worst 1 best 10\n}\n\
             n weight 40: c steps { below 1: 2, otherwise: 3 } missing skip\nlast: d as is }"
        ),
        "\
health {
  dimension d weight 60 {
    logins  weight 60:  a / b  worst 1  best 10
  }
  n         weight 40:  c      steps { below 1: 2, otherwise: 3 }  missing skip
  last:                 d      as is
}"
    );
}

#[test]
fn long_conditions_break_before_or_and_then_before_and() {
    let name = "a".repeat(40);
    assert_eq!(
        laid_out(&format!("play p {{\nwhen {name} is known and b is known or {name} is missing and c is red\n}}")),
        format!("play p {{\n  when {name} is known and b is known\n       or {name} is missing and c is red\n}}")
    );
}

#[test]
fn lists_stay_as_the_author_broke_them() {
    assert_eq!(laid_out("let a = all of { x: b is red, c is red }"), "let a = all of { x: b is red, c is red }");
    assert_eq!(
        laid_out("let a = all of {\nx: b is red, longer: d is red\n\nc is red\n}"),
        "let a = all of {\n  x:       b is red\n  longer:  d is red\n\n  c is red\n}"
    );
}

#[test]
fn comments_keep_their_place() {
    assert_eq!(
        laid_out(
            "# a\nlet a = 1 # b\nlet bc = 2 # c\n\n\n# d\n\ntier t { # e\n\n# f\nx: otherwise # g\n# h\n} # i\n# j"
        ),
        "\
# a
let a   = 1  # b
let bc  = 2  # c

# d

tier t {  # e
  # f
  x: otherwise  # g
  # h
}  # i

# j"
    );
}

#[test]
fn texts_and_scripts_stay_as_written() {
    let script = "score s() 0 to 1 ```rhai\n   let a  =  1; # \t\n\n\n a\n  ```";
    assert_eq!(laid_out(script), script);
    let named = "score  s( a=b ,c )  0 to 1   from   \"s.rhai\"  \"S\"";
    assert_eq!(laid_out(named), "score s(a = b, c) 0 to 1 from \"s.rhai\" \"S\"");
    assert_eq!(laid_out("let a = \"x  #  \\\" y\""), "let a = \"x  #  \\\" y\"");
}

#[test]
fn questions_about_lists_keep_the_parentheses_that_end_them() {
    assert_eq!(
        laid_out("let a = (some  people where (b and c))  or (every people where b and c has ( (d) ))"),
        "let a = (some people where (b and c)) or (every people where b and c has (d))"
    );
    assert_eq!(
        laid_out("let a=sum( people.seats where b )+count(people)"),
        "let a = sum(people.seats where b) + count(people)"
    );
    assert_eq!(laid_out("let a = (no people has(b))"), "let a = no people has (b)");
    assert_eq!(
        laid_out(
            "account {\npeople list  of { id text required  nps number }private stale after 2 days since on \"P\"\n}"
        ),
        "\
account {
  people list of {
    id   text  required
    nps  number
  } private stale after 2 days since on \"P\"
}"
    );
}

#[test]
fn tests_have_their_dates_one_below_the_other() {
    assert_eq!(
        laid_out(
            "test t \"T\" {\naccount  a\nevaluate   every 2 weeks\non 2026-03-02 { set x=1 ,y  missing\ndo  finish p.call for \"K\",snooze p  until 2026-03-09\n             expect p  opens  once ,(a is red), never (a is red or b), q  is   suppressed by p }\n             on 2026-03-09   do assign p to \"jo\" # why\n\nthrough 2026-03-20  expect p never   escalates  to r , never (not a)\n}"
        ),
        "\
test t \"T\" {
  account a
  evaluate every 2 weeks
  on 2026-03-02 {
    set     x = 1, y missing
    do      finish p.call for \"K\", snooze p until 2026-03-09
    expect  p opens once, a is red, never a is red or b, q is suppressed by p
  }
  on 2026-03-09 do assign p to \"jo\"  # why

  through 2026-03-20 expect p never escalates to r, never not a
}"
    );
}

#[test]
fn a_comma_stands_close_to_what_is_before_it() {
    assert_eq!(laid_out("journey j {\nstage a { after b ,c }\n}"), "journey j {\n  stage a { after b, c }\n}");
}

#[test]
fn groups_of_plays_and_what_is_retired() {
    assert_eq!(laid_out("one  at a time s \"One\" {a,b}"), "one at a time s \"One\" { a, b }");
    assert_eq!(laid_out("first of s { a\n# why\nb }"), "first of s {\n  a\n  # why\n  b\n}");
    assert_eq!(laid_out("limit s 3   per 90 days { a,\nb }"), "limit s 3 per 90 days { a, b }");
    assert_eq!(laid_out("retired   play a  \"gone\""), "retired play a \"gone\"");
    assert_eq!(
        laid_out("journey j {\nstage a { }\nretired stage b to a\n}"),
        "journey j {\n  stage a { }\n  retired stage b to a\n}"
    );
}

#[test]
fn a_capacity_has_a_line_for_each_clause() {
    assert_eq!(laid_out("capacity csm { open   plays 12 }"), "capacity csm { open plays 12 }");
    assert_eq!(
        laid_out("capacity csm { open plays 12   new plays 5 per  week   effort 20 hours per week }"),
        "\
capacity csm {
  open plays  12
  new plays   5 per week
  effort      20 hours per week
}"
    );
}

#[test]
fn records_and_escalations_of_a_play() {
    assert_eq!(
        laid_out(
            "play p { each person in people where nps<=6 key person.id\nwhen person.nps is known\n\
             task a \"A\" owner r when x done when y\n\
             escalate to r 3 days after opening { owner task b \"B\" due in 1 day } }"
        ),
        "\
play p {
  each  person in people where nps <= 6  key person.id
  when  person.nps is known
  task a \"A\"  owner r  when x  done when y
  escalate to r 3 days after opening {
    owner
    task b \"B\"  due in 1 day
  }
}"
    );
}
