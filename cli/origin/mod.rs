//! `stageplay origin`: where a value comes from, from the playbook down through its templates.
//!
//! | file | does |
//! |---|---|
//! | `clause` | looks for clauses, which have no names of their own |
//! | `header` | looks for those of the playbook as a whole |

mod clause;
mod header;

use crate::args::Format;
use crate::args::vendor::OriginArgs;
use crate::exit::{Exit, Fault};
use crate::playbook;
use crate::templates::TEMPLATES;
use crate::vendor::copy::{header as header_of, version_of};
use crate::view::terminal;
use serde_json::{Value, json};
use stageplay_dsl::diagnostic::near;
use stageplay_dsl::resolve::{Deed, History, Reach, Step};
use stageplay_dsl::source::Sources;
use stageplay_dsl::{Tests, histories};
use stageplay_engine::column::{plain, plain_cut};
use stageplay_engine::read::{self, PlaybookFiles};
use std::path::Path;

/// A line longer than this is told by its beginning.
const MOST: usize = 160;

/// A playbook or template.
struct Layer {
    name: String,
    version: Option<String>,
}

/// What there is to say of one step.
struct Line<'s> {
    step: &'s Step,
    layer: &'s Layer,
    /// Whether the layer is a template.
    is_template: bool,
    file: String,
    line: usize,
    text: String,
}

/// Says where a value comes from.
pub fn origin(args: &OriginArgs) -> Result<Exit, Fault> {
    let load = || read::load_layers(&args.playbook, TEMPLATES, Tests::Included).map_err(Fault::outside);
    playbook::shown_if_faulty(load()?)?;
    let files = load()?.files;
    let layers: Vec<Layer> = files.iter().map(layer).collect();
    let word = header::word(&args.name);
    let of_header = word.and_then(|word| header::history(word, &files));
    let (sources, all) = histories(files, Tests::Included);
    let is_declared = all.iter().any(|history| history.name == args.name);
    let of_header = of_header.filter(|_| !is_declared);
    if let (Some(word), None, false) = (word, &of_header, is_declared) {
        let what = format!("neither the playbook nor a template of it says a `{word}`");
        return Err(Fault::helped(what, Some(format!("write `{word} …` in the header, where it is to be said"))));
    }
    let of_clause = args.name.rsplit_once('.').and_then(|(holder, word)| {
        let is_name = all.iter().any(|history| history.name == args.name);
        let holder = all.iter().find(|history| history.name == holder && !is_name)?;
        clause::clause(holder, word, &sources)
    });
    let history = match of_header.as_ref().or(of_clause.as_ref()) {
        Some(history) => history,
        None => found(&args.name, &all, &args.playbook)?,
    };
    let lines: Vec<Line<'_>> = history.steps.iter().rev().filter_map(|step| line(step, &layers, &sources)).collect();
    terminal::print(&match args.format {
        Format::Human => human(history, &lines),
        Format::Json => format!("{:#}\n", as_json(history, &lines)),
    })?;
    Ok(Exit::Done)
}

fn layer(files: &PlaybookFiles) -> Layer {
    match header_of(files) {
        Some((_, header)) => Layer { name: header.name.text.to_string(), version: version_of(&header) },
        None => Layer { name: "the playbook".into(), version: None },
    }
}

/// What has a name now, or had it before.
fn found<'h>(name: &str, all: &'h [History], playbook: &Path) -> Result<&'h History, Fault> {
    let named = |history: &&History| history.name == name;
    let formerly = |history: &&History| match (&history.formerly, history.name.rsplit_once('.')) {
        (Some(old), Some((holder, _))) => {
            name.strip_prefix(holder).and_then(|rest| rest.strip_prefix('.')) == Some(old)
        }
        (Some(old), None) => old == name,
        (None, _) => false,
    };
    if let Some(history) = all.iter().find(named).or_else(|| all.iter().find(formerly)) {
        return Ok(history);
    }
    let last = format!(".{name}");
    let mut whole: Vec<&str> =
        all.iter().map(|history| history.name.as_str()).filter(|full| full.ends_with(&last)).collect();
    whole.dedup();
    let playbook = plain(&playbook.to_string_lossy()).into_owned();
    let holder = name.rsplit_once('.').filter(|(holder, _)| all.iter().any(|history| history.name == *holder));
    let help = match (whole.as_slice(), near::nearest(name, all.iter().map(|history| history.name.as_str())), holder) {
        ([_, ..], ..) => {
            let listed: Vec<String> = whole.iter().take(6).map(|name| format!("`{name}`")).collect();
            format!("say it in full: {}", listed.join(" or "))
        }
        (_, Some(near), _) => format!("did you mean `{near}`?"),
        (_, None, Some((holder, _))) => {
            format!("`{holder}` is there: `stageplay origin {playbook} {holder}` says who wrote it")
        }
        _ => format!("`stageplay graph {playbook} --format json` lists the names"),
    };
    let what = format!("neither the playbook nor a template of it declares `{}`", plain_cut(name, 80));
    Err(Fault::helped(what, Some(help)))
}

fn line<'s>(step: &'s Step, layers: &'s [Layer], sources: &Sources) -> Option<Line<'s>> {
    let file = sources.get(step.place.source)?;
    let from = step.place.range().start;
    let begin = file.text.get(..from)?.rfind('\n').map_or(0, |at| at + 1);
    let text = file.text.get(begin..)?.lines().next().unwrap_or_default();
    Some(Line {
        step,
        layer: layers.get(step.layer)?,
        is_template: step.layer + 1 < layers.len(),
        file: plain(&file.name).into_owned(),
        line: file.text.get(..from)?.matches('\n').count() + 1,
        text: plain_cut(&text.split_whitespace().collect::<Vec<_>>().join(" "), MOST).into_owned(),
    })
}

fn word(deed: Deed) -> &'static str {
    match deed {
        Deed::Declared => "declared",
        Deed::Set => "set",
        Deed::Appended => "appended",
        Deed::Replaced => "replaced",
        Deed::Disabled => "disabled",
    }
}

impl Line<'_> {
    fn by(&self) -> String {
        let template = if self.is_template { ", a template" } else { "" };
        match &self.layer.version {
            Some(version) => format!("{} {}{template}", self.layer.name, plain(version)),
            None => format!("{}{template}", self.layer.name),
        }
    }
}

fn human(history: &History, lines: &[Line<'_>]) -> String {
    let force = history.in_force();
    let gone = if history.is_there { "" } else { ", taken out" };
    let mut text = format!("{} ({}){gone}\n", history.name, history.what);
    for line in lines {
        let mark = if force.is_some_and(|force| std::ptr::eq(force, line.step)) { '*' } else { ' ' };
        let of = match line.step.reach {
            Reach::Part => format!(" {}", line.step.target),
            Reach::Whole if line.step.target != history.name => format!(" with {}", line.step.target),
            Reach::Whole => String::new(),
        };
        let (file, number, by) = (&line.file, line.line, line.by());
        text.push_str(&format!("{mark} {}{of} by {by} ({file}:{number})\n      {}\n", word(line.step.deed), line.text));
    }
    text
}

fn as_json(history: &History, lines: &[Line<'_>]) -> Value {
    let force = history.in_force();
    let said = |line: &Line<'_>| {
        json!({
            "did": word(line.step.deed),
            "to": line.step.target,
            "in_force": force.is_some_and(|force| std::ptr::eq(force, line.step)),
            "layer": line.layer.name,
            "version": line.layer.version,
            "template": line.is_template,
            "file": line.file,
            "line": line.line,
            "text": line.text,
            "reason": line.step.reason,
        })
    };
    let steps: Vec<Value> = lines.iter().map(said).collect();
    json!({ "name": history.name, "kind": history.what, "there": history.is_there, "steps": steps })
}
