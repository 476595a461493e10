//! Webhooks, against a server on this machine. Nothing waits: the pauses are kept in place of being made.

use super::attempts::{Answer, Destination};
use super::made_test::action;
use super::retry::Pauses;
use super::secret::Secret;
use super::server_test::Server;
use super::webhook::{Webhook, WebhookError};
use base64::prelude::{BASE64_STANDARD, Engine};
use sha2::{Digest, Sha256};
use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::Duration;

const KEY: &[u8; 32] = b"thirty-two bytes that nobody has";

fn secret() -> Secret {
    Secret::read("HOOK", &format!("whsec_{}", BASE64_STANDARD.encode(KEY))).unwrap()
}

/// A webhook at `url`, and the pauses it would have made.
fn webhook(url: &str) -> (Webhook, Arc<Mutex<Vec<Duration>>>) {
    let pauses = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&pauses);
    let pausing = Pauses::new(move |pause| kept.lock().unwrap().push(pause));
    (Webhook::new("crm", url, secret()).unwrap().pausing(pausing), pauses)
}

fn failed(answer: Answer) -> (String, bool) {
    match answer {
        Answer::Failed { why, again } => (why, again),
        other => panic!("{other:?}"),
    }
}

/// HMAC after RFC 2104, by hand.
fn hmac(key: &[u8], bytes: &[u8]) -> Vec<u8> {
    let mut block = [0_u8; 64];
    block[..key.len()].copy_from_slice(key);
    let padded = |with: u8| block.map(|byte| byte ^ with).to_vec();
    let inner = Sha256::digest([padded(0x36), bytes.to_vec()].concat());
    Sha256::digest([padded(0x5c), inner.to_vec()].concat()).to_vec()
}

#[test]
fn an_action_arrives_whole_signed_and_with_its_id() {
    let server = Server::new(&["202 Accepted"]);
    let (mut hook, _) = webhook(&server.url);
    let action = action("a", "open");
    assert_eq!(hook.send(&[&action]), Answer::Sent);
    let asked = &server.asked()[0];
    assert_eq!(asked.first, "POST /hook HTTP/1.1");
    assert_eq!(asked.body, action.body.as_bytes());
    assert_eq!(asked.header("content-type"), "application/cloudevents+json; charset=UTF-8");
    assert_eq!(asked.header("idempotency-key"), action.id);
    assert_eq!(asked.header("webhook-id"), action.id);
    let timestamp = asked.header("webhook-timestamp");
    assert!(timestamp.parse::<u64>().unwrap() > 1_700_000_000);
    let signed = [asked.header("webhook-id").as_bytes(), b".", timestamp.as_bytes(), b".", &asked.body].concat();
    assert_eq!(asked.header("webhook-signature"), format!("v1,{}", BASE64_STANDARD.encode(hmac(KEY, &signed))));
}

#[test]
fn a_server_in_trouble_is_asked_again_until_it_takes_the_action() {
    let server = Server::new(&["500 Internal Server Error", "", "503 Service Unavailable", "200 OK"]);
    let (mut hook, pauses) = webhook(&server.url);
    assert_eq!(hook.send(&[&action("a", "open")]), Answer::Sent);
    let asked = server.asked();
    assert_eq!(asked.len(), 4);
    assert!(asked.iter().all(|it| it.header("idempotency-key") == "a-open" && it.body == asked[0].body));
    let pauses = pauses.lock().unwrap().clone();
    // About half a second, one, two: jitter adds, and at most as much again.
    for (pause, least) in pauses.iter().zip([500_u64, 1000, 2000]) {
        let least = Duration::from_millis(least);
        assert!((least..=2 * least).contains(pause), "{pauses:?}");
    }
    assert_eq!(pauses.len(), 3);
}

#[test]
fn what_is_refused_is_not_tried_again() {
    let server = Server::new(&["400 Bad Request\n\nno\u{1b}[2J such \u{202e}field\nsecond line", "200 OK"]);
    let (mut hook, pauses) = webhook(&server.url);
    let (why, again) = failed(hook.send(&[&action("a", "open")]));
    let host = server.url.trim_start_matches("http://").trim_end_matches("/hook");
    assert_eq!(why, format!("{host} answered 400 Bad Request: no\\u{{1b}}[2J such \\u{{202e}}field\\nsecond line"));
    assert!(!again);
    assert_eq!((server.asked().len(), pauses.lock().unwrap().len()), (1, 0));
}

#[test]
fn a_wrong_address_or_secret_is_no_fault_of_the_action() {
    let elsewhere = "302 Found\nlocation: http://127.0.0.1:1/stolen";
    let server = Server::new(&["401 Unauthorized", "404 Not Found", elsewhere]);
    let (mut hook, pauses) = webhook(&server.url);
    let whys: Vec<(String, bool)> = (0..3).map(|_| failed(hook.send(&[&action("a", "open")]))).collect();
    assert!(whys.iter().all(|(_, again)| *again), "{whys:?}");
    assert!(whys[2].0.ends_with("answered 302 Found, another address, which is not followed"), "{whys:?}");
    assert_eq!((server.asked().len(), pauses.lock().unwrap().len()), (3, 0));
}

#[test]
fn who_asks_for_time_is_given_it_within_reason() {
    let server = Server::new(&["429 Too Many Requests\nretry-after: 7", "200 OK"]);
    let (mut hook, pauses) = webhook(&server.url);
    assert_eq!(hook.send(&[&action("a", "open")]), Answer::Sent);
    assert_eq!(*pauses.lock().unwrap(), [Duration::from_secs(7)]);

    let server = Server::new(&["503 Service Unavailable\nretry-after: 3600"]);
    let (mut hook, pauses) = webhook(&server.url);
    let (_, again) = failed(hook.send(&[&action("a", "open")]));
    assert_eq!((again, pauses.lock().unwrap().len(), server.asked().len()), (true, 0, 1));

    // A date that has passed asks for nothing.
    let server =
        Server::new(&["503 Service Unavailable\nretry-after: Wed, 21 Oct 2015 07:28:00 GMT", "204 No Content"]);
    let (mut hook, pauses) = webhook(&server.url);
    assert_eq!(hook.send(&[&action("a", "open")]), Answer::Sent);
    assert!(pauses.lock().unwrap()[0] <= Duration::from_secs(1));
}

#[test]
fn nobody_there_is_told_after_a_few_attempts() {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let (mut hook, pauses) = webhook(&format!("http://{free}/secret-path"));
    let (why, again) = failed(hook.send(&[&action("a", "open")]));
    assert!(why.starts_with(&format!("{free} cannot be reached: ")), "{why}");
    assert!(!why.contains("secret-path"), "{why}");
    assert_eq!((again, pauses.lock().unwrap().len()), (true, 5));
}

#[test]
fn an_answer_without_tls_is_none() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("https://{}/hook", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        // It does not listen, and talks plainly.
        while let Ok((mut stream, _)) = listener.accept() {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
        }
    });
    let (why, again) = failed(webhook(&url).0.send(&[&action("a", "open")]));
    assert!(why.contains(" cannot be reached: ") && again, "{why}");
}

#[test]
fn an_address_that_is_none_is_refused() {
    let refused = |url: &str| Webhook::new("crm", url, secret()).unwrap_err();
    for url in ["", "crm.example.com/hook", "ftp://crm.example.com", "https://", "/hook", "https://a b"] {
        assert_eq!(refused(url), WebhookError::Address { url: url.into() });
    }
    let password = refused("https://kim:hunter2@crm.example.com/hook");
    assert_eq!(password, WebhookError::Password { host: "crm.example.com".into() });
    assert!(Webhook::new("crm", "https://crm.example.com/hook?team=cs", secret()).is_ok());
}
