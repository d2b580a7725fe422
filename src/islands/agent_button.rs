//! A button that makes a program on this device do something: `docs/spec/idx.md` section 3.4.

use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::JsValue;
use web_sys::Element;

use super::{agent, dom};

/// Asks the addresses in `data-bases` one after the other, gives the first that answers its order (`data-path`) and
/// stops there. Where none takes it, the fallback stands in for the button: only now is it known to be needed.
#[island]
pub fn AgentButton(
    /// The instruction, the button (hidden), the live region (empty) and the fallback, which is all there is without
    /// script.
    children: Children,
) -> impl IntoView {
    let root = dom::awake(|root| {
        if let (Some(agent), Some(button)) =
            (dom::find(&root, ".agent"), dom::find(&root, "button"))
        {
            begin(&agent, &button);
        }
    });
    view! { <div class="island" node_ref=root>{children()}</div> }
}

fn begin(agent: &Element, button: &Element) {
    for plain in ["[data-plain]", "[data-fallback]"] {
        if let Some(plain) = dom::find(agent, plain) {
            dom::hide(&plain);
        }
    }
    dom::show(button);
    let (agent, pressed) = (agent.clone(), button.clone());
    dom::listen(button, "click", move |_| {
        // One order at a time.
        if !pressed.has_attribute("aria-disabled") {
            let _ = pressed.set_attribute("aria-disabled", "true");
            spawn_local(order(agent.clone(), pressed.clone()));
        }
    });
}

async fn order(agent: Element, button: Element) {
    dom::say(&agent, "data-asking");
    let permission = agent::permission().await;
    let timeout = agent::timeout(&agent, permission.as_deref());
    let path = dom::data(&agent, "data-path");
    for base in dom::data(&agent, "data-bases").split(' ') {
        let base = String::from(base);
        if agent::answers(&(base.clone() + "/probe"), timeout).await
            && agent::answers(&(base + &path), timeout).await
        {
            dom::say(&agent, "data-done");
            let _ = button.remove_attribute("aria-disabled");
            return;
        }
    }
    dom::say(&agent, "data-failed");
    let _ = button.remove_attribute("aria-disabled");
    let Some(fallback) = dom::find(&agent, "[data-fallback]") else {
        return;
    };
    dom::show(&fallback);
    let open = dom::data(&agent, "data-open");
    if open.is_empty() {
        // The text stands where the button was; the keyboard goes on from there.
        dom::hide(&button);
        let _ = dom::call(&fallback, "focus", &[]);
    } else {
        dom::when_visible(move || {
            let location = dom::get(&dom::window(), "location");
            let _ = dom::call(&location, "assign", &[JsValue::from_str(&open)]);
        });
    }
}
