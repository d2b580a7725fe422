//! `/logs`: the System Log (`docs/spec/management-api.md` section 6).
//!
//! With `until` it is bounded: the last page has no `next`. Without, ascending, it is for polling: always a `next`.

use axum::{
    Json,
    http::{HeaderMap, HeaderValue, header},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::Value;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    ManagementState,
    auth::{Call, ReadLogs, Scope as _},
    error::{ApiError, ApiResult},
    params::Query,
};
use crate::backend::store::{LogEvent, LogPage};

mod filter;

use filter::Filter;

/// How many events are looked at at once.
const BATCH: i64 = 500;

/// The routes of this file.
pub(super) fn routes() -> OpenApiRouter<ManagementState> {
    OpenApiRouter::default().routes(routes!(list))
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
struct ListQuery {
    /// Only events from this instant on; seven days before `until` where absent.
    #[param(value_type = String, required = false, format = DateTime, example = "2026-03-01T12:00:00.000Z")]
    since: Option<String>,
    /// Only events before this instant. Without it the log can be polled: there is always a `next` link.
    #[param(value_type = String, required = false, format = DateTime, example = "2026-03-02T12:00:00.000Z")]
    until: Option<String>,
    /// Where the page begins; taken from a `next` link.
    #[param(value_type = String, required = false)]
    after: Option<String>,
    /// A SCIM filter over the events' fields.
    #[param(value_type = String, required = false, example = "eventType sw \"device.assurance\"")]
    filter: Option<String>,
    /// At most 10 keywords of at most 40 characters, each of which some value must contain.
    #[param(value_type = String, required = false)]
    q: Option<String>,
    /// Most events on a page.
    #[param(value_type = u32, required = false, minimum = 0, maximum = 1000, default = 100)]
    limit: Option<String>,
    /// `ASCENDING` (oldest first) or `DESCENDING`.
    #[param(value_type = String, required = false, pattern = "^(ASCENDING|DESCENDING)$", default = "ASCENDING")]
    sort_order: Option<String>,
}

/// List events
///
/// `Link` leads to the next page.
#[utoipa::path(
    get, path = "/logs", operation_id = "listLogEvents", tag = "SystemLog",
    params(ListQuery),
    responses((
        status = 200, description = "One page of events", body = Vec<LogEvent>,
        headers(("Link" = String, description = "`self` and, where there may be more, `next` (RFC 8288)")),
    )),
    security(("apiToken" = []), ("oauth2" = [ReadLogs::NAME])),
)]
async fn list(
    call: Call<ReadLogs>,
    Query(query): Query<ListQuery>,
) -> ApiResult<(HeaderMap, Json<Vec<Value>>)> {
    let now = call.now();
    let until = instant("until", query.until.as_deref())?;
    let since = instant("since", query.since.as_deref())?;
    // What happens in this very millisecond is in the log too.
    let end = until.unwrap_or_else(|| {
        now.saturating_add(SignedDuration::from_millis(1))
            .unwrap_or(now)
    });
    let week = SignedDuration::from_hours(7 * 24);
    let start = since.unwrap_or_else(|| end.checked_sub(week).unwrap_or(Timestamp::MIN));
    let descending = match query.sort_order.as_deref() {
        None | Some("ASCENDING") => false,
        Some("DESCENDING") => true,
        Some(_) => {
            return Err(ApiError::field(
                "sortOrder",
                "sortOrder: The value must be ASCENDING or DESCENDING",
            ));
        }
    };
    let limit = match query.limit.as_deref().map(str::parse::<usize>) {
        None => 100,
        Some(Ok(limit)) if limit <= 1000 => limit,
        Some(_) => {
            return Err(ApiError::field(
                "limit",
                "limit: The value must be between 0 and 1000",
            ));
        }
    };
    let filter = query
        .filter
        .as_deref()
        .filter(|text| !text.trim().is_empty())
        .map(Filter::parse)
        .transpose();
    let filter = filter.map_err(ApiError::BadFilter)?;
    let words = keywords(query.q.as_deref())?;
    let mut position = query.after.as_deref().map(cursor).transpose()?;
    let mut found = Vec::new();
    let mut exhausted = limit == 0;
    while found.len() < limit && !exhausted {
        let page = LogPage {
            since: start,
            until: end,
            after: position.clone(),
            descending,
            limit: BATCH,
        };
        let events = call.state.store().events(&page).await?;
        exhausted = i64::try_from(events.len()).is_ok_and(|count| count < BATCH);
        for event in events {
            if found.len() == limit {
                exhausted = false;
                break;
            }
            position = Some((event.published, event.uuid.clone()));
            let value = serde_json::to_value(&event).map_err(crate::backend::store::Error::from)?;
            if filter.as_ref().is_none_or(|filter| filter.matches(&value))
                && contains(&value, &words)
            {
                found.push(value);
            }
        }
    }
    let polling = until.is_none() && !descending;
    let mut headers = HeaderMap::new();
    let mut links = vec![link(&call.state, &query, query.after.as_deref(), "self")];
    if polling || !exhausted {
        // A poller that has seen nothing yet goes on from where it began.
        let next = position.as_ref().map(|(published, uuid)| {
            URL_SAFE_NO_PAD.encode(format!("{}_{uuid}", published.as_millisecond()))
        });
        let started = ListQuery {
            since: Some(format!("{start:.3}")),
            ..query.clone_without_after()
        };
        links.push(link(&call.state, &started, next.as_deref(), "next"));
    }
    for value in links {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.append(header::LINK, value);
        }
    }
    Ok((headers, Json(found)))
}

impl ListQuery {
    fn clone_without_after(&self) -> Self {
        Self {
            since: None,
            until: self.until.clone(),
            after: None,
            filter: self.filter.clone(),
            q: self.q.clone(),
            limit: self.limit.clone(),
            sort_order: self.sort_order.clone(),
        }
    }
}

fn instant(name: &str, text: Option<&str>) -> ApiResult<Option<Timestamp>> {
    text.map(str::parse).transpose().map_err(|_| {
        ApiError::field(
            name,
            format!("{name}: The value must be an ISO 8601 date-time"),
        )
    })
}

fn cursor(text: &str) -> ApiResult<(Timestamp, String)> {
    let read = || {
        let text = String::from_utf8(URL_SAFE_NO_PAD.decode(text).ok()?).ok()?;
        let (milliseconds, uuid) = text.split_once('_')?;
        if uuid.contains('\0') {
            return None;
        }
        Some((
            Timestamp::from_millisecond(milliseconds.parse().ok()?).ok()?,
            uuid.to_owned(),
        ))
    };
    read()
        .ok_or_else(|| ApiError::field("after", "after: The value must be taken from a next link"))
}

/// The words of `q`: at most 10 of at most 40 characters.
fn keywords(q: Option<&str>) -> ApiResult<Vec<String>> {
    let words: Vec<_> = q
        .unwrap_or_default()
        .split_whitespace()
        .map(str::to_lowercase)
        .collect();
    if words.len() > 10 || words.iter().any(|word| word.chars().count() > 40) {
        return Err(ApiError::field(
            "q",
            "q: At most 10 keywords of at most 40 characters",
        ));
    }
    Ok(words)
}

/// Whether every word is part of some value.
fn contains(value: &Value, words: &[String]) -> bool {
    fn any(value: &Value, word: &str) -> bool {
        match value {
            Value::String(text) => text.to_lowercase().contains(word),
            Value::Array(list) => list.iter().any(|value| any(value, word)),
            Value::Object(object) => object.values().any(|value| any(value, word)),
            _ => false,
        }
    }
    words.iter().all(|word| any(value, word))
}

fn link(state: &ManagementState, query: &ListQuery, after: Option<&str>, relation: &str) -> String {
    let mut parameters = url::form_urlencoded::Serializer::new(String::new());
    let given = [
        ("since", query.since.as_deref()),
        ("until", query.until.as_deref()),
        ("filter", query.filter.as_deref()),
        ("q", query.q.as_deref()),
        ("limit", query.limit.as_deref()),
        ("sortOrder", query.sort_order.as_deref()),
        ("after", after),
    ];
    for (name, value) in given
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
    {
        parameters.append_pair(name, value);
    }
    format!(
        "<{}?{}>; rel=\"{relation}\"",
        state.link("/logs"),
        parameters.finish()
    )
}
