//! The stages of a run, one by one: parse, format, compile, read, step; on the portfolio example.
#![allow(clippy::expect_used, reason = "where the example is not there, nothing is to be timed")]
#![allow(clippy::disallowed_methods, reason = "it asks how long a file is")]

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use stageplay_dsl::types::parse_day;
use stageplay_engine::decide::{DecideError, Decisions, Given, Wanted, step};
use stageplay_engine::graph::Program;
use stageplay_engine::read::{self, Options};
use std::path::{Path, PathBuf};

fn example(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/portfolio").join(file)
}

/// The names and texts of its files.
fn texts() -> Vec<(String, String)> {
    read::load(&example("playbook.play")).unwrap_or_default()
}

fn stages(criterion: &mut Criterion) {
    let length: usize = texts().iter().map(|(_, text)| text.len()).sum();
    let compiled = || stageplay_dsl::compile(texts()).playbook.expect("the example is sound");
    let program = Program::compile(compiled());
    let accounts = [example("accounts.ndjson")];
    let bytes = std::fs::metadata(&accounts[0]).map_or(0, |about| about.len());
    let as_of = parse_day("2026-06-30").unwrap_or_default();

    let mut group = criterion.benchmark_group("playbook");
    group.throughput(Throughput::Bytes(length as u64));
    group.bench_function("parse and check", |bencher| {
        bencher.iter_batched(texts, stageplay_dsl::compile, BatchSize::SmallInput);
    });
    group.bench_function("lower to the graph", |bencher| {
        bencher.iter_batched(compiled, Program::compile, BatchSize::SmallInput);
    });
    group.finish();

    let read = || read::accounts(&accounts, &program.playbook, &Options::default(), &mut |_, _| {});
    let mut group = criterion.benchmark_group("accounts");
    group.throughput(Throughput::Bytes(bytes));
    group.bench_function("read", |bencher| bencher.iter(read));
    let batch = read().expect("the example is there").batch;
    group.throughput(Throughput::Elements(batch.rows as u64));
    group.bench_function("step", |bencher| {
        let take = |_: Decisions| -> Result<(), DecideError> { Ok(()) };
        bencher.iter(|| step(&program, &batch, Given::first(as_of, None), Wanted::default(), take));
    });
    group.finish();
}

criterion_group!(benches, stages);
criterion_main!(benches);
