//! Messages, word by word: where, what, and what would mend it.

use super::parsed;

/// The messages of a text behind its first line; `2:` is the line after that one.
fn check(text: &str, expected: &[&str]) {
    assert_eq!(parsed(&format!("stageplay 1\n{text}\n")).1, expected, "{text}");
}

#[test]
fn the_first_line() {
    let told = |text: &str| parsed(text).1;
    assert_eq!(told(""), ["1:1 SP0101 this file is empty = begin with the line `stageplay 1`"]);
    assert_eq!(told("# a comment\n\nstageplay 1\nlet a = 1\n"), Vec::<String>::new());
    assert_eq!(
        told("let a = 1\n"),
        ["1:1 SP0101 the first line is not `stageplay 1` = put `stageplay 1` on the first line"]
    );
    assert_eq!(
        told("stagplay 1\n"),
        ["1:1 SP0101 the first line is `stagplay 1`, not `stageplay 1` = write `stageplay 1`"]
    );
    assert_eq!(
        told("stageplay 2\n"),
        ["1:1 SP0101 this version reads edition 1 of the language, not edition 2 = write `stageplay 1`"]
    );
}

#[test]
fn misspelt_words() {
    check(
        "jorney l {\n  stage a { owner csm }\n  stgae b { ownr csm }\n}",
        &[
            "2:1 SP0102 `jorney` begins no declaration = did you mean `journey`?",
            "4:3 SP0102 a journey has no clause `stgae` = did you mean `stage`?",
            "4:13 SP0102 a stage has no clause `ownr` = did you mean `owner`?",
        ],
    );
    check(
        "health {\n  a weight 5: x wosrt 0% best 1\n  bnads {\n    red\n  }\n}",
        &[
            "3:17 SP0102 expected `as is`, `steps` or `worst` after the value, found `wosrt` = did you mean `worst`?",
            "4:3 SP0102 a scorecard has no clause `bnads` = did you mean `bands`?",
        ],
    );
    check(
        "play p {\n  whne a\n  exipres 90 days\n  sucedes when x\n}",
        &[
            "3:3 SP0102 a play has no clause `whne` = did you mean `when`?",
            "4:3 SP0102 a play has no clause `exipres` = did you mean `expires after`?",
            "5:3 SP0102 a play has no clause `sucedes` = did you mean `succeeds`?",
        ],
    );
    check(
        "let a = at lest 3 of { x, y }\nlet b = 30 dyas",
        &[
            "2:12 SP0102 expected `least` after `at`, found `lest` = did you mean `least`?",
            "3:12 SP0102 expected an operator or the end of the line after the value, found `dyas` = did you mean `days`?",
        ],
    );
    check(
        "account {\n  seats cuont\n}",
        &[
            "3:9 SP0102 expected a type such as `text`, `date` or `money USD` after `seats`, found `cuont` = did you mean `count`?",
        ],
    );
}

#[test]
fn words_of_another_level() {
    check(
        "play p {\n  when x\n  stage a { owner csm }\n}",
        &["4:3 SP0102 `stage` belongs in a journey, not in a play"],
    );
    check("journey j {\n  owner csm\n}", &["3:3 SP0102 `owner` belongs in a stage, not in a journey"]);
    check("stage a {\n  owner csm\n}", &["2:1 SP0102 `stage` belongs in a journey"]);
    check(
        "play p {\n  play q { when x }\n  when x\n}",
        &["3:3 SP0102 `play` stands by itself in the file, not in a play"],
    );
    check(
        "stgae x { }\nlet a = 1",
        &["2:1 SP0102 `stgae` begins no declaration = did you mean `stage`? it belongs in a journey"],
    );
}

#[test]
fn what_is_missing() {
    check("let a =\nlet b = 2", &["2:8 SP0103 expected a value after `=`, found the end of the line"]);
    check(
        "play p {\n  when\n  unless x\n}",
        &["3:7 SP0103 expected a condition after `when`, found the end of the line"],
    );
    check("risk r { high x }", &["2:15 SP0102 expected `when` after `high`, found `x` = write `when` after `high`"]);
    check(
        "play p { expires 90 days }",
        &["2:10 SP0103 expected `expires after`, found `expires` = write `expires after`"],
    );
    check("let a = by s { a: 1 b: 2 }", &["2:21 SP0102 expected `,` after the value, found `b` = write `,` after `1`"]);
    check(
        "let a = if x then 1",
        &["2:20 SP0103 expected `else` after the value, found the end of the line = write `else` after `1`"],
    );
    check("let a = x within 30 days", &["2:18 SP0102 expected `last` or `next` after `within`, found `30`"]);
    check(
        "play p {\n  when x\n  task t due 1 business day\n}",
        &["4:10 SP0103 expected `in` after `due`, or `after` or `before` behind the duration = write `due in`"],
    );
    check("score z = 5", &["2:7 SP0103 a score names its range = write the range behind the name, as in `z 0 to 100`"]);
}

#[test]
fn brackets() {
    check("let a = (b + c\nlet d = 1", &["2:9 SP0104 this `(` is not closed = close it with `)`"]);
    check("let a = b + c)\nlet d = 1", &["2:14 SP0105 `)` closes nothing = remove it, or open what it should close"]);
    check(
        "play p {\n  when x\n  on opening {\n    notify \"a\" \"b\"\n}\nplay q { when x }",
        &["6:1 SP0104 `}` is missing before this line = write `}` above it"],
    );
    check(
        "play p {\n  when x }\n  holds for 3 days\n}\nlet a = 1",
        &["3:10 SP0105 `}` closes nothing = remove it, or open what it should close"],
    );
    check(
        "play p\n{\n  when x\n}",
        &["3:1 SP0103 `{` stands on the line it belongs to = put it at the end of the line above"],
    );
    check(
        "journey j\n  stage a {\n    owner csm\n  }\n}",
        &["2:10 SP0103 expected `{` after `j`, found the end of the line = write `{` after `j`"],
    );
    check("let a = max b, c)", &["2:13 SP0102 expected `(` after `max`, found `b` = write `(` after `max`"]);
}

#[test]
fn texts_and_fences() {
    check("let a = \"open\nlet b = 1", &["2:9 SP0106 this text is not closed = end it with `\"` on the same line"]);
    check("play p \"Title {\n  when x\n}", &["2:8 SP0106 this text is not closed = end it with `\"` on the same line"]);
    check(
        "score x 0 to 100 ```rhai\n  1\nlet b = 2",
        &["2:18 SP0107 this fence is not closed = end the script with a line of three backticks"],
    );
    let told = "= write a value such as `{name}`, or `{{` for a plain brace";
    check(
        "play p {\n  task a \"{x\"\n  task b \"x}\"\n  task c \"{}\"\n  task d \"{a b}\"\n}",
        &[
            "3:11 SP0104 `{` in a text is not closed = write `{{` for a plain brace, or close the value with `}`",
            "4:12 SP0105 `}` in a text closes nothing = write `}}` for a plain brace",
            &format!("5:11 SP0103 nothing stands between `{{` and `}}` {told}"),
            &format!("6:12 SP0103 `a b` is not a value {told}"),
        ],
    );
}

#[test]
fn numbers_money_and_dates() {
    check("let a = x > $100k", &["2:13 SP0109 an amount of money names its currency = write `100k USD`"]);
    check("let a = x > $1,200", &["2:13 SP0109 an amount of money names its currency = write `1200 USD`"]);
    check("let a = x > USD 100k", &["2:13 SP0109 the currency stands behind the amount = write `100k USD`"]);
    check("let a = x > 100,000 USD", &["2:13 SP0109 a number is written without commas = write `100000`"]);
    check("let a = max(100,200)", &[]);
    check("let a = x > 70 %", &["2:13 SP0109 a percentage is written without a blank = write `70%`"]);
    check("let a = x > 30days", &["2:13 SP0109 `30days` is no number with its unit = write `30 days`"]);
    check("account {\n  a money usd\n}", &["3:11 SP0109 a currency is written in capitals, not `usd` = write `USD`"]);
    check(
        "let a = d > 2026-02-30",
        &["2:13 SP0110 there is no date `2026-02-30` = dates are written year-month-day, as in `2026-03-02`"],
    );
    check("let a = d > 2026-3-2", &["2:13 SP0110 there is no date `2026-3-2` = write `2026-03-02`"]);
    check(
        "let a = d > 02/03/2026",
        &["2:13 SP0110 a date is written year-month-day = write `2026-03-02` or `2026-02-03`"],
    );
    check("let a = d > 25/03/2026", &["2:13 SP0110 a date is written year-month-day = write `2026-03-25`"]);
}

#[test]
fn other_languages() {
    check(
        "let a = x == 3 && y || !z",
        &[
            "2:11 SP0111 there is no `==` here = write `=`",
            "2:16 SP0111 there is no `&&` here = write `and`",
            "2:21 SP0111 there is no `||` here = write `or`",
            "2:24 SP0111 there is no `!` here = write `not`",
        ],
    );
    check(
        "let a = x is null or y != nil",
        &[
            "2:14 SP0111 there is no `null`: a value is known or missing = write `is missing` or `is known`",
            "2:22 SP0111 there is no `nil`: a value is known or missing = write `is missing` or `is known`",
        ],
    );
    check("let a = s in {x, y}", &["2:11 SP0111 there is no `in` here = write `is one of { … }`"]);
    check("let a = s not in {x, y}", &["2:11 SP0111 there is no `not in` here = write `is not one of { … }`"]);
    check("let a = s is 'red'", &["2:14 SP0113 a choice is a word without quotes = write `red`"]);
    check("let a = s = 'red'", &["2:13 SP0113 texts stand between plain double quotes = write `\"red\"`"]);
    check("let a = s is > 5", &["2:11 SP0102 `is` asks for a word, not for a number = remove `is`"]);
    check("let a = b - c // why", &["2:15 SP0111 a comment begins with `#` = write `#`"]);
    check("let a = b -c", &["2:11 SP0103 `-` stands between blanks = write `a - b`"]);
    check(
        "play on-boarding { when x }",
        &["2:6 SP0102 a name has no `-` in it = write `on_boarding`, or ` - ` between blanks to subtract"],
    );
    check("roles { csm: \"x\" }", &["2:12 SP0102 expected `=` after `csm`, found `:` = write `=` instead of `:`"]);
}

#[test]
fn is_with_or() {
    let account = "account {\n  segment one of red, yellow, blue\n  on_hold yes/no\n}\n";
    let told = |text: &str| parsed(&format!("stageplay 1\n{account}let a = {text}\n")).1;
    assert_eq!(
        told("segment is red or is yellow"),
        ["6:24 SP0112 `is` is asked of nothing after `or` = write `is one of {red, yellow}`"]
    );
    assert_eq!(told("segment is red or on_hold"), Vec::<String>::new());
    assert_eq!(told("segment is red or segment is yellow"), Vec::<String>::new());
}

#[test]
fn characters_of_no_use() {
    check("let a = b;", &["2:10 SP0113 `;` has no place here = a clause ends with its line"]);
    check("let a = “b”", &["2:9 SP0113 texts stand between plain double quotes = write `\"b\"`"]);
    check("let a = b ≥ 3", &["2:11 SP0113 this is not the plain character it looks like, but U+2265 = write `>=`"]);
    check("let a = b\u{7}", &["2:10 SP0113 `U+0007` has no place here = remove it"]);
    check(
        "let a = \"b\u{202e}\"",
        &["2:11 SP0113 a character that turns the direction of writing, `U+202E`, has no place here = remove it"],
    );
    check("let a = b # c\u{1b}[2J", &["2:14 SP0113 a control character, `U+001B`, has no place here = remove it"]);
    check("let a = \"b\u{7}\"", &["2:11 SP0113 a control character, `U+0007`, has no place here = remove it"]);
    check(
        "let naïve = 1",
        &[
            "2:7 SP0113 `ï` cannot stand in a name = names are written with a to z, 0 to 9 and `_`; texts between quotes may hold anything",
        ],
    );
}

#[test]
fn what_was_lost_is_remembered() {
    let (module, told) = parsed("stageplay 1\nplay p {\n  when x\n  tell somebody about it\n}\nlet d = 1\n");
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(module.items.len(), 2);
    assert!(module.lost.iter().any(|word| word == "somebody"));
    assert!(!module.lost.iter().any(|word| word == "x"));
}

#[test]
fn what_follows_from_a_mistake_is_not_told() {
    // Two words in the wrong order stop the parser three times.
    check(
        "play p {\n  when x\n  clears    after 14 days\n}",
        &["4:3 SP0102 `clears` belongs in a risk, not in a play"],
    );
    check(
        "journey j {\n  stage a {\n    when enter x\n  }\n}",
        &["4:5 SP0103 expected `enter when`, found `when` = write `enter when`"],
    );
    // Behind a word that was put right the next mistake is another one.
    assert_eq!(parsed("stageplay 1\nplay p {\n  whne a\n  exipres 90 days\n}\n").1.len(), 2);
}

#[test]
fn a_value_missing_at_the_end_of_a_line_is_missed_there() {
    check(
        "risk r {\n  high when x >=\n}\nlet a = 1",
        &["3:17 SP0103 expected a value after `>=`, found the end of the line"],
    );
}

#[test]
fn a_square_bracket_closes_no_brace() {
    check("risk r {\n  high when x\n]\nlet a = 1", &["4:1 SP0113 `]` closes what `{` opened = write `}`"]);
    check("let a = x is one of [b, c]", &["2:21 SP0113 lists stand between braces = write `{ … }`"]);
}

#[test]
fn an_unclosed_block_says_where_it_ends() {
    let (_, told) = super::told("stageplay 1\nrisk r {\n  high when x\n\nlet a = 1\n");
    let places: Vec<u32> = told.iter().flat_map(|said| &said.labels).map(|label| label.span.start).collect();
    // The empty line below the level, and the brace.
    assert_eq!(places, [35, 19]);
    // Where a text just ends, it is the brace first.
    let (_, told) = super::told("stageplay 1\nrisk r {\n  high when x\n");
    let places: Vec<u32> = told.iter().flat_map(|said| &said.labels).map(|label| label.span.start).collect();
    assert_eq!(places, [19, 35]);
}

#[test]
fn the_margin_is_no_place_of_its_own_where_brackets_balance() {
    let (module, told) = parsed(
        "stageplay 1\naccount {\nid = id\nrevenue = arr\nid text\narr money USD\nscore number 0 to 10\nhealth {\nplay text\n}\n}\nlet a = all of {\nscore and (x)\nrisk \n}\nlet b =\nscore is known and (\nplay\n)\n",
    );
    assert_eq!(told, Vec::<String>::new());
    assert_eq!(module.items.len(), 3);
}
