//! Console blocks: commands with the output they must have.
//!
//! `$ ` opens a command, a `\` at the end of its line continues it; the lines up to the next command are its output,
//! where a line `...` stands for any lines, and a last line `[exit 1]` for that exit code instead of 0.

use std::fs;
use std::io::{PipeReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// A command and what must come of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The lines as they stand, with `$ `.
    pub command: Vec<String>,
    pub expected: Vec<String>,
    pub exit: i32,
}

/// What came of a command; lines without blanks at the end, standard output and error as they appeared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    pub lines: Vec<String>,
    pub exit: i32,
}

/// The steps of a block; `Err` says what is wrong with it.
pub fn steps(lines: &[String]) -> Result<Vec<Step>, String> {
    let mut steps: Vec<Step> = Vec::new();
    let mut continued = false;
    for line in lines {
        if line.starts_with("$ ") {
            steps.push(Step { command: vec![line.clone()], expected: vec![], exit: 0 });
        } else if let Some(step) = steps.last_mut() {
            if continued {
                step.command.push(line.clone());
            } else {
                step.expected.push(line.trim_end().to_owned());
            }
        } else {
            return Err(format!("a console block begins with a command, `$ …`, not with `{line}`"));
        }
        continued = line.ends_with('\\') && (line.starts_with("$ ") || continued);
    }
    for step in &mut steps {
        let exit = step.expected.last().and_then(|last| last.strip_prefix("[exit ")?.strip_suffix(']')?.parse().ok());
        if let Some(exit) = exit {
            step.exit = exit;
            step.expected.pop();
        }
        trim_empty_end(&mut step.expected);
    }
    if steps.is_empty() { Err("a console block without a command".into()) } else { Ok(steps) }
}

impl Step {
    /// The block's lines again.
    pub fn as_written(&self) -> Vec<String> {
        self.rewritten(&Outcome { lines: self.expected.clone(), exit: self.exit })
    }

    /// The block's lines again, with this outcome as what is expected.
    pub fn rewritten(&self, outcome: &Outcome) -> Vec<String> {
        let mut lines = self.command.clone();
        lines.extend(outcome.lines.iter().cloned());
        if outcome.exit != 0 {
            lines.push(format!("[exit {}]", outcome.exit));
        }
        lines
    }

    /// The words of the command; quotes as in a shell, nothing else of it. A ` #` begins a comment.
    pub fn words(&self) -> Result<Vec<String>, String> {
        let mut line = String::new();
        for part in &self.command {
            let part = part.strip_prefix("$ ").unwrap_or(part);
            line.push_str(part.strip_suffix('\\').unwrap_or(part));
            line.push(' ');
        }
        let mut words = Vec::new();
        let mut word: Option<String> = None;
        let mut quote = None;
        for character in line.chars() {
            match (quote, character) {
                (Some(open), _) if character == open => quote = None,
                (None, '\'' | '"') => {
                    quote = Some(character);
                    word.get_or_insert_default();
                }
                (None, ' ') => words.extend(word.take()),
                (None, '#') if word.is_none() => break,
                (None, '|' | '>' | '<' | ';' | '&' | '$' | '`' | '*') => {
                    return Err(format!("`{character}` needs a shell; there is none here"));
                }
                _ => word.get_or_insert_default().push(character),
            }
        }
        if quote.is_some() { Err("an unclosed quote".into()) } else { Ok(words) }
    }

    /// Runs the command in `folder` with the program of this build. Knows `stageplay`, `cargo run --release --` as
    /// another name of it, `cat FILE`, `cp -r FOLDER FOLDER`, and `sh FILE` for a script, which finds `stageplay` on its
    /// path.
    pub fn run(&self, folder: &Path) -> Result<Outcome, String> {
        let words = self.words()?;
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        match words.as_slice() {
            ["stageplay", arguments @ ..] | ["cargo", "run", "--release", "--", arguments @ ..] => {
                let mut command = Command::new(PROGRAM);
                command.args(arguments);
                outcome(command, folder)
            }
            ["sh", file] => {
                let mut command = Command::new("sh");
                command.arg(file);
                outcome(command, folder)
            }
            ["cp", "-r", from, to] => {
                let mut command = Command::new("cp");
                command.args(["-r", from, to]);
                outcome(command, folder)
            }
            ["cat", file] => {
                let text = fs::read_to_string(folder.join(file)).map_err(|error| format!("{file}: {error}"))?;
                Ok(Outcome { lines: lines(&text), exit: 0 })
            }
            _ => Err(
                "only `stageplay`, `cargo run --release --`, `cat FILE`, `cp -r FOLDER FOLDER` and `sh FILE` are run; \
                      put `<!-- not run: reason -->` above the block"
                    .into(),
            ),
        }
    }

    /// What differs, in words; `None` where the outcome is as expected.
    pub fn difference(&self, outcome: &Outcome) -> Option<String> {
        let mut said = Vec::new();
        if outcome.exit != self.exit {
            said.push(format!("exit code {}, expected {}", outcome.exit, self.exit));
        }
        if !matches(&self.expected, &outcome.lines) {
            let first =
                self.expected.iter().zip(&outcome.lines).position(|(wanted, got)| wanted != "..." && wanted != got);
            let at = first.unwrap_or(self.expected.len().min(outcome.lines.len()));
            said.push(format!(
                "the output differs, first near its line {}\n--- expected\n{}\n--- found\n{}",
                at + 1,
                self.expected.join("\n"),
                outcome.lines.join("\n")
            ));
        }
        (!said.is_empty()).then(|| said.join("; "))
    }
}

const PROGRAM: &str = env!("CARGO_BIN_EXE_stageplay");

/// Starts the program in `folder`; its two streams come out of one pipe.
pub fn program(arguments: &[String], folder: &Path) -> Result<(Child, PipeReader), String> {
    let mut command = Command::new(PROGRAM);
    command.args(arguments);
    started(command, folder)
}

fn outcome(command: Command, folder: &Path) -> Result<Outcome, String> {
    let (mut child, mut reader) = started(command, folder)?;
    let mut bytes = Vec::new();
    reader.read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    let status = child.wait().map_err(|error| error.to_string())?;
    let exit = status.code().ok_or("the program was killed")?;
    Ok(Outcome { lines: lines(&String::from_utf8_lossy(&bytes)), exit })
}

fn started(mut command: Command, folder: &Path) -> Result<(Child, PipeReader), String> {
    // One pipe for both streams, so that they stand in the order in which a reader sees them.
    let (reader, writer) = std::io::pipe().map_err(|error| error.to_string())?;
    let both = writer.try_clone().map_err(|error| error.to_string())?;
    let beside = Path::new(PROGRAM).parent().map(Path::display);
    let path = beside.map(|folder| format!("{folder}:/usr/bin:/bin")).unwrap_or_default();
    // The command holds the other end of the pipe until it is dropped, here.
    let child = command
        .current_dir(folder)
        .env_clear()
        .env("PATH", path)
        .stdin(Stdio::null())
        .stdout(writer)
        .stderr(both)
        .spawn()
        .map_err(|error| error.to_string())?;
    Ok((child, reader))
}

fn lines(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = text.lines().map(|line| line.trim_end().to_owned()).collect();
    trim_empty_end(&mut lines);
    lines
}

fn trim_empty_end(lines: &mut Vec<String>) {
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
}

/// True where the lines are the expected ones, `...` standing for any number of lines, also none.
fn matches(expected: &[String], found: &[String]) -> bool {
    // reached[n]: the expected lines so far can stand for the first n found ones.
    let mut reached = vec![false; found.len() + 1];
    reached[0] = true;
    for wanted in expected {
        if wanted == "..." {
            let first = reached.iter().position(|can| *can).unwrap_or(reached.len());
            reached[first..].fill(true);
        } else {
            for at in (0..found.len()).rev() {
                reached[at + 1] = reached[at] && *wanted == found[at];
            }
            reached[0] = false;
        }
    }
    reached[found.len()]
}

#[cfg(test)]
mod tests {
    use super::{Outcome, Step, matches, steps};

    fn block(text: &str) -> Vec<Step> {
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        steps(&lines).unwrap()
    }

    fn all(text: &str) -> Vec<String> {
        text.split('|').filter(|line| !line.is_empty()).map(str::to_owned).collect()
    }

    #[test]
    fn a_block_is_commands_with_their_output_and_exit_code() {
        let found = block("$ stageplay check a \\\n    --format json\nx  \n\n$ stageplay run\ny\n[exit 3]");
        assert_eq!(found[0].words().unwrap(), ["stageplay", "check", "a", "--format", "json"]);
        assert_eq!((found[0].expected.as_slice(), found[0].exit), (&["x".to_owned()][..], 0));
        assert_eq!((found[1].expected.as_slice(), found[1].exit), (&["y".to_owned()][..], 3));
        assert!(steps(&["x".to_owned()]).is_err());
        assert!(steps(&[]).is_err());
    }

    #[test]
    fn words_know_quotes_and_comments_and_refuse_a_shell() {
        let words = |line: &str| block(line)[0].words();
        assert_eq!(words("$ a 'b c' d\"e f\"g ''  # h").unwrap(), ["a", "b c", "de fg", ""]);
        assert!(words("$ a | b").unwrap_err().contains("`|` needs a shell"));
        assert!(words("$ a 'b").is_err());
    }

    #[test]
    fn dots_stand_for_any_lines_and_nothing_else_does() {
        for (expected, found) in
            [("a|b", "a|b"), ("...", ""), ("...", "a|b"), ("a|...|c", "a|b|b|c"), ("a|...|c", "a|c")]
        {
            assert!(matches(&all(expected), &all(found)), "{expected} {found}");
        }
        for (expected, found) in
            [("", "a"), ("a", ""), ("a|b", "a|c"), ("a|...|c", "a|b"), ("...|c", "c|a"), ("a", "a|b")]
        {
            assert!(!matches(&all(expected), &all(found)), "{expected} {found}");
        }
    }

    #[test]
    fn a_difference_names_the_line_and_the_exit_code_and_can_be_written_back() {
        let step = &block("$ stageplay run\na\nb")[0];
        let good = Outcome { lines: all("a|b"), exit: 0 };
        assert_eq!(step.difference(&good), None);
        let bad = Outcome { lines: all("a|c"), exit: 2 };
        let said = step.difference(&bad).unwrap();
        assert!(said.starts_with("exit code 2, expected 0; the output differs, first near its line 2\n"), "{said}");
        assert_eq!(step.rewritten(&bad), ["$ stageplay run", "a", "c", "[exit 2]"]);
    }
}
