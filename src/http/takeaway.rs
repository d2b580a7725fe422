//! What a person takes along: the steps as text, the deadline for a calendar.

use axum::{
    extract::Path,
    http::{HeaderValue, header},
    response::{IntoResponse as _, Redirect, Response},
};

use serde_json::{Map, Value, json};

use super::{
    cookies::{Cookies, Flow},
    error, signin,
    visit::Visit,
};
use crate::{
    flow::{
        self, Posted, Screen,
        screen::{Given, HandoutKind},
    },
    ui,
};

/// The steps as text.
pub(super) async fn text(Path(flow): Path<String>, mut visit: Visit) -> Response {
    let screen = match screen(&flow, &mut visit).await {
        Ok(screen) => screen,
        Err(response) => return response,
    };
    match ui::steps_text(&screen, &visit.context()) {
        Some(text) => file(&visit, "text/plain; charset=utf-8", None, text),
        None => error::not_found(&visit),
    }
}

/// The deadline for a calendar.
pub(super) async fn calendar(Path(flow): Path<String>, mut visit: Visit) -> Response {
    let screen = match screen(&flow, &mut visit).await {
        Ok(screen) => screen,
        Err(response) => return response,
    };
    match ui::calendar(&screen, &visit.context(), &uid(&visit, &screen)) {
        Some(entry) => file(
            &visit,
            "text/calendar; charset=utf-8; method=PUBLISH",
            Some("attachment; filename=\"reminder.ics\""),
            entry,
        ),
        None => error::not_found(&visit),
    }
}

/// Lets the server make a copy, a code for the help desk or a way back, then shows it on the page.
pub(super) async fn hand_out(
    visit: &Visit,
    posted: &Posted,
    flow: &str,
    mut content: Flow,
    cookies: Cookies,
) -> Response {
    let (client, caller) = (&visit.page.0.client, visit.caller());
    let wanted = posted.get("kind").unwrap_or_default();
    let kind = HandoutKind::ALL
        .into_iter()
        .find(|kind| kind.as_str() == wanted);
    let known = content.state_handle.clone();
    let current = match signin::stands(visit, &mut content).await {
        Ok(reply) => reply,
        Err(error) => return error::upstream(visit, &error, true),
    };
    let (Some(form), Some(kind)) = (&current.transaction.handout, kind) else {
        return (cookies, signin::back(flow)).into_response();
    };
    let mut body: Map<String, Value> = form
        .value
        .iter()
        .filter(|field| !field.value.is_null())
        .map(|field| (field.name.clone(), field.value.clone()))
        .collect();
    body.insert("kind".to_owned(), json!(kind));
    body.insert("language".to_owned(), json!(visit.locale().tag()));
    body.insert("timeZone".to_owned(), json!(visit.preferences().time_zone));
    if kind == HandoutKind::Resume {
        // To start again with, where the cookie is not.
        body.insert("context".to_owned(), json!(content.query));
    }
    let reply = match client.submit(form, &Value::Object(body), &caller).await {
        Ok(reply) => reply,
        Err(error) => return error::upstream(visit, &error, true),
    };
    let cookies = signin::remember(cookies, flow, &mut content, &known, &reply);
    let made = reply.transaction.handouts.iter();
    let way = made
        .flat_map(|handouts| &handouts.value)
        .find(|given: &&Given| given.kind == HandoutKind::Resume);
    let cookies = match way {
        // The browser that is restarted needs nothing but its cookie.
        Some(way) => {
            let left = way.expires_at.duration_since(visit.page.0.clock.now());
            cookies.keep_for(flow, &content, left.as_secs())
        }
        None => cookies,
    };
    let taken = Redirect::to(&format!("/signin/{flow}?taken"));
    (cookies, taken).into_response()
}

/// The sign-in as it stands.
async fn screen(flow: &str, visit: &mut Visit) -> Result<Screen, Response> {
    let Some(mut content) = Cookies::open(&visit.page, &visit.headers).flow(flow) else {
        return Err(error::not_found(visit));
    };
    visit.ui_locales = content.parameter("ui_locales");
    let reply = signin::stands(visit, &mut content)
        .await
        .map_err(|error| error::upstream(visit, &error, true))?;
    Ok(flow::read(&reply, &signin::setting(visit, flow, &content)))
}

/// The same for the same device and deadline, so that whoever takes the entry twice has it once.
fn uid(visit: &Visit, screen: &Screen) -> String {
    let Screen::Grace(grace) = screen else {
        return String::new();
    };
    let seen = grace.remediation.observation.as_ref();
    let device = seen
        .and_then(|seen| seen.device.as_ref())
        .map_or("", |device| device.id.as_str());
    let deadline = grace.deadline.map_or(0, jiff::Timestamp::as_second);
    let host = visit.page.0.settings.public_url.host_str();
    format!(
        "reminder-{deadline}-{:08x}@{}",
        short(device),
        host.unwrap_or("doorstep.invalid")
    )
}

/// Tells a person's few devices apart (FNV-1a, 32 bits) and is too short to tell which device of all it is.
fn short(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

fn file(
    visit: &Visit,
    kind: &'static str,
    disposition: Option<&'static str>,
    body: String,
) -> Response {
    let mut response = ([(header::CONTENT_TYPE, kind)], body).into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::VARY,
        HeaderValue::from_static("accept-language, cookie"),
    );
    if let Ok(language) = HeaderValue::from_str(visit.locale().tag()) {
        headers.insert(header::CONTENT_LANGUAGE, language);
    }
    if let Some(disposition) = disposition {
        headers.insert(
            header::CONTENT_DISPOSITION,
            HeaderValue::from_static(disposition),
        );
    }
    response
}
