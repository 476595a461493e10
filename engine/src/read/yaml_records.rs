//! The records of a YAML file: a list of groups, or one group. For small sets, written by hand; the file is held as a whole.

use super::block::{Block, Cut, Record};
use super::lines::Text;
use super::yaml::{self, Node};
use std::io::{self, Read};

/// A longer file is no small set.
const LONGEST_FILE: usize = 16 << 20;

/// Cuts a YAML file into records, which are read as JSON.
pub(super) struct YamlRecords {
    text: Text,
    bytes: u64,
}

impl YamlRecords {
    pub(super) fn new(text: Text) -> Self {
        Self { text, bytes: 0 }
    }

    fn read_text(&mut self) -> io::Result<String> {
        let mut bytes = Vec::new();
        (&mut self.text).take(LONGEST_FILE as u64 + 1).read_to_end(&mut bytes)?;
        self.bytes = bytes.len() as u64;
        if bytes.len() > LONGEST_FILE {
            return Err(io::Error::other("longer than 16 MB: write large sets as NDJSON, CSV or Parquet"));
        }
        String::from_utf8(bytes).map_err(|error| {
            let before = error.as_bytes().iter().take(error.utf8_error().valid_up_to());
            let line = 1 + before.filter(|byte| **byte == b'\n').count();
            io::Error::other(format!("line {line}: not UTF-8: save the file as UTF-8"))
        })
    }
}

impl Cut for YamlRecords {
    fn fill(&mut self, block: &mut Block) -> io::Result<bool> {
        let text = self.read_text()?;
        let found = yaml::parse(&text).map_err(|fault| {
            let place = fault.line.map(|line| format!("line {line}: ")).unwrap_or_default();
            io::Error::other(format!("{place}{}", fault.reason))
        })?;
        let records = match found {
            Node::Nothing => return Ok(false),
            Node::List(records) => records,
            one @ Node::Group(_) => {
                let line = yaml::line_of(&text, 0).unwrap_or(1);
                push(block, line, &one);
                return Ok(false);
            }
            Node::Truth(_) | Node::Number(_) | Node::Text(_) => {
                return Err(io::Error::other("expected a list of records, each begun by `- ` and then `name: value`"));
            }
        };
        for (record, line) in records.iter().zip(lines(&text, &records)) {
            push(block, line, record);
        }
        Ok(false)
    }

    fn bytes_done(&self) -> u64 {
        self.bytes
    }
}

fn push(block: &mut Block, line: usize, record: &Node) {
    let line = line as u64;
    if !matches!(record, Node::Group(_)) {
        return block.push_fault(line, "expected a record, its fields as `name: value`");
    }
    let mut json = String::new();
    yaml::write_json(record, &mut json);
    let start = block.bytes.len();
    block.bytes.extend_from_slice(json.as_bytes());
    block.records.push(Record { line, start, end: block.bytes.len(), ..Record::default() });
}

/// For each place that the reader is asked for, it reads the file again: no more bytes than this in all.
const MOST_READ_AGAIN: usize = 4 << 20;

/// The line in which each record begins. Nearly always that of a dash; where dashes and records do not match, as in
/// `[{…}, {…}]`, the reader is asked, and of a long list the records have the line of the list.
fn lines(text: &str, records: &[Node]) -> Vec<usize> {
    let dash = |(at, line): (usize, &str)| {
        let inner = line.trim_start_matches(' ');
        (inner.trim_end() == "-" || inner.starts_with("- ")).then_some((at, line.len() - inner.len()))
    };
    let dashes: Vec<(usize, usize)> = (1..).zip(text.lines()).filter_map(dash).collect();
    let outer = dashes.first().map(|(_, indent)| *indent);
    let found: Vec<usize> = dashes.iter().filter(|(_, indent)| Some(*indent) == outer).map(|(at, _)| *at).collect();
    if found.len() == records.len() {
        return found;
    }
    let list = yaml::line_of(text, 0).unwrap_or(1);
    if records.len().saturating_mul(text.len()) > MOST_READ_AGAIN {
        return vec![list; records.len()];
    }
    let mut node = 1;
    let place = |record: &Node| {
        let line = yaml::line_of(text, node).unwrap_or(list);
        node += yaml::count(record);
        line
    };
    records.iter().map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::super::test_files::files;
    use super::super::test_schema::playbook;
    use super::super::{Options, Snapshots, accounts};

    fn read(text: &str) -> Result<Snapshots, String> {
        let file = files("accounts.yaml", &[text.to_owned()]);
        let read = accounts(&[file[0].0.clone()], &playbook(), &Options::default(), &mut |_, _| {});
        read.map_err(|error| error.to_string().replace(&file[0].0.to_string_lossy().into_owned(), "FILE"))
    }

    #[test]
    fn records_have_the_line_of_their_dash_and_faults_name_it() {
        let text = "# Two that are good.\n- id: a\n  segment: smb\n  arr: 5\n  usage: {seats: 10}\n- id: b\n  segment: smb\n  \
                    arr: much\n\n-\n  id: c\n  arr: 7\n  segment: nope\n- 7\n";
        let read = read(text).unwrap();
        assert_eq!(read.records_read, 4);
        let told: Vec<(u64, &str)> = read.rejects.iter().map(|it| (it.line, it.reason.as_str())).collect();
        let lines: Vec<u64> = told.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [6, 10, 14], "{told:?}");
        assert_eq!(told[2].1, "expected a record, its fields as `name: value`");
        assert_eq!(read.account(0), "a");
    }

    #[test]
    fn a_list_in_brackets_and_one_record_are_read() {
        let read_lines = |text: &str| {
            let read = read(text).unwrap();
            (0..read.batch.rows).map(|row| (read.account(row).to_owned(), read.place(row).1)).collect::<Vec<_>>()
        };
        let of = |named: &[(&str, u64)]| named.iter().map(|(id, line)| ((*id).to_owned(), *line)).collect::<Vec<_>>();
        let flow = "[{id: a, segment: smb, arr: 1}, {id: b, segment: smb, arr: 2},\n {id: c, segment: smb, arr: 3}]\n";
        assert_eq!(read_lines(flow), of(&[("a", 1), ("b", 1), ("c", 2)]));
        assert_eq!(read_lines("\n# one\nid: a\nsegment: smb\narr: 1\n"), of(&[("a", 3)]));
        assert_eq!(read_lines("# nobody\n"), []);
    }

    #[test]
    fn what_is_no_list_of_records_is_an_error_of_the_file() {
        for (text, told) in [
            ("- id: a\n  id: b\n", "line 2: `id` is given twice"),
            ("just words\n", "expected a list of records"),
            ("- id: a\n arr: [\n", "not written as YAML"),
        ] {
            let error = read(text).unwrap_err();
            assert!(error.contains(told), "{error}");
        }
    }
}
