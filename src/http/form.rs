//! Reading form posts.

use axum::{
    body::Bytes,
    extract::{FromRequest as _, Request},
    http::{StatusCode, header},
};

use super::{Page, error::Refusal, origin};
use crate::flow::Posted;

/// Reads the form post of one of our own pages.
pub(super) async fn read(page: &Page, request: Request) -> Result<Posted, Refusal> {
    if !origin::is_own(request.headers(), &page.0.settings.origin()) {
        return Err(Refusal::Foreign);
    }
    pairs(page, request).await.map(Posted::new)
}

/// The pairs of a form post, from wherever it comes.
pub(super) async fn pairs(page: &Page, request: Request) -> Result<Vec<(String, String)>, Refusal> {
    let form = request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| {
            value.split(';').next().is_some_and(|kind| {
                kind.trim()
                    .eq_ignore_ascii_case("application/x-www-form-urlencoded")
            })
        });
    if !form {
        return Err(Refusal::Status(StatusCode::UNSUPPORTED_MEDIA_TYPE));
    }
    let body = Bytes::from_request(request, page)
        .await
        .map_err(|rejection| Refusal::Status(rejection.status()))?;
    Ok(url::form_urlencoded::parse(&body).into_owned().collect())
}
