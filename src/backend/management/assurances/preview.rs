//! `/device-assurances/{id}/preview`: what people are told whose device does not meet a policy. Ours; Okta has no such
//! thing.

use std::{future::Future, pin::Pin};

use axum::{
    Json,
    http::{HeaderMap, header},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::find;
use crate::backend::{
    evaluation::{DeviceAssurance, Shortfall, Verdict},
    management::{
        auth::{Call, ReadAssurance, Scope as _},
        body::{RawBody, typed},
        error::{ApiError, ApiResult, ErrorBody},
        params::Path,
    },
    store,
};

/// Says what people are told, in the same words as in a sign-in.
pub trait Previews: Send + Sync + std::fmt::Debug {
    /// The response to a device that falls short of `policy`, for somebody with these `languages` (`Accept-Language`).
    fn preview<'a>(
        &'a self,
        policy: &'a DeviceAssurance,
        shortfall: &'a Shortfall,
        languages: &'a str,
    ) -> Previewed<'a>;
}

/// What [`Previews::preview`] answers. An error is a store that cannot be asked.
pub type Previewed<'a> = Pin<Box<dyn Future<Output = store::Result<Value>> + Send + 'a>>;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Given {
    verdict: Wanted,
    checks: Vec<String>,
    grace: bool,
}

/// A device that passes falls short of nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum Wanted {
    #[default]
    Fail,
    Unknown,
}

/// Preview what people are told whose device does not meet a device assurance policy
///
/// Made as in a sign-in, of a device that is made up; nothing is stored and nobody signs in.
#[utoipa::path(
    post, path = "/device-assurances/{deviceAssuranceId}/preview", operation_id = "previewDeviceAssurancePolicy",
    tag = "DeviceAssurance",
    params(
        ("deviceAssuranceId" = String, Path, description = "`id` of the policy"),
        ("Accept-Language" = Option<String>, Header, description = "The languages of the person who is told"),
    ),
    request_body(content = ref("#/components/schemas/DeviceAssurancePreviewRequest"), content_type = "application/json"),
    responses(
        (status = 200, description = "What is told, as an Identity Engine response. Its forms lead nowhere", body = Object),
        (status = 404, description = "There is no such policy", body = ErrorBody),
    ),
    security(("apiToken" = []), ("oauth2" = [ReadAssurance::NAME])),
)]
pub(super) async fn preview(
    call: Call<ReadAssurance>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: RawBody,
) -> ApiResult<Json<Value>> {
    let policy = find(&call, &id).await?;
    let given: Given = typed(body.object()?)?;
    let shortfall = shortfall(&policy, given)?;
    let languages = headers
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let previews = call.state.0.previews.get().ok_or(ApiError::Internal)?;
    let response = previews.preview(&policy, &shortfall, languages).await?;
    Ok(Json(response))
}

fn shortfall(policy: &DeviceAssurance, given: Given) -> ApiResult<Shortfall> {
    if given.verdict == Wanted::Unknown && !given.checks.is_empty() {
        let text = "checks: Where nothing could be checked, no check is named";
        return Err(ApiError::field("checks", text));
    }
    let known = Shortfall::of(policy);
    if let Some(unknown) = given.checks.iter().find(|check| !known.contains(*check)) {
        let text = format!("checks: The policy has no check {unknown}");
        return Err(ApiError::field("checks", text));
    }
    Ok(Shortfall {
        verdict: match given.verdict {
            Wanted::Fail => Verdict::Fail,
            Wanted::Unknown => Verdict::Unknown,
        },
        checks: given.checks,
        grace: given.grace,
    })
}

/// The schema of the body of a request.
pub(in crate::backend::management) fn request() -> Value {
    json!({
        "type": "object",
        "properties": {
            "verdict": {
                "enum": ["FAIL", "UNKNOWN", null], "default": "FAIL",
                "description": "Whether checks fail, or nothing could be checked",
            },
            "checks": {
                "type": ["array", "null"], "items": {"type": "string"},
                "description": "The checks that fail, by a condition's field name or a posture check's variableName; all where none is named. Only with FAIL",
            },
            "grace": {
                "type": ["boolean", "null"], "default": false,
                "description": "Whether the policy's grace period runs, where it has one",
            },
        },
        "example": {"verdict": "FAIL"},
    })
}
