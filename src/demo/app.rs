//! The example app: little applications that let people in with OpenID Connect, as a company's own would. Every page
//! shows the verified claims of the ID token. Works without scripts.

mod clock;
mod oidc;
mod page;
mod session;

use std::sync::Arc;

use axum::{
    Form, Router,
    extract::{FromRef, Path, Query, RawQuery, Request, State},
    http::{StatusCode, header::ORIGIN},
    middleware::{Next, from_fn_with_state},
    response::{IntoResponse as _, Redirect, Response},
    routing::{get, post},
};
use axum_extra::extract::{PrivateCookieJar, cookie::Key};
use reqwest::Client;
use serde::Deserialize;

use self::{oidc::Provider, session::Jar};
use super::DemoConfig;
use crate::{
    clock::{Clock as _, ShiftedClock},
    config::Origin,
    random::SharedRandom,
};

/// One of the example apps.
#[derive(Debug)]
pub(super) struct App {
    /// Where it is, without slashes.
    pub(super) path: &'static str,
    /// What it is called.
    pub(super) label: &'static str,
    /// What it shows about Doorstep.
    pub(super) note: &'static str,
}

/// The example apps; the seed data has a client for each, in the same order.
pub(super) const APPS: [App; 4] = [
    App {
        path: "ledger",
        label: "Ledger",
        note: "says what to fix",
    },
    App {
        path: "wiki",
        label: "Wiki",
        note: "grants a grace period of 7 days",
    },
    App {
        path: "payroll",
        label: "Payroll",
        note: "does not say why",
    },
    App {
        path: "travel",
        label: "Travel",
        note: "offers two ways to comply",
    },
];

/// What all requests share.
#[derive(Debug, Clone)]
pub(super) struct ExampleApp(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    url: Origin,
    panel: String,
    clients: Vec<String>,
    provider: Provider,
    clock: Arc<ShiftedClock>,
    random: SharedRandom,
    key: CookieKey,
}

/// Encrypts the cookies; lives as long as the program.
struct CookieKey(Key);

impl std::fmt::Debug for CookieKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("CookieKey")
    }
}

impl FromRef<ExampleApp> for Key {
    fn from_ref(app: &ExampleApp) -> Self {
        app.0.key.0.clone()
    }
}

impl ExampleApp {
    /// The example apps with their `clients`, in the order of [`APPS`].
    pub(super) fn new(
        config: &DemoConfig,
        clients: &[String],
        panel: &str,
        clock: Arc<ShiftedClock>,
        random: SharedRandom,
        client: Client,
    ) -> Self {
        let mut key = [0; 64];
        random.fill(&mut key);
        Self(Arc::new(Shared {
            url: config.app_url.clone(),
            panel: panel.to_owned(),
            clients: clients.to_vec(),
            provider: Provider::new(format!("{}/oauth2/default", config.public_url), client),
            clock,
            random,
            key: CookieKey(Key::from(&key)),
        }))
    }

    /// All URLs.
    pub(super) fn router(self) -> Router {
        Router::new()
            .route("/", get(home))
            .route("/example.css", get(page::style))
            .route(
                "/dev/clock",
                get(clock::show).post(clock::change).put(clock::set),
            )
            .route("/{app}/callback", get(callback))
            .route("/{app}/sign-out", post(sign_out))
            .route("/{app}", get(show))
            .route("/{app}/", get(show))
            .route("/{app}/{*rest}", get(show))
            .layer(from_fn_with_state(self.clone(), guard))
            .with_state(self)
    }

    /// The app at `path`, and its client identifier.
    fn find(&self, path: &str) -> Option<(&'static App, &str)> {
        APPS.iter()
            .zip(&self.0.clients)
            .find(|(app, _)| app.path == path)
            .map(|(app, client)| (app, client.as_str()))
    }

    fn redirect_uri(&self, app: &App) -> String {
        format!("{}/{}/callback", self.0.url, app.path)
    }

    fn jar(&self, jar: PrivateCookieJar, app: &'static App) -> Jar {
        Jar::new(jar, app.path, self.0.url.is_secure(), self.0.clock.now())
    }
}

/// Forms of other sites change nothing here.
async fn guard(State(app): State<ExampleApp>, request: Request, next: Next) -> Response {
    let origin = request
        .headers()
        .get(ORIGIN)
        .map(|origin| origin.to_str().unwrap_or("?").to_owned());
    if !request.method().is_safe() && origin.is_some_and(|origin| origin != app.0.url.to_string()) {
        return (
            StatusCode::FORBIDDEN,
            "Only this site’s own forms are accepted.\n",
        )
            .into_response();
    }
    next.run(request).await
}

async fn home(State(app): State<ExampleApp>) -> Response {
    page::home(&app.0.panel, app.0.clock.now(), app.0.clock.shift()).into_response()
}

/// Any address of an app: shown to whoever is signed in, else the sign-in begins and leads back to the same address.
/// The fragment stays in the browser, which keeps it through all redirects that name none (RFC 9110 section 10.2.2).
async fn show(
    State(state): State<ExampleApp>,
    Path(path): Path<Vec<(String, String)>>,
    jar: PrivateCookieJar,
    RawQuery(query): RawQuery,
) -> Response {
    let first = path
        .first()
        .map(|(_, value)| value.as_str())
        .unwrap_or_default();
    let rest = path.get(1).map(|(_, value)| value.as_str());
    let Some((app, client_id)) = state.find(first) else {
        return page::not_found().into_response();
    };
    let query = query.map(|query| format!("?{query}")).unwrap_or_default();
    let here = match rest {
        Some(rest) => format!("/{}/{}{query}", app.path, page::encoded_path(rest)),
        None => format!("/{}{query}", app.path),
    };
    let jar = state.jar(jar, app);
    match jar.session() {
        Some(session) => page::signed_in(app, &here, &session.claims).into_response(),
        None => begin(&state, app, client_id, jar, here).await,
    }
}

async fn begin(
    state: &ExampleApp,
    app: &'static App,
    client_id: &str,
    jar: Jar,
    here: String,
) -> Response {
    let attempt = oidc::Attempt::new(&state.0.random, here);
    match state
        .0
        .provider
        .authorize_url(client_id, &state.redirect_uri(app), &attempt)
        .await
    {
        Ok(url) => (jar.begin(&attempt), Redirect::to(url.as_str())).into_response(),
        Err(error) => {
            tracing::warn!(%error, "the example app cannot reach the sign-in page");
            page::trouble(
                StatusCode::BAD_GATEWAY,
                "The sign-in page cannot be reached.",
                &attempt.return_to,
            )
            .into_response()
        }
    }
}

/// What comes back from the sign-in page (RFC 6749 section 4.1.2).
#[derive(Deserialize)]
struct CallbackQuery {
    state: Option<String>,
    code: Option<String>,
    error: Option<String>,
    error_description: Option<String>,
}

async fn callback(
    State(state): State<ExampleApp>,
    Path(path): Path<String>,
    jar: PrivateCookieJar,
    Query(query): Query<CallbackQuery>,
) -> Response {
    let Some((app, client_id)) = state.find(&path) else {
        return page::not_found().into_response();
    };
    let jar = state.jar(jar, app);
    let start = format!("/{}", app.path);
    let Some((attempt, jar)) = query.state.as_deref().and_then(|state| jar.finish(state)) else {
        let sentence = "This sign-in was not started here, was finished before, or took too long.";
        return page::trouble(StatusCode::BAD_REQUEST, sentence, &start).into_response();
    };
    let Some(code) = query.code else {
        let sentence = match query.error.as_deref() {
            Some("access_denied") => String::from("The sign-in was not finished."),
            error => query
                .error_description
                .unwrap_or_else(|| format!("The sign-in failed: {}.", error.unwrap_or("unknown"))),
        };
        return (
            jar,
            page::trouble(StatusCode::FORBIDDEN, &sentence, &attempt.return_to),
        )
            .into_response();
    };
    let redirect_uri = state.redirect_uri(app);
    match state
        .0
        .provider
        .redeem(
            client_id,
            &redirect_uri,
            &code,
            &attempt,
            state.0.clock.now(),
        )
        .await
    {
        Ok(claims) => (jar.sign_in(claims), Redirect::to(&attempt.return_to)).into_response(),
        Err(error) => {
            tracing::warn!(%error, "the example app does not accept the sign-in");
            let sentence = format!("The sign-in was not accepted: {error}.");
            (
                jar,
                page::trouble(StatusCode::BAD_GATEWAY, &sentence, &attempt.return_to),
            )
                .into_response()
        }
    }
}

#[derive(Deserialize)]
struct SignOut {}

async fn sign_out(
    State(state): State<ExampleApp>,
    Path(path): Path<String>,
    jar: PrivateCookieJar,
    Form(SignOut {}): Form<SignOut>,
) -> Response {
    match state.find(&path) {
        Some((app, _)) => (state.jar(jar, app).sign_out(), Redirect::to("/")).into_response(),
        None => page::not_found().into_response(),
    }
}

#[cfg(test)]
mod tests;
