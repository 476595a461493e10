//! The bytes of an output: a text, packed or not, or a file of columns.

use super::parquet::ParquetBody;
use crate::read::Packing;
use ::parquet::errors::ParquetError;
use arrow_array::RecordBatch;
use arrow_ipc::writer::{FileWriter, StreamWriter};
use arrow_schema::{ArrowError, SchemaRef};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::{self, BufWriter, Write};

/// Where bytes go in the end.
pub(super) type Out = BufWriter<Box<dyn Write + Send>>;

/// An output that has been opened.
pub(super) enum Body {
    Plain(Out),
    Gzip(GzEncoder<Out>),
    Zstd(zstd::Encoder<'static, Out>),
    Parquet(Box<ParquetBody>),
    Arrow(Box<FileWriter<Out>>),
    ArrowStream(Box<StreamWriter<Out>>),
}

impl Body {
    pub(super) fn text(out: Box<dyn Write + Send>, packing: Packing) -> io::Result<Self> {
        let out = BufWriter::with_capacity(BUFFER, out);
        Ok(match packing {
            Packing::None => Self::Plain(out),
            Packing::Gzip => Self::Gzip(GzEncoder::new(out, Compression::default())),
            Packing::Zstd => Self::Zstd(zstd::Encoder::new(out, 0)?),
        })
    }

    pub(super) fn parquet(out: Box<dyn Write + Send>, schema: &SchemaRef) -> io::Result<Self> {
        let out = BufWriter::with_capacity(BUFFER, out);
        Ok(Self::Parquet(Box::new(ParquetBody::new(out, schema).map_err(of_parquet)?)))
    }

    pub(super) fn arrow(out: Box<dyn Write + Send>, schema: &SchemaRef) -> io::Result<Self> {
        let out = BufWriter::with_capacity(BUFFER, out);
        Ok(Self::Arrow(Box::new(FileWriter::try_new(out, schema).map_err(of_arrow)?)))
    }

    pub(super) fn arrow_stream(out: Box<dyn Write + Send>, schema: &SchemaRef) -> io::Result<Self> {
        let out = BufWriter::with_capacity(BUFFER, out);
        Ok(Self::ArrowStream(Box::new(StreamWriter::try_new(out, schema).map_err(of_arrow)?)))
    }

    /// Writes bytes of a text; a file of columns takes none.
    pub(super) fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self {
            Self::Plain(out) => out.write_all(bytes),
            Self::Gzip(out) => out.write_all(bytes),
            Self::Zstd(out) => out.write_all(bytes),
            Self::Parquet(_) | Self::Arrow(_) | Self::ArrowStream(_) => Ok(()),
        }
    }

    /// Writes rows of a file of columns; a text takes none.
    pub(super) fn table(&mut self, rows: &RecordBatch) -> io::Result<()> {
        match self {
            Self::Parquet(out) => out.write(rows).map_err(of_parquet),
            Self::Arrow(out) => out.write(rows).map_err(of_arrow),
            Self::ArrowStream(out) => out.write(rows).map_err(of_arrow),
            Self::Plain(_) | Self::Gzip(_) | Self::Zstd(_) => Ok(()),
        }
    }

    /// Writes what stands at the end, and hands everything on.
    pub(super) fn finish(self) -> io::Result<()> {
        match self {
            Self::Plain(mut out) => out.flush(),
            Self::Gzip(out) => out.finish()?.flush(),
            Self::Zstd(out) => out.finish()?.flush(),
            Self::Parquet(out) => out.finish().map_err(of_parquet)?.flush(),
            Self::Arrow(out) => out.into_inner().map_err(of_arrow)?.flush(),
            Self::ArrowStream(out) => out.into_inner().map_err(of_arrow)?.flush(),
        }
    }
}

/// The system's words where there are any.
fn of_arrow(cause: ArrowError) -> io::Error {
    match cause {
        ArrowError::IoError(_, cause) => cause,
        other => io::Error::other(other.to_string()),
    }
}

fn of_parquet(cause: ParquetError) -> io::Error {
    io::Error::other(cause.to_string())
}

const BUFFER: usize = 1 << 18;
