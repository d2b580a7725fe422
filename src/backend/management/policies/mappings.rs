//! Which apps have a policy.

use axum::{
    Json,
    http::{HeaderMap, StatusCode},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::{IntoParams, ToSchema};

use super::{KIND, TYPE, find};
use crate::backend::{
    management::{
        ManagementState, apps,
        audit::target,
        auth::{Call, ManageApps, ManagePolicies, ReadPolicies, Scope},
        body::{RawBody, typed},
        error::{ApiError, ApiResult},
        links::Link,
        params::{Path, Query},
    },
    store::{App, ApplicationType, Written},
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
    let apps = mapped(&call, &id).await?;
    let mappings = apps.iter().map(|app| mapping(&call.state, &id, &app.id));
    Ok(Json(mappings.collect()))
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub(in crate::backend::management) struct PageQuery {
    /// Most apps on a page; 200 at most.
    #[param(value_type = u32, required = false, minimum = 1)]
    limit: Option<String>,
    /// Where the page begins; taken from a `next` link.
    #[param(value_type = String, required = false)]
    after: Option<String>,
}

/// List the apps that have a policy
///
/// Whole apps, where `/mappings` names them only. `Link` leads to the next page.
#[utoipa::path(
    get, path = "/policies/{policyId}/app", operation_id = "listPolicyApps",
    tag = "Policy",
    params(("policyId" = String, Path, description = "`id` of the policy"), PageQuery),
    responses((
        status = 200, description = "One page of apps", body = Vec<apps::Answer>,
        headers(("Link" = String, description = "`self` and, where there are more, `next` (RFC 8288)")),
    )),
    security(("apiToken" = []), ("oauth2" = [ReadPolicies::NAME])),
)]
pub(in crate::backend::management) async fn apps(
    call: Call<ReadPolicies>,
    Path(id): Path<String>,
    Query(query): Query<PageQuery>,
) -> ApiResult<(HeaderMap, Json<Vec<apps::Answer>>)> {
    let apps = mapped(&call, &id).await?;
    let (limit, after) = (query.limit.as_deref(), query.after.as_deref());
    let path = format!("/policies/{id}/app");
    apps::page(&call.state, &path, &apps, &[("limit", limit)], limit, after)
}

/// The apps that have this policy. Nobody signs in to a service.
async fn mapped(call: &Call<ReadPolicies>, id: &str) -> ApiResult<Vec<App>> {
    find(call, id).await?;
    let mut apps = call.state.store().apps().await?;
    apps.retain(|app| app.policy_id == id && app.application_type != ApplicationType::Service);
    Ok(apps)
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
