//! Client identifiers and secrets that the administrator chooses, as who moves apps from elsewhere does.

use super::*;

const SECRET: &str = "correct horse battery";
const CLIENT: &str = "credentials.oauthClient";

fn app(label: &str, client: &Value) -> Value {
    json!({
        "label": label, "credentials": {"oauthClient": client},
        "settings": {"oauthClient": {"redirect_uris": ["https://example.com/callback"]}},
    })
}

async fn hash(org: &Org, app: &Value) -> Option<String> {
    org.store.app(&id(app)).await.unwrap().unwrap().secret_hash
}

#[tokio::test]
async fn a_chosen_secret_is_taken_kept_as_a_hash_and_changed_by_another_one() {
    let org = Org::new().await;
    let created = org
        .create("/apps", app("Ledger", &json!({"client_secret": SECRET})))
        .await;
    assert_eq!(
        created["credentials"]["oauthClient"]["client_secret"],
        SECRET
    );
    assert_eq!(
        hash(&org, &created).await,
        Some(management::tokens::hash(SECRET))
    );
    let path = format!("/apps/{}", id(&created));
    assert!(!org.get(&path).await.body.to_string().contains(SECRET));
    // Terraform sends the secret with each change, and an empty one with `omit_secret`.
    for same in [SECRET, ""] {
        let body = app("Books", &json!({"client_secret": same}));
        assert_eq!(
            org.call("PUT", &path, Some(body)).await.status,
            StatusCode::OK
        );
        assert_eq!(
            hash(&org, &created).await,
            Some(management::tokens::hash(SECRET))
        );
    }
    let other = "another horse battery";
    let reply = org
        .call(
            "PUT",
            &path,
            Some(app("Books", &json!({"client_secret": other}))),
        )
        .await;
    assert_eq!(
        reply.body["credentials"]["oauthClient"]["client_secret"],
        other
    );
    assert_eq!(
        hash(&org, &created).await,
        Some(management::tokens::hash(other))
    );
    assert!(!org.get("/logs").await.body.to_string().contains("horse"));
    // A client that proves itself otherwise has none, whatever it is sent with.
    let public = json!({"client_secret": other, "token_endpoint_auth_method": "none"});
    let reply = org.call("PUT", &path, Some(app("Books", &public))).await;
    assert_eq!(
        reply.body["credentials"]["oauthClient"].get("client_secret"),
        None
    );
    assert_eq!(hash(&org, &created).await, None);
}

#[tokio::test]
async fn a_secret_that_cannot_be_kept_is_refused_and_not_repeated() {
    let org = Org::new().await;
    for secret in [
        "thirteen char",
        &"s".repeat(101),
        "with a\nnew line",
        "mit Umlaut äöü",
    ] {
        let body = app("Ledger", &json!({"client_secret": secret}));
        let reply = org.call("POST", "/apps", Some(body)).await;
        reply.refuses(&format!("{CLIENT}.client_secret"));
        assert!(!reply.body.to_string().contains(secret), "{}", reply.body);
    }
    for secret in ["f".repeat(14), "s".repeat(100)] {
        org.create("/apps", app(&secret, &json!({"client_secret": secret})))
            .await;
    }
}

#[tokio::test]
async fn only_who_may_do_what_an_app_may_changes_its_secret() {
    let org = Org::new().await;
    let service = |secret: &str| {
        json!({
            "label": "Nightly", "credentials": {"oauthClient": {"client_secret": secret}},
            "settings": {"oauthClient": {"application_type": "service"}},
        })
    };
    let created = org.create("/apps", service(SECRET)).await;
    let path = format!("/apps/{}", id(&created));
    let grant = json!({"issuer": "https://id.example.com", "scopeId": "okta.users.manage"});
    org.call("POST", &format!("{path}/grants"), Some(grant))
        .await;
    let small = format!("SSWS {}", org.token(&["okta.apps.manage"]).await);
    org.call_as(&small, "PUT", &path, Some(service("mine from now on")))
        .await
        .is(403, "E0000006");
    let same = org
        .call_as(&small, "PUT", &path, Some(service(SECRET)))
        .await;
    assert_eq!(same.status, StatusCode::OK, "{}", same.body);
    assert_eq!(
        hash(&org, &created).await,
        Some(management::tokens::hash(SECRET))
    );
}

#[tokio::test]
async fn a_chosen_client_id_is_the_apps_own_for_good() {
    let org = Org::new().await;
    let name = "0oaws1ecetyrt8xSW1d7";
    let created = org
        .create("/apps", app("Ledger", &json!({"client_id": name})))
        .await;
    assert_eq!(
        (
            &created["id"],
            &created["credentials"]["oauthClient"]["client_id"]
        ),
        (&json!(name), &json!(name))
    );
    let path = format!("/apps/{name}");
    let read = org.get(&path).await.body;
    assert_eq!(read["id"], name);
    assert_eq!(
        org.call("PUT", &path, Some(read)).await.status,
        StatusCode::OK
    );
    let other = app("Ledger", &json!({"client_id": "another-name"}));
    org.call("PUT", &path, Some(other))
        .await
        .refuses(&format!("{CLIENT}.client_id"));
    let taken = org
        .call(
            "POST",
            "/apps",
            Some(app("Other", &json!({"client_id": name}))),
        )
        .await;
    taken.refuses(&format!("{CLIENT}.client_id"));
    for bad in [
        "five5",
        &"i".repeat(101),
        "with/slash",
        "with blank",
        "ümlaut",
    ] {
        let reply = org
            .call(
                "POST",
                "/apps",
                Some(app("Bad", &json!({"client_id": bad}))),
            )
            .await;
        reply.refuses(&format!("{CLIENT}.client_id"));
    }
    for good in ["sixsix", "a.b_c~d-e", &"i".repeat(100)] {
        let made = org
            .create("/apps", app(good, &json!({"client_id": good})))
            .await;
        assert_eq!(
            org.get(&format!("/apps/{good}")).await.body["id"],
            made["id"]
        );
    }
    let generated = org
        .create("/apps", app("Generated", &json!({"client_id": ""})))
        .await;
    assert!(id(&generated).starts_with("0oa") && id(&generated).len() == 20);
}
