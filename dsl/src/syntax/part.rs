//! A part of a declaration by itself: what a verb puts into the template.
//!
//! Its text says what it is only together with what it changes. Until that is known it is enough that it could be
//! something; then it is read inside the declaration it belongs to, so that its mistakes are told as they are there.

use super::grammar::{Playbook, Rule};
use super::lines::Patched;
use super::recover;
use super::tree::{Body, Item, Module, VerbKind};
use crate::diagnostic::Diagnostics;
use crate::source::SourceId;
use pest::Parser;
use pest::error::InputLocation;

/// What a part may stand in: the words before its name, and what closes what they open. One line for each kind of
/// declaration and of named clause.
const AROUND: &[(&str, &str)] = &[
    ("play ", ""),
    ("journey ", ""),
    ("journey _ { stage ", "}"),
    ("health { dimension ", "}"),
    ("health { ", "}"),
    ("scorecard ", ""),
    ("risk ", ""),
    ("tier ", ""),
    ("", ""),
    ("account { ", "}"),
    ("score ", ""),
    ("let ", ""),
    ("setting ", ""),
    ("metric ", ""),
    ("signal ", ""),
    ("test ", ""),
    ("one at a time ", ""),
    ("limit ", ""),
    ("capacity ", ""),
    ("play _ { task ", "}"),
    ("risk _ { ", "}"),
    ("tier _ { ", "}"),
    ("roles { ", "}"),
    ("journey _ { stage _ { measure ", "}}"),
    ("journey _ { stage _ { friction ", "}}"),
];

/// What a part may stand in so that it can be read; if nothing, where it gets furthest, as `Err`.
pub(super) fn around(text: &str) -> Result<(&'static str, &'static str), (&'static str, &'static str)> {
    let mut furthest = (0, ("", ""));
    for (before, after) in AROUND {
        let whole = format!("{before}{text}{after}");
        match Playbook::parse(Rule::file_item, &whole) {
            Ok(_) => return Ok((before, after)),
            Err(error) => {
                let (InputLocation::Pos(at) | InputLocation::Span((at, _))) = error.location;
                let at = at.saturating_sub(before.len());
                if at > furthest.0 {
                    furthest = (at, (before, after));
                }
            }
        }
    }
    Err(furthest.1)
}

/// Tells of every body that can be read as nothing, and takes it out.
pub(super) fn settle(source: SourceId, text: &str, module: &mut Module, diagnostics: &mut Diagnostics) {
    let headers = module.items.iter_mut().filter_map(|item| match item {
        Item::Playbook(header) => Some(header),
        _ => None,
    });
    let mut lost = Vec::new();
    for verb in headers.flat_map(|header| &mut header.verbs) {
        let (VerbKind::Append(slot) | VerbKind::Replace(slot)) = &mut verb.kind else { continue };
        let Some(body) = slot else { continue };
        if let Err((before, after)) = around(&body.text) {
            lost.extend(read(source, text, body, before, after, diagnostics).1);
            *slot = None;
        }
    }
    module.lost.extend(lost);
}

/// The body as a part of a declaration: `before` and `after` are what stands around it. Mistakes are told; also
/// given are the words of what had to be left out.
pub(super) fn read(
    source: SourceId,
    text: &str,
    body: &Body,
    before: &str,
    after: &str,
    diagnostics: &mut Diagnostics,
) -> (Option<Item>, Vec<smol_str::SmolStr>) {
    let mut patched = Patched::new(&body.text, body.span.range().start, &[]);
    patched.replace(body.text.len()..body.text.len(), after);
    patched.replace(0..0, before);
    recover::part(source, text, patched, diagnostics)
}
