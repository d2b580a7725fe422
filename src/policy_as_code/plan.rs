//! What is to be done so that an organization has what the files want. Pure: the organization has been read before.

use std::collections::{BTreeMap, HashSet};

use serde_json::{Value, json};

use super::{
    LAST_PRIORITY, canonical,
    files::{Files, Wanted},
    kind::Kind,
    mistake::Mistake,
    organization::Organization,
};

mod conflicts;
mod names;
mod text;

pub(super) use names::{Names, include_of, same as same_name};

/// What is to be done, in the order in which it can be done.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    pub(super) changes: Vec<Change>,
    /// The custom checks that there will be.
    checks: Vec<Value>,
}

/// What is written, for who can say whether it would be refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// A custom device posture check.
    PostureCheck,
    /// A device assurance policy.
    DeviceAssurance,
    /// An app sign-in policy.
    Policy,
    /// A rule of one; it refers by names.
    Rule,
}

/// What is to become of an object.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Change {
    pub(super) kind: Kind,
    /// Its key, as it will be.
    pub(super) key: String,
    /// The policy of a rule.
    pub(super) policy: Option<String>,
    pub(super) action: Action,
}

/// What becomes of an object. Values are canonical and refer by names.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Action {
    Create {
        after: Value,
    },
    Update {
        id: String,
        /// As the server answered it.
        server: Value,
        before: Value,
        after: Value,
    },
    Unchanged {
        id: String,
        /// As the server answered it.
        server: Value,
        after: Value,
    },
    Delete {
        id: String,
        before: Value,
    },
    /// It is in a collection that the files have, but not in the files.
    Leave,
}

/// Why there is no plan.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("this cannot be applied, nothing was changed\n{}", .0.join("\n"))]
pub struct Impossible(pub Vec<String>);

impl Plan {
    /// Compares `files` with `organization`. With `prune`, objects that the files' collections do not list are deleted.
    ///
    /// # Errors
    /// Where the files refer to what is not there, or what would be deleted is needed.
    pub fn new(
        files: &Files,
        organization: &Organization,
        prune: bool,
    ) -> Result<Self, Impossible> {
        let mut planner = Planner {
            organization,
            prune,
            names: Names::new(organization),
            mistakes: Vec::new(),
            deletions: BTreeMap::new(),
            changes: Vec::new(),
        };
        // All names first: objects may refer to each other before they are there.
        let pairs = [
            (Kind::Check, &files.checks),
            (Kind::Assurance, &files.assurances),
            (Kind::Policy, &files.policies),
            (Kind::App, &files.apps),
        ]
        .map(|(kind, wanted)| (kind, planner.pair(kind, wanted.as_deref())));
        for (kind, pairs) in &pairs {
            for (wanted, server) in pairs {
                planner.names.rename(*kind, wanted, *server);
            }
        }
        for (kind, pairs) in pairs {
            if kind == Kind::App {
                planner.rules(files);
            }
            for (wanted, server) in pairs {
                planner.compare(kind, None, wanted, server);
            }
        }
        let Planner {
            mut changes,
            mistakes,
            deletions,
            ..
        } = planner;
        // What refers goes before what it refers to.
        changes.extend(
            [Kind::Rule, Kind::Policy, Kind::Assurance, Kind::Check]
                .into_iter()
                .flat_map(|kind| deletions.get(&kind).cloned().unwrap_or_default()),
        );
        let checks = custom_checks(&changes, organization);
        let plan = Self { changes, checks };
        let mut problems: Vec<String> = mistakes.iter().map(Mistake::to_string).collect();
        if problems.is_empty() {
            problems = conflicts::find(&plan, organization);
        }
        if problems.is_empty() {
            Ok(plan)
        } else {
            Err(Impossible(problems))
        }
    }

    /// Asks `refusals` of every object that will be written whether it would be refused: what it is, what will be sent,
    /// what it replaces, and the posture checks that there will be.
    ///
    /// # Errors
    /// Where one would be.
    pub fn rehearse(
        &self,
        refusals: impl Fn(Written, &Value, Option<&Value>, &[Value]) -> Vec<String>,
    ) -> Result<(), Impossible> {
        let mut found = Vec::new();
        for change in &self.changes {
            let (old, after) = match &change.action {
                Action::Create { after } => (None, after),
                Action::Update { server, after, .. } => (Some(server), after),
                Action::Unchanged { .. } | Action::Delete { .. } | Action::Leave => continue,
            };
            let written = match change.kind {
                Kind::Check if after["type"] == "CUSTOM" => Written::PostureCheck,
                Kind::Assurance => Written::DeviceAssurance,
                Kind::Policy => Written::Policy,
                Kind::Rule => Written::Rule,
                Kind::Check | Kind::App => continue,
            };
            let mut body = change
                .kind
                .shape()
                .merged(old.unwrap_or(&Value::Null), after);
            if matches!(written, Written::Policy | Written::Rule) {
                body["type"] = json!("ACCESS_POLICY");
            }
            let problems = refusals(written, &body, old, &self.checks);
            found.extend(
                problems
                    .into_iter()
                    .map(|problem| format!("{} would be refused: {problem}", change.title())),
            );
        }
        if found.is_empty() {
            Ok(())
        } else {
            Err(Impossible(found))
        }
    }

    /// Whether nothing has to be done.
    pub fn is_empty(&self) -> bool {
        !self.changes.iter().any(Change::is_work)
    }
}

impl Change {
    /// Whether it changes anything.
    pub(super) fn is_work(&self) -> bool {
        matches!(
            self.action,
            Action::Create { .. } | Action::Update { .. } | Action::Delete { .. }
        )
    }

    /// What it is about.
    pub(super) fn title(&self) -> String {
        let (noun, key) = (self.kind.noun(), &self.key);
        match &self.policy {
            Some(policy) => format!("{noun} \"{key}\" of policy \"{policy}\""),
            None if self.kind == Kind::Check => format!("{noun} {key}"),
            None => format!("{noun} \"{key}\""),
        }
    }
}

struct Planner<'a> {
    organization: &'a Organization,
    prune: bool,
    names: Names,
    mistakes: Vec<Mistake>,
    deletions: BTreeMap<Kind, Vec<Change>>,
    changes: Vec<Change>,
}

type Pairs<'a> = Vec<(&'a Wanted, Option<&'a Value>)>;

impl<'a> Planner<'a> {
    /// Each wanted object with the one that is there; what else is there is deleted or left.
    fn pair(&mut self, kind: Kind, wanted: Option<&'a [Wanted]>) -> Pairs<'a> {
        let Some(wanted) = wanted else {
            return Vec::new();
        };
        let there = self.organization.of(kind);
        let pairs = self.match_all(kind, wanted, there);
        if kind != Kind::App {
            self.rest(kind, None, &pairs, there);
        }
        pairs
    }

    fn match_all(&mut self, kind: Kind, wanted: &'a [Wanted], there: &'a [Value]) -> Pairs<'a> {
        let mut taken: HashSet<&str> = HashSet::new();
        let mut pairs = Vec::new();
        for object in wanted {
            match find(kind, object, there) {
                Ok(server) => {
                    let id = server.and_then(|server| server["id"].as_str());
                    if id.is_some_and(|id| !taken.insert(id)) {
                        let text = format!(
                            "the {} \"{}\" is the same as another one in the files",
                            kind.noun(),
                            object.key
                        );
                        self.mistakes.push(object.mistake(&["id"], text));
                    }
                    pairs.push((object, server));
                }
                Err(mistake) => self.mistakes.push(mistake),
            }
        }
        pairs
    }

    /// What is there and not wanted.
    fn rest(&mut self, kind: Kind, policy: Option<&str>, pairs: &Pairs<'_>, there: &[Value]) {
        let wanted: HashSet<&str> = pairs
            .iter()
            .filter_map(|(_, server)| server.and_then(|server| server["id"].as_str()))
            .collect();
        for server in there {
            let id = server["id"].as_str().unwrap_or_default();
            let is_fixed = server["system"] == true || server["type"] == "BUILTIN";
            if wanted.contains(id) || is_fixed {
                continue;
            }
            let mut change = Change {
                kind,
                key: server[kind.key()].as_str().unwrap_or_default().to_owned(),
                policy: policy.map(str::to_owned),
                action: Action::Leave,
            };
            if self.prune {
                change.action = Action::Delete {
                    id: id.to_owned(),
                    before: self.names.spelled(kind, &canonical::of(kind, server)),
                };
                self.deletions.entry(kind).or_default().push(change);
            } else {
                self.changes.push(change);
            }
        }
    }

    fn rules(&mut self, files: &'a Files) {
        for policy in files.policies.iter().flatten() {
            let Some(wanted) = policy.rules.as_deref() else {
                continue;
            };
            let server = find(Kind::Policy, policy, self.organization.of(Kind::Policy));
            let server = server.ok().flatten();
            let there = server.map_or(&[][..], |server| self.organization.rules(server));
            let pairs = self.match_all(Kind::Rule, wanted, there);
            self.rest(Kind::Rule, Some(&policy.key), &pairs, there);
            if is_tight(&pairs, there) {
                let (first, last) = self
                    .deletions
                    .remove(&Kind::Rule)
                    .unwrap_or_default()
                    .into_iter()
                    .partition(|change| change.policy.as_ref() == Some(&policy.key));
                self.deletions.insert(Kind::Rule, last);
                self.changes.extend::<Vec<Change>>(first);
            }
            for (rule, server) in pairs {
                self.compare(Kind::Rule, Some(&policy.key), rule, server);
            }
        }
    }

    fn compare(
        &mut self,
        kind: Kind,
        policy: Option<&str>,
        wanted: &Wanted,
        server: Option<&Value>,
    ) {
        let mut after = match self.names.resolved(kind, wanted) {
            Ok(after) => after,
            Err(mistakes) => return self.mistakes.extend(mistakes),
        };
        let is_system = server.is_some_and(|server| server["system"] == true);
        if kind == Kind::Rule && (wanted.is_catch_all() || is_system) {
            after["system"] = json!(true);
            // Its name and place are the server's.
            if let Some(server) = server {
                after["name"] = server["name"].clone();
            }
            after = canonical::of(kind, &after);
        }
        let action = match server {
            None if kind == Kind::App => {
                let text = format!(
                    "there is no app \"{}\"; files cannot create apps",
                    wanted.key
                );
                return self.mistakes.push(wanted.mistake(&["label"], text));
            }
            None if wanted.value["type"] == "BUILTIN" => {
                let text = format!("there is no built-in check {}", wanted.key);
                return self.mistakes.push(wanted.mistake(&["variableName"], text));
            }
            None => Action::Create { after },
            Some(server) => {
                let before = self.names.spelled(kind, &canonical::of(kind, server));
                let (id, server) = (
                    server["id"].as_str().unwrap_or_default().to_owned(),
                    server.clone(),
                );
                if before == after {
                    Action::Unchanged { id, server, after }
                } else {
                    Action::Update {
                        id,
                        server,
                        before,
                        after,
                    }
                }
            }
        };
        self.changes.push(Change {
            kind,
            key: wanted.key.clone(),
            policy: policy.map(str::to_owned),
            action,
        });
    }
}

/// The custom checks that there will be.
fn custom_checks(changes: &[Change], organization: &Organization) -> Vec<Value> {
    let of_checks = || changes.iter().filter(|change| change.kind == Kind::Check);
    let wanted = of_checks().filter_map(|change| match &change.action {
        Action::Create { after }
        | Action::Update { after, .. }
        | Action::Unchanged { after, .. } => Some(after),
        Action::Delete { .. } | Action::Leave => None,
    });
    let replaced = |server: &Value| {
        of_checks().any(|change| match &change.action {
            Action::Update { id, .. }
            | Action::Unchanged { id, .. }
            | Action::Delete { id, .. } => server["id"] == **id,
            Action::Create { .. } | Action::Leave => false,
        })
    };
    let kept = organization
        .of(Kind::Check)
        .iter()
        .filter(|server| !replaced(server));
    wanted.chain(kept).cloned().collect()
}

/// Whether rules that are deleted may have to make room first: servers move rules down where a priority is taken, and
/// there is an end. Otherwise they go last, so that a rule that keeps people out is there until its successor is.
fn is_tight(pairs: &Pairs<'_>, there: &[Value]) -> bool {
    let own = there.iter().filter(|rule| rule["system"] != true);
    let last = own.filter_map(|rule| rule["priority"].as_i64()).max();
    let moved = pairs
        .iter()
        .filter(|(wanted, server)| {
            server.is_none_or(|server| server["priority"] != wanted.value["priority"])
        })
        .count();
    i64::try_from(moved).is_ok_and(|moved| last.unwrap_or(-1) + moved > LAST_PRIORITY)
}

/// The object that `wanted` means: by its identifier where one is given, else by its key.
fn find<'a>(kind: Kind, wanted: &Wanted, there: &'a [Value]) -> Result<Option<&'a Value>, Mistake> {
    let noun = kind.noun();
    if let Some(id) = &wanted.id {
        let found = there.iter().find(|server| server["id"] == **id);
        return found.map(Some).ok_or_else(|| {
            let text = format!(
                "there is no {noun} with the id {id}; identifiers differ between organizations: without it the {} \
                 decides",
                kind.key()
            );
            wanted.mistake(&["id"], text)
        });
    }
    if kind == Kind::Rule
        && wanted.value["system"] == true
        && let Some(system) = there.iter().find(|server| server["system"] == true)
    {
        return Ok(Some(system));
    }
    // Custom and built-in checks are told apart: they have one name space, but only one of them can be meant.
    let candidates = there.iter().filter(|server| {
        kind != Kind::Check || (server["type"] == "BUILTIN") == (wanted.value["type"] == "BUILTIN")
    });
    let same = |exactly: bool| -> Vec<&'a Value> {
        candidates
            .clone()
            .filter(|server| {
                let key = server[kind.key()].as_str().unwrap_or_default();
                if exactly || kind == Kind::Check {
                    key == wanted.key
                } else {
                    names::same(key, &wanted.key)
                }
            })
            .collect()
    };
    let mut found = same(true);
    if found.is_empty() {
        found = same(false);
    }
    if found.len() > 1 {
        let ids: Vec<&str> = found
            .iter()
            .filter_map(|server| server["id"].as_str())
            .collect();
        let text = format!(
            "the organization has {} of the {noun} \"{}\"; say which by its id: {}",
            found.len(),
            wanted.key,
            ids.join(", ")
        );
        return Err(wanted.mistake(&[kind.key()], text));
    }
    Ok(found.pop())
}

#[cfg(test)]
mod tests;
