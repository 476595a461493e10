//! Kernels alone, each over one chunk of rows; what is told is rows a second.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use stageplay_dsl::typed::{Arithmetic, Comparison};
use stageplay_dsl::types::Function;
use stageplay_engine::column::{Bits, Codes, Numbers, Truths};
use stageplay_engine::evaluate::CHUNK;
use stageplay_engine::kernel::compare::Flip;
use stageplay_engine::kernel::{Lanes, choose, compare, date, logic, mean, number, scale};
use std::hint::black_box;

/// Numbers of which every seventh is unknown.
fn numbers(of: impl Fn(usize) -> f64) -> Numbers {
    let mut numbers = Numbers::default();
    numbers.assign(CHUNK, |row| (row % 7 != 3).then(|| of(row)));
    numbers
}

#[allow(clippy::cast_precision_loss, reason = "small numbers")]
fn kernels(criterion: &mut Criterion) {
    let x = numbers(|row| (row * 37 % 101) as f64);
    let y = numbers(|row| (row * 53 % 97) as f64 + 1.0);
    let one = |value: f64| numbers(|_| value);
    let (worst, best) = (one(20.0), one(80.0));
    let condition = Truths { truth: Bits::from_fn(CHUNK, |row| row % 3 == 0), known: Bits::ones(CHUNK) };
    let mut words = Codes::default();
    words.assign(CHUNK, |row| u16::try_from(row % 5).ok());
    let (mut out, mut truths) = (Numbers::default(), Truths::default());
    fn lanes(numbers: &Numbers) -> Lanes<'_, f64> {
        Lanes::numbers(numbers)
    }

    let mut group = criterion.benchmark_group("kernels");
    group.throughput(Throughput::Elements(CHUNK as u64));
    group.bench_function("scale", |bencher| {
        bencher.iter(|| scale::linear(black_box(&mut out), CHUNK, lanes(&x), lanes(&worst), lanes(&best)));
    });
    group.bench_function("weighted mean of five", |bencher| {
        let children = [(&y, &x); 5].map(|(weight, value)| (lanes(weight), lanes(value)));
        bencher.iter(|| mean::weighted_mean(black_box(&mut out), CHUNK, &children));
    });
    for (name, op) in [("add", Arithmetic::Add), ("divide", Arithmetic::Divide)] {
        group.bench_function(name, |bencher| {
            bencher.iter(|| number::arithmetic(op, black_box(&mut out), CHUNK, lanes(&x), lanes(&y)));
        });
    }
    group.bench_function("max", |bencher| {
        bencher.iter(|| number::function(Function::Max, black_box(&mut out), CHUNK, &[lanes(&x), lanes(&y)]));
    });
    group.bench_function("compare", |bencher| {
        bencher.iter(|| compare::compare(Comparison::Less, black_box(&mut truths), CHUNK, lanes(&x), lanes(&y)));
    });
    group.bench_function("one of two words", |bencher| {
        bencher.iter(|| compare::one_of(black_box(&mut truths), CHUNK, Lanes::codes(&words), &[1, 3], Flip::Plain));
    });
    group.bench_function("all of three", |bencher| {
        bencher.iter(|| logic::all(black_box(&mut truths), CHUNK, &[&condition, &condition, &condition]));
    });
    group.bench_function("if", |bencher| {
        bencher.iter(|| choose::if_numbers(black_box(&mut out), CHUNK, &condition, lanes(&x), lanes(&y)));
    });
    group.bench_function("months since", |bencher| {
        let (day, as_of) = (numbers(|row| 19_000.0 + (row % 700) as f64), one(20_000.0));
        bencher.iter(|| date::months_since(black_box(&mut out), CHUNK, lanes(&day), lanes(&as_of)));
    });
    group.finish();
}

criterion_group!(benches, kernels);
criterion_main!(benches);
