//! File names as references of RFC 3986.

/// A file's name as a URI reference with forward slashes: relative where the name is, `file://` where it is absolute.
/// Everything but unreserved characters is percent-encoded, so that a name can neither open a query nor name a scheme.
pub(super) fn uri(name: &str) -> String {
    let mut name = name;
    while let Some(rest) = name.strip_prefix("./") {
        name = rest;
    }
    let mut uri = if name.starts_with('/') { "file://".to_owned() } else { String::new() };
    for byte in name.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(char::from(byte)),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn a_name_stays_a_path() {
        assert_eq!(uri("arc/health.play"), "arc/health.play");
        assert_eq!(uri("././arc/../a b.play"), "arc/../a%20b.play");
        assert_eq!(uri("/tmp/ü.play"), "file:///tmp/%C3%BC.play");
        assert_eq!(uri("https://x?y#z%20\n"), "https%3A//x%3Fy%23z%2520%0A");
    }
}
