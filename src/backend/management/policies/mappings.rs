//! Which apps have a policy.

use axum::{Json, extract::Path, http::StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{KIND, TYPE, find};
use crate::backend::{
    management::{
        ManagementState,
        audit::target,
        auth::{Call, ManageApps, ManagePolicies, ReadPolicies, Scope},
        body::{RawBody, typed},
        error::{ApiError, ApiResult},
    },
    store::Written,
};

pub(super) async fn list_mappings(
    call: Call<ReadPolicies>,
    Path(id): Path<String>,
) -> ApiResult<Json<Vec<Value>>> {
    find(&call, &id).await?;
    let apps = call.state.store().apps().await?;
    let mapped = apps.iter().filter(|app| app.policy_id == id);
    Ok(Json(
        mapped
            .map(|app| mapping(&call.state, &id, &app.id))
            .collect(),
    ))
}

pub(super) async fn map(
    call: Call<ManagePolicies>,
    Path(id): Path<String>,
    body: RawBody,
) -> ApiResult<Json<Value>> {
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

pub(super) async fn assign(
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

fn mapping(state: &ManagementState, policy_id: &str, app_id: &str) -> Value {
    json!({
        "id": format!("map{}", &app_id[app_id.len().min(3)..]),
        "resourceId": app_id,
        "resourceType": "APP",
        "_links": {
            "application": {"href": state.link(&format!("/apps/{app_id}")), "hints": {"allow": ["GET"]}},
            "policy": {"href": state.link(&format!("/policies/{policy_id}")), "hints": {"allow": ["GET", "PUT", "DELETE"]}},
        },
    })
}
