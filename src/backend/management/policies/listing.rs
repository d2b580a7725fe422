//! The list of policies: selected, sorted, page by page.

use axum::{Json, http::HeaderMap};
use serde::Deserialize;
use serde_json::json;
use utoipa::IntoParams;

use super::{Answer, TYPE, expand::asks_for_rules, wire};
use crate::backend::{
    evaluation::Status,
    management::{
        auth::{Call, ReadPolicies, Scope as _},
        error::{ApiError, ApiResult},
        paging,
        params::Query,
    },
};

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub(in crate::backend::management) struct ListQuery {
    /// Kind of policy; other kinds than `ACCESS_POLICY` have none.
    #[param(value_type = String, required = true, min_length = 1, example = "ACCESS_POLICY")]
    r#type: Option<String>,
    /// Only policies with this status.
    #[param(value_type = Status, required = false)]
    status: Option<String>,
    /// Only policies whose name begins so.
    #[param(value_type = String, required = false)]
    q: Option<String>,
    /// `name` or `status`; anything else is the order of creation.
    #[param(value_type = String, required = false)]
    sort_by: Option<String>,
    /// Most policies on a page; 200 at most.
    #[param(value_type = u32, required = false, minimum = 1)]
    limit: Option<String>,
    /// Only the policy of this app.
    #[param(value_type = String, required = false)]
    resource_id: Option<String>,
    /// Where the page begins; taken from a `next` link.
    #[param(value_type = String, required = false)]
    after: Option<String>,
    /// `rules`: the rules are embedded in the answer.
    #[param(value_type = String, required = false, pattern = "^(rules)?$")]
    expand: Option<String>,
}

/// List policies
///
/// `Link` leads to the next page.
#[utoipa::path(
    get, path = "/policies", operation_id = "listPolicies", tag = "Policy",
    params(ListQuery),
    responses((
        status = 200, description = "One page of policies", body = Vec<Answer>,
        headers(("Link" = String, description = "`self` and, where there are more, `next` (RFC 8288)")),
    )),
    security(("apiToken" = []), ("oauth2" = [ReadPolicies::NAME])),
)]
pub(in crate::backend::management) async fn list(
    call: Call<ReadPolicies>,
    Query(query): Query<ListQuery>,
) -> ApiResult<(HeaderMap, Json<Vec<Answer>>)> {
    let kind = query
        .r#type
        .as_deref()
        .ok_or(ApiError::MissingParameter("type"))?;
    let with_rules = asks_for_rules(query.expand.as_deref())?;
    let mut policies = if kind == TYPE {
        call.state.store().policies().await?
    } else {
        Vec::new()
    };
    if let Some(status) = &query.status {
        let status: Status = serde_json::from_value(json!(status)).map_err(|_| {
            ApiError::field("status", "status: The value must be ACTIVE or INACTIVE")
        })?;
        policies.retain(|policy| policy.status == status);
    }
    if let Some(q) = &query.q {
        let q = q.to_lowercase();
        policies.retain(|policy| policy.name.to_lowercase().starts_with(&q));
    }
    if let Some(app) = &query.resource_id {
        let of_app = call.state.store().app(app).await?.map(|app| app.policy_id);
        policies.retain(|policy| Some(&policy.id) == of_app.as_ref());
    }
    match query.sort_by.as_deref() {
        Some("name") => policies.sort_by(|a, b| a.name.cmp(&b.name)),
        Some("status") => policies.sort_by_key(|policy| policy.status == Status::Inactive),
        _ => {}
    }
    let page = paging::page(
        &policies,
        |policy| policy.id.as_str(),
        query.limit.as_deref(),
        query.after.as_deref(),
    )?;
    let given = [
        ("type", Some(kind)),
        ("status", query.status.as_deref()),
        ("q", query.q.as_deref()),
        ("sortBy", query.sort_by.as_deref()),
        ("resourceId", query.resource_id.as_deref()),
        ("limit", query.limit.as_deref()),
        ("expand", query.expand.as_deref()),
    ];
    let after = query.after.as_deref();
    let headers = paging::links(&call.state, "/policies", &given, after, page.next);
    let mut answers = Vec::new();
    for policy in page.items {
        let mut answer = wire(&call.state, policy.clone());
        if with_rules {
            answer.embed_rules(&call.state).await?;
        }
        answers.push(answer);
    }
    Ok((headers, Json(answers)))
}
