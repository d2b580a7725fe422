//! `/device-assurance-exemptions`: more time that people have asked for, to be granted or refused. Nobody decides about a
//! request of their own, as far as the token says whose it is.

use axum::{Json, http::HeaderMap};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    ManagementState,
    assurances::DURATION,
    audit::target,
    auth::{Call, ManageExemptions, ReadExemptions, Scope},
    body::{RawBody, typed},
    decisions::NOTE_LENGTH,
    error::{ApiError, ApiResult, ErrorBody, Problems},
    links::Link,
    paging,
    params::{Path, Query},
};
use crate::backend::{
    evaluation::{Exemption, ExemptionStatus, ExemptionVerdict, Platform},
    store::{ExemptionPage, LogEvent},
};

const KIND: &str = "DeviceAssuranceExemption";

/// The operations that can be called without a body.
pub(super) const MAY_SAY_NOTHING: [&str; 3] = [
    "approveDeviceAssuranceExemption",
    "declineDeviceAssuranceExemption",
    "revokeDeviceAssuranceExemption",
];

/// The routes of this file.
pub(super) fn routes() -> OpenApiRouter<ManagementState> {
    OpenApiRouter::default()
        .routes(routes!(list))
        .routes(routes!(read))
        .routes(routes!(approve))
        .routes(routes!(decline))
        .routes(routes!(revoke))
}

/// A request for an exemption as answered.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = DeviceAssuranceExemption)]
struct Answer {
    /// Identifier, `exm…`.
    id: String,
    /// What has become of it.
    status: ExemptionStatus,
    /// The user.
    user_id: String,
    /// The user's login, as it was when this was asked for.
    user_login: String,
    /// The device.
    device_id: String,
    /// The device's name, as it was then.
    device_name: String,
    /// The device's platform.
    platform: Platform,
    /// The device assurance policy.
    policy_id: String,
    /// The policy's name, as it was then.
    policy_name: String,
    /// The checks that were not met then.
    checks: Vec<String>,
    /// Why, in the person's words.
    reason: String,
    /// For how long: an ISO 8601 duration.
    requested_duration: String,
    /// When it was asked for.
    #[schema(format = DateTime)]
    requested_at: String,
    /// Who decided last: the user whose token it was, else the token or client.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    decided_by: Option<String>,
    /// When.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, format = DateTime)]
    decided_at: Option<String>,
    /// What was granted: an ISO 8601 duration.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    duration: Option<String>,
    /// The end of what was granted: from this instant on it counts for nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, format = DateTime)]
    expires_at: Option<String>,
    /// What was said about the last decision; the person reads it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    note: Option<String>,
    /// Where it is, and what can be decided.
    #[serde(rename = "_links")]
    links: ExemptionLinks,
}

/// Where a request is, and what can be decided about it now.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DeviceAssuranceExemptionLinks)]
struct ExemptionLinks {
    /// The request.
    #[serde(rename = "self")]
    this: Link,
    /// Grants it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    approve: Option<Link>,
    /// Refuses it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    decline: Option<Link>,
    /// Ends it before its time.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    revoke: Option<Link>,
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct ListQuery {
    /// Only those that are so now.
    #[param(value_type = String, required = false, pattern = "^(PENDING|APPROVED|DECLINED|REVOKED|EXPIRED)?$")]
    status: Option<String>,
    /// Most requests on a page; 200 at most.
    #[param(value_type = u32, required = false, minimum = 1)]
    limit: Option<String>,
    /// From the link to the next page.
    #[param(value_type = String, required = false)]
    after: Option<String>,
}

impl ListQuery {
    fn status(&self) -> ApiResult<Option<ExemptionStatus>> {
        let Some(text) = self.status.as_deref() else {
            return Ok(None);
        };
        serde_json::from_value(json!(text)).map(Some).map_err(|_| {
            ApiError::field(
                "status",
                "status: The value must be PENDING, APPROVED, DECLINED, REVOKED or EXPIRED",
            )
        })
    }
}

/// List requests for exemptions
///
/// Newest first. `Link` leads to the next page.
#[utoipa::path(
    get, path = "/device-assurance-exemptions", operation_id = "listDeviceAssuranceExemptions",
    tag = "DeviceAssuranceExemption",
    params(ListQuery),
    responses((
        status = 200, description = "One page of requests", body = Vec<Answer>,
        headers(("Link" = String, description = "`self` and, where there are more, `next` (RFC 8288)")),
    )),
    security(("apiToken" = []), ("oauth2" = [ReadExemptions::NAME])),
)]
async fn list(
    call: Call<ReadExemptions>,
    Query(query): Query<ListQuery>,
) -> ApiResult<(HeaderMap, Json<Vec<Answer>>)> {
    let limit = paging::limit(query.limit.as_deref())?;
    let page = ExemptionPage {
        status: query.status()?,
        now: call.now(),
        after: query.after.as_deref(),
        // One more tells whether there is another page.
        limit: i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1),
    };
    let mut found = call.state.store().exemptions(&page).await?;
    let more = found.len() > limit;
    found.truncate(limit);
    let next = found.last().filter(|_| more);
    let headers = paging::links(
        &call.state,
        "/device-assurance-exemptions",
        &[
            ("status", query.status.as_deref()),
            ("limit", query.limit.as_deref()),
        ],
        query.after.as_deref(),
        next.map(|exemption| exemption.id.as_str()),
    );
    let answers = found.iter().map(|exemption| wire(&call, exemption));
    Ok((headers, Json(answers.collect())))
}

/// Retrieve a request for an exemption
#[utoipa::path(
    get, path = "/device-assurance-exemptions/{exemptionId}", operation_id = "getDeviceAssuranceExemption",
    tag = "DeviceAssuranceExemption",
    params(("exemptionId" = String, Path, description = "`id` of the request")),
    responses((status = 200, description = "The request", body = Answer)),
    security(("apiToken" = []), ("oauth2" = [ReadExemptions::NAME])),
)]
async fn read(call: Call<ReadExemptions>, Path(id): Path<String>) -> ApiResult<Json<Answer>> {
    let exemption = find(&call, &id).await?;
    Ok(Json(wire(&call, &exemption)))
}

/// What is said with an approval.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Approval {
    duration: Option<String>,
    note: Option<String>,
}

/// What is said with a refusal or an end.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Remark {
    note: Option<String>,
}

/// Grant a request for an exemption
///
/// For what was asked for, unless `duration` says otherwise; never for more than the policy's maximum. It counts from now.
/// Whoever asked cannot grant.
#[utoipa::path(
    post, path = "/device-assurance-exemptions/{exemptionId}/lifecycle/approve",
    operation_id = "approveDeviceAssuranceExemption", tag = "DeviceAssuranceExemption",
    params(("exemptionId" = String, Path, description = "`id` of the request")),
    request_body(content = ref("#/components/schemas/DeviceAssuranceExemptionApproval"), content_type = "application/json"),
    responses(
        (status = 200, description = "The request is granted", body = Answer),
        (status = 409, description = "It is not to be decided any more", body = ErrorBody),
    ),
    security(("apiToken" = []), ("oauth2" = [ManageExemptions::NAME])),
)]
async fn approve(
    call: Call<ManageExemptions>,
    Path(id): Path<String>,
    body: RawBody,
) -> ApiResult<Json<Answer>> {
    let exemption = find_for_other(&call, &id).await?;
    let given: Approval = typed(body.object_or_nothing()?)?;
    let note = note(given.note)?;
    let policy_id = &exemption.subject.policy_id;
    let policy = call.state.store().assurance(policy_id).await?;
    let Some(settings) = policy.and_then(|policy| policy.exemption) else {
        return Err(ApiError::Conflict(
            "The policy does not allow exemptions any more.",
        ));
    };
    let length = given.duration.as_ref();
    let length = length.unwrap_or(&exemption.requested_duration);
    if !settings.allows(length) {
        let most = &settings.maximum_duration;
        return Err(ApiError::field(
            "duration",
            format!("duration: The value must be an ISO 8601 duration of at most {most}"),
        ));
    }
    let next = exemption.approved(length, verdict(&call, note), call.now());
    decide(&call, &exemption, next, "approve", "Approve exemption").await
}

/// Refuse a request for an exemption
///
/// Whoever asked cannot decide.
#[utoipa::path(
    post, path = "/device-assurance-exemptions/{exemptionId}/lifecycle/decline",
    operation_id = "declineDeviceAssuranceExemption", tag = "DeviceAssuranceExemption",
    params(("exemptionId" = String, Path, description = "`id` of the request")),
    request_body(content = ref("#/components/schemas/DeviceAssuranceExemptionRemark"), content_type = "application/json"),
    responses(
        (status = 200, description = "The request is refused", body = Answer),
        (status = 409, description = "It is not to be decided any more", body = ErrorBody),
    ),
    security(("apiToken" = []), ("oauth2" = [ManageExemptions::NAME])),
)]
async fn decline(
    call: Call<ManageExemptions>,
    Path(id): Path<String>,
    body: RawBody,
) -> ApiResult<Json<Answer>> {
    let exemption = find_for_other(&call, &id).await?;
    let given: Remark = typed(body.object_or_nothing()?)?;
    let verdict = verdict(&call, note(given.note)?);
    let next = exemption.declined(verdict, call.now());
    decide(&call, &exemption, next, "decline", "Decline exemption").await
}

/// End an exemption before its time
///
/// It counts for nothing from now on. Whoever asked cannot decide.
#[utoipa::path(
    post, path = "/device-assurance-exemptions/{exemptionId}/lifecycle/revoke",
    operation_id = "revokeDeviceAssuranceExemption", tag = "DeviceAssuranceExemption",
    params(("exemptionId" = String, Path, description = "`id` of the request")),
    request_body(content = ref("#/components/schemas/DeviceAssuranceExemptionRemark"), content_type = "application/json"),
    responses(
        (status = 200, description = "The exemption is over", body = Answer),
        (status = 409, description = "It is not granted, or over", body = ErrorBody),
    ),
    security(("apiToken" = []), ("oauth2" = [ManageExemptions::NAME])),
)]
async fn revoke(
    call: Call<ManageExemptions>,
    Path(id): Path<String>,
    body: RawBody,
) -> ApiResult<Json<Answer>> {
    let exemption = find_for_other(&call, &id).await?;
    let given: Remark = typed(body.object_or_nothing()?)?;
    let verdict = verdict(&call, note(given.note)?);
    let next = exemption.revoked(verdict, call.now());
    decide(&call, &exemption, next, "revoke", "Revoke exemption").await
}

async fn find<S: Scope>(call: &Call<S>, id: &str) -> ApiResult<Exemption> {
    let found = call.state.store().exemption(id).await?;
    found.ok_or_else(|| ApiError::NotFound(id.to_owned(), KIND))
}

/// The request, unless the caller is the one who made it.
async fn find_for_other(call: &Call<ManageExemptions>, id: &str) -> ApiResult<Exemption> {
    let exemption = find(call, id).await?;
    if call.principal.user_id.as_ref() == Some(&exemption.subject.user_id) {
        return Err(ApiError::Forbidden);
    }
    Ok(exemption)
}

/// What is said about a decision; blanks say nothing.
fn note(given: Option<String>) -> ApiResult<Option<String>> {
    let note = given.map(|note| note.trim().to_owned());
    let note = note.filter(|note| !note.is_empty());
    let mut problems = Problems::default();
    problems.length("note", note.as_deref().unwrap_or_default(), NOTE_LENGTH);
    problems.into_result()?;
    Ok(note)
}

fn verdict(call: &Call<ManageExemptions>, note: Option<String>) -> ExemptionVerdict {
    let principal = &call.principal;
    ExemptionVerdict {
        by: principal.user_id.as_ref().unwrap_or(&principal.id).clone(),
        note,
    }
}

/// Stores what follows from `before`, where anything does.
async fn decide(
    call: &Call<ManageExemptions>,
    before: &Exemption,
    next: Option<Exemption>,
    what: &str,
    message: &str,
) -> ApiResult<Json<Answer>> {
    let refused = ApiError::Conflict("The exemption is not in a state that allows this.");
    let Some(next) = next else {
        return Err(refused);
    };
    let event = event(call, what, message, &next);
    let now = next.decided_at.unwrap_or_else(|| call.now());
    let store = call.state.store();
    // Of two who decide at the same moment, one does.
    if store
        .decide_exemption(&next, before.decision, now, &event)
        .await?
    {
        Ok(Json(wire(call, &next)))
    } else {
        Err(refused)
    }
}

/// What the log tells of a decision: neither the person's reason nor the administrator's note, which are for the two.
fn event(
    call: &Call<ManageExemptions>,
    what: &str,
    message: &str,
    exemption: &Exemption,
) -> LogEvent {
    let subject = &exemption.subject;
    let mut details = json!({"requestedDuration": exemption.requested_duration});
    if let Some((duration, end)) = exemption.duration.as_ref().zip(exemption.expires_at) {
        details["duration"] = json!(duration);
        details["expiresAt"] = json!(format!("{end:.3}"));
    }
    let policy = json!({"policyName": subject.policy_name, "policyPlatform": subject.platform});
    call.event(&format!("doorstep.exemption.{what}"), message)
        .target(target(KIND, &exemption.id, "", &details))
        .target(target(
            "User",
            &subject.user_id,
            &subject.user_login,
            &Value::Null,
        ))
        .target(target(
            "UDDevice",
            &subject.device_id,
            &subject.device_name,
            &Value::Null,
        ))
        .target(target(
            "DeviceAssurancePolicyEntity",
            &subject.policy_id,
            &subject.policy_name,
            &policy,
        ))
}

fn wire<S: Scope>(call: &Call<S>, exemption: &Exemption) -> Answer {
    let status = exemption.status(call.now());
    let subject = &exemption.subject;
    let href = call
        .state
        .link(&format!("/device-assurance-exemptions/{}", exemption.id));
    let action = |needed: ExemptionStatus, action: &str| {
        (status == needed).then(|| Link::to(format!("{href}/lifecycle/{action}"), &["POST"]))
    };
    let links = ExemptionLinks {
        approve: action(ExemptionStatus::Pending, "approve"),
        decline: action(ExemptionStatus::Pending, "decline"),
        revoke: action(ExemptionStatus::Approved, "revoke"),
        this: Link::to(href.clone(), &["GET"]),
    };
    let time = |at: jiff::Timestamp| format!("{at:.3}");
    Answer {
        id: exemption.id.clone(),
        status,
        user_id: subject.user_id.clone(),
        user_login: subject.user_login.clone(),
        device_id: subject.device_id.clone(),
        device_name: subject.device_name.clone(),
        platform: subject.platform,
        policy_id: subject.policy_id.clone(),
        policy_name: subject.policy_name.clone(),
        checks: subject.checks.clone(),
        reason: exemption.reason.clone(),
        requested_duration: exemption.requested_duration.clone(),
        requested_at: time(exemption.requested_at),
        decided_by: exemption.decided_by.clone(),
        decided_at: exemption.decided_at.map(time),
        duration: exemption.duration.clone(),
        expires_at: exemption.expires_at.map(time),
        note: exemption.note.clone(),
        links,
    }
}

/// The schemas of the bodies of requests, by name.
pub(super) fn requests() -> Vec<(&'static str, Value)> {
    let note = json!({"type": ["string", "null"], "maxLength": NOTE_LENGTH});
    let approval = json!({
        "type": "object",
        "properties": {
            "duration": {"type": ["string", "null"], "pattern": DURATION},
            "note": note,
        },
        "example": {"duration": "P3D", "note": "Until you are back from the fair."},
    });
    let remark = json!({
        "type": "object",
        "properties": {"note": note},
        "example": {"note": "Please restart and update: it takes ten minutes."},
    });
    vec![
        ("DeviceAssuranceExemptionApproval", approval),
        ("DeviceAssuranceExemptionRemark", remark),
    ]
}
