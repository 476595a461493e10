//! An explanation as an indented tree.

use super::terminal::wrapped;
use super::words::{FAINT, HEADING, name};
use anstyle::{AnsiColor, Style};
use stageplay_dsl::types::show_number;
use stageplay_engine::column::plain as safe;
use stageplay_engine::story::explain::owner::Told;
use stageplay_engine::story::explain::{Explanation, Line, Movement, Turned, Verdict};

/// The explanation, set to a width.
pub fn show(explanation: &Explanation, remembers: Option<&str>, width: usize) -> String {
    let snapshot = match &explanation.snapshot {
        Some(date) if *date != explanation.as_of => format!(", from its snapshot of {date}"),
        _ => String::new(),
    };
    let remembers = remembers.map(|how| format!(", {how}")).unwrap_or_default();
    let (account, as_of) = (name(&explanation.account), &explanation.as_of);
    let mut text = wrapped(&format!("{HEADING}{account}{HEADING:#} on {as_of}{snapshot}{remembers}"), width, "  ");
    if explanation.lines.is_empty() {
        text.push_str("nothing to explain: the playbook has no scorecard, score, journey, risk or play\n");
    }
    for line in &explanation.lines {
        text.push('\n');
        tell(&mut text, line, 0, width);
    }
    text.push_str(&behind(explanation, width));
    text
}

/// What stands beneath the tree: since when, what would turn it, what has moved, what is missing.
fn behind(explanation: &Explanation, width: usize) -> String {
    let mut text = String::new();
    let mut section = |title: &str, lines: Vec<String>| {
        if !lines.is_empty() {
            text.push_str(&format!("\n{HEADING}{title}{HEADING:#}\n"));
            lines.iter().for_each(|line| text.push_str(&wrapped(&format!("  {line}"), width, "      ")));
        }
    };
    let since = explanation.since.iter().map(|since| format!("{}: {}", since.name, since.says()));
    section("since when", since.collect());
    let mut nearest = Vec::new();
    for turning in &explanation.nearest {
        match turning.moves.as_slice() {
            [] => nearest.push(format!("{}: no change of a few values was found", turning.to)),
            [one] => nearest.push(format!("{}: {}", turning.to, one.says())),
            several => {
                nearest.push(format!("{}, all of:", turning.to));
                nearest.extend(several.iter().map(|moved| format!("  {}", moved.says())));
            }
        }
    }
    section("nearest change", nearest);
    if let Some(moved) = &explanation.moved {
        let snapshot = moved.snapshot.as_ref().map(|day| format!(", from its snapshot of {day}")).unwrap_or_default();
        section(&format!("moved since {}{snapshot}", moved.since), self::moved(moved));
    }
    let missing = explanation.missing.iter().map(|lacking| {
        let name = if lacking.name.is_empty() { String::new() } else { format!("{} is ", lacking.name) };
        format!("{name}{}: unknown {}", lacking.cause, lacking.blinds.join(", "))
    });
    section("missing", missing.collect());
    text
}

fn moved(moved: &Movement) -> Vec<String> {
    let because = |inputs: &[String]| {
        if inputs.is_empty() { String::new() } else { format!("; moved beneath: {}", inputs.join(", ")) }
    };
    let points = |points: Option<f64>| {
        points.map_or_else(|| "missing".into(), |points| format!("{} points", show_number(points)))
    };
    let adds = |adds: Option<f64>| adds.map_or_else(|| "nothing".into(), show_number);
    let mut lines = Vec::new();
    let turned = |it: &Turned| format!("{}: {} then, {} now{}", it.name, it.from, it.to, because(&it.because));
    lines.extend(moved.decisions.iter().map(turned));
    lines.extend(moved.parts.iter().map(|it| {
        let (then, now) = (points(it.points_then), points(it.points));
        let (added, adds) = (adds(it.adds_then), adds(it.adds));
        format!("{}: {then} then, {now} now; added {added}, adds {adds}{}", it.name, because(&it.because))
    }));
    lines.extend(moved.conditions.iter().map(turned));
    lines.extend(moved.inputs.iter().map(|it| {
        let by = it.by.as_ref().map(|by| format!(" ({by})")).unwrap_or_default();
        format!("{} from {} to {}{by}", it.name, it.from, it.to)
    }));
    if lines.is_empty() {
        lines.push("nothing".into());
    }
    lines
}

/// What an owner is told, set to a width.
pub fn plain(told: &Told, width: usize) -> String {
    let account = name(&told.account);
    let mut text = wrapped(&format!("{HEADING}{account}{HEADING:#} on {}", told.as_of), width, "  ");
    for paragraph in &told.paragraphs {
        text.push('\n');
        text.push_str(&wrapped(&format!("{HEADING}{}{HEADING:#}", safe(&paragraph.title)), width, ""));
        paragraph.sentences.iter().for_each(|said| text.push_str(&wrapped(&format!("  {}", safe(said)), width, "  ")));
    }
    text
}

/// A line and what lies beneath it.
pub fn tell(text: &mut String, line: &Line, depth: usize, width: usize) {
    let indent = "  ".repeat(depth);
    // A play says in words whether it is open.
    let mark = match line.verdict.filter(|_| depth > 0) {
        Some(Verdict::Yes) => format!("{GOOD}yes{GOOD:#} "),
        Some(Verdict::No) => format!("{FAINT}no{FAINT:#} "),
        Some(Verdict::Unknown) => format!("{ODD}unknown{ODD:#} "),
        None => String::new(),
    };
    let title = match (line.name.as_str(), depth) {
        ("", _) => String::new(),
        (name, 0) => format!("{HEADING}{name}{HEADING:#} "),
        (name, _) => format!("{name} "),
    };
    let colon = if line.name.is_empty() || line.says.is_empty() { "" } else { ": " };
    let title = if colon.is_empty() { title } else { format!("{}{colon}", title.trim_end()) };
    let said = format!("{indent}{mark}{title}{}", line.says);
    text.push_str(&wrapped(said.trim_end(), width, &format!("{indent}    ")));
    for because in &line.because {
        tell(text, because, depth + 1, width);
    }
}

const GOOD: Style = Style::new().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Green)));
const ODD: Style = Style::new().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Yellow)));
