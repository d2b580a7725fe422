//! A sign-in is open for a limited time: says so before it ends, and keeps it open where the person wants that
//! (WCAG 2.2.1, `docs/spec/ux.md` T1, T6).

use std::{
    cell::{Cell, OnceCell},
    rc::Rc,
};

use leptos::{prelude::*, task::spawn_local};
use web_sys::Element;

use super::{
    dom,
    news::{Answer, ask},
    remaining::{AGAIN, Remaining, clocks},
    speaker,
};

/// Milliseconds before the end at which the page warns: five minutes, two where the whole time is short.
const WARNING: f64 = 300_000.0;
const LATE_WARNING: f64 = 120_000.0;
/// What is a short time.
const SHORT: f64 = 600_000.0;
/// Milliseconds between two looks at the clock.
const LOOK: f64 = 10_000.0;

/// Warns before the end that `data-left` tells.
#[island]
pub fn SessionEnd(
    /// The form that prolongs it, live regions (empty), what is said where it is over (hidden).
    children: Children,
) -> impl IntoView {
    let root = dom::awake(|root| {
        if let Some(root) = dom::find(&root, ".session") {
            begin(root);
        }
    });
    view! { <div class="island" node_ref=root>{children()}</div> }
}

struct Session {
    root: Element,
    remaining: OnceCell<Rc<Remaining>>,
    warned: Cell<bool>,
    over: Cell<bool>,
    asking: Cell<bool>,
    timer: Cell<i32>,
}

fn begin(root: Element) {
    let session = Rc::new(Session {
        root,
        remaining: OnceCell::new(),
        warned: Cell::default(),
        over: Cell::default(),
        asking: Cell::default(),
        timer: Cell::default(),
    });
    let look = Rc::clone(&session);
    let remaining = Remaining::of(&session.root, move || look.look());
    let _ = session.remaining.set(remaining);
    let this = Rc::clone(&session);
    dom::intercept(&session.root, "submit", move |event| {
        event.prevent_default();
        event.stop_propagation();
        this.prolong();
    });
    let this = Rc::clone(&session);
    dom::listen(&dom::window(), "keydown", move |event| {
        let escape = dom::get(&event, "key").as_string().as_deref() == Some("Escape");
        if escape && this.warned.get() {
            this.prolong();
        }
    });
    session.look();
}

impl Session {
    fn say(&self, text: String) {
        if let Some(region) = dom::find(&self.root, "[role=status]") {
            speaker::say(&region, text);
        }
    }

    fn look(self: &Rc<Self>) {
        dom::window().clear_timeout_with_handle(self.timer.get());
        let Some(remaining) = self.remaining.get().filter(|_| !self.over.get()) else {
            return;
        };
        let wait = match remaining.left() {
            Some(left) if left <= 0.0 => return self.end(),
            Some(left) => {
                let whole = dom::number(&self.root, "data-whole");
                let warning = if whole > SHORT { WARNING } else { LATE_WARNING };
                if left <= warning && !self.warned.replace(true) {
                    self.warn();
                }
                left.min(LOOK)
            }
            None => {
                let look = Rc::clone(self);
                remaining.ask(move || look.look());
                AGAIN
            }
        };
        let this = Rc::clone(self);
        self.timer.set(dom::after(wait + 1.0, move || this.look()));
    }

    /// Focus stays where it is: nothing is to be lost, not even the place in a field.
    fn warn(&self) {
        self.root.set_class_name("session session--soon");
        dom::prefix_title(&dom::data(&self.root, "data-title"));
        self.say(dom::data(&self.root, "data-warning"));
    }

    fn prolong(self: &Rc<Self>) {
        if self.over.get() || self.asking.replace(true) {
            return;
        }
        let this = Rc::clone(self);
        spawn_local(async move {
            let begun = clocks();
            let path = dom::window().location().pathname().unwrap_or_default();
            let answer = ask(&path, Some("form=extend")).await;
            this.asking.set(false);
            let session = match &answer {
                Answer::News(news) => dom::get(news, "session"),
                _ => wasm_bindgen::JsValue::UNDEFINED,
            };
            match dom::get(&session, "left")
                .as_f64()
                .zip(dom::get(&session, "now").as_f64())
            {
                Some((left, now)) => {
                    if let Some(remaining) = this.remaining.get() {
                        remaining.move_to(left, now, begun);
                    }
                    this.warned.set(false);
                    this.root.set_class_name("session");
                    dom::prefix_title("");
                    let text = |name| dom::get(&session, name).as_string().unwrap_or_default();
                    if let Some(line) = dom::find(&this.root, "[data-until]") {
                        line.set_text_content(Some(&text("until")));
                    }
                    this.say(text("said"));
                    this.look();
                }
                None => this.say(dom::data(&this.root, "data-failed")),
            }
        });
    }

    /// Nothing of it can be used any more; what to do now stands there, and the page stays.
    fn end(&self) {
        self.over.set(true);
        self.root.set_class_name("session session--soon");
        if let Some(line) = dom::find(&self.root, "[data-open]") {
            dom::hide(&line);
        }
        if let Some(over) = dom::find(&self.root, "[data-over]") {
            dom::show(&over);
        }
        dom::prefix_title(&dom::data(&self.root, "data-over-title"));
        if let Some(alarm) = dom::find(&self.root, "[role=alert]") {
            speaker::alarm(&alarm, &dom::data(&alarm, "data-text"));
        }
    }
}
