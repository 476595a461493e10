//! Playbooks that are made to keep the program busy. What they guard against took minutes or hours.

use super::Desk;
use crate::support::program::{Ran, stageplay};

const ACCOUNT: &str = "stageplay 1\nplaybook p \"P\" { version 1.0.0 }\naccount {\n  id = id\n  revenue = arr\n  id text required\n  arr money USD\n}\n";

fn checked(name: &str, text: &str) -> Ran {
    let desk = Desk::new(name);
    let playbook = desk.put("p.play", format!("{ACCOUNT}{text}"));
    stageplay(&["check", &playbook])
}

#[test]
fn thousands_of_names_that_do_not_exist_are_told_without_searching_for_each() {
    let lets: String = (0..5_000).map(|at| format!("let a{at} = z{at}\n")).collect();
    let ran = checked("unknown-names", &lets);
    assert_eq!(ran.code, 1);
    let said = format!("{}{}", ran.out, ran.err);
    assert!(said.contains("and 4800 more like these\n5000 errors in 1 file"), "{said}");
}

#[test]
fn a_name_as_long_as_a_file_does_not_fill_the_screen() {
    let long = "x".repeat(900_000);
    let ran = checked("long-names", &format!("let {long} = arr\nlet b = {long}y\n"));
    assert_eq!(ran.code, 1);
    assert!(ran.out.len() + ran.err.len() < 20_000);
}

#[test]
fn a_cycle_of_thousands_is_shown_at_its_ends() {
    let lets: String = (1..3_000).map(|at| format!("let a{at} = a{} + 1\n", at - 1)).collect();
    let ran = checked("long-cycle", &format!("let a0 = a2999 + 1\n{lets}"));
    assert_eq!(ran.code, 1);
    let said = format!("{}{}", ran.out, ran.err);
    assert!(said.contains("2986 more") && said.len() < 5_000, "{said}");
}

/// What never ends cannot be read to its end.
#[cfg(unix)]
#[test]
fn a_device_behind_a_link_is_no_file_of_accounts() {
    let desk = Desk::new("devices");
    for name in ["zero.ndjson", "zero.json", "zero.csv"] {
        std::os::unix::fs::symlink("/dev/zero", desk.at(name)).unwrap();
        let ran = desk.run(name, &[]);
        assert_eq!(ran.code, 2);
        assert!(ran.says("is no file"), "{}", ran.err);
    }
}
