//! What an open page is told: by the event stream, by the same address asked for JSON, and by a form posted from the
//! page's script. Says how the sign-in stands, not what has changed: whoever missed something has missed nothing.

use axum::{
    Json,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use jiff::Timestamp;
use serde::Serialize;

use super::visit::Visit;
use crate::{
    flow::{Screen, screen::DeviceMethod},
    i18n::{Texts, plain},
    idx::Reply,
    ui,
};

/// How the sign-in stands, seen from the page that asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum State {
    /// The screen that is shown; what is on it may have changed.
    Same,
    /// The device is being asked.
    Checking,
    /// Nothing is in the way any more.
    Fixed,
    /// Another screen.
    Other,
}

/// What an open page is told. Texts are finished sentences in the person's language.
#[derive(Debug, Serialize)]
pub(super) struct News {
    state: State,
    /// The page has nothing more to listen for.
    pub(super) done: bool,
    #[serde(flatten)]
    live: ui::Live,
    #[serde(skip_serializing_if = "Option::is_none")]
    probe: Option<Probe>,
    #[serde(skip_serializing_if = "Option::is_none")]
    session: Option<SessionNews>,
    /// Milliseconds until the page should ask again.
    #[serde(skip_serializing_if = "Option::is_none")]
    wait: Option<u64>,
}

/// How the page asks the device's agent itself.
#[derive(Serialize)]
struct Probe {
    bases: String,
    timeout: String,
    request: String,
    poll: String,
    stop: String,
}

// The request is for the agent alone and not for logs.
impl std::fmt::Debug for Probe {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.bases)
    }
}

/// Until when the sign-in stays open.
#[derive(Debug, Serialize)]
struct SessionNews {
    left: i64,
    now: i64,
    until: String,
    said: String,
}

impl News {
    /// How `screen` looks from a page that shows the screen with the mark `shown`.
    pub(super) fn of(visit: &Visit, screen: &Screen, shown: &str) -> Self {
        let told = shown.starts_with("remedy");
        let waits = told || shown == "denied";
        let state = match screen {
            Screen::Success(_) => State::Fixed,
            Screen::Device(_) if waits => State::Checking,
            Screen::Denied(_) | Screen::Grace(_) if told => State::Same,
            other if other.mark() == shown => State::Same,
            _ => State::Other,
        };
        Self {
            state,
            done: matches!(state, State::Fixed | State::Other),
            live: ui::live(screen, visit.locale()),
            probe: None,
            session: None,
            wait: None,
        }
    }

    /// The page's own question to the agent, where its security policy allows that: for addresses that it knew before.
    #[must_use]
    pub(super) fn asking(mut self, screen: &Screen, known: &[String]) -> Self {
        if let Screen::Device(challenge) = screen
            && let DeviceMethod::Loopback {
                addresses,
                probe_timeout,
                challenge_request,
                ..
            } = &challenge.method
            && addresses
                .iter()
                .all(|address| known.contains(&address.base))
        {
            let bases: Vec<&str> = addresses
                .iter()
                .map(|address| address.base.as_str())
                .collect();
            self.probe = challenge.stop.as_ref().map(|stop| Probe {
                bases: bases.join(" "),
                timeout: probe_timeout.to_string(),
                request: challenge_request.clone(),
                poll: challenge.poll.action.form.clone(),
                stop: stop.form.clone(),
            });
        }
        self
    }

    /// Until when the sign-in stays open, by the server's clock.
    #[must_use]
    pub(super) fn until(mut self, visit: &Visit, reply: &Reply) -> Self {
        let now = visit.page.0.clock.now();
        let zone = visit.preferences().time_zone;
        let (locale, zone) = (visit.locale(), zone.as_deref());
        self.session = ends(reply).map(|ends| SessionNews {
            left: ends.as_millisecond() - now.as_millisecond(),
            now: now.as_millisecond(),
            until: ui::until(locale, ends, zone),
            said: ui::extended(locale, ends, zone),
        });
        self
    }

    /// When to ask again.
    #[must_use]
    pub(super) fn again_in(mut self, milliseconds: u64) -> Self {
        self.wait = Some(milliseconds);
        self
    }
}

/// When a sign-in ends, where the server tells.
pub(super) fn ends(reply: &Reply) -> Option<Timestamp> {
    reply.transaction.expires_at.as_deref()?.parse().ok()
}

/// Whether the page's script asks, and not a browser for a page.
pub(super) fn is_wanted(headers: &HeaderMap) -> bool {
    headers
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|accept| accept.starts_with("application/json"))
}

/// The news, never kept by anybody.
pub(super) fn answer(news: News) -> Response {
    ([(header::CACHE_CONTROL, "no-store")], Json(news)).into_response()
}

/// "Not now": in words, and in seconds for programs.
pub(super) fn busy(visit: &Visit, status: StatusCode, seconds: u64) -> Response {
    #[derive(Serialize)]
    struct Busy {
        said: String,
    }
    let texts = Texts::of(visit.locale());
    let said = texts.t_with("live-busy-in", &[("time", texts.duration(seconds).into())]);
    let headers = [
        (header::RETRY_AFTER, seconds.to_string()),
        (header::CACHE_CONTROL, String::from("no-store")),
    ];
    let said = plain(&said);
    (status, headers, Json(Busy { said })).into_response()
}
