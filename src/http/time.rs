//! `GET /time`: the server's clock in milliseconds since 1970, as text. Countdowns ask it after the computer slept or
//! somebody set its clock. The `Date` header knows whole seconds only.

use axum::{
    extract::State,
    http::header,
    response::{IntoResponse as _, Response},
};

use super::Page;

pub(super) async fn get(State(page): State<Page>) -> Response {
    let now = page.0.clock.now().as_millisecond().to_string();
    ([(header::CACHE_CONTROL, "no-store")], now).into_response()
}
