//! Exit codes, one table for every command, and the faults that end one.

use crate::view::terminal;
use std::process::ExitCode;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Done.
    Done = 0,
    /// What was asked found faults in the playbook, or a test of it fails, or it leaves accounts behind.
    Faults = 1,
    /// A fault outside the playbook, or wrong usage.
    Outside = 2,
    /// Decided, but records or values were set aside beyond `--max-rejects`.
    SetAside = 3,
    /// Delivered, but a destination has not taken all.
    NotTaken = 4,
}

impl Exit {
    /// For the operating system.
    pub fn code(self) -> ExitCode {
        ExitCode::from(self as u8)
    }
}

/// What ends a command early.
#[derive(Debug)]
pub enum Fault {
    /// The playbook has faults; they have been shown.
    Playbook,
    /// Something outside it, in one line, and what to do about it.
    Outside { what: String, help: Option<String> },
}

impl Fault {
    /// A fault outside the playbook, without help.
    pub fn outside(what: impl std::fmt::Display) -> Self {
        Self::Outside { what: what.to_string(), help: None }
    }

    /// A fault outside the playbook, with help.
    pub fn helped(what: impl std::fmt::Display, help: Option<String>) -> Self {
        Self::Outside { what: what.to_string(), help }
    }

    /// Says it on standard error.
    pub fn tell(&self) {
        if let Self::Outside { what, help } = self {
            terminal::fault(what, help.as_deref());
        }
    }

    /// The code it ends with.
    pub fn exit(&self) -> Exit {
        match self {
            Self::Playbook => Exit::Faults,
            Self::Outside { .. } => Exit::Outside,
        }
    }
}

impl From<stageplay_engine::decide::DecideError> for Fault {
    fn from(error: stageplay_engine::decide::DecideError) -> Self {
        Self::helped(error, Some("extend `covers` and `holidays` in the calendar file".into()))
    }
}

impl From<stageplay_engine::read::ReadError> for Fault {
    fn from(error: stageplay_engine::read::ReadError) -> Self {
        Self::outside(error)
    }
}

impl From<stageplay_engine::send::SendError> for Fault {
    fn from(error: stageplay_engine::send::SendError) -> Self {
        Self::outside(error)
    }
}

impl From<stageplay_engine::live::LiveError> for Fault {
    fn from(error: stageplay_engine::live::LiveError) -> Self {
        let help = error.help();
        Self::helped(error, help)
    }
}

impl From<stageplay_engine::store::StoreError> for Fault {
    fn from(error: stageplay_engine::store::StoreError) -> Self {
        Self::outside(error)
    }
}
