//! What surrounds every call: tokens, scopes, limits, errors.

use axum::{body::Body, http::Request};
use doorstep::backend::management::Limits;
use jiff::SignedDuration;
use serde_json::json;

use super::*;

#[tokio::test]
async fn both_spellings_of_the_authorization_header_are_good() {
    let org = Org::new().await;
    for authorization in [
        format!("SSWS {}", org.token),
        format!("SSWS{}", org.token),
        format!("SSWS   {}", org.token),
    ] {
        let reply = org
            .call_as(&authorization, "GET", "/device-assurances", None)
            .await;
        assert_eq!(
            reply.status,
            StatusCode::OK,
            "{}",
            authorization.replace(&org.token, "…")
        );
    }
}

#[tokio::test]
async fn without_a_good_token_nothing_is_answered() {
    let org = Org::new().await;
    for authorization in [
        "",
        "SSWS",
        "SSWS ",
        "SSWS 00wrong",
        "Bearer abc",
        "BearerabC",
        "Basic YTpi",
        "ünïcode",
    ] {
        org.call_as(authorization, "GET", "/device-assurances", None)
            .await
            .is(401, "E0000011");
    }
    let bare = Request::get("/api/v1/policies?type=ACCESS_POLICY")
        .body(Body::empty())
        .unwrap();
    org.send(bare).await.is(401, "E0000011");
}

#[tokio::test]
async fn each_family_needs_its_own_scope_and_manage_includes_read() {
    let org = Org::new().await;
    let app = json!({"label": "App", "settings": {"oauthClient": {"redirect_uris": ["https://app.example/"]}}});
    let grants = format!("/apps/{}/grants", id(&org.create("/apps", app).await));
    let families = [
        ("okta.devicePostureChecks", "/device-posture-checks"),
        ("okta.deviceAssurance", "/device-assurances"),
        ("okta.policies", "/policies?type=ACCESS_POLICY"),
        ("okta.apps", "/apps"),
        ("okta.users", "/users"),
        ("okta.logs", "/logs"),
        ("okta.appGrants", grants.as_str()),
        ("okta.deviceIntegrations", "/device-integrations"),
    ];
    for (family, path) in families {
        for level in ["read", "manage"] {
            let token = org.token(&[&format!("{family}.{level}")]).await;
            let authorization = format!("SSWS {token}");
            for (_, other) in families {
                let reply = org.call_as(&authorization, "GET", other, None).await;
                if other == path {
                    assert_eq!(
                        reply.status,
                        StatusCode::OK,
                        "{family}.{level} reads {path}: {}",
                        reply.body
                    );
                } else {
                    reply.is(403, "E0000006");
                }
            }
        }
    }
    let reader = org
        .token(&[
            "okta.policies.read",
            "okta.deviceAssurance.read",
            "okta.devicePostureChecks.read",
        ])
        .await;
    for path in ["/policies", "/device-assurances", "/device-posture-checks"] {
        // Refused before the body is looked at.
        org.call_as(&format!("SSWS {reader}"), "POST", path, Some(json!({})))
            .await
            .is(403, "E0000006");
    }
}

#[tokio::test]
async fn a_feature_that_is_off_answers_as_okta_does() {
    let org = Org::with(|config| config.posture_checks = false).await;
    org.get("/device-posture-checks").await.is(401, "E0000015");
    org.get("/device-posture-checks/default")
        .await
        .is(401, "E0000015");
    org.call("POST", "/device-posture-checks", Some(firewall()))
        .await
        .is(401, "E0000015");
    assert_eq!(org.get("/device-assurances").await.status, StatusCode::OK);
}

#[tokio::test]
async fn errors_have_oktas_shape() {
    let org = Org::new().await;
    let reply = org.get("/device-assurances/daeNobody").await;
    reply.is(404, "E0000007");
    assert_eq!(
        reply.body["errorSummary"],
        "Not found: Resource not found: daeNobody (DeviceAssurancePolicyEntity)"
    );
    assert_eq!(reply.body["errorLink"], "E0000007");
    assert_eq!(reply.body["errorCauses"], json!([]));
    let error_id = reply.body["errorId"].as_str().unwrap();
    assert!(
        error_id.starts_with("oae") && error_id.len() == 25,
        "{error_id}"
    );
    assert_ne!(
        org.get("/device-assurances/daeNobody").await.body["errorId"],
        error_id
    );
    assert!(
        reply.headers["content-type"]
            .to_str()
            .unwrap()
            .starts_with("application/json")
    );
}

#[tokio::test]
async fn paths_and_methods_that_do_not_exist_say_so() {
    let org = Org::new().await;
    org.get("/nothing").await.is(404, "E0000008");
    org.get("/device-assurances/x/y").await.is(404, "E0000008");
    org.call("PATCH", "/device-assurances", None)
        .await
        .is(405, "E0000022");
    org.call("POST", "/device-assurances/dae1", Some(json!({})))
        .await
        .is(405, "E0000022");
}

#[tokio::test]
async fn whoever_takes_no_json_is_told_that_there_is_nothing_else() {
    let org = Org::new().await;
    for (accept, status) in [("text/html", 400), ("text/html, */*;q=0.1", 200)] {
        let request = Request::get("/api/v1/device-assurances")
            .header("authorization", format!("SSWS {}", org.token))
            .header("accept", accept)
            .body(Body::empty())
            .unwrap();
        let reply = org.send(request).await;
        assert_eq!(reply.status.as_u16(), status, "{accept}");
        if status == 400 {
            reply.is(400, "E0000021");
        }
    }
}

#[tokio::test]
async fn parameters_that_cannot_be_read_are_refused_in_oktas_shape() {
    let org = Org::new().await;
    org.get("/users/%FF").await.is(404, "E0000008");
    for query in ["q=a&q=b", "q=%FF&q=b"] {
        org.get(&format!("/users?{query}"))
            .await
            .is(400, "E0000001");
    }
    for query in ["since=today", "until=yesterday", "after=NTAwXwA"] {
        org.get(&format!("/logs?{query}")).await.is(400, "E0000001");
    }
    let new = json!({"type": "ACCESS_POLICY", "name": "x"});
    org.call("POST", "/policies?activate=maybe", Some(new))
        .await
        .refuses("activate");
}

#[tokio::test]
async fn bodies_that_cannot_be_read_say_why() {
    let org = Org::new().await;
    let send = async |content_type: &str, body: String| {
        let request = Request::post("/api/v1/device-assurances")
            .header("authorization", format!("SSWS {}", org.token))
            .header("content-type", content_type)
            .body(Body::from(body));
        org.send(request.unwrap()).await
    };
    send("application/json", "{".to_owned())
        .await
        .is(400, "E0000003");
    send("application/json", "[]".to_owned())
        .await
        .is(400, "E0000003");
    send("application/json", String::new())
        .await
        .is(400, "E0000003");
    send("application/json", "{\"name\":\"\u{0}\"".to_owned())
        .await
        .is(400, "E0000003");
    send(
        "application/json",
        json!({"name": "x".repeat(300_000)}).to_string(),
    )
    .await
    .is(413, "E0000003");
    send("text/plain", "{}".to_owned())
        .await
        .is(400, "E0000021");
    send("application/json; charset=utf-8", mac_policy().to_string()).await;
    let unknown = json!({"name": "x", "platform": "AMIGA"}).to_string();
    send("application/json", unknown).await.is(400, "E0000003");
    let surrogate = "{\"name\":\"\\ud800\"}".to_owned();
    send("application/json", surrogate)
        .await
        .is(400, "E0000003");
    let huge = "{\"name\":1e999}".to_owned();
    send("application/json", huge).await.is(400, "E0000003");
    let mut list = mac_policy();
    list["screenLockType"] = json!([["BIOMETRIC"]]);
    send("application/json", list.to_string())
        .await
        .is(400, "E0000003");
    let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    send("application/json", deep).await.is(400, "E0000003");
}

#[tokio::test]
async fn every_answer_counts_down_the_rate_limit_and_429_says_when_to_come_back() {
    let limits = Limits {
        device: 3,
        other: 100,
    };
    let org = Org::with(|config| config.limits = limits).await;
    for remaining in ["2", "1", "0"] {
        let reply = org.get("/device-assurances").await;
        assert_eq!(reply.status, StatusCode::OK);
        assert_eq!(reply.headers["x-rate-limit-limit"], "3");
        assert_eq!(reply.headers["x-rate-limit-remaining"], remaining);
    }
    // All methods share the limit, and other families have their own.
    let reply = org
        .call("POST", "/device-assurances", Some(mac_policy()))
        .await;
    reply.is(429, "E0000047");
    assert_eq!(reply.headers["x-rate-limit-remaining"], "0");
    assert_eq!(reply.headers["date"], "Sun, 01 Mar 2026 12:00:00 GMT");
    assert_eq!(reply.headers["x-rate-limit-reset"], "1772366460");
    assert_eq!(org.get("/apps").await.status, StatusCode::OK);
    let other = org.token(&["okta.deviceAssurance.read"]).await;
    assert_eq!(
        org.call_as(&format!("SSWS {other}"), "GET", "/device-assurances", None)
            .await
            .status,
        StatusCode::OK
    );
    org.clock.advance(SignedDuration::from_secs(59));
    org.get("/device-assurances").await.is(429, "E0000047");
    org.clock.advance(SignedDuration::from_secs(1));
    assert_eq!(org.get("/device-assurances").await.status, StatusCode::OK);
}

#[tokio::test]
async fn every_answer_has_a_request_id_and_is_not_stored() {
    let org = Org::new().await;
    let paths = ["/device-assurances", "/nothing", "/device-assurances/x"];
    let mut seen = Vec::new();
    for path in paths {
        let reply = org.get(path).await;
        seen.push(
            reply.headers["x-okta-request-id"]
                .to_str()
                .unwrap()
                .to_owned(),
        );
        assert_eq!(reply.headers["cache-control"], "no-store");
        assert!(reply.headers.contains_key("x-rate-limit-limit"));
    }
    seen.dedup();
    assert_eq!(seen.len(), paths.len());
}

#[tokio::test]
async fn a_path_or_query_that_cannot_be_read_is_refused_in_oktas_words() {
    let org = Org::new().await;
    for path in [
        "/policies?type=ACCESS_POLICY&limit=1&limit=2",
        "/policies?type=ACCESS_POLICY&resourceId=%00",
        "/logs?q=a&q=b",
    ] {
        let reply = org.get(path).await;
        reply.refuses("query");
        assert_eq!(reply.headers["content-type"], "application/json", "{path}");
    }
    for path in [
        "/device-assurances/%FF",
        "/device-assurances/dae%00",
        "/apps/%FF",
    ] {
        let reply = org.get(path).await;
        reply.is(404, "E0000008");
        assert!(reply.headers.contains_key("x-rate-limit-remaining"));
    }
    let mut policy = mac_policy();
    policy["name"] = json!("null \0 character");
    let reply = org.call("POST", "/device-assurances", Some(policy)).await;
    reply.is(400, "E0000003");
    assert!(
        reply.body["errorCauses"]
            .to_string()
            .contains("null character")
    );
}
