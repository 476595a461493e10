//! The destinations in a `stageplay.yaml`.

use super::deployment::{DeliverTarget, DeliverTo};
use super::deployment_clause::{Clause, Fault};
use super::yaml::Node;
use crate::column::plain_cut;
use smol_str::{SmolStr, format_smolstr};
use stageplay_dsl::diagnostic::near::nearest;
use std::path::Path;

/// More destinations than anybody has.
const MOST: usize = 100;

const KINDS: [&str; 3] = ["file", "webhook", "command"];

/// The list behind `deliver`.
pub(super) fn destinations(clause: &Clause<'_>, folder: &Path) -> Result<Vec<DeliverTo>, Fault> {
    let elements = clause.elements("a list of destinations, as in `- {to: file, path: actions.ndjson}`")?;
    if elements.len() > MOST {
        return Err(clause.fault(format!("more than {MOST} destinations")));
    }
    // Names that were given are taken before any is made up.
    let mut taken: Vec<SmolStr> = Vec::new();
    let mut read = Vec::new();
    for element in elements {
        let (given, to) = destination(&element, folder)?;
        if let Some(name) = &given {
            if taken.contains(name) {
                let shown = plain_cut(name, 80);
                return Err(element.fault(format!("two destinations are named `{shown}`: give one another `name:`")));
            }
            taken.push(name.clone());
        }
        read.push((given, to));
    }
    let mut found = Vec::new();
    for (given, to) in read {
        let name = given.unwrap_or_else(|| {
            let kind = kind(&to);
            let numbered = (2..).map(|number| format_smolstr!("{kind}_{number}"));
            let mut names = std::iter::once(SmolStr::new_static(kind)).chain(numbered);
            let free = names.find(|name| !taken.contains(name)).unwrap_or_default();
            taken.push(free.clone());
            free
        });
        found.push(DeliverTo { name, to });
    }
    Ok(found)
}

fn kind(to: &DeliverTarget) -> &'static str {
    match to {
        DeliverTarget::File { .. } => "file",
        DeliverTarget::Command { .. } => "command",
        DeliverTarget::Webhook { .. } => "webhook",
    }
}

/// One destination, and the name it was given.
fn destination(element: &Clause<'_>, folder: &Path) -> Result<(Option<SmolStr>, DeliverTarget), Fault> {
    let members = element.members("destinations, each as `{to: file, path: actions.ndjson}`")?;
    let of = |key: &str| members.iter().find(|member| member.key == key);
    let expected = "`file`, `webhook` or `command`";
    let to = of("to").ok_or_else(|| element.fault(format!("a destination says what it is: `to:` with {expected}")))?;
    let kind = to.text(expected)?;
    if !KINDS.contains(&kind) {
        let near = nearest(kind, KINDS).map_or(String::new(), |near| format!("; did you mean `{near}`?"));
        return Err(to.fault(format!("`to` expects {expected}, found `{}`{near}", plain_cut(kind, 80))));
    }
    // Whoever reads the file would know it, and whoever reads its history.
    if let Some(secret) = of("secret") {
        let reason = "a secret does not stand in this file, which others read: name a variable of the environment \
                      that holds it, `secret_env: NAME`";
        return Err(secret.fault(reason));
    }
    let keys: &[&str] = match kind {
        "file" => &["to", "name", "path"],
        "webhook" => &["to", "name", "url", "secret_env"],
        _ => &["to", "name", "run"],
    };
    element.members_of("a group", keys)?;
    let name = of("name").map(|name| name.text("a name")).transpose()?.map(|name| SmolStr::from(name.trim()));
    let needed = |key: &str, as_in: &str| {
        of(key).ok_or_else(|| element.fault(format!("a `{kind}` needs `{key}:`, as in `{as_in}`")))
    };
    let target = match kind {
        "file" => {
            let path = needed("path", "path: actions.ndjson")?.text("the path of a file")?;
            DeliverTarget::File { path: folder.join(path) }
        }
        "webhook" => {
            let url = needed("url", "url: https://crm.example.com/hook")?;
            let secret_env = needed("secret_env", "secret_env: CRM_SECRET")?;
            DeliverTarget::Webhook { url: address(url)?, secret_env: variable(secret_env)? }
        }
        _ => command(needed("run", "run: [python3, send.py]")?, folder)?,
    };
    Ok((name, target))
}

fn address(clause: &Clause<'_>) -> Result<String, Fault> {
    let expected = "an address, as in `https://crm.example.com/hook`";
    let url = clause.text(expected)?;
    let behind = ["https://", "http://"].iter().find_map(|scheme| url.strip_prefix(scheme));
    let host = behind.and_then(|rest| rest.split(['/', '?', '#']).next()).unwrap_or("");
    if host.contains('@') {
        // What stands there is a secret, so it is not shown.
        return Err(clause.fault("`url` holds a name or a password: leave out what stands before `@`"));
    }
    if host.is_empty() || !url.chars().all(|letter| letter.is_ascii_graphic()) {
        return Err(clause.unexpected(expected));
    }
    Ok(url.to_owned())
}

fn variable(clause: &Clause<'_>) -> Result<String, Fault> {
    let expected = "the name of a variable of the environment, as in `CRM_SECRET`";
    let name = clause.text(expected)?;
    if name.starts_with("whsec_") {
        return Err(clause.fault(
            "`secret_env` holds the secret itself, which others can read here: put it into a variable of the \
             environment, and the name of the variable here",
        ));
    }
    let is_name = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    if name.starts_with(|letter: char| letter.is_ascii_digit()) || !name.chars().all(is_name) {
        return Err(clause.unexpected(expected));
    }
    Ok(name.to_owned())
}

fn command(clause: &Clause<'_>, folder: &Path) -> Result<DeliverTarget, Fault> {
    let expected = "a program and what it is given, as in `[python3, send.py]`";
    if let Node::Text(line) = clause.node {
        let words: Vec<&str> = line.split_whitespace().collect();
        let words = plain_cut(&words.join(", "), 80).into_owned();
        return Err(clause.fault(format!("`run` expects {expected}: no shell reads it; write `run: [{words}]`")));
    }
    let words = clause.elements(expected)?;
    let words: Vec<String> =
        words.iter().map(|word| word.text("words").map(str::to_owned)).collect::<Result<_, _>>()?;
    let Some((program, arguments)) = words.split_first() else {
        return Err(clause.fault(format!("`run` expects {expected}, found an empty list")));
    };
    Ok(DeliverTarget::Command { program: program.clone(), arguments: arguments.to_vec(), folder: folder.to_path_buf() })
}
