//! The shape of the objects in a file: the writable fields of the management API, and no others. The API ignores what it
//! does not know; a file with a typing mistake must not be ignored.
//!
//! Source: `docs/spec/management-api.md` 1.4 to 1.6 and section 3.

use serde::{Serialize, Serializer, ser::SerializeMap as _};
use serde_json::{Map, Value};
use similar::get_close_matches;

use super::{
    mistake::Mistake,
    node::{Content, Node},
};

mod fields;

pub(super) use fields::{APP, ASSURANCE, CHECK, FILE, POLICY, RULE};

/// What a value must be.
#[derive(Debug, Clone, Copy)]
pub(super) enum Shape {
    /// Text.
    Text,
    /// One of these words.
    Word(&'static [&'static str]),
    /// `true` or `false`.
    Flag,
    /// A whole number.
    Number,
    /// A list whose order means something.
    List(&'static Shape),
    /// A list whose order means nothing.
    Set(&'static Shape),
    /// An object with these fields and no others.
    Object(&'static [Field]),
    /// An object from names of the writer's own to texts.
    Texts,
    /// An object that is passed on as it is.
    Verbatim,
}

/// A field of an object.
#[derive(Debug, Clone, Copy)]
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) shape: Shape,
    pub(super) required: bool,
}

/// Fields that only the server writes.
const READ_ONLY: [&str; 12] = [
    "created",
    "createdBy",
    "createdDate",
    "createdUpdate",
    "lastUpdate",
    "lastUpdated",
    "lastUpdatedBy",
    "resourceId",
    "resourceType",
    "resourceDisplayName",
    "_embedded",
    "_links",
];

/// How near a name must be to be suggested, from 0 to 1.
const NEAR: f32 = 0.6;

impl Shape {
    fn expected(self) -> String {
        match self {
            Self::Text => "text".to_owned(),
            Self::Word(words) => format!("one of {}", words.join(", ")),
            Self::Flag => "true or false".to_owned(),
            Self::Number => "a whole number".to_owned(),
            Self::List(_) | Self::Set(_) => "a list".to_owned(),
            Self::Object(_) | Self::Texts | Self::Verbatim => "an object".to_owned(),
        }
    }

    /// Checks `node` against the shape; `path` says in messages what it is.
    pub(super) fn check(self, file: &str, path: &str, node: &Node, mistakes: &mut Vec<Mistake>) {
        let wrong = |text: String| Mistake {
            file: file.to_owned(),
            line: node.line,
            column: node.column,
            text,
        };
        match (self, &node.content) {
            (Self::Text, Content::Text(_))
            | (Self::Flag, Content::Flag(_))
            | (Self::Verbatim, Content::Object(_)) => {}
            (Self::Number, Content::Number(number)) if number.is_i64() => {}
            (Self::Word(words), Content::Text(word)) => {
                if !words.contains(&word.as_str()) {
                    let suggestion = suggestion(&word.to_uppercase(), words);
                    mistakes.push(wrong(format!(
                        "{path} is \"{word}\"; it must be {}{suggestion}",
                        self.expected()
                    )));
                }
            }
            (Self::List(item) | Self::Set(item), Content::List(items)) => {
                for (index, node) in items.iter().enumerate() {
                    item.check(file, &format!("{path}[{index}]"), node, mistakes);
                }
            }
            (Self::Texts, Content::Object(fields)) => {
                for (name, node) in fields {
                    Self::Text.check(file, &join(path, &name.text), node, mistakes);
                }
            }
            (Self::Object(fields), Content::Object(given)) => {
                check_object(fields, file, path, given, mistakes);
                let missing = fields
                    .iter()
                    .filter(|field| field.required && node.get(field.name).is_none());
                for field in missing {
                    mistakes.push(wrong(format!("{path} has no {}", field.name)));
                }
            }
            (Self::Text, Content::Number(_) | Content::Flag(_)) => mistakes.push(wrong(format!(
                "{path} is {}; it must be text: put it in quotes",
                node.kind()
            ))),
            _ => mistakes.push(wrong(format!(
                "{} is {}; it must be {}",
                if path.is_empty() {
                    "the document"
                } else {
                    path
                },
                node.kind(),
                self.expected()
            ))),
        }
    }

    /// A value of this shape as it is compared and shown: without what is null or empty, sets in order. Fields that the
    /// shape does not know are left out.
    pub(super) fn canonical(self, value: &Value) -> Value {
        match (self, value) {
            (Self::Object(fields), Value::Object(object)) => Value::Object(
                fields
                    .iter()
                    .filter_map(|field| {
                        let value = field.shape.canonical(object.get(field.name)?);
                        let kept = if field.required {
                            !value.is_null()
                        } else {
                            says_something(field.shape, &value)
                        };
                        kept.then(|| (field.name.to_owned(), value))
                    })
                    .collect(),
            ),
            (Self::Texts, Value::Object(object)) => Value::Object(
                object
                    .iter()
                    .filter(|(_, text)| says_something(Self::Text, text))
                    .map(|(name, text)| (name.clone(), text.clone()))
                    .collect(),
            ),
            (Self::Set(item), Value::Array(items)) => {
                let mut items: Vec<Value> =
                    items.iter().map(|value| item.canonical(value)).collect();
                items.sort_by_key(Value::to_string);
                items.dedup();
                Value::Array(items)
            }
            (Self::List(item), Value::Array(items)) => {
                Value::Array(items.iter().map(|value| item.canonical(value)).collect())
            }
            (Self::Verbatim, Value::Object(_)) => without_nulls(value),
            _ => value.clone(),
        }
    }

    /// What of `server`'s fields the shape does not know and that is not the server's own, as paths.
    pub(super) fn unknown(self, server: &Value, path: &str, found: &mut Vec<String>) {
        match (self, server) {
            (Self::Object(fields), Value::Object(object)) => {
                for (name, value) in object {
                    let path = join(path, name);
                    match fields.iter().find(|field| field.name == name) {
                        Some(field) => field.shape.unknown(value, &path, found),
                        None if is_servers(name) || !says_something(Self::Verbatim, value) => {}
                        None => found.push(path),
                    }
                }
            }
            (Self::List(item) | Self::Set(item), Value::Array(items)) => {
                for (index, value) in items.iter().enumerate() {
                    item.unknown(value, &format!("{path}[{index}]"), found);
                }
            }
            _ => {}
        }
    }

    /// What is sent to replace `server` with `wanted`: the known fields as they are wanted, the unknown ones as they
    /// are, so that replacing an object does not clear what this program does not know.
    pub(super) fn merged(self, server: &Value, wanted: &Value) -> Value {
        match (self, server, wanted) {
            (Self::Object(fields), Value::Object(server), Value::Object(wanted)) => {
                let known = |name: &String| fields.iter().any(|field| field.name == name);
                let mut merged: Map<String, Value> = server
                    .iter()
                    .filter(|(name, value)| !known(name) && !is_servers(name) && !value.is_null())
                    .map(|(name, value)| (name.clone(), value.clone()))
                    .collect();
                for (name, value) in wanted {
                    let field = fields.iter().find(|field| field.name == name);
                    let value = match (field, server.get(name)) {
                        (Some(field), Some(old)) => field.shape.merged(old, value),
                        _ => value.clone(),
                    };
                    merged.insert(name.clone(), value);
                }
                Value::Object(merged)
            }
            _ => wanted.clone(),
        }
    }

    /// `value` in the order of the shape's fields, to be written.
    pub(super) fn ordered(self, value: &Value) -> Ordered<'_> {
        Ordered { shape: self, value }
    }
}

fn check_object(
    fields: &'static [Field],
    file: &str,
    path: &str,
    given: &[(super::node::Name, Node)],
    mistakes: &mut Vec<Mistake>,
) {
    for (name, node) in given {
        let Some(field) = fields.iter().find(|field| field.name == name.text) else {
            let allowed: Vec<&str> = fields.iter().map(|field| field.name).collect();
            let text = if READ_ONLY.contains(&name.text.as_str()) {
                format!(
                    "{} is written by the server: leave it out",
                    join(path, &name.text)
                )
            } else {
                format!(
                    "there is no field {}{}; allowed: {}",
                    join(path, &name.text),
                    suggestion(&name.text, &allowed),
                    allowed.join(", ")
                )
            };
            mistakes.push(Mistake {
                file: file.to_owned(),
                line: name.line,
                column: name.column,
                text,
            });
            continue;
        };
        // Null and absent mean the same; a collection, though, is there or not, and deletions hang on it.
        if node.content != Content::Null || path.is_empty() {
            field
                .shape
                .check(file, &join(path, field.name), node, mistakes);
        }
    }
}

fn suggestion(given: &str, allowed: &[&'static str]) -> String {
    match get_close_matches(given, allowed, 1, NEAR).first() {
        Some(near) => format!(" – did you mean {near}?"),
        None => String::new(),
    }
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() {
        name.to_owned()
    } else {
        format!("{path}.{name}")
    }
}

fn is_servers(name: &str) -> bool {
    READ_ONLY.contains(&name) || ["id", "status", "system", "priority"].contains(&name)
}

/// Whether a value says anything: null, `""`, `[]` and objects of such mean the same as nothing.
fn says_something(shape: Shape, value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::String(text) => !text.is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::Object(object) => match shape {
            Shape::Object(fields) => fields.iter().any(|field| {
                object
                    .get(field.name)
                    .is_some_and(|value| field.required || says_something(field.shape, value))
            }),
            _ => object.values().any(|value| says_something(shape, value)),
        },
        Value::Bool(_) | Value::Number(_) => true,
    }
}

fn without_nulls(value: &Value) -> Value {
    match value {
        Value::Object(object) => Value::Object(
            object
                .iter()
                .filter(|(_, value)| !value.is_null())
                .map(|(name, value)| (name.clone(), without_nulls(value)))
                .collect(),
        ),
        other => other.clone(),
    }
}

/// A value that is written in the order of its shape's fields.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ordered<'a> {
    shape: Shape,
    value: &'a Value,
}

impl Serialize for Ordered<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match (self.shape, self.value) {
            (Shape::Object(fields), Value::Object(object)) => {
                let mut map = serializer.serialize_map(None)?;
                for field in fields {
                    if let Some(value) = object.get(field.name) {
                        map.serialize_entry(field.name, &field.shape.ordered(value))?;
                    }
                }
                map.end()
            }
            (Shape::List(item) | Shape::Set(item), Value::Array(items)) => {
                serializer.collect_seq(items.iter().map(|value| item.ordered(value)))
            }
            (_, Value::Object(object)) => {
                // Whatever order the map has: the same text every time.
                let mut names: Vec<&String> = object.keys().collect();
                names.sort();
                let mut map = serializer.serialize_map(Some(names.len()))?;
                for name in names {
                    if let Some(value) = object.get(name) {
                        map.serialize_entry(name, &Shape::Verbatim.ordered(value))?;
                    }
                }
                map.end()
            }
            (_, Value::Array(items)) => {
                serializer.collect_seq(items.iter().map(|value| Shape::Verbatim.ordered(value)))
            }
            (_, other) => other.serialize(serializer),
        }
    }
}

#[cfg(test)]
mod tests;
