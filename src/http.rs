//! The sign-in page over HTTP: the table of URLs, handlers, cookies, headers, errors. Alone knows axum and Leptos
//! together. `GET` renders the sign-in as it stands, `POST` answers 303 to `GET`; every step works without script.
//!
//! | URL | what |
//! |---|---|
//! | `GET /signin?client_id=…` | starts a sign-in, 303 to its own page |
//! | `POST /signin` | in front of a remote org: goes on with a sign-in that its own page began |
//! | `{issuer}/v1/authorize`, `{issuer}/v1/token` | in front of a remote org: the same, and tokens, for any OpenID Connect app |
//! | `GET /signin/{flow}` | the current screen; with `?continue` the last hop to the app |
//! | `POST /signin/{flow}` | answers the form named by the field `form` |
//! | `GET /signin/{flow}/events` | server-sent events: the device, live; the same as JSON for who asks for that |
//! | `POST /signin/{flow}/top` | takes a sign-in out of the frame that it is in |
//! | `GET /time` | the server's clock, for countdowns |
//! | `GET /signin/{flow}/steps.txt`, `…/reminder.ics` | what is told, as text and for a calendar |
//! | `GET /steps/{code}` | a copy of the steps, for whoever has the link |
//! | `GET /helpdesk[/{code}]` | what a person was shown, for administrators |
//! | `GET /exemptions[/{id}]` | with the embedded backend: requests for more time, for administrators |
//! | `GET /resume/{flow}/{code}` | back into a sign-in, once |
//! | `POST /preferences` | language, auto-continue, time zone |
//! | `GET /preview[/{sample}]`, `/preview/policies/{policy}/{case}` | every page, for administrators or where configured |
//! | `GET /healthz`, `/readyz` | for load balancers |
//! | anything else | files of the site root |

mod administrator;
mod assets;
mod connections;
mod cookies;
mod error;
mod events;
mod exemptions;
mod form;
mod frame;
mod guesses;
mod headers;
mod health;
mod helpdesk;
mod last_words;
mod news;
mod origin;
mod own_client;
mod poll;
mod preferences;
mod preview;
mod proxies;
mod request_id;
mod resume;
mod seal;
mod settings;
mod signin;
mod start;
mod steps;
mod takeaway;
mod time;
mod token;
mod visit;

use std::{
    sync::{Arc, OnceLock},
    time::Duration,
};

use axum::{
    Router,
    extract::DefaultBodyLimit,
    http::StatusCode,
    middleware,
    routing::{get, post},
};
use axum_extra::extract::cookie::Key;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tower_http::{compression::CompressionLayer, timeout::TimeoutLayer};

pub use connections::{Connections, serve};
use guesses::Guesses;
pub use health::Probe;
pub use proxies::behind;
pub use settings::{CookieSecret, OwnClient, Settings};

use crate::{clock::SharedClock, idx::client::Client, random::SharedRandom, ui::Assets};

/// Bytes that a form post may have: far more than any form of a sign-in.
const LARGEST_POST: usize = 64 * 1024;
/// How long a page may take: longer than the client's own limit, so that the person gets the page that says so.
const LONGEST_PAGE: Duration = Duration::from_secs(45);

/// The sign-in page and what it works with.
#[derive(Debug, Clone)]
pub struct Page(Arc<Parts>);

#[derive(Debug)]
struct Parts {
    settings: Settings,
    client: Client,
    clock: SharedClock,
    random: SharedRandom,
    key: CookieKey,
    assets: Assets,
    stopping: CancellationToken,
    streams: Arc<Semaphore>,
    database: OnceLock<Probe>,
    last_words: last_words::LastWords,
    guesses: Guesses,
}

struct CookieKey(Key);

impl std::fmt::Debug for CookieKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("[redacted]")
    }
}

impl Page {
    /// A page in front of the IDX server that `client` talks to. `stopping` ends event streams and readiness.
    pub fn new(
        settings: Settings,
        client: Client,
        clock: SharedClock,
        random: SharedRandom,
        stopping: CancellationToken,
    ) -> Self {
        let key = CookieKey(Key::from(&settings.cookie_key.0));
        let assets = assets::find(&settings.site_root);
        let streams = Arc::new(Semaphore::new(settings.most_streams));
        Self(Arc::new(Parts {
            streams,
            settings,
            client,
            clock,
            random,
            key,
            assets,
            stopping,
            database: OnceLock::new(),
            last_words: last_words::LastWords::default(),
            guesses: Guesses::default(),
        }))
    }

    /// The same, ready only while `database` answers. The first one given counts.
    #[must_use]
    pub fn on_database(self, database: Probe) -> Self {
        let _ = self.0.database.set(database);
        self
    }
}

/// The table of URLs.
pub fn router(page: Page) -> Router {
    let pages = Router::new()
        .route("/signin", get(start::get))
        .route("/signin/{flow}", get(signin::get).post(signin::post))
        .route("/signin/{flow}/steps.txt", get(takeaway::text))
        .route("/signin/{flow}/reminder.ics", get(takeaway::calendar))
        .route("/signin/{flow}/poll", post(poll::post))
        .route("/signin/{flow}/top", post(frame::post))
        .route("/steps/{code}", get(steps::get).post(steps::post))
        .route("/helpdesk", get(helpdesk::door).post(helpdesk::post))
        .route("/helpdesk/{code}", get(helpdesk::get).post(helpdesk::post))
        .route("/resume/{flow}/{code}", get(resume::get).post(resume::post))
        .route("/preview", get(preview::index).post(preview::post))
        .route(
            "/preview/{sample}",
            get(preview::sample).post(preview::stay),
        )
        .route(
            "/preview/policies/{policy}/{case}",
            get(preview::policy).post(preview::stay),
        )
        .route("/preferences", post(preferences::post))
        .route("/time", get(time::get))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready));
    // The embedded backend has endpoints of its own.
    let pages = match page.0.client.endpoints() {
        Some((authorize, token)) => pages
            .route("/signin", post(start::post))
            .route(&authorize, get(start::get))
            .route(&token, post(token::post)),
        None => pages
            .route("/exemptions", get(exemptions::list).post(exemptions::post))
            .route(
                "/exemptions/{id}",
                get(exemptions::get).post(exemptions::decide),
            ),
    };
    pages
        .fallback(assets::serve)
        .method_not_allowed_fallback(error::method_not_allowed)
        .layer(TimeoutLayer::with_status_code(
            StatusCode::GATEWAY_TIMEOUT,
            LONGEST_PAGE,
        ))
        // A stream of events lives as long as somebody looks at the page.
        .merge(Router::new().route("/signin/{flow}/events", get(events::get)))
        .layer(DefaultBodyLimit::max(LARGEST_POST))
        .layer(CompressionLayer::new())
        .layer(middleware::from_fn_with_state(
            page.clone(),
            headers::secure,
        ))
        .layer(middleware::from_fn_with_state(
            page.clone(),
            request_id::assign,
        ))
        .with_state(page)
}
