//! A remaining time that is true whatever the computer's clock says.

mod time;

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use js_sys::{Array, Date, Intl, Object};
use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Element;

use self::time::{next_tick, parts, spoken};
use super::dom;

/// A difference between the clocks, in milliseconds, that is not just timing: the computer slept, or somebody set
/// its clock.
const DRIFT: f64 = 2_000.0;

/// Counts down from `data-left`, the seconds that the server saw, by the monotonic clock; after sleep it asks the
/// server again. What ticks is silent, a region of its own speaks at a few points; the person can stop it.
#[island]
pub fn Countdown(
    /// The time (`role=timer`), a live region (empty), a button that stops it (hidden).
    children: Children,
) -> impl IntoView {
    let root = dom::awake(|root| {
        let (Some(root), Some(timer), Some(live)) = (
            dom::find(&root, ".countdown"),
            dom::find(&root, "[role=timer]"),
            dom::find(&root, "[role=status]"),
        ) else {
            return;
        };
        let clock = Rc::new(Clock::new(&root));
        let left = clock.left();
        let countdown = Rc::new(Running {
            wording: Wording::new(&root),
            clock,
            timer,
            live,
            paused: Cell::new(false),
            last: Cell::new(left),
            handle: Cell::new(0),
        });
        if let Some(button) = dom::find(&root, "button") {
            pausing(&countdown, &button);
        }
        // A computer that wakes up shows the truth at once, not at the next tick.
        for event in ["visibilitychange", "pageshow"] {
            let woken = Rc::clone(&countdown);
            dom::listen(&dom::window(), event, move |_| woken.tick());
        }
        countdown.tick();
    });
    view! { <div class="island" node_ref=root>{children()}</div> }
}

/// Where the time comes from.
struct Clock {
    /// The deadline, in milliseconds since 1970.
    deadline: f64,
    /// Milliseconds left at `monotonic` and `wall`.
    anchor: Cell<f64>,
    monotonic: Cell<f64>,
    wall: Cell<f64>,
}

impl Clock {
    fn new(root: &Element) -> Self {
        Self {
            deadline: dom::number(root, "data-deadline") * 1_000.0,
            anchor: Cell::new(dom::number(root, "data-left") * 1_000.0),
            monotonic: Cell::new(monotonic()),
            wall: Cell::new(Date::now()),
        }
    }

    /// Whole seconds left, rounded down.
    fn left(&self) -> u64 {
        let milliseconds = self.anchor.get() - (monotonic() - self.monotonic.get());
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "not negative, and rounded down"
        )]
        let seconds = (milliseconds.max(0.0) / 1_000.0) as u64;
        seconds
    }

    fn has_drifted(&self) -> bool {
        ((Date::now() - self.wall.get()) - (monotonic() - self.monotonic.get())).abs() > DRIFT
    }

    fn set(&self, server_now: f64) {
        self.anchor.set(self.deadline - server_now);
        self.monotonic.set(monotonic());
        self.wall.set(Date::now());
    }
}

/// Milliseconds of a clock that nobody can set; it may stand still while the computer sleeps.
fn monotonic() -> f64 {
    dom::window()
        .performance()
        .map_or(0.0, |performance| performance.now())
}

/// The server's time, from the `Date` header of an answer.
async fn server_now() -> Option<f64> {
    let options = Object::new();
    dom::set(&options, "method", "HEAD");
    dom::set(&options, "cache", "no-store");
    let answer = dom::fetch("/healthz", &options).await.ok()?;
    let date = dom::call(&dom::get(&answer, "headers"), "get", &["date".into()]).ok()?;
    Some(Date::parse(&date.as_string()?)).filter(|now| !now.is_nan())
}

struct Running {
    clock: Rc<Clock>,
    wording: Wording,
    timer: Element,
    live: Element,
    paused: Cell<bool>,
    last: Cell<u64>,
    handle: Cell<i32>,
}

impl Running {
    fn tick(self: &Rc<Self>) {
        dom::window().clear_timeout_with_handle(self.handle.get());
        if self.clock.has_drifted() {
            let this = Rc::clone(self);
            spawn_local(async move {
                if let Some(now) = server_now().await {
                    this.clock.set(now);
                }
                this.show();
            });
        } else {
            self.show();
        }
    }

    fn show(self: &Rc<Self>) {
        let left = self.clock.left();
        if left == 0 {
            // Nothing shows time after the end; the page then says what is the case now.
            self.timer.set_text_content(Some(&self.wording.over));
            self.live.set_text_content(Some(&self.wording.over));
            dom::after(js_sys::Math::random() * 3_000.0 + 1_000.0, dom::reload);
            return;
        }
        if !self.paused.get() {
            let text = self.wording.duration(left);
            let sentence = dom::fill(&self.wording.text, "{t}", &text);
            if self.timer.text_content().as_deref() != Some(&sentence) {
                self.timer.set_text_content(Some(&sentence));
            }
            if spoken(self.last.replace(left), left) {
                self.live
                    .set_text_content(Some(&dom::fill(&self.wording.announce, "{t}", &text)));
            }
        }
        let this = Rc::clone(self);
        #[expect(clippy::cast_precision_loss, reason = "at most a minute")]
        let wait = next_tick(left) as f64 * 1_000.0;
        self.handle.set(dom::after(wait, move || this.tick()));
    }
}

/// The button that stops what ticks (WCAG 2.2.2); the deadline itself stays on the page.
fn pausing(countdown: &Rc<Running>, button: &Element) {
    dom::show(button);
    let pause = button.text_content().unwrap_or_default();
    let countdown = Rc::clone(countdown);
    let face = button.clone();
    dom::listen(button, "click", move |_| {
        let paused = !countdown.paused.replace(!countdown.paused.get());
        let text = if paused {
            dom::data(&face, "data-resume")
        } else {
            pause.clone()
        };
        face.set_text_content(Some(&text));
        if let Some(line) = countdown.timer.parent_element() {
            if paused {
                dom::hide(&line);
            } else {
                dom::show(&line);
            }
        }
        countdown.tick();
    });
}

/// The sentences, which come finished from the server with all plural forms of the language.
struct Wording {
    rules: Intl::PluralRules,
    numbers: Intl::NumberFormat,
    /// For days, hours, minutes and seconds: the form of each plural category.
    units: [Vec<(String, String)>; 4],
    pair: String,
    text: String,
    announce: String,
    over: String,
    seen: RefCell<(u64, String)>,
}

impl Wording {
    fn new(root: &Element) -> Self {
        let languages = Array::of1(&JsValue::from_str(
            &dom::document()
                .document_element()
                .map(|html| dom::data(&html, "lang"))
                .unwrap_or_default(),
        ));
        let units = ["data-days", "data-hours", "data-minutes", "data-seconds"].map(|name| {
            dom::data(root, name)
                .split('|')
                .filter_map(|form| form.split_once('='))
                .map(|(category, form)| (category.to_owned(), form.to_owned()))
                .collect()
        });
        Self {
            rules: Intl::PluralRules::new(&languages, &Object::new()),
            numbers: Intl::NumberFormat::new(&languages, &Object::new()),
            units,
            pair: dom::data(root, "data-pair"),
            text: dom::data(root, "data-text"),
            announce: dom::data(root, "data-announce"),
            over: dom::data(root, "data-over"),
            seen: RefCell::default(),
        }
    }

    fn duration(&self, left: u64) -> String {
        if self.seen.borrow().0 == left && left > 0 {
            return self.seen.borrow().1.clone();
        }
        let (large, small) = parts(left);
        let mut text = self.unit(large);
        if let Some(small) = small {
            text = dom::fill(
                &dom::fill(&self.pair, "{a}", &text),
                "{b}",
                &self.unit(small),
            );
        }
        *self.seen.borrow_mut() = (left, text.clone());
        text
    }

    fn unit(&self, (unit, amount): (usize, u64)) -> String {
        #[expect(clippy::cast_precision_loss, reason = "days at most")]
        let value = amount as f64;
        let category = self.rules.select(value).as_string().unwrap_or_default();
        let forms = &self.units[unit];
        let form = forms
            .iter()
            .find(|(known, _)| *known == category)
            .or_else(|| forms.last());
        let format = self.numbers.format();
        let number = format
            .call1(&JsValue::UNDEFINED, &value.into())
            .ok()
            .and_then(|text| text.dyn_into::<js_sys::JsString>().ok())
            .map(String::from)
            .unwrap_or_default();
        form.map(|(_, form)| dom::fill(form, "{n}", &number))
            .unwrap_or_default()
    }
}
