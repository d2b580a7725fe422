//! The little that islands need of the browser, without the glue of a fetch or timer crate.

use js_sys::{Array, Function, Object, Promise, Reflect};
use leptos::{html::Div, prelude::*};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Document, Element, Event, EventTarget, HtmlFormElement, Window};

/// A reference for an island's root; `begin` runs once the island is awake in the browser, never on the server.
pub(super) fn awake(begin: impl FnOnce(Element) + 'static) -> NodeRef<Div> {
    let root = NodeRef::<Div>::new();
    root.on_load(move |element| begin(element.unchecked_into()));
    root
}

pub(super) fn window() -> Window {
    leptos::prelude::window()
}

pub(super) fn document() -> Document {
    leptos::prelude::document()
}

/// The first match below `root`.
pub(super) fn find(root: &Element, selector: &str) -> Option<Element> {
    root.query_selector(selector).ok().flatten()
}

/// A `data-` attribute, or the empty string.
pub(super) fn data(element: &Element, name: &str) -> String {
    element.get_attribute(name).unwrap_or_default()
}

/// A number in a `data-` attribute, or 0. By the browser: Rust's own reading of decimals is 10 KB of WASM.
pub(super) fn number(element: &Element, name: &str) -> f64 {
    let value = js_sys::parse_float(&data(element, name));
    if value.is_nan() { 0.0 } else { value }
}

/// `template` with `value` at the first `mark`. The library's search for strings is 3 KB of WASM.
pub(super) fn fill(template: &str, mark: &str, value: &str) -> String {
    let found = template
        .char_indices()
        .map(|(at, _)| at)
        .find(|at| template[*at..].starts_with(mark));
    match found {
        Some(at) => String::from(&template[..at]) + value + &template[at + mark.len()..],
        None => template.to_owned(),
    }
}

/// Puts the text in the `data-` attribute `name` of `element` into the live region below it.
pub(super) fn say(element: &Element, name: &str) {
    if let Some(region) = find(element, "[role=status]") {
        region.set_text_content(Some(&data(element, name)));
    }
}

/// Whether the browser's `User-Agent` names `mark`.
pub(super) fn browser_is(mark: &str) -> bool {
    let agent = get(&get(&window(), "navigator"), "userAgent");
    agent
        .dyn_into::<js_sys::JsString>()
        .is_ok_and(|agent| agent.includes(mark, 0))
}

/// Whether nobody sees the page now.
pub(super) fn is_hidden() -> bool {
    get(&document(), "hidden").is_truthy()
}

/// Waits until somebody sees the page.
pub(super) async fn visible() {
    let promise = Promise::new(&mut |resolve, _| {
        when_visible(move || {
            let _ = resolve.call0(&JsValue::NULL);
        });
    });
    let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
}

/// Milliseconds since the page was opened, by the clock that nobody sets.
pub(super) fn now() -> f64 {
    window().performance().map_or(0.0, |clock| clock.now())
}

/// A whole number in the page's language. By the browser: Rust's own writing of decimals is 10 KB of WASM.
pub(super) fn digits(number: f64) -> String {
    let language = document()
        .document_element()
        .map(|root| data(&root, "lang"))
        .unwrap_or_default();
    js_sys::Number::from(number)
        .to_locale_string(&language)
        .into()
}

/// Whether `value` was not the last one under `name` in this tab; remembers it. Always true where the browser keeps
/// nothing.
pub(super) fn is_first(name: &str, value: &str) -> bool {
    let storage = get(&window(), "sessionStorage");
    let last = call(&storage, "getItem", &[name.into()]);
    let _ = call(&storage, "setItem", &[name.into(), value.into()]);
    !last.is_ok_and(|last| last.as_string().as_deref() == Some(value))
}

/// Calls `work` once somebody sees the page: at once, or when the person comes back to it.
pub(super) fn when_visible(work: impl FnOnce() + 'static) {
    if !is_hidden() {
        return work();
    }
    let mut work = Some(work);
    listen(&document(), "visibilitychange", move |_| {
        if !is_hidden()
            && let Some(work) = work.take()
        {
            work();
        }
    });
}

pub(super) fn show(element: &Element) {
    let _ = element.remove_attribute("hidden");
}

pub(super) fn hide(element: &Element) {
    let _ = element.set_attribute("hidden", "");
}

/// Calls `handler` at each event; for the life of the page.
pub(super) fn listen(target: &EventTarget, event: &str, handler: impl FnMut(Event) + 'static) {
    let handler = Closure::<dyn FnMut(Event)>::new(handler).into_js_value();
    let _ = target.add_event_listener_with_callback(event, handler.unchecked_ref());
}

/// Calls `work` whenever `element` has another size; for the life of the page.
pub(super) fn when_resized(element: &Element, mut work: impl FnMut() + 'static) {
    // What comes is no event, and nobody looks at it: a closure of another type would be glue of its own.
    let work = Closure::<dyn FnMut(Event)>::new(move |_| work()).into_js_value();
    if let Ok(class) = get(&window(), "ResizeObserver").dyn_into::<Function>()
        && let Ok(observer) = Reflect::construct(&class, &Array::of1(&work))
    {
        let _ = call(&observer, "observe", &[element.into()]);
    }
}

/// Calls `work` after `milliseconds`; the handle stops it.
pub(super) fn after(milliseconds: f64, work: impl FnOnce() + 'static) -> i32 {
    let work = Closure::once_into_js(work);
    // Longer than a timer can be: whoever waits that long asks again anyway.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "clamped to what a timer takes"
    )]
    let wait = milliseconds.clamp(0.0, f64::from(i32::MAX)) as i32;
    window()
        .set_timeout_with_callback_and_timeout_and_arguments_0(work.unchecked_ref(), wait)
        .unwrap_or(0)
}

/// Waits, politely.
pub(super) async fn pause(milliseconds: f64) {
    let promise = Promise::new(&mut |resolve, _| {
        after(milliseconds, move || {
            let _ = resolve.call0(&JsValue::NULL);
        });
    });
    let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
}

/// A property, `undefined` where there is none.
pub(super) fn get(value: &JsValue, name: &str) -> JsValue {
    Reflect::get(value, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED)
}

pub(super) fn set(value: &JsValue, name: &str, to: impl Into<JsValue>) {
    let _ = Reflect::set(value, &JsValue::from_str(name), &to.into());
}

/// Calls the method `name` of `value`.
pub(super) fn call(value: &JsValue, name: &str, arguments: &[JsValue]) -> Result<JsValue, JsValue> {
    let method: Function = get(value, name).dyn_into()?;
    method.apply(value, &arguments.iter().collect::<Array>())
}

/// Calls the method `name` of `value` and waits for what it promises.
pub(super) async fn wait_for(
    value: &JsValue,
    name: &str,
    arguments: &[JsValue],
) -> Result<JsValue, JsValue> {
    let promise: Promise = call(value, name, arguments)?.dyn_into()?;
    wasm_bindgen_futures::JsFuture::from(promise).await
}

/// `fetch`; the response, whatever its status.
pub(super) async fn fetch(url: &str, options: &Object) -> Result<JsValue, JsValue> {
    wait_for(
        &window(),
        "fetch",
        &[JsValue::from_str(url), options.into()],
    )
    .await
}

/// Whether somebody has written something into a field for sentences that is not sent yet.
pub(super) fn is_written_on() -> bool {
    let field = document().query_selector("textarea").ok().flatten();
    field.is_some_and(|field| {
        get(&field, "value").as_string() != get(&field, "defaultValue").as_string()
    })
}

pub(super) fn reload() {
    let _ = window().location().reload();
}

/// Posts `fields` to the page's own address, as a form on it would.
pub(super) fn post(fields: &[(&str, &str)]) {
    let document = document();
    let (Ok(form), Some(body)) = (
        document.create_element("form"),
        document.query_selector("body").ok().flatten(),
    ) else {
        return;
    };
    let _ = form.set_attribute("method", "post");
    for (name, value) in fields {
        if let Ok(input) = document.create_element("input") {
            let _ = input.set_attribute("type", "hidden");
            let _ = input.set_attribute("name", name);
            let _ = input.set_attribute("value", value);
            let _ = form.append_child(&input);
        }
    }
    let _ = body.append_child(&form);
    let _ = form.unchecked_into::<HtmlFormElement>().submit();
}

/// Calls `work` for every match in the document.
pub(super) fn each(selector: &str, work: impl Fn(Element)) {
    if let Ok(found) = document().query_selector_all(selector) {
        for index in 0..found.length() {
            if let Some(element) = found.get(index) {
                work(element.unchecked_into());
            }
        }
    }
}

/// When the browser asked for this page, by its monotonic clock; `None` where it does not tell.
pub(super) fn request_start() -> Option<f64> {
    let performance = window().performance()?;
    let entries = call(&performance, "getEntriesByType", &["navigation".into()]).ok()?;
    // A page that came from elsewhere than the network has none.
    get(&Array::from(&entries).get(0), "requestStart")
        .as_f64()
        .filter(|start| *start > 0.0 && *start <= performance.now())
}

/// What the browser keeps under `key`.
pub(super) fn remembered(key: &str) -> Option<String> {
    window().local_storage().ok()??.get_item(key).ok()?
}

/// Keeps `value` under `key`, or nothing.
pub(super) fn remember(key: &str, value: Option<&str>) {
    if let Ok(Some(storage)) = window().local_storage() {
        let _ = match value {
            Some(value) => storage.set_item(key, value),
            None => storage.remove_item(key),
        };
    }
}

/// Puts `prefix` before the page's title, and takes it away again where it is empty.
pub(super) fn prefix_title(prefix: &str) {
    thread_local!(static TITLE: std::cell::RefCell<Option<String>> = const { std::cell::RefCell::new(None) });
    TITLE.with_borrow_mut(|title| {
        let title = title.get_or_insert_with(|| document().title());
        document().set_title(&(String::from(prefix) + title));
    });
}

/// Calls `handler` at each event before anything inside `target` hears of it; for the life of the page.
pub(super) fn intercept(target: &EventTarget, event: &str, handler: impl FnMut(Event) + 'static) {
    let handler = Closure::<dyn FnMut(Event)>::new(handler).into_js_value();
    let _ = target.add_event_listener_with_callback_and_bool(event, handler.unchecked_ref(), true);
}
