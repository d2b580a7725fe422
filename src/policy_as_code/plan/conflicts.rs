//! Deletions that the server would refuse, found before the first write.

use std::collections::HashMap;

use serde_json::Value;

use super::{Action, Change, Plan};
use crate::policy_as_code::{kind::Kind, organization::Organization};

/// Each deletion of something that will still be needed, in a sentence.
pub(super) fn find(plan: &Plan, organization: &Organization) -> Vec<String> {
    let mut found = Vec::new();
    let outcome = Outcome::new(plan, organization);
    for change in &plan.changes {
        let Action::Delete { id, .. } = &change.action else {
            continue;
        };
        let users: Vec<String> = match change.kind {
            Kind::Check => outcome.assurances_with(&change.key),
            Kind::Assurance => outcome.rules_with(id, &change.key),
            Kind::Policy => outcome.apps_with(id, &change.key),
            Kind::Rule | Kind::App => Vec::new(),
        };
        if !users.is_empty() {
            found.push(format!(
                "{} is not in the files and would be deleted (--prune), but is still needed: {}",
                change.title(),
                users.join(", ")
            ));
        }
    }
    found
}

/// What there will be.
struct Outcome<'a> {
    plan: &'a Plan,
    organization: &'a Organization,
    /// By identifier.
    actions: HashMap<&'a str, &'a Action>,
}

impl<'a> Outcome<'a> {
    fn new(plan: &'a Plan, organization: &'a Organization) -> Self {
        let id = |change: &'a Change| match &change.action {
            Action::Update { id, .. }
            | Action::Unchanged { id, .. }
            | Action::Delete { id, .. } => Some((id.as_str(), &change.action)),
            Action::Create { .. } | Action::Leave => None,
        };
        Self {
            plan,
            organization,
            actions: plan.changes.iter().filter_map(id).collect(),
        }
    }

    /// What will be of `server`: nothing, something new, or itself.
    fn of(&self, server: &'a Value) -> Option<&'a Value> {
        match self.actions.get(server["id"].as_str()?) {
            Some(Action::Delete { .. }) => None,
            Some(Action::Update { after, .. } | Action::Unchanged { after, .. }) => Some(after),
            _ => Some(server),
        }
    }

    fn created(&self, kind: Kind) -> impl Iterator<Item = (&'a Change, &'a Value)> {
        let of_kind = self
            .plan
            .changes
            .iter()
            .filter(move |change| change.kind == kind);
        of_kind.filter_map(|change| match &change.action {
            Action::Create { after } => Some((change, after)),
            _ => None,
        })
    }

    fn assurances_with(&self, variable_name: &str) -> Vec<String> {
        let there = self.organization.of(Kind::Assurance).iter();
        let kept = there.filter_map(|server| self.of(server));
        kept.chain(self.created(Kind::Assurance).map(|(_, after)| after))
            .filter(|policy| {
                let include = policy["devicePostureChecks"]["include"].as_array();
                include
                    .into_iter()
                    .flatten()
                    .any(|check| check["variableName"] == variable_name)
            })
            .map(|policy| format!("{} \"{}\"", Kind::Assurance.noun(), name(policy)))
            .collect()
    }

    fn rules_with(&self, id: &str, key: &str) -> Vec<String> {
        let mut found = Vec::new();
        for policy in self.organization.of(Kind::Policy) {
            if self.of(policy).is_none() {
                continue;
            }
            for server in self.organization.rules(policy) {
                if let Some(rule) = self.of(server)
                    && includes(rule, id, key)
                {
                    found.push(format!(
                        "rule \"{}\" of policy \"{}\"",
                        name(rule),
                        name(policy)
                    ));
                }
            }
        }
        let created = self.created(Kind::Rule);
        found.extend(
            created
                .filter(|(_, rule)| includes(rule, id, key))
                .map(|(change, _)| change.title()),
        );
        found
    }

    fn apps_with(&self, id: &str, key: &str) -> Vec<String> {
        let there = self.organization.of(Kind::App).iter();
        there
            .filter_map(|server| self.of(server))
            .filter(|app| app["accessPolicy"] == id || app["accessPolicy"] == key)
            .map(|app| format!("app \"{}\"", app["label"].as_str().unwrap_or_default()))
            .collect()
    }
}

fn name(object: &Value) -> &str {
    object["name"].as_str().unwrap_or_default()
}

/// By identifier in a server's rule, by name in a wanted one.
fn includes(rule: &Value, id: &str, key: &str) -> bool {
    let include = rule["conditions"]["device"]["assurance"]["include"].as_array();
    include
        .into_iter()
        .flatten()
        .any(|reference| reference == id || reference == key)
}
