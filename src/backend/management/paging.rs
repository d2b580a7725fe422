//! Lists page by page (`docs/spec/management-api.md` 2.3): `limit`, `after`, and links that lead on.

use axum::http::{HeaderMap, HeaderValue, header};

use super::{
    ManagementState,
    error::{ApiError, ApiResult},
};

/// The most items of a page, and how many there are where nobody says.
const LIMIT: usize = 200;

/// Some of a list's items.
#[derive(Debug)]
pub(super) struct Page<'a, T> {
    /// The items.
    pub(super) items: &'a [T],
    /// The identifier behind which the next page begins, where there is one.
    pub(super) next: Option<&'a str>,
}

/// The page of `all` behind the item whose identifier is `after`, of at most `limit` items. Where there is no such item any
/// more, nobody can say what comes behind it: that is refused, for an empty page would look like the end.
pub(super) fn page<'a, T>(
    all: &'a [T],
    id: impl Fn(&'a T) -> &'a str,
    limit: Option<&str>,
    after: Option<&str>,
) -> ApiResult<Page<'a, T>> {
    let limit = self::limit(limit)?;
    let start = match after {
        None => 0,
        Some(after) => match all.iter().position(|item| id(item) == after) {
            Some(index) => index + 1,
            None => {
                return Err(ApiError::field(
                    "after",
                    "after: There is no such item; the list must be read from its beginning",
                ));
            }
        },
    };
    let end = (start + limit).min(all.len());
    let items = &all[start..end];
    let next = (end < all.len()).then(|| items.last().map(id)).flatten();
    Ok(Page { items, next })
}

/// How many items a page has at most, as the parameter `limit` says.
pub(super) fn limit(given: Option<&str>) -> ApiResult<usize> {
    match given.map(str::parse::<usize>) {
        None => Ok(LIMIT),
        Some(Ok(limit)) if limit > 0 => Ok(limit.min(LIMIT)),
        Some(_) => Err(ApiError::field(
            "limit",
            "limit: The value must be a positive number",
        )),
    }
}

/// The header `Link` of a page: this one and, where there is one, the next. `parameters` are those of the request.
pub(super) fn links(
    state: &ManagementState,
    path: &str,
    parameters: &[(&str, Option<&str>)],
    after: Option<&str>,
    next: Option<&str>,
) -> HeaderMap {
    let link = |after: Option<&str>, relation: &str| {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        for (name, value) in parameters.iter().copied().chain([("after", after)]) {
            if let Some(value) = value {
                query.append_pair(name, value);
            }
        }
        let query = query.finish();
        let mark = if query.is_empty() { "" } else { "?" };
        format!("<{}{mark}{query}>; rel=\"{relation}\"", state.link(path))
    };
    let mut headers = HeaderMap::new();
    let next = next.map(|next| link(Some(next), "next"));
    for value in std::iter::once(link(after, "self")).chain(next) {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.append(header::LINK, value);
        }
    }
    headers
}
