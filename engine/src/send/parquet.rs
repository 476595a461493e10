//! A Parquet file, written row group by row group, the columns of each side by side.

use super::body::Out;
use ::parquet::arrow::ArrowWriter;
use ::parquet::arrow::arrow_writer::{
    ArrowColumnChunk, ArrowColumnWriter, ArrowLeafColumn, ArrowRowGroupWriterFactory, compute_leaves,
};
use ::parquet::basic::Compression;
use ::parquet::errors::Result;
use ::parquet::file::properties::{EnabledStatistics, WriterProperties};
use ::parquet::file::writer::SerializedFileWriter;
use ::parquet::schema::types::ColumnPath;
use arrow_array::RecordBatch;
use arrow_schema::{DataType, Field, SchemaRef};
use rayon::prelude::*;

/// Rows of a row group. Fixed, so that a file does not depend on how rows come.
const GROUP: usize = 1 << 17;

/// A Parquet file on its way.
pub(super) struct ParquetBody {
    file: SerializedFileWriter<Out>,
    factory: ArrowRowGroupWriterFactory,
    schema: SchemaRef,
    /// The columns of the row group that is being written.
    columns: Vec<ArrowColumnWriter>,
    /// How many rows it has.
    rows: usize,
}

impl ParquetBody {
    /// For rows of flat columns.
    pub(super) fn new(out: Out, schema: &SchemaRef) -> Result<Self> {
        let writer = ArrowWriter::try_new(out, schema.clone(), Some(properties(schema)))?;
        let (file, factory) = writer.into_serialized_writer()?;
        Ok(Self { file, factory, schema: schema.clone(), columns: Vec::new(), rows: 0 })
    }

    /// Writes rows.
    pub(super) fn write(&mut self, table: &RecordBatch) -> Result<()> {
        let mut start = 0;
        while start < table.num_rows() {
            let rows = (table.num_rows() - start).min(GROUP - self.rows);
            self.add(&table.slice(start, rows))?;
            start += rows;
            if self.rows == GROUP {
                self.end_group()?;
            }
        }
        Ok(())
    }

    fn add(&mut self, table: &RecordBatch) -> Result<()> {
        if self.rows == 0 {
            self.columns = self.factory.create_column_writers(self.file.flushed_row_groups().len())?;
        }
        let mut leaves: Vec<ArrowLeafColumn> = Vec::with_capacity(self.columns.len());
        for (field, array) in self.schema.fields().iter().zip(table.columns()) {
            leaves.extend(compute_leaves(field, array)?);
        }
        self.columns.par_iter_mut().zip(&leaves).try_for_each(|(column, leaf)| column.write(leaf))?;
        self.rows += table.num_rows();
        Ok(())
    }

    fn end_group(&mut self) -> Result<()> {
        let columns = std::mem::take(&mut self.columns);
        self.rows = 0;
        let chunks: Vec<ArrowColumnChunk> =
            columns.into_par_iter().map(ArrowColumnWriter::close).collect::<Result<_>>()?;
        let mut group = self.file.next_row_group()?;
        for chunk in chunks {
            chunk.append_to_row_group(&mut group)?;
        }
        group.close().map(|_| ())
    }

    /// Writes what stands at the end.
    pub(super) fn finish(mut self) -> Result<Out> {
        if self.rows > 0 {
            self.end_group()?;
        }
        self.file.into_inner()
    }
}

fn properties(schema: &SchemaRef) -> WriterProperties {
    let mut properties = WriterProperties::builder().set_compression(Compression::SNAPPY);
    let is_words = |field: &Field| matches!(field.data_type(), DataType::Dictionary(..));
    // Ids and points are all different: a dictionary of them costs time and saves nothing. Words have one already.
    let is_id = |field: &Field| *field.data_type() == DataType::Utf8 && !field.is_nullable();
    let is_points = |field: &Field| *field.data_type() == DataType::Float64;
    for field in schema.fields() {
        let path = || ColumnPath::new(vec![field.name().clone()]);
        if is_points(field) || is_id(field) {
            properties = properties.set_column_dictionary_enabled(path(), false);
        }
        if is_points(field) {
            // Their digits look like chance to what packs texts.
            properties = properties.set_column_compression(path(), Compression::UNCOMPRESSED);
        }
        if is_words(field) {
            // Nobody asks for a range of words.
            properties = properties.set_column_statistics_enabled(path(), EnabledStatistics::None);
        }
    }
    properties.build()
}
