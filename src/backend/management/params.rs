//! Parameters in paths and queries, with Okta's error body where they cannot be read.

use axum::extract::{
    FromRequestParts,
    rejection::{PathRejection, QueryRejection},
};

use super::error::{ApiError, ApiResult};

/// Parameters of the path.
#[derive(Debug, FromRequestParts)]
#[from_request(via(axum::extract::Path), rejection(ApiError))]
pub(super) struct Path<T>(pub(super) T);

/// Parameters of the query.
#[derive(Debug, FromRequestParts)]
#[from_request(via(axum::extract::Query), rejection(ApiError))]
pub(super) struct Query<T>(pub(super) T);

impl From<PathRejection> for ApiError {
    /// Nothing has an identifier that is not text.
    fn from(_: PathRejection) -> Self {
        Self::NoRoute
    }
}

impl From<QueryRejection> for ApiError {
    fn from(rejection: QueryRejection) -> Self {
        Self::field("query", rejection.body_text())
    }
}

/// A parameter that is `true` or `false`.
pub(super) fn flag(name: &str, text: Option<&str>) -> ApiResult<Option<bool>> {
    text.map(str::parse)
        .transpose()
        .map_err(|_| ApiError::field(name, format!("{name}: The value must be true or false")))
}
