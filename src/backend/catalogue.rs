//! The versions catalogue that holds: the stored one, or the one that comes with the program where that is newer. Read
//! from the store at every evaluation, so that all instances follow an update at once; nothing is fetched here.

mod source;
mod update;

use axum::{
    Json, Router,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse as _, Response},
    routing::get,
};
use jiff::{Timestamp, civil::Date, tz::Offset};
use serde_json::json;

pub use source::{PRODUCTS, Unreadable, read};
pub use update::{Change, Refused, merge};

use super::{
    evaluation::{CATALOGUE_STALE_AFTER_DAYS, VersionCatalogue},
    store::{self, Store},
};

/// The catalogue that holds.
///
/// # Errors
/// Where the database refuses. A damaged document is no error: sign-ins go on with the data of the program.
pub async fn current(store: &Store) -> Result<VersionCatalogue, store::Error> {
    let stored = match store.version_catalogue().await {
        Err(store::Error::Document(error)) => {
            tracing::error!(%error, "the stored versions catalogue is damaged: update or reset it");
            None
        }
        other => other?,
    };
    let built_in = VersionCatalogue::built_in();
    Ok(stored
        .filter(|stored| stored.as_of >= built_in.as_of)
        .unwrap_or_else(|| built_in.clone()))
}

/// The day on which the data is judged.
pub fn day(now: Timestamp) -> Date {
    Offset::UTC.to_datetime(now).date()
}

/// Says in the log that the data is old, where it is.
pub fn warn_if_stale(catalogue: &VersionCatalogue, today: Date) {
    if catalogue.is_stale(today) {
        tracing::warn!(
            as_of = %catalogue.as_of,
            days = catalogue.age_in_days(today),
            limit = CATALOGUE_STALE_AFTER_DAYS,
            "the versions catalogue is old: devices with the newest patches may be missing from it; run `doorstep catalogue update`"
        );
    }
}

/// `/.well-known/ov-configurations` (`docs/spec/management-api.md` 1.3): which versions dynamic requirements go by.
pub(super) fn router(store: Store) -> Router {
    Router::new()
        .route("/.well-known/ov-configurations", get(well_known))
        .with_state(store)
}

async fn well_known(State(store): State<Store>) -> Response {
    match current(&store).await {
        Ok(catalogue) => (
            [(header::CACHE_CONTROL, "public, max-age=300")],
            Json(catalogue),
        )
            .into_response(),
        Err(error) => {
            tracing::error!(%error, "the versions catalogue cannot be read");
            let body = json!({"errorCode": "E0000009", "errorSummary": "Internal Server Error", "errorLink": "E0000009", "errorCauses": []});
            (StatusCode::INTERNAL_SERVER_ERROR, Json(body)).into_response()
        }
    }
}
