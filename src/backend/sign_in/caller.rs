//! Who calls: what a request's headers say about the browser behind it.

use std::convert::Infallible;

use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::{HeaderMap, header, request::Parts},
};

use crate::backend::{LONGEST_HEADER, evaluation::Platform};

/// The browser behind a request, as far as the headers tell. Nothing of it is proven.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Caller {
    /// Its `User-Agent`.
    pub(super) user_agent: Option<String>,
    /// Where the request came from.
    pub(super) address: Option<String>,
    /// The languages that the person reads, best first.
    pub(super) languages: Vec<String>,
    /// Ties the page's log and ours together.
    pub(super) request_id: Option<String>,
}

impl<S: Sync> FromRequestParts<S> for Caller {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let address = parts.extensions.get::<ConnectInfo<std::net::SocketAddr>>();
        Ok(Self {
            user_agent: text(&parts.headers, header::USER_AGENT.as_str()),
            address: address.map(|ConnectInfo(address)| address.ip().to_string()),
            languages: text(&parts.headers, header::ACCEPT_LANGUAGE.as_str())
                .map(|list| languages(&list))
                .unwrap_or_default(),
            request_id: request_id(&parts.headers),
        })
    }
}

impl Caller {
    /// The operating system that the browser says it runs on. Good enough to name the right checks of a device that
    /// could not be reached, never enough to let it in.
    pub(super) fn platform(&self) -> Option<Platform> {
        let agent = self.user_agent.as_deref()?;
        // Android says Linux, too, and iPadOS says Macintosh: what is more special comes first.
        [
            ("Android", Platform::Android),
            ("CrOS", Platform::Chromeos),
            ("iPhone", Platform::Ios),
            ("iPad", Platform::Ios),
            ("Macintosh", Platform::Macos),
            ("Windows NT", Platform::Windows),
        ]
        .into_iter()
        .find(|(word, _)| agent.contains(word))
        .map(|(_, platform)| platform)
    }
}

/// The caller's own id of the request, if it is one that can stand in a log.
pub(super) fn request_id(headers: &HeaderMap) -> Option<String> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    text(headers, "x-request-id").filter(|id| (1..=64).contains(&id.len()) && id.bytes().all(plain))
}

fn text(headers: &HeaderMap, name: &str) -> Option<String> {
    let text = headers.get(name)?.to_str().ok()?;
    Some(text.chars().take(LONGEST_HEADER).collect())
}

/// The languages of an `Accept-Language` header (RFC 9110, section 12.5.4), best first.
pub(super) fn languages(list: &str) -> Vec<String> {
    let mut ranked: Vec<(f32, String)> = list
        .split(',')
        .filter_map(|item| {
            let (tag, parameters) = item.split_once(';').unwrap_or((item, ""));
            let weight = parameters
                .trim()
                .strip_prefix("q=")
                .map_or(Some(1.0), |weight| weight.trim().parse().ok())?;
            let tag = tag.trim();
            (weight > 0.0 && !tag.is_empty() && tag != "*")
                .then(|| (weight, tag.to_ascii_lowercase()))
        })
        .collect();
    // Stable: of equal ones the first is preferred.
    ranked.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    ranked.into_iter().map(|(_, tag)| tag).collect()
}

/// The entry of `translations` that fits the person's languages best (RFC 4647, section 3.4), if any does.
pub(super) fn best<'a>(
    languages: &[String],
    translations: &'a std::collections::BTreeMap<String, String>,
) -> Option<&'a str> {
    languages.iter().find_map(|language| {
        let mut range = language.as_str();
        loop {
            let found = translations
                .iter()
                .find(|(tag, _)| tag.eq_ignore_ascii_case(range));
            if let Some((_, text)) = found {
                return Some(text.as_str());
            }
            range = range.rsplit_once('-')?.0;
        }
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn languages_come_in_the_order_of_their_weight() {
        assert_eq!(
            languages("en;q=0.5, de-CH, fr;q=0.9, *;q=0.1, it;q=0"),
            ["de-ch", "fr", "en"]
        );
    }

    #[test]
    fn the_best_translation_is_looked_up_from_special_to_general() {
        let translations: BTreeMap<_, _> = [
            ("de".to_owned(), "Hallo".to_owned()),
            ("ja".to_owned(), "やあ".to_owned()),
        ]
        .into();
        assert_eq!(
            best(&["de-ch".to_owned(), "ja".to_owned()], &translations),
            Some("Hallo")
        );
        assert_eq!(best(&["fr".to_owned()], &translations), None);
    }

    #[test]
    fn the_browser_tells_its_platform() {
        let of = |agent: &str| {
            Caller {
                user_agent: Some(agent.to_owned()),
                ..Caller::default()
            }
            .platform()
        };
        assert_eq!(
            of("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)"),
            Some(Platform::Macos)
        );
        assert_eq!(
            of("Mozilla/5.0 (Linux; Android 15)"),
            Some(Platform::Android)
        );
        assert_eq!(of("Mozilla/5.0 (X11; Linux x86_64)"), None);
    }
}
