//! `/users/{userId}`: changing people, keeping them out, deleting them.

use serde_json::json;

use super::*;

fn ada() -> Value {
    json!({
        "profile": {"login": "ada@example.com", "email": "ada@example.com", "firstName": "Ada", "lastName": "Lovelace"},
        "credentials": {"password": {"value": "correct horse"}},
    })
}

impl Org {
    async fn done(&self, method: &str, path: &str) -> u16 {
        self.call(method, path, None).await.status.as_u16()
    }

    async fn status(&self, path: &str) -> Value {
        self.get(path).await.body["status"].clone()
    }
}

#[tokio::test]
async fn a_user_is_suspended_let_in_again_deactivated_and_activated() {
    let org = Org::new().await;
    let path = format!("/users/{}", id(&org.create("/users", ada()).await));
    let lifecycle = |what: &str| format!("{path}/lifecycle/{what}");
    let refused = org.call("POST", &lifecycle("activate"), None).await;
    refused.is(403, "E0000016");
    let refused = org.call("POST", &lifecycle("unsuspend"), None).await;
    refused.refuses("not suspended");
    for (what, status) in [
        ("suspend", "SUSPENDED"),
        ("unsuspend", "ACTIVE"),
        ("deactivate?sendEmail=false", "DEPROVISIONED"),
        ("deactivate", "DEPROVISIONED"),
        ("activate?sendEmail=True", "ACTIVE"),
    ] {
        let reply = org.call("POST", &lifecycle(what), None).await;
        assert_eq!(reply.status, StatusCode::OK, "{what}: {}", reply.body);
        assert_eq!(reply.body, json!({}));
        assert_eq!(org.status(&path).await, status, "{what}");
    }
    org.call("POST", &lifecycle("deactivate"), None).await;
    let refused = org.call("POST", &lifecycle("suspend"), None).await;
    refused.refuses("not active");
    let staged = json!({"profile": {"login": "bo", "email": "bo@example.com", "firstName": "Bo", "lastName": "C"}});
    org.create("/users", staged).await;
    assert_eq!(org.done("POST", "/users/bo/lifecycle/activate").await, 200);
    assert_eq!(org.status("/users/bo").await, "PROVISIONED");
    let refused = org
        .call("POST", &lifecycle("activate?sendEmail=x"), None)
        .await;
    refused.refuses("sendEmail");
}

#[tokio::test]
async fn a_user_who_is_deleted_twice_is_gone_with_what_is_theirs() {
    let org = Org::new().await;
    let user = org.create("/users", ada()).await;
    let path = format!("/users/{}", id(&user));
    let clock: SharedClock = org.clock.clone();
    let scopes = ["okta.logs.read"];
    let owner = user["id"].as_str();
    let token = management::tokens::issue(&org.store, &clock, &org.random, "own", &scopes, owner);
    let own = format!("SSWS {}", token.await.unwrap());
    let may = async || {
        let reply = org.call_as(&own, "GET", "/users/me", None).await;
        reply.status.as_u16()
    };
    assert_eq!(may().await, 200);
    assert_eq!(org.done("DELETE", &path).await, 204);
    assert_eq!(org.status(&path).await, "DEPROVISIONED");
    assert_eq!(may().await, 401, "a token of somebody who may not sign in");
    assert_eq!(org.done("DELETE", &path).await, 204);
    org.call("DELETE", &path, None).await.is(404, "E0000007");
    org.get(&path).await.is(404, "E0000007");
    let log = org.get("/logs?limit=1000").await.body;
    let told: Vec<_> = log.as_array().unwrap().iter().collect();
    for kind in ["deactivate", "delete.initiated"] {
        let kind = format!("user.lifecycle.{kind}");
        let of = |event: &&&Value| event["eventType"] == kind.as_str();
        let event = told.iter().find(of).expect("an event");
        assert_eq!(event["target"][0]["alternateId"], "ada@example.com");
    }
    // The login is free again.
    org.create("/users", ada()).await;
}

#[tokio::test]
async fn some_of_a_user_is_changed_or_all_of_it() {
    let org = Org::new().await;
    let mut user = ada();
    user["profile"]["displayName"] = json!("Countess");
    let user = org.create("/users", user).await;
    let path = format!("/users/{}", id(&user));
    let change = json!({"profile": {"lastName": "King", "locale": "en-GB"}});
    let reply = org.call("POST", &path, Some(change)).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.body);
    let mut expected = user["profile"].clone();
    (expected["lastName"], expected["locale"]) = (json!("King"), json!("en-GB"));
    assert_eq!(reply.body["profile"], expected);
    // What was read is sent back.
    let whole = org.get(&path).await.body;
    let reply = org.call("PUT", &path, Some(whole.clone())).await;
    assert_eq!(reply.body["profile"], whole["profile"], "{}", reply.body);
    let reply = org.call("PUT", &path, Some(ada())).await;
    assert_eq!(reply.body["profile"], ada()["profile"], "{}", reply.body);
    for (body, cause) in [
        (json!({"profile": {"login": ""}}), "login"),
        (json!({"profile": {"timezone": "Mars/Olympus"}}), "timezone"),
        (
            json!({"credentials": {"password": {"value": "short"}}}),
            "password",
        ),
    ] {
        org.call("POST", &path, Some(body)).await.refuses(cause);
    }
    org.call("POST", &path, Some(json!({"profile": "Ada"})))
        .await
        .is(400, "E0000003");
    let mut other = ada();
    other["profile"]["login"] = json!("bo");
    org.create("/users", other).await;
    org.call("POST", &path, Some(json!({"profile": {"login": "BO"}})))
        .await
        .refuses("login");
    assert_eq!(org.get(&path).await.body["profile"], ada()["profile"]);
}
