//! `/preview`: every sample in every language, by the real renderer. Only where the configuration says so.

use std::fmt::Write as _;

use axum::{
    extract::Path,
    http::StatusCode,
    response::{Html, IntoResponse as _, Response},
};
use axum_extra::extract::cookie::Cookie;

use super::{cookies, error, visit::Visit};
use crate::{
    flow::{DeviceKind, Setting, Viewer, samples, screen::Remediation},
    i18n::Locale,
    ui,
};

/// Links to all of them.
pub(super) async fn index() -> Response {
    let mut page =
        String::from("<!doctype html><html lang=\"en\"><title>Preview</title><h1>Preview</h1><ul>");
    for sample in samples::ALL {
        page.push_str("<li>");
        page.push_str(sample.name);
        for locale in Locale::ALL {
            // Names and tags are our own: letters, digits and hyphens.
            let tag = locale.tag();
            let _ = write!(
                page,
                " <a href=\"/preview/{}?lang={tag}\">{tag}</a>",
                sample.name
            );
        }
    }
    page.push_str("</ul>");
    Html(page).into_response()
}

/// One of them; `?lang=` chooses the language, `?viewer=` the kind of device that it is looked at on.
pub(super) async fn sample(Path(name): Path<String>, mut visit: Visit) -> Response {
    let Some(sample) = samples::Sample::find(&name) else {
        return error::not_found(&visit);
    };
    if let Some(language) = visit.query("lang") {
        visit.jar = visit.jar.add(Cookie::new(cookies::LANGUAGE, language));
    }
    let page = visit
        .page
        .0
        .settings
        .public_url
        .join(visit.uri.path())
        .map(String::from)
        .unwrap_or_default();
    let screen = sample.screen(&Setting {
        page,
        server: visit.page.0.client.server(),
        ..Setting::default()
    });
    // A sample's deadlines are relative to its own time.
    visit.at = ui::remediation(&screen)
        .and_then(|remediation| remediation.observation.as_ref())
        .map(|observation| observation.server_time);
    // On the device that has to be fixed, unless another one is asked for.
    let platform = ui::remediation(&screen).and_then(Remediation::platform);
    let device = match visit.query("viewer") {
        Some(name) => DeviceKind::named(&name),
        None => DeviceKind::ALL
            .into_iter()
            .find(|kind| Some(kind.platform()) == platform),
    };
    visit.viewer = Some(Viewer {
        device,
        ..visit.viewer()
    });
    visit.render(StatusCode::OK, &screen, None)
}
