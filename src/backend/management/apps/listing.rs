//! The list of apps: selected, page by page.

use axum::{Json, http::HeaderMap};
use serde::Deserialize;
use serde_json::json;
use utoipa::IntoParams;

use super::answer::{Answer, NAME, wire};
use crate::backend::{
    management::{
        ManagementState,
        auth::{Call, ReadApps, Scope as _},
        error::{ApiError, ApiResult},
        filter::{Fields, Filter},
        paging,
        params::Query,
    },
    store::App,
};

/// What apps can be filtered by.
const FIELDS: Fields = Fields {
    named: &["id", "status", "name", "label"],
    open: &[],
    spellings: &[],
};

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub(in crate::backend::management) struct ListQuery {
    /// Only apps whose `label` or `name` begins so, without regard to case.
    #[param(value_type = String, required = false)]
    q: Option<String>,
    /// A SCIM filter over `id`, `status`, `name` and `label`.
    #[param(value_type = String, required = false, example = "status eq \"ACTIVE\" and label sw \"Pay\"")]
    filter: Option<String>,
    /// Most apps on a page; 200 at most.
    #[param(value_type = u32, required = false, minimum = 1)]
    limit: Option<String>,
    /// Where the page begins; taken from a `next` link.
    #[param(value_type = String, required = false)]
    after: Option<String>,
    /// Okta embeds the assigned user; nobody is assigned here.
    #[param(ignore)]
    expand: Option<String>,
}

/// List apps
///
/// Oldest first, active or not. `Link` leads to the next page.
#[utoipa::path(
    get, path = "/apps", operation_id = "listApplications", tag = "Application",
    params(ListQuery),
    responses((
        status = 200, description = "One page of apps", body = Vec<Answer>,
        headers(("Link" = String, description = "`self` and, where there are more, `next` (RFC 8288)")),
    )),
    security(("apiToken" = []), ("oauth2" = [ReadApps::NAME])),
)]
pub(in crate::backend::management) async fn list(
    call: Call<ReadApps>,
    Query(query): Query<ListQuery>,
) -> ApiResult<(HeaderMap, Json<Vec<Answer>>)> {
    if query.expand.is_some() {
        return Err(ApiError::field(
            "expand",
            "expand: Nothing can be embedded in an app",
        ));
    }
    let filter = Filter::given(query.filter.as_deref(), &FIELDS)?;
    let q = query.q.as_deref().map(str::to_lowercase);
    let mut apps = call.state.store().apps().await?;
    apps.retain(|app| {
        q.as_ref()
            .is_none_or(|q| NAME.starts_with(q) || app.label.to_lowercase().starts_with(q))
            && filter
                .as_ref()
                .is_none_or(|filter| filter.matches(&comparable(app)))
    });
    let given = [
        ("q", query.q.as_deref()),
        ("filter", query.filter.as_deref()),
        ("limit", query.limit.as_deref()),
    ];
    page(
        &call.state,
        "/apps",
        &apps,
        &given,
        query.limit.as_deref(),
        query.after.as_deref(),
    )
}

/// A page of `apps`, which `path` lists.
pub(in crate::backend::management) fn page(
    state: &ManagementState,
    path: &str,
    apps: &[App],
    given: &[(&str, Option<&str>)],
    limit: Option<&str>,
    after: Option<&str>,
) -> ApiResult<(HeaderMap, Json<Vec<Answer>>)> {
    let page = paging::page(apps, |app| app.id.as_str(), limit, after)?;
    let headers = paging::links(state, path, given, after, page.next);
    let answers = page.items.iter().map(|app| wire(state, app, None));
    Ok((headers, Json(answers.collect())))
}

/// The fields of an app that a filter looks at.
fn comparable(app: &App) -> serde_json::Value {
    json!({"id": app.id, "status": app.status, "name": NAME, "label": app.label})
}
