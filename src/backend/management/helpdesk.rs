//! `/helpdesk/views`: what a person was shown, by the code that they read out. Each view is an event.

use std::{future::Future, pin::Pin};

use axum::Json;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    ManagementState,
    audit::target,
    auth::{Call, ReadHelpdesk, Scope as _},
    body::{RawBody, typed},
    error::{ApiError, ApiResult, ErrorBody},
};
use crate::backend::store;

/// The longest code that is looked for, with whatever divides its groups.
const LONGEST: usize = 64;

/// Reads what people take along for the help desk.
pub trait Handouts: Send + Sync + std::fmt::Debug {
    /// What the handout with this code tells, with its identifier; `None` where there is none (any more).
    fn read<'a>(&'a self, code: &'a str) -> Read<'a>;
}

/// What [`Handouts::read`] answers. An error is a store that cannot be asked.
pub type Read<'a> =
    Pin<Box<dyn Future<Output = store::Result<Option<(String, Value)>>> + Send + 'a>>;

/// The routes of this file.
pub(super) fn routes() -> OpenApiRouter<ManagementState> {
    OpenApiRouter::default().routes(routes!(view))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Given {
    code: String,
}

/// What was shown, as answered.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = HelpdeskView)]
struct Answer {
    /// Identifies it in the System Log.
    id: String,
    /// When it was shown.
    #[schema(value_type = String, format = DateTime)]
    created: Timestamp,
    /// Until when it can be looked at.
    #[schema(value_type = String, format = DateTime)]
    expires_at: Timestamp,
    /// The page's language, a BCP 47 tag.
    language: String,
    /// The languages that the texts were chosen by, best first.
    languages: Vec<String>,
    /// The page's time zone, an IANA name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    time_zone: Option<String>,
    /// The browser in which it was shown, by its `User-Agent`: some steps depend on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    user_agent: Option<String>,
    /// Version of the program that showed it.
    program_version: String,
    /// What was told, as an Identity Engine response without forms. Neither the person nor the device is named.
    #[schema(value_type = Object)]
    shown: Value,
}

/// Look at what a person was shown
///
/// By the code that they read out from the page. The System Log tells of each view.
#[utoipa::path(
    post, path = "/helpdesk/views", operation_id = "viewHandout", tag = "Helpdesk",
    request_body(content = ref("#/components/schemas/HelpdeskViewRequest"), content_type = "application/json"),
    responses(
        (status = 200, description = "What was shown", body = Answer),
        (status = 404, description = "There is no such code, or its time is over", body = ErrorBody),
    ),
    security(("apiToken" = []), ("oauth2" = [ReadHelpdesk::NAME])),
)]
async fn view(call: Call<ReadHelpdesk>, body: RawBody) -> ApiResult<Json<Answer>> {
    let given: Given = typed(body.object()?)?;
    let code = given.code.trim();
    if code.is_empty() || code.chars().count() > LONGEST {
        return Err(ApiError::field("code", "code: The value must be a code"));
    }
    let missing = || ApiError::NotFound(String::from("the code"), "Handout");
    let handouts = call.state.0.handouts.get().ok_or_else(missing)?;
    let (id, view) = handouts.read(code).await?.ok_or_else(missing)?;
    let event = call
        .event("doorstep.handout.view", "Handout viewed")
        .target(target("Handout", &id, "HELPDESK", &json!({})));
    // Told before it is shown.
    call.state.store().append_event(&event).await?;
    serde_json::from_value(view)
        .map(Json)
        .map_err(|error| store::Error::from(error).into())
}

/// The schema of the body of a request.
pub(super) fn request() -> Value {
    json!({
        "type": "object",
        "required": ["code"],
        "properties": {"code": {"type": "string", "minLength": 1, "maxLength": LONGEST, "pattern": "\\S"}},
        "example": {"code": "BCDFG-HJKLM-NPQRS"},
    })
}
