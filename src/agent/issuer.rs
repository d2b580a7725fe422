//! An organization's signing keys and its doorstep for answers: the agent's only requests to the network. They go to
//! allowed organizations, follow no redirects, and are bounded in time and size.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use jiff::{SignedDuration, Timestamp};
use jsonwebtoken::jwk::{Jwk, JwkSet};
use reqwest::{Client, StatusCode};
use serde::{Deserialize, de::DeserializeOwned};
use url::Url;

use super::settings::is_loopback;

/// The longest wait for one answer.
const LIMIT: Duration = Duration::from_secs(5);
/// The most that is read of an answer.
const MOST_BYTES: usize = 256 * 1024;
/// How long keys are believed without asking again.
const FRESH: SignedDuration = SignedDuration::from_mins(10);
/// How long after asking, in vain or not, the server is not asked again for an unknown key: nobody can make the agent hammer
/// it.
const PAUSE: SignedDuration = SignedDuration::from_secs(10);

/// Why an organization could not be reached or did not take the answer.
#[derive(Debug, thiserror::Error)]
pub(super) enum Error {
    /// No answer came, or not in time.
    #[error("the organization could not be reached")]
    Unreachable(#[source] reqwest::Error),
    /// None came a moment ago, and it is too early to ask again.
    #[error("the organization could not be reached a moment ago")]
    Paused,
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
    /// By issuer. Never locked while something is waited for.
    issuers: Mutex<HashMap<Url, Arc<Issuer>>>,
}

/// One issuer.
#[derive(Debug, Default)]
struct Issuer {
    known: Mutex<Known>,
    /// Held by the one who asks it; those who want the same wait for the answer. Who finds what is known does not.
    asking: tokio::sync::Mutex<()>,
}

/// What is known of an issuer.
#[derive(Debug, Default)]
struct Known {
    /// The keys seen last, and when they were asked for.
    keys: Option<(Timestamp, JwkSet)>,
    /// When it was asked last, also in vain.
    asked: Option<Timestamp>,
}

impl Known {
    /// The key `id`, or that there is none, as far as it is known at `now`; nothing where the issuer is to be asked.
    fn key(&self, id: &str, now: Timestamp) -> Option<Result<Option<Jwk>, Error>> {
        let age = |then: Timestamp| now.duration_since(then).abs();
        let seen = self.keys.as_ref();
        let fresh = seen.filter(|(asked, _)| age(*asked) < FRESH);
        if let Some(key) = fresh.and_then(|(_, keys)| keys.find(id)) {
            return Some(Ok(Some(key.clone())));
        }
        let asked = self.asked.filter(|asked| age(*asked) < PAUSE)?;
        let in_vain = seen.is_none_or(|(answered, _)| *answered != asked);
        Some(if in_vain {
            Err(Error::Paused)
        } else {
            Ok(None)
        })
    }
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
            issuers: Mutex::default(),
        })
    }

    fn client(&self, url: &Url) -> &Client {
        if is_loopback(url) {
            &self.local
        } else {
            &self.remote
        }
    }

    /// The key `id` of the issuer at `address`, if it has it.
    ///
    /// # Errors
    /// Where the issuer does not tell.
    pub(super) async fn key(
        &self,
        address: &Url,
        id: &str,
        now: Timestamp,
    ) -> Result<Option<Jwk>, Error> {
        let issuer = self.issuer(address, now);
        let known = || lock(&issuer.known);
        if let Some(key) = known().key(id, now) {
            return key;
        }
        let _asking = issuer.asking.lock().await;
        // Somebody else may have asked meanwhile.
        if let Some(key) = known().key(id, now) {
            return key;
        }
        let keys = self.keys(address).await;
        let mut known = known();
        // Now, not before: who gives up waiting for the answer leaves nothing behind.
        known.asked = Some(now);
        let keys = keys?;
        let found = keys.find(id).cloned();
        known.keys = Some((now, keys));
        Ok(found)
    }

    /// What is kept of the issuer at `address`; forgets those that nobody has asked for in a while.
    fn issuer(&self, address: &Url, now: Timestamp) -> Arc<Issuer> {
        let mut issuers = lock(&self.issuers);
        issuers.retain(|_, issuer| {
            let asked = lock(&issuer.known).asked;
            let recent = asked.is_some_and(|asked| now.duration_since(asked).abs() < FRESH);
            recent || Arc::strong_count(issuer) > 1
        });
        Arc::clone(issuers.entry(address.clone()).or_default())
    }

    async fn keys(&self, issuer: &Url) -> Result<JwkSet, Error> {
        self.get(&self.jwks_uri(issuer).await?).await
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

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
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

#[cfg(test)]
mod tests;
