//! `stageplay.lock`: which templates a project keeps copies of, and what each of them is.
//!
//! Nothing in it says on which machine it was written.

use crate::exit::Fault;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use stageplay_engine::column::plain;
use stageplay_engine::read::LOCK;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// What is said of one copy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pin {
    /// That of its header, where it has one.
    pub version: Option<String>,
    /// `stageplay 0.1.0`, or a path from the project's folder.
    pub from: String,
    /// What it extends, as that is called in `vendor`.
    pub extends: Option<String>,
    /// The hash of its program.
    pub program: String,
    /// The hash of each file, by its path in the copy.
    pub files: BTreeMap<String, String>,
}

/// The file as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lock {
    pub pins: BTreeMap<String, Pin>,
}

/// Of a text or of bytes, as it stands in the file.
pub fn hash(bytes: &[u8]) -> String {
    let hex: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    format!("sha256:{hex}")
}

impl Lock {
    /// Reads the one of a project; where there is none, nothing is pinned.
    pub fn read(project: &Path) -> Result<Self, Fault> {
        let path = project.join(LOCK);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(cause) => return Err(Fault::outside(format!("cannot read `{}`: {cause}", shown(&path)))),
        };
        let wrong = |why: String| {
            let help = "`stageplay vendor` writes it: take it as it was from your version control";
            Fault::helped(format!("`{}` is no lock: {why}", shown(&path)), Some(help.into()))
        };
        let value: Value = serde_json::from_str(&text).map_err(|cause| wrong(cause.to_string()))?;
        if value.get("lock") != Some(&json!(1)) {
            return Err(wrong("it must begin with `\"lock\": 1`".into()));
        }
        let templates = value.get("templates").and_then(Value::as_object);
        let templates = templates.ok_or_else(|| wrong("`templates` is missing".into()))?;
        let pins = templates.iter().map(|(name, said)| {
            let pin = pin(said).ok_or_else(|| wrong(format!("something is missing in `{}`", plain(name))))?;
            // Whatever stands there becomes a path.
            if is_name(name) { Ok((name.clone(), pin)) } else { Err(wrong(format!("`{}` is no name", plain(name)))) }
        });
        Ok(Self { pins: pins.collect::<Result<_, _>>()? })
    }

    /// Writes it beside and puts it in place.
    pub fn write(&self, project: &Path) -> Result<(), Fault> {
        let path = project.join(LOCK);
        let beside = project.join(format!(".{LOCK}-{}", std::process::id()));
        let done = fs::write(&beside, self.text()).and_then(|()| fs::rename(&beside, &path));
        done.map_err(|cause| {
            let _ = fs::remove_file(&beside);
            Fault::outside(format!("cannot write `{}`: {cause}", shown(&path)))
        })
    }

    fn text(&self) -> String {
        let templates: BTreeMap<&str, Value> = self.pins.iter().map(|(name, pin)| (name.as_str(), said(pin))).collect();
        format!("{:#}\n", json!({ "lock": 1, "templates": templates }))
    }
}

/// Whether something can be the name of a copy: one folder, seen.
pub fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= 100
        && !name.starts_with(['.', '-'])
        && name.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '-' | '_' | '.'))
}

fn shown(path: &Path) -> String {
    plain(&path.to_string_lossy()).into_owned()
}

fn pin(said: &Value) -> Option<Pin> {
    let text = |key: &str| said.get(key).and_then(Value::as_str).map(str::to_owned);
    let files = said.get("files")?.as_object()?.iter();
    let files = files.map(|(name, hash)| Some((name.clone(), hash.as_str()?.to_owned())));
    Some(Pin {
        version: text("version"),
        from: text("from")?,
        extends: text("extends"),
        program: text("program")?,
        files: files.collect::<Option<_>>()?,
    })
}

fn said(pin: &Pin) -> Value {
    let mut said = serde_json::Map::new();
    if let Some(version) = &pin.version {
        said.insert("version".into(), json!(version));
    }
    said.insert("from".into(), json!(pin.from));
    if let Some(extends) = &pin.extends {
        said.insert("extends".into(), json!(extends));
    }
    said.insert("program".into(), json!(pin.program));
    said.insert("files".into(), json!(pin.files));
    Value::Object(said)
}

/// Which files of a copy are not what the hashes say, in order: changed, gone or new.
pub fn changed(folder: &Path, files: &BTreeMap<String, String>) -> Result<Vec<String>, Fault> {
    let mut there = BTreeMap::new();
    below(folder, Path::new(""), &mut there)
        .map_err(|cause| Fault::outside(format!("cannot read `{}`: {cause}", shown(folder))))?;
    let mut found: Vec<String> = Vec::new();
    for (name, hash) in files {
        match there.remove(name) {
            Some(Some(own)) if own == *hash => {}
            Some(_) => found.push(name.clone()),
            None => found.push(format!("{name} (gone)")),
        }
    }
    found.extend(there.into_keys().map(|name| format!("{name} (new)")));
    found.sort();
    Ok(found)
}

/// The hash of every file by its path; what is no plain file has none. Line ends are those of the system, not a change.
fn below(folder: &Path, at: &Path, found: &mut BTreeMap<String, Option<String>>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder.join(at))? {
        let entry = entry?;
        let path: PathBuf = at.join(entry.file_name());
        let kind = entry.file_type()?;
        if kind.is_dir() {
            below(folder, &path, found)?;
        } else if entry.file_name() != ".DS_Store" {
            let name = path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
            let own = if kind.is_file() { Some(hash_of_text(&fs::read(entry.path())?)) } else { None };
            found.insert(name, own);
        }
    }
    Ok(())
}

/// The hash of a file, whatever its line ends.
pub fn hash_of_text(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => hash(text.replace("\r\n", "\n").as_bytes()),
        Err(_) => hash(bytes),
    }
}
