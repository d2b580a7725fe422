//! An organization's signing keys and its doorstep for answers: the agent's only requests to the network. They go to
//! allowed organizations, follow no redirects, and are bounded in time and size.

use std::{collections::HashMap, time::Duration};

use jiff::{SignedDuration, Timestamp};
use jsonwebtoken::jwk::{Jwk, JwkSet};
use reqwest::{Client, StatusCode};
use serde::{Deserialize, de::DeserializeOwned};
use tokio::sync::Mutex;
use url::Url;

use super::settings::is_loopback;

/// The longest wait for one answer.
const LIMIT: Duration = Duration::from_secs(5);
/// The most that is read of an answer.
const MOST_BYTES: usize = 256 * 1024;
/// How long keys are believed without asking again.
const FRESH: SignedDuration = SignedDuration::from_mins(10);
/// How long after asking an unknown key is not asked for again: nobody can make the agent hammer a server.
const PAUSE: SignedDuration = SignedDuration::from_secs(10);

/// Why an organization could not be reached or did not take the answer.
#[derive(Debug, thiserror::Error)]
pub(super) enum Error {
    /// No answer came, or not in time.
    #[error("the organization could not be reached")]
    Unreachable(#[source] reqwest::Error),
    /// The answer is not what it should be.
    #[error("the organization's answer was not understood (status {0})")]
    Unexpected(StatusCode),
    /// It refused.
    #[error("the organization did not accept the answer (status {0})")]
    Refused(StatusCode),
}

/// Clients, and the keys seen last of each issuer.
#[derive(Debug)]
pub(super) struct Organizations {
    /// To other machines, through a proxy if the system has one.
    remote: Client,
    /// To this machine, past any proxy.
    local: Client,
    keys: Mutex<HashMap<Url, Known>>,
}

#[derive(Debug)]
struct Known {
    asked: Timestamp,
    keys: JwkSet,
}

/// What an organization says to an answer.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Accepted {
    /// `WAITING` while the sign-in waits for the device, else `DONE`.
    pub(super) transaction_state: TransactionState,
    /// Until when changes of the device are of interest.
    #[serde(default)]
    pub(super) watch_until: Option<Timestamp>,
}

/// Whether a sign-in still waits for the device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(super) enum TransactionState {
    /// It does.
    Waiting,
    /// It does not.
    #[serde(other)]
    Done,
}

impl Organizations {
    pub(super) fn new() -> Result<Self, reqwest::Error> {
        let builder = || {
            Client::builder()
                .redirect(reqwest::redirect::Policy::none())
                .timeout(LIMIT)
                .user_agent(concat!("doorstep-agent/", env!("CARGO_PKG_VERSION")))
        };
        Ok(Self {
            remote: builder().build()?,
            local: builder().no_proxy().build()?,
            keys: Mutex::default(),
        })
    }

    fn client(&self, url: &Url) -> &Client {
        if is_loopback(url) {
            &self.local
        } else {
            &self.remote
        }
    }

    /// The key `id` of `issuer`, if it has it.
    ///
    /// # Errors
    /// Where the issuer does not tell.
    pub(super) async fn key(
        &self,
        issuer: &Url,
        id: &str,
        now: Timestamp,
    ) -> Result<Option<Jwk>, Error> {
        let mut known = self.keys.lock().await;
        if let Some(seen) = known.get(issuer) {
            let age = now.duration_since(seen.asked).abs();
            let found = seen.keys.find(id).cloned();
            if (found.is_some() && age < FRESH) || age < PAUSE {
                return Ok(found);
            }
        }
        let keys: JwkSet = self.get(&self.jwks_uri(issuer).await?).await?;
        let found = keys.find(id).cloned();
        known.insert(issuer.clone(), Known { asked: now, keys });
        Ok(found)
    }

    async fn jwks_uri(&self, issuer: &Url) -> Result<Url, Error> {
        #[derive(Deserialize)]
        struct Discovery {
            issuer: String,
            jwks_uri: String,
        }
        let mut address = issuer.clone();
        address.set_path(&format!(
            "{}/.well-known/openid-configuration",
            issuer.path().trim_end_matches('/')
        ));
        let discovery: Discovery = self.get(&address).await?;
        // The document speaks for its own issuer and for no other address (OpenID Connect Discovery 4.3).
        let own = discovery.issuer.trim_end_matches('/') == issuer.as_str().trim_end_matches('/');
        Url::parse(&discovery.jwks_uri)
            .ok()
            .filter(|keys| own && keys.origin() == issuer.origin())
            .ok_or(Error::Unexpected(StatusCode::OK))
    }

    async fn get<T: DeserializeOwned>(&self, url: &Url) -> Result<T, Error> {
        let response = self
            .client(url)
            .get(url.clone())
            .send()
            .await
            .map_err(Error::Unreachable)?;
        if response.status() == StatusCode::OK {
            body(response).await
        } else {
            Err(Error::Unexpected(response.status()))
        }
    }

    /// Delivers the signed `answer` to `url`.
    ///
    /// # Errors
    /// Where it does not arrive or is refused.
    pub(super) async fn deliver(&self, url: &Url, answer: &str) -> Result<Accepted, Error> {
        let request = self
            .client(url)
            .post(url.clone())
            .json(&serde_json::json!({ "challengeResponse": answer }));
        let response = request.send().await.map_err(Error::Unreachable)?;
        match response.status() {
            StatusCode::OK => body(response).await,
            status => Err(Error::Refused(status)),
        }
    }
}

async fn body<T: DeserializeOwned>(mut response: reqwest::Response) -> Result<T, Error> {
    let status = response.status();
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(Error::Unreachable)? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > MOST_BYTES {
            return Err(Error::Unexpected(status));
        }
    }
    serde_json::from_slice(&bytes).map_err(|_| Error::Unexpected(status))
}
