//! `/idp/idx/…` and `/oauth2/…`: transactions as a state machine, interaction codes, tokens.
//!
//! `transaction` is the state machine, pure; `response` and `remediation` turn it into an IDX transaction, pure;
//! `steps` reads, changes and writes it; the other files are URLs or what they need. To add a step: a state and its
//! transition, what it looks like on the wire, a handler in `idx`.

mod answer;
mod app_request;
mod assertion;
mod authorize;
mod caller;
mod challenge;
mod client;
mod client_events;
mod device;
mod discovery;
mod envelope;
mod evaluate;
mod events;
mod exemption;
mod handle;
mod handout;
mod idx;
mod keys;
mod org;
mod preview;
mod remediation;
mod response;
mod steps;
mod token;
mod transaction;

#[cfg(test)]
mod tests;

use std::sync::{
    Arc,
    atomic::{AtomicI32, Ordering},
};

use axum::{
    Router, middleware,
    routing::{get, post},
};
use jiff::{SignedDuration, Timestamp};
use tokio::sync::OnceCell;

use self::keys::SigningKey;
use super::{
    BackendConfig, catalogue,
    evaluation::VersionCatalogue,
    management::{AccessTokens, Handouts, Previews},
    password,
    store::{self, Store},
};
use crate::{clock::SharedClock, random::SharedRandom};

/// How long things last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lifetimes {
    /// A sign-in, from the person's last step; so a denial waits so long for the device.
    pub sign_in: SignedDuration,
    /// An interaction handle.
    pub interaction_handle: SignedDuration,
    /// An interaction code, from when it was last shown to whoever holds the state handle.
    pub code: SignedDuration,
    /// A device challenge that nobody has answered.
    pub challenge: SignedDuration,
    /// ID and access tokens.
    pub token: SignedDuration,
    /// What people take along from a sign-in, but for the way back, which lasts as long as the sign-in.
    pub handout: SignedDuration,
    /// The longest wait of a watch.
    pub watch: std::time::Duration,
}

impl Default for Lifetimes {
    fn default() -> Self {
        Self {
            sign_in: SignedDuration::from_mins(30),
            interaction_handle: SignedDuration::from_mins(5),
            code: SignedDuration::from_secs(60),
            challenge: SignedDuration::from_mins(5),
            token: SignedDuration::from_hours(1),
            handout: SignedDuration::from_hours(24),
            watch: std::time::Duration::from_secs(25),
        }
    }
}

/// How many wrong passwords, and wrong secrets of clients, are accepted before 429.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attempts {
    /// In one sign-in.
    pub per_sign_in: u32,
    /// For one login, and for one client from one address, within [`Attempts::window`].
    pub per_login: u32,
    /// How long a wrong password counts against its login, and a wrong secret against its client.
    pub window: SignedDuration,
}

impl Default for Attempts {
    fn default() -> Self {
        Self {
            per_sign_in: 10,
            per_login: 10,
            window: SignedDuration::from_mins(15),
        }
    }
}

/// What went wrong on our side. What a person or client did wrong is an answer, never this.
#[derive(Debug, thiserror::Error)]
enum Error {
    /// The store.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// Hashing a password.
    #[error(transparent)]
    Password(#[from] password::Error),
    /// The signing key cannot be made, read or used.
    #[error("the signing key cannot be used")]
    Key,
    /// Others changed the sign-in again and again.
    #[error("the sign-in was changed by others again and again")]
    Contended,
}

impl Error {
    /// Whether the same request may well succeed later.
    fn is_temporary(&self) -> bool {
        match self {
            Self::Store(error) => error.trouble().is_temporary(),
            Self::Contended => true,
            Self::Password(_) | Self::Key => false,
        }
    }
}

/// What the sign-in endpoints work with.
#[derive(Debug)]
struct Service {
    config: BackendConfig,
    store: Store,
    clock: SharedClock,
    random: SharedRandom,
    key: OnceCell<SigningKey>,
    /// The day, counted from 1970, on which the log was last told that the versions catalogue is old.
    told_stale: AtomicI32,
}

type Shared = Arc<Service>;

impl Service {
    /// The signing key; made at the first use.
    async fn key(&self) -> Result<&SigningKey, Error> {
        self.key
            .get_or_try_init(|| SigningKey::open(&self.store))
            .await
    }

    /// The versions catalogue that holds now. Where it is old, the log is told once a day.
    async fn catalogue(&self, now: Timestamp) -> Result<VersionCatalogue, Error> {
        let holds = catalogue::current(&self.store).await?;
        let today = catalogue::day(now);
        let number = (today - jiff::civil::date(1970, 1, 1)).get_days();
        if self.told_stale.swap(number, Ordering::Relaxed) != number {
            catalogue::warn_if_stale(&holds, today);
        }
        Ok(holds)
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.config.public_url)
    }

    fn issuer(&self) -> String {
        self.url("/oauth2/default")
    }
}

/// What the management APIs take from the sign-in.
pub(super) struct Offers {
    /// Verifies the organization's own access tokens.
    pub(super) access_tokens: Arc<dyn AccessTokens>,
    /// Reads handouts for the help desk.
    pub(super) handouts: Arc<dyn Handouts>,
    /// Says what people are told.
    pub(super) previews: Arc<dyn Previews>,
}

/// The routes of a sign-in and of the authorization servers, and what the management APIs take from it.
pub(super) fn router(
    config: BackendConfig,
    store: Store,
    clock: SharedClock,
    random: SharedRandom,
) -> (Router, Offers) {
    let cors = envelope::cors(&config.trusted_origins);
    let service = Arc::new(Service {
        config,
        store,
        clock,
        random,
        key: OnceCell::new(),
        told_stale: AtomicI32::new(i32::MIN),
    });
    let issuer = "/oauth2/default";
    let offers = Offers {
        access_tokens: Arc::clone(&service) as Arc<dyn AccessTokens>,
        handouts: Arc::clone(&service) as Arc<dyn Handouts>,
        previews: Arc::clone(&service) as Arc<dyn Previews>,
    };
    let router = Router::new()
        .route("/.well-known/openid-configuration", get(org::configuration))
        .route(
            "/.well-known/oauth-authorization-server",
            get(org::configuration),
        )
        .route("/oauth2/v1/keys", get(discovery::keys))
        .route("/oauth2/v1/token", post(org::token))
        .route(
            &format!("{issuer}/.well-known/openid-configuration"),
            get(discovery::configuration),
        )
        .route(
            &format!("{issuer}/.well-known/oauth-authorization-server"),
            get(discovery::configuration),
        )
        .route(&format!("{issuer}/v1/keys"), get(discovery::keys))
        .route(
            &format!("{issuer}/v1/authorize"),
            get(authorize::get).post(authorize::post),
        )
        .route(&format!("{issuer}/v1/interact"), post(authorize::interact))
        .route(&format!("{issuer}/v1/token"), post(token::post))
        .route("/idp/idx/introspect", post(idx::introspect))
        .route("/idp/idx/identify", post(idx::identify))
        .route("/idp/idx/challenge", post(idx::challenge))
        .route("/idp/idx/challenge/answer", post(idx::answer))
        .route("/idp/idx/challenge/poll", post(device::poll))
        .route("/idp/idx/authenticators/poll", post(device::poll))
        .route("/idp/idx/authenticators/poll/cancel", post(device::stop))
        .route("/idp/idx/skip", post(idx::skip))
        .route("/idp/idx/cancel", post(idx::cancel))
        .route("/idp/idx/device/recheck", post(device::recheck))
        .route("/idp/idx/extend", post(idx::extend))
        .route("/idp/idx/device/watch", post(device::watch))
        .route("/idp/idx/device/exemption", post(exemption::ask))
        .route("/idp/idx/device/handout", post(handout::hand_out))
        .route("/idp/idx/device/handout/read", post(handout::read))
        .route("/idp/idx/device/resume", post(handout::resume::resume))
        .route("/idp/device/challenge/{id}/answer", post(device::answer))
        .layer(middleware::from_fn_with_state(
            Arc::clone(&service),
            envelope::wrap,
        ))
        .layer(cors)
        .with_state(service);
    (router, offers)
}
