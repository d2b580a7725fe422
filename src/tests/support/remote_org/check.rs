//! What a client must send: `docs/spec/idx.md` section 1.3. Each check says in a sentence what is wrong.

use axum::http::{HeaderMap, request::Parts};

/// Collects what is wrong with one request.
pub(super) struct Check<'a> {
    headers: &'a HeaderMap,
    what: String,
    pub(super) complaints: Vec<String>,
}

impl<'a> Check<'a> {
    /// Checks what is true of every request.
    pub(super) fn new(parts: &'a Parts) -> Self {
        let mut check = Self {
            headers: &parts.headers,
            what: format!("{} {}", parts.method, parts.uri.path()),
            complaints: Vec::new(),
        };
        check.that(
            !parts.headers.contains_key("cookie"),
            "the client sent a cookie: whose it is, nobody can say",
        );
        check.that(
            check
                .text("x-okta-user-agent-extended")
                .starts_with("doorstep/"),
            "the client does not say what it is",
        );
        check.that(
            !check.text("accept-language").is_empty(),
            "the person’s language is missing",
        );
        check.that(!check.text("user-agent").is_empty(), "no User-Agent");
        check
    }

    pub(super) fn text(&self, name: &str) -> &'a str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    pub(super) fn that(&mut self, good: bool, otherwise: &str) {
        if !good {
            self.complaints.push(format!("{}: {otherwise}", self.what));
        }
    }

    pub(super) fn header(&mut self, name: &str, expected: &str) {
        let found = self.text(name);
        self.that(
            found == expected,
            &format!("{name} is {found:?} and should be {expected:?}"),
        );
    }
}
