//! Copies a text to the clipboard, and prints: what a page can only do by script.

use leptos::prelude::*;
use wasm_bindgen::JsValue;
use web_sys::Element;

use super::dom;

/// Buttons that stay hidden without script. One has the text in `data-copy`, what to say in `data-done` and
/// `data-failed`; the other has `data-print`. A live region speaks.
#[island]
pub fn CopyText(
    /// The buttons (hidden) and a live region.
    children: Children,
) -> impl IntoView {
    let root = dom::awake(|root| {
        if let (Some(button), Some(live)) = (
            dom::find(&root, "[data-copy]"),
            dom::find(&root, "[role=status]"),
        ) {
            copies(button, live);
        }
        if let Some(button) = dom::find(&root, "[data-print]") {
            dom::show(&button);
            dom::listen(&button, "click", |_| {
                let _ = dom::call(&dom::window(), "print", &[]);
            });
        }
    });
    view! { <div class="island" node_ref=root>{children()}</div> }
}

/// The text is there already: Safari only copies at once, within the click.
fn copies(button: Element, live: Element) {
    dom::show(&button);
    let target = button.clone();
    dom::listen(&target, "click", move |_| {
        let (button, live) = (button.clone(), live.clone());
        // Said again where it was said before (`docs/spec/ux.md` L6).
        live.set_text_content(None);
        wasm_bindgen_futures::spawn_local(async move {
            let clipboard = dom::get(&dom::get(&dom::window(), "navigator"), "clipboard");
            let text = JsValue::from_str(&dom::data(&button, "data-copy"));
            let copied = dom::wait_for(&clipboard, "writeText", &[text]).await;
            let said = if copied.is_ok() {
                "data-done"
            } else {
                "data-failed"
            };
            live.set_text_content(Some(&dom::data(&button, said)));
        });
    });
}
