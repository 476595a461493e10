//! Which vector instructions are used, where somebody compares sets with each other.

use crate::exit::Fault;
use stageplay_engine::column::plain;
use stageplay_engine::kernel::instructions::{Instructions, at_most};

const NAME: &str = "STAGEPLAY_INSTRUCTIONS";

/// Limits them to what the environment says, if it says anything.
pub fn limit() -> Result<(), Fault> {
    let Some(said) = std::env::var_os(NAME).filter(|said| !said.is_empty()) else { return Ok(()) };
    match said.to_str() {
        Some("baseline") => at_most(Instructions::Baseline),
        Some("avx2") => at_most(Instructions::Avx2),
        Some("best") => {}
        _ => {
            let said = plain(&said.to_string_lossy()).into_owned();
            return Err(Fault::helped(
                format!("{NAME} is `{said}`, expected baseline, avx2 or best"),
                Some(format!("unset {NAME}: the best instructions of the processor are used then")),
            ));
        }
    }
    Ok(())
}
