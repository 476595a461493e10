//! What is remembered of an account.

use crate::args::Format;
use crate::exit::{Exit, Fault};
use crate::place::{self, Opened};
use crate::record::nearest;
use crate::view::{memory, terminal};
use serde_json::{Value, json};
use stageplay_dsl::types::show_day;
use stageplay_engine::column::{plain, plain_cut};
use stageplay_engine::live::{self, Record};
use stageplay_engine::store::{Outgoing, Store};
use std::path::Path;

/// Says what is remembered of an account.
pub fn show(path: &Path, account: &str, format: Format) -> Result<Exit, Fault> {
    let Opened { mut store, head, layout } = place::open(path)?;
    let records: Vec<(String, Option<Record>)> = store
        .events()?
        .into_iter()
        .filter(|known| known.applied.is_none() && known.event.account == account)
        .map(|known| (known.event.body.clone(), serde_json::from_str(&known.event.body).ok()))
        .collect();
    let actions = store.actions_of(account)?;
    let tx = store.begin()?;
    let Some(bytes) = tx.account(account)? else {
        let near = nearest(&*tx, account)?;
        return Err(Fault::helped(
            format!("the state has no account `{}`", plain_cut(account, 80)),
            near.map(|near| format!("did you mean `{}`?", plain(&near))),
        ));
    };
    drop(tx);
    let state = live::decode(&bytes).map_err(Fault::outside)?;
    let remembered = live::memory(&layout, &state, head.last);
    match format {
        Format::Human => {
            let records: Vec<&Record> = records.iter().filter_map(|(_, record)| record.as_ref()).collect();
            let width = terminal::width();
            terminal::print(&memory::show(account, head.last, &remembered, &records, &actions, width))?;
        }
        Format::Json => {
            let mut shown = json!({ "account": account, "last_run": show_day(head.last) });
            if let (Value::Object(shown), Value::Object(told)) =
                (&mut shown, serde_json::to_value(&remembered).map_err(Fault::outside)?)
            {
                shown.extend(told);
                let waiting = records.iter().filter_map(|(body, _)| serde_json::from_str::<Value>(body).ok());
                shown.insert("waiting".into(), waiting.collect());
                shown.insert("actions".into(), actions.iter().map(action).collect());
            }
            terminal::print(&format!("{shown}\n"))?;
        }
    }
    Ok(Exit::Done)
}

fn action(outgoing: &Outgoing) -> Value {
    let action = &outgoing.action;
    let sent: Vec<Value> = outgoing.sent.iter().map(|sent| json!({ "to": sent.destination, "at": sent.at })).collect();
    json!({
        "id": action.id,
        "as_of": show_day(action.as_of),
        "type": action.kind,
        "play": action.play,
        "key": action.key,
        "run": action.run,
        "step": action.step,
        "owner": action.owner,
        "backfilled": action.backfilled,
        "sent": sent,
        "dropped": outgoing.dropped,
    })
}
