//! A client of the management API, over the network or in process: paging by `Link`, rate limits by their headers
//! (`docs/spec/management-api.md` 2.3), Okta's errors as sentences.

use std::{error::Error as _, fmt, pin::Pin, sync::Arc, time::Duration};

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use http_body_util::{BodyExt as _, Limited};
use jiff::{Timestamp, fmt::rfc2822};
use serde_json::Value;
use tower::ServiceExt as _;
use url::Url;

/// Bytes of an answer.
const LARGEST_ANSWER: usize = 16 * 1024 * 1024;
/// Pages of a list.
const MOST_PAGES: usize = 1000;
/// How often a call is repeated because of a rate limit.
const MOST_RETRIES: u32 = 4;
/// The longest wait for a rate limit; windows are a minute.
const LONGEST_WAIT: Duration = Duration::from_mins(2);
/// The wait where the answer does not say how long.
const SHORT_WAIT: Duration = Duration::from_secs(2);
/// Until a connection stands.
const CONNECT: Duration = Duration::from_secs(10);

/// Waits for so long: the one thing that the client does with time.
pub type Pause = Arc<dyn Fn(Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> + Send + Sync>;

/// Why a call failed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No answer came.
    #[error("{call} got no answer: {reason}")]
    Unreachable {
        /// Method and path.
        call: String,
        /// Why.
        reason: String,
    },
    /// The answer was a refusal.
    #[error("{call} was refused: {summary} ({status}{code})")]
    Refused {
        /// Method and path.
        call: String,
        /// The answer's status.
        status: StatusCode,
        /// Okta's code of the error, after a blank; empty where there is none.
        code: String,
        /// What it says.
        summary: String,
    },
    /// The answer was something else than it should be.
    #[error("{call} was answered with {what}")]
    Unexpected {
        /// Method and path.
        call: String,
        /// What came.
        what: String,
    },
    /// There is no client.
    #[error("the client of the management API cannot be set up: {0}")]
    Setup(String),
}

/// A client of the management API of one organization.
#[derive(Clone)]
pub struct Client {
    transport: Transport,
    authorization: String,
    pause: Pause,
}

#[derive(Clone)]
enum Transport {
    InProcess(axum::Router),
    Network(reqwest::Client, Url),
}

impl fmt::Debug for Client {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The authorization is not shown.
        let mut shown = formatter.debug_struct("Client");
        match &self.transport {
            Transport::InProcess(_) => shown.finish_non_exhaustive(),
            Transport::Network(_, url) => shown.field("url", &url.as_str()).finish_non_exhaustive(),
        }
    }
}

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

/// The `Authorization` for a token: `SSWS …` and `Bearer …` as they are, an OAuth access token (a JWT) as Bearer, any
/// other as SSWS.
pub fn authorization(token: &str) -> String {
    let token = token.trim();
    for scheme in ["SSWS", "Bearer"] {
        if let Some((given, value)) = token.split_once(' ')
            && given.eq_ignore_ascii_case(scheme)
        {
            return format!("{scheme} {}", value.trim());
        }
    }
    let is_jwt = token.starts_with("eyJ") && token.matches('.').count() == 2;
    let scheme = if is_jwt { "Bearer" } else { "SSWS" };
    format!("{scheme} {token}")
}

impl Client {
    /// A client of a management API in this process.
    pub fn in_process(router: axum::Router, authorization: String, pause: Pause) -> Self {
        Self {
            transport: Transport::InProcess(router),
            authorization,
            pause,
        }
    }

    /// A client of the organization at `url`.
    ///
    /// # Errors
    /// Where connections cannot be set up.
    pub fn network(
        url: Url,
        authorization: String,
        timeout: Duration,
        pause: Pause,
    ) -> Result<Self, Error> {
        let client = reqwest::Client::builder()
            .connect_timeout(CONNECT)
            .timeout(timeout)
            // The API never redirects; whoever does must not be given the token.
            .redirect(reqwest::redirect::Policy::none())
            .user_agent(concat!("doorstep/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|error| Error::Setup(error.to_string()))?;
        Ok(Self {
            transport: Transport::Network(client, url),
            authorization,
            pause,
        })
    }

    /// All items of the list at `path`, page by page.
    ///
    /// # Errors
    /// Where a page cannot be read.
    pub async fn list(&self, path: &str) -> Result<Vec<Value>, Error> {
        let (mut items, mut path) = (Vec::new(), path.to_owned());
        for _ in 0..MOST_PAGES {
            let answer = self.call(&Method::GET, &path, None).await?;
            let call = format!("GET {path}");
            match json(&call, &answer.body)? {
                Value::Array(page) => items.extend(page),
                _ => return Err(unexpected(&call, "something that is not a list")),
            }
            match next(&answer.headers) {
                None => return Ok(items),
                Some(link) => path = self.own_path(&call, &link)?,
            }
        }
        Err(unexpected(&format!("GET {path}"), "a list without end"))
    }

    /// Sends `body` and gives the answer's, null where it is empty.
    ///
    /// # Errors
    /// Where the call does not succeed.
    pub async fn send(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> Result<Value, Error> {
        let answer = self.call(&method, path, body).await?;
        if answer.body.is_empty() {
            return Ok(Value::Null);
        }
        json(&format!("{method} {path}"), &answer.body)
    }

    /// Calls, and waits and repeats where a rate limit says so.
    async fn call(
        &self,
        method: &Method,
        path: &str,
        body: Option<&Value>,
    ) -> Result<Answer, Error> {
        let call = format!("{method} {}", path.split('?').next().unwrap_or(path));
        let body = body.map_or_else(String::new, Value::to_string);
        let (mut retries, mut first) = (0, None);
        loop {
            let mut request = Request::builder()
                .method(method)
                .header(header::ACCEPT, "application/json")
                .header(header::AUTHORIZATION, &self.authorization);
            if !body.is_empty() {
                request = request.header(header::CONTENT_TYPE, "application/json");
            }
            if let Some(first) = &first {
                request = request
                    .header("x-okta-retry-for", first)
                    .header("x-okta-retry-count", retries);
            }
            let answer = match &self.transport {
                Transport::InProcess(router) => in_process(router, request, path, &body).await,
                Transport::Network(client, url) => network(client, url, request, path, &body).await,
            };
            let answer = answer.map_err(|reason| Error::Unreachable {
                call: call.clone(),
                reason,
            })?;
            if answer.status.is_success() {
                return Ok(answer);
            }
            let error = refusal(&call, &answer);
            match wait(&answer) {
                Some(wait) if retries < MOST_RETRIES && wait <= LONGEST_WAIT => {
                    tracing::info!(call, seconds = wait.as_secs(), "waiting for a rate limit");
                    (self.pause)(wait).await;
                    retries += 1;
                    let id = answer.headers.get("x-okta-request-id");
                    first = first.or_else(|| id.cloned());
                }
                _ => return Err(error),
            }
        }
    }

    /// The path of a link of the organization itself: the token must not go anywhere else.
    fn own_path(&self, call: &str, link: &str) -> Result<String, Error> {
        let base = match &self.transport {
            Transport::InProcess(_) => None,
            Transport::Network(_, url) => Some(url),
        };
        let foreign = || unexpected(call, "a link to another organization");
        let link = match base {
            Some(base) => base.join(link).map_err(|_| foreign())?,
            None => Url::parse(link).map_err(|_| foreign())?,
        };
        if base.is_some_and(|base| base.origin() != link.origin()) {
            return Err(foreign());
        }
        Ok(match link.query() {
            Some(query) => format!("{}?{query}", link.path()),
            None => link.path().to_owned(),
        })
    }
}

async fn in_process(
    router: &axum::Router,
    request: axum::http::request::Builder,
    path: &str,
    body: &str,
) -> Result<Answer, String> {
    let request = request
        .uri(path)
        .body(Body::from(body.to_owned()))
        .map_err(|error| error.to_string())?;
    // A router never fails: its error is Infallible.
    let Ok(response) = router.clone().oneshot(request).await;
    let (parts, body) = response.into_parts();
    let body = Limited::new(body, LARGEST_ANSWER)
        .collect()
        .await
        .map_err(|error| error.to_string())?;
    Ok(Answer {
        status: parts.status,
        headers: parts.headers,
        body: body.to_bytes(),
    })
}

async fn network(
    client: &reqwest::Client,
    url: &Url,
    request: axum::http::request::Builder,
    path: &str,
    body: &str,
) -> Result<Answer, String> {
    let url = url.join(path).map_err(|error| error.to_string())?;
    let request = request
        .uri(url.as_str())
        .body(body.to_owned())
        .map_err(|error| error.to_string())?;
    let request = reqwest::Request::try_from(request).map_err(|error| cause(&error))?;
    let mut response = client
        .execute(request)
        .await
        .map_err(|error| cause(&error))?;
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| cause(&error))? {
        if bytes.len() + chunk.len() > LARGEST_ANSWER {
            return Err("it is too large".to_owned());
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(Answer {
        status: response.status(),
        headers: response.headers().clone(),
        body: Bytes::from(bytes),
    })
}

/// What is at the bottom of it, without the address.
fn cause(error: &reqwest::Error) -> String {
    if error.is_timeout() {
        return "it took too long".to_owned();
    }
    let mut cause: &dyn std::error::Error = error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    if error.source().is_some() {
        cause.to_string()
    } else {
        "the request could not be sent".to_owned()
    }
}

fn unexpected(call: &str, what: &str) -> Error {
    Error::Unexpected {
        call: call.to_owned(),
        what: what.to_owned(),
    }
}

fn json(call: &str, body: &[u8]) -> Result<Value, Error> {
    serde_json::from_slice(body)
        .map_err(|_| unexpected(call, "something that is not JSON: is this an organization?"))
}

fn refusal(call: &str, answer: &Answer) -> Error {
    let body: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
    let causes = body["errorCauses"].as_array().into_iter().flatten();
    let causes: Vec<&str> = causes
        .filter_map(|cause| cause["errorSummary"].as_str())
        .collect();
    let summary = match (causes.is_empty(), body["errorSummary"].as_str()) {
        (false, _) => causes.join("; "),
        (true, Some(summary)) => summary.to_owned(),
        (true, None) => "no reason was given".to_owned(),
    };
    Error::Refused {
        call: call.to_owned(),
        status: answer.status,
        code: body["errorCode"]
            .as_str()
            .map_or_else(String::new, |code| format!(" {code}")),
        summary,
    }
}

/// How long to wait before the call may be repeated; [`None`] where it may not. Only refusals that say that nothing was
/// done are repeated.
fn wait(answer: &Answer) -> Option<Duration> {
    // E0000239: the priorities of a policy's rules are being put in order.
    match answer.status {
        StatusCode::LOCKED => return Some(SHORT_WAIT),
        StatusCode::TOO_MANY_REQUESTS => {}
        _ => return None,
    }
    let text = |name: &str| answer.headers.get(name)?.to_str().ok();
    let reset: Option<i64> = text("x-rate-limit-reset").and_then(|text| text.parse().ok());
    let date =
        text("date").and_then(|text| rfc2822::DateTimeParser::new().parse_timestamp(text).ok());
    let Some((reset, date)) = reset.zip(date.map(Timestamp::as_second)) else {
        return Some(SHORT_WAIT);
    };
    // A second more: both are cut to seconds.
    let seconds = reset.saturating_sub(date).saturating_add(1);
    Some(Duration::from_secs(
        u64::try_from(seconds).unwrap_or(1).max(1),
    ))
}

/// The target of the link to the next page (RFC 8288).
fn next(headers: &HeaderMap) -> Option<String> {
    let links = headers.get_all(header::LINK).into_iter();
    links
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(',').map(str::trim))
        .find_map(|link| {
            let (target, parameters) = link.strip_prefix('<')?.split_once('>')?;
            let is_next = parameters
                .split(';')
                .any(|parameter| matches!(parameter.trim(), "rel=\"next\"" | "rel=next"));
            is_next.then(|| target.to_owned())
        })
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn answer(status: u16, headers: &[(&'static str, &'static str)]) -> Answer {
        Answer {
            status: StatusCode::from_u16(status).expect("a status"),
            headers: headers
                .iter()
                .map(|(name, value)| {
                    (
                        header::HeaderName::from_static(name),
                        HeaderValue::from_static(value),
                    )
                })
                .collect(),
            body: Bytes::new(),
        }
    }

    #[test]
    fn a_token_says_its_scheme_or_shows_it() {
        for (token, expected) in [
            ("00abc", "SSWS 00abc"),
            ("SSWS 00abc", "SSWS 00abc"),
            ("ssws  00abc\n", "SSWS 00abc"),
            ("Bearer xyz", "Bearer xyz"),
            ("eyJa.eyJb.c", "Bearer eyJa.eyJb.c"),
            ("eyJab", "SSWS eyJab"),
        ] {
            assert_eq!(authorization(token), expected);
        }
    }

    #[test]
    fn a_rate_limit_is_waited_for_until_its_reset_by_the_servers_clock() {
        let limited = answer(
            429,
            &[
                ("x-rate-limit-reset", "1772366430"),
                ("date", "Sun, 01 Mar 2026 12:00:00 GMT"),
            ],
        );
        assert_eq!(wait(&limited), Some(Duration::from_secs(31)));
        assert_eq!(wait(&answer(429, &[])), Some(SHORT_WAIT));
        assert_eq!(wait(&answer(423, &[])), Some(SHORT_WAIT));
        let past = answer(
            429,
            &[
                ("x-rate-limit-reset", "1772366300"),
                ("date", "Sun, 01 Mar 2026 12:00:00 GMT"),
            ],
        );
        assert_eq!(wait(&past), Some(Duration::from_secs(1)));
    }

    #[test]
    fn what_may_have_been_done_is_not_repeated() {
        for status in [400, 401, 403, 404, 409, 500, 502, 503, 504] {
            assert_eq!(wait(&answer(status, &[])), None, "{status}");
        }
    }

    #[test]
    fn the_next_page_is_found_among_the_links() {
        let several = answer(
            200,
            &[(
                "link",
                "<https://a.example/x?limit=1>; rel=\"self\", <https://a.example/x?limit=1&after=b>; rel=\"next\"",
            )],
        );
        assert_eq!(
            next(&several.headers).as_deref(),
            Some("https://a.example/x?limit=1&after=b")
        );
        let last = answer(200, &[("link", "<https://a.example/x>; rel=\"self\"")]);
        assert_eq!(next(&last.headers), None);
    }

    #[test]
    fn a_link_to_somebody_else_is_not_followed() {
        let pause: Pause = Arc::new(|_| Box::pin(std::future::ready(())));
        let url = Url::parse("https://a.example").expect("a URL");
        let client =
            Client::network(url, String::from("SSWS secret"), CONNECT, pause).expect("a client");
        assert_eq!(
            client
                .own_path("GET /", "https://a.example/api/v1/apps?after=1")
                .expect("its own"),
            "/api/v1/apps?after=1"
        );
        assert!(
            client
                .own_path("GET /", "https://b.example/api/v1/apps")
                .is_err()
        );
        assert!(
            client
                .own_path("GET /", "http://a.example/api/v1/apps")
                .is_err()
        );
        assert!(!format!("{client:?}").contains("secret"));
    }
}
