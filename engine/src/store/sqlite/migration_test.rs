//! Forms of the file: made up ones, older and newer.

use super::schema::{Form, MIGRATIONS, form, migrate};
use rusqlite::Connection;

const OLD: &str = "CREATE TABLE things (name TEXT NOT NULL) STRICT";
const NEW: &str = "ALTER TABLE things ADD COLUMN size INTEGER; UPDATE things SET size = length(name)";

#[test]
fn an_older_state_is_brought_up_to_date_and_keeps_what_it_holds() {
    let mut connection = Connection::open_in_memory().unwrap();
    assert_eq!(form(&connection).unwrap(), Form::Empty);
    migrate(&mut connection, &[OLD]).unwrap();
    assert_eq!(form(&connection).unwrap(), Form::Of(1));
    connection.execute("INSERT INTO things VALUES ('four')", []).unwrap();
    migrate(&mut connection, &[OLD, NEW]).unwrap();
    assert_eq!(form(&connection).unwrap(), Form::Of(2));
    migrate(&mut connection, &[OLD, NEW]).unwrap();
    let size: i64 = connection.query_row("SELECT size FROM things", [], |row| row.get(0)).unwrap();
    assert_eq!(size, 4);
    let said = migrate(&mut connection, &[OLD]).unwrap_err().to_string();
    assert_eq!(said, "the state was written by a newer Stageplay (its form is 2, this one knows 1): update Stageplay");
}

#[test]
fn a_step_that_fails_leaves_the_older_state() {
    let mut connection = Connection::open_in_memory().unwrap();
    migrate(&mut connection, &[OLD]).unwrap();
    migrate(&mut connection, &[OLD, NEW, "CREATE TABLE things (x)"]).unwrap_err();
    assert_eq!(form(&connection).unwrap(), Form::Of(1));
    connection.prepare("SELECT size FROM things").unwrap_err();
}

/// The first form is out in the world: a state that was made with it must stay readable. A change is a new step.
#[test]
fn the_steps_that_are_out_do_not_change() {
    let mut connection = Connection::open_in_memory().unwrap();
    migrate(&mut connection, MIGRATIONS).unwrap();
    let columns = |table: &str| -> Vec<String> {
        let mut statement = connection.prepare(&format!("SELECT name FROM pragma_table_info('{table}')")).unwrap();
        statement.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
    };
    assert_eq!(columns("accounts"), ["seq", "written", "id", "state"]);
    assert_eq!(columns("versions"), ["account", "written", "state"]);
    assert_eq!(columns("deliveries"), ["action", "destination", "at"]);
}
