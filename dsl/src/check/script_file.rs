//! Scripts in files of their own: `score x(…) 0 to 100 from "x.rhai"`.
//!
//! Knows names and texts, no folders: a name is looked up among the files that were given.

use super::checker::Checker;
use super::errors;
use crate::diagnostic::near;
use crate::source::{SourceFile, SourceId, Span};
use crate::syntax::tree::Text;
use smol_str::SmolStr;

/// Some editors begin a file with it; it is no part of the script.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// The script in the file that is named, and its place there. A name counts from the folder of the file it
/// stands in.
pub(super) fn text(checker: &mut Checker<'_>, file: &Text) -> Option<(SmolStr, Span)> {
    if !file.text.ends_with(".rhai") {
        checker.report(errors::not_a_script_file(file));
        return None;
    }
    let sources = checker.sources;
    let folder = folder(sources.get(file.span.source).map_or("", |source| &source.name));
    let path = joined(folder, &file.text);
    let wanted = plain(&path);
    let scripts = || sources.iter().filter(|(_, source)| source.is_script());
    let Some((id, found)) = scripts().find(|(_, source)| plain(&source.name) == wanted) else {
        let home = plain(folder);
        let names: Vec<String> = scripts().map(|(_, source)| seen_from(&home, &plain(&source.name))).collect();
        let near = near::nearest(&file.text, names.iter().map(String::as_str));
        checker.report(errors::no_script_file(file, near, &wanted.join("/")));
        return None;
    };
    checker.used_scripts.insert(id);
    Some(body(id, found))
}

/// Names every script that no score does.
pub(super) fn lint(checker: &mut Checker<'_>) {
    let sources = checker.sources;
    for (id, source) in sources.iter().filter(|(_, source)| source.is_script()) {
        if !checker.used_scripts.contains(&id) {
            let first_line = source.text.lines().next().map_or(0, str::len);
            checker.report(errors::unused_script(&source.name, Span::new(id, 0, first_line)));
        }
    }
}

fn body(id: SourceId, file: &SourceFile) -> (SmolStr, Span) {
    let text = file.text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&file.text);
    (text.into(), Span::new(id, file.text.len() - text.len(), file.text.len()))
}

fn folder(name: &str) -> &str {
    name.rsplit_once('/').map_or("", |(folder, _)| if folder.is_empty() { "/" } else { folder })
}

fn joined(folder: &str, file: &str) -> String {
    if folder.is_empty() || file.starts_with('/') { file.to_owned() } else { format!("{folder}/{file}") }
}

/// The steps of a path, without those that lead nowhere; the first one is empty where it begins at the root.
fn plain(path: &str) -> Vec<&str> {
    let mut steps: Vec<&str> = Vec::new();
    for step in path.split('/') {
        match (step, steps.last()) {
            ("" | ".", Some(_)) | (".", None) => {}
            ("..", Some(&last)) if last != ".." && !last.is_empty() => {
                steps.pop();
            }
            _ => steps.push(step),
        }
    }
    if path.starts_with('/') || steps.first() != Some(&"") { steps } else { steps.split_off(1) }
}

/// A file's path from a folder.
fn seen_from(folder: &[&str], file: &[&str]) -> String {
    let shared = folder.iter().zip(file).take_while(|(a, b)| a == b).count();
    let up = folder.iter().skip(shared).map(|_| "..");
    up.chain(file.iter().skip(shared).copied()).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::{plain, seen_from};

    #[test]
    fn paths_are_compared_by_where_they_lead() {
        assert_eq!(plain("./a/../b//c.rhai"), ["b", "c.rhai"]);
        assert_eq!(plain("/a/./b.rhai"), ["", "a", "b.rhai"]);
        assert_eq!(plain("../../b.rhai"), ["..", "..", "b.rhai"]);
        assert_eq!(plain(""), [""; 0]);
        assert_eq!(seen_from(&plain("book/plays"), &plain("book/scripts/b.rhai")), "../scripts/b.rhai");
        assert_eq!(seen_from(&plain("book"), &plain("book/scripts/b.rhai")), "scripts/b.rhai");
        assert_eq!(seen_from(&plain(""), &plain("b.rhai")), "b.rhai");
    }
}
