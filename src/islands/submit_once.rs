//! A form that is sent once, and says so.

use std::cell::Cell;
use std::rc::Rc;

use leptos::prelude::*;
use web_sys::Element;

use super::dom;

/// Keeps a form from being sent twice and tells on its button that it is under way (`data-working`).
#[island]
pub fn SubmitOnce(
    /// The form.
    children: Children,
) -> impl IntoView {
    let root = dom::awake(|root| {
        if let Some(form) = dom::find(&root, "form") {
            begin(&form);
        }
    });
    view! { <div class="island" node_ref=root>{children()}</div> }
}

fn begin(form: &Element) {
    let sent = Rc::new(Cell::new(false));
    let button = dom::find(form, "button:not([type=button])");
    let label = button.as_ref().and_then(|button| button.text_content());
    let working = dom::data(form, "data-working");
    let (once, pressed) = (Rc::clone(&sent), button.clone());
    dom::listen(form, "submit", move |event| {
        if once.replace(true) {
            event.prevent_default();
            return;
        }
        // Not `disabled`: a disabled submitter's name and value would not be sent.
        if let Some(button) = &pressed {
            let _ = button.set_attribute("aria-disabled", "true");
            button.set_text_content(Some(&working));
        }
    });
    // Back from the browser's cache the form can be sent again.
    dom::listen(&dom::window(), "pageshow", move |_| {
        if sent.replace(false)
            && let Some(button) = &button
        {
            let _ = button.remove_attribute("aria-disabled");
            button.set_text_content(label.as_deref());
        }
    });
}
