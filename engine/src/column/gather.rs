//! Some rows of a batch, in a chosen order.

use super::{Batch, Column, Flaw};
use arrow_array::Array;

/// The rows of a column, in the order given; a row past the end is missing.
#[must_use]
pub fn gather_column(column: &Column, rows: &[usize]) -> Column {
    macro_rules! pick {
        ($array:expr) => {
            rows.iter().map(|row| (*row < $array.len() && $array.is_valid(*row)).then(|| $array.value(*row))).collect()
        };
    }
    match column {
        Column::Number(array) => Column::Number(pick!(array)),
        Column::Date(array) => Column::Date(pick!(array)),
        Column::Code(array) => Column::Code(pick!(array)),
        Column::Truth(array) => Column::Truth(pick!(array)),
        Column::Text(array) => Column::Text(pick!(array)),
    }
}

/// The rows of a batch, in the order given.
#[must_use]
pub fn gather(batch: &Batch, rows: &[usize]) -> Batch {
    Batch {
        rows: rows.len(),
        columns: batch.columns.rows().iter().map(|column| gather_column(column, rows)).collect(),
        lists: batch.lists.rows().iter().map(|list| list.gather(rows)).collect(),
        dates: rows.iter().map(|row| batch.dates.get(*row).copied().flatten()).collect(),
        flaws: gather_flaws(batch, rows),
    }
}

/// The flaws of the rows, with their new row numbers.
#[must_use]
pub fn gather_flaws(batch: &Batch, rows: &[usize]) -> Vec<Flaw> {
    if batch.flaws.is_empty() {
        return Vec::new();
    }
    let flaws_of = |row: usize| {
        let first = batch.flaws.partition_point(|flaw| flaw.row < row);
        batch.flaws.iter().skip(first).take_while(move |flaw| flaw.row == row)
    };
    rows.iter().enumerate().flat_map(|(row, from)| flaws_of(*from).map(move |flaw| Flaw { row, ..*flaw })).collect()
}

#[cfg(test)]
mod tests {
    use super::gather;
    use crate::column::{Batch, Cause, Column, Flaw};
    use stageplay_dsl::types::FieldId;

    #[test]
    fn rows_keep_their_values_dates_and_flaws() {
        let numbers = Column::Number([Some(1.0), None, Some(3.0)].into_iter().collect());
        let texts = Column::Text([Some("a"), Some("b"), None].into_iter().collect());
        let batch = Batch {
            rows: 3,
            columns: [numbers, texts].into_iter().collect(),
            lists: Default::default(),
            dates: vec![Some(1), Some(2), None],
            flaws: vec![
                Flaw { row: 1, field: FieldId(0), cause: Cause::Invalid },
                Flaw { row: 2, field: FieldId(1), cause: Cause::OutOfRange },
            ],
        };
        let picked = gather(&batch, &[2, 0]);
        assert_eq!(picked.rows, 2);
        assert_eq!(picked.columns[FieldId(0)].number(0), Some(3.0));
        assert_eq!(picked.columns[FieldId(0)].number(1), Some(1.0));
        assert_eq!(picked.columns[FieldId(1)].text(0), None);
        assert_eq!(picked.columns[FieldId(1)].text(1), Some("a"));
        assert_eq!(picked.dates, [None, Some(1)]);
        assert_eq!(picked.flaws, [Flaw { row: 0, field: FieldId(1), cause: Cause::OutOfRange }]);
    }
}
