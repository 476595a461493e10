//! The book of a playbook, as Markdown and as one page for a browser or a printer. What it says is said in the engine.
//!
//! | file | does |
//! |---|---|
//! | `blocks` | what a page is made of |
//! | `pages` | the sections in order |
//! | `stages` | the journey as a map, and what is true of accounts |
//! | `plays` | plays, and who does what by when |
//! | `markdown`, `html` | lay a page out; text from elsewhere stays text |

mod blocks;
mod html;
mod markdown;
mod pages;
mod plays;
mod stages;

pub use html::html;
pub use markdown::markdown;

use stageplay_dsl::types::Day;
use stageplay_engine::story::book::actual::Actual;
use stageplay_engine::story::book::{Anchor, Book};

/// A file with this in its first lines was made by `stageplay docs`, and the next one may take its place.
pub const MARK: &str = "made by stageplay docs";

/// What is shown.
pub struct About<'a> {
    pub book: &'a Book,
    /// What the author wrote above the playbook.
    pub lead: Option<String>,
    pub accounts: Option<Accounts>,
}

/// What is true of accounts on a date.
pub struct Accounts {
    pub as_of: Day,
    pub actual: Actual,
    /// What each metric comes to, in the order of the playbook.
    pub metrics: Vec<String>,
    /// The unit of revenue, with a blank before it.
    pub unit: String,
    /// The last run that is remembered; `None` where nothing is.
    pub remembered: Option<Remembered>,
    /// Records that were set aside.
    pub set_aside: u64,
}

/// What the state knows.
pub struct Remembered {
    /// Its last run before the date.
    pub last: Option<Day>,
}

/// Where links to something go. Names are written with a to z, 0 to 9, `_` and `.`; nothing else goes into an address.
fn id(anchor: &Anchor) -> String {
    named(anchor.kind.word(), &anchor.name)
}

fn named(kind: &str, name: &str) -> String {
    let name: String =
        name.chars().map(|it| if it.is_ascii_alphanumeric() || matches!(it, '_' | '.') { it } else { '-' }).collect();
    format!("{kind}-{name}")
}
