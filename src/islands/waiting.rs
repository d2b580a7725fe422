//! A page that waits for something elsewhere: a telephone, an e-mail, a program on the device.

use std::{cell::Cell, rc::Rc};

use js_sys::Object;
use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::JsValue;
use web_sys::Element;

use super::dom;

/// The longest pause after questions that nobody answered, in milliseconds.
const MOST_WAIT: f64 = 30_000.0;
/// The shortest pause, whatever the server wishes.
const LEAST_WAIT: f64 = 500.0;

/// Asks `data-poll` every `data-refresh` milliseconds and loads the page again once something changed; nothing on the
/// page is touched before. Asks nothing while nobody sees the page, and nothing after the person stopped it.
#[island]
pub fn Waiting(
    /// The live region (empty), what the page does by itself and the control that stops it (both hidden), and a button
    /// that asks, for people without script.
    children: Children,
) -> impl IntoView {
    let root = dom::awake(|root| {
        // A page without a sign-in behind it has nobody to ask.
        if let Some(waiting) = dom::find(&root, ".waiting")
            && !dom::data(&waiting, "data-poll").is_empty()
        {
            let submit = dom::data(&waiting, "data-submit");
            if submit.is_empty() {
                open(&waiting);
                begin(&waiting);
            } else if dom::is_first("doorstep-submitted", &dom::data(&waiting, "data-poll")) {
                dom::post(&[("form", &submit)]);
            }
        }
    });
    view! { <div class="island" node_ref=root>{children()}</div> }
}

/// Opens a program by its own scheme, in a frame so that the page stays; once per challenge, however often the page is
/// loaded. The link on the page does it again.
fn open(waiting: &Element) {
    let (address, request) = (
        dom::data(waiting, "data-open"),
        dom::data(waiting, "data-request"),
    );
    if address.is_empty() || !dom::is_first("doorstep-opened", &request) {
        return;
    }
    if let Ok(frame) = dom::document().create_element("iframe") {
        dom::hide(&frame);
        let _ = frame.set_attribute("src", &address);
        let _ = waiting.append_child(&frame);
    }
}

fn begin(waiting: &Element) {
    let poll = Poll::of(waiting);
    count(waiting, Rc::clone(&poll.next));
    poll.ask_after(poll.refresh());
    let (note, stop) = (
        dom::find(waiting, "[data-note]"),
        dom::find(waiting, "[data-stop]"),
    );
    if let Some(note) = &note {
        dom::show(note);
    }
    if let Some(stop) = stop {
        dom::show(&stop);
        let label = stop.text_content();
        let pressed = stop.clone();
        dom::listen(&stop, "click", move |_| {
            let stops = !poll.is_stopped();
            if stops {
                poll.stop();
                poll.say("data-stopped");
                pressed.set_text_content(Some(&dom::data(&pressed, "data-resume")));
            } else {
                poll.say("data-asking");
                pressed.set_text_content(label.as_deref());
                poll.ask_after(0.0);
            }
            if let Some(note) = &note {
                if stops {
                    dom::hide(note);
                } else {
                    dom::show(note);
                }
            }
        });
    }
}

/// The seconds until the next question, where the page says them: told by the clock, spoken by nobody.
fn count(waiting: &Element, next: Rc<Cell<f64>>) {
    let Some(count) = dom::find(waiting, "[data-count]") else {
        return;
    };
    dom::show(&count);
    spawn_local(async move {
        loop {
            let left = (next.get() - dom::now()).max(0.0) / 1000.0;
            let text = dom::fill(
                &dom::data(&count, "data-count"),
                "{t}",
                &dom::digits(left.ceil()),
            );
            if count.text_content().as_deref() != Some(&text) {
                count.set_text_content(Some(&text));
            }
            dom::pause(250.0).await;
        }
    });
}

/// The questions of one page.
#[derive(Clone)]
pub(super) struct Poll {
    element: Element,
    /// Grows whenever somebody starts or stops; whoever asks with an older number ends.
    turn: Rc<Cell<u32>>,
    stopped: Rc<Cell<bool>>,
    /// When it asks next, by [`dom::now`].
    next: Rc<Cell<f64>>,
}

impl Poll {
    /// `element` has `data-poll` (where to ask), `data-body` (what to post) and `data-refresh`.
    pub(super) fn of(element: &Element) -> Self {
        Self {
            element: element.clone(),
            turn: Rc::default(),
            stopped: Rc::default(),
            next: Rc::default(),
        }
    }

    pub(super) fn refresh(&self) -> f64 {
        dom::number(&self.element, "data-refresh").max(LEAST_WAIT)
    }

    pub(super) fn is_stopped(&self) -> bool {
        self.stopped.get()
    }

    /// Asks no more.
    pub(super) fn stop(&self) {
        self.stopped.set(true);
        self.turn.set(self.turn.get() + 1);
    }

    /// Asks in `wait` milliseconds and then again and again, instead of whenever it would have asked.
    pub(super) fn ask_after(&self, wait: f64) {
        self.stopped.set(false);
        let turn = self.turn.get() + 1;
        self.turn.set(turn);
        let poll = self.clone();
        spawn_local(async move {
            let mut wait = wait;
            let mut failures = 0.0;
            loop {
                poll.next.set(dom::now() + wait);
                dom::pause(wait).await;
                dom::visible().await;
                if poll.turn.get() != turn {
                    return;
                }
                let news = poll.ask().await;
                if poll.turn.get() != turn {
                    return;
                }
                wait = poll.refresh();
                if let Some(news) = news {
                    if dom::get(&news, "changed").is_truthy() {
                        dom::reload();
                        return;
                    }
                    failures = 0.0;
                    wait = wait.max(dom::get(&news, "wait").as_f64().unwrap_or(0.0));
                    let text = dom::get(&news, "text").as_string().unwrap_or_default();
                    poll.tell(&text);
                } else {
                    failures += 1.0;
                    wait = (wait * (failures + 1.0)).min(MOST_WAIT);
                    poll.tell(&dom::data(&poll.element, "data-offline"));
                }
            }
        });
    }

    /// What the server says, once; nothing where it says nothing new.
    fn tell(&self, text: &str) {
        if let Some(region) = dom::find(&self.element, "[role=status]")
            && !text.is_empty()
            && region.text_content().as_deref() != Some(text)
        {
            region.set_text_content(Some(text));
        }
    }

    fn say(&self, name: &str) {
        dom::say(&self.element, name);
    }

    async fn ask(&self) -> Option<JsValue> {
        let (options, headers) = (Object::new(), Object::new());
        dom::set(
            &headers,
            "Content-Type",
            "application/x-www-form-urlencoded",
        );
        dom::set(&options, "headers", headers);
        dom::set(&options, "method", "POST");
        dom::set(&options, "body", dom::data(&self.element, "data-body"));
        let answer = dom::fetch(&dom::data(&self.element, "data-poll"), &options)
            .await
            .ok()?;
        if !dom::get(&answer, "ok").is_truthy() {
            return None;
        }
        dom::wait_for(&answer, "json", &[]).await.ok()
    }
}
