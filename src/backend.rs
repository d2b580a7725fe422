//! The embedded evaluation backend, mounted like any IDX server: the page reaches it over HTTP and the wire types only.

pub mod catalogue;
pub mod evaluation;
pub mod housekeeping;
pub mod management;
pub mod password;
pub mod sign_in;
pub mod store;

use axum::Router;

use self::{
    management::ManagementState,
    sign_in::{Attempts, Lifetimes},
    store::Store,
};
use crate::{clock::SharedClock, random::SharedRandom};

/// How much of a header is kept in the log, in characters: whoever sends it has not proven anything.
const LONGEST_HEADER: usize = 512;

/// How the backend is set up.
#[derive(Debug, Clone)]
pub struct BackendConfig {
    /// Scheme, host and port that people see, without a slash at the end: the issuer and all addresses start with it.
    pub public_url: String,
    /// The ports on which browsers look for the device agent on their own machine, in this order.
    pub agent_ports: Vec<u16>,
    /// The organization's help page; without one, the vendor's documentation for the device's platform.
    pub help_url: Option<String>,
    /// Origins of other sites whose pages may call the backend from a browser.
    pub trusted_origins: Vec<String>,
    /// Whether login and password are asked for on one form, not one after the other.
    pub password_with_identifier: bool,
    /// How long things last.
    pub lifetimes: Lifetimes,
    /// How many wrong passwords are accepted.
    pub attempts: Attempts,
    /// Where passwords wait to be checked.
    pub passwords: password::Queue,
    /// How the management APIs are set up.
    pub management: management::Config,
}

impl BackendConfig {
    /// The defaults for a backend that people reach at `public_url`.
    pub fn new(public_url: &str) -> Self {
        Self {
            public_url: public_url.trim_end_matches('/').to_owned(),
            agent_ports: vec![6511, 6512, 6513],
            help_url: None,
            trusted_origins: Vec::new(),
            password_with_identifier: false,
            lifetimes: Lifetimes::default(),
            attempts: Attempts::default(),
            passwords: password::Queue::shared(),
            management: management::Config::new(public_url),
        }
    }

    /// Host, and port where it is not the scheme's own.
    pub(crate) fn org_host(&self) -> &str {
        self.public_url
            .split_once("://")
            .map_or(self.public_url.as_str(), |(_, host)| host)
    }
}

/// All of the backend's routes: sign-in (`/oauth2/…`, `/idp/…`), management (`/api/v1/…`) and the versions catalogue.
pub fn router(
    config: BackendConfig,
    store: Store,
    clock: SharedClock,
    random: SharedRandom,
) -> Router {
    let management = config.management.clone();
    let catalogue = catalogue::router(store.clone());
    let (sign_in, offers) = sign_in::router(config, store.clone(), clock.clone(), random.clone());
    let tokens = Some(offers.access_tokens);
    let management = ManagementState::new(store, clock, random, management, tokens)
        .with_handouts(offers.handouts)
        .with_previews(offers.previews);
    sign_in
        .merge(management::router(management))
        .merge(catalogue)
}
