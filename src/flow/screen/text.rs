//! Texts before they are in a language, messages and links.

use url::Url;

/// A text before it is in the person's language.
///
/// `key` is in IDX's namespace (`primaryauth.title`, `oie.remember`, `idx.session.expired` …, with the overrides of
/// `docs/spec/idx.md` section 1.6 already applied), or empty where only the server's words are known. Resolution: the
/// key in the person's language; else `fallback`, whose language is unknown (mark it up accordingly, WCAG 3.1.2).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Text {
    /// Message key, or empty.
    pub key: String,
    /// Values of `{0}`, `{1}` …
    pub params: Vec<String>,
    /// The server's or an admin's words. Text, never markup.
    pub fallback: String,
}

impl Text {
    /// A built-in text.
    pub fn key(key: &str) -> Self {
        Self {
            key: key.to_owned(),
            ..Self::default()
        }
    }

    /// A built-in text with the server's words beside it.
    pub fn keyed(key: &str, params: Vec<String>, fallback: &str) -> Self {
        Self {
            key: key.to_owned(),
            params,
            fallback: fallback.to_owned(),
        }
    }

    /// Words of the server or of an admin, in a language of their own.
    pub fn verbatim(text: &str) -> Self {
        Self {
            fallback: text.to_owned(),
            ..Self::default()
        }
    }
}

/// Something to say beside the content: `docs/spec/idx.md` section 1.6.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// How grave it is.
    pub severity: Severity,
    /// What is said.
    pub text: Text,
    /// Where more can be read; only safe addresses.
    pub links: Vec<Link>,
}

/// How grave a notice is. Never shown by colour alone (WCAG 1.4.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// Something is wrong.
    Error,
    /// Something will be wrong.
    Warning,
    /// A plain paragraph.
    Info,
    /// Something went well.
    Success,
}

/// A link that is safe to render: `https`, `http` or `mailto`, no user info. Anything else never becomes a `Link`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The address, normalized (hosts in punycode).
    pub url: String,
    /// Host to show beside the link, or the address of a `mailto`.
    pub host: String,
    /// What the link says; `None` where the text beside it says it.
    pub label: Option<Text>,
}

impl Link {
    /// The link, if `url` is safe to render.
    pub fn parse(url: &str, label: Option<Text>) -> Option<Self> {
        let parsed = Url::parse(url.trim()).ok()?;
        let host = match parsed.scheme() {
            "https" | "http" if parsed.username().is_empty() && parsed.password().is_none() => {
                parsed.host_str()?.to_owned()
            }
            "mailto" => parsed.path().to_owned(),
            _ => return None,
        };
        (!host.is_empty()).then(|| Self {
            url: parsed.into(),
            host,
            label,
        })
    }

    /// Scheme, host and port, for a security policy; `None` for `mailto`.
    pub fn origin(&self) -> Option<String> {
        let url = Url::parse(&self.url).ok()?;
        url.host().map(|_| url.origin().ascii_serialization())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_and_mail_addresses_become_links() {
        let cases = [
            ("https://help.example.com/a?b=c", Some("help.example.com")),
            ("http://help.example.com", Some("help.example.com")),
            ("mailto:it@example.com", Some("it@example.com")),
            ("javascript:alert(1)", None),
            ("JaVaScRiPt:alert(1)", None),
            ("data:text/html,x", None),
            ("/relative", None),
            ("https://good.example@evil.example/", None),
            ("https://пример.example/", Some("xn--e1afmkfd.example")),
            ("", None),
        ];
        for (url, host) in cases {
            assert_eq!(
                Link::parse(url, None).map(|link| link.host),
                host.map(str::to_owned),
                "{url}"
            );
        }
    }
}
