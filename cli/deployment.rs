//! `stageplay.yaml`, for commands that read accounts: which file counts, and what the command line leaves to it. What the
//! command line says counts more.

use crate::accounts::expanded;
use crate::args::{AccountsArgs, RunArgs};
use crate::exit::Fault;
use stageplay_engine::column::plain;
use stageplay_engine::read::{self, Columns, DEPLOYMENT, Deployment};
use std::path::{Path, PathBuf};

/// The arguments of a run with what the file adds to them, and the file.
pub fn settled(args: &RunArgs) -> Result<(RunArgs, Option<Deployment>), Fault> {
    let deployment = find(args.playbook.as_deref(), &args.accounts.accounts)?;
    let mut settled = args.clone();
    if settled.playbook.is_none() {
        let Some(deployment) = &deployment else {
            return Err(Fault::helped(
                format!("no playbook is named, and there is no `{DEPLOYMENT}` in this folder"),
                Some("name the folder of one, as in `stageplay run customers --accounts accounts.csv`".into()),
            ));
        };
        settled.playbook = Some(only_playbook(deployment)?);
    }
    settled.accounts.accounts = named_accounts(&args.accounts.accounts, deployment.as_ref())?;
    Ok((settled, deployment))
}

/// The accounts for a playbook that is named, and the file.
pub fn accounts(playbook: &Path, args: &AccountsArgs) -> Result<(AccountsArgs, Option<Deployment>), Fault> {
    let deployment = find(Some(playbook), &args.accounts)?;
    let accounts = named_accounts(&args.accounts, deployment.as_ref())?;
    Ok((AccountsArgs { accounts, as_of: args.as_of }, deployment))
}

/// The file, and the accounts that are named here or there, if any are.
pub fn around(playbook: &Path, accounts: &[PathBuf]) -> Result<(Option<Deployment>, Vec<PathBuf>), Fault> {
    let deployment = find(Some(playbook), accounts)?;
    let said = deployment.as_ref().map_or(&[] as &[PathBuf], |deployment| &deployment.accounts);
    let files = expanded(if accounts.is_empty() { said } else { accounts })?;
    Ok((deployment, files))
}

/// The file in this folder.
pub fn here() -> Result<Option<Deployment>, Fault> {
    in_folder(Path::new(""))
}

/// What fields are called in the data.
pub fn columns(deployment: Option<&Deployment>) -> Columns {
    deployment.map(|deployment| deployment.columns.clone()).unwrap_or_default()
}

/// The file that counts: that in the folder of the playbook, else that in the working directory, if it has something to
/// do with what was asked: it names the playbook, or has to say which playbook or which accounts are meant.
fn find(playbook: Option<&Path>, accounts: &[PathBuf]) -> Result<Option<Deployment>, Fault> {
    let Some(playbook) = playbook else { return in_folder(Path::new("")) };
    let folder = if playbook.is_dir() { playbook } else { playbook.parent().unwrap_or(Path::new("")) };
    if let Some(found) = in_folder(folder)? {
        return Ok(Some(found));
    }
    let names_it = |here: &Deployment| here.playbooks.iter().any(|named| is_same(named, playbook));
    Ok(in_folder(Path::new(""))?.filter(|here| accounts.is_empty() || names_it(here)))
}

/// The file in a folder, if there is one.
pub fn in_folder(folder: &Path) -> Result<Option<Deployment>, Fault> {
    let file = folder.join(DEPLOYMENT);
    if file.is_file() { read::deployment(&file).map(Some).map_err(Fault::outside) } else { Ok(None) }
}

fn is_same(one: &Path, other: &Path) -> bool {
    matches!((one.canonicalize(), other.canonicalize()), (Ok(one), Ok(other)) if one == other)
}

fn only_playbook(deployment: &Deployment) -> Result<PathBuf, Fault> {
    match deployment.playbooks.as_slice() {
        [only] => Ok(only.clone()),
        several => {
            let first = several.first().map_or("customers".into(), |first| first.to_string_lossy());
            Err(Fault::helped(
                format!("`{}` names {} playbooks, and a run takes one", shown(&deployment.file), several.len()),
                Some(format!("say which, as in `stageplay run {}`", plain(&first))),
            ))
        }
    }
}

fn named_accounts(given: &[PathBuf], deployment: Option<&Deployment>) -> Result<Vec<PathBuf>, Fault> {
    let said = deployment.map_or(&[] as &[PathBuf], |deployment| &deployment.accounts);
    let named = if given.is_empty() { said } else { given };
    if !named.is_empty() {
        return expanded(named);
    }
    let (what, help) = match deployment {
        Some(deployment) => (
            format!("no accounts are named, neither here nor in `{}`", shown(&deployment.file)),
            "write `accounts: FILE` in it, or `--accounts FILE` here",
        ),
        None => ("no accounts are named".into(), "name their file: `--accounts FILE`"),
    };
    Err(Fault::helped(what, Some(help.into())))
}

fn shown(path: &Path) -> String {
    plain(&path.to_string_lossy()).into_owned()
}
