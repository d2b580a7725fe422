//! What the example app keeps in the browser, encrypted: sign-ins that have begun, one cookie each so that several tabs
//! do not disturb each other, and the claims of whoever is signed in.
//!
//! Cookies know no ports: their names begin with `example-`, as the sign-in page may live on the same host.

use axum::response::{IntoResponseParts, ResponseParts};
use axum_extra::extract::{
    PrivateCookieJar,
    cookie::{Cookie, SameSite},
};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::oidc::{Attempt, Claims};

/// How long a session lasts.
const SESSION: SignedDuration = SignedDuration::from_hours(8);
/// How long a sign-in may take.
const PATIENCE: SignedDuration = SignedDuration::from_hours(1);
/// How many sign-ins may be under way in one browser.
const MOST: usize = 5;

/// Who is signed in.
#[derive(Serialize, Deserialize)]
pub(super) struct Session {
    pub(super) claims: Claims,
    until: Timestamp,
}

#[derive(Serialize, Deserialize)]
struct Begun {
    attempt: Attempt,
    at: Timestamp,
}

/// The cookies of one app.
pub(super) struct Jar {
    cookies: PrivateCookieJar,
    app: &'static str,
    secure: bool,
    now: Timestamp,
}

impl Jar {
    pub(super) fn new(
        cookies: PrivateCookieJar,
        app: &'static str,
        secure: bool,
        now: Timestamp,
    ) -> Self {
        Self {
            cookies,
            app,
            secure,
            now,
        }
    }

    fn session_name(&self) -> String {
        format!("example-{}-session", self.app)
    }

    fn attempt_prefix(&self) -> String {
        format!("example-{}-attempt-", self.app)
    }

    fn attempt_name(&self, state: &str) -> Option<String> {
        // Enough to tell sign-ins apart; the whole state is compared when it comes back.
        Some(format!("{}{}", self.attempt_prefix(), state.get(..8)?))
    }

    fn cookie(&self, name: String, value: String) -> Cookie<'static> {
        Cookie::build((name, value))
            .path(format!("/{}", self.app))
            .http_only(true)
            .secure(self.secure)
            .same_site(SameSite::Lax)
            .build()
    }

    fn read<T: for<'de> Deserialize<'de>>(&self, name: &str) -> Option<T> {
        serde_json::from_str(self.cookies.get(name)?.value()).ok()
    }

    fn write(mut self, name: String, value: &impl Serialize) -> Self {
        if let Ok(value) = serde_json::to_string(value) {
            self.cookies = self.cookies.clone().add(self.cookie(name, value));
        }
        self
    }

    fn forget(mut self, name: String) -> Self {
        self.cookies = self
            .cookies
            .clone()
            .remove(self.cookie(name, String::new()));
        self
    }

    /// Who is signed in.
    pub(super) fn session(&self) -> Option<Session> {
        self.read::<Session>(&self.session_name())
            .filter(|session| self.now < session.until)
    }

    /// Remembers a sign-in that begins, and forgets the oldest where there are too many.
    pub(super) fn begin(self, attempt: &Attempt) -> Self {
        let prefix = self.attempt_prefix();
        let mut under_way: Vec<(Timestamp, String)> = self
            .cookies
            .iter()
            .filter(|cookie| cookie.name().starts_with(&prefix))
            .filter_map(|cookie| {
                let begun: Begun = serde_json::from_str(cookie.value()).ok()?;
                Some((begun.at, cookie.name().to_owned()))
            })
            .collect();
        under_way.sort();
        let too_many = (under_way.len() + 1).saturating_sub(MOST);
        let jar = under_way
            .into_iter()
            .take(too_many)
            .fold(self, |jar, (_, name)| jar.forget(name));
        let begun = Begun {
            attempt: attempt.clone(),
            at: jar.now,
        };
        match jar.attempt_name(&attempt.state) {
            Some(name) => jar.write(name, &begun),
            None => jar,
        }
    }

    /// The sign-in that `state` belongs to, once.
    pub(super) fn finish(self, state: &str) -> Option<(Attempt, Self)> {
        let name = self.attempt_name(state)?;
        let begun: Begun = self.read(&name)?;
        let in_time = self.now.duration_since(begun.at) < PATIENCE;
        (in_time && begun.attempt.state == state).then(|| (begun.attempt, self.forget(name)))
    }

    /// Signs in.
    pub(super) fn sign_in(self, claims: Claims) -> Self {
        let until = self.now.saturating_add(SESSION).unwrap_or(Timestamp::MAX);
        let name = self.session_name();
        self.write(name, &Session { claims, until })
    }

    /// Signs out.
    pub(super) fn sign_out(self) -> Self {
        let name = self.session_name();
        self.forget(name)
    }
}

impl IntoResponseParts for Jar {
    type Error = std::convert::Infallible;

    fn into_response_parts(self, parts: ResponseParts) -> Result<ResponseParts, Self::Error> {
        self.cookies.into_response_parts(parts)
    }
}
