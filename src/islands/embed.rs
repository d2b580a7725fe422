//! Tells the app's page that frames this one how the sign-in stands and how high it is (`docs/embedding.md`,
//! `docs/spec/ux.md` S10). Only pages of the configured origins are told: each message names the origin that it is for, and
//! the browser gives it to no other. Nothing is taken from them but the wish to be told again.

use std::{cell::Cell, rc::Rc};

use js_sys::Object;
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use web_sys::Element;

use super::dom;

/// Version of the messages.
const VERSION: f64 = 1.0;

/// Posts `data-state` and `data-title` to the page around this one, if it is one of `data-hosts`.
#[island]
pub fn Embed(
    /// An element with the attributes.
    children: Children,
) -> impl IntoView {
    let root = dom::awake(|root| {
        if let Some(told) = dom::find(&root, "[data-hosts]") {
            begin(told);
        }
    });
    view! { <div class="island" node_ref=root>{children()}</div> }
}

struct Host {
    window: JsValue,
    /// The element with the attributes.
    told: Element,
    /// Where the page around this one is from, as far as the browser says.
    origin: Option<String>,
    height: Cell<f64>,
}

fn begin(told: Element) {
    let own = JsValue::from(dom::window());
    let window = dom::get(&own, "parent");
    if window == own {
        return;
    }
    let ancestors = dom::get(&dom::get(&own, "location"), "ancestorOrigins");
    let host = Rc::new(Host {
        window,
        told,
        // Firefox has no such list, and a frame's referrer policy can hide what is in it.
        origin: dom::get(&ancestors, "0")
            .as_string()
            .filter(|origin| origin != "null"),
        height: Cell::new(height()),
    });
    host.state();
    let this = Rc::clone(&host);
    dom::listen(&dom::window(), "message", move |event| this.hear(&event));
    if let Some(body) = dom::document().body() {
        dom::when_resized(&body, move || host.resized());
    }
}

impl Host {
    fn state(&self) {
        let message = Object::new();
        for (name, attribute) in [("state", "data-state"), ("title", "data-title")] {
            dom::set(&message, name, dom::data(&self.told, attribute));
        }
        self.post("state", &message);
    }

    fn resized(&self) {
        let now = height();
        // Whole pixels: no two heights are nearly the same.
        if (self.height.replace(now) - now).abs() >= 1.0 {
            self.post("resize", &Object::new());
        }
    }

    /// Where the browser does not say which of them the page is from, it gives the message to the right one.
    fn post(&self, kind: &str, message: &Object) {
        dom::set(message, "source", "doorstep");
        dom::set(message, "version", VERSION);
        dom::set(message, "type", kind);
        dom::set(message, "height", self.height.get());
        for origin in dom::data(&self.told, "data-hosts").split(' ') {
            if self.origin.as_deref().is_none_or(|own| own == origin) {
                let to = [message.into(), origin.into()];
                let _ = dom::call(&self.window, "postMessage", &to);
            }
        }
    }

    /// A page that begins to listen late asks for the state.
    fn hear(&self, event: &JsValue) {
        let message = dom::get(event, "data");
        let is = |name, value: JsValue| dom::get(&message, name) == value;
        let from = dom::get(event, "origin").as_string().unwrap_or_default();
        if dom::data(&self.told, "data-hosts")
            .split(' ')
            .any(|host| host == from)
            && dom::get(event, "source") == self.window
            && is("type", "hello".into())
            && is("version", VERSION.into())
        {
            self.state();
        }
    }
}

/// How high the content is, in whole CSS pixels.
fn height() -> f64 {
    let body = dom::document().body();
    body.map_or(0.0, |body| {
        let edges = dom::call(&body, "getBoundingClientRect", &[]).unwrap_or_default();
        dom::get(&edges, "height").as_f64().unwrap_or(0.0).ceil()
    })
}
