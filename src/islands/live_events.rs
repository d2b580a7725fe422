//! News about the device while the page is open: verdicts change, a live region speaks, the page goes on. "Check again"
//! works in the page: focus stays where it is.

use std::{
    cell::{Cell, OnceCell, RefCell},
    rc::Rc,
};

use js_sys::Array;
use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlFormElement};

use super::{
    device_probe, dom,
    news::{self, Answer, Connection, Listener, ask},
    speaker,
    tabs::Tabs,
};

/// Time to hear the last announcement before the page goes on, in milliseconds.
const LAST_WORD: f64 = 2_500.0;
/// After this a check that nobody in this page asked for is looked after by the page that asks devices.
const UNATTENDED: f64 = 12_000.0;
/// After this a page whose check gave no news looks, and after this it asks the server to; a stream tells sooner.
const SOON: f64 = 4_000.0;
const QUIET: f64 = 10_000.0;
/// How many checks are named in one announcement (`docs/spec/ux.md` L7).
const MOST_NAMED: usize = 3;

/// Listens to the address in `data-events`. Where `data-auto` is there the page goes on by itself, else it says so and
/// leaves that to the person.
#[island]
pub fn LiveEvents(
    /// The checks, the live region `.live` (empty), a note (hidden), a way on (hidden).
    children: Children,
) -> impl IntoView {
    let root = dom::awake(|root| {
        if let Some(root) = dom::find(&root, "[data-events]") {
            begin(root);
        }
    });
    view! { <div class="island" node_ref=root>{children()}</div> }
}

struct Watching {
    root: Element,
    region: Element,
    /// Verdicts as the page shows them: `FAIL`, `UNKNOWN`, `PASS` by check.
    seen: RefCell<Vec<(String, String)>>,
    listener: OnceCell<Rc<Listener>>,
    /// The person pressed "Check again" and has not heard of it yet.
    asked: Cell<bool>,
    /// The device is being asked, by somebody else.
    checking: Cell<bool>,
    /// The page is about to be left, or waits for the person to leave it.
    done: Cell<bool>,
    lost: Cell<bool>,
    timer: Cell<i32>,
}

fn begin(root: Element) {
    let Some(region) = dom::find(&root, ".live") else {
        return;
    };
    if let Some(note) = dom::find(&root, "[data-live-note]") {
        dom::show(&note);
    }
    let seen = dom::data(&root, "data-seen")
        .split('|')
        .filter_map(|entry| entry.split_once('='))
        .map(|(id, verdict)| (id.to_owned(), verdict.to_owned()))
        .collect();
    let watching = Rc::new(Watching {
        region,
        seen: RefCell::new(seen),
        listener: OnceCell::new(),
        asked: Cell::default(),
        checking: Cell::default(),
        done: Cell::default(),
        lost: Cell::default(),
        timer: Cell::default(),
        root,
    });
    let (heard, told) = (Rc::clone(&watching), Rc::clone(&watching));
    let listener = news::listen(
        dom::data(&watching.root, "data-events"),
        move |news| heard.hear(&news),
        move |connection| told.connection(connection),
    );
    let _ = watching.listener.set(listener);
    let this = Rc::clone(&watching);
    Tabs::join(&dom::data(&watching.root, "data-tabs"), move |_| {
        this.rest("data-elsewhere", "");
    });
    let this = Rc::clone(&watching);
    dom::intercept(&watching.root, "submit", move |event| {
        let form: Option<HtmlFormElement> = event.target().and_then(|form| form.dyn_into().ok());
        let again = form.is_some_and(|form| {
            dom::find(&form, "[name=form]")
                .is_some_and(|field| dom::data(&field, "value") == "recheck")
        });
        if again {
            event.prevent_default();
            event.stop_propagation();
            this.check_again();
        }
    });
}

impl Watching {
    fn say(&self, text: &str) {
        speaker::say(&self.region, dom::data(&self.root, text));
    }

    /// Whether the page goes on by itself: not while somebody writes on it, whose words would be lost.
    fn goes_on(&self) -> bool {
        self.root.has_attribute("data-auto") && !dom::is_written_on()
    }

    fn connection(&self, connection: Connection) {
        match connection {
            Connection::Up if self.lost.replace(false) => self.say("data-online"),
            Connection::Up => {}
            Connection::Lost => {
                self.lost.set(true);
                speaker::say_once(&self.region, dom::data(&self.root, "data-offline"));
            }
            Connection::Busy(said) => {
                let said = said.unwrap_or_else(|| dom::data(&self.root, "data-busy"));
                speaker::say_once(&self.region, said);
            }
        }
    }

    fn hear(self: &Rc<Self>, news: &JsValue) {
        if self.done.get() {
            return;
        }
        let state = text(news, "state");
        if state == "checking" {
            // Somebody asked the device: another tab, or the server because a policy changed.
            if !self.asked.get() && !self.checking.replace(true) {
                self.say("data-checking");
                let this = Rc::clone(self);
                self.timer
                    .set(dom::after(UNATTENDED, move || this.redraw()));
            }
            return;
        }
        dom::window().clear_timeout_with_handle(self.timer.get());
        let checked = self.checking.replace(false);
        match state.as_str() {
            "same" if checked && !self.asked.get() => {
                // The end of "Checking…" is told, too.
                self.asked.set(true);
                self.compare(news);
            }
            "same" => self.compare(news),
            "fixed" => self.rest("data-fixed", "data-ready"),
            _ => {
                self.say("data-changed");
                self.redraw();
            }
        }
    }

    /// The same screen: which verdicts are others than those on the page?
    fn compare(&self, news: &JsValue) {
        let asked = self.asked.replace(false);
        let mut named = Vec::new();
        let another = text(news, "layout") != dom::data(&self.root, "data-layout");
        let mut redraw = another;
        let mut now = Vec::new();
        for check in Array::from(&dom::get(news, "checks")).iter() {
            let (id, verdict) = (text(&check, "id"), text(&check, "verdict"));
            let seen = self.seen.borrow();
            let before = seen.iter().find(|(known, _)| *known == id);
            let changed = before.is_none_or(|(_, before)| *before != verdict);
            if changed && verdict == "PASS" {
                mark(&self.root, &check);
            }
            // What is wrong now and was not needs instructions that are not on the page.
            redraw |= changed && verdict != "PASS";
            if changed || (asked && verdict != "PASS") {
                named.push(text(&check, "said"));
            }
            now.push((id, verdict));
        }
        let nothing = *self.seen.borrow() == now;
        redraw |= now.len() != self.seen.borrow().len();
        self.seen.replace(now);
        if nothing && !asked && !redraw {
            return;
        }
        // What became of asking for more time comes first: it is what the person waits for.
        let request = text(news, "request");
        let mut said = String::new();
        if request != dom::data(&self.root, "data-request") {
            said += &request;
        } else if nothing {
            said += &dom::data(
                &self.root,
                if another { "data-changed" } else { "data-same" },
            );
        }
        if named.len() <= MOST_NAMED {
            for sentence in named {
                said += " ";
                said += &sentence;
            }
        }
        said += " ";
        said += &text(news, "left");
        speaker::say(&self.region, said.trim().to_owned());
        if redraw {
            self.redraw();
        }
    }

    /// What is on the page is not enough any more.
    fn redraw(&self) {
        self.rest("", "");
    }

    /// Nothing is left to watch on this page: it goes on, or offers to. `auto` is said in the first case, `else_` in
    /// the second.
    fn rest(&self, auto: &str, otherwise: &str) {
        if self.done.replace(true) {
            return;
        }
        if let Some(listener) = self.listener.get() {
            listener.close();
        }
        let elsewhere = auto == "data-elsewhere";
        let goes_on = self.goes_on() && !elsewhere;
        let said = if goes_on || elsewhere {
            auto
        } else {
            otherwise
        };
        if !said.is_empty() {
            self.say(said);
        }
        if goes_on {
            dom::after(LAST_WORD, dom::reload);
        } else if let Some(way) = dom::find(&self.root, "[data-way-on]") {
            if auto == "data-fixed"
                && let Some(link) = dom::find(&way, "a")
            {
                link.set_text_content(Some(&dom::data(&self.root, "data-continue")));
            }
            dom::show(&way);
        }
    }

    /// "Check again", without leaving the page.
    fn check_again(self: &Rc<Self>) {
        if self.done.get() {
            return dom::reload();
        }
        // Asked already: it is under way.
        if self.asked.replace(true) {
            return;
        }
        self.say("data-checking");
        let this = Rc::clone(self);
        spawn_local(async move {
            let answer = ask(&this.url(""), Some("form=recheck")).await;
            this.answered(answer).await;
        });
    }

    async fn answered(self: &Rc<Self>, answer: Answer) {
        let news = match answer {
            Answer::News(news) => news,
            // The page knows what to say about that.
            Answer::Over => return dom::reload(),
            Answer::Busy(_, said) => {
                self.asked.set(false);
                return self.connection(Connection::Busy(said));
            }
            Answer::Lost => {
                self.asked.set(false);
                return self.say("data-offline");
            }
        };
        if text(&news, "state") != "checking" {
            return self.hear(&news);
        }
        let probe = dom::get(&news, "probe");
        if probe.is_undefined() || probe.is_null() {
            // Only the page of its own can ask this device.
            return dom::reload();
        }
        match device_probe::ask(&probe).await {
            None => {
                if let Some(listener) = self.listener.get() {
                    listener.nudge();
                }
                self.expect(text(&probe, "poll"));
            }
            // Only the page of its own can say what is in the way.
            Some(reason) if reason.is_empty() => dom::reload(),
            Some(reason) => {
                let form = String::from("form=") + &text(&probe, "stop") + "&" + &reason;
                let answer = ask(&self.url(""), Some(&form)).await;
                if let Answer::News(news) = answer {
                    self.hear(&news);
                } else {
                    dom::reload();
                }
            }
        }
    }

    /// The device was asked: the news come by themselves, or are asked for.
    fn expect(self: &Rc<Self>, form: String) {
        if !self.asked.get() {
            return;
        }
        let this = Rc::clone(self);
        self.timer.set(dom::after(SOON, move || {
            spawn_local(async move {
                match ask(&this.url("/events"), None).await {
                    Answer::News(news) if text(&news, "state") != "checking" => this.hear(&news),
                    _ => this.insist(form),
                }
            });
        }));
    }

    /// Nothing was heard for a while: asks the server for the device's answer.
    fn insist(self: &Rc<Self>, form: String) {
        let this = Rc::clone(self);
        self.timer.set(dom::after(QUIET, move || {
            if !this.asked.get() {
                return;
            }
            spawn_local(async move {
                let form = String::from("form=") + &form;
                match ask(&this.url(""), Some(&form)).await {
                    Answer::News(news) if text(&news, "state") == "checking" => {
                        this.asked.set(false);
                        this.say("data-slow");
                    }
                    Answer::News(news) => this.hear(&news),
                    _ => dom::reload(),
                }
            });
        }));
    }

    /// The sign-in's address with `end`, and what this page shows.
    fn url(&self, end: &str) -> String {
        dom::fill(&dom::data(&self.root, "data-events"), "/events", end)
    }
}

fn text(value: &JsValue, name: &str) -> String {
    dom::get(value, name).as_string().unwrap_or_default()
}

/// One check's verdict, in colour, pictogram and words.
fn mark(page: &Element, check: &JsValue) {
    let (id, verdict, label) = (
        text(check, "id"),
        text(check, "verdict"),
        text(check, "label"),
    );
    let Ok(rows) = page.query_selector_all("[data-check]") else {
        return;
    };
    for index in 0..rows.length() {
        let Some(row) = rows.get(index).map(JsCast::unchecked_into::<Element>) else {
            continue;
        };
        if dom::data(&row, "data-check") != id {
            continue;
        }
        let state = match verdict.as_str() {
            "PASS" => "pass",
            "FAIL" => "fail",
            _ => "unknown",
        };
        row.set_class_name(&(String::from("check check--") + state));
        if let Some(words) = dom::find(&row, "[data-verdict]") {
            words.set_text_content(Some(&label));
        }
        if let Some(badge) = dom::find(&row, ".verdict") {
            badge.set_class_name(&(String::from("verdict verdict--") + state));
            if let Some(path) = dom::find(&badge, "path") {
                let _ = path.set_attribute("d", verdict_path(state));
            }
        }
    }
}

/// The pictogram of a verdict (`pass`, `fail`, anything else for "could not look"), 24 by 24 units.
pub fn verdict_path(state: &str) -> &'static str {
    match state {
        "pass" => "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm-4 9 3 3 5-6",
        "fail" => "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm0 5v5m0 3v.01",
        _ => "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM9.5 9.5A2.5 2.5 0 1 1 12 13v.5m0 3v.01",
    }
}
