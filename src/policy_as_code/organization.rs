//! What an organization has, as its management API answers it.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::{
    client::{self, Client},
    files::Files,
    kind::Kind,
    plan::same_name,
};

/// What an organization has, as far as it was read.
#[derive(Debug, Clone, Default)]
pub struct Organization {
    /// Custom and built-in ones.
    pub(super) checks: Vec<Value>,
    pub(super) assurances: Vec<Value>,
    pub(super) policies: Vec<Value>,
    /// By the identifier of their policy.
    pub(super) rules: HashMap<String, Vec<Value>>,
    /// With the identifier of their policy in `accessPolicy`.
    pub(super) apps: Vec<Value>,
}

/// What has to be read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "one for each collection")]
pub struct Needs {
    /// Device posture checks.
    pub checks: bool,
    /// Device assurance policies.
    pub assurances: bool,
    /// App sign-in policies.
    pub policies: bool,
    /// The rules of all of them.
    pub rules: bool,
    /// Apps.
    pub apps: bool,
}

impl Needs {
    /// What has to be known to compare `files`: not more, so that a token for these collections is enough.
    pub fn of(files: &Files, prune: bool) -> Self {
        let pruned = |is_there: bool| prune && is_there;
        let assurances = files.assurances.iter().flatten();
        let uses_checks = assurances
            .clone()
            .any(|policy| policy.value.get("devicePostureChecks").is_some());
        let rules = || {
            let policies = files.policies.iter().flatten();
            policies.flat_map(|policy| policy.rules.iter().flatten())
        };
        let uses_assurances = rules().any(|rule| {
            rule.value["conditions"]["device"]["assurance"]
                .get("include")
                .is_some()
        });
        Self {
            checks: files.checks.is_some() || uses_checks,
            assurances: files.assurances.is_some()
                || uses_assurances
                || files.policies.is_some()
                || pruned(files.checks.is_some()),
            policies: files.policies.is_some()
                || files.apps.is_some()
                || pruned(files.assurances.is_some()),
            rules: pruned(files.assurances.is_some()),
            apps: files.apps.is_some() || pruned(files.policies.is_some()),
        }
    }
}

impl Organization {
    /// Reads what `needs` says, and the rules of the policies that `files` describe.
    ///
    /// # Errors
    /// Where the management API refuses or cannot be reached.
    pub async fn read(client: &Client, needs: Needs, files: &Files) -> Result<Self, client::Error> {
        let mut organization = Self::default();
        if needs.checks {
            organization.checks = client.list("/api/v1/device-posture-checks").await?;
            let built_in = client.list("/api/v1/device-posture-checks/default").await?;
            // An organization may list its built-in ones among the others too.
            for check in built_in {
                if !organization
                    .checks
                    .iter()
                    .any(|other| other["id"] == check["id"])
                {
                    organization.checks.push(check);
                }
            }
        }
        if needs.assurances {
            organization.assurances = client.list("/api/v1/device-assurances").await?;
        }
        if needs.policies {
            organization.policies = client.list("/api/v1/policies?type=ACCESS_POLICY").await?;
            for policy in organization.policies.clone() {
                let id = policy["id"].as_str().unwrap_or_default();
                if needs.rules || describes_rules(files, &policy) {
                    let rules = client.list(&format!("/api/v1/policies/{id}/rules")).await?;
                    organization.rules.insert(id.to_owned(), rules);
                }
            }
        }
        if needs.apps {
            organization.apps = client.list("/api/v1/apps").await?;
            for app in &mut organization.apps {
                let policy = app["_links"]["accessPolicy"]["href"].as_str();
                let id = policy.and_then(|href| href.rsplit('/').next());
                app["accessPolicy"] = json!(id);
            }
            // Apps of kinds that have no sign-in policy.
            organization
                .apps
                .retain(|app| !app["accessPolicy"].is_null());
        }
        // In an order of our own: that of a server says when things were made, and differs between organizations.
        for (kind, objects) in [
            (Kind::Check, &mut organization.checks),
            (Kind::Assurance, &mut organization.assurances),
            (Kind::Policy, &mut organization.policies),
            (Kind::App, &mut organization.apps),
        ] {
            objects.sort_by_key(|object| object[kind.key()].as_str().map(str::to_owned));
        }
        Ok(organization)
    }

    /// Its objects of a kind; rules are asked for by policy.
    pub(super) fn of(&self, kind: Kind) -> &[Value] {
        match kind {
            Kind::Check => &self.checks,
            Kind::Assurance => &self.assurances,
            Kind::Policy => &self.policies,
            Kind::App => &self.apps,
            Kind::Rule => &[],
        }
    }

    /// The rules of one of its policies.
    pub(super) fn rules(&self, policy: &Value) -> &[Value] {
        let id = policy["id"].as_str().unwrap_or_default();
        self.rules.get(id).map_or(&[], Vec::as_slice)
    }
}

fn describes_rules(files: &Files, policy: &Value) -> bool {
    let name = policy["name"].as_str().unwrap_or_default();
    files.policies.iter().flatten().any(|wanted| {
        wanted.rules.is_some()
            && match &wanted.id {
                Some(id) => policy["id"] == **id,
                None => same_name(name, &wanted.key),
            }
    })
}
