//! `stageplay sample`: accounts of nobody, to try a playbook on.

use crate::accounts;
use crate::args::sample::SampleArgs;
use crate::exit::{Exit, Fault};
use crate::fresh;
use crate::playbook::{self, Tested};
use crate::view::terminal;
use crate::view::words::{count, grouped};
use stageplay_dsl::typed::Header;
use stageplay_dsl::types::{Day, show_day};
use stageplay_engine::send;
use stageplay_engine::workbench::sample::{Ask, Sample, sample};

/// A history has no more dates than this.
const MOST_DATES: usize = 2_000;
/// So many days lie between two snapshots unless the playbook wants them closer.
const WEEK: f64 = 7.0;

/// Writes accounts of nobody.
pub fn sample_accounts(args: &SampleArgs) -> Result<Exit, Fault> {
    let Tested { ready, fixtures } = playbook::ready_to_test(&args.playbook)?;
    let dates = dates(args, &ready.program.playbook.header)?;
    let ask = Ask { accounts: args.accounts as usize, seed: args.seed, dates };
    let made = sample(&ready.program, ready.calendar.as_ref(), &fixtures, &ask)?;
    let mut bytes = Vec::new();
    send::snapshots(&mut bytes, &ready.program.playbook, &made.batch).map_err(Fault::outside)?;
    match &args.out {
        Some(file) => fresh::write(file, &bytes)?,
        None => terminal::print(&String::from_utf8_lossy(&bytes))?,
    }
    terminal::note(&told(&made, &ask));
    Ok(Exit::Done)
}

/// The dates of the snapshots, in order; the last one is the one asked for.
fn dates(args: &SampleArgs, header: &Header) -> Result<Vec<Day>, Fault> {
    let today = || accounts::today(header.timezone.as_deref());
    let Some(from) = args.from else { return Ok(vec![args.as_of.map_or_else(today, Ok)?]) };
    let to = args.to.map_or_else(today, Ok)?;
    #[allow(clippy::cast_possible_truncation, reason = "at most seven")]
    let step = args.every.map_or_else(|| header.max_age.unwrap_or(WEEK).clamp(1.0, WEEK) as i32, i32::from);
    if from > to {
        let help = "give the earlier date as `--from`";
        return Err(Fault::helped(format!("{} lies after {}", show_day(from), show_day(to)), Some(help.into())));
    }
    let mut dates: Vec<Day> = (0..=MOST_DATES)
        .map_while(|back| i32::try_from(back).ok().map(|back| to.saturating_sub(back.saturating_mul(step))))
        .take_while(|date| *date >= from)
        .collect();
    if dates.len() > MOST_DATES {
        let help = "name a later `--from`, or more days between them with `--every`";
        return Err(Fault::helped(
            format!("a history has at most {} dates", grouped(MOST_DATES as u64)),
            Some(help.into()),
        ));
    }
    dates.reverse();
    Ok(dates)
}

/// What was made, in words.
fn told(made: &Sample, ask: &Ask) -> String {
    let dates = match ask.dates.as_slice() {
        [] => String::new(),
        [only] => format!(" of {}", show_day(*only)),
        [first, .., last] => format!(" on {} dates from {} to {}", ask.dates.len(), show_day(*first), show_day(*last)),
    };
    let mut told = format!("{}{dates}\n", count(made.accounts as u64, "account"));
    let shown = made.goals - made.lacking.len();
    told.push_str(&format!("they show {shown} of {} bands, levels, stages and plays\n", made.goals));
    for lacking in &made.lacking {
        told.push_str(&format!("  not shown: {lacking}\n"));
    }
    told
}
