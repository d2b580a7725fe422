//! A scripted IDX server: answers introspection with the state that a test puts it into, other calls with what the
//! script says next, and writes down what it was asked. Strict about what the page sends.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{
    Router,
    body::Bytes,
    http::{HeaderMap, StatusCode, Uri},
    response::{IntoResponse as _, Response},
    routing::post,
};
use doorstep::flow::samples::Sample;
use serde_json::{Value, json};

/// A scripted IDX server.
#[derive(Clone, Default)]
pub(crate) struct IdxServer(Arc<Mutex<Script>>);

#[derive(Default)]
struct Script {
    state: Option<(u16, String)>,
    next: VecDeque<(u16, String, Option<String>)>,
    asked: Vec<(String, Value, HeaderMap)>,
    delay: Duration,
}

/// Body and status of a sample.
pub(crate) fn sample(name: &str) -> (u16, Value) {
    let sample = Sample::find(name).unwrap_or_else(|| panic!("no sample {name}"));
    let text =
        serde_json::to_string(&sample.reply().expect("a transaction").transaction).expect("JSON");
    // The page follows forms to its own server only.
    let text = text.replace("https://signin.example.com", "http://localhost:8080");
    (sample.status, serde_json::from_str(&text).expect("JSON"))
}

/// A finished sign-in with this interaction code.
pub(crate) fn success(code: &str) -> Value {
    let (_, mut body) = sample("success");
    for field in body["successWithInteractionCode"]["value"]
        .as_array_mut()
        .expect("fields")
    {
        if field["name"] == "interaction_code" {
            field["value"] = json!(code);
        }
    }
    body
}

impl IdxServer {
    /// A server whose sign-in stands at the sample `name`.
    pub(crate) fn at(name: &str) -> Self {
        let server = Self::default();
        server.stand(name);
        server
    }

    /// From now on the sign-in stands at the sample `name`.
    pub(crate) fn stand(&self, name: &str) {
        let (status, body) = sample(name);
        self.stand_at(status, &body.to_string());
    }

    /// From now on introspection answers this.
    pub(crate) fn stand_at(&self, status: u16, body: &str) {
        self.0.lock().expect("a lock").state = Some((status, body.to_owned()));
    }

    /// The next form is answered by the sample `answer`; then the sign-in stands at `then`.
    pub(crate) fn answer(&self, answer: &str, then: &str) {
        let (status, body) = sample(answer);
        self.answer_with(status, &body.to_string(), Some(then));
    }

    /// The next form is answered by this.
    pub(crate) fn answer_with(&self, status: u16, body: &str, then: Option<&str>) {
        self.0.lock().expect("a lock").next.push_back((
            status,
            body.to_owned(),
            then.map(str::to_owned),
        ));
    }

    /// Every answer takes this long.
    pub(crate) fn delay(&self, delay: Duration) {
        self.0.lock().expect("a lock").delay = delay;
    }

    /// Paths and bodies of the forms that were submitted.
    pub(crate) fn submitted(&self) -> Vec<(String, Value)> {
        let script = self.0.lock().expect("a lock");
        script
            .asked
            .iter()
            .filter(|(path, _, _)| path != "/idp/idx/introspect" && !path.ends_with("/interact"))
            .map(|(path, body, _)| (path.clone(), body.clone()))
            .collect()
    }

    /// Headers of the last call.
    pub(crate) fn last_headers(&self) -> HeaderMap {
        self.0
            .lock()
            .expect("a lock")
            .asked
            .last()
            .expect("a call")
            .2
            .clone()
    }

    /// The server's routes.
    pub(crate) fn router(&self) -> Router {
        let (interact, introspect, form) = (self.clone(), self.clone(), self.clone());
        Router::new()
            .route(
                "/oauth2/default/v1/interact",
                post(|uri: Uri, headers: HeaderMap, body: Bytes| async move {
                    interact.interact(&uri, headers, &body).await
                }),
            )
            .route(
                "/idp/idx/introspect",
                post(|uri: Uri, headers: HeaderMap, body: Bytes| async move {
                    introspect.introspect(&uri, headers, &body).await
                }),
            )
            .route(
                "/idp/idx/{*form}",
                post(|uri: Uri, headers: HeaderMap, body: Bytes| async move {
                    form.form(&uri, headers, &body).await
                }),
            )
    }

    async fn note(&self, uri: &Uri, headers: HeaderMap, body: Value) {
        let delay = {
            let mut script = self.0.lock().expect("a lock");
            script.asked.push((uri.path().to_owned(), body, headers));
            script.delay
        };
        tokio::time::sleep(delay).await;
    }

    async fn interact(&self, uri: &Uri, headers: HeaderMap, body: &[u8]) -> Response {
        let form: Value = url::form_urlencoded::parse(body)
            .map(|(name, value)| (name.into_owned(), json!(value)))
            .collect();
        let known = form["client_id"] == "0oaexample";
        self.note(uri, headers, form).await;
        if known {
            json_body(200, &json!({"interaction_handle": "ih"}).to_string())
        } else {
            json_body(
                400,
                &json!({"error": "invalid_client", "error_description": "No such client."})
                    .to_string(),
            )
        }
    }

    async fn introspect(&self, uri: &Uri, headers: HeaderMap, body: &[u8]) -> Response {
        let body: Value = serde_json::from_slice(body).expect("introspection is JSON");
        let known = body == json!({"interactionHandle": "ih"})
            || body == json!({"stateToken": "02.sample"});
        self.note(uri, headers, body).await;
        let expired = || sample("expired");
        let (status, body) = match self.0.lock().expect("a lock").state.clone() {
            Some(state) if known => state,
            _ => (expired().0, expired().1.to_string()),
        };
        json_body(status, &body)
    }

    async fn form(&self, uri: &Uri, headers: HeaderMap, body: &[u8]) -> Response {
        assert_eq!(headers["content-type"], "application/json");
        let body: Value = serde_json::from_slice(body).expect("forms are JSON");
        assert_eq!(
            body["stateHandle"], "02.sample",
            "the state handle comes from the transaction"
        );
        self.note(uri, headers, body).await;
        let next = self.0.lock().expect("a lock").next.pop_front();
        let (status, body, then) = next.unwrap_or_else(|| panic!("{uri} was not expected"));
        if let Some(then) = then {
            self.stand(&then);
        }
        json_body(status, &body)
    }
}

fn json_body(status: u16, body: &str) -> Response {
    let status = StatusCode::from_u16(status).expect("a status");
    (
        status,
        [("content-type", "application/json")],
        body.to_owned(),
    )
        .into_response()
}
