//! The demonstration's clock: lets people and tests see what happens after a deadline. All parts of the demonstration
//! follow it; there is no such thing outside of the demonstration.

use axum::{
    Form, Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use jiff::{SignedDuration, Span, SpanRelativeTo};
use serde::Deserialize;

use super::ExampleApp;
use crate::clock::Clock as _;

/// The furthest that the clock can be moved.
const FURTHEST: SignedDuration = SignedDuration::from_hours(24 * 366);

/// `shift` sets how far the clock is ahead, `by` moves it on; both as in `P7D`.
#[derive(Deserialize)]
pub(super) struct Change {
    shift: Option<String>,
    by: Option<String>,
}

/// How far the clock is to be ahead of the machine's.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Exact {
    ahead_by_seconds: i64,
}

/// `GET /dev/clock`
pub(super) async fn show(State(app): State<ExampleApp>) -> Response {
    let now = app.0.clock.now();
    Json(serde_json::json!({ "now": now, "aheadBySeconds": app.0.clock.shift().as_secs() }))
        .into_response()
}

/// `POST /dev/clock`
pub(super) async fn change(State(app): State<ExampleApp>, Form(change): Form<Change>) -> Response {
    let shift = match (
        change.shift.as_deref().map(duration),
        change.by.as_deref().map(duration),
    ) {
        (Some(shift), None) => shift,
        (None, Some(by)) => by.and_then(|by| app.0.clock.shift().checked_add(by)),
        _ => None,
    };
    match shift.filter(|shift| shift.abs() <= FURTHEST) {
        Some(shift) => {
            app.0.clock.set_shift(shift);
            Redirect::to("/").into_response()
        }
        None => (
            StatusCode::BAD_REQUEST,
            "Give either shift or by, a duration of at most a year such as P7D.\n",
        )
            .into_response(),
    }
}

/// `PUT /dev/clock`: for tests.
pub(super) async fn set(State(app): State<ExampleApp>, Json(exact): Json<Exact>) -> Response {
    let shift = SignedDuration::from_secs(exact.ahead_by_seconds);
    if shift.abs() > FURTHEST {
        return (
            StatusCode::BAD_REQUEST,
            "The clock can be moved by at most a year.\n",
        )
            .into_response();
    }
    app.0.clock.set_shift(shift);
    show(State(app)).await
}

fn duration(text: &str) -> Option<SignedDuration> {
    text.parse::<Span>()
        .ok()?
        .to_duration(SpanRelativeTo::days_are_24_hours())
        .ok()
}
