//! How the page hears of what happens: server-sent events first; where something between the page and the server keeps
//! them back, it asks again and again, and less often the less it hears.

mod pace;

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use js_sys::{Math, Object};
use leptos::task::spawn_local;
use wasm_bindgen::JsValue;
use web_sys::EventSource;

use super::dom;
use pace::{back_off, busy};

/// Milliseconds in which a stream must have said something: the server does at once.
const FIRST_BYTE: f64 = 10_000.0;
/// Milliseconds after which a silent stream is dead: the server says something every 15 seconds.
const SILENCE: f64 = 40_000.0;
/// Errors of a stream without news in between after which it is given up.
const MOST_ERRORS: u32 = 2;
/// Seconds to wait where the server is busy and does not say how long.
const BUSY: f64 = 10.0;
/// The shortest time between two questions in a tab that nobody looks at, in milliseconds.
const OUT_OF_SIGHT: f64 = 30_000.0;

/// How it is with the connection.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Connection {
    /// The server answers.
    Up,
    /// It cannot be reached.
    Lost,
    /// It asks for patience, in its own words if it found some.
    Busy(Option<String>),
}

/// Listens to an address, by a stream or by asking.
pub(super) struct Listener {
    url: String,
    heard: Box<dyn Fn(JsValue)>,
    told: Box<dyn Fn(Connection)>,
    source: RefCell<Option<EventSource>>,
    timer: Cell<i32>,
    errors: Cell<u32>,
    failures: Cell<u32>,
    polling: Cell<bool>,
    closed: Cell<bool>,
}

/// Listens to `url`, whose events are named `device` and whose JSON is the same; `told` hears of the connection.
pub(super) fn listen(
    url: String,
    heard: impl Fn(JsValue) + 'static,
    told: impl Fn(Connection) + 'static,
) -> Rc<Listener> {
    let listener = Rc::new(Listener {
        url,
        heard: Box::new(heard),
        told: Box::new(told),
        source: RefCell::default(),
        timer: Cell::default(),
        errors: Cell::default(),
        failures: Cell::default(),
        polling: Cell::default(),
        closed: Cell::default(),
    });
    for event in ["offline", "online"] {
        let this = Rc::clone(&listener);
        dom::listen(&dom::window(), event, move |_| {
            if this.closed.get() {
                return;
            }
            if event == "offline" {
                (this.told)(Connection::Lost);
            } else {
                // Not everybody in the building at the same moment.
                let again = Rc::clone(&this);
                this.after(Math::random() * 1_000.0, move || again.stream());
            }
        });
    }
    listener.stream();
    listener
}

impl Listener {
    /// Nothing more is heard.
    pub(super) fn close(&self) {
        self.closed.set(true);
        self.hang_up();
    }

    /// Where the server is asked again and again: asks now.
    pub(super) fn nudge(self: &Rc<Self>) {
        if self.polling.get() && !self.closed.get() {
            let this = Rc::clone(self);
            self.after(0.0, move || this.poll());
        }
    }

    fn hang_up(&self) {
        dom::window().clear_timeout_with_handle(self.timer.get());
        if let Some(source) = self.source.take() {
            source.close();
        }
    }

    /// One timer at a time.
    fn after(&self, milliseconds: f64, work: impl FnOnce() + 'static) {
        dom::window().clear_timeout_with_handle(self.timer.get());
        self.timer.set(dom::after(milliseconds, work));
    }

    fn stream(self: &Rc<Self>) {
        if self.closed.get() {
            return;
        }
        self.hang_up();
        self.polling.set(false);
        self.errors.set(0);
        let Ok(source) = EventSource::new(&self.url) else {
            return self.poll();
        };
        for name in ["device", "beat"] {
            let this = Rc::clone(self);
            dom::listen(&source, name, move |event| {
                if this.polling.get() || this.closed.get() {
                    return;
                }
                this.errors.set(0);
                this.failures.set(0);
                let silent = Rc::clone(&this);
                this.after(SILENCE, move || silent.poll());
                (this.told)(Connection::Up);
                if name == "device"
                    && let Some(text) = dom::get(&event, "data").as_string()
                    && let Ok(news) = js_sys::JSON::parse(&text)
                {
                    (this.heard)(news);
                }
            });
        }
        let this = Rc::clone(self);
        let failed = source.clone();
        dom::listen(&source, "error", move |_| {
            if this.polling.get() || this.closed.get() {
                return;
            }
            this.errors.set(this.errors.get() + 1);
            if this.errors.get() >= MOST_ERRORS || failed.ready_state() == EventSource::CLOSED {
                let again = Rc::clone(&this);
                this.after(Math::random() * 1_000.0, move || again.poll());
            }
        });
        self.source.replace(Some(source));
        let blocked = Rc::clone(self);
        self.after(FIRST_BYTE, move || blocked.poll());
    }

    fn poll(self: &Rc<Self>) {
        if self.closed.get() {
            return;
        }
        self.hang_up();
        self.polling.set(true);
        let this = Rc::clone(self);
        spawn_local(async move {
            let wait = match ask(&this.url, None).await {
                Answer::News(news) => {
                    this.failures.set(0);
                    (this.told)(Connection::Up);
                    let wait = dom::get(&news, "wait").as_f64().unwrap_or(5_000.0);
                    if this.closed.get() {
                        return;
                    }
                    (this.heard)(news);
                    if dom::document().hidden() {
                        wait.max(OUT_OF_SIGHT)
                    } else {
                        wait
                    }
                }
                Answer::Over => return this.close(),
                Answer::Busy(seconds, said) => {
                    (this.told)(Connection::Busy(said));
                    busy(seconds, Math::random())
                }
                Answer::Lost => {
                    this.failures.set(this.failures.get() + 1);
                    (this.told)(Connection::Lost);
                    back_off(this.failures.get(), Math::random())
                }
            };
            if !this.closed.get() {
                let again = Rc::clone(&this);
                this.after(wait, move || again.poll());
            }
        });
    }
}

/// What came of a question.
pub(super) enum Answer {
    /// How it stands.
    News(JsValue),
    /// There is nothing to ask about any more.
    Over,
    /// Not now: seconds to wait, and the server's words.
    Busy(f64, Option<String>),
    /// No answer, or one that makes no sense.
    Lost,
}

/// Asks for the news at `url`; with `form`, posts that first.
pub(super) async fn ask(url: &str, form: Option<&str>) -> Answer {
    let (options, headers) = (Object::new(), Object::new());
    dom::set(&headers, "Accept", "application/json");
    if let Some(form) = form {
        dom::set(
            &headers,
            "Content-Type",
            "application/x-www-form-urlencoded",
        );
        dom::set(&options, "method", "POST");
        dom::set(&options, "body", form);
    }
    dom::set(&options, "headers", headers);
    dom::set(&options, "cache", "no-store");
    let Ok(answer) = dom::fetch(url, &options).await else {
        return Answer::Lost;
    };
    let status = dom::get(&answer, "status").as_f64().unwrap_or_default();
    // A number without a fraction, compared as one.
    let is = |known: f64| (status - known).abs() < 0.5;
    if is(204.0) || is(404.0) {
        return Answer::Over;
    }
    let body = dom::wait_for(&answer, "json", &[]).await;
    if is(200.0) {
        return body.map_or(Answer::Lost, Answer::News);
    }
    if is(429.0) || is(503.0) {
        let told = dom::call(
            &dom::get(&answer, "headers"),
            "get",
            &["retry-after".into()],
        );
        let told = told.ok().and_then(|told| told.as_string());
        let seconds = told.map_or(BUSY, |told| js_sys::parse_float(&told));
        let said = body
            .ok()
            .and_then(|body| dom::get(&body, "said").as_string());
        return Answer::Busy(if seconds.is_nan() { BUSY } else { seconds }, said);
    }
    Answer::Lost
}
