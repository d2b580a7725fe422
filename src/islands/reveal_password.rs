//! Shows what is typed into a password field, on demand.

use leptos::prelude::*;
use web_sys::Element;

use super::dom;

/// A button beside a password field that shows and hides it; the state is told to screen readers, too. Hidden again
/// before the form is sent, so that no browser takes the password for a text to remember.
#[island]
pub fn RevealPassword(
    /// The input, the button (hidden) and a live region.
    children: Children,
) -> impl IntoView {
    let root = dom::awake(|root| {
        if let (Some(input), Some(button), Some(live)) = (
            dom::find(&root, "input"),
            dom::find(&root, "button"),
            dom::find(&root, "[role=status]"),
        ) {
            begin(&input, button, live);
        }
    });
    view! { <div class="island" node_ref=root>{children()}</div> }
}

fn begin(input: &Element, button: Element, live: Element) {
    dom::show(&button);
    let show = button.text_content().unwrap_or_default();
    let show_label = dom::data(&button, "aria-label");
    let field = input.clone();
    let set = move |shown: bool, announce: bool| {
        let (text, label, state, kind) = if shown {
            (
                dom::data(&button, "data-hide"),
                dom::data(&button, "data-hide-label"),
                "data-shown",
                "text",
            )
        } else {
            (show.clone(), show_label.clone(), "data-hidden", "password")
        };
        let _ = field.set_attribute("type", kind);
        button.set_text_content(Some(&text));
        let _ = button.set_attribute("aria-label", &label);
        if announce {
            live.set_text_content(Some(&dom::data(&button, state)));
        }
    };
    let (field, toggle) = (input.clone(), set.clone());
    if let Some(button) = input
        .parent_element()
        .and_then(|parent| dom::find(&parent, "button"))
    {
        dom::listen(&button, "click", move |_| {
            toggle(dom::data(&field, "type") == "password", true);
        });
    }
    if let Ok(Some(form)) = input.closest("form") {
        dom::listen(&form, "submit", move |_| set(false, false));
    }
}
