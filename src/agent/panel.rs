//! The panel of a simulated device: forms for people (`/`), JSON for scripts (`/device`). For its own pages and for
//! programs on this machine only; the service's guard has refused every other origin.

use std::{collections::HashMap, fmt::Write as _};

use axum::{
    Form, Json,
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use serde::{Deserialize as _, de::value::StrDeserializer};
use serde_json::Value;

use super::{
    device::{Behavior, Device, Platform, ScreenLock},
    device_file::{self, DeviceFile},
    page::{Html, escape},
    runner::Runner,
    service::{Service, problem},
};

/// The longest text of a form.
const LONGEST: usize = 100;

/// `GET /`
pub(super) async fn show(
    State(service): State<Service>,
    Query(query): Query<HashMap<String, String>>,
) -> Response {
    match file(&service) {
        Some(file) => draw(&file.device(), query.contains_key("saved")).into_response(),
        None => no_simulation(),
    }
}

/// `POST /`: changes what the form names, and nothing else.
pub(super) async fn change(
    State(service): State<Service>,
    Form(fields): Form<HashMap<String, String>>,
) -> Response {
    let Some(file) = file(&service) else {
        return no_simulation();
    };
    let changed = file
        .change(|device| {
            fields
                .iter()
                .try_for_each(|(name, value)| set(device, name, value.trim()).ok_or(name.clone()))
        })
        .await;
    match changed {
        Ok(Ok(_)) => Redirect::to("/?saved").into_response(),
        Ok(Err(field)) => {
            let body = format!(
                "<h1>Nothing was changed</h1><p>The field “{}” cannot have this value.</p><p><a href=\"/\">Back</a></p>",
                escape(&field)
            );
            (
                StatusCode::BAD_REQUEST,
                Html::new("Nothing was changed", &body),
            )
                .into_response()
        }
        Err(error) => unwritable(&error),
    }
}

/// `GET /device`
pub(super) async fn device(State(service): State<Service>) -> Response {
    file(&service).map_or_else(no_simulation, |file| Json(file.device()).into_response())
}

/// `PUT /device`: the whole device.
pub(super) async fn replace(State(service): State<Service>, Json(new): Json<Value>) -> Response {
    write(&service, |_| new).await
}

/// `PATCH /device`: a part of it (RFC 7396).
pub(super) async fn merge(State(service): State<Service>, Json(patch): Json<Value>) -> Response {
    write(&service, |mut device| {
        merge_into(&mut device, patch);
        device
    })
    .await
}

async fn write(service: &Service, change: impl FnOnce(Value) -> Value + Send) -> Response {
    let Some(file) = file(service) else {
        return no_simulation();
    };
    let changed = file
        .change(|device| {
            *device = serde_json::from_value(change(serde_json::to_value(&*device)?))?;
            Ok::<_, serde_json::Error>(())
        })
        .await;
    match changed {
        Ok(Ok(device)) => Json(device).into_response(),
        Ok(Err(error)) => problem(
            StatusCode::BAD_REQUEST,
            "invalid_device",
            &error.to_string(),
        ),
        Err(error) => unwritable(&error),
    }
}

fn merge_into(target: &mut Value, patch: Value) {
    let Value::Object(patch) = patch else {
        *target = patch;
        return;
    };
    if !target.is_object() {
        *target = Value::Object(serde_json::Map::new());
    }
    if let Some(target) = target.as_object_mut() {
        for (key, value) in patch {
            if value.is_null() {
                target.remove(&key);
            } else {
                merge_into(target.entry(key).or_insert(Value::Null), value);
            }
        }
    }
}

fn file(service: &Service) -> Option<&DeviceFile> {
    match &service.agent.runner {
        Runner::Simulated(file) => Some(file),
        Runner::Osquery(_) => None,
    }
}

fn no_simulation() -> Response {
    problem(
        StatusCode::NOT_FOUND,
        "not_simulated",
        "this device is not simulated",
    )
}

fn unwritable(error: &device_file::Error) -> Response {
    tracing::error!(%error, "the device could not be changed");
    problem(
        StatusCode::INTERNAL_SERVER_ERROR,
        "not_written",
        &error.to_string(),
    )
}

/// Sets one field of the form; `None` where it has no such field or the value does not fit.
fn set(device: &mut Device, name: &str, value: &str) -> Option<()> {
    let text = || (!value.is_empty() && value.len() <= LONGEST).then(|| value.to_owned());
    let word = StrDeserializer::<serde::de::value::Error>::new(value);
    match name {
        "firewall" => device.firewall = value.parse().ok()?,
        "disk_encryption" => device.disk_encryption = value.parse().ok()?,
        "os_version" if is_version(value) => device.os_version = text()?,
        "screen_lock" => device.screen_lock = ScreenLock::deserialize(word).ok()?,
        "name" => device.name = text()?,
        "custom_checks" => device.mdm.custom_checks = Some(value.parse().ok()?),
        "behavior" => device.simulation.behavior = Behavior::deserialize(word).ok()?,
        _ => return None,
    }
    Some(())
}

fn is_version(text: &str) -> bool {
    let mut parts = text.split('.');
    parts.clone().count() <= 4
        && parts.all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}

fn draw(device: &Device, saved: bool) -> Html {
    let (kind, encryption) = match device.platform {
        Platform::Macos => ("Mac", "FileVault"),
        Platform::Windows => ("PC", "BitLocker"),
    };
    let switch = |label: &str, name: &str, on: bool| {
        choices(label, name, &[("true", "On", on), ("false", "Off", !on)])
    };
    let lock = |value| device.screen_lock == value;
    let behavior = |value| device.simulation.behavior == value;
    let body = [
        format!("<p class=\"banner\">Simulation for demonstrations and tests. Not part of the product.</p><h1>Simulated {kind}</h1>"),
        if saved { String::from("<p class=\"status\" role=\"status\">Saved.</p>") } else { String::new() },
        switch("Firewall", "firewall", device.firewall),
        switch(encryption, "disk_encryption", device.disk_encryption),
        field("OS version", "os_version", &device.os_version),
        choices("Screen lock", "screen_lock", &[
            ("none", "None", lock(ScreenLock::None)),
            ("passcode", "Passcode", lock(ScreenLock::Passcode)),
            ("biometric", "Biometric", lock(ScreenLock::Biometric)),
        ]),
        field("Device name", "name", &device.name),
        switch("Custom checks allowed", "custom_checks", device.mdm.custom_checks == Some(true)),
        choices("Agent", "behavior", &[
            ("normal", "Answers", behavior(Behavior::Normal)),
            ("slow", "Answers slowly", behavior(Behavior::Slow)),
            ("checks_time_out", "Checks time out", behavior(Behavior::ChecksTimeOut)),
            ("stopped", "Does not answer", behavior(Behavior::Stopped)),
        ]),
    ]
    .concat();
    Html::new(&format!("Simulated {kind}"), &body)
}

/// A setting with one button for each of its values: one press is enough, also without scripts.
fn choices(label: &str, name: &str, values: &[(&str, &str, bool)]) -> String {
    let buttons = values.iter().fold(String::new(), |mut buttons, (value, text, chosen)| {
        // Writing to a string cannot fail.
        let _ = write!(
            buttons,
            "<button name=\"{name}\" value=\"{value}\" aria-pressed=\"{chosen}\">{text}</button>"
        );
        buttons
    });
    format!(
        "<section class=\"setting\" aria-labelledby=\"{name}\"><h2 id=\"{name}\">{label}</h2>\
         <form method=\"post\" action=\"/\" aria-labelledby=\"{name}\">{buttons}</form></section>"
    )
}

fn field(label: &str, name: &str, value: &str) -> String {
    format!(
        "<section class=\"setting\"><h2><label for=\"{name}\">{label}</label></h2>\
         <form method=\"post\" action=\"/\"><input id=\"{name}\" name=\"{name}\" value=\"{}\" required maxlength=\"{LONGEST}\" \
         autocomplete=\"off\"> <button aria-label=\"Save {}\">Save</button></form></section>",
        escape(value),
        label.to_lowercase(),
    )
}
