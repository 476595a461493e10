//! An export made snapshots, and what `run` will say of them: they are read back as `run` reads them.

use super::export::{Ask, Export, Told, export, told};
use super::joined::{JoinTold, Lists};
use super::propose::heading;
use super::records::{Records, records};
use super::set_aside::SetAside;
use crate::column::plain;
use crate::read::accounts::accounts_in_text;
use crate::read::schema::Schema;
use crate::read::{ReadError, Reject, RejectKind};
use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use stageplay_dsl::typed::Playbook;
use std::sync::Arc;

/// What an export says, before anything is made of it.
#[derive(Clone, Debug)]
pub struct Looked {
    /// The table of the accounts, then those of lists.
    pub tables: Vec<Told>,
    /// Required fields without a heading; the field that names the account first.
    pub required: Vec<SmolStr>,
}

/// An export as snapshots.
#[derive(Clone, Debug)]
pub struct Imported {
    /// NDJSON, a record a line.
    pub text: Vec<u8>,
    /// How many records those are.
    pub records: u64,
    /// Rows of the export.
    pub rows: u64,
    /// Rows with a fault, those that are no records among them; what `run` compares with `--max-rejects`.
    pub with_fault: u64,
    /// Records that are set aside, here or by a run.
    pub records_set_aside: u64,
    /// Values that are set aside.
    pub values_set_aside: u64,
    /// Records that say what an earlier one says.
    pub repeated: u64,
    /// All that is set aside, in the order of lines.
    pub set_aside: Vec<SetAside>,
    /// Headings with cells that say that there is nothing: how many, and the first.
    pub nothings: Vec<(String, u64, String)>,
    /// Records that got the date that was given.
    pub dated: u64,
    /// Records without any date.
    pub undated: u64,
    /// What became of second exports.
    pub joins: Vec<JoinTold>,
}

/// Looks at an export.
///
/// # Errors
/// A file that cannot be read, a mapping that does not fit.
pub fn look(playbook: &Playbook, ask: &Ask) -> Result<Looked, ReadError> {
    let schema = Schema::new(playbook)?;
    let export = export(&schema, playbook, ask)?;
    Ok(looked(&export, schema.path(schema.id).as_str()))
}

fn looked(export: &Export<'_>, id: &str) -> Looked {
    let mut tables = vec![told(&export.accounts, None)];
    for joined in &export.lists {
        tables.push(told(&joined.table, Some(joined.on)));
    }
    let mut required = Vec::new();
    if let Some(accounts) = tables.first_mut() {
        accounts.open.retain(|(path, ..)| export.lists.iter().all(|joined| joined.list != *path));
        accounts.open.sort_by_key(|(path, _, required)| (path != id, !required));
    }
    for table in &tables {
        required.extend(table.open.iter().filter(|(.., required)| *required).map(|(path, ..)| path.clone()));
    }
    Looked { tables, required }
}

/// Makes snapshots of an export.
///
/// # Errors
/// A file that cannot be read, a mapping that does not fit.
pub fn import(playbook: &Playbook, ask: &Ask) -> Result<Imported, ReadError> {
    let schema = Schema::new(playbook)?;
    let export = export(&schema, playbook, ask)?;
    let mut lists = Lists::new(&export);
    let made = records(&export, &mut lists, schema.id, ask.as_of);
    let mut text = Vec::new();
    for (_, record) in &made.records {
        text.extend_from_slice(record.as_bytes());
        text.push(b'\n');
    }
    // Each record on the line of its row, so that what is said of it names that.
    let snapshots = accounts_in_text(spread(&made), &export.accounts.sheet.file, playbook)?;
    let lost = made.lost + lists.all.iter().map(|list| list.lost).sum::<u64>();
    let faulty_lists: Vec<(SmolStr, _)> =
        lists.all.iter().map(|list| (list.told.list.clone(), list.faulty.clone())).collect();
    let own: Vec<SetAside> =
        made.faults.into_iter().chain(lists.all.iter_mut().flat_map(|list| std::mem::take(&mut list.faults))).collect();
    let is_told = |reject: &Reject| {
        let of_list = |list: &SmolStr| reject.field.as_ref().is_some_and(|field| is_in_list(field, list));
        let account = reject.account.as_deref().unwrap_or("");
        faulty_lists.iter().any(|(list, faulty)| of_list(list) && faulty.contains(account))
    };
    let set_aside = merged(own, snapshots.rejects, &export, is_told);
    let nothings =
        made.nothings.into_iter().chain(lists.all.iter_mut().flat_map(|list| std::mem::take(&mut list.nothings)));
    Ok(Imported {
        text,
        records: made.records.len() as u64,
        rows: (export.accounts.sheet.rows.len() + export.accounts.sheet.faults.len()) as u64,
        with_fault: lost + snapshots.records_with_fault,
        records_set_aside: lost + snapshots.records_set_aside,
        values_set_aside: set_aside.iter().filter(|fault| fault.kind == RejectKind::Value).count() as u64,
        repeated: snapshots.records_repeated,
        set_aside,
        nothings: nothings.map(|(heading, count, first)| (plain(&heading).into_owned(), count, first)).collect(),
        dated: made.dated,
        undated: snapshots.records_undated,
        joins: lists.all.into_iter().map(|list| list.told).collect(),
    })
}

fn is_in_list(field: &str, list: &str) -> bool {
    field.strip_prefix(list).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

fn spread(made: &Records) -> Arc<[u8]> {
    let (mut text, mut at) = (Vec::new(), 1);
    for (line, record) in &made.records {
        while at < *line {
            text.push(b'\n');
            at += 1;
        }
        text.extend_from_slice(record.as_bytes());
        text.push(b'\n');
        at += 1;
    }
    text.into()
}

/// What was found here, which knows what stood in the export, and what only reading the records has found.
fn merged(
    mut own: Vec<SetAside>,
    rejects: Vec<Reject>,
    export: &Export<'_>,
    is_told: impl Fn(&Reject) -> bool,
) -> Vec<SetAside> {
    let sheet = &export.accounts.sheet;
    let mut known: FxHashMap<(u64, SmolStr), usize> = FxHashMap::default();
    for (at, fault) in own.iter().enumerate().filter(|(_, fault)| fault.file == sheet.file) {
        if let Some(field) = &fault.field {
            known.insert((fault.line, field.clone()), at);
        }
    }
    let taken = &export.accounts.proposal.taken;
    for reject in rejects {
        let field = reject.field.clone().unwrap_or_default();
        if let Some(fault) = known.get(&(reject.line, field.clone())).and_then(|at| own.get_mut(*at)) {
            fault.kind = reject.kind;
        } else if !is_told(&reject) {
            let pair = taken
                .iter()
                .find(|pair| export.accounts.places.get(pair.place).is_some_and(|place| place.path == field));
            let heading = pair.map(|pair| plain(heading(sheet, pair.column)).into_owned());
            own.push(SetAside::of_run(reject, heading));
        }
    }
    own.sort_by_key(|fault| (fault.file != sheet.file, fault.line));
    own
}
