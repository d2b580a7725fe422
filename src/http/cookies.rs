//! Cookies: one encrypted cookie per sign-in, one for what is said once, and plain ones for preferences.

use std::convert::Infallible;

use axum::{
    http::HeaderMap,
    response::{IntoResponseParts, ResponseParts},
};
use axum_extra::extract::cookie::{Cookie, PrivateCookieJar, SameSite};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::{Page, frame};
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
        Self::start_of(&self.query, org)
    }

    /// The same for an app's request.
    pub(super) fn start_of(query: &str, org: Option<String>) -> String {
        match org {
            Some(org) if query.is_empty() => format!("{org}/"),
            _ => format!("/signin?{query}"),
        }
    }
}

/// Where the browser keeps cookies, which decides on their attributes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Place {
    /// Browsers reach the page by TLS.
    tls: bool,
    /// The page is in a frame on another site: cookies are kept for that site alone (CHIPS), or not at all.
    partitioned: bool,
}

impl Place {
    /// Where the cookies of the answer to a request belong. That a page is in another site's frame is told by the
    /// request that loads it; the ones that follow, a script's among them, are known by a cookie that is only there.
    fn of(page: &Page, headers: &HeaderMap, jar: &PrivateCookieJar) -> Self {
        let tls = page.0.settings.is_secure();
        let marked = || jar.get(&Self::marker(tls)).is_some() && !frame::is_at_the_top(headers);
        Self {
            tls,
            partitioned: frame::may_be(page)
                && (frame::is_from_another_site(page, headers) || marked()),
        }
    }

    /// Name of the cookie that is only there in another site's frame. A sign-in's is longer.
    fn marker(tls: bool) -> String {
        format!("{}frame", prefix(tls))
    }

    /// The cookie with its attributes.
    fn dress(self, mut cookie: Cookie<'static>) -> Cookie<'static> {
        cookie.set_path("/");
        cookie.set_http_only(true);
        // Browsers take `Secure` from localhost, too, which partitioned cookies need.
        cookie.set_secure(self.tls || self.partitioned);
        if self.partitioned {
            cookie.set_same_site(SameSite::None);
            cookie.set_partitioned(true);
        } else {
            cookie.set_same_site(SameSite::Lax);
        }
        cookie
    }

    /// A cookie with a prefix is only removed by one with the same attributes, a partitioned one by a partitioned one.
    fn removal(self, name: &str) -> Cookie<'static> {
        self.dress(Cookie::new(name.to_owned(), ""))
    }
}

fn prefix(tls: bool) -> &'static str {
    // The prefix makes browsers refuse the cookie from other hosts and over plain http (RFC 6265bis 4.1.3.2).
    if tls { "__Host-doorstep-" } else { "doorstep-" }
}

/// What the browser of an administrator keeps, encrypted.
#[derive(Serialize, Deserialize)]
struct Administrator {
    token: String,
    /// Unix seconds: a cookie's own end is only the browser's word.
    until: i64,
}

/// What the browser keeps of somebody whose token was good for the gallery, encrypted: its frames need not ask again.
#[derive(Serialize, Deserialize)]
struct Preview {
    /// Unix seconds.
    until: i64,
}

/// The encrypted cookies of a request, and what the answer changes.
pub(super) struct Cookies {
    jar: PrivateCookieJar,
    place: Place,
}

impl Cookies {
    /// The cookies of a request.
    pub(super) fn open(page: &Page, headers: &HeaderMap) -> Self {
        let jar = PrivateCookieJar::from_headers(headers, page.0.key.0.clone());
        let place = Place::of(page, headers, &jar);
        Self { jar, place }
    }

    /// Lets later requests be known that come from the same frame on another site.
    pub(super) fn mark_frame(mut self) -> Self {
        let marker = Place::marker(self.place.tls);
        if self.place.partitioned && self.jar.get(&marker).is_none() {
            self.jar = self.jar.add(self.place.dress(Cookie::new(marker, "1")));
        }
        self
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
            self.jar = self.jar.remove(self.place.removal(&old));
        }
        self.write(name, content)
    }

    /// Keeps the sign-in `flow` over a restart of the browser, for `seconds`.
    pub(super) fn keep_for(mut self, flow: &str, content: &Flow, seconds: i64) -> Self {
        let name = self.name(flow);
        self = self.keep(flow, content);
        if let Some(mut cookie) = self.jar.get(&name) {
            cookie.set_max_age(lasting(seconds).and_then(|cookie| cookie.max_age()));
            self.jar = self.jar.add(self.place.dress(cookie));
        }
        self
    }

    /// The token of an administrator who uses one of the pages for them, until its time is over.
    pub(super) fn administrator(&self, now: i64) -> Option<String> {
        let kept: Administrator = self.read(&self.administrator_name())?;
        (now < kept.until).then_some(kept.token)
    }

    /// Keeps an administrator's token until `now` is [`ADMINISTRATOR_SECONDS`] later. No other site's page comes with it.
    pub(super) fn keep_administrator(self, token: String, now: i64) -> Self {
        let kept = Administrator {
            token,
            until: now + ADMINISTRATOR_SECONDS,
        };
        let name = self.administrator_name();
        self.keep_strictly(name, &kept)
    }

    /// Whether an administrator's token was good for the gallery a while ago.
    pub(super) fn may_preview(&self, now: i64) -> bool {
        self.read(&self.preview_name())
            .is_some_and(|kept: Preview| now < kept.until)
    }

    /// Keeps for as long as a token that it was good for the gallery.
    pub(super) fn keep_preview(self, now: i64) -> Self {
        let kept = Preview {
            until: now + ADMINISTRATOR_SECONDS,
        };
        let name = self.preview_name();
        self.keep_strictly(name, &kept)
    }

    fn keep_strictly<T: Serialize>(mut self, name: String, kept: &T) -> Self {
        if let Ok(value) = serde_json::to_string(kept) {
            let mut cookie = Cookie::build((name, value))
                .path("/")
                .http_only(true)
                .secure(self.place.tls)
                .same_site(SameSite::Strict)
                .build();
            cookie.set_max_age(lasting(ADMINISTRATOR_SECONDS).and_then(|cookie| cookie.max_age()));
            self.jar = self.jar.add(cookie);
        }
        self
    }

    /// Forgets the administrator's token, and what it was good for.
    pub(super) fn forget_administrator(mut self) -> Self {
        let top = Place {
            partitioned: false,
            ..self.place
        };
        for name in [self.administrator_name(), self.preview_name()] {
            self.jar = self.jar.remove(top.removal(&name));
        }
        self
    }

    fn preview_name(&self) -> String {
        format!("{}view", self.prefix())
    }

    fn administrator_name(&self) -> String {
        // A sign-in's name is longer, so that none is taken for this one.
        format!("{}desk", self.prefix())
    }

    /// Forgets the sign-in `flow`.
    pub(super) fn forget(mut self, flow: &str) -> Self {
        for name in [self.name(flow), self.flash_name(flow)] {
            if self.jar.get(&name).is_some() {
                self.jar = self.jar.remove(self.place.removal(&name));
            }
        }
        self
    }

    /// What the last answer said once; gone after this.
    pub(super) fn take_flash(mut self, flow: &str) -> (Self, Option<Flash>) {
        let name = self.flash_name(flow);
        let flash = self.read(&name);
        if flash.is_some() {
            self.jar = self.jar.remove(self.place.removal(&name));
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
            let cookie = self.place.dress(Cookie::new(name, value));
            self.jar = self.jar.add(cookie);
        }
        self
    }

    fn prefix(&self) -> &'static str {
        prefix(self.place.tls)
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
pub(super) fn preference(
    page: &Page,
    headers: &HeaderMap,
    name: &'static str,
    value: String,
) -> Cookie<'static> {
    let jar = PrivateCookieJar::from_headers(headers, page.0.key.0.clone());
    let mut cookie = Place::of(page, headers, &jar).dress(Cookie::new(name, value));
    cookie.make_permanent();
    cookie
}

/// Something that lasts for `seconds`: the type of a cookie's age has no name here.
fn lasting(seconds: i64) -> Option<Cookie<'static>> {
    Cookie::parse(format!("lasting=; Max-Age={seconds}")).ok()
}

/// Length of a value once it is encrypted and in base64: nonce and tag are 28 bytes.
fn encrypted_length<T: Serialize>(content: &T) -> usize {
    (serde_json::to_string(content).map_or(0, |text| text.len()) + 28).div_ceil(3) * 4
}
