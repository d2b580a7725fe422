//! Several tabs of the same browser with a sign-in each, or with the same one: one goes on, the others say so.

use std::{cell::RefCell, rc::Rc};

use js_sys::{Array, Function, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use super::dom;

/// How long a tab that wants to go on waits for others that want it, too, in milliseconds.
pub(super) const CLAIM: f64 = 300.0;

/// The tabs of this browser that are about the same app.
pub(super) struct Tabs {
    channel: JsValue,
    own: String,
    best: RefCell<Option<String>>,
}

impl Tabs {
    /// Joins the tabs of `name`; `gone` hears the path of a tab that has gone on. `None` where browsers have no channel.
    pub(super) fn join(name: &str, gone: impl Fn(String) + 'static) -> Option<Rc<Self>> {
        if name.is_empty() {
            return None;
        }
        let class: Function = dom::get(&dom::window(), "BroadcastChannel")
            .dyn_into()
            .ok()?;
        let channel = Reflect::construct(&class, &Array::of1(&name.into())).ok()?;
        // Whoever is looked at goes first.
        let rank = if dom::document().hidden() { "1" } else { "0" };
        let random = js_sys::Number::from(js_sys::Math::random())
            .to_string_with_radix(36)
            .map(String::from)
            .unwrap_or_default();
        let tabs = Rc::new(Self {
            channel: channel.clone(),
            own: String::from(rank) + &random,
            best: RefCell::default(),
        });
        let this = Rc::clone(&tabs);
        dom::listen(channel.unchecked_ref(), "message", move |event| {
            let Some(message) = dom::get(&event, "data").as_string() else {
                return;
            };
            if let Some(path) = message.strip_prefix("gone ") {
                gone(path.to_owned());
            } else if let Some(claim) = message.strip_prefix("claim ") {
                let mut best = this.best.borrow_mut();
                if best.as_deref().is_none_or(|best| precedes(claim, best)) {
                    *best = Some(claim.to_owned());
                }
            }
        });
        Some(tabs)
    }

    /// Tells the others that this tab wants to go on.
    pub(super) fn claim(&self) {
        self.best.take();
        self.post(&(String::from("claim ") + &self.own));
    }

    /// Whether no other tab that wants to go on comes before this one.
    pub(super) fn is_first(&self) -> bool {
        let best = self.best.borrow();
        best.as_deref().is_none_or(|best| precedes(&self.own, best))
    }

    /// Tells the others that this tab, of the sign-in at `path`, goes on.
    pub(super) fn go(&self, path: &str) {
        self.post(&(String::from("gone ") + path));
    }

    fn post(&self, message: &str) {
        let _ = dom::call(&self.channel, "postMessage", &[message.into()]);
    }
}

/// Of two tabs exactly one precedes the other: what they claim with begins with `0` where the tab is looked at, `1`
/// where not, and goes on at random.
fn precedes(one: &str, other: &str) -> bool {
    one < other
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_any_tabs_exactly_one_goes_first_and_it_is_one_that_is_looked_at() {
        let claims = ["10.1", "00.9", "00.2", "10.0", "00.21"];
        let first: Vec<&str> = claims
            .into_iter()
            .filter(|own| {
                claims
                    .iter()
                    .all(|other| other == own || precedes(own, other))
            })
            .collect();
        assert_eq!(first, ["00.2"]);
    }
}
