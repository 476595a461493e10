//! A webhook: one POST for each action, in the structured mode of the CloudEvents 1.0.2 HTTP binding, signed after
//! Standard Webhooks.

use super::attempts::{Answer, Destination};
use super::retry::{Failure, Pauses, Then, retry};
use super::secret::Secret;
use crate::column::{plain, plain_cut};
use crate::send::outgoing::Outgoing;
use std::io::Read;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use ureq::http::{HeaderMap, StatusCode, Uri};
use ureq::tls::{RootCerts, TlsConfig};
use ureq::{Agent, Body};

/// How long a connection may take.
const CONNECT: Duration = Duration::from_secs(10);

/// How long all of one attempt may take.
const ATTEMPT: Duration = Duration::from_secs(30);

/// So much of an answer is read, to show the begin of it.
const MOST_READ: u64 = 4 << 10;

/// The longest answer that is shown.
const SHOWN: usize = 200;

/// Somewhere on the network that takes actions.
#[derive(Debug)]
pub struct Webhook {
    name: String,
    uri: Uri,
    secret: Secret,
    agent: Agent,
    pauses: Pauses,
}

/// Why an address cannot be sent to.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum WebhookError {
    /// Not the address of a page.
    #[error("`{url}` is no address of a webhook: expected https://… or http://…")]
    Address {
        /** As given, safe to show. */
        url: String,
    },
    /// A name or a password before `@`.
    #[error("the address of the webhook at `{host}` holds a name or a password: leave out what stands before `@`")]
    Password {
        /** Where it leads, safe to show. */
        host: String,
    },
}

impl Webhook {
    /// A destination called `name`.
    ///
    /// # Errors
    /// An address that is none, or holds a password.
    pub fn new(name: impl Into<String>, url: &str, secret: Secret) -> Result<Self, WebhookError> {
        let wrong = || WebhookError::Address { url: plain_cut(url, SHOWN).into_owned() };
        let uri: Uri = url.parse().map_err(|_| wrong())?;
        let host = uri.host().filter(|host| !host.is_empty()).ok_or_else(wrong)?;
        if !matches!(uri.scheme_str(), Some("http" | "https")) {
            return Err(wrong());
        }
        if uri.authority().is_some_and(|authority| authority.as_str().contains('@')) {
            return Err(WebhookError::Password { host: plain(host).into_owned() });
        }
        let mut agent = Agent::config_builder()
            .timeout_connect(Some(CONNECT))
            .timeout_global(Some(ATTEMPT))
            // Where a signed event goes is not for an answer to say.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .tls_config(TlsConfig::builder().root_certs(RootCerts::WebPki).build())
            .user_agent(concat!("stageplay/", env!("CARGO_PKG_VERSION")));
        // A proxy cannot lead back to this machine.
        if matches!(host, "localhost" | "127.0.0.1" | "[::1]") {
            agent = agent.proxy(None);
        }
        let agent = agent.build().new_agent();
        Ok(Self { name: name.into(), uri, secret, agent, pauses: Pauses::default() })
    }

    /// With other pauses between attempts.
    #[must_use]
    pub fn pausing(mut self, pauses: Pauses) -> Self {
        self.pauses = pauses;
        self
    }

    fn attempt(&self, action: &Outgoing) -> Result<(), Failure> {
        let timestamp = seconds_now();
        let sent = self
            .agent
            .post(&self.uri)
            .header("content-type", "application/cloudevents+json; charset=UTF-8")
            .header("idempotency-key", &action.id)
            .header("webhook-id", &action.id)
            .header("webhook-timestamp", timestamp.to_string())
            .header("webhook-signature", self.secret.signature(&action.id, timestamp, &action.body))
            .send(&action.body);
        match sent {
            Ok(response) if response.status().is_success() => Ok(()),
            Ok(response) => {
                let (parts, mut body) = response.into_parts();
                let why = format!("{} answered {}{}", self.host(), shown_status(parts.status), shown_body(&mut body));
                Err(Failure { why, then: then(parts.status, &parts.headers) })
            }
            Err(error) => {
                let then = match &error {
                    ureq::Error::Io(_)
                    | ureq::Error::Timeout(_)
                    | ureq::Error::HostNotFound
                    | ureq::Error::ConnectionFailed
                    | ureq::Error::Protocol(_)
                    | ureq::Error::ConnectProxyFailed(_) => Then::Retry(Duration::ZERO),
                    // A certificate does not mend itself within a minute.
                    _ => Then::Later,
                };
                let why = format!("{} cannot be reached: {}", self.host(), plain_cut(&error.to_string(), SHOWN));
                Err(Failure { why, then })
            }
        }
    }

    /// Where it leads. The rest of an address can be a secret.
    fn host(&self) -> String {
        plain(self.uri.authority().map_or("", |authority| authority.as_str())).into_owned()
    }
}

/// What an answer that is no success asks for.
fn then(status: StatusCode, headers: &HeaderMap) -> Then {
    match status.as_u16() {
        408 | 429 | 500.. => Then::Retry(retry_after(headers)),
        // The address or the secret is at fault, not the action: both can be mended.
        300..=399 | 401 | 403 | 404 | 405 | 407 | 410 => Then::Later,
        _ => Then::Never,
    }
}

/// How long an answer asks to wait: seconds, or a date.
fn retry_after(headers: &HeaderMap) -> Duration {
    let asked = headers.get("retry-after").and_then(|value| value.to_str().ok()).map(str::trim).unwrap_or_default();
    if let Ok(seconds) = asked.parse() {
        return Duration::from_secs(seconds);
    }
    let until = chrono::DateTime::parse_from_rfc2822(asked).ok().and_then(|at| u64::try_from(at.timestamp()).ok());
    Duration::from_secs(until.unwrap_or(0).saturating_sub(seconds_now()))
}

fn seconds_now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

fn shown_status(status: StatusCode) -> String {
    let hint = match status.as_u16() {
        300..=399 => ", another address, which is not followed",
        401 | 403 => ", which is about the secret or the right to send there",
        _ => "",
    };
    let words = status.canonical_reason().map_or(String::new(), |words| format!(" {words}"));
    format!("{}{words}{hint}", status.as_u16())
}

/// The begin of an answer, safe to show.
fn shown_body(body: &mut Body) -> String {
    let mut bytes = Vec::new();
    // What cannot be read is not shown.
    let _ = body.as_reader().take(MOST_READ).read_to_end(&mut bytes);
    let text = String::from_utf8_lossy(&bytes);
    let text = text.trim();
    if text.is_empty() { String::new() } else { format!(": {}", plain_cut(text, SHOWN)) }
}

impl Destination for Webhook {
    fn name(&self) -> &str {
        &self.name
    }

    fn send(&mut self, actions: &[&Outgoing]) -> Answer {
        match actions.iter().try_for_each(|action| retry(&self.pauses, || self.attempt(action))) {
            Ok(()) => Answer::Sent,
            Err(Failure { why, then }) => Answer::Failed { why, again: then != Then::Never },
        }
    }
}
