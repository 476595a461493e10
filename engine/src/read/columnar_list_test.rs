//! Lists of records in files of columns, with expectations worked out by hand.

use super::columnar_test::{Scratch, arrow_file, arrow_stream, parquet};
use super::list_test::book;
use super::{Options, Snapshots, accounts};
use crate::column::{Cause, Column, ListColumn};
use arrow_array::{
    Array, ArrayRef, BooleanArray, Date32Array, Float64Array, Int64Array, LargeListArray, ListArray, RecordBatch,
    StringArray, StructArray,
};
use arrow_buffer::{NullBuffer, OffsetBuffer};
use arrow_schema::Field;
use stageplay_dsl::types::{ListId, parse_day};
use std::sync::Arc;

/// Structures with these parts; nulls where it is said.
fn group(parts: Vec<(&str, ArrayRef)>, known: Option<Vec<bool>>) -> StructArray {
    let fields: Vec<Field> =
        parts.iter().map(|(name, column)| Field::new(*name, column.data_type().clone(), true)).collect();
    StructArray::new(fields.into(), parts.into_iter().map(|(_, column)| column).collect(), known.map(NullBuffer::from))
}

/// Lists of so many of these elements each; `None` is a null.
fn lists(elements: ArrayRef, lengths: &[Option<usize>]) -> ListArray {
    let offsets = OffsetBuffer::from_lengths(lengths.iter().map(|length| length.unwrap_or(0)));
    let known = NullBuffer::from_iter(lengths.iter().map(Option::is_some));
    ListArray::new(Arc::new(Field::new("element", elements.data_type().clone(), true)), offsets, elements, Some(known))
}

/// As many accounts as there are lists, `a`, `b` and so on, with these people.
fn table(people: ArrayRef) -> RecordBatch {
    let rows = people.len();
    let ids = StringArray::from_iter_values(["a", "b", "c", "d", "e", "f"].into_iter().take(rows));
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("id", Arc::new(ids)),
        ("segment", Arc::new(StringArray::from(vec!["smb"; rows]))),
        ("arr", Arc::new(Float64Array::from(vec![1.0; rows]))),
        ("people", people),
    ];
    batch(columns)
}

fn batch(columns: Vec<(&str, ArrayRef)>) -> RecordBatch {
    RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, column)| (name, column, true))).unwrap()
}

/// What is read of a table, from each kind of file.
fn read(name: &str, table: &RecordBatch) -> Vec<Snapshots> {
    let files =
        [("parquet", parquet(table)), ("arrow", arrow_file(table)), ("arrows", arrow_stream(table))].into_iter();
    let read = |(ending, bytes): (&str, Vec<u8>)| {
        let file = Scratch::new(&format!("{name}.{ending}"), bytes);
        accounts(std::slice::from_ref(file.path()), &book(), &Options::default(), &mut |_, _| {}).unwrap()
    };
    files.map(read).collect()
}

fn people(snapshots: &Snapshots) -> &ListColumn {
    &snapshots.batch.lists[ListId(0)]
}

/// Rejects as `row account place: reason`.
fn told(snapshots: &Snapshots) -> Vec<String> {
    let told = |it: &super::Reject| {
        let (account, field) = (it.account.as_deref().unwrap_or("-"), it.field.as_deref().unwrap_or("-"));
        format!("{} {account} {field}: {}", it.line, it.reason)
    };
    snapshots.rejects.iter().map(told).collect()
}

#[test]
fn elements_and_what_is_null_among_them_are_as_in_text() {
    let seen = Date32Array::from(vec![parse_day("2026-03-02"), None, None, None]);
    let elements = group(
        vec![
            ("id", Arc::new(StringArray::from(vec!["p", "q", "r", "s"]))),
            ("name", Arc::new(StringArray::from(vec![Some("Ada"), None, Some(""), None]))),
            ("nps", Arc::new(Int64Array::from(vec![Some(8), None, Some(0), Some(10)]))),
            ("active", Arc::new(BooleanArray::from(vec![None, Some(false), Some(true), None]))),
            ("last", Arc::new(group(vec![("seen", Arc::new(seen))], Some(vec![true, true, false, true])))),
            ("age", Arc::new(Int64Array::from(vec![Some(7), None, None, Some(9)]))),
        ],
        None,
    );
    let lists = lists(Arc::new(elements), &[Some(2), Some(0), None, Some(1), Some(1)]);
    let large: LargeListArray = {
        let (field, offsets, elements, known) = lists.clone().into_parts();
        let offsets = OffsetBuffer::new(offsets.iter().map(|at| i64::from(*at)).collect());
        LargeListArray::new(field, offsets, elements, known)
    };
    for (name, column) in [("sound", Arc::new(lists) as ArrayRef), ("large", Arc::new(large) as ArrayRef)] {
        for snapshots in read(name, &table(column)) {
            assert_eq!(told(&snapshots), [""; 0]);
            let found = people(&snapshots);
            assert_eq!(found.offsets, [0, 2, 2, 2, 3, 4]);
            assert_eq!((0..5).map(|row| found.known.get(row)).collect::<Vec<_>>(), [true, true, false, true, true]);
            assert_eq!((found.flawed.len(), found.flaws.len()), (0, 0));
            let [ids, names, nps, active, seen] = found.columns.as_slice() else { panic!("five columns") };
            assert_eq!([0, 1, 2, 3].map(|at| ids.text(at)), [Some("p"), Some("q"), Some("r"), Some("s")]);
            assert_eq!([0, 1, 2, 3].map(|at| names.text(at)), [Some("Ada"), None, None, None]);
            assert_eq!([0, 1, 2, 3].map(|at| nps.number(at)), [Some(8.0), None, Some(0.0), Some(10.0)]);
            // They are active unless it is said that they are not.
            let Column::Truth(active) = active else { panic!("truths") };
            assert_eq!(active.iter().collect::<Vec<_>>(), [Some(true), Some(false), Some(true), Some(true)]);
            let Column::Date(seen) = seen else { panic!("dates") };
            assert_eq!(seen.iter().collect::<Vec<_>>(), [parse_day("2026-03-02"), None, None, None]);
            let unknown: Vec<(&str, u64)> =
                snapshots.unknown_columns.iter().map(|column| (column.name.as_str(), column.count)).collect();
            assert_eq!(unknown, [("people.age", 2)]);
        }
    }
}

#[test]
fn what_is_wrong_in_a_list_is_told_by_row_and_field() {
    let elements = group(
        vec![
            ("id", Arc::new(StringArray::from(vec![Some("p"), Some("q"), Some("r"), None, Some("s"), None]))),
            ("nps", Arc::new(StringArray::from(vec![Some("8"), Some("x"), Some("11"), Some("3"), None, None]))),
            ("active", Arc::new(Int64Array::from(vec![None, None, Some(1), None, None, None]))),
        ],
        Some(vec![true, true, true, true, true, false]),
    );
    let lists = lists(Arc::new(elements), &[Some(1), Some(2), Some(1), Some(2)]);
    for snapshots in read("faulty", &table(Arc::new(lists))) {
        assert_eq!(
            told(&snapshots),
            [
                "2 b people[0].nps: expected a number, found `x`",
                "2 b people[1].nps: out of range: expected 0 to 10, found `11`",
                "2 b people[1].active: expected true or false, found `1`",
                "3 c people[0].id: required and missing",
                "4 d people[1]: expected a record, `{ … }`, found nothing",
            ]
        );
        let found = people(&snapshots);
        assert_eq!(found.offsets, [0, 1, 3, 3, 3]);
        assert_eq!((0..4).map(|row| found.known.get(row)).collect::<Vec<_>>(), [true, true, false, false]);
        assert_eq!(found.flawed, [(2, Cause::Invalid), (3, Cause::Invalid)]);
        assert_eq!(found.flaws, [(1, 2, Cause::Invalid), (2, 2, Cause::OutOfRange), (2, 3, Cause::Invalid)]);
        assert_eq!(found.columns[2].number(0), Some(8.0));
        assert_eq!((snapshots.batch.rows, snapshots.records_set_aside, snapshots.records_with_fault), (4, 0, 3));
    }
}

#[test]
fn a_column_that_is_no_list_of_records_is_told_of() {
    let numbers: ArrayRef = Arc::new(Int64Array::from(vec![None, Some(7)]));
    for snapshots in read("numbers", &table(numbers)) {
        assert_eq!(told(&snapshots), ["2 b people: expected a list of records, `[{ … }]`, found a private value"]);
        assert_eq!(people(&snapshots).flawed, [(1, Cause::Invalid)]);
    }
    let texts = lists(Arc::new(StringArray::from(vec!["Ada"])), &[Some(0), Some(1)]);
    for snapshots in read("texts", &table(Arc::new(texts))) {
        assert_eq!(told(&snapshots), ["2 b people[0]: expected a record, `{ … }`, found a private value"]);
        assert_eq!([0, 1].map(|row| people(&snapshots).known.get(row)), [true, false]);
    }
}

/// In columns a whole number has lost no zeros at its front: it is the text of its digits, wherever it stands.
#[test]
fn whole_numbers_are_texts_in_lists_too() {
    let elements = group(
        vec![
            ("id", Arc::new(Int64Array::from(vec![7, 9_007_199_254_740_993]))),
            ("nps", Arc::new(Int64Array::from(vec![3, 4]))),
        ],
        None,
    );
    for snapshots in read("digits", &table(Arc::new(lists(Arc::new(elements), &[Some(2)])))) {
        assert_eq!(told(&snapshots), [""; 0]);
        let columns = &people(&snapshots).columns;
        assert_eq!([0, 1].map(|at| columns[0].text(at)), [Some("7"), Some("9007199254740993")]);
        assert_eq!([0, 1].map(|at| columns[2].number(at)), [Some(3.0), Some(4.0)]);
    }
}

/// The second account is read as a record, for its revenue is out of range; the first is not.
#[test]
fn whole_numbers_are_texts_in_groups_however_their_row_is_read() {
    let text = "stageplay 1\nplaybook groups {\n}\naccount {\n  id = id\n  revenue = arr\n  id text required\n  \
                arr money USD required\n  nps number 0 to 10\n  crm {\n    number text\n  }\n}\n";
    let playbook = stageplay_dsl::compile(vec![("groups.play".into(), text.into())]).playbook.unwrap();
    let rows = 8;
    let numbers: ArrayRef = Arc::new(Int64Array::from_iter_values(40..40 + rows));
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("id", Arc::new(StringArray::from_iter_values((0..rows).map(|at| format!("a-{at}"))))),
        ("arr", Arc::new(Float64Array::from(vec![1.0; 8]))),
        ("nps", Arc::new(Int64Array::from_iter_values((0..rows).map(|at| if at == 1 { 11 } else { 5 })))),
        ("crm", Arc::new(group(vec![("number", numbers)], None))),
    ];
    let file = Scratch::new("groups.arrow", arrow_file(&batch(columns)));
    let read = accounts(std::slice::from_ref(file.path()), &playbook, &Options::default(), &mut |_, _| {}).unwrap();
    assert_eq!(told(&read), ["2 a-1 nps: out of range: expected 0 to 10, found `11`"]);
    let (number, _) = playbook.fields.iter().find(|(_, field)| field.path == "crm.number").unwrap();
    assert_eq!([0, 1, 2].map(|row| read.batch.columns[number].text(row)), [Some("40"), Some("41"), Some("42")]);
}
