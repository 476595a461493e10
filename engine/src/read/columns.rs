//! What fields are called in the data, held against the fields of a playbook.

use super::ReadError;
use super::deployment::{ColumnHeading, Columns};
use super::schema::{AS_OF, Node, Target};
use crate::column::plain_cut;
use stageplay_dsl::diagnostic::near::nearest;
use stageplay_dsl::typed::{Field, Playbook};

/// The place of a field in a record, and its heading.
type Heading<'c> = (usize, &'c str);

/// A list, the place of a field in its elements, and the heading of that.
type HeadingInList<'c> = (usize, usize, &'c str);

/// The headings for the fields of the record itself, lists among them, and those for the fields of its lists.
///
/// # Errors
/// A heading for something that is no field.
pub(super) fn headings<'c>(
    known: &[(usize, &str)],
    playbook: &Playbook,
    columns: &'c Columns,
) -> Result<(Vec<Heading<'c>>, Vec<HeadingInList<'c>>), ReadError> {
    let (mut in_record, mut in_lists) = (Vec::new(), Vec::new());
    for column in &columns.headings {
        let heading = column.heading.as_str();
        if column.field == AS_OF {
            in_record.push((playbook.fields.len(), heading));
        } else if let Some((at, _)) = known.iter().find(|(_, path)| *path == column.field) {
            in_record.push((*at, heading));
        } else if let Some((list, at)) = in_list(playbook, &column.field) {
            in_lists.push((list, at, heading));
        } else {
            let of_lists = playbook.lists.rows().iter().flat_map(|list| {
                list.fields.iter().map(move |field| format!("{}.{}", list.path, field.path)).collect::<Vec<_>>()
            });
            let all: Vec<String> =
                known.iter().map(|(_, path)| (*path).to_string()).chain([AS_OF.into()]).chain(of_lists).collect();
            let near = nearest(&column.field, all.iter().map(String::as_str));
            let help = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
            let reason = format!("`{}` is no field of the playbook{help}", plain_cut(&column.field, 80));
            return Err(fault(columns, column, reason));
        }
    }
    Ok((in_record, in_lists))
}

/// The list and the place in it of a field such as `people.role`.
fn in_list(playbook: &Playbook, path: &str) -> Option<(usize, usize)> {
    playbook.lists.rows().iter().enumerate().find_map(|(at, list)| {
        let inside = path.strip_prefix(list.path.as_str())?.strip_prefix('.')?;
        Some((at, list.fields.iter().position(|field| field.path == inside)?))
    })
}

/// Whether a heading is also a path through groups: `usage.logins` is, `Rev. (USD)` has just a dot in it.
pub(super) fn is_path(heading: &str) -> bool {
    heading.split('.').all(|part| !part.is_empty() && part.trim() == part)
}

/// Gives each heading the meaning of its field, in a record or in the elements of a list, whose `fields` those are.
///
/// # Errors
/// A heading that has another meaning already.
pub(super) fn claim<'f>(
    columns: &Columns,
    headings: &[Heading<'_>],
    fields: impl Iterator<Item = &'f Field> + Clone,
    node: Option<&mut Node>,
) -> Result<(), ReadError> {
    let Some(node) = node else { return Ok(()) };
    for (at, heading) in headings {
        let meant = *node.names.entry((*heading).into()).or_insert(Target::Field(*at));
        let mut others = fields.clone().enumerate().filter(|(other, _)| other != at);
        let also = others.find(|(_, field)| field.also.iter().any(|also| also == heading)).map(|(_, field)| field);
        let other = match meant {
            _ if also.is_some() => also.map_or("", |field| field.path.as_str()),
            Target::Field(place) if place == *at => continue,
            Target::Field(place) => fields.clone().nth(place).map_or(*heading, |field| field.path.as_str()),
            Target::Group(_) | Target::Unknown => heading,
        };
        let path = fields.clone().nth(*at).map(|field| field.path.as_str());
        let is_meant = |column: &&ColumnHeading| {
            let ends = |path: &str| {
                column.field.strip_suffix(path).is_some_and(|group| group.is_empty() || group.ends_with('.'))
            };
            column.heading == *heading && path.is_none_or(ends)
        };
        let Some(column) = columns.headings.iter().find(is_meant) else { continue };
        let (shown, field) = (plain_cut(heading, 80), plain_cut(&column.field, 80));
        let reason =
            format!("the heading `{shown}` cannot mean `{field}`: it means `{}` already", plain_cut(other, 80));
        return Err(fault(columns, column, reason));
    }
    Ok(())
}

fn fault(columns: &Columns, column: &ColumnHeading, reason: String) -> ReadError {
    ReadError::Deployment { file: columns.file.clone(), line: Some(column.line), reason }
}
