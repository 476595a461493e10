//! When to look: events of the file system, gathered until they pause.

use super::places::Files;
use crate::exit::Fault;
use notify::event::{AccessKind, AccessMode};
use notify::{Config, EventKind, RecommendedWatcher, RecursiveMode};
use notify_debouncer_full::{DebounceEventResult, DebouncedEvent, Debouncer, NoCache, new_debouncer_opt};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// Events are held back until a file has been quiet for so long.
const QUIET: Duration = Duration::from_millis(60);

/// The folders that are watched, and what happens in them.
pub struct Events {
    debouncer: Debouncer<RecommendedWatcher, NoCache>,
    happened: Receiver<DebounceEventResult>,
    watched: BTreeMap<PathBuf, RecursiveMode>,
}

impl Events {
    /// Nothing is watched yet.
    ///
    /// # Errors
    /// Where the system gives no events.
    pub fn new() -> Result<Self, Fault> {
        let (sender, happened) = channel();
        let debouncer = new_debouncer_opt(QUIET, None, sender, NoCache::new(), Config::default()).map_err(refused)?;
        Ok(Self { debouncer, happened, watched: BTreeMap::new() })
    }

    /// Watches these folders, and no others. Those watched already are taken up again: a folder of the same name may be
    /// another one by now.
    ///
    /// # Errors
    /// Where the system refuses; a folder that is gone is none, the one above it is watched too.
    pub fn watch(&mut self, folders: &BTreeMap<PathBuf, RecursiveMode>) -> Result<(), Fault> {
        for folder in std::mem::take(&mut self.watched).into_keys() {
            // The system forgets by itself what was deleted.
            let _ = self.debouncer.unwatch(&folder);
        }
        for (folder, mode) in folders {
            match self.debouncer.watch(folder, *mode) {
                Ok(()) => {
                    self.watched.insert(folder.clone(), *mode);
                }
                Err(_) if !folder.exists() => {}
                Err(cause) => return Err(refused(cause)),
            }
        }
        Ok(())
    }

    /// Waits until something may have changed that is of concern. `false` where nothing will come any more.
    pub fn wait(&self, files: &Files) -> bool {
        loop {
            let Ok(first) = self.happened.recv() else { return false };
            // All that is there already is one change.
            let changes = |next: DebounceEventResult| is_change(&next, files);
            if std::iter::once(first).chain(self.happened.try_iter()).map(changes).fold(false, |any, one| any | one) {
                return true;
            }
        }
    }
}

/// Whether files may read otherwise now. Reading them is an event too, and looking reads; after lost events anything
/// may have changed.
fn is_change(happened: &DebounceEventResult, files: &Files) -> bool {
    let is_read = |kind: &EventKind| match kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => false,
        EventKind::Access(_) => true,
        _ => false,
    };
    let is_ours = |paths: &[PathBuf]| paths.is_empty() || paths.iter().any(|path| files.concern(path));
    let any = |events: &Vec<DebouncedEvent>| events.iter().any(|event| !is_read(&event.kind) && is_ours(&event.paths));
    happened.as_ref().map_or(true, any)
}

fn refused(cause: notify::Error) -> Fault {
    let help = match cause.kind {
        notify::ErrorKind::MaxFilesWatch => {
            Some("the system watches no more folders: end other programs that do".into())
        }
        _ => None,
    };
    Fault::helped(format!("cannot watch: {cause}"), help)
}

#[cfg(test)]
mod tests {
    use super::*;
    use notify::Event;
    use notify::event::{CreateKind, DataChange, ModifyKind};
    use std::path::Path;
    use std::time::Instant;

    const CREATED: EventKind = EventKind::Create(CreateKind::File);

    fn files() -> Files {
        Files::new(Path::new("/book"), [])
    }

    fn events(kinds: &[EventKind]) -> DebounceEventResult {
        let event = |kind: &EventKind| Event::new(*kind).add_path("/book/health.play".into());
        Ok(kinds.iter().map(|kind| DebouncedEvent::new(event(kind), Instant::now())).collect())
    }

    #[test]
    fn what_a_look_does_itself_is_no_change() {
        let open = EventKind::Access(AccessKind::Open(AccessMode::Any));
        let read = EventKind::Access(AccessKind::Close(AccessMode::Read));
        let written = EventKind::Access(AccessKind::Close(AccessMode::Write));
        let changed = EventKind::Modify(ModifyKind::Data(DataChange::Any));
        assert!(!is_change(&events(&[open, read]), &files()));
        for kind in [written, changed, CREATED] {
            assert!(is_change(&events(&[open, kind]), &files()));
        }
        assert!(!is_change(&events(&[CREATED]), &Files::new(Path::new("/elsewhere"), [])));
        assert!(is_change(&Err(vec![notify::Error::generic("lost")]), &files()));
    }

    #[test]
    fn a_thousand_events_are_one_change() {
        let (sender, happened) = channel();
        let mut all = Events::new().unwrap();
        all.happened = happened;
        for _ in 0..1_000 {
            sender.send(events(&[CREATED])).unwrap();
        }
        assert!(all.wait(&files()));
        drop(sender);
        assert!(!all.wait(&files()), "all that was there has been taken");
    }
}
