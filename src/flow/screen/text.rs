//! Texts before they are in a language, messages and links.

use std::fmt::Write as _;

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

    /// Whether the host has letters beyond ASCII, which can pass for others: it is shown in Punycode (RFC 3492), and
    /// the page says so.
    pub fn is_unusual(&self) -> bool {
        self.host
            .split(['.', '@'])
            .any(|label| label.starts_with("xn--"))
    }

    /// Whether others on the network can read along.
    pub fn is_unencrypted(&self) -> bool {
        self.url.starts_with("http:")
    }

    /// Scheme, host and port, for a security policy; `None` for `mailto`.
    pub fn origin(&self) -> Option<String> {
        let url = Url::parse(&self.url).ok()?;
        url.host().map(|_| url.origin().ascii_serialization())
    }
}

/// Words of an administrator or a person with nothing hidden in them: control characters go, and what turns the direction
/// of writing around (UAX #9: embeddings and overrides) is shown by its code point. Marks and isolates, which Arabic and
/// Hebrew texts need, stay; the page isolates the whole text anyway.
pub fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\u{202a}'..='\u{202e}' => {
                // Writing to a String cannot fail.
                let _ = write!(shown, "[U+{:04X}]", u32::from(character));
            }
            '\n' | '\t' => shown.push(character),
            _ if character.is_control() => {}
            // Nothing to see: zero-width spaces and joiners between Latin letters, tags, the byte order mark.
            '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}' => {}
            _ => shown.push(character),
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_addresses_are_dropped_or_shown_for_what_they_are() {
        // Address, and what stands beside the link: host, whether it warns of letters, whether of being read along.
        let cases = [
            (
                "https://help.example.com:8443/a",
                Some(("help.example.com", false, false)),
            ),
            (
                "http://help.example.com",
                Some(("help.example.com", false, true)),
            ),
            // Cyrillic letters that look like Latin ones.
            (
                "https://\u{440}\u{430}ypal.example/",
                Some(("xn--ypal-43d9g.example", true, false)),
            ),
            (
                "https://xn--e1afmkfd.example/",
                Some(("xn--e1afmkfd.example", true, false)),
            ),
            // Full-width letters are the letters that they look like.
            (
                "https://\u{ff48}elp.example/",
                Some(("help.example", false, false)),
            ),
            // Numbers that are addresses.
            ("https://2130706433/", Some(("127.0.0.1", false, false))),
            ("https://0x7f.1/", Some(("127.0.0.1", false, false))),
            // What browsers ignore in an address is ignored here, too: the host is the one they would go to.
            (
                "https:\\\\evil.example\\help.example.com",
                Some(("evil.example", false, false)),
            ),
            (
                "ht\ntps://ev\til.example/",
                Some(("evil.example", false, false)),
            ),
            ("https:evil.example", Some(("evil.example", false, false))),
            (
                "https://help.example.com\u{3002}evil.example/",
                Some(("help.example.com.evil.example", false, false)),
            ),
            // User info passes a host off as another.
            ("https://help.example.com@evil.example/", None),
            ("https://help.example.com:pass@evil.example/", None),
            ("https://help.example.com%40evil.example/", None),
            ("https://help.ex\u{202e}ample.com/", None),
            ("https://", None),
            ("https://exa mple.com/", None),
            ("javascript:alert(1)", None),
            (" JAVASCRIPT:alert(1)", None),
            ("java\nscript:alert(1)", None),
            ("data:text/html,<script>alert(1)</script>", None),
            ("vbscript:x", None),
            ("file:///etc/passwd", None),
            ("blob:https://example.com/x", None),
            ("ftp://example.com", None),
            ("//evil.example", None),
            ("intent:#Intent;end", None),
            ("ms-settings:windowsupdate", None),
        ];
        for (address, expected) in cases {
            let link = Link::parse(address, None);
            let seen = link
                .as_ref()
                .map(|link| (link.host.as_str(), link.is_unusual(), link.is_unencrypted()));
            assert_eq!(seen, expected, "{address:?}");
        }
    }

    #[test]
    fn what_turns_a_text_around_is_shown() {
        let cases = [
            ("Turn on\u{202e}moc.elpmaxe", "Turn on[U+202E]moc.elpmaxe"),
            ("a\u{202a}b\u{202c}", "a[U+202A]b[U+202C]"),
            ("a\u{0}\u{1b}[31mb\u{7f}", "a[31mb"),
            ("pay\u{200b}roll\u{feff}", "payroll"),
            ("two\nlines\tand a tab", "two\nlines\tand a tab"),
            (
                "\u{200f}\u{627}\u{644}\u{200f}",
                "\u{200f}\u{627}\u{644}\u{200f}",
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(visible(text), expected, "{text:?}");
        }
    }

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
