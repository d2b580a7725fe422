//! Cookies: one encrypted cookie per sign-in, one for what is said once, and plain ones for preferences.

use std::convert::Infallible;

use axum::{
    http::HeaderMap,
    response::{IntoResponseParts, ResponseParts},
};
use axum_extra::extract::cookie::{Cookie, PrivateCookieJar, SameSite};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::Page;
use crate::flow::Flash;

/// The language that was chosen in the menu.
pub(super) const LANGUAGE: &str = "doorstep-lang";
/// `off` where the page must not continue by itself.
pub(super) const AUTO_CONTINUE: &str = "doorstep-auto-continue";
/// IANA time zone.
pub(super) const TIME_ZONE: &str = "doorstep-time-zone";

/// How long an administrator's token is kept.
const ADMINISTRATOR_SECONDS: i64 = 15 * 60;
/// Sign-ins that one browser may have under way.
const MOST_FLOWS: usize = 8;
/// Browsers drop a cookie that is larger, name and attributes included (RFC 6265 section 6.1).
const LARGEST_COOKIE: usize = 3900;

/// What the browser keeps of a sign-in, encrypted and authenticated, bound to the cookie's name.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Flow {
    /// Names the transaction; a bearer secret.
    #[serde(rename = "h")]
    pub(super) state_handle: String,
    /// The app's request, to start again with; empty where the org's own page began.
    #[serde(rename = "q")]
    pub(super) query: String,
    /// The code verifier (RFC 7636) where the page made one for the app.
    #[serde(rename = "v", default, skip_serializing_if = "Option::is_none")]
    pub(super) verifier: Option<String>,
    /// When it started, Unix seconds.
    #[serde(rename = "t")]
    pub(super) started: i64,
    /// Where the device's agent was asked last.
    #[serde(rename = "a", default, skip_serializing_if = "Vec::is_empty")]
    pub(super) agents: Vec<String>,
}

impl std::fmt::Debug for Flow {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Flow")
            .field("started", &self.started)
            .finish_non_exhaustive()
    }
}

impl Flow {
    /// The value of a parameter of the app's request.
    pub(super) fn parameter(&self, name: &str) -> Option<String> {
        url::form_urlencoded::parse(self.query.as_bytes())
            .find(|(key, value)| key == name && !value.is_empty())
            .map(|(_, value)| value.into_owned())
    }

    /// Where "start again" begins: with the app's request, or at the org whose own page began.
    pub(super) fn start(&self, org: Option<String>) -> String {
        match org {
            Some(org) if self.query.is_empty() => format!("{org}/"),
            _ => format!("/signin?{}", self.query),
        }
    }
}

/// What the browser of an administrator keeps, encrypted.
#[derive(Serialize, Deserialize)]
struct Administrator {
    token: String,
    /// Unix seconds: a cookie's own end is only the browser's word.
    until: i64,
}

/// The encrypted cookies of a request, and what the answer changes.
pub(super) struct Cookies {
    jar: PrivateCookieJar,
    secure: bool,
}

impl Cookies {
    /// The cookies of a request.
    pub(super) fn open(page: &Page, headers: &HeaderMap) -> Self {
        Self {
            jar: PrivateCookieJar::from_headers(headers, page.0.key.0.clone()),
            secure: page.0.settings.is_secure(),
        }
    }

    /// The sign-in `flow`, if this browser started it.
    pub(super) fn flow(&self, flow: &str) -> Option<Flow> {
        self.read(&self.name(flow))
    }

    /// Keeps the sign-in `flow`, and of the others only the newest.
    pub(super) fn keep(mut self, flow: &str, content: &Flow) -> Self {
        let name = self.name(flow);
        let mut others: Vec<(String, i64)> = self
            .jar
            .iter()
            .filter(|cookie| cookie.name() != name && cookie.name().starts_with(self.prefix()))
            .filter_map(|cookie| {
                let flow: Flow = serde_json::from_str(cookie.value()).ok()?;
                Some((cookie.name().to_owned(), flow.started))
            })
            .collect();
        others.sort_by_key(|(_, started)| std::cmp::Reverse(*started));
        for (old, _) in others.into_iter().skip(MOST_FLOWS - 1) {
            self.jar = self.jar.remove(removal(&old, self.secure));
        }
        self.write(name, content)
    }

    /// Keeps the sign-in `flow` over a restart of the browser, for `seconds`.
    pub(super) fn keep_for(mut self, flow: &str, content: &Flow, seconds: i64) -> Self {
        let name = self.name(flow);
        self = self.keep(flow, content);
        if let Some(mut cookie) = self.jar.get(&name) {
            cookie.set_path("/");
            cookie.set_http_only(true);
            cookie.set_secure(self.secure);
            cookie.set_same_site(SameSite::Lax);
            cookie.set_max_age(lasting(seconds).and_then(|cookie| cookie.max_age()));
            self.jar = self.jar.add(cookie);
        }
        self
    }

    /// The token of an administrator who uses one of the pages for them, until its time is over.
    pub(super) fn administrator(&self, now: i64) -> Option<String> {
        let kept: Administrator = self.read(&self.administrator_name())?;
        (now < kept.until).then_some(kept.token)
    }

    /// Keeps an administrator's token until `now` is [`ADMINISTRATOR_SECONDS`] later. No other site's page comes with it.
    pub(super) fn keep_administrator(mut self, token: String, now: i64) -> Self {
        let kept = Administrator {
            token,
            until: now + ADMINISTRATOR_SECONDS,
        };
        if let Ok(value) = serde_json::to_string(&kept) {
            let mut cookie = Cookie::build((self.administrator_name(), value))
                .path("/")
                .http_only(true)
                .secure(self.secure)
                .same_site(SameSite::Strict)
                .build();
            cookie.set_max_age(lasting(ADMINISTRATOR_SECONDS).and_then(|cookie| cookie.max_age()));
            self.jar = self.jar.add(cookie);
        }
        self
    }

    /// Forgets the administrator's token.
    pub(super) fn forget_administrator(mut self) -> Self {
        let removal = removal(&self.administrator_name(), self.secure);
        self.jar = self.jar.remove(removal);
        self
    }

    fn administrator_name(&self) -> String {
        // A sign-in's name is longer, so that none is taken for this one.
        format!("{}desk", self.prefix())
    }

    /// Forgets the sign-in `flow`.
    pub(super) fn forget(mut self, flow: &str) -> Self {
        for name in [self.name(flow), self.flash_name(flow)] {
            if self.jar.get(&name).is_some() {
                self.jar = self.jar.remove(removal(&name, self.secure));
            }
        }
        self
    }

    /// What the last answer said once; gone after this.
    pub(super) fn take_flash(mut self, flow: &str) -> (Self, Option<Flash>) {
        let name = self.flash_name(flow);
        let flash = self.read(&name);
        if flash.is_some() {
            self.jar = self.jar.remove(removal(&name, self.secure));
        }
        (self, flash)
    }

    /// What the next page says once.
    pub(super) fn flash(self, flow: &str, mut flash: Flash) -> Self {
        // Twice: first without what was typed, then without all but the first messages.
        for _ in 0..2 {
            if encrypted_length(&flash) > LARGEST_COOKIE {
                flash = flash.shortened();
            }
        }
        let name = self.flash_name(flow);
        self.write(name, &flash)
    }

    fn read<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        serde_json::from_str(self.jar.get(name)?.value()).ok()
    }

    fn write<T: Serialize>(mut self, name: String, content: &T) -> Self {
        if let Ok(value) = serde_json::to_string(content) {
            let cookie = Cookie::build((name, value))
                .path("/")
                .http_only(true)
                .secure(self.secure)
                .same_site(SameSite::Lax);
            self.jar = self.jar.add(cookie);
        }
        self
    }

    fn prefix(&self) -> &'static str {
        // The prefix makes browsers refuse the cookie from other hosts and over plain http (RFC 6265bis 4.1.3.2).
        if self.secure {
            "__Host-doorstep-"
        } else {
            "doorstep-"
        }
    }

    fn name(&self, flow: &str) -> String {
        format!("{}{flow}", self.prefix())
    }

    fn flash_name(&self, flow: &str) -> String {
        format!("{}{flow}-flash", self.prefix())
    }
}

impl IntoResponseParts for Cookies {
    type Error = Infallible;

    fn into_response_parts(self, parts: ResponseParts) -> Result<ResponseParts, Self::Error> {
        self.jar.into_response_parts(parts)
    }
}

/// A preference: not secret, but nobody else's business.
pub(super) fn preference(name: &'static str, value: String, secure: bool) -> Cookie<'static> {
    Cookie::build((name, value))
        .path("/")
        .http_only(true)
        .secure(secure)
        .same_site(SameSite::Lax)
        .permanent()
        .build()
}

/// Something that lasts for `seconds`: the type of a cookie's age has no name here.
fn lasting(seconds: i64) -> Option<Cookie<'static>> {
    Cookie::parse(format!("lasting=; Max-Age={seconds}")).ok()
}

/// A cookie with a prefix is only removed by one with the same attributes.
fn removal(name: &str, secure: bool) -> Cookie<'static> {
    Cookie::build((name.to_owned(), ""))
        .path("/")
        .secure(secure)
        .http_only(true)
        .same_site(SameSite::Lax)
        .build()
}

/// Length of a value once it is encrypted and in base64: nonce and tag are 28 bytes.
fn encrypted_length<T: Serialize>(content: &T) -> usize {
    (serde_json::to_string(content).map_or(0, |text| text.len()) + 28).div_ceil(3) * 4
}
