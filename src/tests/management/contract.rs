//! Holds every answer that the tests get against the description at `/openapi.json`: status, headers and body, and no
//! field that it does not name. A body that was accepted must be one that the description accepts.

use std::{
    collections::HashMap,
    sync::{Mutex, OnceLock},
};

use axum::http::{HeaderMap, Method, StatusCode};
use jsonschema::{Draft, Validator};
use serde_json::{Map, Value, json};

/// The description, and what was made of it.
pub(super) struct Contract {
    pub(super) document: Value,
    validators: Mutex<HashMap<String, &'static Validator>>,
}

/// A call and its answer.
pub(super) struct Exchange<'a> {
    pub(super) method: &'a Method,
    pub(super) path: &'a str,
    pub(super) sent: &'a [u8],
    pub(super) status: StatusCode,
    pub(super) headers: &'a HeaderMap,
    pub(super) body: &'a Value,
}

static CONTRACT: OnceLock<Contract> = OnceLock::new();

impl Contract {
    /// The description that was read before, if any: it is the same in every test.
    pub(super) fn known() -> Option<&'static Self> {
        CONTRACT.get()
    }

    /// Keeps the description.
    pub(super) fn keep(document: Value) -> &'static Self {
        CONTRACT.get_or_init(|| Self {
            document,
            validators: Mutex::default(),
        })
    }

    /// The operations of each path by method in lower case.
    pub(super) fn paths(&self) -> &Map<String, Value> {
        self.document["paths"].as_object().unwrap()
    }

    /// Every operation: method, path, description.
    pub(super) fn operations(&self) -> impl Iterator<Item = (&str, &str, &Value)> {
        self.paths().iter().flat_map(|(path, item)| {
            let operations = item.as_object().unwrap().iter();
            operations.map(move |(method, operation)| (method.as_str(), path.as_str(), operation))
        })
    }

    /// What a reference refers to, or the value itself.
    pub(super) fn resolve<'a>(&'a self, value: &'a Value) -> &'a Value {
        match value["$ref"].as_str() {
            None => value,
            Some(reference) => {
                let pointer = reference.strip_prefix('#').unwrap();
                let target = self.document.pointer(pointer);
                self.resolve(target.unwrap_or_else(|| panic!("{reference} refers to nothing")))
            }
        }
    }

    /// The path of the description that `path` is an instance of; literal ones come first.
    fn template(&self, path: &str) -> Option<&str> {
        // One slash at the end changes nothing.
        let path = path.strip_suffix('/').unwrap_or(path);
        let fits = |template: &str| {
            template.split('/').count() == path.split('/').count()
                && template
                    .split('/')
                    .zip(path.split('/'))
                    .all(|(expected, given)| expected.starts_with('{') || expected == given)
        };
        let fitting = self.paths().keys().filter(|template| fits(template));
        fitting
            .min_by_key(|template| template.matches('{').count())
            .map(String::as_str)
    }

    /// Fails where an answer is not as described.
    #[track_caller]
    pub(super) fn check(&self, exchange: &Exchange<'_>) {
        let Exchange {
            method,
            path,
            status,
            ..
        } = exchange;
        let what = format!("{method} {path} answered {status}: {}", exchange.body);
        let Some(template) = self.template(path) else {
            assert_eq!(
                status.as_u16(),
                404,
                "{what}, and no such path is described"
            );
            return;
        };
        let item = &self.paths()[template];
        let operation = &item[method.as_str().to_lowercase()];
        if operation.is_null() {
            // HEAD is GET without the body (RFC 9110, section 9.3.2).
            if *method == Method::HEAD && item["get"]["responses"][status.as_str()].is_object() {
                assert!(exchange.body.is_null(), "{what}, with a body");
            } else {
                assert_eq!(status.as_u16(), 405, "{what}, and is not described");
            }
            return;
        }
        let response = self.resolve(&operation["responses"][status.as_str()]);
        assert!(
            response.is_object(),
            "{what}, a status that is not described"
        );
        self.check_headers(exchange, response, &what);
        let content = &response["content"];
        if content.is_null() {
            assert!(exchange.body.is_null(), "{what}, and no body is described");
        } else {
            let kind = exchange.headers["content-type"].to_str().unwrap();
            let schema = &content[kind]["schema"];
            assert!(
                schema.is_object(),
                "{what}, as {kind}, which is not described"
            );
            let key = format!("{method} {template} {status}");
            self.validate(&key, &self.strict(schema, false), exchange.body, &what);
        }
        let request = &operation["requestBody"]["content"]["application/json"]["schema"];
        let said_nothing =
            exchange.sent.is_empty() && operation["requestBody"]["required"] == json!(false);
        if status.is_success() && request.is_object() && !said_nothing {
            let sent = serde_json::from_slice(exchange.sent).unwrap();
            let what = format!("{what}, although the request is not described: {sent}");
            let whole = json!({"$ref": request["$ref"], "components": self.document["components"]});
            self.validate(
                &format!("{method} {template} request"),
                &whole,
                &sent,
                &what,
            );
        }
    }

    #[track_caller]
    fn check_headers(&self, exchange: &Exchange<'_>, response: &Value, what: &str) {
        for (name, header) in response["headers"].as_object().into_iter().flatten() {
            let header = self.resolve(header);
            let value = exchange
                .headers
                .get(name)
                .map(|value| value.to_str().unwrap());
            assert!(
                value.is_some() || header["required"] != true,
                "{what}, without {name}"
            );
            if header["schema"]["type"] == "integer" {
                assert!(
                    value.is_none_or(|value| value.parse::<i64>().is_ok()),
                    "{what}, {name} is {value:?}"
                );
            }
        }
    }

    #[track_caller]
    fn validate(&self, key: &str, schema: &Value, value: &Value, what: &str) {
        let known = self.validators.lock().unwrap().get(key).copied();
        let validator = known.unwrap_or_else(|| {
            let made: &'static Validator = Box::leak(Box::new(validator(schema)));
            self.validators.lock().unwrap().insert(key.to_owned(), made);
            made
        });
        let mistakes: Vec<_> = validator
            .iter_errors(value)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(mistakes.is_empty(), "{what}\n{}", mistakes.join("\n"));
    }

    /// The schema without references and without room for fields that it does not name. `part` says that it is one of
    /// several that describe the same object together.
    fn strict(&self, schema: &Value, part: bool) -> Value {
        let schema = self.resolve(schema);
        let Some(object) = schema.as_object() else {
            return schema.clone();
        };
        let mut strict = Map::new();
        for (keyword, value) in object {
            let value = match (keyword.as_str(), value) {
                ("properties", Value::Object(properties)) => {
                    let inner = properties
                        .iter()
                        .map(|(name, schema)| (name.clone(), self.strict(schema, false)));
                    Value::Object(inner.collect())
                }
                ("items" | "additionalProperties", schema) => self.strict(schema, false),
                ("allOf" | "anyOf" | "oneOf", Value::Array(schemas)) => schemas
                    .iter()
                    .map(|schema| self.strict(schema, true))
                    .collect(),
                _ => value.clone(),
            };
            strict.insert(keyword.clone(), value);
        }
        let has = |keyword: &str| object.contains_key(keyword);
        let composed = has("allOf") || has("anyOf") || has("oneOf");
        if has("additionalProperties") {
            // A map says itself what it may hold.
        } else if !has("properties") && !composed {
            // An object without named fields may hold anything.
            if object.get("type") == Some(&json!("object")) {
                strict.insert("additionalProperties".to_owned(), json!(true));
            }
        } else if !part {
            strict.insert("unevaluatedProperties".to_owned(), json!(false));
        }
        Value::Object(strict)
    }
}

/// A validator that looks at formats too.
pub(super) fn validator(schema: &Value) -> Validator {
    jsonschema::options()
        .with_draft(Draft::Draft202012)
        .should_validate_formats(true)
        .build(schema)
        .unwrap_or_else(|error| panic!("{error} in {schema}"))
}
