//! Finds the device's agent on this machine and hands it the challenge: `docs/spec/idx.md` section 2.4.

use js_sys::Object;
use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::JsValue;
use web_sys::Element;

use super::dom;

/// Time that the agent may take for the challenge, in milliseconds (section 2.4).
const CHALLENGE_TIMEOUT: f64 = 300_000.0;
/// Time that a person may take to answer the browser's question about local access.
const PERMISSION_TIMEOUT: f64 = 60_000.0;
/// After this the page says what else can be done.
const SLOW: f64 = 4_000.0;
/// Between two rounds over the addresses: an agent may just be starting.
const ROUND_PAUSE: f64 = 1_500.0;
/// After this a page that heard nothing asks by itself.
const SILENCE: f64 = 15_000.0;

/// What came of asking the agent.
enum Outcome {
    Delivered,
    Unreachable,
    Refused(f64),
}

/// Probes the addresses in `data-bases` one after the other, posts the challenge to the first that answers and waits
/// for the result; where none answers, says so to the server.
#[island]
pub fn DeviceProbe(
    /// The status line (empty) and the links that do the same by hand.
    children: Children,
) -> impl IntoView {
    let root = dom::awake(|root| {
        if let Some(probe) = dom::find(&root, ".probe") {
            begin(probe);
        }
    });
    view! { <div class="island" node_ref=root>{children()}</div> }
}

fn begin(probe: Element) {
    let manual = dom::find(&probe, ".probe__manual");
    if let Some(manual) = manual.clone() {
        dom::hide(&manual);
        let (slow, probe) = (manual, probe.clone());
        dom::after(SLOW, move || {
            dom::show(&slow);
            say(&probe, "data-slow");
        });
    }
    dom::events(
        dom::data(&probe, "data-events"),
        0,
        |news| {
            if dom::get(&news, "done").is_truthy() {
                dom::reload();
            }
        },
        |_| {},
    );
    spawn_local(async move {
        say(&probe, "data-searching");
        let permission = permission().await;
        let mut outcome = round(&probe, permission.as_deref()).await;
        if matches!(outcome, Outcome::Unreachable) {
            dom::pause(ROUND_PAUSE).await;
            outcome = round(&probe, permission.as_deref()).await;
        }
        let stop = dom::data(&probe, "data-stop");
        match outcome {
            Outcome::Delivered => {
                say(&probe, "data-found");
                let form = dom::data(&probe, "data-poll");
                dom::after(SILENCE, move || dom::post(&[("form", &form)]));
            }
            // The browser does not let the page look; the links still work.
            Outcome::Unreachable if self::permission().await.as_deref() == Some("denied") => {
                say(&probe, "data-slow");
                if let Some(manual) = manual {
                    dom::show(&manual);
                }
            }
            Outcome::Unreachable => {
                dom::post(&[
                    ("form", &stop),
                    ("reason", "OV_UNREACHABLE_BY_LOOPBACK"),
                    ("statusCode", ""),
                ]);
            }
            Outcome::Refused(status) => {
                // By the browser: Rust's own writing of decimals is 10 KB of WASM.
                let status = String::from(
                    js_sys::Number::from(status)
                        .to_string_with_radix(10)
                        .unwrap_or_default(),
                );
                dom::post(&[
                    ("form", &stop),
                    ("reason", "OV_RETURNED_ERROR"),
                    ("statusCode", &status),
                ]);
            }
        }
    });
}

fn say(probe: &Element, text: &str) {
    if let Some(status) = dom::find(probe, "[role=status]") {
        status.set_text_content(Some(&dom::data(probe, text)));
    }
}

/// All addresses once, in order. A 503 is an agent of somebody else's session: the next port may be this one's.
async fn round(probe: &Element, permission: Option<&str>) -> Outcome {
    let mut timeout = dom::number(probe, "data-timeout").max(50.0);
    if permission == Some("prompt") {
        timeout = PERMISSION_TIMEOUT;
    }
    let body = Object::new();
    dom::set(&body, "challengeRequest", dom::data(probe, "data-request"));
    let body = js_sys::JSON::stringify(&body).unwrap_or_default();
    for base in dom::data(probe, "data-bases").split(' ') {
        let options = request("GET", timeout);
        if !matches!(dom::fetch(&(String::from(base) + "/probe"), &options).await, Ok(answer) if is_ok(&answer))
        {
            continue;
        }
        let options = request("POST", CHALLENGE_TIMEOUT);
        dom::set(&options, "body", body.clone());
        let Ok(answer) = dom::fetch(&(String::from(base) + "/challenge"), &options).await else {
            continue;
        };
        if is_ok(&answer) {
            return Outcome::Delivered;
        }
        let status = dom::get(&answer, "status").as_f64().unwrap_or(0.0);
        // 503 without a fraction.
        if (status - 503.0).abs() > 0.5 {
            return Outcome::Refused(status);
        }
    }
    Outcome::Unreachable
}

fn is_ok(answer: &JsValue) -> bool {
    dom::get(answer, "ok").is_truthy()
}

/// With a content type, so that a preflight asks the agent first.
fn request(method: &str, timeout: f64) -> Object {
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
async fn permission() -> Option<String> {
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
