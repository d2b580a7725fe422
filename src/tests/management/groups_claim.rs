//! `/internal/apps/{appId}/settings/oauth/idToken`, as the Terraform provider calls it at each creation of an app.

use super::*;

#[tokio::test]
async fn no_groups_claim_can_be_asked_for_and_read() {
    let org = Org::new().await;
    let app = json!({"label": "Ledger", "settings": {"oauthClient": {"redirect_uris": ["https://example.com/callback"]}}});
    let app = org.create("/apps", app).await;
    let path = format!("/internal/apps/{}/settings/oauth/idToken", id(&app));
    let set = org
        .call("POST", &path, Some(json!({"issuerMode": "ORG_URL"})))
        .await;
    assert_eq!(
        (set.status, &set.body),
        (
            StatusCode::OK,
            &json!({"issuer": null, "orgUrl": null, "customUrl": null, "audience": null, "issuerMode": "ORG_URL"})
        )
    );
    let read = org.get(&path).await.body;
    assert_eq!(
        read,
        json!({
            "issuer": "https://id.example.com", "orgUrl": null, "customUrl": null, "audience": app["id"],
            "issuerMode": "ORG_URL",
        })
    );
    // It is the app's own mode.
    let now = org.get(&format!("/apps/{}", id(&app))).await.body;
    assert_eq!(now["settings"]["oauthClient"]["issuer_mode"], "ORG_URL");
    let events = async || {
        let events = org
            .get("/logs?filter=eventType%20eq%20%22application.lifecycle.update%22")
            .await;
        events.body.as_array().unwrap().len()
    };
    assert_eq!(events().await, 1);
    for nothing in [
        read,
        json!({}),
        json!({"issuerMode": "ORG_URL", "name": "", "value": null}),
    ] {
        assert_eq!(
            org.call("POST", &path, Some(nothing)).await.status,
            StatusCode::OK
        );
    }
    assert_eq!(events().await, 1, "nothing has changed");
}

#[tokio::test]
async fn a_groups_claim_is_refused() {
    let org = Org::new().await;
    let app = json!({"label": "Ledger", "settings": {"oauthClient": {"redirect_uris": ["https://example.com/callback"]}}});
    let app = org.create("/apps", app).await;
    let path = format!("/internal/apps/{}/settings/oauth/idToken", id(&app));
    for claim in [
        json!({"issuerMode": "ORG_URL", "name": "groups", "value": ".*", "valueType": "GROUPS", "groupFilterType": "REGEX"}),
        json!({"issuerMode": "ORG_URL", "name": "bb", "value": "aa", "valueType": "EXPRESSION"}),
        json!({"value": "aa"}),
    ] {
        org.call("POST", &path, Some(claim)).await.refuses("groups");
    }
    org.call("POST", &path, Some(json!({"issuerMode": "OTHER"})))
        .await
        .is(400, "E0000003");
    let nobodys = "/internal/apps/0oaNobody/settings/oauth/idToken";
    org.get(nobodys).await.is(404, "E0000007");
    org.call("POST", nobodys, Some(json!({})))
        .await
        .is(404, "E0000007");
}
