//! The seed data: the JSON bodies in `seed/`, sent to the management APIs in the order in which they refer to each
//! other. `scripts/seed.sh` and the README send the same files with curl. Seeding twice changes nothing.
//!
//! In a body, `{{assurance-macos}}` stands for the identifier of what `assurance-macos.json` made, `{{app-url}}` for the
//! example app's address.

use std::collections::HashMap;

use reqwest::{Client, Method, StatusCode};
use serde_json::Value;

use crate::config::{Origin, Secret};

/// Why the seed data could not be written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The management API could not be reached.
    #[error("{method} {path} got no answer: {source}")]
    Unreachable {
        /// The call's method.
        method: Method,
        /// The call's path.
        path: String,
        /// What went wrong.
        source: reqwest::Error,
    },
    /// It refused.
    #[error("{method} {path} was refused with {status}: {summary}")]
    Refused {
        /// The call's method.
        method: Method,
        /// The call's path.
        path: String,
        /// The answer's status.
        status: StatusCode,
        /// What it says.
        summary: String,
    },
    /// A body of ours is not JSON, or an answer has no identifier.
    #[error("{0} has no usable content")]
    Content(String),
}

macro_rules! bodies {
    ($($name:literal),* $(,)?) => { &[$(($name, include_str!(concat!("seed/", $name, ".json")))),*] };
}

const CHECKS: &[(&str, &str)] = bodies!["check-macos-firewall", "check-windows-firewall"];
const ASSURANCES: &[(&str, &str)] = bodies![
    "assurance-macos",
    "assurance-windows",
    "assurance-macos-grace",
    "assurance-windows-grace",
    "assurance-macos-hidden",
    "assurance-windows-hidden",
    "assurance-macos-latest",
];
const POLICIES: &[(&str, &str)] = bodies![
    "policy-ledger",
    "policy-wiki",
    "policy-payroll",
    "policy-travel"
];
const RULES: &[(&str, &str)] = bodies!["rule-ledger", "rule-wiki", "rule-payroll", "rule-travel"];
const CATCH_ALL: &str = include_str!("seed/catch-all.json");
const APPS: &[(&str, &str)] = bodies!["app-ledger", "app-wiki", "app-payroll", "app-travel"];
const USERS: &[(&str, &str)] = bodies!["user-ana", "user-ben", "user-chiyo", "user-dalia"];

/// What the seed data came to.
#[derive(Debug)]
pub(super) struct Seeded {
    /// The client identifiers of the example apps, in the order of [`super::app::APPS`].
    pub(super) clients: Vec<String>,
    /// Logins and passwords.
    pub(super) people: Vec<(String, String)>,
}

/// Writes what is missing of the seed data to the organization at `url`.
///
/// # Errors
/// Where a call does not succeed.
pub(super) async fn seed(
    client: &Client,
    url: &Origin,
    token: &Secret,
    app_url: &Origin,
) -> Result<Seeded, Error> {
    let mut api = Api {
        client,
        url,
        token,
        ids: HashMap::from([("app-url", app_url.to_string())]),
    };
    api.create_missing("/api/v1/device-posture-checks", CHECKS, "/variableName")
        .await?;
    api.create_missing("/api/v1/device-assurances", ASSURANCES, "/name")
        .await?;
    let policies = api
        .create_missing("/api/v1/policies?type=ACCESS_POLICY", POLICIES, "/name")
        .await?;
    for (policy, rule) in policies.iter().zip(RULES) {
        let rules = format!("/api/v1/policies/{policy}/rules");
        api.create_missing(&rules, std::slice::from_ref(rule), "/name")
            .await?;
        api.close_catch_all(&rules).await?;
    }
    let apps = api.create_missing("/api/v1/apps", APPS, "/label").await?;
    for (app, policy) in apps.iter().zip(&policies) {
        api.call(
            Method::PUT,
            &format!("/api/v1/apps/{app}/policies/{policy}"),
            None,
        )
        .await?;
    }
    api.create_missing("/api/v1/users", USERS, "/profile/login")
        .await?;
    let people = USERS
        .iter()
        .map(|(name, body)| person(name, body))
        .collect::<Result<_, _>>()?;
    Ok(Seeded {
        clients: apps,
        people,
    })
}

fn person(name: &str, body: &str) -> Result<(String, String), Error> {
    let body = json(name, body)?;
    let text = |pointer| {
        body.pointer(pointer)
            .and_then(Value::as_str)
            .map(str::to_owned)
    };
    text("/profile/login")
        .zip(text("/credentials/password/value"))
        .ok_or_else(|| Error::Content(name.to_owned()))
}

fn json(name: &str, body: &str) -> Result<Value, Error> {
    serde_json::from_str(body).map_err(|_| Error::Content(name.to_owned()))
}

/// The management APIs, and what has been made through them.
struct Api<'a> {
    client: &'a Client,
    url: &'a Origin,
    token: &'a Secret,
    ids: HashMap<&'static str, String>,
}

impl Api<'_> {
    async fn call(&self, method: Method, path: &str, body: Option<&Value>) -> Result<Value, Error> {
        let failed = |source| Error::Unreachable {
            method: method.clone(),
            path: path.to_owned(),
            source,
        };
        let mut request = self
            .client
            .request(method.clone(), format!("{}{path}", self.url))
            .header("accept", "application/json")
            .header("authorization", format!("SSWS {}", self.token.expose()));
        if let Some(body) = body {
            request = request.json(body);
        }
        let response = request.send().await.map_err(failed)?;
        let status = response.status();
        let answer: Value =
            serde_json::from_slice(&response.bytes().await.map_err(failed)?).unwrap_or_default();
        if status.is_success() {
            return Ok(answer);
        }
        let causes = answer["errorCauses"].as_array().into_iter().flatten();
        let summary = std::iter::once(&answer["errorSummary"])
            .chain(causes.map(|cause| &cause["errorSummary"]))
            .filter_map(Value::as_str)
            .collect::<Vec<_>>()
            .join("; ");
        Err(Error::Refused {
            method,
            path: path.to_owned(),
            status,
            summary,
        })
    }

    /// Creates those of `bodies` that `path` does not list yet, told apart by what stands at `key`. The identifiers.
    async fn create_missing(
        &mut self,
        path: &str,
        bodies: &[(&'static str, &str)],
        key: &str,
    ) -> Result<Vec<String>, Error> {
        let there = self.call(Method::GET, path, None).await?;
        let mut ids = Vec::new();
        for (name, body) in bodies {
            let body = json(name, &self.filled(body))?;
            let same = |other: &&Value| {
                other.pointer(key).is_some() && other.pointer(key) == body.pointer(key)
            };
            let found = there
                .as_array()
                .and_then(|there| there.iter().find(same))
                .cloned();
            let made = if let Some(found) = found {
                found
            } else {
                let path = path.split('?').next().unwrap_or(path);
                tracing::info!(path, name, "seeding");
                self.call(Method::POST, path, Some(&body)).await?
            };
            let id = made["id"]
                .as_str()
                .ok_or_else(|| Error::Content(format!("the answer to {name}")))?;
            self.ids.insert(name, id.to_owned());
            ids.push(id.to_owned());
        }
        Ok(ids)
    }

    /// Puts identifiers in the places that name them.
    fn filled(&self, body: &str) -> String {
        self.ids.iter().fold(body.to_owned(), |body, (name, id)| {
            body.replace(&format!("{{{{{name}}}}}"), id)
        })
    }

    /// Lets the last rule of a policy deny: whoever meets no other rule stays out.
    async fn close_catch_all(&self, rules: &str) -> Result<(), Error> {
        let there = self.call(Method::GET, rules, None).await?;
        let last = there
            .as_array()
            .and_then(|rules| rules.iter().find(|rule| rule["system"] == true));
        let Some(last) = last else { return Ok(()) };
        if last
            .pointer("/actions/appSignOn/access")
            .and_then(Value::as_str)
            == Some("DENY")
        {
            return Ok(());
        }
        let id = last["id"].as_str().unwrap_or_default();
        self.call(
            Method::PUT,
            &format!("{rules}/{id}"),
            Some(&json("catch-all", CATCH_ALL)?),
        )
        .await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests;
