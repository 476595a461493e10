//! Mutants that no test notices, with the account that would tell each from the playbook.

use super::diff::difference;
use super::terminal::wrapped;
use super::words::{FAINT, HEADING, count, name, sentence};
use crate::mutants::Told;
use serde_json::json;
use stageplay_engine::send;
use stageplay_engine::workbench::mutate::{self, Fate, Mutant};

/// So many of the differences that an account shows are listed.
const LISTED: usize = 2;

/// For people.
pub fn text(told: &Told, width: usize) -> String {
    let mut text = String::new();
    let mut survivors = 0;
    for (mutant, fate) in &told.fates {
        let Fate::Survived(shows) = fate else { continue };
        survivors += 1;
        let (file, line) = told.version.place(mutant.span);
        let head = format!("{HEADING}{}{HEADING:#}  {}", mutant.name, mutant.kind.word());
        text.push_str(&wrapped(&head, width, "  "));
        text.push_str(&wrapped(&format!("  {FAINT}{}:{line}{FAINT:#}", name(&file)), width, "    "));
        text.push_str(&wrapped(&format!("  {}", change(mutant)), width, "    "));
        let says = match shows {
            Some(shows) => format!("{} would show it: {}", sentence(&shows.account), differences(shows)),
            None => {
                "no account at an edge shows it on a first evaluation: it takes a history, or changes nothing".into()
            }
        };
        text.push_str(&wrapped(&format!("  {says}"), width, "    "));
        text.push('\n');
    }
    let all = told.fates.len() as u64;
    text.push_str(&format!("{}, {} noticed, {survivors} not\n", count(all, "mutant"), all - survivors));
    text
}

fn change(mutant: &Mutant) -> String {
    if mutant.after.is_empty() {
        format!("`{}` left out", sentence(&mutant.before))
    } else {
        format!("`{}` as `{}`", sentence(&mutant.before), sentence(&mutant.after))
    }
}

fn differences(shows: &mutate::Told) -> String {
    let all = &shows.change.differences;
    let mut told: Vec<String> = all.iter().take(LISTED).map(difference).collect();
    if all.len() > LISTED {
        told.push(format!("and {} more", all.len() - LISTED));
    }
    told.join(", ")
}

/// For programs: one object a line.
pub fn json(told: &Told) -> String {
    let line = |(mutant, fate): &(Mutant, Fate)| {
        let (file, line) = told.version.place(mutant.span);
        let shows = if let Fate::Survived(shows) = fate { shows.as_ref() } else { None };
        let told = json!({
            "name": mutant.name,
            "kind": mutant.kind.word(),
            "file": file,
            "line": line,
            "before": mutant.before,
            "after": mutant.after,
            "survived": matches!(fate, Fate::Survived(_)),
            "account": shows.map(|shows| &shows.account),
            "differences": shows.map(|shows| shows.change.differences.iter().map(difference).collect::<Vec<_>>()),
        });
        format!("{}\n", send::line(&told))
    };
    told.fates.iter().map(line).collect()
}
