//! The list of users: selected, sorted, page by page.

use axum::{Json, http::HeaderMap};
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::IntoParams;

use super::{Answer, wire};
use crate::backend::{
    management::{
        auth::{Call, ReadUsers, Scope as _},
        error::{ApiError, ApiResult},
        filter::{Fields, Filter, values},
        paging,
        params::Query,
    },
    store::User,
};

/// What users can be filtered, searched and sorted by.
const FIELDS: Fields = Fields {
    named: &[
        "id",
        "status",
        "profile.login",
        "profile.email",
        "profile.firstName",
        "profile.lastName",
        "profile.displayName",
        "profile.locale",
        "profile.timezone",
    ],
    open: &[],
    spellings: &[],
};

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub(in crate::backend::management) struct ListQuery {
    /// Only users whose login, address or one of whose names begins so, without regard to case.
    #[param(value_type = String, required = false)]
    q: Option<String>,
    /// A SCIM filter over `id`, `status` and the fields of `profile`; texts are compared without regard to case.
    #[param(value_type = String, required = false, example = "profile.lastName sw \"love\" and status eq \"ACTIVE\"")]
    search: Option<String>,
    /// The same, with regard to case.
    #[param(value_type = String, required = false, example = "profile.login eq \"ana@example.com\"")]
    filter: Option<String>,
    /// The field to sort by, one that can be searched for; by `profile.login` where absent.
    #[param(value_type = String, required = false, example = "profile.lastName")]
    sort_by: Option<String>,
    /// `asc` or `desc`; for `sortBy` only.
    #[param(value_type = String, required = false, pattern = "^([Aa][Ss][Cc]|[Dd][Ee][Ss][Cc])?$", default = "asc")]
    sort_order: Option<String>,
    /// Most users on a page; 200 at most.
    #[param(value_type = u32, required = false, minimum = 1)]
    limit: Option<String>,
    /// Where the page begins; taken from a `next` link.
    #[param(value_type = String, required = false)]
    after: Option<String>,
    /// Okta embeds what it knows about a user; nothing is known here.
    #[param(ignore)]
    expand: Option<String>,
}

/// List users
///
/// By login, unless `sortBy` says otherwise. `Link` leads to the next page.
#[utoipa::path(
    get, path = "/users", operation_id = "listUsers", tag = "User",
    params(ListQuery),
    responses((
        status = 200, description = "One page of users", body = Vec<Answer>,
        headers(("Link" = String, description = "`self` and, where there are more, `next` (RFC 8288)")),
    )),
    security(("apiToken" = []), ("oauth2" = [ReadUsers::NAME])),
)]
pub(in crate::backend::management) async fn list(
    call: Call<ReadUsers>,
    Query(query): Query<ListQuery>,
) -> ApiResult<(HeaderMap, Json<Vec<Answer>>)> {
    let wanted = query.understood()?;
    let mut users = call.state.store().users().await?;
    users.retain(|user| wanted.wants(user));
    if let Some(path) = &wanted.sort_by {
        users.sort_by_cached_key(|user| values(&folded(user), path));
        if wanted.descending {
            users.reverse();
        }
    }
    let (limit, after) = (query.limit.as_deref(), query.after.as_deref());
    let page = paging::page(&users, |user| user.id.as_str(), limit, after)?;
    let given = [
        ("q", query.q.as_deref()),
        ("search", query.search.as_deref()),
        ("filter", query.filter.as_deref()),
        ("sortBy", query.sort_by.as_deref()),
        ("sortOrder", query.sort_order.as_deref()),
        ("limit", limit),
    ];
    let headers = paging::links(&call.state, "/users", &given, after, page.next);
    let answers = page.items.iter().map(|user| wire(&call.state, user));
    Ok((headers, Json(answers.collect())))
}

/// A query that is understood.
struct Wanted {
    q: Option<String>,
    search: Option<Filter>,
    filter: Option<Filter>,
    sort_by: Option<Vec<String>>,
    descending: bool,
}

impl ListQuery {
    fn understood(&self) -> ApiResult<Wanted> {
        if self.expand.is_some() {
            return Err(ApiError::field(
                "expand",
                "expand: Nothing can be embedded in a user",
            ));
        }
        // Both sides in lower case: names of fields are read without regard to case anyway.
        let search = self.search.as_deref().map(str::to_lowercase);
        let sort_by = self
            .sort_by
            .as_deref()
            .map(|field| FIELDS.path(field))
            .transpose()
            .map_err(|_| {
                ApiError::field("sortBy", "sortBy: Users can't be sorted by this field")
            })?;
        let descending = match self.sort_order.as_deref().map(str::to_lowercase).as_deref() {
            None | Some("asc") => false,
            Some("desc") => true,
            Some(_) => {
                return Err(ApiError::field(
                    "sortOrder",
                    "sortOrder: The value must be asc or desc",
                ));
            }
        };
        Ok(Wanted {
            q: self.q.as_deref().map(str::to_lowercase),
            search: Filter::given(search.as_deref(), &FIELDS)?,
            filter: Filter::given(self.filter.as_deref(), &FIELDS)?,
            sort_by,
            descending,
        })
    }
}

impl Wanted {
    fn wants(&self, user: &User) -> bool {
        let profile = &user.profile;
        let names = [
            &profile.login,
            &profile.email,
            &profile.first_name,
            &profile.last_name,
        ];
        let begins = |q: &String| {
            names
                .iter()
                .any(|name| name.to_lowercase().starts_with(q.as_str()))
        };
        self.q.as_ref().is_none_or(begins)
            && self
                .search
                .as_ref()
                .is_none_or(|search| search.matches(&folded(user)))
            && self
                .filter
                .as_ref()
                .is_none_or(|filter| filter.matches(&comparable(user)))
    }
}

/// The fields of a user that a filter looks at.
fn comparable(user: &User) -> Value {
    json!({"id": user.id, "status": user.status, "profile": user.profile})
}

/// The same in lower case.
fn folded(user: &User) -> Value {
    let mut fields = comparable(user);
    fold(&mut fields);
    fields
}

fn fold(value: &mut Value) {
    match value {
        Value::String(text) => *text = text.to_lowercase(),
        Value::Object(object) => object.values_mut().for_each(fold),
        _ => {}
    }
}
