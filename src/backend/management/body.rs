//! Request bodies: JSON only, of limited size, read after it is clear that the caller may write.

use axum::{
    body::{Bytes, to_bytes},
    extract::{FromRequest, Request},
    http::header,
};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::{
    decisions::BODY_LENGTH,
    error::{ApiError, ApiResult},
};

/// A request body that nobody has looked into yet.
#[derive(Debug)]
pub(super) struct RawBody {
    media_type: String,
    bytes: Option<Bytes>,
}

impl<S: Send + Sync> FromRequest<S> for RawBody {
    type Rejection = std::convert::Infallible;

    async fn from_request(request: Request, _: &S) -> Result<Self, Self::Rejection> {
        let header = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok());
        let media_type = header
            .unwrap_or_default()
            .split(';')
            .next()
            .unwrap_or_default()
            .trim()
            .to_ascii_lowercase();
        Ok(Self {
            media_type,
            bytes: to_bytes(request.into_body(), BODY_LENGTH).await.ok(),
        })
    }
}

impl RawBody {
    /// The JSON object in it, without nulls: null and absent mean the same in this API.
    pub(super) fn object(self) -> ApiResult<Map<String, Value>> {
        if self.media_type != "application/json" {
            return Err(ApiError::MediaType);
        }
        let bytes = self.bytes.ok_or(ApiError::TooLarge)?;
        match serde_json::from_slice(&bytes) {
            Ok(Value::Object(mut object)) => {
                drop_nulls(&mut object);
                Ok(object)
            }
            Ok(_) => Err(ApiError::Malformed(Some(
                "The request body must be a JSON object".to_owned(),
            ))),
            Err(_) => Err(ApiError::Malformed(None)),
        }
    }
}

fn drop_nulls(object: &mut Map<String, Value>) {
    object.retain(|_, value| !value.is_null());
    for value in object.values_mut() {
        if let Value::Object(inner) = value {
            drop_nulls(inner);
        }
    }
}

/// The object as a type; the first field that does not fit is named.
pub(super) fn typed<T: DeserializeOwned>(object: Map<String, Value>) -> ApiResult<T> {
    serde_json::from_value(Value::Object(object))
        .map_err(|error| ApiError::Malformed(Some(error.to_string())))
}

/// Takes the fields away that only the server writes: in a request they are ignored, never an error.
pub(super) fn drop_read_only(object: &mut Map<String, Value>) {
    const READ_ONLY: [&str; 13] = [
        "id",
        "created",
        "createdDate",
        "createdBy",
        "createdUpdate",
        "lastUpdate",
        "lastUpdated",
        "lastUpdatedBy",
        "_links",
        "_embedded",
        "system",
        "resourceId",
        "resourceDisplayName",
    ];
    for field in READ_ONLY {
        object.remove(field);
    }
}
