//! The clauses of the header, and its title: what each layer says of the playbook as a whole.

use stageplay_dsl::diagnostic::Diagnostics;
use stageplay_dsl::resolve::{Deed, History, Reach, Step};
use stageplay_dsl::source::{SourceId, Span};
use stageplay_dsl::syntax::parse_extension;
use stageplay_dsl::syntax::tree::{Header, HeaderClause, Item};
use stageplay_engine::read::PlaybookFiles;

/// The words that a clause begins with.
const WORDS: [&str; 8] = ["title", "version", "owner", "timezone", "calendar", "max age", "absent after", "gaps"];

/// The clause that a name means; `playbook.owner` is that of the header, whatever else is called so.
pub fn word(name: &str) -> Option<&'static str> {
    let name = name.strip_prefix("playbook.").unwrap_or(name).replace('_', " ");
    WORDS.into_iter().find(|word| *word == name)
}

/// What became of a clause through the layers, the lowest first; `None` where none says it.
pub fn history(word: &str, layers: &[PlaybookFiles]) -> Option<History> {
    let mut steps: Vec<Step> = Vec::new();
    let mut number = 0;
    for (layer, files) in layers.iter().enumerate() {
        for (file, text) in files {
            let source = SourceId(number);
            number += 1;
            if !file.ends_with(".play") {
                continue;
            }
            let module = parse_extension(source, text, &mut Diagnostics::default());
            let headers = module.items.iter().filter_map(|item| match item {
                Item::Playbook(header) => Some(header),
                _ => None,
            });
            let deed = if steps.is_empty() { Deed::Declared } else { Deed::Replaced };
            let name = format!("playbook.{word}");
            let step = |place| Step { layer, deed, target: name.clone(), reach: Reach::Whole, place, reason: None };
            steps.extend(headers.filter_map(|header| place(header, word)).map(step));
        }
    }
    let name = format!("playbook.{word}");
    (!steps.is_empty()).then_some(History { name, formerly: None, what: "header", steps, is_there: true })
}

fn place(header: &Header, word: &str) -> Option<Span> {
    if word == "title" {
        return header.title.as_ref().map(|title| title.span);
    }
    header.clauses.iter().find_map(|clause| {
        let (own, span) = match clause {
            HeaderClause::Version(text) => ("version", text.span),
            HeaderClause::Owner(text) => ("owner", text.span),
            HeaderClause::Timezone(text) => ("timezone", text.span),
            HeaderClause::Calendar(text) => ("calendar", text.span),
            HeaderClause::MaxAge(age) => ("max age", age.span),
            HeaderClause::AbsentAfter(age) => ("absent after", age.span),
            HeaderClause::Gaps(age) => ("gaps", age.span),
        };
        (own == word).then_some(span)
    })
}
