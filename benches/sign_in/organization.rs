//! An organization with one app behind one policy, its people, and how they sign in.

use std::{sync::Arc, time::Duration};

use anyhow::{Context as _, bail};
use reqwest::Client;
use serde_json::{Value, json};

use super::{Device, Server};

const CALLBACK: &str = "http://localhost:9/callback";
const PASSWORD: &str = "correct horse battery staple";
/// A PKCE verifier and its S256 challenge: RFC 7636 appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// Somebody with a device.
pub(super) struct Person {
    login: String,
    device: Device,
}

/// A seeded organization.
pub(super) struct Organization {
    client: Client,
    url: String,
    client_id: String,
}

/// A client with time limits.
pub(super) fn client() -> anyhow::Result<Client> {
    Ok(Client::builder()
        .timeout(Duration::from_mins(1))
        .no_proxy()
        .build()?)
}

/// People with new devices.
pub(super) fn people(count: usize) -> anyhow::Result<Vec<Arc<Person>>> {
    (0..count)
        .map(|index| {
            Ok(Arc::new(Person {
                login: login(index),
                device: Device::new()?,
            }))
        })
        .collect()
}

impl Organization {
    /// Makes check, assurance, policy, app and `people` people.
    pub(super) async fn seed(server: &Server, people: usize) -> anyhow::Result<Self> {
        let mut organization = Self {
            client: client()?,
            url: server.url.clone(),
            client_id: String::new(),
        };
        let token = &server.token;
        let body = |text: &str| serde_json::from_str::<Value>(text);
        let check = body(include_str!(
            "../../src/demo/seed/check-macos-firewall.json"
        ))?;
        organization
            .manage(token, "/device-posture-checks", &check)
            .await?;
        let assurance = body(include_str!("../../src/demo/seed/assurance-macos.json"))?;
        let assurance = organization
            .manage(token, "/device-assurances", &assurance)
            .await?;
        let policy = json!({"name": "Benchmark", "type": "ACCESS_POLICY"});
        let policy = organization.manage(token, "/policies", &policy).await?;
        let rule = json!({
            "name": "Compliant devices", "type": "ACCESS_POLICY", "priority": 0,
            "conditions": {"device": {"registered": true, "assurance": {"include": [assurance]}}},
            "actions": {"appSignOn": {"access": "ALLOW"}},
        });
        organization
            .manage(token, &format!("/policies/{policy}/rules"), &rule)
            .await?;
        let app = json!({
            "name": "oidc_client", "label": "Benchmark", "signOnMode": "OPENID_CONNECT",
            "credentials": {"oauthClient": {"token_endpoint_auth_method": "none"}},
            "settings": {"oauthClient": {"application_type": "web", "redirect_uris": [CALLBACK],
                "response_types": ["code"], "grant_types": ["authorization_code", "interaction_code"]}},
        });
        organization.client_id = organization.manage(token, "/apps", &app).await?;
        let app = &organization.client_id;
        let request = organization
            .client
            .put(format!(
                "{}/api/v1/apps/{app}/policies/{policy}",
                server.url
            ))
            .header("authorization", format!("SSWS {token}"));
        request.send().await?.error_for_status()?;
        for index in 0..people {
            let user = json!({
                "profile": {"login": login(index), "email": login(index), "firstName": "A", "lastName": "B"},
                "credentials": {"password": {"value": PASSWORD}},
            });
            organization.manage(token, "/users", &user).await?;
        }
        Ok(organization)
    }

    /// A management call that makes something: its identifier.
    async fn manage(&self, token: &str, path: &str, body: &Value) -> anyhow::Result<String> {
        let answer = self
            .client
            .post(format!("{}/api/v1{path}", self.url))
            .header("authorization", format!("SSWS {token}"))
            .json(body)
            .send()
            .await?;
        let status = answer.status();
        let made: Value = answer.json().await?;
        if !status.is_success() {
            bail!("{path}: {status} {made}");
        }
        Ok(text(&made["id"])?.to_owned())
    }

    /// Begins a sign-in: its state handle.
    pub(super) async fn begin(&self) -> anyhow::Result<String> {
        let parameters = [
            ("client_id", self.client_id.as_str()),
            ("redirect_uri", CALLBACK),
            ("response_type", "code"),
            ("scope", "openid profile email"),
            ("state", "state"),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
        ];
        let interaction = self.form("interact", &parameters).await?;
        let handle = json!({"interactionHandle": interaction["interaction_handle"]});
        let begun = self
            .post(&format!("{}/idp/idx/introspect", self.url), &handle)
            .await?;
        Ok(text(&begun["stateHandle"])?.to_owned())
    }

    /// Signs `person` in, from the first request of the app to its tokens.
    pub(super) async fn sign_in(&self, person: &Person) -> anyhow::Result<()> {
        let handle = self.begin().await?;
        let step = |path: &str, mut body: Value| {
            body["stateHandle"] = json!(handle);
            let address = format!("{}/idp/idx/{path}", self.url);
            async move { self.post(&address, &body).await }
        };
        step("identify", json!({"identifier": person.login})).await?;
        let proven = step(
            "challenge/answer",
            json!({"credentials": {"passcode": PASSWORD}}),
        )
        .await?;
        let challenge = text(&proven["authenticatorChallenge"]["value"]["challengeRequest"])?;
        let (address, answer) = person.device.answer(challenge)?;
        self.post(&address, &json!({"challengeResponse": answer}))
            .await?;
        let done = step("authenticators/poll", json!({})).await?;
        let fields = done["successWithInteractionCode"]["value"]
            .as_array()
            .with_context(|| format!("not let in: {done}"))?;
        let code = fields
            .iter()
            .find(|field| field["name"] == "interaction_code")
            .context("no code")?;
        let tokens = self
            .form(
                "token",
                &[
                    ("grant_type", "interaction_code"),
                    ("client_id", self.client_id.as_str()),
                    ("redirect_uri", CALLBACK),
                    ("interaction_code", text(&code["value"])?),
                    ("code_verifier", VERIFIER),
                ],
            )
            .await?;
        text(&tokens["access_token"])?;
        Ok(())
    }

    async fn form(&self, path: &str, pairs: &[(&str, &str)]) -> anyhow::Result<Value> {
        let request = self
            .client
            .post(format!("{}/oauth2/default/v1/{path}", self.url))
            .form(pairs);
        read(request.send().await?).await
    }

    async fn post(&self, address: &str, body: &Value) -> anyhow::Result<Value> {
        read(self.client.post(address).json(body).send().await?).await
    }
}

async fn read(answer: reqwest::Response) -> anyhow::Result<Value> {
    let (status, address) = (answer.status(), answer.url().clone());
    let value: Value = answer.json().await?;
    if status.is_success() {
        return Ok(value);
    }
    bail!("{address}: {status} {value}")
}

fn login(index: usize) -> String {
    format!("person{index}@example.com")
}

fn text(value: &Value) -> anyhow::Result<&str> {
    value.as_str().with_context(|| format!("no text: {value}"))
}
