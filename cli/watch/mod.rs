//! `stageplay watch`: at every save, what is wrong, which tests fail, and what becomes of the accounts.
//!
//! A look reads everything anew and remembers only the last version that was good. Events of the file system say when
//! to look, and nothing else: what has changed is found by comparing what was read, so that an editor may replace files,
//! a folder may go and come back, and a thousand events are one look.

mod events;
mod inputs;
mod look;
mod moved;
mod places;

use crate::args::watch::WatchArgs;
use crate::exit::{Exit, Fault};
use crate::view::{terminal, watch as view};
use events::Events;
use look::Watching;
pub use look::{Found, Look, Sound};
pub use moved::{Moved, Since};

/// Watches a playbook until the program is ended.
pub fn watch(args: &WatchArgs) -> Result<Exit, Fault> {
    let mut events = Events::new()?;
    let mut watching = Watching::new(args);
    loop {
        // First watched, then read: what changes from now on is an event.
        let folders = watching.files().folders();
        events.watch(&folders)?;
        if let Some(look) = watching.look() {
            let at = now();
            terminal::print(&view::show(&look, &at, &args.playbook, terminal::width()))?;
            watching.keep(look, at);
        }
        // A look may find further files to watch; they may have changed since they were read.
        let files = watching.files();
        if files.folders() == folders && !events.wait(&files) {
            return Ok(Exit::Done);
        }
    }
}

/// The time of day, for people.
fn now() -> String {
    chrono::Local::now().format("%H:%M:%S").to_string()
}
