//! Speaks through the page's live regions, one sentence after the other, whichever island says it
//! (`docs/spec/ux.md` L6, L7).

use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
};

use web_sys::Element;

use super::dom;

/// Time that an announcement gets before the next one, in milliseconds.
const SPEAKING: f64 = 2_000.0;
/// How long a region is empty before it says something: the same sentence twice is said twice.
const SILENCE: f64 = 100.0;

thread_local! {
    static WAITING: RefCell<VecDeque<(Element, String)>> = const { RefCell::new(VecDeque::new()) };
    static SPEAKING_NOW: Cell<bool> = const { Cell::new(false) };
}

/// Says `text` in `region` when whatever is waiting has been said.
pub(super) fn say(region: &Element, text: String) {
    WAITING.with_borrow_mut(|waiting| waiting.push_back((region.clone(), text)));
    if !SPEAKING_NOW.replace(true) {
        next();
    }
}

/// Says it unless it was the last thing said there.
pub(super) fn say_once(region: &Element, text: String) {
    if region.text_content().as_deref() != Some(&text) {
        say(region, text);
    }
}

/// Says it at once. What was waiting is over with it.
pub(super) fn alarm(region: &Element, text: &str) {
    WAITING.with_borrow_mut(VecDeque::clear);
    region.set_text_content(Some(text));
}

fn next() {
    let Some((region, text)) = WAITING.with_borrow_mut(VecDeque::pop_front) else {
        SPEAKING_NOW.set(false);
        return;
    };
    if region.text_content().is_some_and(|said| !said.is_empty()) {
        region.set_text_content(None);
    }
    dom::after(SILENCE, move || {
        region.set_text_content(Some(&text));
        dom::after(SPEAKING, next);
    });
}
