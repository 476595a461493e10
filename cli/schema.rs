//! `stageplay schema`: what a record of account data must look like, as JSON Schema.

use crate::args::SchemaArgs;
use crate::exit::{Exit, Fault};
use crate::playbook;
use crate::view::terminal;
use stageplay_engine::story;

/// Prints the schema of one account snapshot.
pub fn schema(args: &SchemaArgs) -> Result<Exit, Fault> {
    let playbook = playbook::checked(&args.playbook)?;
    let text = serde_json::to_string_pretty(&story::schema::schema(&playbook)).map_err(Fault::outside)?;
    terminal::print(&format!("{text}\n"))?;
    Ok(Exit::Done)
}
