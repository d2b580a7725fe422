//! What a browser needs to ask a security key, from what the server says: `docs/spec/idx.md` has no section on it; the
//! names are those of Okta's clients, the meaning is that of Web Authentication Level 3 section 5.

use base64::{
    Engine as _, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig, general_purpose::STANDARD},
};
use serde_json::{Map, Value, json};
use url::Url;

use super::{Setting, actors, resolve};
use crate::{
    flow::screen::{Ceremony, FieldView, FormPage, KeyAnswer, KeyPart, SecurityKey},
    idx::{Field, Form, Transaction},
};

/// Offers passkeys in the field for the name.
const AUTOFILL: &str = "challenge-webauthn-autofillui-authenticator";
/// base64url as servers write it, with or without padding.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &alphabet::URL_SAFE,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Adds to `page` what its first form, or the form for passkeys, asks of a security key.
pub(super) fn add(page: &mut FormPage, transaction: &Transaction, setting: &Setting) {
    let first = transaction.forms().first();
    page.key = first.and_then(|form| key(transaction, form, setting));
    if page.key.is_some() {
        page.unsupported = false;
        page.main = None;
    } else if let Some(form) = transaction.form(AUTOFILL) {
        page.key = key(transaction, form, setting);
        if let Some(name) = page.main.iter_mut().find_map(|main| name(&mut main.fields)) {
            name.autocomplete = "username webauthn";
        }
    }
    // Nobody can press a button for it.
    page.actions.retain(|action| action.form != AUTOFILL);
}

fn name(fields: &mut [FieldView]) -> Option<&mut FieldView> {
    fields.iter_mut().find(|field| field.name == "identifier")
}

fn key(transaction: &Transaction, form: &Form, setting: &Setting) -> Option<SecurityKey> {
    let answers = answers(&form.value, "");
    let asks = |part| answers.iter().any(|answer: &KeyAnswer| answer.part == part);
    if !form.can_be_submitted() || !asks(KeyPart::ClientData) {
        return None;
    }
    let context = context(transaction, form);
    let (ceremony, options) = if asks(KeyPart::Attestation) {
        let data = context("activationData")?;
        (Ceremony::Enroll, creation(data, transaction)?)
    } else {
        let data = context("challengeData")?;
        let ceremony = if form.name == AUTOFILL {
            Ceremony::Autofill
        } else {
            Ceremony::Verify
        };
        (ceremony, request(data, transaction, ceremony, setting)?)
    };
    Some(SecurityKey {
        form: form.name.clone(),
        ceremony,
        options,
        answers,
    })
}

/// Where the server says what to ask: at the authenticator, or at the top for passkeys.
fn context<'a>(
    transaction: &'a Transaction,
    form: &Form,
) -> impl Fn(&str) -> Option<&'a Value> + use<'a> {
    let related = resolve(transaction, &form.relates_to);
    let autofill = transaction
        .webauthn_autofill_ui_challenge
        .as_ref()
        .filter(|_| form.name == AUTOFILL);
    move |name| {
        let at = |value: &'a Value| {
            value
                .get("contextualData")
                .and_then(|data| data.get(name))
                .or_else(|| value.get(name))
        };
        autofill
            .map(|wrapped| &wrapped.value)
            .and_then(at)
            .or_else(|| related.and_then(at))
            .or_else(|| actors(transaction).find_map(|(_, value)| at(value)))
    }
}

fn answers(fields: &[Field], parent: &str) -> Vec<KeyAnswer> {
    let mut found = Vec::new();
    for field in fields {
        let path = if parent.is_empty() {
            field.name.clone()
        } else {
            format!("{parent}.{}", field.name)
        };
        if let Some(form) = &field.form {
            found.extend(answers(&form.value, &path));
        } else if let Some(part) = KeyPart::of_field(&field.name) {
            found.push(KeyAnswer { path, part });
        }
    }
    found
}

/// `PublicKeyCredentialRequestOptions`.
fn request(
    data: &Value,
    transaction: &Transaction,
    ceremony: Ceremony,
    setting: &Setting,
) -> Option<Value> {
    let mut options = Map::new();
    options.insert("challenge".to_owned(), binary(data.get("challenge")?)?);
    copy(
        data,
        &mut options,
        &["userVerification", "timeout", "rpId", "hints"],
    );
    // Which passkeys there are is what the browser is asked with an empty list.
    if ceremony == Ceremony::Verify {
        options.insert("allowCredentials".to_owned(), known(transaction));
    }
    // Keys from before WebAuthn. Browsers refuse everything where this is another site's.
    let own = |appid: &&Value| {
        let host = |text: &str| Url::parse(text).ok()?.host_str().map(str::to_owned);
        let appid = appid.as_str().and_then(host);
        appid.is_some() && appid == host(&setting.page)
    };
    if let Some(appid) = data.pointer("/extensions/appid").filter(own) {
        options.insert("extensions".to_owned(), json!({ "appid": appid }));
    }
    Some(Value::Object(options))
}

/// `PublicKeyCredentialCreationOptions`.
fn creation(data: &Value, transaction: &Transaction) -> Option<Value> {
    let mut options = Map::new();
    options.insert("challenge".to_owned(), binary(data.get("challenge")?)?);
    copy(
        data,
        &mut options,
        &[
            "rp",
            "pubKeyCredParams",
            "attestation",
            "authenticatorSelection",
            "timeout",
            "hints",
        ],
    );
    let mut user = data.get("user")?.clone();
    *user.get_mut("id")? = binary(data.pointer("/user/id")?)?;
    options.insert("user".to_owned(), user);
    options.insert("excludeCredentials".to_owned(), known(transaction));
    options.entry("rp").or_insert_with(|| json!({ "name": "" }));
    Some(Value::Object(options))
}

fn copy(from: &Value, to: &mut Map<String, Value>, names: &[&str]) {
    for name in names {
        if let Some(value) = from.get(*name).filter(|value| !value.is_null()) {
            to.insert((*name).to_owned(), value.clone());
        }
    }
}

/// The person's keys, as far as the server tells.
fn known(transaction: &Transaction) -> Value {
    let enrollments = transaction
        .authenticator_enrollments
        .as_ref()
        .and_then(|wrapped| wrapped.value.as_array());
    let keys = enrollments
        .into_iter()
        .flatten()
        .filter(|enrollment| enrollment.get("key").is_some_and(|key| key == "webauthn"))
        .filter_map(|enrollment| {
            let mut key = json!({
                "type": "public-key",
                "id": binary(enrollment.get("credentialId")?)?,
            });
            if let Some(transports) = transports(enrollment) {
                key["transports"] = transports;
            }
            Some(key)
        });
    Value::Array(keys.collect())
}

/// A list, or a text with commas, at either of two places.
fn transports(enrollment: &Value) -> Option<Value> {
    let value = enrollment
        .get("transports")
        .or_else(|| enrollment.pointer("/profile/transports"))?;
    match value {
        Value::Array(_) => Some(value.clone()),
        Value::String(text) => Some(text.split(',').map(str::trim).collect()),
        _ => None,
    }
}

/// base64url as base64.
fn binary(value: &Value) -> Option<Value> {
    let bytes = LENIENT.decode(value.as_str()?).ok()?;
    Some(Value::from(STANDARD.encode(bytes)))
}
