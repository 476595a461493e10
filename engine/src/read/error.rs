//! What can be wrong with a file as a whole. A fault of one record or value is a `Reject` instead.

use crate::column::plain;
use std::path::{Path, PathBuf};

/// A file that could not be read. The messages name the file as the user did.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// Nothing there.
    #[error("there is no file or folder `{}`", show(.0))]
    NotFound(PathBuf),
    /// A playbook folder without playbook files.
    #[error("no `.play` file in the folder `{}`", show(.0))]
    NoPlayFiles(PathBuf),
    /// A folder where a file was expected.
    #[error("`{}` is a folder, expected a file", show(.0))]
    IsFolder(PathBuf),
    /// A pipe or a device where a file was expected.
    #[error("`{}` is no file", show(.0))]
    NoFile(PathBuf),
    /// A folder with more in it than a playbook has.
    #[error("there are more than {most} files in `{}`: this is no folder of a playbook", show(folder))]
    TooManyFiles {
        /** The folder. */
        folder: PathBuf,
        /** The most allowed. */
        most: usize,
    },
    /// Bytes that are no text.
    #[error("`{}` is not UTF-8 text: byte {byte} is not part of any character", show(file))]
    NotUtf8 {
        /** The file. */
        file: PathBuf,
        /** From 0. */
        byte: usize,
    },
    /// A text in the other Unicode encoding.
    #[error("`{}` is UTF-16 text, expected UTF-8: save it as UTF-8", show(.0))]
    Utf16(PathBuf),
    /// More than a playbook file can be.
    #[error("`{}` is larger than {megabytes} MB, too large for a playbook file", show(file))]
    TooLarge {
        /** The file. */
        file: PathBuf,
        /** The most allowed. */
        megabytes: u64,
    },
    /// The system would not.
    #[error("cannot read `{}`: {cause}", show(file))]
    Io {
        /** The file. */
        file: PathBuf,
        /** The system's words. */
        cause: std::io::Error,
    },
    /// An ending that says nothing.
    #[error(
        "cannot tell the format of `{}`: expected the ending .ndjson, .jsonl, .json, .csv, .yaml, .parquet, .arrow, \
         .feather or .arrows, and of a packed text .gz or .zst behind it",
        show(.0)
    )]
    UnknownFormat(PathBuf),
    /// The same where nothing but texts is read.
    #[error("cannot tell the format of `{}`: expected the ending .ndjson, .jsonl, .json or .csv", show(.0))]
    UnknownText(PathBuf),
    /// Standard input has no ending.
    #[error(
        "standard input (`-`) has no ending that says how the accounts are written: `run` takes them with \
         --accounts-format"
    )]
    StdinFormat,
    /// A file of columns that cannot be read.
    #[error("`{}` cannot be read: {reason}", show(file))]
    Columns {
        /** The file. */
        file: PathBuf,
        /** Why, and what to do about it. */
        reason: String,
    },
    /// A file whose beginning is not what its ending says.
    #[error("`{}` {what}", show(file))]
    Disguised {
        /** The file. */
        file: PathBuf,
        /** What it is, and what to call it. */
        what: String,
    },
    /// A CSV file without the heading of the id.
    #[error("`{}` has no column `{id}`, which names the account{}", show(file), near_words(near))]
    NoIdColumn {
        /** The file. */
        file: PathBuf,
        /** The heading expected. */
        id: String,
        /** A heading that looks like it. */
        near: Option<String>,
    },
    /// A CSV file whose heading line cannot be read.
    #[error("the heading line of `{}` cannot be read: {reason}", show(file))]
    Heading {
        /** The file. */
        file: PathBuf,
        /** Why. */
        reason: String,
    },
    /// An export of another system that cannot be read.
    #[error("`{}` cannot be read: {reason}", show(file))]
    Export {
        /** The file. */
        file: PathBuf,
        /** Why, and what to do about it. */
        reason: String,
    },
    /// A playbook whose accounts cannot be told apart by a text.
    #[error("accounts are named by `{0}`, which is not a text field")]
    IdNotText(String),
    /// Texts of one field past what a column can hold.
    #[error("the texts of `{0}` are more than 2 GB together: split the accounts into several runs")]
    TooMuchText(String),
    /// Elements of one list past what a column can count.
    #[error("the records of `{0}` are more than 4 billion together: split the accounts into several runs")]
    TooManyElements(String),
    /// A calendar file with a fault.
    #[error("calendar `{}`: {reason}", show(file))]
    Calendar {
        /** The file. */
        file: PathBuf,
        /** What is wrong and where. */
        reason: String,
    },
    /// A `stageplay.yaml` with a fault.
    #[error("`{}`{}: {reason}", show(file), line_words(*line))]
    Deployment {
        /** The file. */
        file: PathBuf,
        /** The line, from 1, where it is known. */
        line: Option<usize>,
        /** What is wrong. */
        reason: String,
    },
}

fn line_words(line: Option<usize>) -> String {
    line.map_or(String::new(), |line| format!(" line {line}"))
}

fn show(path: &Path) -> String {
    plain(&path.to_string_lossy()).into_owned()
}

fn near_words(near: &Option<String>) -> String {
    near.as_ref().map_or(String::new(), |near| {
        let near = plain(near);
        format!("; if it is `{near}`, write `also \"{near}\"` behind that field in the playbook")
    })
}

impl ReadError {
    pub(super) fn io(file: &Path, cause: std::io::Error) -> Self {
        let file = file.to_path_buf();
        match cause.kind() {
            std::io::ErrorKind::NotFound => Self::NotFound(file),
            std::io::ErrorKind::IsADirectory => Self::IsFolder(file),
            _ => Self::Io { file, cause },
        }
    }
}
