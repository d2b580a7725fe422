//! The whole sign-in over HTTP, in process: an organization made through the management API, a person, an app and a
//! device that signs its answers.

mod clients;
mod conformance;
mod denials;
mod device;
mod exemption;
mod grace;
mod help;
mod instances;
mod journeys;
mod log;
mod mistakes;
mod oauth;
mod races;
mod reminders;
mod signals;

use std::sync::Arc;

use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};
use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Request, StatusCode},
};
use http_body_util::BodyExt as _;
use jiff::{SignedDuration, Timestamp};
use jsonwebtoken::{
    Algorithm, EncodingKey, Header, encode,
    jwk::{Jwk, ThumbprintHash},
};
use serde_json::{Value, json};
use tower::ServiceExt as _;

use super::handle;
use crate::{
    backend::{
        BackendConfig,
        management::{SCOPE_NAMES, tokens},
        router,
        store::Store,
    },
    clock::{ManualClock, SharedClock},
    idx::Transaction,
    random::{SharedRandom, SystemRandom},
};

const URL: &str = "http://localhost:8080";
const CALLBACK: &str = "https://app.example/callback?a=1";
const VERIFIER: &str = "a-verifier-of-forty-three-characters-at-least";

/// An answer of the backend.
struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    bytes: Vec<u8>,
}

impl Answer {
    fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_default()
    }

    /// As an IDX client reads it.
    fn idx(&self) -> Transaction {
        assert_eq!(self.headers["content-type"], "application/json");
        assert_eq!(self.headers["cache-control"], "no-store");
        assert!(self.headers.contains_key("x-okta-request-id"));
        let transaction: Transaction = serde_json::from_slice(&self.bytes).unwrap();
        conformance::conforms(&self.json());
        transaction
    }
}

/// A backend with an app and a person.
struct Org {
    router: Router,
    store: Store,
    clock: Arc<ManualClock>,
    client_id: String,
    token: String,
    /// The device assurance policies, as they were given.
    assurances: Vec<Value>,
    /// The rule that asks for them.
    rule: Value,
    /// Where it is.
    rule_path: String,
}

/// A macOS policy that asks for the firewall only as a custom check, and for version 14.4.
fn macos(name: &str) -> Value {
    json!({
        "name": name, "platform": "MACOS", "osVersion": {"minimum": "14.4"},
        "devicePostureChecks": {"include": [{"variableName": "macOSFirewall", "value": "1"}]},
        "displayRemediationMode": "SHOW",
    })
}

/// `value` with `more` on top.
fn with(mut value: Value, more: &Value) -> Value {
    for (key, item) in more.as_object().unwrap() {
        value[key] = item.clone();
    }
    value
}

impl Org {
    async fn new(assurances: &[Value]) -> Self {
        let store = Store::open("sqlite::memory:").await.unwrap();
        Self::with(assurances, store, BackendConfig::new(URL)).await
    }

    async fn with(assurances: &[Value], store: Store, config: BackendConfig) -> Self {
        let start: Timestamp = "2026-03-01T10:00:00Z".parse().unwrap();
        let clock = Arc::new(ManualClock::new(start));
        let mut org = Self {
            router: Router::new(),
            store,
            clock,
            client_id: String::new(),
            token: String::new(),
            assurances: Vec::new(),
            rule: Value::Null,
            rule_path: String::new(),
        };
        org.start(config);
        let random: SharedRandom = Arc::new(SystemRandom);
        let shared: SharedClock = org.clock.clone();
        org.token = tokens::create(&org.store, &shared, &random, "tests", SCOPE_NAMES)
            .await
            .unwrap();
        org.seed(assurances).await;
        org
    }

    /// Another instance beside this one: the same organization, another router on another store.
    fn beside(&self, store: Store, config: BackendConfig) -> Self {
        let mut other = Self {
            router: Router::new(),
            store,
            clock: Arc::clone(&self.clock),
            client_id: self.client_id.clone(),
            token: self.token.clone(),
            assurances: self.assurances.clone(),
            rule: self.rule.clone(),
            rule_path: self.rule_path.clone(),
        };
        other.start(config);
        other
    }

    /// Mounts the router anew, as a restart does.
    fn start(&mut self, config: BackendConfig) {
        let random: SharedRandom = Arc::new(SystemRandom);
        self.router = router(config, self.store.clone(), self.clock.clone(), random);
    }

    async fn seed(&mut self, assurances: &[Value]) {
        let check = json!({
            "name": "macOS firewall", "variableName": "macOSFirewall", "platform": "MACOS", "type": "CUSTOM",
            "mappingType": "CHECKBOX", "query": "SELECT 1;",
            "remediationSettings": {
                "message": {"customText": "Turn on the firewall.", "customTextTranslations": {"de": "Firewall einschalten."}},
                "link": {"customUrl": "https://help.example.com/firewall"},
            },
        });
        self.manage("POST", "/api/v1/device-posture-checks", &check)
            .await;
        let mut include = Vec::new();
        for assurance in assurances {
            let made = self
                .manage("POST", "/api/v1/device-assurances", assurance)
                .await;
            include.push(made["id"].clone());
            self.assurances.push(made);
        }
        let policy = json!({"name": "Policy of the app", "type": "ACCESS_POLICY"});
        let policy = self.manage("POST", "/api/v1/policies", &policy).await["id"]
            .as_str()
            .unwrap()
            .to_owned();
        let rules = format!("/api/v1/policies/{policy}/rules");
        let all = self.manage("GET", &rules, &Value::Null).await;
        let mut rule = json!({
            "name": "Device", "type": "ACCESS_POLICY", "priority": 0,
            "actions": {"appSignOn": {"access": "ALLOW", "verificationMethod": {"type": "ASSURANCE", "factorMode": "1FA", "constraints": []}}},
        });
        if !include.is_empty() {
            rule["conditions"] =
                json!({"device": {"registered": true, "assurance": {"include": include}}});
        }
        self.rule = self.manage("POST", &rules, &rule).await;
        self.rule_path = format!("{rules}/{}", self.rule["id"].as_str().unwrap());
        let catch_all = all[0].clone();
        let closed = with(
            catch_all.clone(),
            &json!({"actions": {"appSignOn": {"access": "DENY"}}}),
        );
        let path = format!("{rules}/{}", catch_all["id"].as_str().unwrap());
        self.manage("PUT", &path, &closed).await;
        let app = json!({
            "name": "oidc_client", "label": "App", "signOnMode": "OPENID_CONNECT",
            "credentials": {"oauthClient": {"token_endpoint_auth_method": "none"}},
            "settings": {"oauthClient": {"application_type": "web", "redirect_uris": [CALLBACK],
                "response_types": ["code"], "grant_types": ["authorization_code", "interaction_code"]}},
        });
        let app = self.manage("POST", "/api/v1/apps", &app).await;
        self.client_id = app["id"].as_str().unwrap().to_owned();
        let path = format!("/api/v1/apps/{}/policies/{policy}", self.client_id);
        self.manage("PUT", &path, &Value::Null).await;
        let user = json!({
            "profile": {"login": "ada@example.com", "email": "ada@example.com", "firstName": "Ada", "lastName": "Byron", "locale": "en-GB"},
            "credentials": {"password": {"value": "correct horse battery"}},
        });
        self.manage("POST", "/api/v1/users", &user).await;
    }

    /// An administrator changes a device assurance policy; null takes a field away.
    async fn change(&self, index: usize, more: &Value) -> Value {
        let assurance = &self.assurances[index];
        let path = format!(
            "/api/v1/device-assurances/{}",
            assurance["id"].as_str().unwrap()
        );
        self.manage("PUT", &path, &with(assurance.clone(), more))
            .await
    }

    async fn manage(&self, method: &str, path: &str, body: &Value) -> Value {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("authorization", format!("SSWS {}", self.token))
            .header("content-type", "application/json")
            .body(match body {
                Value::Null => Body::empty(),
                body => Body::from(body.to_string()),
            });
        let answer = self.send(request.unwrap()).await;
        assert!(
            answer.status.is_success(),
            "{method} {path}: {}",
            String::from_utf8_lossy(&answer.bytes)
        );
        answer.json()
    }

    async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes().to_vec();
        Answer {
            status: parts.status,
            headers: parts.headers,
            bytes,
        }
    }

    async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).unwrap())
            .await
    }

    async fn post(&self, path: &str, body: &Value) -> Answer {
        let request = Request::post(path)
            .header("content-type", "application/json")
            .body(Body::from(body.to_string()));
        self.send(request.unwrap()).await
    }

    async fn form(&self, path: &str, pairs: &[(&str, &str)]) -> Answer {
        let body = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(pairs)
            .finish();
        let request = Request::post(path)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from(body));
        self.send(request.unwrap()).await
    }

    /// What the app asks for.
    fn parameters(&self) -> Vec<(String, String)> {
        [
            ("client_id", self.client_id.as_str()),
            ("redirect_uri", CALLBACK),
            ("response_type", "code"),
            ("scope", "openid profile email"),
            ("state", "the state"),
            ("nonce", "the nonce"),
            ("code_challenge", &handle::sha256(VERIFIER.as_bytes())),
            ("code_challenge_method", "S256"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .to_vec()
    }

    /// A new interaction's handle.
    async fn interact(&self) -> String {
        let parameters = self.parameters();
        let pairs: Vec<_> = parameters
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let answer = self.form("/oauth2/default/v1/interact", &pairs).await;
        assert_eq!(answer.status, StatusCode::OK);
        answer.json()["interaction_handle"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    /// A new sign-in: its state handle.
    async fn begin(&self) -> String {
        let interaction = self.interact().await;
        let answer = self
            .post(
                "/idp/idx/introspect",
                &json!({"interactionHandle": interaction}),
            )
            .await;
        assert_eq!(answer.status, StatusCode::OK);
        let transaction = answer.idx();
        assert_eq!(transaction.forms()[0].name, "identify");
        transaction.state_handle.unwrap()
    }

    async fn step(&self, path: &str, handle: &str, body: Value) -> Answer {
        let body = with(body, &json!({"stateHandle": handle}));
        self.post(path, &body).await
    }

    async fn introspect(&self, handle: &str) -> Answer {
        self.post("/idp/idx/introspect", &json!({"stateToken": handle}))
            .await
    }

    /// A sign-in whose password is proven: its handle and where it stands.
    async fn proven(&self) -> (String, Transaction) {
        let handle = self.begin().await;
        self.step(
            "/idp/idx/identify",
            &handle,
            json!({"identifier": " Ada@example.com "}),
        )
        .await;
        let answer = self.password(&handle, "correct horse battery").await;
        assert_eq!(answer.status, StatusCode::OK);
        (handle, answer.idx())
    }

    async fn password(&self, handle: &str, passcode: &str) -> Answer {
        let body = json!({"credentials": {"passcode": passcode}});
        self.step("/idp/idx/challenge/answer", handle, body).await
    }

    async fn poll(&self, handle: &str) -> Transaction {
        let answer = self
            .step("/idp/idx/authenticators/poll", handle, json!({}))
            .await;
        assert_eq!(answer.status, StatusCode::OK);
        answer.idx()
    }

    /// Trades the code of a success for tokens.
    async fn redeem(&self, transaction: &Transaction) -> Answer {
        let code = code(transaction);
        self.token(&[("interaction_code", &code)]).await
    }

    /// The token endpoint, with what an app sends and `more` instead or beside.
    async fn token(&self, more: &[(&str, &str)]) -> Answer {
        let mut pairs = vec![
            ("grant_type", "interaction_code"),
            ("client_id", self.client_id.as_str()),
            ("redirect_uri", CALLBACK),
            ("code_verifier", VERIFIER),
        ];
        pairs.retain(|(name, _)| more.iter().all(|(other, _)| other != name));
        pairs.extend_from_slice(more);
        self.form("/oauth2/default/v1/token", &pairs).await
    }

    fn pass(&self, time: SignedDuration) {
        self.clock.advance(time);
    }

    /// The types of the log's events, oldest first.
    async fn log(&self) -> Vec<Value> {
        let page = self
            .manage(
                "GET",
                "/api/v1/logs?limit=1000&since=2026-01-01T00:00:00Z",
                &Value::Null,
            )
            .await;
        page.as_array().unwrap().clone()
    }
}

fn code(transaction: &Transaction) -> String {
    let form = transaction.success_with_interaction_code.as_ref();
    let field = form.expect("a success").field("interaction_code");
    field.unwrap().value.as_str().unwrap().to_owned()
}

fn keys(transaction: &Transaction) -> Vec<String> {
    transaction
        .messages()
        .iter()
        .map(|message| {
            let key = message.key();
            key.rsplit_once("remediation.")
                .map_or(key, |(_, suffix)| suffix)
                .to_owned()
        })
        .collect()
}

fn assurance(transaction: &Transaction) -> &crate::idx::DeviceAssurance {
    &transaction
        .device_assurance
        .as_ref()
        .expect("the extension")
        .value
}

/// A device that signs its answers.
#[derive(Clone)]
struct FakeDevice {
    key: EncodingKey,
    public: Jwk,
    id: String,
    platform: &'static str,
    os_version: String,
    firewall: Option<Value>,
    /// Beside the version.
    signals: Value,
}

impl FakeDevice {
    fn new() -> Self {
        let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap();
        let key = EncodingKey::from_ec_der(pair.to_pkcs8v1().unwrap().as_ref());
        let public = Jwk::from_encoding_key(&key, Algorithm::ES256).unwrap();
        let id = public.thumbprint(ThumbprintHash::SHA256).unwrap();
        Self {
            key,
            public,
            id,
            platform: "MACOS",
            os_version: "14.5".to_owned(),
            firewall: Some(json!({"status": "OK", "value": "1"})),
            signals: json!({}),
        }
    }

    fn firewall(mut self, value: &str) -> Self {
        self.firewall = Some(json!({"status": "OK", "value": value}));
        self
    }

    /// What the challenge says, as an agent reads it.
    fn challenge(transaction: &Transaction) -> Value {
        let challenge = transaction.authenticator_challenge.as_ref();
        let token = challenge.unwrap().value.challenge_request.clone().unwrap();
        jsonwebtoken::dangerous::insecure_decode_claims(token).unwrap()
    }

    fn claims(&self, challenge: &Value, now: Timestamp) -> Value {
        let random: SharedRandom = Arc::new(SystemRandom);
        let check = self
            .firewall
            .as_ref()
            .map(|answer| with(answer.clone(), &json!({"variableName": "macOSFirewall"})));
        json!({
            "iss": self.id, "aud": challenge["verificationUri"], "nonce": challenge["nonce"],
            "iat": now.as_second(), "exp": now.as_second() + 60, "jti": random.token(12),
            "device": {"displayName": "Ada's Mac", "platform": self.platform, "osVersion": self.os_version,
                "manufacturer": "Apple", "model": "Mac15,6", "serialNumber": "C02", "udid": "u"},
            "signals": with(json!({"osVersion": self.os_version}), &self.signals),
            "checks": check.into_iter().collect::<Vec<_>>(),
        })
    }

    fn sign(&self, claims: &Value) -> String {
        let header = Header {
            jwk: Some(self.public.clone()),
            kid: Some(self.id.clone()),
            ..Header::new(Algorithm::ES256)
        };
        encode(&header, claims, &self.key).unwrap()
    }

    async fn deliver(&self, org: &Org, challenge: &Value, token: &str) -> Answer {
        let uri = challenge["verificationUri"].as_str().unwrap();
        let path = uri.strip_prefix(URL).unwrap();
        org.post(path, &json!({"challengeResponse": token})).await
    }

    /// Answers `challenge` as the device is now.
    async fn answer(&self, org: &Org, challenge: &Value) -> Answer {
        use crate::clock::Clock as _;
        let token = self.sign(&self.claims(challenge, org.clock.now()));
        self.deliver(org, challenge, &token).await
    }
}
