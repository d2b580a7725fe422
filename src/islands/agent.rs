//! Requests to programs on this machine, and what the browser thinks of them: `docs/spec/idx.md` section 2.4.

use js_sys::Object;
use wasm_bindgen::JsValue;
use web_sys::Element;

use super::dom;

/// Time that a person may take to answer the browser's question about local access, in milliseconds.
const PERMISSION_TIMEOUT: f64 = 60_000.0;
/// Android starts the program first (section 2.4).
const ANDROID_TIMEOUT: f64 = 3_000.0;
/// A preflight takes this on a busy machine, whatever the server thinks.
const LEAST_TIMEOUT: f64 = 100.0;

/// Milliseconds that one request may take: what `data-timeout` says, unless the person or the system needs longer.
pub(super) fn timeout(element: &Element, permission: Option<&str>) -> f64 {
    let told = dom::number(element, "data-timeout").max(LEAST_TIMEOUT);
    if permission == Some("prompt") {
        return PERMISSION_TIMEOUT;
    }
    if dom::browser_is("Android") {
        return told.max(ANDROID_TIMEOUT);
    }
    told
}

/// Whether `GET url` answers 2xx in time.
pub(super) async fn answers(url: &str, timeout: f64) -> bool {
    matches!(dom::fetch(url, &request("GET", timeout)).await, Ok(answer) if is_ok(&answer))
}

pub(super) fn is_ok(answer: &JsValue) -> bool {
    dom::get(answer, "ok").is_truthy()
}

/// With a content type, so that a preflight asks the program first.
pub(super) fn request(method: &str, timeout: f64) -> Object {
    let (options, headers) = (Object::new(), Object::new());
    dom::set(&headers, "Content-Type", "application/json");
    dom::set(&options, "headers", headers);
    dom::set(&options, "method", method);
    dom::set(&options, "credentials", "omit");
    let signals = dom::get(&dom::window(), "AbortSignal");
    if let Ok(signal) = dom::call(&signals, "timeout", &[timeout.into()]) {
        dom::set(&options, "signal", signal);
    }
    options
}

/// What the browser says about access to this machine: `granted`, `prompt`, `denied`; `None` where it knows no such
/// permission and just lets the page through.
pub(super) async fn permission() -> Option<String> {
    let permissions = dom::get(&dom::get(&dom::window(), "navigator"), "permissions");
    for name in ["loopback-network", "local-network-access"] {
        let descriptor = Object::new();
        dom::set(&descriptor, "name", name);
        if let Ok(status) = dom::wait_for(&permissions, "query", &[descriptor.into()]).await {
            return dom::get(&status, "state").as_string();
        }
    }
    None
}
