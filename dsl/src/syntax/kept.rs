//! Files as they were parsed once, for who compiles nearly the same files many times: those that are still the same are
//! not parsed again.

use super::{parse, parse_extension, tree};
use crate::diagnostic::Diagnostics;
use crate::source::SourceId;

/// Which layer of a playbook a file belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layer {
    /// The one that extends no other.
    Lowest,
    /// One of those above it.
    Above,
}

/// Trees of files, by source.
#[derive(Clone, Debug, Default)]
pub struct Kept(Vec<File>);

#[derive(Clone, Debug)]
struct File {
    source: SourceId,
    layer: Layer,
    text: String,
    module: tree::Module,
    told: Diagnostics,
}

impl Kept {
    /// Parses a file and keeps what comes of it.
    pub fn keep(&mut self, source: SourceId, layer: Layer, text: &str) {
        let mut told = Diagnostics::default();
        let module = parse_layer(source, layer, text, &mut told);
        self.0.push(File { source, layer, text: text.to_owned(), module, told });
    }

    /// The tree of a file: the one that is kept, where text and layer are still the same. What does not parse is told
    /// in either case.
    pub fn parse(&self, source: SourceId, layer: Layer, text: &str, diagnostics: &mut Diagnostics) -> tree::Module {
        let is_same = |file: &&File| file.source == source && file.layer == layer && file.text == text;
        match self.0.iter().find(is_same) {
            Some(file) => {
                diagnostics.extend(file.told.iter().cloned());
                file.module.clone()
            }
            None => parse_layer(source, layer, text, diagnostics),
        }
    }
}

fn parse_layer(source: SourceId, layer: Layer, text: &str, diagnostics: &mut Diagnostics) -> tree::Module {
    match layer {
        Layer::Lowest => parse(source, text, diagnostics),
        Layer::Above => parse_extension(source, text, diagnostics),
    }
}

#[cfg(test)]
mod tests {
    use super::{Kept, Layer};
    use crate::diagnostic::Diagnostics;
    use crate::source::SourceId;
    use crate::syntax::parse;

    const SOUND: &str = "stageplay 1\nlet a = 1\n";
    const TORN: &str = "stageplay 1\nlet a = \nlet b = 2\n";

    #[test]
    fn a_kept_file_gives_the_same_tree_and_messages_and_another_text_its_own() {
        let mut kept = Kept::default();
        kept.keep(SourceId(0), Layer::Lowest, SOUND);
        kept.keep(SourceId(1), Layer::Lowest, TORN);
        for (source, text) in [(0, SOUND), (1, TORN), (0, TORN), (1, SOUND), (2, TORN)] {
            let (mut told, mut plain) = (Diagnostics::default(), Diagnostics::default());
            let module = kept.parse(SourceId(source), Layer::Lowest, text, &mut told);
            assert_eq!(module, parse(SourceId(source), text, &mut plain));
            assert_eq!(told.sorted(), plain.sorted());
            assert_eq!(told.is_empty(), text == SOUND);
        }
    }
}
