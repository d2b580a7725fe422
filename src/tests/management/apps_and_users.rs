//! `/apps`, `/users`, `/device-integrations`.

use doorstep::backend::{
    evaluation::Platform, management::osquery_is_active, management::tokens, password,
};
use serde_json::json;

use super::*;

fn ada() -> Value {
    json!({
        "profile": {"login": "ada@example.com", "email": "ada@example.com", "firstName": "Ada", "lastName": "Lovelace", "locale": "en-GB", "timezone": "Europe/London"},
        "credentials": {"password": {"value": "correct horse"}},
    })
}

#[tokio::test]
async fn a_user_is_created_and_found_and_the_password_is_neither_shown_nor_kept() {
    let org = Org::new().await;
    let created = org.create("/users", ada()).await;
    assert!(id(&created).starts_with("00u"));
    assert_eq!(
        (&created["status"], &created["profile"]),
        (&json!("ACTIVE"), &ada()["profile"])
    );
    assert!(!created.to_string().contains("horse") && !created.to_string().contains("argon2"));
    assert_eq!(
        org.get(&format!("/users/{}", id(&created))).await.body,
        created
    );
    assert_eq!(org.get("/users/ADA@example.com").await.body, created);
    assert_eq!(org.get("/users?q=love").await.body, json!([created]));
    assert_eq!(org.get("/users?q=x").await.body, json!([]));
    org.get("/users/nobody").await.is(404, "E0000007");
    let user = org
        .store
        .user_by_login(" Ada@Example.com ")
        .await
        .unwrap()
        .unwrap();
    let hash = user.password_hash.unwrap().0;
    assert!(
        password::Queue::new(1)
            .place()
            .unwrap()
            .verify("correct horse", Some(&hash))
            .await
            .unwrap()
    );
    assert!(!org.get("/logs").await.body.to_string().contains("horse"));
}

#[tokio::test]
async fn users_that_cannot_be_kept_are_refused() {
    let org = Org::new().await;
    org.create("/users", ada()).await;
    let mut same = ada();
    same["profile"]["login"] = json!("ADA@example.com");
    org.call("POST", "/users", Some(same))
        .await
        .refuses("login");
    for (field, value, cause) in [
        ("login", json!(""), "login"),
        ("email", json!(null), "email"),
        ("timezone", json!("Mars/Base"), "timezone"),
        ("locale", json!("no locale"), "locale"),
    ] {
        let mut user = ada();
        user["profile"][field] = value;
        org.call("POST", "/users", Some(user)).await.refuses(cause);
    }
    let mut short = ada();
    short["credentials"]["password"]["value"] = json!("short");
    let reply = org.call("POST", "/users", Some(short)).await;
    reply.refuses("at least 8 characters");
    assert!(!reply.body.to_string().contains("short\""));
    let without = json!({"profile": {"login": "b", "email": "b@example.com", "firstName": "B", "lastName": "B"}});
    assert_eq!(
        org.create("/users", without).await["status"],
        "STAGED",
        "without a password nobody can sign in"
    );
}

#[tokio::test]
async fn an_app_tells_its_secret_once() {
    let org = Org::new().await;
    let app = |method: &str| {
        json!({
            "name": "oidc_client", "label": method, "signOnMode": "OPENID_CONNECT",
            "credentials": {"oauthClient": {"token_endpoint_auth_method": method}},
            "settings": {"oauthClient": {"redirect_uris": ["http://localhost:8081/callback"], "response_types": ["code"]}},
        })
    };
    let created = org.create("/apps", app("client_secret_basic")).await;
    let secret = created["credentials"]["oauthClient"]["client_secret"]
        .as_str()
        .unwrap();
    assert_eq!(
        created["credentials"]["oauthClient"]["client_id"],
        created["id"]
    );
    let stored = org.store.app(&id(&created)).await.unwrap().unwrap();
    assert_eq!(stored.secret_hash, Some(tokens::hash(secret)));
    assert!(!org.get("/apps").await.body.to_string().contains(secret));
    assert!(!org.get("/logs").await.body.to_string().contains(secret));
    let public = org.create("/apps", app("none")).await;
    assert_eq!(
        public["credentials"]["oauthClient"].get("client_secret"),
        None
    );
    assert_eq!(
        org.store
            .app(&id(&public))
            .await
            .unwrap()
            .unwrap()
            .secret_hash,
        None
    );
    assert_eq!(
        org.get(&format!("/apps/{}", id(&public))).await.body,
        public
    );
    org.get("/apps/0oaNobody").await.is(404, "E0000007");
    org.call("POST", "/apps", Some(app("none")))
        .await
        .refuses("label");
    org.call("POST", "/apps", Some(app("private_key_jwt")))
        .await
        .refuses("jwks");
    org.call("POST", "/apps", Some(app("client_secret_jwt")))
        .await
        .is(400, "E0000003");
    for uri in [
        "",
        "http://app.example.com/cb",
        "https://app.example.com/cb#x",
        "javascript:alert(1)",
        "https://u:p@app.example.com/",
        "/cb",
    ] {
        let mut bad = app("none");
        bad["label"] = json!("bad");
        bad["settings"]["oauthClient"]["redirect_uris"] = json!([uri]);
        org.call("POST", "/apps", Some(bad))
            .await
            .refuses("redirect_uris");
    }
}

#[tokio::test]
async fn the_osquery_integration_can_be_switched_off_and_on() {
    let org = Org::new().await;
    let all = org.get("/device-integrations").await.body;
    assert_eq!(
        (&all[0]["name"], &all[0]["platform"], &all[0]["status"]),
        (
            &json!("com.okta.device.osquery"),
            &json!("MACOS"),
            &json!("ACTIVE")
        )
    );
    let path = format!("/device-integrations/{}", id(&all[0]));
    assert_eq!(id(&all[0]).len(), 20);
    for (action, status, on) in [
        ("deactivate", "DEACTIVATED", false),
        ("activate", "ACTIVE", true),
    ] {
        let reply = org
            .call("POST", &format!("{path}/lifecycle/{action}"), None)
            .await;
        assert_eq!(
            (reply.status, &reply.body["status"]),
            (StatusCode::OK, &json!(status))
        );
        assert_eq!(org.get(&path).await.body, reply.body);
        assert_eq!(
            osquery_is_active(&org.store, Platform::Macos)
                .await
                .unwrap(),
            on
        );
        assert!(
            osquery_is_active(&org.store, Platform::Windows)
                .await
                .unwrap()
        );
    }
    org.get("/device-integrations/dinNobody")
        .await
        .is(404, "E0000007");
    org.call(
        "POST",
        "/device-integrations/dinNobody/lifecycle/activate",
        None,
    )
    .await
    .is(404, "E0000007");
}
