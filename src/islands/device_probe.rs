//! Finds the device's agent on this machine and hands it the challenge: `docs/spec/idx.md` section 2.4.

use js_sys::Object;
use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::JsValue;
use web_sys::Element;

use super::{agent, dom, waiting::Poll};

/// Time that the agent may take for the challenge, in milliseconds (section 2.4).
const CHALLENGE_TIMEOUT: f64 = 300_000.0;
/// After this the page says what else can be done.
const SLOW: f64 = 4_000.0;
/// Between two rounds over the addresses: an agent may just be starting.
const ROUND_PAUSE: f64 = 1_500.0;

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
    if let Some(manual) = manual {
        dom::hide(&manual);
        let probe = probe.clone();
        dom::after(SLOW, move || {
            dom::show(&manual);
            // What was said since says more.
            if dom::find(&probe, ".probe__blocked[hidden]").is_some() {
                dom::say(&probe, "data-slow");
            }
        });
    }
    let poll = Poll::of(&probe);
    if dom::data(&probe, "data-poll").is_empty() {
        poll.stop();
    } else {
        poll.ask_after(poll.refresh());
    }
    if let Some(retry) = dom::find(&probe, ".probe__blocked button") {
        let (probe, poll) = (probe.clone(), poll.clone());
        dom::listen(&retry, "click", move |_| {
            if let Some(blocked) = dom::find(&probe, ".probe__blocked") {
                dom::hide(&blocked);
            }
            shows_status(&probe, true);
            spawn_local(search(probe.clone(), poll.clone()));
        });
    }
    spawn_local(search(probe, poll));
}

/// Looks for the agent, and says what came of it.
async fn search(probe: Element, poll: Poll) {
    dom::say(&probe, "data-searching");
    let permission = agent::permission().await;
    let mut outcome = round(&probe, permission.as_deref()).await;
    if matches!(outcome, Outcome::Unreachable) {
        dom::pause(ROUND_PAUSE).await;
        outcome = round(&probe, permission.as_deref()).await;
    }
    let stop = dom::data(&probe, "data-stop");
    match outcome {
        Outcome::Delivered => {
            dom::say(&probe, "data-found");
            if !poll.is_stopped() {
                poll.ask_after(0.0);
            }
        }
        Outcome::Unreachable => {
            // Asked only now: some browsers say "denied" in frames and yet let the page through (section 2.4).
            let silent = probe.has_attribute("data-silent");
            if !silent && is_blocked().await {
                show_blocked(&probe);
            } else {
                dom::post(&[
                    ("form", &stop),
                    ("reason", "OV_UNREACHABLE_BY_LOOPBACK"),
                    ("statusCode", ""),
                ]);
            }
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
}

/// Asks the agent as `probe` says (`bases`, `timeout`, `request`): `None` where it took the challenge, else the fields
/// that tell the server why not.
pub(super) async fn ask(probe: &JsValue) -> Option<String> {
    let element = dom::document().create_element("div").ok()?;
    for (name, attribute) in [
        ("bases", "data-bases"),
        ("timeout", "data-timeout"),
        ("request", "data-request"),
    ] {
        let value = dom::get(probe, name).as_string().unwrap_or_default();
        let _ = element.set_attribute(attribute, &value);
    }
    let permission = agent::permission().await;
    let mut outcome = round(&element, permission.as_deref()).await;
    if matches!(outcome, Outcome::Unreachable) {
        dom::pause(ROUND_PAUSE).await;
        outcome = round(&element, permission.as_deref()).await;
    }
    match outcome {
        Outcome::Delivered => None,
        // The page of its own says how to let it through.
        Outcome::Unreachable if is_blocked().await => Some(String::new()),
        Outcome::Unreachable => Some(String::from(
            "reason=OV_UNREACHABLE_BY_LOOPBACK&statusCode=",
        )),
        Outcome::Refused(status) => {
            let status = js_sys::Number::from(status).to_string_with_radix(10);
            let status = status.map(String::from).unwrap_or_default();
            Some(String::from("reason=OV_RETURNED_ERROR&statusCode=") + &status)
        }
    }
}

/// Whether the browser, and not the device, is why nobody answered. Safari lets no secure page reach an agent without a
/// certificate, and asks nobody.
async fn is_blocked() -> bool {
    match agent::permission().await.as_deref() {
        Some("denied") => true,
        Some(_) => false,
        None => {
            browser() == "safari"
                && dom::get(&dom::window(), "isSecureContext").is_truthy()
                && dom::window()
                    .location()
                    .protocol()
                    .is_ok_and(|scheme| scheme == "https:")
        }
    }
}

fn browser() -> &'static str {
    // Edge names Chrome, too, and everybody names Safari.
    for (mark, name) in [
        ("Edg/", "edge"),
        ("Firefox/", "firefox"),
        ("Chrome/", "chrome"),
    ] {
        if dom::browser_is(mark) {
            return name;
        }
    }
    "safari"
}

fn is_framed() -> bool {
    dom::get(&dom::window(), "top") != dom::get(&dom::window(), "self")
}

/// Says how to let the page through, in this browser.
fn show_blocked(probe: &Element) {
    let name = if is_framed() { "frame" } else { browser() };
    let selector = String::from("[data-browser=") + name + "]";
    if let Some(steps) = dom::find(probe, &selector) {
        dom::show(&steps);
    }
    if let Some(blocked) = dom::find(probe, ".probe__blocked") {
        dom::show(&blocked);
    }
    if let Some(manual) = dom::find(probe, ".probe__manual") {
        dom::show(&manual);
    }
    // Spoken, not seen: the heading says it to everybody else.
    shows_status(probe, false);
    dom::say(probe, "data-blocked");
}

fn shows_status(probe: &Element, shows: bool) {
    if let Some(status) = dom::find(probe, "[role=status]") {
        let _ = status.set_attribute("class", if shows { "status" } else { "hidden" });
    }
}

/// All addresses once, in order. A 503 is an agent of somebody else's session: the next port may be this one's.
async fn round(probe: &Element, permission: Option<&str>) -> Outcome {
    let timeout = agent::timeout(probe, permission);
    let body = Object::new();
    dom::set(&body, "challengeRequest", dom::data(probe, "data-request"));
    let body = js_sys::JSON::stringify(&body).unwrap_or_default();
    for base in dom::data(probe, "data-bases").split(' ') {
        if !agent::answers(&(String::from(base) + "/probe"), timeout).await {
            continue;
        }
        let options = agent::request("POST", CHALLENGE_TIMEOUT);
        dom::set(&options, "body", body.clone());
        let Ok(answer) = dom::fetch(&(String::from(base) + "/challenge"), &options).await else {
            continue;
        };
        if agent::is_ok(&answer) {
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
