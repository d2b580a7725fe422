//! `POST /signin/{flow}/poll`: an open page asks whether something happened elsewhere, on a telephone or in a program on
//! the device. The page's own request, so that it asks only while somebody looks at it (`docs/spec/idx.md` section 1.9),
//! and so that what the server says once is kept for the next page.
//!
//! Posted: `form`, and what the page shows: `shown` ([`Screen::mark`]), `said` ([`About::said`]), `request`
//! ([`DeviceChallenge::request`]). Answered: JSON, see [`News`].
//!
//! [`About::said`]: crate::flow::screen::About::said
//! [`DeviceChallenge::request`]: crate::flow::screen::DeviceChallenge::request

use axum::{
    Json,
    extract::{Path, Request, State},
    response::{IntoResponse as _, Response},
};

use super::{Page, cookies::Cookies, form, signin, visit::Visit};
use crate::{
    flow::{self, Answer, Flash, Posted, Screen},
    i18n::{Arg, Texts},
    idx::{Error, Reply},
};

/// Seconds to wait where the server says "too many requests" and not how long.
const TOO_MANY_WAIT: u64 = 60;
/// Seconds to wait after an answer that helps nobody on.
const ERROR_WAIT: u64 = 15;
/// The longest wait that is taken from the server, in seconds.
const LONGEST_WAIT: u64 = 300;

/// What the page is told.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
struct News {
    /// Whether the page is to be loaded again.
    changed: bool,
    /// Milliseconds until the next question, where they are more than usual.
    wait: u64,
    /// What there is to say, a finished sentence; empty mostly.
    text: String,
}

impl News {
    fn changed() -> Self {
        Self {
            changed: true,
            ..Self::default()
        }
    }
}

pub(super) async fn post(
    State(page): State<Page>,
    Path(name): Path<String>,
    mut visit: Visit,
    request: Request,
) -> Response {
    let posted = match form::read(&page, request).await {
        Ok(posted) => posted,
        Err(refusal) => return refusal.page(&visit),
    };
    let cookies = Cookies::open(&page, &visit.headers);
    let Some(mut content) = cookies.flow(&name) else {
        // Loaded again, the page says so.
        return Json(News::changed()).into_response();
    };
    visit.ui_locales = content.parameter("ui_locales");
    let (client, caller) = (&page.0.client, visit.caller());
    let setting = signin::setting(&visit, &name, &content);
    let known = content.state_handle.clone();
    let current = match signin::stands(&visit, &mut content).await {
        Ok(reply) => reply,
        Err(error) => return Json(trouble(&visit, &error)).into_response(),
    };
    let before = flow::read(&current, &setting);
    if is_other(&before, &posted) {
        return Json(News::changed()).into_response();
    }
    let Answer::Submit { form, body } = flow::answer(&current.transaction, &posted) else {
        return Json(News::changed()).into_response();
    };
    let reply = match client.submit(&form, &body.0, &caller).await {
        Ok(reply) => reply,
        Err(error) => return Json(trouble(&visit, &error)).into_response(),
    };
    if reply.status == 429 {
        return Json(too_many(&visit, reply.wait)).into_response();
    }
    let after = flow::read(&reply, &setting);
    let news = compare(&before, &current, &after, &reply, &posted);
    let cookies = signin::remember(cookies, &name, &mut content, &known, &reply);
    let now = page.0.clock.now();
    page.0.last_words.hear(&content.state_handle, &reply, now);
    let cookies = match Flash::of(&reply, &form, &posted).filter(|_| news.changed) {
        Some(flash) => cookies.flash(&name, flash),
        None => cookies,
    };
    (cookies, Json(news)).into_response()
}

/// Whether the sign-in has gone on since the page was drawn, for instance in another tab.
fn is_other(screen: &Screen, posted: &Posted) -> bool {
    posted
        .get("shown")
        .is_none_or(|shown| shown != screen.mark())
}

/// What the server's answer means for a page that shows `before`. `current` is the server's word of a moment ago.
fn compare(
    before: &Screen,
    current: &Reply,
    after: &Screen,
    reply: &Reply,
    posted: &Posted,
) -> News {
    let told = after
        .about()
        .map(flow::screen::About::said)
        .unwrap_or_default();
    let is_new = !told.is_empty() && Some(told.as_str()) != posted.get("said");
    if reply.status >= 400 {
        // The way on is the old one (section 1.8); saying the same again and again helps nobody.
        return News {
            changed: is_new,
            wait: ERROR_WAIT * 1000,
            ..News::default()
        };
    }
    // A page shows what an answer said once only where the state itself says nothing.
    let says = is_new && current.transaction.messages().is_empty();
    if before.mark() != after.mark() || says || is_next_challenge(before, after, posted) {
        return News::changed();
    }
    News::default()
}

/// Whether another challenge of the same kind follows. Only where the server repeats a challenge word by word: one that
/// signs it anew each time it is asked would have the page loaded again without end.
fn is_next_challenge(before: &Screen, after: &Screen, posted: &Posted) -> bool {
    let (Screen::Device(before), Screen::Device(after)) = (before, after) else {
        return false;
    };
    posted.get("request") == Some(before.request().as_str()) && before.request() != after.request()
}

/// The server gave no transaction: the page goes on asking, later.
fn trouble(visit: &Visit, error: &Error) -> News {
    if let Error::TooManyRequests { wait } = error {
        return too_many(visit, *wait);
    }
    tracing::warn!(%error, "a poll got no transaction");
    News {
        wait: ERROR_WAIT * 1000,
        text: Texts::of(visit.locale()).t("live-offline"),
        ..News::default()
    }
}

fn too_many(visit: &Visit, wait: Option<u64>) -> News {
    let seconds = wait.unwrap_or(TOO_MANY_WAIT).clamp(1, LONGEST_WAIT);
    let texts = Texts::of(visit.locale());
    let time = texts.duration(seconds);
    News {
        changed: false,
        wait: seconds * 1000,
        text: crate::i18n::plain(&texts.t_with("waiting-too-many", &[("time", Arg::from(time))])),
    }
}
