//! The agent's own pages: plain, without scripts, and nothing like the product's, which must never be imitated here.

use axum::{
    http::{
        HeaderValue,
        header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY},
    },
    response::{IntoResponse, Response},
};
use url::Url;

/// A page: its title and the inside of its `main`.
pub(crate) struct Html {
    document: String,
    policy: String,
}

impl Html {
    /// The page. `title` and `body` are HTML: what is not ours in them must have gone through [`escape`].
    pub(crate) fn new(title: &str, body: &str) -> Self {
        let document = format!(
            "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
             <title>{title}</title><link rel=\"icon\" href=\"data:,\">\
             <link rel=\"stylesheet\" href=\"/agent.css\"></head><body><main>{body}</main></body></html>\n",
        );
        Self {
            document,
            policy: String::from("'self'"),
        }
    }

    /// Lets a form of the page end at `url`: browsers apply the policy to redirects too.
    pub(crate) fn form_to(mut self, url: &Url) -> Self {
        self.policy = format!("'self' {}", url.origin().ascii_serialization());
        self
    }
}

impl IntoResponse for Html {
    fn into_response(self) -> Response {
        let policy = format!(
            "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'; form-action {}",
            self.policy
        );
        let headers = [
            (
                CONTENT_TYPE,
                HeaderValue::from_static("text/html; charset=utf-8"),
            ),
            // Not `no-referrer`: browsers would then send `Origin: null` with the forms of this page, which is nobody's.
            (REFERRER_POLICY, HeaderValue::from_static("same-origin")),
            (
                CONTENT_SECURITY_POLICY,
                HeaderValue::from_str(&policy)
                    .unwrap_or(HeaderValue::from_static("default-src 'none'")),
            ),
        ];
        (headers, self.document).into_response()
    }
}

/// `text` as text in HTML, also inside a quoted attribute.
pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}

/// `GET /agent.css`
pub(super) async fn style() -> impl IntoResponse {
    let headers = [
        (CONTENT_TYPE, "text/css; charset=utf-8"),
        (CACHE_CONTROL, "max-age=60"),
    ];
    (headers, include_str!("page/agent.css"))
}
