//! News about the device while the page is open: verdicts change, a live region speaks, the page goes on.

use std::{cell::RefCell, collections::VecDeque, rc::Rc};

use js_sys::Array;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Element;

use super::dom;

/// Time that an announcement gets before the next one, in milliseconds.
const SPEAKING: f64 = 2_000.0;
/// Time to hear the last announcement before the page goes on.
const LAST_WORD: f64 = 1_500.0;

/// Listens to the address in `data-events` where `data-auto` is there; else the page stays as it is.
#[island]
pub fn LiveEvents(
    /// The checks, the live region `.live` (empty), a note (hidden).
    children: Children,
) -> impl IntoView {
    let root = dom::awake(|root| {
        if let Some(root) = dom::find(&root, "[data-events][data-auto]") {
            begin(&root);
        }
    });
    view! { <div class="island" node_ref=root>{children()}</div> }
}

fn begin(root: &Element) {
    let Some(region) = dom::find(root, ".live") else {
        return;
    };
    if let Some(note) = dom::find(root, "[data-live-note]") {
        dom::show(&note);
    }
    let speaker = Speaker::new(region);
    let offline = dom::data(root, "data-offline");
    let (page, told) = (root.clone(), speaker.clone());
    dom::events(
        dom::data(root, "data-events"),
        0,
        move |news| {
            for check in Array::from(&dom::get(&news, "checks")).iter() {
                update(&page, &check);
            }
            if let Some(text) = dom::get(&news, "announcement")
                .as_string()
                .filter(|text| !text.is_empty())
            {
                told.say(text);
            }
            if dom::get(&news, "done").is_truthy() {
                dom::after(LAST_WORD, dom::reload);
            }
        },
        move |lost| {
            if lost {
                speaker.say_once(offline.clone());
            }
        },
    );
}

/// One check's verdict, in colour, pictogram and words.
fn update(page: &Element, check: &JsValue) {
    let text = |name| dom::get(check, name).as_string().unwrap_or_default();
    let (id, verdict, label) = (text("id"), text("verdict"), text("label"));
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

/// Puts announcements into a live region one after the other (`docs/spec/ux.md` L6, L7).
#[derive(Clone)]
struct Speaker {
    region: Element,
    waiting: Rc<RefCell<VecDeque<String>>>,
    speaking: Rc<RefCell<bool>>,
}

impl Speaker {
    fn new(region: Element) -> Self {
        Self {
            region,
            waiting: Rc::default(),
            speaking: Rc::default(),
        }
    }

    fn say(&self, text: String) {
        self.waiting.borrow_mut().push_back(text);
        if !self.speaking.replace(true) {
            self.next();
        }
    }

    /// Says it unless it was the last thing said.
    fn say_once(&self, text: String) {
        if self.region.text_content().as_deref() != Some(&text) {
            self.say(text);
        }
    }

    fn next(&self) {
        let Some(text) = self.waiting.borrow_mut().pop_front() else {
            self.speaking.replace(false);
            return;
        };
        // Emptied first: the same sentence twice is said twice.
        self.region.set_text_content(None);
        let speaker = self.clone();
        dom::after(100.0, move || {
            speaker.region.set_text_content(Some(&text));
            dom::after(SPEAKING, move || speaker.next());
        });
    }
}
