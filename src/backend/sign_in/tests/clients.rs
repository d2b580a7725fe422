//! Programs that act in their own name: the organization's authorization server, and the management APIs with its tokens.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use jsonwebtoken::jwk::JwkSet;

mod requests;

use super::*;
use crate::{
    backend::sign_in::{assertion::ASSERTION_TYPE, keys::SigningKey},
    clock::Clock as _,
};

const TOKEN: &str = "/oauth2/v1/token";
const READ: &str = "okta.policies.read";
const POLICIES: &str = "/api/v1/policies?type=ACCESS_POLICY";

/// A program with its way of proving itself.
struct Program {
    id: String,
    secret: String,
    device: FakeDevice,
}

impl Program {
    /// A service that may do what `scopes` say.
    async fn new(org: &Org, method: &str, scopes: &[&str]) -> Self {
        let device = FakeDevice::new();
        let mut key = serde_json::to_value(&device.public).unwrap();
        key["kid"] = json!("key-1");
        let mut app = json!({
            "name": "oidc_client", "label": format!("Program {method}"), "signOnMode": "OPENID_CONNECT",
            "credentials": {"oauthClient": {"token_endpoint_auth_method": method}},
            "settings": {"oauthClient": {"application_type": "service", "grant_types": ["client_credentials"], "response_types": ["token"]}},
        });
        if method == "private_key_jwt" {
            app["settings"]["oauthClient"]["jwks"] = json!({"keys": [key]});
        }
        let app = org.manage("POST", "/api/v1/apps", &app).await;
        let secret = app["credentials"]["oauthClient"]["client_secret"].as_str();
        let program = Self {
            id: app["id"].as_str().unwrap().to_owned(),
            secret: secret.unwrap_or_default().to_owned(),
            device,
        };
        for scope in scopes {
            program.grant(org, scope).await;
        }
        program
    }

    async fn grant(&self, org: &Org, scope: &str) -> String {
        let body = json!({"issuer": URL, "scopeId": scope});
        let grant = org.manage("POST", &self.path("/grants"), &body).await;
        grant["id"].as_str().unwrap().to_owned()
    }

    fn path(&self, more: &str) -> String {
        format!("/api/v1/apps/{}{more}", self.id)
    }

    fn claims(&self, org: &Org) -> Value {
        let random: SharedRandom = Arc::new(SystemRandom);
        let now = org.clock.now().as_second();
        json!({
            "iss": self.id, "sub": self.id, "aud": format!("{URL}{TOKEN}"),
            "iat": now, "exp": now + 300, "jti": random.token(12),
        })
    }

    fn assertion(&self, claims: &Value) -> String {
        let mut header = Header::new(Algorithm::ES256);
        header.kid = Some("key-1".to_owned());
        encode(&header, claims, &self.device.key).unwrap()
    }

    async fn by_assertion(&self, org: &Org, scope: &str, assertion: &str) -> Answer {
        let pairs = [
            ("grant_type", "client_credentials"),
            ("scope", scope),
            ("client_assertion_type", ASSERTION_TYPE),
            ("client_assertion", assertion),
        ];
        org.form(TOKEN, &pairs).await
    }

    async fn by_post(&self, org: &Org, scope: &str, secret: &str) -> Answer {
        let pairs = [
            ("grant_type", "client_credentials"),
            ("scope", scope),
            ("client_id", self.id.as_str()),
            ("client_secret", secret),
        ];
        org.form(TOKEN, &pairs).await
    }

    async fn by_basic(&self, org: &Org, body: &str) -> Answer {
        let proof = STANDARD.encode(format!("{}:{}", self.id, self.secret));
        let request = Request::post(TOKEN)
            .header("authorization", format!("Basic {proof}"))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from(body.to_owned()));
        org.send(request.unwrap()).await
    }

    /// A token for `scope`.
    async fn token(&self, org: &Org, scope: &str) -> String {
        let answer = self.by_post(org, scope, &self.secret).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.json());
        answer.json()["access_token"].as_str().unwrap().to_owned()
    }
}

impl Org {
    /// A call of the management APIs.
    async fn call_as(&self, authorization: &str, method: &str, path: &str) -> (u16, Value) {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("authorization", authorization)
            .body(Body::empty());
        let answer = self.send(request.unwrap()).await;
        (answer.status.as_u16(), answer.json())
    }

    async fn status(&self, token: &str) -> u16 {
        self.call_as(&format!("Bearer {token}"), "GET", POLICIES)
            .await
            .0
    }
}

#[track_caller]
fn is(answer: &Answer, status: u16, error: &str) {
    assert_eq!(
        (answer.status.as_u16(), answer.json()["error"].as_str()),
        (status, Some(error)),
        "{}",
        answer.json()
    );
    let body = answer.json();
    let names: Vec<_> = body.as_object().unwrap().keys().cloned().collect();
    assert_eq!(
        names,
        ["error", "error_description"],
        "RFC 6749, section 5.2, and nothing else"
    );
    assert_eq!(answer.headers["cache-control"], "no-store");
}

#[tokio::test]
async fn a_program_gets_a_token_in_each_of_three_ways_and_the_management_apis_take_it() {
    let org = Org::new(&[]).await;
    let scope = format!("grant_type=client_credentials&scope={READ}");
    let basic = Program::new(&org, "client_secret_basic", &[READ]).await;
    let by_basic = basic.by_basic(&org, &scope).await;
    let post = Program::new(&org, "client_secret_post", &[READ]).await;
    let by_post = post.by_post(&org, READ, &post.secret).await;
    let signing = Program::new(&org, "private_key_jwt", &[READ]).await;
    let assertion = signing.assertion(&signing.claims(&org));
    let by_assertion = signing.by_assertion(&org, READ, &assertion).await;
    for (program, answer) in [(basic, by_basic), (post, by_post), (signing, by_assertion)] {
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.json());
        assert_eq!(answer.headers["cache-control"], "no-store");
        let body = answer.json();
        assert_eq!(
            (&body["token_type"], &body["expires_in"], &body["scope"]),
            (&json!("Bearer"), &json!(3600), &json!(READ))
        );
        let token = body["access_token"].as_str().unwrap();
        // Both spellings: Okta's Python SDK writes no blank.
        for authorization in [format!("Bearer {token}"), format!("Bearer{token}")] {
            assert_eq!(org.call_as(&authorization, "GET", POLICIES).await.0, 200);
        }
        let (status, refused) = org
            .call_as(&format!("Bearer {token}"), "GET", "/api/v1/apps")
            .await;
        assert_eq!((status, &refused["errorCode"]), (403, &json!("E0000006")));
        let events = org.log().await;
        let event = events
            .iter()
            .rfind(|event| {
                event["eventType"] == "app.oauth2.token.grant.access_token"
                    && event["actor"]["id"] == program.id.as_str()
            })
            .unwrap();
        assert_eq!(event["outcome"]["result"], "SUCCESS");
        assert_eq!(event["actor"]["type"], "PublicClientApp");
        assert_eq!(event["debugContext"]["debugData"]["grantedScopes"], READ);
        assert!(!json!(events).to_string().contains(token));
    }
}

#[tokio::test]
async fn the_token_says_who_it_is_for_and_is_signed_by_the_published_key() {
    let org = Org::new(&[]).await;
    let program = Program::new(&org, "client_secret_post", SCOPE_NAMES).await;
    let token = program.token(&org, &SCOPE_NAMES.join(" ")).await;
    let metadata = org
        .get("/.well-known/oauth-authorization-server")
        .await
        .json();
    assert_eq!(metadata["issuer"], URL);
    assert_eq!(metadata["token_endpoint"], format!("{URL}{TOKEN}"));
    assert_eq!(metadata["scopes_supported"], json!(SCOPE_NAMES));
    assert_eq!(
        org.get("/.well-known/openid-configuration").await.json(),
        metadata
    );
    let keys = metadata["jwks_uri"].as_str().unwrap();
    let keys = org.get(keys.strip_prefix(URL).unwrap()).await.json();
    assert_eq!(keys, org.get("/oauth2/default/v1/keys").await.json());
    let keys: JwkSet = serde_json::from_value(keys).unwrap();
    let header = jsonwebtoken::decode_header(&token).unwrap();
    let key = keys.find(header.kid.as_deref().unwrap()).unwrap();
    let mut validation = jsonwebtoken::Validation::new(Algorithm::RS256);
    validation.set_issuer(&[URL]);
    validation.set_audience(&[URL]);
    validation.validate_exp = false;
    let key = jsonwebtoken::DecodingKey::from_jwk(key).unwrap();
    let claims = jsonwebtoken::decode::<Value>(&token, &key, &validation)
        .unwrap()
        .claims;
    assert_eq!(
        (&claims["cid"], &claims["sub"]),
        (&json!(program.id), &json!(program.id))
    );
    let mut scopes = SCOPE_NAMES.to_vec();
    scopes.sort_unstable();
    assert_eq!(claims["scp"], json!(scopes));
    let now = org.clock.now().as_second();
    assert_eq!(
        (&claims["iat"], &claims["exp"]),
        (&json!(now), &json!(now + 3600))
    );
}

#[tokio::test]
async fn a_token_ends_after_an_hour_to_the_second() {
    let org = Org::new(&[]).await;
    let program = Program::new(&org, "client_secret_post", &[READ]).await;
    let token = program.token(&org, READ).await;
    org.pass(SignedDuration::from_secs(3599));
    assert_eq!(org.status(&token).await, 200);
    org.pass(SignedDuration::from_secs(1));
    let (status, body) = org
        .call_as(&format!("Bearer {token}"), "GET", POLICIES)
        .await;
    assert_eq!((status, &body["errorCode"]), (401, &json!("E0000011")));
}

#[tokio::test]
async fn what_is_revoked_deactivated_or_deleted_ends_its_tokens_at_once() {
    let org = Org::new(&[]).await;
    let program = Program::new(&org, "client_secret_post", &["okta.apps.read"]).await;
    let grant = program.grant(&org, READ).await;
    let token = program.token(&org, &format!("okta.apps.read {READ}")).await;
    assert_eq!(org.status(&token).await, 200);
    let revoke = program.path(&format!("/grants/{grant}"));
    org.manage("DELETE", &revoke, &Value::Null).await;
    assert_eq!(org.status(&token).await, 403, "one scope is gone");
    let apps = async || {
        let authorization = format!("Bearer {token}");
        org.call_as(&authorization, "GET", "/api/v1/apps").await.0
    };
    assert_eq!(apps().await, 200, "the other is still there");
    let deactivate = program.path("/lifecycle/deactivate");
    org.manage("POST", &deactivate, &Value::Null).await;
    assert_eq!(apps().await, 401);
    is(
        &program.by_post(&org, READ, &program.secret).await,
        401,
        "invalid_client",
    );
    let activate = program.path("/lifecycle/activate");
    org.manage("POST", &activate, &Value::Null).await;
    assert_eq!(apps().await, 200);
    org.manage("POST", &deactivate, &Value::Null).await;
    org.manage("DELETE", &program.path(""), &Value::Null).await;
    assert_eq!(apps().await, 401);
}

#[tokio::test]
async fn only_the_organizations_own_access_tokens_are_good() {
    let org = Org::new(&[]).await;
    let program = Program::new(&org, "client_secret_post", &[READ]).await;
    let key = SigningKey::open(&org.store).await.unwrap();
    let now = org.clock.now().as_second();
    let good = json!({
        "iss": URL, "aud": URL, "sub": program.id, "cid": program.id, "scp": [READ], "iat": now, "exp": now + 60,
    });
    let token = key.sign("at+jwt", &good).unwrap();
    assert_eq!(
        org.status(&token).await,
        200,
        "else the rest proves nothing"
    );
    for (name, value) in [
        ("iss", json!(format!("{URL}/oauth2/default"))),
        ("aud", json!("api://default")),
        ("cid", json!("0oaunknown")),
        ("cid", json!(org.client_id)),
        ("exp", json!(now)),
        ("exp", Value::Null),
    ] {
        let claims = with(good.clone(), &json!({name: value}));
        let token = key.sign("at+jwt", &claims).unwrap();
        assert_eq!(org.status(&token).await, 401, "{name}: {value}");
    }
    assert_eq!(org.status(&key.sign("JWT", &good).unwrap()).await, 401);
    let other = Store::open("sqlite::memory:").await.unwrap();
    let other = SigningKey::open(&other).await.unwrap();
    assert_eq!(org.status(&other.sign("at+jwt", &good).unwrap()).await, 401);
    // Somebody's token for an app is not one for these APIs.
    let (_, success) = org.proven().await;
    let tokens = org.redeem(&success).await.json();
    for name in ["access_token", "id_token"] {
        assert_eq!(org.status(tokens[name].as_str().unwrap()).await, 401);
    }
}

#[tokio::test]
async fn an_assertion_is_signed_by_the_client_for_us_for_a_short_time_and_good_once() {
    let org = Org::new(&[]).await;
    let program = Program::new(&org, "private_key_jwt", &[READ]).await;
    let now = org.clock.now().as_second();
    let good = program.claims(&org);
    for (claims, what) in [
        (json!({"iss": "somebody"}), "iss and sub"),
        (json!({"aud": "https://elsewhere.example"}), "aud"),
        (
            json!({"aud": format!("{URL}/oauth2/default/v1/token")}),
            "aud",
        ),
        (json!({"aud": []}), "aud"),
        (json!({"exp": now - 60}), "expired"),
        (json!({"exp": now + 3661}), "within the next hour"),
        (json!({"exp": null}), "not a signed token"),
        (json!({"exp": -1.0e300}), "not a time"),
        (json!({"iat": now + 61}), "future"),
        (json!({"nbf": now + 61}), "future"),
        (json!({"jti": ""}), "jti"),
        (json!({"jti": "j".repeat(256)}), "jti"),
    ] {
        // Each from its own minute, so that the limit of guesses is not what refuses.
        org.manage_attempts_forgotten().await;
        let claims = with(good.clone(), &claims);
        let answer = program
            .by_assertion(&org, READ, &program.assertion(&claims))
            .await;
        is(&answer, 401, "invalid_client");
        let description = answer.json()["error_description"].to_string();
        assert!(description.contains(what), "{claims}: {description}");
    }
    org.manage_attempts_forgotten().await;
    let stranger = FakeDevice::new();
    let forged = encode(&Header::new(Algorithm::ES256), &good, &stranger.key).unwrap();
    let symmetric = Header::new(Algorithm::HS256);
    let symmetric = encode(&symmetric, &good, &EncodingKey::from_secret(b"x")).unwrap();
    let mut unknown = Header::new(Algorithm::ES256);
    unknown.kid = Some("key-2".to_owned());
    let unknown = encode(&unknown, &good, &program.device.key).unwrap();
    for assertion in [forged, symmetric, unknown] {
        let answer = program.by_assertion(&org, READ, &assertion).await;
        is(&answer, 401, "invalid_client");
    }
    for aud in [
        json!(URL),
        json!(["https://elsewhere.example", format!("{URL}{TOKEN}")]),
    ] {
        let claims = with(program.claims(&org), &json!({"aud": aud}));
        let assertion = program.assertion(&claims);
        let answer = program.by_assertion(&org, READ, &assertion).await;
        assert_eq!(answer.status, StatusCode::OK, "{aud}: {}", answer.json());
        let again = program.by_assertion(&org, READ, &assertion).await;
        is(&again, 401, "invalid_client");
        assert!(
            again.json()["error_description"]
                .to_string()
                .contains("used before")
        );
    }
    // Without an identifier it cannot be told apart; some of Okta's SDKs send none. A clock may be a minute off.
    let mut bare = program.claims(&org);
    bare.as_object_mut().unwrap().remove("jti");
    for (name, value) in [("exp", now - 59), ("exp", now + 3660), ("iat", now + 60)] {
        let claims = with(bare.clone(), &json!({name: value}));
        let answer = program
            .by_assertion(&org, READ, &program.assertion(&claims))
            .await;
        assert_eq!(answer.status, StatusCode::OK, "{name}: {}", answer.json());
    }
}

impl Org {
    /// Lets the wrong guesses of before count no more.
    async fn manage_attempts_forgotten(&self) {
        for app in self.store.apps().await.unwrap() {
            let key = format!("client {} -", app.id);
            self.store.forget_attempts(&key).await.unwrap();
        }
    }
}

#[tokio::test]
async fn an_rsa_key_signs_as_well_and_a_key_that_is_off_or_replaced_does_not() {
    let org = Org::new(&[]).await;
    let program = Program::new(&org, "private_key_jwt", &[READ]).await;
    let other = Store::open("sqlite::memory:").await.unwrap();
    let key = SigningKey::open(&other).await.unwrap();
    let mut app = org.manage("GET", &program.path(""), &Value::Null).await;
    for (status, expected) in [
        ("ACTIVE", StatusCode::OK),
        ("INACTIVE", StatusCode::UNAUTHORIZED),
    ] {
        let public = with(key.public.clone(), &json!({"status": status}));
        app["settings"]["oauthClient"]["jwks"] = json!({"keys": [public]});
        org.manage("PUT", &program.path(""), &app).await;
        let assertion = key.sign("JWT", &program.claims(&org)).unwrap();
        let answer = program.by_assertion(&org, READ, &assertion).await;
        assert_eq!(answer.status, expected, "{status}: {}", answer.json());
    }
    let old = program.assertion(&program.claims(&org));
    is(
        &program.by_assertion(&org, READ, &old).await,
        401,
        "invalid_client",
    );
}

#[tokio::test]
async fn of_many_who_bring_the_same_assertion_at_once_one_gets_a_token() {
    let org = Org::new(&[]).await;
    let program = Program::new(&org, "private_key_jwt", &[READ]).await;
    let assertion = program.assertion(&program.claims(&org));
    let tries = (0..8).map(|_| program.by_assertion(&org, READ, &assertion));
    let answers = futures_util::future::join_all(tries).await;
    let won = answers
        .iter()
        .filter(|answer| answer.status == StatusCode::OK);
    assert_eq!(won.count(), 1);
}

#[tokio::test]
async fn refusals_are_in_the_words_of_oauth() {
    let org = Org::new(&[]).await;
    let program = Program::new(&org, "client_secret_basic", &[READ]).await;
    for (body, status, error) in [
        ("grant_type=client_credentials", 400, "invalid_scope"),
        (
            "grant_type=client_credentials&scope=okta.users.manage",
            400,
            "invalid_scope",
        ),
        (
            "grant_type=client_credentials&scope=okta.policies.read+openid",
            400,
            "invalid_scope",
        ),
        (
            "grant_type=client_credentials&scope=okta.policies.manage",
            400,
            "invalid_scope",
        ),
        ("scope=okta.policies.read", 400, "invalid_request"),
        (
            "grant_type=authorization_code&code=x",
            400,
            "unsupported_grant_type",
        ),
        (
            "grant_type=client_credentials&scope=a&scope=b",
            400,
            "invalid_request",
        ),
        (
            "grant_type=client_credentials&client_secret=x",
            400,
            "invalid_request",
        ),
        (
            "grant_type=client_credentials&client_assertion=x",
            400,
            "invalid_request",
        ),
        (
            "grant_type=client_credentials&client_id=0oaother",
            401,
            "invalid_client",
        ),
    ] {
        is(&program.by_basic(&org, body).await, status, error);
    }
    let refused = program.by_post(&org, READ, &program.secret).await;
    is(&refused, 401, "invalid_client");
    assert_eq!(refused.headers["www-authenticate"], "Basic realm=\"token\"");
    is(&org.form(TOKEN, &[]).await, 401, "invalid_client");
    let json = org
        .post(TOKEN, &json!({"grant_type": "client_credentials"}))
        .await;
    is(&json, 400, "invalid_request");
    // An app for people has no token of its own.
    let app = json!({
        "label": "Web", "settings": {"oauthClient": {"redirect_uris": [CALLBACK]}},
        "credentials": {"oauthClient": {"token_endpoint_auth_method": "client_secret_post"}},
    });
    let app = org.manage("POST", "/api/v1/apps", &app).await;
    let web = Program {
        id: app["id"].as_str().unwrap().to_owned(),
        secret: app["credentials"]["oauthClient"]["client_secret"]
            .as_str()
            .unwrap()
            .to_owned(),
        device: FakeDevice::new(),
    };
    is(
        &web.by_post(&org, READ, &web.secret).await,
        400,
        "unauthorized_client",
    );
}

#[tokio::test]
async fn guesses_at_a_secret_are_limited_and_told_in_the_log() {
    let org = Org::new(&[]).await;
    let program = Program::new(&org, "client_secret_post", &[READ]).await;
    for _ in 0..10 {
        is(
            &program.by_post(&org, READ, "guessed").await,
            401,
            "invalid_client",
        );
    }
    for secret in ["guessed", program.secret.as_str()] {
        let answer = program.by_post(&org, READ, secret).await;
        is(&answer, 429, "temporarily_unavailable");
        assert_eq!(answer.headers["retry-after"], "60");
    }
    let failed: Vec<_> = org
        .log()
        .await
        .into_iter()
        .filter(|event| event["outcome"]["reason"] == "invalid_client")
        .collect();
    assert_eq!(failed.len(), 10);
    assert_eq!(failed[0]["severity"], "WARN");
    assert!(!json!(failed).to_string().contains("guessed"));
    org.pass(SignedDuration::from_mins(15));
    program.token(&org, READ).await;
}

#[tokio::test]
async fn an_app_for_people_may_prove_itself_by_assertion_too() {
    let org = Org::new(&[]).await;
    let program = Program::new(&org, "private_key_jwt", &[]).await;
    let mut claims = program.claims(&org);
    let pairs = |assertion: String| {
        [
            ("grant_type", "interaction_code".to_owned()),
            ("interaction_code", "guessed".to_owned()),
            ("code_verifier", VERIFIER.to_owned()),
            ("client_assertion_type", ASSERTION_TYPE.to_owned()),
            ("client_assertion", assertion),
        ]
    };
    for (aud, error) in [
        (format!("{URL}/oauth2/default/v1/token"), "invalid_grant"),
        (format!("{URL}{TOKEN}"), "invalid_client"),
    ] {
        claims["aud"] = json!(aud);
        let pairs = pairs(program.assertion(&claims));
        let pairs = pairs
            .each_ref()
            .map(|(name, value)| (*name, value.as_str()));
        let answer = org.form("/oauth2/default/v1/token", &pairs).await;
        assert_eq!(answer.json()["error"], error, "{aud}: {}", answer.json());
    }
}
