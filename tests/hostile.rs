//! `stageplay` in hostile hands: files that others made, places that cannot be written, texts that want to be more.

mod book;
mod outputs;
mod records;
mod speed;
mod tables;

use crate::support::program::{Ran, stageplay};
use crate::support::scratch::Scratch;
use serde_json::Value;
use std::fs;

const PORTFOLIO: [&str; 6] =
    ["run", "examples/portfolio", "--accounts", "examples/portfolio/accounts.ndjson", "--as-of", "2026-06-30"];

/// A playbook in which every account with nps below 5 is red and gets the play `save`.
const SMALL: &str = r#"stageplay 1
playbook small "Small" {
  version  1.0.0
  max age  30 days
}
account {
  id       = id
  revenue  = arr
  id     text            required
  arr    money USD
  name   text            also "Account Name"
  nps    number 0 to 10
  kept   text            private
}
health "How they are" {
  missing skip
  said weight 100: nps worst 0 best 10
  bands {
    green from 50
    red
  }
}
play save "Save {id}" {
  when           health is red
  priority       amount(arr)
  if cleared     close
  again          never
  on activation  existing
  on opening {
    notify "somebody" "{name} of {id} pays {arr}"
  }
}
"#;

/// A folder with the playbook `small.play`.
struct Desk {
    scratch: Scratch,
}

impl Desk {
    fn new(name: &str) -> Self {
        let scratch = Scratch::new(&format!("hostile-{name}"));
        fs::write(scratch.path().join("small.play"), SMALL).unwrap();
        Self { scratch }
    }

    /// The path of a file here.
    fn at(&self, name: &str) -> String {
        self.scratch.path().join(name).to_string_lossy().into_owned()
    }

    /// Writes a file; its path.
    fn put(&self, name: &str, text: impl AsRef<[u8]>) -> String {
        fs::write(self.at(name), text).unwrap();
        self.at(name)
    }

    fn text(&self, name: &str) -> String {
        fs::read_to_string(self.at(name)).unwrap()
    }

    /// Runs `small.play` over a file here.
    fn run(&self, accounts: &str, more: &[&str]) -> Ran {
        let (playbook, accounts) = (self.at("small.play"), self.at(accounts));
        stageplay(&[&["run", &playbook, "--accounts", &accounts, "--as-of", "2026-06-30"], more].concat())
    }
}

fn with<'a>(args: &[&'a str], more: &[&'a str]) -> Vec<&'a str> {
    [args, more].concat()
}

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}"))).collect()
}

/// The text as one line, so that what is looked for may be wrapped.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
