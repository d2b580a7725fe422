//! Which apps have a policy.

use axum::{Json, http::StatusCode};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::{KIND, TYPE, find};
use crate::backend::{
    management::{
        ManagementState,
        audit::target,
        auth::{Call, ManageApps, ManagePolicies, ReadPolicies, Scope},
        body::{RawBody, typed},
        error::{ApiError, ApiResult},
        links::Link,
        params::Path,
    },
    store::{ApplicationType, Written},
};

/// That an app has a policy.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = PolicyMapping)]
pub(in crate::backend::management) struct Answer {
    /// Identifier.
    #[schema(read_only)]
    id: String,
    /// The app.
    resource_id: String,
    /// Kind of what has the policy.
    #[schema(pattern = "^APP$")]
    resource_type: &'static str,
    /// Where the two are.
    #[serde(rename = "_links")]
    #[schema(read_only)]
    links: MappingLinks,
}

/// Where an app and its policy are.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PolicyMappingLinks)]
struct MappingLinks {
    /// The app.
    application: Link,
    /// The policy.
    policy: Link,
}

/// The schema of the body of a request.
pub(in crate::backend::management) fn request() -> Value {
    json!({
        "type": "object",
        "required": ["resourceId"],
        "properties": {
            "resourceId": {"type": "string"},
            "resourceType": {"enum": ["APP", null]},
        },
        "example": {"resourceId": "0oa3m8o4rWhwReDeM1c5", "resourceType": "APP"},
    })
}

/// List which apps have a policy
#[utoipa::path(
    get, path = "/policies/{policyId}/mappings", operation_id = "listPolicyMappings",
    tag = "Policy",
    params(("policyId" = String, Path, description = "`id` of the policy")),
    responses((status = 200, description = "The apps", body = Vec<Answer>)),
    security(("apiToken" = []), ("oauth2" = [ReadPolicies::NAME])),
)]
pub(in crate::backend::management) async fn list(
    call: Call<ReadPolicies>,
    Path(id): Path<String>,
) -> ApiResult<Json<Vec<Answer>>> {
    find(&call, &id).await?;
    let apps = call.state.store().apps().await?;
    // Nobody signs in to a service.
    let mapped = apps
        .iter()
        .filter(|app| app.policy_id == id && app.application_type != ApplicationType::Service);
    Ok(Json(
        mapped
            .map(|app| mapping(&call.state, &id, &app.id))
            .collect(),
    ))
}

/// Give an app a policy
///
/// It takes the place of the one that the app had.
#[utoipa::path(
    post, path = "/policies/{policyId}/mappings", operation_id = "mapResourceToPolicy",
    tag = "Policy",
    params(("policyId" = String, Path, description = "`id` of the policy")),
    request_body(content = ref("#/components/schemas/PolicyMappingRequest"), content_type = "application/json"),
    responses((status = 200, description = "The app has the policy", body = Answer)),
    security(("apiToken" = []), ("oauth2" = [ManagePolicies::NAME])),
)]
pub(in crate::backend::management) async fn map(
    call: Call<ManagePolicies>,
    Path(id): Path<String>,
    body: RawBody,
) -> ApiResult<Json<Answer>> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Mapping {
        resource_id: String,
        #[serde(default)]
        resource_type: Option<String>,
    }
    find(&call, &id).await?;
    let given: Mapping = typed(body.object()?)?;
    if given.resource_type.is_some_and(|kind| kind != "APP") {
        return Err(ApiError::field(
            "resourceType",
            "resourceType: The value must be APP",
        ));
    }
    assign_to(&call, &given.resource_id, &id).await?;
    Ok(Json(mapping(&call.state, &id, &given.resource_id)))
}

/// Give an app a policy
///
/// It takes the place of the one that the app had.
#[utoipa::path(
    put, path = "/apps/{appId}/policies/{policyId}", operation_id = "assignApplicationPolicy",
    tag = "Application",
    params(
        ("appId" = String, Path, description = "`id` of the app"),
        ("policyId" = String, Path, description = "`id` of the policy"),
    ),
    responses((status = 204, description = "The app has the policy")),
    security(("apiToken" = []), ("oauth2" = [ManageApps::NAME])),
)]
pub(in crate::backend::management) async fn assign(
    call: Call<ManageApps>,
    Path((app_id, policy_id)): Path<(String, String)>,
) -> ApiResult<StatusCode> {
    find(&call, &policy_id).await?;
    assign_to(&call, &app_id, &policy_id).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn assign_to<S: Scope>(call: &Call<S>, app_id: &str, policy_id: &str) -> ApiResult<()> {
    let event = call
        .event(
            "application.policy.sign_on.update",
            "Update application sign on policy",
        )
        .target(target("AppInstance", app_id, app_id, &Value::Null))
        .target(target(
            KIND,
            policy_id,
            policy_id,
            &json!({"policyType": TYPE}),
        ));
    match call
        .state
        .store()
        .assign_policy(app_id, policy_id, &event)
        .await?
    {
        Written::Done => Ok(()),
        Written::NotFound => Err(ApiError::NotFound(app_id.to_owned(), "AppInstance")),
        Written::Taken | Written::Dangling => Err(ApiError::NotFound(policy_id.to_owned(), KIND)),
    }
}

fn mapping(state: &ManagementState, policy_id: &str, app_id: &str) -> Answer {
    Answer {
        id: format!("map{}", app_id.strip_prefix("0oa").unwrap_or(app_id)),
        resource_id: app_id.to_owned(),
        resource_type: "APP",
        links: MappingLinks {
            application: Link::to(state.link(&format!("/apps/{app_id}")), &["GET"]),
            policy: Link::to(
                state.link(&format!("/policies/{policy_id}")),
                &["GET", "PUT", "DELETE"],
            ),
        },
    }
}
