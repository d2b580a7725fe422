//! `/apps` of programs that act in their own name, and `/apps/{appId}/grants`.

use serde_json::json;

use super::*;

/// A point on P-256 and a modulus of 2048 bits: public keys of nobody.
const X: &str = "Vri-Mayg-d9B-3kldoXSiCzFVL-hwhuGUsbNG1oZgxc";
const Y: &str = "x_ji_wIx_ckCxF5XtwZoidwxMWgG8nq1L_M_QdT95Fw";

fn modulus(bytes: usize) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(vec![0xc5; bytes])
}

pub(super) fn service(label: &str) -> Value {
    json!({
        "name": "oidc_client", "label": label, "signOnMode": "OPENID_CONNECT",
        "credentials": {"oauthClient": {"token_endpoint_auth_method": "private_key_jwt"}},
        "settings": {"oauthClient": {
            "application_type": "service", "grant_types": ["client_credentials"], "response_types": ["token"],
            "jwks": {"keys": [{"kty": "EC", "crv": "P-256", "x": X, "y": Y, "kid": "one", "use": "sig", "alg": "ES256"}]},
        }},
    })
}

#[tokio::test]
async fn a_service_app_has_keys_and_neither_secret_nor_addresses() {
    let org = Org::new().await;
    let app = org.create("/apps", service("Nightly")).await;
    let client = &app["settings"]["oauthClient"];
    assert_eq!(
        (
            &client["application_type"],
            &client["grant_types"],
            &client["response_types"],
            &client["redirect_uris"],
        ),
        (
            &json!("service"),
            &json!(["client_credentials"]),
            &json!(["token"]),
            &json!([])
        )
    );
    assert_eq!(
        client["jwks"]["keys"],
        json!([{"kty": "EC", "crv": "P-256", "x": X, "y": Y, "kid": "one", "use": "sig", "alg": "ES256", "status": "ACTIVE"}])
    );
    let credentials = &app["credentials"]["oauthClient"];
    assert_eq!(credentials["token_endpoint_auth_method"], "private_key_jwt");
    assert_eq!(credentials.get("client_secret"), None);
    assert_eq!(app["_links"].get("accessPolicy"), None);
    assert_eq!(org.get(&format!("/apps/{}", id(&app))).await.body, app);
    // Sent back as it came, it stays as it is.
    let path = format!("/apps/{}", id(&app));
    let mut same = org.call("PUT", &path, Some(app.clone())).await.body;
    same["lastUpdated"] = app["lastUpdated"].clone();
    assert_eq!(same, app);
}

#[tokio::test]
async fn a_key_without_a_name_is_named_by_its_thumbprint() {
    let org = Org::new().await;
    let mut app = service("Nightly");
    app["settings"]["oauthClient"]["jwks"]["keys"] =
        json!([{"kty": "EC", "crv": "P-256", "x": X, "y": Y}]);
    let app = org.create("/apps", app).await;
    let key: jsonwebtoken::jwk::Jwk =
        serde_json::from_value(json!({"kty": "EC", "crv": "P-256", "x": X, "y": Y})).unwrap();
    let thumbprint = key
        .thumbprint(jsonwebtoken::jwk::ThumbprintHash::SHA256)
        .unwrap();
    assert_eq!(
        app["settings"]["oauthClient"]["jwks"]["keys"][0]["kid"],
        json!(thumbprint)
    );
}

/// `okta_app_oauth` of the Terraform provider has no attribute for the curve.
#[tokio::test]
async fn a_key_without_a_curve_is_on_the_only_one_that_is_taken() {
    let org = Org::new().await;
    for (label, key) in [
        ("Absent", json!({"kty": "EC", "x": X, "y": Y, "kid": "one"})),
        (
            "Null",
            json!({"kty": "EC", "crv": null, "x": X, "y": Y, "kid": "one"}),
        ),
    ] {
        let mut app = service(label);
        app["settings"]["oauthClient"]["jwks"]["keys"] = json!([key]);
        let app = org.create("/apps", app).await;
        let key = &app["settings"]["oauthClient"]["jwks"]["keys"][0];
        assert_eq!((&key["crv"], &key["x"]), (&json!("P-256"), &json!(X)));
    }
    let mut app = service("No point on it");
    app["settings"]["oauthClient"]["jwks"]["keys"] = json!([{"kty": "EC", "x": Y, "y": X}]);
    org.call("POST", "/apps", Some(app))
        .await
        .refuses("point on P-256");
}

#[tokio::test]
async fn service_apps_that_cannot_work_are_refused() {
    let org = Org::new().await;
    let ec = json!({"kty": "EC", "crv": "P-256", "x": X, "y": Y, "kid": "one"});
    let keys = |keys: Value| ("settings/oauthClient/jwks", json!({"keys": keys}));
    let other = |name: &str, value: Value| {
        let mut key = ec.clone();
        key[name] = value;
        keys(json!([key]))
    };
    for ((place, value), cause) in [
        (keys(json!([])), "at least one key"),
        (keys(json!([ec, ec])), "twice"),
        (keys(json!(vec![ec.clone(); 51])), "at most 50"),
        (other("d", json!("secret")), "public part"),
        (other("use", json!("enc")), "use"),
        (other("kty", json!("oct")), "RSA or EC"),
        (other("crv", json!("P-521")), "P-256"),
        (other("crv", json!(256)), "P-256"),
        (other("x", json!(Y)), "point on P-256"),
        (other("y", json!("AA")), "point on P-256"),
        (other("alg", json!("RS256")), "ES256"),
        (other("status", json!("GONE")), "ACTIVE or INACTIVE"),
        (other("kid", json!("k".repeat(256))), "255"),
        (
            keys(json!([{"kty": "RSA", "n": modulus(128), "e": "AQAB"}])),
            "2048",
        ),
        (
            keys(json!([{"kty": "RSA", "n": "no number!", "e": "AQAB"}])),
            "base64url",
        ),
        (
            keys(json!([{"kty": "RSA", "n": modulus(256), "e": "AA"}])),
            "base64url",
        ),
        (
            (
                "settings/oauthClient/jwks_uri",
                json!("https://a.example/keys"),
            ),
            "jwks_uri",
        ),
        (
            ("settings/oauthClient/dpop_bound_access_tokens", json!(true)),
            "dpop",
        ),
        (
            (
                "settings/oauthClient/grant_types",
                json!(["client_credentials", "authorization_code"]),
            ),
            "only have client_credentials",
        ),
        (
            ("settings/oauthClient/grant_types", json!(["password"])),
            "password is not supported",
        ),
        (
            ("settings/oauthClient/application_type", json!("browser")),
            "only for service and web",
        ),
        (
            (
                "credentials/oauthClient/token_endpoint_auth_method",
                json!("none"),
            ),
            "proves itself",
        ),
    ] {
        let mut app = service("Nightly");
        *app.pointer_mut(&format!("/{}", place.rsplit_once('/').unwrap().0))
            .unwrap()
            .as_object_mut()
            .unwrap()
            .entry(place.rsplit_once('/').unwrap().1)
            .or_insert(Value::Null) = value;
        let reply = org.call("POST", "/apps", Some(app)).await;
        reply.refuses(cause);
        assert!(!reply.body.to_string().contains("secret"), "{}", reply.body);
    }
    let rsa = json!({"keys": [{"kty": "RSA", "n": modulus(256), "e": "AQAB", "kid": "rsa"}]});
    let mut app = service("Nightly");
    app["settings"]["oauthClient"]["jwks"] = rsa;
    let app = org.create("/apps", app).await;
    assert_eq!(
        app["settings"]["oauthClient"]["jwks"]["keys"][0]["alg"],
        "RS256"
    );
}

#[tokio::test]
async fn an_app_is_replaced_deactivated_and_then_deleted() {
    let org = Org::new().await;
    let app = org.create("/apps?activate=false", service("Nightly")).await;
    assert_eq!(app["status"], "INACTIVE");
    let app = org.create("/apps?activate=true", service("Daily")).await;
    let path = format!("/apps/{}", id(&app));
    let renamed = org.call("PUT", &path, Some(service("Hourly"))).await.body;
    assert_eq!(
        (&renamed["label"], &renamed["id"], &renamed["created"]),
        (&json!("Hourly"), &app["id"], &app["created"])
    );
    org.call("PUT", &path, Some(service("nightly ")))
        .await
        .refuses("label");
    org.call("DELETE", &path, None).await.is(403, "E0000056");
    for (action, status) in [
        ("deactivate", "INACTIVE"),
        ("activate", "ACTIVE"),
        ("deactivate", "INACTIVE"),
    ] {
        let reply = org
            .call("POST", &format!("{path}/lifecycle/{action}"), None)
            .await;
        assert_eq!((reply.status, &reply.body), (StatusCode::OK, &json!({})));
        assert_eq!(org.get(&path).await.body["status"], status);
    }
    let reply = org.call("DELETE", &path, None).await;
    assert_eq!(
        (reply.status, &reply.body),
        (StatusCode::NO_CONTENT, &Value::Null)
    );
    org.get(&path).await.is(404, "E0000007");
    for (method, suffix) in [("PUT", ""), ("DELETE", ""), ("POST", "/lifecycle/activate")] {
        org.call(method, &format!("{path}{suffix}"), Some(service("x")))
            .await
            .is(404, "E0000007");
    }
    let events = org.get("/logs").await.body;
    for what in ["create", "update", "deactivate", "activate", "delete"] {
        let name = format!("application.lifecycle.{what}");
        assert!(
            events
                .as_array()
                .unwrap()
                .iter()
                .any(|event| event["eventType"] == name.as_str()),
            "{name}"
        );
    }
}

#[tokio::test]
async fn an_app_that_changes_its_way_of_proving_itself_gets_or_loses_its_secret() {
    let org = Org::new().await;
    let app = org.create("/apps", service("Nightly")).await;
    let path = format!("/apps/{}", id(&app));
    let mut by_secret = service("Nightly");
    by_secret["credentials"]["oauthClient"]["token_endpoint_auth_method"] =
        json!("client_secret_basic");
    let reply = org.call("PUT", &path, Some(by_secret.clone())).await.body;
    assert!(reply["credentials"]["oauthClient"]["client_secret"].is_string());
    let hash = async || org.store.app(&id(&app)).await.unwrap().unwrap().secret_hash;
    let first = hash().await;
    assert!(first.is_some());
    let again = org.call("PUT", &path, Some(by_secret)).await.body;
    assert_eq!(
        again["credentials"]["oauthClient"].get("client_secret"),
        None,
        "told once"
    );
    assert_eq!(hash().await, first);
    org.call("PUT", &path, Some(service("Nightly"))).await;
    assert_eq!(hash().await, None);
}

#[tokio::test]
async fn scopes_are_granted_listed_and_revoked() {
    let org = Org::new().await;
    let app = org.create("/apps", service("Nightly")).await;
    let path = format!("/apps/{}/grants", id(&app));
    assert_eq!(org.get(&path).await.body, json!([]));
    let body = json!({"issuer": "https://id.example.com", "scopeId": "okta.policies.read"});
    let reply = org.call("POST", &path, Some(body.clone())).await;
    assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.body);
    let grant = reply.body;
    assert!(id(&grant).starts_with("oag") && id(&grant).len() == 20);
    assert_eq!(
        (
            &grant["scopeId"],
            &grant["clientId"],
            &grant["status"],
            &grant["source"],
            &grant["issuer"]
        ),
        (
            &json!("okta.policies.read"),
            &app["id"],
            &json!("ACTIVE"),
            &json!("ADMIN"),
            &json!("https://id.example.com")
        )
    );
    assert_eq!(
        org.call("POST", &path, Some(body)).await.body,
        grant,
        "granted already"
    );
    assert_eq!(org.get(&path).await.body, json!([grant]));
    let one = format!("{path}/{}", id(&grant));
    assert_eq!(org.get(&one).await.body, grant);
    let expanded = org.get(&format!("{one}?expand=scope")).await.body;
    assert_eq!(
        expanded["_embedded"]["scope"]["id"],
        json!("okta.policies.read")
    );
    // Another app's grant is not this one's.
    let other = org.create("/apps", service("Other")).await;
    let elsewhere = format!("/apps/{}/grants/{}", id(&other), id(&grant));
    org.get(&elsewhere).await.is(404, "E0000007");
    org.call("DELETE", &elsewhere, None)
        .await
        .is(404, "E0000007");
    assert_eq!(
        org.call("DELETE", &one, None).await.status,
        StatusCode::NO_CONTENT
    );
    org.call("DELETE", &one, None).await.is(404, "E0000007");
    assert_eq!(org.get(&path).await.body, json!([]));
    let events = org
        .get("/logs?filter=eventType%20sw%20%22app.oauth2.admin.consent%22")
        .await
        .body;
    let names: Vec<_> = events
        .as_array()
        .unwrap()
        .iter()
        .map(|event| event["eventType"].as_str().unwrap())
        .collect();
    assert_eq!(
        names,
        [
            "app.oauth2.admin.consent.grant",
            "app.oauth2.admin.consent.revoke"
        ]
    );
}

#[tokio::test]
async fn grants_that_mean_nothing_are_refused() {
    let org = Org::new().await;
    let app = org.create("/apps", service("Nightly")).await;
    let path = format!("/apps/{}/grants", id(&app));
    for (issuer, scope, cause) in [
        ("https://elsewhere.example", "okta.apps.read", "issuer"),
        ("https://id.example.com", "okta.unheard.of", "scopeId"),
        ("https://id.example.com", "openid", "scopeId"),
        ("https://id.example.com", "", "scopeId"),
        ("", "okta.apps.read", "issuer"),
    ] {
        let body = json!({"issuer": issuer, "scopeId": scope});
        org.call("POST", &path, Some(body)).await.refuses(cause);
    }
    let body = json!({"issuer": "https://id.example.com/", "scopeId": "okta.apps.read"});
    org.call("POST", "/apps/0oaNobody/grants", Some(body.clone()))
        .await
        .is(404, "E0000007");
    let web = json!({"label": "Web", "settings": {"oauthClient": {"redirect_uris": ["https://app.example/"]}}});
    let web = org.create("/apps", web).await;
    org.call("POST", &format!("/apps/{}/grants", id(&web)), Some(body))
        .await
        .refuses("client_credentials");
}

#[tokio::test]
async fn nobody_gives_away_or_takes_over_more_than_they_may_do_themselves() {
    let org = Org::new().await;
    let app = org.create("/apps", service("Nightly")).await;
    let path = format!("/apps/{}", id(&app));
    let small = org
        .token(&[
            "okta.appGrants.manage",
            "okta.apps.manage",
            "okta.logs.read",
        ])
        .await;
    let small = format!("SSWS {small}");
    let grant = |scope: &str| json!({"issuer": "https://id.example.com", "scopeId": scope});
    let grants = format!("{path}/grants");
    let own = org
        .call_as(&small, "POST", &grants, Some(grant("okta.apps.read")))
        .await;
    assert_eq!(own.status, StatusCode::CREATED);
    org.call_as(&small, "POST", &grants, Some(grant("okta.users.manage")))
        .await
        .is(403, "E0000006");
    org.create_grant(&grants, grant("okta.users.manage")).await;
    let mut taken = service("Nightly");
    taken["settings"]["oauthClient"]["jwks"]["keys"][0]["kid"] = json!("mine");
    org.call_as(&small, "PUT", &path, Some(taken.clone()))
        .await
        .is(403, "E0000006");
    let renamed = org
        .call_as(&small, "PUT", &path, Some(service("Renamed")))
        .await;
    assert_eq!(renamed.status, StatusCode::OK, "{}", renamed.body);
    let reply = org.call("PUT", &path, Some(taken)).await;
    assert_eq!(reply.status, StatusCode::OK);
}

impl Org {
    async fn create_grant(&self, path: &str, body: Value) {
        let reply = self.call("POST", path, Some(body)).await;
        assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.body);
    }
}

#[tokio::test]
async fn tokens_are_listed_and_revoked_with_events() {
    let org = Org::new().await;
    let clock: SharedClock = org.clock.clone();
    let secret = management::tokens::issue(
        &org.store,
        &clock,
        &org.random,
        "ci",
        &["okta.apps.read"],
        None,
    )
    .await
    .unwrap();
    let authorization = format!("SSWS {secret}");
    let list = async || org.call_as(&authorization, "GET", "/apps", None).await;
    assert_eq!(list().await.status, StatusCode::OK);
    let tokens = org.store.api_tokens().await.unwrap();
    let token = tokens.iter().find(|token| token.name == "ci").unwrap();
    assert_eq!(token.scopes, ["okta.apps.read"]);
    let revoke = async || {
        management::tokens::revoke(&org.store, &clock, &org.random, &token.id)
            .await
            .unwrap()
    };
    assert!(revoke().await);
    assert!(!revoke().await, "only once");
    list().await.is(401, "E0000011");
    let events = org.get("/logs").await.body;
    let of: Vec<_> = events
        .as_array()
        .unwrap()
        .iter()
        .filter(|event| event["target"][0]["id"] == token.id.as_str())
        .map(|event| event["eventType"].clone())
        .collect();
    assert_eq!(of, ["system.api_token.create", "system.api_token.revoke"]);
    assert!(!events.to_string().contains(&secret));
}
