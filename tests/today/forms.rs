//! The forms of the morning: on a terminal, in a chat, as a table, as a page.

use super::{shown, two_runs};

/// The headings and the accounts below each, in order.
fn outline(text: &str) -> Vec<String> {
    let mut outline: Vec<String> = Vec::new();
    for line in text.lines().skip(2) {
        match line.chars().next() {
            Some(' ' | '?')
                if !line.starts_with("? stands") && line.chars().nth(2).is_some_and(|letter| letter != ' ') =>
            {
                let word = line.get(2..).unwrap_or("").split("  ").next().unwrap_or("");
                outline.last_mut().unwrap().push_str(&format!(" {word}"));
            }
            Some(letter) if letter.is_uppercase() => outline.push(format!("{}:", line.split("  ").next().unwrap())),
            _ => {}
        }
    }
    outline
}

#[test]
fn the_parts_come_in_the_order_of_a_morning() {
    let scratch = two_runs("today-outline");
    let text = shown(&scratch, &[]);
    assert_eq!(
        outline(&text),
        [
            "Overdue: A1",
            "Due today: A3 A8",
            "Due in the next 7 days: A2 A6 A5 A5",
            "New since the run before: A2 A6",
            "Escalated: A1",
            "Asleep: A4",
            "Open without a due date: A8",
            "Moved: worse: A2 A1 A3",
            "Moved: data expired or missing: A6",
            "Moved: stages: A8",
            "Moved: better: A7",
            "Overrides in force: A3",
            "Not applied: A2",
            "Owners: nobody named ada@example.com bob@example.com cleo@example.com",
        ]
    );
    // Without its line breaks.
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for said in [
        "Keep the accounts, as of 2026-03-09 (the date of the last run); the run before was on 2026-03-02 8 plays open for \
         7 accounts; 1 task overdue, 2 due today, 4 in the next 7 days Overdue 1 task",
        "A1 Call Acorn: health 14.0 (5 days overdue, since 2026-03-04, ada@example.com)",
        "? A3 Ask Cedar how it goes (by 2026-03-09, ada@example.com)",
        "A3 health 84.0 → 55.0 (capped at 55.0, until 2026-04-10)",
        "told vp@example.com on 2026-03-09: open for 5 days who ada@example.com",
        "till 2026-03-20, put to sleep on 2026-03-03 by ada@example.com: they are away",
        "ada@example.com 5 plays open, 1 asleep, 1 task overdue, 2 tasks due within 7 days",
    ] {
        assert!(flat.contains(said), "{said}\n{text}");
    }
    for line in text.lines() {
        assert!(line.chars().count() <= 80, "{line}");
    }
    assert!(!text.contains('\u{1b}'));
}

#[test]
fn top_shortens_every_part_and_says_so() {
    let scratch = two_runs("today-top");
    let text = shown(&scratch, &["--top", "1"]);
    assert!(text.contains("Due in the next 7 days  4 tasks; the first 1 (--top N lists more)\n"), "{text}");
    assert!(text.contains("\n  A2  Call Birch") && !text.contains("Call Fir"), "{text}");
    let none = shown(&scratch, &["--top", "0"]);
    assert!(none.contains("Overdue  1 task; none listed (--top N lists more)\n"), "{none}");
    assert!(shown(&scratch, &["--top", "1", "--format", "md"]).contains("\n- and 3 more\n"));
    assert!(shown(&scratch, &["--top", "1", "--format", "html"]).contains("<li class=\"more\">and 3 more</li>"));
}

#[test]
fn a_chat_gets_lists() {
    let scratch = two_runs("today-md");
    let text = shown(&scratch, &["--format", "md"]);
    let overdue = "## Overdue (1 task)\n\n\
                   - `A1` **Call Acorn: health 14.0** (5 days overdue, since 2026-03-04, `ada@example.com`)\n  \
                   - in: Rescue the account (rescue, priority 43,200, 48.0k USD)\n";
    assert!(text.starts_with("# Keep the accounts\n\n"), "{text}");
    assert!(text.contains(overdue), "{text}");
    assert!(text.contains("- **?** `A3` **Ask Cedar how it goes**"), "{text}");
    assert!(text.contains("- `bob@example.com`: 1 play open, 1 task due within 7 days\n"), "{text}");
}

#[test]
fn a_table_has_a_row_for_each_task() {
    let scratch = two_runs("today-csv");
    let text = shown(&scratch, &["--format", "csv"]);
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    let read: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let rows: Vec<Vec<&str>> = read.iter().map(|row| row.iter().collect()).collect();
    assert_eq!(rows.len(), 12, "a heading and eleven open tasks");
    let place = |name: &str| rows[0].iter().position(|column| *column == name).unwrap();
    let of = |account: &str, columns: &[&str]| {
        let row = rows.iter().find(|row| row.get(place("account")) == Some(&account)).unwrap();
        columns.iter().map(|column| row[place(column)]).collect::<Vec<_>>()
    };
    let columns = ["when", "due", "days_overdue", "task", "task_owner", "priority", "revenue", "escalated_to"];
    let wanted = ["overdue", "2026-03-04", "5", "call", "ada@example.com", "43200", "48000", "vp@example.com"];
    assert_eq!(of("A1", &columns), wanted);
    let wanted = ["today", "2026-03-09", "", "ask", "ada@example.com", "", "20000", ""];
    assert_eq!(of("A3", &columns), wanted);
    assert_eq!(of("A4", &["when", "asleep_until", "asleep_by"]), ["asleep", "2026-03-20", "ada@example.com"]);
    assert_eq!(of("A2", &["new"]), ["yes"]);
    assert_eq!(of("A3", &["new", "overridden"]), ["no", "health"]);
    assert!(rows.iter().all(|row| row.len() == rows[0].len()));
}

#[test]
fn a_page_stands_alone() {
    let scratch = two_runs("today-html");
    let text = shown(&scratch, &["--format", "html"]);
    assert!(text.starts_with("<!doctype html>\n<html lang=\"en\">") && text.ends_with("</html>\n"));
    for outside in ["<script", "<a ", "href", "src=", "url(", "http:", "https:", "onclick", "<img", "<link"] {
        assert!(!text.contains(outside), "{outside}");
    }
    assert!(text.contains("@media print") && text.contains("width=device-width"));
    let overdue = "<section class=\"overdue\">\n<h2>Overdue <span>1 task</span></h2>\n<ul>\n<li>\n\
                   <p><b class=\"account\">A1</b> <span class=\"head\">Call Acorn: health 14.0</span></p>";
    assert!(text.contains(overdue), "{text}");
    assert_eq!(text.matches("<li").count(), text.matches("</li>").count());
    assert_eq!(text.matches("<section").count(), 14);
    let ran = shown(&scratch, &["--format", "html", "--as-of", "2026-03-12"]);
    assert!(ran.contains("8 days overdue, since 2026-03-04"));
}
