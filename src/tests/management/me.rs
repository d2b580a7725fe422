//! `/users/me`: whose token it is.

use std::sync::Arc;

use doorstep::backend::{
    management::{AccessTokens, Principal, Verified},
    store::User,
};
use serde_json::json;

use super::*;

/// Takes every access token for that of an app.
#[derive(Debug)]
struct Program;

impl AccessTokens for Program {
    fn verify<'a>(&'a self, _: &'a str) -> Verified<'a> {
        let app = Principal {
            id: "0oa3m8o4rWhwReDeM1c5".to_owned(),
            kind: "PublicClientApp".to_owned(),
            name: "Nightly".to_owned(),
            scopes: vec!["okta.users.read".to_owned()],
            user_id: None,
        };
        Box::pin(async { Ok(Some(app)) })
    }
}

async fn ada(org: &Org) -> User {
    let user = json!({
        "profile": {"login": "ada@example.com", "email": "ada@example.com", "firstName": "Ada", "lastName": "Lovelace"},
        "credentials": {"password": {"value": "correct horse"}},
    });
    let created = org.create("/users", user).await;
    org.store.user(&id(&created)).await.unwrap().unwrap()
}

#[tokio::test]
async fn a_token_of_ones_own_answers_for_its_owner_whatever_it_may_do() {
    let org = Org::new().await;
    let ada = ada(&org).await;
    let clock: SharedClock = org.clock.clone();
    let owner = Some(ada.id.as_str());
    let token = management::tokens::issue(&org.store, &clock, &org.random, "own", &[], owner);
    let authorization = format!("SSWS {}", token.await.unwrap());
    let me = org.call_as(&authorization, "GET", "/users/me", None).await;
    assert_eq!(me.status, StatusCode::OK, "{}", me.body);
    assert_eq!(me.body, org.get(&format!("/users/{}", ada.id)).await.body);
    let others = format!("/users/{}", ada.id);
    org.call_as(&authorization, "GET", &others, None)
        .await
        .is(403, "E0000006");
}

#[tokio::test]
async fn a_token_of_nobodys_answers_for_itself_as_the_log_names_it() {
    let org = Org::new().await;
    let authorization = format!("SSWS {}", org.token(&["okta.policies.manage"]).await);
    let me = org.call_as(&authorization, "GET", "/users/me", None).await;
    assert_eq!(me.status, StatusCode::OK, "{}", me.body);
    let policy = json!({"type": "ACCESS_POLICY", "name": "P"});
    org.call_as(&authorization, "POST", "/policies", Some(policy))
        .await;
    let log = org.get("/logs").await.body;
    let actor = &log.as_array().unwrap().last().unwrap()["actor"];
    assert_eq!(
        (&me.body["id"], &me.body["profile"]["login"]),
        (&actor["id"], &actor["alternateId"])
    );
    assert_eq!(me.body["status"], "ACTIVE");
    let email = me.body["profile"]["email"].as_str().unwrap();
    assert!(email.ends_with("@token.invalid"), "{email}");
    assert_eq!(
        me.body["_links"]["self"]["href"],
        "https://id.example.com/api/v1/users/me"
    );
    assert_eq!(org.get("/users").await.body, json!([]));
    org.get(&format!("/users/{}", id(&me.body)))
        .await
        .is(404, "E0000007");
}

#[tokio::test]
async fn an_app_is_no_user_and_without_a_token_nobody_is_anybody() {
    let org = Org::new().await;
    let clock: SharedClock = org.clock.clone();
    let state = ManagementState::new(
        org.store.clone(),
        clock,
        org.random.clone(),
        Config::new("https://id.example.com"),
        Some(Arc::new(Program)),
    );
    let org = Org {
        router: management::router(state),
        ..org
    };
    org.call_as("Bearer eyJ", "GET", "/users/me", None)
        .await
        .is(404, "E0000007");
    org.call_as("SSWS 00wrong", "GET", "/users/me", None)
        .await
        .is(401, "E0000011");
}
