//! What scripts may and may not do, and what is said about those that do not compile.

use super::{Script, ScriptValue, check};
use crate::testing::Book;
use stageplay_dsl::typed::Expr;

fn x(book: &mut Book) -> Expr {
    book.number(1.0)
}

fn run(text: &str, value: f64) -> Option<f64> {
    let mut book = Book::new();
    let value_of = x(&mut book);
    let score = book.script("score", vec![("x", value_of)], text);
    let script = Script::of(&book.playbook.scores[score]).unwrap().unwrap();
    script.call_row(&[ScriptValue::Number(value)])
}

fn faults(text: &str) -> Vec<(String, usize, usize)> {
    let mut book = Book::new();
    let value = x(&mut book);
    book.script("fit", vec![("x", value)], text);
    let found = check(&book.playbook);
    assert!(found.iter().all(|found| found.code.0 == 405));
    found
        .into_iter()
        .map(|found| (found.message.clone(), found.span().unwrap().start as usize, found.span().unwrap().end as usize))
        .collect()
}

#[test]
fn whole_results_are_numbers_and_others_are_none() {
    assert_eq!(run("x * 2", 3.0), Some(6.0));
    assert_eq!(run("7", 3.0), Some(7.0));
    assert_eq!(run("let y = if x > 2.0 { 90.0 } else { 40.0 }; (y + x) / 2.0", 4.0), Some(47.0));
    assert_eq!(run("x / 0.0", 3.0), None);
    assert_eq!(run("\"three\"", 3.0), None);
    assert_eq!(run("x > 2", 3.0), None);
    assert_eq!(run("throw \"no\"", 3.0), None);
    assert_eq!(run("max(x, 5.0) + sqrt(x)", 4.0), Some(7.0));
}

#[test]
fn the_budget_ends_what_does_not_end() {
    assert_eq!(run("let n = 0; loop { n += 1; } n", 1.0), None);
    assert_eq!(run("fn f(n) { f(n + 1) } f(0)", 1.0), None);
    assert_eq!(run("let s = \"a\"; loop { s += s; } 1", 1.0), None);
    assert_eq!(run("let a = []; loop { a.push(1); } 1", 1.0), None);
}

#[test]
fn a_script_cannot_reach_out() {
    for text in ["timestamp(); 1.0", "sleep(1); 1.0", "print(\"x\"); 1.0", "import \"a\" as b; 1.0", "eval(\"1.0\")"] {
        assert!(!faults(text).is_empty(), "`{text}` is allowed");
    }
}

#[test]
fn one_call_leaves_nothing_for_the_next() {
    let mut book = Book::new();
    let value = x(&mut book);
    let score = book.script("score", vec![("x", value)], "x += 1.0; let y = x; y");
    let script = Script::of(&book.playbook.scores[score]).unwrap().unwrap();
    let mut session = script.session();
    assert_eq!(session.call(&[ScriptValue::Number(1.0)]), Some(2.0));
    assert_eq!(session.call(&[ScriptValue::Number(1.0)]), Some(2.0));
}

#[test]
fn faults_point_into_the_playbook() {
    assert_eq!(faults("x * 2.0"), []);
    // Byte 1000 is where the script begins; `é` is one character of two bytes.
    let text = "let y = \"é\"; x\n  * ) 2.0";
    let found = faults(text);
    let at = 1_000 + text.find(')').unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].1, found[0].2), (at, at + 1));
    assert!(found[0].0.starts_with("the script of `fit` does not compile: "), "{}", found[0].0);
    let text = "let y = \"é\"; y2 + x";
    let found = faults(text);
    assert_eq!(found[0].1, 1_000 + text.find("y2").unwrap());
}

#[test]
fn a_script_that_always_fails_is_found() {
    let found = faults("let y = x + 1.0; \"three\"");
    let wanted = "the script of `fit` fails whatever it is given, as with x = 1: the result is not a number";
    assert_eq!(found[0].0, wanted);
    // One that fails for some values is fine: those accounts are unknown.
    let mut book = Book::new();
    let seats = book.numbers("seats", &[]);
    let value = book.field(seats);
    book.script("fit", vec![("x", value)], "if x != 20000.0 { throw \"no\" } x");
    assert_eq!(check(&book.playbook), []);
}

/// Inputs: a fraction from 0 to 1 and a word of three.
fn mixed(text: &str) -> Vec<String> {
    let mut book = Book::new();
    let share = book.numbers("share", &[]);
    book.playbook.fields[share].low = Some(0.2);
    book.playbook.fields[share].high = Some(0.8);
    let size = book.words("size", &["small", "large", "huge"], &[]);
    let (share, size) = (book.field(share), book.field(size));
    let score = book.script("fit", vec![("share", share), ("size", size)], text);
    book.playbook.scores[score].low = 0.0;
    book.playbook.scores[score].high = 100.0;
    check(&book.playbook).into_iter().map(|found| found.message).collect()
}

#[test]
fn samples_lie_in_the_declared_ranges() {
    assert_eq!(mixed("if size == \"huge\" && share == 0.5 { 1 } else { throw \"no\" }"), [""; 0]);
    assert_eq!(mixed("if size == \"tiny\" || share > 0.8 || share < 0.2 { 1 } else { throw \"no\" }").len(), 1);
    let found = mixed("100.0 + share");
    let wanted = "the script of `fit` fails whatever it is given, as with share = 0.2, size = \"small\": \
                  100.2 is outside 0 to 100";
    assert_eq!(found, [wanted]);
}

#[test]
fn a_fault_in_a_function_points_into_it() {
    let text = "fn half(y) {\n  y / nothing\n}\nhalf(x)";
    let found = faults(text);
    assert_eq!(found[0].1, 1_000 + text.find("nothing").unwrap(), "{}", found[0].0);
    assert!(!found[0].0.contains("line"), "{}", found[0].0);
}

#[test]
fn hostile_scripts_end_soon_and_cost_only_their_score() {
    let hostile = [
        "let x = []; while true { x.push(1); } 1",
        "let x = []; while true { x.push(x); } 1",
        "let x = #{}; let n = 0; while true { x[`k${n}`] = n; n += 1; } 1",
        "let x = #{}; loop { x = #{a: x, b: x}; } 1",
        "let s = \"0123456789\"; while true { s += s + s; } 1",
        "let s = \"\"; s.pad(1000000000, \"x\"); s.len()",
        "let s = \"x\"; s.pad(3, \"\"); 1.0",
        "let x = []; x.pad(1000000000, 1); x.len()",
        "fn f(n) { f(n + 1) + f(n + 2) } f(0)",
        "for n in 0..9000000000000000 { x += 1.0; } 1",
        "let f = |g| g.call(g); f.call(f)",
        "let x = [1]; for n in 0..1000 { x += x; } 1",
        "throw [[[[[[[[1]]]]]]]]",
        "do { } while true",
        "let a = []; a.pad(50, 1); let b = a; let n = 0; loop { if a == b { n += 1; } } n",
        "let s = \"\"; s.pad(1000, \"x\"); loop { let t = s.to_upper(); let u = t.index_of(\"y\"); } 1",
        "let a = []; a.pad(200, \"x\"); loop { a.sort(); a.reverse(); } 1",
    ];
    for text in hostile {
        assert_eq!(run(text, 1.0), None, "`{text}` gives a score");
    }
    for text in ["(".repeat(100_000), "[".repeat(100_000), format!("1{}", "+1".repeat(40_000)), "x".repeat(70_000)] {
        assert_eq!(faults(&text).len(), 1, "`{}…` is allowed", &text[..3]);
    }
}

#[test]
fn a_text_is_filled_up() {
    let long = |text: &str| run(&format!("let s = \"x\"; s.pad({text}); s.len().to_float()"), 1.0);
    assert_eq!(long("5, \"yz\""), Some(5.0));
    assert_eq!(long("0, \"y\""), Some(1.0));
    assert_eq!(long("-3, \"\""), Some(1.0));
    assert_eq!(long("4, 'y'"), Some(4.0));
    assert_eq!(long("2000, \"y\""), None);
}

#[test]
fn nothing_reaches_files_clock_chance_or_the_terminal() {
    let hostile = [
        "import \"a.rhai\" as a; 1",
        "export x; 1",
        "open_file(\"/etc/passwd\"); 1",
        "rand(); 1",
        "let t = timestamp(); t.elapsed",
        "sleep(1.0); 1",
        "print(1); 1",
        "debug(1); 1",
        "eval(\"1\")",
        "Fn(\"eval\").call(\"1\")",
        "Fn(\"print\").call(1); 1",
        "call_fn(\"eval\", \"1\")",
    ];
    for text in hostile {
        assert_eq!(faults(text).len(), 1, "`{text}` is allowed");
    }
}
