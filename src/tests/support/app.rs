//! The page in process, and a browser that keeps cookies and follows nothing by itself.

use std::{
    collections::BTreeMap,
    net::SocketAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use axum::{
    Extension, Router,
    body::Body,
    extract::ConnectInfo,
    http::{HeaderMap, HeaderValue, Request, StatusCode, header},
};
use doorstep::{
    clock::{ManualClock, SharedClock},
    http::{CookieSecret, Page, Probe, Settings},
    idx::client::{Client, Limits},
    random::{SharedRandom, SystemRandom},
    ui::Brand,
};
use http_body_util::BodyExt as _;
use scraper::{Html, Selector};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;
use url::Url;

use super::RemoteOrg;

/// The page, and one browser in front of it.
pub(crate) struct TestApp {
    router: Router,
    cookies: Mutex<BTreeMap<String, String>>,
    /// What the proxy before the page writes, where there is one.
    forwarded_for: Option<HeaderValue>,
    origin: String,
    /// The page's time.
    pub(crate) clock: Arc<ManualClock>,
    /// Ends readiness and streams.
    pub(crate) stopping: CancellationToken,
    /// Whether the database answers.
    pub(crate) database: Arc<AtomicBool>,
}

/// An answer, read whole.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl TestApp {
    /// The page in front of `idx`, as a developer runs it.
    pub(crate) fn new(idx: Router) -> Self {
        Self::with(idx, |_| {})
    }

    /// The page with other settings.
    pub(crate) fn with(idx: Router, change: impl FnOnce(&mut Settings)) -> Self {
        Self::build(idx, Duration::from_millis(1500), change)
    }

    /// The page in front of the real backend: checking a password takes its time on a busy machine.
    pub(crate) fn patient(idx: Router) -> Self {
        Self::build(idx, Duration::from_secs(30), |_| {})
    }

    /// The page in front of a remote org.
    pub(crate) fn before(org: &RemoteOrg) -> Self {
        Self::before_with(org.client(), |_| {})
    }

    /// The page in front of what `client` reaches, with other settings.
    pub(crate) fn before_with(client: Client, change: impl FnOnce(&mut Settings)) -> Self {
        let mut settings = Self::settings();
        change(&mut settings);
        Self::assemble(settings, client)
    }

    fn build(idx: Router, total: Duration, change: impl FnOnce(&mut Settings)) -> Self {
        let mut settings = Self::settings();
        change(&mut settings);
        let limits = Limits {
            total,
            long_poll: Duration::from_secs(4),
            ..Limits::default()
        };
        let issuer = settings.public_url.join("/oauth2/default").expect("a URL");
        let client = Client::embedded(idx, issuer, limits);
        Self::assemble(settings, client)
    }

    fn settings() -> Settings {
        Settings {
            public_url: Url::parse("http://localhost:8080").expect("a URL"),
            cookie_key: CookieSecret([7; 64]),
            brand: Brand {
                name: "Example Corp".to_owned(),
                logo: None,
                ..Brand::default()
            },
            default_locale: "en".to_owned(),
            time_zone: None,
            frame_ancestors: Vec::new(),
            site_root: std::env::temp_dir().join("doorstep-no-such-folder"),
            most_streams: 100,
            preview: false,
            own_client: None,
        }
    }

    fn assemble(settings: Settings, client: Client) -> Self {
        let clock = Arc::new(ManualClock::new(
            "2026-03-02T10:00:00Z".parse().expect("a time"),
        ));
        let shared: SharedClock = Arc::<ManualClock>::clone(&clock);
        let random: SharedRandom = Arc::new(SystemRandom);
        let stopping = CancellationToken::new();
        let origin = settings.public_url.origin().ascii_serialization();
        let database = Arc::new(AtomicBool::new(true));
        let answers = Arc::clone(&database);
        let probe = Probe::new(move || {
            let there = answers.load(Ordering::SeqCst);
            std::future::ready(there.then_some(()).ok_or("the database does not answer"))
        });
        let page = Page::new(settings, client, shared, random, stopping.clone()).on_database(probe);
        Self {
            router: doorstep::http::router(page),
            cookies: Mutex::default(),
            forwarded_for: None,
            origin,
            clock,
            stopping,
            database,
        }
    }

    /// The same behind `peer`, which connects with this `X-Forwarded-For`; these networks are trusted.
    pub(crate) fn behind(mut self, peer: &str, forwarded_for: &str, trusted: &[&str]) -> Self {
        let trusted = trusted.iter().map(|text| text.parse().expect("a network"));
        let peer = SocketAddr::new(peer.parse().expect("an address"), 4711);
        self.forwarded_for = Some(forwarded_for.parse().expect("a value"));
        self.router = doorstep::http::behind(trusted.collect(), self.router)
            .layer(Extension(ConnectInfo(peer)));
        self
    }

    /// Another browser in front of the same page, for which the proxy writes this `X-Forwarded-For`.
    pub(crate) fn from(&self, forwarded_for: &str) -> Self {
        Self {
            router: self.router.clone(),
            cookies: Mutex::default(),
            forwarded_for: Some(forwarded_for.parse().expect("a value")),
            origin: self.origin.clone(),
            clock: Arc::clone(&self.clock),
            stopping: self.stopping.clone(),
            database: Arc::clone(&self.database),
        }
    }

    /// Starts a sign-in for the example app; gives the path of its page.
    pub(crate) async fn start(&self) -> String {
        let started = self.get(START).await;
        assert_eq!(started.status, StatusCode::SEE_OTHER, "{}", started.body);
        started.location()
    }

    /// Starts a sign-in for the app with this client identifier.
    pub(crate) async fn start_for(&self, client: &str) -> String {
        let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
        let start = START
            .replace("0oaexample", client)
            .replace("code_challenge=c&", &format!("code_challenge={challenge}&"));
        let started = self.get(&start).await;
        assert_eq!(started.status, StatusCode::SEE_OTHER, "{}", started.body);
        started.location()
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).expect("a request"))
            .await
    }

    /// GET in the language of a browser.
    pub(crate) async fn get_in(&self, path: &str, language: &str) -> Answer {
        let request = Request::get(path).header(header::ACCEPT_LANGUAGE, language);
        self.send(request.body(Body::empty()).expect("a request"))
            .await
    }

    /// Posts a form as the page's own form would.
    pub(crate) async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.send(
            Self::form(path)
                .header("sec-fetch-site", "same-origin")
                .body(encode(fields))
                .expect("a request"),
        )
        .await
    }

    /// A form post without what a browser says about where it comes from.
    pub(crate) fn form(path: &str) -> axum::http::request::Builder {
        Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
    }

    /// Posts a form and shows the page that it leads to.
    pub(crate) async fn submit(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let answer = self.post(path, fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        self.get(&answer.location()).await
    }

    /// Sends a request with the cookies that the browser has, and keeps what it is given.
    pub(crate) async fn send(&self, mut request: Request<Body>) -> Answer {
        let cookies: Vec<String> = self
            .cookies
            .lock()
            .expect("a lock")
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        request.headers_mut().insert(
            header::HOST,
            self.origin
                .split("//")
                .nth(1)
                .expect("a host")
                .parse()
                .expect("a value"),
        );
        if let Some(value) = &self.forwarded_for {
            request
                .headers_mut()
                .insert("x-forwarded-for", value.clone());
        }
        if !cookies.is_empty() {
            request
                .headers_mut()
                .insert(header::COOKIE, cookies.join("; ").parse().expect("a value"));
        }
        let response = self
            .router
            .clone()
            .oneshot(request)
            .await
            .expect("an answer");
        let (parts, body) = response.into_parts();
        for set in parts.headers.get_all(header::SET_COOKIE) {
            self.keep(set.to_str().expect("text"));
        }
        let body = body.collect().await.expect("a body").to_bytes();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8_lossy(&body).into_owned(),
        }
    }

    /// The stream of an answer, as it comes.
    pub(crate) async fn stream(&self, path: &str) -> axum::response::Response {
        let cookies: Vec<String> = self
            .cookies
            .lock()
            .expect("a lock")
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let request = Request::get(path).header(header::COOKIE, cookies.join("; "));
        self.router
            .clone()
            .oneshot(request.body(Body::empty()).expect("a request"))
            .await
            .expect("an answer")
    }

    fn keep(&self, set: &str) {
        let (pair, attributes) = set.split_once(';').unwrap_or((set, ""));
        let (name, value) = pair.split_once('=').expect("name=value");
        let mut cookies = self.cookies.lock().expect("a lock");
        if attributes.contains("Max-Age=0") {
            cookies.remove(name);
        } else {
            cookies.insert(name.to_owned(), value.to_owned());
        }
    }

    /// Names and values of the cookies that the browser has.
    pub(crate) fn cookies(&self) -> BTreeMap<String, String> {
        self.cookies.lock().expect("a lock").clone()
    }

    /// Gives the browser a cookie, or takes it away.
    pub(crate) fn set_cookie(&self, name: &str, value: Option<&str>) {
        let mut cookies = self.cookies.lock().expect("a lock");
        match value {
            Some(value) => cookies.insert(name.to_owned(), value.to_owned()),
            None => cookies.remove(name),
        };
    }
}

/// The example app's request.
pub(crate) const START: &str = "/signin?client_id=0oaexample&redirect_uri=http%3A%2F%2Flocalhost%3A8081%2Fcallback\
     &response_type=code&scope=openid&state=app-state&nonce=n&code_challenge=c&code_challenge_method=S256";

/// A form post's body.
pub(crate) fn encode(fields: &[(&str, &str)]) -> Body {
    Body::from(
        url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish(),
    )
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map(|value| value.to_str().expect("text"))
            .unwrap_or_default()
    }

    pub(crate) fn location(&self) -> String {
        self.header("location").to_owned()
    }

    /// Whether an element fits the selector.
    pub(crate) fn has(&self, selector: &str) -> bool {
        let selector = Selector::parse(selector).expect("a selector");
        Html::parse_document(&self.body)
            .select(&selector)
            .next()
            .is_some()
    }

    /// The text of each element that fits the selector.
    pub(crate) fn texts(&self, selector: &str) -> Vec<String> {
        let selector = Selector::parse(selector).expect("a selector");
        Html::parse_document(&self.body)
            .select(&selector)
            .map(|element| element.text().collect())
            .collect()
    }

    /// The markup of each element that fits the selector.
    pub(crate) fn html(&self, selector: &str) -> Vec<String> {
        let selector = Selector::parse(selector).expect("a selector");
        Html::parse_document(&self.body)
            .select(&selector)
            .map(|element| element.html())
            .collect()
    }

    /// Names of the fields and buttons of the page's forms.
    pub(crate) fn attribute(&self, selector: &str, name: &str) -> Option<String> {
        let selector = Selector::parse(selector).expect("a selector");
        Html::parse_document(&self.body)
            .select(&selector)
            .next()?
            .attr(name)
            .map(str::to_owned)
    }

    /// What is to be read on the page.
    pub(crate) fn text(&self) -> String {
        let body = Selector::parse("body").expect("a selector");
        Html::parse_document(&self.body)
            .select(&body)
            .flat_map(|body| body.text())
            .collect::<Vec<_>>()
            .join(" ")
    }
}
