//! An organization as the agent sees it: keys, a discovery document, and a place where answers arrive.

use std::sync::{Arc, Mutex, OnceLock};

use aws_lc_rs::{
    encoding::AsDer as _,
    rsa::{KeyPair, KeySize},
};
use axum::{
    Json, Router,
    extract::State,
    http::StatusCode,
    routing::{get, post},
};
use jiff::{SignedDuration, Timestamp};
use jsonwebtoken::{
    Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, decode_header, encode,
    jwk::{Jwk, ThumbprintHash},
};
use serde_json::{Value, json};
use tokio::sync::mpsc;

/// The key of an organization.
#[derive(Clone)]
pub(crate) struct Org(EncodingKey);

fn key(cell: &'static OnceLock<EncodingKey>) -> Org {
    // Made once: finding primes takes its time.
    let key = cell.get_or_init(|| {
        let pair = KeyPair::generate(KeySize::Rsa2048).expect("a key");
        let document: aws_lc_rs::encoding::Pkcs8V1Der<'_> = pair.as_der().expect("a document");
        let pem = format!(
            "-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n",
            base64::Engine::encode(
                &base64::engine::general_purpose::STANDARD,
                document.as_ref()
            )
        );
        EncodingKey::from_rsa_pem(pem.as_bytes()).expect("a key")
    });
    Org(key.clone())
}

impl Org {
    pub(crate) fn new() -> Self {
        static KEY: OnceLock<EncodingKey> = OnceLock::new();
        key(&KEY)
    }

    /// Somebody else.
    pub(crate) fn other() -> Self {
        static KEY: OnceLock<EncodingKey> = OnceLock::new();
        key(&KEY)
    }

    pub(crate) fn public(&self) -> Jwk {
        let mut public = Jwk::from_encoding_key(&self.0, Algorithm::RS256).expect("a key");
        public.common.key_id = Some(
            public
                .thumbprint(ThumbprintHash::SHA256)
                .expect("a thumbprint"),
        );
        public
    }

    pub(crate) fn sign(&self, claims: &Value) -> String {
        let header = Header {
            kid: self.public().common.key_id,
            ..Header::new(Algorithm::RS256)
        };
        encode(&header, claims, &self.0).expect("a token")
    }
}

/// The claims of a challenge of the organization at `url`.
pub(crate) fn claims(url: &str, now: Timestamp) -> Value {
    let host = url.split_once("://").expect("a URL").1;
    json!({
        "iss": format!("{url}/oauth2/default"), "aud": "urn:doorstep:agent", "ver": 1,
        "iat": now.as_second(), "exp": now.as_second() + 300, "jti": "j-1", "nonce": "n-1",
        "verificationUri": format!("{url}/idp/device/challenge/c1/answer"), "orgHost": host,
        "signals": ["osVersion", "diskEncryptionType", "screenLockType", "secureHardwarePresent", "jailbreak", "managed"],
        "checks": [
            {"platform": "MACOS", "variableName": "macOSFirewall",
             "query": "SELECT CASE WHEN global_state = 0 THEN 0 ELSE 1 END AS firewall_enabled FROM alf;"},
            {"platform": "WINDOWS", "variableName": "windowsFirewall",
             "query": "SELECT CASE WHEN enabled = 1 THEN 1 ELSE 0 END AS firewall_enabled FROM windows_firewall_profiles;"},
        ],
    })
}

/// An organization that listens on loopback.
pub(crate) struct RunningOrg {
    pub(crate) url: String,
    pub(crate) key: Org,
    /// The verified claims of the answers that arrive.
    pub(crate) answers: mpsc::UnboundedReceiver<Value>,
    /// What it says to the next answers.
    pub(crate) reply: Arc<Mutex<(StatusCode, Value)>>,
    /// How often its keys were asked for.
    pub(crate) asked_for_keys: Arc<Mutex<u32>>,
}

#[derive(Clone)]
struct Shared {
    url: String,
    key: Org,
    answers: mpsc::UnboundedSender<Value>,
    reply: Arc<Mutex<(StatusCode, Value)>>,
    asked_for_keys: Arc<Mutex<u32>>,
}

impl RunningOrg {
    /// Interested in changes for a minute.
    pub(crate) async fn start(now: Timestamp) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a port");
        let url = format!(
            "http://127.0.0.1:{}",
            listener.local_addr().expect("an address").port()
        );
        let until = now
            .checked_add(SignedDuration::from_secs(60))
            .expect("a time");
        let waiting =
            json!({"status": "ACCEPTED", "transactionState": "WAITING", "watchUntil": until});
        let (sender, answers) = mpsc::unbounded_channel();
        let shared = Shared {
            url: url.clone(),
            key: Org::new(),
            answers: sender,
            reply: Arc::new(Mutex::new((StatusCode::OK, waiting))),
            asked_for_keys: Arc::default(),
        };
        let (reply, asked_for_keys) = (
            Arc::clone(&shared.reply),
            Arc::clone(&shared.asked_for_keys),
        );
        let router = Router::new()
            .route(
                "/oauth2/default/.well-known/openid-configuration",
                get(discovery),
            )
            .route("/oauth2/default/v1/keys", get(keys))
            .route("/idp/device/challenge/c1/answer", post(answer))
            .with_state(shared);
        tokio::spawn(axum::serve(listener, router).into_future());
        Self {
            url,
            key: Org::new(),
            answers,
            reply,
            asked_for_keys,
        }
    }
}

async fn discovery(State(shared): State<Shared>) -> Json<Value> {
    let issuer = format!("{}/oauth2/default", shared.url);
    Json(json!({ "issuer": issuer, "jwks_uri": format!("{issuer}/v1/keys") }))
}

async fn keys(State(shared): State<Shared>) -> Json<Value> {
    *shared.asked_for_keys.lock().expect("unpoisoned") += 1;
    Json(json!({ "keys": [shared.key.public()] }))
}

async fn answer(
    State(shared): State<Shared>,
    Json(body): Json<Value>,
) -> (StatusCode, Json<Value>) {
    let token = body["challengeResponse"].as_str().expect("a token");
    let header = decode_header(token).expect("a header");
    let key = header.jwk.expect("the device's key");
    let mut validation = Validation::new(Algorithm::ES256);
    validation.validate_exp = false;
    validation.set_issuer(&[key
        .thumbprint(ThumbprintHash::SHA256)
        .expect("a thumbprint")]);
    validation.set_audience(&[format!("{}/idp/device/challenge/c1/answer", shared.url)]);
    let decoding = DecodingKey::from_jwk(&key).expect("a key");
    let claims = decode::<Value>(token, &decoding, &validation)
        .expect("a good signature")
        .claims;
    shared.answers.send(claims).expect("the test listens");
    let (status, body) = shared.reply.lock().expect("unpoisoned").clone();
    (status, Json(body))
}
