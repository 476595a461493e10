//! Small playbooks evaluated over small batches, expectations worked out by hand.

use super::{CHUNK, Frame, cause, walk};
use crate::column::{Cause, Flaw, Slot};
use crate::graph::Decided;
use crate::testing::{Book, TODAY, codes_of, numbers_of, span, truths_of};
use stageplay_dsl::typed::*;
use stageplay_dsl::types::*;

const T: Option<bool> = Some(true);
const F: Option<bool> = Some(false);
const U: Option<bool> = None;

#[test]
fn chunks_of_any_length_give_the_same_values() {
    let mut book = Book::new();
    let rows = 2 * CHUNK + 1;
    let values: Vec<Option<f64>> = (0..rows).map(|row| (row % 7 > 0).then_some(row as f64)).collect();
    let flags: Vec<Option<bool>> = (0..rows).map(|row| (row % 5 > 0).then_some(row % 3 == 0)).collect();
    let (a, b) = (book.numbers("a", &values), book.truths("b", &flags));
    let (x, three) = (book.field(a), book.number(3.0));
    let product = book.arithmetic(Arithmetic::Multiply, x, three);
    let (condition, zero) = (book.field(b), book.number(0.0));
    let chosen = ExprKind::If { condition: Box::new(condition), then: Box::new(product), otherwise: Box::new(zero) };
    let chosen = book.expr(chosen, Type::Number);
    let score = book.score("score", chosen);
    let (program, batch) = (book.compile(), book.batch());
    let expected = |row: usize| {
        let condition = (!row.is_multiple_of(5)).then_some(row.is_multiple_of(3))?;
        if condition { (!row.is_multiple_of(7)).then_some(row as f64 * 3.0) } else { Some(0.0) }
    };
    for length in [1, 63, 64, 65, CHUNK, CHUNK + 1] {
        let mut frame = Frame::new(&program, &batch, TODAY, 0..0);
        assert!(frame.is_empty());
        let mut start = 0;
        while start < rows {
            frame.restart(start..start + length);
            super::walk(&program, &batch, &mut frame, |_, _| {});
            assert_eq!(frame.len(), length.min(rows - start));
            for row in 0..frame.len() {
                assert_eq!(frame.numbers(program.score(score)).get(row), expected(start + row), "row {}", start + row);
            }
            start += length;
        }
    }
}

#[test]
fn a_wrong_kind_or_node_is_unknown_and_no_fault() {
    let mut book = Book::new();
    let a = book.numbers("a", &[Some(1.0)]);
    let x = book.field(a);
    let score = book.score("score", x);
    let (program, batch, mut frame) = book.run();
    let node = program.score(score);
    assert_eq!(frame.numbers(node).get(0), Some(1.0));
    assert_eq!(frame.codes(node).get(0), None);
    assert_eq!(frame.truths(node).get(0), None);
    assert_eq!(frame.text(&program, &batch, node, 0), None);
    assert_eq!(frame.numbers(crate::graph::NodeId(99)).get(0), None);
    frame.set(node, Slot::unknown(crate::column::SlotKind::Code, 1));
    assert_eq!(frame.numbers(node).get(0), Some(1.0));
}

#[test]
fn columns_that_are_short_or_missing_are_unknown() {
    let mut book = Book::new();
    let (a, b) = (book.numbers("a", &[Some(1.0)]), book.numbers("b", &[Some(1.0), Some(2.0)]));
    let (x, y) = (book.field(a), book.field(b));
    let (one, two) = (book.score("one", x), book.score("two", y));
    let (program, _, frame) = book.run();
    assert_eq!(numbers_of(&frame, program.score(one)), [None, None]);
    assert_eq!(numbers_of(&frame, program.score(two)), [Some(1.0), Some(2.0)]);
}

#[test]
fn an_old_value_has_expired_but_not_the_date_that_says_so() {
    let mut book = Book::new();
    let a = book.numbers("a", &[Some(1.0), Some(2.0), Some(3.0), None]);
    let name = book.texts("name", &[Some("Ada"), Some("Bo"), Some("Cy"), None]);
    let updated = book.dates("updated", &[Some(TODAY - 60), Some(TODAY - 61), None, Some(TODAY)]);
    for field in [a, name, updated] {
        book.playbook.fields[field].stale = Some(Stale { after: 60.0, since: updated });
    }
    let (x, d) = (book.field(a), book.field(updated));
    let since = book.expr(ExprKind::DaysSince(Box::new(d)), Type::Days);
    let words = book.field(name);
    let known = book.truth(ExprKind::IsKnown(Box::new(words)));
    let (score, days) = (book.score("score", x), book.score("days", since));
    book.risk("known", known.clone());
    let (program, batch, frame) = book.run();
    assert_eq!(numbers_of(&frame, program.score(score)), [Some(1.0), None, None, None]);
    assert_eq!(numbers_of(&frame, program.score(days)), [Some(60.0), Some(61.0), None, Some(0.0)]);
    assert_eq!(truths_of(&frame, program.node(&known)), [T, F, F, F]);
    assert_eq!(frame.text(&program, &batch, program.field(name), 0), Some("Ada"));
    assert_eq!(frame.text(&program, &batch, program.field(name), 1), None);
    let why = |row| cause(&program, &frame, &batch, program.score(score), row).map(|why| (why.cause, why.field));
    assert_eq!(why(0), None);
    assert_eq!(why(1), Some((Cause::Expired, Some(a))));
    assert_eq!(why(2), Some((Cause::Expired, Some(a))));
    assert_eq!(why(3), Some((Cause::Absent, Some(a))));
}

#[test]
fn texts_are_chosen_and_compared() {
    let mut book = Book::new();
    let name = book.texts("name", &[Some("Ada"), None, None]);
    let other = book.texts("other", &[Some("x"), Some("Bo"), None]);
    let yes = book.truths("yes", &[Some(true), Some(true), Some(false)]);
    let (a, b) = (book.field(name), book.field(other));
    let value = Box::new(book.expr(ExprKind::IfMissing { value: Box::new(a), fallback: Box::new(b) }, Type::Text));
    let last = Box::new(book.expr(ExprKind::Constant(Value::Text("queue".into())), Type::Text));
    let owner = book.expr(ExprKind::IfMissing { value, fallback: last }, Type::Text);
    let named = book.let_("owner", owner);
    let read = || ExprKind::Let(named);
    let left = Box::new(book.expr(read(), Type::Text));
    let right = Box::new(book.expr(ExprKind::Constant(Value::Text("Bo".into())), Type::Text));
    let is_bo = book.truth(ExprKind::Same { negated: false, left, right });
    book.risk("bo", is_bo.clone());
    let (left, right) = (Box::new(book.field(name)), Box::new(book.field(other)));
    let same = book.truth(ExprKind::Same { negated: true, left, right });
    book.risk("same", same.clone());
    let condition = Box::new(book.field(yes));
    let (then, otherwise) = (Box::new(book.field(name)), Box::new(book.expr(read(), Type::Text)));
    let picked = book.expr(ExprKind::If { condition, then, otherwise }, Type::Text);
    let picked = book.let_("picked", picked);
    let present = book.field(name);
    let known = book.truth(ExprKind::IsKnown(Box::new(present)));
    book.risk("known", known.clone());
    let (program, batch, frame) = book.run();
    let text = |id, row| frame.text(&program, &batch, program.let_(id), row);
    assert_eq!([text(named, 0), text(named, 1), text(named, 2)], [Some("Ada"), Some("Bo"), Some("queue")]);
    assert_eq!([text(picked, 0), text(picked, 1), text(picked, 2)], [Some("Ada"), None, Some("queue")]);
    assert_eq!(text(named, 3), None);
    assert_eq!(truths_of(&frame, program.node(&is_bo)), [F, T, F]);
    assert_eq!(truths_of(&frame, program.node(&same)), [T, U, U]);
    assert_eq!(truths_of(&frame, program.node(&known)), [T, F, F]);
}

#[test]
fn what_needs_a_past_is_unknown_and_events_have_not_happened() {
    let mut book = Book::new();
    let a = book.numbers("a", &[Some(1.0)]);
    let w = book.words("segment", &["smb", "large"], &[Some(1)]);
    let (x, y) = (book.field(a), book.field(w));
    let previous = book.expr(ExprKind::Previous(Box::new(x)), Type::Number);
    let becomes = book.truth(ExprKind::Becomes { subject: Box::new(y), word: 1 });
    let score = book.score("score", previous);
    book.risk("risk", becomes.clone());
    let (program, batch, frame) = book.run();
    assert_eq!(numbers_of(&frame, program.score(score)), [None]);
    assert_eq!(truths_of(&frame, program.node(&becomes)), [F]);
    let why = cause(&program, &frame, &batch, program.score(score), 0);
    assert_eq!(why.map(|why| why.cause), Some(Cause::NoHistory));
}

#[test]
fn causes_lead_down_to_where_they_begin() {
    let mut book = Book::new();
    let a = book.numbers("a", &[Some(1.0), None, Some(1e300), None]);
    let b = book.numbers("b", &[Some(0.0), Some(2.0), Some(1e-300), Some(1.0)]);
    let (x, y) = (book.field(a), book.field(b));
    let ratio = book.arithmetic(Arithmetic::Divide, x, y);
    let (one, named) = (book.number(1.0), book.let_("ratio", ratio.clone()));
    let read = book.expr(ExprKind::Let(named), Type::Number);
    let sum = book.arithmetic(Arithmetic::Add, read, one);
    let score = book.score("score", sum);
    let z = book.field(b);
    let narrow = book.score("narrow", z);
    book.playbook.scores[narrow].high = 1.0;
    let (program, mut batch, frame) = book.run();
    batch.flaws = vec![Flaw { row: 3, field: a, cause: Cause::Invalid }];
    let why = |node, row| cause(&program, &frame, &batch, node, row).map(|why| (why.cause, why.field, why.node));
    let ratio = program.node(&ratio);
    assert_eq!(why(program.score(score), 0), Some((Cause::DivisionByZero, None, ratio)));
    assert_eq!(why(program.score(score), 1), Some((Cause::Absent, Some(a), program.field(a))));
    assert_eq!(why(program.score(score), 2), Some((Cause::NotANumber, None, ratio)));
    assert_eq!(why(program.score(score), 3), Some((Cause::Invalid, Some(a), program.field(a))));
    assert_eq!(why(program.score(narrow), 1), Some((Cause::OutOfRange, None, program.computed(narrow))));
    assert_eq!(why(program.score(narrow), 0), None);
}

/// A scorecard of two indicators in a dimension, and one beside it.
struct Card {
    book: Book,
    root: PartId,
    dimension: PartId,
    parts: [PartId; 3],
}

fn part(book: &mut Book, name: &str, weight: f64, applies_when: Option<Expr>, kind: PartKind) -> PartId {
    let weight = book.number(weight);
    let id = book.playbook.parts.push(Part {
        name: name.into(),
        path: format!("health.{name}").into(),
        sentence: None,
        card: CardId(0),
        weight,
        applies_when,
        kind,
        span: span(),
    });
    book.playbook.order.push(Declaration::Part(id));
    id
}

fn card(known_at_least: Option<f64>) -> Card {
    let mut book = Book::new();
    let values = [
        book.numbers("a", &[Some(50.0), Some(50.0), None, Some(80.0), None]),
        book.numbers("b", &[Some(100.0), None, None, Some(20.0), None]),
        book.numbers("c", &[Some(0.0), Some(90.0), Some(30.0), Some(500.0), None]),
    ];
    let applies = book.truths("applies", &[Some(true), Some(true), Some(false), None, Some(false)]);
    let indicator = |book: &mut Book, name: &str, weight: f64, value: FieldId, applies| {
        let value = book.field(value);
        part(
            book,
            name,
            weight,
            applies,
            PartKind::Indicator { value, scale: Scale::AsIs, missing: MissingPolicy::Skip },
        )
    };
    let [a, b, c] = values;
    let first = indicator(&mut book, "first", 30.0, a, None);
    let second = indicator(&mut book, "second", 70.0, b, None);
    let when = Some(book.field(applies));
    let dimension = part(&mut book, "dimension", 60.0, when, PartKind::Group(vec![first, second]));
    let third = indicator(&mut book, "third", 40.0, c, None);
    let root = part(&mut book, "health", 100.0, None, PartKind::Group(vec![dimension, third]));
    let (limit, seventy) = (book.field(applies), book.number(70.0));
    let cap =
        Limit { kind: LimitKind::Cap, to: LimitTo::Value(seventy), condition: limit, sentence: None, span: span() };
    let band_set = book.playbook.choices.push(ChoiceSet::plain("health", ["red", "green"], true));
    let from = Some(book.number(50.0));
    let bands = vec![
        Band { name: "red".into(), from: None, until_below: None, span: span() },
        Band { name: "green".into(), from, until_below: None, span: span() },
    ];
    book.playbook.cards.push(stageplay_dsl::typed::Card {
        name: "health".into(),
        sentence: None,
        root,
        known_at_least,
        limits: vec![cap],
        bands,
        band_set,
        span: span(),
    });
    Card { book, root, dimension, parts: [first, second, third] }
}

#[test]
fn a_scorecard_by_hand() {
    let Card { book, root, dimension, parts } = card(Some(0.5));
    let (program, batch, frame) = book.run();
    let score = |part| numbers_of(&frame, program.part(part).score);
    assert_eq!(score(parts[0]), [Some(50.0), Some(50.0), None, Some(80.0), None]);
    // 500 is no number of points.
    assert_eq!(score(parts[2]), [Some(0.0), Some(90.0), Some(30.0), None, None]);
    // 0.3 * 50 + 0.7 * 100; only the first known; nothing; unknown whether it applies; does not apply.
    assert_eq!(score(dimension), [Some(85.0), Some(50.0), None, None, None]);
    let shares = numbers_of(&frame, program.part(root).known_share);
    assert_eq!(shares[0], Some(1.0));
    assert_eq!(shares[1], Some((60.0 * 0.3 + 40.0) / 100.0));
    // The dimension does not apply and leaves both sides.
    assert_eq!(shares[2], Some(1.0));
    // It may apply: it weighs and is missing, and the other one is out of range.
    assert_eq!(shares[3], Some(0.0));
    assert_eq!(shares[4], Some(0.0));
    // (60 * 85 + 40 * 0) / 100; (60 * 50 + 40 * 90) / 100; 30.
    assert_eq!(score(root), [Some(51.0), Some(66.0), Some(30.0), None, None]);
    assert_eq!(numbers_of(&frame, program.part(root).raw), score(root));
    let why =
        |part, row| cause(&program, &frame, &batch, program.part(part).score, row).map(|why| (why.cause, why.field));
    assert_eq!(why(dimension, 2), None);
    assert_eq!(why(dimension, 3), Some((Cause::Absent, Some(FieldId(3)))));
    assert_eq!(why(root, 3), Some((Cause::Absent, Some(FieldId(3)))));
    assert_eq!(why(root, 4), Some((Cause::Absent, Some(FieldId(2)))));
    assert_eq!(why(parts[2], 3), Some((Cause::OutOfRange, None)));
}

#[test]
fn too_little_known_and_caps() {
    let Card { mut book, root, .. } = card(Some(0.6));
    let sixty = book.number(60.0);
    book.playbook.cards[CardId(0)].limits[0].to = LimitTo::Value(sixty);
    let (program, batch, frame) = book.run();
    // The second row knows 58% of its weight; the first is below the cap.
    assert_eq!(numbers_of(&frame, program.part(root).score), [Some(51.0), None, Some(30.0), None, None]);
    let why = cause(&program, &frame, &batch, program.part(root).score, 1);
    assert_eq!(why.map(|why| why.cause), Some(Cause::TooLittleKnown));
    book.playbook.cards[CardId(0)].known_at_least = None;
    let (program, _, frame) = book.run();
    assert_eq!(numbers_of(&frame, program.part(root).score)[..3], [Some(51.0), Some(60.0), Some(30.0)]);
}

#[test]
fn decided_values_are_forgotten_with_the_next_chunk() {
    let Card { mut book, root, .. } = card(None);
    let set = book.playbook.cards[CardId(0)].band_set;
    let band = book.expr(ExprKind::Band(root), Type::Choice(set));
    let green = book.truth(ExprKind::OneOf { subject: Box::new(band), negated: false, words: vec![1] });
    let risk = book.risk("green", green.clone());
    let (program, batch) = (book.compile(), book.batch());
    let mut seen = Vec::new();
    let node = program.decided(Decided::Band(root)).unwrap();
    let decide = |frame: &mut Frame, declaration: Declaration| {
        seen.push(declaration);
        if declaration == Declaration::Part(root) {
            let score = frame.numbers(program.part(root).score).get(0);
            frame.set_codes(node, |_| score.map(|score| u16::from(score >= 50.0)));
        }
    };
    let mut frame = Frame::new(&program, &batch, TODAY, 1..2);
    walk(&program, &batch, &mut frame, decide);
    assert_eq!(seen, [Declaration::Part(root), Declaration::Risk(risk)]);
    assert_eq!(codes_of(&frame, node), [Some(1)]);
    assert_eq!(truths_of(&frame, program.node(&green)), [T]);
    frame.restart(2..3);
    assert_eq!(codes_of(&frame, node), [None]);
}

#[test]
fn scripts_run_where_all_variables_are_known() {
    let mut book = Book::new();
    let a = book.numbers("a", &[Some(2.0), None, Some(0.0), Some(4.0)]);
    let w = book.words("segment", &["smb", "large"], &[Some(1), Some(1), Some(0), None]);
    let (x, y) = (book.field(a), book.field(w));
    let text = "if x == 0.0 { throw \"no\" }\nif segment == \"large\" { 10 * x } else { x }";
    let score = book.script("fit", vec![("x", x), ("segment", y)], text);
    assert_eq!(crate::script::check(&book.playbook), []);
    let (program, batch, frame) = book.run();
    assert_eq!(numbers_of(&frame, program.score(score)), [Some(20.0), None, None, None]);
    let why = |row| cause(&program, &frame, &batch, program.score(score), row).map(|why| (why.cause, why.field));
    assert_eq!(why(1), Some((Cause::Absent, Some(a))));
    assert_eq!(why(2), Some((Cause::Script, None)));
    assert_eq!(why(3), Some((Cause::Absent, Some(w))));
}

#[test]
fn tiers_and_words() {
    let mut book = Book::new();
    let a = book.numbers("a", &[Some(1.0), Some(7.0), Some(20.0), None]);
    let set = book.playbook.choices.push(ChoiceSet::plain("tenure", ["early", "middle", "late"], true));
    let mut row = |name: &str, below: f64| {
        let (x, bound) = (book.field(a), book.number(below));
        TierRow { name: name.into(), condition: Some(book.compare(Comparison::Less, x, bound)) }
    };
    let rows = vec![row("early", 6.0), row("middle", 9.0), TierRow { name: "late".into(), condition: None }];
    let tier = book.playbook.tiers.push(Tier { name: "tenure".into(), sentence: None, set, rows, span: span() });
    book.playbook.order.push(Declaration::Tier(tier));
    let word = book.expr(ExprKind::Tier(tier), Type::Choice(set));
    let middle = book.truth(ExprKind::AtLeast { subject: Box::new(word), word: 1 });
    book.risk("risk", middle.clone());
    let (program, _, frame) = book.run();
    assert_eq!(codes_of(&frame, program.tier(tier)), [Some(0), Some(1), Some(2), None]);
    assert_eq!(truths_of(&frame, program.node(&middle)), [F, T, T, U]);
}
