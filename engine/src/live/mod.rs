//! A playbook that lives: its accounts are remembered from one evaluation to the next.
//!
//! | file | does |
//! |---|---|
//! | `layout` | the names behind the numbers of a state |
//! | `codec` | a state as bytes, and as JSON |
//! | `translate` | a state written with another version of the playbook |
//! | `deeds` | what people have done, from records with names to events of the step |
//! | `words` | the titles and roles behind a state's names, for those who show it without the playbook |
//! | `book` | one evaluation of a book: states in, step, states out |
//!
//! The step itself is in [`decide`](crate::decide), and knows nothing of this.

mod book;
mod codec;
mod deeds;
mod layout;
mod states;
mod translate;
mod words;

pub use book::{Evaluation, LiveError, Outcome, evaluate};
pub use codec::{CodecError, decode, encode, from_json, layout_json, to_json};
pub use deeds::{Deeds, Record, read_records};
pub use layout::Layout;
pub use translate::{Lost, LostPlay, Translation};
pub use words::{PlayWords, TaskWords, Words};
