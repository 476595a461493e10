//! A progress bar on a terminal, none in a pipe.

use indicatif::{ProgressBar, ProgressStyle};
use std::io::IsTerminal;

/// How far reading has come.
pub struct Bar {
    bar: Option<ProgressBar>,
}

/// A bar on standard error, where that is a terminal.
pub fn bar() -> Bar {
    Bar {
        bar: std::io::stderr().is_terminal().then(|| {
            let bar = ProgressBar::new(0);
            if let Ok(style) = ProgressStyle::with_template("reading accounts {wide_bar} {bytes}/{total_bytes}") {
                bar.set_style(style);
            }
            bar
        }),
    }
}

impl Bar {
    /// So many bytes of so many.
    pub fn at(&mut self, done: u64, total: u64) {
        if let Some(bar) = &self.bar {
            bar.set_length(total);
            bar.set_position(done);
        }
    }

    /// Takes the bar away.
    pub fn done(self) {
        if let Some(bar) = self.bar {
            bar.finish_and_clear();
        }
    }
}
