//! References: identifiers on the wire, names in files.

use serde_json::{Value, json};

use crate::policy_as_code::{
    files::Wanted, kind::Kind, mistake::Mistake, node::Node, organization::Organization,
};

const INCLUDE: [&str; 4] = ["conditions", "device", "assurance", "include"];

/// Whether two names mean the same: servers do not regard case.
pub(in crate::policy_as_code) fn same(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

/// What can be referred to, under the names that it will have.
#[derive(Debug, Clone, Default)]
pub(in crate::policy_as_code) struct Names {
    assurances: Vec<Named>,
    policies: Vec<Named>,
    /// Variable names of custom checks, with their platforms.
    checks: Vec<(String, String)>,
}

#[derive(Debug, Clone)]
struct Named {
    /// None where it is still to be created.
    id: Option<String>,
    name: String,
}

impl Names {
    /// The names that `organization` has.
    pub(in crate::policy_as_code) fn new(organization: &Organization) -> Self {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let named = |kind: Kind| {
            let there = organization.of(kind).iter();
            there
                .map(|server| Named {
                    id: Some(text(&server["id"])),
                    name: text(&server["name"]),
                })
                .collect()
        };
        Self {
            assurances: named(Kind::Assurance),
            policies: named(Kind::Policy),
            checks: organization
                .of(Kind::Check)
                .iter()
                .filter(|check| check["type"] != "BUILTIN")
                .map(|check| (text(&check["variableName"]), text(&check["platform"])))
                .collect(),
        }
    }

    /// Takes in that `wanted` will be there, instead of `server` or new.
    pub(super) fn rename(&mut self, kind: Kind, wanted: &Wanted, server: Option<&Value>) {
        let id = server.and_then(|server| server["id"].as_str());
        match kind {
            Kind::Assurance | Kind::Policy => {
                let list = if kind == Kind::Assurance {
                    &mut self.assurances
                } else {
                    &mut self.policies
                };
                match list
                    .iter_mut()
                    .find(|named| named.id.is_some() && named.id.as_deref() == id)
                {
                    Some(named) => named.name.clone_from(&wanted.key),
                    None => list.push(Named {
                        id: None,
                        name: wanted.key.clone(),
                    }),
                }
            }
            Kind::Check if wanted.value["type"] == "CUSTOM" => {
                if let Some(server) = server {
                    self.checks
                        .retain(|(name, _)| server["variableName"] != **name);
                }
                let platform = wanted.value["platform"].as_str().unwrap_or_default();
                self.checks.push((wanted.key.clone(), platform.to_owned()));
            }
            Kind::Check | Kind::Rule | Kind::App => {}
        }
    }

    /// A value of a server with names in place of identifiers.
    pub(in crate::policy_as_code) fn spelled(&self, kind: Kind, value: &Value) -> Value {
        let mut value = value.clone();
        match kind {
            Kind::Rule => {
                if let Some(include) = include_of(&mut value) {
                    for reference in include {
                        let id = reference.as_str().unwrap_or_default();
                        *reference = json!(spelling(&self.assurances, id));
                    }
                }
            }
            Kind::App => {
                let id = value["accessPolicy"].as_str().unwrap_or_default();
                value["accessPolicy"] = json!(spelling(&self.policies, id));
            }
            Kind::Check | Kind::Assurance | Kind::Policy => {}
        }
        value
    }

    /// The value that `wanted` wants, with every reference in one spelling.
    ///
    /// # Errors
    /// References to what is not there or could be several.
    pub(super) fn resolved(&self, kind: Kind, wanted: &Wanted) -> Result<Value, Vec<Mistake>> {
        let (mut value, mut mistakes) = (wanted.value.clone(), Vec::new());
        match kind {
            Kind::Rule => {
                let nodes = wanted.node.at(&INCLUDE).map_or(&[][..], Node::items);
                let mut seen: Vec<String> = Vec::new();
                for (reference, node) in include_of(&mut value).into_iter().flatten().zip(nodes) {
                    let mut wrong = |text: String| {
                        mistakes.push(Mistake {
                            line: node.line,
                            column: node.column,
                            ..wanted.mistake(&INCLUDE, text)
                        });
                    };
                    let given = reference.as_str().unwrap_or_default();
                    match meant(Kind::Assurance, &self.assurances, given) {
                        Ok(name) if seen.contains(&name) => {
                            wrong(format!("\"{given}\" is listed twice"));
                        }
                        Ok(name) => {
                            *reference = json!(name);
                            seen.push(name);
                        }
                        Err(text) => wrong(text),
                    }
                }
            }
            Kind::App => {
                let given = value["accessPolicy"].as_str().unwrap_or_default();
                match meant(Kind::Policy, &self.policies, given) {
                    Ok(name) => value["accessPolicy"] = json!(name),
                    Err(text) => mistakes.push(wanted.mistake(&["accessPolicy"], text)),
                }
            }
            Kind::Assurance => self.posture_checks(wanted, &mut mistakes),
            Kind::Check | Kind::Policy => {}
        }
        if mistakes.is_empty() {
            Ok(value)
        } else {
            Err(mistakes)
        }
    }

    fn posture_checks(&self, wanted: &Wanted, mistakes: &mut Vec<Mistake>) {
        let path = ["devicePostureChecks", "include"];
        for node in wanted.node.at(&path).map_or(&[][..], Node::items) {
            let name = node.get("variableName").and_then(Node::text);
            let name = name.unwrap_or_default();
            let text = match self.checks.iter().find(|(check, _)| check == name) {
                None => format!("there is no custom check with the variableName {name}"),
                Some((_, platform)) if wanted.value["platform"] != **platform => {
                    format!("{name} is a check for {platform}")
                }
                Some(_) => continue,
            };
            mistakes.push(Mistake {
                line: node.line,
                column: node.column,
                ..wanted.mistake(&path, text)
            });
        }
    }

    /// The identifier behind a spelling; [`None`] where it is still to be created.
    pub(in crate::policy_as_code) fn id(&self, kind: Kind, spelled: &str) -> Option<&str> {
        let list = self.list(kind);
        let by_id = list
            .iter()
            .find(|named| named.id.as_deref() == Some(spelled));
        let by_name = || list.iter().find(|named| named.name == spelled);
        by_id.or_else(by_name)?.id.as_deref()
    }

    /// Takes in that an object was created.
    pub(in crate::policy_as_code) fn created(&mut self, kind: Kind, name: &str, id: &str) {
        let list = match kind {
            Kind::Assurance => &mut self.assurances,
            Kind::Policy => &mut self.policies,
            Kind::Check | Kind::Rule | Kind::App => return,
        };
        list.push(Named {
            id: Some(id.to_owned()),
            name: name.to_owned(),
        });
    }

    /// Takes in that an object has a new name.
    pub(in crate::policy_as_code) fn renamed(&mut self, kind: Kind, id: &str, name: &str) {
        let list = match kind {
            Kind::Assurance => &mut self.assurances,
            Kind::Policy => &mut self.policies,
            Kind::Check | Kind::Rule | Kind::App => return,
        };
        for named in list
            .iter_mut()
            .filter(|named| named.id.as_deref() == Some(id))
        {
            name.clone_into(&mut named.name);
        }
    }

    fn list(&self, kind: Kind) -> &[Named] {
        match kind {
            Kind::Assurance => &self.assurances,
            Kind::Policy => &self.policies,
            Kind::Check | Kind::Rule | Kind::App => &[],
        }
    }
}

/// The list of device assurance policies of a rule.
pub(in crate::policy_as_code) fn include_of(rule: &mut Value) -> Option<&mut Vec<Value>> {
    INCLUDE
        .iter()
        .try_fold(rule, |value, name| value.get_mut(name))?
        .as_array_mut()
}

/// How a reference to `id` is written: by name where that says which, else by the identifier.
fn spelling(list: &[Named], id: &str) -> String {
    let Some(named) = list.iter().find(|named| named.id.as_deref() == Some(id)) else {
        return id.to_owned();
    };
    let alike = list.iter().filter(|other| same(&other.name, &named.name));
    if alike.count() == 1 {
        named.name.clone()
    } else {
        id.to_owned()
    }
}

/// How the object that `given` means is written.
fn meant(kind: Kind, list: &[Named], given: &str) -> Result<String, String> {
    if list.iter().any(|named| named.id.as_deref() == Some(given)) {
        return Ok(spelling(list, given));
    }
    let noun = kind.noun();
    let alike: Vec<&Named> = list
        .iter()
        .filter(|named| same(&named.name, given))
        .collect();
    match alike[..] {
        [] => Err(format!("there is no {noun} \"{given}\"")),
        [one] => Ok(one.name.clone()),
        _ => {
            let ids: Vec<&str> = alike
                .iter()
                .filter_map(|named| named.id.as_deref())
                .collect();
            Err(format!(
                "there are {} of the {noun} \"{given}\": write its id, one of {}",
                alike.len(),
                ids.join(", ")
            ))
        }
    }
}
