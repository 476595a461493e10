//! Account files: which format, and how they are opened.

use super::ReadError;
use super::deployment::Columns;
use super::lines::Text;
use super::packed::{self, Packing};
use smol_str::SmolStr;
use std::fs::File;
use std::io::{self, BufReader, Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How accounts are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// One JSON object per line.
    Ndjson,
    /// A JSON list of objects, or one object.
    Json,
    /// A heading line, then one line of cells per record.
    Csv,
    /// A YAML list of groups, or one group; for small sets.
    Yaml,
    /// Columns in row groups.
    Parquet,
    /// Columns as they lie in memory: a file or a stream.
    Arrow,
}

/// How accounts are to be read.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Instead of what the ending says; needed for standard input.
    pub format: Option<Format>,
    /// All rejects are counted; so many are kept. All of them where nothing is said.
    pub most_rejects: Option<usize>,
    /// Rejects of this account are kept whatever their number.
    pub rejects_of: Option<String>,
    /// What fields are called in the data, besides what the playbook says.
    pub columns: Columns,
}

/// An account file, not yet read.
pub(super) struct Input {
    /// As the user named it.
    pub path: PathBuf,
    /// The same, as a text.
    pub name: SmolStr,
    /// How it is written.
    pub format: Format,
    /// How its bytes are packed.
    pub packing: Packing,
    /// In bytes; 0 where that cannot be known.
    pub size: u64,
    /// Its text, where that is at hand and not in a file.
    pub held: Option<Arc<[u8]>>,
}

impl Input {
    /// Looks at files without reading them.
    pub(super) fn look_at(paths: &[PathBuf], options: &Options) -> Result<Vec<Self>, ReadError> {
        paths.iter().map(|path| Self::look(path, options)).collect()
    }

    /// Looks at a file without reading it. `-` is standard input.
    pub(super) fn look(path: &Path, options: &Options) -> Result<Self, ReadError> {
        let name = SmolStr::new(path.to_string_lossy());
        if name == "-" {
            let format = options.format.ok_or(ReadError::StdinFormat)?;
            return Ok(Self { path: path.to_path_buf(), name, format, packing: Packing::None, size: 0, held: None });
        }
        let about = std::fs::metadata(path).map_err(|cause| ReadError::io(path, cause))?;
        if about.is_dir() {
            return Err(ReadError::IsFolder(path.to_path_buf()));
        }
        let (packing, ending) = packed::by_ending(path);
        let by_ending = match ending.as_deref() {
            Some("ndjson" | "jsonl") => Some(Format::Ndjson),
            Some("json") => Some(Format::Json),
            Some("csv") => Some(Format::Csv),
            Some("yaml" | "yml") => Some(Format::Yaml),
            Some("parquet") => Some(Format::Parquet),
            Some("arrow" | "feather" | "arrows") => Some(Format::Arrow),
            _ => None,
        };
        let format = by_ending.or(options.format).ok_or_else(|| ReadError::UnknownFormat(path.to_path_buf()))?;
        if is_device(&about) {
            return Err(ReadError::NoFile(path.to_path_buf()));
        }
        if about.is_file() {
            packed::agree(path, format, packing)?;
        }
        Ok(Self { path: path.to_path_buf(), name, format, packing, size: about.len(), held: None })
    }

    /// Whether its bytes are packed.
    pub(super) fn is_packed(&self) -> bool {
        self.packing != Packing::None
    }

    /// Opens it as text, without a byte order mark.
    pub(super) fn open(&self) -> Result<Text, ReadError> {
        self.open_with(BUFFER)
    }

    /// The same for who reads large pieces at once, and needs no buffer.
    pub(super) fn open_unbuffered(&self) -> Result<Text, ReadError> {
        self.open_with(512)
    }

    fn open_with(&self, buffer: usize) -> Result<Text, ReadError> {
        if let Some(text) = &self.held {
            return self.after_mark(Cursor::new(Arc::clone(text)));
        }
        let fail = |cause| ReadError::io(&self.path, cause);
        if self.name == "-" {
            return self.after_mark(BufReader::with_capacity(buffer, io::stdin()));
        }
        let file = File::open(&self.path).map_err(fail)?;
        match self.packing {
            Packing::None => self.after_mark(BufReader::with_capacity(buffer, file)),
            packing => {
                self.after_mark(BufReader::with_capacity(buffer, packed::unpacked(file, packing).map_err(fail)?))
            }
        }
    }

    fn after_mark(&self, mut text: impl io::BufRead + Send + 'static) -> Result<Text, ReadError> {
        let mut head = Vec::with_capacity(4);
        (&mut text).take(3).read_to_end(&mut head).map_err(|cause| ReadError::io(&self.path, cause))?;
        if head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]) {
            return Err(ReadError::Utf16(self.path.clone()));
        }
        if let Some(what) = packed::is_no_text(&head).filter(|_| self.name == "-") {
            return Err(ReadError::Disguised { file: self.path.clone(), what });
        }
        if head == [0xef, 0xbb, 0xbf] {
            head.clear();
        }
        Ok(Box::new(Cursor::new(head).chain(text)))
    }
}

/// A device, behind whatever link, may never end. A pipe is somebody's.
#[cfg(unix)]
fn is_device(about: &std::fs::Metadata) -> bool {
    use std::os::unix::fs::FileTypeExt;
    about.file_type().is_char_device() || about.file_type().is_block_device()
}

#[cfg(not(unix))]
fn is_device(_: &std::fs::Metadata) -> bool {
    false
}

const BUFFER: usize = 256 << 10;
