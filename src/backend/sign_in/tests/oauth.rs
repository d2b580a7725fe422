//! Discovery, `authorize`, `interact` and the token endpoint.

use super::*;

#[tokio::test]
async fn both_discovery_documents_say_what_clients_need() {
    let org = Org::new(&[]).await;
    for name in ["openid-configuration", "oauth-authorization-server"] {
        let answer = org
            .get(&format!("/oauth2/default/.well-known/{name}"))
            .await;
        let document = answer.json();
        assert_eq!(document["issuer"], "http://localhost:8080/oauth2/default");
        assert_eq!(
            document["jwks_uri"],
            "http://localhost:8080/oauth2/default/v1/keys"
        );
        assert_eq!(
            document["code_challenge_methods_supported"],
            json!(["S256"])
        );
    }
}

fn query(parameters: &[(String, String)]) -> String {
    url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(parameters)
        .finish()
}

async fn authorize(org: &Org, parameters: &[(String, String)]) -> Answer {
    org.get(&format!(
        "/oauth2/default/v1/authorize?{}",
        query(parameters)
    ))
    .await
}

fn set(parameters: &mut Vec<(String, String)>, name: &str, value: &str) {
    parameters.retain(|(key, _)| key != name);
    if !value.is_empty() {
        parameters.push((name.to_owned(), value.to_owned()));
    }
}

#[tokio::test]
async fn authorize_leads_to_the_page_with_the_same_query() {
    let org = Org::new(&[]).await;
    let parameters = org.parameters();
    let answer = authorize(&org, &parameters).await;
    assert_eq!(answer.status, StatusCode::FOUND);
    assert_eq!(
        answer.headers["location"],
        format!("{URL}/signin?{}", query(&parameters))
    );
    let pairs: Vec<_> = parameters
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let posted = org.form("/oauth2/default/v1/authorize", &pairs).await;
    assert_eq!(posted.headers["location"], answer.headers["location"]);
}

#[tokio::test]
async fn nobody_is_sent_to_an_address_that_is_not_the_apps() {
    let org = Org::new(&[]).await;
    for (name, value) in [
        ("client_id", ""),
        ("client_id", "0oaunknown"),
        ("redirect_uri", ""),
        ("redirect_uri", "https://evil.example/"),
        ("redirect_uri", "https://app.example/callback"),
        ("redirect_uri", "https://app.example/callback?a=1&b=2"),
    ] {
        let mut parameters = org.parameters();
        set(&mut parameters, name, value);
        let answer = authorize(&org, &parameters).await;
        assert_eq!(answer.status, StatusCode::FOUND, "{name}={value}");
        let page = format!("{URL}/signin?{}", query(&parameters));
        assert_eq!(
            answer.headers["location"], page,
            "our page says what is wrong"
        );
        let pairs: Vec<_> = parameters
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let interact = org.form("/oauth2/default/v1/interact", &pairs).await;
        assert_eq!(interact.status, StatusCode::BAD_REQUEST);
        assert!(interact.json()["error"].is_string());
    }
    let mut twice = org.parameters();
    twice.push(("client_id".to_owned(), org.client_id.clone()));
    let answer = authorize(&org, &twice).await;
    let page = format!("{URL}/signin?{}", query(&twice));
    assert_eq!(answer.headers["location"], page);
}

#[tokio::test]
async fn other_mistakes_are_told_to_the_app_at_its_own_address() {
    let org = Org::new(&[]).await;
    for (name, value, error) in [
        ("response_type", "", "invalid_request"),
        ("response_type", "token", "unsupported_response_type"),
        ("response_mode", "fragment", "invalid_request"),
        ("code_challenge", "", "invalid_request"),
        ("code_challenge", "short", "invalid_request"),
        ("code_challenge_method", "", "invalid_request"),
        ("code_challenge_method", "plain", "invalid_request"),
        ("scope", "", "invalid_scope"),
        ("scope", "unheard_of", "invalid_scope"),
        ("prompt", "none", "login_required"),
        ("request", "ey", "request_not_supported"),
        (
            "request_uri",
            "https://a.example",
            "request_uri_not_supported",
        ),
    ] {
        let mut parameters = org.parameters();
        set(&mut parameters, name, value);
        let answer = authorize(&org, &parameters).await;
        assert_eq!(answer.status, StatusCode::FOUND, "{name}={value}");
        let location = url::Url::parse(answer.headers["location"].to_str().unwrap()).unwrap();
        assert!(location.as_str().starts_with(&format!("{CALLBACK}&")));
        let pairs: std::collections::HashMap<_, _> = location.query_pairs().collect();
        assert_eq!(pairs["error"], error, "{name}={value}");
        assert_eq!(pairs["state"], "the state");
        assert!(!pairs["error_description"].is_empty());
    }
}

#[tokio::test]
async fn a_login_hint_stands_in_the_field() {
    let org = Org::new(&[]).await;
    let mut parameters = org.parameters();
    set(&mut parameters, "login_hint", "ada@example.com");
    let pairs: Vec<_> = parameters
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let answer = org.form("/oauth2/default/v1/interact", &pairs).await.json();
    let body = json!({"interactionHandle": answer["interaction_handle"]});
    for _ in 0..2 {
        let transaction = org.post("/idp/idx/introspect", &body).await.idx();
        let field = transaction.forms()[0].field("identifier").unwrap();
        assert_eq!(field.value, json!("ada@example.com"));
    }
}

#[tokio::test]
async fn a_code_is_good_once_for_its_app_address_and_verifier() {
    let org = Org::new(&[]).await;
    let (_, success) = org.proven().await;
    let code = code(&success);
    for (more, error) in [
        (
            (
                "code_verifier",
                "another-verifier-of-forty-three-characters-or",
            ),
            "invalid_grant",
        ),
        (("redirect_uri", "https://app.example/"), "invalid_grant"),
        (("redirect_uri", ""), "invalid_grant"),
        (("interaction_code", "guessed"), "invalid_grant"),
        (("code_verifier", ""), "invalid_request"),
        (("grant_type", "password"), "unsupported_grant_type"),
        (("client_id", "0oaunknown"), "invalid_client"),
        (("client_secret", "guessed"), "invalid_client"),
    ] {
        let mut pairs = vec![more];
        if more.0 != "interaction_code" {
            pairs.push(("interaction_code", code.as_str()));
        }
        let answer = org.token(&pairs).await;
        assert_eq!(answer.json()["error"], error, "{more:?}");
        assert!(answer.status.is_client_error());
        assert_eq!(answer.headers["cache-control"], "no-store");
    }
    let pairs = [
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
    ];
    assert_eq!(org.token(&pairs).await.status, StatusCode::OK);
    let again = org.redeem(&success).await;
    assert_eq!(again.json()["error"], "invalid_grant");
}

#[tokio::test]
async fn a_code_lasts_a_minute_from_when_it_was_last_shown() {
    let org = Org::new(&[]).await;
    let (handle, success) = org.proven().await;
    org.pass(SignedDuration::from_secs(60));
    let late = org.redeem(&success).await;
    assert_eq!(late.json()["error"], "invalid_grant");
    let shown = org.introspect(&handle).await.idx();
    assert_eq!(code(&shown), code(&success));
    org.pass(SignedDuration::from_millis(59_999));
    assert_eq!(org.redeem(&shown).await.status, StatusCode::OK);
}
