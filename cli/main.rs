//! The `stageplay` program: commands and what people see of them. What is decided is decided elsewhere.
#![allow(clippy::disallowed_methods, reason = "the program is where files, terminal and clock are met")]
#![allow(unreachable_pub, reason = "a program exports nothing; `pub` is what other files of it may use")]

mod accounts;
mod args;
mod backtest;
mod check;
mod deliver;
mod deployment;
mod diff;
mod docs;
mod exit;
mod explain;
mod explain_code;
mod fmt;
mod fresh;
mod git;
mod graph;
mod import;
mod instructions;
mod manifest;
mod mutants;
mod new;
mod origin;
mod place;
mod plan;
mod playbook;
mod record;
mod recording;
mod remembered;
mod run;
mod sample;
mod schema;
mod set_values;
mod state;
mod templates;
mod test;
mod today;
mod upgrade;
mod vendor;
mod view;
mod watch;

use clap::Parser;

/// Columns of megabytes come and go: the system's allocator gives each back, and takes as long to get it again as to fill it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    let args = args::Args::parse();
    let done = instructions::limit().and_then(|()| match &args.command {
        args::Command::New(args) => new::new(args),
        args::Command::Vendor(args) => vendor::vendor(args),
        args::Command::Upgrade(args) => upgrade::upgrade(args),
        args::Command::Origin(args) => origin::origin(args),
        args::Command::Run(args) => run::run(args),
        args::Command::Today(args) => today::today(args),
        args::Command::Check(args) => check::check(args),
        args::Command::Explain(args) => explain::explain(args),
        args::Command::Record(args) => record::record(args),
        args::Command::State(args) => state::state(args),
        args::Command::Deliver(args) => deliver::deliver(args),
        args::Command::Plan(args) => plan::plan(args),
        args::Command::ExplainCode(args) => explain_code::explain_code(args),
        args::Command::Graph(args) => graph::graph(args),
        args::Command::Diff(args) => diff::diff(args),
        args::Command::Docs(args) => docs::docs(args),
        args::Command::Test(args) => test::test(args),
        args::Command::Watch(args) => watch::watch(args),
        args::Command::Backtest(args) => backtest::backtest(args),
        args::Command::Import(args) => import::import_accounts(args),
        args::Command::Sample(args) => sample::sample_accounts(args),
        args::Command::Schema(args) => schema::schema(args),
        args::Command::Fmt(args) => fmt::fmt(args),
    });
    match done {
        Ok(exit) => exit.code(),
        Err(fault) => {
            fault.tell();
            fault.exit().code()
        }
    }
}
