//! What spreadsheets save.

use super::{Desk, flat};

#[test]
fn an_export_with_a_mark_semicolons_quoted_line_breaks_and_padding_is_read() {
    let desk = Desk::new("export");
    let text = "\u{feff}id;arr;Account Name;nps;;\r\n\
                A1;100;\"Two\r\nlines\";2;;\r\n\
                ;;;;;\r\n\
                \"A;2\";-5;\"say \"\"hi\"\"\";9;;\r\n\
                \r\n\
                A3;7;x;9\r\n\
                A4;7;x;9;;;;;\r\n";
    desk.put("accounts.csv", text);
    let ran = desk.run("accounts.csv", &[]);
    assert_eq!(ran.code, 0, "{}", ran.out);
    assert!(ran.out.contains("4 accounts, 109 USD"), "{}", ran.out);
    // Columns with neither a heading nor a value are padding and no news.
    assert!(!ran.out.contains("ignored"), "{}", ran.out);
    let ran = desk.run("accounts.csv", &["--actions", "-"]);
    assert!(ran.out.contains("Two\\nlines of A1 pays 100 USD"), "{}", ran.out);
}

#[test]
fn a_line_that_lacks_named_cells_or_has_full_ones_too_many_is_set_aside() {
    let desk = Desk::new("cells");
    desk.put("accounts.csv", "id,arr,nps,,\nA1,1\nA2,1,9\nA3,1,9,,,x\nA4,1,9,x\n");
    let ran = desk.run("accounts.csv", &[]);
    assert_eq!(ran.code, 3);
    assert!(ran.out.contains("2 accounts, 2 USD"), "{}", ran.out);
    assert!(ran.out.contains("set aside: 2 records, 0 values"), "{}", ran.out);
    assert!(flat(&ran.out).contains("line 2: the line has 2 cells, the heading line has 5"), "{}", ran.out);
    assert!(flat(&ran.out).contains("line 4: the line has 6 cells, the heading line has 5"), "{}", ran.out);
    assert!(flat(&ran.out).contains("`column 4, without a heading`"), "{}", ran.out);
}

#[test]
fn the_line_with_which_excel_names_its_separator_is_no_heading() {
    let desk = Desk::new("sep");
    desk.put("accounts.csv", "\u{feff}sep=;\r\nid;arr;nps\r\nA,1;5;2\r\n");
    let ran = desk.run("accounts.csv", &["--decisions", "-"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.starts_with("{\"account\":\"A,1\","), "{}", ran.out);
    // Other separators are taken at their word.
    desk.put("bars.csv", "sep=|\nid|arr|nps\nA|5|2\nB|6\n");
    let ran = desk.run("bars.csv", &[]);
    assert!(ran.out.contains("1 account, 5 USD"), "{}", ran.out);
    assert!(flat(&ran.out).contains("line 4: the line has 2 cells, the heading line has 3"), "{}", ran.out);
}

#[test]
fn lines_that_end_in_a_bare_carriage_return_are_a_fault_and_not_an_empty_book() {
    let desk = Desk::new("mac");
    desk.put("accounts.csv", "id,arr,nps\rA,1,2\rB,2,3\r");
    let ran = desk.run("accounts.csv", &[]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(flat(&ran.err).contains("lines end in a bare carriage return"), "{}", ran.err);
}

#[test]
fn a_file_given_twice_counts_once_and_says_so() {
    let desk = Desk::new("twice");
    let accounts = desk.put("accounts.csv", "id,arr\nA,1\nB,1\n");
    let ran = desk.run("accounts.csv", &["--accounts", &accounts]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("2 accounts, 2 USD"), "{}", ran.out);
    assert!(flat(&ran.out).contains("4 records read repeated: 2 records say what an earlier one says"), "{}", ran.out);
}

#[test]
fn a_json_file_without_anything_in_it_is_cut_off() {
    let desk = Desk::new("empty-json");
    desk.put("accounts.json", " \n");
    let ran = desk.run("accounts.json", &[]);
    assert_eq!(ran.code, 3, "{}", ran.out);
    assert!(flat(&ran.out).contains("expected a list of accounts, `[ { … }, … ]`, found nothing"), "{}", ran.out);
    desk.put("none.json", "[]");
    assert_eq!(desk.run("none.json", &[]).code, 0);
}
