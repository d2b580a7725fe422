use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{
    Json, Router,
    extract::{Request, State},
    http::StatusCode as Status,
    response::{IntoResponse as _, Response},
};
use serde_json::json;

use super::*;

/// A management API that keeps what it is given.
#[derive(Clone, Default)]
struct Org(Arc<Mutex<Vec<(String, String, Value)>>>);

async fn any(State(org): State<Org>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    assert_eq!(parts.headers["authorization"], "SSWS 00test");
    let body = axum::body::to_bytes(body, 1 << 20).await.expect("a body");
    let body: Value = serde_json::from_slice(&body).unwrap_or_default();
    let path = parts.uri.path().to_owned();
    let mut calls = org.0.lock().expect("unpoisoned");
    let made = |path: &str, calls: &[(String, String, Value)]| -> Vec<Value> {
        calls
            .iter()
            .filter(|(method, at, _)| method == "POST" && at == path)
            .map(|(_, _, body)| body.clone())
            .collect()
    };
    match parts.method.as_str() {
        "GET" => {
            let mut there = made(&path, &calls);
            if path.ends_with("/rules") {
                there.push(json!({ "id": "rulLast", "name": "Catch-all Rule", "system": true }));
            }
            Json(there).into_response()
        }
        "POST" => {
            let mut made = body;
            made["id"] = json!(format!("id{}", calls.len()));
            calls.push((String::from("POST"), path, made.clone()));
            Json(made).into_response()
        }
        method => {
            calls.push((method.to_owned(), path, body));
            Status::NO_CONTENT.into_response()
        }
    }
}

async fn start(router: Router) -> Origin {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    tokio::spawn(axum::serve(listener, router).into_future());
    url.parse().expect("an origin")
}

async fn run(org: &Origin) -> Result<Seeded, Error> {
    let client = Client::builder()
        .no_proxy()
        .timeout(Duration::from_secs(5))
        .build()
        .expect("a client");
    let app = "http://localhost:8081".parse().expect("an origin");
    seed(&client, org, &Secret::from(String::from("00test")), &app).await
}

#[tokio::test]
async fn everything_is_made_once_and_refers_to_what_was_made_before() {
    let org = Org::default();
    let url = start(Router::new().fallback(any).with_state(org.clone())).await;
    let seeded = run(&url).await.expect("seeded");
    assert_eq!(seeded.clients.len(), crate::demo::app::APPS.len());
    assert!(
        seeded
            .people
            .iter()
            .any(|(login, _)| login == "ana@example.com")
    );
    let calls = org.0.lock().expect("unpoisoned").clone();
    let text = serde_json::to_string(&calls).expect("JSON");
    assert!(!text.contains("{{"), "every place is filled: {text}");
    let mut by_path: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, path, _) in calls.iter().filter(|(method, ..)| method == "POST") {
        *by_path.entry(path).or_default() += 1;
    }
    assert_eq!(by_path["/api/v1/device-posture-checks"], 2);
    assert_eq!(by_path["/api/v1/device-assurances"], 7);
    assert_eq!(by_path["/api/v1/policies"], 4);
    assert_eq!(by_path["/api/v1/apps"], 4);
    // A second start finds everything and makes nothing.
    let again = run(&url).await.expect("seeded");
    assert_eq!(again.clients, seeded.clients);
    let posts = |calls: &[(String, String, Value)]| {
        calls.iter().filter(|(method, ..)| method == "POST").count()
    };
    assert_eq!(posts(&org.0.lock().expect("unpoisoned")), posts(&calls));
}

#[tokio::test]
async fn a_refusal_says_which_call_and_why() {
    let refuse = || async {
        let body = json!({ "errorSummary": "Api validation failed: name", "errorCauses": [{ "errorSummary": "name: taken" }] });
        (Status::BAD_REQUEST, Json(body))
    };
    let url = start(Router::new().fallback(refuse)).await;
    let error = run(&url).await.expect_err("refused");
    assert_eq!(
        error.to_string(),
        "GET /api/v1/device-posture-checks was refused with 400 Bad Request: Api validation failed: name; name: taken"
    );
}
