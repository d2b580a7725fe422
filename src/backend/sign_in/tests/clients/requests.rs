//! What a program sends to get a token, and where; and clients whose administrator has chosen what they are known by.

use super::*;

/// Okta's Python SDK 2.9.13 (`okta/oauth.py`) posts so.
#[tokio::test]
async fn what_is_no_proof_may_come_in_the_query() {
    let org = Org::new(&[]).await;
    let program = Program::new(&org, "private_key_jwt", &[READ]).await;
    let kind = ASSERTION_TYPE.replace(':', "%3A");
    let query = format!("grant_type=client_credentials&scope={READ}&client_assertion_type={kind}");
    let assertion = || program.assertion(&program.claims(&org));
    let post = async |query: &str, form: &[(&str, &str)]| {
        org.form(&format!("{TOKEN}?{query}"), form).await
    };
    let answer = post(&query, &[("client_assertion", &assertion())]).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.json());
    let token = answer.json()["access_token"].as_str().unwrap().to_owned();
    assert_eq!(org.status(&token).await, 200);

    let proof = assertion();
    let form = [("client_assertion", proof.as_str())];
    let twice = format!("{query}&scope=okta.apps.read");
    is(&post(&twice, &form).await, 400, "invalid_request");
    for again in [
        ("scope", READ),
        ("scope", ""),
        ("grant_type", "client_credentials"),
    ] {
        let both = [form[0], again];
        is(&post(&query, &both).await, 400, "invalid_request");
    }
    let misplaced = format!("{query}&client_assertion={proof}");
    is(&post(&misplaced, &[]).await, 400, "invalid_request");
    let secret = format!("grant_type=client_credentials&scope={READ}&client_secret=x");
    is(&post(&secret, &[]).await, 400, "invalid_request");
    let json = Request::post(format!("{TOKEN}?{query}"))
        .header("content-type", "application/json")
        .body(Body::from("{}"));
    is(&org.send(json.unwrap()).await, 400, "invalid_request");
    let answer = post(&query, &form).await;
    assert_eq!(
        answer.status,
        StatusCode::OK,
        "nothing of it used the proof up"
    );
}

#[tokio::test]
async fn a_client_that_was_given_its_identifier_and_secret_is_known_by_them() {
    let org = Org::new(&[]).await;
    let (name, secret) = ("n".repeat(100), "correct horse & battery%");
    let app = |label: &str, name: &str, settings: Value| {
        json!({
            "label": label, "settings": {"oauthClient": settings},
            "credentials": {"oauthClient": {"client_id": name, "client_secret": secret, "token_endpoint_auth_method": "client_secret_post"}},
        })
    };
    let service = app("Nightly", &name, json!({"application_type": "service"}));
    org.manage("POST", "/api/v1/apps", &service).await;
    let program = Program {
        id: name,
        secret: secret.to_owned(),
        device: FakeDevice::new(),
    };
    program.grant(&org, READ).await;
    let token = program.token(&org, READ).await;
    assert_eq!(org.status(&token).await, 200);
    is(
        &program.by_post(&org, READ, "another secret").await,
        401,
        "invalid_client",
    );

    let web = app("Web", "ledger.web", json!({"redirect_uris": [CALLBACK]}));
    org.manage("POST", "/api/v1/apps", &web).await;
    let mut asked = org.parameters();
    asked[0].1 = "ledger.web".to_owned();
    let asked: Vec<_> = asked
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let mut proven = asked.clone();
    proven.push(("client_secret", secret));
    let begun = org.form("/oauth2/default/v1/interact", &proven).await;
    assert_eq!(begun.status, StatusCode::OK, "{}", begun.json());
}
