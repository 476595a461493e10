//! Destinations as a `stageplay.yaml` names them.

use super::attempts::Destination;
use super::{Command, File, Secret, SecretError, Webhook, WebhookError};
use crate::column::plain;
use crate::read::{DeliverTarget, DeliverTo};

/// Why a destination cannot be sent to.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// Its secret.
    #[error("destination `{name}`: {cause}")]
    Secret {
        /** The destination, safe to show. */
        name: String,
        /** What is wrong. */
        cause: SecretError,
    },
    /// Its address.
    #[error("destination `{name}`: {cause}")]
    Address {
        /** The destination, safe to show. */
        name: String,
        /** What is wrong. */
        cause: WebhookError,
    },
}

/// Makes a destination ready. Nothing is sent, and no file is made; the secret of a webhook is read from the environment,
/// so that one that is missing is told of before anything is decided.
///
/// # Errors
/// A webhook without a secret, or with an address that is none.
pub fn open(to: &DeliverTo) -> Result<Box<dyn Destination>, OpenError> {
    let name = to.name.as_str();
    let shown = || plain(name).into_owned();
    Ok(match &to.to {
        DeliverTarget::File { path } => Box::new(File::new(name, path)),
        DeliverTarget::Command { program, arguments, folder } => {
            Box::new(Command::new(name, program, arguments, Some(folder)))
        }
        DeliverTarget::Webhook { url, secret_env } => {
            let secret =
                Secret::from_environment(secret_env).map_err(|cause| OpenError::Secret { name: shown(), cause })?;
            Box::new(Webhook::new(name, url, secret).map_err(|cause| OpenError::Address { name: shown(), cause })?)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::open;
    use crate::read::deployment_text;
    use std::path::Path;

    #[test]
    fn a_secret_that_is_not_there_is_told_of_at_once() {
        let text = "deliver:\n- {to: file, path: a}\n- {to: command, run: [sh]}\n- {to: webhook, name: crm, url: \
                    https://a.b, secret_env: STAGEPLAY_TEST_NO_SUCH_VARIABLE}";
        let said = deployment_text(Path::new("stageplay.yaml"), text).unwrap();
        let opened: Vec<Result<String, String>> = said
            .deliver
            .iter()
            .map(|to| open(to).map(|it| it.name().to_string()).map_err(|error| error.to_string()))
            .collect();
        let missing = "destination `crm`: the environment has no variable `STAGEPLAY_TEST_NO_SUCH_VARIABLE` with the \
                       secret of the webhook: set it to `whsec_…`";
        assert_eq!(opened, [Ok("file".into()), Ok("command".into()), Err(missing.to_string())]);
    }
}
