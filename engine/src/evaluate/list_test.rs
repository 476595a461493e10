//! Lists of records, expectations worked out by hand.

use super::{CHUNK, Frame, cause, walk};
use crate::column::{Cause, Column};
use crate::testing::{Book, TODAY, numbers_of, truths_of};
use stageplay_dsl::typed::*;
use stageplay_dsl::types::*;

const T: Option<bool> = Some(true);
const F: Option<bool> = Some(false);
const U: Option<bool> = None;

/// Four accounts: three people (the score of the second is missing, the role of the third), none at all, no list,
/// and two people.
struct People {
    book: Book,
    list: ListId,
    nps: Expr,
    is_user: Expr,
}

fn people() -> People {
    let mut book = Book::new();
    let list = book.list("people", &[Some(3), Some(0), None, Some(2)]);
    let nps = Column::Number([Some(8.0), None, Some(3.0), Some(5.0), Some(6.0)].into_iter().collect());
    let nps = book.element(list, "nps", Type::Number, nps);
    let set = book.playbook.choices.push(ChoiceSet::plain("role", ["executive", "user"], true));
    let roles = Column::Code([Some(1), Some(1), None, Some(0), Some(1)].into_iter().collect());
    let role = book.element(list, "role", Type::Choice(set), roles);
    let (nps, role) = (nps(&mut book), role(&mut book));
    let is_user = book.truth(ExprKind::OneOf { subject: Box::new(role), negated: false, words: vec![1] });
    People { book, list, nps, is_user }
}

impl People {
    /// The values of an aggregate of all people, and of those who are users.
    #[track_caller]
    fn expect(&mut self, aggregate: Aggregate, of_all: [Option<f64>; 4], of_users: [Option<f64>; 4]) {
        let value = |people: &Self| (aggregate != Aggregate::Count).then(|| people.nps.clone());
        let (all, users) = (value(self), value(self));
        let all = self.book.aggregate(aggregate, self.list, all, None);
        let users = self.book.aggregate(aggregate, self.list, users, Some(self.is_user.clone()));
        let (all, users) = (self.book.score("all", all), self.book.score("users", users));
        let (program, _, frame) = self.book.run();
        assert_eq!(numbers_of(&frame, program.score(all)), of_all, "{aggregate:?}");
        assert_eq!(numbers_of(&frame, program.score(users)), of_users, "{aggregate:?} of users");
    }

    /// The same of a question: whether the score is above 5.
    #[track_caller]
    fn expect_truths(&mut self, quantifier: ListQuantifier, of_all: [Option<bool>; 4], of_users: [Option<bool>; 4]) {
        let five = self.book.number(5.0);
        let test = self.book.compare(Comparison::Greater, self.nps.clone(), five);
        let all = self.book.quantified(quantifier, self.list, None, Some(test.clone()));
        let users = self.book.quantified(quantifier, self.list, Some(self.is_user.clone()), Some(test));
        let nodes = (all.clone(), users.clone());
        self.book.risk("all", all);
        self.book.risk("users", users);
        let (program, _, frame) = self.book.run();
        assert_eq!(truths_of(&frame, program.node(&nodes.0)), of_all, "{quantifier:?}");
        assert_eq!(truths_of(&frame, program.node(&nodes.1)), of_users, "{quantifier:?} of users");
    }
}

#[test]
fn aggregates_keep_what_is_true_and_add_only_what_is_known() {
    let n = Some;
    // Somebody whose role is not known is no user.
    people().expect(Aggregate::Count, [n(3.0), n(0.0), None, n(2.0)], [n(2.0), n(0.0), None, n(1.0)]);
    people().expect(Aggregate::Sum, [None, n(0.0), None, n(11.0)], [None, n(0.0), None, n(6.0)]);
    people().expect(Aggregate::Average, [n(5.5), None, None, n(5.5)], [n(8.0), None, None, n(6.0)]);
    people().expect(Aggregate::Min, [n(3.0), None, None, n(5.0)], [n(8.0), None, None, n(6.0)]);
    people().expect(Aggregate::Max, [n(8.0), None, None, n(6.0)], [n(8.0), None, None, n(6.0)]);
    people().expect(Aggregate::Latest, [n(8.0), None, None, n(6.0)], [n(8.0), None, None, n(6.0)]);
    people().expect(Aggregate::Earliest, [n(3.0), None, None, n(5.0)], [n(8.0), None, None, n(6.0)]);
}

#[test]
fn quantifiers_are_kleene_and_ask_nobody_where_nobody_is() {
    // Scores above 5: yes, unknown, no | | | no, yes. Of users: yes, unknown | | | yes.
    people().expect_truths(ListQuantifier::Some, [T, F, U, T], [T, F, U, T]);
    people().expect_truths(ListQuantifier::No, [F, T, U, F], [F, T, U, F]);
    people().expect_truths(ListQuantifier::Every, [F, U, U, F], [U, U, U, T]);
}

#[test]
fn a_share_needs_every_answer() {
    let mut people = people();
    let five = people.book.number(5.0);
    let test = people.book.compare(Comparison::Greater, people.nps.clone(), five);
    let share = people.book.quantified(ListQuantifier::Share, people.list, None, Some(test.clone()));
    let users = people.book.quantified(ListQuantifier::Share, people.list, Some(people.is_user.clone()), Some(test));
    let (share, users) = (people.book.score("share", share), people.book.score("users", users));
    let (program, _, frame) = people.book.run();
    assert_eq!(numbers_of(&frame, program.score(share)), [None, None, None, Some(0.5)]);
    assert_eq!(numbers_of(&frame, program.score(users)), [None, None, None, Some(1.0)]);
}

#[test]
fn some_and_no_without_a_question_ask_whether_there_is_one() {
    let mut people = people();
    let some = people.book.quantified(ListQuantifier::Some, people.list, Some(people.is_user.clone()), None);
    let no = people.book.quantified(ListQuantifier::No, people.list, None, None);
    let known = people.book.expr(ExprKind::List(people.list), Type::List(people.list));
    let known = people.book.truth(ExprKind::IsKnown(Box::new(known)));
    let all = [some, no, known];
    for condition in &all {
        people.book.risk("risk", condition.clone());
    }
    let (program, _, frame) = people.book.run();
    let [some, no, known] = all.map(|condition| truths_of(&frame, program.node(&condition)));
    assert_eq!(some, [T, F, U, T]);
    assert_eq!(no, [F, T, U, F]);
    assert_eq!(known, [T, T, F, T]);
}

#[test]
fn elements_are_held_against_their_account() {
    let People { mut book, list, nps, .. } = people();
    let bar = book.numbers("bar", &[Some(2.0), Some(0.0), Some(0.0), Some(5.0)]);
    let owner = book.texts("owner", &[Some("ann"), None, None, Some("bob")]);
    let names = [Some("ann"), None, Some("cy"), Some("ann"), Some("bob")];
    let name = book.element(list, "name", Type::Text, Column::Text(names.into_iter().collect()))(&mut book);
    let (bar, owner) = (book.field(bar), book.field(owner));
    let bar = book.expr(ExprKind::OfAccount(Box::new(bar)), Type::Number);
    let owner = book.expr(ExprKind::OfAccount(Box::new(owner)), Type::Text);
    let above = book.compare(Comparison::Greater, nps, bar);
    let same = book.truth(ExprKind::Same { negated: false, left: Box::new(name.clone()), right: Box::new(owner) });
    let named = book.truth(ExprKind::IsKnown(Box::new(name)));
    let counts = [above, same, named].map(|keep| {
        let count = book.aggregate(Aggregate::Count, list, None, Some(keep));
        book.score("count", count)
    });
    let (program, _, frame) = book.run();
    let [above, same, named] = counts.map(|count| numbers_of(&frame, program.score(count)));
    assert_eq!(above, [Some(2.0), Some(0.0), None, Some(1.0)]);
    assert_eq!(same, [Some(1.0), Some(0.0), None, Some(1.0)]);
    assert_eq!(named, [Some(2.0), Some(0.0), None, Some(2.0)]);
}

#[test]
fn a_stale_value_of_an_element_is_none() {
    let mut book = Book::new();
    let list = book.list("people", &[Some(3)]);
    let nps = Column::Number([Some(1.0), Some(2.0), Some(4.0)].into_iter().collect());
    let nps = book.element(list, "nps", Type::Number, nps)(&mut book);
    let days = [Some(TODAY - 10), Some(TODAY - 11), None];
    let asked = book.element(list, "asked", Type::Date, Column::Date(days.into_iter().collect()))(&mut book);
    book.playbook.lists[list].stale = vec![Some((1, 10.0)), Some((1, 10.0))];
    let max = book.aggregate(Aggregate::Max, list, Some(nps.clone()), None);
    let sum = book.aggregate(Aggregate::Sum, list, Some(nps), None);
    let earliest = book.aggregate(Aggregate::Earliest, list, Some(asked), None);
    let [max, sum, earliest] = [max, sum, earliest].map(|value| book.score("value", value));
    let (program, batch, frame) = book.run();
    assert_eq!(numbers_of(&frame, program.score(max)), [Some(1.0)]);
    assert_eq!(numbers_of(&frame, program.score(sum)), [None]);
    // The date that vouches for the others does not vouch for itself.
    assert_eq!(numbers_of(&frame, program.score(earliest)), [Some(f64::from(TODAY - 11))]);
    let why = cause(&program, &frame, &batch, program.score(sum), 0).unwrap();
    assert_eq!((why.cause, why.list), (Cause::Expired, Some((list, Some(0)))));
}

#[test]
fn a_frame_that_is_renewed_knows_the_new_date_and_the_new_accounts() {
    let book = |days: Vec<Option<Day>>, lengths: &[Option<u32>]| {
        let mut book = Book::new();
        let list = book.list("people", lengths);
        let asked = Column::Date(days.iter().copied().collect());
        let asked = book.element(list, "asked", Type::Date, asked)(&mut book);
        let since = book.expr(ExprKind::DaysSince(Box::new(asked)), Type::Days);
        let most = book.aggregate(Aggregate::Max, list, Some(since), None);
        let score = book.score("most", most);
        let mut firsts = 0;
        let first = lengths.iter().map(|length| {
            let first = days.get(firsts).copied().flatten();
            firsts += length.unwrap_or(0) as usize;
            first
        });
        let first: Vec<Option<Day>> = first.collect();
        let signed = book.dates("signed", &first);
        let signed = book.field(signed);
        let since = book.expr(ExprKind::DaysSince(Box::new(signed)), Type::Days);
        let own = book.score("own", since);
        (book, score, own)
    };
    let (one, most, own) = book(vec![Some(TODAY - 3), Some(TODAY - 1), Some(TODAY)], &[Some(2), Some(1)]);
    let (other, ..) = book(vec![Some(TODAY - 8), Some(TODAY - 2)], &[Some(1), Some(1)]);
    let (program, batch) = (one.compile(), one.batch());
    let mut frame = Frame::new(&program, &batch, TODAY, 0..2);
    let evaluated = |frame: &mut Frame, batch: &crate::column::Batch| {
        walk(&program, batch, frame, |_, _| {});
        (numbers_of(frame, program.score(most)), numbers_of(frame, program.score(own)))
    };
    assert_eq!(evaluated(&mut frame, &batch).0, [Some(3.0), Some(0.0)]);
    // As many accounts on another day: nothing else says that the date is another one.
    frame.renew(&batch, TODAY + 4);
    frame.restart(0..2);
    let first_and_last = (vec![Some(7.0), Some(4.0)], vec![Some(7.0), Some(4.0)]);
    assert_eq!(evaluated(&mut frame, &batch), first_and_last);
    let batch = other.batch();
    frame.renew(&batch, TODAY);
    frame.restart(0..9);
    assert_eq!(evaluated(&mut frame, &batch), (vec![Some(8.0), Some(2.0)], vec![Some(8.0), Some(2.0)]));
}

#[test]
fn an_unknown_value_of_elements_says_why() {
    let People { mut book, list, nps, is_user } = people();
    book.spoil(list, Some(2), None, Cause::Invalid);
    book.spoil(list, None, Some((1, 0)), Cause::OutOfRange);
    let sum = book.aggregate(Aggregate::Sum, list, Some(nps.clone()), Some(is_user));
    let latest = book.aggregate(Aggregate::Latest, list, Some(nps), None);
    let (sum, latest) = (book.score("sum", sum), book.score("latest", latest));
    let (program, batch, frame) = book.run();
    let why = |score, row| cause(&program, &frame, &batch, program.score(score), row).map(|why| (why.cause, why.list));
    assert_eq!(why(sum, 0), Some((Cause::OutOfRange, Some((list, Some(0))))));
    assert_eq!(why(sum, 1), None);
    assert_eq!(why(sum, 2), Some((Cause::Invalid, Some((list, None)))));
    assert_eq!(why(latest, 1), Some((Cause::Absent, None)));
}

/// Elements that cross words and chunks: account `row` has `row % 5` elements, 300 for every 500th.
#[test]
fn chunks_of_any_length_give_the_same_aggregates() {
    let mut book = Book::new();
    let rows = 2 * CHUNK + 7;
    let length = |row: usize| if row.is_multiple_of(500) { 300 } else { row % 5 };
    let lengths: Vec<Option<u32>> = (0..rows).map(|row| (row % 11 > 0).then_some(length(row) as u32)).collect();
    let list = book.list("orders", &lengths);
    let mut worth = Vec::new();
    let mut expected = Vec::new();
    for (row, length) in lengths.iter().enumerate() {
        let of_row: Vec<f64> = (0..length.unwrap_or(0)).map(|at| f64::from((row as u32 + at * 7) % 13)).collect();
        // What is worth more than the account's row number modulo 10 plus one is added up.
        let kept = of_row.iter().filter(|worth| **worth > (row % 10) as f64 + 1.0);
        expected.push(length.map(|_| kept.sum::<f64>()));
        worth.extend(of_row.into_iter().map(Some));
    }
    let worth = book.element(list, "worth", Type::Number, Column::Number(worth.into_iter().collect()))(&mut book);
    let bar: Vec<Option<f64>> = (0..rows).map(|row| Some((row % 10) as f64)).collect();
    let bar = book.numbers("bar", &bar);
    let (bar, one) = (book.field(bar), book.number(1.0));
    let bar = book.expr(ExprKind::OfAccount(Box::new(bar)), Type::Number);
    let bar = book.arithmetic(Arithmetic::Add, bar, one);
    let keep = book.compare(Comparison::Greater, worth.clone(), bar);
    let sum = book.aggregate(Aggregate::Sum, list, Some(worth), Some(keep));
    let score = book.score("sum", sum);
    let (program, batch) = (book.compile(), book.batch());
    for length in [1, 63, 64, 65, CHUNK, rows] {
        let mut frame = Frame::new(&program, &batch, TODAY, 0..0);
        for start in (0..rows).step_by(length) {
            frame.restart(start..start + length);
            walk(&program, &batch, &mut frame, |_, _| {});
            for row in 0..frame.len() {
                assert_eq!(frame.numbers(program.score(score)).get(row), expected[start + row], "row {}", start + row);
            }
        }
    }
    // Another order of accounts gives every account the same.
    let turned: Vec<usize> = (0..rows).rev().collect();
    let batch = crate::column::gather(&batch, &turned);
    let mut frame = Frame::new(&program, &batch, TODAY, 0..rows);
    walk(&program, &batch, &mut frame, |_, _| {});
    let values = numbers_of(&frame, program.score(score));
    assert!(values.iter().rev().eq(expected.iter()));
}

#[test]
fn equal_aggregates_are_one_and_lists_are_told_apart() {
    let mut book = Book::new();
    let mut count = |path: &str| {
        let list = book.list(path, &[Some(1)]);
        let column = Column::Number([Some(1.0)].into_iter().collect());
        let read = book.element(list, "nps", Type::Number, column);
        let mut one = || {
            let (nps, bar) = (read(&mut book), book.number(0.0));
            let keep = book.compare(Comparison::Greater, nps, bar);
            book.aggregate(Aggregate::Count, list, None, Some(keep))
        };
        let (a, b) = (one(), one());
        let (a, b) = (book.score(&format!("{path}_a"), a), book.score(&format!("{path}_b"), b));
        [a, b]
    };
    let (people, orders) = (count("people"), count("orders"));
    let program = book.compile();
    let [a, b, c] = [people[0], people[1], orders[0]].map(|score| program.computed(score));
    assert_eq!(a, b);
    assert_ne!(a, c);
    assert_ne!(program.graph.get(a).unwrap().key, program.graph.get(c).unwrap().key);
}
