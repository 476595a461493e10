//! Lowering of small playbooks: sharing, folding, order, pruning, stable names.

use super::{Decided, Graph, NodeId, Op, Program, Step};
use crate::testing::Book;
use stageplay_dsl::typed::*;
use stageplay_dsl::types::*;

fn node(program: &Program, id: NodeId) -> &super::Node {
    &program.graph.nodes[id]
}

fn count(graph: &Graph, wanted: impl Fn(&Op) -> bool) -> usize {
    graph.nodes.rows().iter().filter(|node| wanted(&node.op)).count()
}

#[test]
fn the_same_expression_twice_is_one_node() {
    let mut book = Book::new();
    let (a, b) = (book.numbers("a", &[]), book.numbers("b", &[]));
    let mut ratio = || {
        let (left, right) = (book.field(a), book.field(b));
        book.arithmetic(Arithmetic::Divide, left, right)
    };
    let (first, second, third) = (ratio(), ratio(), ratio());
    let named = book.let_("share", third);
    let read = book.expr(ExprKind::Let(named), Type::Number);
    let one = book.score("one", first);
    let two = book.score("two", second);
    let three = book.score("three", read);
    let program = book.compile();
    assert_eq!(count(&program.graph, |op| matches!(op, Op::Arithmetic(_))), 1);
    // Each may be overridden by itself; what is computed is one.
    assert_eq!(program.computed(one), program.computed(two));
    assert_eq!(program.computed(one), program.computed(three));
}

#[test]
fn sums_are_not_reordered() {
    let mut book = Book::new();
    let (a, b) = (book.numbers("a", &[]), book.numbers("b", &[]));
    let (a1, b1, a2, b2) = (book.field(a), book.field(b), book.field(a), book.field(b));
    let first = book.arithmetic(Arithmetic::Add, a1, b1);
    let second = book.arithmetic(Arithmetic::Add, b2, a2);
    let (one, two) = (book.score("one", first), book.score("two", second));
    let program = book.compile();
    assert_ne!(program.score(one), program.score(two));
}

#[test]
fn constants_are_folded_and_failures_are_kept() {
    let mut book = Book::new();
    let (two, three, zero, one) = (book.number(2.0), book.number(3.0), book.number(0.0), book.number(1.0));
    let six = book.arithmetic(Arithmetic::Multiply, two, three);
    let nothing = book.arithmetic(Arithmetic::Divide, one, zero);
    let (good, bad) = (book.let_("good", six), book.let_("bad", nothing));
    let program = book.compile();
    assert_eq!(node(&program, program.let_(good)).op, Op::Constant(Value::Number(6.0)));
    assert_eq!(node(&program, program.let_(bad)).op, Op::Arithmetic(Arithmetic::Divide));
}

#[test]
fn an_amount_is_the_number_itself() {
    let mut book = Book::new();
    let a = book.numbers("a", &[]);
    let args = vec![book.field(a)];
    let amount = book.expr(ExprKind::Call { function: Function::Amount, args }, Type::Number);
    let named = book.let_("named", amount);
    let program = book.compile();
    assert_eq!(program.let_(named), program.field(a));
}

#[test]
fn operands_stand_before_users_and_every_step_covers_what_it_decides() {
    let mut book = Book::new();
    let a = book.numbers("a", &[]);
    let (field, ten) = (book.field(a), book.number(10.0));
    let condition = book.compare(Comparison::Less, field, ten);
    let first = book.risk("first", condition);
    let set = book.playbook.risks[first].level_set;
    let level = book.expr(ExprKind::Level(first), Type::Choice(set));
    let high = book.truth(ExprKind::OneOf { subject: Box::new(level), negated: false, words: vec![1] });
    let second = book.risk("second", high);
    let program = book.compile();
    for (id, node) in program.graph.nodes.iter() {
        assert!(node.inputs.iter().all(|input| *input < id));
    }
    let mut done = NodeId(1);
    let mut decided = Vec::new();
    for step in &program.plan {
        match step {
            Step::Evaluate(nodes) => {
                assert_eq!(nodes.start, done);
                done = nodes.end;
            }
            Step::Decide(Declaration::Risk(id)) => {
                let read = program.node(&program.playbook.risks[*id].levels[0].condition);
                assert!(read < done, "{id:?} reads what has not been evaluated");
                decided.push(*id);
            }
            Step::Decide(other) => panic!("{other:?}"),
        }
    }
    assert_eq!(decided, [first, second]);
    assert_eq!(program.texts.start, done);
    assert!(program.decided(Decided::Level(first)).is_some());
    assert_eq!(program.decided(Decided::Level(second)), None);
}

#[test]
fn a_let_that_nobody_reads_waits_for_the_texts() {
    let mut book = Book::new();
    let a = book.numbers("a", &[]);
    let (field, other) = (book.field(a), book.field(a));
    let one = book.number(1.0);
    let sum = book.arithmetic(Arithmetic::Add, field, one);
    let unread = book.let_("unread", sum);
    book.score("score", other);
    let program = book.compile();
    assert!(program.let_(unread) >= program.texts.start);
    assert_ne!(program.let_(unread), NodeId(0));
}

#[test]
fn a_long_chain_of_lets_is_no_recursion() {
    let mut book = Book::new();
    let a = book.numbers("a", &[]);
    let mut value = book.field(a);
    for at in 0..20_000 {
        let last = book.let_(&format!("l{at}"), value);
        let (read, one) = (book.expr(ExprKind::Let(last), Type::Number), book.number(1.0));
        value = book.arithmetic(Arithmetic::Add, read, one);
    }
    let score = book.score("score", value);
    let program = book.compile();
    assert_eq!(node(&program, program.score(score)).inputs.len(), 1);
    assert!(program.graph.nodes.len() > 20_000);
}

/// Two fields and two words, declared in one order or the other.
fn pair(names: [&str; 2], words: [&str; 2], let_name: &str) -> (u64, u64) {
    let mut book = Book::new();
    for name in names {
        book.numbers(name, &[]);
    }
    let segment = book.words("segment", &words, &[]);
    let find = |book: &Book, path: &str| book.playbook.fields.iter().find(|(_, field)| field.path == path).unwrap().0;
    let (a, b) = (find(&book, "a"), find(&book, "b"));
    let (a, b) = (book.field(a), book.field(b));
    let ratio = book.arithmetic(Arithmetic::Divide, a, b);
    let named = book.let_(let_name, ratio);
    let read = book.expr(ExprKind::Let(named), Type::Number);
    let (ten, twenty) = (book.number(10.0), book.number(20.0));
    let subject = Box::new(book.field(segment));
    // `smb` is always 10, `enterprise` always 20.
    let arms = words.iter().map(|word| usize::from(*word == "enterprise")).collect();
    let limit = book.expr(ExprKind::By { subject, arms, values: vec![ten, twenty] }, Type::Number);
    let below = book.compare(Comparison::Less, read, limit);
    book.risk("risk", below.clone());
    let subject = Box::new(book.field(segment));
    let smb = words.iter().position(|word| *word == "smb").unwrap() as u16;
    let is_smb = book.truth(ExprKind::OneOf { subject, negated: false, words: vec![smb] });
    book.risk("other", is_smb.clone());
    let program = book.compile();
    (node(&program, program.node(&below)).key, node(&program, program.node(&is_smb)).key)
}

#[test]
fn names_do_not_depend_on_the_order_of_declarations() {
    let first = pair(["a", "b"], ["smb", "enterprise"], "share");
    assert_eq!(first, pair(["b", "a"], ["enterprise", "smb"], "renamed"));
    assert_ne!(first.0, first.1);
}

#[test]
fn every_expression_has_a_node_of_its_kind() {
    let mut book = Book::new();
    let (a, d) = (book.numbers("a", &[]), book.dates("d", &[]));
    let (x, date) = (book.field(a), book.field(d));
    let since = book.expr(ExprKind::DaysSince(Box::new(date)), Type::Days);
    let condition = book.compare(Comparison::Less, x, since.clone());
    book.risk("risk", condition.clone());
    let program = book.compile();
    assert_eq!(node(&program, program.node(&since)).kind, crate::column::SlotKind::Number);
    assert_eq!(node(&program, program.node(&condition)).kind, crate::column::SlotKind::Truth);
    assert_eq!(program.node(&since), node(&program, program.node(&condition)).inputs[1]);
}

#[test]
fn the_end_of_a_customer_is_known_before_anything_else_is_decided() {
    let mut book = Book::new();
    let (a, b) = (book.truths("a", &[]), book.truths("b", &[]));
    let (x, y) = (book.field(a), book.field(b));
    let (first, second) = (book.risk("first", x), book.risk("second", y));
    let set = book.playbook.risks[second].level_set;
    let subject = Box::new(book.expr(ExprKind::Level(second), Type::Choice(set)));
    let ends = book.truth(ExprKind::OneOf { subject, negated: false, words: vec![1] });
    book.playbook.ends_when = Some(ends.clone());
    let program = book.compile();
    let decisions = program.plan.iter().filter(|step| matches!(step, Step::Decide(_)));
    let expected = [second, first].map(|risk| Step::Decide(Declaration::Risk(risk)));
    assert!(decisions.eq(expected.iter()));
    let before_first = program.plan.iter().take_while(|step| **step != expected[1]);
    let covered = |step: &Step| matches!(step, Step::Evaluate(nodes) if nodes.contains(&program.node(&ends)));
    assert!(before_first.into_iter().any(covered));
}
