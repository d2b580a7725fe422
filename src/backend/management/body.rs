//! Request bodies: JSON only, of limited size, read after it is clear that the caller may write.

use axum::{
    body::{Bytes, to_bytes},
    extract::{FromRequest, Request},
    http::header,
};
use serde::de::{
    self, DeserializeOwned, Deserializer, IntoDeserializer, Unexpected, Visitor,
    value::{MapDeserializer, SeqDeserializer},
};
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
    /// `value` as if it had been sent.
    pub(super) fn of(value: &Value) -> Self {
        Self {
            media_type: "application/json".to_owned(),
            bytes: Some(Bytes::from(value.to_string())),
        }
    }

    /// [`RawBody::object`], where the body may also be left out.
    pub(super) fn object_or_nothing(self) -> ApiResult<Map<String, Value>> {
        if self.bytes.as_ref().is_some_and(Bytes::is_empty) {
            return Ok(Map::new());
        }
        self.object()
    }

    /// The JSON object in it, without nulls: null and absent mean the same in this API.
    pub(super) fn object(self) -> ApiResult<Map<String, Value>> {
        if self.media_type != "application/json" {
            return Err(ApiError::MediaType);
        }
        let bytes = self.bytes.ok_or(ApiError::TooLarge)?;
        match serde_json::from_slice(&bytes) {
            Ok(Value::Object(mut object)) => {
                if has_null_character(&object) {
                    return Err(ApiError::Malformed(Some(
                        "A text has a null character in it".to_owned(),
                    )));
                }
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

/// Whether some text has a null character in it: not every database keeps one.
fn has_null_character(object: &Map<String, Value>) -> bool {
    fn any(value: &Value) -> bool {
        match value {
            Value::String(text) => text.contains('\0'),
            Value::Array(list) => list.iter().any(any),
            Value::Object(object) => has_null_character(object),
            _ => false,
        }
    }
    object
        .iter()
        .any(|(name, value)| name.contains('\0') || any(value))
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
    T::deserialize(Strict(Value::Object(object)))
        .map_err(|error| ApiError::Malformed(Some(error.to_string())))
}

/// A JSON value of which structs are read from objects alone: by itself, serde reads them from arrays, too.
struct Strict(Value);

impl IntoDeserializer<'_, serde_json::Error> for Strict {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for Strict {
    type Error = serde_json::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        match self.0 {
            Value::Array(list) => {
                visitor.visit_seq(SeqDeserializer::new(list.into_iter().map(Strict)))
            }
            Value::Object(object) => {
                let entries = object.into_iter();
                visitor.visit_map(MapDeserializer::new(
                    entries.map(|(name, value)| (name, Self(value))),
                ))
            }
            other => other.deserialize_any(visitor),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        if self.0.is_array() {
            return Err(de::Error::invalid_type(Unexpected::Seq, &visitor));
        }
        self.deserialize_any(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        if self.0.is_null() {
            return visitor.visit_none();
        }
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        self.0.deserialize_enum(name, variants, visitor)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map identifier ignored_any
    }
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
