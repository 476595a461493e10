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
//! | `capacity` | what people have to do, and how much they can |
//! | `join` | what two parts of a book remember of it, put together |
//! | `account` | one account, or all of a batch, with their memory, as an evaluation finds them |
//! | `possible` | what the next run makes of what people have done |
//! | `shown` | what is remembered of an account, in the words of the playbook |
//! | `waiting` | what waits to be delivered, and what a budget makes of it |
//! | `plan` | what a changed playbook makes of states |
//!
//! The step itself is in [`decide`](crate::decide), and knows nothing of this.

mod account;
mod book;
mod capacity;
mod codec;
mod deeds;
mod join;
mod layout;
mod plan;
mod possible;
mod shown;
mod states;
mod translate;
mod waiting;
mod words;

pub use account::{Recalled, RecalledBook, recalled, recalled_book};
pub use book::{Evaluation, LiveError, Outcome, book_of, evaluate, layout_of};
pub use capacity::{Capacity, Held, Holder, Load, Measure, capacities, capacity_of, monday};
pub use codec::{CodecError, decode, encode, from_json, layout_json, to_json};
pub use deeds::{Deeds, Record, read_records};
pub use join::join_books;
pub use layout::{Layout, ScoreNames};
pub use plan::{Change, Gone, Opened, Planned, RunName, Stage, change, open_runs, what_if};
pub use possible::next;
pub use shown::{Memory, OpenRun, PlayMemory, PlayPhase, TaskMemory, memory};
pub use translate::{Lost, LostPlay, Translation};
pub use waiting::{Withheld, outgoing, withheld};
pub use words::{PlayWords, TaskWords, Words};
