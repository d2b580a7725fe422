//! Times in the viewer's own zone: only the browser knows it.

use js_sys::{Date, Intl, Object};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Element;

use super::dom;

/// Rewrites every `<time data-format>` of the page into the viewer's zone and remembers the zone for the next page.
/// `data-format` is `full`, `time`, or `ago`: then the text is how long ago it was, until that is not true any more.
#[island]
pub fn LocalTime() -> impl IntoView {
    let root = dom::awake(|_| {
        let document = dom::document();
        let language = document
            .document_element()
            .map(|html| dom::data(&html, "lang"))
            .unwrap_or_default();
        remember_zone(&document);
        if let Ok(times) = document.query_selector_all("time[data-format]") {
            for index in 0..times.length() {
                if let Some(time) = times.get(index) {
                    let time: Element = time.unchecked_into();
                    if dom::data(&time, "data-format") == "ago" {
                        // True when the page was made; the time of day stays true.
                        let language = language.clone();
                        dom::after(60_000.0, move || rewrite(&time, &language));
                    } else {
                        rewrite(&time, &language);
                    }
                }
            }
        }
    });
    view! { <div node_ref=root hidden=true></div> }
}

fn rewrite(time: &Element, language: &str) {
    let date = Date::new(&JsValue::from_str(&dom::data(time, "datetime")));
    if date.get_time().is_nan() {
        return;
    }
    let options = Object::new();
    let full = dom::data(time, "data-format") == "full";
    if full {
        for name in ["weekday", "month"] {
            dom::set(&options, name, "long");
        }
        for name in ["year", "day"] {
            dom::set(&options, name, "numeric");
        }
    }
    for name in ["hour", "minute"] {
        dom::set(
            &options,
            name,
            if name == "hour" { "numeric" } else { "2-digit" },
        );
    }
    dom::set(
        &options,
        "timeZoneName",
        if full { "long" } else { "short" },
    );
    if let Ok(text) = dom::call(
        &date,
        if full {
            "toLocaleString"
        } else {
            "toLocaleTimeString"
        },
        &[language.into(), options.into()],
    ) && let Some(text) = text.as_string()
    {
        time.set_text_content(Some(&text));
    }
}

/// For the server, which renders the next page's times with it. Not a secret, and no more than the browser tells any
/// script.
fn remember_zone(document: &web_sys::Document) {
    let options =
        Intl::DateTimeFormat::new(&js_sys::Array::new(), &Object::new()).resolved_options();
    if let Some(zone) = dom::get(&options, "timeZone").as_string() {
        let cookie = String::from("doorstep-time-zone=")
            + &zone
            + "; path=/; max-age=31536000; SameSite=Lax";
        dom::set(document, "cookie", cookie);
    }
}
