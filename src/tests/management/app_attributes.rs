//! What an app says about itself: kept where it only describes, refused where it asks for something that is not done.

use super::*;

/// What the Terraform provider 6.12 sends for an `okta_app_oauth` with `pkce_required = true` and nothing else that is
/// optional, as recorded in its tests.
fn terraform() -> Value {
    json!({
        "accessibility": {},
        "credentials": {
            "oauthClient": {"autoKeyRotation": true, "pkce_required": true, "token_endpoint_auth_method": "client_secret_basic"},
            "userNameTemplate": {"template": "${source.login}", "type": "BUILT_IN"},
        },
        "label": "Ledger", "name": "oidc_client", "signOnMode": "OPENID_CONNECT",
        "settings": {
            "notes": {},
            "oauthClient": {
                "application_type": "web", "consent_method": "TRUSTED", "dpop_bound_access_tokens": false,
                "grant_types": ["authorization_code"], "idp_initiated_login": {"default_scope": [], "mode": "DISABLED"},
                "issuer_mode": "ORG_URL", "redirect_uris": ["https://example.com/callback"], "response_types": ["code"],
                "wildcard_redirect": "DISABLED",
            },
        },
        "visibility": {"hide": {"iOS": true, "web": true}},
    })
}

/// Everything that only describes, with values that are nobody's defaults.
fn everything() -> Value {
    let mut app = terraform();
    app["visibility"] = json!({
        "autoLaunch": true, "autoSubmitToolbar": true, "hide": {"iOS": false, "web": false}, "appLinks": {"ledger_link": false},
    });
    app["profile"] = json!({"costCentre": 4711, "owners": ["ana", null], "nested": {"a": true}});
    app["credentials"]["oauthClient"]["autoKeyRotation"] = json!(false);
    app["settings"]["implicitAssignment"] = json!(true);
    app["settings"]["notes"] = json!({"admin": "Ask Ana.", "enduser": "The books."});
    let client = app["settings"]["oauthClient"].as_object_mut().unwrap();
    for (name, value) in [
        ("client_uri", json!("https://example.com/")),
        ("logo_uri", json!("https://example.com/logo.png")),
        ("tos_uri", json!("https://example.com/terms")),
        ("policy_uri", json!("https://example.com/privacy")),
        ("initiate_login_uri", json!("https://example.com/login")),
        (
            "frontchannel_logout_uri",
            json!("https://*.example.com/out"),
        ),
        ("frontchannel_logout_session_required", json!(true)),
        (
            "post_logout_redirect_uris",
            json!(["https://example.com/out", "com.example.ledger:/out"]),
        ),
        ("issuer_mode", json!("CUSTOM_URL")),
        ("network", json!({"connection": "ANYWHERE"})),
    ] {
        client.insert(name.to_owned(), value);
    }
    app
}

/// Everything that was sent is in the answer.
#[track_caller]
fn contains(answer: &Value, sent: &Value, place: &str) {
    match sent {
        Value::Object(fields) => {
            for (name, value) in fields {
                contains(&answer[name], value, &format!("{place}.{name}"));
            }
        }
        _ => assert_eq!(answer, sent, "{place}"),
    }
}

#[tokio::test]
async fn what_terraform_sends_comes_back_so_that_its_plan_is_empty() {
    let org = Org::new().await;
    let app = org.create("/apps?activate=true", terraform()).await;
    contains(&app, &terraform(), "app");
    let read = org.get(&format!("/apps/{}", id(&app))).await.body;
    contains(&read, &terraform(), "app");
    // An organization's own answer to the same, less what belongs to the organization.
    assert_eq!(
        (
            &read["accessibility"],
            &read["visibility"],
            &read["settings"]["notes"]
        ),
        (
            &json!({"selfService": false, "errorRedirectUrl": null, "loginRedirectUrl": null}),
            &json!({
                "autoLaunch": false, "autoSubmitToolbar": false, "hide": {"iOS": true, "web": true},
                "appLinks": {"oidc_client_link": true},
            }),
            &json!({"admin": null, "enduser": null}),
        )
    );
    assert_eq!(read["settings"]["implicitAssignment"], false);
    assert_eq!(read.get("profile"), None);
    assert_eq!(
        read["settings"]["oauthClient"],
        json!({
            "client_uri": null, "logo_uri": null, "redirect_uris": ["https://example.com/callback"],
            "response_types": ["code"], "grant_types": ["authorization_code"], "application_type": "web",
            "consent_method": "TRUSTED", "issuer_mode": "ORG_URL",
            "idp_initiated_login": {"mode": "DISABLED", "default_scope": []}, "wildcard_redirect": "DISABLED",
            "dpop_bound_access_tokens": false, "participate_slo": false,
        })
    );
}

#[tokio::test]
async fn what_only_describes_is_kept_and_replaced_as_a_whole() {
    let org = Org::new().await;
    let app = org.create("/apps", everything()).await;
    contains(&app, &everything(), "app");
    let path = format!("/apps/{}", id(&app));
    let read = org.get(&path).await.body;
    contains(&read, &everything(), "app");
    // Sent back as it came, it stays as it is.
    let mut again = org.call("PUT", &path, Some(read.clone())).await.body;
    again["lastUpdated"] = read["lastUpdated"].clone();
    assert_eq!(again, read);
    let plain = json!({"label": "Ledger", "settings": {"oauthClient": {"redirect_uris": ["https://example.com/callback"]}}});
    let plain = org.call("PUT", &path, Some(plain)).await.body;
    let client = &plain["settings"]["oauthClient"];
    assert_eq!(
        (
            &client["issuer_mode"],
            &client["client_uri"],
            client.get("network")
        ),
        (&json!("DYNAMIC"), &Value::Null, None)
    );
    assert_eq!(client.get("post_logout_redirect_uris"), None);
    assert_eq!(plain["settings"]["notes"]["admin"], Value::Null);
    assert_eq!(plain["credentials"]["oauthClient"]["autoKeyRotation"], true);
    let events = org
        .get("/logs?filter=eventType%20eq%20%22application.lifecycle.update%22")
        .await;
    let changed = events.body[1]["target"][0]["changeDetails"]["from"].to_string();
    assert!(changed.contains("Ask Ana."), "{changed}");
}

#[tokio::test]
async fn what_asks_for_something_that_is_not_done_is_refused_with_its_field() {
    let org = Org::new().await;
    for (place, value) in [
        ("name", json!("strongdm")),
        ("accessibility.selfService", json!(true)),
        (
            "accessibility.errorRedirectUrl",
            json!("https://example.com/"),
        ),
        (
            "accessibility.loginRedirectUrl",
            json!("https://example.com/"),
        ),
        (
            "credentials.userNameTemplate.template",
            json!("${source.email}"),
        ),
        ("credentials.userNameTemplate.type", json!("CUSTOM")),
        (
            "credentials.userNameTemplate.userSuffix",
            json!("@example.com"),
        ),
        ("credentials.userNameTemplate.pushStatus", json!("PUSH")),
        ("settings.oauthClient.refresh_token", json!("STATIC")),
        ("credentials.userNameTemplate", json!("CUSTOM")),
        ("settings.oauthClient.consent_method", json!("REQUIRED")),
        ("settings.oauthClient.wildcard_redirect", json!("SUBDOMAIN")),
        ("settings.oauthClient.participate_slo", json!(true)),
        (
            "settings.oauthClient.idp_initiated_login.mode",
            json!("SPEC"),
        ),
        (
            "settings.oauthClient.idp_initiated_login.default_scope",
            json!(["openid"]),
        ),
        (
            "settings.oauthClient.refresh_token",
            json!({"rotation_type": "ROTATE"}),
        ),
        ("settings.oauthClient.refresh_token", json!({"leeway": 30})),
        (
            "settings.oauthClient.network",
            json!({"connection": "ZONE", "include": ["nzo1"]}),
        ),
        (
            "settings.oauthClient.backchannel_custom_authenticator_id",
            json!("aut1"),
        ),
        (
            "settings.oauthClient.jwks_uri",
            json!("https://example.com/keys"),
        ),
        ("settings.oauthClient.dpop_bound_access_tokens", json!(true)),
        (
            "settings.oauthClient.response_types",
            json!(["code", "id_token"]),
        ),
        ("settings.oauthClient.response_types", json!(["token"])),
        (
            "settings.oauthClient.client_uri",
            json!("javascript:alert(1)"),
        ),
        ("settings.oauthClient.logo_uri", json!("logo.png")),
        (
            "settings.oauthClient.tos_uri",
            json!(format!("https://example.com/{}", "a".repeat(2048))),
        ),
        (
            "settings.oauthClient.post_logout_redirect_uris",
            json!(["javascript:alert(1)"]),
        ),
        ("settings.notes.admin", json!("a".repeat(1025))),
        ("settings.notes.enduser", json!("a".repeat(1025))),
        ("profile", json!({"a": "a".repeat(16 * 1024)})),
    ] {
        let mut app = terraform();
        let (around, name) = place.rsplit_once('.').unwrap_or(("", place));
        let mut at = &mut app;
        for part in around.split('.').filter(|part| !part.is_empty()) {
            at = &mut at[part];
        }
        at[name] = value;
        let reply = org.call("POST", "/apps", Some(app)).await;
        reply.refuses(place);
    }
    let mut app = terraform();
    app["settings"]["oauthClient"]["issuer_mode"] = json!("OTHER");
    org.call("POST", "/apps", Some(app))
        .await
        .is(400, "E0000003");
    assert_eq!(org.get("/apps").await.body, json!([]));
}

#[tokio::test]
async fn what_asks_for_nothing_is_taken() {
    let org = Org::new().await;
    let mut app = terraform();
    app["settings"]["oauthClient"]["refresh_token"] =
        json!({"rotation_type": "STATIC", "leeway": 0});
    app["settings"]["oauthClient"]["client_uri"] = json!("");
    app["settings"]["oauthClient"]["jwks_uri"] = json!("");
    app["accessibility"] =
        json!({"selfService": false, "errorRedirectUrl": "", "loginRedirectUrl": null});
    app["profile"] = json!({});
    let app = org.create("/apps", app).await;
    assert_eq!(app["settings"]["oauthClient"]["client_uri"], Value::Null);
    assert_eq!(app.get("profile"), None);
    // The provider says so of each, and of a web app whose configuration does not name it. Who signs people in needs PKCE
    // all the same: that is more than was asked for, not less.
    let mut web = terraform();
    web["label"] = json!("Web");
    web["credentials"]["oauthClient"]["pkce_required"] = json!(false);
    let web = org.create("/apps", web).await;
    assert_eq!(web["credentials"]["oauthClient"]["pkce_required"], false);
    let service = json!({
        "label": "Nightly", "credentials": {"oauthClient": {"pkce_required": false}},
        "settings": {"oauthClient": {"application_type": "service", "grant_types": ["client_credentials"], "response_types": ["token"]}},
    });
    let service = org.create("/apps", service).await;
    assert_eq!(
        service["credentials"]["oauthClient"]["pkce_required"],
        false
    );
    // Of the two that are possible, what was sent.
    let mut both = terraform();
    both["label"] = json!("Both");
    both["settings"]["oauthClient"]["grant_types"] =
        json!(["authorization_code", "client_credentials"]);
    let both = org.create("/apps", both).await;
    assert_eq!(
        both["settings"]["oauthClient"]["response_types"],
        json!(["code"])
    );
}
