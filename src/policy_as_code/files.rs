//! What the files want: objects by collection, checked as far as that can be done without the organization.

use serde_json::{Value, json};

use super::{
    CATCH_ALL, canonical,
    kind::Kind,
    mistake::{Mistake, Mistakes},
    node::{self, Content, Node},
    shape::FILE,
};

mod meaning;

/// A text to read and what it is called in messages.
#[derive(Debug, Clone)]
pub struct Source {
    /// A path, or what stands for it.
    pub name: String,
    /// YAML or JSON.
    pub text: String,
}

/// What the files want. A collection that no file has is [`None`]: it is never touched.
#[derive(Debug, Clone, Default)]
pub struct Files {
    pub(super) checks: Option<Vec<Wanted>>,
    pub(super) assurances: Option<Vec<Wanted>>,
    pub(super) policies: Option<Vec<Wanted>>,
    pub(super) apps: Option<Vec<Wanted>>,
}

/// An object as a file wants it.
#[derive(Debug, Clone)]
pub(super) struct Wanted {
    pub(super) file: String,
    pub(super) node: Node,
    /// Given where the object is not to be found by its key.
    pub(super) id: Option<String>,
    /// Variable name, name or label.
    pub(super) key: String,
    /// Canonical, without `id` and `rules`.
    pub(super) value: Value,
    /// A policy's rules by priority, the Catch-all last; [`None`] where the file leaves them alone.
    pub(super) rules: Option<Vec<Wanted>>,
}

impl Wanted {
    /// A mistake at the place that `path` leads to.
    pub(super) fn mistake(&self, path: &[&str], text: impl Into<String>) -> Mistake {
        let place = self.node.at(path).unwrap_or(&self.node);
        Mistake {
            file: self.file.clone(),
            line: place.line,
            column: place.column,
            text: text.into(),
        }
    }

    /// Whether it is the Catch-all rule of its policy.
    pub(super) fn is_catch_all(&self) -> bool {
        self.value["system"] == true || self.key == CATCH_ALL
    }
}

/// A custom check of a file, for who tries its statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomCheck {
    /// By which policies refer to it.
    pub variable_name: String,
    /// `MACOS` or `WINDOWS`.
    pub platform: String,
    /// Whether its value is a text to match, not pass or fail.
    pub textbox: bool,
    /// The statement.
    pub query: String,
}

impl Files {
    /// Reads `sources`, one after the other, as if they were one.
    ///
    /// # Errors
    /// Everything that is wrong with them.
    pub fn read(sources: &[Source]) -> Result<Self, Mistakes> {
        let (mut files, mut mistakes) = (Self::default(), Vec::new());
        for Source { name, text } in sources {
            match node::read(name, text) {
                Ok(documents) if documents.is_empty() => mistakes.push(Mistake {
                    file: name.clone(),
                    line: 1,
                    column: 1,
                    text: "there is nothing in it".to_owned(),
                }),
                Ok(documents) => {
                    for document in documents {
                        files.add(name, document, &mut mistakes);
                    }
                }
                Err(mistake) => mistakes.push(mistake),
            }
        }
        if mistakes.is_empty() {
            files.order_rules();
            meaning::check(&files, &mut mistakes);
        }
        if mistakes.is_empty() {
            Ok(files)
        } else {
            mistakes.sort();
            Err(Mistakes(mistakes))
        }
    }

    /// The custom checks in the files.
    pub fn custom_checks(&self) -> Vec<CustomCheck> {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        self.checks
            .iter()
            .flatten()
            .filter(|check| check.value["type"] == "CUSTOM")
            .map(|check| CustomCheck {
                variable_name: check.key.clone(),
                platform: text(&check.value["platform"]),
                textbox: check.value["mappingType"] == "TEXTBOX",
                query: text(&check.value["query"]),
            })
            .collect()
    }

    fn add(&mut self, file: &str, document: Node, mistakes: &mut Vec<Mistake>) {
        let before = mistakes.len();
        FILE.check(file, "", &document, mistakes);
        if mistakes.len() > before {
            return;
        }
        let Content::Object(collections) = document.content else {
            return;
        };
        for (name, node) in collections {
            let Content::List(items) = node.content else {
                continue;
            };
            let (collection, kind) = match name.text.as_str() {
                "devicePostureChecks" => (&mut self.checks, Kind::Check),
                "deviceAssurances" => (&mut self.assurances, Kind::Assurance),
                "policies" => (&mut self.policies, Kind::Policy),
                _ => (&mut self.apps, Kind::App),
            };
            let wanted = items.into_iter().map(|node| Wanted::new(file, node, kind));
            collection.get_or_insert_default().extend(wanted);
        }
    }

    /// Gives rules without priorities those of their order, and puts all rules in the order of their priorities.
    fn order_rules(&mut self) {
        let rules = self
            .policies
            .iter_mut()
            .flatten()
            .filter_map(|policy| policy.rules.as_mut());
        for rules in rules {
            let own = rules.iter().filter(|rule| !rule.is_catch_all());
            if own.clone().all(|rule| rule.value.get("priority").is_none()) {
                let own = rules.iter_mut().filter(|rule| !rule.is_catch_all());
                for (priority, rule) in own.enumerate() {
                    rule.value["priority"] = json!(priority);
                }
            }
            rules.sort_by_key(|rule| {
                (
                    rule.is_catch_all(),
                    rule.value["priority"].as_i64().unwrap_or(i64::MAX),
                )
            });
        }
    }
}

impl Wanted {
    fn new(file: &str, node: Node, kind: Kind) -> Self {
        let text = |name: &str| {
            node.get(name)
                .and_then(Node::text)
                .unwrap_or_default()
                .to_owned()
        };
        let value = canonical::of(kind, &node.value());
        let rules = node.get("rules").map(|rules| {
            rules
                .items()
                .iter()
                .map(|rule| Self::new(file, rule.clone(), Kind::Rule))
                .collect()
        });
        Self {
            file: file.to_owned(),
            id: Some(text("id")).filter(|id| !id.is_empty()),
            key: text(kind.key()),
            value,
            rules,
            node,
        }
    }
}

#[cfg(test)]
mod tests;
