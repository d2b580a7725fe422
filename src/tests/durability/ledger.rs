//! What the writers were told, object by object; and what may be, where the end came before the answer.

use std::collections::BTreeMap;

use reqwest::Method;
use serde_json::Value;

use super::program::Api;

/// What an object must be.
#[derive(Debug, Clone)]
pub(super) enum Fate {
    /// Exactly this.
    Is(Value),
    /// This still, or already of this name.
    IsOrIsNamed(Value, String),
    /// This still, or gone.
    IsOrGone(Value),
    /// Gone.
    Gone,
}

/// Objects by their path in the API.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    objects: BTreeMap<String, Fate>,
    /// Those that were written since they were last looked at.
    fresh: Vec<String>,
    /// How many answers there were to writes.
    pub(super) acknowledged: usize,
}

impl Ledger {
    /// The answer came.
    pub(super) fn acknowledge(&mut self, path: String, fate: Fate) {
        self.acknowledged += 1;
        self.expect(path, fate);
    }

    /// The end came before the answer, which would have been for an object that was there.
    pub(super) fn expect(&mut self, path: String, fate: Fate) {
        self.fresh.push(path.clone());
        self.objects.insert(path, fate);
    }

    /// What was last answered for an object.
    pub(super) fn known(&self, path: &str) -> Value {
        match &self.objects[path] {
            Fate::Is(value) | Fate::IsOrIsNamed(value, _) | Fate::IsOrGone(value) => value.clone(),
            Fate::Gone => Value::Null,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.objects.len()
    }

    /// Looks at what was written since the last time; from then on it must be as it is found.
    pub(super) async fn check_fresh(&mut self, api: &Api, round: usize) {
        for path in std::mem::take(&mut self.fresh) {
            self.check(api, &path, round).await;
        }
    }

    /// Looks at everything.
    pub(super) async fn check_all(&mut self, api: &Api, round: usize) {
        let paths: Vec<String> = self.objects.keys().cloned().collect();
        for path in paths {
            self.check(api, &path, round).await;
        }
    }

    async fn check(&mut self, api: &Api, path: &str, round: usize) {
        let answer = api
            .call(Method::GET, path, None)
            .await
            .expect("an answer to a read");
        let found = match answer.status {
            200 => Some(answer.json()),
            404 => None,
            status => panic!("round {round}: {path} answers {status}: {}", answer.text),
        };
        let fate = &self.objects[path];
        let fits = match (fate, &found) {
            (Fate::Is(expected) | Fate::IsOrGone(expected), Some(found)) => expected == found,
            (Fate::IsOrIsNamed(expected, name), Some(found)) => {
                expected == found || found["name"] == name.as_str()
            }
            (Fate::Gone | Fate::IsOrGone(_), None) => true,
            (Fate::Gone, Some(_)) | (Fate::Is(_) | Fate::IsOrIsNamed(..), None) => false,
        };
        assert!(
            fits,
            "round {round}: {path} was acknowledged as {fate:?} and is {found:?}"
        );
        let fate = found.map_or(Fate::Gone, Fate::Is);
        self.objects.insert(path.to_owned(), fate);
    }
}
