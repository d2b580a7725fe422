//! What the pages for administrators ask of the management API, as the administrator whose token it is.

use axum::{
    body::Bytes,
    http::{HeaderMap, Method, Request, header},
};
use serde_json::{Map, Value, json};
use url::Url;

use super::{Caller, Client, set};
use crate::idx::{
    Assurance, Error, ExemptionRequest, ExemptionRequests, ExemptionStatus, HandoutView, Reply,
    Shortfall, response::without_body,
};

/// Where requests for more time are.
const EXEMPTIONS: &str = "device-assurance-exemptions";
/// Where device assurance policies are.
const ASSURANCES: &str = "device-assurances";

/// What an administrator decides about a request for more time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExemptionDecision<'a> {
    /// Grants it, for this ISO 8601 duration.
    Approve(&'a str),
    /// Refuses it.
    Decline,
    /// Ends what was granted.
    Revoke,
}

impl Client {
    /// What a person was shown, by its code for the help desk; `None` where there is none (any more).
    ///
    /// # Errors
    /// [`Error::Api`] with 401 or 403 where the token is not good for it; others where the server does not answer as it
    /// should.
    pub async fn help_desk(
        &self,
        code: &str,
        token: &str,
        caller: &Caller,
    ) -> Result<Option<HandoutView>, Error> {
        let url = self.api("helpdesk/views")?;
        let body = json!({ "code": code });
        let (answer, _) = self
            .administer(Method::POST, &url, Some(&body), token, caller)
            .await?;
        read(answer, "not a handout")
    }

    /// Requests for more time: those with this status, or all; at most `limit`.
    ///
    /// # Errors
    /// As [`Client::help_desk`].
    pub async fn exemptions(
        &self,
        status: Option<ExemptionStatus>,
        limit: u8,
        token: &str,
        caller: &Caller,
    ) -> Result<ExemptionRequests, Error> {
        let mut url = self.api(EXEMPTIONS)?;
        url.query_pairs_mut()
            .append_pair("limit", &limit.to_string());
        if let Some(Value::String(status)) = status.map(|status| json!(status)) {
            url.query_pairs_mut().append_pair("status", &status);
        }
        let (answer, headers) = self
            .administer(Method::GET, &url, None, token, caller)
            .await?;
        let more = headers.get_all(header::LINK).iter().any(|link| {
            link.to_str()
                .is_ok_and(|link| link.contains("rel=\"next\""))
        });
        match answer {
            Some(list @ Value::Array(_)) => Ok(ExemptionRequests::read(list, more)),
            _ => Err(Error::Malformed {
                status: 200,
                what: "not a list of requests",
            }),
        }
    }

    /// The request for more time with this identifier; `None` where there is none.
    ///
    /// # Errors
    /// As [`Client::help_desk`].
    pub async fn exemption(
        &self,
        id: &str,
        token: &str,
        caller: &Caller,
    ) -> Result<Option<ExemptionRequest>, Error> {
        let url = self.below(EXEMPTIONS, &[id])?;
        let (answer, _) = self
            .administer(Method::GET, &url, None, token, caller)
            .await?;
        read(answer, "not a request for more time")
    }

    /// Decides about a request for more time; `None` where there is none. An empty `note` says nothing.
    ///
    /// # Errors
    /// [`Error::Api`] with 403 also for one's own request, with 409 where it was decided already, with 400 where the
    /// duration or the note is not allowed; others as [`Client::help_desk`].
    pub async fn decide_exemption(
        &self,
        id: &str,
        decision: ExemptionDecision<'_>,
        note: &str,
        token: &str,
        caller: &Caller,
    ) -> Result<Option<ExemptionRequest>, Error> {
        let mut body = Map::new();
        let act = match decision {
            ExemptionDecision::Approve(duration) => {
                body.insert(String::from("duration"), json!(duration));
                "approve"
            }
            ExemptionDecision::Decline => "decline",
            ExemptionDecision::Revoke => "revoke",
        };
        if !note.is_empty() {
            body.insert(String::from("note"), json!(note));
        }
        let url = self.below(EXEMPTIONS, &[id, "lifecycle", act])?;
        let (answer, _) = self
            .administer(
                Method::POST,
                &url,
                Some(&Value::Object(body)),
                token,
                caller,
            )
            .await?;
        read(answer, "not a request for more time")
    }

    /// The organization's device assurance policies.
    ///
    /// # Errors
    /// As [`Client::help_desk`].
    pub async fn assurances(&self, token: &str, caller: &Caller) -> Result<Vec<Assurance>, Error> {
        let url = self.api(ASSURANCES)?;
        let (answer, _) = self
            .administer(Method::GET, &url, None, token, caller)
            .await?;
        Ok(read(answer, "not a list of policies")?.unwrap_or_default())
    }

    /// What people are told whose device falls short of the policy `id` in the way that `wanted` says, as an Identity
    /// Engine response that leads nowhere; `None` where there is no such policy.
    ///
    /// # Errors
    /// [`Error::Api`] with 400 where the policy has no such check; others as [`Client::help_desk`].
    pub async fn preview(
        &self,
        id: &str,
        wanted: &Shortfall,
        token: &str,
        caller: &Caller,
    ) -> Result<Option<Value>, Error> {
        let url = self.below(ASSURANCES, &[id, "preview"])?;
        let (answer, _) = self
            .administer(Method::POST, &url, Some(&json!(wanted)), token, caller)
            .await?;
        Ok(answer)
    }

    /// An address below a collection; its parts stay parts, whatever is in them.
    fn below(&self, collection: &str, parts: &[&str]) -> Result<Url, Error> {
        let mut url = self.api(collection)?;
        url.path_segments_mut()
            .map_err(|()| Error::ForeignAddress)?
            .extend(parts);
        Ok(url)
    }

    /// The answer's body and headers; no body where nothing is there (404).
    async fn administer(
        &self,
        method: Method,
        url: &Url,
        body: Option<&Value>,
        token: &str,
        caller: &Caller,
    ) -> Result<(Option<Value>, HeaderMap), Error> {
        let kind = "application/json";
        let text = body.map(Value::to_string).unwrap_or_default();
        let mut request: Request<Bytes> = Self::request(url, kind, kind, caller, text)?;
        *request.method_mut() = method;
        let headers = request.headers_mut();
        if body.is_none() {
            headers.remove(header::CONTENT_TYPE);
        }
        // An access token is a JWT; all else is an API token.
        let scheme = if token.starts_with("eyJ") {
            "Bearer"
        } else {
            "SSWS"
        };
        set(headers, "authorization", &format!("{scheme} {token}"));
        if let Some(value) = headers.get_mut(header::AUTHORIZATION) {
            value.set_sensitive(true);
        }
        let (status, wait, headers, body) = self.exchange(request, self.limits.total).await?;
        match status {
            404 => Ok((None, headers)),
            400.. => Err(match Reply::read(status, wait, &body) {
                Err(error) => error,
                Ok(_) => without_body(status, wait, "an IDX response"),
            }),
            _ => serde_json::from_slice(&body)
                .map(|body| (Some(body), headers))
                .map_err(|_| Error::Malformed {
                    status,
                    what: "not JSON",
                }),
        }
    }
}

fn read<T: serde::de::DeserializeOwned>(
    answer: Option<Value>,
    what: &'static str,
) -> Result<Option<T>, Error> {
    answer
        .map(|answer| {
            serde_json::from_value(answer).map_err(|_| Error::Malformed { status: 200, what })
        })
        .transpose()
}
