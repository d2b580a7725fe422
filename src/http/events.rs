//! `GET /signin/{flow}/events`: server-sent events. The server asks the IDX server instead of the browser: on the
//! device screen by the poll form, on denials and reminders by the extension's `watch` form.
//!
//! `event: device`, data `{"announcement": text, "checks": [{"id","verdict","label"}], "done": bool}`; on `done` the
//! page loads itself again. Texts are finished sentences in the person's language.

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
    visit::Visit,
};
use crate::{
    flow::{self, Screen, Setting},
    idx::{Error, Form, Reply},
    ui,
};

/// The shortest time between two questions, whatever the server wishes.
const LEAST_WAIT: Duration = Duration::from_millis(500);
/// The longest time between two tries after an error.
const MOST_WAIT: Duration = Duration::from_secs(30);
/// A stream ends after this; the browser opens the next one by itself.
const LONGEST_STREAM: Duration = Duration::from_mins(15);
/// How long the browser waits before it opens the next stream.
const RECONNECT: Duration = Duration::from_secs(3);

pub(super) async fn get(Path(flow): Path<String>, mut visit: Visit) -> Response {
    let Some(content) = Cookies::open(&visit.page, &visit.headers).flow(&flow) else {
        // 204 makes the browser stop asking.
        return StatusCode::NO_CONTENT.into_response();
    };
    visit.ui_locales = content.parameter("ui_locales");
    let stopping = visit.page.0.stopping.clone();
    let stream = async_stream::stream! {
        yield Ok::<_, Infallible>(Event::default().retry(RECONNECT).comment("open"));
        let mut watch = Watch::new(visit, content);
        while let Some(update) = watch.next().await {
            let done = update.done;
            yield Ok(Event::default().event("device").json_data(update).unwrap_or_default());
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
        .keep_alive(KeepAlive::new().interval(Duration::from_secs(15)))
        .into_response()
}

/// What the page is told.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
struct Update {
    announcement: String,
    checks: Vec<ui::LiveCheck>,
    done: bool,
}

impl Update {
    /// The page is to be loaded again.
    fn done() -> Self {
        Self {
            announcement: String::new(),
            checks: Vec::new(),
            done: true,
        }
    }
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
    async fn next(&mut self) -> Option<Update> {
        loop {
            let Some((reply, screen)) = self.shown.take() else {
                self.shown = self.ask(None).await?;
                // What the page shows may be over before the stream was open.
                let now = self.shown.as_ref().map(|(_, screen)| screen.mark());
                if let (Some(shown), Some(now)) = (self.visit.query("shown"), now)
                    && shown != now
                {
                    return Some(Update::done());
                }
                continue;
            };
            let (form, pause) = question(&reply, &screen)?;
            tokio::time::sleep(pause).await;
            let Some((next_reply, next_screen)) = self.ask(Some((&reply, &form))).await? else {
                self.shown = Some((reply, screen));
                continue;
            };
            let update = self.compare(&screen, &next_screen);
            self.shown = Some((next_reply, next_screen));
            if update.is_some() {
                return update;
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
        // 2, 4, 8 … seconds, and a part of a second more, so that not all browsers come back at once.
        let back_off =
            Duration::from_secs(2_u64.saturating_pow(self.failures.min(5))).min(MOST_WAIT);
        let mut jitter = [0];
        self.visit.page.0.random.fill(&mut jitter);
        let told = Duration::from_secs(wait.unwrap_or(0).min(300));
        tokio::time::sleep(back_off.max(told) + Duration::from_millis(4 * u64::from(jitter[0])))
            .await;
        Some(None)
    }

    /// What changed between two screens, if anything did.
    fn compare(&self, before: &Screen, after: &Screen) -> Option<Update> {
        let same_kind = std::mem::discriminant(before) == std::mem::discriminant(after);
        let (Some(old), Some(new)) = (ui::remediation(before), ui::remediation(after)) else {
            return (!same_kind).then(Update::done);
        };
        let revision = |remediation: &flow::screen::Remediation| {
            remediation
                .observation
                .as_ref()
                .map(|observation| observation.revision)
        };
        if same_kind && revision(old) == revision(new) {
            return None;
        }
        let live = ui::live(old, new, self.visit.locale());
        // Other steps or other ways out than those on the page: it must be drawn anew.
        let redraw = !same_kind || old.options.len() != new.options.len();
        Some(Update {
            announcement: live.announcement,
            checks: live.checks,
            done: redraw,
        })
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
