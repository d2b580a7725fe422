//! The example app's pages: a company's own look, deliberately not the sign-in page's.

use std::fmt::Write as _;

use axum::{
    http::{
        StatusCode,
        header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY},
    },
    response::IntoResponse,
};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::{APPS, App, oidc::Claims};
use crate::agent::page::escape;

/// No scripts, nothing from elsewhere.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

fn document(title: &str, body: &str) -> impl IntoResponse + use<> {
    let html = format!(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{title} – Example Company</title>\
         <link rel=\"icon\" href=\"data:,\"><link rel=\"stylesheet\" href=\"/example.css\"></head>\
         <body><header><a href=\"/\">Example Company</a></header><main>{body}</main></body></html>\n"
    );
    let headers = [
        (CONTENT_TYPE, "text/html; charset=utf-8"),
        (CONTENT_SECURITY_POLICY, POLICY),
        (CACHE_CONTROL, "no-store"),
        // Not `no-referrer`: browsers would then send `Origin: null` with the forms of this page.
        (REFERRER_POLICY, "same-origin"),
    ];
    (headers, html)
}

/// `GET /example.css`
pub(super) async fn style() -> impl IntoResponse {
    (
        [
            (CONTENT_TYPE, "text/css; charset=utf-8"),
            (CACHE_CONTROL, "max-age=60"),
        ],
        include_str!("page/example.css"),
    )
}

/// The apps, and the controls of the demonstration.
pub(super) fn home(
    panel: &str,
    now: Timestamp,
    shift: SignedDuration,
) -> impl IntoResponse + use<> {
    let apps = APPS.iter().fold(String::new(), |mut list, app| {
        // Writing to a string cannot fail.
        let _ = write!(
            list,
            "<li><a href=\"/{0}\">{1}</a> <span>{2}</span></li>",
            app.path, app.label, app.note
        );
        list
    });
    let ahead = if shift.is_zero() {
        String::from("the right time")
    } else {
        format!("{shift:#} ahead of the right time")
    };
    let body = format!(
        "<h1>Example apps</h1><p>Each of them lets in people with a compliant device only.</p>\
         <ul class=\"apps\">{apps}</ul>\
         <p>Try a deep link: <a href=\"/ledger/reports?year=2026&amp;view=table#totals\">Ledger, the totals of 2026</a></p>\
         <section aria-labelledby=\"demo\"><h2 id=\"demo\">Demonstration</h2>\
         <p><a href=\"{}\">The simulated Mac</a>: break it and fix it.</p>\
         <p>The demonstration’s clock: <time datetime=\"{now}\">{}</time>, {ahead}.</p>\
         <form method=\"post\" action=\"/dev/clock\" class=\"buttons\">\
         <button name=\"by\" value=\"P1D\">One day later</button>\
         <button name=\"by\" value=\"P7D\">Seven days later</button>\
         <button name=\"shift\" value=\"PT0S\">Right time</button></form></section>",
        escape(panel),
        now.strftime("%Y-%m-%d %H:%M UTC"),
    );
    document("Example apps", &body)
}

/// An app's page for someone who is signed in.
pub(super) fn signed_in(app: &App, here: &str, claims: &Claims) -> impl IntoResponse + use<> {
    let name = ["name", "preferred_username", "email", "sub"]
        .iter()
        .find_map(|claim| claims.get(*claim)?.as_str());
    let rows = claims
        .iter()
        .fold(String::new(), |mut rows, (claim, value)| {
            let value = match value {
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            let _ = write!(
                rows,
                "<div><dt>{}</dt><dd dir=\"auto\">{}</dd></div>",
                escape(claim),
                escape(&value)
            );
            rows
        });
    let body = format!(
        "<h1>{label}</h1><p role=\"status\">Signed in as <strong dir=\"auto\">{name}</strong>.</p>\
         <p>You are at <code>{here}</code>.</p>\
         <section id=\"totals\" aria-labelledby=\"totals-heading\"><h2 id=\"totals-heading\">Totals</h2>\
         <p>Marked when the address ends with <code>#totals</code>.</p></section>\
         <section aria-labelledby=\"claims\"><h2 id=\"claims\">What the verified ID token says</h2><dl>{rows}</dl></section>\
         <form method=\"post\" action=\"/{path}/sign-out\" class=\"buttons\"><button>Sign out</button></form>",
        label = app.label,
        path = app.path,
        name = escape(name.unwrap_or("someone")),
        here = escape(here),
    );
    document(app.label, &body)
}

/// Something went wrong; `again` leads back to where the person wanted to go.
pub(super) fn trouble(
    status: StatusCode,
    sentence: &str,
    again: &str,
) -> impl IntoResponse + use<> {
    let body = format!(
        "<h1>You are not signed in</h1><p>{}</p><p><a href=\"{}\">Try again</a></p>",
        escape(sentence),
        escape(again)
    );
    (status, document("Not signed in", &body))
}

/// There is no such app.
pub(super) fn not_found() -> impl IntoResponse {
    let body = "<h1>There is nothing here</h1><p><a href=\"/\">To the example apps</a></p>";
    (StatusCode::NOT_FOUND, document("Not found", body))
}

/// A decoded path, encoded again.
pub(super) fn encoded_path(path: &str) -> String {
    let mut encoded = String::new();
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}
