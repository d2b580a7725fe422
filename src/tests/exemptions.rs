//! More time: asked for on the page, decided by an administrator.

mod journey;

use std::sync::{Arc, Mutex};

use axum::{
    Json, Router,
    extract::{Path, Query, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse as _, Response},
    routing::{get, post},
};
use serde_json::{Value, json};

use crate::support::{IdxServer, RemoteOrg, TestApp, sample};

#[tokio::test]
async fn a_person_asks_once_and_finds_what_became_of_it() {
    let server = IdxServer::at("denied-exemption-offer");
    let app = TestApp::new(server.router());
    let page = app.start().await;
    server.answer("denied-exemption-pending", "denied-exemption-pending");
    let fields = [
        ("form", "exemption"),
        ("reason", "My train leaves.\r\nI do it at home."),
        ("duration", "2"),
    ];
    let sent = app.post(&page, &fields).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
    assert_eq!(sent.location(), format!("{page}?asked"));
    assert_eq!(
        server.submitted(),
        [(
            "/idp/idx/device/exemption".to_owned(),
            json!({"reason": "My train leaves.\nI do it at home.", "duration": "P3D", "stateHandle": "02.sample"})
        )]
    );
    let told = app.get(&sent.location()).await;
    assert!(
        told.has(".asked[autofocus][tabindex='-1']"),
        "{}",
        told.body
    );
    assert!(told.text().contains("You asked for more time"));
    let later = app.get(&page).await;
    assert!(!later.has(".asked[autofocus]"), "the focus is for once");
    // Sent again, there is nothing to ask any more.
    let again = app.post(&page, &fields).await;
    assert_eq!(
        (again.status, again.location()),
        (StatusCode::SEE_OTHER, page)
    );
    assert_eq!(server.submitted().len(), 1);
}

#[tokio::test]
async fn mistakes_come_back_once_in_the_open_fold_with_what_was_typed() {
    let server = IdxServer::at("denied-exemption-offer");
    let app = TestApp::new(server.router());
    let page = app.start().await;
    let blank = [("form", "exemption"), ("reason", "  "), ("duration", "3")];
    let told = app.submit(&page, &blank).await;
    assert!(
        told.has("details.ask[open] #exemption-reason[aria-invalid=true]"),
        "{}",
        told.body
    );
    assert!(told.has("#exemption-duration option[value='3'][selected]"));
    assert!(
        server.submitted().is_empty(),
        "the page sees that by itself"
    );
    let (_, body) = sample("denied-exemption-errors");
    server.answer_with(400, &body.to_string(), None);
    let reason = "Ich sitze im Zug. ".repeat(40);
    let wrong = [
        ("form", "exemption"),
        ("reason", reason.as_str()),
        ("duration", "1"),
    ];
    let told = app.submit(&page, &wrong).await;
    assert_eq!(
        told.texts("#exemption-reason"),
        [reason.trim_end().to_owned() + " "]
    );
    assert!(told.has("#exemption-reason-error") && told.has("#exemption-duration-error"));
    assert!(!told.has("details.ask #exemption-reason[aria-invalid=true][autofocus]"));
    let later = app.get(&page).await;
    assert!(later.has("details.ask:not([open])"), "{}", later.body);
}

#[tokio::test]
async fn an_open_page_hears_of_the_decision_whatever_it_is() {
    let server = IdxServer::at("denied-exemption-pending");
    let app = TestApp::new(server.router());
    let page = app.start().await;
    let shown = app.get(&page).await;
    let events = shown
        .attribute("[data-events]", "data-events")
        .expect("an address");
    let layout = shown.attribute("[data-events]", "data-layout");
    for (next, request) in [
        (
            "denied-exemption-declined",
            "Your request for more time was declined.",
        ),
        ("grace-exemption", "You have been given more time."),
    ] {
        server.stand(next);
        let news = json_of(&app, &events).await;
        assert_eq!(
            (&news["state"], &news["request"]),
            (&json!("same"), &json!(request))
        );
        assert_ne!(news["layout"].as_str(), layout.as_deref());
    }
}

/// What the page's script is told at this address.
async fn json_of(app: &TestApp, path: &str) -> Value {
    let request = axum::http::Request::get(path).header("accept", "application/json");
    let request = request.body(axum::body::Body::empty()).expect("a request");
    serde_json::from_str(&app.send(request).await.body).expect("JSON")
}

/// The management API's requests for more time, as `docs/spec/management-api.md` describes them, and one administrator.
#[derive(Clone, Default)]
struct Api(Arc<Mutex<Vec<Value>>>);

const TOKEN: &str = "00good";

impl Api {
    fn with(requests: &[(&str, &str)]) -> Self {
        let requests = requests.iter().map(|(id, status)| {
            json!({
                "id": id, "status": status, "userId": "00u1", "userLogin": "ana@example.com", "deviceId": "guo1",
                "deviceName": "Ana’s Mac", "platform": "MACOS", "policyId": "dae1", "policyName": "Macs",
                "checks": ["osVersion", "macOSFirewall"], "reason": "<i>Travel</i>", "requestedDuration": "P3D",
                "requestedAt": "2026-03-02T09:00:00.000Z",
            })
        });
        Self(Arc::new(Mutex::new(requests.collect())))
    }

    fn router(&self) -> Router {
        Router::new()
            .route("/api/v1/device-assurance-exemptions", get(list))
            .route("/api/v1/device-assurance-exemptions/{id}", get(one))
            .route(
                "/api/v1/device-assurance-exemptions/{id}/lifecycle/{act}",
                post(decide),
            )
            .with_state(self.clone())
    }

    /// Why a token is refused: the good one may do everything, `00reads` may look.
    fn refuses(headers: &HeaderMap, manage: bool) -> Option<Response> {
        match headers["authorization"].to_str().expect("text") {
            "SSWS 00good" => None,
            "SSWS 00reads" if !manage => None,
            "SSWS 00reads" | "SSWS 00other" => Some(refusal(403, "E0000006", "no permission")),
            _ => Some(refusal(401, "E0000011", "Invalid token provided")),
        }
    }

    fn find(&self, id: &str) -> Option<Value> {
        let requests = self.0.lock().expect("a lock");
        requests.iter().find(|request| request["id"] == id).cloned()
    }
}

fn missing() -> Response {
    refusal(404, "E0000007", "Not found")
}

fn refusal(status: u16, code: &str, summary: &str) -> Response {
    let body = json!({"errorCode": code, "errorSummary": summary, "errorLink": code, "errorId": "e", "errorCauses": []});
    (StatusCode::from_u16(status).expect("a status"), Json(body)).into_response()
}

async fn list(
    State(api): State<Api>,
    Query(query): Query<std::collections::HashMap<String, String>>,
    headers: HeaderMap,
) -> Response {
    if let Some(refused) = Api::refuses(&headers, false) {
        return refused;
    }
    let wanted = query.get("status");
    let requests = api.0.lock().expect("a lock").clone();
    let found: Vec<Value> = requests
        .into_iter()
        .filter(|request| wanted.is_none_or(|wanted| request["status"] == **wanted))
        .collect();
    let link = "<http://localhost:8080/api/v1/device-assurance-exemptions?after=x>; rel=\"next\"";
    if wanted.is_some() && found.len() > 1 {
        return ([("link", link)], Json(Value::from(found))).into_response();
    }
    Json(Value::from(found)).into_response()
}

async fn one(State(api): State<Api>, Path(id): Path<String>, headers: HeaderMap) -> Response {
    Api::refuses(&headers, false)
        .or_else(|| Some(Json(api.find(&id)?).into_response()))
        .unwrap_or_else(missing)
}

async fn decide(
    State(api): State<Api>,
    Path((id, act)): Path<(String, String)>,
    headers: HeaderMap,
    Json(body): Json<Value>,
) -> Response {
    if let Some(refused) = Api::refuses(&headers, true) {
        return refused;
    }
    let Some(found) = api.find(&id) else {
        return missing();
    };
    let (from, to) = match act.as_str() {
        "approve" => ("PENDING", "APPROVED"),
        "decline" => ("PENDING", "DECLINED"),
        _ => ("APPROVED", "REVOKED"),
    };
    if found["status"] != from {
        return refusal(409, "E0000195", "conflict");
    }
    if body["duration"] == "P30D" {
        return refusal(400, "E0000001", "Api validation failed: duration");
    }
    let mut requests = api.0.lock().expect("a lock");
    let request = requests
        .iter_mut()
        .find(|request| request["id"] == id)
        .expect("the request");
    request["status"] = to.into();
    request["decidedAt"] = "2026-03-02T10:00:00.000Z".into();
    request["decidedBy"] = "00uadmin".into();
    for (name, value) in body.as_object().expect("an object") {
        request[name] = value.clone();
    }
    Json(request.clone()).into_response()
}

/// An administrator's browser, with a token.
async fn administrator(api: &Api, token: &str) -> TestApp {
    let app = TestApp::new(api.router());
    let fields = [("form", "open"), ("token", token)];
    let entered = app.post("/exemptions", &fields).await;
    assert_eq!(
        (entered.status, entered.location()),
        (StatusCode::SEE_OTHER, "/exemptions".to_owned())
    );
    app
}

#[tokio::test]
async fn an_administrator_finds_what_waits_and_grants_it_with_a_note() {
    let api = Api::with(&[("exm1", "PENDING"), ("exm2", "DECLINED")]);
    let app = administrator(&api, &format!("  SSWS {TOKEN} ")).await;
    assert!(
        app.cookies().values().all(|value| !value.contains(TOKEN)),
        "encrypted"
    );
    let list = app.get("/exemptions").await;
    assert_eq!(list.status, StatusCode::OK, "{}", list.body);
    assert!(list.header("x-robots-tag").contains("noindex"));
    assert!(!list.body.contains(TOKEN));
    assert_eq!(
        list.html("main .check a").len(),
        2,
        "one waits, one is decided: {}",
        list.body
    );
    let one = app.get("/exemptions/exm1").await;
    let told = one.text();
    for part in [
        "ana@example.com",
        "Ana’s Mac",
        "macOS",
        "Macs",
        "System version",
        "macOSFirewall",
        "<i>Travel</i>",
        "3\u{a0}days",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
    assert!(one.has("#duration option[value=P3D][selected]"));
    let fields = [
        ("form", "approve"),
        ("duration", "P1D"),
        ("note", "Have a good trip.\r\nSee you."),
    ];
    let done = app.submit("/exemptions/exm1", &fields).await;
    assert!(done.text().contains("Approved"), "{}", done.body);
    let stored = api.find("exm1").expect("the request");
    assert_eq!(
        (&stored["duration"], &stored["note"]),
        (&json!("P1D"), &json!("Have a good trip.\nSee you."))
    );
    assert!(done.has("button[value=revoke]") && !done.has("button[value=approve]"));
    let ended = app
        .submit("/exemptions/exm1", &[("form", "revoke"), ("note", "")])
        .await;
    assert!(ended.text().contains("Ended early"), "{}", ended.body);
    assert_eq!(
        api.find("exm1").expect("the request")["note"],
        "Have a good trip.\nSee you.",
        "nothing is said twice"
    );
}

#[tokio::test]
async fn what_goes_wrong_is_said_in_words_and_what_was_typed_stays() {
    let api = Api::with(&[("exm1", "PENDING"), ("exm2", "DECLINED")]);
    let app = administrator(&api, TOKEN).await;
    let long = [
        ("form", "approve"),
        ("duration", "P30D"),
        ("note", "As you wish"),
    ];
    let refused = app.post("/exemptions/exm1", &long).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    assert!(
        refused.text().contains("doesn’t allow that much time"),
        "{}",
        refused.body
    );
    assert!(refused.has("#duration[aria-invalid=true] option[value=P30D][selected]"));
    assert_eq!(refused.texts("#note"), ["As you wish"]);
    let late = app
        .post(
            "/exemptions/exm2",
            &[("form", "approve"), ("duration", "P1D")],
        )
        .await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(
        late.text().contains("somebody else was faster"),
        "{}",
        late.body
    );
    assert!(!late.has("button[value=approve]"), "and how it stands now");
    for path in ["/exemptions/exm9", "/exemptions/..%2Fusers"] {
        let gone = app.get(path).await;
        assert_eq!(gone.status, StatusCode::NOT_FOUND, "{path}");
        assert!(
            gone.text().contains("This request isn’t there"),
            "{}",
            gone.body
        );
    }
    let gone = app.post("/exemptions/exm9", &[("form", "decline")]).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
    // Whoever may only look is told so, and keeps looking; so is who asked for it themselves.
    let reader = administrator(&api, "00reads").await;
    let own = reader
        .post("/exemptions/exm1", &[("form", "decline"), ("note", "x")])
        .await;
    assert_eq!(own.status, StatusCode::FORBIDDEN);
    assert!(
        own.text().contains("the request is your own"),
        "{}",
        own.body
    );
    assert_eq!(own.texts("#note"), ["x"]);
    assert_eq!(reader.get("/exemptions").await.status, StatusCode::OK);
    assert_eq!(api.find("exm1").expect("the request")["status"], "PENDING");
}

#[tokio::test]
async fn only_a_token_for_it_opens_the_list_and_only_for_a_quarter_of_an_hour() {
    let api = Api::with(&[("exm1", "PENDING"), ("exm3", "PENDING")]);
    for (token, status) in [
        ("00nonsense", StatusCode::UNAUTHORIZED),
        ("00other", StatusCode::FORBIDDEN),
    ] {
        let app = administrator(&api, token).await;
        for path in ["/exemptions", "/exemptions/exm1"] {
            let app = administrator(&api, token).await;
            let answer = app.get(path).await;
            assert_eq!(answer.status, status, "{}", answer.body);
            assert!(answer.has("#token[aria-invalid=true]"), "{}", answer.body);
            assert!(!answer.text().contains("ana@example.com"));
            assert!(
                app.cookies().is_empty(),
                "a token that is no good is not kept"
            );
        }
        drop(app);
    }
    let nobody = TestApp::new(api.router());
    for path in ["/exemptions", "/exemptions/exm1"] {
        let door = nobody.get(path).await;
        assert!(
            door.has("input[name=token][type=password]"),
            "{}",
            door.body
        );
        assert!(!door.text().contains("ana@example.com"));
    }
    let unasked = nobody
        .post("/exemptions/exm1", &[("form", "approve")])
        .await;
    assert!(unasked.has("#token"), "{}", unasked.body);
    assert_eq!(api.find("exm1").expect("the request")["status"], "PENDING");
    let long = "x".repeat(3000);
    let refused = nobody
        .post("/exemptions", &[("form", "open"), ("token", &long)])
        .await;
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
    let app = administrator(&api, TOKEN).await;
    let list = app.get("/exemptions").await;
    assert!(list.text().contains("More are waiting"), "{}", list.body);
    let german = [("form", "preferences"), ("lang", "de")];
    let german = app.submit("/exemptions/exm1", &german).await;
    assert!(
        german.has("html[lang=de] button[value=approve]"),
        "{}",
        german.body
    );
    app.post("/exemptions", &[("form", "sign-out")]).await;
    assert!(app.get("/exemptions").await.has("#token"));
}

#[tokio::test]
async fn no_other_site_decides_and_in_front_of_a_remote_org_the_page_does_not_exist() {
    let api = Api::with(&[("exm1", "PENDING")]);
    let app = administrator(&api, TOKEN).await;
    let foreign = TestApp::form("/exemptions/exm1")
        .header("sec-fetch-site", "cross-site")
        .body(crate::support::encode(&[
            ("form", "approve"),
            ("duration", "P1D"),
        ]))
        .expect("a request");
    assert_eq!(app.send(foreign).await.status, StatusCode::FORBIDDEN);
    assert_eq!(api.find("exm1").expect("the request")["status"], "PENDING");
    let remote = TestApp::before(&RemoteOrg::at("identify").await);
    for path in ["/exemptions", "/exemptions/exm1"] {
        assert_eq!(
            remote.get(path).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
}
