//! Asks a security key, or makes one known: Web Authentication Level 3.

use js_sys::{Function, JsString, Object, Reflect, Uint8Array};
use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlFormElement};

use super::dom;

/// Puts what the security key says into the hidden fields of the form and sends it. Errors are said in words (data-
/// attributes named after the `DOMException`), and the button does it again.
#[island]
pub fn SecurityKeyPrompt(
    /// The form with its hidden fields, the live region (empty), the button (hidden), and what is said without script.
    children: Children,
) -> impl IntoView {
    let root = dom::awake(|root| {
        if let Some(key) = dom::find(&root, ".key") {
            begin(&key);
        }
    });
    view! { <div class="island" node_ref=root>{children()}</div> }
}

fn begin(key: &Element) {
    let conditional = key.has_attribute("data-autofill");
    if conditional {
        // Waits in the field for the name; says nothing unless a passkey is chosen.
        let key = key.clone();
        spawn_local(async move {
            let class = dom::get(&dom::window(), "PublicKeyCredential");
            let offers = dom::wait_for(&class, "isConditionalMediationAvailable", &[]).await;
            if offers.is_ok_and(|offers| offers.is_truthy()) {
                let _ = ceremony(&key, true).await;
            }
        });
        return;
    }
    let Some(button) = dom::find(key, "button") else {
        return;
    };
    dom::show(&button);
    let (element, pressed) = (key.clone(), button.clone());
    dom::listen(&button, "click", move |_| {
        if !pressed.has_attribute("aria-disabled") {
            spawn_local(ask(element.clone(), pressed.clone()));
        }
    });
}

async fn ask(key: Element, button: Element) {
    let _ = button.set_attribute("aria-disabled", "true");
    dom::say(&key, "data-asking");
    if let Err(error) = ceremony(&key, false).await {
        let _ = button.remove_attribute("aria-disabled");
        let name = dom::get(&error, "name").as_string().unwrap_or_default();
        let said = String::from("data-") + &name;
        // Attribute names know no capitals.
        if key.has_attribute(&said) {
            dom::say(&key, &said);
        } else {
            dom::say(&key, "data-error");
        }
        if let Some(again) = key.get_attribute("data-again") {
            button.set_text_content(Some(&again));
        }
    }
}

/// One try; after a success the page is on its way.
async fn ceremony(key: &Element, conditional: bool) -> Result<(), JsValue> {
    let public_key = js_sys::JSON::parse(&dom::data(key, "data-options"))?;
    decode(&public_key, "challenge")?;
    decode(&dom::get(&public_key, "user"), "id")?;
    for list in ["allowCredentials", "excludeCredentials"] {
        if let Ok(keys) = dom::get(&public_key, list).dyn_into::<js_sys::Array>() {
            for known in keys.iter() {
                decode(&known, "id")?;
            }
        }
    }
    let options = Object::new();
    dom::set(&options, "publicKey", public_key);
    if conditional {
        dom::set(&options, "mediation", "conditional");
    }
    let what = if key.has_attribute("data-create") {
        "create"
    } else {
        "get"
    };
    let credentials = dom::get(&dom::get(&dom::window(), "navigator"), "credentials");
    let credential = dom::wait_for(&credentials, what, &[options.into()]).await?;
    let response = dom::get(&credential, "response");
    let form = dom::find(key, "form").ok_or(JsValue::NULL)?;
    let fields = form.query_selector_all("[data-part]")?;
    for at in 0..fields.length() {
        let Some(field) = fields
            .item(at)
            .and_then(|node| node.dyn_into::<Element>().ok())
        else {
            continue;
        };
        let part = dom::data(&field, "data-part");
        let value = match part.as_str() {
            "transports" => json(dom::call(&response, "getTransports", &[])),
            "extensions" => json(dom::call(&credential, "getClientExtensionResults", &[])),
            part => encode(&dom::get(&response, part))?,
        };
        let _ = field.set_attribute("value", &value);
    }
    form.unchecked_into::<HtmlFormElement>().submit()
}

fn json(value: Result<JsValue, JsValue>) -> String {
    let text = value.and_then(|value| js_sys::JSON::stringify(&value));
    text.map(String::from).unwrap_or_default()
}

/// The base64 under `name` becomes bytes; what is not there stays away.
fn decode(object: &JsValue, name: &str) -> Result<(), JsValue> {
    let value = dom::get(object, name);
    if value.is_undefined() {
        return Ok(());
    }
    let text: JsString = dom::call(&dom::window(), "atob", &[value])?.unchecked_into();
    let bytes = Uint8Array::new_with_length(text.length());
    for at in 0..text.length() {
        // One byte per character: that is what `atob` gives.
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "0 to 255"
        )]
        bytes.set_index(at, text.char_code_at(at) as u8);
    }
    Reflect::set(object, &JsValue::from_str(name), &bytes).map(|_| ())
}

/// A buffer as base64; empty where there is none.
fn encode(buffer: &JsValue) -> Result<String, JsValue> {
    if buffer.is_undefined() || buffer.is_null() {
        return Ok(String::new());
    }
    let string = dom::get(&dom::window(), "String");
    let from: Function = dom::get(&string, "fromCharCode").dyn_into()?;
    let bytes = js_sys::Array::from(&Uint8Array::new(buffer));
    let text = from.apply(&string, &bytes)?;
    let encoded = dom::call(&dom::window(), "btoa", &[text])?;
    Ok(encoded.as_string().unwrap_or_default())
}
