//! Cross-site request forgery: a form post must come from our own page. Cookies are `SameSite=Lax` besides.

use axum::http::{HeaderMap, header};

/// Whether a post comes from `own`. Browsers say so themselves (`Sec-Fetch-Site`, Fetch Metadata); older ones send
/// `Origin` with every post. Whoever sends neither is no browser with a form of ours.
pub(super) fn is_own(headers: &HeaderMap, own: &str) -> bool {
    let text = |name| {
        headers
            .get(name)
            .and_then(|value: &axum::http::HeaderValue| value.to_str().ok())
    };
    match (
        text(header::HeaderName::from_static("sec-fetch-site")),
        text(header::ORIGIN),
    ) {
        (Some(site), _) => site == "same-origin",
        (None, Some(origin)) => origin == own,
        (None, None) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_page_may_post() {
        let cases: [(&[(&str, &str)], bool); 8] = [
            (
                &[
                    ("sec-fetch-site", "same-origin"),
                    ("origin", "https://own.example"),
                ],
                true,
            ),
            (
                &[
                    ("sec-fetch-site", "same-site"),
                    ("origin", "https://other.own.example"),
                ],
                false,
            ),
            (&[("sec-fetch-site", "cross-site")], false),
            (&[("sec-fetch-site", "none")], false),
            (&[("origin", "https://own.example")], true),
            (&[("origin", "https://own.example.evil.example")], false),
            (&[("origin", "null")], false),
            (&[], false),
        ];
        for (pairs, expected) in cases {
            let mut headers = HeaderMap::new();
            for (name, value) in pairs {
                headers.insert(
                    axum::http::HeaderName::try_from(*name).expect("a name"),
                    value.parse().expect("a value"),
                );
            }
            assert_eq!(
                is_own(&headers, "https://own.example"),
                expected,
                "{pairs:?}"
            );
        }
    }
}
