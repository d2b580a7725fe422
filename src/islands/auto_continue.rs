//! Goes on to the app by itself, after a moment in which that can be stopped (WCAG 2.2.1, 3.2.5).

use leptos::prelude::*;

use super::dom;

/// How long the person has to say "stay", in milliseconds; they can also turn it off for good.
const NOTICE: f64 = 3_000.0;

/// Goes on by itself, the address's fragment included, which only the browser knows.
#[island]
pub fn AutoContinue(
    /// The form that does it by hand, a live region with `data-text`, a button that stops it (hidden).
    children: Children,
) -> impl IntoView {
    let root = dom::awake(|root| {
        let (Some(live), Some(stay)) = (
            dom::find(&root, "[role=status]"),
            dom::find(&root, "button[type=button]"),
        ) else {
            return;
        };
        live.set_text_content(Some(&dom::data(&live, "data-text")));
        dom::show(&stay);
        let timer = dom::after(NOTICE, || {
            let location = dom::window().location();
            let target = String::from("?continue=") + &location.hash().unwrap_or_default();
            let _ = location.replace(&target);
        });
        let button = stay.clone();
        dom::listen(&stay, "click", move |_| {
            dom::window().clear_timeout_with_handle(timer);
            live.set_text_content(None);
            dom::hide(&button);
        });
    });
    view! { <div class="island" node_ref=root>{children()}</div> }
}
