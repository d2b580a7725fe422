//! Every error of `docs/spec/idx.md` sections 1.8 and 6.4: which page it is, what it says, and that there is a way on.

use axum::http::StatusCode;
use doorstep::i18n::{Locale, Texts};
use scraper::{Html, Selector};
use serde_json::{Value, json};

use super::with_pkce;
use crate::support::{Answer, RemoteOrg, TestApp, sample};

#[derive(Clone)]
struct Case {
    what: &'static str,
    status: u16,
    body: String,
    page: StatusCode,
    /// Key of the heading; none where the form is there again.
    title: Option<&'static str>,
    /// What is to be read.
    says: &'static str,
    /// The way on.
    next: &'static str,
}

/// Only messages, by their keys and English texts.
fn messages(messages: &[(&str, &str)]) -> Value {
    let messages: Vec<Value> = messages
        .iter()
        .map(|(key, text)| json!({"message": text, "class": "ERROR", "i18n": {"key": key, "params": []}}))
        .collect();
    json!({"version": "1.0.0", "messages": {"type": "array", "value": messages}})
}

fn case(
    what: &'static str,
    (status, body): (u16, impl ToString),
    page: StatusCode,
    title: &'static str,
    says: &'static str,
    next: &'static str,
) -> Case {
    Case {
        what,
        status,
        body: body.to_string(),
        page,
        title: (!title.is_empty()).then_some(title),
        says,
        next,
    }
}

const AGAIN: &str = "[value=start-again]";
const RETRY: &str = "form[method=get] button";

/// What ends a sign-in.
fn ends() -> Vec<Case> {
    let expired = messages(&[(
        "idx.session.expired",
        "You have been logged out due to inactivity.",
    )]);
    let ok = StatusCode::OK;
    let mut linked = messages(&[(
        "security.access_denied_custom_message",
        "Ask the travel team.",
    )]);
    linked["messages"]["value"][0]["links"] =
        json!([{"label": "Travel desk", "url": "https://travel.example.com/"}]);
    let mut elsewhere = messages(&[(
        "idx.error.code.user_not_assigned",
        "You are not allowed to access this app.",
    )]);
    elsewhere["failure"] =
        json!({"name": "failure-redirect", "href": "https://org.example.com/error.html"});
    let several = messages(&[
        ("x.one", "First of three."),
        ("x.two", "Second of three."),
        ("x.three", "Third of three."),
    ]);
    vec![
        case("expired", (401, &expired), ok, "expired-title", "", AGAIN),
        case(
            "expired, as older orgs say it",
            (403, &expired),
            ok,
            "expired-title",
            "",
            AGAIN,
        ),
        case(
            "bad request",
            (
                400,
                messages(&[("E9999999", "The request was not understood.")]),
            ),
            ok,
            "",
            "The request was not understood.",
            AGAIN,
        ),
        case(
            "no permission",
            (
                403,
                messages(&[("security.access_denied", "You do not have permission.")]),
            ),
            ok,
            "denied-generic-title",
            "permission",
            AGAIN,
        ),
        case(
            "no permission, in an admin’s words",
            (403, linked),
            ok,
            "denied-generic-title",
            "Ask the travel team.",
            "a[href='https://travel.example.com/']",
        ),
        case(
            "too late",
            (
                404,
                messages(&[(
                    "core.system.transaction_resource_not_found",
                    "Verification timed out. Please try again.",
                )]),
            ),
            ok,
            "",
            "",
            AGAIN,
        ),
        case(
            "not assigned, with an address",
            (403, elsewhere),
            ok,
            "",
            "",
            "a[href='?continue']",
        ),
        case("several", (400, several), ok, "", "Third of three.", AGAIN),
        case(
            "nothing at all",
            (200, json!({"version": "1.0.0"})),
            StatusCode::BAD_GATEWAY,
            "problem-title",
            "",
            AGAIN,
        ),
    ]
}

/// What is nobody's fault here, and may pass.
fn passes() -> Vec<Case> {
    let many = messages(&[("tooManyRequests", "Too many requests")]);
    let api =
        |code: &str| json!({"errorCode": code, "errorSummary": "internals", "errorCauses": []});
    let broken = messages(&[("E0000009", "Internal Server Error")]);
    let (bad, busy) = (StatusCode::BAD_GATEWAY, StatusCode::TOO_MANY_REQUESTS);
    vec![
        case(
            "too many",
            (429, many),
            busy,
            "problem-too-many-title",
            "",
            RETRY,
        ),
        case(
            "too many, as the API says it",
            (429, api("E0000047")),
            busy,
            "problem-too-many-title",
            "",
            RETRY,
        ),
        case("broken", (500, broken), bad, "problem-title", "", RETRY),
        case(
            "broken, as the API says it",
            (500, api("E0000009")),
            bad,
            "problem-title",
            "",
            RETRY,
        ),
        case(
            "broken, as a gateway says it",
            (500, json!({"message": "internals"})),
            bad,
            "problem-title",
            "",
            RETRY,
        ),
        case(
            "read only",
            (503, api("E0000010")),
            bad,
            "problem-title",
            "",
            RETRY,
        ),
        case(
            "blocked on the way",
            (403, "<html>internals</html>"),
            bad,
            "problem-blocked-title",
            "",
            RETRY,
        ),
        case("empty", (200, ""), bad, "problem-title", "", RETRY),
    ]
}

/// What the app's owner must mend.
fn configuration() -> Vec<Case> {
    ["unauthorized_client", "access_denied", "invalid_request"]
        .into_iter()
        .map(|error| {
            let body = json!({"error": error, "error_description": "internals"});
            case(
                error,
                (400, body),
                StatusCode::BAD_REQUEST,
                "problem-configuration-title",
                error,
                AGAIN,
            )
        })
        .collect()
}

/// A denial is a denial, and a form is a form, whatever the status.
fn at_any_status() -> Vec<Case> {
    let (_, denied) = sample("denied-remote");
    let (_, mut form) = sample("identify");
    form["messages"] =
        messages(&[("x.not.known", "You are not assigned to this app.")])["messages"].clone();
    // A reference into nowhere takes nothing away.
    form["remediation"]["value"][0]["relatesTo"] = json!("$.nowhere.value[7]");
    let mut cases = Vec::new();
    for status in [200, 400, 401, 403, 404, 500] {
        cases.push(case(
            "denied",
            (status, &denied),
            StatusCode::OK,
            "denied-title",
            "Your firewall is turned off.",
            AGAIN,
        ));
        cases.push(case(
            "form",
            (status, &form),
            StatusCode::OK,
            "",
            "You are not assigned to this app.",
            "input[name=identifier]",
        ));
    }
    cases
}

fn heading(page: &Answer) -> Vec<String> {
    let selector = Selector::parse("h1").expect("a selector");
    Html::parse_document(&page.body)
        .select(&selector)
        .map(|heading| heading.text().collect())
        .collect()
}

#[tokio::test]
async fn every_error_is_a_page_with_a_heading_and_a_way_on() {
    let org = RemoteOrg::at("identify").await;
    let app = TestApp::before(&org);
    let page = app.get(&with_pkce("")).await.location();
    let rest = [ends(), passes(), configuration()].concat();
    for case in &rest {
        shows(&org, &app, &page, case).await;
    }
    let after = app.get(&page).await;
    assert!(after.has("input[name=identifier]"), "{}", after.text());
    for case in &at_any_status() {
        shows(&org, &app, &page, case).await;
    }
}

async fn shows(org: &RemoteOrg, app: &TestApp, page: &str, case: &Case) {
    let texts = Texts::of(Locale::lookup("en").expect("English"));
    org.trouble(case.status, &[], &case.body);
    let shown = app.get(page).await;
    let what = format!("{} ({}): {}", case.what, case.status, shown.text());
    assert_eq!(shown.status, case.page, "{what}");
    let headings = heading(&shown);
    assert_eq!(headings.len(), 1, "{what}");
    assert!(!headings[0].trim().is_empty(), "{what}");
    if let Some(title) = case.title {
        assert_eq!(headings[0], texts.t(title), "{what}");
    }
    assert!(shown.text().contains(case.says), "{what}");
    assert!(shown.has(case.next), "{what}");
    assert!(!shown.body.contains("internals"), "{what}");
}

#[tokio::test]
async fn several_messages_are_said_in_their_order() {
    let org = RemoteOrg::at("identify").await;
    let app = TestApp::before(&org);
    let page = app.get(&with_pkce("")).await.location();
    let several = messages(&[
        ("x.one", "First of three."),
        ("x.two", "Second of three."),
        ("x.three", "Third of three."),
    ]);
    org.trouble(403, &[], &several.to_string());
    let text = app.get(&page).await.text();
    let places: Vec<usize> = ["First", "Second", "Third"]
        .iter()
        .map(|word| text.find(word).expect(word))
        .collect();
    assert!(places.is_sorted(), "{text}");
}

#[tokio::test]
async fn who_must_start_again_is_not_told_that_they_need_not_sign_in_again() {
    let org = RemoteOrg::at("denied-remote").await;
    let app = TestApp::before(&org);
    let page = app.get(&with_pkce("")).await.location();
    let denied = app.get(&page).await;
    let texts = Texts::of(Locale::lookup("en").expect("English"));
    assert!(denied.has(AGAIN), "{}", denied.body);
    assert!(
        !denied.text().contains("don’t have to sign in again"),
        "{}",
        denied.text()
    );
    let once_more = texts.t("denied-next-again");
    let sentence = once_more.rsplit_once(". ").expect("two sentences").1;
    assert!(denied.text().contains(sentence), "{}", denied.text());
}
