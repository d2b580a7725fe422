//! The management API over HTTP, in process, on a database in memory.

mod addresses;
mod app_attributes;
mod apps_and_users;
mod assurances;
mod chosen_credentials;
mod clients;
mod contract;
mod envelope;
mod exemptions;
mod grace;
mod groups_claim;
mod lint;
mod logs;
mod logs_paging;
mod me;
mod openapi;
mod policies;
mod policy_as_code;
mod policy_copies;
mod posture_checks;
mod rules;
mod searches;
mod store;
mod user_lifecycle;

use std::sync::Arc;

use contract::{Contract, Exchange};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Request, StatusCode},
};
use doorstep::{
    backend::{
        management::{self, Config, ManagementState},
        store::Store,
    },
    clock::{ManualClock, SharedClock},
    random::{SharedRandom, SystemRandom},
};
use serde_json::{Value, json};
use tower::ServiceExt as _;

/// Everything that a token may do.
const ALL_SCOPES: &[&str] = &[
    "okta.devicePostureChecks.manage",
    "okta.deviceAssurance.manage",
    "okta.policies.manage",
    "okta.apps.manage",
    "okta.appGrants.manage",
    "okta.users.manage",
    "okta.logs.read",
    "okta.deviceIntegrations.manage",
];

/// An organization with its management API.
struct Org {
    router: Router,
    clock: Arc<ManualClock>,
    store: Store,
    random: SharedRandom,
    token: String,
}

/// An answer.
#[derive(Debug)]
struct Reply {
    status: StatusCode,
    headers: HeaderMap,
    body: Value,
}

impl Org {
    async fn new() -> Self {
        Self::with(|_| {}).await
    }

    async fn with(configure: impl FnOnce(&mut Config)) -> Self {
        let store = Store::open("sqlite::memory:").await.unwrap();
        Self::on(store, configure).await
    }

    async fn on(store: Store, configure: impl FnOnce(&mut Config)) -> Self {
        let clock = Arc::new(ManualClock::new("2026-03-01T12:00:00Z".parse().unwrap()));
        let shared: SharedClock = clock.clone();
        let random: SharedRandom = Arc::new(SystemRandom);
        let token = management::tokens::create(&store, &shared, &random, "test", ALL_SCOPES)
            .await
            .unwrap();
        let mut config = Config::new("https://id.example.com");
        configure(&mut config);
        let state = ManagementState::new(store.clone(), shared, random.clone(), config, None);
        Self {
            router: management::router(state),
            clock,
            store,
            random,
            token,
        }
    }

    /// A token of its own that may do only this.
    async fn token(&self, scopes: &[&str]) -> String {
        let clock: SharedClock = self.clock.clone();
        management::tokens::create(&self.store, &clock, &self.random, "small", scopes)
            .await
            .unwrap()
    }

    /// The API's description.
    async fn contract(&self) -> &'static Contract {
        if let Some(contract) = Contract::known() {
            return contract;
        }
        let request = Request::get("/openapi.json").body(Body::empty()).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let bytes = to_bytes(response.into_body(), 10_000_000).await.unwrap();
        Contract::keep(serde_json::from_slice(&bytes).unwrap())
    }

    /// Sends a request; the answer must be as the API's description says.
    async fn send(&self, request: Request<Body>) -> Reply {
        let (asked, sent) = request.into_parts();
        let (method, path) = (asked.method.clone(), asked.uri.path().to_owned());
        let sent = to_bytes(sent, 10_000_000).await.unwrap();
        let request = Request::from_parts(asked, Body::from(sent.clone()));
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, 10_000_000).await.unwrap();
        let body = if bytes.is_empty() {
            Value::Null
        } else {
            serde_json::from_slice(&bytes).unwrap()
        };
        self.contract().await.check(&Exchange {
            method: &method,
            path: &path,
            sent: &sent,
            status: parts.status,
            headers: &parts.headers,
            body: &body,
        });
        Reply {
            status: parts.status,
            headers: parts.headers,
            body,
        }
    }

    async fn call(&self, method: &str, path: &str, body: Option<Value>) -> Reply {
        let authorization = format!("SSWS {}", self.token);
        self.call_as(&authorization, method, path, body).await
    }

    async fn call_as(
        &self,
        authorization: &str,
        method: &str,
        path: &str,
        body: Option<Value>,
    ) -> Reply {
        let request = Request::builder()
            .method(method)
            .uri(format!("/api/v1{path}"))
            .header("authorization", authorization)
            .header("content-type", "application/json")
            .body(body.map_or_else(Body::empty, |body| Body::from(body.to_string())));
        self.send(request.unwrap()).await
    }

    async fn get(&self, path: &str) -> Reply {
        self.call("GET", path, None).await
    }

    /// Creates something that is good.
    async fn create(&self, path: &str, body: Value) -> Value {
        let reply = self.call("POST", path, Some(body)).await;
        assert_eq!(reply.status, StatusCode::OK, "{path}: {}", reply.body);
        reply.body
    }
}

impl Reply {
    /// The path behind the `next` link, where there is one.
    fn next(&self) -> Option<String> {
        let mut links = self.headers.get_all("link").iter();
        let next = links.find_map(|link| link.to_str().unwrap().strip_suffix("; rel=\"next\""))?;
        let next = next.trim_matches(['<', '>']);
        Some(next.replace("https://id.example.com/api/v1", ""))
    }

    /// Asserts a refusal.
    #[track_caller]
    fn is(&self, status: u16, code: &str) {
        assert_eq!(
            (self.status.as_u16(), self.body["errorCode"].as_str()),
            (status, Some(code)),
            "{}",
            self.body
        );
    }

    /// Asserts a refusal of the request's content, with this in one of its causes.
    #[track_caller]
    fn refuses(&self, cause: &str) {
        self.is(400, "E0000001");
        assert!(
            self.body["errorCauses"].to_string().contains(cause),
            "{} has no cause {cause}",
            self.body
        );
    }
}

/// The id of an answer.
fn id(value: &Value) -> String {
    value["id"].as_str().unwrap().to_owned()
}

/// The firewall check of the guide.
fn firewall() -> Value {
    json!({
        "name": "macOS - Firewall enabled", "description": "Whether the firewall is on", "variableName": "macOSFirewall",
        "platform": "MACOS", "type": "CUSTOM", "mappingType": "CHECKBOX",
        "query": "SELECT CASE WHEN global_state = 0 THEN 0 ELSE 1 END AS firewall_enabled FROM alf;",
        "remediationSettings": {
            "message": {"defaultI18nKey": null, "customText": "Your firewall is turned off."},
            "link": {"defaultUrl": null, "customUrl": "https://help.example.com/enable-macos-firewall"},
        },
    })
}

/// A policy for macOS that needs no posture check.
fn mac_policy() -> Value {
    json!({"name": "Device assurance macOS", "platform": "MACOS", "osVersion": {"minimum": "14.4"}})
}

/// A rule that asks for a device assurance policy.
fn rule(name: &str, assurance: &[&str]) -> Value {
    json!({
        "name": name, "type": "ACCESS_POLICY",
        "conditions": {"device": {"registered": true, "managed": false, "assurance": {"include": assurance}}},
        "actions": {"appSignOn": {"access": "ALLOW", "verificationMethod": {
            "type": "ASSURANCE", "factorMode": "1FA", "reauthenticateIn": "PT2H",
            "constraints": [{"knowledge": {"types": ["password"]}}],
        }}},
    })
}
