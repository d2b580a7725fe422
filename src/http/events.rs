//! `GET /signin/{flow}/events?shown={mark}`: the server asks the IDX server instead of the browser: on the device screen
//! by the poll form, on denials and reminders by the extension's `watch` form. The answer is a stream of server-sent
//! events (`device`, with [`News`] as data; `beat`, so that the page knows that the stream gets through), or, for who
//! asks for JSON, the news of this moment.

use std::{convert::Infallible, time::Duration};

use axum::{
    extract::Path,
    http::StatusCode,
    response::{
        IntoResponse as _, Response,
        sse::{Event, KeepAlive, Sse},
    },
};

use super::{
    cookies::{Cookies, Flow},
    news::{self, News},
    signin,
    visit::Visit,
};
use crate::{
    flow::{self, Screen, Setting},
    idx::{Error, Form, Reply},
};

/// The shortest time between two questions, whatever the server wishes.
const LEAST_WAIT: Duration = Duration::from_millis(500);
/// The longest time between two tries after an error.
const MOST_WAIT: Duration = Duration::from_secs(30);
/// A stream ends after this; the browser opens the next one by itself.
const LONGEST_STREAM: Duration = Duration::from_mins(15);
/// How long the browser waits before it opens the next stream, and how much of that is chance: a server that starts again
/// must not be asked by everybody in the same second.
const RECONNECT: u64 = 2_000;
const RECONNECT_SPREAD: u64 = 4_000;
/// How long a page without a stream waits between two questions, and how much of that is chance; in milliseconds.
const POLL: u64 = 4_000;
const POLL_SPREAD: u64 = 2_000;
/// The same while as many streams are open as may be.
const BUSY_POLL: u64 = 15_000;
const BUSY_POLL_SPREAD: u64 = 15_000;
/// Seconds after which a page should try again where the IDX server is busy or away and does not say more.
const TRY_AGAIN: u64 = 10;

pub(super) async fn get(Path(flow): Path<String>, mut visit: Visit) -> Response {
    let Some(content) = Cookies::open(&visit.page, &visit.headers).flow(&flow) else {
        // 204 makes the browser stop asking.
        return StatusCode::NO_CONTENT.into_response();
    };
    visit.ui_locales = content.parameter("ui_locales");
    if news::is_wanted(&visit.headers) {
        return current(visit, content).await;
    }
    let Ok(place) = std::sync::Arc::clone(&visit.page.0.streams).try_acquire_owned() else {
        // The page then asks from time to time, which holds no connection.
        return news::busy(&visit, StatusCode::SERVICE_UNAVAILABLE, TRY_AGAIN);
    };
    let stopping = visit.page.0.stopping.clone();
    let reconnect = Duration::from_millis(RECONNECT + visit.chance(RECONNECT_SPREAD));
    let stream = async_stream::stream! {
        let _place = place;
        // At once: a page that hears nothing believes that streams do not get through.
        yield Ok::<_, Infallible>(beat().retry(reconnect));
        let mut watch = Watch::new(visit, content);
        while let Some(news) = watch.next().await {
            let done = news.done;
            yield Ok(Event::default().event("device").json_data(news).unwrap_or_default());
            if done {
                break;
            }
        }
    };
    let stream = futures_util::StreamExt::take_until(stream, async move {
        tokio::select! {
            () = stopping.cancelled() => {}
            () = tokio::time::sleep(LONGEST_STREAM) => {}
        }
    });
    Sse::new(stream)
        .keep_alive(
            KeepAlive::new()
                .interval(Duration::from_secs(15))
                .event(beat()),
        )
        .into_response()
}

fn beat() -> Event {
    Event::default().event("beat").data("1")
}

/// How it stands at this moment.
async fn current(visit: Visit, mut content: Flow) -> Response {
    let reply = match signin::stands(&visit, &mut content).await {
        Ok(reply) if reply.status != 429 => reply,
        Ok(Reply { wait, .. }) | Err(Error::TooManyRequests { wait }) => {
            let seconds = wait.unwrap_or(TRY_AGAIN);
            return news::busy(&visit, StatusCode::TOO_MANY_REQUESTS, seconds);
        }
        Err(error) => {
            tracing::warn!(%error, "the IDX server gave no transaction");
            return news::busy(&visit, StatusCode::SERVICE_UNAVAILABLE, TRY_AGAIN);
        }
    };
    let screen = flow::read(&reply, &Setting::default());
    let shown = visit.query("shown").unwrap_or_default();
    let (least, spread) = if visit.page.0.streams.available_permits() == 0 {
        (BUSY_POLL, BUSY_POLL_SPREAD)
    } else {
        (POLL, POLL_SPREAD)
    };
    let wait = least + visit.chance(spread);
    news::answer(News::of(&visit, &screen, &shown).again_in(wait))
}

/// Asks again and again until something is to tell.
struct Watch {
    visit: Visit,
    content: Flow,
    shown: Option<(Reply, Screen)>,
    failures: u32,
}

impl Watch {
    fn new(visit: Visit, content: Flow) -> Self {
        Self {
            visit,
            content,
            shown: None,
            failures: 0,
        }
    }

    /// The next thing to tell; `None` where there is nothing to watch (any more).
    async fn next(&mut self) -> Option<News> {
        loop {
            let Some((reply, screen)) = self.shown.take() else {
                self.shown = self.ask(None).await?;
                // What the page shows may be over before the stream was open.
                if let Some((_, now)) = &self.shown
                    && let Some(shown) = self.visit.query("shown")
                    && shown != now.mark()
                {
                    return Some(News::of(&self.visit, now, &shown));
                }
                continue;
            };
            let (form, pause) = question(&reply, &screen)?;
            tokio::time::sleep(pause).await;
            let Some((next_reply, next_screen)) = self.ask(Some((&reply, &form))).await? else {
                self.shown = Some((reply, screen));
                continue;
            };
            let another = std::mem::discriminant(&screen) != std::mem::discriminant(&next_screen);
            let news = (another || screen.mark() != next_screen.mark()).then(|| {
                let shown = self.visit.query("shown").unwrap_or_else(|| screen.mark());
                News::of(&self.visit, &next_screen, &shown)
            });
            self.shown = Some((next_reply, next_screen));
            if news.is_some() {
                return news;
            }
        }
    }

    /// The state of the sign-in; `Some(None)` after an error that may pass.
    async fn ask(&mut self, question: Option<(&Reply, &Form)>) -> Option<Option<(Reply, Screen)>> {
        let (client, caller) = (&self.visit.page.0.client, self.visit.caller());
        let answer = match question {
            None => {
                let answer = client
                    .introspect_state(&self.content.state_handle, &caller)
                    .await;
                let now = self.visit.page.0.clock.now();
                let words = &self.visit.page.0.last_words;
                words.recall(&self.content.state_handle, answer, now)
            }
            Some((reply, form)) => {
                let body = flow::unattended(&reply.transaction, form);
                let answer = client.long_poll(form, &body.0, &caller).await;
                if let Ok(reply) = &answer {
                    // A stream cannot change the browser's cookie: the page asks for it when it is loaded.
                    let now = self.visit.page.0.clock.now();
                    let words = &self.visit.page.0.last_words;
                    words.hear(&self.content.state_handle, reply, now);
                }
                answer
            }
        };
        let wait = match answer {
            Ok(reply) if reply.status != 429 => {
                self.failures = 0;
                let screen = flow::read(&reply, &Setting::default());
                return Some(Some((reply, screen)));
            }
            Ok(reply) => reply.wait,
            Err(Error::TooManyRequests { wait }) => wait,
            Err(
                Error::Unreachable(_)
                | Error::Slow
                | Error::Status(500..)
                | Error::Malformed { .. },
            ) => None,
            Err(error) => {
                tracing::warn!(%error, "the device is not watched any more");
                return None;
            }
        };
        self.failures = self.failures.saturating_add(1);
        // 2, 4, 8 … seconds, and a part of a second more, so that not all of them come back at once.
        let back_off =
            Duration::from_secs(2_u64.saturating_pow(self.failures.min(5))).min(MOST_WAIT);
        let told = Duration::from_secs(wait.unwrap_or(0).min(300));
        let chance = Duration::from_millis(self.visit.chance(1_000));
        tokio::time::sleep(back_off.max(told) + chance).await;
        Some(None)
    }
}

/// What is asked next, and after how long; `None` where a screen does not change by itself.
fn question(reply: &Reply, screen: &Screen) -> Option<(Form, Duration)> {
    match screen {
        Screen::Device(challenge) => poll(reply, &challenge.poll),
        Screen::Generic(page) | Screen::Password(page) => poll(reply, page.poll.as_ref()?),
        Screen::Denied(_) | Screen::Grace(_) | Screen::DeniedGeneric(_) => {
            let watch = reply
                .transaction
                .device_assurance
                .as_ref()?
                .value
                .watch
                .clone()?;
            let pause = watch
                .refresh
                .map_or(LEAST_WAIT, Duration::from_millis)
                .max(LEAST_WAIT);
            watch.can_be_submitted().then_some((watch, pause))
        }
        _ => None,
    }
}

fn poll(reply: &Reply, poll: &flow::screen::Poll) -> Option<(Form, Duration)> {
    let form = flow::find(&reply.transaction, &poll.action.form)?;
    Some((form, Duration::from_millis(poll.refresh).max(LEAST_WAIT)))
}
