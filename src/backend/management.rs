//! `/api/v1/…`: the management APIs (`docs/spec/management-api.md`).
//!
//! A file per subject holds its routes; `decisions` holds what nothing public says. What an administrator did wrong is
//! an `error::ApiError`, which `envelope` turns into Okta's error body with an id of its own. May depend on the
//! store and on the evaluation's types, never on the sign-in.

mod apps;
mod assurances;
mod audit;
mod auth;
mod body;
mod decisions;
mod envelope;
mod error;
mod exemptions;
mod filter;
mod helpdesk;
mod integrations;
mod limits;
mod links;
mod lint;
mod logs;
mod openapi;
mod organization;
mod paging;
mod params;
mod policies;
mod posture_checks;
mod refusals;
mod rules;
pub mod tokens;
mod users;

use std::sync::{Arc, OnceLock};

use axum::{Extension, Router, middleware};
use tower::ServiceExt as _;
use utoipa_axum::{router::OpenApiRouter, routes};

pub use assurances::{Previewed, Previews};
pub use auth::{AccessTokens, Principal, SCOPE_NAMES, Verified};
pub use helpdesk::{Handouts, Read};
pub use integrations::osquery_is_active;
pub use limits::Limits;
pub use policies::ensure_default_policy;
pub use posture_checks::built_in_checks;
pub use refusals::{Subject, refusals};

use crate::{backend::store::Store, clock::SharedClock, random::SharedRandom};

/// How the management APIs are set up.
#[derive(Debug, Clone)]
pub struct Config {
    /// Scheme, host and port that people see, without a slash at the end: links in answers start with it.
    pub public_url: String,
    /// Requests per minute.
    pub limits: Limits,
    /// Whether posture checks can be managed; where not, they answer 401 `E0000015` as Okta does.
    pub posture_checks: bool,
    /// Whether device assurance policies can be managed; where not, they answer 401 `E0000015` as Okta does.
    pub device_assurance: bool,
}

impl Config {
    /// Everything on, Okta's limits.
    pub fn new(public_url: &str) -> Self {
        Self {
            public_url: public_url.trim_end_matches('/').to_owned(),
            limits: Limits::default(),
            posture_checks: true,
            device_assurance: true,
        }
    }
}

/// What the management APIs work with.
#[derive(Debug, Clone)]
pub struct ManagementState(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    store: Store,
    clock: SharedClock,
    random: SharedRandom,
    config: Config,
    counters: limits::Counters,
    access_tokens: Option<Arc<dyn AccessTokens>>,
    handouts: OnceLock<Arc<dyn Handouts>>,
    previews: OnceLock<Arc<dyn Previews>>,
}

impl ManagementState {
    /// State for [`router`]. `access_tokens` verifies OAuth tokens; without it only API tokens are good.
    pub fn new(
        store: Store,
        clock: SharedClock,
        random: SharedRandom,
        config: Config,
        access_tokens: Option<Arc<dyn AccessTokens>>,
    ) -> Self {
        Self(Arc::new(Inner {
            store,
            clock,
            random,
            config,
            counters: limits::Counters::default(),
            access_tokens,
            handouts: OnceLock::new(),
            previews: OnceLock::new(),
        }))
    }

    /// The same, with what the help desk looks at. The first one given counts.
    #[must_use]
    pub fn with_handouts(self, handouts: Arc<dyn Handouts>) -> Self {
        let _ = self.0.handouts.set(handouts);
        self
    }

    /// The same, with what says what people are told. The first one given counts.
    #[must_use]
    pub fn with_previews(self, previews: Arc<dyn Previews>) -> Self {
        let _ = self.0.previews.set(previews);
        self
    }

    fn store(&self) -> &Store {
        &self.0.store
    }

    fn link(&self, path: &str) -> String {
        format!("{}/api/v1{path}", self.0.config.public_url)
    }
}

/// All routes under `/api/v1`, with their own answers to unknown paths and methods, the description of all of them
/// at `/openapi.json`, and `/.well-known/okta-organization`: to be merged with others.
pub fn router(state: ManagementState) -> Router {
    let (routes, operations) = OpenApiRouter::default()
        .merge(posture_checks::routes())
        .merge(assurances::routes())
        .merge(exemptions::routes())
        .merge(policies::routes())
        .merge(rules::routes())
        .merge(apps::routes())
        .merge(users::routes())
        .merge(logs::routes())
        .merge(integrations::routes())
        .merge(helpdesk::routes())
        .split_for_parts();
    let (public, own) = OpenApiRouter::default()
        .routes(routes!(openapi::get_open_api))
        .merge(organization::routes())
        .split_for_parts();
    let document =
        openapi::Document::new(vec![("/api/v1", operations), ("", own)], &state.0.config);
    let public = public.layer(Extension(document)).with_state(state.clone());
    let routes = routes
        .fallback(envelope::no_route)
        .method_not_allowed_fallback(envelope::no_method)
        .layer(middleware::from_fn_with_state(
            state.clone(),
            envelope::wrap,
        ))
        .with_state(state);
    // As a service, not as routes: so the slash at the end goes before a route is looked for, and `/api/v1/` is a path that is
    // not there like any other.
    public.nest_service("/api/v1", routes.map_request(envelope::without_slash))
}
