//! An administrator who writes without a pause: checks, device assurance policies that refer to them, sign-in policies
//! with rules that refer to those, people.

use std::sync::atomic::{AtomicUsize, Ordering};

use reqwest::Method;
use serde_json::{Value, json};

use super::{
    ledger::{Fate, Ledger},
    program::{Answer, Api},
};

/// Predictable randomness (SplitMix64): a failing run is repeated with its seed.
#[derive(Debug, Clone)]
pub(super) struct Dice(pub(super) u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `limit`.
    pub(super) fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.roll() % limit as u64).expect("a small number")
    }

    fn pick<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        (!items.is_empty()).then(|| &items[self.below(items.len())])
    }

    /// Dice of their own.
    pub(super) fn fork(&mut self) -> Self {
        Self(self.roll())
    }
}

/// The end of a round.
pub(super) struct Ended;

/// An administrator.
#[derive(Debug)]
pub(super) struct Writer {
    name: String,
    dice: Dice,
    count: usize,
    pub(super) ledger: Ledger,
    /// Path and `variableName`.
    checks: Vec<(String, String)>,
    assurances: Vec<String>,
    policies: Vec<String>,
    rules: Vec<String>,
}

impl Writer {
    pub(super) fn new(name: &str, dice: Dice) -> Self {
        Self {
            name: name.to_owned(),
            dice,
            count: 0,
            ledger: Ledger::default(),
            checks: Vec::new(),
            assurances: Vec::new(),
            policies: Vec::new(),
            rules: Vec::new(),
        }
    }

    /// Writes until the program is gone; counts what was acknowledged.
    pub(super) async fn write(&mut self, api: &Api, acknowledged: &AtomicUsize) {
        loop {
            let before = self.ledger.acknowledged;
            if self.step(api).await.is_err() {
                return;
            }
            acknowledged.fetch_add(self.ledger.acknowledged - before, Ordering::SeqCst);
        }
    }

    pub(super) async fn step(&mut self, api: &Api) -> Result<(), Ended> {
        self.count += 1;
        match self.dice.below(12) {
            0 | 1 => self.add_check(api).await,
            2 | 3 => self.add_assurance(api).await,
            4 => self.rename_assurance(api).await,
            5 => self.add_policy(api).await,
            6 | 7 => self.add_rule(api).await,
            8 => self.rename_rule(api).await,
            9 => self.delete_rule(api).await,
            10 => self.delete_check(api).await,
            _ => self.add_user(api).await,
        }
    }

    fn fresh_name(&self) -> String {
        format!("{} {}", self.name, self.count)
    }

    async fn add_check(&mut self, api: &Api) -> Result<(), Ended> {
        let variable = format!("{}{}", self.name, self.count);
        let body = json!({
            "name": self.fresh_name(), "variableName": variable, "platform": "MACOS", "type": "CUSTOM",
            "mappingType": "CHECKBOX", "query": "SELECT 1 AS one;",
        });
        if let Some((path, _)) = self.create(api, "/device-posture-checks", &body).await? {
            self.checks.push((path, variable));
        }
        Ok(())
    }

    async fn add_assurance(&mut self, api: &Api) -> Result<(), Ended> {
        let mut body = json!({
            "name": self.fresh_name(), "platform": "MACOS", "osVersion": {"minimum": "14.4"},
            "displayRemediationMode": "SHOW",
        });
        if let Some((_, variable)) = self.dice.pick(&self.checks) {
            body["devicePostureChecks"] =
                json!({"include": [{"variableName": variable, "value": "1"}]});
        }
        if let Some((path, _)) = self.create(api, "/device-assurances", &body).await? {
            self.assurances.push(path);
        }
        Ok(())
    }

    async fn rename_assurance(&mut self, api: &Api) -> Result<(), Ended> {
        match self.dice.pick(&self.assurances).cloned() {
            Some(path) => self.rename(api, path).await,
            None => Ok(()),
        }
    }

    async fn add_policy(&mut self, api: &Api) -> Result<(), Ended> {
        let body = json!({"type": "ACCESS_POLICY", "name": self.fresh_name(), "status": "ACTIVE"});
        if let Some((path, _)) = self.create(api, "/policies", &body).await? {
            self.policies.push(path);
        }
        Ok(())
    }

    async fn add_rule(&mut self, api: &Api) -> Result<(), Ended> {
        let Some(policy) = self.dice.pick(&self.policies).cloned() else {
            return Ok(());
        };
        let mut body = rule(&self.fresh_name());
        if let Some(assurance) = self.dice.pick(&self.assurances) {
            let id = assurance.rsplit('/').next().expect("an identifier");
            body["conditions"] = json!({"device": {"registered": true, "managed": false, "assurance": {"include": [id]}}});
        }
        if let Some((path, _)) = self.create(api, &format!("{policy}/rules"), &body).await? {
            self.rules.push(path);
        }
        Ok(())
    }

    async fn rename_rule(&mut self, api: &Api) -> Result<(), Ended> {
        match self.dice.pick(&self.rules).cloned() {
            Some(path) => self.rename(api, path).await,
            None => Ok(()),
        }
    }

    async fn delete_rule(&mut self, api: &Api) -> Result<(), Ended> {
        let Some(path) = self.dice.pick(&self.rules).cloned() else {
            return Ok(());
        };
        self.rules.retain(|rule| *rule != path);
        self.delete(api, path).await?;
        Ok(())
    }

    async fn delete_check(&mut self, api: &Api) -> Result<(), Ended> {
        let Some((path, _)) = self.dice.pick(&self.checks).cloned() else {
            return Ok(());
        };
        let kept: Vec<_> = self
            .checks
            .iter()
            .filter(|(check, _)| *check != path)
            .cloned()
            .collect();
        let all = std::mem::replace(&mut self.checks, kept);
        if !self.delete(api, path).await? {
            self.checks = all;
        }
        Ok(())
    }

    async fn add_user(&mut self, api: &Api) -> Result<(), Ended> {
        let login = format!("{}.{}@example.com", self.name, self.count);
        let body =
            json!({"profile": {"login": login, "email": login, "firstName": "A", "lastName": "B"}});
        self.create(api, "/users", &body).await?;
        Ok(())
    }

    /// Path and answer of a new object; nothing where the program would not have it now.
    async fn create(
        &mut self,
        api: &Api,
        path: &str,
        body: &Value,
    ) -> Result<Option<(String, Value)>, Ended> {
        let answer = api.call(Method::POST, path, Some(body)).await;
        let answer = answer.map_err(|_| Ended)?;
        match answer.status {
            200 | 201 => {
                let object = answer.json();
                let id = object["id"].as_str().expect("an identifier");
                let path = format!("{path}/{id}");
                self.ledger
                    .acknowledge(path.clone(), Fate::Is(object.clone()));
                Ok(Some((path, object)))
            }
            _ => {
                assert_refused(&answer, path);
                Ok(None)
            }
        }
    }

    async fn rename(&mut self, api: &Api, path: String) -> Result<(), Ended> {
        let old = self.ledger.known(&path);
        let name = self.fresh_name();
        let mut body = old.clone();
        body["name"] = json!(name);
        match api.call(Method::PUT, &path, Some(&body)).await {
            Err(_) => {
                self.ledger.expect(path, Fate::IsOrIsNamed(old, name));
                Err(Ended)
            }
            Ok(answer) if answer.status == 200 => {
                self.ledger.acknowledge(path, Fate::Is(answer.json()));
                Ok(())
            }
            Ok(answer) => {
                assert_refused(&answer, &path);
                Ok(())
            }
        }
    }

    /// Whether it is gone.
    async fn delete(&mut self, api: &Api, path: String) -> Result<bool, Ended> {
        let old = self.ledger.known(&path);
        match api.call(Method::DELETE, &path, None).await {
            Err(_) => {
                self.ledger.expect(path, Fate::IsOrGone(old));
                Err(Ended)
            }
            Ok(answer) if answer.status == 204 => {
                self.ledger.acknowledge(path, Fate::Gone);
                Ok(true)
            }
            // A policy refers to it.
            Ok(answer) if answer.status == 409 => Ok(false),
            Ok(answer) => {
                assert_refused(&answer, &path);
                Ok(false)
            }
        }
    }
}

/// A rule that asks for a password.
fn rule(name: &str) -> Value {
    let mut rule: Value =
        serde_json::from_str(include_str!("../../demo/seed/rule-ledger.json")).expect("JSON");
    rule["name"] = json!(name);
    let members = rule.as_object_mut().expect("an object");
    members.remove("conditions");
    members.remove("priority");
    rule
}

/// Only a rate limit may stand against these writes.
fn assert_refused(answer: &Answer, path: &str) {
    assert_eq!(answer.status, 429, "{path}: {}", answer.text);
}
