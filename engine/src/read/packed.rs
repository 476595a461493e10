//! Packed files, and files whose beginning is not what their ending says.

use super::ReadError;
use super::file::Format;
use flate2::read::MultiGzDecoder;
use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::Path;

/// How the bytes of a text are packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Packing {
    None,
    Gzip,
    Zstd,
}

/// The packing that the last ending names, and the ending before it; in small letters.
pub(crate) fn by_ending(path: &Path) -> (Packing, Option<String>) {
    let ending = |path: &Path| path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    let packing = match ending(path).as_deref() {
        Some("gz") => Packing::Gzip,
        Some("zst") => Packing::Zstd,
        _ => return (Packing::None, ending(path)),
    };
    (packing, path.file_stem().and_then(|stem| ending(Path::new(stem))))
}

/// What the records of a file stand on.
pub(super) fn place_word(file: &str) -> &'static str {
    match by_ending(Path::new(file)).1.as_deref() {
        Some("parquet" | "arrow" | "feather" | "arrows") => "row",
        _ => "line",
    }
}

/// What files of other kinds begin with, what they are and how they end.
const BEGINNINGS: [(&[u8], &str, &str); 8] = [
    (&[0x1f, 0x8b], "packed with gzip", ".gz"),
    (&[0x28, 0xb5, 0x2f, 0xfd], "packed with zstd", ".zst"),
    (b"PAR1", "a Parquet file", ".parquet"),
    (b"PARE", "an encrypted Parquet file", ""),
    (b"ARROW1", "an Arrow file", ".arrow"),
    (&[0xff, 0xff, 0xff, 0xff], "an Arrow stream", ".arrows"),
    (b"FEA1", "a Feather file of version 1", ""),
    (b"SQLite format 3", "an SQLite database", ""),
];

/// What the text of a pipe is, if its first three bytes are those of no text.
pub(super) fn is_no_text(head: &[u8]) -> Option<String> {
    let (_, what, ending) = BEGINNINGS.iter().find(|(beginning, ..)| {
        let first = beginning.get(..beginning.len().min(3)).unwrap_or(&[]);
        !first.is_empty() && !first.is_ascii() && head.starts_with(first)
    })?;
    let help = match *ending {
        ".gz" => "unpack it on the way, as in `gzip -dc FILE | stageplay run …`",
        ".zst" => "unpack it on the way, as in `zstd -dc FILE | stageplay run …`",
        _ => "name the format it has",
    };
    Some(format!("is {what}: {help}"))
}

/// Refuses a file whose beginning contradicts its ending.
pub(super) fn agree(path: &Path, format: Format, packing: Packing) -> Result<(), ReadError> {
    let mut head = Vec::new();
    let file = File::open(path).map_err(|cause| ReadError::io(path, cause))?;
    file.take(16).read_to_end(&mut head).map_err(|cause| ReadError::io(path, cause))?;
    let expected: &[&str] = match (packing, format) {
        (Packing::Gzip, _) => &[".gz"],
        (Packing::Zstd, _) => &[".zst"],
        (Packing::None, Format::Parquet) => &[".parquet"],
        (Packing::None, Format::Arrow) => &[".arrow", ".arrows"],
        (Packing::None, Format::Ndjson | Format::Json | Format::Csv | Format::Yaml) => &[],
    };
    let disguised = |what: String| Err(ReadError::Disguised { file: path.to_path_buf(), what });
    let found = BEGINNINGS.iter().find(|(beginning, ..)| head.starts_with(beginning));
    match found {
        Some((.., ending)) if expected.contains(ending) => Ok(()),
        Some((_, what, "")) => {
            let help = match *what {
                "an encrypted Parquet file" => "write it without encryption",
                "a Feather file of version 1" => "write it as version 2",
                _ => "export its table as .csv or .parquet",
            };
            disguised(format!("is {what}, which is not read: {help}"))
        }
        Some((_, what, ending @ (".gz" | ".zst"))) if expected.is_empty() => {
            disguised(format!("is {what}: give its name the ending {ending} behind the one that it has"))
        }
        Some((_, what, ending)) => {
            disguised(format!("is {what}, whatever its ending says: give it the ending {ending}"))
        }
        None if expected.is_empty() => Ok(()),
        None if head.is_empty() => disguised("is empty".into()),
        None => disguised(match packing {
            Packing::Gzip => "is not packed with gzip, whatever its ending says: take .gz off its name".into(),
            Packing::Zstd => "is not packed with zstd, whatever its ending says: take .zst off its name".into(),
            Packing::None if format == Format::Parquet => {
                "does not begin as a Parquet file does: was it cut off, or is it another kind of file?".into()
            }
            Packing::None => {
                "does not begin as an Arrow file or stream does: was it cut off, or is it another kind of file?".into()
            }
        }),
    }
}

/// The bytes of a packed file as they were.
pub(super) fn unpacked(file: File, packing: Packing) -> io::Result<Box<dyn Read + Send>> {
    Ok(match packing {
        Packing::None => Box::new(file),
        Packing::Gzip => Box::new(Unpacked(MultiGzDecoder::new(file), "gzip")),
        Packing::Zstd => Box::new(Unpacked(zstd::Decoder::new(file)?, "zstd")),
    })
}

/// Says what is wrong in words of its own.
struct Unpacked<R>(R, &'static str);

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer).map_err(|cause| match cause.kind() {
            ErrorKind::Interrupted => cause,
            kind => io::Error::new(kind, format!("its {} data is cut off or damaged", self.1)),
        })
    }
}
