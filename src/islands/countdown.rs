//! A remaining time that is true whatever the computer's clock says.

use std::{
    cell::{Cell, OnceCell, RefCell},
    rc::Rc,
};

use js_sys::{Array, Intl, Object};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Element;

use super::{
    dom,
    remaining::{
        AGAIN, Remaining,
        time::{next_tick, parts, seconds, spoken},
    },
    speaker,
};

/// Milliseconds over which pages spread that load themselves again at the same deadline.
const SPREAD: f64 = 20_000.0;
/// Where the browser keeps that the person stopped the clock.
const STOPPED: &str = "doorstep-clock";

/// Counts down by the server's clock. What ticks is silent, a region of its own speaks at a few points; the person can
/// stop both.
#[island]
pub fn Countdown(
    /// The time (`role=timer`), live regions (empty), a button that stops it (hidden).
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
        let countdown = Rc::new(Running {
            wording: Wording::new(&root),
            remaining: OnceCell::new(),
            root,
            timer,
            live,
            paused: Cell::new(dom::remembered(STOPPED).is_some()),
            over: Cell::new(false),
            last: Cell::new(u64::MAX),
            handle: Cell::new(0),
        });
        pausing(&countdown);
        let look = Rc::clone(&countdown);
        let remaining = Remaining::of(&countdown.root, move || look.tick());
        let _ = countdown.remaining.set(remaining);
        countdown.tick();
    });
    view! { <div class="island" node_ref=root>{children()}</div> }
}

struct Running {
    root: Element,
    wording: Wording,
    remaining: OnceCell<Rc<Remaining>>,
    timer: Element,
    live: Element,
    paused: Cell<bool>,
    over: Cell<bool>,
    /// Seconds that were left when it was last looked.
    last: Cell<u64>,
    handle: Cell<i32>,
}

impl Running {
    fn tick(self: &Rc<Self>) {
        dom::window().clear_timeout_with_handle(self.handle.get());
        let Some(remaining) = self.remaining.get().filter(|_| !self.over.get()) else {
            return;
        };
        let wait = match remaining.left() {
            Some(left) if left <= 0.0 => return self.end(),
            Some(left) => {
                self.show(seconds(left));
                next_tick(left)
            }
            None => {
                // Nothing rather than something that may be wrong; the deadline itself stands beside it.
                if !self.paused.get() {
                    self.write("");
                }
                let look = Rc::clone(self);
                remaining.ask(move || look.tick());
                AGAIN
            }
        };
        let this = Rc::clone(self);
        self.handle.set(dom::after(wait, move || this.tick()));
    }

    fn show(&self, left: u64) {
        let before = self.last.replace(left);
        if self.paused.get() {
            return;
        }
        let text = self.wording.duration(left);
        self.write(&dom::fill(&self.wording.text, "{t}", &text));
        if before == u64::MAX || spoken(before, left) {
            speaker::say(&self.live, dom::fill(&self.wording.announce, "{t}", &text));
        }
    }

    fn write(&self, text: &str) {
        if self.timer.text_content().as_deref() != Some(text) {
            self.timer.set_text_content(Some(text));
        }
    }

    /// The page says at once what is the case now; then, unless the person wants it to stay, it shows what is to do.
    fn end(&self) {
        self.over.set(true);
        self.write(&self.wording.over);
        if let Some(line) = self.timer.parent_element() {
            dom::show(&line);
        }
        if let Some(alarm) = dom::find(&self.root, "[role=alert]") {
            speaker::alarm(&alarm, &self.wording.over);
        }
        dom::each("[data-until-deadline]", |element| dom::hide(&element));
        dom::each("[data-after-deadline]", |element| dom::show(&element));
        if self.root.has_attribute("data-auto") {
            // Not all pages with this deadline at the same moment, and none on which somebody writes.
            dom::after(js_sys::Math::random() * SPREAD + 4_000.0, || {
                if !dom::is_written_on() {
                    dom::reload();
                }
            });
        }
    }
}

/// The button that stops what ticks (WCAG 2.2.2), for this browser until it is pressed again; the deadline itself stays
/// on the page.
fn pausing(countdown: &Rc<Running>) {
    let Some(button) = dom::find(&countdown.root, "button") else {
        return;
    };
    let stop = button.text_content().unwrap_or_default();
    let (face, this) = (button.clone(), Rc::clone(countdown));
    let draw = move || {
        let paused = this.paused.get();
        let text = if paused {
            dom::data(&face, "data-resume")
        } else {
            stop.clone()
        };
        face.set_text_content(Some(&text));
        if let Some(line) = this.timer.parent_element() {
            if paused && !this.over.get() {
                dom::hide(&line);
            } else {
                dom::show(&line);
            }
        }
    };
    draw();
    dom::show(&button);
    let countdown = Rc::clone(countdown);
    dom::listen(&button, "click", move |_| {
        let paused = !countdown.paused.replace(!countdown.paused.get());
        dom::remember(STOPPED, paused.then_some("off"));
        draw();
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
