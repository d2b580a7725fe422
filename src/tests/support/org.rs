//! The real embedded backend, seeded through its own API, and a device that answers challenges as the agent does.

use std::sync::Arc;

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, StatusCode},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use doorstep::{
    backend::{self, BackendConfig, management, store::Store},
    clock::{ManualClock, SharedClock},
    random::{SharedRandom, SystemRandom},
};
use jsonwebtoken::{
    Algorithm, EncodingKey, Header, encode,
    jwk::{Jwk, ThumbprintHash},
};
use serde_json::{Value, json};
use tower::ServiceExt as _;

const SCOPES: &[&str] = &[
    "okta.devicePostureChecks.manage",
    "okta.deviceAssurance.manage",
    "okta.policies.manage",
    "okta.apps.manage",
    "okta.users.manage",
];

/// An organization with one app, one person, one policy.
pub(crate) struct Org {
    pub(crate) router: Router,
    /// The app's client identifier.
    pub(crate) client: String,
    clock: Arc<ManualClock>,
    random: SharedRandom,
    store: Store,
}

impl Org {
    /// An organization whose policy has these additional members, for instance a grace period.
    pub(crate) async fn new(policy: Value) -> Self {
        let store = Store::open("sqlite::memory:").await.expect("a store");
        let clock = Arc::new(ManualClock::new(
            "2026-03-02T10:00:00Z".parse().expect("a time"),
        ));
        let (shared, random): (SharedClock, SharedRandom) = (clock.clone(), Arc::new(SystemRandom));
        let token = management::tokens::create(&store, &shared, &random, "test", SCOPES)
            .await
            .expect("a token");
        management::ensure_default_policy(&store, &shared, &random)
            .await
            .expect("a policy");
        let config = BackendConfig::new("http://localhost:8080");
        let router = backend::router(config, store.clone(), shared, random.clone());
        let mut org = Self {
            router,
            client: String::new(),
            clock,
            random,
            store,
        };
        org.seed(&token, policy).await;
        org
    }

    /// An API token that may do this.
    pub(crate) async fn token(&self, scopes: &[&str]) -> String {
        let clock: SharedClock = self.clock.clone();
        management::tokens::create(&self.store, &clock, &self.random, "help desk", scopes)
            .await
            .expect("a token")
    }

    /// Lets time go by for the organization.
    pub(crate) fn advance(&self, time: jiff::SignedDuration) {
        self.clock.advance(time);
    }

    /// The events of this type in its log.
    pub(crate) async fn events(&self, event_type: &str) -> Vec<Value> {
        let token = self.token(&["okta.logs.read"]).await;
        let filter = format!("eventType%20eq%20%22{event_type}%22");
        let path = format!("/logs?since=2026-01-01T00:00:00Z&limit=1000&filter={filter}");
        let events = self.api(&token, "GET", &path, None).await;
        events.as_array().expect("events").clone()
    }

    async fn seed(&mut self, token: &str, more: Value) {
        let id = |value: &Value| value["id"].as_str().expect("an id").to_owned();
        let seed = |text: &str| serde_json::from_str::<Value>(text).expect("JSON");
        let api = async |method: &str, path: &str, body: Option<Value>| {
            self.api(token, method, path, body).await
        };
        api(
            "POST",
            "/device-posture-checks",
            Some(seed(include_str!(
                "../../demo/seed/check-macos-firewall.json"
            ))),
        )
        .await;
        let mut assurance = seed(include_str!("../../demo/seed/assurance-macos.json"));
        for (name, value) in more.as_object().expect("members") {
            assurance[name] = value.clone();
        }
        let assurance = id(&api("POST", "/device-assurances", Some(assurance)).await);
        let policy = id(&api(
            "POST",
            "/policies",
            Some(seed(include_str!("../../demo/seed/policy-ledger.json"))),
        )
        .await);
        let mut rule = seed(include_str!("../../demo/seed/rule-ledger.json"));
        rule["conditions"]["device"]["assurance"]["include"] = json!([assurance]);
        let rules = format!("/policies/{policy}/rules");
        api("POST", &rules, Some(rule)).await;
        let all = api("GET", &rules, None).await;
        let last = all
            .as_array()
            .expect("rules")
            .iter()
            .find(|rule| rule["system"] == true)
            .expect("the catch-all");
        api(
            "PUT",
            &format!("{rules}/{}", id(last)),
            Some(seed(include_str!("../../demo/seed/catch-all.json"))),
        )
        .await;
        let app = include_str!("../../demo/seed/app-ledger.json")
            .replace("{{app-url}}/ledger", "http://localhost:8081");
        let app = id(&api("POST", "/apps", Some(seed(&app))).await);
        api("PUT", &format!("/apps/{app}/policies/{policy}"), None).await;
        api(
            "POST",
            "/users",
            Some(seed(include_str!("../../demo/seed/user-ana.json"))),
        )
        .await;
        self.client = app;
    }

    pub(crate) async fn api(
        &self,
        token: &str,
        method: &str,
        path: &str,
        body: Option<Value>,
    ) -> Value {
        let request = Request::builder()
            .method(method)
            .uri(format!("/api/v1{path}"))
            .header("authorization", format!("SSWS {token}"))
            .header("content-type", "application/json")
            .body(body.map_or_else(Body::empty, |body| Body::from(body.to_string())))
            .expect("a request");
        let (status, body) = self.send(request).await;
        assert!(status.is_success(), "{method} {path}: {status} {body}");
        body
    }

    async fn send(&self, request: Request<Body>) -> (StatusCode, Value) {
        let response = self
            .router
            .clone()
            .oneshot(request)
            .await
            .expect("an answer");
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, 1_000_000).await.expect("a body");
        (
            parts.status,
            serde_json::from_slice(&bytes).unwrap_or_default(),
        )
    }

    /// Gives `device`'s answer to a challenge.
    pub(crate) async fn deliver(&self, device: &Device, challenge: &str) {
        let payload = challenge.split('.').nth(1).expect("a JWT");
        let claims: Value =
            serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).expect("base64url"))
                .expect("claims");
        let address = claims["verificationUri"].as_str().expect("an address");
        let now = doorstep::clock::Clock::now(&*self.clock).as_second();
        let answer = device.answer(&json!({
            "aud": address, "nonce": claims["nonce"], "iat": now, "exp": now + 120, "jti": self.random.token(12),
        }));
        let path = address
            .strip_prefix("http://localhost:8080")
            .expect("the organization's own address");
        let request = Request::post(path)
            .header("content-type", "application/json")
            .body(Body::from(json!({"challengeResponse": answer}).to_string()));
        let (status, body) = self.send(request.expect("a request")).await;
        assert_eq!(
            (status, &body["status"]),
            (StatusCode::OK, &json!("ACCEPTED")),
            "{body}"
        );
    }
}

/// The test device's key, PKCS #8, and its public coordinates. It protects nothing.
const KEY: &str = "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgXdjVs1TNJ3rSkV8KLiIYsLXKQTyJY1Wwmnkl0GlOJbyhRANCAARWuL4xrKD530H7eSV2hdKILMVUv6HCG4ZSxs0bWhmDF8f44v8CMf3JAsReV7cGaIncMTFoBvJ6tS_zP0HU_eRc";
const KEY_X: &str = "Vri-Mayg-d9B-3kldoXSiCzFVL-hwhuGUsbNG1oZgxc";
const KEY_Y: &str = "x_ji_wIx_ckCxF5XtwZoidwxMWgG8nq1L_M_QdT95Fw";

/// A Mac.
pub(crate) struct Device {
    key: EncodingKey,
    header: Header,
    id: String,
    pub(crate) os_version: &'static str,
    pub(crate) firewall: &'static str,
}

impl Device {
    /// A Mac on which all is well.
    pub(crate) fn new() -> Self {
        let jwk: Jwk =
            serde_json::from_value(json!({"kty": "EC", "crv": "P-256", "x": KEY_X, "y": KEY_Y}))
                .expect("a JWK");
        let id = jwk
            .thumbprint(ThumbprintHash::SHA256)
            .expect("a thumbprint");
        let mut header = Header::new(Algorithm::ES256);
        header.kid = Some(id.clone());
        header.jwk = Some(jwk);
        Self {
            key: EncodingKey::from_ec_der(&URL_SAFE_NO_PAD.decode(KEY).expect("base64url")),
            header,
            id,
            os_version: "14.5",
            firewall: "1",
        }
    }

    fn answer(&self, challenge: &Value) -> String {
        let mut claims = json!({
            "iss": self.id,
            "device": {"displayName": "Test Mac", "platform": "MACOS", "osVersion": self.os_version, "manufacturer": "Apple",
                       "model": "Mac", "serialNumber": "S1", "udid": "U1"},
            "signals": {"osVersion": self.os_version, "diskEncryptionType": "ALL_INTERNAL_VOLUMES", "screenLockType": "BIOMETRIC",
                        "secureHardwarePresent": true, "jailbreak": false, "managed": false},
            "checks": [{"variableName": "macOSFirewall", "status": "OK", "value": self.firewall}],
        });
        for (name, value) in challenge.as_object().expect("claims") {
            claims[name] = value.clone();
        }
        encode(&self.header, &claims, &self.key).expect("a JWT")
    }
}
