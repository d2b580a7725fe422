//! `serve`: the sign-in page, in front of the embedded backend or of a remote one.

use std::{sync::Arc, time::Duration};

use anyhow::Context as _;
use axum::{Router, http::HeaderValue, http::header::CONTENT_SECURITY_POLICY};
use doorstep::{
    backend::{housekeeping, store::Store},
    clock::{SharedClock, SystemClock},
    config::{BrandOptions, Origin, ServeOptions},
    http::{self, Connections, CookieSecret, Page, Probe, Settings},
    idx::client::{Client, Limits},
    ui::{Brand, Support},
};
use jiff::SignedDuration;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tower_http::{services::ServeFile, set_header::SetResponseHeaderLayer};

use super::{embedded, manage, remote, stop};

/// Serves until the program is stopped.
pub(super) async fn run(options: ServeOptions) -> anyhow::Result<()> {
    let stop = stop::token()?;
    let clock: SharedClock = Arc::new(SystemClock);
    let server = Server::prepare(options, clock, stop).await?;
    let store = server.store().cloned();
    server.run().await;
    if let Some(store) = store {
        store.close().await;
    }
    Ok(())
}

/// A server that has its port and is ready to serve.
pub(super) struct Server {
    listener: TcpListener,
    router: Router,
    store: Option<Store>,
    connections: Connections,
    stop: CancellationToken,
    patience: SignedDuration,
}

impl Server {
    /// Opens what is needed and takes the port.
    pub(super) async fn prepare(
        options: ServeOptions,
        clock: SharedClock,
        stop: CancellationToken,
    ) -> anyhow::Result<Self> {
        let limits = Limits {
            total: Duration::try_from(options.backend.backend_timeout)?,
            // Whoever waits for the device must be answered before the page gives up.
            long_poll: Duration::try_from(options.backend.lifetimes.watch)?
                .saturating_add(Limits::default().long_poll),
            answer: options.backend.org.answer_limit,
        };
        let (client, backend, store) = if let Some(url) = &options.backend.backend_url {
            let client = remote::client(&options.backend.org, url, limits)?;
            (client, Router::new(), None)
        } else {
            let store = manage::open(&options.store).await?;
            let backend = embedded::router(&options, &store, &clock).await?;
            let issuer = issuer(&options.http.public_url)?;
            (
                Client::embedded(backend.clone(), issuer, limits),
                backend,
                Some(store),
            )
        };
        let listener = TcpListener::bind(options.http.listen)
            .await
            .with_context(|| {
                format!("cannot listen on {} (option --listen)", options.http.listen)
            })?;
        let settings = settings(&options)?;
        let page = Page::new(
            settings,
            client,
            clock.clone(),
            manage::random(),
            stop.clone(),
        );
        let page = match &store {
            Some(store) => {
                let kept = housekeeping::Retention::default();
                let retention = housekeeping::Retention {
                    events: options.backend.log_retention.0,
                    attempts: kept.attempts.max(options.backend.limits.attempts_window),
                    ..kept
                };
                let (house, time) = (store.clone(), clock.clone());
                tokio::spawn(housekeeping::run(house, time, retention, stop.clone()));
                page.on_database(probe(store.clone(), clock))
            }
            None => page,
        };
        let router = http::router(page)
            .merge(backend)
            .merge(logo(&options.brand));
        let router = http::behind(options.http.trusted_proxies, router);
        tracing::info!(address = %options.http.public_url, "serving");
        Ok(Self {
            listener,
            router,
            store,
            connections: Connections {
                most: usize::try_from(options.http.most_connections)?,
                ..Connections::default()
            },
            stop,
            patience: options.http.shutdown_timeout,
        })
    }

    /// What it keeps; nothing where a remote backend does.
    pub(super) fn store(&self) -> Option<&Store> {
        self.store.as_ref()
    }

    /// Serves until the program is stopped.
    pub(super) async fn run(self) {
        let stop = self.stop.clone();
        let server = http::serve(self.listener, self.router, self.connections, stop);
        stop::within(&self.stop, self.patience, server).await;
    }
}

/// Whether the database can be written, for readiness: whoever signs in writes.
fn probe(store: Store, clock: SharedClock) -> Probe {
    Probe::new(move || {
        let (store, clock) = (store.clone(), clock.clone());
        async move {
            store.try_writing(clock.now()).await.map_err(|error| {
                tracing::warn!(%error, "not ready");
                error.trouble().summary()
            })
        }
    })
}

/// The issuer of an organization.
pub(super) fn issuer(origin: &Origin) -> anyhow::Result<url::Url> {
    Ok(origin.url().join("oauth2/default")?)
}

fn settings(options: &ServeOptions) -> anyhow::Result<Settings> {
    options.store.create_data_dir()?;
    let random = manage::random();
    let key = options
        .store
        .cookie_key(options.http.cookie_key.as_ref(), |bytes| random.fill(bytes))?;
    Ok(Settings {
        public_url: options.http.public_url.url().clone(),
        cookie_key: CookieSecret(*key.expose()),
        brand: Brand {
            name: options.brand.brand_name.clone(),
            logo: logo_path(&options.brand),
            support: Support {
                phone: options.brand.support_phone.clone(),
                email: options.brand.support_email.clone(),
                hours: options.brand.support_hours.clone(),
                page: options.backend.help_url.as_ref().map(ToString::to_string),
            },
        },
        default_locale: options.i18n.default_locale.to_string(),
        time_zone: Some(options.i18n.time_zone.clone()),
        frame_ancestors: options
            .embed
            .embed_origins
            .iter()
            .map(Origin::to_string)
            .collect(),
        site_root: options.http.site_root.clone(),
        most_streams: options.http.event_streams,
        preview: options.http.preview,
        own_client: remote::own_client(&options.backend)?,
    })
}

fn logo_path(brand: &BrandOptions) -> Option<String> {
    let ending = brand.logo.as_ref()?.extension()?.to_str()?;
    Some(format!("/brand/logo.{ending}"))
}

/// The organization's logo. An SVG opened by itself is a document: it may not do anything.
fn logo(brand: &BrandOptions) -> Router {
    let Some((path, file)) = logo_path(brand).zip(brand.logo.as_ref()) else {
        return Router::new();
    };
    let policy = HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'; sandbox");
    Router::new()
        .route_service(&path, ServeFile::new(file))
        .layer(SetResponseHeaderLayer::overriding(
            CONTENT_SECURITY_POLICY,
            policy,
        ))
}
