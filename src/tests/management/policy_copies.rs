//! Policies with their rules, copies of policies, and the apps that have one.

use jiff::SignedDuration;
use serde_json::json;

use super::*;

async fn policy(org: &Org, name: &str) -> String {
    let body = json!({"type": "ACCESS_POLICY", "name": name, "description": "d"});
    id(&org.create("/policies", body).await)
}

/// What makes a rule, without what is new in every copy.
fn content(rules: &Value) -> Vec<Value> {
    let rules = rules.as_array().unwrap().iter().cloned();
    rules
        .map(|mut rule| {
            for own in ["id", "created", "lastUpdated", "_links"] {
                rule.as_object_mut().unwrap().remove(own);
            }
            rule
        })
        .collect()
}

#[tokio::test]
async fn rules_are_embedded_only_where_they_are_asked_for() {
    let org = Org::new().await;
    let id = policy(&org, "P").await;
    let path = format!("/policies/{id}");
    org.create(&format!("{path}/rules"), rule("R", &[])).await;
    let rules = org.get(&format!("{path}/rules")).await.body;
    let bare = org.get(&path).await.body;
    assert_eq!(bare.get("_embedded"), None);
    let whole = org.get(&format!("{path}?expand=rules")).await.body;
    assert_eq!(whole["_embedded"], json!({"rules": rules}));
    let list = "/policies?type=ACCESS_POLICY";
    assert_eq!(org.get(list).await.body, json!([bare]));
    let listed = org.get(&format!("{list}&expand=rules")).await;
    assert_eq!(listed.body, json!([whole]));
    let link = listed.headers["link"].to_str().unwrap();
    assert!(link.contains("expand=rules"), "{link}");
    // What was read can be sent back.
    let reply = org.call("PUT", &path, Some(whole)).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.body);
    for path in [&path, list] {
        let mark = if path.contains('?') { '&' } else { '?' };
        org.get(&format!("{path}{mark}expand=mappings"))
            .await
            .refuses("expand");
    }
}

#[tokio::test]
async fn a_copy_has_the_same_rules_under_new_identifiers_and_a_name_of_its_own() {
    let org = Org::new().await;
    let assurance = id(&org.create("/device-assurances", mac_policy()).await);
    let original = policy(&org, "Payroll").await;
    let rules = format!("/policies/{original}/rules");
    org.create(&rules, rule("R", &[&assurance])).await;
    org.create(&format!("{rules}?activate=false"), rule("Off", &[]))
        .await;
    let reply = org
        .call("POST", &format!("/policies/{original}/clone"), None)
        .await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.body);
    let copy = reply.body;
    assert_ne!(id(&copy), original);
    assert_eq!(
        (
            &copy["name"],
            &copy["description"],
            &copy["status"],
            &copy["system"]
        ),
        (
            &json!("[cloned] Payroll"),
            &json!("d"),
            &json!("ACTIVE"),
            &json!(false)
        )
    );
    assert_eq!(
        org.get(&format!("/policies/{}", id(&copy))).await.body,
        copy
    );
    let first = org.get(&rules).await.body;
    let second = org
        .get(&format!("/policies/{}/rules", id(&copy)))
        .await
        .body;
    assert_eq!(content(&first), content(&second));
    for (ours, theirs) in first
        .as_array()
        .unwrap()
        .iter()
        .zip(second.as_array().unwrap())
    {
        assert_ne!(ours["id"], theirs["id"]);
    }
    // The copy uses the device assurance policy, too.
    for rule in first
        .as_array()
        .unwrap()
        .iter()
        .filter(|rule| rule["system"] == false)
    {
        org.call("DELETE", &format!("{rules}/{}", id(rule)), None)
            .await;
    }
    org.call("DELETE", &format!("/device-assurances/{assurance}"), None)
        .await
        .is(409, "E0000195");
    let again = org
        .call("POST", &format!("/policies/{original}/clone/"), None)
        .await;
    assert_eq!(again.body["name"], "[cloned] Payroll (2)");
    let log = org.get("/logs").await.body;
    let event = log.as_array().unwrap().last().unwrap();
    assert_eq!(
        (
            &event["eventType"],
            &event["debugContext"]["debugData"]["clonedFrom"]
        ),
        (&json!("policy.lifecycle.create"), &json!(original))
    );
    org.call("POST", "/policies/rstNobody/clone", None)
        .await
        .is(404, "E0000007");
}

#[tokio::test]
async fn the_systems_policy_can_be_copied_and_the_copy_is_an_administrators() {
    let org = Org::new().await;
    let app = json!({"label": "App", "settings": {"oauthClient": {"redirect_uris": ["https://app.example/"]}}});
    org.create("/apps", app).await;
    let all = org.get("/policies?type=ACCESS_POLICY").await.body;
    assert_eq!(all[0]["system"], true);
    let reply = org
        .call("POST", &format!("/policies/{}/clone", id(&all[0])), None)
        .await;
    assert_eq!(reply.body["system"], false);
    let path = format!("/policies/{}", id(&reply.body));
    let rules = org.get(&format!("{path}/rules")).await.body;
    assert_eq!(rules[0]["actions"]["appSignOn"]["access"], "ALLOW");
    let gone = org.call("DELETE", &path, None).await;
    assert_eq!(gone.status, StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn the_apps_that_have_a_policy_are_listed_as_apps_page_by_page() {
    let org = Org::new().await;
    let policy = policy(&org, "P").await;
    let path = format!("/policies/{policy}/app");
    assert_eq!(org.get(&path).await.body, json!([]));
    for label in ["A", "B", "C", "Other"] {
        let app = json!({"label": label, "settings": {"oauthClient": {"redirect_uris": ["https://app.example/"]}}});
        let app = id(&org.create("/apps", app).await);
        org.clock.advance(SignedDuration::from_millis(1));
        if label != "Other" {
            org.call("PUT", &format!("/apps/{app}/policies/{policy}"), None)
                .await;
        }
    }
    let all = org.get("/apps").await.body;
    let all = all.as_array().unwrap();
    assert_eq!(org.get(&path).await.body, json!(all[..3]));
    let first = org.get(&format!("{path}?limit=2")).await;
    assert_eq!(first.body, json!(all[..2]));
    let second = org.get(&first.next().unwrap()).await;
    assert_eq!((&second.body, second.next()), (&json!(all[2..3]), None));
    org.get("/policies/rstNobody/app").await.is(404, "E0000007");
    let reader = org.token(&["okta.apps.read"]).await;
    org.call_as(&format!("SSWS {reader}"), "GET", &path, None)
        .await
        .is(403, "E0000006");
}
