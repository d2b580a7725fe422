//! Does what a plan says, call by call.

use axum::http::Method;
use serde_json::{Value, json};

use super::{
    client::{self, Client},
    kind::Kind,
    organization::Organization,
    plan::{Action, Change, Names, Plan, include_of},
};

const CHECKS: &str = "/api/v1/device-posture-checks";
const ASSURANCES: &str = "/api/v1/device-assurances";
const POLICIES: &str = "/api/v1/policies";
const APPS: &str = "/api/v1/apps";

/// Stopped in the middle: what was done is done, the rest is not.
#[derive(Debug, thiserror::Error)]
#[error("{}", .0.text())]
pub struct Interrupted(Box<Interruption>);

#[derive(Debug)]
struct Interruption {
    done: Vec<String>,
    at: String,
    cause: client::Error,
    /// Not even begun.
    left: Vec<String>,
}

impl Interruption {
    fn text(&self) -> String {
        let list = |what: &[String]| {
            if what.is_empty() {
                "nothing".to_owned()
            } else {
                what.join("; ")
            }
        };
        format!(
            "stopped in the middle\nfailed: {}: {}\ndone: {}\nnot done: {}\n\
             What is done stays. Mend the cause and run the same command again: it does what is left.",
            self.at,
            self.cause,
            list(&self.done),
            list(&self.left)
        )
    }
}

impl Plan {
    /// Does what the plan says; `report` hears of each change that is done.
    ///
    /// # Errors
    /// At the first call that does not succeed: what was done, what failed and what is left.
    pub async fn carry_out(
        &self,
        client: &Client,
        organization: &Organization,
        mut report: impl FnMut(&str),
    ) -> Result<(), Interrupted> {
        let mut run = Run {
            client,
            names: Names::new(organization),
            organization,
            // Identifiers of rules, with their priorities, of the policy that is being written.
            rules: Vec::new(),
        };
        let mut done = Vec::new();
        for (index, change) in self.changes.iter().enumerate() {
            let mut result = run.carry_out(change).await;
            let following = self.changes.get(index + 1);
            let last_of_policy = following
                .is_none_or(|next| next.kind != Kind::Rule || next.policy != change.policy);
            if result.is_ok() && change.kind == Kind::Rule && last_of_policy {
                result = run.settle(change.policy.as_deref()).await;
            }
            match result {
                Ok(()) if change.is_work() => {
                    let line = format!("{} {}", participle(&change.action), change.title());
                    report(&line);
                    done.push(line);
                }
                Ok(()) => {}
                Err(cause) => {
                    let verb = match change.action {
                        Action::Create { .. } => "create ",
                        Action::Update { .. } => "change ",
                        Action::Delete { .. } => "delete ",
                        Action::Unchanged { .. } | Action::Leave => "put in order ",
                    };
                    let rest = self.changes[index + 1..]
                        .iter()
                        .filter(|change| change.is_work());
                    return Err(Interrupted(Box::new(Interruption {
                        done,
                        at: format!("{verb}{}", change.title()),
                        cause,
                        left: rest.map(Change::title).collect(),
                    })));
                }
            }
        }
        Ok(())
    }
}

fn participle(action: &Action) -> &'static str {
    match action {
        Action::Create { .. } => "created",
        Action::Update { .. } => "changed",
        Action::Delete { .. } => "deleted",
        Action::Unchanged { .. } | Action::Leave => "left",
    }
}

struct Run<'a> {
    client: &'a Client,
    names: Names,
    organization: &'a Organization,
    rules: Vec<Placed>,
}

/// A rule that has been written or was right, in a policy of which another one was written.
struct Placed {
    id: String,
    priority: i64,
    body: Value,
    written: bool,
}

impl Run<'_> {
    async fn carry_out(&mut self, change: &Change) -> Result<(), client::Error> {
        match (change.kind, &change.action) {
            (_, Action::Leave) => Ok(()),
            (Kind::Rule, Action::Delete { id, .. }) => self.delete_rule(id).await,
            (Kind::Rule, _) => self.rule(change).await,
            (_, Action::Unchanged { .. }) => Ok(()),
            (Kind::Check, action) => self.simple(CHECKS, Kind::Check, &change.key, action).await,
            (Kind::Assurance, action) => {
                self.simple(ASSURANCES, Kind::Assurance, &change.key, action)
                    .await
            }
            (Kind::Policy, action) => self.policy(&change.key, action).await,
            (Kind::App, action) => self.app(action).await,
        }
    }

    /// Checks and device assurance policies: whole objects.
    async fn simple(
        &mut self,
        path: &str,
        kind: Kind,
        key: &str,
        action: &Action,
    ) -> Result<(), client::Error> {
        match action {
            Action::Create { after } => {
                let made = self.client.send(Method::POST, path, Some(after)).await?;
                self.names.created(kind, key, &id_of("POST", path, &made)?);
            }
            Action::Update {
                id, server, after, ..
            } => {
                let body = kind.shape().merged(server, after);
                let path = format!("{path}/{id}");
                self.client.send(Method::PUT, &path, Some(&body)).await?;
                self.names.renamed(kind, id, key);
            }
            Action::Delete { id, .. } => {
                let path = format!("{path}/{id}");
                self.client.send(Method::DELETE, &path, None).await?;
            }
            Action::Unchanged { .. } | Action::Leave => {}
        }
        Ok(())
    }

    async fn policy(&mut self, key: &str, action: &Action) -> Result<(), client::Error> {
        match action {
            Action::Create { after } => {
                let path = format!("{POLICIES}?activate={}", is_active(after));
                let body = without_status(after);
                let made = self.client.send(Method::POST, &path, Some(&body)).await?;
                let id = id_of("POST", POLICIES, &made)?;
                self.names.created(Kind::Policy, key, &id);
            }
            Action::Update {
                id,
                server,
                before,
                after,
            } => {
                let path = format!("{POLICIES}/{id}");
                if without_status(before) != without_status(after) {
                    let body = without_status(&Kind::Policy.shape().merged(server, after));
                    self.client.send(Method::PUT, &path, Some(&body)).await?;
                    self.names.renamed(Kind::Policy, id, key);
                }
                self.status(&path, before, after).await?;
            }
            action => self.simple(POLICIES, Kind::Policy, key, action).await?,
        }
        Ok(())
    }

    async fn status(&self, path: &str, before: &Value, after: &Value) -> Result<(), client::Error> {
        if is_active(before) == is_active(after) {
            return Ok(());
        }
        let verb = if is_active(after) {
            "activate"
        } else {
            "deactivate"
        };
        let path = format!("{path}/lifecycle/{verb}");
        self.client.send(Method::POST, &path, None).await.map(drop)
    }

    async fn rule(&mut self, change: &Change) -> Result<(), client::Error> {
        let rules = self.rules_path(change.policy.as_deref())?;
        match &change.action {
            Action::Create { after } if after["system"] == true => {
                // The server made it with the policy.
                let there = self.client.list(&rules).await?;
                let Some(server) = there.iter().find(|rule| rule["system"] == true) else {
                    return Err(client::Error::Unexpected {
                        call: format!("GET {rules}"),
                        what: "no Catch-all rule".to_owned(),
                    });
                };
                let path = format!("{rules}/{}", server["id"].as_str().unwrap_or_default());
                let body = self.rule_body(server, after);
                self.client.send(Method::PUT, &path, Some(&body)).await?;
            }
            Action::Create { after } => {
                let body = self.rule_body(&Value::Null, after);
                let path = format!("{rules}?activate={}", is_active(after));
                let made = self.client.send(Method::POST, &path, Some(&body)).await?;
                self.place(id_of("POST", &rules, &made)?, after, body, true);
            }
            Action::Update {
                id,
                server,
                before,
                after,
            } => {
                let (path, body) = (format!("{rules}/{id}"), self.rule_body(server, after));
                if without_status(before) != without_status(after) {
                    self.client.send(Method::PUT, &path, Some(&body)).await?;
                }
                self.status(&path, before, after).await?;
                self.place(
                    id.clone(),
                    after,
                    body,
                    before["priority"] != after["priority"],
                );
            }
            Action::Unchanged { id, server, after } => {
                let body = self.rule_body(server, after);
                self.place(id.clone(), after, body, false);
            }
            Action::Delete { .. } | Action::Leave => {}
        }
        Ok(())
    }

    /// Of an existing rule: its policy is not among the files' names any more where the policy goes too.
    async fn delete_rule(&self, id: &str) -> Result<(), client::Error> {
        let policy = self.organization.rules.iter().find_map(|(policy, rules)| {
            let is_here = rules.iter().any(|rule| rule["id"] == *id);
            is_here.then_some(policy)
        });
        let path = format!(
            "{POLICIES}/{}/rules/{id}",
            policy.map_or("", String::as_str)
        );
        self.client
            .send(Method::DELETE, &path, None)
            .await
            .map(drop)
    }

    fn rules_path(&self, policy: Option<&str>) -> Result<String, client::Error> {
        let name = policy.unwrap_or_default();
        match self.names.id(Kind::Policy, name) {
            Some(id) => Ok(format!("{POLICIES}/{id}/rules")),
            None => Err(client::Error::Unexpected {
                call: format!("POST {POLICIES}"),
                what: format!("nothing that is called \"{name}\""),
            }),
        }
    }

    /// What is sent of a rule: with identifiers in place of names.
    fn rule_body(&self, server: &Value, after: &Value) -> Value {
        let mut body = Kind::Rule.shape().merged(server, after);
        for reference in include_of(&mut body).into_iter().flatten() {
            let id = self
                .names
                .id(Kind::Assurance, reference.as_str().unwrap_or_default());
            if let Some(id) = id {
                *reference = json!(id);
            }
        }
        body["type"] = json!("ACCESS_POLICY");
        if after["system"] == true {
            // The Catch-all rule keeps its place.
            body["priority"] = server["priority"].clone();
        }
        if let Some(object) = body.as_object_mut() {
            for field in ["system", "status"] {
                object.remove(field);
            }
        }
        body
    }

    fn place(&mut self, id: String, after: &Value, body: Value, written: bool) {
        if let Some(priority) = after["priority"].as_i64() {
            self.rules.push(Placed {
                id,
                priority,
                body,
                written,
            });
        }
    }

    /// Servers move other rules where a priority is taken: puts those that were moved where they belong, the first ones
    /// first, which moves only such as come later.
    async fn settle(&mut self, policy: Option<&str>) -> Result<(), client::Error> {
        let rules = std::mem::take(&mut self.rules);
        if !rules.iter().any(|rule| rule.written) {
            return Ok(());
        }
        let path = self.rules_path(policy)?;
        for _ in 0..=rules.len() {
            let there = self.client.list(&path).await?;
            let misplaced = rules.iter().find(|rule| {
                let server = there.iter().find(|server| server["id"] == *rule.id);
                server.is_some_and(|server| server["priority"] != rule.priority)
            });
            let Some(rule) = misplaced else {
                return Ok(());
            };
            let path = format!("{path}/{}", rule.id);
            self.client
                .send(Method::PUT, &path, Some(&rule.body))
                .await?;
        }
        Err(client::Error::Unexpected {
            call: format!("PUT {path}"),
            what: "rules in another order than they were sent".to_owned(),
        })
    }

    async fn app(&self, action: &Action) -> Result<(), client::Error> {
        let Action::Update { id, after, .. } = action else {
            return Ok(());
        };
        let name = after["accessPolicy"].as_str().unwrap_or_default();
        let policy = self.names.id(Kind::Policy, name).unwrap_or(name);
        let path = format!("{APPS}/{id}/policies/{policy}");
        self.client.send(Method::PUT, &path, None).await.map(drop)
    }
}

fn id_of(method: &str, path: &str, made: &Value) -> Result<String, client::Error> {
    made["id"]
        .as_str()
        .map(str::to_owned)
        .ok_or_else(|| client::Error::Unexpected {
            call: format!("{method} {path}"),
            what: "an object without an id".to_owned(),
        })
}

fn is_active(value: &Value) -> bool {
    value["status"] != "INACTIVE"
}

/// A policy or rule as it is sent: the type is needed, the status goes another way.
fn without_status(value: &Value) -> Value {
    let mut value = value.clone();
    if let Some(object) = value.as_object_mut() {
        object.remove("status");
        object.insert("type".to_owned(), json!("ACCESS_POLICY"));
    }
    value
}
