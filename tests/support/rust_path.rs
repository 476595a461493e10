//! The paths a Rust file names, whether in `use` or in running code.

use super::rust_text::{Token, is_word, tokens};

/// A path as written, `use` lists taken apart: `crate`, `source`, `Span`. A star is the segment `*`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedPath {
    pub segments: Vec<String>,
    /// The modules opened by `mod name {` around it in this file.
    pub inside: Vec<String>,
    pub line: usize,
}

/// Every path of two or more segments, every path that starts at `crate` or `super`, and every `use`.
pub fn paths(source: &str) -> Vec<NamedPath> {
    let tokens = tokens(source);
    let mut found = Vec::new();
    let mut braces: Vec<Option<String>> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let text = |ahead: usize| tokens.get(at + ahead).map_or("", |token| token.text.as_str());
        let line = tokens[at].line;
        let inside = || braces.iter().flatten().cloned().collect::<Vec<_>>();
        match text(0) {
            "mod" if text(2) == "{" => {
                braces.push(Some(text(1).to_owned()));
                at += 3;
            }
            "{" => {
                braces.push(None);
                at += 1;
            }
            "}" => {
                braces.pop();
                at += 1;
            }
            "use" if text(1) != "<" => {
                let length = tokens[at..].iter().take_while(|token| token.text != ";").count();
                let mut tree = Tree { tokens: &tokens[at + 1..at + length], at: 0, found: Vec::new() };
                tree.read(&[]);
                let inside = inside();
                found.extend(tree.found.into_iter().map(|(segments, line)| NamedPath {
                    segments,
                    inside: inside.clone(),
                    line,
                }));
                at += length;
            }
            "extern" if text(1) == "crate" => {
                found.push(NamedPath { segments: vec![text(2).to_owned()], inside: inside(), line });
                at += 3;
            }
            "pub" if text(1) == "(" => at += 3,
            word if word.starts_with(is_word) => {
                let (segments, length) = plain(&tokens[at..]);
                if segments.len() > 1 || matches!(word, "crate" | "super") {
                    found.push(NamedPath { segments, inside: inside(), line });
                }
                at += length;
            }
            _ => at += 1,
        }
    }
    found
}

/// `a::b::c` at the start of `tokens`: its segments and how many tokens it takes.
fn plain(tokens: &[Token]) -> (Vec<String>, usize) {
    let mut segments = vec![tokens[0].text.clone()];
    let mut length = 1;
    while let [sign, word, ..] = &tokens[length..] {
        if sign.text != "::" || !(word.text.starts_with(is_word) || word.text == "*") {
            break;
        }
        segments.push(word.text.clone());
        length += 2;
    }
    (segments, length)
}

struct Tree<'a> {
    tokens: &'a [Token],
    at: usize,
    found: Vec<(Vec<String>, usize)>,
}

impl Tree<'_> {
    /// One branch of a `use`; leaves are added to `found`. A leaf `self` is the branch itself.
    fn read(&mut self, before: &[String]) {
        let mut path = before.to_vec();
        let mut line = 0;
        while let Some(token) = self.tokens.get(self.at) {
            self.at += 1;
            match token.text.as_str() {
                "::" => {}
                "{" => {
                    self.read_list(&path);
                    return;
                }
                "as" => {
                    self.at += 1;
                    break;
                }
                "," | "}" => {
                    self.at -= 1;
                    break;
                }
                word => {
                    line = token.line;
                    if word != "self" || path.is_empty() {
                        path.push(word.to_owned());
                    }
                }
            }
        }
        if line > 0 {
            self.found.push((path, line));
        }
    }

    fn read_list(&mut self, before: &[String]) {
        while let Some(token) = self.tokens.get(self.at) {
            match token.text.as_str() {
                "}" => {
                    self.at += 1;
                    return;
                }
                "," => self.at += 1,
                _ => self.read(before),
            }
        }
    }
}

#[test]
fn paths_are_found_in_use_lists_and_in_running_code() {
    let shown = |source: &str| {
        let list: Vec<String> = paths(source)
            .iter()
            .map(|path| format!("{}{}@{}", path.inside.join("/") + "|", path.segments.join("::"), path.line))
            .collect();
        list.join(" ")
    };
    assert_eq!(shown("use crate::a::B;"), "|crate::a::B@1");
    assert_eq!(
        shown("use crate::{\n a::{self, B as C},\n d::*, e};\nuse x;"),
        "|crate::a@2 |crate::a::B@2 |crate::d::*@3 |crate::e@3 |x@4"
    );
    assert_eq!(shown("use ::pest::Parser; ::pest::x()"), "|pest::Parser@1 |pest::x@1");
    assert_eq!(shown("use {pest::Parser, crate as root};"), "|pest::Parser@1 |crate@1");
    assert_eq!(shown("fn f() { crate::a::b::<T>(super::c) }"), "|crate::a::b@1 |super::c@1");
    assert_eq!(shown("pub(crate) fn f() {} pub(in crate::a) fn g() {}"), "|crate::a@1");
    assert_eq!(shown("mod tests { use super::x; } mod y; use super::z;"), "tests|super::x@1 |super::z@1");
    assert_eq!(shown("fn f() -> impl Iterator + use<'a> { m!($crate::a::b) }"), "|crate::a::b@1");
    assert_eq!(shown("extern crate pest;"), "|pest@1");
    assert_eq!(shown("// crate::a::b\nlet x = \"crate::c::d\";"), "");
}
