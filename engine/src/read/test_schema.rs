//! The playbook of the corpus, compiled from `tests/bad-input/schema.play`.

use super::load;
use stageplay_dsl::typed::Playbook;
use std::path::Path;

pub(super) fn playbook() -> Playbook {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/bad-input/schema.play");
    let compiled = stageplay_dsl::compile(load(&file).unwrap());
    let told: Vec<String> = compiled.diagnostics.iter().map(|diagnostic| diagnostic.message.clone()).collect();
    compiled.playbook.unwrap_or_else(|| panic!("the schema has faults: {told:?}"))
}
