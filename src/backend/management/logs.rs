//! `/logs`: the System Log (`docs/spec/management-api.md` section 6).
//!
//! With `until` (or newest first) a query is bounded: ordered by `published`, the last page has no `next`. Without, it is
//! for polling: ordered by when events were stored, so that one that comes late is not missed, and always with a `next`.

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
    filter::Filter,
    params::Query,
};
use crate::backend::store::{LogEvent, LogOrder, LogPage};

pub(super) mod fields;

use fields::FIELDS;

/// How many events are looked at at once.
const BATCH: i64 = 500;
/// How many events are looked at for one answer: where few match, the rest is behind `next`.
const LOOKED_AT: usize = 20_000;
/// The most keywords, and the longest of them (section 6).
const KEYWORDS: (usize, usize) = (10, 40);

/// The routes of this file.
pub(super) fn routes() -> OpenApiRouter<ManagementState> {
    OpenApiRouter::default().routes(routes!(list))
}

#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
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
    #[param(value_type = String, required = false, pattern = "^(ASCENDING|DESCENDING)?$", default = "ASCENDING")]
    sort_order: Option<String>,
}

/// Where reading goes on: `published` and sequence of the last event that was looked at.
type Position = (Timestamp, i64);

/// A query that is understood.
struct Wanted {
    since: Timestamp,
    until: Timestamp,
    order: LogOrder,
    limit: usize,
    after: Option<Position>,
    filter: Option<Filter>,
    words: Vec<String>,
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
    let wanted = query.understood(call.now())?;
    let mut position = wanted.after;
    let mut found = Vec::new();
    let mut looked_at = 0;
    let mut exhausted = wanted.limit == 0;
    while found.len() < wanted.limit && !exhausted && looked_at < LOOKED_AT {
        let page = LogPage {
            since: wanted.since,
            until: wanted.until,
            order: wanted.order,
            after: position,
            limit: BATCH,
        };
        let events = call.state.store().events(&page).await?;
        exhausted = i64::try_from(events.len()).is_ok_and(|count| count < BATCH);
        looked_at += events.len();
        for stored in events {
            if found.len() == wanted.limit {
                exhausted = false;
                break;
            }
            position = Some((stored.event.published, stored.sequence));
            let value =
                serde_json::to_value(&stored.event).map_err(crate::backend::store::Error::from)?;
            if wanted.wants(&value) {
                found.push(value);
            }
        }
    }
    let mut links = vec![link(&call.state, &query, query.after.as_deref(), "self")];
    if wanted.order == LogOrder::Stored || !exhausted {
        // A poller that has seen nothing yet goes on from where it began.
        let started = ListQuery {
            since: Some(format!("{:.3}", wanted.since)),
            ..query
        };
        let next = position.map(cursor);
        links.push(link(&call.state, &started, next.as_deref(), "next"));
    }
    let mut headers = HeaderMap::new();
    for value in links {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.append(header::LINK, value);
        }
    }
    Ok((headers, Json(found)))
}

impl ListQuery {
    fn understood(&self, now: Timestamp) -> ApiResult<Wanted> {
        let until = instant("until", self.until.as_deref())?;
        let since = instant("since", self.since.as_deref())?;
        let order = match (self.sort_order.as_deref(), until) {
            (None | Some("ASCENDING"), None) => LogOrder::Stored,
            (None | Some("ASCENDING"), Some(_)) => LogOrder::Ascending,
            (Some("DESCENDING"), _) => LogOrder::Descending,
            (Some(_), _) => {
                return Err(ApiError::field(
                    "sortOrder",
                    "sortOrder: The value must be ASCENDING or DESCENDING",
                ));
            }
        };
        let limit = match self.limit.as_deref().map(str::parse::<usize>) {
            None => 100,
            Some(Ok(limit)) if limit <= 1000 => limit,
            Some(_) => {
                return Err(ApiError::field(
                    "limit",
                    "limit: The value must be between 0 and 1000",
                ));
            }
        };
        let week = SignedDuration::from_hours(7 * 24);
        let week_before = |end: Timestamp| end.checked_sub(week).unwrap_or(Timestamp::MIN);
        let filter = Filter::given(self.filter.as_deref(), &FIELDS)?;
        Ok(Wanted {
            since: since.unwrap_or_else(|| week_before(until.unwrap_or(now))),
            // Without an end there is none: another instance's clock may be ahead of this one's.
            until: until.unwrap_or(Timestamp::MAX),
            order,
            limit,
            after: self.after.as_deref().map(position).transpose()?,
            filter,
            words: keywords(self.q.as_deref())?,
        })
    }
}

impl Wanted {
    fn wants(&self, event: &Value) -> bool {
        self.filter
            .as_ref()
            .is_none_or(|filter| filter.matches(event))
            && contains(event, &self.words)
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

fn cursor((published, sequence): Position) -> String {
    URL_SAFE_NO_PAD.encode(format!("{}_{sequence}", published.as_millisecond()))
}

fn position(cursor: &str) -> ApiResult<Position> {
    let read = || {
        let text = String::from_utf8(URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()?;
        let (milliseconds, sequence) = text.split_once('_')?;
        Some((
            Timestamp::from_millisecond(milliseconds.parse().ok()?).ok()?,
            sequence.parse().ok()?,
        ))
    };
    read()
        .ok_or_else(|| ApiError::field("after", "after: The value must be taken from a next link"))
}

/// The words of `q`.
fn keywords(q: Option<&str>) -> ApiResult<Vec<String>> {
    let words: Vec<_> = q
        .unwrap_or_default()
        .split_whitespace()
        .map(str::to_lowercase)
        .collect();
    let (most, longest) = KEYWORDS;
    if words.len() > most || words.iter().any(|word| word.chars().count() > longest) {
        return Err(ApiError::field(
            "q",
            format!("q: At most {most} keywords of at most {longest} characters"),
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
