//! Actions out to destinations: a file, a program, a webhook.
//!
//! The only room with a network. What is sent, and when, is decided elsewhere; here it is only carried, at least once and
//! in order. An action counts as sent when its destination has said so, and the answer is handed on before the next
//! action goes, so that whoever keeps the actions can write it down: what is cut off in between is sent again, with
//! the same id.

mod attempts;
mod command;
mod file;
mod open;
mod retry;
mod secret;
mod webhook;

pub use attempts::{Answer, Destination, Tally, deliver};
pub use command::Command;
pub use file::File;
pub use open::{OpenError, open};
pub use retry::Pauses;
pub use secret::{Secret, SecretError};
pub use webhook::{Webhook, WebhookError};

#[cfg(test)]
mod local_test;
#[cfg(test)]
mod made_test;
#[cfg(test)]
mod order_test;
#[cfg(test)]
mod server_test;
#[cfg(test)]
mod webhook_test;
