//! The secret that a webhook is signed with, and the signature, after Standard Webhooks 1.0.0:
//! <https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md>.

use base64::prelude::{BASE64_STANDARD, Engine};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::fmt;

/// What a secret begins with.
const PREFIX: &str = "whsec_";

/// So many bytes a secret has, by the specification.
const BYTES: std::ops::RangeInclusive<usize> = 24..=64;

/// One secret, or several while a new one takes the place of an old one: what is sent is signed with each. Never shown.
#[derive(Clone)]
pub struct Secret(Vec<Vec<u8>>);

/// Why a text is no secret. Nothing of the text is told.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum SecretError {
    /// No such variable, or an empty one.
    #[error("the environment has no variable `{name}` with the secret of the webhook: set it to `whsec_…`")]
    Absent {
        /** The variable. */
        name: String,
    },
    /// No prefix, or no base64 behind it.
    #[error("the variable `{name}` holds no secret of a webhook: it is `whsec_` and then base64")]
    Form {
        /** The variable. */
        name: String,
    },
    /// Too short to be safe, or longer than the specification allows.
    #[error("the secret in the variable `{name}` has {found} bytes, a secret of a webhook has 24 to 64")]
    Length {
        /** The variable. */
        name: String,
        /** How many. */
        found: usize,
    },
}

impl Secret {
    /// The secret in a variable of the environment: `whsec_` and base64. Several are divided by blanks.
    ///
    /// # Errors
    /// No such variable, or one that holds no secret.
    pub fn from_environment(name: &str) -> Result<Self, SecretError> {
        let value = std::env::var(name).unwrap_or_default();
        Self::read(name, &value)
    }

    /// The secret in a text; `name` is what to call the place it comes from.
    ///
    /// # Errors
    /// A text that is none.
    pub fn read(name: &str, text: &str) -> Result<Self, SecretError> {
        let shown = || crate::column::plain(name).into_owned();
        let mut keys = Vec::new();
        for word in text.split_whitespace() {
            let coded = word.strip_prefix(PREFIX).ok_or_else(|| SecretError::Form { name: shown() })?;
            let key = BASE64_STANDARD.decode(coded).map_err(|_| SecretError::Form { name: shown() })?;
            if !BYTES.contains(&key.len()) {
                return Err(SecretError::Length { name: shown(), found: key.len() });
            }
            keys.push(key);
        }
        if keys.is_empty() { Err(SecretError::Absent { name: shown() }) } else { Ok(Self(keys)) }
    }

    /// The value of `webhook-signature`: `v1,` and base64 for each secret, divided by blanks.
    pub(super) fn signature(&self, id: &str, timestamp: u64, body: &str) -> String {
        let sign = |key: &Vec<u8>| {
            // A key of any length will do for an HMAC.
            let mut mac = Hmac::<Sha256>::new_from_slice(key).ok()?;
            mac.update(format!("{id}.{timestamp}.{body}").as_bytes());
            Some(format!("v1,{}", BASE64_STANDARD.encode(mac.finalize().into_bytes())))
        };
        self.0.iter().filter_map(sign).collect::<Vec<_>>().join(" ")
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::{Secret, SecretError};

    /// The example of the specification's own libraries, whose signature they publish.
    #[test]
    fn the_published_example_is_signed_as_published() {
        let secret = Secret::read("S", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let signed = secret.signature("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, "{\"test\": 2432232314}");
        assert_eq!(signed, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn while_secrets_change_both_sign() {
        let (old, new) = ("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD");
        let sign = |text: &str| Secret::read("S", text).unwrap().signature("a", 1, "b");
        assert_eq!(sign(&format!("{old} {new}")), format!("{} {}", sign(old), sign(new)));
    }

    #[test]
    fn what_is_no_secret_is_refused_and_not_shown() {
        let read = |text: &str| Secret::read("HOOK", text).unwrap_err();
        let name = || "HOOK".to_string();
        assert_eq!(read("  "), SecretError::Absent { name: name() });
        assert_eq!(read("hunter2"), SecretError::Form { name: name() });
        assert_eq!(read("whsec_not base64"), SecretError::Form { name: name() });
        assert_eq!(read("whsec_aHVudGVyMg=="), SecretError::Length { name: name(), found: 7 });
        let secret = Secret::read("HOOK", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        assert_eq!(format!("{secret:?}"), "Secret(…)");
        let absent = Secret::from_environment("STAGEPLAY_TEST_NO_SUCH_VARIABLE").unwrap_err();
        assert_eq!(
            absent.to_string(),
            "the environment has no variable `STAGEPLAY_TEST_NO_SUCH_VARIABLE` with the secret of the webhook: set it to \
             `whsec_…`"
        );
    }
}
