//! Parameters in paths and queries, with Okta's error body where they cannot be read.

use axum::{
    extract::{
        FromRequestParts,
        rejection::{PathRejection, QueryRejection},
    },
    http::{Uri, request::Parts},
};
use serde::de::DeserializeOwned;

use super::error::{ApiError, ApiResult};

/// Parameters of the path.
#[derive(Debug, FromRequestParts)]
#[from_request(via(axum::extract::Path), rejection(ApiError))]
pub(super) struct Path<T>(pub(super) T);

/// Parameters of the query. Those without a value are not there: scripts and SDKs send what nobody has filled in.
#[derive(Debug)]
pub(super) struct Query<T>(pub(super) T);

impl<S: Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> ApiResult<Self> {
        let axum::extract::Query(parameters) =
            axum::extract::Query::try_from_uri(&filled(&parts.uri))?;
        Ok(Self(parameters))
    }
}

/// The address with those parameters that have a value.
fn filled(uri: &Uri) -> Uri {
    let given = uri.query().unwrap_or_default().split('&');
    let given: Vec<_> = given
        .filter(|pair| {
            pair.split_once('=')
                .is_some_and(|(_, value)| !value.is_empty())
        })
        .collect();
    let query = format!("/?{}", given.join("&"));
    // A part of what is a query already is one too.
    query.parse().unwrap_or_default()
}

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

/// A parameter that is `true` or `false`, in whichever case: PowerShell and Python write `True`.
pub(super) fn flag(name: &str, text: Option<&str>) -> ApiResult<Option<bool>> {
    text.map(|text| text.to_ascii_lowercase().parse())
        .transpose()
        .map_err(|_| ApiError::field(name, format!("{name}: The value must be true or false")))
}
