//! What can go wrong, and how Okta says it (`docs/spec/management-api.md` 2.1). English only, as Okta's.

use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header::RETRY_AFTER},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::decisions::{CONFLICT_CODE, TRY_AGAIN_AFTER};
use crate::backend::store;

/// A refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ApiError {
    /// 400: fields break rules. What it is about, and why.
    Validation(String, Vec<String>),
    /// 400: not JSON, or not of the right shape. Why, where it helps.
    Malformed(Option<String>),
    /// 413: too large.
    TooLarge,
    /// 400: not `application/json`.
    MediaType,
    /// 400: a parameter is missing.
    MissingParameter(&'static str),
    /// 400: a filter that cannot be read.
    BadFilter(String),
    /// 401: no token, or a bad one.
    InvalidToken,
    /// 401: switched off.
    FeatureOff,
    /// 403: the token may not do this.
    Forbidden,
    /// 403: an app must be deactivated before it is deleted.
    DeleteActiveApp,
    /// 403: whoever is active already is not activated.
    ActiveUser,
    /// 404: nothing of this kind has this identifier.
    NotFound(String, &'static str),
    /// 404: no such path.
    NoRoute,
    /// 405: not with this method.
    Method,
    /// 409: referred to by others.
    InUse(&'static str),
    /// 409: not as things stand.
    Conflict(&'static str),
    /// 429: too many requests.
    RateLimited,
    /// 503: the store cannot do it at this moment; the same request may well succeed later.
    Unavailable,
    /// 500: not the caller's fault.
    Internal,
}

impl ApiError {
    /// One field breaks a rule.
    pub(super) fn field(field: &str, cause: impl Into<String>) -> Self {
        Self::Validation(field.to_owned(), vec![cause.into()])
    }

    /// Status, code and summary.
    fn parts(&self) -> (StatusCode, &'static str, String) {
        let fixed = |status, code, summary: &str| (status, code, summary.to_owned());
        match self {
            Self::Validation(subject, _) => (
                StatusCode::BAD_REQUEST,
                "E0000001",
                format!("Api validation failed: {subject}"),
            ),
            Self::Malformed(_) => fixed(
                StatusCode::BAD_REQUEST,
                "E0000003",
                "The request body was not well-formed.",
            ),
            Self::TooLarge => fixed(
                StatusCode::PAYLOAD_TOO_LARGE,
                "E0000003",
                "The request body was not well-formed.",
            ),
            Self::MediaType => fixed(
                StatusCode::BAD_REQUEST,
                "E0000021",
                "Bad request.  Accept and/or Content-Type headers likely do not match supported values.",
            ),
            Self::MissingParameter(_) => fixed(
                StatusCode::BAD_REQUEST,
                "E0000028",
                "The request is missing a required parameter.",
            ),
            Self::BadFilter(_) => fixed(
                StatusCode::BAD_REQUEST,
                "E0000031",
                "Invalid search criteria.",
            ),
            Self::InvalidToken => fixed(
                StatusCode::UNAUTHORIZED,
                "E0000011",
                "Invalid token provided",
            ),
            Self::FeatureOff => fixed(
                StatusCode::UNAUTHORIZED,
                "E0000015",
                "You do not have permission to access the feature you are requesting",
            ),
            Self::Forbidden => fixed(
                StatusCode::FORBIDDEN,
                "E0000006",
                "You do not have permission to perform the requested action",
            ),
            Self::DeleteActiveApp => fixed(
                StatusCode::FORBIDDEN,
                "E0000056",
                "Delete application forbidden.",
            ),
            Self::ActiveUser => fixed(
                StatusCode::FORBIDDEN,
                "E0000016",
                "Activation failed because the user is already active",
            ),
            Self::NotFound(id, kind) => (
                StatusCode::NOT_FOUND,
                "E0000007",
                format!("Not found: Resource not found: {id} ({kind})"),
            ),
            Self::NoRoute => fixed(
                StatusCode::NOT_FOUND,
                "E0000008",
                "The requested path was not found",
            ),
            Self::Method => fixed(
                StatusCode::METHOD_NOT_ALLOWED,
                "E0000022",
                "The endpoint does not support the provided HTTP method",
            ),
            Self::InUse(summary) | Self::Conflict(summary) => {
                fixed(StatusCode::CONFLICT, CONFLICT_CODE, summary)
            }
            Self::RateLimited => fixed(
                StatusCode::TOO_MANY_REQUESTS,
                "E0000047",
                "API call exceeded rate limit due to too many requests.",
            ),
            Self::Unavailable => fixed(
                StatusCode::SERVICE_UNAVAILABLE,
                "E0000010",
                "Service is in read only mode",
            ),
            Self::Internal => fixed(
                StatusCode::INTERNAL_SERVER_ERROR,
                "E0000009",
                "Internal Server Error",
            ),
        }
    }

    /// What is wrong, each in a sentence.
    pub(super) fn causes(&self) -> Vec<String> {
        match self {
            Self::Validation(_, causes) => causes.clone(),
            Self::Malformed(cause) => cause.iter().cloned().collect(),
            Self::TooLarge => {
                vec![format!(
                    "The request body is larger than {} bytes",
                    super::decisions::BODY_LENGTH
                )]
            }
            Self::MissingParameter(name) => vec![format!("{name}: The parameter is required")],
            Self::BadFilter(cause) => vec![cause.clone()],
            Self::DeleteActiveApp => vec!["The application must be deactivated first".to_owned()],
            _ => Vec::new(),
        }
    }

    /// The body of the answer.
    pub(super) fn body(&self, error_id: String) -> ErrorBody {
        let (_, code, error_summary) = self.parts();
        let cause = |error_summary| ErrorCause { error_summary };
        ErrorBody {
            error_code: code,
            error_summary,
            error_link: code,
            error_id,
            error_causes: self.causes().into_iter().map(cause).collect(),
        }
    }
}

/// Why a call was refused.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Error)]
#[expect(clippy::struct_field_names, reason = "the names are those of the wire")]
pub(super) struct ErrorBody {
    /// What is stable for programs.
    #[schema(pattern = "^E[0-9]{7}$", example = "E0000001")]
    error_code: &'static str,
    /// What is wrong, for people.
    #[schema(example = "Api validation failed: deviceAssuranceMediated")]
    error_summary: String,
    /// The code again.
    #[schema(pattern = "^E[0-9]{7}$", example = "E0000001")]
    error_link: &'static str,
    /// Identifies this very refusal.
    #[schema(
        pattern = "^oae[A-Za-z0-9_-]{22}$",
        example = "oaeyge3FJs3QFO9EZCCx-T3gQ"
    )]
    error_id: String,
    /// Everything that is wrong, one by one.
    error_causes: Vec<ErrorCause>,
}

/// One thing that is wrong.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ErrorCause {
    /// What it is.
    #[schema(example = "Please select at least one device condition before saving")]
    error_summary: String,
}

impl IntoResponse for ApiError {
    /// Carries the error to [`super::envelope::wrap`], which knows how to make its id and writes the body.
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = self.parts().0;
        if self == Self::Unavailable {
            response
                .headers_mut()
                .insert(RETRY_AFTER, HeaderValue::from_static(TRY_AGAIN_AFTER));
        }
        response.extensions_mut().insert(self);
        response
    }
}

impl From<store::Error> for ApiError {
    fn from(error: store::Error) -> Self {
        tracing::error!(%error, "the store failed in the management API");
        if error.trouble().is_temporary() {
            Self::Unavailable
        } else {
            Self::Internal
        }
    }
}

/// What a handler answers.
pub(super) type ApiResult<T> = Result<T, ApiError>;

/// Collects what is wrong with a request, so that all of it can be said at once.
#[derive(Debug, Default)]
pub(super) struct Problems(Vec<(String, String)>);

impl Problems {
    /// `field` breaks a rule.
    pub(super) fn add(&mut self, field: &str, cause: impl AsRef<str>) {
        self.0
            .push((field.to_owned(), format!("{field}: {}", cause.as_ref())));
    }

    /// The same, in Okta's recorded words.
    pub(super) fn add_verbatim(&mut self, subject: &str, cause: &str) {
        self.0.push((subject.to_owned(), cause.to_owned()));
    }

    /// `text` is longer than `limit` characters.
    pub(super) fn length(&mut self, field: &str, text: &str, limit: usize) {
        if text.chars().count() > limit {
            self.add(
                field,
                format!("The field must not be longer than {limit} characters"),
            );
        }
    }

    /// `text` is empty.
    pub(super) fn required(&mut self, field: &str, text: &str) {
        if text.trim().is_empty() {
            self.add(field, "The field cannot be left blank");
        }
    }

    /// Nothing, or a refusal about the first field with all causes.
    pub(super) fn into_result(self) -> ApiResult<()> {
        match self.0.first() {
            None => Ok(()),
            Some((subject, _)) => Err(ApiError::Validation(
                subject.clone(),
                self.0.iter().map(|(_, cause)| cause.clone()).collect(),
            )),
        }
    }
}
