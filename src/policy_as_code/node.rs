//! A policy file as a tree that knows its lines. JSON is read as YAML, whose subset it is.

use std::fmt;

use serde::{
    Deserialize,
    de::{self, Deserializer, MapAccess, SeqAccess, Visitor},
};
use serde_json::{Map, Number, Value};
use serde_saphyr::{Location, Spanned};

use super::mistake::Mistake;

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Node {
    /// From 1.
    pub(super) line: u64,
    /// From 1.
    pub(super) column: u64,
    /// What it is.
    pub(super) content: Content,
}

/// What stands there.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Content {
    Null,
    Flag(bool),
    Number(Number),
    Text(String),
    List(Vec<Node>),
    /// In the order of the file.
    Object(Vec<(Name, Node)>),
}

/// The name of a field and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) line: u64,
    pub(super) column: u64,
    pub(super) text: String,
}

impl Node {
    /// The value alone.
    pub(super) fn value(&self) -> Value {
        match &self.content {
            Content::Null => Value::Null,
            Content::Flag(flag) => Value::Bool(*flag),
            Content::Number(number) => Value::Number(number.clone()),
            Content::Text(text) => Value::String(text.clone()),
            Content::List(items) => Value::Array(items.iter().map(Self::value).collect()),
            Content::Object(fields) => Value::Object(
                fields
                    .iter()
                    .map(|(name, node)| (name.text.clone(), node.value()))
                    .collect::<Map<_, _>>(),
            ),
        }
    }

    /// The field `name` of an object, unless it is null: null and absent mean the same.
    pub(super) fn get(&self, name: &str) -> Option<&Self> {
        match &self.content {
            Content::Object(fields) => fields
                .iter()
                .find(|(field, _)| field.text == name)
                .map(|(_, node)| node)
                .filter(|node| node.content != Content::Null),
            _ => None,
        }
    }

    /// What is reached by the names in `path`, one after the other.
    pub(super) fn at(&self, path: &[&str]) -> Option<&Self> {
        path.iter().try_fold(self, |node, name| node.get(name))
    }

    /// The text that it is.
    pub(super) fn text(&self) -> Option<&str> {
        match &self.content {
            Content::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The items of the list that it is; none where it is something else.
    pub(super) fn items(&self) -> &[Self] {
        match &self.content {
            Content::List(items) => items,
            _ => &[],
        }
    }

    /// What it is, in words.
    pub(super) fn kind(&self) -> &'static str {
        match self.content {
            Content::Null => "nothing",
            Content::Flag(_) => "true or false",
            Content::Number(_) => "a number",
            Content::Text(_) => "text",
            Content::List(_) => "a list",
            Content::Object(_) => "an object",
        }
    }
}

/// The documents of a file; empty ones are left out.
///
/// # Errors
/// Where the text is neither YAML nor JSON: what is wrong and where.
pub(super) fn read(file: &str, text: &str) -> Result<Vec<Node>, Mistake> {
    let options = serde_saphyr::options! {
        strict_booleans: true,
        with_snippet: false,
    };
    serde_saphyr::from_multiple_with_options::<Located>(text, options)
        .map(|documents| documents.into_iter().map(Node::from).collect())
        .map_err(|error| {
            let place = error.location();
            let mut said = error.without_snippet().to_string();
            if let Some(start) = said.rfind(" at line ").or_else(|| said.find(": line ")) {
                said.truncate(start);
            }
            Mistake {
                file: file.to_owned(),
                line: place.as_ref().map_or(1, Location::line),
                column: place.as_ref().map_or(1, Location::column),
                text: format!("this is neither YAML nor JSON: {said}"),
            }
        })
}

struct Located(Spanned<Content>);

impl<'de> Deserialize<'de> for Located {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Spanned::deserialize(deserializer).map(Self)
    }
}

impl From<Located> for Node {
    fn from(Located(spanned): Located) -> Self {
        Self {
            line: spanned.referenced.line(),
            column: spanned.referenced.column(),
            content: spanned.value,
        }
    }
}

impl<'de> Deserialize<'de> for Content {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;

        impl<'de> Visitor<'de> for Any {
            type Value = Content;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a value")
            }

            fn visit_unit<E>(self) -> Result<Content, E> {
                Ok(Content::Null)
            }

            fn visit_none<E>(self) -> Result<Content, E> {
                Ok(Content::Null)
            }

            fn visit_bool<E>(self, flag: bool) -> Result<Content, E> {
                Ok(Content::Flag(flag))
            }

            fn visit_i64<E>(self, number: i64) -> Result<Content, E> {
                Ok(Content::Number(number.into()))
            }

            fn visit_u64<E>(self, number: u64) -> Result<Content, E> {
                Ok(Content::Number(number.into()))
            }

            fn visit_f64<E: de::Error>(self, number: f64) -> Result<Content, E> {
                Number::from_f64(number)
                    .map(Content::Number)
                    .ok_or_else(|| E::custom("not a finite number"))
            }

            fn visit_str<E>(self, text: &str) -> Result<Content, E> {
                Ok(Content::Text(text.to_owned()))
            }

            fn visit_string<E>(self, text: String) -> Result<Content, E> {
                Ok(Content::Text(text))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Content, A::Error> {
                let mut items = Vec::new();
                while let Some(item) = list.next_element::<Located>()? {
                    items.push(item.into());
                }
                Ok(Content::List(items))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Content, A::Error> {
                let mut fields = Vec::new();
                while let Some((name, node)) = object.next_entry::<Spanned<String>, Located>()? {
                    let name = Name {
                        line: name.referenced.line(),
                        column: name.referenced.column(),
                        text: name.value,
                    };
                    fields.push((name, node.into()));
                }
                Ok(Content::Object(fields))
            }
        }

        deserializer.deserialize_any(Any)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn one(text: &str) -> Node {
        let mut documents = read("a.yaml", text).expect("a document");
        assert_eq!(documents.len(), 1, "{text}");
        documents.remove(0)
    }

    #[test]
    fn yaml_and_json_give_the_same_values() {
        let expected = json!({"policies": [{"name": "A", "priority": 3, "on": true, "none": null, "list": ["x", "1"]}]});
        let yaml =
            "policies:\n- name: A\n  priority: 3\n  on: true\n  none:\n  list:\n  - x\n  - \"1\"\n";
        assert_eq!(one(yaml).value(), expected);
        assert_eq!(one(&expected.to_string()).value(), expected);
        let tabs = "{\n\t\"policies\": [\n\t\t{\"name\": \"A\", \"priority\": 3, \"on\": true, \"none\": null,\n\t\t\"list\": [\"x\", \"1\"]}\n\t]\n}\n";
        assert_eq!(one(tabs).value(), expected);
    }

    #[test]
    fn a_value_and_a_name_know_where_they_stand() {
        let node = one("apps:\n  - label: Ledger\n    accessPolicy: A\n");
        let Content::Object(fields) = &node.at(&["apps"]).expect("apps").items()[0].content else {
            unreachable!("an object");
        };
        let (name, value) = &fields[1];
        assert_eq!((name.line, name.column), (3, 5));
        assert_eq!((value.line, value.column), (3, 19));
    }

    #[test]
    fn a_file_may_hold_several_documents() {
        assert_eq!(
            read("a.yaml", "a: 1\n---\nb: 2\n---\n")
                .expect("documents")
                .len(),
            2
        );
        assert_eq!(
            read("a.yaml", "# nothing\n").expect("no document"),
            Vec::new()
        );
    }

    #[test]
    fn what_is_not_yaml_is_told_with_its_line() {
        let mistake = read("a.yaml", "a: 1\nb: [1\nc: 2\n").expect_err("a mistake");
        assert!(mistake.line >= 2, "{mistake}");
        assert!(mistake.to_string().starts_with("a.yaml:"), "{mistake}");
        assert!(!mistake.text.contains('\n'), "{mistake}");
        let twice = read("a.yaml", "a: 1\na: 2\n").expect_err("a name twice");
        assert_eq!(twice.line, 2, "{twice}");
    }
}
