//! `POST /preferences`: what a person chooses, in plain cookies. On a sign-in's page the same fields are posted to the
//! page itself with `form=preferences`, so that the browser keeps the address with its `#fragment`.

use axum::{
    extract::{Request, State},
    response::{IntoResponse as _, Redirect, Response},
};
use axum_extra::extract::cookie::CookieJar;
use jiff::tz::TimeZone;

use super::{Page, cookies, form, visit::Visit};
use crate::{flow::Posted, i18n::Locale};

pub(super) async fn post(State(page): State<Page>, visit: Visit, request: Request) -> Response {
    let posted = match form::read(&page, request).await {
        Ok(posted) => posted,
        Err(refusal) => return refusal.page(&visit),
    };
    let back = posted
        .get("return")
        .filter(|path| is_local(path))
        .unwrap_or("/");
    (chosen(&visit, &posted), Redirect::to(back)).into_response()
}

/// The cookies for what was chosen: `lang`, `auto-continue` (`on` or `off`), `time-zone`. What makes no sense is left
/// as it was.
pub(super) fn chosen(visit: &Visit, posted: &Posted) -> CookieJar {
    let preference = |name, value| cookies::preference(&visit.page, &visit.headers, name, value);
    let mut jar = CookieJar::new();
    if let Some(locale) = posted.get("lang").and_then(Locale::lookup) {
        jar = jar.add(preference(cookies::LANGUAGE, locale.tag().to_owned()));
    }
    if let Some(value) = posted
        .get("auto-continue")
        .filter(|value| matches!(*value, "on" | "off"))
    {
        jar = jar.add(preference(cookies::AUTO_CONTINUE, value.to_owned()));
    }
    if let Some(zone) = posted.get("time-zone").filter(|zone| is_time_zone(zone)) {
        jar = jar.add(preference(cookies::TIME_ZONE, zone.to_owned()));
    }
    jar
}

/// An IANA time zone that this server knows.
pub(super) fn is_time_zone(name: &str) -> bool {
    name.len() <= 64 && TimeZone::get(name).is_ok()
}

/// A path of a sign-in on this server: no other host, no backslash that a browser reads as a slash.
fn is_local(path: &str) -> bool {
    path.starts_with("/signin")
        && path
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && byte != b'\\')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_of_a_sign_in_are_returned_to() {
        for (path, local) in [
            ("/signin/abc", true),
            ("/signin?client_id=a", true),
            ("//evil.example", false),
            ("https://evil.example", false),
            ("/signin\\evil", false),
            ("/signin/\r\nx", false),
            ("", false),
        ] {
            assert_eq!(is_local(path), local, "{path}");
        }
    }
}
