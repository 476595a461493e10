//! Kernels against straightforward code, at the edges of words and chunks.

use super::compare::Flip;
use super::{Lanes, choose, compare, date, logic, mean, number, scale};
use crate::column::{Codes, Numbers, Truths};
use stageplay_dsl::typed::{Arithmetic, Comparison, Direction, LimitKind};
use stageplay_dsl::types::{Function, parse_day};

const LENGTHS: [usize; 7] = [0, 1, 63, 64, 65, 1024, 1025];

/// Numbers that look like chance and are always the same.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }

    fn numbers(&mut self, rows: usize) -> Vec<Option<f64>> {
        let values = [0.0, -0.0, 1.0, -3.5, 7.0, 50.0, 100.0, 1e300, -1e300, 0.1];
        let mut pick = || (!self.next().is_multiple_of(4)).then(|| values[(self.next() % 10) as usize]);
        (0..rows).map(|_| pick()).collect()
    }

    fn codes(&mut self, rows: usize) -> Vec<Option<u16>> {
        (0..rows).map(|_| (!self.next().is_multiple_of(4)).then(|| (self.next() % 5) as u16)).collect()
    }

    fn truths(&mut self, rows: usize) -> Vec<Option<bool>> {
        (0..rows).map(|_| [None, Some(false), Some(true)][(self.next() % 3) as usize]).collect()
    }
}

fn numbers(values: &[Option<f64>]) -> Numbers {
    let mut numbers = Numbers::default();
    numbers.assign(values.len(), |row| values[row]);
    numbers
}

fn codes(values: &[Option<u16>]) -> Codes {
    let mut codes = Codes::default();
    codes.assign(values.len(), |row| values[row]);
    codes
}

fn truths(values: &[Option<bool>]) -> Truths {
    let mut truths = Truths::default();
    truths.assign(values.len(), |row| values[row]);
    truths
}

#[track_caller]
fn expect_numbers(out: &Numbers, expected: &[Option<f64>]) {
    assert_eq!(out.known.len(), expected.len());
    assert_eq!(out.values.len(), expected.len());
    for (row, expected) in expected.iter().enumerate() {
        assert_eq!(out.get(row).map(f64::to_bits), expected.map(f64::to_bits), "row {row}: {:?}", out.get(row));
        assert!(out.values[row].is_finite(), "row {row} holds no finite number");
    }
}

#[track_caller]
fn expect_truths(out: &Truths, expected: &[Option<bool>]) {
    assert_eq!((out.known.len(), out.truth.len()), (expected.len(), expected.len()));
    for (row, expected) in expected.iter().enumerate() {
        assert_eq!(out.get(row), *expected, "row {row}");
    }
    assert_eq!(out.truth.and_not(&out.known).count(), 0, "true and unknown");
}

/// A slot that was used before for something longer.
fn used() -> Numbers {
    numbers(&vec![Some(7.0); 2000])
}

fn used_truths() -> Truths {
    truths(&vec![Some(true); 2000])
}

fn finite(number: f64) -> Option<f64> {
    number.is_finite().then_some(number)
}

#[test]
fn arithmetic_is_that_of_one_row() {
    let mut dice = Dice(1);
    for rows in LENGTHS {
        let (a, b) = (dice.numbers(rows), dice.numbers(rows));
        let (left, right) = (numbers(&a), numbers(&b));
        for op in [Arithmetic::Add, Arithmetic::Subtract, Arithmetic::Multiply, Arithmetic::Divide] {
            let mut out = used();
            number::arithmetic(op, &mut out, rows, Lanes::numbers(&left), Lanes::numbers(&right));
            let one = |(a, b): (&Option<f64>, &Option<f64>)| match op {
                Arithmetic::Add => finite((*a)? + (*b)?),
                Arithmetic::Subtract => finite((*a)? - (*b)?),
                Arithmetic::Multiply => finite((*a)? * (*b)?),
                Arithmetic::Divide => finite((*a)? / (*b)?),
            };
            expect_numbers(&out, &a.iter().zip(&b).map(one).collect::<Vec<_>>());
        }
    }
}

#[test]
fn a_constant_is_the_same_as_a_full_column_of_it() {
    let mut dice = Dice(2);
    for rows in LENGTHS {
        let a = numbers(&dice.numbers(rows));
        let seven = numbers(&vec![Some(7.0); rows]);
        let (mut whole, mut broadcast) = (used(), used());
        number::arithmetic(Arithmetic::Divide, &mut whole, rows, Lanes::numbers(&a), Lanes::numbers(&seven));
        let constant = Lanes::numbers(&seven).constant();
        number::arithmetic(Arithmetic::Divide, &mut broadcast, rows, Lanes::numbers(&a), constant);
        assert_eq!(whole.known, broadcast.known);
        assert_eq!(whole.values, broadcast.values);
    }
}

#[test]
fn an_operand_that_is_not_there_is_unknown() {
    let a = numbers(&[Some(1.0), Some(2.0)]);
    let mut out = used();
    number::arithmetic(Arithmetic::Add, &mut out, 2, Lanes::numbers(&a), Lanes::unknown());
    expect_numbers(&out, &[None, None]);
}

#[test]
fn functions_by_hand() {
    let x = numbers(&[Some(2.5), Some(-2.5), None, Some(-0.4), Some(0.0)]);
    let y = numbers(&[Some(3.0), Some(-9.0), Some(1.0), None, Some(1.0)]);
    let of = |function, args: &[&Numbers]| {
        let args: Vec<_> = args.iter().map(|numbers| Lanes::numbers(numbers)).collect();
        let mut out = used();
        number::function(function, &mut out, 5, &args);
        out
    };
    expect_numbers(&of(Function::Round, &[&x]), &[Some(3.0), Some(-3.0), None, Some(-0.0), Some(0.0)]);
    expect_numbers(&of(Function::Floor, &[&x]), &[Some(2.0), Some(-3.0), None, Some(-1.0), Some(0.0)]);
    expect_numbers(&of(Function::Ceil, &[&x]), &[Some(3.0), Some(-2.0), None, Some(-0.0), Some(0.0)]);
    expect_numbers(&of(Function::Abs, &[&x]), &[Some(2.5), Some(2.5), None, Some(0.4), Some(0.0)]);
    expect_numbers(&of(Function::Min, &[&x, &y]), &[Some(2.5), Some(-9.0), None, None, Some(0.0)]);
    expect_numbers(&of(Function::Max, &[&x, &y]), &[Some(3.0), Some(-2.5), None, None, Some(1.0)]);
    // The logarithm of zero is minus infinity and of a negative number nothing.
    expect_numbers(&of(Function::Ln, &[&x]), &[Some(2.5_f64.ln()), None, None, None, None]);
    expect_numbers(&of(Function::Sqrt, &[&x]), &[Some(2.5_f64.sqrt()), None, None, None, Some(0.0)]);
    let (low, high) = (numbers(&[Some(-1.0); 5]), numbers(&[Some(1.0); 5]));
    expect_numbers(&of(Function::Clamp, &[&x, &low, &high]), &[Some(1.0), Some(-1.0), None, Some(-0.4), Some(0.0)]);
    expect_numbers(&of(Function::Pow, &[&x, &y]), &[Some(15.625), Some((-2.5_f64).powf(-9.0)), None, None, Some(0.0)]);
    // A wrong number of arguments is unknown.
    expect_numbers(&of(Function::Pow, &[&x]), &[None; 5]);
    assert_eq!(number::function_of(Function::Clamp, &[5.0]), None);
}

#[test]
fn comparisons_are_those_of_one_row() {
    let mut dice = Dice(3);
    for rows in LENGTHS {
        let (a, b) = (dice.numbers(rows), dice.numbers(rows));
        let (left, right) = (numbers(&a), numbers(&b));
        for op in [
            Comparison::Equal,
            Comparison::NotEqual,
            Comparison::Less,
            Comparison::AtMost,
            Comparison::Greater,
            Comparison::AtLeast,
        ] {
            let mut out = used_truths();
            compare::compare(op, &mut out, rows, Lanes::numbers(&left), Lanes::numbers(&right));
            let one = |(a, b): (&Option<f64>, &Option<f64>)| Some(compare::compare_of(op, (*a)?, (*b)?));
            expect_truths(&out, &a.iter().zip(&b).map(one).collect::<Vec<_>>());
        }
    }
}

#[test]
fn words_are_compared_by_number() {
    let mut dice = Dice(4);
    for rows in LENGTHS {
        let (a, b) = (dice.codes(rows), dice.codes(rows));
        let (left, right) = (codes(&a), codes(&b));
        let mut out = used_truths();
        compare::same_codes(&mut out, rows, Lanes::codes(&left), Lanes::codes(&right), Flip::Negated);
        expect_truths(&out, &a.iter().zip(&b).map(|(a, b)| Some((*a)? != (*b)?)).collect::<Vec<_>>());
        for words in [&[2][..], &[1, 3], &[0, 1, 4], &[]] {
            compare::one_of(&mut out, rows, Lanes::codes(&left), words, Flip::Plain);
            expect_truths(&out, &a.iter().map(|a| Some(words.contains(&(*a)?))).collect::<Vec<_>>());
        }
        // Words 3 and 4 stand outside the order.
        compare::at_least(&mut out, rows, Lanes::codes(&left), 1, 3);
        expect_truths(&out, &a.iter().map(|a| Some((1..3).contains(&(*a)?))).collect::<Vec<_>>());
    }
}

const T: Option<bool> = Some(true);
const F: Option<bool> = Some(false);
const U: Option<bool> = None;

#[test]
fn the_truth_tables_are_complete() {
    let left = truths(&[F, F, F, U, U, U, T, T, T]);
    let right = truths(&[F, U, T, F, U, T, F, U, T]);
    let mut out = used_truths();
    logic::all(&mut out, 9, &[&left, &right]);
    expect_truths(&out, &[F, F, F, F, U, U, F, U, T]);
    logic::any(&mut out, 9, &[&left, &right]);
    expect_truths(&out, &[F, U, T, U, U, T, T, T, T]);
    logic::not(&mut out, 9, &left);
    expect_truths(&out, &[T, T, T, U, U, U, F, F, F]);
    compare::same_truths(&mut out, 9, &left, &right, Flip::Plain);
    expect_truths(&out, &[T, U, F, U, U, U, F, U, T]);
    compare::same_truths(&mut out, 9, &left, &right, Flip::Negated);
    expect_truths(&out, &[F, U, T, U, U, U, T, U, F]);
    logic::is_known(&mut out, 9, &left.known);
    expect_truths(&out, &[T, T, T, F, F, F, T, T, T]);
    logic::is_missing(&mut out, 9, &left.known);
    expect_truths(&out, &[F, F, F, T, T, T, F, F, F]);
    logic::all(&mut out, 2, &[]);
    expect_truths(&out, &[T, T]);
    logic::any(&mut out, 2, &[]);
    expect_truths(&out, &[F, F]);
}

#[test]
fn so_many_of_them_waits_for_the_unknown_only_where_they_matter() {
    let (a, b, c) = (truths(&[T, T, T, F, T]), truths(&[T, U, F, F, T]), truths(&[F, U, F, U, T]));
    let two = numbers(&[Some(2.0), Some(2.0), Some(2.0), Some(2.0), None]);
    let mut out = used_truths();
    logic::at_least_of(&mut out, 5, Lanes::numbers(&two), &[&a, &b, &c]);
    expect_truths(&out, &[T, U, F, F, U]);
    let mut count = used();
    number::number_of(&mut count, 5, &[&a, &b, &c]);
    expect_numbers(&count, &[Some(2.0), None, Some(1.0), None, Some(3.0)]);
}

#[test]
fn a_duration_needs_a_past_unless_it_is_none() {
    let condition = truths(&[T, T, T, F, U, F]);
    let days = numbers(&[Some(0.0), Some(3.0), None, None, Some(0.0), Some(0.0)]);
    let mut out = used_truths();
    logic::for_days(&mut out, 6, &condition, Lanes::numbers(&days), Lanes::unknown(), 100.0);
    expect_truths(&out, &[T, F, U, F, U, F]);
    // Three days are asked for, and since 97 there have been three on 100.
    let since = numbers(&[Some(99.0), Some(97.0), Some(98.0), None, Some(0.0), Some(0.0)]);
    let days = numbers(&[Some(3.0); 6]);
    let condition = truths(&[T, T, T, T, U, F]);
    logic::for_days(&mut out, 6, &condition, Lanes::numbers(&days), Lanes::numbers(&since), 100.0);
    expect_truths(&out, &[F, T, F, F, U, F]);
}

#[test]
fn choices_are_those_of_one_row() {
    let mut dice = Dice(5);
    for rows in LENGTHS {
        let (c, s) = (dice.truths(rows), dice.codes(rows));
        let (a, b) = (dice.numbers(rows), dice.numbers(rows));
        let (condition, subject) = (truths(&c), codes(&s));
        let (x, y) = (numbers(&a), numbers(&b));
        let mut out = used();
        choose::if_numbers(&mut out, rows, &condition, Lanes::numbers(&x), Lanes::numbers(&y));
        let chosen = |row: usize| if c[row]? { a[row] } else { b[row] };
        expect_numbers(&out, &(0..rows).map(chosen).collect::<Vec<_>>());
        choose::if_missing_numbers(&mut out, rows, Lanes::numbers(&x), Lanes::numbers(&y));
        expect_numbers(&out, &(0..rows).map(|row| a[row].or(b[row])).collect::<Vec<_>>());
        // Words 0 and 3 take x, 1 and 2 take y, 4 has no arm.
        let arms = [0, 1, 1, 0];
        let by = |row: usize| match s[row]? {
            0 | 3 => a[row],
            1 | 2 => b[row],
            _ => None,
        };
        // Many arms are looked up in another way; a choice that is none is no arm.
        for arms in [&arms[..], &[&arms[..], &[7; 30]].concat()] {
            choose::by_numbers(&mut out, rows, Lanes::codes(&subject), arms, &[Lanes::numbers(&x), Lanes::numbers(&y)]);
            expect_numbers(&out, &(0..rows).map(by).collect::<Vec<_>>());
        }
        let mut marked = subject.clone();
        choose::mark(&mut marked, &condition.truth, 9);
        let mark = |row: usize| if c[row] == Some(true) { 9 } else { subject.values[row] };
        assert_eq!((marked.values, marked.known), ((0..rows).map(mark).collect(), subject.known.clone()));
        let (p, q) = (dice.truths(rows), dice.truths(rows));
        let mut truth = used_truths();
        choose::if_truths(&mut truth, rows, &condition, &truths(&p), &truths(&q));
        expect_truths(&truth, &(0..rows).map(|row| if c[row]? { p[row] } else { q[row] }).collect::<Vec<_>>());
        choose::by_truths(&mut truth, rows, Lanes::codes(&subject), &arms, &[&truths(&p), &truths(&q)]);
        let by = |row: usize| match s[row]? {
            0 | 3 => p[row],
            1 | 2 => q[row],
            _ => None,
        };
        expect_truths(&truth, &(0..rows).map(by).collect::<Vec<_>>());
    }
}

#[test]
fn bands_are_the_last_boundary_that_is_reached() {
    let points = numbers(&[Some(49.9), Some(50.0), Some(75.0), Some(99.0), None, Some(60.0)]);
    let (yellow, green) = (numbers(&[Some(50.0); 6]), numbers(&[Some(75.0); 6]));
    let gaps = numbers(&[Some(50.0), Some(50.0), Some(80.0), Some(75.0), Some(75.0), None]);
    let mut out = codes(&[Some(9); 2000]);
    let mut bands = |yellow, green| {
        choose::last_reached(&mut out, 6, Lanes::numbers(&points), &[(1, yellow), (2, green)]);
        (0..6).map(|row| out.get(row)).collect::<Vec<_>>()
    };
    let expected = [Some(0), Some(1), Some(2), Some(2), None, Some(1)];
    assert_eq!(bands(Lanes::numbers(&yellow), Lanes::numbers(&green)), expected);
    assert_eq!(bands(Lanes::numbers(&yellow).constant(), Lanes::numbers(&green).constant()), expected);
    // A boundary of each account's own: 49.9 lies under 50, 50 reaches 50, 75 does not reach 80.
    let own = [Some(0), Some(2), Some(1), Some(2), None, None];
    assert_eq!(bands(Lanes::numbers(&yellow).constant(), Lanes::numbers(&gaps)), own);
}

#[test]
fn an_unknown_row_above_the_first_true_one_leaves_a_tier_unknown() {
    let (a, b) = (truths(&[T, U, F, F, F]), truths(&[U, T, T, U, F]));
    let mut out = codes(&[Some(9); 2000]);
    choose::first_true(&mut out, 5, &[&a, &b], Some(2));
    assert_eq!((0..5).map(|row| out.get(row)).collect::<Vec<_>>(), [Some(0), None, Some(1), None, Some(2)]);
    choose::first_true(&mut out, 5, &[&a, &b], None);
    assert_eq!(out.get(4), None);
}

#[test]
fn a_linear_scale_clamps_after_the_division() {
    let x = numbers(&[Some(0.5), Some(1.1), Some(0.8), Some(9.0), Some(-9.0), None]);
    let (worst, best) = (numbers(&[Some(0.5); 6]), numbers(&[Some(1.1); 6]));
    let expected = [Some(0.0), Some(100.0), Some(100.0 * ((0.8 - 0.5) / (1.1 - 0.5))), Some(100.0), Some(0.0), None];
    let mut out = used();
    scale::linear(&mut out, 6, Lanes::numbers(&x), Lanes::numbers(&worst), Lanes::numbers(&best));
    expect_numbers(&out, &expected);
    let (one_worst, one_best) = (Lanes::numbers(&worst).constant(), Lanes::numbers(&best).constant());
    scale::linear(&mut out, 6, Lanes::numbers(&x), one_worst, one_best);
    expect_numbers(&out, &expected);
    // Worst and best the same: nothing is known, also where the division would clamp to an end.
    scale::linear(&mut out, 6, Lanes::numbers(&x), Lanes::numbers(&best), Lanes::numbers(&best));
    expect_numbers(&out, &[None; 6]);
    scale::linear(&mut out, 6, Lanes::numbers(&x), one_best, one_best);
    expect_numbers(&out, &[None; 6]);
}

#[test]
fn steps_look_at_bounds_only_until_one_holds() {
    let x = numbers(&[Some(0.0), Some(1.0), Some(7.0), Some(7.5), Some(0.0), Some(3.0), None]);
    let first = numbers(&[Some(1.0), Some(1.0), Some(1.0), Some(1.0), Some(1.0), None, Some(1.0)]);
    let second = numbers(&[None, Some(7.0), Some(7.0), Some(7.0), None, Some(7.0), Some(7.0)]);
    let points: Vec<Numbers> = [40.0, 100.0, 0.0].iter().map(|points| numbers(&[Some(*points); 7])).collect();
    let steps = [
        scale::StepLanes { bound: Lanes::numbers(&first), inclusive: false, points: Lanes::numbers(&points[0]) },
        scale::StepLanes { bound: Lanes::numbers(&second), inclusive: true, points: Lanes::numbers(&points[1]) },
    ];
    let mut out = used();
    scale::steps(&mut out, 7, Lanes::numbers(&x), &steps, Lanes::numbers(&points[2]).constant());
    expect_numbers(&out, &[Some(40.0), Some(100.0), Some(100.0), Some(0.0), Some(40.0), None, None]);
}

#[test]
fn ranges_and_limits() {
    let x = numbers(&[Some(0.0), Some(100.0), Some(100.5), Some(-0.5), None]);
    let mut out = used();
    scale::range(&mut out, 5, Lanes::numbers(&x), 0.0, 100.0);
    expect_numbers(&out, &[Some(0.0), Some(100.0), None, None, None]);
    let condition = truths(&[T, T, U, F, T]);
    let limit = numbers(&[Some(40.0), Some(40.0), Some(40.0), Some(40.0), Some(40.0)]);
    scale::limit(LimitKind::Cap, &mut out, 5, Lanes::numbers(&x), &condition, Lanes::numbers(&limit));
    expect_numbers(&out, &[Some(0.0), Some(40.0), Some(100.5), Some(-0.5), None]);
    scale::limit(LimitKind::Floor, &mut out, 5, Lanes::numbers(&x), &condition, Lanes::numbers(&limit));
    expect_numbers(&out, &[Some(40.0), Some(100.0), Some(100.5), Some(-0.5), None]);
    scale::where_true(&mut out, 5, Lanes::numbers(&x), &condition);
    expect_numbers(&out, &[Some(0.0), Some(100.0), None, None, None]);
    let share = numbers(&[Some(0.5), Some(0.6), Some(0.6), Some(0.0), Some(1.0)]);
    scale::known_enough(&mut out, 5, Lanes::numbers(&x), Lanes::numbers(&share), 0.6);
    expect_numbers(&out, &[None, Some(100.0), Some(100.5), None, None]);
}

#[test]
fn means_are_those_of_one_row() {
    let mut dice = Dice(6);
    let weights = [Some(40.0), Some(0.0), Some(-1.0), None, Some(0.1), Some(20.0)];
    for rows in LENGTHS {
        let w: Vec<Vec<Option<f64>>> =
            (0..3).map(|_| (0..rows).map(|_| weights[(dice.next() % 6) as usize]).collect()).collect();
        let x: Vec<Vec<Option<f64>>> = (0..3)
            .map(|_| (0..rows).map(|_| (!dice.next().is_multiple_of(3)).then(|| dice.next() as f64 / 1e7)).collect())
            .collect();
        let columns: Vec<(Numbers, Numbers)> = w.iter().zip(&x).map(|(w, x)| (numbers(w), numbers(x))).collect();
        let lanes: Vec<_> = columns.iter().map(|(w, x)| (Lanes::numbers(w), Lanes::numbers(x))).collect();
        let mut out = used();
        mean::weighted_mean(&mut out, rows, &lanes);
        let one = |row: usize| {
            let (mut sum, mut total) = (0.0, 0.0);
            for (w, x) in w.iter().zip(&x) {
                if let (Some(w), Some(x)) = (w[row], x[row])
                    && w > 0.0
                {
                    sum += w * x;
                    total += w;
                }
            }
            (total > 0.0).then(|| sum / total)
        };
        expect_numbers(&out, &(0..rows).map(one).collect::<Vec<_>>());
    }
}

#[test]
fn the_known_share_counts_what_applies() {
    // Weights 1, 2, 3. First: always applies. Second: its own condition. Third: a group with a share of 0.5.
    let w: Vec<Numbers> = [1.0, 2.0, 3.0].iter().map(|w| numbers(&[Some(*w); 5])).collect();
    let first = numbers(&[Some(70.0), None, Some(70.0), Some(70.0), None]);
    let second = numbers(&[Some(70.0), Some(70.0), None, None, Some(70.0)]);
    let half = numbers(&[Some(0.5); 5]);
    let applies = truths(&[T, T, F, U, F]);
    let third_applies = truths(&[T, T, T, T, F]);
    let child = |at: usize, value, is_share, applies| mean::ShareLanes {
        weight: Lanes::numbers(&w[at]),
        value: Lanes::numbers(value),
        is_share,
        applies,
    };
    let children = [
        child(0, &first, false, None),
        child(1, &second, false, Some(&applies)),
        child(2, &half, true, Some(&third_applies)),
    ];
    let mut out = used();
    mean::known_share(&mut out, 5, &children);
    let expected = [
        Some((1.0 + 2.0 + 1.5) / 6.0),
        Some((2.0 + 1.5) / 6.0),
        // The second leaves both sides.
        Some((1.0 + 1.5) / 4.0),
        // Nobody knows whether the second applies: it weighs and is missing.
        Some((1.0 + 1.5) / 6.0),
        Some(0.0),
    ];
    expect_numbers(&out, &expected);
    mean::known_share(&mut out, 2, &[]);
    expect_numbers(&out, &[Some(0.0), Some(0.0)]);
}

fn day(text: &str) -> f64 {
    f64::from(parse_day(text).unwrap())
}

#[test]
fn months_follow_the_calendar() {
    let add = |from: &str, months| date::add_months_to(day(from), months);
    assert_eq!(add("2026-01-31", 1.0), Some(day("2026-02-28")));
    assert_eq!(add("2024-01-31", 1.9), Some(day("2024-02-29")));
    assert_eq!(add("2026-03-15", -27.0), Some(day("2023-12-15")));
    assert_eq!(add("2026-03-15", -0.9), Some(day("2026-03-15")));
    assert_eq!(add("2026-03-15", 1e7), None);
    assert_eq!(date::add_months_to(1e300, 1.0), None);
    assert_eq!(date::add_months_to(day("2026-03-31") + 0.5, -1.0), Some(day("2026-02-28")));
    let since = |from: &str, to: &str| date::months_between(day(from), day(to));
    assert_eq!(since("2026-01-31", "2026-02-27"), Some(0.0));
    assert_eq!(since("2026-01-31", "2026-02-28"), Some(1.0));
    assert_eq!(since("2026-03-01", "2026-02-28"), Some(-1.0));
    assert_eq!(since("2026-08-31", "2026-06-30"), Some(-2.0));
    assert_eq!(since("2024-02-29", "2025-02-28"), Some(12.0));
    // The definition, for every day of four years: the largest number that does not pass the day.
    let to = day("2026-02-28");
    for back in 0..1500 {
        let months = date::months_between(to - f64::from(back), to).unwrap();
        let moved = |months| date::add_months_to(to - f64::from(back), months).unwrap();
        assert!(moved(months) <= to && moved(months + 1.0) > to, "{back} days back: {months}");
    }
}

#[test]
fn today_and_both_ends_are_within() {
    let dates = numbers(&[Some(99.0), Some(100.0), Some(110.0), Some(111.0), None, Some(105.0)]);
    let distance = numbers(&[Some(10.0), Some(10.0), Some(10.0), Some(10.0), Some(10.0), None]);
    let today = numbers(&[Some(100.0); 6]);
    let today = Lanes::numbers(&today).constant();
    let mut out = used_truths();
    date::within(Direction::Next, &mut out, 6, Lanes::numbers(&dates), Lanes::numbers(&distance), today);
    expect_truths(&out, &[F, T, T, F, U, U]);
    let dates = numbers(&[Some(89.0), Some(90.0), Some(100.0), Some(101.0), None, Some(95.0)]);
    date::within(Direction::Last, &mut out, 6, Lanes::numbers(&dates), Lanes::numbers(&distance), today);
    expect_truths(&out, &[F, T, T, F, U, U]);
}

#[test]
fn months_are_moved_row_by_row() {
    let dates = numbers(&[Some(day("2026-01-31")), None, Some(1e300)]);
    let months = numbers(&[Some(1.0); 3]);
    let mut out = used();
    date::add_months(&mut out, 3, Lanes::numbers(&dates), Lanes::numbers(&months).constant(), -1.0);
    expect_numbers(&out, &[Some(day("2025-12-31")), None, None]);
    let today = numbers(&[Some(day("2026-06-30")); 3]);
    date::months_since(&mut out, 3, Lanes::numbers(&dates), Lanes::numbers(&today).constant());
    // The fifth month from 31 January ends on 30 June.
    expect_numbers(&out, &[Some(5.0), None, None]);
}
