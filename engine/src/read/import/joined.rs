//! The rows of a second export as the records of a list, by account.

use super::export::{Export, Joined};
use super::records::element;
use super::set_aside::SetAside;
use super::sheet::Row;
use crate::column::plain_cut;
use crate::read::RejectKind;
use serde_json::Value;
use smol_str::SmolStr;
use std::collections::{BTreeSet, HashMap};

/// So many accounts or lines are named.
const NAMED: usize = 3;

/// What became of a second export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JoinTold {
    /// The list.
    pub list: SmolStr,
    /// The file.
    pub file: SmolStr,
    /// Rows that are in an account's list.
    pub joined: u64,
    /// How many rows name no account, and the lines of the first.
    pub nameless: (u64, Vec<u64>),
    /// How many rows name an account that the export does not have, and the first of those, with the line.
    pub strange: (u64, Vec<(String, u64)>),
    /// How many accounts have an empty list.
    pub empty: u64,
}

/// The records of all lists.
pub(super) struct Lists {
    pub all: Vec<ListRows>,
}

/// The records of one list.
pub(super) struct ListRows {
    by_account: HashMap<String, Vec<Value>>,
    /// Accounts some of whose records have a fault.
    pub faulty: BTreeSet<String>,
    pub faults: Vec<SetAside>,
    pub lost: u64,
    pub nothings: Vec<(String, u64, String)>,
    pub told: JoinTold,
}

impl Joined<'_> {
    /// What a row of the accounts is looked up by.
    pub(super) fn key(&self, row: &Row) -> String {
        self.own.map(|own| row.cell(own).shown()).unwrap_or_default()
    }
}

impl ListRows {
    /// The records of an account. One without any has an empty list: the export is all there is.
    pub(super) fn take(&mut self, account: &str) -> Vec<Value> {
        let found = self.by_account.get(account).cloned().unwrap_or_default();
        self.told.empty += u64::from(found.is_empty());
        found
    }
}

impl Lists {
    pub(super) fn new(export: &Export<'_>) -> Self {
        Self { all: export.lists.iter().map(|joined| rows(export, joined)).collect() }
    }
}

fn rows(export: &Export<'_>, joined: &Joined<'_>) -> ListRows {
    let sheet = &joined.table.sheet;
    let mut list = ListRows {
        by_account: HashMap::new(),
        faulty: BTreeSet::new(),
        faults: Vec::new(),
        lost: sheet.faults.len() as u64,
        nothings: Vec::new(),
        told: JoinTold {
            list: joined.list.clone(),
            file: sheet.file.clone(),
            joined: 0,
            nameless: (0, Vec::new()),
            strange: (0, Vec::new()),
            empty: 0,
        },
    };
    list.faults.extend(sheet.faults.iter().map(|(line, reason)| SetAside::row(&sheet.file, *line, reason.clone())));
    let accounts: BTreeSet<String> =
        export.accounts.sheet.rows.iter().map(|row| joined.key(row)).filter(|key| !key.is_empty()).collect();
    for row in &sheet.rows {
        let key = row.cell(joined.on).shown();
        if key.is_empty() {
            list.told.nameless.0 += 1;
            if list.told.nameless.1.len() < NAMED {
                list.told.nameless.1.push(row.line);
            }
            continue;
        }
        if !accounts.contains(&key) {
            list.told.strange.0 += 1;
            if list.told.strange.1.len() < NAMED {
                list.told.strange.1.push((plain_cut(&key, 60).into_owned(), row.line));
            }
            continue;
        }
        list.told.joined += 1;
        let shown = plain_cut(&key, 80).into_owned();
        let before = list.faults.len();
        let record = element(&joined.table, row, &shown, &mut list.faults, &mut list.nothings);
        for place in joined.table.places.iter().filter(|place| place.required) {
            let reading = place.reading.filter(|reading| reading.default.is_none());
            if reading.is_some() && !holds(&record, &place.inside) {
                let mut fault = SetAside::row(&sheet.file, row.line, "required and missing".into());
                fault.kind = RejectKind::Value;
                fault.account = Some(shown.as_str().into());
                fault.field = Some(place.path.clone());
                list.faults.push(fault);
            }
        }
        if list.faults.len() > before {
            list.faulty.insert(shown);
        }
        list.by_account.entry(key).or_default().push(Value::Object(record));
    }
    list
}

fn holds(record: &serde_json::Map<String, Value>, path: &str) -> bool {
    match path.split_once('.') {
        None => record.contains_key(path),
        Some((group, rest)) => record.get(group).and_then(Value::as_object).is_some_and(|inner| holds(inner, rest)),
    }
}
