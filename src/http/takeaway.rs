//! What a person takes along: the steps as text, the deadline for a calendar.

use axum::{
    extract::Path,
    http::{HeaderValue, header},
    response::{IntoResponse as _, Response},
};

use super::{cookies::Cookies, error, signin, visit::Visit};
use crate::{flow, flow::Screen, ui};

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
    let deadline = grace.deadline.map_or(0, |deadline| deadline.as_second());
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
