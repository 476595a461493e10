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
    assert!(found[0].0.starts_with("the script of `fit` fails whatever it is given: "), "{}", found[0].0);
    // One that fails for some values is fine: those accounts are unknown.
    assert_eq!(faults("if x == 0.0 { throw \"no\" } x"), []);
}
