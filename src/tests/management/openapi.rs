//! `/openapi.json`: valid, complete, and true. That every answer is as it says is checked where tests call the API.

use std::{collections::BTreeSet, fs, path::Path};

use axum::{body::Body, http::Request};
use doorstep::backend::management::Limits;
use serde_json::json;

use super::{contract::validator, *};

const METHODS: [&str; 7] = ["get", "head", "post", "put", "patch", "delete", "trace"];

/// The path with this in place of every parameter.
fn instance(path: &str) -> String {
    path.split('/')
        .map(|part| {
            if part.starts_with('{') {
                "unknown"
            } else {
                part
            }
        })
        .collect::<Vec<_>>()
        .join("/")
}

/// A request that is refused only after the caller's rights were looked at, or answered.
fn request(method: &str, path: &str, token: &str) -> Request<Body> {
    Request::builder()
        .method(method.to_uppercase().as_str())
        .uri(instance(path))
        .header("authorization", format!("SSWS {token}"))
        .header("content-type", "application/json")
        .body(Body::from("{}"))
        .unwrap()
}

/// Every value below `value`.
fn every<'a>(value: &'a Value, visit: &mut impl FnMut(&'a Value)) {
    visit(value);
    match value {
        Value::Array(list) => list.iter().for_each(|inner| every(inner, visit)),
        Value::Object(object) => object.values().for_each(|inner| every(inner, visit)),
        _ => {}
    }
}

#[tokio::test]
async fn the_description_is_served_to_everybody_and_only_sent_when_it_changed() {
    let org = Org::new().await;
    let get = async |etag: Option<&str>| {
        let mut request = Request::get("/openapi.json");
        if let Some(etag) = etag {
            request = request.header("if-none-match", etag);
        }
        org.send(request.body(Body::empty()).unwrap()).await
    };
    let first = get(None).await;
    assert_eq!(first.status, StatusCode::OK);
    assert_eq!(first.headers["content-type"], "application/json");
    assert_eq!(
        first.headers["cache-control"],
        "public, max-age=0, must-revalidate"
    );
    let etag = first.headers["etag"].to_str().unwrap();
    let again = get(Some(etag)).await;
    assert_eq!(
        (again.status, again.body),
        (StatusCode::NOT_MODIFIED, Value::Null)
    );
    assert_eq!(get(Some("\"other\"")).await.status, StatusCode::OK);
}

#[tokio::test]
async fn the_description_is_valid_and_refers_only_to_what_is_there() {
    let org = Org::new().await;
    let contract = org.contract().await;
    let document = &contract.document;
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1."));
    every(document, &mut |value| {
        contract.resolve(value);
    });
    let names = |list: &Value| -> BTreeSet<String> {
        let names = list.as_array().unwrap().iter();
        names
            .map(|tag| tag["name"].as_str().unwrap().to_owned())
            .collect()
    };
    let tags = names(&document["tags"]);
    let schemes = document["components"]["securitySchemes"]
        .as_object()
        .unwrap();
    let scopes = &schemes["oauth2"]["flows"]["clientCredentials"]["scopes"];
    let (mut ids, mut used_tags, mut used_scopes) =
        (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for (method, path, operation) in contract.operations() {
        let id = operation["operationId"].as_str().unwrap();
        assert!(ids.insert(id), "{id} is twice there");
        assert!(operation["summary"].is_string(), "{id} has no summary");
        used_tags.extend(
            operation["tags"]
                .as_array()
                .unwrap()
                .iter()
                .map(|tag| tag.as_str().unwrap().to_owned()),
        );
        let declared: BTreeSet<_> = operation["parameters"]
            .as_array()
            .into_iter()
            .flatten()
            .filter(|parameter| parameter["in"] == "path")
            .map(|parameter| format!("{{{}}}", parameter["name"].as_str().unwrap()))
            .collect();
        let in_path = path.split('/').filter(|part| part.starts_with('{'));
        assert_eq!(
            declared,
            in_path.map(str::to_owned).collect(),
            "{method} {path}"
        );
        for (status, response) in operation["responses"].as_object().unwrap() {
            let response = contract.resolve(response);
            assert!(response["description"].is_string(), "{id} {status}");
        }
        for requirement in operation["security"].as_array().unwrap() {
            for (scheme, needed) in requirement.as_object().unwrap() {
                assert!(schemes.contains_key(scheme), "{id} needs {scheme}");
                for scope in needed.as_array().unwrap() {
                    let scope = scope.as_str().unwrap();
                    assert!(scopes[scope].is_string(), "{id} needs {scope}");
                    used_scopes.insert(scope.to_owned());
                }
            }
        }
    }
    assert_eq!(used_tags, tags);
    assert_eq!(
        used_scopes,
        scopes.as_object().unwrap().keys().cloned().collect()
    );
    for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
        if let Err(error) = jsonschema::meta::validate(schema) {
            panic!("{name}: {error}");
        }
        // Examples are real requests.
        if let Some(example) = schema.get("example") {
            let whole = json!({
                "$ref": format!("#/components/schemas/{name}"), "components": document["components"],
            });
            if let Err(error) = validator(&whole).validate(example) {
                panic!("the example of {name}: {error}");
            }
        }
    }
}

#[tokio::test]
async fn the_description_names_every_route_and_no_other() {
    let org = Org::new().await;
    let contract = org.contract().await;
    for (path, item) in contract.paths() {
        for method in METHODS {
            let reply = org.send(request(method, path, &org.token)).await;
            let described =
                item.get(method).is_some() || (method == "head" && item.get("get").is_some());
            let answered = reply.status != StatusCode::METHOD_NOT_ALLOWED
                && reply.body["errorCode"] != "E0000008";
            assert_eq!(
                answered, described,
                "{method} {path} answers {}: {}",
                reply.status, reply.body
            );
            if reply.status == StatusCode::METHOD_NOT_ALLOWED {
                let allowed = reply.headers["allow"].to_str().unwrap();
                let allowed: BTreeSet<_> = allowed
                    .split(',')
                    .map(|name| name.trim().to_lowercase())
                    .collect();
                let mut expected: BTreeSet<_> = item.as_object().unwrap().keys().cloned().collect();
                if expected.contains("get") {
                    expected.insert("head".to_owned());
                }
                assert_eq!(allowed, expected, "{path}");
            }
        }
    }
    // The other way round: no route of the management API is made without its description.
    let (mut annotated, mut folders) = (
        0,
        vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src/backend/management")],
    );
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let file = entry.unwrap().path();
            if file.is_dir() {
                folders.push(file);
                continue;
            }
            let text = fs::read_to_string(&file).unwrap();
            annotated += text.matches("#[utoipa::path(").count();
            for bare in [".route(", ".route_service(", ".nest_service("] {
                assert!(
                    !text.contains(bare),
                    "{} has a route without description",
                    file.display()
                );
            }
        }
    }
    assert_eq!(contract.operations().count(), annotated);
}

#[tokio::test]
async fn each_operation_needs_the_scope_that_the_description_names() {
    let org = Org::with(|config| {
        config.limits = Limits {
            device: 1000,
            other: 1000,
        };
    })
    .await;
    let contract = org.contract().await;
    let all: BTreeSet<String> =
        contract.document["components"]["securitySchemes"]["oauth2"]["flows"]["clientCredentials"]
            ["scopes"]
            .as_object()
            .unwrap()
            .keys()
            .cloned()
            .collect();
    for (method, path, operation) in contract.operations() {
        let requirements = operation["security"].as_array().unwrap();
        let Some(needed) = requirements.iter().find_map(|one| one.get("oauth2")) else {
            continue;
        };
        let needed: Vec<&str> = needed
            .as_array()
            .unwrap()
            .iter()
            .map(|scope| scope.as_str().unwrap())
            .collect();
        let own = org.token(&needed).await;
        let reply = org.send(request(method, path, &own)).await;
        assert_ne!(
            reply.status,
            StatusCode::FORBIDDEN,
            "{method} {path} with {needed:?}: {}",
            reply.body
        );
        if needed.is_empty() {
            continue;
        }
        let manage: Vec<_> = needed
            .iter()
            .map(|scope| scope.replace(".read", ".manage"))
            .collect();
        let others: Vec<&str> = all
            .iter()
            .map(String::as_str)
            .filter(|scope| !needed.contains(scope) && !manage.contains(&(*scope).to_owned()))
            .collect();
        let other = org.token(&others).await;
        org.send(request(method, path, &other))
            .await
            .is(403, "E0000006");
    }
}
