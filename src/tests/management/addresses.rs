//! How addresses may be written, and what is outside `/api/v1`.

use axum::http::Request;
use serde_json::json;

use super::*;

#[tokio::test]
async fn one_slash_at_the_end_of_a_path_changes_nothing() {
    let org = Org::new().await;
    let body = json!({"type": "ACCESS_POLICY", "name": "P"});
    let policy = id(&org.create("/policies/?activate=false", body).await);
    for (with, without) in [
        (
            "/policies/?type=ACCESS_POLICY",
            "/policies?type=ACCESS_POLICY",
        ),
        ("/apps/?limit=1", "/apps?limit=1"),
        ("/users/", "/users"),
        ("/users/me/", "/users/me"),
    ] {
        let (with, without) = (org.get(with).await, org.get(without).await);
        assert_eq!(with.status, StatusCode::OK, "{}", with.body);
        assert_eq!(with.body, without.body);
    }
    let path = format!("/policies/{policy}");
    assert_eq!(
        org.get(&format!("{path}/?expand=rules")).await.body,
        org.get(&format!("{path}?expand=rules")).await.body
    );
    let activated = org
        .call("POST", &format!("{path}/lifecycle/activate/"), None)
        .await;
    assert_eq!(activated.status, StatusCode::NO_CONTENT);
    org.call("PATCH", "/policies/", None)
        .await
        .is(405, "E0000022");
    org.get("/policies//?type=ACCESS_POLICY")
        .await
        .is(404, "E0000008");
    org.get("/users//").await.is(404, "E0000008");
}

#[tokio::test]
async fn nothing_below_the_api_is_left_to_the_page_beside_it() {
    let org = Org::new().await;
    let page = Router::new().fallback(async || (StatusCode::NOT_FOUND, "a page"));
    let org = Org {
        router: page.merge(org.router.clone()),
        ..org
    };
    for path in ["", "/", "//", "/nothing", "/nothing/", "/nothing/at/all"] {
        org.get(path).await.is(404, "E0000008");
        org.call("POST", path, Some(json!({})))
            .await
            .is(404, "E0000008");
    }
    let other = Request::get("/api/v2/policies")
        .body(Body::empty())
        .unwrap();
    let other = org.router.clone().oneshot(other).await.unwrap();
    let bytes = to_bytes(other.into_body(), 1000).await.unwrap();
    assert_eq!(bytes, "a page");
}

#[tokio::test]
async fn parameters_without_a_value_are_not_there_and_booleans_have_any_case() {
    let org = Org::new().await;
    let inactive = json!({"type": "ACCESS_POLICY", "name": "P"});
    let inactive = org.create("/policies?activate=False", inactive).await;
    assert_eq!(inactive["status"], "INACTIVE");
    let active = json!({"type": "ACCESS_POLICY", "name": "Q"});
    let active = org.create("/policies?activate=True", active).await;
    assert_eq!(active["status"], "ACTIVE");
    for (empty, without) in [
        (
            "/policies?type=ACCESS_POLICY&status=&q=&limit=&after=&resourceId=&sortBy=&expand=",
            "/policies?type=ACCESS_POLICY",
        ),
        ("/apps?q=&filter=&limit=&after=&expand", "/apps"),
        (
            "/users?q=&search=&filter=&sortBy=&sortOrder=&limit=",
            "/users",
        ),
        (
            "/logs?since=&until=&filter=&q=&limit=&sortOrder=&after=",
            "/logs",
        ),
        ("/logs?q=&q=Create", "/logs?q=Create"),
    ] {
        let (empty, without) = (org.get(empty).await, org.get(without).await);
        assert_eq!(empty.status, StatusCode::OK, "{}", empty.body);
        assert_eq!(empty.body, without.body);
    }
    org.get("/policies?type=").await.is(400, "E0000028");
    let new = json!({"type": "ACCESS_POLICY", "name": "R"});
    let created = org.create("/policies?activate=", new).await;
    assert_eq!(created["status"], "ACTIVE");
}

#[tokio::test]
async fn the_log_names_the_whole_path_and_never_the_query() {
    let org = Org::new().await;
    let new = json!({"type": "ACCESS_POLICY", "name": "P"});
    org.create("/policies?activate=false", new).await;
    let log = org.get("/logs").await.body;
    let event = log.as_array().unwrap().last().unwrap();
    assert_eq!(
        event["debugContext"]["debugData"]["requestUri"],
        "/api/v1/policies"
    );
}

#[tokio::test]
async fn everybody_can_read_which_organization_it_is_and_that_it_is_an_identity_engine() {
    let org = Org::new().await;
    let read = async |org: &Org| {
        let request = Request::get("/.well-known/okta-organization")
            .header("origin", "https://elsewhere.example")
            .body(Body::empty());
        org.send(request.unwrap()).await
    };
    let first = read(&org).await;
    assert_eq!(first.status, StatusCode::OK);
    assert_eq!(first.headers["access-control-allow-origin"], "*");
    assert_eq!(first.headers["cache-control"], "public, max-age=300");
    let known = id(&first.body);
    assert!(known.starts_with("00o") && known.len() == 20, "{known}");
    assert_eq!(
        first.body,
        json!({"id": known, "pipeline": "idx", "_links": {"organization": {"href": "https://id.example.com"}}})
    );
    // Another instance on the same database is the same organization, another database is another one.
    let beside = Org::on(org.store.clone(), |_| {}).await;
    assert_eq!(read(&beside).await.body, first.body);
    assert_ne!(id(&read(&Org::new().await).await.body), known);
}
