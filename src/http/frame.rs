//! The page in a frame of an app's page (`docs/embedding.md`): when it is in one, and how a sign-in gets out of it.
//!
//! Cookies that work in a frame on another site are partitioned (CHIPS): the browser keeps them for that site alone, and
//! sends none of them to the same address at the top. So whatever leaves the frame takes the sign-in along in a form
//! post, sealed: to go on to the app, to another identity provider, or to this page where it may ask the device.

use axum::{
    extract::{Path, Request},
    http::{HeaderMap, HeaderName, StatusCode},
    response::{IntoResponse as _, Redirect, Response},
};
use serde::{Deserialize, Serialize};

use super::{
    Page,
    cookies::{Cookies, Flow},
    error, form, seal,
    visit::Visit,
};
use crate::flow::{
    Screen,
    screen::{FormPage, ProblemKind},
};

/// Query parameter of the first page of a sign-in in a frame: the app's request, to start outside with where the
/// browser brings no cookie.
pub(super) const BEGUN: &str = "begun";
/// What a ticket is sealed for.
const PURPOSE: &str = "step out";
/// Seconds for which a ticket takes a sign-in along; afterwards it only starts again.
const GOOD_FOR: i64 = 10 * 60;

/// A sign-in on its way out of a frame.
#[derive(Serialize, Deserialize)]
struct Ticket {
    #[serde(rename = "n")]
    name: String,
    /// Unix seconds.
    #[serde(rename = "u")]
    until: i64,
    #[serde(rename = "f")]
    flow: Flow,
}

/// Whether the answer is shown in a frame of a page that may frame it (Fetch Metadata, `Sec-Fetch-Dest`). Requests of a
/// framed page's scripts are not told apart from others.
pub(super) fn is_framed(page: &Page, headers: &HeaderMap) -> bool {
    may_be(page) && matches!(text(headers, "sec-fetch-dest"), "iframe" | "frame")
}

/// Whether anybody may frame the page.
pub(super) fn may_be(page: &Page) -> bool {
    !page.0.settings.frame_ancestors.is_empty()
}

/// Whether the request is a frame's that another site's page has just led here.
pub(super) fn is_from_another_site(page: &Page, headers: &HeaderMap) -> bool {
    is_framed(page, headers) && text(headers, "sec-fetch-site") == "cross-site"
}

/// Whether the request is for a page at the top of a tab.
pub(super) fn is_at_the_top(headers: &HeaderMap) -> bool {
    text(headers, "sec-fetch-dest") == "document"
}

fn text<'a>(headers: &'a HeaderMap, name: &'static str) -> &'a str {
    headers
        .get(HeaderName::from_static(name))
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}

/// The address of a new sign-in's page.
pub(super) fn first_page(visit: &Visit, flow: &str, query: &str) -> String {
    let address = format!("/signin/{flow}");
    if !is_framed(&visit.page, &visit.headers) {
        return address;
    }
    let begun = url::form_urlencoded::Serializer::new(String::new())
        .append_pair(BEGUN, query)
        .finish();
    format!("{address}?{begun}")
}

/// For a sign-in in a frame that has just begun and whose cookie did not come back: says so, and starts outside.
pub(super) fn without_cookie(mut visit: Visit) -> Response {
    let begun = visit
        .query(BEGUN)
        .filter(|_| is_framed(&visit.page, &visit.headers));
    let Some(query) = begun else {
        return error::not_found(&visit);
    };
    // Written anew, so that nothing but an app's request follows.
    let query = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(url::form_urlencoded::parse(query.as_bytes()))
        .finish();
    visit.outside = Some(Flow::start_of(&query, visit.page.0.client.remote_origin()));
    visit.render(
        StatusCode::FORBIDDEN,
        &error::problem(ProblemKind::NoCookies),
        None,
    )
}

/// The ticket for a framed page that leads outside; none where nothing does.
pub(super) fn ticket(visit: &Visit, name: &str, flow: &Flow, screen: &Screen) -> Option<String> {
    let page = &visit.page.0;
    if !is_framed(&visit.page, &visit.headers) || !leads_outside(screen) {
        return None;
    }
    let ticket = Ticket {
        name: name.to_owned(),
        until: page.clock.now().as_second() + GOOD_FOR,
        flow: flow.clone(),
    };
    let ticket = serde_json::to_string(&ticket).ok()?;
    seal::seal(&page.settings.cookie_key, PURPOSE, &ticket)
}

fn leads_outside(screen: &Screen) -> bool {
    let has_providers = |page: &FormPage| !page.providers.is_empty();
    match screen {
        Screen::Success(_) | Screen::Device(_) => true,
        Screen::Identify(page) | Screen::Password(page) | Screen::Generic(page) => {
            has_providers(page)
        }
        _ => false,
    }
}

/// `POST /signin/{flow}/top`: the sign-in of a ticket goes on here, outside of the frame.
pub(super) async fn post(Path(name): Path<String>, visit: Visit, request: Request) -> Response {
    let posted = match form::read(&visit.page, request).await {
        Ok(posted) => posted,
        Err(refusal) => return refusal.page(&visit),
    };
    let page = &visit.page.0;
    let ticket = posted
        .get("ticket")
        .and_then(|ticket| seal::open(&page.settings.cookie_key, PURPOSE, ticket))
        .and_then(|ticket| serde_json::from_str::<Ticket>(&ticket).ok())
        .filter(|ticket| ticket.name == name);
    let Some(ticket) = ticket else {
        return error::not_found(&visit);
    };
    if page.clock.now().as_second() >= ticket.until {
        return Redirect::to(&ticket.flow.start(page.client.remote_origin())).into_response();
    }
    let to = destination(posted.get("to").unwrap_or_default());
    let cookies = Cookies::open(&visit.page, &visit.headers).keep(&name, &ticket.flow);
    (cookies, Redirect::to(&format!("/signin/{name}{to}"))).into_response()
}

/// What the button stands for: on to the app, to a provider by its number, or just to the page.
fn destination(to: &str) -> String {
    let provider = to.strip_prefix("provider=");
    match provider.and_then(|number| number.parse::<usize>().ok()) {
        Some(number) => format!("?provider={number}"),
        None if to == "continue" => String::from("?continue="),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::destination;

    #[test]
    fn a_step_out_leads_to_the_app_a_provider_or_the_page_and_nowhere_else() {
        for (to, query) in [
            ("continue", "?continue="),
            ("provider=2", "?provider=2"),
            ("provider=//evil.example", ""),
            ("provider=-1", ""),
            ("continue&provider=0", ""),
            ("", ""),
        ] {
            assert_eq!(destination(to), query, "{to}");
        }
    }
}
