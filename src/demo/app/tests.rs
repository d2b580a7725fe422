use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use axum::{
    Form, Json, Router,
    extract::State,
    routing::{get, post},
};
use jiff::SignedDuration;
use reqwest::{Client, Response, StatusCode, redirect::Policy};
use serde_json::{Value, json};

use super::*;
use crate::{agent::tests::org::Org, random::CountingRandom};

/// An OpenID provider that takes one code, and the example app in front of it.
struct Stage {
    app: String,
    provider: String,
    clock: Arc<ShiftedClock>,
    shared: Arc<Provided>,
    client: Client,
    cookies: Mutex<HashMap<String, String>>,
}

#[derive(Default)]
struct Provided {
    issuer: Mutex<String>,
    nonce: Mutex<String>,
    form: Mutex<HashMap<String, String>>,
}

async fn listen() -> (tokio::net::TcpListener, String) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port");
    let url = format!(
        "http://localhost:{}",
        listener.local_addr().expect("an address").port()
    );
    (listener, url)
}

async fn discovery(State(shared): State<Arc<Provided>>) -> Json<Value> {
    let issuer = shared.issuer.lock().expect("unpoisoned").clone();
    Json(json!({
        "issuer": issuer, "authorization_endpoint": format!("{issuer}/v1/authorize"),
        "token_endpoint": format!("{issuer}/v1/token"), "jwks_uri": format!("{issuer}/v1/keys"),
    }))
}

async fn token(
    State(shared): State<Arc<Provided>>,
    Form(form): Form<HashMap<String, String>>,
) -> (StatusCode, Json<Value>) {
    if form.get("code").map(String::as_str) != Some("good") {
        return (
            StatusCode::BAD_REQUEST,
            Json(json!({ "error": "invalid_grant" })),
        );
    }
    *shared.form.lock().expect("unpoisoned") = form;
    let now = crate::clock::SystemClock.now().as_second();
    let claims = json!({
        "iss": *shared.issuer.lock().expect("unpoisoned"), "aud": "0oaLedger", "sub": "00u1", "iat": now, "exp": now + 3600,
        "nonce": *shared.nonce.lock().expect("unpoisoned"), "name": "Ana <Alvarez>", "email": "ana@example.com",
    });
    (
        StatusCode::OK,
        Json(json!({ "id_token": Org::new().sign(&claims), "token_type": "Bearer" })),
    )
}

impl Stage {
    async fn new() -> Self {
        let shared = Arc::new(Provided::default());
        let (listener, provider) = listen().await;
        *shared.issuer.lock().expect("unpoisoned") = format!("{provider}/oauth2/default");
        let router = Router::new()
            .route(
                "/oauth2/default/.well-known/openid-configuration",
                get(discovery),
            )
            .route("/oauth2/default/v1/token", post(token))
            .route(
                "/oauth2/default/v1/keys",
                get(|| async { Json(json!({ "keys": [Org::new().public()] })) }),
            )
            .with_state(Arc::clone(&shared));
        tokio::spawn(axum::serve(listener, router).into_future());

        let (listener, app) = listen().await;
        let clock = Arc::new(ShiftedClock::default());
        let client = Client::builder()
            .redirect(Policy::none())
            .no_proxy()
            .build()
            .expect("a client");
        let config = DemoConfig {
            public_url: provider.parse().expect("an origin"),
            app_listen: listener.local_addr().expect("an address"),
            app_url: app.parse().expect("an origin"),
            simulate: None,
            agent_ports: Vec::new(),
            data_dir: std::path::PathBuf::new(),
            api_token: String::new().into(),
        };
        let clients = ["0oaLedger", "0oaWiki", "0oaPayroll", "0oaTravel"].map(str::to_owned);
        let random = Arc::new(CountingRandom::default());
        let example = ExampleApp::new(
            &config,
            &clients,
            "http://localhost:6511",
            Arc::clone(&clock),
            random,
            client.clone(),
        );
        tokio::spawn(axum::serve(listener, example.router()).into_future());
        Self {
            app,
            provider,
            clock,
            shared,
            client,
            cookies: Mutex::default(),
        }
    }

    async fn send(&self, request: reqwest::RequestBuilder) -> Response {
        let cookies: Vec<String> = self
            .cookies
            .lock()
            .expect("unpoisoned")
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let answer = request
            .header("cookie", cookies.join("; "))
            .send()
            .await
            .expect("an answer");
        let mut jar = self.cookies.lock().expect("unpoisoned");
        for cookie in answer.headers().get_all("set-cookie") {
            let text = cookie.to_str().expect("text");
            assert!(
                text.contains("HttpOnly") && text.contains("SameSite=Lax"),
                "{text}"
            );
            let (name, value) = text
                .split(';')
                .next()
                .expect("a pair")
                .split_once('=')
                .expect("a pair");
            if text.contains("Max-Age=0") {
                jar.remove(name);
            } else {
                jar.insert(name.to_owned(), value.to_owned());
            }
        }
        answer
    }

    async fn get(&self, path: &str) -> Response {
        self.send(self.client.get(format!("{}{path}", self.app)))
            .await
    }

    /// Asks for `path`, is sent to the provider, and answers what the provider was asked.
    async fn begin(&self, path: &str) -> HashMap<String, String> {
        let answer = self.get(path).await;
        assert_eq!(answer.status(), StatusCode::SEE_OTHER);
        let location = answer.headers()["location"]
            .to_str()
            .expect("text")
            .to_owned();
        assert!(
            location.starts_with(&format!("{}/oauth2/default/v1/authorize?", self.provider)),
            "{location}"
        );
        assert!(
            !location.contains('#'),
            "a fragment of ours would take the place of the browser's"
        );
        let query: HashMap<String, String> = url::Url::parse(&location)
            .expect("a URL")
            .query_pairs()
            .into_owned()
            .collect();
        self.shared
            .nonce
            .lock()
            .expect("unpoisoned")
            .clone_from(&query["nonce"]);
        query
    }
}

const DEEP: &str = "/ledger/reports/m%C3%A4rz%20%231?year=2026&view=table";

#[tokio::test]
async fn a_person_arrives_where_they_wanted_to_go() {
    let stage = Stage::new().await;
    let asked = stage.begin(DEEP).await;
    assert_eq!(asked["client_id"], "0oaLedger");
    assert_eq!(asked["response_type"], "code");
    assert_eq!(asked["code_challenge_method"], "S256");
    assert_eq!(
        asked["redirect_uri"],
        format!("{}/ledger/callback", stage.app)
    );
    let answer = stage
        .get(&format!(
            "/ledger/callback?code=good&state={}",
            asked["state"]
        ))
        .await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    assert_eq!(answer.headers()["location"], DEEP);
    let form = stage.shared.form.lock().expect("unpoisoned").clone();
    assert_eq!(form["grant_type"], "authorization_code");
    assert_eq!(form["redirect_uri"], asked["redirect_uri"]);
    let page = stage.get(DEEP).await.text().await.expect("a page");
    assert!(
        page.contains("ana@example.com") && page.contains("Ana &lt;Alvarez&gt;"),
        "{page}"
    );
    // Signed in here is not signed in everywhere, and signing out ends it.
    stage.begin("/wiki").await;
    let out = stage
        .client
        .post(format!("{}/ledger/sign-out", stage.app))
        .header("origin", &stage.app);
    let out = stage
        .send(out.header("content-type", "application/x-www-form-urlencoded"))
        .await;
    assert_eq!(out.status(), StatusCode::SEE_OTHER);
    stage.begin(DEEP).await;
}

#[tokio::test]
async fn two_tabs_do_not_disturb_each_other() {
    let stage = Stage::new().await;
    let first = stage.begin("/ledger/a").await;
    let nonce = stage.shared.nonce.lock().expect("unpoisoned").clone();
    stage.begin("/ledger/b").await;
    *stage.shared.nonce.lock().expect("unpoisoned") = nonce;
    let answer = stage
        .get(&format!(
            "/ledger/callback?code=good&state={}",
            first["state"]
        ))
        .await;
    assert_eq!(answer.headers()["location"], "/ledger/a");
}

#[tokio::test]
async fn an_answer_nobody_asked_for_is_refused() {
    let stage = Stage::new().await;
    let asked = stage.begin("/ledger").await;
    let own = asked["state"].clone();
    for query in [
        String::from("code=good"),
        String::from("code=good&state=short"),
        format!("code=good&state={}x", &own),
    ] {
        assert_eq!(
            stage
                .get(&format!("/ledger/callback?{query}"))
                .await
                .status(),
            StatusCode::BAD_REQUEST,
            "{query}"
        );
    }
    // Another app's answer is not this one's.
    assert_eq!(
        stage
            .get(&format!("/wiki/callback?code=good&state={own}"))
            .await
            .status(),
        StatusCode::BAD_REQUEST
    );
    // And none is good twice.
    let callback = format!("/ledger/callback?code=good&state={own}");
    assert_eq!(stage.get(&callback).await.status(), StatusCode::SEE_OTHER);
    assert_eq!(stage.get(&callback).await.status(), StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_bad_code_or_a_token_of_another_sign_in_lets_nobody_in() {
    let stage = Stage::new().await;
    let asked = stage.begin("/ledger").await;
    let answer = stage
        .get(&format!(
            "/ledger/callback?code=bad&state={}",
            asked["state"]
        ))
        .await;
    assert_eq!(answer.status(), StatusCode::BAD_GATEWAY);
    let asked = stage.begin("/ledger").await;
    *stage.shared.nonce.lock().expect("unpoisoned") = String::from("other");
    let answer = stage
        .get(&format!(
            "/ledger/callback?code=good&state={}",
            asked["state"]
        ))
        .await;
    assert_eq!(answer.status(), StatusCode::BAD_GATEWAY);
    stage.begin("/ledger").await;
}

#[tokio::test]
async fn a_sign_in_that_was_given_up_says_so_and_can_be_tried_again() {
    let stage = Stage::new().await;
    let asked = stage.begin("/ledger/a?b=c").await;
    let answer = stage
        .get(&format!(
            "/ledger/callback?error=access_denied&state={}",
            asked["state"]
        ))
        .await;
    assert_eq!(answer.status(), StatusCode::FORBIDDEN);
    let page = answer.text().await.expect("a page");
    assert!(page.contains("href=\"/ledger/a?b=c\""), "{page}");
}

#[tokio::test]
async fn a_session_ends_by_the_demonstrations_clock() {
    let stage = Stage::new().await;
    let asked = stage.begin("/ledger").await;
    stage
        .get(&format!(
            "/ledger/callback?code=good&state={}",
            asked["state"]
        ))
        .await;
    assert_eq!(stage.get("/ledger").await.status(), StatusCode::OK);
    let clock = stage
        .client
        .post(format!("{}/dev/clock", stage.app))
        .form(&[("by", "P1D")]);
    assert_eq!(stage.send(clock).await.status(), StatusCode::SEE_OTHER);
    assert_eq!(stage.clock.shift(), SignedDuration::from_hours(24));
    stage.begin("/ledger").await;
}

#[tokio::test]
async fn the_clock_takes_only_sensible_shifts_of_its_own_pages() {
    let stage = Stage::new().await;
    let post = |fields: &[(&str, &str)]| {
        stage
            .client
            .post(format!("{}/dev/clock", stage.app))
            .form(&fields.to_vec())
    };
    for wrong in [
        &[("by", "soon")][..],
        &[("by", "P9Y")],
        &[],
        &[("by", "P1D"), ("shift", "P1D")],
    ] {
        assert_eq!(
            stage.send(post(wrong)).await.status(),
            StatusCode::BAD_REQUEST,
            "{wrong:?}"
        );
    }
    let foreign = post(&[("by", "P1D")]).header("origin", "https://evil.example");
    assert_eq!(stage.send(foreign).await.status(), StatusCode::FORBIDDEN);
    assert!(stage.clock.shift().is_zero());
    let put = stage
        .client
        .put(format!("{}/dev/clock", stage.app))
        .json(&json!({ "aheadBySeconds": 3600 }));
    let answer: Value = stage.send(put).await.json().await.expect("JSON");
    assert_eq!(answer["aheadBySeconds"], 3600);
    stage.send(post(&[("shift", "PT0S")])).await;
    assert!(stage.clock.shift().is_zero());
}

#[tokio::test]
async fn what_is_not_there_is_not_found_and_the_home_page_leads_everywhere() {
    let stage = Stage::new().await;
    for path in ["/nothing", "/nothing/callback", "/nothing/a"] {
        assert_eq!(
            stage.get(path).await.status(),
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
    let home = stage.get("/").await.text().await.expect("a page");
    for link in [
        "href=\"/ledger\"",
        "href=\"/wiki\"",
        "href=\"/payroll\"",
        "href=\"/travel\"",
        "href=\"http://localhost:6511\"",
    ] {
        assert!(home.contains(link), "{link}");
    }
}
